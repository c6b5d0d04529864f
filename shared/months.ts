import type { DocumentKey, Kind } from './kinds.ts'
import type { Cents } from './money.ts'
import { cents } from './money.ts'
import type { QueueRow } from './row.ts'
import { heldReceipts, isNotForTheBooks, WAITS_BY_ITSELF } from './row.ts'
import type { Packed, Shown } from './shown.ts'
import { unpackShown } from './shown.ts'

/** The kinds that post or order something on a day; contacts and cost codes belong to no month. */
export const MONTHLY_KINDS = [
  'invoice',
  'credit',
  'payment',
  'expense',
  'purchase-order',
] as const satisfies readonly Kind[]
export type MonthlyKind = (typeof MONTHLY_KINDS)[number]

/** Both sides of one kind in one currency, cents before tax (payments: as received); `difference` is Billdr's less QuickBooks'. */
export interface MonthSum {
  kind: MonthlyKind
  currency: string | null
  billdr: Cents
  /** What QuickBooks shows of Billdr's documents in this month, by its own dates. What is voided is 0. */
  quickbooks: Cents
  difference: Cents
}

/**
 * Why a document is open: not in QuickBooks, there otherwise than in Billdr, there without a receipt, or on its way
 * (or behind another document).
 */
export const OPEN_WHYS = ['missing', 'differs', 'receipt', 'waits'] as const
export type OpenWhy = (typeof OPEN_WHYS)[number]

/** A document that explains part of a difference, or that is not as it should be; `amount`: Billdr's less QuickBooks'. */
export interface OpenDocument {
  key: DocumentKey
  kind: MonthlyKind
  currency: string | null
  why: OpenWhy
  amount: Cents
  row: QueueRow
}

/** One month of a company: what Billdr has for the books, what QuickBooks shows, and each document that explains a difference. */
export interface MonthStanding {
  /** ISO month: "2026-03". */
  month: string
  /** Documents that belong in the books, or have to leave them. */
  due: number
  /** Those of them of which nothing is open. */
  inBooks: number
  /** The documents with something open that nobody left out, each once. */
  exceptions: QueueRow[]
  /** Per kind and currency the amounts add up to the difference: explained to zero. */
  open: OpenDocument[]
  /** Where a person said "keep what QuickBooks has": open too, and no exception; `amount`: Billdr's less QuickBooks'. */
  accepted: { row: QueueRow; amount: Cents }[]
  /** Left out by a person. */
  ignored: number
  /** Drafts and what else is nothing for the books. */
  notDue: number
  /** In the order of `MONTHLY_KINDS`. */
  sums: MonthSum[]
  /** Tax that Billdr computed and QuickBooks does not show yet, cents of each currency. */
  taxToAdd: { currency: string | null; amount: Cents; documents: number }[]
}

/** Where an amount counts: in a month and a currency. */
interface Place {
  month: string
  currency: string | null
  amount: Cents
}

/**
 * How each month stands, the newest first. Documents without a day on either side are left out. `homeCurrency`: of
 * documents that name none in QuickBooks.
 */
export function monthsOf(rows: Iterable<QueueRow>, homeCurrency: string | null = null): MonthStanding[] {
  const months = new Map<string, MonthStanding>()
  const at = (month: string): MonthStanding => {
    let standing = months.get(month)
    if (!standing) months.set(month, (standing = emptyMonth(month)))
    return standing
  }
  for (const row of rows) {
    const kind = MONTHLY_KINDS.find((each) => each === row.kind)
    if (kind) take(at, kind, row, homeCurrency)
  }
  for (const { sums } of months.values())
    sums.sort((one, other) => MONTHLY_KINDS.indexOf(one.kind) - MONTHLY_KINDS.indexOf(other.kind))
  return [...months.values()].sort((one, other) => (one.month < other.month ? 1 : -1))
}

/** A month in which nothing is. */
export function emptyMonth(month: string): MonthStanding {
  return {
    month,
    due: 0,
    inBooks: 0,
    exceptions: [],
    open: [],
    accepted: [],
    ignored: 0,
    notDue: 0,
    sums: [],
    taxToAdd: [],
  }
}

/** What a document counts in QuickBooks, cents: before tax, a payment as received, 0 where it is voided. */
export function amountShown({ voided, beforeTax, total }: Shown): Cents {
  return voided ? cents(0) : (beforeTax ?? total ?? cents(0))
}

type At = (month: string) => MonthStanding

/** Rows with what documents under our mark show that are not linked here. */
export function withMarked(rows: readonly QueueRow[], marked: ReadonlyMap<DocumentKey, Packed>): readonly QueueRow[] {
  if (marked.size === 0) return rows
  return rows.map((row) => {
    const shows = row.shows === undefined ? marked.get(row.key) : undefined
    return shows === undefined ? row : { ...row, shows }
  })
}

/** What a document counts in each month of its two sides, with its kind; empty where it counts nowhere. */
export function countedIn(row: QueueRow, homeCurrency: string | null): PlacedSum[] {
  const kind = MONTHLY_KINDS.find((each) => each === row.kind)
  if (!kind) return []
  const { here, there } = placesOf(row, homeCurrency)
  return sumsOf(kind, here, there)
}

/** Where a document counts in Billdr and in QuickBooks; `isAccepted`: a person keeps what QuickBooks has. */
function placesOf(row: QueueRow, homeCurrency: string | null) {
  const there = shownPlace(row, homeCurrency)
  const here: Place | null =
    !isNotForTheBooks(row) && row.date !== null && row.amount !== null
      ? { month: row.date.slice(0, 7), currency: row.currency ?? homeCurrency, amount: row.amount }
      : null
  return { here, there, isAccepted: row.accepted === true && here !== null && there !== null }
}

function take(at: At, kind: MonthlyKind, row: QueueRow, homeCurrency: string | null): void {
  const belongs = !isNotForTheBooks(row)
  const { here, there, isAccepted } = placesOf(row, homeCurrency)
  const home = row.date?.slice(0, 7) ?? there?.month
  if (home === undefined) return
  if (isAccepted && here && there) at(there.month).accepted.push({ row, amount: cents(here.amount - there.amount) })
  const open = openOf(kind, row, here, there, isAccepted)
  for (const { month, sum } of sumsOf(kind, here, there)) addSum(at(month), sum)
  for (const { month, document } of open) at(month).open.push(document)
  // What a person keeps as QuickBooks has it explains a difference, and asks for nothing more.
  const asks = isAccepted ? open.filter(({ document }) => document.why === 'receipt') : open
  count(at, home, row, belongs, new Set(asks.map(({ month }) => month)))
  addTax(at(home), row)
}

/** What counts as one document in each month of the two sides. */
function count(at: At, home: string, row: QueueRow, belongs: boolean, openIn: ReadonlySet<string>): void {
  if (row.state === 'ignored') {
    at(home).ignored++
    return
  }
  for (const month of openIn) at(month).exceptions.push(row)
  if (!belongs && !openIn.has(home)) {
    at(home).notDue++
    return
  }
  at(home).due++
  if (!openIn.has(home)) at(home).inBooks++
}

function shownPlace(row: QueueRow, homeCurrency: string | null): Place | null {
  if (row.shows === undefined) return null
  const shown = unpackShown(row.shows)
  const date = shown.date ?? row.date
  if (date === null) return null
  const currency = shown.currency ?? homeCurrency ?? row.currency
  return { month: date.slice(0, 7), currency, amount: amountShown(shown) }
}

export interface PlacedSum {
  month: string
  sum: MonthSum
}

/** What a document adds to the sums: one sum where both sides are of one month and currency, else each side by itself. */
function sumsOf(kind: MonthlyKind, here: Place | null, there: Place | null): PlacedSum[] {
  const placed = ({ month, currency }: Place, billdr: number, quickbooks: number): PlacedSum => ({
    month,
    sum: {
      kind,
      currency,
      billdr: cents(billdr),
      quickbooks: cents(quickbooks),
      difference: cents(billdr - quickbooks),
    },
  })
  if (here && there && here.month === there.month && here.currency === there.currency)
    return [placed(here, here.amount, there.amount)]
  return [
    ...(here ? [placed(here, here.amount, 0)] : []),
    ...(there && there.amount !== 0 ? [placed(there, 0, there.amount)] : []),
  ]
}

/** What of a document is open, and in which month. */
function openOf(
  kind: MonthlyKind,
  row: QueueRow,
  here: Place | null,
  there: Place | null,
  isAccepted: boolean,
): { month: string; document: OpenDocument }[] {
  const opened = (month: string, currency: string | null, why: OpenWhy, amount: Cents) => ({
    month,
    document: { key: row.key, kind, currency, why, amount, row },
  })
  const why = there ? 'differs' : whyNotThere(row)
  const found = sumsOf(kind, here, there)
    .filter(({ sum }) => sum.difference !== 0)
    .map(({ month, sum }) => opened(month, sum.currency, why, sum.difference))
  const place = here ?? there
  if (!place) return found
  const asItIs = found.length > 0 || isAccepted ? null : whyThoughEqual(row, here, there)
  if (asItIs) found.push(opened(place.month, place.currency, asItIs, cents(0)))
  if (here && there && row.state !== 'ignored' && heldReceipts(row) > 0)
    found.push(opened(place.month, place.currency, 'receipt', cents(0)))
  return found
}

function whyNotThere(row: QueueRow): OpenWhy {
  if (row.state === 'pending' || row.state === 'syncing') return 'waits'
  const waits = row.state === 'held' && row.problem !== null && WAITS_BY_ITSELF.has(row.problem.code)
  return waits && !row.paysDraft ? 'waits' : 'missing'
}

/** The amounts agree; what else is open of it. */
function whyThoughEqual(row: QueueRow, here: Place | null, there: Place | null): OpenWhy | null {
  if (row.state === 'ignored' || !here) return null
  if (!there) return whyNotThere(row)
  if (row.state === 'pending' || row.state === 'syncing') return 'waits'
  return row.state !== 'synced' || row.differs?.length ? 'differs' : null
}

function addSum(standing: MonthStanding, added: MonthSum): void {
  const { sums } = standing
  const sum = sums.find((each) => each.kind === added.kind && each.currency === added.currency)
  if (!sum) {
    sums.push(added)
    return
  }
  sum.billdr = cents(sum.billdr + added.billdr)
  sum.quickbooks = cents(sum.quickbooks + added.quickbooks)
  sum.difference = cents(sum.difference + added.difference)
}

function addTax(standing: MonthStanding, row: QueueRow): void {
  if (!row.tax || row.tax.toAdd <= 0 || row.quickbooks === null || row.state === 'ignored') return
  const known = standing.taxToAdd.find(({ currency }) => currency === row.currency)
  if (!known) standing.taxToAdd.push({ currency: row.currency, amount: row.tax.toAdd, documents: 1 })
  else Object.assign(known, { amount: cents(known.amount + row.tax.toAdd), documents: known.documents + 1 })
}
