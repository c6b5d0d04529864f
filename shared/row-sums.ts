import { isDocumentKind } from './kinds.ts'
import type { Cents } from './money.ts'
import { cents } from './money.ts'
import type { QueueRow } from './row.ts'
import { heldReceipts, isNotForTheBooks, needsPerson } from './row.ts'

export interface DocumentCounts {
  all: number
  /** In QuickBooks. */
  there: number
  /** Ready to go, on their way, or held by something that passes by itself; none that need a person. */
  waiting: number
}

/** Documents alone, without contacts and cost codes. */
export function countDocuments(rows: Iterable<QueueRow>): DocumentCounts {
  const counts = { all: 0, there: 0, waiting: 0 }
  for (const row of rows) {
    if (!isDocumentKind(row.kind)) continue
    counts.all++
    if (row.quickbooks !== null) counts.there++
    const isOpen = row.state === 'pending' || row.state === 'syncing' || row.state === 'held'
    if (isOpen && !needsPerson(row) && !isNotForTheBooks(row)) counts.waiting++
  }
  return counts
}

/** Receipts that did not arrive and will not by themselves, over all documents that are not left out. */
export function receiptsHeld(rows: Iterable<QueueRow>): number {
  let held = 0
  for (const row of rows) held += row.state === 'ignored' ? 0 : heldReceipts(row)
  return held
}

/** The tax of one currency that QuickBooks does not show yet, cents, and on how many documents. */
export interface TaxSum {
  currency: string | null
  amount: Cents
  documents: number
}

/** Tax to add on what is in QuickBooks and not left out, by currency. */
export function taxToAdd(rows: Iterable<QueueRow>): TaxSum[] {
  const sums = new Map<string | null, TaxSum>()
  for (const { tax, quickbooks, state, currency } of rows) {
    if (!tax || tax.toAdd <= 0 || quickbooks === null || state === 'ignored') continue
    const sum = sums.get(currency) ?? { currency, amount: cents(0), documents: 0 }
    sums.set(currency, { currency, amount: cents(sum.amount + tax.toAdd), documents: sum.documents + 1 })
  }
  return [...sums.values()]
}

/** The amounts of rows added up, by currency, cents; rows without an amount count nothing. */
export function amountSums(rows: Iterable<Pick<QueueRow, 'amount' | 'currency'>>): Omit<TaxSum, 'documents'>[] {
  const sums = new Map<string | null, Cents>()
  for (const { amount, currency } of rows)
    if (amount !== null) sums.set(currency, cents((sums.get(currency) ?? 0) + amount))
  return [...sums].map(([currency, amount]) => ({ currency, amount }))
}
