import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { OpenCell } from '../tables/cells.ts'
import type { OpenSample } from './number-evidence.ts'
import type { FieldProblem } from '../records/field-problem.ts'
import { fieldProblem, shown } from '../records/field-problem.ts'
import { possibleOrders } from './written-dates.ts'
import { numberReadings } from './written-numbers.ts'

/** What is wrong with a cell that can be read in two ways. */
export function openProblem(table: string, row: number, field: string, cell: OpenCell): FieldProblem {
  const value = cell.error.trim()
  if (cell.asks === 'letters')
    return {
      table,
      row,
      field,
      problem: lettersProblem(table, '', cell.samples ?? '', { row, field, value: shown(value) }),
    }
  if (cell.asks === 'format')
    return fieldProblem('record-cell-format', { table, row }, field, value, 'amount', {
      shows: shown(cell.shows ?? ''),
    })
  if (cell.asks === 'comma') return fieldProblem('record-amount-cut', { table, row }, field, value, 'amount')
  return {
    table,
    row,
    field,
    problem: askedProblem(cell.asks, table, '', row, field, value, [readingsOf(cell, row, field)]),
  }
}

function readingsOf(cell: OpenCell, row: number, field: string): OpenSample {
  const value = cell.error.trim()
  if (cell.asks === 'number') {
    const { point, comma } = numberReadings(value)
    return { row, field, value, one: point ?? '', other: comma ?? '' }
  }
  const orders = possibleOrders(value)
  return { row, field, value, one: orders?.dmy ?? '', other: orders?.mdy ?? '' }
}

/** The question in which alphabet a text is written; `samples` are those of `LetterEvidence`. */
export function lettersProblem(table: string, file: string, samples: string, more: Problem['params'] = {}): Problem {
  return problem('source-letters-unclear', { table, file, samples, ...more })
}

/** The question how numbers or dates are written, with some of its values as they would be read each way. */
export function askedProblem(
  asks: 'number' | 'date',
  table: string,
  file: string,
  row: number,
  field: string,
  value: string,
  samples: readonly OpenSample[],
): Problem {
  return problem(asks === 'number' ? 'number-ambiguous' : 'source-date-ambiguous', {
    table,
    file,
    row,
    field,
    value,
    expected: asks === 'number' ? 'amount' : 'day',
    readings: samples.map((each) => [each.row, each.value, each.one, each.other].join('|')).join('\n'),
  })
}
