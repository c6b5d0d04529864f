import { createHash } from 'node:crypto'
import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { PlanContext } from './context.ts'
import { held, labelOf } from './context.ts'
import { isLikelyAnother } from './differences.ts'
import type { Guard, Operation, Verdict } from './input.ts'
import { holdLocked } from './locked.ts'
import { holdForReview } from './review.ts'

type Verdicts = Map<DocumentKey, Verdict>

/** Whether what is asked of all records together may change this verdict. */
export function mayBeHeld({ state, operations, problem: why }: Verdict): boolean {
  return state === 'pending' || operations.length > 0 || why?.code === 'purchase-orders-off'
}

/**
 * What is asked of all records together, once each has its verdict: `verdicts` are those that may be held (`mayBeHeld`), in the
 * order of planning, and are changed where they are. Answers the guards.
 */
export function holdTogether(context: PlanContext, verdicts: Verdicts): Guard[] {
  tellOrdersOnce(context, verdicts)
  holdLocked(context, verdicts)
  holdForReview(context, verdicts)
  return holdRemovals(context, verdicts)
}

/**
 * Rule O1: that a company has no purchase orders is said once, at its oldest order, and the others wait for that one. Where
 * nobody can say it before sending, a single one goes first; where QuickBooks refused it for that, none is tried again.
 */
function tellOrdersOnce(context: PlanContext, verdicts: Verdicts): void {
  const fresh = [...verdicts].filter(([key]) => kindOf(key) === 'purchase-order' && !context.link(key))
  const isOff = (verdict: Verdict): boolean => verdict.problem?.code === 'purchase-orders-off'
  const goes = (verdict: Verdict): boolean => verdict.operations.some((step) => step.kind === 'create')
  if (fresh.some(([, verdict]) => isOff(verdict))) {
    const [first, ...others] = fresh.filter(([, verdict]) => isOff(verdict) || goes(verdict))
    if (first) verdicts.set(first[0], held(problem('purchase-orders-off', {}), { draft: first[1].draft }))
    const number = first ? labelOf(context, first[0]) : ''
    for (const [key, verdict] of others)
      verdicts.set(key, held(problem('waits-for-purchase-orders', { number }), { draft: verdict.draft }))
    return
  }
  const [, ...later] = fresh.filter(([, verdict]) => goes(verdict))
  if (later.length === 0 || [...context.facts.links.values()].some(({ type }) => type === 'PurchaseOrder')) return
  for (const [key, verdict] of later) verdicts.set(key, { ...verdict, operations: [] })
}

function isRemoval(step: Operation): boolean {
  return step.kind === 'void' || step.kind === 'delete'
}

/**
 * More voids and deletions at once than the setting allows wait for a person's yes, all of them. So does each of a document
 * that a person linked, and that is of another amount or somebody else's than Billdr says.
 */
function holdRemovals(context: PlanContext, verdicts: Verdicts): Guard[] {
  const removals = [...verdicts].filter(
    ([key, verdict]) => verdict.operations.some(isRemoval) && !context.decision(key).removalConfirmed,
  )
  const others = removals.filter(([key]) => isLikelyAnother(context.link(key)))
  const ours = removals.filter((each) => !others.includes(each))
  const { maxRemovals } = context.settings
  return [
    ...(ours.length > maxRemovals
      ? [holdBack(verdicts, ours, problem('guard-many-removals', { count: ours.length, limit: maxRemovals }))]
      : []),
    ...(others.length > 0
      ? [holdBack(verdicts, others, problem('guard-removes-another', { count: others.length }))]
      : []),
  ]
}

function holdBack(verdicts: Verdicts, removals: [DocumentKey, Verdict][], why: Problem): Guard {
  for (const [key, verdict] of removals) {
    verdicts.set(
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
