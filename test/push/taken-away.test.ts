import { afterEach, describe, expect, it } from 'vitest'
import { settlingFingerprintOf } from '../../electron/plan/content.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { needsPerson } from '../../shared/row.ts'
import {
  client,
  credit,
  expense,
  invoice,
  line,
  payment,
  professional,
  project,
  purchaseOrder,
} from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

/* D2: what a person entered or edited in QuickBooks is not voided, deleted or replaced without a yes that names it. */

afterEach(closePushers)

const EXPENSE = { number: 'F-1', professionalId: 'v-1', paidWith: 'credit_card' as const }

async function synced(...records: Parameters<Pusher['says']>): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    professional('v-1'),
    invoice('i-1', 'p-1', { number: '1001', lines: [line('300.00')] }),
    ...records,
  )
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

/** The yes that the row of a document asks for. */
async function agrees(pusher: Pusher, key: DocumentKey): Promise<void> {
  const despiteLock = String(pusher.row(key).problem?.params['shown'])
  await pusher.workspace.decide(key, (before) => ({ ...before, despiteLock }))
}

async function setsAmount(pusher: Pusher, key: DocumentKey, type: 'Purchase' | 'Invoice', amount: number) {
  const entity = await pusher.entity(key)
  const [first] = entity['Line'] as Record<string, unknown>[]
  const kind = String(first?.['DetailType'])
  const { Qty: _, UnitPrice: __, ...detail } = first?.[kind] as Record<string, unknown>
  await pusher.person('Edits', type, pusher.idOf(key), { Line: [{ ...first, Amount: amount, [kind]: detail }] })
}

describe('a document that a person edited in QuickBooks, and that Billdr takes back', () => {
  it('an expense is not deleted; a yes lets it go, and one to an earlier edit does not', async () => {
    const pusher = await synced(expense('e-1', { ...EXPENSE, lines: [line('60.00')] }))
    await setsAmount(pusher, 'expense:e-1', 'Purchase', 66)
    await pusher.removes('expense:e-1')
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'edited-there', params: { does: 'delete', fields: 'amount' } },
    })
    await agrees(pusher, 'expense:e-1')
    await setsAmount(pusher, 'expense:e-1', 'Purchase', 67)
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    await agrees(pusher, 'expense:e-1')
    await pusher.sync()
    expect(await pusher.books('Purchase')).toEqual([])
  })

  it('an invoice is not voided, also where she edited it between the plan and the write', async () => {
    const pusher = await synced()
    const standing = invoice('i-1', 'p-1', { number: '1001', lines: [line('300.00')] })
    await pusher.says({ ...standing, status: 'voided' })
    await setsAmount(pusher, 'invoice:i-1', 'Invoice', 333)
    await pusher.sync({ refresh: false })
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 333 })
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'edited-there' } })
    await agrees(pusher, 'invoice:i-1')
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 0 })
  })

  it('one that nobody edited goes at once', async () => {
    const pusher = await synced(expense('e-1', { ...EXPENSE, lines: [line('60.00')] }))
    await pusher.removes('expense:e-1')
    await pusher.sync()
    expect(await pusher.books('Purchase')).toEqual([])
  })
})

describe('R1: a credit that a person applied', () => {
  it.each(['voided', 'removed'] as const)('right after it was sent is not deleted where it is %s', async (how) => {
    const standing = credit('1', 'p-1', { lines: [line('60.00')] })
    const pusher = await synced(standing)
    const hers = await pusher.person('Creates', 'Payment', {
      CustomerRef: { value: pusher.idOf('project:p-1') },
      TotalAmt: 0,
      TxnDate: '2026-03-18',
      Line: [
        { Amount: 60, LinkedTxn: [{ TxnId: pusher.idOf('invoice:i-1'), TxnType: 'Invoice' }] },
        { Amount: 60, LinkedTxn: [{ TxnId: pusher.idOf('credit:1'), TxnType: 'CreditMemo' }] },
      ],
    })
    if (how === 'removed') await pusher.removes('credit:1')
    else await pusher.says({ ...standing, status: 'voided' })
    await pusher.sync()
    expect((await pusher.books('Payment')).map(({ Id }) => Id)).toEqual([hers['Id']])
    expect(await pusher.books('CreditMemo')).toHaveLength(1)
    expect(pusher.row('credit:1')).toMatchObject({ state: 'held', problem: { code: 'others-hang-on-it' } })
  })
})

describe('a bill that we paid, and that Billdr calls paid another way since', () => {
  const bill = { number: 'B-1', professionalId: 'v-1', lines: [line('100.00')] }

  async function paidBill(): Promise<Pusher> {
    const pusher = await synced(expense('e-1', { ...bill, paidWith: 'unpaid' }))
    await pusher.says(expense('e-1', { ...bill, paidWith: 'cash' }))
    await pusher.sync()
    await pusher.clearLog()
    return pusher
  }

  it.each(['cheque', 'credit_card', 'unpaid'] as const)('by %s is said and changes nothing', async (paidWith) => {
    const pusher = await paidBill()
    await pusher.says(expense('e-1', { ...bill, paidWith }))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'bill-paid-otherwise' } })
  })

  it('the payment deleted there, it is paid anew as Billdr says now, once', async () => {
    const pusher = await paidBill()
    await pusher.says(expense('e-1', { ...bill, paidWith: 'credit_card' }))
    await pusher.sync()
    const [before] = await pusher.books('BillPayment')
    await pusher.person('Deletes', 'BillPayment', String(before?.['Id']))
    await pusher.sync()
    await pusher.sync()
    expect(await pusher.books('BillPayment')).toMatchObject([{ PayType: 'CreditCard', TotalAmt: 100 }])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
  })

  it('corrected there, what QuickBooks has is kept', async () => {
    const pusher = await paidBill()
    const now = expense('e-1', { ...bill, paidWith: 'cheque' })
    await pusher.says(now)
    await pusher.workspace.decide('expense:e-1', () => ({ keepTheirs: settlingFingerprintOf(now) }))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced' })
  })

  it('W3: deleted there while Billdr says the same, its open amount is said', async () => {
    const pusher = await paidBill()
    const [before] = await pusher.books('BillPayment')
    await pusher.person('Deletes', 'BillPayment', String(before?.['Id']))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1').note).toMatchObject({ code: 'bill-open-there', params: { open: 10_000, paid: 0 } })
  })
})

describe('W1: what is said of a payment is what QuickBooks shows', () => {
  const standing = payment('pay-1', 'i-1', '300.00')

  async function paid(): Promise<{ pusher: Pusher; on: (parts: [DocumentKey, number][], total: number) => unknown }> {
    const pusher = await synced(invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }), standing)
    return {
      pusher,
      on: (parts, total) =>
        pusher.person('Edits', 'Payment', pusher.idOf('payment:pay-1'), {
          CustomerRef: { value: pusher.idOf('project:p-1') },
          TotalAmt: total,
          Line: parts.map(([key, Amount]) => ({
            Amount,
            LinkedTxn: [{ TxnId: pusher.idOf(key), TxnType: 'Invoice' }],
          })),
        }),
    }
  }

  it('made smaller there, nothing is called kept on the account', async () => {
    const { pusher, on } = await paid()
    await on([['invoice:i-1', 250]], 250)
    await pusher.sync()
    expect(pusher.row('payment:pay-1').note).toBe(null)
    expect(pusher.row('payment:pay-1').differs).toEqual([{ field: 'amount', billdr: '300.00', quickbooks: '250.00' }])
    await pusher.says(payment('pay-1', 'i-1', '290.00'))
    await pusher.sync()
    expect(pusher.row('payment:pay-1').differs).toEqual([{ field: 'amount', billdr: '290.00', quickbooks: '250.00' }])
  })

  it('moved to another invoice there, that is said, and to the cent on the invoice', async () => {
    const { pusher, on } = await paid()
    await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('300.00')], status: 'paid' }))
    await on([['invoice:i-2', 300]], 300)
    await pusher.sync()
    expect(pusher.row('payment:pay-1').note).toMatchObject({
      code: 'payment-elsewhere',
      params: { elsewhere: 30_000, applied: 0 },
    })
    expect(pusher.row('invoice:i-1').note).toMatchObject({
      code: 'paid-here-open-there',
      params: { open: 30_000, applied: 0, kept: 0, elsewhere: 30_000, missing: 0 },
    })
  })

  it('taken off its invoice there, it is not applied again, and said so', async () => {
    const { pusher, on } = await paid()
    await on([], 300)
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('payment:pay-1').note).toMatchObject({
      code: 'payment-kept-there',
      params: { applied: 0, rest: 30_000 },
    })
  })

  it('its invoice deleted there, no tax is said to be missing', async () => {
    const { pusher } = await paid()
    await pusher.person('Deletes', 'Invoice', pusher.idOf('invoice:i-1'))
    await pusher.sync()
    expect(pusher.row('payment:pay-1').note).toMatchObject({
      code: 'payment-without-invoice',
      params: { rest: 30_000 },
    })
  })
})

it('O1: an order that Billdr closes is sent as closed, and what QuickBooks makes of that is said', async () => {
  const order = purchaseOrder('o-1', 'v-1', { lines: [line('70.00')] })
  const pusher = await synced(order)
  expect(pusher.row('purchase-order:o-1').note).toBe(null)
  await pusher.says({ ...order, status: 'closed' })
  await pusher.sync()
  expect((await pusher.writes()).map(({ operation }) => operation)).toEqual(['update'])
  expect(await pusher.books('PurchaseOrder')).toMatchObject([{ POStatus: 'Open' }])
  expect(pusher.row('purchase-order:o-1')).toMatchObject({ state: 'synced', note: { code: 'order-open-there' } })
  await pusher.clearLog()
  await pusher.sync()
  expect(await pusher.writes()).toEqual([])
})

it('P1: a payment of an invoice from before the starting date says so and asks', async () => {
  const pusher = await synced()
  await pusher.settings({ syncFrom: '2026-03-15' })
  await pusher.says(
    invoice('i-2', 'p-1', { number: '1002', issuedOn: '2026-03-01', lines: [line('500.00')] }),
    payment('pay-2', 'i-2', '500.00', { receivedOn: '2026-03-20' }),
  )
  await pusher.sync()
  expect(pusher.row('payment:pay-2')).toMatchObject({ state: 'held', problem: { code: 'invoice-before-start' } })
  expect(needsPerson(pusher.row('payment:pay-2'))).toBe(true)
})

it('X1: a note that a person wrote in the place of ours is not overwritten unasked', async () => {
  const pusher = await synced(expense('e-1', { ...EXPENSE, lines: [line('60.00')] }))
  await pusher.person('Edits', 'Purchase', pusher.idOf('expense:e-1'), { PrivateNote: 'my note' })
  await pusher.says(expense('e-1', { ...EXPENSE, lines: [line('61.00')] }))
  await pusher.sync()
  expect(await pusher.writes()).toEqual([])
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'changed-in-quickbooks' } })
  expect(pusher.row('expense:e-1').differs).toMatchObject([{ field: 'note', quickbooks: 'my note' }])
})
