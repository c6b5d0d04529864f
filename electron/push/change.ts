import type { Draft } from '../../shared/draft.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { differencesOf, isOlderWork, isShownWhole } from '../plan/differences.ts'
import { removalContent, settleContent } from '../plan/documents.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, Observed } from '../plan/link.ts'
import { appliedOn } from '../plan/link.ts'
import type { Answer, Entity } from '../qbo/contract.ts'
import { appliedNow, balanceChange, invoiceChanges } from './create.ts'
import { freeCredit } from './credit.ts'
import { observedOf } from '../entities/observe.ts'
import { invoiceLinks } from '../entities/payment-links.ts'
import { isWorthAnother } from './paid-invoices.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import { requestIdOf } from './request-id.ts'
import { contentDigits, sealedBody } from '../entities/seal.ts'
import type { SendFailure, SendTools } from './send.ts'
import { nextGeneration, refusalChanges, send } from './send.ts'
import { sentAsAnswered } from '../entities/sent.ts'
import type { StepResult } from './step.ts'
import { stopsCompany, unsettled } from './step.ts'
import { updateBody } from './update-body.ts'

type Update = Extract<Operation, { deed: 'update' }>
type Removal = Extract<Operation, { deed: 'void' | 'delete' }>

/** How often a change is prepared again because QuickBooks changed between reading and writing (5010). */
const STALE_TRIES = 3

/** What QuickBooks has now; `gone` is stored where it has nothing any more. */
async function current(
  tools: SendTools,
  key: Operation['key'],
  link: Link,
): Promise<{ ok: true; entity: Entity | null } | { ok: false; result: StepResult }> {
  const answer: Answer<Entity | null> = await tools.quickbooks.read(link.type, link.id)
  if (!answer.ok) {
    const { failure } = answer
    return {
      ok: false,
      result: failure.kind === 'refused' ? { end: 'refused', problem: failure.problem } : unsettled(failure),
    }
  }
  if (answer.value === null) {
    tools.records.lostEntity(link.type, link.id)
    await tools.records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, gone: true })))
  }
  return { ok: true, entity: answer.value }
}

/**
 * Overwrites a document (rule E2), or applies more of a payment (P1). It is read first: what a person changed there is
 * never overwritten without a yes (X1), the tax codes that were added there stay (T1), and a change that arrived
 * though its answer was lost is recognised by what the entity shows.
 */
export async function update(tools: SendTools, operation: Update): Promise<StepResult> {
  const { records } = tools
  for (let attempt = 0; attempt < STALE_TRIES; attempt++) {
    const link = records.get('links', operation.key)
    if (!link || link.gone) return { end: 'replan' }
    const now = await current(tools, operation.key, link)
    if (!now.ok) return now.result
    if (now.entity === null) return { end: 'replan' }
    const observed = observedOf(link.type, now.entity)
    const already = appliedBefore({ ...link, observed }, operation.draft)
    const draft = operation.draft.type === 'Payment' ? appliedNow(tools, operation.draft, already) : operation.draft
    const waiting = records.get('inFlight', operation.key)
    if (waiting?.deed === 'update' && waiting.draft && hasArrived(observed, waiting, waiting.draft)) {
      await records.explained(operation.key, 'change-had-arrived', { id: link.id })
      const ended = await kept(tools, operation, link, now.entity, waiting.draft, waiting.content)
      if (waiting.content === operation.content) return ended
      // Billdr changed again since.
      continue
    }
    const isThere = isShownWhole(observed, draft) && observed.ours?.content === contentDigits(operation.content)
    if (isThere || isForeign(tools, operation.key, link, observed)) {
      if (isThere || isShownWhole(observed, draft)) {
        await records.explained(operation.key, 'change-had-arrived', { id: link.id })
        return kept(tools, operation, link, now.entity, draft, operation.content)
      }
      await records.commit((newest) => [
        ...linkChange(newest, operation.key, (found) => ({ ...found, observed })),
        { table: 'inFlight', id: operation.key, value: undefined },
      ])
      return { end: 'replan' }
    }
    const isTopUp = draft.type === 'Payment' && link.sent.content === operation.content
    // Another payment of this run took what was open.
    if (isTopUp && sumOf(draft.applied.map(({ amount }) => amount)) === already) return { end: 'replan' }
    const generation = records.get('generations', operation.key) ?? 0
    const request: InFlight = {
      key: operation.key,
      deed: 'update',
      type: link.type,
      verb: 'update',
      requestId: requestIdOf(tools.quickbooks.realmId, [
        operation.key,
        'update',
        link.id,
        now.entity.SyncToken,
        operation.content,
        generation,
      ]),
      body: updateBody(draft, sealedBody(draft, operation.content, records), now.entity, link),
      content: operation.content,
      draft,
      entityId: link.id,
      attachmentId: null,
      sentAt: tools.now().toISOString(),
      attempts: 0,
      unknown: false,
    }
    const sent = await send(tools, request)
    if (sent.ok) return kept(tools, operation, link, sent.entity as Entity, draft, operation.content)
    const { failure } = sent
    if (failure.kind !== 'refused') return unsettled(failure)
    if (failure.problem.code === 'stale') {
      await records.commit([{ table: 'inFlight', id: operation.key, value: undefined }])
      continue
    }
    if (stopsCompany(failure.problem)) return stop(tools, sent.request, failure.problem)
    // The same code tells of a reference that is inactive and of the document itself: only a look says which.
    const after = isNotThere(failure) ? await current(tools, operation.key, link) : null
    if (after && (!after.ok || after.entity === null)) {
      await records.commit(nextGeneration(records, sent.request))
      return after.ok ? { end: 'replan' } : after.result
    }
    if (await isWorthAnother(tools, sent.request, failure, already)) continue
    await records.commit(
      refusalChanges(
        tools,
        sent.request,
        isTopUp ? settleContent(operation.content) : operation.content,
        failure.problem,
      ),
    )
    return { end: 'refused', problem: failure.problem }
  }
  return { end: 'again', problem: { code: 'stale', params: {} }, afterMs: null, offline: false }
}

/**
 * A change without a certain answer that nothing asks for any more in its form (Billdr changed again): where the document
 * shows it, it was ours and nobody else's.
 */
export async function resumeUpdate(tools: SendTools, request: InFlight): Promise<StepResult> {
  const { records } = tools
  const link = records.get('links', request.key)
  if (!request.draft || !link || link.gone || link.id !== request.entityId) return dropped(tools, request)
  const now = await current(tools, request.key, link)
  if (!now.ok) return now.result
  if (now.entity === null || !hasArrived(observedOf(link.type, now.entity), request, request.draft))
    return dropped(tools, request)
  await records.explained(request.key, 'change-had-arrived', { id: link.id })
  return kept(tools, request, link, now.entity, request.draft, request.content)
}

async function stop(tools: SendTools, request: InFlight, why: Problem): Promise<StepResult> {
  await tools.records.commit(nextGeneration(tools.records, request))
  return { end: 'stop', problem: why }
}

/** Whether a change without an answer has been made: what it changes may show in no field but the seal. */
function hasArrived(observed: Observed, request: InFlight, draft: Draft): boolean {
  if (observed.syncToken === request.body['SyncToken']) return false
  return (
    isShownWhole(observed, draft) &&
    (observed.ours?.content ?? contentDigits(request.content)) === contentDigits(request.content)
  )
}

/** Changed by a person since we sent it, and no yes to overwrite this state of it. */
function isForeign(tools: SendTools, key: Operation['key'], link: Link, observed: Observed): boolean {
  if (isOlderWork(observed, tools.records.exportedAt())) return false
  const theirs = differencesOf({ ...link, observed })
  return theirs !== null && tools.records.get('decisions', key)?.overwrite !== observed.syncToken
}

async function kept(
  tools: SendTools,
  operation: Pick<Update, 'key'>,
  link: Link,
  entity: Entity,
  draft: Draft,
  content: string,
): Promise<StepResult> {
  const observed = observedOf(link.type, entity)
  const before = appliedBefore(link, draft)
  // What it leaves on another invoice is open there again.
  const left = link.observed.appliedTo ?? link.sent.appliedTo
  const leaves = left !== undefined && draft.type === 'Payment' && draft.applied.every(({ id }) => id !== left)
  await tools.records.commit((newest) => [
    ...linkChange(newest, operation.key, (found) => ({
      ...found,
      sent: sentAsAnswered(draft, content, observed),
      observed,
    })),
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
    ...(draft.type === 'Payment' ? invoiceChanges(tools, newest, draft, before) : []),
    ...(leaves ? balanceChange(tools, newest, left, appliedOn(link, left)) : []),
  ])
  return { end: 'done' }
}

/** What a payment has on the invoice of its draft already, cents; 0 where all of it is on another one. */
function appliedBefore(link: Pick<Link, 'sent' | 'observed'>, draft: Draft): Cents {
  const [first] = draft.type === 'Payment' ? draft.applied : []
  return first ? appliedOn(link, first.id) : cents(0)
}

/** Voids an invoice (rule I3) or deletes a document (P2, E3); done already where QuickBooks says so. */
export async function remove(tools: SendTools, operation: Removal): Promise<StepResult> {
  const { records } = tools
  for (let attempt = 0; attempt < STALE_TRIES; attempt++) {
    const link = records.get('links', operation.key)
    if (!link) return { end: 'done' }
    const now = await current(tools, operation.key, link)
    if (!now.ok) return now.result
    if (now.entity === null) return finished(tools, operation, link, null, null)
    const observed = observedOf(link.type, now.entity)
    if (operation.deed === 'void' && observed.voided) return finished(tools, operation, link, now.entity, observed)
    const freed =
      link.type === 'CreditMemo' && operation.deed === 'delete' && isUsed(observed)
        ? await freeCredit(tools, operation.key, link.id, observed)
        : 'free'
    if (freed === 'freed') continue
    if (freed !== 'free') return freed
    const generation = records.get('generations', operation.key) ?? 0
    const request: InFlight = {
      key: operation.key,
      deed: operation.deed,
      type: link.type,
      verb: operation.deed,
      requestId: requestIdOf(tools.quickbooks.realmId, [
        operation.key,
        operation.deed,
        link.id,
        now.entity.SyncToken,
        generation,
      ]),
      body: { Id: now.entity.Id, SyncToken: now.entity.SyncToken },
      content: removalContent(operation.key),
      draft: null,
      entityId: link.id,
      attachmentId: null,
      sentAt: tools.now().toISOString(),
      attempts: 0,
      unknown: false,
    }
    const sent = await send(tools, request)
    if (sent.ok)
      return finished(
        tools,
        operation,
        link,
        now.entity,
        operation.deed === 'void' ? observedOf(link.type, sent.entity as Entity) : null,
      )
    const { failure } = sent
    if (failure.kind !== 'refused') return unsettled(failure)
    if (failure.problem.code === 'stale' || isNotThere(failure)) {
      await records.commit([{ table: 'inFlight', id: operation.key, value: undefined }])
      continue
    }
    if (stopsCompany(failure.problem)) return stop(tools, sent.request, failure.problem)
    await records.commit(refusalChanges(tools, sent.request, removalContent(operation.key), failure.problem))
    return { end: 'refused', problem: failure.problem }
  }
  return { end: 'again', problem: { code: 'stale', params: {} }, afterMs: null, offline: false }
}

/** QuickBooks does not have what a request names, or no longer active. */
function isNotThere(failure: SendFailure): boolean {
  return failure.faults.some((fault) => fault.code === '610')
}

/** A credit memo of which something is applied cannot be deleted before its application is. */
function isUsed(observed: Observed): boolean {
  return observed.balance !== null && observed.total !== null && observed.balance < observed.total
}

/** A removal without a certain outcome that nothing asks for any more: where the document is gone, it was this one. */
export async function resumeRemoval(tools: SendTools, request: InFlight): Promise<StepResult> {
  const { records } = tools
  const link = records.get('links', request.key)
  if (request.deed !== 'delete' || !link || link.id !== request.entityId) return dropped(tools, request)
  const now = link.gone ? { ok: true as const, entity: null } : await current(tools, request.key, link)
  if (!now.ok) return now.result
  if (now.entity !== null) return dropped(tools, request)
  await records.explained(request.key, 'change-had-arrived', { id: link.id })
  return finished(tools, { deed: 'delete', key: request.key, type: link.type, id: link.id }, link, null, null)
}

async function dropped(tools: SendTools, request: InFlight): Promise<StepResult> {
  await tools.records.commit([{ table: 'inFlight', id: request.key, value: undefined }])
  return { end: 'replan' }
}

/** Stores a removal: a deleted document is unlinked, and its next creation is another request. */
async function finished(
  tools: SendTools,
  operation: Removal,
  link: Link,
  before: Entity | null,
  voided: Observed | null,
): Promise<StepResult> {
  const { records } = tools
  const generation = (records.get('generations', operation.key) ?? 0) + 1
  await records.commit((newest): PushChange[] => [
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
    // Where the deletion was seen in the change feed, so was what it left open.
    ...(link.type === 'Payment' && !link.gone ? openAgain(tools, newest, operation, link, before) : []),
    ...(voided
      ? linkChange(newest, operation.key, (found) => ({ ...found, observed: voided }))
      : [
          { table: 'links', id: operation.key, value: undefined } as const,
          { table: 'generations', id: operation.key, value: generation } as const,
        ]),
  ])
  return { end: 'done' }
}

/** What a deleted payment leaves open again: on the invoices that it was applied to, or on its own where that is not known. */
function openAgain(
  tools: SendTools,
  newest: Newest,
  operation: Removal,
  link: Link,
  before: Entity | null,
): PushChange[] {
  if (before) {
    return invoiceLinks(before).flatMap(({ id, amount }) => balanceChange(tools, newest, id, amount))
  }
  const record = tools.records.record(operation.key)
  if (record?.kind !== 'payment') return []
  const invoice = tools.records.get('links', `invoice:${record.invoiceId}`)
  return invoice ? balanceChange(tools, newest, invoice.id, link.observed.applied ?? cents(0)) : []
}
