import { createHash, randomBytes } from 'node:crypto'

/** A consent: one app connected to the company. Tokens are kept only as hashes. */
export interface Grant {
  id: string
  createdAt: number
  /** Ended by a revocation, or by a newer connection of the same app (facts: one connection per app and company). */
  ended: 'revoked' | 'replaced' | null
  refreshTokens: { hash: string; issuedAt: number; supersededAt: number | null }[]
}

export interface GrantBook {
  grants: Grant[]
  accessTokens: { hash: string; grantId: string; expiresAt: number }[]
}

export interface IssuedTokens {
  accessToken: string
  refreshToken: string
  /** When the consent ends whatever happens, epoch ms. */
  endsAt: number
}

export const ACCESS_SECONDS = 3_600
export const REFRESH_SECONDS = 8_726_400
const SUPERSEDED_MS = 24 * 3_600_000
const HARD_LIMIT_MS = 5 * 365 * 24 * 3_600_000

export function emptyGrants(): GrantBook {
  return { grants: [], accessTokens: [] }
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function newToken(prefix: string): string {
  return `${prefix}${randomBytes(48).toString('base64url')}`
}

function isUsable({ issuedAt, supersededAt }: Grant['refreshTokens'][number], now: number): boolean {
  if (now - issuedAt > REFRESH_SECONDS * 1000) return false
  return supersededAt === null || now - supersededAt <= SUPERSEDED_MS
}

/** Without what ended so long ago that no answer depends on it. */
function tidied(book: GrantBook, now: number): GrantBook {
  const grants = book.grants.filter((grant) => grant.ended === null || now - grant.createdAt < HARD_LIMIT_MS).slice(-50)
  const kept = new Set(grants.map((grant) => grant.id))
  return {
    grants: grants.map((grant) => ({
      ...grant,
      refreshTokens: grant.refreshTokens.filter((each) => isUsable(each, now)),
    })),
    accessTokens: book.accessTokens
      .filter((each) => kept.has(each.grantId) && now - each.expiresAt < 7 * 24 * 3_600_000)
      .slice(-500),
  }
}

/** A new consent with its first tokens; an earlier connection of the app ends with it. */
export function connect(book: GrantBook, now: number): { book: GrantBook; tokens: IssuedTokens } {
  const grant: Grant = { id: randomBytes(9).toString('base64url'), createdAt: now, ended: null, refreshTokens: [] }
  const others = book.grants.map((each): Grant => (each.ended === null ? { ...each, ended: 'replaced' } : each))
  return withNewTokens({ ...book, grants: [...others, grant] }, grant.id, now)
}

function withNewTokens(book: GrantBook, grantId: string, now: number): { book: GrantBook; tokens: IssuedTokens } {
  const since = book.grants.find(({ id }) => id === grantId)?.createdAt ?? now
  const tokens = {
    accessToken: newToken('eyPractice'),
    refreshToken: newToken('RT1-practice-'),
    endsAt: since + HARD_LIMIT_MS,
  }
  const grants = book.grants.map((grant): Grant =>
    grant.id !== grantId
      ? grant
      : {
          ...grant,
          refreshTokens: [
            ...grant.refreshTokens.map((each) => ({ ...each, supersededAt: each.supersededAt ?? now })),
            { hash: hashOf(tokens.refreshToken), issuedAt: now, supersededAt: null },
          ],
        },
  )
  const access = { hash: hashOf(tokens.accessToken), grantId, expiresAt: now + ACCESS_SECONDS * 1000 }
  return { book: tidied({ grants, accessTokens: [...book.accessTokens, access] }, now), tokens }
}

/**
 * Trades a refresh token for new ones. Each use rotates its value; the old value works for 24 hours more, as a
 * reply may have been lost. Null (`invalid_grant`): unknown, superseded too long ago, unused for 101 days, ended.
 */
export function refresh(
  book: GrantBook,
  refreshToken: string,
  now: number,
): { book: GrantBook; tokens: IssuedTokens } | null {
  const hash = hashOf(refreshToken)
  for (const grant of book.grants) {
    const found = grant.refreshTokens.find((each) => each.hash === hash)
    if (!found) continue
    if (grant.ended !== null || now - grant.createdAt > HARD_LIMIT_MS) return null
    if (!isUsable(found, now)) return null
    return withNewTokens(book, grant.id, now)
  }
  return null
}

/** Ends the consent that a token (of either kind) belongs to; null where it belongs to none. */
export function revoke(book: GrantBook, token: string): GrantBook | null {
  const hash = hashOf(token)
  const grantId =
    book.accessTokens.find((each) => each.hash === hash)?.grantId ??
    book.grants.find((grant) => grant.refreshTokens.some((each) => each.hash === hash))?.id
  return grantId === undefined ? null : endGrants(book, (grant) => grant.id === grantId)
}

export function endGrants(book: GrantBook, which: (grant: Grant) => boolean = () => true): GrantBook {
  return { ...book, grants: book.grants.map((grant): Grant => (which(grant) ? { ...grant, ended: 'revoked' } : grant)) }
}

/** Makes every access token end at once, as after an hour. */
export function expireAccess(book: GrantBook, now: number): GrantBook {
  return {
    ...book,
    accessTokens: book.accessTokens.map((each) => ({ ...each, expiresAt: Math.min(each.expiresAt, now) })),
  }
}

/** What an access token is worth now. */
export function accessState(
  book: GrantBook,
  accessToken: string,
  now: number,
): 'good' | 'expired' | 'unknown' | 'revoked' {
  const found = book.accessTokens.find((each) => each.hash === hashOf(accessToken))
  if (!found) return 'unknown'
  if (book.grants.find((grant) => grant.id === found.grantId)?.ended === 'revoked') return 'revoked'
  return found.expiresAt <= now ? 'expired' : 'good'
}
