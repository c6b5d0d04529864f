import type { Attachment } from '../../../shared/domain.ts'
import { problem } from '../../../shared/problem.ts'
import type { BytesOutcome, ReadingOutcome, RecordSink, Source } from '../../../shared/source.ts'
import type { SideProcess } from '../../system/side-process.ts'
import { SideProcessEnded } from '../../system/side-process.ts'
import type { SourceOptions } from '../source-options.ts'
import type { Fault, Found, Handed } from './handing-over.ts'
import { readers } from './readers.ts'

/** What the reading's own process is asked: to begin a reading, and for what it found since. */
export type Order =
  { call: 'read'; location: string; options: Omit<SourceOptions, 'clock'>; cursor: string | null } | { call: 'more' }

/** A reading that took its process along is tried again after so long, ms; each time after twice as long, up to ten minutes. */
const FIRST_REST_MS = 60_000
const LONGEST_REST_MS = 10 * 60_000

/**
 * A source that is read in a process of its own: an export is written by others, may be of any size, and keeps neither the
 * window nor the tray waiting. Records come over in parts, as fast as they are taken. What crashes there, or needs more
 * memory than a reading may have, is a problem of this source. Whether anything has changed is asked in the program itself.
 */
export class AsideSource implements Source {
  readonly #inner: Source
  readonly #location: string
  readonly #options: Omit<SourceOptions, 'clock'>
  /** Readings in a row that took their process along. */
  #deaths = 0
  #running: SideProcess | null = null
  #isStopped = false

  constructor(inner: Source, location: string, options: Omit<SourceOptions, 'clock'>) {
    this.#inner = inner
    this.#location = location
    this.#options = options
  }

  check(): ReturnType<Source['check']> {
    return this.#inner.check()
  }

  attachment(attachment: Attachment): Promise<BytesOutcome> {
    return this.#inner.attachment(attachment)
  }

  watch(changed: () => void): () => void {
    return this.#inner.watch(changed)
  }

  restMs(): number {
    if (this.#deaths === 0) return this.#inner.restMs()
    return Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (this.#deaths - 1))
  }

  stop(): void {
    this.#isStopped = true
    this.#running?.end()
  }

  async read(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome> {
    const few: Found[] = []
    const little = await this.#inner.readLittle?.(cursor, {
      record: (record) => few.push(['record', record]),
      removed: (key) => few.push(['removed', key]),
      problem: (found) => few.push(['problem', found]),
    })
    if (little) {
      for (const found of few) hand(found, sink)
      return little
    }
    const outcome = await readers.with((side) => this.#readIn(side, cursor, sink))
    // A surprise before anything was found may be the process's own: the program's word is the one that counts.
    if (outcome === null) return this.#inner.read(cursor, sink)
    this.#inner.readElsewhere?.(outcome)
    return outcome
  }

  /** Null: a surprise, and nothing was found before it. */
  async #readIn(side: SideProcess, cursor: string | null, sink: RecordSink): Promise<ReadingOutcome | null> {
    if (this.#isStopped) return this.#died()
    this.#running = side
    let order: Order = { call: 'read', location: this.#location, options: this.#options, cursor }
    let isNothingFound = true
    try {
      for (;;) {
        const { found, end } = (await side.ask(order)) as Handed
        const all = JSON.parse(found) as Found[]
        for (const each of all) hand(each, sink)
        isNothingFound &&= all.length === 0
        if (end !== null && 'stack' in end) {
          if (isNothingFound) return null
          throw faultFrom(end)
        }
        if (end) {
          this.#deaths = 0
          return end
        }
        order = { call: 'more' }
      }
    } catch (error) {
      if (!(error instanceof SideProcessEnded)) throw error
      this.#deaths += 1
      return this.#died()
    } finally {
      this.#running = null
    }
  }

  #died(): ReadingOutcome {
    const url = /^https?:/i.test(this.#location) ? URL.parse(this.#location) : null
    const location = url ? url.origin + url.pathname : this.#location
    return { ok: false, problem: problem('source-reading-ended', { location }), tryAgain: true }
  }
}

function hand([what, found]: Found, sink: RecordSink): void {
  if (what === 'record') sink.record(found)
  else if (what === 'removed') sink.removed(found)
  else sink.problem(found)
}

/** A surprise is one here, too. */
function faultFrom({ name, code, stack }: Fault): Error {
  const error = Object.assign(new Error('the reading met a fault'), { name, ...(code !== null && { code }) })
  error.stack = `${name}\n${stack}`
  return error
}
