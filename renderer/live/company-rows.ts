import type { Bridge, BridgeEvent } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'
import { EventBuffer } from './event-buffer.ts'
import type { TabCounts } from '../rows/shown-state.ts'
import type { Order } from '../rows/row-order.ts'
import type { ListTotals, ToMatch } from '../rows/row-totals.ts'
import { RowTotals } from '../rows/row-totals.ts'
import type { RowChange } from './sorted-rows.ts'
import { SortedRows } from './sorted-rows.ts'

export interface RowsView {
  phase: 'loading' | 'ready' | 'failed'
  rows: readonly QueueRow[]
  counts: TabCounts
  toMatch: ToMatch
  totals: ListTotals
}

/**
 * The rows of one company as the window holds them: read once whole, then kept by the events. Rows are never changed in
 * place, so that a row that looks the same is the same.
 */
export class CompanyRows {
  readonly #company: string
  readonly #bridge: Pick<Bridge, 'rows'>
  readonly #byKey = new Map<DocumentKey, QueueRow>()
  readonly #listeners = new Set<() => void>()
  #revision: number | null = null
  #order: Order = { by: 'attention', down: false }
  readonly #sorted = new SortedRows(() => this.#byKey.values())
  #totals = new RowTotals()
  #view: RowsView = { phase: 'loading', rows: [], ...this.#counted() }
  readonly #events = new EventBuffer(() => this.#readNow())

  constructor(company: string, bridge: Pick<Bridge, 'rows'>) {
    this.#company = company
    this.#bridge = bridge
  }

  view = (): RowsView => this.#view

  subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  row(key: DocumentKey): QueueRow | null {
    return this.#byKey.get(key) ?? null
  }

  order(): Order {
    return this.#order
  }

  sortBy(order: Order): void {
    if (order.by === this.#order.by && order.down === this.#order.down) return
    this.#order = order
    this.#show()
  }

  /** Makes the other orders ahead until the time is up; says whether all are there. */
  warm(timeIsUp: () => boolean): boolean {
    return this.#sorted.warm(timeIsUp)
  }

  /** Reads what is new since the last reading; everything at the first. */
  read(): Promise<void> {
    return this.#events.ask()
  }

  async #readNow(): Promise<boolean> {
    try {
      const answer = await this.#bridge.rows({ company: this.#company, since: this.#revision })
      if (answer.whole) this.#takeAll(answer.revision, answer.rows)
      else this.#take(answer.revision, answer.rows, answer.removed)
      return true
    } catch {
      if (this.#revision === null) {
        this.#view = { ...this.#view, phase: 'failed' }
        this.#tell()
      }
      return false
    }
  }

  receive(event: BridgeEvent): void {
    if (event.event !== 'rows' || event.company !== this.#company) return
    this.#events.receive(() => {
      if (this.#revision !== null && event.revision <= this.#revision) return
      if (event.revision - 1 === this.#revision) this.#take(event.revision, event.rows, event.removed)
      // Something between was not heard, or nothing was read yet.
      else void this.read()
    })
  }

  #takeAll(revision: number, rows: readonly QueueRow[]): void {
    this.#revision = revision
    this.#byKey.clear()
    this.#totals = new RowTotals()
    for (const row of rows) {
      this.#byKey.set(row.key, row)
      this.#totals.count(row, 1)
    }
    this.#sorted.reset()
    this.#show()
  }

  #take(revision: number, rows: readonly QueueRow[], removed: readonly DocumentKey[]): void {
    this.#revision = revision
    const changes = [...removed.map((key) => this.#set(key, null)), ...rows.map((row) => this.#set(row.key, row))]
    if (changes.length === 0) return
    this.#sorted.change(changes)
    this.#show()
  }

  #set(key: DocumentKey, now: QueueRow | null): RowChange {
    const before = this.row(key)
    if (before) this.#totals.count(before, -1)
    if (now) {
      this.#byKey.set(key, now)
      this.#totals.count(now, 1)
    } else this.#byKey.delete(key)
    return { key, before, now }
  }

  #show(): void {
    this.#view = {
      phase: 'ready',
      rows: this.#sorted.in(this.#order),
      ...this.#counted(),
    }
    this.#tell()
  }

  #counted(): Pick<RowsView, 'counts' | 'toMatch' | 'totals'> {
    return { counts: this.#totals.tabs(), toMatch: this.#totals.toMatch(), totals: this.#totals.totals() }
  }

  #tell(): void {
    for (const changed of this.#listeners) changed()
  }
}
