import type { Answer, QuickBooks } from '../qbo/contract.ts'
import type { RetryPolicy } from './retry.ts'
import { retry } from './retry.ts'

const WAITS = { tries: 6, firstMs: 400, longestMs: 20_000 }

/**
 * The same company, asked again where a question had no answer: reading changes nothing, so that a lost answer to a read
 * is only a matter of time. Writes and uploads pass through untouched; their repetition needs more care.
 */
export function retryingReads(quickbooks: QuickBooks, policy: RetryPolicy): QuickBooks {
  function retried<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    return retry(policy, WAITS, ask, (answer) => {
      const isFinal = answer.ok || answer.failure.kind === 'refused' || answer.failure.kind === 'signed-out'
      return isFinal ? null : (answer.failure.retryAfterMs ?? 0)
    })
  }
  return {
    realmId: quickbooks.realmId,
    facts: () => retried(() => quickbooks.facts()),
    query: (type, conditions) => retried(() => quickbooks.query(type, conditions)),
    read: (type, id) => retried(() => quickbooks.read(type, id)),
    transactionsCleared: (status, from, to) => retried(() => quickbooks.transactionsCleared(status, from, to)),
    taxFiledUntil: () => retried(() => quickbooks.taxFiledUntil()),
    changedSince: (types, since) => retried(() => quickbooks.changedSince(types, since)),
    download: (attachableId) => retried(() => quickbooks.download(attachableId)),
    exchangeRate: (currency, day) => retried(() => quickbooks.exchangeRate(currency, day)),
    write: (request) => quickbooks.write(request),
    writeBatch: (batch, requests) => quickbooks.writeBatch(batch, requests),
    upload: (upload) => quickbooks.upload(upload),
  }
}
