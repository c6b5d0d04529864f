import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import type { Addresses, Environment } from './addresses.ts'
import type { AppKeys } from './oauth.ts'
import type { TokenAnswer, TokenSource } from './client.ts'
import type { ConnectionOwner } from './connection-owner.ts'
import { mayEnd, refusedTo } from './connection-owner.ts'
import { belongTo, forgetTokens, readTokens, tokenAccount, writeTokens } from './kept-tokens.ts'
import type { KeptTokens } from './kept-tokens.ts'
import type { OAuthOptions, Revocation } from './oauth.ts'
import type { Grant } from './sign-in.ts'
import type { Secret } from './secret.ts'
import type { SecretKeeper } from './secret-keeper.ts'

/** What the connection page and `status` show. */
export interface ConnectionState {
  state: 'connected' | 'not-connected' | 'ended'
  environment: Environment
  realmId: string | null
  companyName: string | null
  /** The end of the connection, ISO time; each renewal moves it, up to the end for good. */
  expiresAt: string | null
  /** Within 14 days of an end that a renewal moves, or within 60 of the one for good. */
  endsSoon: boolean
  /** Five years after the sign-in, ISO time: only a new one helps. Null where Intuit did not say. */
  endsForGoodAt: string | null
  connectedAt: string | null
  connectedBy: string | null
  /** Why it is not connected, or why that cannot be said (a keychain that is missing or locked). */
  problem: Problem | null
}

export interface Connection extends TokenSource {
  state(): Promise<ConnectionState>
  /** Keeps what a sign-in granted, in place of what was there. Null where it is in the keychain. */
  accept(grant: Grant, about: { companyName: string; connectedBy: string }): Promise<Problem | null>
  /** Gives back what a sign-in granted for a company that was not meant. */
  decline(grant: Grant): Promise<void>
  /** Keeps the company's name, once it is known from QuickBooks. */
  setCompanyName(companyName: string): Promise<Problem | null>
  /** Revokes and forgets the tokens. They are forgotten even where Intuit could not be told, or need not be. */
  disconnect(): Promise<Revocation>
}

export interface ConnectionOptions {
  owner: ConnectionOwner
  addresses: Addresses
  keys: () => Promise<Result<AppKeys>>
  store: SecretKeeper
  /** Whether tokens must be in the keychain: without them it is looked into more closely. */
  wasConnected?: () => boolean
  /** For one request to the sign-in server, ms. */
  timeoutMs?: number
  /** Epoch ms. */
  now?: () => number
}

/** Only a person's sign-in ends these. */
const SIGNED_OUT: ReadonlySet<Problem['code']> = new Set([
  'not-connected',
  'connection-ended',
  'connection-unconfirmed',
  'app-keys-missing',
  'app-keys-wrong',
  'sign-in-failed',
])

const SOON_MS = 14 * 86_400_000
const SOON_FOR_GOOD_MS = 60 * 86_400_000

/** What asks Intuit, loaded where it is asked: how a connection stands is told by the keychain alone. */
function signInServer(): Promise<typeof import('./oauth.ts')> {
  return import('./oauth.ts')
}

/** One at a time for each company of each keychain, however many connections were made for it. */
const queues = new WeakMap<SecretKeeper, Map<string, Promise<unknown>>>()

/**
 * Keeps one company's connection: tokens in the keychain, one refresh at a time, and each new refresh token stored
 * before it is used. The keychain is read again before a refresh, because another process may have been faster.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { owner, addresses, store } = options
  const now = options.now ?? Date.now
  const wasConnected = options.wasConnected ?? (() => false)
  const account = tokenAccount(owner)
  let current: KeptTokens | null = null
  /** Renewed tokens that the keychain did not take; the old ones are spent, so these are not lost. */
  let unstored: KeptTokens | null = null

  function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const ofStore = queues.get(store) ?? new Map<string, Promise<unknown>>()
    queues.set(store, ofStore)
    const done = (ofStore.get(account) ?? Promise.resolve()).then(work, work)
    ofStore.set(
      account,
      done.catch(() => undefined),
    )
    return done
  }

  async function keep(tokens: KeptTokens): Promise<Problem | null> {
    const { folderId, companyId } = owner
    const keptFor = tokens.keptFor ?? { folderId, companyId, billdrId: owner.boundTo()?.billdrId ?? null }
    const kept: KeptTokens = { ...tokens, keptFor }
    const stored = await writeTokens(store, owner, kept)
    unstored = stored.ok ? null : kept
    if (stored.ok) current = kept
    return stored.ok ? null : stored.problem
  }

  function isFresh(tokens: KeptTokens): boolean {
    return !tokens.ended && tokens.accessExpiresAt > now()
  }

  /** Every token that a request gets is given out here, and only to the company that the profile is connected to. */
  function granted(tokens: KeptTokens): TokenAnswer {
    const why = refusedTo(owner, tokens)
    if (why) return refused(why)
    return { ok: true, accessToken: tokens.accessToken, realmId: tokens.realmId }
  }

  function refused(why: Problem): TokenAnswer {
    const over = SIGNED_OUT.has(why.code)
    return { ok: false, kind: over ? 'signed-out' : 'not-sent', problem: why }
  }

  async function oauthFor(redirectUri: string): Promise<OAuthOptions | Problem> {
    const keys = await options.keys()
    if (!keys.ok) return keys.problem
    return {
      keys: keys.value,
      addresses,
      redirectUri,
      now,
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    }
  }

  /** A token other than the refused one: the one that another process stored, or a new one. */
  async function renew(old: Secret | null): Promise<TokenAnswer> {
    if (unstored) {
      const why = await keep(unstored)
      if (why) return refused(why)
    }
    for (let tries = 0; ; tries += 1) {
      const read = await readTokens(store, owner, wasConnected())
      if (!read.ok) return refused(read.problem)
      const kept = read.value
      if (!kept || !belongTo(kept, addresses)) return refused(problem('not-connected'))
      const notOwn = refusedTo(owner, kept)
      if (notOwn) return refused(notOwn)
      if (kept.keptFor === null) {
        const why = await keep(kept)
        if (why) return refused(why)
        continue
      }
      current = kept
      if (kept.ended) return refused(problem('connection-ended'))
      if (isFresh(kept) && !(old && kept.accessToken.equals(old))) return granted(kept)

      const oauth = await oauthFor(kept.redirectUri)
      if ('code' in oauth) return refused(oauth)
      const { refreshTokens } = await signInServer()
      const renewed = await refreshTokens(oauth, kept.refreshToken)
      if (renewed.ok) {
        const anew = { ...renewed.value, endsForGoodAt: renewed.value.endsForGoodAt ?? kept.endsForGoodAt ?? null }
        const why = await keep({ ...kept, ...anew })
        return why ? refused(why) : granted({ ...kept, ...anew })
      }
      if (renewed.problem.code !== 'connection-ended') return refused(renewed.problem)
      // Refused as out of date: another process may just have replaced it.
      const again = await readTokens(store, owner, wasConnected())
      const replaced = again.ok && again.value && !again.value.refreshToken.equals(kept.refreshToken)
      if (replaced && tries < 2) continue
      await keep({ ...kept, ended: true })
      return refused(renewed.problem)
    }
  }

  function notConnected(why: Problem): ConnectionState {
    return {
      state: 'not-connected',
      environment: addresses.environment,
      realmId: null,
      companyName: null,
      expiresAt: null,
      endsSoon: false,
      endsForGoodAt: null,
      connectedAt: null,
      connectedBy: null,
      problem: why,
    }
  }

  return {
    async accessToken() {
      if (current && isFresh(current) && !unstored) return granted(current)
      return oneAtATime(() => renew(null))
    },

    renewed: (old) => oneAtATime(() => renew(old)),

    async state() {
      const read = await readTokens(store, owner, wasConnected())
      if (!read.ok) return notConnected(read.problem)
      const kept = read.value
      if (!kept || !belongTo(kept, addresses)) return notConnected(problem('not-connected'))
      const notOwn = refusedTo(owner, kept)
      if (notOwn) return notConnected(notOwn)
      const { refreshExpiresAt, endsForGoodAt = null } = kept
      const end = Math.min(refreshExpiresAt, endsForGoodAt ?? Infinity)
      const ended = kept.ended || end <= now()
      const isNear = end - now() <= SOON_MS || (endsForGoodAt !== null && endsForGoodAt - now() <= SOON_FOR_GOOD_MS)
      return {
        state: ended ? 'ended' : 'connected',
        environment: kept.environment,
        realmId: kept.realmId,
        companyName: kept.companyName || null,
        expiresAt: new Date(end).toISOString(),
        endsSoon: !ended && isNear,
        endsForGoodAt: endsForGoodAt === null ? null : new Date(endsForGoodAt).toISOString(),
        connectedAt: new Date(kept.connectedAt).toISOString(),
        connectedBy: kept.connectedBy || null,
        problem: ended ? problem('connection-ended') : null,
      }
    },

    accept: (grant, { companyName, connectedBy }) =>
      oneAtATime(() =>
        keep({
          ...grant.tokens,
          realmId: grant.realmId,
          environment: addresses.environment,
          apiBase: addresses.apiBase,
          redirectUri: grant.redirectUri,
          companyName,
          connectedBy,
          connectedAt: now(),
          ended: false,
          keptFor: { folderId: owner.folderId, companyId: owner.companyId, billdrId: owner.billdrId() },
        }),
      ),

    async decline(grant) {
      const oauth = await oauthFor(grant.redirectUri)
      if ('code' in oauth) return
      const { revokeTokens } = await signInServer()
      await revokeTokens(oauth, grant.tokens.refreshToken)
    },

    setCompanyName: (companyName) =>
      oneAtATime(async () => {
        const read = await readTokens(store, owner, wasConnected())
        if (!read.ok) return read.problem
        const kept = read.value
        if (!kept || refusedTo(owner, kept) !== null || kept.companyName === companyName) return null
        return keep({ ...kept, companyName })
      }),

    disconnect: () =>
      oneAtATime(async () => {
        const read = await readTokens(store, owner, wasConnected())
        if (!read.ok) return { revoked: false, problem: read.problem }
        const kept = unstored ?? read.value
        const { NOBODY_TOLD, revokeTokens } = await signInServer()
        let revocation = NOBODY_TOLD
        // The connection of another company that happens to be kept under this name is not this one's to end.
        if (kept && !mayEnd(owner, kept)) return revocation
        // Tokens of another address are only forgotten: they are not shown to this one.
        if (kept && belongTo(kept, addresses)) {
          const oauth = await oauthFor(kept.redirectUri)
          revocation =
            'code' in oauth ? { revoked: false, problem: oauth } : await revokeTokens(oauth, kept.refreshToken)
        }
        const forgotten = await forgetTokens(store, owner)
        if (!forgotten.ok) return { ...revocation, problem: forgotten.problem }
        current = null
        unstored = null
        return revocation
      }),
  }
}
