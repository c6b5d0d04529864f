import { csvFile, csvLine } from '../../../shared/csv.ts'
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
  return csvFile([COLUMNS])
}

export function auditCsvRow({ seq, at, entry: { about: _, ...entry } }: AuditRecord): string {
  const params = Object.keys(entry.params).length > 0 ? JSON.stringify(entry.params) : ''
  const cells = new Map<string, string | number | null>(Object.entries({ ...entry, seq, at, params }))
  return csvLine(COLUMNS.map((column) => cells.get(column)))
}
