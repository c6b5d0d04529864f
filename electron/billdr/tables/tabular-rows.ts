import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { Cell, OpenCell, TakeCells } from './cells.ts'
import { isBlank } from './cells.ts'
import type { DecimalMark, TableMapping } from '../../../shared/column-mapping.ts'
import type { Writing } from '../../../shared/column-preview.ts'
import { OWNED_TABLES } from '../../../shared/tables.ts'
import type { TableFile } from '../export/find-tables.ts'
import type { FieldProblem } from '../records/field-problem.ts'
import type { CellRules } from './cell-readers.ts'
import { RowReader } from './row-record.ts'
import type { Settings } from '../source-options.ts'
import { OVER_LIMIT } from '../limits.ts'
import { BrokenRows } from './broken-rows.ts'
import { CutAmounts } from './cut-amounts.ts'
import { LastRow } from './last-row.ts'
import { MergedCells } from './merged-cells.ts'
import { sheetsNotRead } from './other-sheets.ts'
import { readCells } from './table-cells.ts'
import type { Recognised, TableOpener } from './table-cells.ts'
import type { TableHeader } from './table-header.ts'
import { HeaderAgain, matchHeader } from './table-header.ts'
import type { TableEnd } from './table-rows.ts'
import { unreadable } from './table-rows.ts'
import type { StatedWriting } from './table-survey.ts'
import { lettersProblem, openProblem } from '../written/open-values.ts'
import { TableSurvey } from './table-survey.ts'
import { dateOrderOf } from '../written/written-dates.ts'
import type { ZipOpening } from '../files/zip-archive.ts'

/** How many rows may stand above the header (a title, the name of the company). */
const ABOVE_HEADER = 10
/** Of a row over the limits its cells are kept to this length: an id has at most 200 characters. */
const LONGEST_NAME = 1_000

/** What all rows of a file together may say. */
const SAID_BY_THE_FILE: ReadonlySet<OpenCell['asks']> = new Set(['number', 'date', 'comma'])

export interface TabularRow {
  raw: Record<string, unknown>
  row: number
  /** What is wrong already: numbers and dates that can be read in two ways. */
  wrong: FieldProblem[]
  cells: readonly Cell[]
  /** Of a workbook: its serial dates count from 1904. */
  from1904: boolean
}

export interface TabularReader {
  /** The header with its row, once it is found; the closest where none will do, after the last row. */
  header?(header: TableHeader, cells: readonly Cell[], row: number): void
  /** A row that holds something, as long as no header was found. */
  beforeHeader?(cells: readonly Cell[], row: number): void
  /** A row that only sums up the others, and is passed over. */
  total?(row: number): void
  /** A row that holds something; answers false to stop. */
  row(row: TabularRow): boolean
  /** How the numbers or dates of the table are written has to be said; told once each, before the rows that wait for it. */
  asks?(question: Problem): void
  /** How the table is written, after its last row. */
  writing?(writing: Writing): void
}

/**
 * Reads a CSV or XLSX table: finds its header among the first rows, then turns each row into a record in the shape of the
 * contract. Blank rows and rows of totals are passed over. Without a column that the contract requires the table is
 * refused, naming the columns: the user can then say which they are.
 *
 * The first number or date that can be read in two ways stops the reading until the whole file was gone through for how
 * it is written; then it goes on from there. A file in which nothing is open is read once.
 */
export async function readTabular(
  opener: TableOpener,
  file: TableFile,
  settings: Settings,
  locale: string | null,
  reader: TabularReader,
): Promise<TableEnd> {
  const stated = statedWriting(file, settings)
  const rules: CellRules = {
    ...stated,
    from1904: false,
    letters: null,
    twice: null,
    merged: [],
    mapping: mappingOf(file, settings),
  }
  const first = new RowPass(file, rules, reader, stated)
  const before = await first.through(opener, settings, locale, 0)
  const askLetters = (): void => {
    const samples = rules.letters?.alphabet === null ? rules.letters.samples : rules.twice
    if (samples !== null) reader.asks?.(lettersProblem(file.table, file.facts.path, samples))
  }
  if (first.openAt === null) askLetters()
  const { sheet, sheets } = first.recognised
  if (before.ok && sheets.length > 1 && rules.mapping.sheet === undefined) {
    const open = (): Promise<ZipOpening> => opener.archive(file)
    const found = await sheetsNotRead(open, file, settings.limits, rules.mapping, {
      sheet,
      sheets,
      above: ABOVE_HEADER,
    })
    if (found) reader.asks?.(found)
  }
  if (first.openAt === null) return before
  const survey = new TableSurvey(file, rules.mapping, first.recognised.separator)
  await readCells(opener, file, settings, first.recognised, rules, survey.take)
  const decided = survey.decide({ locale, separator: first.recognised.separator }, stated)
  rules.mark = decided.mark
  rules.order = decided.order
  for (const question of decided.questions) reader.asks?.(question)
  const second = new RowPass(file, rules, reader, null, survey.cuts)
  const end = await second.through(opener, settings, locale, first.openAt)
  askLetters()
  return end
}

/** One way through the rows of a table, from a row on. */
class RowPass {
  readonly #file: TableFile
  readonly #rules: CellRules
  readonly #reader: TabularReader
  /** What was said of how it is written: what is open beyond that stops the pass; null: nothing stops it. */
  readonly #stated: StatedWriting | null
  /** What the whole file says of amounts that a comma may have cut. */
  readonly #cuts: CutAmounts | null
  readonly recognised: Recognised = { separator: null, encoding: null, sheet: null, sheets: [] }
  #othersEndLines = false
  /** The row with the first value that is open. */
  openAt: number | null = null

  constructor(
    file: TableFile,
    rules: CellRules,
    reader: TabularReader,
    stated: StatedWriting | null,
    cuts: CutAmounts | null = null,
  ) {
    this.#cuts = cuts
    this.#file = file
    this.#rules = rules
    this.#reader = reader
    this.#stated = stated
  }

  /** What is shown of a table in which no number is open: either mark would do. */
  #usualMark(locale: string | null): DecimalMark | null {
    if (!this.#stated) return null
    return this.recognised.separator === ';' || /^fr\b/i.test(locale ?? '') ? ',' : '.'
  }

  async through(opener: TableOpener, settings: Settings, locale: string | null, from: number): Promise<TableEnd> {
    const { table, facts } = this.#file
    const rules = this.#rules
    const { mapping } = rules
    const isFirst = from === 0
    let rows: RowReader | null = null
    let merged: MergedCells | null = null
    let best: { header: TableHeader; cells: readonly Cell[]; row: number } | null = null
    let again: HeaderAgain | null = null
    let tried = 0
    let width = 0
    let possible: CutAmounts | null = null
    let lastRow: LastRow | null = null

    let isFirstHeader = true
    const begin = (header: TableHeader, cells: readonly Cell[]): void => {
      isFirstHeader = rows === null
      rows = new RowReader(header, rules)
      again = new HeaderAgain(header, cells)
      width = cells.length
      broken?.begin(header, width)
      if (this.recognised.separator === ',') possible = new CutAmounts(header)
      if (opener.othersEndLines && this.#file.format === 'csv') lastRow = new LastRow(header, width)
      if (rules.merged.length > 0) merged = new MergedCells(rules.merged, header.columns)
    }
    const take: TakeCells = (whole, row, over) => {
      const written = over && over !== 'end' ? whole.map(cutShort) : whole
      if (written.every(isBlank)) return true
      const cells = merged ? merged.filled(written, row) : written
      if (!rows) {
        const found = matchHeader(cells, table, mapping)
        best = !best || found.columns.size > best.header.columns.size ? { header: found, cells, row } : best
        tried += 1
        if (found.missing.length > 0) {
          if (isFirst) this.#reader.beforeHeader?.(cells, row)
          return tried < ABOVE_HEADER
        }
        begin(found, cells)
        if (isFirst) this.#reader.header?.(found, cells, row)
        return true
      }
      const other = again?.in(cells, table, mapping)
      if (other) {
        begin(other, cells)
        return true
      }
      const isCutOff = over === 'end' && (this.#othersEndLines || lastRow?.isCut(cells))
      lastRow?.take(cells)
      if (row < from) return true
      if (mapping.skipTotals !== false && rows.isTotals(cells)) {
        this.#reader.total?.(row)
        return true
      }
      const { raw, open } = rows.read(cells)
      for (const cut of ((isFirstHeader ? this.#cuts?.cut(cells) : null) ?? possible?.possible(cells)) || []) {
        raw[cut.field] = cut.cell
        open.push(cut)
      }
      const limit = over === 'end' && !isCutOff ? null : over
      const held = limit ?? (this.#file.format === 'csv' && !cells.slice(width).every(isBlank) ? 'cells' : null)
      if (held)
        return this.#reader.row({
          raw: { ...raw, [OVER_LIMIT]: held },
          row,
          cells,
          from1904: rules.from1904,
          wrong: [],
        })
      if (this.#stated && open.some(({ cell }) => SAID_BY_THE_FILE.has(cell.asks))) {
        this.openAt = row
        return false
      }
      return this.#reader.row({
        raw,
        row,
        cells,
        from1904: rules.from1904,
        wrong: open.map(({ field, cell }) => openProblem(table, row, field, cell)),
      })
    }

    const endsOpen = async (): Promise<void> => {
      this.#othersEndLines = (await opener.othersEndLines?.(this.#file)) ?? false
    }
    const broken = this.#file.format === 'csv' ? new BrokenRows(take) : null
    const end = await readCells(opener, this.#file, settings, this.recognised, rules, broken?.take ?? take, endsOpen)
    broken?.end()
    if (this.openAt !== null) return end
    this.#reader.writing?.({
      ...this.recognised,
      decimal: rules.mark ?? this.#usualMark(locale),
      dateOrder: rules.order ?? (this.#stated && dateOrderOf(locale)),
    })
    if (!end.ok || rows) return end
    const closest = best as { header: TableHeader; cells: readonly Cell[]; row: number } | null
    // An empty file of lines or receipts says that there are none; what its documents say of them is checked all the same.
    if (!closest && OWNED_TABLES.some((each) => each === table)) return { ok: true }
    if (!closest) return unreadable(table, facts.path, 1, 'empty file')
    this.#reader.header?.(closest.header, closest.cells, closest.row)
    const columns = closest.header.missing.map((column) => column.name).join(', ')
    return { ok: false, problem: problem('source-columns-unknown', { table, file: facts.path, columns }) }
  }
}

/** What is enough of a cell to name its record, or to see a header. */
function cutShort(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.slice(0, LONGEST_NAME) : cell
}

function mappingOf(file: TableFile, settings: Settings): TableMapping {
  return settings.columnMapping?.tables?.[file.table] ?? {}
}

/** What the user said of how a table is written: of this one, or else of all. */
function statedWriting(file: TableFile, settings: Settings): StatedWriting {
  const mapping = mappingOf(file, settings)
  return {
    mark: mapping.decimal ?? settings.columnMapping?.decimal ?? null,
    order: mapping.dateOrder ?? settings.columnMapping?.dateOrder ?? null,
  }
}
