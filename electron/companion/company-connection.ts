import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { ConnectionStatus } from '../../shared/status.ts'
import type { SecretStore } from '../keychain/secret-store.ts'
import type { RetryPolicy } from '../push/retry.ts'
import { retryingReads } from '../push/retrying-reads.ts'
import type { Environment } from '../qbo/addresses.ts'
import { environmentFrom, isLoopbackHost } from '../qbo/addresses.ts'
import type { ConnectionState } from '../qbo/connection.ts'
import type { ConnectionOwner } from '../qbo/connection-owner.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import type { SignIn } from '../qbo/sign-in.ts'
import type { Access, Pace } from './access.ts'
import type { AnsweredRequest } from '../qbo/client.ts'
import { openAccess } from './access.ts'
import type { BooksCache } from './books-cache.ts'
import type { Result } from '../../shared/result.ts'
import { watchPause } from './pause-watch.ts'
import type { CompanyProfile } from './tables.ts'
import type { SendingTurn } from '../store/sending-turn.ts'
import { sendingTurn } from '../store/sending-turn.ts'
import type { Workspace } from './workspace.ts'

interface ConnectionTools {
  workspace: Workspace
  /** The data folder's own id. */
  folderId: string
  cache: BooksCache
  secrets: SecretStore
  env: Readonly<Record<string, string | undefined>>
  policy: RetryPolicy
  pace: Pace | undefined
  now: () => Date
  /** Told of each answer of QuickBooks, for the technical log. */
  answered: (about: AnsweredRequest) => void
  /** A pause that QuickBooks asks for begins, goes on or ends. */
  paused: () => void
  /** Practice asks nobody: signs in there over the same addresses and code as to Intuit. */
  enterPractice: (access: Access) => Promise<Result>
}

/** Its tokens are in memory alone: before its first sign-in there are none. */
const PRACTICE_AT_REST: ConnectionState = {
  state: 'not-connected',
  environment: 'practice',
  realmId: null,
  companyName: null,
  expiresAt: null,
  endsSoon: false,
  endsForGoodAt: null,
  connectedAt: null,
  connectedBy: null,
  problem: problem('not-connected'),
}

/** A company's way to QuickBooks: the environment in force, the sign-in under way, how the connection stands. */
export class CompanyConnection {
  readonly #tools: ConnectionTools
  #access: Access | null = null
  #opening: { environment: Environment; opened: Promise<Result<Access>> } | null = null
  #unwatchPause: () => void = () => undefined
  #quickbooks: { client: QuickBooks; retrying: QuickBooks } | null = null
  #status: ConnectionStatus | null = null
  signIn: PendingSignIn | null = null

  constructor(tools: ConnectionTools) {
    this.#tools = tools
  }

  get #profile(): CompanyProfile {
    return this.#tools.workspace.profile()
  }

  /** The environment in force: what is connected, unless the environment variables name another. One that nobody knows is refused by `access`. */
  environment(): Environment {
    const connected = this.#profile.environment ?? 'production'
    return environmentFrom(this.#tools.env, connected) ?? connected
  }

  /** Where the practice company shows its books, while it runs. */
  get practiceBooksUrl(): string | null {
    return this.#access?.practice?.booksUrl ?? null
  }

  /** Whether QuickBooks' address is on this machine (practice, and tests): then no network is needed for it. */
  get isOnThisMachine(): boolean {
    return this.#access
      ? isLoopbackHost(new URL(this.#access.addresses.apiBase).hostname)
      : this.environment() === 'practice'
  }

  /** How long QuickBooks still wants no requests, ms. */
  pausedFor(): number {
    return this.#access?.limiter.pausedFor() ?? 0
  }

  /** The way to QuickBooks, opened when it is first needed. */
  async access(environment: Environment = this.environment()): Promise<Result<Access>> {
    if (this.#opening?.environment === environment) return this.#opening.opened
    await this.#opening?.opened
    if (this.#access?.environment === environment) return { ok: true, value: this.#access }
    const opened = this.#open(environment).finally(() => (this.#opening = null))
    this.#opening = { environment, opened }
    return opened
  }

  async #open(environment: Environment): Promise<Result<Access>> {
    await this.#closeAccess()
    const { workspace, secrets, env, pace, now, paused, answered } = this.#tools
    // A misspelt "sandbox" must not end in the real books.
    if (environmentFrom(env) === null)
      return { ok: false, problem: problem('environment-unknown', { value: env['QBO_ENVIRONMENT'] ?? '' }) }
    const { billdr, name } = this.#profile
    const opened = await openAccess({
      environment,
      owner: this.#owner(),
      folder: workspace.folder,
      country: billdr?.country ?? 'CA',
      companyName: billdr?.name ?? name,
      secrets,
      wasConnected: () => this.#profile.environment !== null,
      env,
      clock: now,
      answered,
      ...(pace && { pace }),
    })
    if (!opened.ok) return opened
    this.#access = opened.value
    this.#unwatchPause = watchPause(opened.value.limiter, paused)
    return { ok: true, value: opened.value }
  }

  /** Whose connection it is: what the keychain has is used where it says the same. */
  #owner(): ConnectionOwner {
    const { workspace, folderId } = this.#tools
    return {
      folderId,
      companyId: workspace.companyId,
      billdrId: () => this.#profile.billdr?.id ?? null,
      boundTo: () => {
        const { environment, realmId, connectedFor, billdr } = this.#profile
        if (realmId === null) return null
        return { environment, realmId, billdrId: connectedFor === undefined ? (billdr?.id ?? null) : connectedFor }
      },
    }
  }

  /** How the connection stands, as it was when it was last asked for. */
  get status(): ConnectionStatus {
    return this.#status ?? this.#asLastKnown()
  }

  /** Until the keychain has answered for the first time: as it stood when the program ended. */
  #asLastKnown(): ConnectionStatus {
    const { realmId, environment, quickbooksName, connectionProblem } = this.#profile
    const none = this.#notConnected(connectionProblem ?? null)
    if (environment === null || realmId === null) return none
    return { ...none, state: connectionProblem ? 'ended' : 'connected', companyName: quickbooksName, realmId }
  }

  /** Whether its tokens are in the keychain, where an answer may wait for a person. */
  get asksKeychain(): boolean {
    return this.#profile.environment !== null && this.environment() !== 'practice'
  }

  #notConnected(why: Problem | null): ConnectionStatus {
    return {
      state: 'not-connected',
      environment: this.environment(),
      companyName: null,
      realmId: null,
      expiresAt: null,
      endsForGoodAt: null,
      connectedAt: null,
      connectedBy: null,
      problem: why,
    }
  }

  /** How the connection stands; asks the keychain. */
  async state(): Promise<ConnectionStatus> {
    if (this.#isPracticeAtRest) this.#status = this.#statusOf('practice', PRACTICE_AT_REST)
    else {
      const access = this.#profile.environment === null ? null : await this.access()
      this.#status = access?.ok
        ? this.#statusOf(access.value.environment, await access.value.connection.state())
        : this.#notConnected(access?.problem ?? null)
    }
    return this.#status
  }

  /** Practice that nobody has asked yet: its books need not be opened to tell how it stands. */
  get #isPracticeAtRest(): boolean {
    return (
      this.#access === null &&
      this.#profile.environment !== null &&
      environmentFrom(this.#tools.env) !== null &&
      this.environment() === 'practice'
    )
  }

  #statusOf(environment: Environment, state: ConnectionState): ConnectionStatus {
    const profile = this.#profile
    const isPractice = environment === 'practice' && profile.environment === 'practice' && profile.realmId !== null
    // Practice signs in anew at every start; between two starts it counts as connected.
    const kept = isPractice && state.state === 'not-connected' ? 'connected' : state.state
    // Tokens that QuickBooks no longer takes are no connection, whatever the keychain has.
    const refused = kept === 'connected' ? (profile.connectionProblem ?? null) : null
    const isConnected = kept === 'connected' && refused === null
    return {
      state: refused ? 'ended' : kept,
      environment,
      companyName: state.companyName ?? (isConnected ? profile.quickbooksName : null),
      realmId: state.realmId ?? (isConnected ? profile.realmId : null),
      expiresAt: state.expiresAt,
      endsForGoodAt: state.endsForGoodAt,
      connectedAt: state.connectedAt,
      connectedBy: state.connectedBy,
      problem: isConnected ? endsSoon(state) : (refused ?? state.problem),
    }
  }

  /** QuickBooks, where it is connected; practice signs in by itself. */
  async quickbooks(): Promise<Result<QuickBooks>> {
    const access = await this.access()
    if (!access.ok) return access
    const { connection } = access.value
    const { environment, realmId } = this.#profile
    let state = await connection.state()
    // Who disconnected practice stays disconnected.
    const mayEnter = this.environment() === 'practice' && (environment === 'practice' || realmId === null)
    if (state.state !== 'connected' && mayEnter) {
      const signed = await this.#tools.enterPractice(access.value)
      if (!signed.ok) return signed
      state = await connection.state()
    }
    // Whether tokens have ended is QuickBooks' word: by a clock that was set forward they all have.
    if (state.state === 'not-connected' || state.realmId === null) {
      this.#status = this.#statusOf(access.value.environment, state)
      return { ok: false, problem: state.problem ?? problem('not-connected') }
    }
    const client = await access.value.quickbooks(state.realmId)
    if (this.#quickbooks?.client !== client)
      this.#quickbooks = { client, retrying: retryingReads(client, this.#tools.policy) }
    this.#tools.cache.use(this.#quickbooks.retrying)
    return { ok: true, value: this.#quickbooks.retrying }
  }

  /** The turn among this computer's data folders at the books that are connected; null in practice, whose books are its own. */
  get turn(): SendingTurn | null {
    const { realmId } = this.#profile
    if (!this.#access || this.#access.practice || realmId === null) return null
    const { folderId, workspace } = this.#tools
    return sendingTurn(`${this.#access.addresses.apiBase} ${realmId}`, `${folderId} ${workspace.folder}`)
  }

  /** Keeps whether QuickBooks gave access, for a status that is true at the next start too. */
  async recordAccess(why: Problem | null): Promise<void> {
    const isOver = why !== null && (why.code === 'connection-ended' || why.code === 'connection-forbidden')
    if (why !== null && !isOver) return
    if ((this.#profile.connectionProblem ?? null) !== why)
      await this.#tools.workspace.setProfile({ connectionProblem: why })
  }

  async #closeAccess(): Promise<void> {
    this.#unwatchPause()
    await this.#access?.close()
    this.#access = null
  }

  /** Gives a sign-in up. */
  stop(): void {
    this.signIn?.started.cancel()
  }

  async close(): Promise<void> {
    this.stop()
    await this.#closeAccess()
  }
}

/** A sign-in that a person began, for which QuickBooks, and what came of it: whoever waits for it waits for the same. */
export interface PendingSignIn {
  started: SignIn
  environment: Environment
  ended: Promise<Result> | null
}

/** Before its end a connection says so, while there is time to sign in again. */
function endsSoon({ endsSoon: isNear, expiresAt, endsForGoodAt }: ConnectionState): Problem | null {
  if (!isNear || expiresAt === null) return null
  // Of the two ends the one for good is said where it is about as near: using the connection does not move it.
  const isForGood = endsForGoodAt !== null && Date.parse(endsForGoodAt) - Date.parse(expiresAt) < 60 * 86_400_000
  return isForGood
    ? problem('connection-ends-for-good', { date: endsForGoodAt.slice(0, 10) })
    : problem('connection-ends-soon', { date: expiresAt.slice(0, 10) })
}
