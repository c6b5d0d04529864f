import type { Cents } from '../../shared/money.ts'
import type { LinkedType } from './link.ts'

/** The QuickBooks company as the rules need it, boiled down from its preferences. */
export interface BooksFacts {
  realmId: string
  companyName: string
  country: string
  homeCurrency: string | null
  multiCurrency: boolean
  booksClosedUntil: string | null
  /** Null where the company does not say. */
  usingSalesTax: boolean | null
  billableExpenses: boolean
  autoApplyCredit: boolean
  purchaseOrders: boolean | null
}

export interface BooksContact {
  id: string
  type: 'Customer' | 'Vendor' | 'Employee'
  name: string
  parentId: string | null
  active: boolean
  email: string | null
  phone: string | null
  /** The mark in its notes, where it is ours: `<kind>:<billdr id>`. */
  mark: string | null
  /** ISO code of the currency that it is kept in; absent where QuickBooks did not say. */
  currency?: string
}

export interface BooksAccount {
  id: string
  name: string
  fullName: string
  number: string | null
  accountType: string
  active: boolean
  /** ISO code of the currency that it is kept in; absent where QuickBooks did not say. */
  currency?: string
}

export interface BooksItem {
  id: string
  name: string
  fullName: string
  /** Has an expense account: can stand on a purchase. */
  purchasable: boolean
  active: boolean
}

export interface BooksTaxCode {
  id: string
  name: string
  active: boolean
  /** Rates in percent texts of its sales and purchase lists; null where the code cannot be used there. */
  salesRates: string[] | null
  purchaseRates: string[] | null
}

/** What a person may have entered that this program never sends: only whether it is Billdr's already is asked of it. */
export const OTHER_ENTRIES = ['SalesReceipt', 'RefundReceipt', 'Deposit', 'JournalEntry'] as const
export type OtherEntry = (typeof OTHER_ENTRIES)[number]
export type BooksType = LinkedType | OtherEntry

/** A line of a deposit or journal entry that may stand for a document of Billdr. */
export interface EntryPart {
  /** Its id within the document. */
  line: string
  side: 'customer' | 'supplier'
  partyId: string | null
  partyName: string | null
  amount: Cents
  /** Journal entries: which side of which account (its id) it is on. */
  posting?: 'debit' | 'credit'
  account?: string | null
}

/** A document found in the books while looking for our own and for numbers in use. */
export interface BooksDocument {
  type: BooksType
  id: string
  docNumber: string | null
  date: string | null
  partyId: string | null
  partyName: string | null
  /** Before tax. */
  subtotal: Cents | null
  total: Cents | null
  /** `<kind>:<billdr id>` where it carries our mark. */
  mark: string | null
  /** A person's copy of ours, whose mark it has: `mark` is null. */
  copied?: true
  /** Of the export that it was last sent from, ISO instant, where its seal says so. */
  asOf?: string
  /** What stands for the Billdr company in its seal. */
  company?: string
  voided: boolean
  /** Payments: what each document gets of them, by their own lines, cents. Absent in what an earlier version stored. */
  applications?: [type: string, id: string, amount: Cents][]
  /** Payments: the cheque's or transfer's number, as QuickBooks keeps it apart from the document's. */
  reference?: string
  /** Purchases: money that came back, on the card. */
  refund?: true
  /** Deposits and journal entries: each of these lines may be a document of Billdr; their own party and amounts are null. */
  parts?: EntryPart[]
}

/** One of a type to which records of Billdr are linked. */
export type LinkableDocument = BooksDocument & { type: LinkedType }

/** What a person's month end has fixed in the books. */
export interface BooksLocks {
  /** The first and the last day, ISO, that were asked for. */
  from: string
  to: string
  /** Last day of the tax period that was filed, ISO day; null where none was. */
  filedUntil: string | null
  /** What the bank's statement or feed made of a transaction, by its id: QuickBooks counts all transactions in one row. */
  byId: Readonly<Record<string, 'reconciled' | 'bank-matched'>>
}

/** What QuickBooks said, as far as planning needs it. */
export interface Books {
  facts: BooksFacts
  contacts: BooksContact[]
  accounts: BooksAccount[]
  items: BooksItem[]
  taxCodes: BooksTaxCode[]
  documents: BooksDocument[]
  /** Rates of the day by `rateName`; null where QuickBooks has none. What is not in it was not asked yet. */
  rates?: Readonly<Record<string, number | null>>
  /** Asked for only where something is about to be overwritten, voided or deleted; absent: not asked. */
  locks?: BooksLocks
}
