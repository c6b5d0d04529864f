import type { Answer, QuickBooks } from '../qbo/contract.ts'

export interface Patience {
  sleep(ms: number): Promise<void>
  random(): number
  stopped(): boolean
}

const TRIES = 6
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 20_000

/**
 * The same company, asked again where a question had no answer: reading changes nothing, so that a lost answer to a read
 * is only a matter of time. Writes and uploads pass through untouched; their repetition needs more care.
 */
export function patientReads(quickbooks: QuickBooks, patience: Patience): QuickBooks {
  async function patiently<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    for (let attempt = 0; ; attempt++) {
      const answer = await ask()
      const isFinal = answer.ok || answer.failure.kind === 'refused' || answer.failure.kind === 'signed-out'
      if (isFinal || attempt === TRIES - 1 || patience.stopped()) return answer
      await patience.sleep(waitBefore(attempt, answer.failure.retryAfterMs, patience.random()))
    }
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

/** Full jitter over an exponential wait, ms; what QuickBooks asks for is kept to. */
export function waitBefore(
  attempt: number,
  afterMs: number | null,
  random: number,
  first: number = FIRST_WAIT_MS,
  longest: number = LONGEST_WAIT_MS,
): number {
  const grown = Math.min(longest, first * 2 ** attempt)
  return Math.max(afterMs ?? 0, grown / 2 + (grown / 2) * random)
}
