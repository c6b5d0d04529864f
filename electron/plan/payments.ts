import type { Invoice, Payment } from '../../shared/domain.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { startOf } from '../../shared/text.ts'
import { storedFingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { dependency, labelOf, notKnown } from './context.ts'
import { depositAccountIn, receivableAccountIn } from './currency-accounts.ts'
import type { DocumentRules, Prepared } from './document-rules.ts'
import { appliedOn } from './link.ts'
import { firstLine, noteOf } from './notes.ts'
import { NUMBER_LIMIT } from './numbers.ts'
import { withRate } from './rates.ts'

/**
 * Rules P1 and P2. A payment is received with its taxes while the invoice in QuickBooks may not have them yet: it is
 * applied as far as the invoice is open, the rest stays unapplied, and is applied once the tax is there.
 */
export const paymentRules: DocumentRules<Payment> = {
  type: () => 'Payment',
  date: (payment) => payment.receivedOn,
  currency: () => null,
  number: () => null,
  wanted: () => ({ in: 'books' }),
  prepare,
  edited: null,
  withdraw: () => [],
  removed: (_context, key, _payment, link) => [{ kind: 'delete', key, type: 'Payment', id: link.id }],
  settle(context, key, payment, link) {
    const invoice = context.link(keyOf('invoice', payment.invoiceId))
    const applied = link.observed.applied ?? cents(0)
    const number = labelOf(context, keyOf('invoice', payment.invoiceId))
    const isThere = invoice !== null && !invoice.gone
    const onIt = isThere ? appliedOn(link, invoice.id) : cents(0)
    const elsewhere = isThere ? cents(applied - onIt) : cents(0)
    // What QuickBooks shows as applied to nothing: of a payment that a person made smaller, not what Billdr has more (rule W1).
    const kept = cents((link.observed.total ?? payment.amount) - applied)
    const rest = cents(Math.min(payment.amount - applied, kept))
    if (rest <= 0) {
      const note = elsewhere > 0 ? problem('payment-elsewhere', { elsewhere, applied: onIt, number }) : null
      return { operations: [], note }
    }
    if (isThere && invoice.observed.voided)
      return { operations: [], note: problem('payment-on-account', { rest, number }) }
    if (!isThere) return { operations: [], note: problem('payment-without-invoice', { rest, number }) }
    const open = invoice.observed.balance ?? cents(0)
    // Where a person took it off its invoice, it is not applied again behind her back (rule X1). An invoice that was deleted
    // there and came anew (I4) is another one.
    const isSameInvoice = link.sent.appliedTo === undefined || link.sent.appliedTo === invoice.id
    const isTakenOff = isSameInvoice && link.sent.applied !== null && applied < link.sent.applied
    if (isTakenOff || (open > 0 && link.origin === 'chosen'))
      return { operations: [], note: problem('payment-kept-there', { applied: onIt, rest, number }) }
    const code = rest > taxToCome(context, payment) ? 'payment-overpays' : 'payment-rest-unapplied'
    const note = problem(code, { applied: onIt, rest, number })
    if (open <= 0) return { operations: [], note }
    if (link.observed.deposited)
      return { operations: [], note: problem('payment-rest-deposited', { applied: onIt, rest, number }) }
    const prepared = prepare(context, key, payment)
    if (!prepared.ok || !prepared.ready) return { operations: [], note }
    const rated = withRate(context, key, prepared.draft)
    if (!rated.ok || !rated.ready) return { operations: [], note }
    return {
      operations: [
        {
          kind: 'update',
          key,
          type: 'Payment',
          id: link.id,
          draft: rated.draft,
          content: storedFingerprintOf(payment, link.sent.content),
        },
      ],
      note,
    }
  },
}

function prepare(
  context: PlanContext,
  key: Parameters<DocumentRules<Payment>['prepare']>[1],
  payment: Payment,
): Prepared {
  if (payment.amount <= 0)
    return { ok: false, problem: problem('total-negative', { number: payment.reference ?? payment.receivedOn }) }
  const invoiceKey = keyOf('invoice', payment.invoiceId)
  const invoice = context.find('invoice', payment.invoiceId)
  if (!invoice) return { ok: false, problem: notKnown(context, 'invoice', payment.invoiceId, 'invoiceId') }
  if (payment.currency !== undefined && payment.currency !== invoice.currency) {
    const { number, currency } = invoice
    return { ok: false, problem: problem('payment-other-currency', { number, currency, found: payment.currency }) }
  }
  const currency = context.books?.facts.multiCurrency ? invoice.currency : null
  const deposit = depositAccountIn(context, currency, payment.method)
  if (!deposit.ok) return deposit
  const receivable = receivableAccountIn(context, currency)
  if (!receivable.ok) return receivable
  const invoiceLink = context.link(invoiceKey)
  // It would wait for ever: nothing brings a voided invoice back.
  const voidedIn =
    invoice.status === 'voided'
      ? 'Billdr'
      : invoiceLink && !invoiceLink.gone && invoiceLink.observed.voided
        ? 'QuickBooks'
        : null
  if (voidedIn)
    return {
      ok: false,
      problem: problem('invoice-voided', { number: invoice.number, where: voidedIn }, { waitsFor: invoiceKey }),
    }
  const wanted = dependency(context, invoiceKey)
  if (!wanted.ready && wanted.waits) return { ok: false, problem: beforeStart(context, invoice) ?? wanted.waits }
  const link = context.link(key)
  const already = link && invoiceLink ? appliedOn(link, invoiceLink.id) : cents(0)
  const open = cents((invoiceLink?.observed.balance ?? 0) + already)
  const applied: Cents = open < payment.amount ? open : payment.amount
  const customerId = invoiceLink?.observed.partyId ?? null
  return {
    ok: true,
    ready: wanted.ready && customerId !== null && !creditComesFirst(context, payment.invoiceId),
    party: labelOf(context, keyOf('project', invoice.projectId)),
    total: payment.amount,
    draft: {
      type: 'Payment',
      customer: { id: customerId, name: labelOf(context, keyOf('project', invoice.projectId)) },
      date: payment.receivedOn,
      total: payment.amount,
      applied: wanted.ready && applied > 0 ? [{ type: 'Invoice', id: wanted.id, amount: applied }] : [],
      ...(receivable.value && { receivable: receivable.value }),
      reference: payment.reference === null ? null : startOf(payment.reference, NUMBER_LIMIT),
      depositTo: deposit.value,
      privateNote: noteOf(
        key,
        payment.reference !== null && payment.reference.length > NUMBER_LIMIT ? payment.reference : null,
        null,
        payment.memo ?? firstLine(context, 'payment', invoice.number),
      ),
      currency,
    },
  }
}

/** Nothing brings an invoice from before the starting date by itself: the payment would wait for ever. */
function beforeStart(context: PlanContext, invoice: Invoice): Problem | null {
  const { syncFrom } = context.settings
  if (!syncFrom || invoice.issuedOn >= syncFrom) return null
  const invoiceKey = keyOf('invoice', invoice.id)
  return problem('invoice-before-start', { number: invoice.number, syncFrom }, { waitsFor: invoiceKey })
}

/** By how much its invoice still grows in QuickBooks once all of its taxes are there, cents. */
function taxToCome(context: PlanContext, { invoiceId }: Payment): Cents {
  const total = context.find('invoice', invoiceId)?.total ?? cents(0)
  const link = context.link(keyOf('invoice', invoiceId))
  return cents(Math.max(0, total - (link && !link.gone ? (link.observed.total ?? 0) : 0)))
}

/** A credit on the same invoice that is about to be applied goes before the payment, so that both find their room. */
function creditComesFirst(context: PlanContext, invoiceId: string): boolean {
  return (context.creditsOn.get(invoiceId) ?? []).some((key) => {
    const verdict = context.verdicts.get(key)
    return verdict?.state === 'pending' || (verdict?.operations.some((step) => step.kind === 'apply-credit') ?? false)
  })
}
