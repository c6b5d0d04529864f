import { afterEach, describe, expect, it } from 'vitest'
import { chartOf, invoice, salesLine } from './bodies.ts'
import { codeOf, visit, type Body, type Visitor } from './visitor.ts'

/** Tax codes as companies have them, and what a person makes of a tax that was worked out. */
let visitor: Visitor
afterEach(() => visitor.practice.close())

const names = async (): Promise<unknown[]> => (await visitor.rows('select * from TaxCode')).map((each) => each.Name)
const taxLines = (sale: Body): Body[] => sale.TxnTaxDetail?.TaxLine as unknown as Body[]

describe('the tax codes of a Canadian company', () => {
  it('may have French names', async () => {
    visitor = await visit({ settings: { taxCodes: 'french' } })
    expect(await names()).toEqual(expect.arrayContaining(['Hors champ', 'Exonéré', 'TPS/TVQ QC - 9,975']))
    expect(await names()).not.toContain('Out of Scope')
  })

  it('may have nothing for "no tax" but Exempt', async () => {
    visitor = await visit({ settings: { taxCodes: 'exempt-only' } })
    expect(await names()).toContain('Exempt')
    for (const name of ['Out of Scope', 'Zero-rated']) expect(await names()).not.toContain(name)
  })

  it('may be hidden, which the code itself says', async () => {
    visitor = await visit({ settings: { taxCodes: 'hidden' } })
    const codes = await visitor.rows('select * from TaxCode')
    expect(codes.filter((each) => each.Hidden).map((each) => each.Name)).toEqual(['Out of Scope'])
  })
})

describe('a tax that a person wrote over', () => {
  it('says that it is no percentage, stays through a change of the head alone, and goes with new lines', async () => {
    visitor = await visit()
    const chart = await chartOf(visitor)
    const client = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
    const lines = [salesLine(chart, 100, {}, { TaxCodeRef: { value: chart.gstQst } })]
    const sale = await visitor.make('Invoice', invoice(chart, client, 'O-1', 100, { Line: lines }))
    expect(taxLines(sale).map((each) => [each.Amount, each.TaxLineDetail?.PercentBased])).toEqual([
      [5, true],
      [9.98, true],
    ])
    const [gst] = taxLines(sale)
    await visitor.practice.controls.personEdits('Invoice', String(sale.Id), {
      TxnTaxDetail: { TaxLine: [{ ...(gst as object), Amount: 4.5 } as never] },
    })
    const over = (await visitor.get(`invoice/${String(sale.Id)}`)).json.Invoice as Body
    expect(over.TotalAmt).toBe(114.48)
    expect(taxLines(over)[0]).toMatchObject({ Amount: 4.5, TaxLineDetail: { PercentBased: false } })
    const id = (from: Body): object => ({ Id: from.Id, SyncToken: from.SyncToken, sparse: true })
    const head = await visitor.make('Invoice', { ...id(over), PrivateNote: 'seen' })
    expect(head.TotalAmt).toBe(114.48)
    expect(taxLines(head)[0]).toMatchObject({ Amount: 4.5, TaxLineDetail: { PercentBased: false } })
    const anew = await visitor.make('Invoice', { ...id(head), Line: lines, GlobalTaxCalculation: 'TaxExcluded' })
    expect(taxLines(anew)[0]).toMatchObject({ Amount: 5, TaxLineDetail: { PercentBased: true } })
    expect(codeOf(await visitor.get(`invoice/${String(sale.Id)}`))).toBe('200')
  })
})

describe('amounts that include the tax', () => {
  it('are cut into net and tax line by line, and the document is worth what was said (4.9)', async () => {
    visitor = await visit()
    const chart = await chartOf(visitor)
    const client = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
    const line = (gross: number): object =>
      salesLine(chart, gross, {}, { TaxCodeRef: { value: chart.gstQst }, TaxInclusiveAmt: gross })
    const sale = await visitor.make(
      'Invoice',
      invoice(chart, client, 'I-1', 0, { GlobalTaxCalculation: 'TaxInclusive', Line: [line(114.98), line(10)] }),
    )
    const kept = (sale.Line as unknown as Body[]).filter((each) => String(each.DetailType) === 'SalesItemLineDetail')
    expect(kept.map((each) => [each.Amount, each.SalesItemLineDetail?.TaxInclusiveAmt])).toEqual([
      [100, 114.98],
      [8.7, 10],
    ])
    expect([sale.TotalAmt, sale.TxnTaxDetail?.TotalTax]).toEqual([124.98, 16.28])
  })
})
