import type { OwnedTable, RecordTable, TableName } from '../../../shared/tables.ts'

/** What a column holds, and so how its cells are read. */
export type ColumnType = 'text' | 'id' | 'decimal' | 'day' | 'instant' | 'word' | 'flag' | 'count' | 'taxes'

export interface Column {
  /** The field of the contract, in camelCase; parts of an address as "address.city". */
  field: string
  /** The field in snake_case, as the contract heads its column: "issued_on", "address_city". */
  name: string
  type: ColumnType
  /** A table without this column cannot be read. */
  required: boolean
}

function column(field: string, type: ColumnType, required: boolean): Column {
  return {
    field,
    type,
    required,
    name: field.replace('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  }
}

const must = (field: string, type: ColumnType): Column => column(field, type, true)
const may = (field: string, type: ColumnType): Column => column(field, type, false)

const BASE = [must('id', 'id'), may('updatedAt', 'instant'), may('deleted', 'flag')]
const ADDRESS = ['line1', 'line2', 'city', 'region', 'postalCode', 'country'].map((part) =>
  may(`address.${part}`, 'text'),
)
const REACHED_AT = [may('email', 'text'), may('phone', 'text'), ...ADDRESS]
const LINED = [must('currency', 'text'), may('memo', 'text'), must('subtotal', 'decimal')]
const TOTAL = [must('total', 'decimal'), may('taxes', 'taxes')]

const RECORDS: Record<RecordTable, Column[]> = {
  clients: [
    ...BASE,
    must('displayName', 'text'),
    may('companyName', 'text'),
    may('givenName', 'text'),
    may('familyName', 'text'),
    ...REACHED_AT,
  ],
  projects: [
    ...BASE,
    must('clientId', 'id'),
    must('name', 'text'),
    may('number', 'text'),
    must('status', 'word'),
    may('createdAt', 'instant'),
    ...ADDRESS,
  ],
  professionals: [
    ...BASE,
    must('displayName', 'text'),
    may('companyName', 'text'),
    must('kind', 'word'),
    may('taxNumber', 'text'),
    ...REACHED_AT,
  ],
  'cost-codes': [...BASE, must('code', 'text'), must('name', 'text'), may('division', 'text'), must('usedFor', 'word')],
  invoices: [
    ...BASE,
    must('number', 'text'),
    must('projectId', 'id'),
    must('status', 'word'),
    must('issuedOn', 'day'),
    may('dueOn', 'day'),
    ...LINED,
    ...TOTAL,
  ],
  credits: [
    ...BASE,
    must('number', 'text'),
    must('projectId', 'id'),
    must('status', 'word'),
    must('issuedOn', 'day'),
    may('appliesToInvoiceId', 'id'),
    ...LINED,
    ...TOTAL,
  ],
  payments: [
    ...BASE,
    must('invoiceId', 'id'),
    must('amount', 'decimal'),
    must('receivedOn', 'day'),
    must('method', 'word'),
    may('reference', 'text'),
    may('memo', 'text'),
    may('currency', 'text'),
  ],
  expenses: [
    ...BASE,
    may('number', 'text'),
    may('projectId', 'id'),
    may('professionalId', 'id'),
    must('status', 'word'),
    must('spentOn', 'day'),
    must('paidWith', 'word'),
    may('dueOn', 'day'),
    ...LINED,
    ...TOTAL,
  ],
  'purchase-orders': [
    ...BASE,
    must('number', 'text'),
    may('projectId', 'id'),
    must('professionalId', 'id'),
    must('status', 'word'),
    must('issuedOn', 'day'),
    may('expectedOn', 'day'),
    ...LINED,
  ],
}

function lines(owner: string): Column[] {
  return [
    must(owner, 'id'),
    may('id', 'id'),
    may('description', 'text'),
    may('costCodeId', 'id'),
    may('quantity', 'decimal'),
    may('unitPrice', 'decimal'),
    must('amount', 'decimal'),
    may('billable', 'flag'),
  ]
}

const OWNED: Record<OwnedTable, Column[]> = {
  'invoice-lines': lines('invoiceId'),
  'credit-lines': lines('creditId'),
  'expense-lines': lines('expenseId'),
  'purchase-order-lines': lines('purchaseOrderId'),
  attachments: [
    must('ownerType', 'word'),
    must('ownerId', 'id'),
    must('id', 'id'),
    must('fileName', 'text'),
    must('contentType', 'text'),
    must('bytes', 'count'),
    must('sha256', 'text'),
    may('path', 'text'),
  ],
}

/**
 * The columns of each table, as the contract names them. Taxes have columns of their own, `tax_<name>` and `tax_<name>_rate`,
 * or stand in one, `taxes`: as the list that JSON has, or as their sum.
 */
export const COLUMNS: Record<TableName, readonly Column[]> = { ...RECORDS, ...OWNED }

/** The tables whose documents carry taxes. */
export const TAXED_TABLES: readonly TableName[] = ['invoices', 'credits', 'expenses']

/** Columns in which amounts of money stand; quantities, prices and rates may have more decimals. */
export const MONEY: ReadonlySet<string> = new Set(['amount', 'subtotal', 'total', 'taxes'])
