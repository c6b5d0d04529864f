import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, expenseLine, invoice, payment, purchase, salesLine, type Chart } from './bodies.ts'
import { codeOf, visit, type Body, type Visitor } from './visitor.ts'

/** What others saw Intuit do with documents; the names of sources are those of the facts about QuickBooks. */
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
const statuses = (entity: Body): unknown[] =>
  (entity.Line as unknown as Body[]).map((line) => line.AccountBasedExpenseLineDetail?.BillableStatus)

describe('a payment that a person took to the bank', () => {
  it('refuses every change, whole, sparse, void and deletion; only its Deposit link tells (LAF)', async () => {
    const paid = await visitor.make('Payment', payment(client, 5))
    const done = await visitor.practice.controls.personDeposits([String(paid.Id)])
    expect(done.ok).toBe(true)
    const held = await now('Payment', paid.Id)
    expect(held.DepositToAccountRef?.name).toBe('Undeposited Funds')
    expect((held.LinkedTxn as unknown as Body[]).map((link) => link.TxnType)).toEqual(['Deposit'])
    const id = { Id: paid.Id, SyncToken: held.SyncToken }
    expect(codeOf(await visitor.post('payment', { ...payment(client, 5), ...id }))).toBe('6540')
    expect(codeOf(await visitor.post('payment', { ...id, sparse: true, PrivateNote: 'x' }))).toBe('6540')
    expect(codeOf(await visitor.post('payment?operation=update&include=void', { ...id, sparse: true }))).toBe('6540')
    expect(codeOf(await visitor.post('payment?operation=delete', id))).toBe('6540')
    const deposit = done.ok ? String(done.entity?.['Id']) : ''
    await visitor.practice.controls.personDeletes('Deposit', deposit)
    const free = await now('Payment', paid.Id)
    expect(codeOf(await visitor.post('payment?operation=delete', { Id: paid.Id, SyncToken: free.SyncToken }))).toBe(
      '200',
    )
  })
})

describe('a cost for a customer', () => {
  const cost = (detail: object = {}): object =>
    purchase(chart, `C${next()}`, 40, {
      Line: [expenseLine(chart, 40, {}, { CustomerRef: { value: client }, ...detail })],
    })
  const charges = (): Promise<Body[]> => visitor.rows(`select * from ReimburseCharge where CustomerRef = '${client}'`)

  it('becomes billable where it says nothing, with a charge that leads to it (LAF, RBC)', async () => {
    const made = await visitor.make('Purchase', cost())
    expect(statuses(made)).toEqual(['Billable'])
    const [charge] = (await charges()).slice(-1)
    expect(charge).toMatchObject({ Amount: 40, HasBeenInvoiced: false, SourceTxnId: null })
    expect((charge?.LinkedTxn as unknown as Body[])[0]).toMatchObject({ TxnType: 'Purchase', TxnId: made.Id })
    const said = await visitor.make('Purchase', cost({ BillableStatus: 'NotBillable' }))
    expect(statuses(said)).toEqual(['NotBillable'])
    await visitor.practice.controls.changeSettings({ unsaidBillable: 'not-billable' })
    expect(statuses(await visitor.make('Purchase', cost()))).toEqual(['NotBillable'])
    await visitor.practice.controls.changeSettings({ unsaidBillable: 'billable' })
  })

  it('is billed by an invoice line with quantity, price and tax code, and then refuses change and deletion (RBC, BILL)', async () => {
    const made = await visitor.make('Purchase', cost())
    const [charge] = (await charges()).filter((each) => (each.LinkedTxn as unknown as Body[])[0]?.TxnId === made.Id)
    const bills = [{ TxnId: charge?.Id, TxnType: 'ReimburseCharge', TxnLineId: '1' }]
    const sale = await visitor.make(
      'Invoice',
      invoice(chart, client, next(), 40, {
        Line: [salesLine(chart, 40, { LinkedTxn: bills }, { Qty: 1, UnitPrice: 40 })],
      }),
    )
    const billed = await now('Purchase', made.Id)
    expect(statuses(billed)).toEqual(['HasBeenBilled'])
    const id = { Id: made.Id, SyncToken: billed.SyncToken }
    expect(codeOf(await visitor.post('purchase?operation=delete', id))).toBe('6000')
    expect(codeOf(await visitor.post('purchase', { ...id, ...cost() }))).toBe('6000')
    await visitor.practice.controls.personDeletes('Invoice', String(sale.Id))
    expect(statuses(await now('Purchase', made.Id))).toEqual(['Billable'])
  })

  it('keeps its charge where the invoice line lacks quantity and price: 200, no link, and one charge more (RBC)', async () => {
    const made = await visitor.make('Purchase', cost())
    const [charge] = (await charges()).filter((each) => (each.LinkedTxn as unknown as Body[])[0]?.TxnId === made.Id)
    const before = (await charges()).length
    const bills = [{ TxnId: charge?.Id, TxnType: 'ReimburseCharge', TxnLineId: '1' }]
    const sale = await visitor.make(
      'Invoice',
      invoice(chart, client, next(), 40, { Line: [salesLine(chart, 40, { LinkedTxn: bills })] }),
    )
    expect((sale.Line as unknown as Body[])[0]?.LinkedTxn).toBeUndefined()
    expect((await charges()).length).toBe(before + 1)
    expect(statuses(await now('Purchase', made.Id))).toEqual(['Billable'])
  })

  it('on an order is always said to be not billable (RUC, PQ)', async () => {
    const order = await visitor.make('PurchaseOrder', {
      VendorRef: { value: vendor },
      APAccountRef: { value: chart.payable },
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [expenseLine(chart, 10, {}, { CustomerRef: { value: client } })],
    })
    expect(statuses(order)).toEqual(['NotBillable'])
  })
})

describe('what is sent', () => {
  it('may not echo what a read holds (LAF), but for its domain (PQ)', async () => {
    const made = await visitor.make('Purchase', purchase(chart, next()))
    const whole = { ...(made as object), PurchaseEx: undefined }
    const ex = { PurchaseEx: made.PurchaseEx }
    expect(codeOf(await visitor.post('purchase', { ...whole, ...ex }))).toBe('2010')
    expect(codeOf(await visitor.post('purchase', { ...whole, status: 'Paid' }))).toBe('2010')
    expect(codeOf(await visitor.post('purchase?operation=delete', { Id: made.Id, SyncToken: '0', ...ex }))).toBe('2010')
    expect(codeOf(await visitor.post('purchase', whole))).toBe('200')
    await visitor.practice.controls.changeSettings({ echoes: 'take' })
    expect(codeOf(await visitor.post('purchase', { ...whole, ...ex, SyncToken: '1' }))).toBe('200')
    await visitor.practice.controls.changeSettings({ echoes: 'refuse' })
  })

  it('is dropped in silence: notes of a vendor (AHO), credit of a cheque (LAF), another way of paying', async () => {
    expect((await visitor.make('Vendor', { DisplayName: 'Noted', Notes: 'ours' })).Notes).toBeUndefined()
    const made = await visitor.make('Purchase', purchase(chart, next(), 40, { Credit: true }))
    expect(made.Credit).toBe(false)
    const cash = { ...purchase(chart, next()), PaymentType: 'Cash', Id: made.Id, SyncToken: '0' }
    expect((await visitor.post('purchase', cash)).json.Purchase?.PaymentType).toBe('Check')
  })

  it('loses a refund its sign where a whole update does not say Credit (LAF)', async () => {
    const card = { ...purchase(chart, next()), PaymentType: 'CreditCard', AccountRef: { value: chart.mastercard } }
    const made = await visitor.make('Purchase', { ...card, Credit: true })
    expect(made.Credit).toBe(true)
    const got = await visitor.post('purchase', { ...card, Id: made.Id, SyncToken: '0' })
    expect(got.json.Purchase?.Credit).toBe(false)
  })

  it('without an account is told "Invalid account type" (FF)', async () => {
    const got = await visitor.post('purchase', { ...purchase(chart, next()), AccountRef: undefined })
    expect([codeOf(got), got.text.includes('Invalid account type')]).toEqual(['6430', true])
  })
})

describe('numbers', () => {
  const twice = async (): Promise<string> => {
    const same = `N${next()}`
    await visitor.make('Invoice', invoice(chart, client, same))
    return codeOf(await visitor.post('invoice', invoice(chart, client, same)))
  }

  it('that are taken are refused only where a person numbers and wants to be warned (IEC 6.2)', async () => {
    const { controls } = visitor.practice
    expect(await twice()).toBe('6140')
    await controls.changeSettings({ warnDuplicateNumbers: false })
    expect(await twice()).toBe('200')
    await controls.changeSettings({ warnDuplicateNumbers: true, customTxnNumbers: false })
    expect(await twice()).toBe('200')
    await controls.changeSettings({ sentNumbers: 'replaced' })
    expect((await visitor.make('Invoice', invoice(chart, client, 'OURS'))).DocNumber).not.toBe('OURS')
    await controls.changeSettings({ customTxnNumbers: true, sentNumbers: 'kept' })
  })

  it('of purchases and orders have a switch of their own (DOC 6.4)', async () => {
    await visitor.practice.controls.changeSettings({ customPurchaseNumbers: false })
    const made = await visitor.make('Purchase', { ...purchase(chart, ''), DocNumber: undefined })
    expect(Number(made.DocNumber)).toBeGreaterThan(0)
    await visitor.practice.controls.changeSettings({ customPurchaseNumbers: true })
  })

  it('of cheques and bill payments are one space (LAF)', async () => {
    await visitor.make('Purchase', purchase(chart, '77701'))
    const cheque = {
      VendorRef: { value: vendor },
      TotalAmt: 0,
      PayType: 'Check',
      DocNumber: '77701',
      CheckPayment: { BankAccountRef: { value: chart.checking } },
      Line: [],
    }
    expect(codeOf(await visitor.post('billpayment', cheque))).toBe('6140')
  })
})

describe('a person', () => {
  it('copies a payment, and what stands in its note stands twice (BRZ 39)', async () => {
    const made = await visitor.make('Payment', { ...payment(client, 5), PrivateNote: 'mark' })
    const done = await visitor.practice.controls.personCopies('Payment', String(made.Id))
    expect(done.ok && [done.entity?.['PrivateNote'], done.entity?.['Id'] === made.Id]).toEqual(['mark', false])
  })

  it('makes inactive what is inactive already without another sync token (VCR)', async () => {
    const made = await visitor.make('Vendor', { DisplayName: `Gone ${next()}` })
    const off = await visitor.post('vendor', { Id: made.Id, SyncToken: '0', sparse: true, Active: false })
    const again = await visitor.post('vendor', { Id: made.Id, SyncToken: '1', sparse: true, Active: false })
    expect(again.json.Vendor).toEqual(off.json.Vendor)
  })
})
