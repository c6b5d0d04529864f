import { createRequire } from 'node:module'
import type OAuthClient from 'intuit-oauth'
import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import type { Addresses } from './addresses.ts'
import { isLoopbackHost, isTrustedAddress } from './addresses.ts'
import { carry } from './exchange.ts'
import type { RawAnswer } from './exchange.ts'
import { isRecord, readBody } from './fault-shapes.ts'
import { isOfNetwork, networkPage, notOpened } from './in-between.ts'
import { Secret } from './secret.ts'

/** The keys of the Intuit app (developer.intuit.com › Keys & credentials). */
export interface AppKeys {
  clientId: string
  clientSecret: Secret
  /** The https page that is registered with Intuit to bring the sign-in back; none for test keys, which may come back to this machine. */
  relayUrl?: string | null
}

/** What a sign-in or a refresh gives. Times are epoch ms. */
export interface TokenSet {
  accessToken: Secret
  refreshToken: Secret
  /** When another one is fetched: a little before its end, so that none ends on its way. */
  accessExpiresAt: number
  /** The end of the connection, unless it is renewed before. */
  refreshExpiresAt: number
  /** The end that no renewal moves, five years after the consent (live §10.3); null where Intuit did not say. */
  endsForGoodAt?: number | null
}

export interface OAuthOptions {
  keys: AppKeys
  addresses: Addresses
  redirectUri: string
  /** For one request, ms. */
  timeoutMs?: number
  /** Epoch ms. */
  now?: () => number
}

const SCOPE = 'com.intuit.quickbooks.accounting'
const TIMEOUT_MS = 30_000
/** What Intuit promises where an answer leaves it out: an hour, and a hundred days (facts §4). */
const ACCESS_SECONDS = 3_600
const REFRESH_SECONDS = 100 * 86_400
/** An access token is renewed this long before its end, ms; a short-lived one in the last tenth of its life. */
const EARLY_MS = 2 * 60_000

let loaded: typeof OAuthClient | null = null

/** The library, loaded with the first sign-in or renewal: most commands ask Intuit for nothing. */
function library(): typeof OAuthClient {
  if (loaded) return loaded
  loaded = createRequire(import.meta.url)('intuit-oauth') as typeof OAuthClient
  // It would repeat a request that spends a code which works once.
  loaded.retryConfig.maxRetries = 0
  return loaded
}

/** Throws a RangeError where a sign-in address is neither Intuit's nor on this machine: `addressesFor` refuses them earlier, in words. */
export function requireTrusted({ authorizeUrl, tokenUrl, revokeUrl }: Addresses): void {
  if (![authorizeUrl, tokenUrl, revokeUrl].every(isTrustedAddress))
    throw new RangeError('a token goes to Intuit or to this machine only')
}

/**
 * The library keeps its addresses in its class, for the whole process. They are set for the one call that reads
 * them, before it returns, and put back: companies of several environments never see each other's.
 */
function withAddresses<T>(options: OAuthOptions, use: (client: OAuthClient) => T): T {
  const { addresses, keys } = options
  requireTrusted(addresses)
  const Client = library()
  const { authorizeEndpoint, tokenEndpoint, revokeEndpoint } = Client
  Client.authorizeEndpoint = addresses.authorizeUrl
  Client.tokenEndpoint = addresses.tokenUrl
  Client.revokeEndpoint = addresses.revokeUrl
  try {
    return use(
      new Client({
        environment: addresses.environment === 'production' ? 'production' : 'sandbox',
        clientId: keys.clientId,
        clientSecret: keys.clientSecret.reveal(),
        redirectUri: options.redirectUri,
        logging: false,
        includeRefreshTokenHardExpiresIn: true,
      }),
    )
  } finally {
    Object.assign(Client, { authorizeEndpoint, tokenEndpoint, revokeEndpoint })
  }
}

/** The address that the browser opens; `state` comes back with the answer and is checked by the sign-in. */
export function authorizeAddress(options: OAuthOptions, state: string): string {
  const url = new URL(options.addresses.authorizeUrl)
  const asked = withAddresses(options, (client) => client.authorizeUri({ scope: SCOPE, state }))
  // The library puts its question behind the address as it stands, also where that has a question already.
  for (const [name, value] of new URLSearchParams(asked.slice(options.addresses.authorizeUrl.length + 1)))
    url.searchParams.set(name, value)
  return url.href
}

/** Turns the code of a sign-in into tokens. A code that was used or is too old is 'sign-in-code-used'. */
export async function exchangeCode(options: OAuthOptions, code: Secret): Promise<Result<TokenSet>> {
  const redirect = `?${new URLSearchParams({ code: code.reveal() })}`
  const raw = await send(options, (client) => client.createToken(redirect))
  return tokensOf(raw, options, 'sign-in-code-used', null)
}

/** Gets a new access token. A refresh token that is no longer taken is 'connection-ended'. */
export async function refreshTokens(options: OAuthOptions, refreshToken: Secret): Promise<Result<TokenSet>> {
  const raw = await send(options, (client) => client.refreshUsingToken(refreshToken.reveal()))
  return tokensOf(raw, options, 'connection-ended', refreshToken)
}

/** Whether Intuit forgot a connection, or had already (`revoked`). Without a problem and not revoked: it is not the one to be told. */
export interface Revocation {
  revoked: boolean
  problem: Problem | null
}

/** There was nobody to tell. */
export const NOBODY_TOLD: Revocation = { revoked: false, problem: null }

/** Tells Intuit to forget a connection. */
export async function revokeTokens(options: OAuthOptions, refreshToken: Secret): Promise<Revocation> {
  const { tokenUrl, revokeUrl } = options.addresses
  // A token of this machine's own sign-in server is nothing to Intuit, and Intuit's is nothing to this machine's.
  if (isLoopbackHost(new URL(tokenUrl).hostname) !== isLoopbackHost(new URL(revokeUrl).hostname)) return NOBODY_TOLD
  const raw = await send(options, (client) => client.revoke({ refresh_token: refreshToken.reveal() }))
  if (raw.answered && (isSuccess(raw.status) || raw.status === 400)) return { revoked: true, problem: null }
  return { revoked: false, problem: problemOf(raw, 'connection-ended') }
}

function send(options: OAuthOptions, request: (client: OAuthClient) => Promise<unknown>): Promise<RawAnswer> {
  return carry(options.timeoutMs ?? TIMEOUT_MS, (settled) => {
    withAddresses(options, request).then(settled, settled)
  })
}

function tokensOf(
  raw: RawAnswer,
  options: OAuthOptions,
  refusal: 'sign-in-code-used' | 'connection-ended',
  old: Secret | null,
): Result<TokenSet> {
  const body = raw.answered && isSuccess(raw.status) ? jsonOf(raw.bytes) : null
  const access = body?.['access_token']
  // An answer without one means that the old one stays.
  const refresh = body?.['refresh_token'] ?? old?.reveal()
  if (typeof access !== 'string' || !access || typeof refresh !== 'string' || !refresh) {
    return { ok: false, problem: problemOf(raw, refusal) }
  }
  const now = (options.now ?? Date.now)()
  const forGood = seconds(body?.['x_refresh_token_hard_expires_in'], 0)
  return {
    ok: true,
    value: {
      accessToken: new Secret(access),
      refreshToken: new Secret(refresh),
      accessExpiresAt: now + usableMs(seconds(body?.['expires_in'], ACCESS_SECONDS)),
      refreshExpiresAt: now + seconds(body?.['x_refresh_token_expires_in'], REFRESH_SECONDS) * 1000,
      endsForGoodAt: forGood > 0 ? now + forGood * 1000 : null,
    },
  }
}

/** Why the sign-in server gave nothing: by its error code, never with the request's or the answer's text. */
function problemOf(raw: RawAnswer, refusal: 'sign-in-code-used' | 'connection-ended'): Problem {
  if (!raw.answered) {
    return raw.neverLeft
      ? notOpened(raw.cause)
      : problem('quickbooks-busy', { code: raw.cause, said: '', element: '', seconds: 0 })
  }
  if (isOfNetwork(raw)) return networkPage(raw.status)
  if (raw.status === 429) return problem('throttled', { code: '', said: '', element: '', seconds: 60 })
  if (raw.status >= 500)
    return problem('quickbooks-busy', { code: String(raw.status), said: '', element: '', seconds: 0 })
  const error = jsonOf(raw.bytes)?.['error']
  if (error === 'invalid_grant') return problem(refusal)
  if (error === 'invalid_client' || error === 'unauthorized_client' || raw.status === 401)
    return problem('app-keys-wrong')
  if (isSuccess(raw.status))
    return problem('quickbooks-answer-broken', { code: '', said: '', element: '', status: raw.status })
  return problem('sign-in-failed', {
    reason: typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : String(raw.status),
  })
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function jsonOf(bytes: Buffer): Record<string, unknown> | null {
  const body = readBody(bytes.toString('utf8'))
  return body.format === 'json' && isRecord(body.value) ? body.value : null
}

/** Some servers write the number as a text. */
function seconds(value: unknown, otherwise: number): number {
  const given = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
  return typeof given === 'number' && Number.isFinite(given) && given > 0 ? given : otherwise
}

/** A token that lives for seconds is still used for most of them. */
function usableMs(lifeSeconds: number): number {
  return lifeSeconds * 1000 - Math.min(EARLY_MS, lifeSeconds * 100)
}
