import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sheetRow, workbookOf } from '../billdr/xlsx-writer.ts'
import type { SheetCell } from '../billdr/xlsx-writer.ts'
import { zipOf } from '../billdr/zip-writer.ts'

/** Exports of any number of invoices, one line each, in every format; all say the same. */

const HEADER = [
  'id',
  'number',
  'project_id',
  'status',
  'issued_on',
  'due_on',
  'memo',
  'updated_at',
  'currency',
  'subtotal',
  'total',
  'tax_tps',
  'tax_tvq',
]
const LINE_HEADER = ['invoice_id', 'id', 'description', 'cost_code_id', 'quantity', 'unit_price', 'amount']
const SERIAL_DAY = 46_087

const money = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

function invoice(at: number): { row: (string | number)[]; line: (string | number)[]; json: object } {
  const subtotal = 100_000 + ((at * 7919) % 900_000)
  const tps = Math.round(subtotal / 20)
  const tvq = Math.round((subtotal * 9975) / 100_000)
  const total = money(subtotal + tps + tvq)
  const id = `i-${at}`
  const project = `p-${at % 999}`
  const memo = at % 3 === 0 ? 'Merci de votre confiance, à bientôt.' : ''
  const description = `Charpente et murs porteurs, étape ${at % 500}`
  const json = {
    id,
    number: String(at),
    projectId: project,
    status: 'submitted',
    issuedOn: '2026-03-06',
    dueOn: '2026-04-05',
    memo,
    currency: 'CAD',
    updatedAt: '2026-03-06T14:00:00Z',
    subtotal: money(subtotal),
    total,
    attachments: [],
    lines: [
      {
        id: 'l1',
        description,
        costCodeId: 'cc-06',
        quantity: '1',
        unitPrice: money(subtotal),
        amount: money(subtotal),
      },
    ],
    taxes: [
      { name: 'TPS', rate: '5', amount: money(tps) },
      { name: 'TVQ', rate: '9.975', amount: money(tvq) },
    ],
  }
  return {
    json,
    row: [
      id,
      String(at),
      project,
      'submitted',
      '2026-03-06',
      '2026-04-05',
      memo,
      '2026-03-06T14:00:00Z',
      'CAD',
      money(subtotal),
      total,
      money(tps),
      money(tvq),
    ],
    line: [id, 'l1', description, 'cc-06', '1', money(subtotal), money(subtotal)],
  }
}

export function invoiceJson(at: number): object {
  return invoice(at).json
}

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), createWriteStream(file))
}

function* json(rows: number): Iterable<string> {
  for (let at = 0; at < rows; at += 1) yield `${at === 0 ? '[' : ','}\n${JSON.stringify(invoice(at).json)}`
  yield '\n]\n'
}

function* csv(header: readonly string[], rows: number, cells: (at: number) => (string | number)[]): Iterable<string> {
  yield `${header.join(';')}\r\n`
  for (let at = 0; at < rows; at += 1) yield `${cells(at).join(';').replaceAll('.', ',')}\r\n`
}

function workbook(name: string, header: readonly string[], rows: number, cells: (at: number) => SheetCell[]): Buffer {
  const shared = new Map<string, number>()
  const parts: Buffer[] = [
    Buffer.from(
      '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
    ),
  ]
  parts.push(Buffer.from(sheetRow(header, 1, shared)))
  for (let at = 0; at < rows; at += 1) parts.push(Buffer.from(sheetRow(cells(at), at + 2, shared)))
  parts.push(Buffer.from('</sheetData></worksheet>'))
  return workbookOf({ sheets: [{ name, xml: Buffer.concat(parts).toString('utf8') }], shared })
}

const asNumbers = (row: readonly (string | number)[], from: number): SheetCell[] =>
  row.map((cell, at) => (at >= from ? Number(cell) : cell))

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  const stream = createReadStream(file).on('data', (chunk) => hash.update(chunk))
  await once(stream, 'end')
  return hash.digest('hex')
}

/** Lists files at the top of an export, as they are now, in its manifest. */
export async function putManifest(folder: string, files: readonly string[]): Promise<void> {
  const listed = await Promise.all(
    files.map(async (file) => ({ path: basename(file), bytes: (await stat(file)).size, sha256: await sha256(file) })),
  )
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({
      format: 'billdr-pro-export',
      version: 1,
      exportedAt: '2026-03-31T16:00:00Z',
      scope: 'changes',
      files: listed,
      company: { id: 'bdr-1', name: 'Banc d’essai', country: 'CA', currency: 'CAD', locale: 'fr-CA' },
    }),
  )
}

/** Writes the exports of all formats below a folder. */
export async function makeExports(folder: string, rows: number): Promise<void> {
  for (const format of ['json', 'csv', 'xlsx', 'zip']) await mkdir(join(folder, format), { recursive: true })
  const jsonFile = join(folder, 'json/invoices.json')
  await writeLines(jsonFile, json(rows))
  await putManifest(join(folder, 'json'), [jsonFile])

  const csvFiles = [join(folder, 'csv/invoices.csv'), join(folder, 'csv/invoice-lines.csv')] as const
  await writeLines(
    csvFiles[0],
    csv(HEADER, rows, (at) => invoice(at).row),
  )
  await writeLines(
    csvFiles[1],
    csv(LINE_HEADER, rows, (at) => invoice(at).line),
  )
  await putManifest(join(folder, 'csv'), csvFiles)

  const xlsxFiles = [join(folder, 'xlsx/invoices.xlsx'), join(folder, 'xlsx/invoice-lines.xlsx')] as const
  await writeFile(
    xlsxFiles[0],
    workbook('invoices', HEADER, rows, (at) => {
      const row = asNumbers(invoice(at).row, 9)
      row[4] = SERIAL_DAY
      return row
    }),
  )
  await writeFile(
    xlsxFiles[1],
    workbook('invoice-lines', LINE_HEADER, rows, (at) => asNumbers(invoice(at).line, 4)),
  )
  await putManifest(join(folder, 'xlsx'), xlsxFiles)

  await writeFile(
    join(folder, 'zip/export.zip'),
    zipOf(
      await Promise.all(
        ['invoices.json', 'manifest.json'].map(async (name) => ({
          name,
          content: await readFile(join(folder, 'json', name)),
        })),
      ),
    ),
  )
}
