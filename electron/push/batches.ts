import { createHash } from 'node:crypto'
import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf } from '../../shared/kinds.ts'
import type { Operation } from '../plan/input.ts'
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
    const most = inBatches > HOURS ? 0.3 : 0
    return Math.min(most, Math.max(0, Math.round((10 * (inBatches - 2 * alone)) / (3 * inBatches)) / 10))
  },
}
const HOURS = 1_500

/** So many are meant for a batch at most, on average: what is too much for one (30) goes alone, beside it. */
const FULL = 30

export interface Batch {
  id: string
  /** The steps of each record in it; the first of them is its creation. */
  groups: Operation[][]
}

/**
 * Which creations go in which batch. That is told by the record, and by how many there are, roughly, of which kinds:
 * two desktops that send the same backlog at once name the same batches, and QuickBooks carries each out once. What was under
 * way before, or was refused, goes on as it began; nothing that moves what another step moves goes in a batch.
 */
export function batchesOf(
  groups: readonly Operation[][],
  records: PushRecords,
  realmId: string,
  { from, beside }: BatchRule,
): { batches: Batch[]; alone: Operation[][] } {
  const locks = new Map<string, number>()
  for (const group of groups) {
    const lock = lockOf(group)
    if (lock !== null) locks.set(lock, (locks.get(lock) ?? 0) + 1)
  }
  const alone: Operation[][] = []
  const fresh: { key: DocumentKey; group: Operation[] }[] = []
  for (const group of groups) {
    const [first] = group
    const lock = lockOf(group)
    const isFree = lock === null || locks.get(lock) === 1
    if (!first || !isFree || !isNew(first, records)) alone.push(group)
    else fresh.push({ key: first.key, group })
  }
  if (fresh.length < from) return { batches: [], alone: [...groups] }
  const share = beside(
    fresh.length,
    alone.reduce((sum, group) => sum + group.reduce((requests, step) => requests + requestsOf(step), 0), 0),
  )
  const parts = Math.ceil(roughly(fresh.length * (1 - share)) / FULL)
  const kinds = [...new Set(fresh.map(({ key }) => kindOf(key)))].sort().join(' ')
  const day = records.exportedAt()?.slice(0, 10) ?? ''
  const batches = new Map<string, Batch>()
  for (const { key, group } of fresh) {
    const place = placeOf(key)
    if (place.share < share) {
      alone.push(group)
      continue
    }
    const id = requestIdOf(realmId, ['batch', kinds, day, parts, Math.floor(place.within * parts)])
    const batch = batches.get(id) ?? { id, groups: [] }
    batch.groups.push(group)
    batches.set(id, batch)
  }
  return { batches: [...batches.values()], alone }
}

/** A number, up to a fifth larger: few that are near each other differ. */
function roughly(count: number): number {
  return 1.2 ** Math.ceil(Math.log(Math.max(1, count)) / Math.log(1.2))
}

/** How many requests a step takes, as a rule: what applies a credit looks at both documents, and for an application, first. */
function requestsOf(step: Operation): number {
  return step.kind === 'apply-credit' ? 4 : 1
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
