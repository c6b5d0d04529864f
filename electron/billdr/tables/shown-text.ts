import type { Cell } from './cells.ts'
import { cellText } from './cells.ts'
import { numberInUnits, paddedNumber, percentOf } from '../written/number-formats.ts'
import { serialDay } from '../written/written-dates.ts'

/**
 * What a person sees in a cell: of a workbook's numbers a date, a percentage, thousands, the naughts before them. `from1904`: serial dates count from 1904.
 */
export function shownText(cell: Cell | undefined, from1904: boolean): string {
  if (cell === undefined || typeof cell === 'string' || !('number' in cell) || !cell.format) return cellText(cell)
  const { number, format } = cell
  if (format.as === 'date') return serialDay(number, from1904) ?? number
  if (format.as === 'percent') return `${percentOf(number) ?? number} %`
  if (format.inUnits) return numberInUnits(number, format.inUnits)
  return (format.padded && paddedNumber(number, format.padded)) ?? number
}
