import type { Draft } from '../../shared/draft.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, decimalOf, sumOf } from '../../shared/money.ts'
import type { Difference } from '../../shared/row.ts'
import { detailsIn } from './details.ts'
import type { Link, LinkedType, Observed } from './link.ts'

/**
 * What a write asked for and QuickBooks has to show (rule W4). Kept with a link only where the answer showed something
 * else. Null: that was not asked for, and QuickBooks may choose.
 */
export interface AskedFor {
  docNumber: string | null
  date: string
  /** Id of the customer or vendor. */
  partyId: string | null
  /** Sum of the lines before tax; of a payment, all of it. */
  amount: Cents
  /** Of each line, in its order; of a payment none. */
  lineAmounts: Cents[]
  /** Ids of account or item, and of the project; empty where a type does not show them. */
  lines: { account: string | null; project: string | null }[]
  /** Id of the account that it is paid from or deposited to. */
  paidFrom: string | null
  currency: string | null
  /** The exchange rate of a foreign document; absent: none was said. */
  rate?: number
  /** Id of the payable or receivable account; absent: none was said. */
  control?: string
  /** Of a cost: positions of the lines that are billable to the client. */
  billable?: number[]
  /** Of a payment or credit: the invoice, by its id, and what of it is applied there. */
  applied: { invoiceId: string; amount: Cents } | null
}

/** What sending this draft asks for; null for contacts, which are matched by their names. */
export function askedForIn(draft: Draft): AskedFor | null {
  if (draft.type === 'Customer' || draft.type === 'Vendor') return null
  const details = detailsIn(draft)
  const base = {
    date: draft.date,
    paidFrom: details?.account ?? null,
    currency: draft.currency,
    ...(draft.exchangeRate !== undefined && { rate: draft.exchangeRate }),
  }
  if (draft.type === 'Payment') {
    const [first] = draft.applied
    return {
      ...base,
      docNumber: null,
      partyId: draft.customer.id,
      amount: draft.total,
      lineAmounts: [],
      lines: [],
      ...controlOf(draft),
      applied: first ? { invoiceId: first.id, amount: first.amount } : null,
    }
  }
  return {
    ...base,
    docNumber: draft.docNumber,
    partyId: 'customer' in draft ? draft.customer.id : (draft.vendor?.id ?? null),
    amount: sumOf(draft.lines.map((line) => line.amount)),
    lineAmounts: draft.lines.map((line) => line.amount),
    lines: details?.lines.map(({ account, project }) => ({ account, project })) ?? [],
    ...controlOf(draft),
    ...((draft.type === 'Bill' || draft.type === 'Purchase') && {
      billable: draft.lines.flatMap((line, at) => (line.customer && line.billable ? [at] : [])),
    }),
    applied: null,
  }
}

function controlOf(draft: Draft): Pick<AskedFor, 'control'> {
  const account = 'payable' in draft ? draft.payable : 'receivable' in draft ? draft.receivable : null
  return account?.id ? { control: account.id } : {}
}

/** What QuickBooks shows otherwise than it was asked for; empty where it shows all of it. Tax is none: it is added there. */
export function unlikeAsked(asked: AskedFor, shown: Pick<Link, 'type' | 'observed' | 'application'>): Difference[] {
  const { type, observed } = shown
  const found: Difference[] = []
  const compare = (field: Difference['field'], billdr: string | null, quickbooks: string | null): void => {
    if (billdr !== null && billdr !== quickbooks) found.push({ field, billdr, quickbooks: quickbooks ?? '' })
  }
  // Where orders are numbered by QuickBooks itself, its number is as good; a dropped one is not.
  if (type !== 'PurchaseOrder' || observed.docNumber === null) compare('number', asked.docNumber, observed.docNumber)
  compare('date', asked.date, observed.date)
  compare(isSale(type) ? 'customer' : 'supplier', asked.partyId, observed.partyId)
  if (observed.currency !== undefined) compare('currency', asked.currency, observed.currency)
  if (asked.rate !== undefined && !isSameRate(asked.rate, observed.rate ?? 1))
    compare('rate', String(asked.rate), String(observed.rate ?? 1))
  if (observed.control !== undefined)
    compare(isSale(type) ? 'receivable' : 'payable', asked.control ?? null, observed.control)
  compare('amount', decimalOf(asked.amount), decimalOf(observed.subtotal ?? cents(0)))
  if (asked.amount === observed.subtotal)
    compare('lines', amountsOf(asked.lineAmounts), amountsOf(observed.lineAmounts))
  // An account that an answer does not name says nothing.
  if (observed.details?.account) compare('paidFrom', asked.paidFrom, observed.details.account)
  const lines = observed.details?.lines ?? []
  if (lines.length === asked.lines.length) {
    if (asked.billable) compare('billable', amountsAt(asked.billable, asked), amountsAt(observed.billable ?? [], asked))
    for (const part of ['account', 'project'] as const) {
      const apart = asked.lines.flatMap((line, at) => {
        const there = lines[at]?.[part] ?? null
        return line[part] === null || line[part] === there ? [] : [[line[part], there ?? ''] as const]
      })
      if (apart.length > 0)
        compare(part, apart.map(([ours]) => ours).join(' + '), apart.map(([, theirs]) => theirs).join(' + '))
    }
  }
  if (asked.applied && appliedThere(asked.applied.invoiceId, shown) < asked.applied.amount)
    compare('applied', decimalOf(asked.applied.amount), decimalOf(appliedThere(asked.applied.invoiceId, shown)))
  return found
}

/** What of a payment or credit is applied to this invoice, cents. One that is applied to several says only how much in all. */
function appliedThere(
  invoiceId: string,
  { type, observed, application }: Pick<Link, 'type' | 'observed' | 'application'>,
): Cents {
  if (type === 'CreditMemo') return application?.invoiceId === invoiceId ? application.amount : cents(0)
  return (observed.appliedTo ?? invoiceId) === invoiceId ? (observed.applied ?? cents(0)) : cents(0)
}

/** Rates are kept to six decimals or so. */
function isSameRate(one: number, other: number): boolean {
  return Math.abs(one - other) <= 0.000_005 * Math.abs(one)
}

function amountsAt(positions: readonly number[], { lineAmounts }: AskedFor): string {
  return amountsOf(positions.map((at) => lineAmounts[at] ?? cents(0)))
}

function amountsOf(amounts: readonly Cents[]): string {
  return amounts.map(decimalOf).join(' + ')
}

function isSale(type: LinkedType): boolean {
  return type === 'Invoice' || type === 'CreditMemo' || type === 'Payment'
}

/** What a linked document shows otherwise than its last write asked for; null where it is as it was sent. */
export function notAsSent(link: Link): Difference[] | null {
  if (!link.askedFor || link.gone || link.observed.voided) return null
  const found = unlikeAsked(link.askedFor, link)
  return found.length > 0 ? found : null
}

/** A link with what it shows now. What a person put right there is no longer looked at as if we had just written it. */
export function showing(link: Link, observed: Observed): Link {
  const { askedFor, ...rest } = { ...link, observed }
  return askedFor && unlikeAsked(askedFor, rest).length > 0 ? { ...rest, askedFor } : rest
}
