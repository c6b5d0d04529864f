/**
 * `npm run bench -- months [--docs 50000]`: the reconciliation of a company's documents, as the command and the window make
 * it: standings, what explains each difference, the sums by project and party, CSV and PDF. Ends with status 1 where it takes
 * more processor time than `LIMIT_SECONDS`.
 */
import { parseArgs } from 'node:util'
import { monthsCsv } from '../../electron/companion/month-csv.ts'
import { monthsPdf } from '../../electron/companion/month-pdf.ts'
import type { CompanyMonth } from '../../electron/companion/months.ts'
import { cents } from '../../shared/money.ts'
import { partsByMonth } from '../../shared/month-parts.ts'
import { monthsOf } from '../../shared/months.ts'
import type { QueueRow } from '../../shared/row.ts'
import { packShown } from '../../shared/shown.ts'
import { wordsFor } from '../../shared/words/index.ts'

/** "50,000 documents reconcile in under 60 s of processor time." */
const LIMIT_SECONDS = 60
const { values } = parseArgs({ options: { docs: { type: 'string', default: '50000' } } })
const documents = Number(values.docs)

function rowAt(at: number): QueueRow {
  const month = String((at % 24) + 1)
  const date = `${Number(month) > 12 ? 2026 : 2025}-${String(((Number(month) - 1) % 12) + 1).padStart(2, '0')}-15`
  const amount = cents(10_000 + (at % 977))
  const there = at % 50 === 0 ? cents(amount - 100) : amount
  const lines = Array.from({ length: 4 }, (_none, line) => ({
    goesTo: 'Job Expenses:Job Materials',
    project: `Project ${at % 300}`,
    description: `Line ${line} of document ${at}`,
    amount: cents(Math.floor(there / 4)),
    taxCode: '4',
  }))
  return {
    key: `invoice:i-${at}`,
    kind: 'invoice',
    billdrId: `i-${at}`,
    number: String(at),
    name: null,
    party: `Client ${at % 120}`,
    project: `Project ${at % 300}`,
    date,
    amount,
    currency: 'CAD',
    state: at % 97 === 0 ? 'held' : 'synced',
    quickbooks: { type: 'Invoice', id: String(at), docNumber: String(at) },
    problem: null,
    since: null,
    note: null,
    attachments: [],
    tax: { toAdd: cents(0), seen: cents(1498) },
    differs: null,
    ignored: null,
    shows: packShown({
      asOf: '2026-12-01T12:00:00Z',
      number: String(at),
      date,
      dueDate: date,
      party: `Client ${at % 120}`,
      currency: 'CAD',
      exchangeRate: null,
      beforeTax: there,
      tax: cents(1498),
      taxes: [],
      total: cents(there + 1498),
      balance: cents(0),
      voided: false,
      deposited: false,
      lines,
      links: [],
    }),
  }
}

const rows = Array.from({ length: documents }, (_none, at) => rowAt(at))
const before = process.cpuUsage()
const started = performance.now()
const standings = monthsOf(rows, 'CAD')
const parts = partsByMonth(rows, 'CAD')
const months = standings.map((standing): CompanyMonth => ({
  ...standing,
  readAt: null,
  onlyInQuickBooks: [],
  signed: null,
  taxRates: [],
  rounding: [],
  parts: parts.get(standing.month) ?? { project: [], party: [] },
}))
const csv = monthsCsv(wordsFor('en'), months)
const pdf = await monthsPdf(wordsFor('en'), 'Bench', months)
const { user, system } = process.cpuUsage(before)
const seconds = (user + system) / 1_000_000
for (const [label, value] of [
  ['documents', String(documents)],
  ['months', String(months.length)],
  ['CSV', `${(csv.length / 1024).toFixed(0)} KB`],
  ['PDF', `${(pdf.length / 1024).toFixed(0)} KB`],
  ['processor time', `${seconds.toFixed(2)} s`],
  ['elapsed', `${((performance.now() - started) / 1000).toFixed(2)} s`],
] as const)
  console.log(`${label.padEnd(20)}${value}`)
process.exitCode = seconds < LIMIT_SECONDS ? 0 : 1
