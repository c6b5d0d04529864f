import type { Actor } from './action.ts'
import type { DocumentKey, Kind } from './kinds.ts'
import type { Cents } from './money.ts'
import type { Problem } from './problem.ts'
import type { Packed } from './shown.ts'

/**
 * Where a record stands. `pending` goes by itself; `held` waits for a person or a rule; the others say what they are.
 * These names are an interface ("Commands, files and settings that stay stable").
 */
export const STATES = ['pending', 'held', 'syncing', 'synced', 'failed', 'ignored'] as const
export type State = (typeof STATES)[number]

export type Counts = Record<State, number>

export interface QuickBooksLink {
  type: string
  id: string
  docNumber: string | null
}

/** `waiting` goes with its document; `held` has a problem of its own, which never stops the document; `ignored` was left out by a person. */
export interface AttachmentRow {
  id: string
  fileName: string
  contentType: string
  bytes: number
  state: 'waiting' | 'sent' | 'held' | 'ignored'
  problem: Problem | null
}

/** What was changed in QuickBooks since it was sent: a field, as Billdr has it and as QuickBooks has it. */
export interface Difference {
  field:
    | 'number'
    | 'date'
    | 'dueDate'
    | 'customer'
    | 'supplier'
    | 'amount'
    | 'lines'
    | 'voided'
    | 'account'
    | 'paidFrom'
    | 'payable'
    | 'receivable'
    | 'currency'
    | 'rate'
    | 'billable'
    | 'tax'
    | 'applied'
    | 'project'
    | 'description'
    | 'note'
    | 'reference'
  billdr: string
  quickbooks: string
}

/** One record of the queue, as the window lists it and `queue --json` prints it. */
export interface QueueRow {
  key: DocumentKey
  kind: Kind
  billdrId: string
  /** Number, code or reference; null where the record has none. */
  number: string | null
  /** Name of a contact, project or cost code; what a document is about otherwise. */
  name: string | null
  /** Client, supplier: who it is for. */
  party: string | null
  project: string | null
  /** ISO day. */
  date: string | null
  /** Before tax; for payments what was received. */
  amount: Cents | null
  currency: string | null
  state: State
  quickbooks: QuickBooksLink | null
  problem: Problem | null
  /** ISO instant since which it stands where it stands, for this reason; null where it does not wait. */
  since: string | null
  /** Said beside a row that goes all the same: "1,198.00 kept until its tax is added", "Dated in the future". */
  note: Problem | null
  attachments: AttachmentRow[]
  tax: { toAdd: Cents; seen: Cents } | null
  differs: Difference[] | null
  ignored: { reason: string; at: string } | null
  /** A payment that was received for an invoice that is a draft: nothing but a person brings it into the books. */
  paysDraft?: true
  /** Its status in Billdr, or its removal there, keeps it out of the books. */
  outside?: true
  /** Billdr has voided it: it counts 0. */
  voided?: true
  /** The cost code under which a document waits: the choice is made there, once for all of them. */
  under?: DocumentKey
  /** Of a cost code: how many documents wait under it. */
  holds?: number
  /** Who has to act before it goes on, where it waits for another record. */
  waitsOn?: Actor
  /** A person keeps what QuickBooks has of it, as it is there now. */
  accepted?: true
  /** As it was last sent (`SentShown`); absent where it never was from here. */
  sent?: Packed
  /** What QuickBooks showed when it was last read (`Shown`); absent where it is not there. */
  shows?: Packed
}

export function noCounts(): Counts {
  return { pending: 0, held: 0, syncing: 0, synced: 0, failed: 0, ignored: 0 }
}

export function countStates(rows: Iterable<{ state: State }>): Counts {
  const counts = noCounts()
  for (const row of rows) counts[row.state]++
  return counts
}

/** A person's work holds the document, and a yes that names it, and just what is done to it, lets it go (rule D2). */
export const ASKS_BY_NAME: ReadonlySet<Problem['code']> = new Set([
  'reconciled-there',
  'bank-matched-there',
  'tax-filed-there',
  'entered-there',
  'edited-there',
])

/** Whether a held row waits for a person, and not only for another document or for Billdr's next step. */
export const WAITS_BY_ITSELF: ReadonlySet<Problem['code']> = new Set([
  'draft',
  'rejected',
  'voided-before-sent',
  'cancelled-and-removed',
  'client-without-project',
  'project-without-documents',
  'professional-unused',
  'waits-for',
  'waits-for-answer',
  'waits-for-purchase-orders',
  'before-sync-from',
])

/** Not for QuickBooks, by what Billdr says of them or by the starting date: they ask nothing, whatever else is missing. */
const NOT_FOR_THE_BOOKS: ReadonlySet<Problem['code']> = new Set([
  'draft',
  'rejected',
  'voided-before-sent',
  'cancelled-and-removed',
  'before-sync-from',
])

/** Whether a document is nothing for the books: by what Billdr says of it, or too old and not in QuickBooks. */
export function isNotForTheBooks(row: Pick<QueueRow, 'outside' | 'state' | 'quickbooks' | 'problem'>): boolean {
  if (row.outside) return true
  return (
    row.state === 'held' && row.quickbooks === null && row.problem !== null && NOT_FOR_THE_BOOKS.has(row.problem.code)
  )
}

/**
 * A person has something to do: it is held or failed until then, a receipt is held, or money came for a draft. Documents
 * under a cost code leave it to that one.
 */
export function needsPerson(row: Pick<QueueRow, 'state' | 'problem' | 'attachments' | 'paysDraft' | 'under'>): boolean {
  if (row.state === 'syncing') return false
  if (row.state === 'failed' || row.paysDraft) return true
  const waits = row.under !== undefined || row.problem === null || WAITS_BY_ITSELF.has(row.problem.code)
  if (row.state === 'held' && !waits) return true
  if (row.state === 'ignored' || (row.problem !== null && NOT_FOR_THE_BOOKS.has(row.problem.code))) return false
  return heldReceipts(row) > 0
}

export function heldReceipts({ attachments }: Pick<QueueRow, 'attachments'>): number {
  return attachments.filter((each) => each.state === 'held').length
}
