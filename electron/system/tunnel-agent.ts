import { request as httpRequest } from 'node:http'
import type { RequestOptions } from 'node:https'
import { Agent, request as httpsRequest } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Proxy } from './proxy.ts'
import { proxyFor } from './proxy.ts'

/** A proxy that lets nobody through: nothing of the request had left. */
class ProxyRefusal extends Error {
  readonly code: 'EPROXYSIGNIN' | 'EPROXYREFUSED'

  constructor(status: number) {
    super(`the proxy answered ${status}`)
    this.code = status === 407 ? 'EPROXYSIGNIN' : 'EPROXYREFUSED'
  }
}

/** Whether a code is that of a proxy that let nobody through. */
export function isOfProxy(code: string): boolean {
  return code === 'EPROXYSIGNIN' || code === 'EPROXYREFUSED'
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
    const through = proxy === null ? {} : { socket: await tunnel(proxy, host, port) }
    const stream = super.createConnection({ ...options, ...through })
    if (!stream) throw new Error('no connection was made')
    return stream
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
    asked.once('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
      } else {
        socket.destroy()
        reject(new ProxyRefusal(statusCode))
      }
    })
    // A proxy that answers CONNECT like an ordinary request lets nobody through either.
    asked.once('response', ({ statusCode = 0 }) => {
      asked.destroy()
      reject(new ProxyRefusal(statusCode))
    })
    asked.once('timeout', () =>
      asked.destroy(Object.assign(new Error('the proxy is silent'), { code: 'EPROXYREFUSED' })),
    )
    asked.once('error', reject)
    asked.end()
  })
}
