import type { IncomingMessage } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import { certificateTrouble, trustSystemCertificates } from '../../system/certificates.ts'
import { addressRefused, FAR, isAllowed, isOpenAndFar, lookupNear } from './api-hosts.ts'
import type { Settings } from '../source-options.ts'

const MOST_REDIRECTS = 3

export interface ApiAnswer {
  status: number
  header(name: string): string | null
  /** The bytes of the body, unpacked. Throws `AnswerTrouble` where they stop coming or take too long, `GarbledAnswer` where they make no sense. */
  body: AsyncIterable<Uint8Array>
  /** Gives the answer up, whatever of it is still to come. */
  drop(): void
}

export type ApiOutcome = { ok: true; answer: ApiAnswer } | { ok: false; problem: Problem; tryAgain: boolean }

/** An answer that cannot be unpacked, or unpacks to more than can be right. */
export class GarbledAnswer extends Error {
  constructor() {
    super('the answer cannot be unpacked')
    this.name = 'GarbledAnswer'
  }
}

/** An answer that broke off. */
export class AnswerTrouble extends Error {
  constructor() {
    super('the answer broke off')
    this.name = 'AnswerTrouble'
  }
}

/** Asks one local API. The key goes to its origin and nowhere else. */
export class ApiRequests {
  readonly #base: URL
  readonly #settings: Settings

  constructor(base: URL, settings: Settings) {
    this.#base = base
    this.#settings = settings
  }

  /** The address without anything that could be secret, as problems name it. */
  get location(): string {
    return `${this.#base.origin}${this.#base.pathname.replace(/\/$/, '')}`
  }

  /**
   * Gets a path below the API's address ("/v1/company"). Redirects are followed on the same origin only. Statuses that mean
   * the same everywhere are problems: 401 and 403 (the key), 429 and 5xx (try again); the others are the caller's.
   */
  async get(path: string, headers: Record<string, string> = {}): Promise<ApiOutcome> {
    let url = new URL(this.location + path)
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const refused = addressRefused(url, this.#settings.allowedHosts)
      if (refused !== null) return this.#failed('source-host-refused', false, { host: refused })
      if (isOpenAndFar(url)) return this.#failed('source-not-https', false, { host: url.host })
      const answer = await this.#send(url, headers)
      if (!('status' in answer)) return answer
      const { status } = answer
      if (status === 401 || status === 403) return this.#gaveUp(answer, 'source-refused', false, { status })
      if (status === 429 || status >= 500) return this.#gaveUp(answer, 'source-unreachable', true, { status })
      const target = status >= 300 && status < 400 && status !== 304 ? answer.header('location') : null
      if (target === null) return { ok: true, answer }
      answer.drop()
      const next = URL.parse(target, url)
      if (!next || next.origin !== this.#base.origin)
        return this.#failed('source-host-refused', false, { host: next?.host ?? '?' })
      url = next
    }
    return this.broken()
  }

  /** The problem of an answer that makes no sense. */
  broken(): { ok: false; problem: Problem; tryAgain: boolean } {
    return this.#failed('source-answer-broken', true, {})
  }

  unreachable(): { ok: false; problem: Problem; tryAgain: boolean } {
    return this.#failed('source-unreachable', true, {})
  }

  #gaveUp(
    answer: ApiAnswer,
    code: 'source-refused' | 'source-unreachable',
    tryAgain: boolean,
    more: Problem['params'],
  ): ApiOutcome {
    answer.drop()
    return this.#failed(code, tryAgain, more)
  }

  #failed(
    code: Problem['code'],
    tryAgain: boolean,
    more: Problem['params'],
  ): { ok: false; problem: Problem; tryAgain: boolean } {
    return { ok: false, problem: problem(code, { location: this.location, ...more }), tryAgain }
  }

  async #send(
    url: URL,
    headers: Record<string, string>,
  ): Promise<ApiAnswer | { ok: false; problem: Problem; tryAgain: boolean }> {
    const { apiKey, allowedHosts, silenceMs, answerMs, clock, limits } = this.#settings
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest
    if (url.protocol === 'https:') trustSystemCertificates()
    // A host that the user allowed may be far, but what is sent there must be protected on its way.
    const isFarAllowed = isAllowed(url, allowedHosts) && url.protocol === 'https:'
    const near = isFarAllowed ? {} : { lookup: lookupNear }
    return new Promise((resolve) => {
      const asked = request(url, {
        ...near,
        method: 'GET',
        agent: false,
        // Whatever the environment says.
        rejectUnauthorized: true,
        timeout: silenceMs,
        headers: {
          ...headers,
          accept: 'application/json',
          'accept-encoding': 'identity',
          ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
        },
      })
      const cancelEnd = clock.after(answerMs, () => asked.destroy(new AnswerTrouble()))
      asked.on('timeout', () => asked.destroy(new AnswerTrouble()))
      asked.on('close', cancelEnd)
      asked.on('error', (error) => {
        const far = 'code' in error && error.code === FAR
        const trouble = 'code' in error && typeof error.code === 'string' ? certificateTrouble(error.code) : null
        if (trouble)
          return resolve(this.#failed(trouble === 'not-now' ? 'clock-wrong' : 'certificate-not-trusted', true, {}))
        if (!far) return resolve(this.unreachable())
        const code = isAllowed(url, allowedHosts) ? 'source-not-https' : 'source-host-refused'
        resolve(this.#failed(code, false, { host: url.host }))
      })
      asked.on('response', (response) => {
        const packing = response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
        if (!isPacking(packing)) {
          asked.destroy()
          return resolve(this.broken())
        }
        resolve(answerOf(response, packing, limits.expansion, () => asked.destroy()))
      })
      asked.end()
    })
  }
}

function answerOf(response: IncomingMessage, packing: Packing, expansion: number, drop: () => void): ApiAnswer {
  return {
    status: response.statusCode ?? 0,
    header(name) {
      const value = response.headers[name]
      return typeof value === 'string' ? value : null
    },
    body: packing === 'identity' ? bodyOf(response) : unpacked(bodyOf(response), packing, expansion),
    drop,
  }
}

async function* bodyOf(response: IncomingMessage): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array
  } catch {
    throw new AnswerTrouble()
  }
  if (!response.complete) throw new AnswerTrouble()
}

/** Some servers pack what they send though they are asked not to. */
const UNPACKERS = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress }
type Packing = keyof typeof UNPACKERS | 'identity'
/** Below this size an answer may expand as it likes. */
const SMALL = 2 ** 20

function isPacking(name: string): name is Packing {
  return name === 'identity' || Object.hasOwn(UNPACKERS, name)
}

async function* unpacked(
  packed: AsyncIterable<Uint8Array>,
  packing: keyof typeof UNPACKERS,
  expansion: number,
): AsyncIterable<Uint8Array> {
  let before = 0
  let after = 0
  let cut: Error | null = null
  const counted = async function* (): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of packed) {
        before += chunk.byteLength
        yield chunk
      }
    } catch (error) {
      cut = error instanceof Error ? error : new AnswerTrouble()
      throw error
    }
  }
  const unpacking = UNPACKERS[packing]()
  // What goes wrong on the way comes out where the bytes would.
  pipeline(Readable.from(counted(), { objectMode: false }), unpacking, () => undefined)
  try {
    for await (const chunk of unpacking) {
      after += (chunk as Uint8Array).byteLength
      if (after > SMALL && after > before * expansion) throw new GarbledAnswer()
      yield chunk as Uint8Array
    }
  } catch (error) {
    throw cut ?? (error instanceof GarbledAnswer ? error : new GarbledAnswer())
  }
}
