import type { CostCode } from '../../shared/domain.ts'
import { problem } from '../../shared/problem.ts'
import { costCodeReference } from './accounts.ts'
import type { PlanContext } from './context.ts'
import { commonVerdict, held, rewrittenVerdict, verdict } from './context.ts'
import type { Verdict } from './input.ts'

/** Rule K1: a cost code is done once each side it is used for has its item or account. */
export function planCostCodes(context: PlanContext): void {
  for (const { key, stored, record } of context.ofKind('cost-code')) {
    if (stored.presence === 'removed') {
      const forgotten = verdict('synced', { operations: [{ kind: 'forget', key }] })
      context.verdicts.set(key, rewrittenVerdict(context, key) ?? forgotten)
      continue
    }
    context.verdicts.set(key, commonVerdict(context, key, stored) ?? costCodeVerdict(context, record))
  }
}

function costCodeVerdict(context: PlanContext, code: CostCode): Verdict {
  const sides =
    code.usedFor === 'income'
      ? (['item'] as const)
      : code.usedFor === 'expense'
        ? (['account'] as const)
        : (['item', 'account'] as const)
  for (const side of sides) {
    const found = costCodeReference(code, side, context.mappings, context.books)
    if (!found) return held(problem('cost-code-unmatched', { code: code.code, name: code.name, side }))
    if (!found.ok) return held(found.problem)
  }
  return verdict(context.books ? 'synced' : 'pending')
}
