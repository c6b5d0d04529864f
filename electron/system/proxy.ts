/** How to reach a host: directly (null), or through an office's proxy. */
export interface Proxy {
  hostname: string
  port: number
  /** Whether the way to the proxy itself is over TLS. */
  isSecure: boolean
  /** "user:password", as the address says it; null where it names nobody. */
  signIn: string | null
}

/** Finds the proxy for an https address of Intuit. */
export type FindProxy = (address: string) => Promise<Proxy | null>

let find: FindProxy = (address) => Promise.resolve(proxyByVariables(address, process.env))

/** The desktop asks the system, as its browser does; the terminal goes by its variables. */
export function findProxiesWith(other: FindProxy): void {
  find = other
}

/** The proxy for an address; this computer itself is never reached through one. */
export async function proxyFor(address: string): Promise<Proxy | null> {
  const { hostname } = new URL(address)
  if (/^(localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname)) return null
  return find(address)
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * By `BILLDR_QBO_PROXY` (an address, or "off"), else by the usual `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or
 * not. An address that is none counts as none.
 */
export function proxyByVariables(address: string, env: Variables): Proxy | null {
  const own = proxySetting(env)
  if (own !== undefined) return own
  const usual = (name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined
  const { hostname } = new URL(address)
  if (isLeftOut(hostname, usual('NO_PROXY') ?? '')) return null
  return parseProxy(usual('HTTPS_PROXY') ?? usual('ALL_PROXY') ?? '')
}

/** What `BILLDR_QBO_PROXY` says: a proxy, null for "off", undefined where it says nothing. */
export function proxySetting(env: Variables): Proxy | null | undefined {
  const own = env['BILLDR_QBO_PROXY']?.trim()
  if (!own) return undefined
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

/** The first way of an answer of Electron's `resolveProxy`, as "PROXY proxy.office:8080; DIRECT". SOCKS is not spoken. */
export function proxyOfSystem(answer: string): Proxy | null {
  for (const way of answer.split(';')) {
    const [kind = '', place = ''] = way.trim().split(/\s+/)
    if (kind.toUpperCase() === 'DIRECT') return null
    if (kind.toUpperCase() === 'PROXY') return parseProxy(`http://${place}`)
    if (kind.toUpperCase() === 'HTTPS') return parseProxy(`https://${place}`)
  }
  return null
}
