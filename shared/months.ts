import type { Kind } from './kinds.ts'
import type { Cents } from './money.ts'
import { cents } from './money.ts'
import type { Problem } from './problem.ts'
import type { QueueRow } from './row.ts'

/** The kinds that post or order something on a day; contacts and cost codes belong to no month. */
export const MONTHLY_KINDS = [
  'invoice',
  'credit',
  'payment',
  'expense',
  'purchase-order',
] as const satisfies readonly Kind[]
export type MonthlyKind = (typeof MONTHLY_KINDS)[number]

export interface MonthSum {
  kind: MonthlyKind
  currency: string | null
  /** What Billdr has that belongs in the books, before tax (for payments: received), and what of it is there. Cents. */
  billdr: Cents
  inBooks: Cents
}

/** One month of a company: what Billdr has, and what of it is in QuickBooks as it should be. */
export interface MonthStanding {
  /** ISO month: "2026-03". */
  month: string
  /** Documents that belong in the books. */
  due: number
  /** Those of them that are there and agree with Billdr. */
  inBooks: number
  /** The others: on their way, waiting, refused, or changed in QuickBooks since. */
  exceptions: QueueRow[]
  /** Left out by a person. */
  ignored: number
  /** Drafts and what else is nothing for the books. */
  notDue: number
  /** In the order of `MONTHLY_KINDS`. */
  sums: MonthSum[]
  /** Tax that Billdr computed and QuickBooks does not show yet, cents of each currency. */
  taxToAdd: { currency: string | null; amount: Cents; documents: number }[]
}

/** Held for these reasons a document is nothing for the books: not yet, or no more. */
const NOT_FOR_THE_BOOKS: ReadonlySet<Problem['code']> = new Set([
  'draft',
  'rejected',
  'voided-before-sent',
  'cancelled-and-removed',
  'before-sync-from',
])

/** How each month stands, the newest first. Documents without a day are left out. */
export function monthsOf(rows: Iterable<QueueRow>): MonthStanding[] {
  const months = new Map<string, MonthStanding>()
  for (const row of rows) {
    const kind = MONTHLY_KINDS.find((each) => each === row.kind)
    if (!kind || row.date === null) continue
    const month = row.date.slice(0, 7)
    let standing = months.get(month)
    if (!standing)
      months.set(
        month,
        (standing = { month, due: 0, inBooks: 0, exceptions: [], ignored: 0, notDue: 0, sums: [], taxToAdd: [] }),
      )
    take(standing, kind, row)
  }
  for (const { sums } of months.values())
    sums.sort((one, other) => MONTHLY_KINDS.indexOf(one.kind) - MONTHLY_KINDS.indexOf(other.kind))
  return [...months.values()].sort((one, other) => (one.month < other.month ? 1 : -1))
}

function take(standing: MonthStanding, kind: MonthlyKind, row: QueueRow): void {
  if (row.state === 'ignored') {
    standing.ignored++
    return
  }
  if (
    row.state === 'held' &&
    row.quickbooks === null &&
    row.problem !== null &&
    NOT_FOR_THE_BOOKS.has(row.problem.code)
  ) {
    standing.notDue++
    return
  }
  const agrees = row.state === 'synced' && !row.differs?.length
  standing.due++
  if (agrees) standing.inBooks++
  else standing.exceptions.push(row)
  addTo(standing.sums, kind, row, agrees)
  if (!row.tax || row.tax.toAdd <= 0) return
  const known = standing.taxToAdd.find(({ currency }) => currency === row.currency)
  if (!known) standing.taxToAdd.push({ currency: row.currency, amount: row.tax.toAdd, documents: 1 })
  else Object.assign(known, { amount: cents(known.amount + row.tax.toAdd), documents: known.documents + 1 })
}

function addTo(sums: MonthSum[], kind: MonthlyKind, row: QueueRow, agrees: boolean): void {
  if (row.amount === null) return
  let sum = sums.find((each) => each.kind === kind && each.currency === row.currency)
  if (!sum) sums.push((sum = { kind, currency: row.currency, billdr: cents(0), inBooks: cents(0) }))
  sum.billdr = cents(sum.billdr + row.amount)
  if (agrees) sum.inBooks = cents(sum.inBooks + row.amount)
}
