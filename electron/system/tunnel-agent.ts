import { request as httpRequest } from 'node:http'
import type { RequestOptions } from 'node:https'
import { Agent, request as httpsRequest } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Proxy } from './proxy.ts'
import { proxyFor } from './proxy.ts'

/** Why a proxy is of no use, by codes of ours. */
const REFUSALS = ['EPROXYREFUSED', 'EPROXYSIGNIN', 'EPROXYSCHEME', 'EPROXYSOCKS'] as const
type RefusalCode = (typeof REFUSALS)[number]

/** A proxy that lets nobody through: nothing of the request had left. */
class ProxyRefusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(`the proxy lets nobody through: ${code}`)
    this.code = code
  }
}

/** Whether a code is that of a proxy that let nobody through. */
export function isOfProxy(code: string): boolean {
  return (REFUSALS as readonly string[]).includes(code)
}

/** "host:port" → the sign-in that a proxy took, or what is kept for it; asked only where one wants a sign-in. */
type FindSignIn = (place: string) => Promise<string | null>
let kept: FindSignIn = () => Promise.resolve(null)
const used = new Map<string, string>()
let asking: string | null = null

/** Where sign-ins of proxies are kept; what was known is forgotten. */
export function findProxySignIns(find: FindSignIn): void {
  kept = find
  used.clear()
}

/** The sign-in for a proxy, as "name:password"; null where none is known. */
export async function signInOfProxy(place: string): Promise<string | null> {
  return used.get(place) ?? kept(place)
}

/** The proxy that wants a sign-in that nobody gave yet, or another one, as "host:port". */
export function proxyThatAsks(): string | null {
  return asking
}

type Created = (error: Error | null, stream: Duplex) => void

/**
 * Connections over TLS, through the office's proxy where there is one: it is asked for a tunnel (CONNECT), and what goes
 * through it is sealed between this program and Intuit, with Intuit's certificate checked as ever.
 */
export class TunnelAgent extends Agent {
  override createConnection(options: RequestOptions, created?: Created): Duplex | undefined {
    const host = options.host ?? 'localhost'
    const port = Number(options.port ?? 443)
    this.#open(options, host, port).then(
      (stream) => created?.(null, stream),
      (error: unknown) => created?.(error as Error, undefined as never),
    )
    return undefined
  }

  async #open(options: RequestOptions, host: string, port: number): Promise<Duplex> {
    const proxy = await proxyFor(`https://${isIPv6(host) ? `[${host}]` : host}:${port}/`)
    if (proxy !== null && 'unspoken' in proxy) throw new ProxyRefusal('EPROXYSOCKS')
    const through = proxy === null ? {} : { socket: await signedIn(proxy, host, port) }
    const stream = super.createConnection({ ...options, ...through })
    if (!stream) throw new Error('no connection was made')
    return stream
  }
}

/** A way through, with the sign-in that the proxy wants. The keychain is asked only once it wants one. */
async function signedIn(proxy: Proxy, host: string, port: number): Promise<Duplex> {
  const place = `${proxy.hostname}:${proxy.port}`
  const known = proxy.signIn ?? used.get(place) ?? null
  try {
    const open = await tunnel({ ...proxy, signIn: known }, host, port)
    if (asking === place) asking = null
    return open
  } catch (error) {
    if (!(error instanceof ProxyRefusal) || error.code !== 'EPROXYSIGNIN') throw error
    asking = place
    const signIn = await kept(place)
    if (signIn === null || signIn === known) throw error
    const open = await tunnel({ ...proxy, signIn }, host, port)
    used.set(place, signIn)
    asking = null
    return open
  }
}

/** A way through the proxy to a host and port; rejects with `ProxyRefusal`, or with the failure to reach the proxy. */
function tunnel(proxy: Proxy, host: string, port: number): Promise<Duplex> {
  const target = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  return new Promise((resolve, reject) => {
    const asked = (proxy.isSecure ? httpsRequest : httpRequest)({
      host: proxy.hostname,
      port: proxy.port,
      method: 'CONNECT',
      path: target,
      agent: false,
      timeout: 20_000,
      headers: {
        host: target,
        ...(proxy.signIn !== null && {
          'proxy-authorization': `Basic ${Buffer.from(proxy.signIn).toString('base64')}`,
        }),
      },
    })
    asked.once('connect', ({ statusCode = 0, headers }, socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
      } else {
        socket.destroy()
        reject(refusalOf(statusCode, headers['proxy-authenticate']))
      }
    })
    // A proxy that answers CONNECT like an ordinary request lets nobody through either.
    asked.once('response', ({ statusCode = 0, headers }) => {
      asked.destroy()
      reject(refusalOf(statusCode, headers['proxy-authenticate']))
    })
    asked.once('timeout', () =>
      asked.destroy(Object.assign(new Error('the proxy is silent'), { code: 'EPROXYREFUSED' })),
    )
    asked.once('error', reject)
    asked.end()
  })
}

/** A proxy that wants a sign-in, by name and password (Basic) or only in Windows' own ways, which are not spoken here. */
function refusalOf(status: number, ways: string | undefined): ProxyRefusal {
  if (status !== 407) return new ProxyRefusal('EPROXYREFUSED')
  return new ProxyRefusal(ways === undefined || /\bbasic\b/i.test(ways) ? 'EPROXYSIGNIN' : 'EPROXYSCHEME')
}
