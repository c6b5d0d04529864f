import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, expenseLine, invoice, payment, purchase, type Chart } from './bodies.ts'
import { codeOf, visit, type Body, type Visitor } from './visitor.ts'

/** What others saw of several currencies (VYL, MCP #75); a company in Canada with USD, EUR, GBP and HKD active. */
let visitor: Visitor
let chart: Chart
let american: string
let canadian: string
let supplier: string

const usd = { CurrencyRef: { value: 'USD' } }

beforeAll(async () => {
  visitor = await visit({ settings: { multiCurrency: true } })
  chart = await chartOf(visitor)
  american = String((await visitor.make('Customer', { DisplayName: 'American', ...usd })).Id)
  canadian = String((await visitor.make('Customer', { DisplayName: 'Canadian' })).Id)
  supplier = String((await visitor.make('Vendor', { DisplayName: 'US Supply', ...usd })).Id)
})
afterAll(() => visitor.practice.close())

const bill = (more: object = {}): object => ({
  VendorRef: { value: supplier },
  GlobalTaxCalculation: 'TaxExcluded',
  Line: [expenseLine(chart, 100)],
  ...more,
})

describe('a document in another currency', () => {
  it('is refused without a rate (2410), and stands with one in both currencies', async () => {
    expect(codeOf(await visitor.post('invoice', invoice(chart, american, '1', 100, usd)))).toBe('2410')
    expect(codeOf(await visitor.post('bill', bill(usd)))).toBe('2410')
    const made = await visitor.make('Invoice', invoice(chart, american, '1', 100, { ...usd, ExchangeRate: 1.4 }))
    expect([made.TotalAmt, made.HomeTotalAmt, made.ExchangeRate]).toEqual([100, 140, 1.4])
  })

  it('is refused in a currency that is not that of its party (6000), and taken without one for a party at home', async () => {
    const other = { CurrencyRef: { value: 'HKD' }, ExchangeRate: 0.18 }
    expect(codeOf(await visitor.post('bill', bill(other)))).toBe('6000')
    expect(
      codeOf(await visitor.post('invoice', invoice(chart, canadian, '2', 10, { ...usd, ExchangeRate: 1.4 }))),
    ).toBe('6000')
    expect((await visitor.make('Invoice', invoice(chart, canadian, '3', 10))).CurrencyRef?.value).toBe('CAD')
  })

  it('takes the payable account of its currency, which came with the first supplier, and refuses the other', async () => {
    const made = await visitor.make('Bill', bill({ ...usd, ExchangeRate: 1.4 }))
    expect(made.APAccountRef?.name).toBe('Accounts Payable (A/P) - USD')
    const wrong = { ...usd, ExchangeRate: 1.4, APAccountRef: { value: chart.payable } }
    expect(codeOf(await visitor.post('bill', bill(wrong)))).toBe('6000')
    await visitor.practice.controls.changeSettings({ wrongCurrencyAccount: 'replaced' })
    expect((await visitor.make('Bill', bill(wrong))).APAccountRef?.name).toBe('Accounts Payable (A/P) - USD')
    await visitor.practice.controls.changeSettings({ wrongCurrencyAccount: 'refuse' })
    const accounts = await visitor.rows("select * from Account where AccountType = 'Accounts Receivable'")
    expect(accounts.map((each) => each.CurrencyRef?.value)).toEqual(['CAD', 'USD'])
  })
})

it('a payment without a rate is booked at 1, without a word (MCP #75)', async () => {
  const made = await visitor.make('Invoice', invoice(chart, american, '9', 100, { ...usd, ExchangeRate: 1.4 }))
  const paid = await visitor.make('Payment', { ...payment(american, 100, ['Invoice', String(made.Id), 100]), ...usd })
  expect([paid.ExchangeRate, paid.HomeTotalAmt]).toEqual([1, undefined])
})

it('the currency of a party is that of its creation: another one is taken with 200 and ignored (VYL, AHO)', async () => {
  const got = await visitor.post('vendor', {
    Id: supplier,
    SyncToken: '0',
    sparse: true,
    CurrencyRef: { value: 'HKD' },
  })
  expect([got.status, (got.json.Vendor as Body).CurrencyRef?.value]).toEqual([200, 'USD'])
  await visitor.practice.controls.changeSettings({ partyCurrency: 'ignored' })
  expect((await visitor.make('Vendor', { DisplayName: 'At home', ...usd })).CurrencyRef?.value).toBe('CAD')
  await visitor.practice.controls.changeSettings({ partyCurrency: 'kept' })
})

describe('the rate of a day', () => {
  const rate = (more: string): ReturnType<Visitor['get']> => visitor.get(`exchangerate?sourcecurrencycode=${more}`)

  it('is answered for an active currency (VYL 2.4)', async () => {
    expect((await rate('USD&asofdate=2026-07-30')).json.ExchangeRate).toEqual({
      SourceCurrencyCode: 'USD',
      TargetCurrencyCode: 'CAD',
      Rate: 1.400374,
      AsOfDate: '2026-07-30',
      domain: 'QBO',
    })
  })

  it('is queried, and set by a program (PQ)', async () => {
    const [row] = await visitor.rows("select * from ExchangeRate where SourceCurrencyCode = 'EUR'")
    expect(row).toMatchObject({ TargetCurrencyCode: 'CAD' })
    expect(codeOf(await visitor.post('exchangerate', { ...(row as object), Rate: 1.75 }))).toBe('200')
    expect((await rate('EUR')).json.ExchangeRate?.Rate).toBe(1.75)
  })

  it('is what a person set, or is not there', async () => {
    await visitor.practice.controls.changeSettings({ exchangeRates: { USD: 1.3, EUR: null } })
    expect((await rate('USD&asofdate=2026-07-30')).json.ExchangeRate?.Rate).toBe(1.3)
    expect(codeOf(await rate('EUR'))).toBe('610')
    await visitor.practice.controls.changeSettings({ exchangeRates: {} })
  })
})

it('the active currencies are a list, and an account of a third currency pays nothing', async () => {
  expect((await visitor.rows('select * from CompanyCurrency')).map((each) => each.Code)).toEqual([
    'USD',
    'EUR',
    'GBP',
    'HKD',
  ])
  const euros = await visitor.make('Account', { Name: 'Euros', AccountType: 'Bank', CurrencyRef: { value: 'EUR' } })
  const paid = { ...purchase(chart, 'e'), AccountRef: { value: euros.Id } }
  expect(codeOf(await visitor.post('purchase', paid))).toBe('6000')
})
