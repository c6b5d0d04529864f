import type { Addresses, Environment } from './addresses.ts'
import { isLoopbackHost } from './addresses.ts'
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
}

function accountOf(companyId: string): string {
  return `tokens ${companyId}`
}

/**
 * Reads what is kept for a company of the app; null where there is nothing, or nothing that can be read. `isExpected`: it was
 * connected, so that a locked keychain is not taken for an empty one.
 */
export async function readTokens(
  store: SecretKeeper,
  companyId: string,
  isExpected: boolean,
): Promise<Result<KeptTokens | null>> {
  const kept = await store.get(accountOf(companyId), isExpected)
  return kept.ok ? { ok: true, value: kept.value === null ? null : parse(kept.value) } : kept
}

export function writeTokens(store: SecretKeeper, companyId: string, tokens: KeptTokens): Promise<Result> {
  const text = { ...tokens, accessToken: tokens.accessToken.reveal(), refreshToken: tokens.refreshToken.reveal() }
  return store.set(accountOf(companyId), JSON.stringify(text))
}

export function forgetTokens(store: SecretKeeper, companyId: string): Promise<Result> {
  return store.delete(accountOf(companyId))
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
  const { connectedAt, accessExpiresAt, refreshExpiresAt, ended } = value
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
    companyName: typeof companyName === 'string' ? companyName : '',
    connectedBy: typeof connectedBy === 'string' ? connectedBy : '',
    ended: ended === true,
    accessToken: new Secret(accessToken),
    refreshToken: new Secret(refreshToken),
  }
}
