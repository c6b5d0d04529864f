import type { Cell, OpenCell } from './cells.ts'
import { cellText, isBlank, isCellError, isOpenCell } from './cells.ts'
import type { DateOrder, DecimalMark, TableMapping } from '../../../shared/column-mapping.ts'
import type { OldAlphabet } from '../written/code-pages.ts'
import type { Column } from './columns.ts'
import { COLUMNS, MONEY } from './columns.ts'
import { plainDecimal } from '../written/decimals.ts'
import { saysTotal, wordsOf, yesOrNo } from './known-words.ts'
import type { MergedRange } from './merged-cells.ts'
import { ROUNDED } from '../records/fields.ts'
import { plainName } from '../records/names.ts'
import type { TableHeader } from './table-header.ts'
import { rateOf } from './taxes-in-columns.ts'
import type { WrittenDay } from '../written/written-dates.ts'
import { serialDay, serialInstant, writtenDay, writtenInstant } from '../written/written-dates.ts'
import { currencyNamed, OPEN, writtenNumber } from '../written/written-numbers.ts'

/** How the cells of one table are to be understood. */
export interface CellRules {
  /** Null: a number that can be read in two ways is asked about. */
  mark: DecimalMark | null
  /** Null: a date that can be read in two ways is asked about. */
  order: DateOrder | null
  /** Serial dates count from 1904 (workbooks of old Macintoshes). */
  from1904: boolean
  /** Of a text that is no Unicode: its alphabet, or null and how it reads in each that is possible. */
  letters: { alphabet: OldAlphabet | null; samples: string } | null
  /** Cells of a workbook that are shown as one. */
  merged: readonly MergedRange[]
  mapping: TableMapping
}

export interface RawRow {
  /** In the shape of the contract, without lines and attachments. A cell that cannot be understood stays as it was written. */
  raw: Record<string, unknown>
  /** Numbers and dates that can be read in two ways. */
  open: { field: string; cell: OpenCell }[]
}

/** The instant of a record whose table does not say when it last changed: its own day, or, of what has none, the epoch. */
const OWN_DAYS = ['issuedOn', 'receivedOn', 'spentOn']
const EPOCH = '1970-01-01T00:00:00Z'

/** More digits than a decimal keeps here, of which not all are naught: what a program left of its computing. */
const NOISE = /[.,](?=\d{11})\d{2}\d*[1-9]/

/** One column of this very table: where it stands, where its value goes, and how its cells are read. */
interface Reading {
  at: number
  field: string
  /** Of a part within the record ("address.city"): both names. */
  outer: string
  inner: string | null
  read(cell: Cell): unknown
}

/** Turns the rows of one table into records in the shape of the contract. */
export class RowReader {
  readonly #readings: readonly Reading[]
  /** Those of `readings` that hold an amount. */
  readonly #amounts: readonly Reading[]
  readonly #constants: readonly { outer: string; inner: string | null; value: unknown }[]
  readonly #taxes: readonly { tax: string; amountAt: number; rateAt: number | null }[]
  readonly #twins: TableHeader['twins']
  readonly #rules: CellRules
  readonly #nameAt: number
  readonly #moneyAt: readonly number[]
  readonly #isLines: boolean
  readonly #hasTaxes: boolean
  readonly #lacksUpdatedAt: boolean

  constructor(header: TableHeader, rules: CellRules) {
    const columns = [...header.columns.values()]
    const has = (field: string): boolean => columns.some((column) => column.field === field)
    this.#rules = rules
    this.#twins = header.twins
    this.#readings = [...header.columns].map(([at, column]) => ({
      at,
      field: column.field,
      ...placeOf(column),
      read: readerOf(column, header.table, rules),
    }))
    this.#constants = COLUMNS[header.table]
      .filter((column) => !columns.includes(column))
      .flatMap((column) => {
        const constants = rules.mapping.constants ?? {}
        const constant = Object.hasOwn(constants, column.name) ? constants[column.name] : undefined
        return constant === undefined
          ? []
          : [{ ...placeOf(column), value: readerOf(column, header.table, rules)(constant) }]
      })
    this.#taxes = header.taxes
      .filter((each) => each.holds === 'amount')
      .map(({ tax, at }) => ({
        tax,
        amountAt: at,
        rateAt: header.taxes.find((each) => each.tax === tax && each.holds === 'rate')?.at ?? null,
      }))
    this.#nameAt = [...header.columns].find(([, column]) => column.type === 'id')?.[0] ?? -1
    this.#moneyAt = [
      ...[...header.columns].filter(([, { field }]) => MONEY.has(field)).map(([at]) => at),
      ...this.#taxes.map(({ amountAt }) => amountAt),
    ]
    this.#amounts = this.#readings.filter(({ at }) => this.#moneyAt.includes(at))
    this.#isLines = header.table.endsWith('-lines')
    this.#hasTaxes = header.taxes.length > 0 || has('total')
    this.#lacksUpdatedAt = !this.#isLines && header.table !== 'attachments' && !has('updatedAt')
  }

  /** The record of a row. */
  read(cells: readonly Cell[]): RawRow {
    const raw: Record<string, unknown> = {}
    const open: RawRow['open'] = []
    for (const reading of this.#readings) {
      const cell = this.#besideTwin(cells, reading.at) ?? cells[reading.at]
      if (cell === undefined || isBlank(cell)) continue
      const value = reading.read(cell)
      if (isOpenCell(value)) open.push({ field: reading.field, cell: value })
      put(raw, reading, value)
    }
    for (const constant of this.#constants) put(raw, constant, constant.value)
    for (const reading of this.#amounts)
      if (isOfOtherCurrency(cells[reading.at], raw['currency']))
        put(raw, reading, { error: cellText(cells[reading.at]).trim() })
    const noisy = this.#moneyAt.map((at) => cells[at]).find((cell) => typeof cell === 'string' && NOISE.test(cell))
    if (noisy !== undefined) raw[ROUNDED] = cellText(noisy).trim()
    if (this.#isLines) raw['description'] ??= ''
    if (this.#lacksUpdatedAt) raw['updatedAt'] ??= ownInstant(raw)
    if (this.#hasTaxes)
      raw['taxes'] =
        this.#taxes.length === 0 && raw['taxes'] !== undefined
          ? taxesInOne(raw['taxes'], raw['subtotal'])
          : this.#taxesOf(cells, raw['subtotal'], open)
    return { raw, open }
  }

  /** Both values of a column that stands in the table twice, where they differ: nobody can say which one counts. */
  #besideTwin(cells: readonly Cell[], at: number): Cell | null {
    if (this.#twins.length === 0) return null
    const own = cellText(cells[at]).trim()
    const other = this.#twins
      .filter(({ of }) => of === at)
      .map((twin) => cellText(cells[twin.at]).trim())
      .find((text) => text !== '' && text !== own)
    return other === undefined ? null : { error: `${own} / ${other}` }
  }

  /** A row that only sums up the others: no id, and one of its cells says "Total". */
  isTotals(cells: readonly Cell[]): boolean {
    const name = cells[this.#nameAt]
    const named = !isBlank(name) && !saysTotal(cellText(name))
    return !named && cells.some((cell) => saysTotal(cellText(cell)))
  }

  /** The taxes of a document, in the order of their columns; one without an amount is not on it. */
  #taxesOf(cells: readonly Cell[], subtotal: unknown, open: RawRow['open']): object[] {
    return this.#taxes.flatMap(({ tax, amountAt, rateAt }) => {
      const amount = this.#percentOrAmount(cells[amountAt])
      if (amount === undefined) return []
      const rate =
        (rateAt === null ? undefined : this.#percentOrAmount(cells[rateAt])) ?? derivedRate(tax, amount, subtotal)
      for (const each of [amount, rate]) if (isOpenCell(each)) open.push({ field: 'taxes', cell: each })
      return [{ name: tax, rate, amount }]
    })
  }

  #percentOrAmount(cell: Cell | undefined): unknown {
    if (cell === undefined || isBlank(cell)) return undefined
    return decimalIn(typeof cell === 'string' ? cell.replace(/%\s*$/, '') : cell, this.#rules)
  }
}

/** An amount that names a currency ("US$ 12.00") on a document of another one: no field takes it. */
function isOfOtherCurrency(cell: Cell | undefined, currency: unknown): boolean {
  const named = typeof cell === 'string' ? currencyNamed(cell) : null
  return named !== null && typeof currency === 'string' && currency !== '' && named !== currency
}

function placeOf(column: Column): { outer: string; inner: string | null } {
  const [outer = '', inner = null] = column.field.split('.')
  return { outer, inner }
}

/** How the cells of a column are read. What cannot be understood comes back as it was written, for the record to refuse. */
function readerOf(column: Column, table: string, rules: CellRules): (cell: Cell) => unknown {
  const read = rawReaderOf(column, table, rules)
  return (cell) => {
    if (isCellError(cell)) return cell
    // What stands for letters of which nobody knows which they are is no text: its record waits for the answer.
    if (rules.letters?.alphabet === null && typeof cell === 'string' && cell.includes('\ufffd'))
      return { error: cell.trim(), asks: 'letters', samples: rules.letters.samples }
    return read(cell)
  }
}

function rawReaderOf(
  column: Column,
  table: string,
  rules: CellRules,
): (cell: Exclude<Cell, { error: string }>) => unknown {
  switch (column.type) {
    case 'text':
      return cellText
    case 'id':
      return (cell) => cellText(cell).trim()
    case 'decimal':
    case 'count':
      return (cell) => decimalIn(cell, rules)
    case 'day':
      return (cell) =>
        typeof cell === 'string'
          ? dayOr(writtenDay(cell, rules.order), cell)
          : (serialDay(cell.number, rules.from1904) ?? cell.number)
    case 'instant':
      return (cell) =>
        typeof cell === 'string'
          ? dayOr(writtenInstant(cell, rules.order), cell)
          : (serialInstant(cell.number, rules.from1904) ?? cell.number)
    case 'flag':
      return (cell) => yesOrNo(cellText(cell)) ?? cellText(cell)
    case 'taxes':
      return (cell) => (typeof cell === 'string' ? (listIn(cell) ?? decimalIn(cell, rules)) : decimalIn(cell, rules))
    case 'word':
      return wordReader(column, table, rules.mapping)
  }
}

/** The contract's word for what a cell says: as the user said, or as it is known. The few words of a column are remembered. */
function wordReader(column: Column, table: string, mapping: TableMapping): (cell: Cell) => unknown {
  const words = new Map(wordsOf(table, column.field))
  for (const [theirs, ours] of Object.entries(mapping.values?.[column.name] ?? {})) words.set(plainName(theirs), ours)
  const remembered = new Map<string, string>()
  return (cell) => {
    const text = cellText(cell).trim()
    const known = remembered.get(text)
    if (known !== undefined) return known
    const word = words.get(plainName(text)) ?? text
    if (remembered.size < 1_000) remembered.set(text, word)
    return word
  }
}

function decimalIn(cell: Cell, rules: CellRules): unknown {
  if (isCellError(cell)) return cell
  if (typeof cell === 'string') {
    const written = writtenNumber(cell, rules.mark)
    return written === OPEN ? { error: cell.trim(), asks: 'number' } : (written ?? cell)
  }
  return plainDecimal(cell.number) ?? cell.number
}

function dayOr(day: WrittenDay, text: string): unknown {
  return day === 'ambiguous' ? { error: text.trim(), asks: 'date' } : (day?.day ?? text)
}

function put(
  raw: Record<string, unknown>,
  { outer, inner }: { outer: string; inner: string | null },
  value: unknown,
): void {
  if (inner === null) raw[outer] = value
  else raw[outer] = { ...(raw[outer] as object | undefined), [inner]: value }
}

function ownInstant(raw: Record<string, unknown>): string {
  const day = OWN_DAYS.map((field) => raw[field]).find(
    (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  )
  return typeof day === 'string' ? `${day}T00:00:00Z` : EPOCH
}

/** A list as JSON has it; null where a cell holds none. */
function listIn(cell: string): unknown[] | null {
  if (!cell.trimStart().startsWith('[')) return null
  try {
    return JSON.parse(cell) as unknown[]
  } catch {
    return null
  }
}

/** All taxes of a document in one cell: their list, or their sum as one tax without a name of its own. */
function taxesInOne(cell: unknown, subtotal: unknown): unknown {
  if (typeof cell !== 'string' || plainDecimal(cell) === null) return cell
  return plainDecimal(cell) === '0' ? [] : [{ name: 'Taxes', rate: derivedRate('Taxes', cell, subtotal), amount: cell }]
}

/** What cannot be computed is "0": the amount itself is then what will be refused. */
function derivedRate(tax: string, amount: unknown, subtotal: unknown): string {
  return typeof amount === 'string' && typeof subtotal === 'string' ? rateOf(tax, amount, subtotal) : '0'
}
