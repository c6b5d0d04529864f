import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, expenseLine, invoice, itemLine, payment, purchase, salesLine, type Chart } from './bodies.ts'
import { codeOf, elementOf, visit, type Body, type Visitor } from './visitor.ts'

let visitor: Visitor
let chart: Chart
let client: string
let job: string
let vendor: string
beforeAll(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
  client = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
  job = String(
    (await visitor.make('Customer', { DisplayName: 'Chantier', Job: true, ParentRef: { value: client } })).Id,
  )
  vendor = String((await visitor.make('Vendor', { DisplayName: 'Fournisseur' })).Id)
})
afterAll(() => visitor.practice.close())

const now = async (type: string, id: unknown): Promise<Body> =>
  (await visitor.get(`${type.toLowerCase()}/${String(id)}`)).json[type] as Body
let last = 5000
const next = (): string => String(++last)

describe('I1: invoices', () => {
  it('are the sum of their lines to the cent, with negative and zero lines', async () => {
    const made = await visitor.make(
      'Invoice',
      invoice(chart, job, next(), 0, {
        Line: [salesLine(chart, 0.1), salesLine(chart, 0.2), salesLine(chart, -0.05), salesLine(chart, 0)],
      }),
    )
    expect([made.TotalAmt, made.Balance]).toEqual([0.25, 0.25])
    expect((made.Line as unknown as Body[]).at(-1)).toEqual({
      Amount: 0.25,
      DetailType: 'SubTotalLineDetail',
      SubTotalLineDetail: {},
    })
  })

  it('need a customer, a line, its kind and its amount; less than nothing in all is refused', async () => {
    const without = async (change: object): Promise<string> => {
      const got = await visitor.post('invoice', invoice(chart, job, next(), 10, change))
      return `${codeOf(got)} ${elementOf(got)}`
    }
    expect(await without({ CustomerRef: undefined })).toBe('2020 CustomerRef')
    expect(await without({ Line: [] })).toBe('2020 Line')
    expect(await without({ Line: [{ DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }] })).toBe(
      '2020 Line.Amount',
    )
    expect(await without({ Line: [{ Amount: 1, DetailType: 'SalesItemLineDetail' }] })).toBe(
      '2020 Line.SalesItemLineDetail',
    )
    expect(await without({ Line: [salesLine(chart, -1)] })).toBe('6000 ')
  })

  it('take Qty and UnitPrice only where their product, rounded to the cent, is the amount (6070)', async () => {
    const post = async (Qty: number, UnitPrice: number, amount: number): Promise<string> =>
      codeOf(
        await visitor.post(
          'invoice',
          invoice(chart, job, next(), 0, { Line: [salesLine(chart, amount, {}, { Qty, UnitPrice })] }),
        ),
      )
    expect(await post(3, 33.33, 99.99)).toBe('200')
    expect(await post(3, 33.33, 100)).toBe('6070')
    expect(await post(3, 33.333333, 100)).toBe('200')
    expect(await post(1.5, 66.67, 100.01)).toBe('200')
    expect(await post(1.5, 66.67, 100)).toBe('6070')
  })

  it('have numbers of 21 characters at most, each once, unless duplicates are asked for', async () => {
    const number = next()
    await visitor.make('Invoice', invoice(chart, job, number))
    expect(codeOf(await visitor.post('invoice', invoice(chart, job, number)))).toBe('6140')
    expect(codeOf(await visitor.post('invoice?include=allowduplicatedocnum', invoice(chart, job, number)))).toBe('200')
    expect(codeOf(await visitor.post('creditmemo', invoice(chart, job, number)))).toBe('200')
    expect(codeOf(await visitor.post('invoice', invoice(chart, job, 'x'.repeat(22))))).toBe('2050')
  })

  it('are numbered by QuickBooks only where custom numbers are off', async () => {
    const none = await visitor.make('Invoice', invoice(chart, job, '', 5, { DocNumber: undefined }))
    expect(none.DocNumber).toBeUndefined()
    await visitor.practice.controls.changeSettings({ customTxnNumbers: false })
    const counted = await visitor.make('Invoice', invoice(chart, job, '', 5, { DocNumber: undefined }))
    expect(counted.DocNumber).toBe(String(last + 1))
    last += 1
    await visitor.practice.controls.changeSettings({ customTxnNumbers: true })
  })

  it('lose by an update the lines that it does not name; a kept line keeps its id', async () => {
    const made = await visitor.make(
      'Invoice',
      invoice(chart, job, next(), 0, {
        Line: [salesLine(chart, 10, { Description: 'a' }), salesLine(chart, 20, { Description: 'b' })],
      }),
    )
    const [, second] = made.Line as unknown as Body[]
    const got = await visitor.post('invoice', {
      Id: made.Id,
      SyncToken: '0',
      sparse: true,
      Line: [{ ...(second as object), Amount: 25 }, salesLine(chart, 1)],
    })
    expect([got.json.Invoice?.TotalAmt, (got.json.Invoice?.Line as unknown as Body[]).map((line) => line.Id)]).toEqual([
      26,
      ['2', '3', undefined],
    ])
    expect(got.json.Invoice?.DocNumber).toBe(made.DocNumber)
  })

  it('are voided with everything at nothing, their payments unapplied, and "Voided" before the note (I3)', async () => {
    const made = await visitor.make(
      'Invoice',
      invoice(chart, job, next(), 100, {
        PrivateNote: 'Billdr i-1',
        Line: [salesLine(chart, 100, {}, { Qty: 2, UnitPrice: 50 })],
      }),
    )
    const paid = await visitor.make('Payment', payment(job, 60, ['Invoice', String(made.Id), 60]))
    const token = (await now('Invoice', made.Id)).SyncToken
    const got = await visitor.post('invoice?operation=void', { Id: made.Id, SyncToken: token })
    const voided = got.json.Invoice as Body
    expect([voided.TotalAmt, voided.Balance, voided.LinkedTxn, voided.PrivateNote]).toEqual([
      0,
      0,
      [],
      'Voided - Billdr i-1',
    ])
    expect((voided.Line as unknown as Body[])[0]).toMatchObject({
      Amount: 0,
      SalesItemLineDetail: { Qty: 0, UnitPrice: 0 },
    })
    expect([(await now('Payment', paid.Id)).UnappliedAmt, (await now('Payment', paid.Id)).Line]).toEqual([60, []])
  })

  it('are not deleted while a payment is on them, where the company is of that kind; afterwards they are gone for good (I4)', async () => {
    await visitor.practice.controls.changeSettings({ paidInvoiceRemoval: 'refuse' })
    const made = await visitor.make('Invoice', invoice(chart, job, next(), 30))
    const paid = await visitor.make('Payment', payment(job, 30, ['Invoice', String(made.Id), 30]))
    const token = async (): Promise<unknown> => (await now('Invoice', made.Id)).SyncToken
    expect(codeOf(await visitor.post('invoice?operation=delete', { Id: made.Id, SyncToken: await token() }))).toBe(
      '6000',
    )
    await visitor.post('payment?operation=delete', { Id: paid.Id, SyncToken: '0' })
    expect(codeOf(await visitor.post('invoice?operation=delete', { Id: made.Id, SyncToken: await token() }))).toBe(
      '200',
    )
    expect(codeOf(await visitor.get(`invoice/${String(made.Id)}`))).toBe('610')
    expect(codeOf(await visitor.post('invoice?operation=delete', { Id: made.Id, SyncToken: '0' }))).toBe('610')
    expect(await visitor.rows(`select * from Invoice where Id = '${String(made.Id)}'`)).toEqual([])
    await visitor.practice.controls.changeSettings({ paidInvoiceRemoval: 'accept' })
  })
})

describe('P1, P2: payments', () => {
  it('bring the balance of the invoice down, in parts, and raise its sync token', async () => {
    const made = await visitor.make('Invoice', invoice(chart, job, next(), 100))
    const first = await visitor.make('Payment', payment(job, 40, ['Invoice', String(made.Id), 40]))
    await visitor.make('Payment', payment(client, 60, ['Invoice', String(made.Id), 60]))
    const after = await now('Invoice', made.Id)
    expect([after.Balance, after.SyncToken, (after.LinkedTxn as unknown as Body[]).length]).toEqual([0, '2', 2])
    await visitor.post('payment?operation=delete', { Id: first.Id, SyncToken: '0' })
    expect((await now('Invoice', made.Id)).Balance).toBe(40)
  })

  it('are refused above their own total, for a stranger, and for nothing that exists', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, job, next(), 100))).Id)
    const stranger = String((await visitor.make('Customer', { DisplayName: 'Étranger' })).Id)
    expect(codeOf(await visitor.post('payment', payment(job, 50, ['Invoice', made, 60])))).toBe('6000')
    expect(codeOf(await visitor.post('payment', payment(stranger, 50, ['Invoice', made, 50])))).toBe('620')
    expect(codeOf(await visitor.post('payment', payment(job, 50, ['Invoice', '888888', 50])))).toBe('610')
    expect(codeOf(await visitor.post('payment', { CustomerRef: { value: job } }))).toBe('2020')
    expect([(await now('Invoice', made)).Balance, (await now('Invoice', made)).SyncToken]).toEqual([100, '0'])
  })

  it('keep the rest unapplied, and apply it later by an update that names every line', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, job, next(), 100))).Id)
    const paid = await visitor.make('Payment', payment(job, 115, ['Invoice', made, 100]))
    expect([paid.UnappliedAmt, paid.DepositToAccountRef?.name]).toEqual([15, 'Undeposited Funds'])
    await visitor.practice.controls.personAddsTax('Invoice', made, 'GST/QST QC - 9.975')
    expect((await now('Invoice', made)).Balance).toBe(14.98)
    const got = await visitor.post('payment', {
      ...payment(job, 115, ['Invoice', made, 114.98]),
      Id: paid.Id,
      SyncToken: '0',
      sparse: true,
    })
    expect([got.json.Payment?.UnappliedAmt, (await now('Invoice', made)).Balance]).toEqual([0.02, 0])
  })

  it('are voided by an update: nothing applied, and the invoice is open again', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, job, next(), 70))).Id)
    const paid = await visitor.make('Payment', payment(job, 70, ['Invoice', made, 70]))
    const got = await visitor.post('payment?operation=update&include=void', {
      Id: paid.Id,
      SyncToken: '0',
      sparse: true,
    })
    expect([got.json.Payment?.TotalAmt, got.json.Payment?.Line, got.json.Payment?.PrivateNote]).toEqual([
      0,
      [],
      'Voided',
    ])
    expect((await now('Invoice', made)).Balance).toBe(70)
  })

  it('are not changed once they are deposited (6540)', async () => {
    const paid = await visitor.make('Payment', payment(job, 5))
    await visitor.practice.controls.personLocks('Payment', String(paid.Id), '6540')
    const { SyncToken } = await now('Payment', paid.Id)
    expect(codeOf(await visitor.post('payment?operation=delete', { Id: paid.Id, SyncToken }))).toBe('6540')
  })
})

describe('R1: credits', () => {
  it('are used by a payment of nothing with two equal lines, and are free again when it is deleted', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, job, next(), 100))).Id)
    const credit = String((await visitor.make('CreditMemo', invoice(chart, job, next(), 30))).Id)
    expect(
      codeOf(await visitor.post('payment', payment(job, 0, ['Invoice', made, 30], ['CreditMemo', credit, 20]))),
    ).toBe('6000')
    const use = await visitor.make('Payment', payment(job, 0, ['Invoice', made, 30], ['CreditMemo', credit, 30]))
    expect([
      (await now('Invoice', made)).Balance,
      (await now('CreditMemo', credit)).RemainingCredit,
      (await now('CreditMemo', credit)).Balance,
    ]).toEqual([70, 0, 0])
    await visitor.post('payment?operation=delete', { Id: use.Id, SyncToken: '0' })
    expect([(await now('Invoice', made)).Balance, (await now('CreditMemo', credit)).RemainingCredit]).toEqual([100, 30])
  })

  it('are free again when the invoice they were used on is voided, and cannot be voided themselves', async () => {
    const made = String((await visitor.make('Invoice', invoice(chart, job, next(), 100))).Id)
    const credit = String((await visitor.make('CreditMemo', invoice(chart, job, next(), 30))).Id)
    const use = await visitor.make('Payment', payment(job, 0, ['Invoice', made, 30], ['CreditMemo', credit, 30]))
    await visitor.post('invoice?operation=void', { Id: made, SyncToken: (await now('Invoice', made)).SyncToken })
    expect((await now('CreditMemo', credit)).RemainingCredit).toBe(30)
    expect(codeOf(await visitor.get(`payment/${String(use.Id)}`))).toBe('610')
    expect(
      codeOf(
        await visitor.post('creditmemo?operation=void', {
          Id: credit,
          SyncToken: (await now('CreditMemo', credit)).SyncToken,
        }),
      ),
    ).toBe('500')
  })

  it('apply themselves to open invoices where the company wants that', async () => {
    const owner = String((await visitor.make('Customer', { DisplayName: 'Auto' })).Id)
    const made = String((await visitor.make('Invoice', invoice(chart, owner, next(), 100))).Id)
    await visitor.practice.controls.changeSettings({ autoApplyCredit: true, autoApplyPayments: true })
    const credit = await visitor.make('CreditMemo', invoice(chart, owner, next(), 30))
    expect([(await now('Invoice', made)).Balance, credit.RemainingCredit]).toEqual([70, 0])
    const paid = await visitor.make('Payment', payment(owner, 80))
    expect([(await now('Invoice', made)).Balance, paid.UnappliedAmt]).toEqual([0, 10])
    await visitor.practice.controls.changeSettings({ autoApplyCredit: false, autoApplyPayments: false })
  })
})

describe('E1, E2, E3: expenses', () => {
  it('are paid from an account of their kind', async () => {
    const post = async (PaymentType: string | undefined, account: string): Promise<string> =>
      codeOf(
        await visitor.post('purchase', purchase(chart, next(), 10, { PaymentType, AccountRef: { value: account } })),
      )
    expect(await post('Check', chart.checking)).toBe('200')
    expect(await post('Check', chart.mastercard)).toBe('6000')
    expect(await post('CreditCard', chart.mastercard)).toBe('200')
    expect(await post('CreditCard', chart.checking)).toBe('6000')
    expect(await post('Cash', chart.pettyCash)).toBe('200')
    expect(await post('Cash', chart.mastercard)).toBe('6000')
    expect(await post(undefined, chart.checking)).toBe('2020')
    expect(await post('Wire', chart.checking)).toBe('2170')
  })

  it('have numbers of their own, and say the kind of the one in the way', async () => {
    const number = next()
    await visitor.make('Purchase', purchase(chart, number))
    const got = await visitor.post('purchase', purchase(chart, number))
    expect([codeOf(got), got.text.includes('TxnType=Check')]).toEqual(['6140', true])
  })

  it('ask for the kind of payment again on a sparse update, and can be overwritten and deleted, not voided', async () => {
    const made = await visitor.make('Purchase', purchase(chart, next(), 10))
    const sparse = { Id: made.Id, SyncToken: '0', sparse: true, Line: [expenseLine(chart, 12), itemLine(chart, 3)] }
    const got = await visitor.post('purchase', sparse)
    expect([codeOf(got), elementOf(got)]).toEqual(['2020', 'PaymentType'])
    expect((await visitor.post('purchase', { ...sparse, PaymentType: 'Check' })).json.Purchase?.TotalAmt).toBe(15)
    expect(codeOf(await visitor.post('purchase?operation=void', { Id: made.Id, SyncToken: '1' }))).toBe('500')
    expect(
      (await visitor.post('purchase?operation=delete', { Id: made.Id, SyncToken: '1' })).json.Purchase?.status,
    ).toBe('Deleted')
  })

  it('can be billable only for a customer, where the company tracks that, and are never marked billed by an app', async () => {
    const post = async (detail: object): Promise<string> =>
      codeOf(await visitor.post('purchase', purchase(chart, next(), 0, { Line: [expenseLine(chart, 10, {}, detail)] })))
    expect(await post({ BillableStatus: 'Billable' })).toBe('6310')
    expect(await post({ BillableStatus: 'Billable', CustomerRef: { value: job } })).toBe('200')
    expect(await post({ BillableStatus: 'HasBeenBilled', CustomerRef: { value: job } })).toBe('2170')
    await visitor.practice.controls.changeSettings({ billableExpenses: false })
    expect(await post({ BillableStatus: 'Billable', CustomerRef: { value: job } })).toBe('6000')
    await visitor.practice.controls.changeSettings({ billableExpenses: true })
  })

  it('name references that exist: account, class, party', async () => {
    const post = async (line: object, more: object = {}): Promise<string> => {
      const got = await visitor.post('purchase', purchase(chart, next(), 0, { Line: [line], ...more }))
      return `${codeOf(got)} ${/Invalid Reference Id : (\w+)/.exec(got.text)?.[1] ?? ''}`
    }
    expect(await post(expenseLine(chart, 1, {}, { AccountRef: { value: '9999' } }))).toBe('2500 Accounts')
    expect(await post(expenseLine(chart, 1, {}, { ClassRef: { value: '1' } }))).toBe('2500 Klasses')
    expect(await post(expenseLine(chart, 1), { EntityRef: { value: vendor, type: 'Customer' } })).toBe('2500 Names')
    expect(await post(expenseLine(chart, 1), { EntityRef: { value: vendor, type: 'Vendor' } })).toBe('200 ')
  })

  it('unpaid ones are bills, with what is owed to the vendor', async () => {
    const body = {
      VendorRef: { value: vendor },
      DocNumber: next(),
      TxnDate: '2026-03-09',
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [expenseLine(chart, 50)],
    }
    const bill = await visitor.make('Bill', body)
    expect([bill.Balance, bill.APAccountRef?.name, bill.DueDate]).toEqual([50, 'Accounts Payable (A/P)', '2026-04-08'])
    expect((await now('Vendor', vendor)).Balance).toBe(50)
    expect(codeOf(await visitor.post('bill', body))).toBe('6140')
    const paid = await visitor.make('BillPayment', {
      VendorRef: { value: vendor },
      TotalAmt: 20,
      PayType: 'Check',
      CheckPayment: { BankAccountRef: { value: chart.checking } },
      Line: [{ Amount: 20, LinkedTxn: [{ TxnId: bill.Id, TxnType: 'Bill' }] }],
    })
    expect((await now('Bill', bill.Id)).Balance).toBe(30)
    expect(codeOf(await visitor.post('bill?operation=delete', { Id: bill.Id, SyncToken: '1' }))).toBe('6000')
    await visitor.post('billpayment?operation=delete', { Id: paid.Id, SyncToken: '0' })
    expect(codeOf(await visitor.post('bill?operation=delete', { Id: bill.Id, SyncToken: '2' }))).toBe('200')
    expect((await now('Vendor', vendor)).Balance).toBe(0)
  })
})

describe('O1: purchase orders', () => {
  const order = (line: object, more: object = {}): object => ({
    VendorRef: { value: vendor },
    APAccountRef: { value: chart.payable },
    DocNumber: next(),
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [line],
    ...more,
  })

  it('get their status from their lines, as recorded in 2019', async () => {
    expect((await visitor.make('PurchaseOrder', order(itemLine(chart, 5)))).POStatus).toBe('Open')
    expect((await visitor.make('PurchaseOrder', order(expenseLine(chart, 5)))).POStatus).toBe('Closed')
    const open = await visitor.make('PurchaseOrder', order(expenseLine(chart, 5), { POStatus: 'Open' }))
    expect(open.POStatus).toBe('Open')
    const close = async (made: Body): Promise<unknown> =>
      (await visitor.post('purchaseorder', { Id: made.Id, SyncToken: '0', sparse: true, POStatus: 'Closed' })).json
        .PurchaseOrder?.POStatus
    expect(await close(open)).toBe('Closed')
    expect(await close(await visitor.make('PurchaseOrder', order(itemLine(chart, 5))))).toBe('Open')
  })

  it('need the payable account and an item that is bought, and bill nobody (PQ)', async () => {
    const got = await visitor.post('purchaseorder', order(itemLine(chart, 5), { APAccountRef: undefined }))
    expect([codeOf(got), elementOf(got)]).toEqual(['2020', 'APAccountRef'])
    const saying = (BillableStatus: string): object => order(expenseLine(chart, 5, {}, { BillableStatus }))
    expect(codeOf(await visitor.post('purchaseorder', saying('NotBillable')))).toBe('200')
    expect(codeOf(await visitor.post('purchaseorder', saying('Billable')))).toBe('2170')
    const sold = await visitor.make('Item', {
      Name: 'Vendu',
      Type: 'Service',
      IncomeAccountRef: { value: await visitor.idOf('Account', 'Services') },
    })
    const line = {
      Amount: 5,
      DetailType: 'ItemBasedExpenseLineDetail',
      ItemBasedExpenseLineDetail: { ItemRef: { value: sold.Id }, TaxCodeRef: { value: chart.outOfScope } },
    }
    expect(codeOf(await visitor.post('purchaseorder', order(line)))).toBe('6000')
  })

  it('are received by a bill that names their line, and open again when it is deleted', async () => {
    const made = await visitor.make('PurchaseOrder', order(itemLine(chart, 5)))
    const line = { ...itemLine(chart, 5), LinkedTxn: [{ TxnId: made.Id, TxnType: 'PurchaseOrder', TxnLineId: '1' }] }
    const bill = await visitor.make('Bill', {
      VendorRef: { value: vendor },
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [line],
    })
    const received = await now('PurchaseOrder', made.Id)
    expect([received.POStatus, (received.Line as unknown as Body[])[0]?.Received]).toEqual(['Closed', 5])
    await visitor.post('bill?operation=delete', { Id: bill.Id, SyncToken: '0' })
    expect((await now('PurchaseOrder', made.Id)).POStatus).toBe('Open')
  })

  it('need a plan that has them (5020) and the switch in settings (6000); entitlements tell the plan', async () => {
    const other = await visit({ settings: { plan: 'Essentials' } })
    const its = await chartOf(other)
    const owner = String((await other.make('Vendor', { DisplayName: 'V' })).Id)
    const body = {
      VendorRef: { value: owner },
      APAccountRef: { value: its.payable },
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [itemLine(its, 5)],
    }
    expect(codeOf(await other.post('purchaseorder', body))).toBe('5020')
    expect(codeOf(await other.query('select * from PurchaseOrder'))).toBe('5020')
    const xml = async (): Promise<string> =>
      (
        await fetch(`${other.practice.apiBase}/manage/entitlements/v3/${other.practice.realmId}`, {
          headers: { Authorization: `Bearer ${other.tokens.access_token}` },
        })
      ).text()
    expect(await xml()).toMatch(/<Entitlement id="42">\s*<name>Purchase Order<\/name>\s*<term>Off<\/term>/)
    await other.practice.controls.changeSettings({ plan: 'Plus', purchaseOrdersOn: false })
    expect(await xml()).toMatch(/<name>Purchase Order<\/name>\s*<term>On<\/term>/)
    expect(codeOf(await other.post('purchaseorder', body))).toBe('6000')
    await other.practice.close()
  })
})

describe('the books of a company', () => {
  it('are closed up to a day, for new documents, changes and deletions alike (6210, or 6200 without a password)', async () => {
    const made = await visitor.make('Invoice', invoice(chart, job, next(), 10, { TxnDate: '2026-01-31' }))
    await visitor.practice.controls.changeSettings({ booksClosedUntil: '2026-01-31' })
    expect((await visitor.get('preferences')).json.Preferences?.AccountingInfoPrefs?.BookCloseDate).toBe('2026-01-31')
    expect(codeOf(await visitor.post('invoice', invoice(chart, job, next(), 10, { TxnDate: '2026-01-31' })))).toBe(
      '6210',
    )
    expect(codeOf(await visitor.post('invoice', invoice(chart, job, next(), 10, { TxnDate: '2026-02-01' })))).toBe(
      '200',
    )
    expect(
      codeOf(await visitor.post('invoice', { Id: made.Id, SyncToken: '0', sparse: true, TxnDate: '2026-02-01' })),
    ).toBe('6210')
    expect(codeOf(await visitor.post('invoice?operation=delete', { Id: made.Id, SyncToken: '0' }))).toBe('6210')
    await visitor.practice.controls.changeSettings({ closedWithPassword: false })
    expect(codeOf(await visitor.post('invoice?operation=void', { Id: made.Id, SyncToken: '0' }))).toBe('6200')
    await visitor.practice.controls.changeSettings({ booksClosedUntil: null })
  })

  it('stop with the subscription (6190)', async () => {
    await visitor.practice.controls.changeSettings({ subscribed: false })
    expect(codeOf(await visitor.query('select * from Customer'))).toBe('6190')
    await visitor.practice.controls.changeSettings({ subscribed: true })
  })

  it('add up: what a client owes is what is open on its jobs, and moves without a new sync token', async () => {
    const owner = String((await visitor.make('Customer', { DisplayName: 'Solde' })).Id)
    const site = String(
      (await visitor.make('Customer', { DisplayName: 'Solde - toit', Job: true, ParentRef: { value: owner } })).Id,
    )
    const made = String((await visitor.make('Invoice', invoice(chart, site, next(), 100))).Id)
    await visitor.make('Payment', payment(site, 50, ['Invoice', made, 30]))
    await visitor.make('CreditMemo', invoice(chart, site, next(), 5))
    const balances = async (id: string): Promise<unknown[]> => {
      const row = await now('Customer', id)
      return [row.Balance, row.BalanceWithJobs, row.SyncToken]
    }
    expect(await balances(site)).toEqual([45, 45, '0'])
    expect(await balances(owner)).toEqual([0, 45, '0'])
  })

  it('refuse amounts, dates and numbers that are none', async () => {
    const post = async (change: object): Promise<string> =>
      codeOf(await visitor.post('invoice', invoice(chart, job, next(), 10, change)))
    expect(await post({ TxnDate: '2026-02-30' })).toBe('2060')
    expect(await post({ Line: [salesLine(chart, 0.001)] })).toBe('2080')
    expect(await post({ Line: [{ ...salesLine(chart, 1), Amount: '1,00' }] })).toBe('2080')
    expect(await post({ Line: [salesLine(chart, 1, {}, { Qty: 'two' })] })).toBe('2070')
    expect(await post({ PrivateNote: 'n'.repeat(4001) })).toBe('2050')
    expect(await post({ CurrencyRef: { value: 'USD' } })).toBe('6000')
  })
})
