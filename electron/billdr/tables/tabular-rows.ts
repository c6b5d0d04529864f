import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { Cell, TakeCells } from './cells.ts'
import { isBlank } from './cells.ts'
import type { DecimalMark, Separator, TableMapping, TextEncodingName } from '../../../shared/column-mapping.ts'
import type { Writing } from '../../../shared/column-preview.ts'
import { OWNED_TABLES } from '../../../shared/tables.ts'
import { readCsv } from './csv-table.ts'
import type { FileContent } from '../files/file-content.ts'
import { contentOf } from '../files/file-content.ts'
import type { TableFile } from '../export/find-tables.ts'
import { LetterEvidence } from '../written/letter-evidence.ts'
import type { FieldProblem } from '../records/field-problem.ts'
import type { CellRules } from './row-record.ts'
import { RowReader } from './row-record.ts'
import type { Settings } from '../source-options.ts'
import { OVER_LIMIT } from '../limits.ts'
import { MergedCells } from './merged-cells.ts'
import { sheetsNotRead } from './other-sheets.ts'
import type { TableHeader } from './table-header.ts'
import { matchHeader } from './table-header.ts'
import type { TableEnd } from './table-rows.ts'
import { otherFormat, unreadable } from './table-rows.ts'
import type { StatedWriting } from './table-survey.ts'
import { lettersProblem, openProblem } from '../written/open-values.ts'
import { TableSurvey } from './table-survey.ts'
import { dateOrderOf } from '../written/written-dates.ts'
import { readXlsx } from './xlsx-table.ts'
import type { ZipOpening } from '../files/zip-archive.ts'

/** How many rows may stand above the header (a title, the name of the company). */
const ABOVE_HEADER = 10
/** Of a row over the limits its cells are kept to this length: an id has at most 200 characters. */
const LONGEST_NAME = 1_000

export interface TabularRow {
  raw: Record<string, unknown>
  row: number
  /** What is wrong already: numbers and dates that can be read in two ways. */
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
  const rules: CellRules = { ...stated, from1904: false, letters: null, merged: [], mapping: mappingOf(file, settings) }
  const first = new RowPass(file, rules, reader, stated)
  const before = await first.through(opener, settings, locale, 0)
  if (rules.letters?.alphabet === null)
    reader.asks?.(lettersProblem(file.table, file.facts.path, rules.letters.samples))
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
  const survey = new TableSurvey(file, rules.mapping)
  await readCells(opener, file, settings, first.recognised, rules, survey.take)
  const decided = survey.decide({ locale, separator: first.recognised.separator }, stated)
  rules.mark = decided.mark
  rules.order = decided.order
  for (const question of decided.questions) reader.asks?.(question)
  const second = new RowPass(file, rules, reader, null)
  return second.through(opener, settings, locale, first.openAt)
}

/** One way through the rows of a table, from a row on. */
class RowPass {
  readonly #file: TableFile
  readonly #rules: CellRules
  readonly #reader: TabularReader
  /** What was said of how it is written: what is open beyond that stops the pass; null: nothing stops it. */
  readonly #stated: StatedWriting | null
  readonly recognised: Recognised = { separator: null, encoding: null, sheet: null, sheets: [] }
  /** The row with the first value that is open. */
  openAt: number | null = null

  constructor(file: TableFile, rules: CellRules, reader: TabularReader, stated: StatedWriting | null) {
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
    let tried = 0
    let width = 0

    const take: TakeCells = (whole, row, over) => {
      const written = over ? whole.map(cutShort) : whole
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
        rows = new RowReader(found, rules)
        width = cells.length
        if (rules.merged.length > 0) merged = new MergedCells(rules.merged, found.columns)
        if (isFirst) this.#reader.header?.(found, cells, row)
        return true
      }
      if (row < from) return true
      if (mapping.skipTotals !== false && rows.isTotals(cells)) {
        this.#reader.total?.(row)
        return true
      }
      const { raw, open } = rows.read(cells)
      const held = over ?? (this.#file.format === 'csv' && !cells.slice(width).every(isBlank) ? 'cells' : null)
      if (held) return this.#reader.row({ raw: { ...raw, [OVER_LIMIT]: held }, row, cells, wrong: [] })
      if (this.#stated && open.some(({ cell }) => cell.asks !== 'letters')) {
        this.openAt = row
        return false
      }
      return this.#reader.row({
        raw,
        row,
        cells,
        wrong: open.map(({ field, cell }) => openProblem(table, row, field, cell)),
      })
    }

    const end = await readCells(opener, this.#file, settings, this.recognised, rules, take)
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

async function readCells(
  opener: TableOpener,
  file: TableFile,
  settings: Settings,
  recognised: Recognised,
  rules: CellRules,
  take: TakeCells,
): Promise<TableEnd> {
  const { table, facts, format } = file
  const { mapping } = rules
  const all = settings.columnMapping
  if (format === 'xlsx') {
    return readXlsx(
      await opener.archive(file),
      mapping.sheet ?? null,
      table,
      facts.path,
      settings.limits,
      take,
      ({ from1904, sheetName, sheetNames, merged }) => {
        rules.merged = merged
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
    },
    decoded: (encoding: TextEncodingName) => {
      recognised.encoding = encoding
    },
    oldAlphabet: async () => {
      rules.letters ??= await lettersOf(await opener.bytes(file))
      return rules.letters.alphabet
    },
  }
  const looked = await firstLookedAt(await opener.bytes(file))
  if (looked.found) return otherFormat(table, facts.path, looked.found)
  return readCsv(looked.chunks, dialect, table, facts.path, settings.limits, (cells, row, over) =>
    take(cells.some(isFormulaOfText) ? cells.map(textOfFormula) : cells, row, over),
  )
}

/** Programs write `="007"`, so that a spreadsheet keeps the naughts: the text is what is meant. */
function isFormulaOfText(cell: Cell): boolean {
  return typeof cell === 'string' && cell.startsWith('="') && cell.endsWith('"') && cell.length > 2
}

function textOfFormula(cell: Cell): Cell {
  return typeof cell === 'string' && isFormulaOfText(cell) ? cell.slice(2, -1).replaceAll('""', '"') : cell
}

/** What the first bytes show a file to be that is no text; the bytes are there to be read all the same. */
async function firstLookedAt(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ found: FileContent | null; chunks: AsyncIterable<Uint8Array> }> {
  const coming = chunks[Symbol.asyncIterator]()
  const first = await coming.next()
  const found = first.done ? null : contentOf(first.value)
  if (found) await coming.return?.()
  const all = async function* (): AsyncIterable<Uint8Array> {
    try {
      if (!first.done) yield first.value
      yield* { [Symbol.asyncIterator]: () => coming }
    } finally {
      await coming.return?.()
    }
  }
  return { found, chunks: all() }
}

/** Goes through a text for the alphabet in which it is written. */
async function lettersOf(chunks: AsyncIterable<Uint8Array>): Promise<NonNullable<CellRules['letters']>> {
  const evidence = new LetterEvidence()
  for await (const chunk of chunks) if (!evidence.take(chunk)) break
  evidence.take(new Uint8Array(0))
  return { alphabet: evidence.decide(), samples: evidence.samples() }
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
