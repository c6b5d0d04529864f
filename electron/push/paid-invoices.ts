import type { PaymentDraft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import type { Observed } from '../plan/link.ts'
import { observedOf } from '../entities/observe.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import type { SendFailure, SendTools } from './send.ts'
import { nextGeneration } from './send.ts'

export interface SeenInvoice {
  key: DocumentKey
  observed: Observed
}

/** The invoices of a payment as QuickBooks has them now; null where it does not say. */
export async function invoicesNow(tools: SendTools, draft: PaymentDraft): Promise<SeenInvoice[] | null> {
  const seen: SeenInvoice[] = []
  for (const part of draft.applied) {
    const key = tools.records.linkedKey('Invoice', part.id)
    if (!key) continue
    const answer = await tools.quickbooks.read('Invoice', part.id)
    if (!answer.ok || answer.value === null) return null
    seen.push({ key, observed: observedOf('Invoice', answer.value) })
  }
  return seen
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
