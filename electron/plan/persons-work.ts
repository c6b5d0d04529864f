import type { Draft } from '../../shared/draft.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Link } from './link.ts'

/**
 * What a person did with a document of ours in QuickBooks, and what a change or removal would undo (rule D2): a payment was
 * put into a deposit, a cost on an invoice to the client, or it is a bill and paid. `draft`: as it is to stand there; null where it is to go. Null: nothing
 * stands in the way.
 */
export function personsWork(link: Pick<Link, 'type' | 'observed'>, draft: Draft | null): Problem | null {
  const { observed, type } = link
  const number = observed.docNumber ?? ''
  // What would take it away is held where it is done, naming the deposit.
  if (observed.deposited && draft !== null) return problem('payment-deposited')
  if (observed.billed) return problem('billed-to-client', { number, type })
  if (observed.received) {
    const stays = (at: number): boolean =>
      draft?.type === 'PurchaseOrder' && draft.lines[at]?.amount === observed.lineAmounts[at]
    return observed.received.every(stays) ? null : problem('order-received', { number })
  }
  const paid = paidOnBill(link)
  if (paid <= 0) return null
  if (draft?.type !== 'Bill' || draft.vendor.id !== observed.partyId)
    return problem('paid-bill-removed', { number, total: observed.total ?? 0, paid })
  const wanted = withItsTax(sumOf(draft.lines.map(({ amount }) => amount)), link)
  return wanted < paid ? problem('paid-bill-lowered', { number, wanted, paid }) : null
}

/** What of a bill is paid in QuickBooks, cents; 0 of everything else. */
export function paidOnBill({ type, observed }: Pick<Link, 'type' | 'observed'>): Cents {
  const { balance, total } = observed
  return type !== 'Bill' || balance === null || total === null ? cents(0) : cents(Math.max(0, total - balance))
}

/** An amount before tax, with tax in the proportion in which the bill has it there. */
function withItsTax(amount: Cents, { observed }: Pick<Link, 'observed'>): Cents {
  const { subtotal, total } = observed
  return subtotal === null || total === null || subtotal <= 0 ? amount : cents(Math.round((amount * total) / subtotal))
}
