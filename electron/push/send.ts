import type { Problem } from '../../shared/problem.ts'
import type { RefusedWork } from '../plan/refused.ts'
import type { Answer, DeletedEntity, Entity, QuickBooks } from '../qbo/contract.ts'
import type { InFlight, PushChange, PushRecords } from './records.ts'
import { bodyHashOf } from './request-id.ts'
import { runWrite } from './run-writes.ts'

export interface SendTools {
  quickbooks: QuickBooks
  records: PushRecords
  now(): Date
  /** The batch in which a new creation goes. */
  batch?: string
}

/** Where a request under way is kept: one for a record, and one for each of its receipts. */
export function inFlightId(request: Pick<InFlight, 'key' | 'attachmentId'>): string {
  return request.attachmentId === null ? request.key : `${request.key}#${request.attachmentId}`
}

/** A request that left this long ago and is nowhere in the books will not arrive any more (QuickBooks gives up after 120 s). */
export const LANDED_MS = 180_000

/** Why a request has no result: a definite no, or one of the rest. */
export type SendFailure = Extract<Answer<never>, { ok: false }>['failure']

/**
 * Sends a request that is stored first, and stores what became of it: uncertain ones stay in flight, refused ones leave
 * with a new generation, so that the next attempt is another request. The caller stores what a success means.
 */
export async function send(
  tools: SendTools,
  request: InFlight,
): Promise<
  | { ok: true; entity: Entity | DeletedEntity; ageMs: number | null; request: InFlight }
  | { ok: false; failure: SendFailure; request: InFlight }
> {
  const { quickbooks, records } = tools
  const id = inFlightId(request)
  const leaving: InFlight = {
    ...request,
    attempts: request.attempts + 1,
    lastSentAt: tools.now().toISOString(),
  }
  await records.commit([{ table: 'inFlight', id, value: leaving }])
  const answer = await quickbooks.write({
    type: request.type,
    verb: request.verb,
    body: request.body,
    requestId: request.requestId,
    allowDuplicateNumber: request.allowDuplicateNumber ?? false,
    ...(request.batch !== undefined && { batch: request.batch }),
  })
  return settle(tools, id, leaving, answer)
}

/** Stores an answer in the history, and what it means for the request under way. */
export async function settle<E extends Entity | DeletedEntity>(
  tools: SendTools,
  id: string,
  request: InFlight,
  answer: Answer<E>,
): Promise<
  | { ok: true; entity: E; ageMs: number | null; request: InFlight }
  | { ok: false; failure: SendFailure; request: InFlight }
> {
  const { records } = tools
  const entry = {
    key: request.key,
    verb: request.attachmentId === null ? request.verb : ('upload' as const),
    entityType: request.type,
    requestId: request.requestId,
    bodyHash: bodyHashOf(request.body),
    ...(request.attachmentId !== null &&
      typeof request.body['fileName'] === 'string' && { fileName: request.body['fileName'] }),
  }
  if (answer.ok) {
    const docNumber =
      'DocNumber' in answer.value && typeof answer.value['DocNumber'] === 'string' ? answer.value['DocNumber'] : null
    await records.wrote({
      ...entry,
      intuitTid: answer.intuitTid,
      outcome: 'done',
      quickbooksId: answer.value.Id,
      docNumber,
      problemCode: null,
      httpStatus: 200,
    })
    return { ok: true, entity: answer.value, ageMs: answer.ageMs, request }
  }
  const { failure } = answer
  const outcome = failure.kind === 'refused' ? 'refused' : failure.kind === 'unknown' ? 'unknown' : 'not-sent'
  await records.wrote({
    ...entry,
    intuitTid: failure.intuitTid,
    outcome,
    quickbooksId: request.entityId,
    docNumber: null,
    problemCode: failure.problem.code,
    httpStatus: failure.httpStatus,
  })
  const kept: InFlight = { ...request, unknown: request.unknown || failure.kind === 'unknown' }
  if (failure.kind !== 'refused') await records.commit([{ table: 'inFlight', id, value: kept }])
  return { ok: false, failure, request: kept }
}

/** What is this old by the server's clock is not only now created: its answer is a replay of an earlier one. */
const REPLAY_AGE_MS = 60_000
/** So is what is older than its request, by more than full seconds can hide. */
const FULL_SECONDS_MS = 2_000

/**
 * Whether the answer to a creation is an earlier one repeated: what it names may be changed or gone by now. `maybe`:
 * nothing tells how old it is. `ageMs`: how old its entity was when the answer came.
 */
export function isReplayed(tools: SendTools, request: InFlight, ageMs: number | null): 'yes' | 'no' | 'maybe' {
  if (ageMs === null) return 'maybe'
  const sinceLeaving = tools.now().getTime() - Date.parse(request.sentAt)
  return ageMs > REPLAY_AGE_MS || ageMs > sinceLeaving + FULL_SECONDS_MS ? 'yes' : 'no'
}

/** What a definite refusal stores: the reason, no request under way, and the next generation. */
export function refusalChanges(tools: SendTools, request: InFlight, work: RefusedWork, why: Problem): PushChange[] {
  const { records } = tools
  return [
    { table: 'refusals', id: request.key, value: { problem: why, at: tools.now().toISOString(), of: work } },
    ...nextGeneration(records, request),
    ...runWrite(
      records,
      tools.now(),
      request,
      { key: request.key, did: 'refused', type: request.type, id: request.entityId },
      null,
    ),
  ]
}

/** The request is over and will not be repeated under its id. */
export function nextGeneration(records: PushRecords, request: InFlight): PushChange[] {
  return [
    { table: 'inFlight', id: inFlightId(request), value: undefined },
    { table: 'generations', id: request.key, value: (records.get('generations', request.key) ?? 0) + 1 },
  ]
}
