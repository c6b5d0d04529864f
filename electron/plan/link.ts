import type { Expense } from '../../shared/domain.ts'
import type { Cents } from '../../shared/money.ts'
import type { PaymentDraft } from '../../shared/draft.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Packed } from '../../shared/shown.ts'
import { unpackShown } from '../../shared/shown.ts'
import type { AskedFor } from './as-sent.ts'

/** The kinds of QuickBooks records that a Billdr record can be linked to. */
export type LinkedType =
  'Customer' | 'Vendor' | 'Invoice' | 'CreditMemo' | 'Payment' | 'Purchase' | 'Bill' | 'PurchaseOrder'

/**
 * What a person can change of a document that may be overwritten later, while its number, dates, party and amounts stay.
 * Texts are as `shortText` of plan/details.ts makes them.
 */
export interface Details {
  /** The account that it is paid from or deposited to; null where it has none. */
  account: string | null
  /** What it says besides its mark; null where it has none, so that nobody can tell whose text it is. */
  note: string | null
  /** What it says where it does not have our mark (any more); absent where it does, or says nothing. */
  otherNote?: string
  /** A payment's reference, an order's message. */
  reference: string
  lines: LineDetails[]
}

/** Ids of what a line goes to; its words. */
export interface LineDetails {
  /** Of its account or item. */
  account: string | null
  project: string | null
  description: string
}

/** How an entity stood when a request of ours had changed it. */
export interface AsLeft {
  syncToken: string
  /** Of all its fields but those that move when something else is entered: payments on it, credits of it. */
  digest: string
}

/** What QuickBooks last showed of a linked record. Money in cents, dates as ISO days. */
export interface Observed {
  syncToken: string
  docNumber: string | null
  name: string | null
  active: boolean
  voided: boolean
  date: string | null
  dueDate: string | null
  /** Id of the customer or vendor. */
  partyId: string | null
  /** Sum of the lines, before tax. */
  subtotal: Cents | null
  total: Cents | null
  tax: Cents | null
  balance: Cents | null
  /** Payments: what of it is applied to documents. */
  applied: Cents | null
  /** Payments: id of the one invoice to which it is applied; absent where it is to none or to several. */
  appliedTo?: string
  lineAmounts: Cents[]
  /** Of a purchase: Cash, Check or CreditCard, for ever; absent in links that an earlier version stored. */
  paymentType?: string
  /** Of an order: it is open. */
  open?: true
  /** Of an order: positions of the lines that stand on a bill. */
  received?: number[]
  /** Of a cost: one of its lines was put on an invoice to the client, so that QuickBooks changes it no more. */
  billed?: true
  /** Of a payment: it lies in a bank deposit, so that QuickBooks changes it no more (6540). */
  deposited?: true
  /** ISO code; absent where QuickBooks does not say. */
  currency?: string
  /** A person wrote over the tax that QuickBooks had worked out. */
  taxOverridden?: true
  /** The exchange rate; absent where it is 1 or not said. */
  rate?: number
  /** Id of the payable account of a bill or order, of the receivable one of a sale or payment. */
  control?: string
  /** Of a cost: positions of the lines that are billable to the client, or were billed. */
  billable?: number[]
  /** Of what may be overwritten. */
  details?: Details
  /** All that it shows, as it was read (`Shown` of shared/shown.ts); absent in links that an earlier version stored. */
  shown?: Packed
  /** Set where its seal says that it shows just what a program of ours left, on whichever desktop: which Billdr content (see `Seal`). */
  ours?: { content: string; asOf: string | null }
}

/** What was sent last, in the same terms as what is observed: a difference means that a person changed it there. */
export interface Sent {
  /** Fingerprint of the Billdr content that was sent; null where it is not known (an adopted record). */
  content: string | null
  docNumber: string | null
  date: string | null
  dueDate: string | null
  partyId: string | null
  subtotal: Cents | null
  /** Payments: what of it we applied to documents. */
  applied: Cents | null
  /** Payments: id of the invoice in QuickBooks to which it was applied; absent where it was to none, or is not known. */
  appliedTo?: string
  lineAmounts: Cents[]
  /** Of a contact: ISO code of the currency that it was to be kept in. */
  currency?: string
  /** The exchange rate of a foreign document, as it was sent. */
  rate?: number
  /** As QuickBooks showed them when it was sent; absent where that is not known. */
  details?: Details
}

export interface SentAttachment {
  attachableId: string
  sha256: string
  /** Name and size as they went up; absent of receipts that were found there, or sent by an earlier version. */
  as?: { fileName: string; bytes: number }
}

/** The link between a Billdr record and its record in QuickBooks. */
export interface Link {
  type: LinkedType
  id: string
  /** `created` by us, `matched` by name or `chosen` by a person, `adopted` as our own after a lost answer or folder. */
  origin: 'created' | 'matched' | 'chosen' | 'adopted'
  linkedAt: string
  sent: Sent
  /** What left, as a person reads it (`SentShown`); absent of what was not sent from here. */
  sentAs?: Packed
  observed: Observed
  /** What the last write asked for, where QuickBooks answered with something else (rule W4); absent: it is as it was sent. */
  askedFor?: AskedFor
  /**
   * The document whose place this one took, while it is still there (rule E2); `kept`: why it is not taken out of the books yet;
   * `entered`: a person had entered it, and linked it here.
   */
  replaces?: { type: LinkedType; id: string; syncToken: string; kept?: Problem; entered?: true }
  /** Set when QuickBooks no longer has it, or has it inactive. */
  gone: boolean
  /** A person dropped the link: QuickBooks may still have it, and what it shows does not bring the link back. `gone` is set too. */
  unlinked?: true
  /** Which receipts hang on it is known without asking; else QuickBooks is asked before one is sent. */
  receiptsKnown: boolean
  attachments: Record<string, SentAttachment>
  /** When the first receipt was uploaded that nobody has looked for duplicates of yet, ISO instant; absent: none. */
  receiptsUncheckedSince?: string
  /** Until when an upload that got no answer may still arrive beside the one that was repeated, ISO instant; absent: none. */
  receiptsLateUntil?: string
  /**
   * Bills: the payment by which we paid one that is paid in Billdr, what of it counts on the bill, and how Billdr said that it
   * was paid; absent of one that an earlier version made.
   */
  billPayment?: { id: string; amount: Cents; total: Cents; paidWith?: Expense['paidWith'] }
  /** Credits: the zero payment that applies the memo to its invoice. */
  application: { id: string; syncToken: string; amount: Cents; invoiceId: string } | null
}

/** Whether it is what a person entered there and linked here, and Billdr's content never went over it by a yes. */
export function isEnteredThere({ origin, sentAs }: Pick<Link, 'origin' | 'sentAs'>): boolean {
  return origin === 'chosen' && sentAs === undefined
}

/** What a payment has applied to this invoice of QuickBooks, cents: nothing where all of it is on another one. */
export function appliedOn({ sent, observed }: Pick<Link, 'sent' | 'observed'>, invoiceId: string): Cents {
  if (observed.appliedTo === undefined && observed.applied && observed.shown !== undefined) {
    // On several: each line says how much of it.
    const on = unpackShown(observed.shown).links.filter(({ type, id }) => type === 'Invoice' && id === invoiceId)
    return sumOf(on.map(({ amount }) => amount ?? cents(0)))
  }
  const on = observed.appliedTo ?? sent.appliedTo ?? invoiceId
  return on === invoiceId ? (observed.applied ?? cents(0)) : cents(0)
}

/**
 * The invoices whose part of a payment is ours: the one that it goes on now, and the one that we put it on before. What is on any
 * other, a person put there.
 */
export function ownInvoices(draft: PaymentDraft, { sent, observed }: Pick<Link, 'sent' | 'observed'>): string[] {
  // Earlier versions did not store on which.
  const before = sent.appliedTo ?? (sent.applied ? observed.appliedTo : undefined)
  return [...draft.applied.map(({ id }) => id), ...(before === undefined ? [] : [before])]
}
