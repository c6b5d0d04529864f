import type { Answer, QuickBooks } from '../qbo/contract.ts'
import type { Patience } from './retry.ts'
import { retry } from './retry.ts'

const WAITS = { tries: 6, firstMs: 400, longestMs: 20_000 }

/**
 * The same company, asked again where a question had no answer: reading changes nothing, so that a lost answer to a read
 * is only a matter of time. Writes and uploads pass through untouched; their repetition needs more care.
 */
export function patientReads(quickbooks: QuickBooks, patience: Patience): QuickBooks {
  function patiently<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    return retry(patience, WAITS, ask, (answer) => {
      const isFinal = answer.ok || answer.failure.kind === 'refused' || answer.failure.kind === 'signed-out'
      return isFinal ? null : (answer.failure.retryAfterMs ?? 0)
    })
  }
  return {
    realmId: quickbooks.realmId,
    facts: () => patiently(() => quickbooks.facts()),
    query: (type, conditions) => patiently(() => quickbooks.query(type, conditions)),
    read: (type, id) => patiently(() => quickbooks.read(type, id)),
    changedSince: (types, since) => patiently(() => quickbooks.changedSince(types, since)),
    download: (attachableId) => patiently(() => quickbooks.download(attachableId)),
    write: (request) => quickbooks.write(request),
    upload: (upload) => quickbooks.upload(upload),
  }
}
