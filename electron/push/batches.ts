import { createHash } from 'node:crypto'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { kindOf } from '../../shared/kinds.ts'
import type { Operation } from '../plan/input.ts'
import type { WithBatches } from './batch-door.ts'
import { lockOf } from './operations.ts'
import type { PushRecords } from './records.ts'
import { requestIdOf } from './request-id.ts'

/** When creations go in batches. */
export interface BatchRule {
  /** So many new ones that can go at the same time are a backlog; fewer go alone, as ever. */
  from: number
  /** Share of them that goes alone all the same, beside the batches: QuickBooks counts both, each for itself. */
  beside: (inBatches: number, alone: number) => number
}

/**
 * 40 batches and 460 single requests a minute. What has to go alone anyway is beside the batches; where there is little of
 * that, some of what could go in them is. A backlog of hours is bound by the batches, a shorter one by all requests together.
 */
export const BATCHES: BatchRule = {
  from: 40,
  beside: (inBatches, alone) => {
    const most = inBatches > HOURS ? 0.2 : 0
    return Math.min(most, Math.max(0, Math.round((10 * (inBatches - 2 * alone)) / (3 * inBatches)) / 10))
  },
}
const HOURS = 1_500

/** So many are meant for a batch at most, on average: what is too much for one (30) goes alone, beside it, and few are half empty. */
const FULL = 34

/** What payments, applications and further documents wait for. */
const AWAITED: ReadonlySet<Kind> = new Set(['client', 'project', 'professional', 'invoice', 'credit'])

export interface Batch {
  id: string
  /** The steps of each record in it; the first of them is its creation. */
  groups: Operation[][]
}

export interface Batched {
  batches: Batch[]
  alone: Operation[][]
  /** What goes in a batch of the next round. */
  later: Operation[][]
}

/**
 * Which creations go in which batch. That is told by the record, and by how many there are, roughly, of which kinds:
 * two desktops that send the same backlog at once name the same batches, and QuickBooks carries each out once. What was
 * under way before, or was refused, goes on as it began. What others wait for goes in a round before the rest: applications, which take many
 * requests, then go beside the rest's batches. Of those that move the same (the payments of an invoice) one goes in each
 * round, once nothing that goes alone moves it; for a few there is no further round.
 */
export function batchesOf(
  groups: readonly Operation[][],
  records: PushRecords,
  { realmId, isUsed }: Pick<WithBatches, 'realmId' | 'isUsed'>,
  { from, beside }: BatchRule,
): Batched {
  const isFresh = (group: Operation[]): boolean => group[0] !== undefined && isNew(group[0], records)
  const alone = groups.filter((group) => !isFresh(group))
  const locked = new Set(alone.map(lockOf))
  const later: Operation[][] = []
  const free: { key: DocumentKey; group: Operation[] }[] = []
  for (const group of groups) {
    const [first] = group
    if (!first || !isFresh(group)) continue
    const lock = lockOf(group)
    if (lock !== null && locked.has(lock)) later.push(group)
    else free.push({ key: first.key, group })
    locked.add(lock)
  }
  if (free.length < from) return { batches: [], alone: [...groups], later: [] }
  const awaited = free.filter(({ key }) => AWAITED.has(kindOf(key)))
  const isSplit = awaited.length >= from
  const fresh = isSplit ? awaited : free
  if (isSplit) later.push(...free.flatMap(({ key, group }) => (AWAITED.has(kindOf(key)) ? [] : [group])))
  // Too few for batches of their own: each goes alone, once what it waits for went.
  else if (later.length < from) alone.push(...later.splice(0))
  const share = beside(
    fresh.length,
    alone.reduce((sum, group) => sum + group.reduce((requests, step) => requests + requestsOf(step), 0), 0),
  )
  const parts = Math.ceil(roughly(fresh.length * (1 - share)) / FULL)
  const kinds = [...new Set(fresh.map(({ key }) => kindOf(key)))].sort().join(' ')
  const day = records.exportedAt()?.slice(0, 10) ?? ''
  const batches = new Map<number, Batch>()
  for (const { key, group } of fresh) {
    const place = placeOf(key)
    if (place.share < share) {
      alone.push(group)
      continue
    }
    const number = Math.floor(place.within * parts)
    const id = (turn: number): string =>
      requestIdOf(realmId, ['batch', kinds, day, parts, number, ...(turn > 0 ? [turn] : [])])
    const batch = batches.get(number) ?? { id: firstUnused(id, isUsed), groups: [] }
    batch.groups.push(group)
    batches.set(number, batch)
  }
  return { batches: [...batches.values()], alone, later }
}

/** Further payments of the same invoices would go under the name of the ones before, whose answer does not hold them. */
function firstUnused(id: (turn: number) => string, isUsed: (id: string) => boolean): string {
  for (let turn = 0; ; turn++) if (!isUsed(id(turn))) return id(turn)
}

/** A number, up to a fifth larger: few that are near each other differ. */
function roughly(count: number): number {
  return 1.2 ** Math.ceil(Math.log(Math.max(1, count)) / Math.log(1.2))
}

/** How many requests a step takes, as a rule: what applies a credit looks at both documents first. */
function requestsOf(step: Operation): number {
  return step.kind === 'apply-credit' ? 3 : 1
}

/** A creation that never left, and whose request would be the first of its record. */
function isNew(first: Operation, records: PushRecords): boolean {
  return (
    first.kind === 'create' &&
    records.get('inFlight', first.key) === undefined &&
    (records.get('generations', first.key) ?? 0) === 0
  )
}

/** Two numbers from 0 up to 1 that a key always has. */
function placeOf(key: DocumentKey): { share: number; within: number } {
  const hash = createHash('sha256').update(key).digest()
  return { share: hash.readUInt32BE(0) / 2 ** 32, within: hash.readUInt32BE(4) / 2 ** 32 }
}
