import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { createQuickBooks } from '../../electron/qbo/client.ts'
import type { QuickBooksOptions, TokenSource } from '../../electron/qbo/client.ts'
import type { Addresses } from '../../electron/qbo/addresses.ts'
import type { QuickBooks } from '../../electron/qbo/contract.ts'
import { Secret } from '../../electron/qbo/secret.ts'

export interface Received {
  method: string
  url: URL
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Loopback {
  base: string
  received: Received[]
  close(): Promise<void>
}

export type Reply =
  { status?: number; headers?: Record<string, string>; body: string | Buffer | object } | 'hang' | 'reset'

const open = new Set<Loopback>()

afterEach(async () => {
  await Promise.all([...open].map((each) => each.close()))
})

/** A server on this machine that answers as it is told and remembers what it got; it stops with the test. */
export async function loopback(
  answer: (request: Received, count: number) => Reply | Promise<Reply>,
): Promise<Loopback> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const got = await read(request)
      received.push(got)
      send(request, response, await answer(got, received.length))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const made: Loopback = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        open.delete(made)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  open.add(made)
  return made
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '/', 'http://localhost'),
    headers: request.headers,
    body: Buffer.concat(chunks),
  }
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return
  if (reply === 'reset') return void request.socket.destroy()
  const isText = typeof reply.body === 'string' || Buffer.isBuffer(reply.body)
  // An empty text takes a header away.
  const headers = {
    'Content-Type': isText ? 'text/plain' : 'application/json',
    intuit_tid: '1-tid',
    ...reply.headers,
  }
  response.writeHead(
    reply.status ?? 200,
    Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
  )
  response.end(isText ? (reply.body as string | Buffer) : JSON.stringify(reply.body))
}

export const REALM = '4620816365000000000'
export const ACCESS_TOKEN = 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..secret-access-token-1'

export function addressesOf(base: string): Addresses {
  return {
    environment: 'sandbox',
    apiBase: base,
    authorizeUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
    revokeUrl: `${base}/revoke`,
  }
}

/** Tokens from a list: each renewal gives the next. */
export function tokensFrom(...texts: string[]): TokenSource & { renewals: number } {
  const source = {
    renewals: 0,
    async accessToken() {
      return { ok: true as const, accessToken: new Secret(texts[0] ?? ''), realmId: REALM }
    },
    async renewed() {
      source.renewals += 1
      return {
        ok: true as const,
        accessToken: new Secret(texts[source.renewals] ?? texts.at(-1) ?? ''),
        realmId: REALM,
      }
    },
  }
  return source
}

export function quickBooksAt(base: string, more: Partial<QuickBooksOptions> = {}): QuickBooks {
  return createQuickBooks({ realmId: REALM, addresses: addressesOf(base), tokens: tokensFrom(ACCESS_TOKEN), ...more })
}
