import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CompanyMonth } from '../../electron/companion/months.ts'
import { companyMonths, sayNotFromBilldr, signMonth, unsignMonth } from '../../electron/companion/months.ts'
import { readMonths } from '../../electron/companion/read-months.ts'
import { monthsCsv } from '../../electron/companion/month-csv.ts'
import { monthsPdf } from '../../electron/companion/month-pdf.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { disconnect } from '../../electron/companion/connect.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'
import { PublicBooks } from './books.ts'
import { pdfText } from './figures.ts'

type Json = Record<string, unknown>

const MINUTE = 60_000
const TYPES = {
  invoice: ['Invoice'],
  credit: ['CreditMemo'],
  payment: ['Payment'],
  expense: ['Purchase', 'Bill'],
  'purchase-order': ['PurchaseOrder'],
}
let running: QuickCompany
let books: PublicBooks

const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100)
const reference = (holder: Json | undefined, field: string): string =>
  ((holder?.[field] ?? {}) as { value?: string }).value ?? ''
const id = (key: Parameters<QuickCompany['row']>[0]): string => running.row(key).quickbooks?.id ?? ''

function month(name: string): CompanyMonth {
  const [found] = companyMonths(running.company, name)
  if (!found) throw new Error(name)
  return found
}

/** What QuickBooks' books hold of a month, by its public interface alone, less what was entered there by hand. */
async function asTheBooks(standing: CompanyMonth): Promise<void> {
  for (const [kind, types] of Object.entries(TYPES)) {
    let there = 0
    for (const type of types) {
      for (const entity of await books.all(type)) {
        const isOnly = standing.onlyInQuickBooks.some((each) => each.type === type && each.id === entity['Id'])
        if (!String(entity['TxnDate']).startsWith(standing.month) || isOnly) continue
        const tax = type === 'Payment' ? 0 : cents((entity['TxnTaxDetail'] as Json | undefined)?.['TotalTax'])
        there += cents(entity['TotalAmt']) - tax
      }
    }
    const sum = standing.sums.find((each) => each.kind === kind)
    expect(sum?.quickbooks ?? 0, `${kind} of ${standing.month}`).toBe(there)
    const explained = standing.open.filter((each) => each.kind === kind).reduce((total, each) => total + each.amount, 0)
    expect(explained, `${kind} of ${standing.month} is explained`).toBe(sum?.difference ?? 0)
  }
}

beforeAll(async () => {
  running = await quickCompany()
  books = await PublicBooks.enter(running.practice)
  await running.company.sync()
}, MINUTE)

afterAll(closeCompanies)

it(
  'the sums of March are those of QuickBooks’ books, and what is missing explains the rest',
  async () => {
    expect(await readMonths(running.company, '2026-03', '2026-03')).toEqual({ ok: true, value: null })
    const march = month('2026-03')
    await asTheBooks(march)
    expect(march.onlyInQuickBooks).toEqual([])
    expect(march.open.map(({ key, why, amount }) => [key, why, amount])).toEqual([
      ['invoice:i-1008', 'missing', 960_00],
      ['payment:pay-3', 'missing', 500_00],
      ['expense:e-5', 'missing', 385_00],
    ])
  },
  MINUTE,
)

it(
  'a signed month flags what changes in it afterwards: edited, moved to another month, voided and deleted by hand',
  async () => {
    const { company, practice } = running
    await signMonth(company, '2026-03', 'Claire Côté')
    expect(month('2026-03').signed).toMatchObject({ by: 'Claire Côté', changedSince: [] })

    const invoice = (await books.all('Invoice')).find((each) => each['Id'] === id('invoice:i-1003'))
    done(await practice.controls.personEdits('Purchase', id('expense:e-1'), { TxnDate: '2026-04-02' }))
    done(await practice.controls.personDeletes('PurchaseOrder', id('purchase-order:po-2')))
    const detail = (invoice?.['Line'] as Json[])[0]?.['SalesItemLineDetail'] as Json
    const byHand = done(
      await practice.controls.personCreates('Invoice', {
        CustomerRef: { value: reference(invoice, 'CustomerRef') },
        TxnDate: '2026-03-20',
        DocNumber: 'HAND-1',
        Line: [
          {
            Amount: 321.45,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: {
              ItemRef: { value: reference(detail, 'ItemRef') },
              TaxCodeRef: { value: reference(detail, 'TaxCodeRef') },
            },
          },
        ],
        GlobalTaxCalculation: 'TaxExcluded',
      }),
    )
    expect(await readMonths(company, '2026-03', '2026-04')).toEqual({ ok: true, value: null })

    const march = month('2026-03')
    expect(march.onlyInQuickBooks).toMatchObject([
      { type: 'Invoice', id: byHand['Id'], number: 'HAND-1', date: '2026-03-20', amount: 321_45 },
    ])
    const moved = running.row('expense:e-1').amount ?? 0
    expect(march.open.map(({ key, why, amount }) => [key, why, amount])).toContainEqual([
      'expense:e-1',
      'differs',
      moved,
    ])
    expect(month('2026-04').open).toMatchObject([{ key: 'expense:e-1', why: 'differs', amount: -moved }])
    await asTheBooks(march)
    await asTheBooks(month('2026-04'))
    expect(march.signed?.changedSince.toSorted()).toEqual(['expense:e-1', 'purchase-order:po-2'])

    // What a person did there stands in the history, once, with what it was about.
    await readMonths(company, '2026-03', '2026-04')
    const there: unknown[] = []
    for await (const { entry } of company.workspace.audit.read())
      if (entry.type === 'event' && entry.what.endsWith('-there'))
        there.push([entry.what, entry.key, entry.about?.party, entry.about?.amount])
    const order = running.row('purchase-order:po-2')
    expect(there).toEqual([
      ['changed-there', 'expense:e-1', running.row('expense:e-1').party, moved],
      ['deleted-there', 'purchase-order:po-2', order.party, order.amount],
    ])

    const csv = parse(monthsCsv(wordsFor('fr'), [march]), { bom: true }) as string[][]
    expect(csv).toContainEqual([
      '2026-03',
      'Seulement dans QuickBooks',
      'Facture',
      'HAND-1',
      '2026-03-20',
      expect.any(String),
      'CAD',
      '',
      '321.45',
      '',
    ])

    const pdf = await monthsPdf(wordsFor('fr'), 'Rénovations Beaubien', [march])
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    // Each page says whose it is and of which month, and each part of a table what its columns are.
    const drawn = pdfText(pdf)
    const times = (text: string): number => drawn.split(text).length - 1
    expect(times('Rapprochement avec QuickBooks')).toBe(times('Rénovations Beaubien'))
    expect(times('Rénovations Beaubien')).toBeGreaterThan(1)
    expect(drawn).not.toContain('pay-3')
    const invoiced = march.sums.find(({ kind }) => kind === 'invoice')
    expect(csv.find(([, line, kind]) => line === 'Somme' && kind === 'Facturé')?.slice(7)).toEqual(
      [invoiced?.billdr, invoiced?.quickbooks, invoiced?.difference].map((each) => ((each ?? 0) / 100).toFixed(2)),
    )

    await sayNotFromBilldr(company, 'Invoice', String(byHand['Id']), true)
    expect(month('2026-03').onlyInQuickBooks).toMatchObject([{ number: 'HAND-1', notFromBilldr: true }])
    expect(await unsignMonth(company, '2026-03')).toBe(true)
    expect(month('2026-03').signed).toBeNull()
    expect(await unsignMonth(company, '2026-03')).toBe(false)
  },
  MINUTE,
)

it(
  'without a connection the months cannot be read afresh, and what was read stays',
  async () => {
    await disconnect(running.company)
    expect(await readMonths(running.company, '2026-03', '2026-03')).toMatchObject({ ok: false })
    expect(month('2026-03').onlyInQuickBooks).toHaveLength(1)
  },
  MINUTE,
)
