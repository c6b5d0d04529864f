import { isDeepStrictEqual } from 'node:util'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { CompanyStatus, Progress } from '../../shared/status.ts'
import type { Plan } from '../plan/input.ts'
import { readAllAnewAfterLoss } from './after-loss.ts'
import { BooksCache } from './books-cache.ts'
import { CompanyConnection } from './company-connection.ts'
import type { CompanyOptions } from './company-options.ts'
import { CompanySource } from './company-source.ts'
import type { Result } from '../../shared/result.ts'
import { KeptHistory } from './kept-history.ts'
import { KeptPlan } from './kept-plan.ts'
import { KeptRows, waitsForSettings } from './kept-rows.ts'
import { ReadsCounter } from './reads-counter.ts'
import type { Summary } from './summary.ts'
import { keepSummary, keptSummary } from './summary.ts'
import { refreshBooks } from './refresh.ts'
import { logAnswer, logRun } from './run-log.ts'
import type { RowSources } from './rows.ts'
import { lastPushOf } from './digest.ts'
import { StandingRows } from './standing-rows.ts'
import { colourOf, guardsOf, sourceStatus, withTrouble } from './status-parts.ts'
import type { RetryPolicy } from '../push/retry.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import type { PushReport, SyncTools } from './sync.ts'
import { StoreWriteError } from '../store/store.ts'
import type { CompanyProfile } from './tables.ts'
import { stoppedBy } from './unopened.ts'
import { Waiting } from './waiting.ts'
import type { Workspace } from './workspace.ts'

/** What a run ended with. */
export interface SyncReport {
  read: Problem | null
  push: PushReport | null
  /** Why nothing could be pushed, or why pushing ended early. */
  problem: Problem | null
}

const IDLE: Progress = { phase: 'idle', done: 0, total: null, pauseMs: null }

/**
 * One contractor's company: reads its source, plans, pushes, and says how it stands. What it says comes from one place:
 * its rows; counts, tray and terminal derive from them.
 */
export class Company {
  readonly id: string
  readonly workspace: Workspace
  readonly source: CompanySource
  readonly connection: CompanyConnection
  readonly cache: BooksCache
  readonly #options: CompanyOptions
  readonly #plans: KeptPlan
  readonly #kept = new KeptRows()
  readonly #standing: StandingRows
  #isPlanned = false
  /** What stood when a run of sending found nothing to do: while it stands, another one would find the same. */
  #atRest: string | null = null
  #plan: Plan = { verdicts: new Map(), guards: [], wantedRates: [] }
  #progress: Progress = IDLE
  #running: Promise<SyncReport> | null = null
  #isClosing = false
  /** The run under way is to end early: what was chosen meanwhile decides where the next one sends. */
  #isEnding = false
  #isClosed = false
  #diskProblem: Problem | null = null
  /** What the last run met that nobody expected. */
  #fault: Problem | null = null
  /** When the last run began that asked QuickBooks, ms of the process. */
  #ranAt = -Infinity
  /** Why the last run could not talk to QuickBooks; the connection's state alone would still look well. */
  #troubleOfRun: Problem | null
  #hasNetwork = true
  readonly #waiting: Waiting
  readonly #reads: ReadsCounter
  readonly history: KeptHistory
  readonly #syncing = new Set<DocumentKey>()
  #unsettled: ReadonlyMap<DocumentKey, Problem> = new Map()
  readonly #listeners = new Set<() => void>()

  constructor(options: CompanyOptions, workspace: Workspace) {
    this.#options = options
    this.workspace = workspace
    this.#diskProblem = options.trouble ?? null
    this.id = options.companyId
    this.cache = new BooksCache(workspace.store)
    this.#plans = new KeptPlan(workspace, this.cache, (keys) =>
      options.log.write('error', 'plan-differed', { company: this.id, records: keys.length }),
    )
    this.#standing = new StandingRows(workspace, this.cache)
    this.#reads = new ReadsCounter(workspace, () => this.now)
    this.#waiting = new Waiting(workspace.store)
    this.#troubleOfRun = workspace.profile().runTrouble ?? null
    const { secrets, env, pace } = options
    const now = (): Date => this.now
    const lost = async (): Promise<void> => {
      // A reading under way says only what has changed since.
      this.source.reopen()
      await readAllAnewAfterLoss(this, true)
      this.source.reopen()
    }
    this.history = new KeptHistory({ ...options, workspace, lost, caught: (error) => void this.#caught(error) })
    this.source = new CompanySource({ ...options, workspace, now })
    this.connection = new CompanyConnection({
      workspace,
      folderId: options.folderId,
      cache: this.cache,
      secrets,
      env,
      pace,
      now,
      policy: this.#policy,
      answered: (about) => {
        this.#reads.count(about)
        logAnswer(options.log, this.id, about)
      },
      paused: () => this.#tell(),
      enterPractice: (access) => options.enterPractice(this, access),
    })
  }

  get #policy(): RetryPolicy {
    return {
      sleep: this.#options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
      random: this.#options.random ?? Math.random,
      stopped: () => this.#isClosing || this.#isEnding,
    }
  }

  get now(): Date {
    return this.#options.clock?.() ?? new Date()
  }

  get profile(): CompanyProfile {
    return this.workspace.profile()
  }

  rows(): readonly QueueRow[] {
    this.#planOnce()
    return this.#kept.list
  }

  /** Another number whenever a row is another one than before. */
  get rowsRevision(): number {
    this.#planOnce()
    return this.#kept.revision
  }

  get plan(): Plan {
    this.#planOnce()
    return this.#plan
  }

  /** What is counted of the rows; as long as nobody asked for these, what was kept of the last run, where it still holds. */
  get summary(): Summary {
    const kept = this.#isPlanned ? null : keptSummary(this.workspace.store, this.#options.version)
    if (kept) return kept
    this.#planOnce()
    return this.#kept.summary
  }

  /** A company is opened without a plan: whoever only asks how it stands, or for its settings, needs none. */
  #planOnce(): void {
    if (!this.#isPlanned) this.replan()
  }

  /** What is going on; a pause that QuickBooks asked for is part of it, with the time that it still lasts. */
  get progress(): Progress {
    const pauseMs = this.#progress.phase === 'idle' ? 0 : this.connection.pausedFor()
    return pauseMs > 0 ? { ...this.#progress, phase: 'pausing', pauseMs } : this.#progress
  }

  get books(): ReturnType<BooksCache['books']> {
    return this.cache.books()
  }

  listen(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** Plans anew from what is stored, where that has changed, and tells who listens. */
  replan(): void {
    this.#takePlan(this.#plans.plan(), this.#unsettled)
  }

  #takePlan(plan: Plan, unsettled: ReadonlyMap<DocumentKey, Problem>): void {
    this.#isPlanned = true
    this.#plan = plan
    this.#unsettled = new Map(unsettled)
    const now = this.now.toISOString()
    const today = now.slice(0, 10)
    const from = JSON.stringify([this.#plans.rowsRevision, [...unsettled], [...this.#syncing], today])
    this.#kept.take(from, (altered) => this.#rowsBy(plan, altered, now, today))
    this.#plans.release()
    this.#tell()
  }

  #rowsBy({ verdicts }: Plan, altered: ReadonlySet<DocumentKey>, now: string, today: string): QueueRow[] | null {
    const since: RowSources['since'] = (key, state, code) => this.#waiting.since(key, state, code, now)
    const rows = { verdicts, syncing: this.#syncing, unsettled: this.#unsettled, since, today }
    return this.#standing.take(rows, altered, () => this.#plans.input())
  }

  #tell(): void {
    for (const changed of this.#listeners) changed()
  }

  #setProgress(progress: Progress): void {
    this.#progress = progress
    this.#tell()
  }

  /** Told where the machine's network comes or goes; without it QuickBooks is not asked, and the source is read as before. */
  setNetwork(hasNetwork: boolean): void {
    this.#hasNetwork = hasNetwork
    if (hasNetwork && this.#troubleOfRun?.code === 'offline') this.#troubleOfRun = null
    this.#tell()
  }

  get #outOfReach(): Problem | null {
    return this.#hasNetwork || this.connection.isOnThisMachine ? null : problem('offline', { cause: 'ENETDOWN' })
  }

  /** Reads the source and takes what it says. Null: it is read, or nothing is new. */
  async read(): Promise<Problem | null> {
    try {
      return await this.#read()
    } catch (error) {
      return this.#caught(error)
    }
  }

  #read(): Promise<Problem | null> {
    this.#setProgress({ ...IDLE, phase: 'reading' })
    return this.source.read()
  }

  /** Something is to go by itself, or could not: the next look at QuickBooks is not put off. */
  get isWaiting(): boolean {
    const { pending, syncing } = this.status().counts
    return pending + syncing > 0 || this.#troubleOfRun !== null
  }

  /** What the disk refuses and what nobody expected stays this company's: it is shown here, and the others go on. */
  #caught(error: unknown): Problem {
    if (error instanceof StoreWriteError) {
      this.#diskProblem = error.problem
      return error.problem
    }
    this.#fault = stoppedBy(error)
    this.#options.report?.(this.id, error)
    return this.#fault
  }

  /** Looks at QuickBooks without sending anything, so that plans know its accounts, names and numbers. */
  async refresh(): Promise<Problem | null> {
    try {
      return await this.#refresh()
    } catch (error) {
      return this.#caught(error)
    }
  }

  async #refresh(): Promise<Problem | null> {
    if (this.#outOfReach) return this.#outOfReach
    const quickbooks = await this.connection.quickbooks()
    if (!quickbooks.ok) return quickbooks.problem
    this.#setProgress({ ...IDLE, phase: 'looking' })
    if (this.rows().some(waitsForSettings)) this.cache.markSettingsStale()
    const refreshed = await refreshBooks(this.workspace, quickbooks.value, this.cache, this.now)
    await this.connection.recordAccess(refreshed.ok ? null : refreshed.problem)
    return refreshed.ok ? null : refreshed.problem
  }

  /**
   * Reads, refreshes and pushes until nothing is left that can go now. One run at a time: a second call joins the first.
   * `askAfterMs`: where the reading brings nothing, QuickBooks is not asked before so long since the last run.
   */
  sync({ askAfterMs = 0 } = {}): Promise<SyncReport> {
    this.#running ??= this.#syncSafely(askAfterMs).finally(() => {
      this.#running = null
      this.#setProgress(IDLE)
    })
    return this.#running
  }

  /** What the disk refuses is a problem that is shown, and tried again with the next run. */
  async #syncSafely(askAfterMs: number): Promise<SyncReport> {
    const started = performance.now()
    try {
      const report = await this.#sync(askAfterMs)
      this.#diskProblem = null
      this.#fault = null
      await this.#keepTrouble(report.push ? report.push.stop : report.problem)
      await this.#waiting.keep(this.#kept)
      await this.history.keepEnd()
      await this.#keepSummary()
      logRun(this.#options.log, this.id, report, performance.now() - started)
      return report
    } catch (error) {
      return { read: null, push: null, problem: this.#caught(error) }
    }
  }

  /** What lies with QuickBooks or the way to it is kept: whoever looks later, or from another program, is told of it too. */
  async #keepTrouble(trouble: Problem | null): Promise<void> {
    this.#troubleOfRun = trouble
    const kept = trouble !== null && ['nobody', 'quickbooks'].includes(PROBLEMS[trouble.code].who) ? trouble : null
    if (!isDeepStrictEqual(this.profile.runTrouble ?? null, kept)) await this.workspace.setProfile({ runTrouble: kept })
  }

  async #sync(askAfterMs: number): Promise<SyncReport> {
    void this.history.seal()
    const read = await this.#read()
    this.replan()
    if (!this.source.hadNews && performance.now() - this.#ranAt < askAfterMs)
      return { read, push: null, problem: this.#troubleOfRun }
    this.#ranAt = performance.now()
    const refreshed = await this.#refresh()
    this.replan()
    if (this.#isPaused) return { read, push: null, problem: refreshed }
    if (!this.#knowsWhose(read)) return { read, push: null, problem: read ?? refreshed }
    if (refreshed) return { read, push: null, problem: refreshed }
    const quickbooks = await this.connection.quickbooks()
    if (!quickbooks.ok) return { read, push: null, problem: quickbooks.problem }
    const began = this.now.toISOString()
    const push = await this.#push(quickbooks.value)
    if (push.stop) await this.connection.recordAccess(push.stop)
    // What our writes changed beside them (the invoice of a payment) is shown as QuickBooks has it by now, in one question.
    if (push.sent > 0 && !push.stop && !this.#policy.stopped())
      await refreshBooks(this.workspace, quickbooks.value, this.cache, this.now)
    this.replan()
    await this.workspace.setProfile({ lastPush: await lastPushOf(this, push, began) })
    this.#tell()
    return { read, push, problem: push.stop ?? push.unsettled }
  }

  /**
   * Whether what is kept is from the place that the company is pointed at. Where that was not read yet, or holds another
   * company's data, nobody said that what is kept belongs into the books that a person signed in to since.
   */
  #knowsWhose(read: Problem | null): boolean {
    return this.profile.cursor !== null && read?.code !== 'guard-other-company'
  }

  get #isPaused(): boolean {
    const { pausedUntil } = this.profile
    return pausedUntil !== null && Date.parse(pausedUntil) > this.now.getTime()
  }

  /** Sends what can go; where nothing has changed since a run that found nothing to do, there is nothing. */
  async #push(quickbooks: QuickBooks): Promise<PushReport> {
    if (this.#atRest === this.#plans.wholeRevision)
      return { sent: 0, refused: 0, stop: null, unsettled: null, untaken: 0, isAtRest: true }
    this.#atRest = null
    // Loaded with the first sending: commands that only look never need it.
    const { pushAll } = await import('./sync.ts')
    const tools = this.#syncTools(quickbooks)
    // A pause, and another place for the data, hold from the next step on, in the middle of a run too.
    const stopped = (): boolean => tools.stopped() || this.#isPaused || this.profile.cursor === null
    const push = await pushAll({ ...tools, stopped })
    if (push.isAtRest) this.#atRest = this.#plans.wholeRevision
    return push
  }

  #syncTools(quickbooks: QuickBooks): SyncTools {
    return {
      workspace: this.workspace,
      quickbooks,
      cache: this.cache,
      plans: this.#plans,
      attachment: (key, attachmentId) => this.source.attachment(key, attachmentId),
      now: () => this.now,
      ...this.#policy,
      ...(this.#options.pace?.batches && { batches: this.#options.pace.batches }),
      turn: this.#options.pace?.isAloneHere ? null : this.connection.turn,
      busy: (key, isBusy) => this.#setBusy(key, isBusy),
      progress: (done, total) => this.#setProgress({ phase: 'sending', done, total, pauseMs: null }),
      planned: (plan, unsettled) => this.#takePlan(plan, unsettled),
    }
  }

  /** Does something that asks QuickBooks, while no run is under way; a run that is asked for meanwhile comes after it. */
  alone<T>(work: (tools: SyncTools) => Promise<Result<T>>): Promise<Result<T>> {
    return this.#inPlaceOfRun(async () => {
      try {
        const refreshed = await this.#refresh()
        if (refreshed) return { ok: false, problem: refreshed }
        const quickbooks = await this.connection.quickbooks()
        return quickbooks.ok ? await work(this.#syncTools(quickbooks.value)) : quickbooks
      } catch (error) {
        return { ok: false, problem: this.#caught(error) }
      }
    })
  }

  /**
   * Ends the run under way before its next step, and does something before another one begins: for what changes whose
   * books these are. Until then every answer of the run is kept under the company that gave it.
   */
  betweenRuns<T>(work: () => Promise<T>): Promise<T> {
    this.#isEnding = true
    return this.#inPlaceOfRun(() => {
      this.#isEnding = false
      return work()
    })
  }

  async #inPlaceOfRun<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running) await this.#running
    const { promise, resolve } = Promise.withResolvers<SyncReport>()
    this.#running = promise
    try {
      return await work()
    } finally {
      this.#running = null
      this.#setProgress(IDLE)
      this.replan()
      resolve({ read: null, push: null, problem: null })
    }
  }

  #setBusy(key: DocumentKey, isBusy: boolean): void {
    if (isBusy) this.#syncing.add(key)
    else this.#syncing.delete(key)
    const verdict = this.#plan.verdicts.get(key)
    if (verdict) this.#kept.setState(key, isBusy ? 'syncing' : verdict.state)
    this.#tell()
  }

  status(): CompanyStatus {
    const { profile } = this
    const { counts, needsYou, documents } = this.summary
    return {
      companyId: this.id,
      name: profile.billdr?.name ?? profile.name,
      colour: colourOf(this.id),
      counts,
      needsYou,
      documents,
      lookedAt: profile.lookedAt,
      ...(profile.environment !== 'practice' && { reads: this.#reads.status }),
      connection: withTrouble(this.connection.status, this.#outOfReach ?? this.#troubleOfRun),
      listsTurn: this.cache.listsTurn,
      source: sourceStatus(this.workspace, [this.#diskProblem, this.#fault]),
      lastPush: profile.lastPush,
      guards: guardsOf(this.workspace),
      paused: this.#isPaused,
      progress: this.progress,
      recovered:
        this.workspace.store.recovered || this.#options.isMended ? problem('data-recovered', { count: 1 }) : null,
      practice:
        profile.environment === 'practice' ? { booksUrl: this.connection.practiceBooksUrl, nextSample: false } : null,
    }
  }

  /** Begins nothing more: a run ends after the steps under way, a sign-in is given up. */
  stop(): void {
    this.#isClosing = true
    this.source.stop()
    this.connection.stop()
  }

  /** Lets a run come to its end and closes what is open. */
  async close(): Promise<void> {
    this.stop()
    await this.#running?.catch(() => undefined)
    if (!this.#isClosed) {
      await this.history.end()
      await this.#keepSummary()
    }
    this.#isClosed = true
    await this.connection.close()
    await this.workspace.close()
  }

  async #keepSummary(): Promise<void> {
    if (this.#options.readOnly) return
    await this.#reads.keep()
    if (this.#isPlanned) await keepSummary(this.workspace.store, this.#kept.summary, this.#options.version)
  }
}
