import type { Bridge, BridgeEvent } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import type { Link } from '../bridge/link.ts'
import { CompanyRows } from './company-rows.ts'
import { EventBuffer } from './event-buffer.ts'

/** What the companion last said: the status of every company, and the rows of those that were looked at. */
export class Live {
  readonly #bridge: Bridge
  readonly #link: Link
  readonly #rows = new Map<string, CompanyRows>()
  readonly #listeners = new Set<() => void>()
  readonly #events = new EventBuffer(() => this.#askForCompanies())
  #companies: readonly CompanyStatus[] | null = null
  #open: (company: string, key: DocumentKey | null) => void = () => undefined

  constructor(bridge: Bridge, link: Link) {
    this.#bridge = bridge
    this.#link = link
  }

  /** Starts listening. The function it returns ends that. */
  start(): () => void {
    const unlisten = this.#bridge.listen((event) => this.#receive(event))
    let before = this.#link.state()
    const cut = this.#link.subscribe(() => {
      const now = this.#link.state()
      // What happened while nobody listened is asked for.
      if (now === 'live' && before !== 'live') void this.refresh()
      before = now
    })
    void this.refresh()
    return () => {
      unlisten()
      cut()
    }
  }

  companies = (): readonly CompanyStatus[] | null => this.#companies

  subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  rowsOf(company: string): CompanyRows {
    let rows = this.#rows.get(company)
    if (!rows) {
      rows = new CompanyRows(company, this.#bridge)
      this.#rows.set(company, rows)
      void rows.read()
    }
    return rows
  }

  /** Says what to do when the companion asks for a document to be shown (a click on a notification). */
  onOpen(open: (company: string, key: DocumentKey | null) => void): void {
    this.#open = open
  }

  async refresh(): Promise<void> {
    await Promise.all([this.#events.ask(), ...[...this.#rows.values()].map((rows) => rows.read())])
  }

  async #askForCompanies(): Promise<boolean> {
    try {
      this.#take(await this.#bridge.companies({}))
      return true
    } catch {
      // The link says it to the person, and asks again.
      return false
    }
  }

  #receive(event: BridgeEvent): void {
    switch (event.event) {
      case 'companies':
        this.#events.receive(() => this.#take(event.companies))
        break
      case 'status':
        this.#events.receive(() =>
          this.#take(
            this.#companies?.map((each) => (each.companyId === event.status.companyId ? event.status : each)) ?? null,
          ),
        )
        break
      case 'rows':
        this.#rows.get(event.company)?.receive(event)
        break
      case 'open':
        this.#open(event.company, event.key)
        break
    }
  }

  #take(companies: readonly CompanyStatus[] | null): void {
    this.#companies = companies
    this.#tell()
  }

  #tell(): void {
    for (const changed of this.#listeners) changed()
  }
}
