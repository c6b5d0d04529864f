import { problem } from '../../shared/problem.ts'
import type { BridgeEvent, RowsAnswer } from '../../shared/bridge.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { AtWork } from './at-work.ts'
import type { Companion } from './companion.ts'
import type { Company } from './company.ts'
import { RowFeed } from './feed.ts'
import { askAfterMs } from './pace.ts'
import type { UnopenedCompany } from './unopened.ts'
import { statusOfUnopened } from './unopened.ts'
import { addPractice, awaitsNextSample } from './sample.ts'
import { SpareMemory } from '../system/memory.ts'

export interface SchedulerOptions {
  companion: Companion
  dataFolder: string
  /** Folder with the samples that ship with the program. */
  samples: string
  host: 'electron' | 'browser'
  version: string
  /** Whether somebody has a window before them; left out: always. */
  isLookedAt?: () => boolean
}

/** Changes are announced together: many within this time are one event, ms. */
const ANNOUNCE_AFTER_MS = 60
/** Long enough after a run for the window to have what it asks for then, ms. */
const REST_AFTER_MS = 2_000

interface ScheduledCompany {
  company: Company
  feed: RowFeed
  /** The revision of the rows that the feed has taken. */
  taken: number
  timer: NodeJS.Timeout | null
  isRunning: boolean
  /** Asked for while a run was going on. */
  again: boolean
  /** The next turn comes because the source says that it changed; because it is wanted in any case. */
  isChange: boolean
  isWanted: boolean
  announcing: NodeJS.Timeout | null
  unwatch: () => void
  unlisten: () => void
}

/**
 * The companion as windows and the tray follow it: all companies at work, each looked after at its own pace, and every
 * change announced as an event of the bridge.
 */
export class Scheduler {
  readonly options: SchedulerOptions
  readonly #companies = new Map<string, ScheduledCompany>()
  /** Companies whose data could not be opened, in the place where the others are listed. */
  readonly #unopened = new Map<string, UnopenedCompany>()
  readonly #atWork: AtWork
  /** Companies during whose work the program ended last time take their first turn one after the other. */
  #suspects: Promise<unknown> = Promise.resolve()
  /** What is under way, and may still write in the data folder. */
  readonly #background = new Set<Promise<unknown>>()
  readonly #listeners = new Set<(event: BridgeEvent) => void>()
  #isClosing = false
  readonly #memory = new SpareMemory()
  #resting: NodeJS.Timeout | null = null
  #isAsleep = false
  #isOnline = true

  constructor(options: SchedulerOptions) {
    this.options = options
    this.#atWork = new AtWork(options.dataFolder)
  }

  get companion(): Companion {
    return this.options.companion
  }

  /** Opens what is there; with nothing configured, the practice company and the sample. */
  async start(): Promise<void> {
    const { companion, dataFolder, samples } = this.options
    if (companion.companyIds().length === 0) {
      const made = await addPractice(companion, dataFolder, samples)
      if (!made.ok) throw new Error(`the practice company could not be made: ${made.problem.code}`)
    }
    const { waits } = companion.secrets
    if (waits) waits.onLateAnswer = () => this.lookAgain()
    for (const id of companion.companyIds()) {
      await this.follow(id)
      // A window may be open already, and was told of none.
      this.tellCompanies()
    }
    // Whether there is a keychain at all is known before somebody opens the settings; for a name that nobody keeps none asks.
    if (waits) void companion.secrets.get('is there a keychain')
  }

  /** The keychain was unlocked, or the way to the internet is another one: whatever waited for it goes on at once. */
  lookAgain(): void {
    for (const entry of this.#companies.values()) this.#turnSoon(entry)
  }

  /** Begins to look after a company. */
  async follow(id: string): Promise<Company | null> {
    const known = this.#companies.get(id)
    if (known) return known.company
    if (this.#isClosing) return null
    if (await this.#atWork.isLeftAlone(id)) {
      const about = this.companion.about(id)
      this.#unopened.set(id, { ...about, problem: problem('company-asleep', { location: about.location }) })
      return null
    }
    await this.#atWork.begins(id)
    const opened = await this.companion.company(id, { planned: true })
    if (!opened.ok) {
      await this.#atWork.ended(id)
      this.#unopened.set(id, { ...this.companion.about(id), problem: opened.problem })
      return null
    }
    this.#unopened.delete(id)
    const company = opened.value
    // Until its turn comes.
    await this.#atWork.rests([id])
    const entry: ScheduledCompany = {
      company,
      feed: new RowFeed(),
      taken: company.rowsRevision,
      timer: null,
      isRunning: false,
      again: false,
      isChange: false,
      isWanted: true,
      announcing: null,
      unwatch: () => undefined,
      unlisten: () => undefined,
    }
    this.#companies.set(id, entry)
    entry.feed.take(company.rows())
    company.setNetwork(this.#isOnline)
    entry.unlisten = company.listen(() => this.#announceSoon(entry))
    // A keychain may ask a person first, who needs the window to know what for: nobody waits for it here.
    const begun = this.#begin(entry)
    if (!asksKeychain(company)) await begun
    this.#schedule(entry, 0)
    return company
  }

  async #begin(entry: ScheduledCompany): Promise<void> {
    const { id, connection } = entry.company
    try {
      await connection.state()
      await this.watchSource(id)
      this.#announceSoon(entry)
    } catch (error) {
      // Its first run meets the same, and says it.
      this.companion.fault(id, error)
    }
  }

  /** Follows the source of a company; again after it was pointed elsewhere. */
  async watchSource(id: string): Promise<void> {
    const entry = this.#companies.get(id)
    if (!entry) return
    entry.unwatch()
    entry.unwatch = () => undefined
    const source = await entry.company.source.open()
    if (this.#isClosing) return
    entry.unwatch = source.ok ? source.value.watch(() => this.#changed(entry)) : () => undefined
  }

  company(id: string): Company | null {
    return this.#companies.get(id)?.company ?? null
  }

  /** What a window that knows a revision of a company's rows still lacks. Null: there is no such company. */
  rowsSince(id: string, revision: number | null): RowsAnswer | null {
    const entry = this.#companies.get(id)
    if (this.#unopened.has(id)) return { revision: 0, whole: true, rows: [], removed: [] }
    if (!entry) return null
    // One window asks, and all get it: a revision that only one of them heard of would be missing in the others.
    this.#announceRows(entry)
    return entry.feed.since(revision)
  }

  /** How every company stands; also those that could not be opened. */
  statuses(): CompanyStatus[] {
    const opened = [...this.#companies.values()].map(({ company }) => this.statusOf(company))
    return [...opened, ...[...this.#unopened.values()].map(statusOfUnopened)]
  }

  unopened(id: string): UnopenedCompany | null {
    return this.#unopened.get(id) ?? null
  }

  statusOf(company: Company): ReturnType<Company['status']> {
    const status = company.status()
    if (!status.practice) return status
    return {
      ...status,
      practice: { ...status.practice, nextSample: awaitsNextSample(company, this.options.dataFolder) },
    }
  }

  /** Syncs now, out of turn. */
  syncSoon(id: string): void {
    const entry = this.#companies.get(id)
    if (!entry) {
      // A person wants it tried once more: whatever ended the program before is forgotten.
      if (this.#unopened.has(id))
        void this.#inBackground(
          this.#atWork
            .ended(id)
            .then(() => this.follow(id))
            .then(() => this.tellCompanies()),
        )
      return
    }
    entry.company.source.retryNow()
    this.#turnSoon(entry)
  }

  /** The source says that something changed: perhaps only a file that lies beside the data. */
  #changed(entry: ScheduledCompany): void {
    entry.isChange = true
    this.#schedule(entry, 0)
  }

  /** A turn at once, whatever the reading brings. */
  #turnSoon(entry: ScheduledCompany): void {
    entry.isWanted = true
    this.#schedule(entry, 0)
  }

  #schedule(entry: ScheduledCompany, afterMs: number): void {
    if (entry.timer) clearTimeout(entry.timer)
    entry.timer = null
    if (this.#isClosing || this.#isAsleep) return
    entry.timer = setTimeout(() => this.#beginTurn(entry), afterMs)
  }

  /** Closing waits for this. */
  #inBackground<T>(work: Promise<T>): Promise<T> {
    const ended = work.finally(() => this.#background.delete(ended))
    this.#background.add(ended)
    return ended
  }

  #beginTurn(entry: ScheduledCompany): void {
    entry.timer = null
    // A run that is ending may have passed what was just asked for: another one follows it, and not only at the next refresh.
    if (entry.isRunning) {
      entry.again = true
      return
    }
    entry.isRunning = true
    void this.#turn(entry)
  }

  async #turn(entry: ScheduledCompany): Promise<void> {
    const { company } = entry
    const isLookedAt = this.options.isLookedAt?.() ?? true
    const lookAfterMs = entry.isWanted ? 0 : askAfterMs(company, isLookedAt, entry.isChange)
    entry.isChange = entry.isWanted = false
    try {
      const turn = async (): Promise<void> => {
        if (this.#isClosing) return
        await this.#inBackground(this.#atWork.begins(company.id))
        if (this.#isClosing) return
        company.source.backOff()
        await company.sync({ askAfterMs: lookAfterMs })
        // Who closes notes for all companies that they ended well.
        if (this.#isClosing) return
        await company.connection.state()
        await this.#inBackground(this.#atWork.ended(company.id))
      }
      if ((await this.#atWork.crashesOf(company.id)) === 0) await turn()
      else await (this.#suspects = this.#suspects.then(turn, turn))
    } catch (error) {
      await this.#inBackground(this.#atWork.ended(company.id))
      if (!this.#isClosing) this.companion.fault(company.id, error)
    } finally {
      entry.isRunning = false
      if (!this.#isClosing) this.#restUntilNext(entry)
    }
  }

  #restUntilNext(entry: ScheduledCompany): void {
    this.#announceSoon(entry)
    const afterMs = entry.again ? 0 : entry.company.workspace.settings().pollSeconds * 1000
    entry.again = false
    if (!entry.timer) this.#schedule(entry, afterMs)
    this.#resting ??= setTimeout(() => this.#rest(), REST_AFTER_MS).unref()
  }

  /** What planning needed for a moment goes back to the system, once nothing is going on. */
  #rest(): void {
    this.#resting = null
    if (![...this.#companies.values()].some(({ isRunning }) => isRunning)) this.#memory.giveBack()
  }

  #announceSoon(entry: ScheduledCompany): void {
    // What still ends while the program closes is told to nobody: its store may be closed by then.
    if (this.#isClosing) return
    entry.announcing ??= setTimeout(() => {
      entry.announcing = null
      this.#announce(entry)
    }, ANNOUNCE_AFTER_MS)
  }

  #announce(entry: ScheduledCompany): void {
    this.#announceRows(entry)
    this.emit({ event: 'status', status: this.statusOf(entry.company) })
  }

  #announceRows(entry: ScheduledCompany): void {
    const { company, feed } = entry
    if (entry.taken === company.rowsRevision) return
    entry.taken = company.rowsRevision
    const news = feed.take(company.rows())
    if (news) this.emit({ event: 'rows', company: company.id, ...news })
  }

  /** Tells every window that the list of companies has changed. */
  tellCompanies(): void {
    this.emit({ event: 'companies', companies: this.statuses() })
  }

  emit(event: BridgeEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  subscribe(listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Asleep, nothing is begun. Without a network QuickBooks is not asked; sources are read all the same, and practice goes
   * on: both may lie on this machine. Afterwards everything is looked at at once.
   */
  systemChanged(change: 'sleep' | 'wake' | 'offline' | 'online'): void {
    if (change === 'sleep' || change === 'wake') this.#isAsleep = change === 'sleep'
    else this.#isOnline = change === 'online'
    for (const entry of this.#companies.values()) {
      entry.company.setNetwork(this.#isOnline)
      if (change === 'wake' || change === 'online') entry.company.source.retryNow()
      this.#turnSoon(entry)
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true
    if (this.#resting) clearTimeout(this.#resting)
    for (const entry of this.#companies.values()) {
      if (entry.timer) clearTimeout(entry.timer)
      if (entry.announcing) clearTimeout(entry.announcing)
      entry.unwatch()
      entry.unlisten()
    }
    await this.companion.close()
    while (this.#background.size > 0) await Promise.allSettled(this.#background)
    await this.#atWork.rests([...this.#companies.keys()])
  }
}

/** Whether looking at this company may wait for a person: its tokens, or the key of its source, are in the keychain. */
function asksKeychain({ connection, profile }: Company): boolean {
  return connection.asksKeychain || /^https?:/i.test(profile.source.location)
}
