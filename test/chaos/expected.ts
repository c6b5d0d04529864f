import type { Contractor, CreditRow, ExpenseRow, InvoiceRow, OrderRow, PaymentRow, ReceiptRow } from './contractor.ts'
import { isOpen, sum } from './contractor.ts'

/*
 * What the books must hold once an export is synced, worked out from the export alone: none of the product's planning
 * is used, so that it can be wrong without this being wrong with it.
 */

export interface ExpectedDocument {
  key: string
  type: 'Invoice' | 'CreditMemo' | 'Payment' | 'Purchase' | 'Bill' | 'PurchaseOrder'
  /** Null where QuickBooks gets none, or a shortened one. */
  number: string | null
  date: string
  /** Cents of each line, in their order; of a payment its one amount. */
  amounts: number[]
  voided: boolean
  /** Key of the customer or vendor. */
  party: string
  /** `<file name> <content as text>`. */
  receipts: ReceiptRow[]
  currency: 'CAD' | 'USD'
  /** Cents that are open on an invoice or bill once credits and payments are applied as far as they go. */
  open: number | null
}

export interface Expected {
  documents: ExpectedDocument[]
  /** Keys of the clients and projects that are customers, project → client. */
  customers: Map<string, string | null>
  vendors: Set<string>
}

/**
 * What one export leaves in the books, or two of them in turn. What was sent on the first day stays as it was sent where
 * the rules say so: an invoice and a credit are never overwritten (I2), an invoice that went back to draft or
 * away in Billdr stays until a person removes it (I4).
 */
export function expectedBooks(days: readonly Contractor[]): Expected {
  const invoices = new Map<string, InvoiceRow>()
  const credits = new Map<string, CreditRow>()
  const payments = new Map<string, PaymentRow>()
  const expenses = new Map<string, SentExpense>()
  const orders = new Map<string, OrderRow>()
  const customers = new Map<string, string | null>()
  const vendors = new Set<string>()
  const [first] = days
  const early = new Set(first?.projects.map(({ id }) => id))
  const withDocuments = new Set(days.flatMap(projectsOfDocuments))
  for (const day of days) {
    for (const project of day.projects) {
      // What was there before connecting waits for its first document (C2).
      if (early.has(project.id) && !withDocuments.has(project.id)) continue
      customers.set(`client:${project.clientId}`, null)
      customers.set(`project:${project.id}`, `client:${project.clientId}`)
    }
    takeInvoices(day, invoices)
    takeCredits(day, credits)
    takePayments(day, invoices, payments)
    takeExpenses(day, expenses)
    retake(day.orders, orders, (row) => row.status !== 'cancelled')
    for (const row of [...[...expenses.values()].map((each) => each.row), ...orders.values()])
      vendors.add(`professional:${row.professionalId}`)
  }
  return {
    customers,
    vendors,
    documents: [
      ...[...invoices.values()].map((row) => invoiceOf(row, credits, payments)),
      ...[...credits.values()].map((row): ExpectedDocument => ({
        ...base(`credit:${row.id}`, 'CreditMemo', row),
        number: numberOf(row.number),
        date: row.issuedOn,
        party: `project:${row.projectId}`,
      })),
      ...[...payments.values()].map((row): ExpectedDocument => ({
        key: `payment:${row.id}`,
        type: 'Payment',
        number: null,
        date: row.receivedOn,
        amounts: [row.amount],
        voided: false,
        currency: invoices.get(row.invoiceId)?.currency ?? 'CAD',
        party: `project:${invoices.get(row.invoiceId)?.projectId ?? ''}`,
        receipts: [],
        open: null,
      })),
      ...[...expenses.values()].map(({ row, type, isPaid }): ExpectedDocument => ({
        ...base(`expense:${row.id}`, type, row),
        open: type === 'Purchase' ? null : isPaid ? 0 : sum(row.lines),
        // A cheque's number is its own, which Billdr does not say.
        number: type === 'Purchase' && row.paidWith === 'cheque' ? null : numberOf(row.number),
        date: row.spentOn,
        party: `professional:${row.professionalId}`,
      })),
      ...[...orders.values()].map((row): ExpectedDocument => ({
        ...base(`purchase-order:${row.id}`, 'PurchaseOrder', row),
        number: numberOf(row.number),
        date: row.issuedOn,
        party: `professional:${row.professionalId}`,
      })),
    ],
  }
}

function projectsOfDocuments({ invoices, credits, expenses, orders }: Contractor): string[] {
  return [
    ...invoices.filter((row) => !row.deleted && isOpen(row)),
    ...credits.filter((row) => !row.deleted && row.status === 'submitted'),
    ...expenses.filter((row) => !row.deleted && row.status === 'approved'),
    ...orders.filter((row) => !row.deleted && row.status !== 'cancelled'),
  ].flatMap(({ projectId }) => projectId ?? [])
}

function base(
  key: string,
  type: ExpectedDocument['type'],
  row: { lines: { amount: number }[]; receipts: ReceiptRow[]; currency: 'CAD' | 'USD' },
): Pick<ExpectedDocument, 'key' | 'type' | 'amounts' | 'voided' | 'receipts' | 'open' | 'currency'> {
  const { receipts, currency } = row
  return { key, type, amounts: row.lines.map((line) => line.amount), voided: false, receipts, currency, open: null }
}

function numberOf(number: string | undefined): string | null {
  return number !== undefined && number.length <= 21 ? number : null
}

/** An invoice keeps the lines with which it was first sent; receipts that come later hang on it too, while it is there. */
function takeInvoices(day: Contractor, invoices: Map<string, InvoiceRow>): void {
  for (const row of day.invoices) {
    const before = invoices.get(row.id)
    if (!before) {
      if (isOpen(row)) invoices.set(row.id, row)
      continue
    }
    if (row.deleted || row.status === 'draft') continue
    const edited = JSON.stringify(row.lines) !== JSON.stringify(before.lines)
    invoices.set(row.id, {
      ...before,
      status: row.status,
      receipts: edited || row.status === 'voided' ? before.receipts : row.receipts,
    })
  }
}

function takeCredits(day: Contractor, credits: Map<string, CreditRow>): void {
  for (const row of day.credits) {
    if (!credits.has(row.id) && row.status === 'submitted' && !row.deleted) credits.set(row.id, row)
    if (row.status === 'voided' || row.deleted) credits.delete(row.id)
  }
}

function takePayments(
  day: Contractor,
  invoices: ReadonlyMap<string, InvoiceRow>,
  payments: Map<string, PaymentRow>,
): void {
  const now = new Map(day.payments.map((row) => [row.id, row]))
  for (const id of [...payments.keys()]) if (!now.has(id) || now.get(id)?.deleted) payments.delete(id)
  for (const row of now.values()) {
    if (row.deleted) continue
    const invoice = invoices.get(row.invoiceId)
    // On an invoice that was voided it stays as it was sent, unapplied.
    if (invoice !== undefined && invoice.status !== 'voided') payments.set(row.id, row)
  }
}

/** An expense as it was sent. A bill that Billdr calls paid stays a bill and is paid there. */
interface SentExpense {
  row: ExpenseRow
  type: 'Bill' | 'Purchase'
  isPaid: boolean
}

/** A bill that was paid stays where Billdr rejects or removes its expense: a person says what becomes of the payment. */
function takeExpenses(day: Contractor, expenses: Map<string, SentExpense>): void {
  const now = new Map(day.expenses.map((row) => [row.id, row]))
  for (const [id, { isPaid }] of [...expenses]) {
    const row = now.get(id)
    if (!isPaid && (!row || row.deleted || row.status !== 'approved')) expenses.delete(id)
  }
  for (const row of now.values()) {
    if (row.deleted || row.status !== 'approved') continue
    const isPaid = row.paidWith !== 'unpaid' && expenses.get(row.id)?.type === 'Bill'
    expenses.set(row.id, { row, type: isPaid || row.paidWith === 'unpaid' ? 'Bill' : 'Purchase', isPaid })
  }
}

/** What is overwritten when it changes, and taken out when it no longer belongs there. */
function retake<R extends { id: string; deleted?: true }>(
  rows: readonly R[],
  kept: Map<string, R>,
  belongs: (row: R) => boolean,
): void {
  for (const row of rows) {
    if (!row.deleted && belongs(row)) kept.set(row.id, row)
    else kept.delete(row.id)
  }
  const now = new Set(rows.map((row) => row.id))
  for (const id of [...kept.keys()]) if (!now.has(id)) kept.delete(id)
}

function invoiceOf(
  row: InvoiceRow,
  credits: ReadonlyMap<string, CreditRow>,
  payments: ReadonlyMap<string, PaymentRow>,
): ExpectedDocument {
  const voided = row.status === 'voided'
  const credited = sum(
    [...credits.values()]
      .filter((each) => each.appliesToInvoiceId === row.id)
      .map((each) => ({ amount: sum(each.lines) })),
  )
  const paid = sum([...payments.values()].filter((each) => each.invoiceId === row.id))
  return {
    ...base(`invoice:${row.id}`, 'Invoice', row),
    number: numberOf(row.number),
    date: row.issuedOn,
    party: `project:${row.projectId}`,
    voided,
    open: voided ? 0 : Math.max(0, sum(row.lines) - credited - paid),
  }
}
