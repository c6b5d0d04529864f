import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { PlanContext } from './context.ts'

const USED = new WeakMap<PlanContext, ReadonlyMap<DocumentKey, ReadonlySet<string>>>()

/**
 * The currency of a contact that is about to be created, ISO code; null where the company has only one. QuickBooks gives
 * each contact one currency for ever and refuses documents in another: where all of its documents are in one, it is that,
 * else the company's.
 */
export function contactCurrency(context: PlanContext, key: DocumentKey): string | null {
  if (!context.books?.facts.multiCurrency) return null
  const used = USED.get(context) ?? usedCurrencies(context)
  USED.set(context, used)
  const [only, ...others] = used.get(key) ?? []
  return only !== undefined && others.length === 0 ? only : (context.company?.currency ?? null)
}

/** For each client and supplier the currencies of its documents. */
function usedCurrencies(context: PlanContext): Map<DocumentKey, Set<string>> {
  const used = new Map<DocumentKey, Set<string>>()
  const add = (key: DocumentKey, currency: string): void => {
    const those = used.get(key)
    if (those) those.add(currency)
    else used.set(key, new Set([currency]))
  }
  for (const { record, stored } of [...context.ofKind('invoice'), ...context.ofKind('credit')]) {
    if (stored.presence === 'removed') continue
    const project = context.find('project', record.projectId)
    if (project) add(keyOf('client', project.clientId), record.currency)
  }
  for (const { record, stored } of [...context.ofKind('expense'), ...context.ofKind('purchase-order')]) {
    if (stored.presence !== 'removed' && record.professionalId !== null)
      add(keyOf('professional', record.professionalId), record.currency)
  }
  return used
}
