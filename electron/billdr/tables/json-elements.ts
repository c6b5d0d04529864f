import type { OverLimit, ReadLimits } from '../limits.ts'
import { OVER_LIMIT } from '../limits.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/**
 * Passes a JSON text on whose elements, at a depth of nesting from 1, are within the limits. Instead of one that is larger
 * or nested deeper comes a record of its short fields (its id among them) with `OVER_LIMIT`, so that it can be named and the
 * others are read. Memory is bounded by the largest element that is allowed.
 */
export async function* elementsWithinLimits(
  chunks: AsyncIterable<Uint8Array>,
  at: number,
  limits: ReadLimits,
): AsyncIterable<Uint8Array> {
  let depth = 0
  let inString = false
  let escaped = false
  let inElement = false
  let over: OverLimit | null = null
  let held: Buffer[] = []
  let heldBytes = 0
  let fields: ShortFields | null = null

  /** Keeps a part of an element, or only its short fields once it is over the limits. */
  const keep = (part: Uint8Array): void => {
    if (!over && heldBytes + part.byteLength > limits.recordBytes) over = 'record'
    if (!over) {
      held.push(Buffer.from(part))
      heldBytes += part.byteLength
      return
    }
    if (!fields) {
      fields = new ShortFields()
      for (const piece of held) fields.take(piece)
      held = []
      heldBytes = 0
    }
    fields.take(part)
  }
  const forget = (): void => {
    inElement = false
    over = null
    held = []
    heldBytes = 0
    fields = null
  }

  for await (const chunk of chunks) {
    /** Where the bytes begin that were not passed on, and where the element begins in this chunk. */
    let from = 0
    let begins = 0
    const size = chunk.byteLength
    const passed: Uint8Array[] = []
    const end = (until: number): void => {
      if (over || heldBytes + until - begins > limits.recordBytes) {
        if (begins > from) passed.push(chunk.subarray(from, begins))
        keep(chunk.subarray(begins, until))
        if (fields && over) passed.push(fields.record(over))
        from = until
      } else if (held.length > 0) passed.push(...held)
      forget()
    }
    for (let index = 0; index < size; index += 1) {
      const byte = chunk[index] as number
      if (inString) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) inString = false
        continue
      }
      if (byte <= 0x20 || byte === COLON) continue
      const closes = byte === CLOSE_BRACE || byte === CLOSE_BRACKET
      if (depth === at) {
        // A text or number ends before what follows it.
        if (inElement && (closes || byte === COMMA)) end(index)
        else if (!inElement && !closes && byte !== COMMA) {
          inElement = true
          begins = index
        }
      }
      if (byte === QUOTE) inString = true
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth += 1
        if (depth > limits.depth && inElement) over ??= 'depth'
      } else if (closes) {
        depth -= 1
        if (inElement && depth === at) end(index + 1)
      }
    }
    if (inElement) {
      if (begins > from) passed.push(chunk.subarray(from, begins))
      keep(chunk.subarray(begins))
    } else if (from < size) passed.push(chunk.subarray(from))
    yield* passed
  }
  yield* held
}

const MOST_FIELDS = 100
const LONGEST_FIELD = 2_048
/** What may stand outside the texts of JSON: a text that lost its end shows itself by anything else. */
const OUTSIDE = new Set(Buffer.from(' \t\r\n{}[]:,"-+.0123456789eEtrufalsn'))

/** Gathers the short texts, numbers and words of an element that is too large to be kept, by their names. */
class ShortFields {
  #depth = 0
  #inString = false
  #escaped = false
  #broken = false
  #name: string | null = null
  /** The bytes of the text, number or word that comes by; null: too long, or a list or record within. */
  #bytes: number[] | null = []
  readonly #found: string[] = []

  take(part: Uint8Array): void {
    for (const byte of part) {
      if (this.#inString) this.#inText(byte)
      else this.#outside(byte)
    }
  }

  #inText(byte: number): void {
    this.#keep(byte)
    if (byte < 0x20) this.#broken = true
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#inString = false
  }

  #outside(byte: number): void {
    if (!OUTSIDE.has(byte)) this.#broken = true
    if (byte === COLON && this.#depth === 1) {
      this.#name = this.#bytes && Buffer.from(this.#bytes).toString()
      this.#bytes = []
    } else if (byte === COMMA && this.#depth === 1) this.#ends()
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#depth += 1
      this.#bytes = this.#depth === 1 ? [] : null
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (this.#depth === 1) this.#ends()
      this.#depth -= 1
    } else if (byte > 0x20) {
      this.#keep(byte)
      if (byte === QUOTE) this.#inString = true
    }
  }

  #keep(byte: number): void {
    if (this.#depth !== 1 || !this.#bytes) return
    if (this.#bytes.length === LONGEST_FIELD) this.#bytes = null
    else this.#bytes.push(byte)
  }

  #ends(): void {
    if (this.#name !== null && this.#bytes && this.#bytes.length > 0 && this.#found.length < MOST_FIELDS)
      this.#found.push(`${this.#name}:${Buffer.from(this.#bytes).toString()}`)
    this.#name = null
    this.#bytes = []
  }

  /** The record of what was gathered; what no reader takes where the element was no JSON. */
  record(over: OverLimit): Uint8Array {
    return Buffer.from(this.#broken ? '!' : `{${[...this.#found, `"${OVER_LIMIT}":"${over}"`].join(',')}}`)
  }
}
