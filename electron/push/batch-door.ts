import type { Answer, BatchAnswer, DeletedEntity, Entity, QuickBooks, WriteRequest } from '../qbo/contract.ts'
import { MOST_ITEMS } from '../qbo/batch.ts'

type Written = Answer<Entity | DeletedEntity>

/** A lost batch may have been carried out a moment ago: it is looked for no sooner, ms. */
const SETTLES_MS = 5_000

/** QuickBooks, where a request that names its batch goes in it, together with the others. */
export interface WithBatches extends QuickBooks {
  /** So many requests will come for this batch (or leave it): it waits for them. */
  expect(batch: string, requests: number): void
  /** One that was expected comes no more. */
  left(batch: string): void
  /** Whether requests were expected for this batch before. */
  isUsed(batch: string): boolean
  /** Batches in a row that had no answer, or a no to the batch as a whole. */
  troubles(): number
}

/**
 * Sends what belongs to one batch in one request, and answers each as if it had gone alone. A batch is bound by the first
 * answer that comes back under its id: what that one does not hold was never carried out under it, and then goes alone, under
 * its own id. Until there is one, a request is repeated in its batch only, so that it arrives once however late the batch does.
 */
export function withBatches(quickbooks: QuickBooks): WithBatches {
  const doors = new Map<string, Door>()
  let troubles = 0

  function doorOf(batch: string): Door {
    const door =
      doors.get(batch) ?? new Door(quickbooks, batch, (isTrouble) => (troubles = isTrouble ? troubles + 1 : 0))
    doors.set(batch, door)
    return door
  }
  return {
    ...quickbooks,
    write: (request) =>
      request.batch === undefined ? quickbooks.write(request) : doorOf(request.batch).write(request),
    expect: (batch, requests) => doorOf(batch).expect(requests),
    left: (batch) => doorOf(batch).left(),
    isUsed: (batch) => doors.has(batch),
    troubles: () => troubles,
  }
}

interface Waiting {
  request: WriteRequest
  settle(answer: Promise<Written> | Written): void
  fail(error: unknown): void
}

class Door {
  readonly #quickbooks: QuickBooks
  readonly #batch: string
  readonly #ended: (isTrouble: boolean) => void
  #expected = 0
  #waiting: Waiting[] = []
  #isAsking = false
  /** What is in the batch, once that is certain. */
  #answer: (BatchAnswer & { ok: true }) | null = null

  constructor(quickbooks: QuickBooks, batch: string, ended: (isTrouble: boolean) => void) {
    this.#quickbooks = quickbooks
    this.#batch = batch
    this.#ended = ended
  }

  expect(requests: number): void {
    this.#expected = requests
  }

  left(): void {
    if (this.#expected > 0) this.#expected -= 1
    this.#send()
  }

  write(request: WriteRequest): Promise<Written> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ request, settle, fail })
      this.#send()
    })
  }

  #send(): void {
    if (this.#answer) return this.#settleAll(this.#answer)
    if (this.#isAsking || this.#waiting.length === 0 || this.#waiting.length < this.#expected) return
    this.#isAsking = true
    this.#expected = 0
    void this.#ask(this.#waiting.splice(0, MOST_ITEMS))
  }

  async #ask(asked: readonly Waiting[]): Promise<void> {
    try {
      const answer = await this.#quickbooks.writeBatch(
        this.#batch,
        asked.map(({ request }) => request),
      )
      this.#ended(!answer.ok)
      // A no to the whole is an answer too: nothing of it was carried out.
      if (answer.ok || answer.failure.kind === 'refused') {
        this.#answer = answer.ok ? answer : { ok: true, of: () => null }
        this.#waiting.unshift(...asked)
      } else {
        const { failure } = answer
        const isLost = failure.kind === 'unknown' && failure.retryAfterMs === null
        for (const each of asked)
          each.settle({ ok: false, failure: isLost ? { ...failure, retryAfterMs: SETTLES_MS } : failure })
      }
    } catch (error) {
      for (const each of asked) each.fail(error)
    }
    this.#isAsking = false
    this.#send()
  }

  #settleAll(answer: BatchAnswer & { ok: true }): void {
    for (const { request, settle } of this.#waiting.splice(0)) {
      const { batch: _, ...alone } = request
      settle(answer.of(request) ?? this.#quickbooks.write(alone))
    }
  }
}
