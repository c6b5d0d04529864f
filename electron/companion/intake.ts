import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { keyOf, kindOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { ReadingOutcome, RecordProblem, RecordSink } from '../../shared/source.ts'
import type { ChangeOf, ReadyChange, Store } from '../store/store.ts'
import { ready } from '../store/store.ts'
import { Slices } from '../system/slices.ts'
import { missingFromFolder, tablesKnown } from './missing-tables.ts'
import type { CompanyProfile, CompanyTables, StoredGuard } from './tables.ts'
import type { Rewritten } from './rewritten.ts'
import { rewrittenRecords, takeOver } from './rewritten.ts'
import { ONLY } from './tables.ts'

/** Collects a reading; nothing of it counts until it has ended well. */
export class Intake implements RecordSink {
  readonly records = new Map<DocumentKey, BilldrRecord>()
  readonly tombstones = new Set<DocumentKey>()
  readonly problems = new Map<string, RecordProblem>()
  /** Every key that was met, readable or not. */
  readonly seen = new Set<DocumentKey>()

  record(record: BilldrRecord): void {
    const key = keyOf(record.kind, record.id)
    this.records.set(key, record)
    this.tombstones.delete(key)
    this.seen.add(key)
  }

  removed(key: DocumentKey): void {
    this.tombstones.add(key)
    this.records.delete(key)
  }

  problem(found: RecordProblem): void {
    if (found.key) this.seen.add(found.key)
    const id = found.key ?? `${found.kind}:${found.table} ${found.row}`
    if (!this.problems.has(id)) this.problems.set(id, found)
  }
}

type Reading = Extract<ReadingOutcome, { ok: true }>

export type Taken = { applied: true } | { applied: false; guard: { id: string; problem: Problem } }

/** What others may change while a reading is taken: tables on which that depends. */
const DEPENDS_ON = ['records', 'tombstones', 'readProblems', 'guards', 'links', 'profile'] as const
/** So often it begins anew where they did; then it goes through at once. */
const MOST_TRIES = 3

/**
 * Takes a finished reading into the store: changed records, tombstones, and in a full export what is missing from it.
 * An export of another company or an older one is held back as a whole; one that shrank suspiciously is taken, but what
 * it misses waits for a person (contract, "What must hold"). Goes in slices, and is one commit. 'outdated': `isOutdated`
 * said so before anything was stored, and nothing was.
 */
export async function takeReading(
  store: Store<CompanyTables>,
  profileNow: () => CompanyProfile,
  reading: Reading,
  intake: Intake,
  at: string,
  isOutdated = (): boolean => false,
): Promise<Taken | 'outdated'> {
  for (let tries = 1; ; tries += 1) {
    while (store.pending) await store.pending
    if (isOutdated()) return 'outdated'
    const before = revisionsOf(store)
    const profile = profileNow()
    const refused = heldBack(store, profile, reading)
    if (refused) {
      await store.commit([
        { table: 'guards', id: refused.id, value: { problem: refused.problem, keys: [], since: at, confirmed: false } },
      ])
      return { applied: false, guard: refused }
    }
    const slices = new Slices(tries < MOST_TRIES ? undefined : Infinity)
    const { changes, certain } = await changesOf(store, profile, reading, intake, at, slices)
    if (isOutdated() || store.pending || !isDeepStrictEqual(revisionsOf(store), before)) continue
    await store.commitReady(changes)
    await takeOver(store, certain)
    return { applied: true }
  }
}

function revisionsOf(store: Store<CompanyTables>): number[] {
  return DEPENDS_ON.map((table) => store.table(table).revision)
}

async function changesOf(
  store: Store<CompanyTables>,
  profile: CompanyProfile,
  reading: Reading,
  intake: Intake,
  at: string,
  slices: Slices,
): Promise<{ changes: ReadyChange[]; certain: Rewritten['certain'] }> {
  const changes: ReadyChange[] = []
  const take = async (found: Iterable<ChangeOf<CompanyTables> | null>): Promise<void> => {
    for (const change of found) {
      if (change) changes.push(ready(change))
      if (slices.isOver) await slices.next()
    }
  }
  const presences: Presences = new Map()
  const rewritten = rewrittenRecords(store, reading, intake)
  await take(recordChanges(store, profile, intake, rewritten, presences))
  await take(presenceChanges(store, intake, at))
  await take(await absences(store, reading, intake, at, presences, slices))
  await take(problemChanges(store, reading, intake))
  const missing = missingFromFolder(
    store,
    reading,
    new Set([...intake.seen, ...intake.tombstones]),
    profile.tablesThere ?? [],
    { told: profile.allReadProblems ?? [], at: profile.lastReadAt ?? at },
  )
  const next: CompanyProfile = {
    ...profile,
    billdr: reading.company ?? profile.billdr,
    cursor: reading.cursor,
    exportedAt: reading.exportedAt ?? profile.exportedAt,
    lastReadAt: at,
    readProblem: reading.problem ?? missing[0] ?? null,
    allReadProblems: [...(reading.problems ?? (reading.problem ? [reading.problem] : [])), ...missing],
    ...(reading.tables && { tablesThere: tablesKnown(reading.tables.there, missing) }),
    readFailure: null,
    ...(reading.scope === 'full' && { wholeKinds: reading.wholeKinds }),
  }
  await take([...clearedGuards(store), { table: 'profile', id: ONLY, value: next }])
  return { changes, certain: rewritten.certain }
}

/** What was found of stored records on the way: each costs a look at the disk. */
type Presences = Map<DocumentKey, CompanyTables['records']['presence']>

/** Records that are new or say something else; null for each that does not, since many of these take time, too. */
function* recordChanges(
  store: Store<CompanyTables>,
  profile: CompanyProfile,
  intake: Intake,
  rewritten: Rewritten,
  presences: Presences,
): Iterable<ChangeOf<CompanyTables> | null> {
  const stored = store.table('records')
  const isBefore = isBeforeConnecting(store, profile)
  for (const [key, record] of intake.records) {
    const before = stored.get(key)
    if (before) presences.set(key, before.presence)
    if (before?.presence === 'present' && isDeepStrictEqual(before.record, record)) {
      yield null
      continue
    }
    const rewrites = before ? before.rewrites : rewritten.asked.get(key)
    const isEarly = before ? before.beforeConnecting === true : isBefore && record.kind === 'project'
    yield {
      table: 'records',
      id: key,
      value: {
        record,
        presence: 'present',
        ...(rewrites && { rewrites }),
        ...(isEarly && { beforeConnecting: true as const }),
      },
    }
  }
}

/** Records that are there again, or are said to be removed. */
function* presenceChanges(store: Store<CompanyTables>, intake: Intake, at: string): Iterable<ChangeOf<CompanyTables>> {
  const stored = store.table('records')
  for (const key of intake.seen) {
    const before = intake.records.has(key) ? undefined : stored.get(key)
    if (before && before.presence !== 'present')
      yield { table: 'records', id: key, value: { ...before, presence: 'present' } }
  }
  for (const key of intake.tombstones) {
    const before = stored.get(key)
    if (before && before.presence !== 'removed')
      yield { table: 'records', id: key, value: { ...before, presence: 'removed' } }
    if (!before && !store.table('tombstones').has(key)) yield { table: 'tombstones', id: key, value: { at } }
  }
  for (const key of store.table('tombstones').keys()) {
    if (intake.records.has(key as DocumentKey)) yield { table: 'tombstones', id: key, value: undefined }
  }
}

/** Whether projects that are new now were there before: nothing is connected yet, or no reading has brought any so far. */
function isBeforeConnecting(store: Store<CompanyTables>, { realmId }: CompanyProfile): boolean {
  if (realmId === null) return true
  for (const id of store.table('records').keys()) if (kindOf(id as DocumentKey) === 'project') return false
  return true
}

/** Guards that asked about a whole export are answered once one is taken. */
function clearedGuards(store: Store<CompanyTables>): ChangeOf<CompanyTables>[] {
  return [...store.table('guards').entries()]
    .filter(([, guard]) => guard.problem.code === 'guard-other-company' || guard.problem.code === 'guard-export-older')
    .map(([id]) => ({ table: 'guards', id, value: undefined }))
}

function heldBack(
  store: Store<CompanyTables>,
  profile: CompanyProfile,
  reading: Reading,
): { id: string; problem: Problem } | null {
  if (profile.billdr && reading.company && profile.billdr.id !== reading.company.id) {
    const id = `company-${shortHash(reading.company.id)}`
    const found = problem('guard-other-company', {
      expected: profile.billdr.name,
      found: reading.company.name,
      foundId: reading.company.id,
    })
    if (!store.table('guards').get(id)?.confirmed) return { id, problem: found }
  }
  if (
    reading.scope === 'full' &&
    profile.exportedAt &&
    reading.exportedAt &&
    Date.parse(reading.exportedAt) < Date.parse(profile.exportedAt)
  ) {
    const id = `older-${shortHash(reading.exportedAt)}`
    const found = problem('guard-export-older', { exportedAt: reading.exportedAt, last: profile.exportedAt })
    if (!store.table('guards').get(id)?.confirmed) return { id, problem: found }
  }
  return null
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** What asks about records that went missing at once (see `isSuspicious`); null where nothing does. */
export function shrinkGuard(store: Store<CompanyTables>): { id: string; guard: StoredGuard } | null {
  for (const [id, guard] of store.table('guards').entries())
    if (guard.problem.code === 'guard-export-shrank') return { id, guard }
  return null
}

/** Another id for other records: a yes is for those that were shown, not for what went missing since. */
export function shrinkChanges(
  before: ReturnType<typeof shrinkGuard>,
  keys: readonly DocumentKey[],
  known: number,
  at: string,
): ChangeOf<CompanyTables>[] {
  const id = `shrank-${shortHash([...keys].sort().join(' '))}`
  const changes: ChangeOf<CompanyTables>[] =
    before && before.id !== id ? [{ table: 'guards', id: before.id, value: undefined }] : []
  if (keys.length === 0) return changes
  return [
    ...changes,
    {
      table: 'guards',
      id,
      value: {
        problem: problem('guard-export-shrank', { count: keys.length, known }),
        keys: [...keys],
        since: before?.guard.since ?? at,
        confirmed: false,
      },
    },
  ]
}

/** In a full export, a record that its whole table no longer has was removed, unless too many went at once. */
async function absences(
  store: Store<CompanyTables>,
  reading: Reading,
  intake: Intake,
  at: string,
  presences: Presences,
  slices: Slices,
): Promise<ChangeOf<CompanyTables>[]> {
  if (reading.scope !== 'full') return []
  const whole = new Set<Kind>(reading.wholeKinds)
  const known = new Map<Kind, number>()
  const missing: DocumentKey[] = []
  const stored = store.table('records')
  for (const id of stored.keys()) {
    if (slices.isOver) await slices.next()
    const key = id as DocumentKey
    const kind = kindOf(key)
    if (!whole.has(kind) || (presences.get(key) ?? stored.get(key)?.presence) === 'removed') continue
    known.set(kind, (known.get(kind) ?? 0) + 1)
    if (!intake.seen.has(key) && !intake.tombstones.has(key)) missing.push(key)
  }
  const suspicious = isSuspicious(missing, known)
  const presence = suspicious ? 'absent' : 'removed'
  const changes: ChangeOf<CompanyTables>[] = missing.flatMap((key) => {
    const before = stored.get(key)
    return before && before.presence !== presence
      ? [{ table: 'records', id: key, value: { ...before, presence } } as const]
      : []
  })
  const all = [...known.values()].reduce((sum, count) => sum + count, 0)
  return [...changes, ...shrinkChanges(shrinkGuard(store), suspicious ? missing : [], all, at)]
}

/**
 * An export shrank suspiciously where one kind lost all of at least two records, or three or more that are at least
 * three in ten of it, or where more than ten records and more than one in twenty of everything went at once.
 */
export function isSuspicious(missing: readonly DocumentKey[], known: ReadonlyMap<Kind, number>): boolean {
  const lost = new Map<Kind, number>()
  for (const key of missing) lost.set(kindOf(key), (lost.get(kindOf(key)) ?? 0) + 1)
  for (const [kind, count] of lost) {
    const all = known.get(kind) ?? 0
    if (count === all && count >= 2) return true
    if (count >= 3 && count * 10 >= all * 3) return true
  }
  const total = [...known.values()].reduce((sum, count) => sum + count, 0)
  return missing.length > 10 && missing.length * 20 > total
}

/** A full reading tells all problems there are; a change reading only those of what it brought. */
function problemChanges(store: Store<CompanyTables>, reading: Reading, intake: Intake): ChangeOf<CompanyTables>[] {
  const changes: ChangeOf<CompanyTables>[] = []
  const stored = store.table('readProblems')
  for (const [id, found] of stored.entries()) {
    // A hand-made folder is read whole each time: a row without a name that is still wrong is found again.
    const isOver =
      reading.scope === 'full' || (found.key === null ? reading.company === null : intake.records.has(found.key))
    if (isOver && !intake.problems.has(id)) changes.push({ table: 'readProblems', id, value: undefined })
  }
  for (const [id, found] of intake.problems) {
    if (!isDeepStrictEqual(stored.get(id), found)) changes.push({ table: 'readProblems', id, value: found })
  }
  return changes
}

/** Yes to what a guard of the reading holds back: the missing records were removed, or the export is to be taken. */
export async function confirmReadingGuard(store: Store<CompanyTables>, id: string): Promise<boolean> {
  const guard = store.table('guards').get(id)
  if (!guard) return false
  if (guard.problem.code !== 'guard-export-shrank') {
    await store.commit([{ table: 'guards', id, value: { ...guard, confirmed: true } }])
    return true
  }
  const stored = store.table('records')
  const changes: ChangeOf<CompanyTables>[] = guard.keys.flatMap((key) => {
    const before = stored.get(key)
    return before?.presence === 'absent'
      ? [{ table: 'records', id: key, value: { ...before, presence: 'removed' } } as const]
      : []
  })
  await store.commit([...changes, { table: 'guards', id, value: undefined }])
  return true
}
