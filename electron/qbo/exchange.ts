import { AsyncLocalStorage } from 'node:async_hooks'
import { Agent as HttpAgent } from 'node:http'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import type { AxiosResponse, AxiosStatic, InternalAxiosRequestConfig } from 'axios'
import { certificateTrouble, trustSystemCertificates } from '../system/certificates.ts'
import { isOfProxy, TunnelAgent } from '../system/tunnel-agent.ts'

/**
 * What came back from one request, before anyone judges it. `neverLeft` means that no connection could be
 * opened, so that the request certainly did not arrive; everything else that failed may have arrived.
 */
export type RawAnswer =
  | {
      answered: true
      status: number
      /** Names in lower case. */ headers: Readonly<Record<string, string>>
      bytes: Buffer
    }
  | { answered: false; neverLeft: boolean; timedOut: boolean; /** The system's code, "ECONNRESET". */ cause: string }

/** A request of our own, for what the libraries cannot send. */
export interface PlainRequest {
  method: 'GET' | 'POST'
  url: string
  headers: Readonly<Record<string, string>>
  /** Sent as a stream; the length stands in the headers. */
  parts?: readonly Uint8Array[]
}

interface Exchange {
  signal: AbortSignal
  /** Set once the library's request passed through here: proof that the library uses the axios that we guard. */
  passed: boolean
  response: AxiosResponse<Buffer> | null
  error: unknown
}

/** Larger answers are a fault of the other side; a page of 1,000 invoices stays far below. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024

const current = new AsyncLocalStorage<Exchange>()

// Agents of our own: no proxy sees a request. Over TLS it may hand the connection on (CONNECT), sealed as ever.
const httpAgent = new HttpAgent({ keepAlive: true })
// Whatever the environment says (NODE_TLS_REJECT_UNAUTHORIZED), nobody is believed without a certificate.
const httpsAgent = new TunnelAgent({ keepAlive: true, rejectUnauthorized: true })

/** What each request is held to: one try, no redirect, no proxy that reads it, a deadline, and the answer's bytes as they came. */
function guarded(exchange: Exchange): Partial<InternalAxiosRequestConfig> {
  return {
    signal: exchange.signal,
    maxRedirects: 0,
    proxy: false,
    httpAgent,
    httpsAgent,
    maxBodyLength: Infinity,
    maxContentLength: MAX_ANSWER_BYTES,
    validateStatus: () => true,
    responseType: 'arraybuffer',
    transformResponse: [(body: unknown) => body],
  }
}

/**
 * `node-quickbooks` and `intuit-oauth` both call the global axios of the copy that they load. Its interceptors are
 * ours, and act only inside `carry`: other users of that axios notice nothing.
 */
function guard(axios: AxiosStatic): void {
  axios.interceptors.request.use((config) => {
    const exchange = current.getStore()
    if (!exchange) return config
    exchange.passed = true
    if (config.url?.startsWith('https:')) trustSystemCertificates()
    // The address parser drops tabs and line breaks in silence, so that another name would be looked up.
    if (config.url) config.url = config.url.replace(/[\t\r\n]/g, (character) => encodeURIComponent(character))
    return Object.assign(config, guarded(exchange))
  })
  axios.interceptors.response.use(
    (response: AxiosResponse<Buffer>) => {
      const exchange = current.getStore()
      if (exchange) exchange.response = response
      return response
    },
    (error: unknown) => {
      const exchange = current.getStore()
      if (exchange) exchange.error = error
      throw error
    },
  )
}

const requireHere = createRequire(import.meta.url)

function axiosOf(library: string): AxiosStatic {
  return createRequire(requireHere.resolve(library))('axios') as AxiosStatic
}

let plainAxios: AxiosStatic | null = null

/** The libraries' axios, loaded and guarded before the first request: who sends nothing does not wait for it. */
function guardedAxios(): AxiosStatic {
  if (plainAxios) return plainAxios
  const axios = axiosOf('node-quickbooks')
  for (const each of new Set([axios, axiosOf('intuit-oauth')])) guard(each)
  plainAxios = axios
  return axios
}

/**
 * Lets a library send one request and answers what came back, whatever the library makes of it: its own
 * verdict (callback, promise, exception) is not used. `send` must start its request before it returns.
 * `timeoutMs` bounds the whole exchange, from the first byte to the last.
 */
export async function carry(timeoutMs: number, send: (settled: () => void) => void): Promise<RawAnswer> {
  guardedAxios()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeoutMs)
  const exchange: Exchange = { signal: deadline.signal, passed: false, response: null, error: null }
  try {
    await new Promise<void>((resolve) => {
      // Whatever the library does with the end of its time, we go on.
      deadline.signal.addEventListener('abort', () => resolve(), { once: true })
      current.run(exchange, () => {
        try {
          // A promise resolves once, so a callback that the library calls twice does no harm.
          send(resolve)
        } catch (error) {
          exchange.error = error
          resolve()
        }
      })
    })
  } finally {
    clearTimeout(timer)
  }
  if (exchange.response) return answerOf(exchange.response)
  if (!exchange.passed)
    throw new Error('a library sent its request past the guard', { cause: causeName(exchange.error) })
  return failureOf(exchange.error, deadline.signal.aborted)
}

const PIECE = 64 * 1024

function* piecesOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) for (let at = 0; at < part.byteLength; at += PIECE) yield part.subarray(at, at + PIECE)
}

/** Sends a request of our own under the same guard. */
export function carryPlain(timeoutMs: number, request: PlainRequest): Promise<RawAnswer> {
  return carry(timeoutMs, (settled) => {
    guardedAxios()
      .request({
        method: request.method,
        url: request.url,
        headers: { ...request.headers },
        ...(request.parts && { data: Readable.from(piecesOf(request.parts), { objectMode: false }) }),
      })
      .then(settled, settled)
  })
}

function answerOf(response: AxiosResponse<Buffer>): RawAnswer {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value)
  }
  return { answered: true, status: response.status, headers, bytes: Buffer.from(response.data ?? '') }
}

function failureOf(error: unknown, timedOut: boolean): RawAnswer {
  return {
    answered: false,
    neverLeft: !timedOut && neverLeft(error),
    timedOut,
    cause: timedOut ? 'ETIMEDOUT' : causeName(error),
  }
}

interface SystemError {
  code?: unknown
  syscall?: unknown
  cause?: unknown
  errors?: unknown
}

function asSystemError(error: unknown): SystemError {
  return typeof error === 'object' && error !== null ? error : {}
}

/** The system's code alone: the error itself holds the request, and with it the token. */
function causeName(error: unknown): string {
  const { code, cause } = asSystemError(error)
  if (typeof code === 'string') return code
  return cause ? causeName(cause) : 'UNKNOWN'
}

/** A name that was not found, a connection or a handshake that was refused: nothing had been sent yet. */
function neverLeft(error: unknown, depth = 0): boolean {
  if (depth > 5) return false
  const { code, syscall, cause, errors } = asSystemError(error)
  if (Array.isArray(errors) && errors.length > 0) return errors.every((each) => neverLeft(each, depth + 1))
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true
  if (typeof code === 'string' && (certificateTrouble(code) !== null || isOfProxy(code))) return true
  return cause ? neverLeft(cause, depth + 1) : false
}
