import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ignore, unignore } from '../../electron/companion/decisions.ts'
import { queue } from '../../electron/terminal/queue-command.ts'
import type { CommandContext } from '../../electron/terminal/commands.ts'
import { shownStateOf, tabOf } from '../../renderer/rows/shown-state.ts'
import { RowTotals } from '../../renderer/rows/row-totals.ts'
import { amountOf, reasonOf } from '../../renderer/screens/queue/row-words.ts'
import { isDocumentKind } from '../../shared/kinds.ts'
import { needsPerson } from '../../shared/row.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { edit } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

const MINUTE = 60_000
const words = wordsFor('en')
let running: QuickCompany

beforeAll(async () => {
  running = await quickCompany()
  await running.company.sync()
}, MINUTE)

afterAll(closeCompanies)

it('every row stands on one tab; documents, apart from contacts and cost codes, are one number', () => {
  const rows = running.company.rows()
  const totals = new RowTotals()
  for (const row of rows) totals.count(row, 1)
  const { tax, all, others, ...tabs } = totals.tabs()
  expect(all).toBe(rows.length)
  expect(Object.values(tabs).reduce((sum, count) => sum + count, 0) + others).toBe(rows.length)
  expect(totals.totals()).toMatchObject({ documents: rows.filter((row) => isDocumentKind(row.kind)).length, there: 16 })
  expect(running.company.status().documents).toEqual({ all: 25, there: 16, waiting: tabs.waiting + tabs.ready })
  expect(tabs).toEqual({ 'needs-you': 3, ready: 0, waiting: 1, differs: 0, synced: 16, outside: 6, ignored: 0 })
  expect(tabs['needs-you']).toBe(running.company.status().needsYou)
  expect(totals.totals().taxToAdd).toEqual([{ currency: 'CAD', amount: expect.any(Number) as number, documents: tax }])
})

it('one cause is one row: documents without an account wait under their cost code, for whom it says', () => {
  expect(running.row('cost-code:cc-99')).toMatchObject({ holds: 1 })
  expect(needsPerson(running.row('cost-code:cc-99'))).toBe(true)
  const waiting = running.row('expense:e-5')
  expect(waiting).toMatchObject({ under: 'cost-code:cc-99', waitsOn: 'bookkeeper' })
  expect(needsPerson(waiting)).toBe(false)
  expect(tabOf(waiting)).toBe('waiting')
  expect(reasonOf(waiting, words)).toMatch(/17-900.* · you have to act/)
  // Money was received, and nothing but a person brings it into the books.
  expect(shownStateOf(running.row('payment:pay-3'))).toBe('you')
  expect(shownStateOf(running.row('invoice:i-1004'))).toBe('outside')
})

it(
  'a cost code that is ignored holds nobody’s documents: each of them asks by itself again',
  async () => {
    await ignore(running.company, ['cost-code:cc-99'], 'not used any more')
    expect(running.row('expense:e-5').under).toBeUndefined()
    expect(needsPerson(running.row('expense:e-5'))).toBe(true)
    await unignore(running.company, ['cost-code:cc-99'])
    expect(needsPerson(running.row('expense:e-5'))).toBe(false)
  },
  MINUTE,
)

it(
  'an ignored document that changes in Billdr is asked about again, and stays ignored as it is then',
  async () => {
    const { company, source } = running
    await ignore(company, ['expense:e-5', 'invoice:i-1004'], 'paid in person')
    await company.sync()
    expect(running.row('expense:e-5')).toMatchObject({ state: 'ignored', ignored: { reason: 'paid in person' } })
    await edit(source, 'expenses', (records) => {
      for (const record of records) if (record['id'] === 'e-5') record['memo'] = 'Un autre achat'
    })
    // A draft that is submitted is another matter than the draft that was ignored.
    await edit(source, 'invoices', (records) => {
      for (const record of records) if (record['id'] === 'i-1004') record['status'] = 'submitted'
    })
    await company.sync()
    for (const key of ['expense:e-5', 'invoice:i-1004'] as const) {
      expect(running.row(key)).toMatchObject({ state: 'held', problem: { code: 'ignored-changed' }, ignored: null })
      expect(needsPerson(running.row(key))).toBe(true)
    }
    await ignore(company, ['expense:e-5'], 'still paid in person')
    await unignore(company, ['invoice:i-1004'])
    await company.sync()
    expect(running.row('expense:e-5').state).toBe('ignored')
    expect(running.row('invoice:i-1004').state).toBe('synced')
    // That money comes in for an ignored invoice changes nothing of it.
    await ignore(company, ['invoice:i-1004'], 'as it is')
    await edit(source, 'invoices', (records) => {
      for (const record of records) if (record['id'] === 'i-1004') record['status'] = 'paid'
    })
    await company.sync()
    expect(running.row('invoice:i-1004').state).toBe('ignored')
  },
  MINUTE,
)

it(
  'a voided document says so, at 0.00 and without tax to add, in the list and in the terminal',
  async () => {
    const { company, source } = running
    await rm(source, { recursive: true })
    await cp(join(import.meta.dirname, '../../build/samples/renovation-day-two'), source, { recursive: true })
    await company.sync()
    const voided = running.row('invoice:i-1005')
    expect([amountOf(voided), voided.tax, shownStateOf(voided)]).toEqual([0, null, 'synced'])
    expect(reasonOf(voided, words)).toContain('Voided')
    const printed: string[] = []
    const terminal = { out: (text: string) => printed.push(text), error: () => undefined, progress: () => undefined }
    queue({ words, json: false, terminal } as unknown as CommandContext, company, undefined)
    expect(printed.join('')).toMatch(/\tinvoice:i-1005\t.*\t\$0\.00\t/)
  },
  MINUTE,
)
