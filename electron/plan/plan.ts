import { createHash } from 'node:crypto'
import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { planContacts } from './contacts.ts'
import type { PlanContext } from './context.ts'
import { contextOf, held, labelOf } from './context.ts'
import { planCostCodes } from './cost-codes.ts'
import { differencesOf } from './differences.ts'
import type { BusinessDocument, DocumentRules } from './document-rules.ts'
import { documentVerdict } from './documents.ts'
import { takeEntered } from './entered-already.ts'
import type { Guard, Operation, Plan, PlanInput, Verdict } from './input.ts'
import type { Link } from './link.ts'
import { holdLocked } from './locked.ts'
import { paymentRules } from './payments.ts'
import { expenseRules, purchaseOrderRules } from './purchases.ts'
import { holdForReview } from './review.ts'
import { creditRules, invoiceRules } from './sales.ts'

/**
 * What should be true in QuickBooks, from what Billdr says now, what was pushed last and what QuickBooks said: a
 * verdict for every record, with the steps that can be taken now. Pure: the same input gives the same plan.
 * Steps whose records wait for others come with a later plan, once those are there.
 */
export function planOf(input: PlanInput): Plan {
  const context = contextOf(input)
  planCostCodes(context)
  planContacts(context)
  takeEntered(context)
  planKind(context, 'invoice', invoiceRules, (invoice) => invoice.issuedOn)
  planKind(context, 'credit', creditRules, (credit) => credit.issuedOn)
  planKind(context, 'payment', paymentRules, (payment) => payment.receivedOn)
  planKind(context, 'expense', expenseRules, (expense) => expense.spentOn)
  planKind(context, 'purchase-order', purchaseOrderRules, (order) => order.issuedOn)
  tellOrdersOnce(context)
  holdLocked(context)
  holdForReview(context)
  return { verdicts: context.verdicts, guards: holdRemovals(context), wantedRates: [...context.wantedRates.values()] }
}

/** Documents by date, then id: of two that claim one number, the older one has it. */
function planKind<R extends BusinessDocument>(
  context: PlanContext,
  kind: R['kind'],
  rules: DocumentRules<R>,
  date: (record: R) => string,
): void {
  const documents = context.ofKind(kind) as unknown as {
    key: DocumentKey
    stored: Parameters<typeof documentVerdict>[3]
    record: R
  }[]
  const inOrder = documents.sort((a, b) => order(date(a.record), date(b.record)) || order(a.record.id, b.record.id))
  for (const { key, stored, record } of inOrder)
    context.verdicts.set(key, documentVerdict(context, rules, key, stored, record))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Rule O1: that a company has no purchase orders is said once, at its oldest order, and the others wait for that one. Where
 * nobody can say it before sending, a single one goes first; where QuickBooks refused it for that, none is tried again.
 */
function tellOrdersOnce(context: PlanContext): void {
  const fresh = [...context.verdicts].filter(([key]) => kindOf(key) === 'purchase-order' && !context.link(key))
  const isOff = (verdict: Verdict): boolean => verdict.problem?.code === 'purchase-orders-off'
  const goes = (verdict: Verdict): boolean => verdict.operations.some((step) => step.kind === 'create')
  if (fresh.some(([, verdict]) => isOff(verdict))) {
    const [first, ...others] = fresh.filter(([, verdict]) => isOff(verdict) || goes(verdict))
    if (first) context.verdicts.set(first[0], held(problem('purchase-orders-off', {}), { draft: first[1].draft }))
    const number = first ? labelOf(context, first[0]) : ''
    for (const [key, verdict] of others)
      context.verdicts.set(key, held(problem('waits-for-purchase-orders', { number }), { draft: verdict.draft }))
    return
  }
  if ([...context.links.values()].some((link) => link.type === 'PurchaseOrder')) return
  const [, ...later] = fresh.filter(([, verdict]) => goes(verdict))
  for (const [key, verdict] of later) context.verdicts.set(key, { ...verdict, operations: [] })
}

function isRemoval(step: Operation): boolean {
  return step.kind === 'void' || step.kind === 'delete'
}

/**
 * More voids and deletions at once than the setting allows wait for a person's yes, all of them. So does each of a document
 * that a person linked, and that is of another amount or somebody else's than Billdr says.
 */
function holdRemovals(context: PlanContext): Guard[] {
  const removals = [...context.verdicts].filter(
    ([key, verdict]) => verdict.operations.some(isRemoval) && !context.decision(key).removalConfirmed,
  )
  const others = removals.filter(([key]) => isLikelyAnother(context.link(key)))
  const ours = removals.filter((each) => !others.includes(each))
  const { maxRemovals } = context.settings
  return [
    ...(ours.length > maxRemovals
      ? [holdBack(context, ours, problem('guard-many-removals', { count: ours.length, limit: maxRemovals }))]
      : []),
    ...(others.length > 0
      ? [holdBack(context, others, problem('guard-removes-another', { count: others.length }))]
      : []),
  ]
}

function holdBack(context: PlanContext, removals: [DocumentKey, Verdict][], why: Problem): Guard {
  for (const [key, verdict] of removals) {
    context.verdicts.set(
      key,
      held(problem('waits-for-confirmation', { does: verdict.operations.find(isRemoval)?.kind ?? 'delete' }), {
        differs: verdict.differs,
        draft: verdict.draft,
      }),
    )
  }
  const keys = removals.map(([key]) => key).sort()
  return {
    id: `removals-${createHash('sha256').update(keys.join('\n')).digest('hex').slice(0, 8)}`,
    problem: why,
    keys,
  }
}

function isLikelyAnother(link: Link | null): boolean {
  if (link?.origin !== 'chosen') return false
  return (
    differencesOf(link)?.some(({ field }) => field === 'amount' || field === 'customer' || field === 'supplier') ??
    false
  )
}
