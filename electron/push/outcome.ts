import type { Problem } from '../../shared/problem.ts'
import type { RefusedWork } from '../plan/refused.ts'
import type { Entity } from '../qbo/contract.ts'
import type { InFlight } from './records.ts'
import type { SendFailure, SendTools } from './send.ts'
import { isReplayed, nextGeneration, refusalChanges, send } from './send.ts'
import type { StepResult } from './step.ts'
import { stopsCompany, unsettled, unsettledWrite } from './step.ts'

/** How one sending ended: as a step does, or `anew`, where it is prepared again from what QuickBooks has now. */
export type Ended = StepResult | { end: 'anew' }

/** An answer that says that it was done. `ageMs`: how old what it names was by then, null where nothing tells. */
export interface Done {
  request: InFlight
  entity: Entity
  ageMs: number | null
}

/** What the outcomes of a request mean for its kind of operation. */
export interface Meaning<E extends Ended> {
  done(sent: Done): Promise<E>
  /** Of a refusal that is more than a no; null where it is just that. */
  refused?(failure: SendFailure, request: InFlight): Promise<E | null>
  /** What a no is remembered by. */
  work: RefusedWork
}

/**
 * Sends a request and stores what became of it: the one order in which outcomes are asked for every kind of operation.
 * Uncertain ones stay in flight; where the whole company takes nothing, the run ends.
 */
export async function sendFor<E extends Ended>(
  tools: SendTools,
  request: InFlight,
  meaning: Meaning<E>,
): Promise<E | StepResult> {
  const sent = await send(tools, request)
  if (sent.ok) return meaning.done({ ...sent, entity: sent.entity as Entity })
  const { failure } = sent
  if (failure.kind !== 'refused') return unsettledWrite(failure)
  if (stopsCompany(failure.problem)) {
    await tools.records.commit(nextGeneration(tools.records, sent.request))
    return { end: 'stop', problem: failure.problem }
  }
  return (await meaning.refused?.(failure, sent.request)) ?? refuse(tools, sent.request, meaning.work, failure.problem)
}

/** Stores a plain no, by which the next plan goes. */
export async function refuse(
  tools: SendTools,
  request: InFlight,
  work: RefusedWork,
  why: Problem,
): Promise<StepResult> {
  await tools.records.commit(refusalChanges(tools, request, work, why))
  return { end: 'refused', problem: why }
}

/** How often a step is prepared again because QuickBooks changed between reading and writing (5010). */
const TRIES = 3

/** Prepares and sends, and once more wherever QuickBooks changed meanwhile; after that it waits for a later try. */
export async function preparedAnew(attempt: () => Promise<Ended>): Promise<StepResult> {
  for (let tries = 0; tries < TRIES; tries++) {
    const ended = await attempt()
    if (ended.end !== 'anew') return ended
  }
  return { end: 'again', problem: { code: 'stale', params: {} }, afterMs: null, offline: false }
}

/** QuickBooks does not have what a request names, or no longer active. */
export function isNotThere(failure: Pick<SendFailure, 'faults'>): boolean {
  return failure.faults.some((fault) => fault.code === '610')
}

/**
 * What an answer to a creation names, as QuickBooks has it now: an old answer repeated may name what was changed or
 * deleted since, and then it is read. Null where it is gone; the next request has to be another one (see `renewed`).
 * `trusts`: answers that are taken as they are, besides those that are certainly new.
 */
export async function standing(
  tools: SendTools,
  sent: Done,
  trusts?: 'maybe',
): Promise<{ ok: true; entity: Entity | null; replayed: 'yes' | 'no' | 'maybe' } | { ok: false; result: StepResult }> {
  const replayed = isReplayed(tools, sent.request, sent.ageMs)
  if (replayed === 'no' || replayed === trusts) return { ok: true, entity: sent.entity, replayed }
  const { type } = sent.request
  const now = await tools.quickbooks.read(type, sent.entity.Id)
  if (!now.ok) return { ok: false, result: unsettled(now.failure) }
  if (now.value === null) tools.records.lostEntity(type, sent.entity.Id)
  return { ok: true, entity: now.value, replayed }
}
