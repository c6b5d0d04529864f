import type { AuditRecord } from './audit-entry.ts'

const COLUMNS = [
  'seq',
  'at',
  'type',
  'company',
  'key',
  'verb',
  'entityType',
  'requestId',
  'intuitTid',
  'bodyHash',
  'outcome',
  'quickbooksId',
  'problemCode',
  'who',
  'what',
  'reason',
  'params',
] as const

/** The heading of the history as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. */
export function auditCsvHeading(): string {
  return `\uFEFF${COLUMNS.join(',')}\r\n`
}

export function auditCsvRow({ seq, at, entry: { about: _, ...entry } }: AuditRecord): string {
  const params = Object.keys(entry.params).length > 0 ? JSON.stringify(entry.params) : ''
  const cells = new Map<string, string | number | null>(Object.entries({ ...entry, seq, at, params }))
  return `${COLUMNS.map((column) => csvCell(cells.get(column))).join(',')}\r\n`
}

/**
 * A cell that a spreadsheet shows and never runs: a text that begins like a formula (= + - @, their wide forms, a
 * tab or a carriage return) gets an apostrophe in front; so does what would begin a cell where a spreadsheet of another
 * country splits (";", tab, line break). Quoted where the text asks for it.
 */
export function csvCell(value: string | number | null | undefined): string {
  const text = String(value ?? '')
  const begun = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  const safe = begun.replaceAll(/([;\t\r\n] *)(?=[=+\-@＝＋－＠])/g, "$1'")
  return /[",;\r\n\t]/.test(safe) || safe !== safe.trim() || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}
