import { cents } from '../../shared/money.ts'
import type { Cents } from '../../shared/money.ts'
import type { Credit } from '../../shared/domain.ts'
import { keyInNote, markOf } from '../../shared/mark.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { removalContent, settleContent } from '../plan/documents.ts'
import { settlingFingerprintOf } from '../plan/content.ts'
import type { Operation } from '../plan/input.ts'
import type { Observed } from '../plan/link.ts'
import { creditApplicationBody } from '../qbo/bodies/payment.ts'
import type { Entity } from '../qbo/contract.ts'
import { balanceChange } from './create.ts'
import { listIn, objectIn, textIn } from '../entities/entity-fields.ts'
import { observedOf } from '../entities/observe.ts'
import { appliedTo, onlyInvoiceIn } from '../entities/payment-links.ts'
import { findApplication } from './recognise.ts'
import type { InFlight } from './records.ts'
import { linkChange } from './records.ts'
import { requestIdOf } from './request-id.ts'
import type { SendTools } from './send.ts'
import { isReplayed, nextGeneration, refusalChanges, send } from './send.ts'
import type { StepResult } from './step.ts'
import { stopsCompany, unsettled } from './step.ts'

type Apply = Extract<Operation, { deed: 'apply-credit' }>
type Unapply = Extract<Operation, { deed: 'unapply-credit' }>

/**
 * Applies a credit memo to its invoice by a zero payment (rule R1), as far as both are open. Both are read first, since
 * QuickBooks may apply credits by itself; an application that is there already is taken over.
 */
export async function applyCredit(tools: SendTools, operation: Apply): Promise<StepResult> {
  const { quickbooks, records } = tools
  const link = records.get('links', operation.key)
  const record = records.record(operation.key)
  if (!link || record?.kind !== 'credit') return { end: 'replan' }
  const memo = await quickbooks.read('CreditMemo', operation.memoId)
  if (!memo.ok) return unsettled(memo.failure)
  const invoice = await quickbooks.read('Invoice', operation.invoiceId)
  if (!invoice.ok) return unsettled(invoice.failure)
  if (!memo.value || !invoice.value) return gone(tools, operation, memo.value === null)
  const observed = observedOf('CreditMemo', memo.value)
  const observedInvoice = observedOf('Invoice', invoice.value)
  const open = observedInvoice.balance ?? cents(0)
  await records.commit((newest) => [
    ...linkChange(newest, operation.key, (found) => ({ ...found, observed })),
    ...linkChange(newest, operation.invoiceKey, (found) => ({ ...found, observed: observedInvoice })),
  ])
  const existing = await findApplication(quickbooks, operation.memoId, operation.customerId, operation.invoiceId)
  if (!existing.ok) return unsettled(existing.failure)
  const before = existing.value ? appliedTo(existing.value, 'CreditMemo', operation.memoId) : cents(0)
  const more = smallest([cents(operation.wanted - before), observed.balance ?? operation.wanted, open])
  if (existing.value) {
    // Only what is known as ours, and as we left it, grows.
    const isOurs =
      link.application?.id === existing.value.Id &&
      link.application.amount === before &&
      listIn(existing.value, 'Line').length === 2
    return isOurs && more > 0
      ? applyMore(tools, operation, existing.value, cents(before + more))
      : applied(tools, operation, existing.value, before)
  }
  if (link.application?.invoiceId === operation.invoiceId) return { end: 'replan' }
  if (
    open > 0 &&
    (observed.balance ?? operation.wanted) < smallest([operation.wanted, observed.total ?? operation.wanted])
  ) {
    const elsewhere = await freeFromElsewhere(tools, operation, memo.value, observed)
    if (elsewhere !== 'free') return elsewhere === 'freed' ? applyCredit(tools, operation) : elsewhere
  }
  const amount = more
  if (observed.balance === 0) return notApplied(tools, operation, record, observedInvoice)
  if (amount <= 0) return { end: 'replan' }
  const generation = records.get('generations', operation.key) ?? 0
  const request: InFlight = {
    key: operation.key,
    deed: 'apply-credit',
    type: 'Payment',
    verb: 'create',
    requestId: requestIdOf(quickbooks.realmId, [
      operation.key,
      'apply-credit',
      operation.memoId,
      operation.invoiceId,
      generation,
    ]),
    body: creditApplicationBody({
      customerId: operation.customerId,
      date: operation.date,
      invoiceId: operation.invoiceId,
      memoId: operation.memoId,
      amount,
      privateNote: markOf(operation.key),
      currency: operation.currency,
    }),
    content: settleContent(settlingFingerprintOf(record)),
    draft: null,
    entityId: null,
    attachmentId: null,
    sentAt: tools.now().toISOString(),
    attempts: 0,
    unknown: false,
  }
  return sendApplication(tools, operation, request, cents(0))
}

/** The same payment over a larger part: the tax of memo and invoice has been added since. */
async function applyMore(tools: SendTools, operation: Apply, payment: Entity, amount: Cents): Promise<StepResult> {
  const { quickbooks, records } = tools
  const record = records.record(operation.key)
  if (record?.kind !== 'credit') return { end: 'replan' }
  const generation = records.get('generations', operation.key) ?? 0
  const { PrivateNote: _, ...body } = creditApplicationBody({ ...operation, amount, privateNote: '' })
  return sendApplication(
    tools,
    operation,
    {
      key: operation.key,
      deed: 'apply-credit',
      type: 'Payment',
      verb: 'update',
      requestId: requestIdOf(quickbooks.realmId, [
        operation.key,
        'apply-credit',
        operation.memoId,
        operation.invoiceId,
        payment.SyncToken,
        amount,
        generation,
      ]),
      body: { ...body, Id: payment.Id, SyncToken: payment.SyncToken, sparse: true },
      content: settleContent(settlingFingerprintOf(record)),
      draft: null,
      entityId: payment.Id,
      attachmentId: null,
      sentAt: tools.now().toISOString(),
      attempts: 0,
      unknown: false,
    },
    appliedTo(payment, 'CreditMemo', operation.memoId),
  )
}

async function sendApplication(
  tools: SendTools,
  operation: Apply,
  request: InFlight,
  before: Cents,
): Promise<StepResult> {
  const sent = await send(tools, request)
  if (sent.ok) {
    if (request.verb === 'update' || isReplayed(tools, sent.request, sent.ageMs) === 'no')
      return applied(tools, operation, sent.entity as Entity, before)
    const now = await tools.quickbooks.read('Payment', sent.entity.Id)
    if (!now.ok) return unsettled(now.failure)
    if (now.value) return applied(tools, operation, now.value, before)
    // An earlier application that is gone since: the next one is another request.
    await tools.records.commit(nextGeneration(tools.records, sent.request))
    return applyCredit(tools, operation)
  }
  const { failure } = sent
  if (failure.kind !== 'refused') return unsettled(failure)
  if (stopsCompany(failure.problem)) return stop(tools, sent.request, failure.problem)
  await tools.records.commit(refusalChanges(tools, sent.request, request.content, failure.problem))
  return { end: 'refused', problem: failure.problem }
}

/** QuickBooks applies at the moment of creation; what a person applies comes later. */
const AUTOMATIC_MS = 60_000

/**
 * A company that applies credits by itself put this one on an older invoice than the one that Billdr names: that is taken
 * back. What a person applied stays.
 */
async function freeFromElsewhere(
  tools: SendTools,
  operation: Apply,
  memo: Entity,
  observed: Observed,
): Promise<'free' | 'freed' | StepResult> {
  const found = await findApplication(tools.quickbooks, operation.memoId, operation.customerId, null)
  if (!found.ok) return unsettled(found.failure)
  const payment = found.value
  if (!payment || keyInNote(payment['PrivateNote']) !== null) return 'free'
  const apart = Math.abs(createdAt(payment) - createdAt(memo))
  return apart <= AUTOMATIC_MS ? freeCredit(tools, operation.key, operation.memoId, observed) : 'free'
}

function createdAt(entity: Entity): number {
  return Date.parse(textIn(objectIn(entity, 'MetaData') ?? {}, 'CreateTime') ?? '')
}

/** A person used it up elsewhere: said beside the document, and not tried again until a person wants it. */
async function notApplied(
  tools: SendTools,
  operation: Apply | Unapply,
  record: Credit,
  invoice: Observed | null,
): Promise<StepResult> {
  const wanted = tools.records.record(`invoice:${record.appliesToInvoiceId ?? ''}`)
  const number = invoice?.docNumber ?? (wanted?.kind === 'invoice' ? wanted.number : '')
  const why = problem('credit-not-applied', { number: record.number, invoice: number })
  const refusal = { problem: why, at: tools.now().toISOString(), content: settleContent(settlingFingerprintOf(record)) }
  await tools.records.commit([
    { table: 'refusals', id: operation.key, value: refusal },
    { table: 'inFlight', id: operation.key, value: undefined },
  ])
  return { end: 'replan' }
}

async function stop(tools: SendTools, request: InFlight, why: Problem): Promise<StepResult> {
  await tools.records.commit(nextGeneration(tools.records, request))
  return { end: 'stop', problem: why }
}

function smallest(amounts: Cents[]): Cents {
  return cents(Math.min(...amounts))
}

async function gone(tools: SendTools, operation: Apply, memoIsGone: boolean): Promise<StepResult> {
  const key = memoIsGone ? operation.key : operation.invoiceKey
  await tools.records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, gone: true })))
  return { end: 'replan' }
}

/** `before`: how much of the application is in what was observed already, cents. */
async function applied(tools: SendTools, operation: Apply, payment: Entity, before: Cents): Promise<StepResult> {
  const { records } = tools
  const link = records.get('links', operation.key)
  if (!link) return { end: 'replan' }
  const amount = appliedTo(payment, 'CreditMemo', operation.memoId)
  const balance = link.observed.balance === null ? null : cents(link.observed.balance - (amount - before))
  const application = { id: payment.Id, syncToken: payment.SyncToken, amount, invoiceId: operation.invoiceId }
  await records.commit((newest) => [
    ...linkChange(newest, operation.key, (found) => ({
      ...found,
      observed: { ...found.observed, balance },
      application,
    })),
    { table: 'inFlight', id: operation.key, value: undefined },
    ...(amount === before ? [] : balanceChange(tools, newest, operation.invoiceId, cents(before - amount))),
  ])
  return { end: 'done' }
}

/** Takes the application away again, before its memo is deleted. */
export async function unapplyCredit(tools: SendTools, operation: Unapply): Promise<StepResult> {
  const { quickbooks, records } = tools
  const link = records.get('links', operation.key)
  if (!link?.application) return { end: 'done' }
  const { application } = link
  const now = await quickbooks.read('Payment', application.id)
  if (!now.ok) return unsettled(now.failure)
  let isOurs = false
  const record = records.record(operation.key)
  const isMoved = operation.onlyOurs === true && record?.kind === 'credit'
  // More than our two lines, or none of our mark: what a person made of it stays.
  if (
    isMoved &&
    now.value &&
    (listIn(now.value, 'Line').length !== 2 || keyInNote(now.value['PrivateNote']) !== operation.key)
  )
    return notApplied(tools, operation, record, null)
  if (now.value) {
    const generation = records.get('generations', operation.key) ?? 0
    const request: InFlight = {
      key: operation.key,
      deed: 'unapply-credit',
      type: 'Payment',
      verb: 'delete',
      requestId: requestIdOf(quickbooks.realmId, [
        operation.key,
        'unapply-credit',
        application.id,
        now.value.SyncToken,
        generation,
      ]),
      body: { Id: now.value.Id, SyncToken: now.value.SyncToken },
      content: '',
      draft: null,
      entityId: application.id,
      attachmentId: null,
      sentAt: tools.now().toISOString(),
      attempts: 0,
      unknown: false,
    }
    const sent = await send(tools, request)
    if (!sent.ok && sent.failure.kind !== 'refused') return unsettled(sent.failure)
    if (!sent.ok && stopsCompany(sent.failure.problem)) return stop(tools, sent.request, sent.failure.problem)
    // Voiding its invoice takes an application away too; that may just have happened beside this.
    const isGone = !sent.ok && sent.failure.faults.some((fault) => fault.code === '610')
    if (!sent.ok && !isGone && sent.failure.problem.code !== 'stale') {
      const refused = isMoved ? settleContent(settlingFingerprintOf(record)) : removalContent(operation.key)
      await records.commit(refusalChanges(tools, sent.request, refused, sent.failure.problem))
      return { end: 'refused', problem: sent.failure.problem }
    }
    if (!sent.ok && !isGone) return { end: 'again', problem: sent.failure.problem, afterMs: null, offline: false }
    isOurs = sent.ok
  }
  // What is open again is certain where we took it away just now; else QuickBooks says.
  const invoice =
    isOurs || application.invoiceId === '' ? null : await quickbooks.read('Invoice', application.invoiceId)
  const seen = invoice?.ok && invoice.value ? observedOf('Invoice', invoice.value) : null
  const invoiceKey = records.linkedKey('Invoice', application.invoiceId)
  await records.commit((newest) => [
    ...linkChange(newest, operation.key, (found) => ({
      ...found,
      application: null,
      observed: isOurs ? withBack(found.observed, application.amount) : found.observed,
    })),
    { table: 'inFlight', id: operation.key, value: undefined },
    ...(isOurs ? balanceChange(tools, newest, application.invoiceId, application.amount) : []),
    // Put there once more, it is another request: the same would only repeat the answer of the application that is gone.
    ...(isOurs
      ? [
          {
            table: 'generations' as const,
            id: operation.key,
            value: (records.get('generations', operation.key) ?? 0) + 1,
          },
        ]
      : []),
    ...(seen && invoiceKey ? linkChange(newest, invoiceKey, (found) => ({ ...found, observed: seen })) : []),
  ])
  return { end: 'done' }
}

/** A memo with so much of it open again, cents. */
function withBack(memo: Observed, amount: Cents): Observed {
  return memo.balance === null ? memo : { ...memo, balance: cents(memo.balance + amount) }
}

/**
 * Takes away an application of a memo that is not known here (QuickBooks applied it by itself, or we did before a crash or
 * a lost data folder). `free`: there is none that could be taken away.
 */
export async function freeCredit(
  tools: SendTools,
  key: DocumentKey,
  memoId: string,
  observed: Observed,
): Promise<'free' | 'freed' | StepResult> {
  const { quickbooks, records } = tools
  if (observed.partyId === null) return 'free'
  const found = await findApplication(quickbooks, memoId, observed.partyId, null)
  if (!found.ok) return unsettled(found.failure)
  const payment = found.value
  if (!payment) return 'free'
  const application = {
    id: payment.Id,
    syncToken: payment.SyncToken,
    amount: appliedTo(payment, 'CreditMemo', memoId),
    invoiceId: onlyInvoiceIn(payment) ?? '',
  }
  await records.commit((newest) => linkChange(newest, key, (link) => ({ ...link, application })))
  const ended = await unapplyCredit(tools, { deed: 'unapply-credit', key, paymentId: payment.Id })
  return ended.end === 'done' ? 'freed' : ended
}
