import type { Cell } from './cells.ts'
import { cellText, isBlank, isCellError } from './cells.ts'
import type { DateOrder, TableMapping } from './column-mapping.ts'
import type { Column } from './columns.ts'
import { COLUMNS } from './columns.ts'
import { plainDecimal } from './decimals.ts'
import { knownWord, saysTotal, yesOrNo } from './known-words.ts'
import { plainName } from './names.ts'
import type { TableHeader } from './table-header.ts'
import { rateOf } from './taxes-in-columns.ts'
import type { WrittenDay } from './written-dates.ts'
import { serialDay, serialInstant, writtenDay, writtenInstant } from './written-dates.ts'
import type { DecimalMark } from './written-numbers.ts'
import { writtenDecimal } from './written-numbers.ts'

/** How the cells of one table are to be understood. */
export interface CellRules {
  mark: DecimalMark
  /** Null: a date that can be read in two ways is asked about. */
  order: DateOrder | null
  /** Serial dates count from 1904 (workbooks of old Macintoshes). */
  from1904: boolean
  mapping: TableMapping
}

export interface RawRow {
  /** In the shape of the contract, without lines and attachments. A cell that cannot be understood stays as it was written. */
  raw: Record<string, unknown>
  /** The first date that can be read in two ways. */
  ambiguous: { field: string; value: string } | null
}

/** The instant of a record whose table does not say when it last changed: its own day, or, of what has none, the epoch. */
const OWN_DAYS = ['issuedOn', 'receivedOn', 'spentOn']
const EPOCH = '1970-01-01T00:00:00Z'

/** Turns a row of cells into a record in the shape of the contract. */
export function rawRow(header: TableHeader, cells: readonly Cell[], rules: CellRules): RawRow {
  const raw: Record<string, unknown> = {}
  let ambiguous: RawRow['ambiguous'] = null
  for (const [at, column] of header.columns) {
    const cell = cells[at]
    if (cell === undefined || isBlank(cell)) continue
    const value = understood(cell, column, header.table, rules)
    if (value === AMBIGUOUS) ambiguous ??= { field: column.field, value: cellText(cell).trim() }
    put(raw, column.field, value === AMBIGUOUS ? cellText(cell) : value)
  }
  for (const column of COLUMNS[header.table]) {
    const constant = Object.hasOwn(rules.mapping.constants ?? {}, column.name) ? rules.mapping.constants?.[column.name] : undefined
    if (constant === undefined || [...header.columns.values()].includes(column)) continue
    const value = understood(constant, column, header.table, rules)
    put(raw, column.field, value === AMBIGUOUS ? constant : value)
  }
  if (header.table.endsWith('-lines')) raw['description'] ??= ''
  else if (header.table !== 'attachments' && !hasColumn(header, 'updatedAt')) raw['updatedAt'] = ownInstant(raw)
  if (header.taxes.length > 0 || hasColumn(header, 'total')) raw['taxes'] = taxesOf(header, cells, rules, raw['subtotal'])
  return { raw, ambiguous }
}

/** A row that only sums up the others: no id, and one of its cells says "Total". */
export function isTotalsRow(header: TableHeader, cells: readonly Cell[]): boolean {
  const id = [...header.columns].find(([, column]) => column.field === 'id' || column.field.endsWith('Id'))
  const named = id !== undefined && !isBlank(cells[id[0]]) && !saysTotal(cellText(cells[id[0]]))
  return !named && cells.some((cell) => saysTotal(cellText(cell)))
}

const AMBIGUOUS = Symbol('ambiguous')

function understood(cell: Cell, column: Column, table: string, rules: CellRules): unknown {
  if (isCellError(cell)) return cell
  const text = cellText(cell)
  const trimmed = text.trim()
  const number = typeof cell === 'string' ? null : cell.number
  switch (column.type) {
    case 'text': return number ?? text
    case 'id': return trimmed
    case 'decimal': return (number === null ? writtenDecimal(text, rules.mark) : plainDecimal(number)) ?? text
    case 'count': return (number === null ? writtenDecimal(text, rules.mark) : number) ?? text
    case 'day': return number === null ? dayOr(writtenDay(text, rules.order), text) : (serialDay(number, rules.from1904) ?? text)
    case 'instant': return number === null ? dayOr(writtenInstant(text, rules.order), text) : (serialInstant(number, rules.from1904) ?? text)
    case 'flag': return yesOrNo(trimmed) ?? text
    case 'word': return wordByUser(column, trimmed, rules.mapping) ?? knownWord(table, column.field, trimmed) ?? trimmed
  }
}

function dayOr(day: WrittenDay, text: string): unknown {
  return day === 'ambiguous' ? AMBIGUOUS : (day?.day ?? text)
}

function wordByUser(column: Column, text: string, mapping: TableMapping): string | null {
  const words = Object.entries(mapping.values?.[column.name] ?? {})
  return words.find(([theirs]) => plainName(theirs) === plainName(text))?.[1] ?? null
}

function put(raw: Record<string, unknown>, field: string, value: unknown): void {
  const [outer = '', inner] = field.split('.')
  if (inner === undefined) raw[outer] = value
  else raw[outer] = { ...(raw[outer] as object | undefined), [inner]: value }
}

function hasColumn(header: TableHeader, field: string): boolean {
  return [...header.columns.values()].some((column) => column.field === field)
}

function ownInstant(raw: Record<string, unknown>): string {
  const day = OWN_DAYS.map((field) => raw[field]).find((value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
  return typeof day === 'string' ? `${day}T00:00:00Z` : EPOCH
}

/** The taxes of a document, in the order of their columns; one without an amount is not on it. */
function taxesOf(header: TableHeader, cells: readonly Cell[], rules: CellRules, subtotal: unknown): object[] {
  const decimalAt = (at: number): unknown => {
    const cell = cells[at]
    if (cell === undefined || isBlank(cell)) return undefined
    if (isCellError(cell)) return cell
    return (typeof cell === 'string' ? writtenDecimal(cell.replace(/%\s*$/, ''), rules.mark) : plainDecimal(cell.number)) ?? cellText(cell)
  }
  return header.taxes.filter((each) => each.holds === 'amount').flatMap(({ tax, at }) => {
    const amount = decimalAt(at)
    if (amount === undefined) return []
    const rateColumn = header.taxes.find((each) => each.tax === tax && each.holds === 'rate')
    const rate = (rateColumn && decimalAt(rateColumn.at)) ?? derivedRate(tax, amount, subtotal)
    return [{ name: tax, rate, amount }]
  })
}

/** What cannot be computed is "0": the amount itself is then what will be refused. */
function derivedRate(tax: string, amount: unknown, subtotal: unknown): string {
  const [decimal, base] = [plainDecimal(amount), plainDecimal(subtotal)]
  return decimal === null || base === null ? '0' : rateOf(tax, decimal, base)
}
