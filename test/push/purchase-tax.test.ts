import { afterEach, describe, expect, it } from 'vitest'
import { expense, line, money, tax } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/* T1: how "no tax yet" is said on purchases, where tax is added there and where it cannot be. */

afterEach(closePushers)

const BOUGHT = { number: 'R-1', currency: 'USD', lines: [line('100.00')] }
const withTax = (amount: string, total: string) =>
  expense('e-1', { ...BOUGHT, taxes: [tax('CA sales tax', '8.25', amount)], total: money(total) })

describe('in the US, where QuickBooks adds no tax to what is bought', () => {
  it.each([
    ['cost', [108.25]],
    ['line', [100, 8.25]],
  ] as const)('with "purchaseTax=%s" an expense shows what was paid, and no tax is to be added', async (how, lines) => {
    const pusher = await Pusher.start({ country: 'US' })
    await pusher.settings({ purchaseTax: how })
    await pusher.says(withTax('8.25', '108.25'))
    await pusher.sync()
    const entity = await pusher.entity('expense:e-1')
    expect(entity).toMatchObject({ TotalAmt: 108.25, Line: lines.map((Amount) => ({ Amount })) })
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'synced',
      amount: 10825,
      tax: null,
      note: null,
      differs: null,
    })
  })

  it('a tax that Billdr corrects alone goes there, once', async () => {
    const pusher = await Pusher.start({ country: 'US' })
    await pusher.says(withTax('8.25', '108.25'))
    await pusher.sync()
    await pusher.says(withTax('9.00', '109.00'))
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 109, Line: [{ Amount: 109 }] })
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', amount: 10900, differs: null })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('one that an earlier version sent before tax stays, and says what is not there', async () => {
    const pusher = await Pusher.start({ country: 'US' })
    await pusher.says(expense('e-1', { ...BOUGHT, taxes: [], total: money('100.00') }))
    await pusher.sync()
    await pusher.clearLog()
    await pusher.says(withTax('8.25', '108.25'))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'synced',
      amount: 10000,
      tax: null,
      note: { code: 'purchase-tax-not-there', params: { tax: 825, total: 10825 } },
    })
  })
})

it('in Canada a hidden code is passed over: a person is asked, on the sales and on the purchases', async () => {
  const pusher = await Pusher.start({ settings: { taxCodes: 'hidden' } })
  await pusher.says(expense('e-1'))
  await pusher.sync()
  expect(pusher.row('expense:e-1')).toMatchObject({
    state: 'held',
    problem: { code: 'tax-code-missing', params: { side: 'purchases' } },
  })
  await pusher.settings({ taxCode: 'Out of Scope' })
  await pusher.sync()
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'tax-code-missing' } })
  await pusher.settings({ purchaseTaxCode: 'Exempt' })
  await pusher.sync()
  expect(JSON.stringify(await pusher.entity('expense:e-1'))).toContain('"TaxCodeRef":{"value":"2"}')
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced' })
})
