import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { isDocumentKind, KINDS, kindOf, parseKey } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { ReadingOutcome } from '../../shared/source.ts'
import { fingerprintOf, isContentOf } from '../plan/content.ts'
import type { OtherIds } from '../plan/earlier-ids.ts'
import { askedIds, withOtherIds } from '../plan/earlier-ids.ts'
import type { Link } from '../plan/link.ts'
import { isRewrittenId, plainId } from '../plan/rewritten-ids.ts'
import type { ChangeOf, Store } from '../store/store.ts'
import type { Company } from './company.ts'
import type { CompanyTables } from './tables.ts'
import { ONLY } from './tables.ts'

/** What of a finished reading is asked for here. */
interface Seen {
  readonly records: ReadonlyMap<DocumentKey, BilldrRecord>
  readonly seen: ReadonlySet<DocumentKey>
  readonly tombstones: ReadonlySet<DocumentKey>
}

/** What a reading brings under other ids than before. */
export interface Rewritten {
  /** New records that may be known ones: new key → the key that it had. */
  asked: Map<DocumentKey, DocumentKey>
  /**
   * Those of them that nobody has to be asked about: they say the same as one that is missing, and that one is a cost code, or
   * nothing hangs on it.
   */
  certain: Map<DocumentKey, DocumentKey>
}

/**
 * New records of a reading that may be known ones under an id that a spreadsheet rewrote, or another program gave. By the id, of
 * records that this reading does not bring; by what they say, of those that are missing from it. What they refer to is held
 * against what that was before.
 */
export function rewrittenRecords(
  store: Store<CompanyTables>,
  reading: Extract<ReadingOutcome, { ok: true }>,
  { records, seen, tombstones }: Seen,
): Rewritten {
  const stored = store.table('records')
  const fresh = [...records.keys()].filter((key) => !stored.has(key)).sort(byKind)
  const found: Rewritten = { asked: new Map(), certain: new Map() }
  if (fresh.length === 0) return found
  // A feed of changes does not bring what has not changed; a folder without a manifest is read whole each time.
  const tellsWhatIsMissing = reading.scope === 'full' || reading.company === null
  const byId = new Map<string, DocumentKey[]>()
  const byContent = new Map<string, DocumentKey[]>()
  for (const id of stored.keys()) {
    const key = id as DocumentKey
    const before = seen.has(key) ? undefined : stored.get(key)
    if (!before) continue
    const { presence, record } = before
    addTo(byId, `${kindOf(key)}:${plainId(idOf(key))}`, key)
    const isMissing = tellsWhatIsMissing || tombstones.has(key) || presence !== 'present'
    if (isMissing)
      for (const content of knownContents(store, key, record)) addTo(byContent, `${kindOf(key)}:${content}`, key)
  }
  const all = [...byId.values()].flat()
  if (all.length === 0) return found
  const taken = new Set<DocumentKey>()
  const earlierIds = askedIds(stored, store.table('links'))
  for (const key of fresh) {
    const record = records.get(key)
    if (!record) continue
    const asBefore = withOtherIds(record, earlierIds)
    const known = [
      ...(byId.get(`${kindOf(key)}:${plainId(idOf(key))}`) ?? []),
      ...(mayBeRounded(key)
        ? all.filter((each) => kindOf(each) === kindOf(key) && isRewrittenId(idOf(key), idOf(each)))
        : []),
      ...contentsOf(asBefore).flatMap((content) => byContent.get(`${kindOf(key)}:${content}`) ?? []),
    ].find((each) => !taken.has(each))
    if (!known) continue
    taken.add(known)
    earlierIds.set(key, known)
    found.asked.set(key, known)
    const isSame = byContent.get(`${kindOf(key)}:${fingerprintOf(asBefore)}`)?.includes(known) ?? false
    if (isSame && (record.kind === 'cost-code' || !hasPast(store, known))) found.certain.set(key, known)
  }
  return found
}

/** What a record refers to comes before it. */
function byKind(a: DocumentKey, b: DocumentKey): number {
  return KINDS.indexOf(kindOf(a)) - KINDS.indexOf(kindOf(b))
}

/** By what a record may be known again: all that would go into the books; a cost code also by its code, if it was renamed. */
function contentsOf(record: BilldrRecord): string[] {
  return [fingerprintOf(record), ...(record.kind === 'cost-code' && record.code !== '' ? [`code ${record.code}`] : [])]
}

/** By what a known record may be found again under another id. */
function knownContents(store: Store<CompanyTables>, key: DocumentKey, record: BilldrRecord): string[] {
  const sent = store.table('links').get(key)?.sent.content ?? null
  return isDocumentKind(record.kind) && sent !== null ? [sent] : contentsOf(record)
}

/** Whether something hangs on a record: its place in the books or on the way there, or a person's decision. */
function hasPast(store: Store<CompanyTables>, key: DocumentKey): boolean {
  const tables = ['links', 'decisions', 'inFlight', 'generations'] as const
  if (tables.some((table) => store.table(table).has(key))) return true
  const kind = kindOf(key)
  return (
    kind in MAPPED && store.table('mappings').get(ONLY)?.[MAPPED[kind as keyof typeof MAPPED]][idOf(key)] !== undefined
  )
}

function idOf(key: DocumentKey): string {
  return parseKey(key)?.billdrId ?? ''
}

/** Only a number with an exponent, or of very many digits, lost some. */
function mayBeRounded(key: DocumentKey): boolean {
  return /^\s*\d[\d.,]*(e\+?\d+)?\s*$/i.test(idOf(key)) && (/e/i.test(idOf(key)) || idOf(key).length > 15)
}

function addTo(lists: Map<string, DocumentKey[]>, name: string, key: DocumentKey): void {
  lists.set(name, [...(lists.get(name) ?? []), key])
}

/** Records of which this or another one is asked, each with the record whose id it may have had. */
function asked(company: Company, keys: readonly DocumentKey[] | 'all'): [DocumentKey, DocumentKey][] {
  const wanted = keys === 'all' ? null : new Set(keys)
  return [...company.workspace.store.table('records').entries()].flatMap(([id, { rewrites }]) =>
    rewrites && (wanted?.has(id as DocumentKey) ?? true) ? [[id as DocumentKey, rewrites]] : [],
  )
}

/**
 * These are the records that had another id: each takes over its link, its decisions and its matches, and nothing is sent
 * again. One whose earlier request has no certain outcome yet waits. Answers how many there were.
 */
export async function sameRecords(company: Company, keys: readonly DocumentKey[] | 'all'): Promise<number> {
  const { store } = company.workspace
  const taken = await takeOver(store, new Map(asked(company, keys)))
  for (const [key, earlier] of taken) await note(company, 'same-record', key, earlier)
  company.replan()
  return taken.size
}

/**
 * Lets records take the place of those whose id they have rewritten, in one commit with all that refers to them: what was sent
 * and decided of a document counts under the new ids too. Answers which did.
 */
export async function takeOver(store: Store<CompanyTables>, pairs: OtherIds): Promise<OtherIds> {
  const ready = new Map([...pairs].filter(([, earlier]) => !store.table('inFlight').has(earlier)))
  if (ready.size === 0) return ready
  const renamed = new Map([...ready].map(([key, earlier]) => [earlier, key] as const))
  await store.commitFrom((newest) => {
    const before = askedIds(store.table('records'), store.table('links'))
    const after = new Map([...before].filter(([key]) => !ready.has(key)))
    const changes: ChangeOf<CompanyTables>[] = []
    for (const id of store.table('records').keys()) {
      const key = id as DocumentKey
      const value = newest('records', key)
      if (!value || renamed.has(key)) continue
      const record = withOtherIds(value.record, renamed)
      const contents = { was: withOtherIds(value.record, before), is: withOtherIds(record, after) }
      const earlier = ready.get(key)
      if (earlier !== undefined) changes.push(...inItsPlace(newest, key, earlier, record, contents))
      else if (contents.was !== contents.is) changes.push(...restated(newest, key, contents))
      if (earlier === undefined && record !== value.record)
        changes.push({ table: 'records', id: key, value: { ...value, record } })
    }
    const mappings = newest('mappings', ONLY)
    if (mappings) changes.push({ table: 'mappings', id: ONLY, value: mappingsAfter(mappings, ready) })
    return changes
  })
  await leaveGuards(store)
  return ready
}

type Newest = Parameters<Parameters<Store<CompanyTables>['commitFrom']>[0]>[0]

/** What a record says, by the ids that its stored fingerprints were made with before, and from now on. */
interface Contents {
  was: BilldrRecord
  is: BilldrRecord
}

function inItsPlace(
  newest: Newest,
  key: DocumentKey,
  earlier: DocumentKey,
  record: BilldrRecord,
  contents: Contents,
): ChangeOf<CompanyTables>[] {
  const before = newest('records', earlier)
  const link = newest('links', earlier)
  return [
    {
      table: 'records',
      id: key,
      value: {
        record,
        presence: 'present',
        ...(before?.beforeConnecting && { beforeConnecting: before.beforeConnecting }),
      },
    },
    { table: 'records', id: earlier, value: undefined },
    { table: 'links', id: key, value: link && takenOver(link, before?.record, record, contents) },
    { table: 'links', id: earlier, value: undefined },
    { table: 'decisions', id: key, value: restatedIn(newest('decisions', earlier), contents) },
    { table: 'decisions', id: earlier, value: undefined },
    { table: 'generations', id: key, value: newest('generations', earlier) },
    { table: 'refusals', id: earlier, value: undefined },
  ]
}

/** What was sent, decided and refused of a record that refers to what has another id now. */
function restated(newest: Newest, key: DocumentKey, contents: Contents): ChangeOf<CompanyTables>[] {
  if (fingerprintOf(contents.was) === fingerprintOf(contents.is)) return []
  const link = newest('links', key)
  const decision = newest('decisions', key)
  const refusal = newest('refusals', key)
  return [
    ...(link ? [{ table: 'links', id: key, value: withContent(link, contents) } as const] : []),
    ...(decision ? [{ table: 'decisions', id: key, value: restatedIn(decision, contents) } as const] : []),
    ...(refusal ? [{ table: 'refusals', id: key, value: restatedIn(refusal, contents) } as const] : []),
  ]
}

/** The link whose record says the same as when it was sent, by other ids. */
function withContent(link: Link, contents: Contents): Link {
  const restatedLink = restatedIn(link, contents)
  const wasSent = isContentOf(contents.was, link.sent.content)
  return wasSent
    ? { ...restatedLink, sent: { ...restatedLink.sent, content: fingerprintOf(contents.is) } }
    : restatedLink
}

/** Wherever the fingerprint of the content stands, as it is from now on. */
function restatedIn<T>(value: T, { was, is }: Contents): T {
  const [from, to] = [fingerprintOf(was), fingerprintOf(is)]
  if (value === undefined || from === to) return value
  return JSON.parse(JSON.stringify(value).replaceAll(from, to)) as T
}

/** These are records of their own: they go, and what had the other id is treated as what it is. Answers how many there were. */
export async function otherRecords(company: Company, keys: readonly DocumentKey[] | 'all'): Promise<number> {
  const found = asked(company, keys)
  for (const [key, earlier] of found) {
    await company.workspace.store.commitFrom((newest) => {
      const stored = newest('records', key)
      if (!stored) return []
      const { rewrites: _answered, ...rest } = stored
      return [{ table: 'records', id: key, value: rest }]
    })
    await note(company, 'another-record', key, earlier)
  }
  company.replan()
  return found.length
}

function note(company: Company, what: string, key: DocumentKey, earlier: DocumentKey): Promise<void> {
  const params = { earlier: idOf(earlier) }
  return company.workspace.noteDecision(what, { key, params })
}

/** The link of the record under its new id: what was sent stays what it was, also where references changed their ids with it. */
function takenOver(link: Link, before: BilldrRecord | undefined, record: BilldrRecord, contents: Contents): Link {
  const isSame = before !== undefined && contentWithoutIds(before) === contentWithoutIds(record)
  const wasSent = isSame && isContentOf(before, link.sent.content)
  const own = wasSent
    ? { ...link, sent: { ...link.sent, content: fingerprintOf(contents.is) } }
    : withContent(link, contents)
  const receipts = 'attachments' in record ? record.attachments : []
  const bySha = new Map(Object.values(link.attachments).map((each) => [each.sha256, each]))
  const attachments = Object.fromEntries(
    receipts.flatMap(({ id, sha256 }) => {
      const there = link.attachments[id] ?? bySha.get(sha256)
      return there ? [[id, there] as const] : []
    }),
  )
  return { ...own, attachments: { ...link.attachments, ...attachments } }
}

/** All that a record says, its ids and references written as no spreadsheet would change them. */
function contentWithoutIds(record: BilldrRecord): string {
  return JSON.stringify(record, (name, value: unknown) => {
    if (name === 'id' || name === 'updatedAt' || name === 'status' || name === 'attachments') return undefined
    return /Id$/.test(name) && typeof value === 'string' ? plainId(value) : value
  })
}

const MAPPED = {
  client: 'clients',
  project: 'projects',
  professional: 'professionals',
  'cost-code': 'costCodes',
} as const

/** What a person chose for a record holds for it under its new id. */
function mappingsAfter(mappings: Mappings, ready: OtherIds): Mappings {
  const next = structuredClone(mappings)
  for (const [key, earlier] of ready) {
    const kind = kindOf(key)
    if (!(kind in MAPPED)) continue
    const table = next[MAPPED[kind as keyof typeof MAPPED]] as Record<string, unknown>
    const chosen = table[idOf(earlier)]
    if (chosen === undefined) continue
    table[idOf(key)] ??= chosen
    delete table[idOf(earlier)]
  }
  return next
}

/** What is no longer known under an earlier id asks for no removal. */
async function leaveGuards(store: Store<CompanyTables>): Promise<void> {
  const records = store.table('records')
  await store.commit(
    [...store.table('guards').entries()].flatMap(([id, guard]): ChangeOf<CompanyTables>[] => {
      const left = guard.keys.filter((key) => records.has(key))
      if (left.length === guard.keys.length) return []
      return [{ table: 'guards', id, value: left.length === 0 ? undefined : { ...guard, keys: left } }]
    }),
  )
}
