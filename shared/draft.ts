import type { Address } from './domain.ts'
import type { Cents } from './money.ts'

/** A record of QuickBooks by id; `id` is null while it is still to be created, and then only its name is known. */
export interface Reference {
  id: string | null
  name: string
}

/** How a line says "no tax here" (facts: QuickBooks API §1.14). */
export interface TaxTreatment {
  /** Id of the code on every line ("NON" in the US); null where lines carry none. */
  lineCode: string | null
  /** `GlobalTaxCalculation`, outside the US with tax tracked; null where it is left out. */
  calculation: 'TaxExcluded' | null
}

export interface DraftLine {
  description: string
  amount: Cents
  /** Only where quantity × unit price is exactly the amount. */
  quantity: string | null
  unitPrice: string | null
  /** The item (sales, purchase orders) or account (expenses) that the line goes to. */
  to: 'item' | 'account'
  reference: Reference
  /** Project of a purchase line. */
  customer: Reference | null
  billable: boolean
}

interface DraftDocument {
  /** At most 21 characters; null where QuickBooks or nobody numbers it. */
  docNumber: string | null
  date: string
  /** Shown to the customer or supplier. */
  memo: string | null
  /** Private: the mark by which our own documents are recognised, with what did not fit elsewhere. */
  privateNote: string
  lines: DraftLine[]
  tax: TaxTreatment
  /** ISO code, only where the company uses several. */
  currency: string | null
  /** Home units for one of the foreign currency, by the document's day; absent in the home currency, and while it is not known. */
  exchangeRate?: number
}

export interface CustomerDraft {
  type: 'Customer'
  displayName: string
  companyName: string | null
  givenName: string | null
  familyName: string | null
  email: string | null
  phone: string | null
  /** Where its bills go; of a project, its client's. */
  address: Address | null
  /** Where the work is done; of projects only. */
  site: Address | null
  /** The client's customer, for a project. */
  parent: Reference | null
  notes: string
  currency: string | null
}

export interface VendorDraft {
  type: 'Vendor'
  displayName: string
  companyName: string | null
  /** As cheques name it: what tells it from others of its name is not printed. */
  printAs: string
  email: string | null
  phone: string | null
  address: Address | null
  currency: string | null
}

export interface InvoiceDraft extends DraftDocument {
  type: 'Invoice'
  customer: Reference
  /** Where one is chosen; else QuickBooks takes its own. */
  receivable?: Reference
  dueDate: string | null
}

export interface CreditMemoDraft extends DraftDocument {
  type: 'CreditMemo'
  customer: Reference
  receivable?: Reference
}

export interface PaymentDraft {
  type: 'Payment'
  customer: Reference
  date: string
  total: Cents
  /** What of it goes to which document; the rest stays unapplied. */
  applied: { type: 'Invoice' | 'CreditMemo'; id: string; amount: Cents }[]
  /**
   * What of it a person put on documents that are not ours, cents, credits that she used with it taken off: those lines stay
   * as they are. Absent: there are none, or she agreed that they go.
   */
  elsewhere?: Cents
  /** The receivable account of its invoice, where one is chosen. */
  receivable?: Reference
  reference: string | null
  depositTo: Reference | null
  privateNote: string
  currency: string | null
  /** As of every document. */
  exchangeRate?: number
}

export interface PurchaseDraft extends DraftDocument {
  type: 'Purchase'
  paymentType: 'Cash' | 'Check' | 'CreditCard'
  account: Reference
  vendor: Reference | null
}

export interface BillDraft extends DraftDocument {
  type: 'Bill'
  vendor: Reference
  payable: Reference | null
  dueDate: string | null
}

export interface PurchaseOrderDraft extends DraftDocument {
  type: 'PurchaseOrder'
  /** Billdr says that nothing more is to come. */
  closed?: true
  vendor: Reference
  payable: Reference | null
  dueDate: string | null
}

/** A document as it is to stand in QuickBooks, in neutral terms: the preview shows it, `qbo/bodies` posts it. */
export type Draft =
  | CustomerDraft
  | VendorDraft
  | InvoiceDraft
  | CreditMemoDraft
  | PaymentDraft
  | PurchaseDraft
  | BillDraft
  | PurchaseOrderDraft
