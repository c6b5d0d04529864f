import { isDeepStrictEqual } from 'node:util'
import type { RowsAnswer } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'

/** How many removed rows are remembered: a window that was away for longer gets everything again. */
const REMEMBERED = 10_000

/** The rows as windows follow them: each change has a revision, and only what is newer has to be sent. */
export class RowFeed {
  #revision = 0
  readonly #rows = new Map<DocumentKey, { row: QueueRow; revision: number }>()
  #removed: { key: DocumentKey; revision: number }[] = []
  #oldest = 0

  get revision(): number {
    return this.#revision
  }

  /** Takes the rows as they are now; answers what is new since the last time, or null. */
  take(rows: readonly QueueRow[]): { revision: number; rows: QueueRow[]; removed: DocumentKey[] } | null {
    const next = this.#revision + 1
    const changed: QueueRow[] = []
    const present = new Set<DocumentKey>()
    for (const row of rows) {
      present.add(row.key)
      const before = this.#rows.get(row.key)
      if (before && (before.row === row || isDeepStrictEqual(before.row, row))) continue
      this.#rows.set(row.key, { row, revision: next })
      changed.push(row)
    }
    const removed = [...this.#rows.keys()].filter((key) => !present.has(key))
    for (const key of removed) this.#rows.delete(key)
    if (changed.length === 0 && removed.length === 0) return null
    this.#revision = next
    this.#removed.push(...removed.map((key) => ({ key, revision: next })))
    if (this.#removed.length > REMEMBERED) {
      this.#removed = this.#removed.slice(-REMEMBERED / 2)
      this.#oldest = this.#removed[0]?.revision ?? next
    }
    return { revision: next, rows: changed, removed }
  }

  /** What a window that knows a revision still lacks. */
  since(revision: number | null): RowsAnswer {
    if (revision === null || revision > this.#revision || revision < this.#oldest) {
      return {
        revision: this.#revision,
        whole: true,
        rows: [...this.#rows.values()].map(({ row }) => row),
        removed: [],
      }
    }
    return {
      revision: this.#revision,
      whole: false,
      rows: [...this.#rows.values()].filter((each) => each.revision > revision).map(({ row }) => row),
      removed: this.#removed.filter((each) => each.revision > revision).map(({ key }) => key),
    }
  }
}
