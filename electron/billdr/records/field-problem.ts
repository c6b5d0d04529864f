import type { Problem, ProblemCode } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import { isCellError } from '../tables/cells.ts'
import type { OverLimit } from '../limits.ts'

/** Where a value was found: the table by its contract name, and the row counted from 1 (in a spreadsheet, as it counts). */
export interface Place {
  table: string
  row: number
}

/** What is wrong with one field of one record. */
export interface FieldProblem extends Place {
  /** As in the contract; parts of a record as `lines[2].amount`, counted from 1. Null: the whole row. */
  field: string | null
  problem: Problem
}

/** What a field may be expected to hold; the words for each stand with the other words. */
export type Expected =
  | 'text'
  | 'clean-text'
  | 'short-text'
  | 'id'
  | 'amount'
  | 'decimal'
  | 'rate'
  | 'whole-number'
  | 'day'
  | 'near-day'
  | 'instant'
  | 'yes-no'
  | 'one-of'
  | 'currency'
  | 'sha256'
  | 'list'
  | 'record'
  | 'unique'
  | 'owner'

const SHOWN = 80

/** A value as a problem quotes it: short, on one line, never the structure of something large. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (isCellError(value)) return shown(value.error)
  if (Array.isArray(value)) return `[${value.length}]`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return '{…}'
  const text = value
    .slice(0, SHOWN * 4)
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
  return text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text
}

/** A problem on one field, with everything its words need. */
export function fieldProblem(
  code: ProblemCode,
  place: Place,
  field: string | null,
  value: unknown,
  expected: Expected,
  more: Problem['params'] = {},
): FieldProblem {
  const params = { table: place.table, row: place.row, field: field ?? '', value: shown(value), expected, ...more }
  return { table: place.table, row: place.row, field, problem: problem(code, params) }
}

const OF_LIMIT: Record<OverLimit, ProblemCode> = {
  record: 'record-too-large',
  depth: 'record-too-large',
  columns: 'record-too-large',
  rows: 'record-swallows-rows',
  cells: 'record-cells-too-many',
  end: 'record-cut-off',
  break: 'record-broken-in-two',
}

/** A record, or a part of one, of which only what names it was read. */
export function overLimitProblem(over: OverLimit, place: Place, field: string | null): FieldProblem {
  return fieldProblem(OF_LIMIT[over], place, field, '', 'record')
}
