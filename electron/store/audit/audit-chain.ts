import { createHash } from 'node:crypto'
import type { AuditEntry, AuditParams, AuditRecord } from './audit-entry.ts'
import type { SealState } from './audit-seal.ts'
import type { Span } from '../lines.ts'

/**
 * A line of the history: `{"hash":"…","seq":…,"at":…,"previous":"…","entry":{…}}`. The hash is the SHA-256 of
 * the bytes that follow it in the line, and `previous` is the hash of the line before: whoever changes, removes
 * or swaps a line breaks the chain there.
 */
export interface ChainLine extends AuditRecord {
  hash: string
  previous: string
}

/** Where the chain ends. */
export interface ChainHead {
  seq: number
  hash: string
  /** Where the last line starts in the file. */
  offset: number
}

export const HEAD_MISSING = 'history-head-missing'
/** Noted where opening found what the chain alone would hide; `why` is its parameter. */
export const HISTORY_BROKEN = 'history-broken'
export const NO_HASH = '0'.repeat(64)
const OPENING = '{"hash":"'
const BODY_AT = OPENING.length + 64 + 2

export function chainLine(
  seq: number,
  at: string,
  previous: string,
  entry: AuditEntry,
): { hash: string; bytes: Buffer } {
  const body = JSON.stringify({ seq, at, previous, entry }).slice(1)
  const hash = createHash('sha256').update(body, 'utf8').digest('hex')
  return { hash, bytes: Buffer.from(`${OPENING}${hash}",${body}\n`, 'utf8') }
}

/** The line where it is as it was written, else null. */
export function readChainLine({ bytes, start, end }: Span): ChainLine | null {
  const body = bytes.subarray(Math.min(start + BODY_AT, end), end)
  const opening = bytes.toString('latin1', start, Math.min(start + BODY_AT, end))
  const hash = createHash('sha256').update(body).digest('hex')
  if (opening !== `${OPENING}${hash}",`) return null
  return { hash, ...(JSON.parse(`{${body.toString('utf8')}`) as Omit<ChainLine, 'hash'>) }
}

/** What is wrong with a history as a whole, though its lines follow each other. */
export type WholeBroken = 'rewritten' | 'cut' | 'gone' | 'seal-wrong' | 'seal-gone'

/** What is wrong with a history, by its first line (from 1) where that shows. */
export type AuditCheck =
  | { ok: true; count: number; /** Absent where nobody asked for the key. */ seal?: SealState }
  | { ok: false; line: number; why: 'changed' | 'missing' | 'reordered' | 'truncated' | 'head-missing' | WholeBroken }

/** Follows the chain line by line and remembers the first thing that is wrong. */
export class ChainCheck {
  readonly #head: ChainHead
  /** Ends that the history had: what was kept under its key, what the company's data say. */
  readonly #earlier: readonly ChainHead[]
  #line = 0
  #seq = 0
  #hash = NO_HASH
  #wrong: Extract<AuditCheck, { ok: false }> | null = null
  /** The line that should have come where a later one stood; it may yet turn up. */
  #awaited = 0

  /** `head`: the end as the program knows it; `earlier`: ends that it certainly had once. */
  constructor(head: ChainHead, earlier: readonly ChainHead[] = []) {
    this.#head = head
    this.#earlier = earlier
  }

  take(line: ChainLine | null): void {
    this.#line++
    if (this.#wrong) {
      if (line?.seq === this.#awaited) this.#wrong.why = 'reordered'
      return
    }
    if (!line) return this.#stop('changed')
    if (line.seq > this.#seq + 1) {
      this.#awaited = this.#seq + 1
      return this.#stop('missing')
    }
    if (line.seq <= this.#seq) return this.#stop('reordered')
    if (line.previous !== this.#hash) return this.#stop('changed')
    if (line.seq === this.#head.seq && line.hash !== this.#head.hash) return this.#stop('changed')
    if (this.#earlier.some(({ seq, hash }) => line.seq === seq && line.hash !== hash)) return this.#stop('rewritten')
    if (line.entry.type === 'event' && line.entry.what === HISTORY_BROKEN)
      return this.#stop(brokenBy(line.entry.params))
    // Noted when it was opened without the note of its end: nothing says that no lines were cut off before.
    if (line.entry.type === 'event' && line.entry.what === HEAD_MISSING) return this.#stop('head-missing')
    this.#seq = line.seq
    this.#hash = line.hash
  }

  result(): AuditCheck {
    if (this.#wrong) return this.#wrong
    if (this.#seq < this.#head.seq) return { ok: false, line: this.#line + 1, why: 'truncated' }
    if (this.#earlier.some(({ seq }) => this.#seq < seq))
      return { ok: false, line: this.#line + 1, why: this.#seq === 0 ? 'gone' : 'cut' }
    return { ok: true, count: this.#line }
  }

  #stop(why: Extract<AuditCheck, { ok: false }>['why']): void {
    this.#wrong = { ok: false, line: this.#line, why }
  }
}

const WHOLE_BROKEN: readonly WholeBroken[] = ['rewritten', 'cut', 'gone', 'seal-wrong', 'seal-gone']

function brokenBy({ why }: AuditParams): WholeBroken {
  return WHOLE_BROKEN.find((each) => each === why) ?? 'rewritten'
}
