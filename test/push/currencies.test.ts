import { afterEach, describe, expect, it } from 'vitest'
import {
  client,
  credit,
  expense,
  invoice,
  line,
  money,
  payment,
  professional,
  project,
  purchaseOrder,
} from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/* A Canadian company that also works in US dollars (facts: QuickBooks live §2). */

afterEach(closePushers)

const USD = { currency: 'USD' } as const

type Settings = NonNullable<Parameters<typeof Pusher.start>[0]>['settings']

async function inDollars(settings: Settings = {}): Promise<Pusher> {
  const pusher = await Pusher.start({
    country: 'CA',
    settings: { multiCurrency: true, exchangeRates: { USD: 1.37 }, ...settings },
  })
  await pusher.says(
    client('c-1', { displayName: 'Vermont Lofts' }),
    project('p-1', 'c-1'),
    professional('v-1', { displayName: 'Burlington Lumber' }),
    invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')], ...USD }),
    expense('e-1', { number: 'B-1', paidWith: 'unpaid', professionalId: 'v-1', ...USD }),
  )
  return pusher
}

describe('documents in a foreign currency', () => {
  it('go with the rate of their day, each of them: invoice, payment, credit with its use, bill, purchase and order', async () => {
    const pusher = await inDollars()
    await pusher.says(
      payment('pay-1', 'i-1', '300.00'),
      credit('1', 'p-1', { number: 'C-1', appliesToInvoiceId: 'i-1', ...USD }),
      expense('e-2', { number: 'P-1', paidWith: 'bank', professionalId: 'v-1', ...USD }),
      purchaseOrder('1', 'v-1', { number: 'PO-1', ...USD }),
    )
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    const types = ['Invoice', 'Payment', 'CreditMemo', 'Bill', 'Purchase', 'PurchaseOrder'] as const
    for (const type of types) {
      const all = await pusher.books(type)
      expect(all.length, type).toBeGreaterThan(0)
      for (const each of all) expect(each, type).toMatchObject({ CurrencyRef: { value: 'USD' }, ExchangeRate: 1.37 })
    }
    // One payment, and the one of nothing that applies the credit.
    expect(await pusher.books('Payment')).toHaveLength(2)
    const [bill] = await pusher.books('Bill')
    expect(bill).toMatchObject({ APAccountRef: { name: 'Accounts Payable (A/P) - USD' } })
  })

  it('carry no rate in the currency of the company', async () => {
    const pusher = await inDollars()
    await pusher.says(
      client('c-2', { displayName: 'Marie Roy' }),
      project('p-2', 'c-2'),
      invoice('i-2', 'p-2', { number: '1002' }),
    )
    await pusher.sync()
    const created = (await pusher.writes()).filter(({ entity }) => entity === 'Invoice').map(({ body }) => body)
    expect(created.filter((body) => body.includes('"CAD"') && body.includes('ExchangeRate'))).toEqual([])
    expect(created.filter((body) => body.includes('"USD"') && body.includes('"ExchangeRate":1.37'))).toHaveLength(1)
  })

  it('keep a rate that a person changed in QuickBooks through an update', async () => {
    const pusher = await inDollars()
    await pusher.sync()
    await pusher.person('Edits', 'Bill', pusher.idOf('expense:e-1'), { ExchangeRate: 1.4123 })
    const edited = { number: 'B-1', paidWith: 'unpaid', professionalId: 'v-1', ...USD } as const
    await pusher.says(expense('e-1', { ...edited, lines: [line('91.00')] }))
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 91, ExchangeRate: 1.4123 })
    // Also where Billdr moves the day.
    await pusher.says(expense('e-1', { ...edited, lines: [line('92.00')], spentOn: '2026-03-20' }))
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TxnDate: '2026-03-20', ExchangeRate: 1.4123 })
  })

  it('take the rate of the new day where Billdr moves them and nobody touched the rate', async () => {
    const pusher = await inDollars({ exchangeRates: {} })
    await pusher.sync()
    const before = (await pusher.entity('expense:e-1'))['ExchangeRate']
    await pusher.says(
      expense('e-1', { number: 'B-1', paidWith: 'unpaid', professionalId: 'v-1', spentOn: '2026-01-05', ...USD }),
    )
    await pusher.sync()
    const after = (await pusher.entity('expense:e-1'))['ExchangeRate']
    expect(after).not.toBe(before)
    expect(Number(after)).toBeGreaterThan(1.3)
  })

  it('are held without a rate, and go once QuickBooks has one', async () => {
    const pusher = await inDollars({ exchangeRates: { USD: null } })
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'rate-missing', params: { currency: 'USD', home: 'CAD' } },
    })
    expect(await pusher.books('Invoice')).toEqual([])
    await pusher.restart()
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'rate-missing' } })
    await pusher.practice.controls.changeSettings({ exchangeRates: { USD: 1.41 } })
    await pusher.later(11 * 60_000)
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ ExchangeRate: 1.41 })
  })
})

describe('the accounts of a foreign currency', () => {
  const account = (name: string, type: string, currency: string) => ({
    Name: name,
    AccountType: type,
    CurrencyRef: { value: currency },
  })

  it('are the only active ones in the currency', async () => {
    const pusher = await inDollars()
    const bank = await pusher.person('Creates', 'Account', account('US Chequing', 'Bank', 'USD'))
    await pusher.says(
      payment('pay-1', 'i-1', '300.00'),
      expense('e-2', { number: 'P-1', paidWith: 'bank', professionalId: 'v-1', ...USD }),
    )
    await pusher.sync()
    const into = { value: bank['Id'] }
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ DepositToAccountRef: into })
    expect(await pusher.entity('expense:e-2')).toMatchObject({ AccountRef: into })
  })

  it('are asked for before sending where there are two, and taken as chosen', async () => {
    const pusher = await inDollars()
    await pusher.person('Creates', 'Account', account('US Chequing', 'Bank', 'USD'))
    const second = await pusher.person('Creates', 'Account', account('US Savings', 'Bank', 'USD'))
    await pusher.says(payment('pay-1', 'i-1', '300.00'))
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject({
      state: 'held',
      problem: { code: 'account-for-currency-missing', params: { which: 'depositAccount', currency: 'USD', count: 2 } },
    })
    expect(await pusher.books('Payment')).toEqual([])
    await pusher.mappings((mappings) => {
      mappings.defaults.depositAccounts = { USD: 'US Savings' }
    })
    await pusher.sync()
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ DepositToAccountRef: { value: second['Id'] } })
  })

  it('payable: two are asked for, one that is inactive does not count', async () => {
    const pusher = await inDollars()
    const other = await pusher.person('Creates', 'Account', account('US Payables', 'Accounts Payable', 'USD'))
    await pusher.person('Creates', 'Account', account('US Payables 2', 'Accounts Payable', 'USD'))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'account-for-currency-missing', params: { which: 'payableAccount', count: 2 } },
    })
    await pusher.person('Edits', 'Account', String(other['Id']), { Active: false })
    await pusher.sync()
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })

  it('payable: a bill is paid in the one that it stands in, not in the first of its currency', async () => {
    const pusher = await inDollars()
    const second = await pusher.person('Creates', 'Account', account('US Payables 2', 'Accounts Payable', 'USD'))
    await pusher.mappings((mappings) => {
      mappings.defaults.payableAccounts = { USD: 'US Payables 2' }
    })
    await pusher.sync()
    const bill = await pusher.entity('expense:e-1')
    expect(bill).toMatchObject({ APAccountRef: { value: second['Id'] } })
    await pusher.says(expense('e-1', { number: 'B-1', paidWith: 'bank', professionalId: 'v-1', ...USD }))
    await pusher.sync()
    expect(await pusher.books('BillPayment')).toMatchObject([{ APAccountRef: { value: second['Id'] } }])
    expect(await pusher.entity('expense:e-1')).toMatchObject({ Balance: 0 })
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })
})

describe('the receivable account', () => {
  const receivable = (name: string, currency: string) => ({
    Name: name,
    AccountType: 'Accounts Receivable',
    CurrencyRef: { value: currency },
  })

  it('of a currency is asked about before sending where there are two, and taken as chosen for invoice, payment and credit', async () => {
    const pusher = await inDollars()
    await pusher.person('Creates', 'Account', receivable('US Receivables', 'USD'))
    const second = await pusher.person('Creates', 'Account', receivable('US Retainage', 'USD'))
    await pusher.says(
      payment('pay-1', 'i-1', '300.00'),
      credit('1', 'p-1', { number: 'C-1', appliesToInvoiceId: 'i-1', lines: [line('10.00')], ...USD }),
    )
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: {
        code: 'account-for-currency-missing',
        params: { which: 'receivableAccount', currency: 'USD', count: 2 },
      },
    })
    expect(await pusher.books('Invoice')).toEqual([])
    await pusher.mappings((mappings) => {
      mappings.defaults.receivableAccounts = { USD: 'US Retainage' }
    })
    expect(await pusher.sync()).toMatchObject({ refused: 0 })
    const chosen = { ARAccountRef: { value: second['Id'] } }
    expect(await pusher.entity('invoice:i-1')).toMatchObject(chosen)
    expect(await pusher.entity('credit:1')).toMatchObject(chosen)
    expect(await pusher.books('Payment')).toMatchObject([chosen, chosen])
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('that is the only one is left to QuickBooks', async () => {
    const pusher = await inDollars()
    await pusher.sync()
    expect(pusher.row('invoice:i-1').state).toBe('synced')
    const [sent] = (await pusher.writes()).filter(({ entity }) => entity === 'Invoice')
    expect(sent?.body).not.toContain('ARAccountRef')
  })

  it('that was chosen for a currency and is kept in another one is asked about before anything is sent', async () => {
    const pusher = await inDollars()
    await pusher.mappings((mappings) => {
      mappings.defaults.receivableAccounts = { USD: 'Accounts Receivable (A/R)' }
    })
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'account-for-currency-missing', params: { which: 'receivableAccount' } },
    })
    expect(await pusher.books('Invoice')).toEqual([])
  })
})

describe('a contact in one currency and its document in another', () => {
  it('is held before sending, in words', async () => {
    const pusher = await inDollars()
    await pusher.person('Creates', 'Vendor', { DisplayName: 'Burlington Lumber' })
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: {
        code: 'contact-in-other-currency',
        params: { name: 'Burlington Lumber', currency: 'USD', kept: 'CAD' },
      },
    })
    expect(await pusher.books('Bill')).toEqual([])
  })

  it('is held too where QuickBooks gave a new contact another currency than it was asked for', async () => {
    const pusher = await inDollars({ partyCurrency: 'ignored' })
    await pusher.sync()
    expect(pusher.row('expense:e-1').problem?.code).toBe('contact-in-other-currency')
    expect(pusher.row('invoice:i-1').problem?.code).toBe('contact-in-other-currency')
    expect(await pusher.books('Invoice')).toEqual([])
  })
})

describe('a payment of a bill of sale', () => {
  it('is never booked one to one (live §2.3)', async () => {
    const pusher = await inDollars({ foreignWithoutRate: 'at-one' })
    await pusher.says(
      payment('pay-1', 'i-1', '1000.00'),
      invoice('i-1', 'p-1', { number: '1001', ...USD, total: money('1000.00') }),
    )
    await pusher.sync()
    for (const each of await pusher.books('Payment')) expect(each['ExchangeRate']).toBe(1.37)
  })
})

it('W4: a supplier and a client that QuickBooks keeps in its own currency, whatever was asked for, are held, and so are their documents', async () => {
  const pusher = await inDollars({ partyCurrency: 'ignored' })
  await pusher.sync()
  for (const key of ['client:c-1', 'project:p-1', 'professional:v-1'] as const)
    expect(pusher.row(key)).toMatchObject({
      state: 'held',
      problem: { code: 'not-as-sent', params: { fields: 'currency' } },
      differs: [{ field: 'currency', billdr: 'USD', quickbooks: 'CAD' }],
    })
  expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'contact-in-other-currency' } })
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'contact-in-other-currency' } })
  expect(await pusher.books('Invoice')).toEqual([])
})

it('a supplier whose payable account the lists of QuickBooks do not show yet is no question: its bill goes at once', async () => {
  const pusher = await inDollars({ lagSeconds: 20 })
  await pusher.sync()
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  const [bill] = await pusher.books('Bill')
  expect(bill).toMatchObject({
    CurrencyRef: { value: 'USD' },
    APAccountRef: { name: 'Accounts Payable (A/P) - USD' },
  })
})

it('an order to such a supplier, which has to name the account, waits for it and goes by itself', async () => {
  const pusher = await inDollars({ lagSeconds: 20 })
  await pusher.says(purchaseOrder('1', 'v-1', { number: 'PO-1', ...USD }))
  expect(await pusher.sync()).toMatchObject({ refused: 0 })
  expect(pusher.row('purchase-order:1')).toMatchObject({ state: 'pending', problem: null })
  await pusher.later(60_000)
  await pusher.sync()
  expect(pusher.row('purchase-order:1')).toMatchObject({ state: 'synced' })
  expect(await pusher.books('PurchaseOrder')).toMatchObject([
    { APAccountRef: { name: 'Accounts Payable (A/P) - USD' } },
  ])
})

it('a payable account that was chosen for a currency and is kept in another one is asked about before anything is sent', async () => {
  const pusher = await inDollars()
  await pusher.mappings((mappings) => {
    mappings.defaults.payableAccounts = { USD: 'Accounts Payable (A/P)' }
  })
  await pusher.sync()
  expect(pusher.row('expense:e-1')).toMatchObject({
    state: 'held',
    problem: { code: 'account-for-currency-missing', params: { which: 'payableAccount', currency: 'USD' } },
  })
  expect(await pusher.books('Bill')).toEqual([])
})
