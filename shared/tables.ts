import type { Kind } from './kinds.ts'
import { KINDS } from './kinds.ts'

/** The table of each kind, by its name in the contract. */
export const TABLE_OF = {
  client: 'clients',
  project: 'projects',
  professional: 'professionals',
  'cost-code': 'cost-codes',
  invoice: 'invoices',
  credit: 'credits',
  payment: 'payments',
  expense: 'expenses',
  'purchase-order': 'purchase-orders',
} as const satisfies Record<Kind, string>

export type RecordTable = (typeof TABLE_OF)[Kind]

/** Tables of what belongs to documents, which only CSV and XLSX keep apart. */
export const OWNED_TABLES = [
  'invoice-lines',
  'credit-lines',
  'expense-lines',
  'purchase-order-lines',
  'attachments',
] as const
export type OwnedTable = (typeof OWNED_TABLES)[number]

export type TableName = RecordTable | OwnedTable

export const RECORD_TABLES: readonly RecordTable[] = KINDS.map((kind) => TABLE_OF[kind])
export const TABLES: readonly TableName[] = [...RECORD_TABLES, ...OWNED_TABLES]

/** The lines' table of each kind that has lines. */
export const LINES_OF: Partial<Record<Kind, OwnedTable>> = {
  invoice: 'invoice-lines',
  credit: 'credit-lines',
  expense: 'expense-lines',
  'purchase-order': 'purchase-order-lines',
}

/** The kind whose records a table holds; null where the text is no such table. */
export function kindOfTable(table: string): Kind | null {
  return KINDS.find((kind) => TABLE_OF[kind] === table) ?? null
}
