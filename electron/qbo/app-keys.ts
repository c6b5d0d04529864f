import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import type { Environment } from './addresses.ts'
import type { AppKeys } from './oauth.ts'
import { Secret } from './secret.ts'
import type { SecretKeeper } from './secret-keeper.ts'

function accountOf(environment: Environment, folderId: string): string {
  return `app-keys ${folderId} ${environment}`
}

/** Of the first version. They name no contractor and open no books by themselves, so every data folder may go on with them. */
function earlierAccount(environment: Environment): string {
  return `app-keys ${environment}`
}

/**
 * The keys of the Intuit app: from `QBO_CLIENT_ID` and `QBO_CLIENT_SECRET`, else from the keychain, where the
 * settings page puts them, one pair an environment of a data folder. 'app-keys-missing' where there are none. With them comes the https
 * page that brings the sign-in back (`QBO_RELAY_URL`, else what was kept); 'relay-refused' where it is not https.
 */
export async function loadAppKeys(
  environment: Environment,
  env: Readonly<Record<string, string | undefined>>,
  store: SecretKeeper,
  folderId: string,
): Promise<Result<AppKeys>> {
  const clientId = env['QBO_CLIENT_ID']?.trim()
  const clientSecret = env['QBO_CLIENT_SECRET']?.trim()
  const relayUrl = env['QBO_RELAY_URL']?.trim() || null
  if (clientId && clientSecret) return checked({ clientId, clientSecret: new Secret(clientSecret), relayUrl })
  const kept = await store.get(accountOf(environment, folderId))
  if (!kept.ok) return kept
  const found = kept.value === null ? await store.get(earlierAccount(environment)) : kept
  if (!found.ok) return found
  const keys = found.value === null ? null : parse(found.value)
  if (!keys) return { ok: false, problem: problem('app-keys-missing', { environment }) }
  return checked(relayUrl === null ? keys : { ...keys, relayUrl })
}

function checked(keys: AppKeys): Result<AppKeys> {
  const refused = relayTrouble(keys.relayUrl)
  return refused ? { ok: false, problem: refused } : { ok: true, value: keys }
}

/** Intuit registers whole https addresses; a host of another kind would only be refused there, in Intuit's words. */
function relayTrouble(relayUrl: string | null | undefined): Problem | null {
  if (!relayUrl) return null
  const url = URL.canParse(relayUrl) ? new URL(relayUrl) : null
  const fits =
    url?.protocol === 'https:' && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  return fits ? null : problem('relay-refused', { host: url?.host || relayUrl.slice(0, 100) })
}

/** Keeps the keys of an environment in the keychain; 'relay-refused' where the page that comes with them is not https. */
export async function saveAppKeys(
  environment: Environment,
  keys: AppKeys,
  store: SecretKeeper,
  folderId: string,
): Promise<Result> {
  const refused = relayTrouble(keys.relayUrl)
  if (refused) return { ok: false, problem: refused }
  return store.set(
    accountOf(environment, folderId),
    JSON.stringify({
      clientId: keys.clientId,
      clientSecret: keys.clientSecret.reveal(),
      relayUrl: keys.relayUrl ?? null,
    }),
  )
}

function parse(text: string): AppKeys | null {
  try {
    const { clientId, clientSecret, relayUrl } = JSON.parse(text) as {
      clientId?: unknown
      clientSecret?: unknown
      relayUrl?: unknown
    }
    if (typeof clientId !== 'string' || typeof clientSecret !== 'string') return null
    return {
      clientId,
      clientSecret: new Secret(clientSecret),
      relayUrl: typeof relayUrl === 'string' ? relayUrl : null,
    }
  } catch {
    return null
  }
}
