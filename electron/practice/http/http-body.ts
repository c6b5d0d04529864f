import type { IncomingMessage } from 'node:http'

/** Bodies that are on their way at one time, together within a limit of bytes, each within one of time. */
class IncomingBodies {
  readonly #most: number
  readonly #longestMs: number
  #held = 0

  constructor(most: number, longestMs: number) {
    this.#most = most
    this.#longestMs = longestMs
  }

  /**
   * Reads the body of a request; null where it is larger than the limit (in bytes) or would be too much beside the others,
   * of which no more is kept. A connection whose body does not come to its end in time is ended.
   */
  async read(request: IncomingMessage, most: number): Promise<Buffer | null> {
    const announced = Number(request.headers['content-length'] ?? 0)
    if (announced > most) return null
    const chunks: Buffer[] = []
    let size = 0
    const tooSlow = setTimeout(() => request.destroy(), this.#longestMs)
    try {
      for await (const chunk of request) {
        const bytes = chunk as Buffer
        size += bytes.length
        this.#held += bytes.length
        if (size > most || this.#held > this.#most) return null
        chunks.push(bytes)
      }
      return Buffer.concat(chunks)
    } finally {
      clearTimeout(tooSlow)
      this.#held -= size
    }
  }
}

/** What strangers send at one time, all together, in bytes. */
const MOST_FORMS_BYTES = 8 * 1024 * 1024
const LONGEST_FORM_MS = 15_000
/** A slow upload is not a fault of its own. */
export const LONGEST_BODY_MS = 10 * 60_000

export interface Bodies {
  /** Of forms and the sign-in, which anybody may send. */
  ofForms: IncomingBodies
  /** Of requests whose token or key is known. */
  ofOurs: IncomingBodies
}

export function newBodies(mostOfOurs: number): Bodies {
  return {
    ofForms: new IncomingBodies(MOST_FORMS_BYTES, LONGEST_FORM_MS),
    ofOurs: new IncomingBodies(mostOfOurs, LONGEST_BODY_MS),
  }
}

/** The headers by lower-case name; of one that came twice, the first. */
export function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? (value[0] ?? '') : value
  }
  return headers
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i

/** Whether the Host header names this computer: a page of another name that resolves here is turned away. */
export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.test(host)
}

/** The value of a cookie; null where there is none. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const each of (header ?? '').split(';')) {
    const [key = '', ...value] = each.trim().split('=')
    if (key === name) return value.join('=')
  }
  return null
}
