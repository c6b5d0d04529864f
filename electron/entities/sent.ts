import type { Draft, PaymentDraft } from '../../shared/draft.ts'
import { cents, sumOf } from '../../shared/money.ts'
import { detailsIn } from '../plan/details.ts'
import type { Link, Observed, Sent } from '../plan/link.ts'
import { sentAs } from './shown.ts'

/** What a draft sends, in the terms in which it is observed later. */
export function sentOf(draft: Draft, content: string): Sent {
  const base: Sent = {
    content,
    docNumber: null,
    date: null,
    dueDate: null,
    partyId: null,
    subtotal: null,
    applied: null,
    lineAmounts: [],
  }
  if (draft.type === 'Customer' || draft.type === 'Vendor')
    return draft.currency === null ? base : { ...base, currency: draft.currency }
  if (draft.type === 'Payment')
    return {
      ...base,
      date: draft.date,
      partyId: draft.customer.id,
      subtotal: draft.total,
      ...appliedIn(draft),
      ...rateOf(draft),
    }
  const amounts = draft.lines.map((line) => line.amount)
  return {
    content,
    docNumber: draft.docNumber,
    date: draft.date,
    dueDate: 'dueDate' in draft ? draft.dueDate : null,
    partyId: 'customer' in draft ? draft.customer.id : (draft.vendor?.id ?? null),
    subtotal: sumOf(amounts),
    applied: null,
    lineAmounts: amounts,
    ...rateOf(draft),
  }
}

function rateOf({ exchangeRate }: { exchangeRate?: number }): Pick<Sent, 'rate'> {
  return exchangeRate === undefined ? {} : { rate: exchangeRate }
}

/** The draft as it left at an ISO instant, to be kept with its link. */
export function whatLeft(draft: Draft, at: string): Pick<Link, 'sentAs'> {
  const left = sentAs(draft, at)
  return left === undefined ? {} : { sentAs: left }
}

function appliedIn({ applied, elsewhere }: PaymentDraft): Pick<Sent, 'applied' | 'appliedTo'> {
  const [first] = applied
  return {
    applied: sumOf([...applied.map(({ amount }) => amount), elsewhere ?? cents(0)]),
    ...(first && { appliedTo: first.id }),
  }
}

/** The same, with the details as the answer to it shows them: QuickBooks may write them a little otherwise. */
export function sentAsAnswered(draft: Draft, content: string, { lineAmounts, details, applied }: Observed): Sent {
  const drafted = sentOf(draft, content)
  // Of a payment QuickBooks applies what is open; what it left out nobody has taken off.
  const isLess = drafted.applied !== null && applied !== null && applied < drafted.applied
  const sent = isLess ? { ...drafted, applied } : drafted
  // An answer that does not show the lines tells nothing of their details either.
  return details && lineAmounts.join() === sent.lineAmounts.join() ? { ...sent, details } : sent
}

/** The same, with the details as the draft says them; an account that it leaves open is the one that QuickBooks chose. */
export function sentAsDrafted(draft: Draft, content: string, { details: shown }: Observed): Sent {
  const drafted = detailsIn(draft)
  return drafted && shown
    ? { ...sentOf(draft, content), details: { ...drafted, account: drafted.account ?? shown.account } }
    : sentOf(draft, content)
}

/** What was sent of a contact or of a document whose sending is not known: nothing to compare with. */
export function sentUnknown(content: string | null): Sent {
  return {
    content,
    docNumber: null,
    date: null,
    dueDate: null,
    partyId: null,
    subtotal: null,
    applied: null,
    lineAmounts: [],
  }
}

/** What was sent, of a document that is taken to show it. */
export function sentAsObserved(
  content: string,
  { docNumber, date, dueDate, partyId, subtotal, applied, lineAmounts, details }: Observed,
): Sent {
  return { content, docNumber, date, dueDate, partyId, subtotal, applied, lineAmounts, ...(details && { details }) }
}
