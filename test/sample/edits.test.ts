import { afterAll, expect, it } from 'vitest'
import { readMonths } from '../../electron/companion/read-months.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { isDocumentKind } from '../../shared/kinds.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'
import { PublicBooks } from './books.ts'
import type { Json } from './figures.ts'
import { holdAgainstBooks, truthOf } from './figures.ts'

afterAll(closeCompanies)

const MINUTE = 60_000

/** A contractor's company after its first run, with what a person does to its documents in QuickBooks. */
async function begun() {
  const running = await quickCompany()
  const books = await PublicBooks.enter(running.practice)
  await running.company.sync()
  return { ...running, books, person: personOf(running, books) }
}

function personOf({ practice, row }: QuickCompany, books: PublicBooks) {
  const at = (key: DocumentKey): { type: string; id: string } => row(key).quickbooks ?? { type: '', id: '' }
  const read = async (key: DocumentKey): Promise<Json> => {
    const { type, id } = at(key)
    return (await books.all(type)).find((each) => each['Id'] === id) ?? {}
  }
  return {
    read,
    lines: async (key: DocumentKey): Promise<Json[]> =>
      ((await read(key))['Line'] as Json[]).filter((line) => line['DetailType'] !== 'SubTotalLineDetail'),
    edits: async (key: DocumentKey, fields: Json) =>
      done(await practice.controls.personEdits(at(key).type as never, at(key).id, fields as never)),
  }
}

/** Looks again, reads the months by date, and holds all that is said against the books. */
async function holds({ company, books }: Awaited<ReturnType<typeof begun>>): Promise<void> {
  await company.sync()
  expect(await readMonths(company, '2026-02', '2026-05')).toMatchObject({ ok: true })
  expect(await holdAgainstBooks(company, await truthOf(books))).toBeGreaterThan(300)
}

it(
  'W1: a discount that a person gives is taken off in what differs, in the lines and in the month',
  async () => {
    const all = await begun()
    const { person, row } = all
    const discount = { DetailType: 'DiscountLineDetail', Amount: 55.5, DiscountLineDetail: { PercentBased: false } }
    const words = { DetailType: 'DescriptionOnly', Description: 'Merci', DescriptionLineDetail: {} }
    await person.edits('invoice:i-1001', { Line: [...(await person.lines('invoice:i-1001')), discount, words] })
    await holds(all)
    expect(row('invoice:i-1001').differs).toEqual([{ field: 'amount', billdr: '7750.50', quickbooks: '7695.00' }])
  },
  MINUTE,
)

it(
  'W1: each document with another first line, day and number, or another day and reference of a payment',
  async () => {
    const all = await begun()
    const { company, person } = all
    const there = company.rows().filter((row) => row.quickbooks !== null && isDocumentKind(row.kind))
    for (const [at, { key, kind }] of there.entries()) {
      if (kind === 'payment') {
        await person.edits(key, { TxnDate: '2026-04-03', PaymentRefNum: `ref-${at}` })
        continue
      }
      const [first = {}, ...others] = await person.lines(key)
      const type = String(first['DetailType'])
      const { Qty: _quantity, UnitPrice: _price, ...detail } = first[type] as Json
      const edited = {
        ...first,
        Amount: Number((Number(first['Amount']) + 0.07 + at).toFixed(2)),
        [type]: detail,
        Description: `Other ${at}`,
      }
      await person.edits(key, {
        Line: [edited, ...others],
        DocNumber: `X-${at}`,
        ...(at % 2 === 1 && { TxnDate: '2026-04-02' }),
      })
    }
    expect(there.length).toBeGreaterThan(10)
    await holds(all)
  },
  MINUTE,
)

it(
  'W3: a payment that a person takes off its invoice is said on the invoice, with where the money went',
  async () => {
    const all = await begun()
    await all.person.edits('payment:pay-1', { Line: [] })
    await holds(all)
    expect(all.row('invoice:i-1002').note).toMatchObject({
      code: 'paid-here-open-there',
      params: { number: '1002', open: 800_000, received: 919_800, applied: 0, kept: 919_800, missing: 0 },
    })
  },
  MINUTE,
)
