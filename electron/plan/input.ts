import type { BilldrCompany, BilldrRecord } from '../../shared/domain.ts'
import type { Draft, Reference } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { Cents } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Difference, State } from '../../shared/row.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Books } from './books.ts'
import type { AsLeft, Link, LinkedType } from './link.ts'
import type { WantedRate } from './rates.ts'
import type { RefusedWork } from './refused.ts'

/**
 * A record as it was last read. `removed`: Billdr no longer has it; `absent`: it is missing from an export that shrank
 * suspiciously, and a person has not said yet that it was removed.
 */
export interface StoredRecord {
  record: BilldrRecord
  presence: 'present' | 'absent' | 'removed'
  /** A known record of which this one may be the same under an id that a spreadsheet rewrote; absent: none, or a person said so. */
  rewrites?: DocumentKey
  /** A project that Billdr had before QuickBooks was connected: it goes with its first document (rule C2). */
  beforeConnecting?: true
}

/** What a person decided about a record. */
export interface Decision {
  /** `content`: what Billdr said of it then (`ignoredContentOf`); absent in decisions of an earlier version. */
  ignored?: { reason: string; at: string; content?: string }
  /** Create it though a rule or a likeness would wait: an unused contact, a record deleted in QuickBooks, a look-alike. */
  createAnew?: boolean
  /** Send this content of Billdr beside documents of the books (`<type>|<id>`) that look like it: they are others. */
  sendAnyway?: { content: string; beside: string[] }
  /** The number to send instead of a taken one. */
  number?: string
  /** Changes made in QuickBooks up to this sync token may be overwritten. */
  overwrite?: string
  /** This content of Billdr is not to be sent over what QuickBooks has. */
  keepTheirs?: string
  /** What QuickBooks showed of it then, cents before tax; absent in what an earlier version stored. */
  keptAmount?: Cents | null
  /** Yes to voiding or deleting it in QuickBooks. */
  removalConfirmed?: boolean
  /** What was shown for review and said yes to (see plan/review.ts). */
  reviewed?: string
  /** What a person's month end holds, and that this may be done to it all the same (see plan/locked.ts). */
  despiteLock?: string
  /** It was taken back, by whom and when (ISO instant); `approved`: the content of Billdr that goes again all the same. */
  undone?: { by: string; at: string; approved?: string }
  /** Ids of receipts that cannot go and are no trouble any more. */
  receiptsLeftOut?: string[]
}

/** The last definite refusal of a record: it is not sent again until its content changes or a person retries. */
export interface Refusal {
  problem: Problem
  at: string
  of?: RefusedWork
  /** The same as versions before this one stored it. */
  content?: string
}

export interface PlanInput {
  company: BilldrCompany | null
  /** When Billdr said what the records say, ISO instant; absent or null where the source tells none. */
  exportedAt?: string | null
  records: ReadonlyMap<DocumentKey, StoredRecord>
  readProblems: ReadonlyMap<DocumentKey, Problem>
  links: ReadonlyMap<DocumentKey, Link>
  decisions: ReadonlyMap<DocumentKey, Decision>
  refusals: ReadonlyMap<DocumentKey, Refusal>
  /** Records whose creation has left without a certain answer: what looks like them there may be just that. */
  onTheWay?: ReadonlySet<DocumentKey>
  /** Receipts that were refused or are damaged: `<key>#<attachment id>`. */
  attachmentProblems: ReadonlyMap<string, Problem>
  mappings: Mappings
  settings: Settings
  /** Null until QuickBooks has been looked at. */
  books: Books | null
}

/** By whom and when (ISO instant) something is taken back, and the ids of the writes that it undoes. */
export interface Undone {
  by: string
  at: string
  writes: readonly string[]
}

/** A step that changes QuickBooks or a link. Only steps that can be taken now are in a plan. */
export type Operation =
  | { kind: 'create'; key: DocumentKey; type: LinkedType; draft: Draft; content: string; allowDuplicateNumber: boolean }
  /** `type` is another than the document's own where a new one takes its place (rule E2). */
  | { kind: 'update'; key: DocumentKey; type: LinkedType; id: string; draft: Draft; content: string }
  | { kind: 'void'; key: DocumentKey; type: LinkedType; id: string }
  | { kind: 'delete'; key: DocumentKey; type: LinkedType; id: string }
  /** What a document replaced (rule E2) leaves the books, once that one stands. */
  | { kind: 'remove-replaced'; key: DocumentKey; type: LinkedType; id: string }
  | { kind: 'link'; key: DocumentKey; type: LinkedType; id: string; origin: Link['origin']; content: string }
  /** The link is dropped, nothing is written: QuickBooks no longer has it. */
  | { kind: 'unlink'; key: DocumentKey }
  /** Removed in Billdr and not in QuickBooks: it leaves the list. */
  | { kind: 'forget'; key: DocumentKey }
  | {
      kind: 'apply-credit'
      key: DocumentKey
      memoId: string
      invoiceKey: DocumentKey
      invoiceId: string
      customerId: string
      date: string
      wanted: Cents
      /** Its private note. */
      note: string
      /** ISO code, only where the company uses several. */ currency: string | null
      /** Of a foreign currency, on that day. */
      exchangeRate?: number
      receivable?: Reference
    }
  /** Pays what is open of a bill of ours that is paid in Billdr. */
  | {
      kind: 'pay-bill'
      key: DocumentKey
      billId: string
      vendorId: string
      date: string
      payType: 'Check' | 'CreditCard'
      accountId: string
      /** At most this much of what is open then, cents. */
      wanted: Cents
      /** Its private note. */
      note: string
      /** As of apply-credit. */ currency: string | null
      exchangeRate?: number
    }
  /** `onlyOurs`: not where a person has a part in that payment. */
  | { kind: 'unapply-credit'; key: DocumentKey; paymentId: string; onlyOurs?: true }
  | { kind: 'attach'; key: DocumentKey; type: LinkedType; id: string; attachmentId: string }
  /** What a run did is taken back: deleted, put back as it was `before` (the entity as it was read), taken off, unlinked. */
  | {
      kind: 'undo-create'
      key: DocumentKey
      type: LinkedType
      id: string
      left: AsLeft
      /** The invoice that a payment is on. */ invoiceId: string | null
      undone: Undone
    }
  | {
      kind: 'undo-update'
      key: DocumentKey
      type: LinkedType
      id: string
      left: AsLeft
      before: Readonly<Record<string, unknown>>
      linkBefore: Link
      invoiceId: string | null
      undone: Undone
    }
  | { kind: 'undo-receipt'; key: DocumentKey; attachmentId: string; id: string; undone: Undone }
  | { kind: 'undo-application'; key: DocumentKey; paymentId: string; undone: Undone }
  /** `id`: of the payment by which we paid the bill. */
  | { kind: 'undo-bill-payment'; key: DocumentKey; id: string; billId: string; left: AsLeft; undone: Undone }
  | { kind: 'undo-link'; key: DocumentKey; undone: Undone }

export interface Verdict {
  state: Exclude<State, 'syncing'>
  problem: Problem | null
  note: Problem | null
  differs: Difference[] | null
  /** As it will be or was sent; null where nothing can be said yet. */
  draft: Draft | null
  operations: Operation[]
}

export interface Guard {
  id: string
  problem: Problem
  keys: DocumentKey[]
}

export interface Plan {
  verdicts: Map<DocumentKey, Verdict>
  guards: Guard[]
  /** Rates of the day that have to be asked for before these documents can go. */
  wantedRates: WantedRate[]
}
