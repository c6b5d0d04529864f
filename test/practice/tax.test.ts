import { describe, expect, it } from 'vitest'
import type { TaxSetup } from '../../electron/practice/testing/controlled-company.ts'
import { chartOf, expenseLine, invoice, purchase, salesLine } from './bodies.ts'
import { codeOf, visit, type Body } from './visitor.ts'

const NO_RATE = 'Business Validation Error: Make sure all your transactions have a GST/HST rate before you save.'

describe('T1: tax in Canada, tracked', () => {
  it('wants a tax code on every line of sales and purchases, and how tax is calculated', async () => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const bare = { TaxCodeRef: undefined }
    const refused = await visitor.post(
      'invoice',
      invoice(chart, customer, '1', 10, { Line: [salesLine(chart, 10), salesLine(chart, 5, {}, bare)] }),
    )
    expect([refused.status, codeOf(refused), (refused.json.Fault?.Error as unknown as Body[])[0]?.Detail]).toEqual([
      400,
      '6000',
      NO_RATE,
    ])
    expect(
      codeOf(await visitor.post('purchase', purchase(chart, '1', 0, { Line: [expenseLine(chart, 5, {}, bare)] }))),
    ).toBe('6000')
    expect(
      codeOf(await visitor.post('invoice', invoice(chart, customer, '1', 10, { GlobalTaxCalculation: undefined }))),
    ).toBe('6000')
    expect(
      codeOf(await visitor.post('invoice', invoice(chart, customer, '1', 10, { GlobalTaxCalculation: 'None' }))),
    ).toBe('2170')
    const notApplicable = invoice(chart, customer, '1', 10, {
      GlobalTaxCalculation: 'NotApplicable',
      TxnTaxDetail: { TotalTax: 0 },
    })
    expect(codeOf(await visitor.post('invoice', notApplicable))).toBe('6170')
    await visitor.practice.close()
  })

  it('takes pre-tax amounts with a code out of scope: no tax, the total is that of the lines', async () => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const made = await visitor.make('Invoice', invoice(chart, customer, '1', 1725.25))
    expect([made.TotalAmt, made.TxnTaxDetail?.TotalTax]).toEqual([1725.25, 0])
    expect((await visitor.make('Purchase', purchase(chart, '1', 40))).TotalAmt).toBe(40)
    await visitor.practice.close()
  })

  it('computes each rate on its own sum, half a cent up', async () => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const taxed = { TaxCodeRef: { value: chart.gstQst } }
    const made = await visitor.make(
      'Invoice',
      invoice(chart, customer, '1', 0, {
        Line: [salesLine(chart, 2400, {}, taxed), salesLine(chart, 5350.5, {}, taxed)],
      }),
    )
    expect([made.TxnTaxDetail?.TotalTax, made.TotalAmt]).toEqual([1160.64, 8911.14]) // 387.53 and 773.11
    await visitor.practice.close()
  })

  it('knows no code of the US, none that is inactive, and none for purchases where there is no rate', async () => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const withCode = (value: string): object =>
      invoice(chart, customer, '1', 0, { Line: [salesLine(chart, 1, {}, { TaxCodeRef: { value } })] })
    const [inactive] = await visitor.rows('select * from TaxCode where Active = false')
    expect(inactive?.Name).toBe('HST NB 2010')
    for (const value of ['NON', '999', String(inactive?.Id)])
      expect(codeOf(await visitor.post('invoice', withCode(value)))).toBe('2500')
    const salesOnly = await visitor.idOf('TaxCode', 'QST QC - 9.975')
    expect(codeOf(await visitor.post('invoice', withCode(salesOnly)))).toBe('200')
    expect(
      codeOf(
        await visitor.post(
          'purchase',
          purchase(chart, '9', 0, { Line: [expenseLine(chart, 5, {}, { TaxCodeRef: { value: salesOnly } })] }),
        ),
      ),
    ).toBe('6470')
    await visitor.practice.close()
  })

  it('lets a person add the tax: total, balance and sync token move', async () => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const made = await visitor.make('Invoice', invoice(chart, customer, '1', 8000))
    const outcome = await visitor.practice.controls.personAddsTax('Invoice', String(made.Id), 'GST/QST QC - 9.975')
    expect(outcome).toMatchObject({
      ok: true,
      entity: { TotalAmt: 9198, Balance: 9198, SyncToken: '1', TxnTaxDetail: { TotalTax: 1198 } },
    })
    const bought = await visitor.make('Purchase', purchase(chart, '2', 100))
    expect(await visitor.practice.controls.personAddsTax('Purchase', String(bought.Id), 'HST ON')).toMatchObject({
      ok: true,
      entity: { TotalAmt: 113 },
    })
    await visitor.practice.close()
  })
})

describe('T1: tax in Canada, not tracked', () => {
  it('has no codes, and wants none', async () => {
    const visitor = await visit({ taxTracking: false })
    expect(await visitor.rows('select * from TaxCode')).toEqual([])
    expect((await visitor.get('preferences')).json.Preferences?.TaxPrefs).toEqual({ UsingSalesTax: false })
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const line = { Amount: 10, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } }
    expect((await visitor.make('Invoice', { CustomerRef: { value: customer }, Line: [line] })).TotalAmt).toBe(10)
    await visitor.practice.close()
  })
})

describe('T1: tax in the US', () => {
  const post = async (
    tax: TaxSetup,
    code: string | undefined,
    more: object = {},
  ): Promise<{ code: string; total: unknown; line: unknown; prefs: unknown }> => {
    const visitor = await visit({ country: 'US', tax })
    // Automated tax is that of a place: without an address there is none (BRZ 11).
    const address = { Line1: '1 Main St', City: 'San Francisco', PostalCode: '94105' }
    const customer = String((await visitor.make('Customer', { DisplayName: 'C', BillAddr: address })).Id)
    const line = {
      Amount: 100,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, ...(code === undefined ? {} : { TaxCodeRef: { value: code } }) },
    }
    const got = await visitor.post('invoice', { CustomerRef: { value: customer }, Line: [line], ...more })
    const prefs = (await visitor.get('preferences')).json.Preferences?.TaxPrefs
    await visitor.practice.close()
    const first = (got.json.Invoice?.Line as unknown as Body[] | undefined)?.[0]
    return {
      code: codeOf(got),
      total: got.json.Invoice?.TotalAmt,
      line: first?.SalesItemLineDetail?.TaxCodeRef?.value,
      prefs,
    }
  }

  it('automated: a line without a code is taxed, NON is not, and nothing else is a code (6100)', async () => {
    expect(await post('automated', undefined)).toEqual({
      code: '200',
      total: 108.63,
      line: 'TAX',
      prefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
    })
    expect(await post('automated', 'NON')).toMatchObject({ code: '200', total: 100, line: 'NON' })
    expect(await post('automated', '2')).toMatchObject({ code: '6100' })
  })

  it('automated but not set up, legacy, none', async () => {
    expect(await post('automated-off', undefined)).toMatchObject({
      total: 100,
      line: 'TAX',
      prefs: { PartnerTaxEnabled: false },
    })
    expect(await post('legacy', undefined)).toEqual({
      code: '200',
      total: 100,
      line: 'NON',
      prefs: { UsingSalesTax: true, TaxGroupCodeRef: { value: '2' } },
    })
    expect(await post('legacy', 'TAX', { TxnTaxDetail: { TxnTaxCodeRef: { value: '2' } } })).toMatchObject({
      total: 108,
    })
    expect(await post('none', undefined)).toEqual({
      code: '200',
      total: 100,
      line: 'NON',
      prefs: { UsingSalesTax: false, PartnerTaxEnabled: false },
    })
  })

  it('purchases need no tax at all', async () => {
    const visitor = await visit({ country: 'US' })
    const line = {
      Amount: 5,
      DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: { AccountRef: { value: await visitor.idOf('Account', 'Job Expenses') } },
    }
    const made = await visitor.make('Purchase', {
      PaymentType: 'Check',
      AccountRef: { value: await visitor.idOf('Account', 'Checking') },
      Line: [line],
    })
    expect([made.TotalAmt, (made.Line as unknown as Body[])[0]?.AccountBasedExpenseLineDetail?.TaxCodeRef]).toEqual([
      5,
      { value: 'NON' },
    ])
    await visitor.practice.close()
  })
})
