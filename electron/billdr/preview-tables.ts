import type { Problem } from '../../shared/problem.ts'
import type { Cell } from './cells.ts'
import { cellText } from './cells.ts'
import { COLUMNS, TAXED_TABLES } from './columns.ts'
import { openExport } from './export-opening.ts'
import { layOut } from './export-layout.ts'
import { FileTrouble } from './file-trouble.ts'
import type { TableFile } from './find-tables.ts'
import type { FieldProblem } from './place.ts'
import { problemsOfPart, readRecord } from './records.ts'
import type { SourceOptions } from './source-options.ts'
import { settingsFrom } from './source-options.ts'
import type { TableHeader } from './table-header.ts'
import type { TableName } from './tables.ts'
import { kindOfTable } from './tables.ts'
import type { TableOpener, TabularRow } from './tabular-rows.ts'
import { readTabular } from './tabular-rows.ts'

/** How a CSV or XLSX table will be understood, for the screen on which its columns are matched. */
export interface TablePreview {
  table: TableName
  file: string
  /** Their columns in order; `column` is ours by its contract name ("issued_on", "tax_tps"), or null. */
  columns: { header: string; column: string | null }[]
  /** Contract names of columns that have to be matched before the table can be read. */
  missing: string[]
  /** Every column that one of theirs could be. */
  choices: string[]
  rows: PreviewRow[]
  /** What is wrong with the table as a whole. */
  problem: Problem | null
}

export interface PreviewRow {
  /** As a spreadsheet counts. */
  row: number
  cells: string[]
  /** What each of our columns will hold, as plain text; what could not be understood stands as it was written. */
  understood: Record<string, string>
  problems: FieldProblem[]
}

/** What a document's own table cannot know: the parts that stand in other tables. */
const ELSEWHERE = new Set(['lines', 'attachments'])

/**
 * Shows the first rows of every CSV and XLSX table at a location as they will be understood with these options, row by row
 * with everything that is wrong. Changes nothing and sends nothing.
 */
export async function previewTables(
  path: string, options: SourceOptions = {}, rowsPerTable = 20,
): Promise<{ ok: true; tables: TablePreview[] } | { ok: false; problem: Problem }> {
  const settings = settingsFrom(options)
  const opening = await openExport(path, settings.limits)
  if (!opening.ok) return { ok: false, problem: opening.problem }
  const { files } = opening
  try {
    const laidOut = await layOut(files, settings)
    if (!laidOut.ok) return { ok: false, problem: laidOut.problem }
    const locale = laidOut.layout.company?.locale ?? settings.locale
    const opener: TableOpener = {
      async bytes({ facts }) {
        const opened = await files.open(facts.path, settings.limits.tableBytes)
        if (!opened.ok) throw new FileTrouble(opened.reason, facts.path)
        return opened.chunks
      },
      archive: ({ facts }) => files.archive(facts.path),
    }
    const tables: TablePreview[] = []
    for (const file of laidOut.layout.tables.values()) {
      if (file.format === 'json') continue
      const preview = emptyPreview(file)
      const end = await readTabular(opener, file, settings, locale, {
        header: (header, cells) => describe(preview, header, cells),
        row: (row) => {
          preview.rows.push(previewRow(file.table, row))
          return preview.rows.length < rowsPerTable
        },
      })
      if (!end.ok) preview.problem = end.problem
      tables.push(preview)
    }
    return { ok: true, tables }
  } finally {
    await files.close()
  }
}

function emptyPreview({ table, facts }: TableFile): TablePreview {
  const choices = COLUMNS[table].map((column) => column.name)
  const taxes = TAXED_TABLES.includes(table) ? ['tax_tps', 'tax_tvq', 'tax_gst', 'tax_qst', 'tax_hst', 'tax_pst'] : []
  return { table, file: facts.path, columns: [], missing: [], choices: [...choices, ...taxes], rows: [], problem: null }
}

function describe(preview: TablePreview, header: TableHeader, cells: readonly Cell[]): void {
  preview.missing = header.missing.map((column) => column.name)
  preview.columns = cells.map((cell, at) => {
    const tax = header.taxes.find((each) => each.at === at)
    const taxName = tax && `tax_${tax.tax.toLowerCase()}${tax.holds === 'rate' ? '_rate' : ''}`
    return { header: cellText(cell), column: header.columns.get(at)?.name ?? taxName ?? null }
  })
}

function previewRow(table: TableName, { raw, row, wrong, cells }: TabularRow): PreviewRow {
  return { row, cells: cells.map(cellText), understood: texts(raw), problems: [...(wrong ? [wrong] : []), ...problemsOf(table, raw, row, wrong)] }
}

/** Everything that is wrong with a row by itself. */
function problemsOf(table: TableName, raw: Record<string, unknown>, row: number, wrong: FieldProblem | null): FieldProblem[] {
  const kind = kindOfTable(table)
  const place = { table, row }
  if (!kind) return problemsOfPart(table === 'attachments' ? 'attachment' : 'line', { id: 'l1', ...raw }, place)
  const reading = readRecord(kind, { ...raw, lines: [], attachments: [] }, place)
  if (!('problems' in reading)) return []
  return reading.problems.filter(({ field, problem }) =>
    problem.code !== 'record-totals-differ' && !ELSEWHERE.has(field ?? '') && field !== wrong?.field)
}

function texts(raw: object, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [field, value] of Object.entries(raw) as [string, unknown][]) {
    if (Array.isArray(value)) {
      for (const tax of value as { name: string; amount: unknown }[]) flat[`tax_${tax.name.toLowerCase()}`] = String(tax.amount)
    } else if (typeof value === 'object' && value !== null) {
      Object.assign(flat, texts(value, `${field}_`))
    } else {
      flat[prefix + field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = String(value)
    }
  }
  return flat
}
