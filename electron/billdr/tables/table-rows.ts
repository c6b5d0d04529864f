import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { FileContent } from '../files/file-content.ts'
import { shown } from '../records/field-problem.ts'

/** How the reading of one table ended; rows before the end have been handed on either way. */
export type TableEnd = { ok: true } | { ok: false; problem: Problem }

/** A table that stops making sense after a row. `why` is for the log and for support, not for the sentence. */
export function unreadable(table: string, file: string, row: number, why: string): { ok: false; problem: Problem } {
  return { ok: false, problem: problem('source-table-unreadable', { table, file, row, why: shown(why) }) }
}

/** A table whose bytes are not of the format that its name says. */
export function otherFormat(table: string, file: string, found: FileContent | 'text'): { ok: false; problem: Problem } {
  return { ok: false, problem: problem('source-table-other-format', { table, file, found }) }
}

/** A table above a limit. */
export function tooLarge(
  table: string,
  file: string,
  row: number,
  what: 'table' | 'record' | 'rows' | 'lines' | 'kept',
  limit: number,
): { ok: false; problem: Problem } {
  return { ok: false, problem: problem('source-too-large', { table, file, row, what, limit }) }
}
