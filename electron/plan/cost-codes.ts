import type { CostCode } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { problem } from '../../shared/problem.ts'
import { costCodeReference } from './accounts.ts'
import type { PlanContext } from './context.ts'
import { commonVerdict, held, rewrittenVerdict, verdict } from './context.ts'
import type { StoredRecord, Verdict } from './input.ts'

/** Rule K1: a cost code is done once each side it is used for has its item or account. */
export function costCodeVerdict(context: PlanContext, key: DocumentKey, stored: StoredRecord, code: CostCode): Verdict {
  if (stored.presence === 'removed')
    return rewrittenVerdict(context, key) ?? verdict('synced', { operations: [{ kind: 'forget', key }] })
  return commonVerdict(context, key, stored) ?? sidesVerdict(context, code)
}

function sidesVerdict(context: PlanContext, code: CostCode): Verdict {
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
