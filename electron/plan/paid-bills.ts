import type { Expense } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { cents } from '../../shared/money.ts'
import { problem } from '../../shared/problem.ts'
import { attachOperations } from './attachments.ts'
import { fingerprintOf, settlingFingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { held, labelOf, verdict } from './context.ts'
import { paidFromAccount } from './currency-accounts.ts'
import { differencesOf, isShownWhole } from './differences.ts'
import type { DocumentRules } from './document-rules.ts'
import { closedProblem, preparedOnce, updateVerdict } from './documents.ts'
import type { Verdict } from './input.ts'
import type { Link } from './link.ts'
import { firstLine, noteOf } from './notes.ts'
import { billPaidAlready } from './paid-already.ts'
import { paidOnBill } from './persons-work.ts'
import { rateFor } from './rates.ts'
import { wasRefused } from './refused.ts'

/**
 * An expense that went as a Bill and is paid in Billdr by now: the bill stays. It is done where it is paid in QuickBooks, else
 * it is paid there, from the account of its way of paying and on the day of the export that says so (or, where the source
 * tells none, on which Billdr changed it): Billdr does not say when it was paid. Null: of any other expense.
 */
export function paidBillVerdict(
  context: PlanContext,
  rules: DocumentRules<Expense>,
  key: DocumentKey,
  expense: Expense,
  link: Link,
): Verdict | null {
  if (link.type !== 'Bill') return null
  const differs = differencesOf(link)
  if (isPaidOtherwise(expense, link)) {
    const number = link.observed.docNumber ?? labelOf(context, key)
    return { ...held(problem('bill-paid-otherwise', { number, paid: link.billPayment?.amount ?? 0 })), differs }
  }
  if (expense.paidWith === 'unpaid') return null
  const content = fingerprintOf(expense)
  const asBill: Expense = { ...expense, paidWith: 'unpaid' }
  const isOnlyPaid = content === link.sent.content || fingerprintOf(asBill) === link.sent.content
  if (!isOnlyPaid) {
    const prepared = preparedOnce(context, rules, key, asBill)
    if (!prepared.ok || !isShownWhole(link.observed, prepared.draft))
      return { ...updateVerdict(context, rules, key, asBill, link, content), differs }
  }
  const { balance, partyId } = link.observed
  const receipts = attachOperations(context, key, expense.attachments, link)
  const done = verdict(receipts.length > 0 ? 'pending' : 'synced', { operations: receipts, differs })
  const ours = link.billPayment
  if (ours && ours.amount < ours.total)
    return { ...held(problem('bill-payment-unapplied', { total: ours.total, applied: ours.amount })), differs }
  if (balance === null || balance <= 0 || partyId === null) return done
  // What we paid it with covers what was open then; tax that was added since is open there, and is said (rule W3). One that was
  // deleted there since is not paid again behind her back, but where Billdr says another way than it had.
  if (ours && (paidOnBill(link) > 0 || ours.paidWith === undefined || ours.paidWith === expense.paidWith)) return done
  const others = paidOnBill(link) > 0 ? billPaidAlready(context, key, content, link) : null
  if (others) return { ...held(others), differs }
  const date = dayOfPayment(context, expense)
  const closed = closedProblem(context, date)
  if (closed) return { ...held(closed), differs }
  const currency = context.books?.facts.multiCurrency ? expense.currency : null
  const account = paidFromAccount(context, expense.paidWith, currency)
  if (!account.ok) return { ...held(account.problem), differs }
  if (!account.value?.id) return { ...held(problem('default-missing', { which: expense.paidWith })), differs }
  const rate = rateFor(context, currency, date)
  if (rate.is === 'missing') return { ...held(rate.problem), differs }
  const refusal = context.refusals.get(key)
  if (wasRefused(refusal, key, { work: 'settling', content: settlingFingerprintOf(expense) }))
    return verdict('failed', { problem: refusal.problem, differs, operations: receipts })
  if (rate.is === 'unknown') return verdict('pending', { differs, operations: receipts })
  return verdict('pending', {
    differs,
    operations: [
      {
        kind: 'pay-bill',
        key,
        billId: link.id,
        vendorId: partyId,
        date,
        payType: expense.paidWith === 'credit_card' ? 'CreditCard' : 'Check',
        accountId: account.value.id,
        note: noteOf(key, null, null, firstLine(context, 'bill-paid', expense.number ?? expense.spentOn)),
        wanted: cents(Math.min(balance, Math.max(expense.total, expense.subtotal))),
        currency,
        ...(rate.is === 'known' && { exchangeRate: rate.rate }),
      },
      ...receipts,
    ],
  })
}

/** Whether Billdr says now that a bill is not paid, or paid another way than when we paid it, and our payment is there still. */
function isPaidOtherwise({ paidWith }: Expense, link: Link): boolean {
  const ours = link.billPayment
  if (!ours || paidOnBill(link) <= 0) return false
  return paidWith === 'unpaid' || (ours.paidWith !== undefined && ours.paidWith !== paidWith)
}

function dayOfPayment(context: PlanContext, expense: Expense): string {
  const day = (context.exportedAt ?? expense.updatedAt).slice(0, 10)
  return day < expense.spentOn ? expense.spentOn : day
}
