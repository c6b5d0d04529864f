import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSource } from '../../electron/billdr/open-source.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import { decimalOf, sumOf } from '../../shared/money.ts'
import { workbookOf } from '../billdr/xlsx-writer.ts'
import { zipOf } from '../billdr/zip-writer.ts'
import type { Random } from './mutations.ts'
import { mutated, randomFrom } from './mutations.ts'
import { archiveShape, csvShape, reshaped, workbookShape } from './shapes.ts'

export const FORMATS = [
  'json',
  'manifest',
  'csv',
  'xlsx',
  'xlsx-parts',
  'zip',
  'api',
  'csv-shapes',
  'xlsx-shapes',
  'zip-shapes',
] as const
export type FuzzFormat = (typeof FORMATS)[number]

const SLOWEST_MS = 2_000
const TRIES = 3
const HEADER = [
  'id',
  'number',
  'project_id',
  'status',
  'issued_on',
  'updated_at',
  'currency',
  'subtotal',
  'total',
  'tax_tps',
  'tax_tvq',
]
const LINE_HEADER = ['invoice_id', 'id', 'description', 'cost_code_id', 'quantity', 'unit_price', 'amount']
const ROWS = [
  [
    'i-1',
    '1001',
    'p-1',
    'submitted',
    '2026-03-06',
    '2026-03-06T14:00:00Z',
    'CAD',
    '1 000,50',
    '1 150,33',
    '50,03',
    '99,80',
  ],
  ['i-2', '1002', 'p-2', 'draft', '2026-03-07', '2026-03-07T14:00:00Z', 'CAD', '0,00', '0,00', '', ''],
  ['i-3', '1003', 'p-1', 'voided', '2026-03-08', '2026-03-08T14:00:00Z', 'CAD', '-12,34', '-12,34', '', ''],
]
const LINES = [
  ['i-1', 'l1', 'Démolition; « tout »', 'cc-02', '1,5', '600,00', '900,00'],
  ['i-1', 'l2', 'Vis', 'cc-06', '', '', '100,50'],
  ['i-2', 'l1', 'Rien', '', '', '', '0,00'],
  ['i-3', 'l1', 'Crédit "porte"', 'cc-06', '1', '-12,34', '-12,34'],
]
const plain = (text: string): string => text.replace(/ /g, '').replace(',', '.')
const INVOICES = ROWS.map(
  ([id, number, projectId, status, issuedOn, updatedAt, currency, subtotal = '', total = '', tps, tvq]) => ({
    id,
    number,
    projectId,
    status,
    issuedOn,
    updatedAt,
    currency,
    subtotal: plain(subtotal),
    total: plain(total),
    attachments: [],
    taxes: [
      ['TPS', '5', tps],
      ['TVQ', '9.975', tvq],
    ]
      .filter(([, , amount]) => amount)
      .map(([name, rate, amount = '']) => ({ name, rate, amount: plain(amount) })),
    lines: LINES.filter(([owner]) => owner === id).map(
      ([, line, description, costCodeId, quantity = '', unitPrice = '', amount = '']) => ({
        id: line,
        description,
        ...(costCodeId ? { costCodeId } : {}),
        ...(quantity ? { quantity: plain(quantity), unitPrice: plain(unitPrice) } : {}),
        amount: plain(amount),
      }),
    ),
  }),
)
const COMPANY = { id: 'bdr-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' }
const CLIENTS = 'id;display_name;updated_at\nc-1;Zoé;2026-03-02T14:00:00Z\n'

const quoted = (cell: string): string => (/[;"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const csv = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(rows.map((row) => row.map(quoted).join(';')).join('\r\n'), 'latin1')
const INVOICES_CSV = csv([HEADER, ...ROWS])
const LINES_CSV = csv([LINE_HEADER, ...LINES])
const INVOICES_JSON = Buffer.from(JSON.stringify(INVOICES, null, 1))
const sheet = (rows: readonly (readonly string[])[], mutate: (bytes: Buffer) => Buffer): Buffer => {
  const cells = rows
    .map(
      (row, at) =>
        `<row r="${at + 1}">${row.map((cell) => `<c t="inlineStr"><is><t>${cell.replace(/[&<>"]/g, '')}</t></is></c>`).join('')}</row>`,
    )
    .join('')
  return workbookOf({
    sheets: [
      {
        name: 'A',
        xml: mutate(Buffer.from(`<worksheet><sheetData>${cells}</sheetData></worksheet>`)).toString('utf8'),
      },
    ],
  })
}
const same = (bytes: Buffer): Buffer => bytes
const PAGE = Buffer.from(
  JSON.stringify({
    cursor: '3',
    hasMore: false,
    records: INVOICES.map((record) => ({ table: 'invoices', ...record })),
  }),
)
const MANIFEST = Buffer.from(
  JSON.stringify({
    format: 'billdr-pro-export',
    version: 1,
    company: COMPANY,
    exportedAt: '2026-03-31T16:00:00Z',
    scope: 'full',
    files: [
      {
        path: 'clients.csv',
        bytes: Buffer.byteLength(CLIENTS),
        sha256: createHash('sha256').update(CLIENTS).digest('hex'),
      },
      { path: 'attachments/a/b.png', bytes: 1, sha256: '0'.repeat(64) },
    ],
  }),
)

/** The files of one case; the name of a zip stands for the location itself. */
function filesOf(format: FuzzFormat, random: Random): Record<string, Buffer | string> {
  const mutate = (bytes: Buffer): Buffer => mutated(bytes, random)
  const some = random.of(2) === 0
  switch (format) {
    case 'json':
      return { 'invoices.json': mutate(INVOICES_JSON), 'clients.csv': CLIENTS }
    case 'manifest':
      return { 'manifest.json': mutate(MANIFEST), 'clients.csv': CLIENTS }
    case 'csv':
      return {
        'invoices.csv': some ? mutate(INVOICES_CSV) : INVOICES_CSV,
        'invoice-lines.csv': some ? LINES_CSV : mutate(LINES_CSV),
      }
    case 'xlsx':
      return {
        'invoices.xlsx': mutate(sheet([HEADER, ...ROWS], same)),
        'invoice-lines.xlsx': sheet([LINE_HEADER, ...LINES], same),
      }
    case 'xlsx-parts':
      return {
        'invoices.xlsx': sheet([HEADER, ...ROWS], some ? mutate : same),
        'invoice-lines.xlsx': sheet([LINE_HEADER, ...LINES], some ? same : mutate),
      }
    case 'zip':
      return {
        'export.zip': mutate(
          zipOf([
            { name: 'invoices.csv', content: INVOICES_CSV },
            { name: 'invoice-lines.csv', content: LINES_CSV, stored: true },
          ]),
        ),
      }
    case 'api':
      return {}
    case 'csv-shapes': {
      const [invoices, lines] = [
        csvShape(reshaped([HEADER, ...ROWS], random), random),
        csvShape(some ? [LINE_HEADER, ...LINES] : reshaped([LINE_HEADER, ...LINES], random), random),
      ]
      return random.of(20) === 0
        ? { 'invoices.csv': lines, 'invoice-lines.csv': invoices }
        : { 'invoices.csv': invoices, 'invoice-lines.csv': lines }
    }
    case 'xlsx-shapes':
      return {
        'invoices.xlsx': workbookShape(
          'invoices',
          some ? [HEADER, ...ROWS] : reshaped([HEADER, ...ROWS], random),
          random,
        ),
        'invoice-lines.xlsx': workbookShape(
          'invoice-lines',
          some ? reshaped([LINE_HEADER, ...LINES], random) : [LINE_HEADER, ...LINES],
          random,
        ),
      }
    case 'zip-shapes':
      return {
        'export.zip': archiveShape(
          [
            { name: 'invoices.csv', content: INVOICES_CSV },
            { name: 'invoice-lines.csv', content: LINES_CSV },
            { name: 'attachments/a/reçu.pdf', content: '%PDF' },
          ],
          random,
        ),
      }
  }
}

export interface FuzzReport {
  cases: number
  read: number
  refused: number
  records: number
  slowestMs: number
}

/**
 * Reads mutations of valid data, one after another, each decided by the seed and its number. Throws at the first case that
 * throws, takes longer than 2 s, or hands on a record that is not whole, naming the case.
 */
export async function fuzzReader(
  format: FuzzFormat,
  cases: number,
  seed: number,
  progress: (done: number) => void = () => undefined,
): Promise<FuzzReport> {
  const folder = await mkdtemp(join(tmpdir(), `billdr-fuzz-${format}-`))
  const api = format === 'api' ? await mutatingApi() : null
  const report: FuzzReport = { cases, read: 0, refused: 0, records: 0, slowestMs: 0 }
  try {
    for (let number = 0; number < cases; number += 1) {
      const random = randomFrom(seed, number)
      for (const [name, content] of Object.entries(filesOf(format, random)))
        await writeFile(join(folder, name), content)
      api?.next(random)
      try {
        const { ok, records, took } = await timed(
          api?.url ?? (format.startsWith('zip') ? join(folder, 'export.zip') : folder),
        )
        report.read += ok ? 1 : 0
        report.refused += ok ? 0 : 1
        report.records += records
        report.slowestMs = Math.max(report.slowestMs, took)
      } catch (error) {
        throw new Error(`${format}, seed ${seed}, case ${number}`, { cause: error })
      }
      progress(number + 1)
    }
    return report
  } finally {
    await api?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Reads, and says how long that took. A case that is slow is read again: a busy machine is not, a reader that hangs is. */
async function timed(location: string): Promise<{ ok: boolean; records: number; took: number }> {
  let took = 0
  for (let time = 0; time < TRIES; time += 1) {
    const begun = performance.now()
    const read = await readOnce(location)
    took = performance.now() - begun
    if (took <= SLOWEST_MS) return { ...read, took }
  }
  throw new Error(`took ${took.toFixed(0)} ms`)
}

async function readOnce(location: string): Promise<{ ok: boolean; records: number }> {
  const opened = await openSource(location, { settleMs: 0, silenceMs: 1_000, answerMs: 1_500 })
  if (!opened.ok) throw new Error(`not opened: ${opened.problem.code}`)
  let records = 0
  const outcome = await opened.value.read(null, {
    record(record) {
      records += 1
      expectWhole(record)
    },
    removed: () => undefined,
    problem({ problem }) {
      if (Object.values(problem.params).some((param) => String(param).length > 500))
        throw new Error(`a problem quotes too much: ${problem.code}`)
    },
  })
  return { ok: outcome.ok !== false, records }
}

/** What every record that is handed on promises. */
function expectWhole(record: BilldrRecord): void {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${record.kind} ${record.id}: ${what}`)
  }
  must(record.id.trim() === record.id && record.id !== '', 'an id')
  must(/^\d{4}-\d{2}-\d{2}T.+Z$/.test(record.updatedAt), 'an instant')
  for (const text of Object.values(record))
    if (typeof text === 'string') must(text.isWellFormed() && !text.includes('\ufffd'), 'clean texts')
  if (!('lines' in record)) return
  must(decimalOf(sumOf(record.lines.map((line) => line.amount))) === decimalOf(record.subtotal), 'lines that add up')
  must(new Set(record.lines.map((line) => line.id)).size === record.lines.length, 'lines of different ids')
  if ('taxes' in record)
    must(sumOf([record.subtotal, ...record.taxes.map((tax) => tax.amount)]) === record.total, 'taxes that add up')
}

async function mutatingApi(): Promise<{ url: string; next(random: Random): void; close(): Promise<void> }> {
  let answers: { company: Buffer; page: Buffer } = { company: Buffer.from(JSON.stringify(COMPANY)), page: PAGE }
  const server: Server = createServer((request, response) => {
    response.end(request.url?.startsWith('/v1/company') ? answers.company : answers.page)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next(random) {
      const company = Buffer.from(JSON.stringify(COMPANY))
      answers =
        random.of(8) === 0
          ? { company: mutated(company, random), page: PAGE }
          : { company, page: mutated(PAGE, random) }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
