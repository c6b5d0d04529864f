import { cents } from '../../shared/money.ts'
import type { Cents } from '../../shared/money.ts'
import type { Credit } from '../../shared/domain.ts'
import { listIn } from '../entities/entity-fields.ts'
import { observedOf } from '../entities/observe.ts'
import { appliedTo, isAppliedByItself } from '../entities/payment-links.ts'
import { writableFields } from '../entities/writable.ts'
import { settlingFingerprintOf } from '../plan/content.ts'
import type { Operation } from '../plan/input.ts'
import type { Observed } from '../plan/link.ts'
import { creditApplicationBody } from '../qbo/bodies/payment.ts'
import type { Answer, Entity } from '../qbo/contract.ts'
import { balanceChange } from './open-amounts.ts'
import type { Ended } from './outcome.ts'
import { preparedAnew, sendFor, standing } from './outcome.ts'
import { findApplication } from './recognise.ts'
import type { InFlight } from './records.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import { runWrite } from './run-writes.ts'
import type { SendTools } from './send.ts'
import { nextGeneration } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'
import { freeCredit, notApplied } from './unapply-credit.ts'

type Apply = Extract<Operation, { kind: 'apply-credit' }>

/**
 * Applies a credit memo to its invoice by a zero payment (rule R1), as far as both are open. Both are read first, since
 * QuickBooks may apply credits by itself; an application that is there already is taken over.
 */
export function applyCredit(tools: SendTools, operation: Apply): Promise<StepResult> {
  return preparedAnew(() => applyOnce(tools, operation))
}

async function applyOnce(tools: SendTools, operation: Apply): Promise<Ended> {
  const { quickbooks, records } = tools
  const link = records.get('links', operation.key)
  const record = records.record(operation.key)
  if (!link || record?.kind !== 'credit') return { end: 'replan' }
  const memo = await quickbooks.read('CreditMemo', operation.memoId)
  if (!memo.ok) return unsettled(memo.failure)
  const invoice = await quickbooks.read('Invoice', operation.invoiceId)
  if (!invoice.ok) return unsettled(invoice.failure)
  if (!memo.value || !invoice.value) return gone(tools, operation, memo.value === null)
  const observed = observedOf('CreditMemo', memo.value, tools.now())
  const observedInvoice = observedOf('Invoice', invoice.value, tools.now())
  const open = observedInvoice.balance ?? cents(0)
  await records.commit((newest) => [
    ...linkChange(newest, operation.key, (found) => ({ ...found, observed })),
    ...linkChange(newest, operation.invoiceKey, (found) => ({ ...found, observed: observedInvoice })),
  ])
  const existing = isUntouched(observed)
    ? nothingThere
    : await findApplication(quickbooks, operation.memoId, operation.customerId, operation.invoiceId)
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
      ? applyMore(tools, operation, record, existing.value, cents(before + more))
      : applied(tools, operation, existing.value, before)
  }
  if (link.application?.invoiceId === operation.invoiceId) return { end: 'replan' }
  if (
    open > 0 &&
    (observed.balance ?? operation.wanted) < smallest([operation.wanted, observed.total ?? operation.wanted])
  ) {
    const elsewhere = await freeFromElsewhere(tools, operation, memo.value, observed)
    if (elsewhere !== 'free') return elsewhere === 'freed' ? { end: 'anew' } : elsewhere
  }
  if (observed.balance === 0) return notApplied(tools, operation.key, record, observedInvoice)
  if (more <= 0) return { end: 'replan' }
  const request = newRequest(
    tools,
    {
      key: operation.key,
      deed: 'apply-credit',
      type: 'Payment',
      verb: 'create',
      body: creditApplicationBody({ ...operation, amount: more, privateNote: operation.note }),
      content: settlingFingerprintOf(record),
    },
    [operation.memoId, operation.invoiceId],
  )
  return sendApplication(tools, operation, record, request, cents(0))
}

/** A memo that is open as a whole, read by id, is applied by nothing: lists need not be asked, and may be behind. */
function isUntouched({ total, balance }: Observed): boolean {
  return balance !== null && balance > 0 && balance === total
}

const nothingThere: Answer<Entity | null> = { ok: true, value: null, intuitTid: null, ageMs: null }

/** The same payment over a larger part: the tax of memo and invoice has been added since. */
function applyMore(tools: SendTools, operation: Apply, record: Credit, payment: Entity, amount: Cents): Promise<Ended> {
  // The rate that it has stays, also where a person changed it.
  const {
    PrivateNote: _note,
    ExchangeRate: rate,
    ...body
  } = creditApplicationBody({ ...operation, amount, privateNote: '' })
  const kept = payment['ExchangeRate'] ?? rate
  const request = newRequest(
    tools,
    {
      key: operation.key,
      deed: 'apply-credit',
      type: 'Payment',
      verb: 'update',
      // A payment goes whole: its sparse update is refused (2020, live §1.5).
      body: {
        ...writableFields(payment),
        ...body,
        ...(kept !== undefined && { ExchangeRate: kept }),
        Id: payment.Id,
        SyncToken: payment.SyncToken,
        sparse: false,
      },
      content: settlingFingerprintOf(record),
      entityId: payment.Id,
    },
    [operation.memoId, operation.invoiceId, payment.SyncToken, amount],
  )
  return sendApplication(tools, operation, record, request, appliedTo(payment, 'CreditMemo', operation.memoId))
}

function sendApplication(
  tools: SendTools,
  operation: Apply,
  record: Credit,
  request: InFlight,
  before: Cents,
): Promise<Ended> {
  return sendFor<Ended>(tools, request, {
    async done(sent) {
      if (request.verb === 'update') return applied(tools, operation, sent.entity, before)
      const now = await standing(tools, sent)
      if (!now.ok) return now.result
      if (now.entity) return applied(tools, operation, now.entity, before)
      // An earlier application that is gone since: the next one is another request.
      await tools.records.commit(nextGeneration(tools.records, sent.request))
      return { end: 'anew' }
    },
    work: { work: 'settling', content: settlingFingerprintOf(record) },
  })
}

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
  return payment && tools.records.appliesCreditsByItself() && isAppliedByItself(payment, memo)
    ? freeCredit(tools, operation.key, operation.memoId, observed)
    : 'free'
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
    ...runWrite(
      records,
      tools.now(),
      newest('inFlight', operation.key) ?? null,
      { key: operation.key, did: 'applied', type: 'Payment', id: payment.Id },
      payment,
    ),
    ...(amount === before ? [] : balanceChange(tools, newest, operation.invoiceId, cents(before - amount))),
  ])
  return { end: 'done' }
}
