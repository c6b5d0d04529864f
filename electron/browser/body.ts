import type { IncomingMessage } from 'node:http'

/** The largest body of a call: a decision about a hundred thousand documents fits well into it. */
export const LARGEST_BODY = 16 * 1024 * 1024
/** Of all bodies that are on their way at one time, in bytes. */
const MOST_AT_ONCE = 64 * 1024 * 1024

type Body = { ok: true; value: unknown } | { ok: false; why: 'too-large' | 'too-many' | 'not-json' }

/** Reads the bodies of calls, together within a limit of memory. */
export class Bodies {
  #held = 0
  readonly #most: number

  constructor(most = MOST_AT_ONCE) {
    this.#most = most
  }

  /**
   * The body of a request as JSON; `too-large` past the limit and `too-many` past that of all together (without reading on),
   * `not-json` where it is none.
   */
  async read(request: IncomingMessage, limit = LARGEST_BODY): Promise<Body> {
    if (Number(request.headers['content-length'] ?? 0) > limit) return { ok: false, why: 'too-large' }
    const parts: Buffer[] = []
    let size = 0
    try {
      for await (const part of request as AsyncIterable<Buffer>) {
        size += part.length
        this.#held += part.length
        if (size > limit) return { ok: false, why: 'too-large' }
        if (this.#held > this.#most) return { ok: false, why: 'too-many' }
        parts.push(part)
      }
      return {
        ok: true,
        value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))) as unknown,
      }
    } catch {
      return { ok: false, why: 'not-json' }
    } finally {
      this.#held -= size
    }
  }
}
