import { afterEach, describe, expect, it } from 'vitest'
import { expense, line, professional } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/* Item by item, what a person did to tax and amounts stays where Billdr changes only what stands above the lines. */

afterEach(closePushers)

const bill = (more: Partial<Parameters<typeof expense>[1]> = {}) =>
  expense('e-1', {
    number: 'F-1',
    professionalId: 'v-1',
    paidWith: 'unpaid',
    dueOn: '2026-04-30',
    lines: [line('100.00', { description: 'Bois' }), line('50.00', { id: 'l2', description: 'Vis' })],
    ...more,
  })

async function withTax(tax: (id: string, entity: Record<string, unknown>) => Record<string, unknown>): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(professional('v-1'), bill())
  await pusher.sync()
  await pusher.person('AddsTax', 'Bill', pusher.idOf('expense:e-1'), 'GST')
  const entity = await pusher.entity('expense:e-1')
  await pusher.person('Edits', 'Bill', String(entity['Id']), tax(String(entity['Id']), entity))
  await pusher.clearLog()
  return pusher
}

const overridden = (_id: string, entity: Record<string, unknown>): Record<string, unknown> => {
  const detail = structuredClone(entity['TxnTaxDetail']) as {
    TotalTax: number
    TaxLine: { Amount: number; TaxLineDetail: { PercentBased: boolean } }[]
  }
  detail.TotalTax = 7.51
  for (const each of detail.TaxLine) {
    each.Amount = 7.51
    each.TaxLineDetail.PercentBased = false
  }
  return { TxnTaxDetail: detail }
}

describe('a change of what stands above the lines', () => {
  it.each([
    ['its memo', { memo: 'Livré lundi' }],
    ['its due date', { dueOn: '2026-05-15' }],
    ['a due date that is gone', { dueOn: null }],
  ])('of %s leaves the tax that a person wrote over', async (_what, more) => {
    const pusher = await withTax(overridden)
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TxnTaxDetail: { TotalTax: 7.51 } })
    await pusher.says(bill(more))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
    expect(await pusher.writes()).toHaveLength(1)
    const entity = await pusher.entity('expense:e-1')
    expect(entity).toMatchObject({ TotalAmt: 157.51, TxnTaxDetail: { TotalTax: 7.51 } })
  })

  it('says neither lines nor a way of taxing', async () => {
    const pusher = await withTax(() => ({}))
    await pusher.says(bill({ memo: 'Livré lundi' }))
    await pusher.sync()
    const [sent] = await pusher.writes()
    const body = JSON.stringify(sent)
    expect(body).not.toContain('GlobalTaxCalculation')
    expect(body).not.toContain('AccountBasedExpenseLineDetail')
  })

  it('leaves amounts with tax in them', async () => {
    const pusher = await withTax((_id, entity) => ({
      GlobalTaxCalculation: 'TaxInclusive',
      Line: (entity['Line'] as Record<string, unknown>[]).map((each) => ({
        ...each,
        AccountBasedExpenseLineDetail: {
          ...(each['AccountBasedExpenseLineDetail'] as object),
          TaxInclusiveAmt: Math.round(Number(each['Amount']) * 105) / 100,
        },
      })),
    }))
    expect(await pusher.entity('expense:e-1')).toMatchObject({ GlobalTaxCalculation: 'TaxInclusive', TotalAmt: 157.5 })
    await pusher.says(bill({ memo: 'Livré lundi' }))
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ GlobalTaxCalculation: 'TaxInclusive', TotalAmt: 157.5 })
  })

  it('with a line that changed says all of them', async () => {
    const pusher = await withTax(() => ({}))
    await pusher.says(
      bill({ lines: [line('100.00', { description: 'Bois' }), line('60.00', { id: 'l2', description: 'Vis' })] }),
    )
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 168, Line: [{ Amount: 100 }, { Amount: 60 }] })
  })
})

describe('a change of the lines under a tax that a person wrote over', () => {
  const lines = (first: string, more = {}) => [
    line(first, { description: 'Bois', ...more }),
    line('50.00', { id: 'l2', description: 'Vis' }),
  ]

  it('with the amounts as they were keeps her tax', async () => {
    const pusher = await withTax(overridden)
    await pusher.says(bill({ lines: lines('100.00', { description: 'Bois traité' }) }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
    expect(await pusher.entity('expense:e-1')).toMatchObject({
      TotalAmt: 157.51,
      TxnTaxDetail: { TotalTax: 7.51, TaxLine: [{ TaxLineDetail: { PercentBased: false } }] },
      Line: [{ Description: 'Bois traité' }, {}],
    })
  })

  it('with other amounts is a question, and with her yes the tax is worked out anew', async () => {
    const pusher = await withTax(overridden)
    await pusher.says(bill({ lines: lines('110.00') }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'changed-in-quickbooks', params: { fields: 'tax' } },
      differs: [{ field: 'tax', quickbooks: '7.51' }],
    })
    expect(await pusher.writes()).toEqual([])
    const { SyncToken } = await pusher.entity('expense:e-1')
    await pusher.workspace.decide('expense:e-1', (before) => ({ ...before, overwrite: String(SyncToken) }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced' })
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 168, TxnTaxDetail: { TotalTax: 8 } })
  })

  it('with other amounts is a question too where she writes between plan and write', async () => {
    const pusher = await withTax(() => ({}))
    await pusher.sync()
    const entity = await pusher.entity('expense:e-1')
    await pusher.person('Edits', 'Bill', String(entity['Id']), overridden('', entity))
    await pusher.says(bill({ lines: lines('110.00') }))
    await pusher.clearLog()
    await pusher.sync({ refresh: false })
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({ problem: { params: { fields: 'tax' } } })
  })
})
