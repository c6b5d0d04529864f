import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, expenseLine, invoice, payment, type Chart } from './bodies.ts'
import { codeOf, elementOf, visit, type Body, type Visitor } from './visitor.ts'

/** What others saw Intuit do with payments; the names of sources are those of the facts about QuickBooks. */
let visitor: Visitor
let chart: Chart
let client: string
let vendor: string
let number = 0

beforeAll(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
  client = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
  vendor = String((await visitor.make('Vendor', { DisplayName: 'Supplier' })).Id)
})
afterAll(() => visitor.practice.close())

const next = (): string => String((number += 1))
const now = async (type: string, id: unknown): Promise<Body> =>
  (await visitor.get(`${type.toLowerCase()}/${String(id)}`)).json[type] as Body

async function billed(amount: number): Promise<string> {
  const made = await visitor.make('Bill', {
    VendorRef: { value: vendor },
    DocNumber: `B${next()}`,
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [expenseLine(chart, amount)],
  })
  return String(made.Id)
}

function billPayment(bill: string, amount: number): object {
  return {
    VendorRef: { value: vendor },
    TotalAmt: amount,
    PayType: 'Check',
    CheckPayment: { BankAccountRef: { value: chart.checking } },
    Line: [{ Amount: amount, LinkedTxn: [{ TxnId: bill, TxnType: 'Bill' }] }],
  }
}

describe('an invoice that is paid', () => {
  it('is voided with a current token, and its payment stays unapplied (BRZ 37)', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, client, next(), 100))).Id)
    const paid = await visitor.make('Payment', payment(client, 100, ['Invoice', made, 100]))
    expect(codeOf(await visitor.post('invoice?operation=void', { Id: made, SyncToken: '0' }))).toBe('5010')
    expect(codeOf(await visitor.post('invoice?operation=void', { Id: made, SyncToken: '1' }))).toBe('200')
    expect(await now('Invoice', made)).toMatchObject({ TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' })
    expect(await now('Payment', paid.Id)).toMatchObject({ TotalAmt: 100, UnappliedAmt: 100, Line: [] })
  })

  it('is deleted, and its payment stays unapplied (COD)', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, client, next(), 50))).Id)
    const paid = await visitor.make('Payment', payment(client, 50, ['Invoice', made, 50]))
    expect(codeOf(await visitor.post('invoice?operation=delete', { Id: made, SyncToken: '1' }))).toBe('200')
    expect(codeOf(await visitor.get(`invoice/${made}`))).toBe('610')
    expect(await now('Payment', paid.Id)).toMatchObject({ UnappliedAmt: 50, Line: [] })
  })

  it('is neither voided nor deleted where the company refuses it (BRZ #5180)', async () => {
    await visitor.practice.controls.changeSettings({ paidInvoiceRemoval: 'refuse' })
    const made = String((await visitor.make('Invoice', invoice(chart, client, next(), 100))).Id)
    await visitor.make('Payment', payment(client, 100, ['Invoice', made, 100]))
    for (const operation of ['void', 'delete'])
      expect(codeOf(await visitor.post(`invoice?operation=${operation}`, { Id: made, SyncToken: '1' }))).toBe('6000')
    await visitor.practice.controls.changeSettings({ paidInvoiceRemoval: 'accept' })
  })

  it('has another sync token after each write to a payment on it (BRZ 1.2)', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, client, next(), 100))).Id)
    const paid = await visitor.make('Payment', payment(client, 100, ['Invoice', made, 100]))
    await visitor.post('payment', { ...payment(client, 100, ['Invoice', made, 60]), Id: paid.Id, SyncToken: '0' })
    await visitor.post('payment?operation=delete', { Id: paid.Id, SyncToken: '1' })
    expect((await now('Invoice', made)).SyncToken).toBe('3')
  })
})

describe('a payment', () => {
  it('of more than the invoice asks for is taken, and its rest stays unapplied (BRZ 36)', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, client, next(), 5))).Id)
    const paid = await visitor.make('Payment', payment(client, 30, ['Invoice', made, 30]))
    expect([paid.UnappliedAmt, (await now('Invoice', made)).Balance]).toEqual([25, 0])
    expect((paid.Line as unknown as Body[]).map((line) => line.Amount)).toEqual([5])
    await visitor.practice.controls.changeSettings({ overpayment: 'refuse' })
    expect(codeOf(await visitor.post('payment', payment(client, 30, ['Invoice', made, 30])))).toBe('6000')
    await visitor.practice.controls.changeSettings({ overpayment: 'accept' })
  })

  it("of another customer's invoice is refused with 620 and the path of the link (CHB)", async () => {
    const stranger = String((await visitor.make('Customer', { DisplayName: `Stranger ${next()}` })).Id)
    const made = String((await visitor.make('Invoice', invoice(chart, client, next(), 5))).Id)
    const got = await visitor.post('payment', payment(stranger, 5, ['Invoice', made, 5]))
    expect([codeOf(got), elementOf(got)]).toEqual(['620', 'Payment.Line.LinkedTxn.TxnId'])
  })

  it('is unapplied by a full update without lines (BRZ 42)', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, client, next(), 5))).Id)
    const paid = await visitor.make('Payment', payment(client, 5, ['Invoice', made, 5]))
    const got = await visitor.post('payment', { ...payment(client, 5), Id: paid.Id, SyncToken: '0' })
    expect([got.json.Payment?.UnappliedAmt, (await now('Invoice', made)).Balance]).toEqual([5, 5])
  })

  it('is updated sparsely, or only by the whole object (2020, BRZ 33 and 41); its void is taken in both', async () => {
    const paid = await visitor.make('Payment', payment(client, 5))
    const sparse = { Id: paid.Id, SyncToken: '0', sparse: true, PrivateNote: 'one' }
    expect(codeOf(await visitor.post('payment', { ...payment(client, 5), ...sparse }))).toBe('200')
    await visitor.practice.controls.changeSettings({ sparsePaymentUpdate: 'refuse' })
    expect(codeOf(await visitor.post('payment', { ...payment(client, 5), ...sparse, SyncToken: '1' }))).toBe('2020')
    expect(codeOf(await visitor.post('payment', { ...payment(client, 5), Id: paid.Id, SyncToken: '1' }))).toBe('200')
    const voided = { Id: paid.Id, SyncToken: '2', sparse: true }
    expect(codeOf(await visitor.post('payment?operation=update&include=void', voided))).toBe('200')
    await visitor.practice.controls.changeSettings({ sparsePaymentUpdate: 'accept' })
  })
})

describe('a bill that is paid', () => {
  it('keeps its payment and refuses its deletion, or goes by a setting (FF, FLT)', async () => {
    const bill = await billed(40)
    await visitor.make('BillPayment', billPayment(bill, 40))
    expect(codeOf(await visitor.post('bill?operation=delete', { Id: bill, SyncToken: '1' }))).toBe('6000')
    await visitor.practice.controls.changeSettings({ paidBillDeletion: 'accept' })
    expect(codeOf(await visitor.post('bill?operation=delete', { Id: bill, SyncToken: '1' }))).toBe('200')
    await visitor.practice.controls.changeSettings({ paidBillDeletion: 'refuse' })
  })

  it('takes a second payment with 200, drops its link and books the money unapplied (FF 5.6)', async () => {
    const bill = await billed(600)
    await visitor.make('BillPayment', billPayment(bill, 600))
    const before = Number((await now('Vendor', vendor)).Balance)
    const again = await visitor.make('BillPayment', billPayment(bill, 600))
    expect([again.Line, again.TotalAmt]).toEqual([[], 600])
    expect(Number((await now('Vendor', vendor)).Balance)).toBe(before - 600)
    await visitor.practice.controls.changeSettings({ settledBillPayment: 'refuse' })
    expect(codeOf(await visitor.post('billpayment', billPayment(bill, 600)))).toBe('6000')
    await visitor.practice.controls.changeSettings({ settledBillPayment: 'drop' })
  })
})
