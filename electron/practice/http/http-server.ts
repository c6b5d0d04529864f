import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { timingSafeEqual } from 'node:crypto'
import type { BooksSite } from '../pages/books-site.ts'
import { entitlementsXml } from '../company/company-info.ts'
import { consentPage, consentProblem, languageOf } from '../sign-in/consent-page.ts'
import type { Core } from '../core.ts'
import type { DataRequest, Handled } from './data-request.ts'
import { handleData, type DataServiceOptions } from './data-service.ts'
import { typeNamed } from '../entities/entity-types.ts'
import { accessState } from '../sign-in/grants.ts'
import { headersOf, isLoopback, LONGEST_BODY_MS, newBodies, type Bodies } from './http-body.ts'
import type { Fields } from '../entities/json.ts'
import type { Limits } from './limits.ts'
import { companyStatus } from '../entities/refusal.ts'
import {
  faultReply,
  newTid,
  notAuthorized,
  throttled,
  tokenExpired,
  tokenMalformed,
  tokenMissing,
  type Reply,
} from './reply.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import { pacificMillis } from '../company/times.ts'
import { MOST_BYTES, tooLarge } from './uploads.ts'
import type { Connection, OperationName, TestTools } from './watch.ts'
import { intuitXml } from './xml.ts'

export interface ServerParts {
  core: Core
  signIn: SignIn
  limits: Limits
  books: BooksSite
  /** Opens the books page, and what tests steer by. */
  key: string
  testTools: TestTools | null
  options: DataServiceOptions
}

const MOST_OTHER_BYTES = 16 * 1024 * 1024
const MOST_FORM_BYTES = 256 * 1024

/** A request that was read whole, with what it is. */
interface Incoming {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
  operation: OperationName
  entity: string | null
}

export function makeServer(parts: ServerParts): Server {
  const bodies = newBodies(4 * MOST_BYTES)
  const server = createServer((request, response) => {
    serve(parts, bodies, request, response).catch((error: unknown) => {
      // A surprise in the practice company itself: said as the real one would say its own, with the reason for the developer.
      if (response.headersSent) response.destroy()
      else if (!response.destroyed) {
        // The reason is for the developer's terminal: whoever asked may be a stranger.
        process.stderr.write(
          `The practice company failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        )
        response.writeHead(500, { 'Content-Type': 'text/plain;charset=utf-8' }).end('The practice company failed.')
      }
    })
  })
  server.headersTimeout = 15_000
  server.requestTimeout = LONGEST_BODY_MS
  server.keepAliveTimeout = 60_000
  return server
}

async function serve(
  parts: ServerParts,
  bodies: Bodies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { core } = parts
  const headers = headersOf(request)
  if (!isLoopback(headers['host'])) {
    response.writeHead(421, { 'Content-Type': 'text/plain' }).end('The practice company answers on this computer only.')
    return
  }
  if (!URL.canParse(request.url ?? '/', 'http://127.0.0.1')) {
    response.writeHead(400, { 'Content-Type': 'text/plain', Connection: 'close' }).end('Bad request')
    return
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const method = request.method ?? 'GET'
  const most = mostBytesOf(parts, url.pathname, headers)
  if (most === 0) response.setHeader('Connection', 'close')
  const together = most === MOST_FORM_BYTES ? bodies.ofForms : bodies.ofOurs
  const body = most === 0 ? Buffer.alloc(0) : await together.read(request, most)
  if (body === null) {
    send(
      response,
      faultReply([tooLarge()], core.state.settings.language, core.clock()),
      newTid(core.clock()),
      core.clock(),
      true,
    )
    return
  }
  const incoming: Incoming = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
    ...kindOf(method, url),
  }
  if (incoming.path === '/favicon.ico') {
    response.writeHead(204).end()
    return
  }
  if (incoming.path === '/control' || incoming.path === '/alive') return control(parts, incoming, response)
  if (incoming.path === '/books' || incoming.path.startsWith('/books/')) {
    const page = await parts.books.answer(incoming)
    send(response, page, newTid(core.clock()), core.clock())
    return
  }
  await answerWatched(parts, incoming, request, response)
}

/**
 * How many bytes of a body are taken: none of data requests and controls before their token or key is known to be good, so
 * that a stranger costs no memory; little of forms and the sign-in, which anybody may send.
 */
function mostBytesOf(parts: ServerParts, path: string, headers: Record<string, string>): number {
  if (path === '/control' || path === '/alive') return hasKey(parts, headers) ? MOST_OTHER_BYTES : 0
  if (!path.startsWith('/v3/')) return MOST_FORM_BYTES
  const { core } = parts
  if (accessState(core.state.grants, bearerOf(headers), core.clock().getTime()) !== 'good') return 0
  return /^\/v3\/company\/[^/]+\/upload$/.test(path) ? MOST_BYTES : MOST_OTHER_BYTES
}

function hasKey(parts: ServerParts, headers: Record<string, string>): boolean {
  const given = Buffer.from(headers['x-practice-key'] ?? '')
  const wanted = Buffer.from(parts.key)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** Which request it is. */
function kindOf(method: string, url: URL): { operation: OperationName; entity: string | null } {
  const parts = url.pathname.split('/').filter((part) => part !== '')
  if (url.pathname === '/connect/oauth2') return { operation: 'authorize', entity: null }
  if (url.pathname === '/oauth2/v1/tokens/bearer') return { operation: 'token', entity: null }
  if (url.pathname === '/v2/oauth2/tokens/revoke') return { operation: 'revoke', entity: null }
  if (parts[0] === 'manage') return { operation: 'entitlements', entity: null }
  if (parts[0] === 'files') return { operation: 'file', entity: null }
  const first = parts[3] ?? ''
  if (first === 'query' || first === 'cdc' || first === 'batch' || first === 'upload' || first === 'download')
    return { operation: first, entity: null }
  const entity = typeNamed(first) ?? first
  if (method === 'GET') return { operation: 'read', entity }
  const operation = url.searchParams.get('operation')
  if (operation === 'delete' || operation === 'void') return { operation, entity }
  return {
    operation: (url.searchParams.get('include') ?? '').includes('void')
      ? 'void'
      : operation === 'update'
        ? 'update'
        : 'create',
    entity,
  }
}

async function control(parts: ServerParts, incoming: Incoming, response: ServerResponse): Promise<void> {
  if (!hasKey(parts, incoming.headers)) {
    response.writeHead(403, { 'Content-Type': 'text/plain' }).end('The key is wrong.')
    return
  }
  if (incoming.path === '/alive') {
    response.writeHead(204).end()
    return
  }
  const answered =
    incoming.method === 'POST' ? await parts.testTools?.control(incoming.body.toString('utf8')) : undefined
  if (!answered)
    response.writeHead(400, { 'Content-Type': 'text/plain' }).end('There is no such call, or not with these arguments.')
  else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answered))
}

/** Answers as QuickBooks and Intuit's sign-in do, unless a test wants something else of this request. */
async function answerWatched(
  parts: ServerParts,
  incoming: Incoming,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { core, testTools } = parts
  const { method, path, query, entity, body } = incoming
  const operation = incoming.operation === 'create' && bodyHasId(incoming) ? 'update' : incoming.operation
  const intuitTid = newTid(core.clock())
  const token = bearerOf(incoming.headers)
  const watch = testTools?.watch(
    { method, path, query, operation, entity, body, token, intuitTid },
    connectionOf(request, (reply) => send(response, reply, intuitTid, core.clock())),
  )
  if (await watch?.instead(null)) return
  const { reply, effect } = await answer(parts, incoming, token)
  watch?.tookEffect(effect)
  if (await watch?.instead(reply)) return
  watch?.answered(reply.status)
  send(response, inTheFormAsked(reply, incoming, core.clock()), intuitTid, core.clock())
}

function connectionOf({ socket }: IncomingMessage, answerWith: (reply: Reply) => void): Connection {
  return {
    send: answerWith,
    cut: () => void socket.resetAndDestroy(),
    onClose(told) {
      socket.once('close', told)
      return () => void socket.off('close', told)
    },
  }
}

function bodyHasId(incoming: Incoming): boolean {
  return /"Id"\s*:/.test(incoming.body.toString('utf8')) && hasTopLevelId(incoming.body.toString('utf8'))
}

function hasTopLevelId(text: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(text) as object, 'Id')
  } catch {
    return false
  }
}

function bearerOf(headers: Record<string, string>): string {
  return /^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? ''
}

const SHORTEST_TOKEN = 32

async function answer(parts: ServerParts, incoming: Incoming, token: string): Promise<Handled> {
  const { core, signIn, limits } = parts
  const plain = (reply: Reply): Handled => ({ reply, effect: 'none' })
  switch (incoming.operation) {
    case 'authorize':
      return plain(authorize(parts, incoming))
    case 'token':
      return plain(
        incoming.method === 'POST'
          ? await signIn.token(incoming.headers, incoming.body.toString('utf8'))
          : notFoundPage(),
      )
    case 'revoke':
      return plain(
        incoming.method === 'POST'
          ? await signIn.revoke(incoming.headers, incoming.body.toString('utf8'))
          : notFoundPage(),
      )
    case 'file':
      return plain(await file(parts, incoming))
    default:
      break
  }
  const [, area, kind, realm, ...rest] =
    incoming.operation === 'entitlements'
      ? ['', 'v3', 'company', incoming.path.split('/')[4] ?? '']
      : incoming.path.split('/')
  if (area !== 'v3' || kind !== 'company' || realm === undefined) return plain(notFoundPage())
  const now = core.clock()
  if (token === '') return plain(tokenMissing(now))
  if (token.length < SHORTEST_TOKEN) return plain(tokenMalformed(now))
  const state = accessState(core.state.grants, token, now.getTime())
  if (state === 'revoked') return plain(notAuthorized(now))
  if (state !== 'good') return plain(tokenExpired(token, now))
  if (realm !== core.state.settings.realmId) return plain(notAuthorized(now))
  if (!limits.admit(incoming.operation === 'batch')) return plain(throttled(now))
  if (incoming.operation === 'entitlements') {
    return plain({
      status: 200,
      contentType: 'application/xml;charset=utf-8',
      body: entitlementsXml(core.state.settings),
      headers: {},
    })
  }
  if (!core.state.settings.subscribed)
    return { reply: faultReply([companyStatus()], core.state.settings.language, now), effect: 'refused' }
  const request: DataRequest = {
    method: incoming.method,
    path: rest.join('/'),
    query: incoming.query,
    headers: incoming.headers,
    body: incoming.body,
    clientId: signIn.keys.clientId,
    fullPath: incoming.path,
  }
  return handleData(core, request, parts.options)
}

function authorize(parts: ServerParts, incoming: Incoming): Reply {
  const { signIn, core } = parts
  const language = languageOf(incoming.headers['accept-language'])
  if (incoming.method === 'POST') {
    const form = new URLSearchParams(incoming.body.toString('utf8'))
    const origin = incoming.headers['origin']
    // "null" is what a browser says of a page whose policy sends no referrer.
    if (origin !== undefined && origin !== 'null' && new URL(origin).host !== incoming.headers['host'])
      return consentProblem(language, 'late')
    const asked = signIn.answered(form.get('ticket') ?? '')
    if (!asked) return consentProblem(language, 'late')
    return redirect(form.get('decision') === 'allow' ? signIn.allow(asked) : signIn.deny(asked))
  }
  const checked = signIn.check(incoming.query)
  if ('problem' in checked) return consentProblem(language, checked.problem)
  if (signIn.consent === 'automatic') return redirect(signIn.allow(checked.request))
  if (signIn.consent === 'refuse') return redirect(signIn.deny(checked.request))
  return consentPage(language, core.state.settings.companyName, checked.request, signIn.ask(checked.request))
}

function redirect(to: string): Reply {
  return {
    status: 302,
    contentType: 'text/plain',
    body: '',
    headers: { Location: to, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
  }
}

function notFoundPage(): Reply {
  return { status: 404, contentType: 'text/plain;charset=utf-8', body: 'Not found', headers: {} }
}

async function file(parts: ServerParts, incoming: Incoming): Promise<Reply> {
  const { core } = parts
  const id = incoming.path.slice('/files/'.length)
  const entity = core.state.books.get('Attachable', id)
  const bytes = entity && core.presenter.isGood(id, incoming.query) ? await core.files.read(id) : null
  if (!entity || !bytes)
    return {
      status: 403,
      contentType: 'application/xml',
      body: '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>',
      headers: {},
    }
  return {
    status: 200,
    contentType: String(entity['ContentType'] ?? 'application/octet-stream'),
    body: bytes,
    headers: { 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': 'attachment' },
  }
}

/** The data service speaks XML to who did not ask for JSON, by the Accept header or `format=json`. */
function inTheFormAsked(reply: Reply, incoming: Incoming, now: Date): Reply {
  const isData = incoming.path.startsWith('/v3/')
  const wantsJson =
    /application\/json|\bapplication\/\*/i.test(incoming.headers['accept'] ?? '') ||
    incoming.query.get('format') === 'json'
  if (!isData || wantsJson || !reply.contentType.startsWith('application/json') || reply.body.length === 0) return reply
  const parsed = JSON.parse(reply.body.toString()) as Fields
  if ('fault' in parsed) return reply
  return { ...reply, contentType: 'application/xml;charset=utf-8', body: intuitXml(parsed, pacificMillis(now)) }
}

function send(response: ServerResponse, reply: Reply, tid: string, now: Date, close = false): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body
  if (response.destroyed) return
  response
    .writeHead(reply.status, {
      'Content-Type': reply.contentType,
      'Content-Length': body.length,
      Date: now.toUTCString(),
      intuit_tid: tid,
      'Qbo-Version': '1990.75',
      ...(close ? { Connection: 'close' } : {}),
      ...reply.headers,
    })
    .end(body)
}
