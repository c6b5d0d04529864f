import type { DocumentKey } from '../../shared/kinds.ts'
import { isDocumentKind, kindOf } from '../../shared/kinds.ts'
import type { RunDocument, RunSummary } from '../../shared/runs.ts'
import type { PushChange } from '../push/records.ts'
import type { RunWrite } from '../push/run-writes.ts'
import type { ChangeOf } from '../store/store.ts'
import { figuresOf } from './audit-about.ts'
import { lastAboutOf } from './history.ts'
import type { CompanyTables } from './tables.ts'
import type { Workspace } from './workspace.ts'

/** The runs of a company: what each did, as it can be listed and taken back. */

export interface RunIdentity {
  id: string
  /** ISO instant. */
  startedAt: string
}

/** A run that begins now; it is stored with the first thing that it does. */
export function newRun({ store }: Workspace, now: Date): RunIdentity {
  const startedAt = now.toISOString()
  const base = `run-${startedAt.slice(0, 23).replaceAll(/[-:.]/g, '').replace('T', '-')}`
  let id = base
  for (let count = 2; store.table('runs').has(id); count++) id = `${base}-${count}`
  return { id, startedAt }
}

/** The changes, with the run itself where they are the first that it does. */
export function withRun(
  newest: <N extends keyof CompanyTables>(table: N, id: string) => CompanyTables[N] | undefined,
  changes: readonly PushChange[],
  run: RunIdentity | null,
): ChangeOf<CompanyTables>[] {
  const acts = changes.some(
    ({ table, value }) => (table === 'runWrites' || table === 'inFlight') && value?.run === run?.id,
  )
  if (run === null || !acts || newest('runs', run.id)) return [...changes]
  return [...changes, { table: 'runs', id: run.id, value: { startedAt: run.startedAt, endedAt: null } }]
}

/** Ends the runs under way: now, or (null, for those that were cut short) with the last thing that they did. */
export async function endRuns({ store }: Workspace, now: Date | null): Promise<void> {
  const open = [...store.table('runs').entries()].filter(([, { endedAt }]) => endedAt === null)
  if (open.length === 0) return
  await store.commit(
    open.map(([id, run]) => {
      const last = now === null ? writesOf(store.table('runWrites').values(), id).at(-1)?.at : now.toISOString()
      return { table: 'runs', id, value: { ...run, endedAt: last ?? run.startedAt } } as const
    }),
  )
}

/** What a run did, in the order in which it did it. */
export function writesOf(writes: Iterable<RunWrite>, run: string): RunWrite[] {
  return [...writes].filter((each) => each.run === run).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Customers, suppliers and accounts are no documents. */
export function isDocument(key: DocumentKey): boolean {
  return isDocumentKind(kindOf(key))
}

/** Every run that did something, the newest first. */
export function runsOf({ store }: Workspace): RunSummary[] {
  const byRun = new Map<string, RunWrite[]>()
  for (const write of store.table('runWrites').values()) {
    const list = byRun.get(write.run)
    if (list) list.push(write)
    else byRun.set(write.run, [write])
  }
  return [...store.table('runs').entries()]
    .map(([id, { startedAt, endedAt }]) => ({ id, startedAt, endedAt, ...countsOf(byRun.get(id) ?? []) }))
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.id < b.id ? 1 : -1))
}

/** What the run did that began at that ISO instant or since; null where none did anything. Only what it wrote is read. */
export function runSince({ store }: Workspace, since: string): RunSummary | null {
  const runs = [...store.table('runs').entries()].filter(([, { startedAt }]) => startedAt >= since)
  const [id, run] = runs.sort(([, a], [, b]) => (a.startedAt < b.startedAt ? 1 : -1))[0] ?? []
  if (id === undefined || run === undefined) return null
  const table = store.table('runWrites')
  // What a run wrote is kept under its id.
  const writes = [...table.keys()].flatMap((key) => (key.startsWith(`${id}/`) ? (table.get(key) ?? []) : []))
  return { id, startedAt: run.startedAt, endedAt: run.endedAt, ...countsOf(writes) }
}

/** The documents of one run, in the order in which it came to them. */
export async function documentsOfRun({ store, audit }: Workspace, run: string): Promise<RunDocument[]> {
  const documents = byDocument(writesOf(store.table('runWrites').values(), run))
  const records = store.table('records')
  const gone = await lastAboutOf(audit, new Set([...documents.keys()].filter((key) => !records.has(key))))
  return [...documents].map(([key, own]) => ({
    key,
    did: deedOf(own),
    receipts: own.filter(({ did }) => did === 'receipt').length,
    undone: own.some(({ undone }) => undone !== undefined),
    about: gone.get(key) ?? figuresOf(store, records.get(key)?.record ?? null),
  }))
}

function byDocument(writes: readonly RunWrite[]): Map<DocumentKey, RunWrite[]> {
  const byKey = new Map<DocumentKey, RunWrite[]>()
  for (const write of writes) if (isDocument(write.key)) byKey.set(write.key, [...(byKey.get(write.key) ?? []), write])
  return byKey
}

/** What all that a run did to a document comes to. */
function deedOf(own: readonly RunWrite[]): RunDocument['did'] {
  const did = new Set(own.map((each) => each.did))
  // Another type in its place, as an expense that is paid another way.
  if (did.has('created') && did.has('deleted')) return 'overwritten'
  if (did.has('created')) return 'created'
  if (own.some(isOverwriting)) return 'overwritten'
  for (const each of ['deleted', 'voided', 'linked', 'refused'] as const) if (did.has(each)) return each
  return did.has('applied') || did.has('bill-paid') || did.has('overwritten') ? 'applied' : null
}

function countsOf(writes: readonly RunWrite[]): Omit<RunSummary, 'id' | 'startedAt' | 'endedAt'> {
  const counts = { created: 0, overwritten: 0, voided: 0, deleted: 0, linked: 0, receipts: 0, refused: 0, undone: 0 }
  for (const own of byDocument(writes).values()) {
    const did = deedOf(own)
    counts.receipts += own.filter((each) => each.did === 'receipt').length
    if (did !== null && did !== 'applied') counts[did]++
    if (own.some((each) => each.undone !== undefined)) counts.undone++
  }
  return counts
}

/** Other content over what stood there; a payment of which more is applied keeps its content. */
function isOverwriting({ did, content, linkBefore }: RunWrite): boolean {
  return did === 'overwritten' && linkBefore?.sent.content !== content
}
