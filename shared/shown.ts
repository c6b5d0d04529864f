import type { Cents } from './money.ts'
import { cents } from './money.ts'

/** A line as QuickBooks shows it, or as it was sent. A discount is negative. */
export interface ShownLine {
  /** Name of its account or item. */
  goesTo: string | null
  /** The project of a purchase line. */
  project: string | null
  description: string
  amount: Cents
  /** Name of the tax code on it, or its id. */
  taxCode: string | null
}

/** What is linked to a document. `amount` (cents): what of it counts there; null while the other side was not read yet. */
export interface ShownLink {
  type: string
  id: string
  amount: Cents | null
}

/** The tax of one rate, cents; `percent` as QuickBooks writes it. */
export interface ShownTax {
  rate: string
  percent: string | null
  amount: Cents
}

/** A document as QuickBooks showed it when it was last read; nothing in it comes from Billdr. Money in cents. */
export interface Shown {
  /** ISO instant of the reading. */
  asOf: string
  /** Of a payment its reference. */
  number: string | null
  /** ISO days; `dueDate` of invoices and bills only. */
  date: string | null
  dueDate: string | null
  party: string | null
  /** ISO code; null where the document says none, as in a company with one currency. */
  currency: string | null
  exchangeRate: string | null
  /** Null of a payment. */
  beforeTax: Cents | null
  tax: Cents | null
  taxes: ShownTax[]
  total: Cents | null
  /** What an invoice or bill still owes, what is left of a credit or payment; null of the others. */
  balance: Cents | null
  voided: boolean
  /** A payment that stands in a bank deposit. */
  deposited: boolean
  lines: ShownLine[]
  links: ShownLink[]
}

/** A document as it was last sent. `beforeTax`: of a payment what was received. */
export interface SentShown {
  /** ISO instant at which it left. */
  at: string
  number: string | null
  date: string | null
  beforeTax: Cents | null
  lines: ShownLine[]
}

/** Stored as one text, with the names left out: fifty thousand of them stand in memory while a company is planned. */
export type Packed = string

export function packShown(shown: Shown): Packed {
  return JSON.stringify([
    shown.asOf,
    shown.number,
    shown.date,
    shown.dueDate,
    shown.party,
    shown.currency,
    shown.exchangeRate,
    shown.beforeTax,
    shown.tax,
    shown.taxes.map((each) => [each.rate, each.percent, each.amount]),
    shown.total,
    shown.balance,
    (shown.voided ? 1 : 0) + (shown.deposited ? 2 : 0),
    shown.lines.map(packedLine),
    shown.links.map((each) => [each.type, each.id, each.amount]),
  ])
}

/** What it shows, whenever it was read: two of these are the same text where nothing else is another. */
export function shownWhenever(packed: Packed): string {
  return packed.slice(packed.indexOf(','))
}

export function unpackShown(packed: Packed): Shown {
  const parts = JSON.parse(packed) as PackedShown
  const [asOf, number, date, dueDate, party, currency, exchangeRate, beforeTax, tax, taxes, total, balance] = parts
  const [flags, lines, links] = parts.slice(12) as [number, PackedLine[], [string, string, number | null][]]
  return {
    asOf,
    number,
    date,
    dueDate,
    party,
    currency,
    exchangeRate,
    beforeTax: moneyIn(beforeTax),
    tax: moneyIn(tax),
    taxes: taxes.map(([rate, percent, amount]) => ({ rate, percent, amount: cents(amount) })),
    total: moneyIn(total),
    balance: moneyIn(balance),
    voided: (flags & 1) !== 0,
    deposited: (flags & 2) !== 0,
    lines: lines.map(unpackedLine),
    links: links.map(([type, id, amount]) => ({ type, id, amount: moneyIn(amount) })),
  }
}

export function packSent(sent: SentShown): Packed {
  return JSON.stringify([sent.at, sent.number, sent.date, sent.beforeTax, sent.lines.map(packedLine)])
}

export function unpackSent(packed: Packed): SentShown {
  const [at, number, date, beforeTax, lines] = JSON.parse(packed) as [
    string,
    string | null,
    string | null,
    number | null,
    PackedLine[],
  ]
  return { at, number, date, beforeTax: moneyIn(beforeTax), lines: lines.map(unpackedLine) }
}

type PackedLine = [string | null, string | null, string, number, string | null]
type PackedShown = [
  string,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  number | null,
  number | null,
  [string, string | null, number][],
  number | null,
  number | null,
  ...unknown[],
]

function packedLine({ goesTo, project, description, amount, taxCode }: ShownLine): PackedLine {
  return [goesTo, project, description, amount, taxCode]
}

function unpackedLine([goesTo, project, description, amount, taxCode]: PackedLine): ShownLine {
  return { goesTo, project, description, amount: cents(amount), taxCode }
}

function moneyIn(count: number | null): Cents | null {
  return count === null ? null : cents(count)
}
