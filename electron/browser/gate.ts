import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** How long the key of an address may be used, in ms: the time in which a browser opens it. */
const KEY_LIFE_MS = 60_000

/** Why a request is not let in; the number is the HTTP status. Nothing more is said to whoever asked. */
export type Refusal = 401 | 403 | 405 | 421

/** Sessions that one window's life may open; the oldest ends when there are more. */
const MOST_SESSIONS = 16

export interface GateParts {
  /** "127.0.0.1:49152": the only name by which this server answers, so that a name pointed here by someone else (DNS rebinding) gets nothing. */
  host: string
  /** A fresh unguessable text. */
  token: () => string
  /** Milliseconds from any start; never backwards. */
  clock?: () => number
}

/**
 * Who may ask. A person's browser comes in once through an address with a one-time key and then carries a cookie that no
 * script can read and no other site can make it send, and a secret that only its pages have (`renderer/bridge/page-key.ts`).
 * Requests from other origins are refused even with both.
 */
export class Gate {
  readonly #host: string
  readonly #token: () => string
  readonly #cookieName: string
  readonly #sessions: { cookie: string; page: string }[] = []
  readonly #clock: () => number
  readonly #askAgain: string
  #key: { text: string; until: number } | null = null

  constructor({ host, token, clock = () => performance.now() }: GateParts) {
    this.#clock = clock
    this.#askAgain = token()
    this.#host = host
    this.#token = token
    // Cookies are shared by all ports of an address, so each port has a name of its own.
    this.#cookieName = `billdr-qbo-${host.split(':')[1] ?? ''}`
  }

  /** A new one-time key; the one before no longer works. */
  newKey(key: string = this.#token()): string {
    this.#key = { text: key, until: this.#clock() + KEY_LIFE_MS }
    return key
  }

  /** What another start of the program on this data folder shows in order to get a new key. Only this user can read it there. */
  get askAgain(): string {
    return this.#askAgain
  }

  /** A new one-time key for who shows `askAgain`; null for anybody else, and for every browser. */
  keyForAnotherStart(request: IncomingMessage): string | null {
    const shown = request.headers['x-billdr-qbo-start']
    if (typeof shown !== 'string' || !same(shown, this.#askAgain)) return null
    return request.headers.origin === undefined ? this.newKey() : null
  }

  /** Takes the key of an address: a session's cookie where it is right, and then never again. */
  enter(key: string): { cookie: string; page: string } | null {
    if (this.#key === null || !same(key, this.#key.text)) return null
    const inTime = this.#clock() <= this.#key.until
    this.#key = null
    if (!inTime) return null
    const session = { cookie: this.#token(), page: this.#token() }
    this.#sessions.push(session)
    if (this.#sessions.length > MOST_SESSIONS) this.#sessions.shift()
    return {
      cookie: `${this.#cookieName}=${session.cookie}; Path=/; HttpOnly; SameSite=Strict`,
      page: session.page,
    }
  }

  /** Whether the request carries the cookie of a session. */
  knows(request: IncomingMessage): boolean {
    return this.#sessionOf(request) !== null
  }

  /**
   * Whether it comes from the page itself: it shows the page's own secret beside the cookie, which a browser would also take
   * to another port of this computer.
   */
  knowsPage(request: IncomingMessage): boolean {
    const shown = request.headers['x-billdr-qbo-page']
    const session = this.#sessionOf(request)
    return session !== null && typeof shown === 'string' && same(shown, session.page)
  }

  #sessionOf(request: IncomingMessage): { page: string } | null {
    const given = cookieOf(request.headers.cookie ?? '', this.#cookieName)
    let known: { page: string } | null = null
    for (const session of this.#sessions) if (given !== null && same(given, session.cookie)) known = session
    return known
  }

  /** Checks where a request comes from, before anything of it is read. Null where it may go on. */
  refuseSender(request: IncomingMessage): Refusal | null {
    const hosts = request.headersDistinct['host'] ?? []
    if (hosts.length !== 1 || hosts[0] !== this.#host) return 421
    const origin = request.headers.origin
    if (origin !== undefined && origin !== `http://${this.#host}`) return 403
    const site = request.headers['sec-fetch-site']
    // `none` is a person who typed or opened an address; `same-site` would be another port of this machine.
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403
    return null
  }

  /** What a call of the bridge must be, beyond its sender: from this very page, and of the type that no form can send. */
  refuseCall(request: IncomingMessage): Refusal | 415 | null {
    if (!this.knowsPage(request)) return 401
    if (request.headers.origin !== `http://${this.#host}`) return 403
    const site = request.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin') return 403
    if (!/^application\/json(;\s*charset=utf-8)?$/i.test(request.headers['content-type'] ?? '')) return 415
    if (request.headers['content-encoding'] !== undefined) return 415
    return null
  }
}

/** Compares without telling by its time how much was right. */
function same(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function cookieOf(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}
