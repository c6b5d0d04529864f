import type { BridgeEvent } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import type { QueueRow } from '../../shared/row.ts'
import { needsPerson } from '../../shared/row.ts'

/** A document that waits for a person, and since when this desktop has seen it waiting (epoch ms). */
export interface WaitingDocument {
  company: string
  key: DocumentKey
  /** Number or name, as the list shows it. */
  name: string
  problem: Problem
  since: number
}

/** What is kept between starts: company → document → since when. */
export type WaitingTimes = Record<string, Record<string, number>>

/**
 * Which documents wait for a person, and for how long, gathered from the same events that a window gets. It keeps
 * nothing else of a document, however many there are.
 */
export class WaitingDocuments {
  readonly #byCompany = new Map<string, Map<DocumentKey, WaitingDocument>>()
  readonly #earlier: WaitingTimes
  readonly #now: () => number

  constructor(earlier: WaitingTimes, now: () => number) {
    this.#earlier = earlier
    this.#now = now
  }

  /** Takes in all rows of a company, as they are at the start. */
  begin(company: string, rows: readonly QueueRow[]): void {
    this.#byCompany.set(company, new Map())
    for (const row of rows) this.#take(company, row)
    // Its times have been used; what is new from here on starts now.
    delete this.#earlier[company]
  }

  /** Takes in an event; answers whether anything changed here. */
  receive(event: BridgeEvent): boolean {
    if (event.event !== 'rows') return false
    const before = this.#of(event.company).size
    let changed = false
    for (const row of event.rows) changed = this.#take(event.company, row) || changed
    for (const key of event.removed) changed = this.#of(event.company).delete(key) || changed
    return changed || before !== this.#of(event.company).size
  }

  /** All that wait, the newest first. */
  all(): WaitingDocument[] {
    return [...this.#byCompany.values()]
      .flatMap((documents) => [...documents.values()])
      .sort((one, other) => other.since - one.since)
  }

  times(): WaitingTimes {
    const times: WaitingTimes = { ...this.#earlier }
    for (const [company, documents] of this.#byCompany) {
      times[company] = Object.fromEntries([...documents.values()].map(({ key, since }) => [key, since]))
    }
    return times
  }

  #of(company: string): Map<DocumentKey, WaitingDocument> {
    const found = this.#byCompany.get(company) ?? new Map<DocumentKey, WaitingDocument>()
    this.#byCompany.set(company, found)
    return found
  }

  #take(company: string, row: QueueRow): boolean {
    const documents = this.#of(company)
    const known = documents.get(row.key)
    if (!needsPerson(row) || row.problem === null) return documents.delete(row.key)
    if (known && known.problem.code === row.problem.code) {
      known.problem = row.problem
      return false
    }
    const since = known?.since ?? this.#earlier[company]?.[row.key] ?? this.#now()
    documents.set(row.key, {
      company,
      key: row.key,
      name: row.number ?? row.name ?? row.party ?? row.billdrId,
      problem: row.problem,
      since,
    })
    return true
  }
}
