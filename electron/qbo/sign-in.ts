import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Addresses } from './addresses.ts'
import { endPage } from './end-page.ts'
import type { Ending } from './end-page.ts'
import { authorizeAddress, exchangeCode, requireTrusted } from './oauth.ts'
import type { AppKeys, OAuthOptions, TokenSet } from './oauth.ts'
import { listenForRedirect } from './redirect-listener.ts'
import type { RedirectPage } from './redirect-listener.ts'
import { Secret } from './secret.ts'

/** What a person granted: the tokens, and the company that she picked. It goes to `Connection.accept`. */
export interface Grant {
  realmId: string
  tokens: TokenSet
  /** The redirect address that was used; the tokens belong to it. */
  redirectUri: string
}

export type SignInOutcome =
  | { kind: 'signed-in'; grant: Grant }
  /** Another company than expected: it needs a yes (`Connection.accept`) or a no (`Connection.decline`). */
  | { kind: 'other-company'; grant: Grant; problem: Problem }
  | { kind: 'failed'; problem: Problem }

export interface SignIn {
  /** To be opened in the person's browser. */
  authorizeUrl: string
  /** As it must be registered with Intuit. */
  redirectUri: string
  /** On which this machine listens for the browser. */
  port: number
  /** How it ended. Never rejects for what a network or a person can do. */
  finished: Promise<SignInOutcome>
  /** The address at which the browser ended, pasted by the person. Null where it was taken; a wrong one ends nothing. */
  complete(address: string): Promise<Problem | null>
  /** Ends it with 'sign-in-cancelled'. */
  cancel(): void
}

export interface SignInOptions {
  keys: AppKeys
  addresses: Addresses
  /** The company that was connected before; null for a first connection. */
  expectedRealmId: string | null
  /** Of the loopback redirect; another free one where it is taken. */
  redirectPort?: number
  /** The https page that sends the browser on to this machine, for production keys; registered with Intuit. */
  relayUrl?: string | null
  /** How long the person may take, ms. */
  timeoutMs?: number
  /** Of the page in which the browser ends. */
  language?: 'en' | 'fr'
  random?: (bytes: number) => Buffer
  /** Epoch ms. */
  now?: () => number
}

export const DEFAULT_REDIRECT_PORT = 8477
const TIMEOUT_MS = 15 * 60_000

/** Reads `QBO_REDIRECT_PORT`; the default where it is absent or no port. */
export function redirectPortFrom(env: Readonly<Record<string, string | undefined>>): number {
  const text = env['QBO_REDIRECT_PORT']?.trim() ?? ''
  const port = /^\d{1,5}$/.test(text) ? Number(text) : DEFAULT_REDIRECT_PORT
  return port >= 1 && port <= 65_535 ? port : DEFAULT_REDIRECT_PORT
}

/**
 * Begins a sign-in: opens the loopback listener and answers with the address for the browser. It stays open until
 * the right answer comes (by redirect, relay or paste), is cancelled, or its time is over; an answer with a wrong
 * `state` is turned away and ends nothing, so that nobody else can end or hijack it. Throws a RangeError where the
 * relay is not https or an address is not allowed.
 */
export async function signIn(options: SignInOptions): Promise<SignIn> {
  if (options.relayUrl && new URL(options.relayUrl).protocol !== 'https:')
    throw new RangeError('a relay page is served over https')
  requireTrusted(options.addresses)
  const language = options.language ?? 'en'
  let settle: (outcome: SignInOutcome) => void = () => undefined
  const outcome = new Promise<SignInOutcome>((resolve) => {
    settle = resolve
  })
  let taken = false

  const listener = await listenForRedirect(
    options.redirectPort ?? DEFAULT_REDIRECT_PORT,
    async (query): Promise<RedirectPage> => {
      if (taken) return endPage('already', language)
      if (!isOurs(query)) return endPage('not-ours', language)
      return endPage(endingOf(await take(query)), language)
    },
  )
  // The relay finds the way back to this machine in the state; it keeps nothing itself.
  const state = `${listener.port}.${(options.random ?? randomBytes)(32).toString('base64url')}`
  const redirectUri = options.relayUrl ?? `http://localhost:${listener.port}/callback`
  const oauth: OAuthOptions = {
    keys: options.keys,
    addresses: options.addresses,
    redirectUri,
    ...(options.now && { now: options.now }),
  }
  const timer = setTimeout(() => end(problem('sign-in-expired')), options.timeoutMs ?? TIMEOUT_MS)

  function end(why: Problem): void {
    if (taken) return
    taken = true
    settle({ kind: 'failed', problem: why })
  }

  /** Compared as digests, in a time that tells nothing about the right value. */
  function isOurs(query: URLSearchParams): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest()
    return timingSafeEqual(digest(query.get('state') ?? ''), digest(state))
  }

  /** Takes an answer whose state is right: there is only one. */
  async function take(query: URLSearchParams): Promise<SignInOutcome> {
    taken = true
    const result = await outcomeOf(query)
    settle(result)
    return result
  }

  async function outcomeOf(query: URLSearchParams): Promise<SignInOutcome> {
    const error = query.get('error')
    if (error === 'access_denied') return { kind: 'failed', problem: problem('sign-in-refused') }
    const code = query.get('code')
    const realmId = query.get('realmId') ?? ''
    if (error !== null || !code)
      return { kind: 'failed', problem: problem('sign-in-failed', { reason: reasonOf(error) }) }
    if (!/^\d{1,25}$/.test(realmId))
      return { kind: 'failed', problem: problem('sign-in-failed', { reason: 'realmId' }) }
    const tokens = await exchangeCode(oauth, new Secret(code))
    if (!tokens.ok) return { kind: 'failed', problem: tokens.problem }
    const grant: Grant = { realmId, tokens: tokens.value, redirectUri }
    if (options.expectedRealmId !== null && realmId !== options.expectedRealmId) {
      return {
        kind: 'other-company',
        grant,
        problem: problem('sign-in-other-company', { realmId, expected: options.expectedRealmId }),
      }
    }
    return { kind: 'signed-in', grant }
  }

  const finished = outcome.then(async (result) => {
    clearTimeout(timer)
    await listener.close()
    return result
  })

  return {
    authorizeUrl: authorizeAddress(oauth, state),
    redirectUri,
    port: listener.port,
    finished,
    async complete(address) {
      if (taken) return problem('sign-in-mismatch')
      const query = queryOf(address)
      if (!query || !isOurs(query)) return problem('sign-in-mismatch')
      await take(query)
      return null
    },
    cancel: () => end(problem('sign-in-cancelled')),
  }
}

function endingOf(outcome: SignInOutcome): Ending {
  if (outcome.kind === 'signed-in') return 'connected'
  if (outcome.kind === 'other-company') return 'other-company'
  return outcome.problem.code === 'sign-in-refused' ? 'refused' : 'failed'
}

/** What a person copies out of the address bar; browsers leave out the "http://". */
function queryOf(address: string): URLSearchParams | null {
  const text = address.trim()
  const at = text.indexOf('?')
  return at < 0 ? null : new URLSearchParams(text.slice(at + 1).split('#')[0])
}

/** The server's error code, where it looks like one: nothing else of the address is repeated. */
function reasonOf(error: string | null): string {
  if (error === null) return 'code'
  return /^[a-z_]{1,40}$/.test(error) ? error : 'error'
}
