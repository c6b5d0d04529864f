/** How to reach a host: directly (null), or through an office's proxy. */
export interface Proxy {
  hostname: string
  port: number
  /** Whether the way to the proxy itself is over TLS. */
  isSecure: boolean
  /** "user:password", as the address says it; null where it names nobody. */
  signIn: string | null
}

/** A way that leads only by a kind of proxy that is not spoken here, as SOCKS. */
export interface UnspokenProxy {
  unspoken: 'SOCKS'
}

/** Finds the proxy for an https address of Intuit. */
export type FindProxy = (address: string) => Promise<Proxy | UnspokenProxy | null>

let find: FindProxy = (address) => Promise.resolve(proxyByVariables(address, process.env))

/** The desktop asks the system, as its browser does; the terminal goes by its variables. */
export function findProxiesWith(other: FindProxy): void {
  find = other
}

/** The proxy for an address; this computer itself is never reached through one. */
export async function proxyFor(address: string): Promise<Proxy | UnspokenProxy | null> {
  const { hostname } = new URL(address)
  if (/^(localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname)) return null
  return find(address)
}

type Variables = Readonly<Record<string, string | undefined>>

/** What a person chose in the settings: "off", an address, or nothing. */
let chosen = ''

/** Follows what a person chose: "off", the address of a proxy, or '' for the way of this computer. */
export function chooseProxy(choice: string): void {
  chosen = choice
}

/** Whether a text is a choice that can be followed. */
export function isProxyChoice(text: string): boolean {
  return text === '' || text === 'off' || parseProxy(text) !== null
}

/**
 * By `BILLDR_QBO_PROXY` (an address, or "off"), else by the usual `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or
 * not. An address that is none counts as none.
 */
export function proxyByVariables(address: string, env: Variables): Proxy | UnspokenProxy | null {
  const own = proxySetting(env)
  if (own !== undefined) return own
  const usual = (name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined
  const { hostname } = new URL(address)
  if (isLeftOut(hostname, usual('NO_PROXY') ?? '')) return null
  const said = usual('HTTPS_PROXY') ?? usual('ALL_PROXY') ?? ''
  return isSocks(said) ? { unspoken: 'SOCKS' } : parseProxy(said)
}

const isSocks = (text: string): boolean => /^socks/i.test(text)

/**
 * What was set for this program: by `BILLDR_QBO_PROXY` (a firm's file stands there too), else in the settings. A proxy, null for
 * "off", undefined where nothing says anything.
 */
export function proxySetting(env: Variables): Proxy | UnspokenProxy | null | undefined {
  const own = env['BILLDR_QBO_PROXY']?.trim() || chosen
  if (!own) return undefined
  if (isSocks(own)) return { unspoken: 'SOCKS' }
  return own.toLowerCase() === 'off' ? null : parseProxy(own)
}

function parseProxy(text: string): Proxy | null {
  if (text === '') return null
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null
  const isSecure = url.protocol === 'https:'
  const name = decodeURIComponent(url.username)
  return {
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isSecure ? 443 : 80)),
    isSecure,
    signIn: name === '' ? null : `${name}:${decodeURIComponent(url.password)}`,
  }
}

/** "intuit.com" leaves out its hosts too, "*" everything. */
function isLeftOut(hostname: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter((each) => each !== '')
    .some((each) => {
      const name = each.replace(/^\*?\./, '').replace(/:\d+$/, '')
      return each === '*' || hostname === name || hostname.endsWith(`.${name}`)
    })
}

/**
 * The first way of an answer of Electron's `resolveProxy`, as "PROXY proxy.office:8080; DIRECT", that is spoken here; where there
 * is none, that.
 */
export function proxyOfSystem(answer: string): Proxy | UnspokenProxy | null {
  const ways = answer.split(';').map((way) => way.trim().split(/\s+/))
  for (const [kind = '', place = ''] of ways) {
    if (kind.toUpperCase() === 'DIRECT') return null
    if (kind.toUpperCase() === 'PROXY') return parseProxy(`http://${place}`)
    if (kind.toUpperCase() === 'HTTPS') return parseProxy(`https://${place}`)
  }
  return ways.some(([kind = '']) => isSocks(kind)) ? { unspoken: 'SOCKS' } : null
}

/** The same way for what Electron itself fetches: the updates. */
export function proxyForElectron(
  setting: Proxy | UnspokenProxy | null | undefined,
): { mode: 'system' | 'direct' } | { mode: 'fixed_servers'; proxyRules: string } {
  if (setting === undefined || (setting !== null && 'unspoken' in setting)) return { mode: 'system' }
  if (setting === null) return { mode: 'direct' }
  const { hostname, port, isSecure } = setting
  return {
    mode: 'fixed_servers',
    proxyRules: `${isSecure ? 'https' : 'http'}://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`,
  }
}
