import type { Table } from '../store/store.ts'

/**
 * What each entry of a table gives, by its id; an entry that gives undefined is not in it. All entries are read once,
 * afterwards only those that were committed since.
 */
export class Picked<V, T> {
  readonly #table: Table<V>
  readonly #pick: (id: string, value: V) => T | undefined
  readonly #found = new Map<string, T>()
  #changed: Set<string> | null = null

  constructor(table: Table<V>, pick: (id: string, value: V) => T | undefined) {
    this.#table = table
    this.#pick = pick
  }

  get(): ReadonlyMap<string, T> {
    if (this.#changed === null) {
      this.#changed = this.#table.follow()
      for (const [id, value] of this.#table.entries()) this.#take(id, value)
    } else if (this.#changed.size > 0) {
      for (const id of this.#changed) this.#take(id, this.#table.get(id))
      this.#changed.clear()
    }
    return this.#found
  }

  #take(id: string, value: V | undefined): void {
    const picked = value === undefined ? undefined : this.#pick(id, value)
    if (picked === undefined) this.#found.delete(id)
    else this.#found.set(id, picked)
  }
}
