import type { PreviewRow, TablePreview, TablesPreview } from '../../../shared/column-preview.ts'
import { problem } from '../../../shared/problem.ts'
import type { TableName } from '../../../shared/tables.ts'
import { kindOfTable } from '../../../shared/tables.ts'
import type { Cell } from './cells.ts'
import { cellText } from './cells.ts'
import type { Column } from './columns.ts'
import { COLUMNS, TAXED_TABLES } from './columns.ts'
import type { ExportFiles } from '../export/export-files.ts'
import { openExport } from '../export/export-opening.ts'
import type { ExportLayout } from '../export/export-layout.ts'
import { layOut } from '../export/export-layout.ts'
import { othersEndLines } from '../export/line-ends.ts'
import { FileTrouble } from '../files/file-trouble.ts'
import type { TableFile } from '../export/find-tables.ts'
import { mightBeTable } from '../export/find-tables.ts'
import { wordChoices } from './known-words.ts'
import { retryingFiles } from '../files/retrying-files.ts'
import type { FieldProblem } from '../records/field-problem.ts'
import { shown } from '../records/field-problem.ts'
import { problemsOfPart, readRecord } from '../records/records.ts'
import type { Settings, SourceOptions } from '../source-options.ts'
import { settingsFrom } from '../source-options.ts'
import type { TableHeader } from './table-header.ts'
import type { TableOpener } from './table-cells.ts'
import type { TabularRow } from './tabular-rows.ts'
import { readTabular } from './tabular-rows.ts'
import { shownText } from './shown-text.ts'

/** What a document's own table cannot know: the parts that stand in other tables. */
const ELSEWHERE = new Set(['lines', 'attachments'])
/** Rows that are looked through for words that nobody knows, beyond those that are shown. */
const LOOKED_THROUGH = 5_000
const MOST_WORDS = 20

/**
 * Shows the first rows of every CSV and XLSX table at a location as they will be understood with these options, row by row
 * with everything that is wrong. Changes nothing and sends nothing.
 */
export async function previewTables(
  path: string,
  options: SourceOptions = {},
  rowsPerTable = 20,
): Promise<TablesPreview> {
  const settings = settingsFrom(options)
  const opening = await openExport(path, settings.limits)
  if (!opening.ok) return { tables: [], others: [], problem: opening.problem }
  const files = retryingFiles(opening.files, settings.clock)
  const maybe = [...files.top, ...(await files.inFolders().catch(() => []))]
    .filter(mightBeTable)
    .map(({ path }) => path)
  try {
    const laidOut = await layOut(files, settings)
    if (!laidOut.ok) return { tables: [], others: maybe, problem: laidOut.problem }
    const { layout } = laidOut
    const tables: TablePreview[] = []
    for (const file of layout.tables.values()) {
      if (file.format !== 'json') tables.push(await previewTable(files, layout, file, settings, rowsPerTable))
    }
    const used = new Set([...layout.tables.values()].map((file) => file.facts.path))
    return { tables, others: maybe.filter((each) => !used.has(each)), problem: layout.problems[0] ?? null }
  } catch (error) {
    if (error instanceof FileTrouble) return { tables: [], others: maybe, problem: troubleOf(error, path) }
    throw error
  } finally {
    await files.close()
  }
}

async function previewTable(
  files: ExportFiles,
  layout: ExportLayout,
  file: TableFile,
  settings: Settings,
  rowsPerTable: number,
): Promise<TablePreview> {
  const locale = layout.company?.locale ?? settings.locale
  const preview = emptyPreview(file)
  const above: PreviewRow[] = []
  const words = new WordSearch(file.table)
  let rows = 0
  let known: TableHeader['columns'] = new Map()
  try {
    const end = await readTabular(openerOf(files, layout, settings), file, settings, locale, {
      beforeHeader: (cells, row) => void above.push({ row, cells: cells.map(shownCell), understood: {}, problems: [] }),
      header: (header, cells, row) => {
        describe(preview, header, cells)
        known = header.columns
        // Of a table whose columns are still to be matched, what stands below its header helps to tell which they are.
        if (header.missing.length > 0) preview.rows = above.filter((each) => each.row > row)
      },
      total: (row) => void (preview.totals.length < rowsPerTable && preview.totals.push(row)),
      row: (row) => {
        rows += 1
        words.look(row.raw)
        if (rows <= rowsPerTable) preview.rows.push(previewRow(file.table, row, known))
        return rows < LOOKED_THROUGH
      },
      asks: (question) => void preview.questions.push(question),
      writing: (writing) => {
        preview.writing = writing
      },
    })
    if (!end.ok) preview.problem = end.problem
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error
    preview.problem = troubleOf(error, file.facts.path)
  }
  preview.words = words.found
  return preview
}

function openerOf(files: ExportFiles, layout: ExportLayout, settings: Settings): TableOpener {
  return {
    async bytes({ facts }) {
      const opened = await files.open(facts.path, settings.limits.tableBytes)
      if (!opened.ok) throw new FileTrouble(opened.reason, facts.path)
      return opened.chunks
    },
    archive: ({ facts }) => files.archive(facts.path),
    ...(!layout.manifest && { othersEndLines: (file: TableFile) => othersEndLines(files, layout, file) }),
  }
}

function troubleOf(trouble: FileTrouble, location: string): TablesPreview['problem'] {
  return trouble.reason === 'busy'
    ? problem('source-busy', { file: trouble.path })
    : problem('source-unreadable', { file: trouble.path, location, reason: trouble.reason })
}

function emptyPreview({ table, facts, format }: TableFile): TablePreview {
  const choices = COLUMNS[table].map((column) => column.name)
  const taxes = TAXED_TABLES.includes(table) ? ['tax_tps', 'tax_tvq', 'tax_gst', 'tax_qst', 'tax_hst', 'tax_pst'] : []
  return {
    table,
    file: facts.path,
    format: format === 'xlsx' ? 'xlsx' : 'csv',
    writing: null,
    columns: [],
    missing: [],
    choices: [...choices, ...taxes],
    words: [],
    constants: COLUMNS[table]
      .filter((column) => column.required && (column.type === 'word' || column.name === 'currency'))
      .map(({ field, name }) => ({ column: name, choices: wordChoices(table, field) })),
    rows: [],
    totals: [],
    problem: null,
    questions: [],
  }
}

function describe(preview: TablePreview, header: TableHeader, cells: readonly Cell[]): void {
  preview.missing = header.missing.map((column) => column.name)
  preview.columns = cells.map((cell, at) => {
    const tax = header.taxes.find((each) => each.at === at)
    const taxName = tax && `tax_${tax.tax.toLowerCase()}${tax.holds === 'rate' ? '_rate' : ''}`
    return { header: cellText(cell), column: header.columns.get(at)?.name ?? taxName ?? null }
  })
}

function previewRow(
  table: TableName,
  { raw, row, wrong, cells, from1904 }: TabularRow,
  columns: TableHeader['columns'],
): PreviewRow {
  const problems = [...wrong, ...problemsOf(table, raw, row, wrong)]
  return {
    row,
    cells: cells.map((cell, at) => shownDate(cell, raw, columns.get(at)) ?? shown(shownText(cell, from1904))),
    understood: texts(raw),
    problems: problems.map(({ field, problem: found }) => ({ field, problem: found })),
  }
}

/** A workbook keeps a date as a number of days; a person sees the date. Null of every other cell. */
function shownDate(cell: Cell, raw: Record<string, unknown>, column: Column | undefined): string | null {
  if (typeof cell === 'string' || !('number' in cell)) return null
  const understood = column?.type === 'day' || column?.type === 'instant' ? raw[column.field] : null
  return typeof understood === 'string' && understood !== cell.number ? shown(understood.slice(0, 10)) : null
}

function shownCell(cell: Cell): string {
  return shown(cellText(cell))
}

/** Everything that is wrong with a row by itself. */
function problemsOf(
  table: TableName,
  raw: Record<string, unknown>,
  row: number,
  wrong: readonly FieldProblem[],
): FieldProblem[] {
  const kind = kindOfTable(table)
  const place = { table, row }
  if (!kind) return problemsOfPart(table === 'attachments' ? 'attachment' : 'line', { id: 'l1', ...raw }, place)
  const reading = readRecord(kind, { ...raw, lines: [], attachments: [] }, place)
  if (!('problems' in reading)) return []
  return reading.problems.filter(
    ({ field, problem: found }) =>
      found.code !== 'record-totals-differ' &&
      !ELSEWHERE.has(field ?? '') &&
      !wrong.some((each) => each.field === field),
  )
}

/** Gathers what the columns of known words say that nobody knows, so that the user can say once what it means. */
class WordSearch {
  readonly found: TablePreview['words'] = []
  readonly #columns: readonly { field: string; name: string; choices: string[] }[]

  constructor(table: TableName) {
    this.#columns = COLUMNS[table]
      .filter((column) => column.type === 'word')
      .map(({ field, name }) => ({ field, name, choices: wordChoices(table, field) }))
  }

  look(raw: Record<string, unknown>): void {
    for (const { field, name, choices } of this.#columns) {
      const value = raw[field]
      if (typeof value !== 'string' || value === '' || choices.includes(value) || this.found.length >= MOST_WORDS)
        continue
      const word = value.slice(0, 255)
      if (!this.found.some((each) => each.column === name && each.word === word))
        this.found.push({ column: name, word, choices })
    }
  }
}

function texts(raw: object, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [field, value] of Object.entries(raw) as [string, unknown][]) {
    if (Array.isArray(value)) {
      for (const tax of value as { name: string; amount: unknown }[])
        flat[`tax_${tax.name.toLowerCase()}`] = shown(tax.amount)
    } else if (typeof value === 'object' && value !== null && !('error' in value)) {
      Object.assign(flat, texts(value, `${field}_`))
    } else {
      flat[prefix + field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = shown(value)
    }
  }
  return flat
}
