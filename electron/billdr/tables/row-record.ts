import type { Cell, OpenCell } from './cells.ts'
import { cellText, isBlank, isOpenCell } from './cells.ts'
import type { CellRules } from './cell-readers.ts'
import { decimalIn, readerOf } from './cell-readers.ts'
import type { Column } from './columns.ts'
import { COLUMNS, MONEY } from './columns.ts'
import { plainDecimal } from '../written/decimals.ts'
import { saysTotal } from './known-words.ts'
import { ROUNDED } from '../records/fields.ts'
import type { TableHeader } from './table-header.ts'
import { rateOf } from './taxes-in-columns.ts'
import { currencyNamed } from '../written/written-numbers.ts'

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
  /** The currency that its header names; null where it names none. */
  currency: string | null
}

/** Turns the rows of one table into records in the shape of the contract. */
export class RowReader {
  readonly #readings: readonly Reading[]
  /** Those of `readings` that hold an amount. */
  readonly #amounts: readonly Reading[]
  readonly #constants: readonly { outer: string; inner: string | null; value: unknown }[]
  readonly #taxes: readonly { tax: string; amountAt: number; rateAt: number | null; currencyOfHeader: string | null }[]
  readonly #twins: TableHeader['twins']
  readonly #rules: CellRules
  readonly #nameAt: number
  readonly #moneyAt: readonly number[]
  readonly #isLines: boolean
  /** Of a table that need not say a currency: its amounts may. */
  readonly #namesNone: boolean
  /** Those of `readings` that hold an amount or a price. */
  readonly #priced: readonly Reading[]
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
      currency: header.currencies.get(at) ?? null,
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
        currencyOfHeader: header.currencies.get(at) ?? null,
        rateAt: header.taxes.find((each) => each.tax === tax && each.holds === 'rate')?.at ?? null,
      }))
    this.#nameAt = [...header.columns].find(([, column]) => column.type === 'id')?.[0] ?? -1
    this.#moneyAt = [
      ...[...header.columns].filter(([, { field }]) => MONEY.has(field)).map(([at]) => at),
      ...this.#taxes.map(({ amountAt }) => amountAt),
    ]
    this.#amounts = this.#readings.filter(({ at }) => this.#moneyAt.includes(at))
    this.#priced = this.#readings.filter(({ field }) => field === 'unitPrice' || MONEY.has(field))
    this.#namesNone = !COLUMNS[header.table].some(({ field, required }) => field === 'currency' && required)
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
    if (this.#namesNone) {
      const named = this.#priced.map((each) => currencyOf(cells[each.at], each.currency)).find((each) => each !== null)
      if (named !== undefined) raw['currency'] ??= named
    }
    for (const reading of this.#amounts)
      if (isOfOtherCurrency(cells[reading.at], reading.currency, raw['currency']))
        put(raw, reading, { error: cellText(cells[reading.at]).trim() })
    const noisy = this.#moneyAt.map((at) => cells[at]).find((cell) => typeof cell === 'string' && NOISE.test(cell))
    if (noisy !== undefined) raw[ROUNDED] = cellText(noisy).trim()
    if (this.#isLines) raw['description'] ??= ''
    if (this.#lacksUpdatedAt) raw['updatedAt'] ??= ownInstant(raw)
    if (this.#hasTaxes)
      raw['taxes'] =
        this.#taxes.length === 0 && raw['taxes'] !== undefined
          ? taxesInOne(raw['taxes'], raw['subtotal'])
          : this.#taxesOf(cells, raw['subtotal'], raw['currency'], open)
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
  #taxesOf(cells: readonly Cell[], subtotal: unknown, currency: unknown, open: RawRow['open']): object[] {
    return this.#taxes.flatMap(({ tax, amountAt, rateAt, currencyOfHeader }) => {
      const written = this.#numberOf(cells[amountAt], null)
      if (written === undefined) return []
      const isOther = isOfOtherCurrency(cells[amountAt], currencyOfHeader, currency)
      const amount = isOther ? { error: cellText(cells[amountAt]).trim() } : written
      const rate =
        (rateAt === null ? undefined : this.#numberOf(cells[rateAt], 'rate')) ?? derivedRate(tax, amount, subtotal)
      for (const each of [amount, rate]) if (isOpenCell(each)) open.push({ field: 'taxes', cell: each })
      return [{ name: tax, rate, amount }]
    })
  }

  #numberOf(cell: Cell | undefined, percent: 'rate' | null): unknown {
    if (cell === undefined || isBlank(cell)) return undefined
    return decimalIn(cell, this.#rules, percent)
  }
}

/** The currency that an amount names, by its text, its format or its header; null where none does. */
function currencyOf(cell: Cell | undefined, ofHeader: string | null): string | null {
  if (cell === undefined || isBlank(cell)) return null
  const own = typeof cell === 'string' ? currencyNamed(cell) : 'number' in cell ? (cell.format?.currency ?? null) : null
  return own ?? ofHeader
}

/** An amount that names a currency ("US$ 12.00") on a document of another one: no field takes it. */
function isOfOtherCurrency(cell: Cell | undefined, ofHeader: string | null, currency: unknown): boolean {
  const named = currencyOf(cell, ofHeader)
  return named !== null && typeof currency === 'string' && currency !== '' && named !== currency
}

function placeOf(column: Column): { outer: string; inner: string | null } {
  const [outer = '', inner = null] = column.field.split('.')
  return { outer, inner }
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

/** All taxes of a document in one cell: their list, or their sum as one tax without a name of its own. */
function taxesInOne(cell: unknown, subtotal: unknown): unknown {
  if (typeof cell !== 'string' || plainDecimal(cell) === null) return cell
  return plainDecimal(cell) === '0' ? [] : [{ name: 'Taxes', rate: derivedRate('Taxes', cell, subtotal), amount: cell }]
}

/** What cannot be computed is "0": the amount itself is then what will be refused. */
function derivedRate(tax: string, amount: unknown, subtotal: unknown): string {
  return typeof amount === 'string' && typeof subtotal === 'string' ? rateOf(tax, amount, subtotal) : '0'
}
