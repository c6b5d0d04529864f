import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { QueueRow } from '../../shared/row.ts'
import { countStates, needsPerson } from '../../shared/row.ts'
import type { BytesOutcome, Source } from '../../shared/source.ts'
import type { CompanyStatus, ConnectionStatus, Progress } from '../../shared/status.ts'
import type { SecretStore } from '../keychain/secret-store.ts'
import type { FileSystem } from '../store/file-system.ts'
import { openSource } from '../billdr/open-source.ts'
import type { Plan } from '../plan/input.ts'
import { planOf } from '../plan/plan.ts'
import type { Environment } from '../qbo/addresses.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import type { SignIn } from '../qbo/sign-in.ts'
import type { Access, Pace } from './access.ts'
import { openAccess } from './access.ts'
import { signInToPractice } from './connect.ts'
import { BooksCache } from './books.ts'
import { Intake, takeReading } from './intake.ts'
import { lookAtBooks } from './look.ts'
import { watchPause } from './pause-watch.ts'
import { rowsOf } from './rows.ts'
import type { Patience } from '../push/patient.ts'
import { patientReads } from '../push/patient.ts'
import type { PushReport } from './sync.ts'
import { pushAll } from './sync.ts'
import { StoreWriteError } from '../store/store.ts'
import type { CompanyProfile } from './tables.ts'
import type { Workspace } from './workspace.ts'
import { openWorkspace } from './workspace.ts'

export interface CompanyOptions {
  dataFolder: string
  companyId: string
  /** Its profile where the company is new. */
  fresh: CompanyProfile | null
  secrets: SecretStore
  surroundings: Readonly<Record<string, string | undefined>>
  clock?: () => Date
  sleep?: (ms: number) => Promise<void>
  random?: () => number
  fileSystem?: FileSystem
  pace?: Pace
}

export type Done<T = null> = { ok: true; value: T } | { ok: false; problem: Problem }

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
  readonly #options: CompanyOptions
  #source: Source | null = null
  #access: Access | null = null
  #unwatchPause: () => void = () => undefined
  readonly cache: BooksCache
  #connection: ConnectionStatus | null = null
  #signIn: SignIn | null = null
  #quickbooks: { client: QuickBooks; patient: QuickBooks } | null = null
  #rows: QueueRow[] = []
  #rowAt: ReadonlyMap<DocumentKey, number> = new Map()
  #plan: Plan = { verdicts: new Map(), guards: [] }
  #progress: Progress = IDLE
  #running: Promise<SyncReport> | null = null
  #isClosing = false
  #diskProblem: Problem | null = null
  readonly #syncing = new Set<DocumentKey>()
  #unsettled: ReadonlyMap<DocumentKey, Problem> = new Map()
  readonly #listeners = new Set<() => void>()

  constructor(options: CompanyOptions, workspace: Workspace) {
    this.#options = options
    this.workspace = workspace
    this.id = options.companyId
    this.cache = new BooksCache(workspace.store)
  }

  get #patience(): Patience {
    return {
      sleep: this.#options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
      random: this.#options.random ?? Math.random,
      stopped: () => this.#isClosing,
    }
  }

  get now(): Date {
    return this.#options.clock?.() ?? new Date()
  }

  get profile(): CompanyProfile {
    return this.workspace.profile()
  }

  rows(): readonly QueueRow[] {
    return this.#rows
  }

  get plan(): Plan {
    return this.#plan
  }

  /** What is going on; a pause that QuickBooks asked for is part of it, with the time that it still lasts. */
  get progress(): Progress {
    const pauseMs = this.#progress.phase === 'idle' ? 0 : this.#access?.limiter.pausedFor() ?? 0
    return pauseMs > 0 ? { ...this.#progress, phase: 'pausing', pauseMs } : this.#progress
  }

  get books(): ReturnType<BooksCache['books']> {
    return this.cache.books()
  }

  listen(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** Plans anew from what is stored and tells who listens. */
  refresh(): void {
    this.#takePlan(planOf(this.workspace.planInput(this.books)), this.#unsettled)
  }

  #takePlan(plan: Plan, unsettled: ReadonlyMap<DocumentKey, Problem>): void {
    this.#plan = plan
    this.#unsettled = new Map(unsettled)
    const input = this.workspace.planInput(this.books)
    this.#rows = rowsOf({ ...input, verdicts: plan.verdicts, syncing: this.#syncing, unsettled: this.#unsettled }, this.workspace.store.table('readProblems').entries())
    this.#rowAt = new Map(this.#rows.map((row, at) => [row.key, at]))
    this.#tell()
  }

  #tell(): void {
    for (const changed of this.#listeners) changed()
  }

  #setProgress(progress: Progress): void {
    this.#progress = progress
    this.#tell()
  }

  /** The source at its location, with its key from the environment or the keychain. */
  async source(): Promise<Done<Source>> {
    if (this.#source) return { ok: true, value: this.#source }
    const { source, billdr } = this.profile
    const key = await this.#sourceKey(source.keyEnv)
    if (!key.ok) return key
    const opened = await openSource(source.location, {
      ...(key.value !== null && { apiKey: key.value }),
      ...(billdr && { locale: billdr.locale }),
      pollMs: this.workspace.settings().pollSeconds * 1000,
    })
    if (!opened.ok) return opened
    this.#source = opened.source
    return { ok: true, value: opened.source }
  }

  async #sourceKey(variable: string | null): Promise<Done<string | null>> {
    const fromSurroundings = variable === null ? undefined : this.#options.surroundings[variable]
    if (fromSurroundings) return { ok: true, value: fromSurroundings }
    if (!/^https?:/i.test(this.profile.source.location)) return { ok: true, value: null }
    const kept = await this.#options.secrets.get(sourceKeyAccount(this.id))
    return kept.ok ? { ok: true, value: kept.value } : { ok: true, value: null }
  }

  /** Points the company at another source; what was read stays until that one is read. */
  async setSource(location: string, keyEnv: string | null): Promise<void> {
    this.#source = null
    await this.workspace.setProfile({ source: { location, keyEnv }, cursor: null })
  }

  /** Reads the source and takes what it says. Null: it is read, or nothing is new. */
  async read(): Promise<Problem | null> {
    const source = await this.source()
    if (!source.ok) return this.#readFailed(source.problem)
    this.#setProgress({ ...IDLE, phase: 'reading' })
    const intake = new Intake()
    const at = this.now.toISOString()
    const outcome = await source.value.read(this.profile.cursor, intake)
    if (outcome.ok === false) return this.#readFailed(outcome.problem)
    if (outcome.ok === 'unchanged') {
      await this.workspace.setProfile({ lastReadAt: at, cursor: outcome.cursor })
      return null
    }
    const taken = await takeReading(this.workspace.store, this.profile, outcome, intake, at)
    if (!taken.applied) return this.#readFailed(taken.guard.problem)
    return null
  }

  async #readFailed(why: Problem): Promise<Problem> {
    await this.workspace.setProfile({ readProblem: why })
    return why
  }

  /** The environment in force: what is connected, unless the surroundings name another. */
  environment(): Environment {
    const named = this.#options.surroundings['QBO_ENVIRONMENT']?.trim()
    if (named === 'production' || named === 'sandbox' || named === 'practice') return named
    return this.profile.environment ?? 'production'
  }

  /** The way to QuickBooks, opened when it is first needed. */
  async access(environment: Environment = this.environment()): Promise<Done<Access>> {
    if (this.#access?.environment === environment) return { ok: true, value: this.#access }
    await this.#closeAccess()
    const { billdr, name } = this.profile
    const opened = await openAccess({
      environment, companyId: this.id, folder: this.workspace.folder, country: billdr?.country ?? 'CA', companyName: billdr?.name ?? name,
      secrets: this.#options.secrets, surroundings: this.#options.surroundings, clock: () => this.now,
      ...(this.#options.pace && { pace: this.#options.pace }),
    })
    if (!opened.ok) return opened
    this.#access = opened.access
    this.#unwatchPause = watchPause(opened.access.limiter, () => this.#tell())
    return { ok: true, value: opened.access }
  }

  async #closeAccess(): Promise<void> {
    this.#unwatchPause()
    await this.#access?.close()
    this.#access = null
  }

  /** The environment of the sign-in under way. */
  get connectingTo(): Environment {
    return this.#access?.environment ?? this.environment()
  }

  get signIn(): SignIn | null {
    return this.#signIn
  }

  set signIn(signIn: SignIn | null) {
    this.#signIn = signIn
  }

  /** How the connection stands; asked of the keychain, and kept for the status. */
  async connection(): Promise<ConnectionStatus> {
    const environment = this.environment()
    const nothing: ConnectionStatus = { state: 'not-connected', environment, companyName: null, realmId: null, expiresAt: null, connectedAt: null, problem: null }
    const access = this.profile.environment === null ? null : await this.access()
    if (!access) this.#connection = nothing
    else if (!access.ok) this.#connection = { ...nothing, problem: access.problem }
    else {
      const state = await access.value.connection.state()
      const isPractice = environment === 'practice' && this.profile.environment === 'practice' && this.profile.realmId !== null
      // Practice signs in anew at every start; between two starts it counts as connected.
      const shown = isPractice && state.state === 'not-connected' ? 'connected' : state.state
      this.#connection = {
        state: shown, environment, companyName: state.companyName ?? (shown === 'connected' ? this.profile.quickbooksName : null),
        realmId: state.realmId ?? (shown === 'connected' ? this.profile.realmId : null),
        expiresAt: state.expiresAt, connectedAt: state.connectedAt, problem: shown === 'connected' ? null : state.problem,
      }
    }
    return this.#connection
  }

  /** QuickBooks, where it is connected; practice signs in by itself. */
  async quickbooks(): Promise<Done<QuickBooks>> {
    const access = await this.access()
    if (!access.ok) return access
    const { connection } = access.value
    let state = await connection.state()
    // Practice asks nobody; only who disconnected it stays disconnected.
    const mayEnter = this.environment() === 'practice' && (this.profile.environment === 'practice' || this.profile.realmId === null)
    if (state.state !== 'connected' && mayEnter) {
      const signed = await signInToPractice(this, access.value)
      if (!signed.ok) return signed
      state = await connection.state()
    }
    if (state.state !== 'connected' || state.realmId === null) return { ok: false, problem: state.problem ?? problem('not-connected') }
    const client = access.value.quickbooks(state.realmId)
    if (this.#quickbooks?.client !== client) this.#quickbooks = { client, patient: patientReads(client, this.#patience) }
    const quickbooks = this.#quickbooks.patient
    this.cache.use(quickbooks)
    return { ok: true, value: quickbooks }
  }

  /** Looks at QuickBooks without sending anything, so that plans know its accounts, names and numbers. */
  async look(): Promise<Problem | null> {
    const quickbooks = await this.quickbooks()
    if (!quickbooks.ok) return quickbooks.problem
    this.#setProgress({ ...IDLE, phase: 'looking' })
    const looked = await lookAtBooks(this.workspace, quickbooks.value, this.cache, this.now)
    return looked.ok ? null : looked.problem
  }

  /** Reads, looks and pushes until nothing is left that can go now. One run at a time: a second call joins the first. */
  sync(): Promise<SyncReport> {
    this.#running ??= this.#syncSafely().finally(() => {
      this.#running = null
      this.#setProgress(IDLE)
    })
    return this.#running
  }

  /** What the disk refuses is a problem that is shown, and tried again with the next run. */
  async #syncSafely(): Promise<SyncReport> {
    try {
      const report = await this.#sync()
      this.#diskProblem = null
      return report
    } catch (error) {
      if (!(error instanceof StoreWriteError)) throw error
      this.#diskProblem = error.problem
      return { read: null, push: null, problem: error.problem }
    }
  }

  async #sync(): Promise<SyncReport> {
    const read = await this.read()
    this.refresh()
    const looked = await this.look()
    this.refresh()
    const paused = this.profile.pausedUntil
    if (paused && Date.parse(paused) > this.now.getTime()) return { read, push: null, problem: looked }
    if (looked) return { read, push: null, problem: looked }
    const quickbooks = await this.quickbooks()
    if (!quickbooks.ok) return { read, push: null, problem: quickbooks.problem }
    const push = await pushAll({
      workspace: this.workspace, quickbooks: quickbooks.value, cache: this.cache,
      attachment: (key, attachmentId) => this.attachment(key, attachmentId),
      now: () => this.now,
      ...this.#patience,
      busy: (key, isBusy) => this.#setBusy(key, isBusy),
      progress: (done, total) => this.#setProgress({ phase: 'sending', done, total, pauseMs: null }),
      planned: (plan, unsettled) => this.#takePlan(plan, unsettled),
    })
    await this.workspace.setProfile({ lastPush: { at: this.now.toISOString(), sent: push.sent, failed: push.refused } })
    this.refresh()
    return { read, push, problem: push.stop ?? push.unsettled }
  }

  #setBusy(key: DocumentKey, isBusy: boolean): void {
    if (isBusy) this.#syncing.add(key)
    else this.#syncing.delete(key)
    const at = this.#rowAt.get(key) ?? -1
    const row = this.#rows[at]
    const verdict = this.#plan.verdicts.get(key)
    if (row && verdict) this.#rows[at] = { ...row, state: isBusy ? 'syncing' : verdict.state }
    this.#tell()
  }

  /** The bytes of a receipt, from the source. */
  async attachment(key: DocumentKey, attachmentId: string): Promise<BytesOutcome> {
    const source = await this.source()
    if (!source.ok) return source
    const record = this.workspace.store.table('records').get(key)?.record
    const found = record && 'attachments' in record ? record.attachments.find((each) => each.id === attachmentId) : undefined
    return found ? source.value.attachment(found) : { ok: false, problem: problem('attachment-missing', { fileName: attachmentId }) }
  }

  status(): CompanyStatus {
    const { profile } = this
    const counts = countStates(this.#rows)
    const pollMs = this.workspace.settings().pollSeconds * 1000
    const guards = [...this.workspace.store.table('guards').entries()].filter(([, guard]) => !guard.confirmed)
    return {
      companyId: this.id, name: profile.billdr?.name ?? profile.name, colour: colourOf(this.id), counts,
      needsYou: this.#rows.filter(needsPerson).length,
      connection: this.#connection ?? { state: 'not-connected', environment: this.environment(), companyName: null, realmId: null, expiresAt: null, connectedAt: null, problem: null },
      source: {
        location: profile.source.location, lastReadAt: profile.lastReadAt, problem: this.#diskProblem ?? profile.readProblem,
        nextReadAt: profile.lastReadAt ? new Date(Date.parse(profile.lastReadAt) + pollMs).toISOString() : null,
      },
      lastPush: profile.lastPush,
      guards: guards.map(([id, guard]) => ({ id, problem: guard.problem, since: guard.since })),
      paused: profile.pausedUntil !== null && Date.parse(profile.pausedUntil) > this.now.getTime(),
      progress: this.progress,
      recovered: this.workspace.store.recovered ? problem('data-recovered', { count: 1 }) : null,
      practice: profile.environment === 'practice' ? { booksUrl: this.#access?.practice?.booksUrl ?? null, nextSample: false } : null,
    }
  }

  /** Begins nothing more: a run ends after the steps under way, a sign-in is given up. */
  stop(): void {
    this.#isClosing = true
    this.#signIn?.cancel()
  }

  /** Lets a run come to its end and closes what is open. */
  async close(): Promise<void> {
    this.stop()
    await this.#running?.catch(() => undefined)
    await this.#closeAccess()
    await this.workspace.close()
  }
}

/** Where the key of a company's local API is kept. */
export function sourceKeyAccount(companyId: string): string {
  return `source-key ${companyId}`
}

const COLOURS = ['#7a4bc2', '#0b6e5f', '#b3541e', '#1c5fb8', '#a3286e', '#4d6b1d', '#8a4a12', '#3f51a3']

/** A company's own colour, the same at every start. */
function colourOf(companyId: string): string {
  const sum = [...companyId].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0)
  return COLOURS[sum % COLOURS.length] ?? '#7a4bc2'
}

/** Opens a company that is known, or makes it where `fresh` says what it is. */
export async function openCompany(options: CompanyOptions): Promise<Done<Company>> {
  const opened = await openWorkspace(options.dataFolder, options.companyId, options.fresh, options.clock ?? (() => new Date()), options.fileSystem)
  if (!opened.ok) return opened
  const company = new Company(options, opened.workspace)
  company.refresh()
  return { ok: true, value: company }
}
