import type { DocumentKey } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Draft, PaymentDraft } from '../../shared/draft.ts'
import type { Link, Observed } from '../plan/link.ts'
import { unlikeAsked } from '../plan/as-sent.ts'
import { appliedOn, ownInvoices } from '../plan/link.ts'
import type { Answer, Entity } from '../qbo/contract.ts'
import { observedOf } from '../entities/observe.ts'
import { invoiceLinks, othersLines } from '../entities/payment-links.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import type { SendFailure, SendTools } from './send.ts'
import { nextGeneration } from './send.ts'

/*
 * What an invoice still owes, as far as this run knows it: what QuickBooks showed last, less what payments and credits of
 * the same run have taken since.
 */

/**
 * A payment's draft with what its invoice still has open at this moment: other payments of the same run came first.
 * `already` is what this payment has applied before, cents.
 */
export function appliedNow(tools: SendTools, draft: PaymentDraft, already: Cents): PaymentDraft {
  const applied = draft.applied.flatMap((part) => {
    const open = openOf(tools, part.id)
    if (open === null && draft.elsewhere === undefined) return [part]
    const room = open === null ? part.amount : cents(open + already)
    const rest = cents(draft.total - (draft.elsewhere ?? 0))
    const amount = room < rest ? room : rest
    return amount > 0 ? [{ ...part, amount }] : []
  })
  return { ...draft, applied }
}

function openOf(tools: SendTools, invoiceId: string): Cents | null {
  const key = tools.records.linkedKey('Invoice', invoiceId)
  return key ? (tools.records.get('links', key)?.observed.balance ?? null) : null
}

/**
 * A payment's draft that leaves what a person put of it on other documents, as it is read at this moment (rule D2). `link`: as it
 * was when we wrote last.
 */
export function withOthersPart(draft: PaymentDraft, link: Link, payment: Entity): PaymentDraft {
  const own = ownInvoices(draft, link)
  if (othersLines(payment, own).length === 0) return draft
  const ours = sumOf(invoiceLinks(payment).flatMap(({ id, amount }) => (own.includes(id) ? [amount] : [])))
  const applied = observedOf('Payment', payment, null).applied ?? cents(0)
  return { ...draft, elsewhere: cents(applied - ours) }
}

/** What a payment takes from the open amount of its invoices. `before`: what it took already, cents. */
export function invoiceChanges(tools: SendTools, newest: Newest, draft: PaymentDraft, before: Cents): PushChange[] {
  return draft.applied.flatMap((part) => balanceChange(tools, newest, part.id, cents(before - part.amount)))
}

/** An invoice's open amount, moved by so many cents. */
export function balanceChange(tools: SendTools, newest: Newest, invoiceId: string, by: Cents): PushChange[] {
  const key = tools.records.linkedKey('Invoice', invoiceId)
  if (!key) return []
  return linkChange(newest, key, (link) =>
    link.observed.balance === null
      ? link
      : { ...link, observed: { ...link.observed, balance: cents(link.observed.balance + by) } },
  )
}

/** What a payment has on the invoice of its draft already, cents; 0 where all of it is on another one. */
export function appliedBefore(link: Pick<Link, 'sent' | 'observed'>, draft: Draft): Cents {
  const [first] = draft.type === 'Payment' ? draft.applied : []
  return first ? appliedOn(link, first.id) : cents(0)
}

/** What a deleted payment leaves open again: on the invoices that it was applied to, or on its own where that is not known. */
function openAgain(
  tools: SendTools,
  newest: Newest,
  payment: DocumentKey,
  link: Link,
  before: Entity | null,
): PushChange[] {
  if (before) {
    return invoiceLinks(before).flatMap(({ id, amount }) => balanceChange(tools, newest, id, amount))
  }
  const record = tools.records.record(payment)
  if (record?.kind !== 'payment') return []
  const invoice = tools.records.get('links', `invoice:${record.invoiceId}`)
  return invoice ? balanceChange(tools, newest, invoice.id, link.observed.applied ?? cents(0)) : []
}

/**
 * The same, asked of QuickBooks by id: its lists may show for a while what was before, under the version that is known here,
 * and would be believed. Where it does not say, what is known counts.
 */
export async function openedAgain(
  tools: SendTools,
  payment: DocumentKey,
  link: Link,
  before: Entity | null,
): Promise<(newest: Newest) => PushChange[]> {
  const record = tools.records.record(payment)
  const own = record?.kind === 'payment' ? tools.records.get('links', `invoice:${record.invoiceId}`)?.id : undefined
  const ids = before ? invoiceLinks(before).map(({ id }) => id) : own === undefined ? [] : [own]
  const seen = await invoicesOf(tools, ids)
  return (newest) => (seen.ok ? seenChanges(newest, seen.value) : openAgain(tools, newest, payment, link, before))
}

export interface SeenInvoice {
  key: DocumentKey
  observed: Observed
}

/** These invoices as QuickBooks has them now, each once; those that are not linked are left out. */
export async function invoicesOf(tools: SendTools, ids: readonly string[]): Promise<Answer<SeenInvoice[]>> {
  const seen: SeenInvoice[] = []
  for (const id of new Set(ids)) {
    const key = tools.records.linkedKey('Invoice', id)
    if (!key) continue
    const answer = await tools.quickbooks.read('Invoice', id)
    if (!answer.ok) return answer
    if (answer.value) seen.push({ key, observed: observedOf('Invoice', answer.value, tools.now()) })
  }
  return { ok: true, value: seen, intuitTid: null, ageMs: null }
}

/** The invoices of a payment as QuickBooks has them now; null where it does not say. */
export async function invoicesNow(tools: SendTools, draft: PaymentDraft): Promise<SeenInvoice[] | null> {
  const seen: SeenInvoice[] = []
  for (const part of draft.applied) {
    const key = tools.records.linkedKey('Invoice', part.id)
    if (!key) continue
    const answer = await tools.quickbooks.read('Invoice', part.id)
    if (!answer.ok || answer.value === null) return null
    seen.push({ key, observed: observedOf('Invoice', answer.value, tools.now()) })
  }
  return seen
}

/**
 * Whether all that an answer shows otherwise is that less is applied, and no invoice of the payment owes anything any
 * more: QuickBooks applies what is open and keeps the rest (live §5.1), as where another desktop paid it meanwhile.
 */
export function isAppliedAsFarAsOpen(
  unlike: Pick<Link, 'askedFor'>,
  shown: Pick<Link, 'type' | 'observed' | 'application'>,
  invoices: readonly SeenInvoice[],
): boolean {
  const differences = unlike.askedFor ? unlikeAsked(unlike.askedFor, shown) : []
  return (
    differences.every(({ field }) => field === 'applied') &&
    invoices.length > 0 &&
    invoices.every(({ observed }) => (observed.balance ?? 0) <= 0)
  )
}

export function seenChanges(newest: Newest, invoices: readonly SeenInvoice[]): PushChange[] {
  return invoices.flatMap(({ key, observed }) => linkChange(newest, key, (link) => ({ ...link, observed })))
}

/** The code by which QuickBooks refuses, among much else, to apply more than is open. */
const BUSINESS_RULE = '6000'

/**
 * Whether a refused payment is worth another request: another desktop, or a person, changed what is open on its invoice
 * since it was last seen here; or all of it is open, and the refusal may be an old answer to the other desktop's
 * request of the same id. Then what is open is stored, and the next request gets an id of its own.
 * `already`: what of it is applied by now, cents.
 */
export async function isWorthAnother(
  tools: SendTools,
  request: InFlight,
  failure: SendFailure,
  already: Cents,
): Promise<boolean> {
  const { records } = tools
  if (request.draft?.type !== 'Payment' || !failure.faults.some((fault) => fault.code === BUSINESS_RULE)) return false
  const invoices = await invoicesNow(tools, request.draft)
  if (!invoices) return false
  const isKnown = invoices.every(
    ({ key, observed }) => observed.balance === records.get('links', key)?.observed.balance,
  )
  const generation = records.get('generations', request.key) ?? 0
  if (isKnown && (generation > 0 || !fits(request.draft, invoices, already))) return false
  await records.commit((newest) => [...seenChanges(newest, invoices), ...nextGeneration(records, request)])
  return true
}

function fits(draft: PaymentDraft, invoices: readonly SeenInvoice[], already: Cents): boolean {
  return (
    draft.applied.length > 0 &&
    draft.applied.every((part, at) => part.amount <= (invoices[at]?.observed.balance ?? 0) + already)
  )
}
