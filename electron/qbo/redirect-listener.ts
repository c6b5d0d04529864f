import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

export interface RedirectPage {
  status: number
  html: string
}

export interface RedirectListener {
  port: number
  close(): Promise<void>
}

const CALLBACK = '/callback'
const PORT_TRIES = 20

/**
 * Listens on this machine for the browser that comes back from a sign-in, at `http://localhost:<port>/callback`.
 * The port is the preferred one, or another free one where that is taken. Browsers resolve "localhost" to ::1 or to
 * 127.0.0.1: both are listened to, and a port that somebody else has on either is not used.
 */
export async function listenForRedirect(
  preferredPort: number,
  onRedirect: (query: URLSearchParams) => Promise<RedirectPage>,
): Promise<RedirectListener> {
  for (let tries = 0; tries < PORT_TRIES; tries += 1) {
    const listener = await listenOn(tries === 0 ? preferredPort : 0, onRedirect)
    if (listener) return listener
  }
  throw new Error('no free port for the sign-in')
}

async function listenOn(
  wanted: number,
  onRedirect: (query: URLSearchParams) => Promise<RedirectPage>,
): Promise<RedirectListener | null> {
  const answer = (request: IncomingMessage, response: ServerResponse) => void serve(request, response, onRedirect)
  const first = createServer(answer)
  const failure = await listen(first, wanted, '127.0.0.1')
  if (failure) return null
  const address = first.address()
  const port = typeof address === 'object' && address ? address.port : wanted
  const second = createServer(answer)
  const secondFailure = await listen(second, port, '::1')
  if (secondFailure === 'EADDRINUSE') {
    await stop(first)
    return null
  }
  // Any other failure: this machine has no IPv6, and then no browser comes that way.
  return { port, close: async () => void (await Promise.all([stop(first), secondFailure ? null : stop(second)])) }
}

/** Null, or the code of why it cannot listen. */
function listen(server: Server, port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'UNKNOWN'))
    server.listen({ port, host, ipv6Only: host === '::1' }, () => resolve(null))
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    // The page that was just sent may still be on its way; idle connections are not.
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
  })
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  onRedirect: (query: URLSearchParams) => Promise<RedirectPage>,
): Promise<void> {
  const send = ({ status, html }: RedirectPage): void => {
    response.writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      Connection: 'close',
    })
    response.end(request.method === 'HEAD' ? undefined : html)
  }
  request.resume()
  // A page elsewhere could point its own name at this machine; only these names are meant.
  if (!/^(localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(request.headers.host ?? '')) return send({ status: 403, html: '' })
  if (!URL.canParse(request.url ?? '', 'http://localhost')) return send({ status: 400, html: '' })
  const url = new URL(request.url ?? '', 'http://localhost')
  if (request.method !== 'GET' || url.pathname !== CALLBACK) return send({ status: 404, html: '' })
  send(await onRedirect(url.searchParams))
}
