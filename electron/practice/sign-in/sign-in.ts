import { randomBytes, timingSafeEqual } from 'node:crypto'
import { ACCESS_SECONDS, connect, hashOf, refresh, REFRESH_SECONDS, revoke } from './grants.ts'
import type { Core } from '../core.ts'
import { jsonReply, type Reply } from '../http/reply.ts'

export type Consent = 'ask' | 'automatic' | 'refuse'

export interface AppKeys {
  clientId: string
  clientSecret: string
}

/** What the authorize address was asked. */
export interface AuthorizeRequest {
  redirectUri: string
  state: string
  scope: string
}

const CODE_MS = 5 * 60_000
const ASKED_MS = 15 * 60_000
const SCOPE = 'com.intuit.quickbooks.accounting'

/** A page's problem with the request to sign in, by name; the words are the page's. */
export type AuthorizeProblem = 'client' | 'redirect' | 'response-type' | 'scope' | 'state'

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
}

/** Redirects go to this computer by http, or anywhere by https, as Intuit takes them. */
function redirectAllowed(address: string): boolean {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return false
  }
  if (url.hash !== '' || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))
}

/** The sign-in of the practice company: codes, tokens, and the end of both. */
export class SignIn {
  readonly keys: AppKeys
  consent: Consent
  readonly #core: Core
  readonly #codes = new Map<string, { redirectUri: string; until: number }>()
  readonly #asked = new Map<string, AuthorizeRequest & { until: number }>()

  constructor(core: Core, keys: AppKeys, consent: Consent) {
    this.#core = core
    this.keys = keys
    this.consent = consent
  }

  #now(): number {
    return this.#core.clock().getTime()
  }

  /** Reads the parameters of the authorize address. */
  check(query: URLSearchParams): { request: AuthorizeRequest } | { problem: AuthorizeProblem } {
    if (query.get('client_id') !== this.keys.clientId) return { problem: 'client' }
    const redirectUri = query.get('redirect_uri') ?? ''
    if (!redirectAllowed(redirectUri)) return { problem: 'redirect' }
    if (query.get('response_type') !== 'code') return { problem: 'response-type' }
    const scope = query.get('scope') ?? ''
    if (!scope.split(' ').includes(SCOPE)) return { problem: 'scope' }
    const state = query.get('state') ?? ''
    return state === '' ? { problem: 'state' } : { request: { redirectUri, state, scope } }
  }

  /** Remembers what the page shows, so that its form needs to say only which one it answers. */
  ask(request: AuthorizeRequest): string {
    const ticket = randomBytes(24).toString('base64url')
    for (const [each, { until }] of this.#asked) if (until < this.#now()) this.#asked.delete(each)
    this.#asked.set(ticket, { ...request, until: this.#now() + ASKED_MS })
    return ticket
  }

  /** The request that a form answers, once. */
  answered(ticket: string): AuthorizeRequest | null {
    const found = this.#asked.get(ticket)
    this.#asked.delete(ticket)
    return found && found.until >= this.#now() ? found : null
  }

  /** Where the browser goes after a yes: with a code that works once, for five minutes. */
  allow(request: AuthorizeRequest): string {
    const code = `XAB${randomBytes(24).toString('base64url')}`
    this.#codes.set(hashOf(code), { redirectUri: request.redirectUri, until: this.#now() + CODE_MS })
    return withQuery(request.redirectUri, { code, state: request.state, realmId: this.#core.state.settings.realmId })
  }

  /** Where the browser goes after a no. */
  deny(request: AuthorizeRequest): string {
    return withQuery(request.redirectUri, { error: 'access_denied', state: request.state })
  }

  /** The token endpoint: trades codes and refresh tokens. */
  async token(headers: Record<string, string>, body: string): Promise<Reply> {
    if (!this.#isClient(headers['authorization'] ?? '')) return jsonReply(401, { error: 'invalid_client' })
    if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) return invalid('invalid_request')
    const form = new URLSearchParams(body)
    const grantType = form.get('grant_type')
    const now = this.#now()
    let issued: ReturnType<typeof refresh>
    if (grantType === 'authorization_code') {
      const key = hashOf(form.get('code') ?? '')
      const code = this.#codes.get(key)
      this.#codes.delete(key)
      if (!code || code.until < now || code.redirectUri !== form.get('redirect_uri'))
        return invalid('invalid_grant', 'The code is invalid, was used before, or has expired')
      issued = connect(this.#core.state.grants, now)
    } else if (grantType === 'refresh_token') {
      issued = refresh(this.#core.state.grants, form.get('refresh_token') ?? '', now)
      if (!issued) return invalid('invalid_grant', 'Incorrect or invalid refresh token')
    } else return invalid('unsupported_grant_type')
    this.#core.commit([{ grants: issued.book }])
    await this.#core.flushed()
    const hardLimit =
      headers['x-include-refresh-token-hard-expires-in'] === 'true'
        ? { x_refresh_token_hard_expires_in: Math.max(0, Math.floor((issued.tokens.endsAt - now) / 1000)) }
        : {}
    return jsonReply(
      200,
      {
        token_type: 'bearer',
        access_token: issued.tokens.accessToken,
        expires_in: ACCESS_SECONDS,
        refresh_token: issued.tokens.refreshToken,
        x_refresh_token_expires_in: REFRESH_SECONDS,
        ...hardLimit,
      },
      { 'Cache-Control': 'no-store', Pragma: 'no-cache' },
    )
  }

  /** The revoke endpoint: ends the consent of a token. */
  async revoke(headers: Record<string, string>, body: string): Promise<Reply> {
    if (!this.#isClient(headers['authorization'] ?? '')) return jsonReply(401, { error: 'invalid_client' })
    let token: unknown
    try {
      token = (JSON.parse(body) as { token?: unknown }).token
    } catch {
      return invalid('invalid_request')
    }
    const book = typeof token === 'string' ? revoke(this.#core.state.grants, token) : null
    if (!book) return invalid('invalid_token')
    this.#core.commit([{ grants: book }])
    await this.#core.flushed()
    return { status: 200, contentType: 'application/json', body: '', headers: {} }
  }

  #isClient(authorization: string): boolean {
    const given = Buffer.from(/^Basic\s+(\S.*)$/i.exec(authorization)?.[1] ?? '', 'base64')
    const wanted = Buffer.from(`${this.keys.clientId}:${this.keys.clientSecret}`)
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }
}

function invalid(error: string, description?: string): Reply {
  return jsonReply(400, { error, ...(description === undefined ? {} : { error_description: description }) })
}

function withQuery(address: string, parameters: Record<string, string>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.toString()
}
