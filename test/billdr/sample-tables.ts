import { cp, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Raw } from './exports.ts'
import { emptyFolder, put, SAMPLES } from './exports.ts'
import type { SheetCell } from './xlsx-writer.ts'
import { workbookOf } from './xlsx-writer.ts'
import { zipOf } from './zip-writer.ts'

/** A table as rows of texts, its header first; null is an empty cell. */
export type Rows = (string | null)[][]

const SAMPLE = join(SAMPLES, 'renovation')
const RECORD_TABLES = [
  'clients',
  'projects',
  'professionals',
  'cost-codes',
  'invoices',
  'credits',
  'payments',
  'expenses',
  'purchase-orders',
]

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value))

function rowsOf(records: readonly Raw[]): Rows {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return [columns, ...records.map((record) => columns.map((column) => text(record[column])))]
}

function flat(record: Raw): Raw {
  const row: Raw = {}
  for (const [field, value] of Object.entries(record)) {
    if (field === 'address')
      for (const [part, each] of Object.entries(value as Raw)) row[`address_${snake(part)}`] = each
    else if (field === 'taxes')
      for (const tax of value as Raw[]) row[`tax_${String(tax['name']).toLowerCase()}`] = tax['amount']
    else if (!Array.isArray(value)) row[snake(field)] = value
  }
  return row
}

/** An export as the tables that CSV and XLSX hold: documents, and apart their lines and attachments. */
export async function tablesOf(exported: string): Promise<Map<string, Rows>> {
  const tables = new Map<string, Rows>()
  const attachments: Raw[] = []
  for (const table of RECORD_TABLES) {
    const records = JSON.parse(await readFile(join(exported, `${table}.json`), 'utf8')) as Raw[]
    tables.set(table, rowsOf(records.map(flat)))
    if (!records.some((record) => Array.isArray(record['lines']))) continue
    const kind = table.slice(0, -1)
    const lines = records.flatMap((record) =>
      (record['lines'] as Raw[]).map((line) => flat({ [`${kind.replace('-', '_')}_id`]: record['id'], ...line })),
    )
    tables.set(`${kind}-lines`, rowsOf(lines))
    for (const record of records) {
      for (const each of record['attachments'] as Raw[])
        attachments.push({ owner_type: kind, owner_id: record['id'], ...flat(each) })
    }
  }
  tables.set('attachments', rowsOf(attachments))
  return tables
}

/** How a CSV is written. */
export interface CsvStyle {
  separator: string
  /** Writes an amount or quantity, which is given as a plain decimal. */
  number(decimal: string): string
  encode(text: string): Buffer
  date?(isoDay: string): string
}

const NUMERIC = /^(?:amount|subtotal|total|quantity|unit_price|tax_(?!number).*)$/

const DAYS = /_on$/

export function csvOf(rows: Rows, style: CsvStyle): Buffer {
  const [header = []] = rows
  const lines = rows.map((cells, at) =>
    cells
      .map((cell, column) => {
        if (cell === null) return ''
        const isNumber = at > 0 && NUMERIC.test(header[column] ?? '')
        const isDay = at > 0 && DAYS.test(header[column] ?? '') && style.date
        const written = isNumber ? style.number(cell) : isDay && style.date ? style.date(cell) : cell
        return written.includes(style.separator) || /["\r\n]/.test(written)
          ? `"${written.replaceAll('"', '""')}"`
          : written
      })
      .join(style.separator),
  )
  return style.encode(`${lines.join('\r\n')}\r\n`)
}

/** A folder with a table a file, each as `file` writes it, the attachments of an export (the sample) and its manifest. */
export async function folderOf(
  file: (table: string, rows: Rows) => [name: string, content: Buffer],
  exported = SAMPLE,
): Promise<string> {
  const folder = await emptyFolder()
  await cp(join(exported, 'attachments'), join(folder, 'attachments'), { recursive: true })
  await cp(join(exported, 'manifest.json'), join(folder, 'manifest.json'))
  for (const [table, rows] of await tablesOf(exported)) {
    const [name, content] = file(table, rows)
    await put(folder, name, content)
  }
  return folder
}

const DAY_MS = 86_400_000

/** The sample's table as a workbook: amounts as numbers, dates as serial dates. */
export function sheetOf(table: string, rows: Rows): Buffer {
  const [header = []] = rows
  const cells = rows.map((row, at) =>
    row.map((cell, column): SheetCell => {
      if (cell === null || at === 0) return cell
      if (NUMERIC.test(header[column] ?? '')) return Number(cell)
      if (DAYS.test(header[column] ?? '')) return Date.parse(cell) / DAY_MS + 25_569
      return header[column] === 'billable' ? cell === 'true' : cell
    }),
  )
  return workbookOf({ sheets: [{ name: table, rows: cells }] })
}

/** A folder as a zip in memory, its entries below `root`. */
export async function zippedFolder(folder: string, root = ''): Promise<Buffer> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  return zipOf(
    await Promise.all(
      entries.map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        return { name: root + path.slice(folder.length + 1), content: await readFile(path) }
      }),
    ),
  )
}
