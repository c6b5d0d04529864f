import { problem } from '../../shared/problem.ts'
import type { Cell, TakeCells } from './cells.ts'
import { isBlank } from './cells.ts'
import type { DecimalMark, Separator, TableMapping, TextEncodingName } from '../../shared/column-mapping.ts'
import type { Writing } from '../../shared/column-preview.ts'
import { readCsv } from './csv-table.ts'
import type { TableFile } from './find-tables.ts'
import type { FieldProblem } from './place.ts'
import type { CellRules } from './row-record.ts'
import { RowReader } from './row-record.ts'
import type { Settings } from './source-options.ts'
import type { TableHeader } from './table-header.ts'
import { matchHeader } from './table-header.ts'
import type { TableEnd } from './table-rows.ts'
import { unreadable } from './table-rows.ts'
import { dateOrderOf } from './written-dates.ts'
import { readXlsx } from './xlsx-table.ts'
import type { ZipOpening } from './zip-archive.ts'

/** How many rows may stand above the header (a title, the name of the company). */
const ABOVE_HEADER = 10

export interface TabularRow {
  raw: Record<string, unknown>
  row: number
  /** What is wrong already: dates that can be read in two ways. */
  wrong: FieldProblem[]
  cells: readonly Cell[]
}

/** Opens the file of a table: as a stream, or as the zip that a workbook is. */
export interface TableOpener {
  bytes(file: TableFile): Promise<AsyncIterable<Uint8Array>>
  archive(file: TableFile): Promise<ZipOpening>
}

type Recognised = Pick<Writing, 'separator' | 'encoding' | 'sheet' | 'sheets'>

export interface TabularReader {
  /** The header with its row, once it is found; the closest where none will do, after the last row. */
  header?(header: TableHeader, cells: readonly Cell[], row: number): void
  /** A row that holds something, as long as no header was found. */
  beforeHeader?(cells: readonly Cell[], row: number): void
  /** A row that only sums up the others, and is passed over. */
  total?(row: number): void
  /** A row that holds something; answers false to stop. */
  row(row: TabularRow): boolean
  /** How the table is written, after its last row. */
  writing?(writing: Writing): void
}

/**
 * Reads a CSV or XLSX table: finds its header among the first rows, then turns each row into a record in the shape of the
 * contract. Blank rows and rows of totals are passed over. Without a column that the contract requires the table is
 * refused, naming the columns: the user can then say which they are.
 */
export async function readTabular(
  opener: TableOpener,
  file: TableFile,
  settings: Settings,
  locale: string | null,
  reader: TabularReader,
): Promise<TableEnd> {
  const { table } = file
  const mapping = settings.columnMapping?.tables?.[table] ?? {}
  const rules = rulesFor(mapping, settings, locale)
  let rows: RowReader | null = null
  let best: { header: TableHeader; cells: readonly Cell[]; row: number } | null = null
  let tried = 0

  const take: TakeCells = (cells, row) => {
    if (cells.every(isBlank)) return true
    if (!rows) {
      const found = matchHeader(cells, table, mapping)
      best = !best || found.columns.size > best.header.columns.size ? { header: found, cells, row } : best
      tried += 1
      if (found.missing.length > 0) {
        reader.beforeHeader?.(cells, row)
        return tried < ABOVE_HEADER
      }
      rows = new RowReader(found, rules)
      reader.header?.(found, cells, row)
      return true
    }
    if (mapping.skipTotals !== false && rows.isTotals(cells)) {
      reader.total?.(row)
      return true
    }
    const { raw, ambiguous } = rows.read(cells)
    return reader.row({ raw, row, cells, wrong: ambiguous.map((each) => ambiguousDate(table, row, each)) })
  }

  const recognised: Recognised = { separator: null, encoding: null, sheet: null, sheets: [] }
  const end = await readCells(opener, file, settings, mapping, rules, recognised, take)
  reader.writing?.({ ...recognised, decimal: rules.mark, dateOrder: rules.order })
  if (!end.ok || rows) return end
  const closest = best as { header: TableHeader; cells: readonly Cell[]; row: number } | null
  if (!closest) return unreadable(table, file.facts.path, 1, 'empty file')
  reader.header?.(closest.header, closest.cells, closest.row)
  const columns = closest.header.missing.map((column) => column.name).join(', ')
  return { ok: false, problem: problem('source-columns-unknown', { table, file: file.facts.path, columns }) }
}

async function readCells(
  opener: TableOpener,
  file: TableFile,
  settings: Settings,
  mapping: TableMapping,
  rules: CellRules,
  recognised: Recognised,
  take: TakeCells,
): Promise<TableEnd> {
  const { table, facts, format } = file
  const all = settings.columnMapping
  if (format === 'xlsx') {
    return readXlsx(
      await opener.archive(file),
      mapping.sheet ?? null,
      table,
      facts.path,
      settings.limits,
      take,
      ({ from1904, sheetName, sheetNames }) => {
        rules.from1904 = from1904
        recognised.sheet = sheetName
        recognised.sheets = sheetNames
      },
    )
  }
  const dialect = {
    separator: mapping.separator ?? all?.separator ?? null,
    encoding: mapping.encoding ?? all?.encoding ?? null,
    recognised: (separator: Separator) => {
      recognised.separator = separator
      recognised.encoding ??= 'utf-8'
      // Excel separates by semicolons exactly where the comma is the decimal mark.
      if (separator === ';' && !saidDecimal(mapping, settings)) rules.mark = ','
    },
    decoded: (encoding: TextEncodingName) => {
      recognised.encoding = encoding
    },
  }
  return readCsv(await opener.bytes(file), dialect, table, facts.path, settings.limits, take)
}

function saidDecimal(mapping: TableMapping, settings: Settings): DecimalMark | null {
  return mapping.decimal ?? settings.columnMapping?.decimal ?? null
}

/** What the user said goes first, then what the company's locale says. */
function rulesFor(mapping: TableMapping, settings: Settings, locale: string | null): CellRules {
  const french = /^fr\b/i.test(locale ?? '')
  return {
    mark: saidDecimal(mapping, settings) ?? (french ? ',' : '.'),
    order: mapping.dateOrder ?? settings.columnMapping?.dateOrder ?? dateOrderOf(locale),
    from1904: false,
    mapping,
  }
}

function ambiguousDate(table: string, row: number, { field, value }: { field: string; value: string }): FieldProblem {
  return { table, row, field, problem: problem('source-date-ambiguous', { table, row, field, value }) }
}
