import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents } from '../../shared/money.ts'
import type { Shown } from '../../shared/shown.ts'
import { packShown } from '../../shared/shown.ts'
import { monthsOf } from '../../shared/months.ts'
import { problem } from '../../shared/problem.ts'
import type { QueueRow, State } from '../../shared/row.ts'
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
    ...(change.quickbooks !== null && date !== null && { shows: shows({ date, beforeTax: cents(amount) }) }),
    ...change,
  }
}

/** What QuickBooks shows of a document, before tax. */
function shows(of: Partial<Shown> & { date: string; beforeTax: Cents }): string {
  return packShown({
    asOf: '2026-04-01T12:00:00Z',
    number: null,
    dueDate: null,
    party: null,
    currency: null,
    exchangeRate: null,
    tax: cents(0),
    taxes: [],
    total: of.beforeTax,
    balance: null,
    voided: false,
    deposited: false,
    lines: [],
    links: [],
    ...of,
  })
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
        { kind: 'invoice', billdr: 150_05, quickbooks: 150_05, difference: 0 },
        { kind: 'payment', billdr: 20_00, quickbooks: 20_00, difference: 0 },
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
        shows: shows({ date: '2026-03-05', beforeTax: cents(41_00) }),
      }),
    ]
    const [march] = monthsOf(rows)
    expect(march).toMatchObject({ due: 5, inBooks: 1 })
    expect(march?.exceptions.map(({ billdrId }) => billdrId)).toEqual(['waits', 'refused', 'goes', 'differs'])
    expect(
      march?.sums.map(({ kind, billdr, quickbooks, difference }) => [kind, billdr, quickbooks, difference]),
    ).toEqual([
      ['invoice', 120_00, 100_00, 20_00],
      ['credit', 30_00, 0, 30_00],
      ['payment', 40_00, 41_00, -1_00],
      ['expense', 10_00, 0, 10_00],
    ])
    expect(march?.open.map(({ key, why, amount }) => [key, why, amount])).toEqual([
      ['expense:waits', 'missing', 10_00],
      ['invoice:refused', 'missing', 20_00],
      ['credit:goes', 'waits', 30_00],
      ['payment:differs', 'differs', -1_00],
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

  it('counts a voided document on neither side, one that is not voided yet on QuickBooks’ only', () => {
    const zero = shows({ date: '2026-03-02', beforeTax: cents(0), voided: true })
    const [march] = monthsOf([
      row('invoice', 'voided', '2026-03-02', 100_00, { outside: true, shows: zero }),
      row('invoice', 'to void', '2026-03-02', 70_00, { outside: true, state: 'pending' }),
      row('invoice', 'voided there only', '2026-03-02', 30_00, { shows: zero }),
    ])
    expect(march?.sums).toEqual([
      { kind: 'invoice', currency: 'CAD', billdr: 30_00, quickbooks: 70_00, difference: -40_00 },
    ])
    expect(march?.open.map(({ key, why, amount }) => [key, why, amount])).toEqual([
      ['invoice:to void', 'differs', -70_00],
      ['invoice:voided there only', 'differs', 30_00],
    ])
    expect(march).toMatchObject({ due: 2, inBooks: 0, notDue: 1 })
  })

  it('a date that was moved to another month in QuickBooks comes out to zero in both', () => {
    const moved = row('expense', 'moved', '2026-03-30', 54_80, {
      differs: [{ field: 'date', billdr: '2026-03-30', quickbooks: '2026-04-02' }],
      shows: shows({ date: '2026-04-02', beforeTax: cents(54_80) }),
    })
    const months = monthsOf([moved])
    expect(months.map(({ month, sums, open }) => [month, sums[0]?.difference, open[0]?.why, open[0]?.amount])).toEqual([
      ['2026-04', -54_80, 'differs', -54_80],
      ['2026-03', 54_80, 'differs', 54_80],
    ])
  })

  it('W1: what a person keeps as QuickBooks has it counts as Billdr says under Billdr, and asks for nothing', () => {
    const [march] = monthsOf([
      row('invoice', 'kept', '2026-03-03', 7850_50, {
        accepted: true,
        differs: [{ field: 'amount', billdr: '7850.50', quickbooks: '7750.50' }],
        shows: shows({ date: '2026-03-03', beforeTax: cents(7750_50) }),
      }),
    ])
    expect(march?.sums).toMatchObject([{ billdr: 7850_50, quickbooks: 7750_50, difference: 100_00 }])
    expect(march?.open).toMatchObject([{ key: 'invoice:kept', why: 'differs', amount: 100_00 }])
    expect(march?.exceptions).toEqual([])
    expect(march?.accepted.map(({ row: { key }, amount }) => [key, amount])).toEqual([['invoice:kept', 100_00]])
    expect(march && monthSentence(march, en)).toBe('Its one document is in QuickBooks.')
  })

  it('a receipt that is not there keeps the month from being whole', () => {
    const receipt = {
      id: 'a',
      fileName: 'a.pdf',
      contentType: 'application/pdf',
      bytes: 1,
      state: 'held' as const,
      problem: problem('attachment-missing', { fileName: 'a.pdf' }),
    }
    const [march] = monthsOf([row('expense', '1', '2026-03-03', 10_00, { attachments: [receipt] })])
    expect(march?.open.map(({ why, amount }) => [why, amount])).toEqual([['receipt', 0]])
    expect(march && monthSentence(march, en)).toBe('The whole month is in QuickBooks, except the receipts of this one:')
  })

  it('says with its reason what a person left out, and does not ask about it', () => {
    const [march] = monthsOf([
      row('invoice', 'left out', '2026-03-01', 100_00, {
        state: 'ignored',
        quickbooks: null,
        ignored: { reason: 'twice', at: '2026-03-02T00:00:00Z' },
      }),
    ])
    expect(march?.open.map(({ why, amount }) => [why, amount])).toEqual([['missing', 100_00]])
    expect(march).toMatchObject({ ignored: 1, exceptions: [], sums: [{ billdr: 100_00, quickbooks: 0 }] })
  })

  it('is explained to zero in whatever state the documents are', () => {
    const day = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01')
    const money = fc.integer({ min: -5, max: 300 }).map((count) => cents(count))
    const currency = fc.constantFrom('CAD', 'USD', null)
    const shown = fc.record({
      date: day,
      beforeTax: money,
      currency,
      voided: fc.boolean(),
    })
    const document = fc.record({
      kind: fc.constantFrom<Kind>('invoice', 'credit', 'payment', 'expense', 'purchase-order', 'client'),
      date: fc.option(day),
      amount: money,
      currency,
      shown: fc.option(shown),
      state: fc.constantFrom<State>('pending', 'held', 'syncing', 'synced', 'failed', 'ignored'),
      outside: fc.boolean(),
      accepted: fc.boolean(),
      differs: fc.boolean(),
      code: fc.option(fc.constantFrom('draft' as const, 'waits-for' as const, 'tax-code-missing' as const)),
    })
    fc.assert(
      fc.property(fc.array(document, { maxLength: 30 }), (documents) => {
        const rows = documents.map((each, at) =>
          row(each.kind, String(at), each.date, each.amount, {
            currency: each.currency,
            state: each.state,
            problem: each.code && problem(each.code),
            quickbooks: each.shown && { type: 'Invoice', id: String(at), docNumber: null },
            ...(each.outside && { outside: true }),
            ...(each.accepted && { accepted: true }),
            ...(each.differs && { differs: [{ field: 'amount', billdr: '1', quickbooks: '2' }] }),
            ...(each.shown ? { shows: shows(each.shown) } : {}),
          }),
        )
        const months = monthsOf(rows, 'CAD')
        for (const { month, sums, open } of months) {
          for (const sum of sums) {
            expect(sum.difference).toBe(sum.billdr - sum.quickbooks)
            const inBooks = rows.flatMap((each, at) => {
              const there = documents[at]?.shown
              const isThere = there?.date.startsWith(month) && (there.currency ?? 'CAD') === sum.currency
              return there && each.kind === sum.kind && isThere && !there.voided ? [there.beforeTax] : []
            })
            expect(sum.quickbooks).toBe(inBooks.reduce<number>((total, each) => total + each, 0))
          }
          const explained = new Map<string, number>()
          for (const { kind, currency: of, amount, why } of open) {
            if (why === 'receipt') expect(amount).toBe(0)
            explained.set(`${kind} ${of}`, (explained.get(`${kind} ${of}`) ?? 0) + amount)
          }
          for (const { kind, currency: of, difference } of sums)
            expect(explained.get(`${kind} ${of}`) ?? 0).toBe(difference)
          for (const [name, amount] of explained)
            if (!sums.some(({ kind, currency: of }) => `${kind} ${of}` === name)) expect(amount).toBe(0)
        }
      }),
      { numRuns: 300 },
    )
  })
})
