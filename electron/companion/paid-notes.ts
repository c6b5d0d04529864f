import type { BilldrRecord, Invoice } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { unpackShown } from '../../shared/shown.ts'
import type { PlanInput, StoredRecord } from '../plan/input.ts'
import type { Link } from '../plan/link.ts'
import { appliedOn } from '../plan/link.ts'

/** What Billdr received and credited on each invoice, by the invoice's id. */
export type PaidInBilldr = ReadonlyMap<string, PaidPart[]>

/** What one record says of the money for an invoice. */
export interface PaidPart {
  invoiceId: string
  key: DocumentKey
  kind: 'payment' | 'credit'
  amount: Cents
}

/** Null: it says nothing of that. */
export function paidPartOf(key: DocumentKey, { record, presence }: StoredRecord): PaidPart | null {
  if (presence === 'removed') return null
  if (record.kind === 'payment') return { invoiceId: record.invoiceId, key, kind: 'payment', amount: record.amount }
  return record.kind === 'credit' && record.status === 'submitted' && record.appliesToInvoiceId !== null
    ? { invoiceId: record.appliesToInvoiceId, key, kind: 'credit', amount: record.total }
    : null
}

export function paidByInvoice(parts: Iterable<PaidPart>): PaidInBilldr {
  const paid = new Map<string, PaidPart[]>()
  for (const part of parts) {
    const list = paid.get(part.invoiceId)
    if (list) list.push(part)
    else paid.set(part.invoiceId, [part])
  }
  return paid
}

export function paidInBilldr({ records }: Pick<PlanInput, 'records'>): PaidInBilldr {
  return paidByInvoice([...records].flatMap(([key, stored]) => paidPartOf(key, stored) ?? []))
}

/** Rule W3: what Billdr calls paid and QuickBooks calls open, or the other way round, to the cent, with where the money went. */
export function paidNote(
  input: Pick<PlanInput, 'links'>,
  paid: PaidInBilldr,
  record: BilldrRecord,
  link: Link | null,
): Problem | null {
  if (!link || link.gone || link.observed.voided) return null
  const { balance, total } = link.observed
  if (balance === null || total === null) return null
  if (record.kind === 'invoice') {
    if (record.status === 'draft' || record.status === 'voided') return null
    const open = openInBilldr(paid, record)
    if (open === 0 && balance > 0) return openThere(input, paid, record, link, balance)
    // What only waits for its tax is paid there as far as it can be.
    const beyondTax = open - Math.max(0, record.total - total)
    return balance === 0 && total > 0 && beyondTax > 0 ? paidThere(record.number, open, total, link) : null
  }
  // What we paid of a bill is not all of it any more: tax was added, it was raised, or the payment was changed or taken off there.
  if (record.kind === 'expense' && record.paidWith !== 'unpaid' && link.type === 'Bill' && link.billPayment) {
    const number = link.observed.docNumber ?? record.number ?? record.spentOn
    return balance > 0 ? problem('bill-open-there', { number, open: balance, paid: cents(total - balance) }) : null
  }
  const isUnpaid = record.kind === 'expense' && record.status === 'approved' && record.paidWith === 'unpaid'
  return isUnpaid && link.type === 'Bill' && balance === 0 && total > 0
    ? paidThere(record.number ?? record.memo ?? record.id, record.total, total, link)
    : null
}

function openInBilldr(paid: PaidInBilldr, { id, status, total }: Invoice): Cents {
  if (status === 'paid') return cents(0)
  return cents(Math.max(0, total - sumOf((paid.get(id) ?? []).map((each) => each.amount))))
}

function openThere(
  { links }: Pick<PlanInput, 'links'>,
  paid: PaidInBilldr,
  { id, number }: Invoice,
  link: Link,
  open: Cents,
): Problem {
  const sums = { received: 0, applied: 0, kept: 0, elsewhere: 0, missing: 0 }
  for (const { key, kind, amount } of paid.get(id) ?? []) {
    const found = links.get(key)
    sums.received += amount
    const went = !found || found.gone ? { applied: 0, kept: 0, elsewhere: 0 } : partsOf(found, kind, link.id)
    sums.applied += went.applied
    sums.kept += went.kept
    sums.elsewhere += went.elsewhere
    sums.missing += Math.max(0, amount - went.applied - went.kept - went.elsewhere)
  }
  return problem('paid-here-open-there', { number, open, ...sums })
}

/** Where the money of a payment or credit stands in QuickBooks, as that shows it, cents. */
function partsOf(
  { observed, application, sent }: Link,
  kind: PaidPart['kind'],
  invoiceId: string,
): { applied: number; kept: number; elsewhere: number } {
  if (kind === 'payment') {
    const applied = appliedOn({ observed, sent }, invoiceId)
    const used = observed.applied ?? 0
    return { applied, kept: Math.max(0, (observed.total ?? used) - used), elsewhere: Math.max(0, used - applied) }
  }
  const applied = application?.invoiceId === invoiceId ? application.amount : 0
  const kept = observed.balance ?? 0
  return { applied, kept, elsewhere: Math.max(0, (observed.total ?? 0) - kept - applied) }
}

function paidThere(number: string, open: Cents, paid: Cents, link: Link): Problem {
  const links = link.observed.shown === undefined ? [] : unpackShown(link.observed.shown).links
  return problem('open-here-paid-there', {
    number,
    open,
    paid,
    by: links
      .map(({ type, amount }) => `${type.startsWith('BillPayment') ? 'BillPayment' : type}|${amount ?? ''}|`)
      .join(', '),
  })
}

/** Tax that QuickBooks rounds line by line may be a cent beside Billdr's: nothing is left to add, and it is said. */
export function centOfTaxNote(computed: Cents, seen: Cents): Problem | null {
  return seen !== 0 && Math.abs(computed - seen) === 1
    ? problem('tax-rounding-cent', { billdr: computed, quickbooks: seen })
    : null
}
