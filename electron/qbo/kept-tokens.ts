import type { Addresses, Environment } from './addresses.ts'
import { isLoopbackHost } from './addresses.ts'
import type { ConnectionOwner, KeptFor } from './connection-owner.ts'
import { refusedTo } from './connection-owner.ts'
import { isRecord } from './fault-shapes.ts'
import type { TokenSet } from './oauth.ts'
import { Secret } from './secret.ts'
import type { SecretKeeper } from './secret-keeper.ts'
import type { Result } from '../../shared/result.ts'

/** The connection of one company as the keychain keeps it. Times are epoch ms. */
export interface KeptTokens extends TokenSet {
  realmId: string
  environment: Environment
  /** The tokens were issued for this address and go to no other. */
  apiBase: string
  redirectUri: string
  companyName: string
  connectedAt: number
  connectedBy: string
  /** Intuit takes the refresh token no longer: only a new sign-in helps. */
  ended: boolean
  /** Null in an entry of the first version, which stands under the company's id alone. */
  keptFor: KeptFor | null
}

/** The name in the keychain under which a company's tokens are kept. */
export function tokenAccount({ folderId, companyId }: Pick<ConnectionOwner, 'folderId' | 'companyId'>): string {
  return `tokens ${folderId} ${companyId}`
}

/** Of the first version: every data folder of this computer looked for its company there. */
function earlierAccount({ companyId }: Pick<ConnectionOwner, 'companyId'>): string {
  return `tokens ${companyId}`
}

/**
 * Reads what is kept for a company of the app; null where there is nothing, or nothing that can be read. `isExpected`: it was
 * connected, so that a locked keychain is not taken for an empty one. What the first version kept counts where it
 * certainly belongs to this company. Whether the company may use what was read, `refusedTo` says.
 */
export async function readTokens(
  store: SecretKeeper,
  owner: ConnectionOwner,
  isExpected: boolean,
): Promise<Result<KeptTokens | null>> {
  const kept = await store.get(tokenAccount(owner))
  if (!kept.ok) return kept
  const own = kept.value === null ? null : parse(kept.value)
  if (own) return { ok: true, value: own.keptFor ? own : null }
  const before = await store.get(earlierAccount(owner), isExpected)
  if (!before.ok) return before
  const earlier = before.value === null ? null : parse(before.value)
  return { ok: true, value: earlier && { ...earlier, keptFor: null } }
}

/** Keeps tokens as the company's own; an earlier entry of them is dropped then. */
export async function writeTokens(store: SecretKeeper, owner: ConnectionOwner, tokens: KeptTokens): Promise<Result> {
  const earlier = await ownEarlier(store, owner)
  const text = { ...tokens, accessToken: tokens.accessToken.reveal(), refreshToken: tokens.refreshToken.reveal() }
  const written = await store.set(tokenAccount(owner), JSON.stringify(text))
  if (written.ok && earlier) await store.delete(earlierAccount(owner))
  return written
}

export async function forgetTokens(store: SecretKeeper, owner: ConnectionOwner): Promise<Result> {
  const earlier = await ownEarlier(store, owner)
  const forgotten = await store.delete(tokenAccount(owner))
  return forgotten.ok && earlier ? store.delete(earlierAccount(owner)) : forgotten
}

/** Whether the first version's entry is this company's, and not that of another data folder. */
async function ownEarlier(store: SecretKeeper, owner: ConnectionOwner): Promise<boolean> {
  const before = await store.get(earlierAccount(owner))
  const earlier = before.ok && before.value !== null ? parse(before.value) : null
  return earlier !== null && refusedTo(owner, { ...earlier, keptFor: null }) === null
}

/** Whether the tokens were issued for these addresses. The practice company moves between ports of this machine. */
export function belongTo(tokens: KeptTokens, addresses: Addresses): boolean {
  if (tokens.environment !== addresses.environment) return false
  if (tokens.environment === 'practice') return isLoopbackHost(new URL(addresses.apiBase).hostname)
  return tokens.apiBase === addresses.apiBase
}

function parse(text: string): KeptTokens | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(value)) return null
  const { realmId, environment, apiBase, redirectUri, companyName, connectedBy, accessToken, refreshToken } = value
  const { connectedAt, accessExpiresAt, refreshExpiresAt, endsForGoodAt, ended } = value
  const known = environment === 'production' || environment === 'sandbox' || environment === 'practice'
  if (!known || typeof realmId !== 'string' || typeof apiBase !== 'string' || typeof redirectUri !== 'string')
    return null
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') return null
  if (typeof connectedAt !== 'number' || typeof accessExpiresAt !== 'number' || typeof refreshExpiresAt !== 'number')
    return null
  return {
    realmId,
    environment,
    apiBase,
    redirectUri,
    connectedAt,
    accessExpiresAt,
    refreshExpiresAt,
    endsForGoodAt: typeof endsForGoodAt === 'number' ? endsForGoodAt : null,
    companyName: typeof companyName === 'string' ? companyName : '',
    connectedBy: typeof connectedBy === 'string' ? connectedBy : '',
    ended: ended === true,
    keptFor: keptForFrom(value['keptFor']),
    accessToken: new Secret(accessToken),
    refreshToken: new Secret(refreshToken),
  }
}

function keptForFrom(value: unknown): KeptFor | null {
  if (!isRecord(value)) return null
  const { folderId, companyId, billdrId } = value
  if (typeof folderId !== 'string' || typeof companyId !== 'string') return null
  return { folderId, companyId, billdrId: typeof billdrId === 'string' ? billdrId : null }
}
