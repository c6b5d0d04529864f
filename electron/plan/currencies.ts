import type { Reference } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { PlanContext } from './context.ts'

const USED = new WeakMap<PlanContext, ReadonlyMap<DocumentKey, ReadonlySet<string>>>()

/**
 * The currency of a contact that is about to be created, ISO code; null where the company has only one. QuickBooks gives
 * each contact one currency for ever and refuses documents in another: where all of its documents are in one, it is that,
 * else the company's.
 */
export function contactCurrency(context: PlanContext, key: DocumentKey): string | null {
  if (!context.books?.facts.multiCurrency) return null
  context.hangsOnAll()
  const used = USED.get(context) ?? usedCurrencies(context)
  USED.set(context, used)
  const [only, ...others] = used.get(key) ?? []
  return only !== undefined && others.length === 0 ? only : (context.company?.currency ?? null)
}

/**
 * A document in another currency than its customer or supplier is kept in (or, of a payment's or project's, the client):
 * QuickBooks refuses it (6000), and never changes the currency of a contact (facts: QuickBooks live §2.2, §2.6).
 */
export function otherPartyCurrency(context: PlanContext, draft: PartyAndCurrency): Problem | null {
  const { currency } = draft
  const [type, party] = draft.customer ? ['Customer', draft.customer] : ['Vendor', draft.vendor]
  if (!context.books?.facts.multiCurrency || !party || party.id === null || currency === null) return null
  const contact = context.contactsById.get(`${type}|${party.id}`)
  if (!contact?.currency || contact.currency === currency) return null
  return problem('contact-in-other-currency', { name: contact.name, type, currency, kept: contact.currency })
}

interface PartyAndCurrency {
  customer?: Reference
  vendor?: Reference | null
  currency: string | null
}

/** For each client and supplier the currencies of its documents. */
function usedCurrencies(context: PlanContext): Map<DocumentKey, Set<string>> {
  const used = new Map<DocumentKey, Set<string>>()
  const add = (key: DocumentKey, currency: string): void => {
    const those = used.get(key)
    if (those) those.add(currency)
    else used.set(key, new Set([currency]))
  }
  for (const { record, presence } of context.records.values()) {
    if (presence === 'removed') continue
    if (record.kind === 'invoice' || record.kind === 'credit') {
      const project = context.find('project', record.projectId)
      if (project) add(keyOf('client', project.clientId), record.currency)
    }
    if ((record.kind === 'expense' || record.kind === 'purchase-order') && record.professionalId !== null)
      add(keyOf('professional', record.professionalId), record.currency)
  }
  return used
}
