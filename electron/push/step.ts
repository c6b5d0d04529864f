import type { Problem } from '../../shared/problem.ts'
import type { Failure } from '../qbo/contract.ts'

/**
 * How a step ended.
 * - `done`: it is in the books, and stored.
 * - `replan`: something was found that the plan did not know; the next plan decides.
 * - `refused`: a definite no, stored with its problem.
 * - `again`: nothing certain yet; the same request is repeated after a while. `isUnanswered`: a write left, and what came
 *   back says nothing (a time-out, an internal error, a page). `isWaiting`: nothing was sent, since it cannot be looked for yet.
 * - `stuck`: QuickBooks refuses a question that has to be asked first; it is not repeated in this run.
 * - `stop`: nothing more can be sent to this company now.
 */
export type StepResult =
  | { end: 'done' }
  | { end: 'replan' }
  | { end: 'refused'; problem: Problem }
  | { end: 'again'; problem: Problem; afterMs: number | null; offline: boolean; isUnanswered?: true; isWaiting?: true }
  | { end: 'stuck'; problem: Problem }
  | { end: 'stop'; problem: Problem }

/** What a failed request means for its step, where it was not refused. */
export function unsettled(failure: Failure): StepResult {
  if (failure.kind === 'refused') return { end: 'stuck', problem: failure.problem }
  if (failure.kind === 'signed-out') return { end: 'stop', problem: failure.problem }
  return { end: 'again', problem: failure.problem, afterMs: failure.retryAfterMs, offline: failure.kind === 'not-sent' }
}

/** The same of a write that left. */
export function unsettledWrite(failure: Failure): StepResult {
  const ended = unsettled(failure)
  return ended.end === 'again' && failure.kind === 'unknown' ? { ...ended, isUnanswered: true } : ended
}

/** The company as a whole cannot be written to: its subscription, a maintenance. */
export function stopsCompany(problem: Problem): boolean {
  return problem.code === 'company-paused'
}
