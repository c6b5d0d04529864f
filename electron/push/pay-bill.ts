import type { Expense } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyInNote } from '../../shared/mark.ts'
import { cents, centsFromJson } from '../../shared/money.ts'
import { observedOf } from '../entities/observe.ts'
import { appliedTo } from '../entities/payment-links.ts'
import { settlingFingerprintOf } from '../plan/content.ts'
import type { Operation } from '../plan/input.ts'
import { billPaymentBody } from '../qbo/bodies/payment.ts'
import type { Answer, Entity } from '../qbo/contract.ts'
import { current, dropped } from './current.ts'
import type { Ended } from './outcome.ts'
import { preparedAnew, sendFor, standing } from './outcome.ts'
import type { InFlight } from './records.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import { runWrite } from './run-writes.ts'
import type { SendTools } from './send.ts'
import { nextGeneration } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'

const PAID_WITH = ['cash', 'cheque', 'credit_card', 'bank'] as const satisfies readonly Expense['paidWith'][]

type PayBill = Extract<Operation, { kind: 'pay-bill' }>

/**
 * Pays what is open of a bill, once. The bill is read first: QuickBooks answers a payment of a settled bill with 200 and books
 * the money unapplied (facts: QuickBooks live §5.6). A payment that carries our mark is taken over, and none sent beside it.
 */
export function payBill(tools: SendTools, operation: PayBill): Promise<StepResult> {
  return preparedAnew(() => payOnce(tools, operation))
}

async function payOnce(tools: SendTools, operation: PayBill): Promise<Ended> {
  const { records } = tools
  const { key } = operation
  const link = records.get('links', key)
  const record = records.record(key)
  if (!link || link.gone || link.id !== operation.billId || record?.kind !== 'expense') return { end: 'replan' }
  const earlier = await findOurs(tools, key, operation.vendorId, operation.billId)
  if (!earlier.ok) return unsettled(earlier.failure)
  const now = await current(tools, key, link)
  if (!now.ok) return now.result
  if (now.entity === null) return { end: 'replan' }
  const observed = observedOf('Bill', now.entity, tools.now())
  await records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, observed })))
  if (earlier.value) return paid(tools, operation, earlier.value)
  const open = observed.balance ?? cents(0)
  // A person paid some of it since it was last read: the next plan says what that means.
  if (observed.partyId !== operation.vendorId || open <= 0 || open !== link.observed.balance) return { end: 'replan' }
  const amount = cents(Math.min(open, operation.wanted))
  const request = newRequest(
    tools,
    {
      key,
      deed: 'pay-bill',
      type: 'BillPayment',
      verb: 'create',
      body: billPaymentBody({
        ...operation,
        amount,
        payableId: observed.control ?? null,
        privateNote: operation.note,
      }),
      content: settlingFingerprintOf(record),
      entityId: operation.billId,
    },
    // After one that is gone since, it is another request: the same would only repeat an earlier answer.
    [operation.billId, ...(link.billPayment ? [link.billPayment.id] : [])],
  )
  return sendFor<Ended>(tools, request, {
    async done(sent) {
      const there = await standing(tools, sent)
      if (!there.ok) return there.result
      if (there.entity) return paid(tools, operation, there.entity)
      // One of an earlier time that is gone since: the next one is another request.
      await records.commit(nextGeneration(records, sent.request))
      return { end: 'anew' }
    },
    work: { work: 'settling', content: settlingFingerprintOf(record) },
  })
}

/** A payment without a certain answer that nothing asks for any more: where it is there, the link knows of it. */
export async function finishPayBill(tools: SendTools, request: InFlight): Promise<void> {
  const link = tools.records.get('links', request.key)
  const billId = request.entityId
  if (!link || link.id !== billId || link.observed.partyId === null) return dropped(tools, request)
  const found = await findOurs(tools, request.key, link.observed.partyId, billId)
  if (!found.ok) return
  if (!found.value) return dropped(tools, request)
  await keep(tools, request.key, billId, found.value)
}

/** The payment by which this bill was paid from here or from another desktop, by its mark; null where there is none. */
async function findOurs(
  { quickbooks }: SendTools,
  key: DocumentKey,
  vendorId: string,
  billId: string,
): Promise<Answer<Entity | null>> {
  const answer = await quickbooks.query('BillPayment', [{ field: 'VendorRef', operator: '=', value: vendorId }])
  if (!answer.ok) return answer
  const ours = answer.value.filter(
    (payment) => keyInNote(payment['PrivateNote']) === key && centsFromJson(payment['TotalAmt']) !== 0,
  )
  const onBill = ours.find((payment) => appliedTo(payment, 'Bill', billId) > 0)
  return {
    ...answer,
    value: onBill ?? ours.find((payment) => payment['Line'] === undefined || isBare(payment)) ?? null,
  }
}

/** Money that stands there without a bill: ours all the same, and never sent again beside it. */
function isBare(payment: Entity): boolean {
  return Array.isArray(payment['Line']) && payment['Line'].length === 0
}

async function paid(tools: SendTools, operation: PayBill, payment: Entity): Promise<StepResult> {
  await keep(tools, operation.key, operation.billId, payment)
  return { end: 'done' }
}

async function keep(tools: SendTools, key: DocumentKey, billId: string, payment: Entity): Promise<void> {
  const amount = appliedTo(payment, 'Bill', billId)
  const paidWith = sentPaidWith(tools, key)
  const bill = await tools.quickbooks.read('Bill', billId)
  const observed = bill.ok && bill.value ? observedOf('Bill', bill.value, tools.now()) : null
  await tools.records.commit((newest) => [
    ...linkChange(newest, key, (found) => ({
      ...found,
      ...(observed && { observed }),
      billPayment: {
        id: payment.Id,
        amount,
        total: centsFromJson(payment['TotalAmt']) ?? amount,
        ...(paidWith && { paidWith }),
      },
    })),
    ...runWrite(
      tools.records,
      tools.now(),
      newest('inFlight', key) ?? null,
      { key, did: 'bill-paid', type: 'BillPayment', id: payment.Id },
      payment,
    ),
    { table: 'inFlight', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
  ])
}

/** How Billdr said that it was paid when the request under way left; null where that is not known any more. */
function sentPaidWith(tools: SendTools, key: DocumentKey): Expense['paidWith'] | null {
  const record = tools.records.record(key)
  const request = tools.records.get('inFlight', key)
  if (record?.kind !== 'expense' || request?.deed !== 'pay-bill') return null
  return PAID_WITH.find((paidWith) => settlingFingerprintOf({ ...record, paidWith }) === request.content) ?? null
}
