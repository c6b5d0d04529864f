import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Operation } from '../plan/input.ts'
import type { Batch, BatchRule } from './batches.ts'
import { batchesOf } from './batches.ts'
import type { WithBatches } from './batch-door.ts'
import type { OperationTools } from './operations.ts'
import { isBeside, lockOf, runOperation } from './operations.ts'
import type { RetryPolicy } from './retry.ts'
import { retry } from './retry.ts'
import { inFlightId } from './send.ts'
import type { StepResult } from './step.ts'

export interface RunTools extends OperationTools, RetryPolicy {
  quickbooks: WithBatches
  /** Null: everything goes alone. */
  batches: BatchRule | null
  /** Called before and after each step of a record. */
  busy(key: DocumentKey, isBusy: boolean): void
  stepped(): void
  /** Whether a record's steps are still to go as they were planned; asked before the first of them. */
  isWanted(key: DocumentKey): boolean
}

export interface RunReport {
  done: number
  refused: number
  replanned: number
  /** Steps that are not certain yet, and why. */
  unsettled: Map<DocumentKey, Problem>
  /** Of those: requests (where they are kept) that were sent, looked for, not found and sent again, without an answer that says anything. */
  unanswered: Set<string>
  /** Documents and receipts that QuickBooks answered, with a yes or a no. */
  answered: { documents: number; receipts: number }
  /** Steps that were not begun, since they go in a batch of the next round, or something was decided meanwhile. */
  later: Operation[]
  /** Why nothing more can be sent now. */
  stop: Problem | null
}

/** Records worked on at once: enough to use the allowed ten requests a second at ordinary answer times. */
const AT_ONCE = 8
/** Batches under way at once: each takes QuickBooks seconds. */
const BATCHES_AT_ONCE = 5
/** After so many batches in a row without a use everything goes alone in this run. */
const MOST_TROUBLES = 3
const WAITS = { tries: 6, firstMs: 500, longestMs: 30_000 }
/** So many requests in a row that did not get out mean that the connection is down, not that one document is unlucky. */
const OFFLINE_AFTER = 4

/**
 * Carries steps out: those of one record in their order, records beside each other, and never two at once that move the
 * open amount of one invoice. Uncertain steps are repeated with growing, jittered waits; what is still uncertain
 * then stays stored and goes on with the next run.
 */
export async function carryOut(tools: RunTools, operations: readonly Operation[]): Promise<RunReport> {
  const report: RunReport = {
    done: 0,
    refused: 0,
    replanned: 0,
    unsettled: new Map(),
    unanswered: new Set(),
    answered: { documents: 0, receipts: 0 },
    later: [],
    stop: null,
  }
  const groups = [...groupedByKey(operations).values()]
  const {
    batches,
    alone: waiting,
    later,
  } = tools.batches
    ? batchesOf(groups, tools.records, tools.quickbooks, tools.batches)
    : { batches: [], alone: groups, later: [] }
  report.later = later.flat()
  const locks = new Locks()
  let offline = 0
  let hasFailed = false

  const isOver = (): boolean => hasFailed || report.stop !== null || tools.stopped()

  async function carryGroup(group: Operation[], batch?: string): Promise<void> {
    for (const operation of group) {
      if (isOver()) return
      const ended = await settled(operation, operation === group[0] ? batch : undefined)
      tools.stepped()
      if (ended.end === 'done') report.done++
      else if (ended.end === 'refused') report.refused++
      else if (ended.end === 'replan') report.replanned++
      else if (ended.end === 'again' || ended.end === 'stuck') report.unsettled.set(operation.key, ended.problem)
      else report.stop = ended.problem
      if (ended.end === 'done' || ended.end === 'refused')
        report.answered[operation.kind === 'attach' ? 'receipts' : 'documents']++
      if (ended.end !== 'done' && !isBeside(operation)) return
    }
  }

  async function settled(operation: Operation, batch?: string): Promise<StepResult> {
    const policy = { ...tools, stopped: isOver }
    // Each further try looks for the one before it.
    let unanswered = 0
    const ended = await retry(
      policy,
      WAITS,
      async () => {
        const last = await once(operation, batch)
        if (last.end !== 'again' || !last.isWaiting)
          unanswered = last.end === 'again' && last.isUnanswered ? unanswered + 1 : 0
        return last
      },
      (last) => (last.end === 'again' ? (last.afterMs ?? 0) : null),
    )
    if (unanswered > 1) report.unanswered.add(inFlightId({ attachmentId: null, ...operation }))
    return ended
  }

  async function once(operation: Operation, batch?: string): Promise<StepResult> {
    const last = await runOperation(batch === undefined ? tools : { ...tools, batch }, operation)
    // A batch that did not get out is one request, however many were in it.
    offline = last.end === 'again' && last.offline ? offline + (batch === undefined ? 1 : 0) : 0
    return last.end === 'again' && offline >= OFFLINE_AFTER ? { end: 'stop', problem: last.problem } : last
  }

  async function carry(group: Operation[], batch?: string): Promise<void> {
    const key = group[0]?.key
    if (!key || isOver()) return
    if (!tools.isWanted(key)) {
      report.later.push(...group)
      return
    }
    tools.busy(key, true)
    try {
      await locks.with(lockOf(group), () => carryGroup(group, batch))
    } finally {
      tools.busy(key, false)
    }
  }

  async function worker(): Promise<void> {
    for (let group = waiting.shift(); group && !isOver(); group = waiting.shift()) await carry(group)
  }

  /** All of a batch beside each other: it leaves once each of them came to its sending, or is over. */
  async function carryBatch({ id, groups: those }: Batch): Promise<void> {
    tools.quickbooks.expect(id, those.length)
    const ended = await Promise.allSettled(
      those.map((group) => carry(group, id).finally(() => tools.quickbooks.left(id))),
    )
    const failed = ended.find((each) => each.status === 'rejected')
    if (failed) throw failed.reason
  }

  async function batchWorker(): Promise<void> {
    for (let batch = batches.shift(); batch && !isOver(); batch = batches.shift()) {
      if (tools.quickbooks.troubles() < MOST_TROUBLES) await carryBatch(batch)
      else for (const group of batch.groups) await carry(group)
    }
  }

  // What the disk refuses ends all workers, and the run only once none of them waits for an answer any more.
  const ended = await Promise.allSettled(
    [...Array<typeof worker>(BATCHES_AT_ONCE).fill(batchWorker), ...Array<typeof worker>(AT_ONCE).fill(worker)].map(
      (each) =>
        each().catch((error: unknown) => {
          hasFailed = true
          throw error
        }),
    ),
  )
  const failed = ended.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
  return report
}

function groupedByKey(operations: readonly Operation[]): Map<DocumentKey, Operation[]> {
  const groups = new Map<DocumentKey, Operation[]>()
  for (const operation of operations) groups.set(operation.key, [...(groups.get(operation.key) ?? []), operation])
  return groups
}

/** One after the other for a name; the rest beside each other. */
class Locks {
  readonly #held = new Map<string, Promise<void>>()

  async with(name: string | null, work: () => Promise<void>): Promise<void> {
    if (name === null) return work()
    const before = this.#held.get(name) ?? Promise.resolve()
    const mine = before.then(work)
    this.#held.set(
      name,
      mine.catch(() => undefined),
    )
    return mine
  }
}
