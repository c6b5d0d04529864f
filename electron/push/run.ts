import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Operation } from '../plan/input.ts'
import { attach } from './attach.ts'
import { remove, update } from './change.ts'
import { create } from './create.ts'
import { waitBefore } from './patient.ts'
import { applyCredit, unapplyCredit } from './credit.ts'
import type { SendTools } from './send.ts'
import type { StepResult } from './step.ts'
import { linkTo, unlink } from './tie.ts'

export interface RunTools extends SendTools {
  /** Removes a record that is neither in Billdr nor in QuickBooks from the list. */
  forget(key: DocumentKey): Promise<void>
  sleep(ms: number): Promise<void>
  /** Between 0 and 1, for the jitter of waiting. */
  random(): number
  /** Called before and after each step of a record. */
  busy(key: DocumentKey, isBusy: boolean): void
  stepped(): void
  /** True once nothing more is to be started. */
  stopped(): boolean
}

export interface RunReport {
  done: number
  refused: number
  replanned: number
  /** Steps that are not certain yet, and why. */
  unsettled: Map<DocumentKey, Problem>
  /** Why nothing more can be sent now. */
  stop: Problem | null
}

/** Records worked on at once: enough to use the allowed ten requests a second at ordinary answer times. */
const AT_ONCE = 8
const TRIES = 6
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** So many requests in a row that did not get out mean that the connection is down, not that one document is unlucky. */
const OFFLINE_AFTER = 4

/**
 * Carries steps out: those of one record in their order, records beside each other, and never two at once that move the
 * open amount of one invoice. Uncertain steps are repeated with growing, jittered waits; what is still uncertain
 * then stays stored and goes on with the next run.
 */
export async function carryOut(tools: RunTools, operations: readonly Operation[]): Promise<RunReport> {
  const report: RunReport = { done: 0, refused: 0, replanned: 0, unsettled: new Map(), stop: null }
  const waiting = [...groupedByKey(operations).values()]
  const locks = new Locks()
  let offline = 0
  let hasFailed = false

  const isOver = (): boolean => hasFailed || report.stop !== null || tools.stopped()

  async function carryGroup(group: Operation[]): Promise<void> {
    for (const operation of group) {
      if (isOver()) return
      const ended = await settled(operation)
      tools.stepped()
      if (ended.end === 'done') report.done++
      else if (ended.end === 'refused') report.refused++
      else if (ended.end === 'replan') report.replanned++
      else if (ended.end === 'again' || ended.end === 'stuck') report.unsettled.set(operation.key, ended.problem)
      else report.stop = ended.problem
      if (ended.end !== 'done' && operation.deed !== 'attach') return
    }
  }

  async function settled(operation: Operation): Promise<StepResult> {
    let last: StepResult = { end: 'replan' }
    for (let attempt = 0; attempt < TRIES; attempt++) {
      last = await step(tools, operation)
      if (last.end !== 'again') {
        offline = 0
        return last
      }
      offline = last.offline ? offline + 1 : 0
      if (offline >= OFFLINE_AFTER) return { end: 'stop', problem: last.problem }
      if (isOver() || attempt === TRIES - 1) break
      await tools.sleep(waitBefore(attempt, last.afterMs, tools.random(), FIRST_WAIT_MS, LONGEST_WAIT_MS))
    }
    return last
  }

  async function worker(): Promise<void> {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      const key = group[0]?.key
      if (!key || isOver()) return
      tools.busy(key, true)
      try {
        const current = group
        await locks.with(lockOf(current), () => carryGroup(current))
      } finally {
        tools.busy(key, false)
      }
    }
  }

  // What the disk refuses ends all workers, and the run only once none of them waits for an answer any more.
  const ended = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, () =>
      worker().catch((error: unknown) => {
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

/** The invoice whose open amount a group moves. */
function lockOf(group: readonly Operation[]): string | null {
  for (const operation of group) {
    if ((operation.deed === 'create' || operation.deed === 'update') && operation.draft.type === 'Payment')
      return operation.draft.applied[0]?.id ?? null
    if (operation.deed === 'apply-credit') return operation.invoiceId
    if (operation.deed === 'unapply-credit') return operation.paymentId
  }
  return null
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

async function step(tools: RunTools, operation: Operation): Promise<StepResult> {
  switch (operation.deed) {
    case 'create':
      return create(tools, operation)
    case 'update':
      return update(tools, operation)
    case 'void':
    case 'delete':
      return remove(tools, operation)
    case 'link':
      return linkTo(tools, operation)
    case 'unlink':
      return unlink(tools, operation)
    case 'forget':
      await tools.forget(operation.key)
      return { end: 'done' }
    case 'apply-credit':
      return applyCredit(tools, operation)
    case 'unapply-credit':
      return unapplyCredit(tools, operation)
    case 'attach':
      return attach(tools, operation)
  }
}
