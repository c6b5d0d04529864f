import { describe, expect, it } from 'vitest'
import type { BooksTaxCode } from '../../electron/plan/books.ts'
import { Contractor, taxCode } from './contractor.ts'
import {
  HARBOR,
  client,
  credit,
  expense,
  invoice,
  line,
  money,
  professional,
  project,
  purchaseOrder,
  tax,
} from '../support/billdr-records.ts'

/** T1: pre-tax amounts only; how "no tax yet" is said depends on the company. */

function contractorIn(country: 'CA' | 'US', usingSalesTax: boolean | null, codes?: BooksTaxCode[]): Contractor {
  const currency = country === 'US' ? 'USD' : 'CAD'
  const contractor = new Contractor(
    client('c-1'),
    project('p-1', 'c-1'),
    professional('v-1'),
    invoice('i-1', 'p-1', { currency }),
    credit('1', 'p-1', { currency }),
    expense('e-1', { currency }),
    purchaseOrder('1', 'v-1', { currency }),
  ).facts({ country, usingSalesTax, homeCurrency: currency })
  if (country === 'US') contractor.company = HARBOR
  if (contractor.books && codes) contractor.books.taxCodes = codes
  contractor.carryOut()
  contractor.carryOut()
  return contractor
}

function treatments(contractor: Contractor): unknown {
  return {
    invoice: contractor.draft('invoice:i-1', 'Invoice').tax,
    credit: contractor.draft('credit:1', 'CreditMemo').tax,
    expense: contractor.draft('expense:e-1', 'Purchase').tax,
    order: contractor.draft('purchase-order:1', 'PurchaseOrder').tax,
  }
}

const NOTHING = { lineCode: null, calculation: null }

describe('T1: documents go before tax', () => {
  it('T1: in the US with sales tax (automated or older), sales lines say NON and purchases nothing', () => {
    const untaxed = { lineCode: 'NON', calculation: null }
    expect(treatments(fresh('US', true))).toEqual({
      invoice: untaxed,
      credit: untaxed,
      expense: NOTHING,
      order: NOTHING,
    })
  })

  it('T1: in the US without sales tax, nothing is said', () => {
    expect(treatments(fresh('US', false))).toEqual({
      invoice: NOTHING,
      credit: NOTHING,
      expense: NOTHING,
      order: NOTHING,
    })
  })

  it('T1: in Canada where the company does not say whether it tracks tax, its codes tell', () => {
    const untaxed = { lineCode: '4', calculation: 'TaxExcluded' }
    expect(treatments(fresh('CA', null))).toEqual({
      invoice: untaxed,
      credit: untaxed,
      expense: untaxed,
      order: untaxed,
    })
    expect(treatments(fresh('CA', null, []))).toEqual({
      invoice: NOTHING,
      credit: NOTHING,
      expense: NOTHING,
      order: NOTHING,
    })
  })

  it('T1: in Canada with tax tracked, every line has the code without tax, and the document says "tax excluded"', () => {
    const untaxed = { lineCode: '4', calculation: 'TaxExcluded' }
    expect(treatments(fresh('CA', true))).toEqual({
      invoice: untaxed,
      credit: untaxed,
      expense: untaxed,
      order: untaxed,
    })
  })

  it('T1: in Canada without tax tracking, nothing is said', () => {
    expect(treatments(fresh('CA', false))).toEqual({
      invoice: NOTHING,
      credit: NOTHING,
      expense: NOTHING,
      order: NOTHING,
    })
  })

  it.each<[string, BooksTaxCode[], string]>([
    [
      '"out of scope" among "exempt" and "zero-rated"',
      [taxCode('2', 'Zero-rated', '0'), taxCode('3', 'Exempt', '0'), taxCode('4', 'Out of Scope', '0')],
      '4',
    ],
    [
      'the same in French',
      [taxCode('2', 'Détaxé', '0'), taxCode('3', 'Exonéré', '0'), taxCode('4', 'Hors champ', '0')],
      '4',
    ],
    [
      'its longer name in French',
      [taxCode('3', 'Exonéré', '0'), taxCode('4', 'Hors du champ d’application', '0')],
      '4',
    ],
    [
      'the one with the lowest id of two that say the same',
      [taxCode('12', 'Out of scope (new)', '0'), taxCode('4', 'Out of scope', '0')],
      '4',
    ],
    [
      'one without any rates',
      [taxCode('3', 'Exempt', '0'), taxCode('4', 'Out of Scope', '0', { salesRates: [], purchaseRates: null })],
      '4',
    ],
  ])('T1: a code that means "out of scope" is taken without a word: %s', (_what, codes, expected) => {
    expect(fresh('CA', true, codes).draft('expense:e-1', 'Purchase').tax).toEqual({
      lineCode: expected,
      calculation: 'TaxExcluded',
    })
  })

  it.each<[string, BooksTaxCode[]]>([
    ['"exempt" alone, which is reported', [taxCode('3', 'Exempt', '0')]],
    ['"zero-rated" alone, which is reported', [taxCode('2', 'Détaxé', '0'), taxCode('5', 'GST', '5')]],
    ['a code of the house', [taxCode('9', 'Rien', '0.00'), taxCode('5', 'GST', '5')]],
    ['an inactive one', [taxCode('4', 'Out of Scope', '0', { active: false }), taxCode('3', 'Exempt', '0')]],
    ['one of that name with a rate', [taxCode('4', 'Out of Scope', '5')]],
  ])('T1: anything else is asked, for sales and for purchases: %s', (_what, codes) => {
    const contractor = fresh('CA', true, codes)
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'tax-code-missing', params: { side: 'sales' } },
      operations: [],
    })
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'tax-code-missing', params: { side: 'purchases' } },
      operations: [],
    })
  })

  it('T1: a code that cannot be used on purchases is not taken for them, not even where it was chosen for sales', () => {
    const salesOnly = taxCode('6', 'Hors champ, ventes', '0', { purchaseRates: [] })
    const both = taxCode('7', 'Détaxé', '0')
    const contractor = fresh('CA', true, [salesOnly, both])
    expect(contractor.draft('invoice:i-1', 'Invoice').tax.lineCode).toBe('6')
    contractor.settings.taxCode = '6'
    expect(contractor.draft('invoice:i-1', 'Invoice').tax.lineCode).toBe('6')
    expect(contractor.verdict('expense:e-1').problem).toMatchObject({
      code: 'tax-code-missing',
      params: { side: 'purchases', wanted: '6' },
    })
    contractor.settings.purchaseTaxCode = 'détaxé'
    expect(contractor.draft('expense:e-1', 'Purchase').tax.lineCode).toBe('7')
    expect(contractor.draft('invoice:i-1', 'Invoice').tax.lineCode).toBe('6')
  })

  it.each(['3', 'id:3', 'EXEMPT'])('T1: the code that was chosen counts, as %s', (chosen) => {
    const contractor = fresh('CA', true, [taxCode('3', 'Exempt', '0'), taxCode('4', 'Out of Scope', '0')])
    contractor.settings.taxCode = chosen
    expect(contractor.draft('invoice:i-1', 'Invoice').tax.lineCode).toBe('3')
  })

  it('T1: a chosen code that does not exist, or is no longer active, holds the documents and names it', () => {
    const contractor = fresh('CA', true, [
      taxCode('3', 'Exempt', '0'),
      taxCode('4', 'Hors champ', '0', { active: false }),
    ])
    for (const chosen of ['Nulle part', 'Hors champ']) {
      contractor.settings.taxCode = chosen
      expect(contractor.verdict('invoice:i-1')).toMatchObject({
        state: 'held',
        problem: { code: 'tax-code-missing', params: { wanted: chosen } },
      })
    }
  })

  it('T1: purchases go under the code of sales where they have none of their own', () => {
    const contractor = fresh('CA', true, [taxCode('3', 'Exempt', '0'), taxCode('7', 'Détaxé', '0')])
    contractor.settings.taxCode = 'Exempt'
    expect(contractor.draft('expense:e-1', 'Purchase').tax.lineCode).toBe('3')
  })

  it('T1: Billdr’s taxes are never in what is sent', () => {
    const contractor = fresh('CA', true)
    contractor.says(invoice('i-1', 'p-1', { taxes: [tax('TPS', '5', '50.00')], total: money('1050.00') }))
    const draft = contractor.draft('invoice:i-1', 'Invoice')
    expect(draft.lines.map(({ amount }) => amount)).toEqual([100000])
  })
})

describe('what is bought in the US holds its tax, which QuickBooks cannot add', () => {
  const taxed = () =>
    expense('e-1', {
      currency: 'USD',
      lines: [line('100.00'), line('33.33'), line('-10.00')],
      taxes: [tax('CA sales tax', '8.25', '10.18'), tax('Fee', '0', '0.00')],
      total: money('133.51'),
    })

  it('as part of the cost of each line, to the cent', () => {
    const contractor = fresh('US', true)
    contractor.says(taxed())
    const { lines } = contractor.draft('expense:e-1', 'Purchase')
    expect(lines.map(({ amount }) => amount)).toEqual([10825, 3609, -1083])
    expect(lines.map(({ quantity }) => quantity)).toEqual([null, null, null])
  })

  it('or on a line of its own, beside the largest', () => {
    const contractor = fresh('US', true)
    contractor.settings.purchaseTax = 'line'
    contractor.says(taxed())
    const { lines } = contractor.draft('expense:e-1', 'Purchase')
    expect(lines.map(({ amount }) => amount)).toEqual([10000, 3333, -1000, 1018])
    expect(lines.at(-1)).toMatchObject({ description: 'CA sales tax 8.25 %', reference: lines[0]?.reference })
  })

  it('elsewhere it stays outside, to be added in QuickBooks', () => {
    const contractor = fresh('CA', true)
    contractor.says(
      expense('e-1', { taxes: [tax('TPS', '5', '5.00')], lines: [line('100.00')], total: money('105.00') }),
    )
    expect(contractor.draft('expense:e-1', 'Purchase').lines.map(({ amount }) => amount)).toEqual([10000])
  })
})

/** Contacts are there; documents are about to go. */
function fresh(country: 'CA' | 'US', usingSalesTax: boolean | null, codes?: BooksTaxCode[]): Contractor {
  const contractor = contractorIn(country, usingSalesTax, codes)
  for (const key of [...contractor.links.keys()])
    if (!/^(client|project|professional):/.test(key)) contractor.links.delete(key)
  if (contractor.books) contractor.books.documents = []
  return contractor
}
