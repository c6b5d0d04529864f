import type { QueueRow } from '../../shared/row.ts'
import type { Order, SortName } from '../rows/row-order.ts'
import { comparer, lacks, SORTS } from '../rows/row-order.ts'
import { merged, sortedInTurns } from './sorted-list.ts'

/** A row as it was and as it is now; null for one that is new, or gone. */
export interface RowChange {
  key: string
  before: QueueRow | null
  now: QueueRow | null
}

/** One order of the rows, and what has changed since it was made. */
interface Sorted {
  rows: QueueRow[]
  late: Map<string, RowChange>
}

/** With so many changes, an order that nobody looks at is brought up to date while the window is idle. */
const WORTH_A_TURN = 256

/**
 * One company's rows in each order that a column offers. An order is made ahead of the first wish for it, while the window
 * is idle (`warm`), and later only the changes are put in: a click on a column shows another order at once.
 */
export class SortedRows {
  readonly #rows: () => Iterable<QueueRow>
  readonly #orders = new Map<SortName, Sorted>()
  #making: { by: SortName; turns: Generator<void, QueueRow[]>; late: Sorted['late'] } | null = null

  constructor(rows: () => Iterable<QueueRow>) {
    this.#rows = rows
  }

  /** All rows anew. */
  reset(): void {
    this.#orders.clear()
    this.#making = null
  }

  change(changes: readonly RowChange[]): void {
    const waiting = [...this.#orders.values(), ...(this.#making ? [this.#making] : [])]
    for (const { late } of waiting) {
      for (const change of changes) {
        const known = late.get(change.key)
        late.set(change.key, known ? { ...change, before: known.before } : change)
      }
    }
  }

  /** The rows in this order; what has nothing in that column stands at the end either way. */
  in({ by, down }: Order): QueueRow[] {
    if (!this.#orders.has(by)) this.#make(by, () => false)
    const rows = this.#upToDate(by)
    if (!down) return rows
    let end = rows.length
    while (end > 0 && lacks(rows[end - 1] as QueueRow, by)) end--
    return [...rows.slice(0, end).reverse(), ...rows.slice(end)]
  }

  /** Makes orders ahead until the time is up; says whether every one is there. */
  warm(timeIsUp: () => boolean): boolean {
    for (const by of SORTS) {
      const made = this.#orders.get(by)
      if (made && made.late.size < WORTH_A_TURN) continue
      if (made) this.#upToDate(by)
      else if (!this.#make(by, timeIsUp)) return false
      if (timeIsUp()) return false
    }
    return true
  }

  #make(by: SortName, timeIsUp: () => boolean): boolean {
    if (this.#making?.by !== by)
      this.#making = { by, turns: sortedInTurns([...this.#rows()], comparer({ by, down: false })), late: new Map() }
    const { turns, late } = this.#making
    for (let turn = turns.next(); ; turn = turns.next()) {
      if (turn.done) {
        this.#orders.set(by, { rows: turn.value, late })
        this.#making = null
        return true
      }
      if (timeIsUp()) return false
    }
  }

  #upToDate(by: SortName): QueueRow[] {
    const made = this.#orders.get(by)
    if (!made) return []
    if (made.late.size > 0) {
      const changes = [...made.late.values()]
      const coming = changes.flatMap(({ now }) => now ?? [])
      const leaving = changes.flatMap(({ before }) => before ?? [])
      made.rows = merged(made.rows, coming, leaving, comparer({ by, down: false }))
      made.late.clear()
    }
    return made.rows
  }
}
