import type { Plan, PlanInput } from './input.ts'
import { StandingPlan } from './standing-plan.ts'

/**
 * What should be true in QuickBooks, from what Billdr says now, what was pushed last and what QuickBooks said: a
 * verdict for every record, with the steps that can be taken now. Pure: the same input gives the same plan.
 * Steps whose records wait for others come with a later plan, once those are there.
 */
export function planOf(input: PlanInput): Plan {
  return new StandingPlan().whole(input)
}
