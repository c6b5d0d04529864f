import type { DocumentKey } from '../../shared/kinds.ts'
import type { State } from '../../shared/row.ts'
import type { Store } from '../store/store.ts'
import type { CompanyTables, StoredWait } from './tables.ts'

/**
 * Since when each record stands where it stands, and for the same reason: what waits longest is what a bookkeeper looks at
 * first. Kept on disk for what is not done yet; synced and ignored records do not wait.
 */
export class Waiting {
  readonly #store: Store<CompanyTables>
  readonly #waits: Map<string, StoredWait>
  readonly #changed = new Set<string>()

  constructor(store: Store<CompanyTables>) {
    this.#store = store
    this.#waits = new Map(store.table('waits').entries())
  }

  /** The ISO instant since which a record has waited for this; null where it does not wait. `now` is an ISO instant. */
  since(key: DocumentKey, state: State, code: string | null, now: string): string | null {
    const before = this.#waits.get(key)
    // What is on its way waits on for as long as it is not certain that it arrived.
    if (state === 'syncing') return before?.since ?? null
    if (state === 'synced' || state === 'ignored') {
      this.#forget(key)
      return null
    }
    const what = code === null ? state : `${state} ${code}`
    if (before?.what === what) return before.since
    this.#waits.set(key, { what, since: now })
    this.#changed.add(key)
    return now
  }

  #forget(key: string): void {
    if (this.#waits.delete(key)) this.#changed.add(key)
  }

  /** Stores what has changed; `present` are the records that there are. */
  async keep(present: { has(key: DocumentKey): boolean }): Promise<void> {
    for (const key of this.#waits.keys()) if (!present.has(key as DocumentKey)) this.#forget(key)
    const changes = [...this.#changed].map((id) => ({ table: 'waits', id, value: this.#waits.get(id) }) as const)
    this.#changed.clear()
    if (changes.length > 0) await this.#store.commit(changes)
  }
}
