import type { IncomingHttpHeaders, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** An answer on its way from the practice company to the program. */
export interface Passing {
  path: string
  method: string
  status: number
  headers: Record<string, string>
  text: string
  /** Whether it answers the renewal of a token. */
  isRenewal: boolean
}

/** What becomes of an answer; 'drop' cuts the connection after the request was carried out. */
export type Change = (answer: Passing, count: number) => Passing | 'drop'

/** What becomes of a request before it arrives; an answer in its place keeps it from arriving at all. */
export type Meet = (
  request: { path: string; method: string; headers: IncomingHttpHeaders },
  count: number,
) => Passing | null

/**
 * Stands between the program and the practice company and changes what is said, so that the same books are kept by a
 * QuickBooks with other habits.
 */
export async function oddProxy(
  origin: string,
  change: Change,
  meet: Meet = () => null,
): Promise<{ origin: string; close(): Promise<void> }> {
  let count = 0
  const server: Server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const path = request.url ?? '/'
      const method = request.method ?? 'GET'
      count += 1
      const number = count
      const met = meet({ path, method, headers: request.headers }, number)
      const passing = met ?? (await forward(origin, path, method, request.headers, Buffer.concat(chunks)))
      const said = met ?? change(passing, number)
      if (said === 'drop') return void request.socket.destroy()
      response.writeHead(said.status, said.headers)
      response.end(said.headers['content-encoding'] === 'gzip' ? gzipSync(said.text) : said.text)
    })().catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function forward(
  origin: string,
  path: string,
  method: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<Passing> {
  const passedOn = Object.entries(headers).filter(
    ([name, value]) =>
      !['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'].includes(name) &&
      typeof value === 'string',
  ) as [string, string][]
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: passedOn,
    redirect: 'manual',
    ...(method !== 'GET' && { body: new Uint8Array(body) }),
  })
  const kept = ['content-type', 'intuit_tid', 'date', 'retry-after', 'location', 'www-authenticate']
  return {
    path,
    method,
    status: answer.status,
    headers: Object.fromEntries([...answer.headers].filter(([name]) => kept.includes(name))),
    text: await answer.text(),
    isRenewal: body.includes('grant_type=refresh_token'),
  }
}
