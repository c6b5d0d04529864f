import { readJson } from './json-stream.ts'
import type { ReadLimits } from '../limits.ts'
import type { TableEnd } from './table-rows.ts'
import { tooLarge, unreadable } from './table-rows.ts'

/** Takes the records of a table one by one, counted from 1. Answers false to stop. */
export type TakeRow = (value: unknown, row: number) => boolean

/**
 * Reads a table that is one JSON array, record by record. A syntax error ends the table there; a file over a limit (size,
 * number of records) is refused, a record over one comes as what is left of it.
 */
export async function readJsonTable(
  chunks: AsyncIterable<Uint8Array>,
  table: string,
  file: string,
  limits: ReadLimits,
  take: TakeRow,
): Promise<TableEnd> {
  let row = 0
  let tooMany = false
  const failure = await readJson(chunks, { begins: '[', paths: ['$.*'] }, limits, (value) => {
    row += 1
    tooMany = row > limits.rows
    return !tooMany && take(value, row)
  })
  if (tooMany) return tooLarge(table, file, row, 'rows', limits.rows)
  if (!failure) return { ok: true }
  if (failure.why === 'syntax') return unreadable(table, file, row + 1, failure.message)
  const limit = { table: limits.tableBytes, record: limits.recordBytes }[failure.why]
  return tooLarge(table, file, row + 1, failure.why, limit)
}
