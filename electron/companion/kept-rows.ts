import type { DocumentKey } from '../../shared/kinds.ts'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { QueueRow, State } from '../../shared/row.ts'
import type { Summary } from './summary.ts'
import { summaryOf } from './summary.ts'

/** A company's rows, kept for as long as what they are made from has not changed, with what is counted of them. */
export class KeptRows {
  #rows: QueueRow[] = []
  #at = new Map<DocumentKey, number>()
  #madeFrom: string | null = null
  readonly #altered = new Set<DocumentKey>()
  #counted: { revision: number; summary: Summary } | null = null
  /** Another number whenever a row is another one than before. */
  revision = 0

  get list(): readonly QueueRow[] {
    return this.#rows
  }

  has(key: DocumentKey): boolean {
    return this.#at.has(key)
  }

  /**
   * Makes the rows where `from`, which stands for all that they are made from, is another than at the last time. `make` is told
   * which rows were changed since they were made, and answers null where all are as they were before that.
   */
  take(from: string, make: (altered: ReadonlySet<DocumentKey>) => QueueRow[] | null): void {
    if (this.#madeFrom === from) return
    const rows = make(this.#altered)
    this.#madeFrom = from
    this.#altered.clear()
    if (rows === null) return
    this.#rows = rows
    this.#at = new Map(rows.map((row, at) => [row.key, at]))
    this.revision++
  }

  /** One record is on its way, or no longer: what the row says until the next plan. */
  setState(key: DocumentKey, state: State): void {
    const at = this.#at.get(key) ?? -1
    const row = this.#rows[at]
    if (!row || row.state === state) return
    this.#rows[at] = { ...row, state }
    this.#altered.add(key)
    this.#madeFrom = null
    this.revision++
  }

  get summary(): Summary {
    if (this.#counted?.revision !== this.revision)
      this.#counted = { revision: this.revision, summary: summaryOf(this.#rows) }
    return this.#counted.summary
  }
}

/** Whether a record could go if a setting of QuickBooks were another one. */
export function waitsForSettings({ state, problem }: QueueRow): boolean {
  if (problem === null || state === 'synced' || state === 'ignored') return false
  return (
    PROBLEMS[problem.code].who === 'quickbooks' ||
    problem.code === 'books-closed' ||
    problem.code === 'tax-code-missing'
  )
}
