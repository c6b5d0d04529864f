import type { Bridge, BridgeEvent } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { TabCounts } from './row-mood.ts'
import { countTabs } from './row-mood.ts'
import type { Order } from './row-order.ts'
import { comparer, merged } from './row-order.ts'

export interface RowsView {
  phase: 'loading' | 'ready' | 'failed'
  rows: readonly QueueRow[]
  counts: TabCounts
}

/**
 * The rows of one company as the window holds them: read once whole, then kept by the events. Rows are never changed in
 * place, so that a row that looks the same is the same.
 */
export class CompanyRows {
  readonly #company: string
  readonly #bridge: Pick<Bridge, 'rows'>
  readonly #byKey = new Map<DocumentKey, QueueRow>()
  readonly #heard = new Set<() => void>()
  #revision: number | null = null
  #order: Order = { by: 'attention', down: false }
  #view: RowsView = { phase: 'loading', rows: [], counts: countTabs([]) }
  #reading: Promise<void> | null = null

  constructor(company: string, bridge: Pick<Bridge, 'rows'>) {
    this.#company = company
    this.#bridge = bridge
  }

  view = (): RowsView => this.#view

  subscribe = (changed: () => void): (() => void) => {
    this.#heard.add(changed)
    return () => this.#heard.delete(changed)
  }

  row(key: DocumentKey): QueueRow | null {
    return this.#byKey.get(key) ?? null
  }

  order(): Order {
    return this.#order
  }

  /** Sorts all rows anew. */
  sortBy(order: Order): void {
    if (order.by === this.#order.by && order.down === this.#order.down) return
    this.#order = order
    this.#show([...this.#byKey.values()].sort(comparer(order)))
  }

  /** Reads what is new since the last reading; everything at the first. */
  read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #readNow(): Promise<void> {
    try {
      const answer = await this.#bridge.rows({ company: this.#company, since: this.#revision })
      // An event that overtook the answer is newer than it.
      if (this.#revision !== null && answer.revision < this.#revision && !answer.whole) return
      if (answer.whole) {
        this.#byKey.clear()
        for (const row of answer.rows) this.#byKey.set(row.key, row)
        this.#revision = answer.revision
        this.#show([...answer.rows].sort(comparer(this.#order)))
      } else this.#take(answer.revision, answer.rows, answer.removed)
    } catch {
      if (this.#revision === null) {
        this.#view = { ...this.#view, phase: 'failed' }
        this.#tell()
      }
    }
  }

  hear(event: BridgeEvent): void {
    if (event.event !== 'rows' || event.company !== this.#company) return
    // Before the first reading there is nothing to add to: what the event says, that reading brings.
    if (this.#revision === null) return void this.#reading?.then(() => this.read())
    if (event.revision > this.#revision) this.#take(event.revision, event.rows, event.removed)
  }

  #take(revision: number, rows: readonly QueueRow[], removed: readonly DocumentKey[]): void {
    this.#revision = revision
    const gone = new Set<string>(removed)
    for (const key of removed) this.#byKey.delete(key)
    for (const row of rows) {
      gone.add(row.key)
      this.#byKey.set(row.key, row)
    }
    this.#show(merged(this.#view.rows, rows, gone, comparer(this.#order)))
  }

  #show(rows: QueueRow[]): void {
    this.#view = { phase: 'ready', rows, counts: countTabs(rows) }
    this.#tell()
  }

  #tell(): void {
    for (const changed of this.#heard) changed()
  }
}
