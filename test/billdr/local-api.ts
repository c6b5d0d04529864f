import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { Raw } from './exports.ts'
import { readJson } from './exports.ts'

const open: Server[] = []

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => {
      server.close(resolve)
    })
  }
})

export interface Served {
  url: string
  requests: { path: string; headers: IncomingMessage['headers'] }[]
}

/** A server on loopback that answers as a test says, gone after the test. */
export async function serve(
  answer: (path: URL, request: IncomingMessage, response: ServerResponse) => void,
): Promise<Served> {
  const requests: Served['requests'] = []
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers })
    answer(new URL(request.url ?? '', 'http://127.0.0.1'), request, response)
  })
  open.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

export function sendJson(
  response: ServerResponse,
  value: unknown,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}

const TABLES = [
  'clients',
  'projects',
  'professionals',
  'cost-codes',
  'invoices',
  'credits',
  'payments',
  'expenses',
  'purchase-orders',
]
const KEY = 'a key for tests'

/** Billdr's local API over an export folder, as the data contract (version 1) describes it. */
export interface LocalApi extends Served {
  key: string
  /** Changes are numbered; the cursor is the number of the last. */
  changes: Raw[]
  /** Cursors that are too old. */
  expired: Set<string>
}

export async function localApi(folder: string, pageSize = 10): Promise<LocalApi> {
  const manifest = await readJson<Raw>(folder, 'manifest.json')
  const changes: Raw[] = []
  const files = new Map<string, Raw>()
  for (const table of TABLES) {
    for (const record of await readJson(folder, `${table}.json`)) {
      const attachments = record['attachments'] as Raw[] | undefined
      for (const each of attachments ?? []) files.set(String(each['id']), each)
      const served = attachments?.map(({ path: _, ...each }) => each)
      changes.push({ table, ...record, ...(served ? { attachments: served } : {}) })
    }
  }
  const api: LocalApi = { key: KEY, changes, expired: new Set(), url: '', requests: [] }
  const served = await serve((url, request, response) => {
    const failed = (status: number, code: string): void =>
      sendJson(response, { error: { code, message: code } }, {}, status)
    if (request.headers.authorization !== `Bearer ${KEY}`) return failed(401, 'unauthorized')
    if (url.pathname === '/v1/company') return sendJson(response, manifest['company'])
    const attachment = /^\/v1\/attachments\/(.+)$/.exec(url.pathname)
    if (attachment) {
      const each = files.get(decodeURIComponent(attachment[1] ?? ''))
      if (!each) return failed(404, 'not_found')
      void readFile(join(folder, 'attachments', String(each['path']))).then((bytes) => {
        const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`
        response
          .writeHead(200, { 'content-type': String(each['contentType']), 'content-length': bytes.length, etag })
          .end(bytes)
      })
      return
    }
    if (url.pathname !== '/v1/changes') return failed(404, 'not_found')
    const since = Number(url.searchParams.get('since') ?? 0)
    if (api.expired.has(url.searchParams.get('since') ?? '')) return failed(410, 'cursor_too_old')
    const etag = `"at-${changes.length}"`
    if (request.headers['if-none-match'] === etag && since >= changes.length) return void response.writeHead(304).end()
    const upTo = Math.min(changes.length, since + Math.min(pageSize, Number(url.searchParams.get('limit') ?? pageSize)))
    sendJson(
      response,
      { cursor: String(upTo), hasMore: upTo < changes.length, records: changes.slice(since, upTo) },
      { etag },
    )
  })
  return Object.assign(api, served)
}
