import type { Problem } from '../../shared/problem.ts'
import { daysTouched } from '../plan/locked.ts'
import type { BooksLocks } from '../plan/books.ts'
import type { Plan } from '../plan/input.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import type { Store } from '../store/store.ts'
import type { SyncTools } from './sync.ts'
import type { CompanyTables } from './tables.ts'
import { ONLY } from './tables.ts'

const ASK_AGAIN_MS = 10 * 60_000

/**
 * What a person's month end has fixed in the books, as far as something was about to be overwritten, voided or deleted. It is
 * asked again with each run that needs it, and kept for whoever looks between two runs.
 */
export class LocksCache {
  readonly #store: Store<CompanyTables>
  /** The days that were asked for in this run. */
  #days: { from: string; to: string } | null = null
  /** Epoch ms. */
  #askedAt = 0

  constructor(store: Store<CompanyTables>) {
    this.#store = store
  }

  get known(): BooksLocks | undefined {
    return this.#store.table('booksLocks').get(ONLY)
  }

  /**
   * A run begins: what it is about to touch is asked for anew. What an earlier run was told holds back meanwhile, and is asked
   * again after ten minutes, so that one document that waits does not cost three reads a minute.
   */
  async beginRun(now: Date): Promise<void> {
    if (now.getTime() - this.#askedAt >= ASK_AGAIN_MS) await this.forget()
    this.#days = null
  }

  async forget(): Promise<void> {
    this.#days = null
    if (this.known) await this.#store.commit([{ table: 'booksLocks', id: ONLY, value: undefined }])
  }

  /** Three reads, or none where these days are known. A company that refuses one (no reports, no sales tax) has none of that. */
  async cover(
    quickbooks: QuickBooks,
    now: Date,
    from: string,
    to: string,
  ): Promise<{ read: boolean } | { problem: Problem }> {
    if (this.#days && this.#days.from <= from && this.#days.to >= to) return { read: false }
    const before = this.#days ?? this.known
    const days = {
      from: before && before.from < from ? before.from : from,
      to: before && before.to > to ? before.to : to,
    }
    const byId: Record<string, 'reconciled' | 'bank-matched'> = {}
    for (const [status, lock] of [
      ['Cleared', 'bank-matched'],
      ['Reconciled', 'reconciled'],
    ] as const) {
      const answer = await quickbooks.transactionsCleared(status, days.from, days.to)
      if (!answer.ok && answer.failure.kind !== 'refused') return { problem: answer.failure.problem }
      for (const id of answer.ok ? answer.value : []) byId[id] = lock
    }
    const filed = await quickbooks.taxFiledUntil()
    if (!filed.ok && filed.failure.kind !== 'refused') return { problem: filed.failure.problem }
    const value = { ...days, filedUntil: filed.ok ? filed.value : null, byId }
    await this.#store.commit([{ table: 'booksLocks', id: ONLY, value }])
    this.#days = days
    this.#askedAt = now.getTime()
    return { read: true }
  }
}

/** Makes sure that the month end of what a plan overwrites, voids or deletes is known. True: something was read. */
export async function coverLocks(
  { workspace, quickbooks, cache, now }: SyncTools,
  plan: Plan,
): Promise<boolean | Problem> {
  const days = daysTouched(plan, workspace.store.table('links'))
  if (!days) return false
  const covered = await cache.locks.cover(quickbooks, now(), days.from, days.to)
  return 'problem' in covered ? covered.problem : covered.read
}
