import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BridgeEvent, BridgeHandlers, CallName } from '../../shared/bridge.ts'
import { checkedArguments } from '../../shared/bridge.ts'
import type { Asset } from './assets.ts'
import { readAssets } from './assets.ts'
import { Bodies, LARGEST_BODY } from './body.ts'
import { EventStreams } from './event-stream.ts'
import { Gate } from './gate.ts'
import { SAFE_HEADERS } from './headers.ts'
import { HELP_POLICY, readHelp } from './help-pages.ts'
import { lockedPage } from './locked-page.ts'

export interface ServeWindowParts {
  handlers: BridgeHandlers
  /** Calls back with every event of the companion; the function it returns ends that. */
  events: (listener: (event: BridgeEvent) => void) => () => void
  /** Folder of the built window. */
  assets: string
  /** Folder of the built help, served under /help/. */
  help?: string
  /** 0, the default: whichever is free. */
  port?: number
  /** The first one-time key; a random one by default. */
  key?: string
  /** For how long keys have lived, in ms; the computer's own by default. */
  clock?: () => number
  /** Hears of a call whose handler threw. The window learns only that it failed. */
  onFault?: (call: CallName, error: unknown) => void
  /** Bytes of the largest body that is read. */
  largestBody?: number
}

export interface ServedWindow {
  /** Opens the window once, in one browser. */
  address: string
  /** Another such address, for another browser; addresses given before and not used yet end. */
  newAddress(): string
  /** For the lock of the data folder: by it another start of the program asks for a new address (`addressOfRunning`). */
  forAnotherStart: string
  /** Whether a window is open in a browser. */
  isLookedAt(): boolean
  /** Says goodbye to the windows and frees the port. */
  close(): Promise<void>
}

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 60_000
const STATUS_OF = { 'too-large': 413, 'too-many': 503, 'not-json': 400 } as const

/**
 * Serves the window and its bridge to browsers of this machine, on 127.0.0.1 and nowhere else. Throws where the assets are
 * not there or the port is taken.
 */
export async function serveWindow(parts: ServeWindowParts): Promise<ServedWindow> {
  const assets = await readAssets(parts.assets)
  const help = parts.help === undefined ? new Map<string, never>() : await readHelp(parts.help)
  const streams = new EventStreams()
  const bodies = new Bodies()
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: 16 * 1024,
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(parts.port ?? 0, '127.0.0.1', () => {
      server.off('error', failed)
      listening()
    })
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const gate = new Gate({
    host,
    token: () => randomBytes(32).toString('base64url'),
    ...(parts.clock && { clock: parts.clock }),
  })
  const addressWith = (key: string): string => `http://${host}/?key=${key}`
  const address = addressWith(gate.newKey(parts.key))
  const quiet = parts.events((event) => streams.send(event))

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500)
      else response.destroy()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = gate.refuseSender(request)
    if (refusal !== null) return refuse(response, refusal)
    const target = request.url ?? '/'
    if (!target.startsWith('/') || !URL.canParse(target, `http://${host}`)) return refuse(response, 400)
    const url = new URL(target, `http://${host}`)
    const call = /^\/bridge\/([A-Za-z]{1,40})$/.exec(url.pathname)?.[1]
    if (call === 'events') return listen(request, response)
    if (call !== undefined) return callBridge(call, request, response)
    if (url.pathname === '/another-start') return answerAnotherStart(request, response)
    if (request.method !== 'GET') return refuse(response, 405)
    if (url.searchParams.has('key')) return enter(url.searchParams.get('key') ?? '', request, response)
    if (!gate.knows(request)) return showLocked(response)
    const page = help.get(url.pathname)
    if (page) return send(page, response, { 'content-security-policy': HELP_POLICY })
    const asset = assets.get(url.pathname)
    if (!asset) return refuse(response, 404)
    send(asset, response)
  }

  function enter(key: string, request: IncomingMessage, response: ServerResponse): void {
    const session = gate.enter(key)
    // Whoever loads a used address again, and is in already, just goes on.
    if (!session && !gate.knows(request)) return showLocked(response)
    response.writeHead(303, {
      ...SAFE_HEADERS,
      location: session ? `/#page=${session.page}` : '/',
      ...(session ? { 'set-cookie': session.cookie } : {}),
    })
    response.end()
  }

  function answerAnotherStart(request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'POST') return refuse(response, 405)
    const key = gate.keyForAnotherStart(request)
    if (key === null) return refuse(response, 401)
    response.writeHead(200, { ...SAFE_HEADERS, 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    response.end(addressWith(key))
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'GET') return refuse(response, 405)
    if (!gate.knowsPage(request)) return refuse(response, 401)
    if (request.headers['sec-fetch-site'] === 'none') return refuse(response, 403)
    if (!streams.add(response)) refuse(response, 503)
  }

  async function callBridge(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return refuse(response, 405)
    const refusal = gate.refuseCall(request)
    if (refusal !== null) return refuse(response, refusal)
    const body = await bodies.read(request, parts.largestBody ?? LARGEST_BODY)
    if (!body.ok) return refuse(response, STATUS_OF[body.why])
    const checked = checkedArguments(name, body.value)
    if (!checked) return refuse(response, 400)
    let value: unknown
    try {
      // The check gave the arguments of exactly this call, which the compiler cannot follow through a name from outside.
      const handler = parts.handlers[checked.name] as (args: unknown) => Promise<unknown>
      value = await handler(checked.args)
    } catch (error) {
      parts.onFault?.(checked.name, error)
      return refuse(response, 500)
    }
    const text = Buffer.from(JSON.stringify(value ?? null))
    response.writeHead(200, {
      ...SAFE_HEADERS,
      'content-type': 'application/json; charset=utf-8',
      'content-length': text.length,
    })
    response.end(text)
  }

  return {
    address,
    forAnotherStart: `http://${host}/another-start#${gate.askAgain}`,
    isLookedAt: () => streams.isAnybodyThere,
    newAddress: () => addressWith(gate.newKey()),
    close: async () => {
      quiet()
      streams.end()
      await new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      })
    },
  }
}

function send(asset: Asset, response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, {
    ...SAFE_HEADERS,
    ...headers,
    'content-type': asset.contentType,
    'content-length': asset.bytes.length,
  })
  response.end(asset.bytes)
}

function showLocked(response: ServerResponse): void {
  const text = Buffer.from(lockedPage())
  response.writeHead(401, {
    ...SAFE_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-length': text.length,
  })
  response.end(text)
}

/** Refuses without a reason; the connection ends, so that the rest of a body is not waited for. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...SAFE_HEADERS, 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end()
}
