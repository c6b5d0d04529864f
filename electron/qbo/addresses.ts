import { problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'

export type Environment = 'production' | 'sandbox' | 'practice'

/** Where the requests of one company go. A token leaves for these addresses and for no other. */
export interface Addresses {
  environment: Environment
  /** Without a slash at the end; `/v3/company/…` and `/manage/entitlements/…` follow it. */
  apiBase: string
  authorizeUrl: string
  tokenUrl: string
  revokeUrl: string
}

type AddressName = 'apiBase' | 'authorizeUrl' | 'tokenUrl' | 'revokeUrl'

const VARIABLES: Record<AddressName, string> = {
  apiBase: 'QBO_API_BASE',
  authorizeUrl: 'QBO_AUTHORIZE_URL',
  tokenUrl: 'QBO_TOKEN_URL',
  revokeUrl: 'QBO_REVOKE_URL',
}

const SIGN_IN = {
  authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2',
  tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revokeUrl: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
}

const INTUIT: Record<'production' | 'sandbox', Pick<Addresses, AddressName>> = {
  production: { apiBase: 'https://quickbooks.api.intuit.com', ...SIGN_IN },
  sandbox: { apiBase: 'https://sandbox-quickbooks.api.intuit.com', ...SIGN_IN },
}

/** Whether a host (as `URL.hostname` gives it) is this machine: 127.0.0.0/8, ::1 or localhost. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}

/** Whether a token may go to this address: Intuit's over https, or this machine. */
export function isTrustedAddress(address: string): boolean {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return false
  }
  if (url.username || url.password) return false
  if (isLoopbackHost(url.hostname)) return url.protocol === 'http:' || url.protocol === 'https:'
  const intuit = url.hostname === 'intuit.com' || url.hostname.endsWith('.intuit.com')
  return intuit && url.protocol === 'https:' && (url.port === '' || url.port === '443')
}

/** People write the base with and without the slash and the path that belong behind it. */
function withoutPath(apiBase: string): string {
  return apiBase.replace(/(?<!\/)\/+$/, '').replace(/\/v3(\/company)?$/, '')
}

/**
 * The addresses of an environment, with the overrides of the environment variables (`QBO_API_BASE`, `QBO_AUTHORIZE_URL`,
 * `QBO_TOKEN_URL`, `QBO_REVOKE_URL`). Refused with 'address-refused', naming the variable, where a host is neither
 * Intuit's over https nor loopback. The practice company's own addresses are handed in.
 */
export function addressesFor(
  environment: Environment,
  env: Readonly<Record<string, string | undefined>>,
  practice?: Pick<Addresses, AddressName>,
): Result<Addresses> {
  const ordinary = environment === 'practice' ? practice : INTUIT[environment]
  if (!ordinary) return { ok: false, problem: problem('address-refused', { name: 'QBO_ENVIRONMENT', host: '' }) }
  const value: Addresses = { environment, ...ordinary }
  for (const name of Object.keys(VARIABLES) as AddressName[]) {
    const override = env[VARIABLES[name]]?.trim()
    if (override) value[name] = override
    // Practice is never taken to Intuit, whatever the environment variables say.
    const practiceAway = environment === 'practice' && !isLoopbackHost(hostnameOf(value[name]))
    if (practiceAway || !isTrustedAddress(value[name])) {
      return { ok: false, problem: problem('address-refused', { name: VARIABLES[name], host: hostOf(value[name]) }) }
    }
  }
  value.apiBase = withoutPath(value.apiBase)
  return { ok: true, value }
}

/** Only the host is shown: the rest of a wrong address may hold a password. */
function hostOf(address: string): string {
  try {
    return new URL(address).host
  } catch {
    return ''
  }
}

function hostnameOf(address: string): string {
  try {
    return new URL(address).hostname
  } catch {
    return ''
  }
}

/** Reads `QBO_ENVIRONMENT`: `ordinary` where it is not set, null where it is none of the three. */
export function environmentFrom(
  env: Readonly<Record<string, string | undefined>>,
  ordinary: Environment = 'production',
): Environment | null {
  const text = env['QBO_ENVIRONMENT']?.trim() || ordinary
  return text === 'production' || text === 'sandbox' || text === 'practice' ? text : null
}
