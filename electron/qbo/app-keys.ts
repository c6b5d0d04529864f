import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Environment } from './addresses.ts'
import type { AppKeys } from './oauth.ts'
import { Secret } from './secret.ts'
import type { KeeperAnswer, SecretKeeper } from './secret-keeper.ts'

export type AppKeysAnswer = { ok: true; value: AppKeys } | { ok: false; problem: Problem }

function accountOf(environment: Environment): string {
  return `app-keys ${environment}`
}

/**
 * The keys of the Intuit app: from `QBO_CLIENT_ID` and `QBO_CLIENT_SECRET`, else from the keychain, where the
 * settings page puts them, one pair an environment. 'app-keys-missing' where there are none.
 */
export async function loadAppKeys(
  environment: Environment, surroundings: Readonly<Record<string, string | undefined>>, store: SecretKeeper,
): Promise<AppKeysAnswer> {
  const clientId = surroundings['QBO_CLIENT_ID']?.trim()
  const clientSecret = surroundings['QBO_CLIENT_SECRET']?.trim()
  if (clientId && clientSecret) return { ok: true, value: { clientId, clientSecret: new Secret(clientSecret) } }
  const kept = await store.get(accountOf(environment))
  if (!kept.ok) return kept
  const keys = kept.value === null ? null : parse(kept.value)
  return keys ? { ok: true, value: keys } : { ok: false, problem: problem('app-keys-missing', { environment }) }
}

/** Keeps the keys of an environment in the keychain. */
export function saveAppKeys(environment: Environment, keys: AppKeys, store: SecretKeeper): Promise<KeeperAnswer<null>> {
  return store.set(accountOf(environment), JSON.stringify({ clientId: keys.clientId, clientSecret: keys.clientSecret.reveal() }))
}

function parse(text: string): AppKeys | null {
  try {
    const { clientId, clientSecret } = JSON.parse(text) as { clientId?: unknown; clientSecret?: unknown }
    return typeof clientId === 'string' && typeof clientSecret === 'string' ? { clientId, clientSecret: new Secret(clientSecret) } : null
  } catch {
    return null
  }
}
