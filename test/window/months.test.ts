import { describe, expect, it } from 'vitest'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { cents } from '../../shared/money.ts'
import { monthsOf } from '../../shared/months.ts'
import { problem } from '../../shared/problem.ts'
import type { QueueRow } from '../../shared/row.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { monthSentence } from '../../shared/month-sentence.ts'

function row(kind: Kind, id: string, date: string | null, amount: number, change: Partial<QueueRow> = {}): QueueRow {
  return {
    key: keyOf(kind, id),
    kind,
    billdrId: id,
    number: id,
    name: null,
    party: 'Marie-Ève Côté',
    project: null,
    date,
    amount: cents(amount),
    currency: 'CAD',
    state: 'synced',
    quickbooks: { type: 'Invoice', id, docNumber: id },
    problem: null,
    since: null,
    note: null,
    attachments: [],
    tax: null,
    differs: null,
    ignored: null,
    ...change,
  }
}

const held = (code: 'draft' | 'tax-code-missing', quickbooks: QueueRow['quickbooks'] = null): Partial<QueueRow> => ({
  state: 'held',
  quickbooks,
  problem: problem(code),
})
const en = wordsFor('en')
const fr = wordsFor('fr')

describe('a month held against QuickBooks', () => {
  it('of which everything is there says so, with the sums of both sides', () => {
    const [march] = monthsOf([
      row('invoice', '1', '2026-03-01', 100_00),
      row('invoice', '2', '2026-03-31', 50_05),
      row('payment', '3', '2026-03-15', 20_00),
    ])
    expect(march).toMatchObject({
      month: '2026-03',
      due: 3,
      inBooks: 3,
      exceptions: [],
      sums: [
        { kind: 'invoice', billdr: 150_05, inBooks: 150_05 },
        { kind: 'payment', billdr: 20_00, inBooks: 20_00 },
      ],
    })
    expect(march && monthSentence(march, en)).toBe('All 3 documents are in QuickBooks.')
  })

  it('names what is not there: waiting, refused, on its way, or changed in QuickBooks since', () => {
    const rows = [
      row('invoice', 'there', '2026-03-01', 100_00),
      row('expense', 'waits', '2026-03-02', 10_00, held('tax-code-missing')),
      row('invoice', 'refused', '2026-03-03', 20_00, {
        state: 'failed',
        quickbooks: null,
        problem: problem('number-taken', { number: '1' }),
      }),
      row('credit', 'goes', '2026-03-04', 30_00, { state: 'pending', quickbooks: null }),
      row('payment', 'differs', '2026-03-05', 40_00, {
        differs: [{ field: 'amount', billdr: '40.00', quickbooks: '41.00' }],
      }),
    ]
    const [march] = monthsOf(rows)
    expect(march).toMatchObject({ due: 5, inBooks: 1 })
    expect(march?.exceptions.map(({ billdrId }) => billdrId)).toEqual(['waits', 'refused', 'goes', 'differs'])
    expect(march?.sums.map(({ kind, billdr, inBooks }) => [kind, billdr, inBooks])).toEqual([
      ['invoice', 120_00, 100_00],
      ['credit', 30_00, 0],
      ['payment', 40_00, 0],
      ['expense', 10_00, 0],
    ])
    expect(march && monthSentence(march, en)).toBe('The whole month is in QuickBooks, except these 4:')
    expect(march && monthSentence(march, fr)).toContain('sauf ces 4 documents')
  })

  it('does not count drafts and what a person left out; a draft that is still in QuickBooks is an exception', () => {
    const [march] = monthsOf([
      row('invoice', 'draft', '2026-03-01', 100_00, held('draft')),
      row('invoice', 'left out', '2026-03-01', 100_00, {
        state: 'ignored',
        quickbooks: null,
        ignored: { reason: 'twice', at: '2026-03-02T00:00:00Z' },
      }),
      row('invoice', 'draft there', '2026-03-01', 100_00, held('draft', { type: 'Invoice', id: '9', docNumber: '9' })),
    ])
    expect(march).toMatchObject({ due: 1, inBooks: 0, ignored: 1, notDue: 1 })
    expect(march?.exceptions.map(({ billdrId }) => billdrId)).toEqual(['draft there'])
  })

  it('adds up the tax that is left to add, each currency by itself', () => {
    const tax = (toAdd: number): Partial<QueueRow> => ({ tax: { toAdd: cents(toAdd), seen: cents(0) } })
    const [march] = monthsOf([
      row('invoice', '1', '2026-03-01', 100_00, tax(14_98)),
      row('invoice', '2', '2026-03-01', 100_00, tax(2)),
      row('invoice', '3', '2026-03-01', 100_00, tax(0)),
      row('invoice', '4', '2026-03-01', 100_00, { ...tax(5_00), currency: 'USD' }),
    ])
    expect(march?.taxToAdd).toEqual([
      { currency: 'CAD', amount: 15_00, documents: 2 },
      { currency: 'USD', amount: 5_00, documents: 1 },
    ])
    expect(march?.sums.map(({ currency }) => currency)).toEqual(['CAD', 'USD'])
  })

  it('the newest month first; contacts, cost codes and documents without a day belong to none', () => {
    const months = monthsOf([
      row('invoice', '1', '2025-12-31', 1),
      row('expense', '2', '2026-01-01', 1),
      row('client', '3', '2026-02-01', 1),
      row('expense', '4', null, 1),
    ])
    expect(months.map(({ month }) => month)).toEqual(['2026-01', '2025-12'])
    expect(months.map(({ month }) => fr.month(month))).toEqual(['Janvier 2026', 'Décembre 2025'])
  })
})
