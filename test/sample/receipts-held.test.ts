import { afterAll, beforeAll, expect, it } from 'vitest'
import { ignore, ignoreReceipt } from '../../electron/companion/decisions.ts'
import { companyMonths } from '../../electron/companion/months.ts'
import type { CommandContext } from '../../electron/terminal/commands.ts'
import { exitOf, status } from '../../electron/terminal/commands.ts'
import { tabOf } from '../../renderer/rows/shown-state.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { monthSentence } from '../../shared/month-sentence.ts'
import { overallState } from '../../shared/overall-state.ts'
import { needsPerson } from '../../shared/row.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, put, take } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'
import { PublicBooks } from './books.ts'

const MINUTE = 60_000
const words = wordsFor('en')
let running: QuickCompany

/** Each document with what is wrong with a receipt of it, and the problem that says so. */
const HELD: readonly [DocumentKey, string, string][] = [
  ['invoice:i-1001', 'a-1001', 'attachment-missing'],
  ['expense:e-1', 'a-2001', 'attachment-damaged'],
  ['expense:e-3', 'a-2003', 'attachment-type-refused'],
  ['expense:e-6', 'a-2006', 'attachment-empty'],
  ['purchase-order:po-2', 'a-3002', 'attachment-too-large'],
]

async function changed(table: string, attachmentId: string, change: Raw): Promise<void> {
  await edit(running.source, table, (records) => {
    for (const record of records)
      for (const attachment of (record['attachments'] as Raw[] | undefined) ?? [])
        if (attachment['id'] === attachmentId) Object.assign(attachment, change)
  })
}

async function said(): Promise<Record<string, unknown>> {
  const printed: string[] = []
  const terminal = { out: (text: string) => printed.push(text), error: () => undefined, progress: () => undefined }
  await status({ words, json: true, terminal } as unknown as CommandContext, running.company)
  return JSON.parse(printed.join('')) as Record<string, unknown>
}

beforeAll(async () => {
  running = await quickCompany()
  const { source, company } = running
  await take(source, 'attachments/a-1001/facture-1001.pdf')
  await put(source, 'attachments/a-2001/reçu Laurier.png', 'cut off')
  await put(source, 'attachments/a-2003/program.exe', 'MZ')
  await changed('expenses', 'a-2003', {
    fileName: 'program.exe',
    path: 'a-2003/program.exe',
    bytes: 2,
    sha256: 'e'.repeat(64),
  })
  await put(source, 'attachments/a-2006/permis.pdf', '')
  await changed('expenses', 'a-2006', {
    bytes: 0,
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  })
  await changed('purchase-orders', 'a-3002', { bytes: 150_000_000 })
  await company.sync()
  // What else of the sample needs a person is left out: what is left is about receipts alone.
  await ignore(company, ['invoice:i-1008', 'cost-code:cc-99', 'expense:e-5', 'payment:pay-3'], 'not here')
}, MINUTE)

afterAll(closeCompanies)

it('W2: a receipt that is missing, damaged, refused, empty or too large makes its document need a person', async () => {
  const { company } = running
  for (const [key, attachment, code] of HELD) {
    const row = running.row(key)
    expect(row.attachments.find(({ id }) => id === attachment)?.problem?.code, key).toBe(code)
    expect([row.state, needsPerson(row), tabOf(row)], key).toEqual(['synced', true, 'needs-you'])
  }
  expect(company.rows().filter(needsPerson)).toHaveLength(HELD.length)
  expect(await said()).toMatchObject({ needsYou: HELD.length, receiptsHeld: HELD.length, state: 'waiting' })
  expect(overallState(company.status())).toBe('waiting')
  expect(exitOf(company)).toBe(2)
  const [march] = companyMonths(company, '2026-03')
  expect(
    march?.open
      .filter(({ why }) => why === 'receipt')
      .map(({ key }) => key)
      .sort(),
  ).toEqual(HELD.map(([key]) => key).sort())
  expect(march && monthSentence(march, words)).toMatch(/except the receipts of these 5/)
})

it('the receipts that are there are there by name, size and count, and the held ones are not', async () => {
  const books = await PublicBooks.enter(running.practice)
  const there = (await books.all('Attachable')).map((each) => [each['FileName'], each['Size']])
  const sent = running.company
    .rows()
    .flatMap((row) =>
      row.attachments.filter((each) => each.state === 'sent').map((each) => [each.fileName, each.bytes]),
    )
  expect(there.sort()).toEqual(sent.sort())
  expect(sent).toHaveLength(1)
})

it('a receipt that a person leaves out is no trouble any more; with the last one all is well', async () => {
  const { company } = running
  for (const [at, [key, attachment]] of HELD.entries()) {
    await ignoreReceipt(company, key, attachment)
    expect(company.status().needsYou).toBe(HELD.length - at - 1)
  }
  expect(exitOf(company)).toBe(0)
  expect(overallState(company.status())).toBe('well')
  const [march] = companyMonths(company, '2026-03')
  expect(march?.open.filter(({ why }) => why === 'receipt')).toEqual([])
})
