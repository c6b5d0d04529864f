import type { DocumentKey } from './kinds.ts'
import type { Cents } from './money.ts'
import type { RecordAbout } from './record-name.ts'
import type { Packed } from './shown.ts'

/** A document that QuickBooks has and Billdr has not: entered there by hand, or by a bank feed. */
export interface OnlyInQuickBooks {
  type: string
  id: string
  number: string | null
  /** ISO day. */
  date: string | null
  party: string | null
  /** Before tax; of a payment what was received; 0 where it is voided. Cents. */
  amount: Cents
  /** ISO code; null where QuickBooks names none, as in a company with one currency. */
  currency: string | null
  /** A person said that it has nothing to do with Billdr. */
  notFromBilldr?: true
}

/** What one month holds in QuickBooks, read by date. */
export interface MonthReading {
  /** ISO instant. */
  at: string
  only: OnlyInQuickBooks[]
  /** Documents with our mark that are not linked here (another desktop sent them, or a lost data folder), as they show. */
  marked: [key: DocumentKey, shows: Packed][]
}

/** A month that a person signed. */
export interface MonthSigned {
  by: string
  /** ISO instant. */
  at: string
  /** Documents that are otherwise in Billdr or in QuickBooks than they were then. */
  changedSince: DocumentKey[]
  /** What those of them that are not in the month any more were about: they may be gone. */
  left?: Record<string, RecordAbout>
}

/** Tax to add of one name and rate, cents, over the documents of a month. */
export interface TaxRateSum {
  name: string
  /** In percent, as Billdr writes it. */
  rate: string
  currency: string | null
  amount: Cents
  documents: number
}

/** Where QuickBooks' tax is a cent beside Billdr's, as it rounds line by line: nothing is left to add. */
export interface RoundingSum {
  currency: string | null
  /** Billdr's less QuickBooks', cents. */
  amount: Cents
  documents: number
}

/** What is known of a month besides its documents. */
export interface MonthBooks {
  month: string
  /** When it was last read from QuickBooks by date, ISO instant; null: never. */
  readAt: string | null
  onlyInQuickBooks: OnlyInQuickBooks[]
  signed: MonthSigned | null
  /** The tax to add by rate; together it is what `taxToAdd` of the month says. */
  taxRates: TaxRateSum[]
  rounding: RoundingSum[]
}

/** What the window needs besides its rows, to show the months as the reports do. */
export interface MonthsAnswer {
  /** Of documents that name none in QuickBooks; null where it was not read yet. */
  homeCurrency: string | null
  months: MonthBooks[]
  /** Documents under our mark that are not linked here, as they were read. */
  marked: [key: DocumentKey, shows: Packed][]
}
