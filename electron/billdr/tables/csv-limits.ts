import { randomUUID } from 'node:crypto'
import type { Separator } from '../../../shared/column-mapping.ts'
import type { OverLimit, ReadLimits } from '../limits.ts'

const QUOTE = 0x22
const LINE_FEED = 0x0a
const RETURN = 0x0d
const BOM = [0xef, 0xbb, 0xbf]
/** Of each cell that comes after its row is full, this much is kept: the id may stand in the last column. */
const KEPT_BYTES = 1_024
/** In bytes: the longest text that a field takes, 100,000 characters, has fewer. */
const LONGEST_CELL = 2 ** 19

/** Where in a cell the last byte was. `closing`: behind a quote within quotes, which ends them or stands for itself. */
type Place = 'start' | 'plain' | 'quoted' | 'closing'

/**
 * Keeps the rows of a CSV text within the limits before they are parsed: what is too much of a row is left out, with a mark
 * in its place, so that its other cells and the other rows are read. Follows quotes as the parser does.
 */
export class RowLimits {
  readonly #separator: number
  readonly #limits: ReadLimits
  /** Stands for what was left out: nothing that a file could hold. */
  readonly #marks: Readonly<Record<'record' | 'columns', string>>
  #place: Place = 'start'
  #bytesBefore = 0
  /** Bytes of this row and of this cell that were passed on, and the columns of the row. */
  #row = 0
  #cell = 0
  #columns = 1
  #over: OverLimit | null = null
  /** Whether the rest of this cell is left out, and with it a quote that may be its last. */
  #isCut = false
  #owesQuote = false
  /** Whether a mark stands in a row that the parser has not handed on yet. */
  #marked = false

  constructor(separator: Separator, limits: ReadLimits) {
    this.#separator = separator.charCodeAt(0)
    this.#limits = limits
    const mark = randomUUID()
    this.#marks = { record: `…${mark} record`, columns: `…${mark} columns` }
  }

  /** The next part of the text, without what is too much in it. */
  within(part: Uint8Array): Uint8Array {
    const kept: Uint8Array[] = []
    let from = 0
    const leaveOut = (index: number): void => {
      if (index > from) kept.push(part.subarray(from, index))
      from = index + 1
    }
    const pay = (index: number): void => {
      if (!this.#owesQuote) return
      leaveOut(index)
      from = index
      kept.push(this.rest())
    }
    for (let index = 0; index < part.byteLength; index += 1) {
      if (this.#isCut) {
        const until = this.#endOfCell(part, index)
        if (until > index) {
          leaveOut(index)
          index = from = until
          if (until === part.byteLength) break
        }
      }
      const byte = part[index] as number
      const place = this.#place
      if (this.#bytesBefore < BOM.length) {
        const isMark = byte === BOM[this.#bytesBefore]
        this.#bytesBefore = isMark ? this.#bytesBefore + 1 : BOM.length
        if (isMark) continue
      }
      if (byte === QUOTE && place !== 'plain') {
        this.#place = place === 'quoted' ? 'closing' : 'quoted'
      } else if (place === 'quoted') {
        // Whatever stands within quotes belongs to the cell.
      } else if (byte === LINE_FEED || byte === RETURN) {
        pay(index)
        this.#nextCell()
        this.#row = 0
        this.#columns = 1
        this.#over = null
        continue
      } else if (byte === this.#separator) {
        pay(index)
        this.#nextCell()
        this.#columns += 1
        if (this.#columns <= this.#limits.columns) continue
        leaveOut(index)
        if (this.#over !== 'columns') kept.push(this.#mark('columns'))
        continue
      } else this.#place = 'plain'

      this.#row += 1
      this.#cell += 1
      if (this.#columns > this.#limits.columns) {
        leaveOut(index)
        continue
      }
      // The second of two quotes goes with the first.
      if (this.#isCut || (this.#isFull() && (place !== 'closing' || byte !== QUOTE))) {
        leaveOut(index)
        this.#isCut = true
        if (!this.#over) kept.push(this.#mark('record'))
        // A quote that may end the cell is passed on as soon as it does.
        if (place === 'closing' && byte !== QUOTE && this.#owesQuote) kept.push(this.rest())
        this.#owesQuote = this.#place === 'closing'
      }
    }
    if (kept.length === 0 && from === 0) return part
    if (from < part.byteLength) kept.push(part.subarray(from))
    return Buffer.concat(kept)
  }

  #mark(why: 'record' | 'columns'): Uint8Array {
    this.#over = why
    this.#marked = true
    return Buffer.from(this.#marks[why])
  }

  /** Where the next byte is that may end a cell of which no more is kept. */
  #endOfCell(part: Uint8Array, at: number): number {
    if (this.#place === 'quoted') {
      const quote = part.indexOf(QUOTE, at)
      return quote < 0 ? part.byteLength : quote
    }
    if (this.#place !== 'plain') return at
    let end = at
    while (end < part.byteLength && !this.#endsCell(part[end] as number)) end += 1
    return end
  }

  #endsCell(byte: number): boolean {
    return byte === LINE_FEED || byte === RETURN || byte === this.#separator
  }

  #nextCell(): void {
    this.#place = 'start'
    this.#cell = 0
    this.#isCut = false
  }

  /** Whether this cell has had all that is kept of it. */
  #isFull(): boolean {
    return this.#cell > LONGEST_CELL || (this.#row > this.#limits.recordBytes && this.#cell > KEPT_BYTES)
  }

  /** What is still to be passed on after the last part: the quote that ends the last cell. */
  rest(): Uint8Array {
    const quote = Buffer.from(this.#owesQuote ? '"' : '')
    this.#owesQuote = false
    return quote
  }

  /** Why something was left out of a row that was parsed; null where nothing was. */
  cutIn(cells: readonly string[]): OverLimit | null {
    if (!this.#marked) return null
    for (const why of ['record', 'columns'] as const)
      if (cells.some((cell) => cell.endsWith(this.#marks[why]))) return why
    return null
  }
}
