import type { OverLimit } from '../limits.ts'
import type { NumberFormat } from '../written/number-formats.ts'

/**
 * One cell of a spreadsheet or of a line of CSV: its text; a number as XLSX keeps it, in plain digits (a date there is a
 * number of days); or an error of a formula ("#REF!"), which no field takes.
 */
export type Cell = string | NumberCell | { error: string }

export interface NumberCell {
  number: string
  /** What its format makes of it, where a person sees something else than the number. */
  format?: NumberFormat
}

/** A cell that can be read in two ways, of which nobody knows which is meant: no field takes it either. */
export interface OpenCell {
  error: string
  asks: 'number' | 'date' | 'letters' | 'comma' | 'format'
  /** How the file reads in each alphabet that is possible, where its letters are asked about. */
  samples?: string
  /** What its format shows, where that is not the number of the cell. */
  shows?: string
}

export function isOpenCell(value: unknown): value is OpenCell {
  return (
    isCellError(value) &&
    'asks' in value &&
    ['number', 'date', 'letters', 'comma', 'format'].some((each) => each === value.asks)
  )
}

/**
 * Takes the rows of a table, counted from 1 as a spreadsheet counts them. Of one over the limits, `over` says why: its cells
 * are cut. Answers false to stop the reading.
 */
export type TakeCells = (cells: readonly Cell[], row: number, over?: OverLimit | null) => boolean

export function isCellError(value: unknown): value is { error: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'error') &&
    'error' in value &&
    typeof value.error === 'string'
  )
}

/** What a person sees in a cell. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return cell
  return 'number' in cell ? cell.number : cell.error
}

export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || (typeof cell === 'string' && cell.trim() === '')
}
