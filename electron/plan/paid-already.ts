import type { Payment } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents } from '../../shared/money.ts'
import type { OtherDocument, Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { BooksDocument } from './books.ts'
import type { PlanContext } from './context.ts'
import { labelOf } from './context.ts'
import { isUnclaimed, nameOfDocument, saidToBeOthers } from './entered-already.ts'
import { otherOf } from './in-the-way.ts'
import { ENTERED_DAYS, daysBetween } from './likeness.ts'
import type { Link } from './link.ts'

/** What is on an invoice of QuickBooks that no record of ours put there. */
export interface PaidByOthers {
  /** Payments with money of their own on it that are nobody's, the largest part first; `amount` is what is on it, cents. */
  payments: { document: BooksDocument; amount: Cents }[]
  /** What was taken off it by something that the books' payments do not show, cents. */
  unseen: Cents
}

/** Finds what others have paid on the invoice that a record of Billdr is linked to. */
export function paidByOthers(context: PlanContext, invoice: Link): PaidByOthers {
  const payments: PaidByOthers['payments'] = []
  const seen = new Set<string>()
  let known = 0
  for (const document of context.paymentsOn.get(invoice.id) ?? []) {
    seen.add(document.id)
    const amount = (document.applications ?? []).reduce(
      (sum, [type, id, part]) => (type === 'Invoice' && id === invoice.id ? sum + part : sum),
      0,
    )
    known += amount
    if (amount > 0 && (document.total ?? 0) > 0 && isUnclaimed(context, document))
      payments.push({ document, amount: cents(amount) })
  }
  known += ownAmounts(context, invoice, seen)
  const { total, balance } = invoice.observed
  const unseen = total === null || balance === null ? 0 : Math.max(0, total - balance - known)
  payments.sort((a, b) => b.amount - a.amount || a.document.id.localeCompare(b.document.id, 'en', { numeric: true }))
  return { payments, unseen: cents(unseen) }
}

/** What our own payments and applied credits have on an invoice, beyond those that the books' payments show. */
function ownAmounts(context: PlanContext, invoice: Link, seen: ReadonlySet<string>): number {
  const own = context.ownOn.get(invoice.id) ?? []
  return own.reduce((sum, each) => (seen.has(each.paymentId) ? sum : sum + each.amount), 0)
}

/**
 * An invoice that payments of others have closed, or left with less than this payment needs, takes it only by a yes (rule
 * D1). Those that stand for another payment of Billdr do not count; nor what a person said yes to.
 */
export function paidAlready(context: PlanContext, key: DocumentKey, payment: Payment): Problem | null {
  const invoice = context.link(keyOf('invoice', payment.invoiceId))
  const balance = invoice && !invoice.gone ? invoice.observed.balance : null
  if (!invoice || balance === null) return null
  const { payments, unseen } = paidByOthers(context, invoice)
  const others = saidToBeOthers(context.decision(key), payment)
  const counted = payments.filter(({ document }) => {
    const name = nameOfDocument(document)
    const owner = context.enteredFor.get(name)
    return !others.has(name) && (owner === undefined || owner === key)
  })
  const invoiceName = nameOfDocument({ type: 'Invoice', id: invoice.id })
  const unseenCounts = others.has(invoiceName) ? 0 : unseen
  const taken = counted.reduce((sum, each) => sum + each.amount, unseenCounts)
  const needed = Math.min(payment.amount, balance + taken)
  const parts = balance >= needed ? partsOf(payment, counted) : counted
  if (taken <= 0 || parts === null) return null
  const first = parts[0]
  const number = labelOf(context, keyOf('invoice', payment.invoiceId))
  const other: OtherDocument = first
    ? otherOf(first.document)
    : {
        type: 'Invoice',
        id: invoice.id,
        docNumber: invoice.observed.docNumber,
        date: invoice.observed.date,
        party: invoice.observed.name,
        amount: invoice.observed.total,
      }
  return problem(
    'already-paid-there',
    { type: 'Invoice', number, open: balance, paid: taken, payments: counted.length },
    { other },
  )
}

/** Of so many payments on one invoice all sums are tried. */
const MOST_PARTS = 12

/**
 * Payments of others on an invoice that is open still, which within a week of this one make up just its amount: one payment
 * that a person entered in parts, or her part of one for several invoices. Null: they do not.
 */
function partsOf(payment: Payment, counted: PaidByOthers['payments']): PaidByOthers['payments'] | null {
  const near = counted.filter(({ document }) => {
    const days = daysBetween(payment.receivedOn, document.date)
    return days !== null && days <= ENTERED_DAYS
  })
  const sums = new Map<number, PaidByOthers['payments']>([[0, []]])
  for (const each of near.slice(0, MOST_PARTS))
    for (const [sum, parts] of [...sums])
      if (sum + each.amount <= payment.amount && !sums.has(sum + each.amount))
        sums.set(sum + each.amount, [...parts, each])
  return sums.get(payment.amount) ?? null
}

/** A bill of ours that others paid in QuickBooks is not replaced by a purchase without a yes: it would be paid twice. */
export function billPaidAlready(context: PlanContext, key: DocumentKey, content: string, link: Link): Problem | null {
  const { balance, total } = link.observed
  if (link.type !== 'Bill' || balance === null || total === null || balance >= total) return null
  const { sendAnyway } = context.decision(key)
  if (sendAnyway?.content === content && sendAnyway.beside.includes(nameOfDocument(link))) return null
  return problem(
    'already-paid-there',
    {
      type: 'Bill',
      number: link.observed.docNumber ?? labelOf(context, key),
      open: balance,
      paid: total - balance,
      payments: 1,
    },
    {
      other: {
        type: link.type,
        id: link.id,
        docNumber: link.observed.docNumber,
        date: link.observed.date,
        party: link.observed.name,
        amount: link.observed.subtotal,
      },
    },
  )
}

/**
 * What a yes to "send it anyway" covers now: all documents of the books that could be this one, and all payments of others on
 * its invoice, or what was paid on its bill. One that is entered later is asked about again.
 */
export function coveredByYes(context: PlanContext, key: DocumentKey, likely: readonly string[]): string[] {
  const record = context.records.get(key)?.record
  const own = context.link(key)
  const names = new Set(likely)
  if (own && !own.gone) names.add(nameOfDocument(own))
  if (record?.kind === 'payment') {
    const invoice = context.link(keyOf('invoice', record.invoiceId))
    if (invoice && !invoice.gone) {
      names.add(nameOfDocument({ type: 'Invoice', id: invoice.id }))
      for (const { document } of paidByOthers(context, invoice).payments) names.add(nameOfDocument(document))
    }
  }
  return [...names].sort()
}
