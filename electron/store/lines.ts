import { crc32 } from 'node:zlib'
import type { OpenFile } from './file-system.ts'

/**
 * Both files of the store are made of lines: `<checksum>⇥<field>⇥<field>…⏎`, the checksum being the CRC-32 of
 * what follows its tab, in eight hexadecimal digits. Fields are JSON, which writes neither a raw tab nor a raw
 * line feed, so that a line can be taken apart, and the next one found, without parsing a value.
 */
const TAB = 9
const LINE_FEED = 10
export const CHECKSUM_BYTES = 9
const PAGE = 1024 * 1024

/** A run of bytes within a larger buffer. */
export interface Span {
  bytes: Buffer
  start: number
  end: number
}

/** Sets checksum and line feed around a body that stands from `start + CHECKSUM_BYTES` to `end` in `bytes`. */
export function sealLine(bytes: Buffer, start: number, end: number): number {
  bytes.write(checksumOf(bytes, start + CHECKSUM_BYTES, end), start, 8, 'latin1')
  bytes[start + 8] = TAB
  bytes[end] = LINE_FEED
  return end + 1
}

/** A whole line from its fields, which must be free of tabs and line feeds. */
export function makeLine(fields: readonly string[]): Buffer {
  const body = fields.join('\t')
  const length = Buffer.byteLength(body)
  const line = Buffer.allocUnsafeSlow(CHECKSUM_BYTES + length + 1)
  line.write(body, CHECKSUM_BYTES, length, 'utf8')
  sealLine(line, 0, CHECKSUM_BYTES + length)
  return line
}

/** True where the line (without its line feed) is as it was written. */
export function isWhole({ bytes, start, end }: Span): boolean {
  if (end - start < CHECKSUM_BYTES || bytes[start + 8] !== TAB) return false
  return bytes.toString('latin1', start, start + 8) === checksumOf(bytes, start + CHECKSUM_BYTES, end)
}

function checksumOf(bytes: Buffer, start: number, end: number): string {
  return crc32(bytes.subarray(start, end)).toString(16).padStart(8, '0')
}

/** The fields of a whole line; the last of `count` takes all that is left. Null where there are fewer. */
export function fieldsOf(line: Span, count: number): Span[] | null {
  const fields: Span[] = []
  let start = line.start + CHECKSUM_BYTES
  while (fields.length < count - 1) {
    const tab = line.bytes.indexOf(TAB, start)
    if (tab < 0 || tab >= line.end) return null
    fields.push({ bytes: line.bytes, start, end: tab })
    start = tab + 1
  }
  fields.push({ bytes: line.bytes, start, end: line.end })
  return fields
}

export function textOf({ bytes, start, end }: Span): string {
  return bytes.toString('utf8', start, end)
}

/** The text behind a field that is a JSON text; most have no escapes and need no parser. */
export function unquote(field: Span): string {
  const text = textOf(field)
  return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1)
}

export interface ReadLine extends Span {
  /** Where the line starts in its file. */
  offset: number
  /** False for bytes at the end of the file that no line feed closes. */
  closed: boolean
}

/**
 * Reads a file line by line, from the start of a line up to `limit` bytes, a page of lines at a time. The next
 * page is read into the same buffer: what is wanted longer must be copied, or found again by its offset.
 */
export async function* linePages(file: OpenFile, from: number, limit: number): AsyncGenerator<ReadLine[]> {
  let bytes = Buffer.allocUnsafeSlow(Math.max(1, Math.min(PAGE, limit - from)))
  let position = from
  let offset = from
  /** Bytes at the start of the buffer that belong to a line without an end so far. */
  let rest = 0
  while (position < limit) {
    if (rest * 2 > bytes.length) bytes = Buffer.concat([bytes.subarray(0, rest)], bytes.length * 2)
    const wanted = Math.min(bytes.length - rest, limit - position)
    const got = await file.read(bytes.subarray(rest, rest + wanted), position)
    if (got === 0) break
    position += got
    const filled = rest + got
    const page: ReadLine[] = []
    let start = 0
    for (;;) {
      const end = bytes.subarray(0, filled).indexOf(LINE_FEED, start)
      if (end < 0) break
      page.push({ bytes, start, end, offset: offset + start, closed: true })
      start = end + 1
    }
    yield page
    offset += start
    rest = filled - start
    bytes.copyWithin(0, start, filled)
  }
  if (rest > 0) yield [{ bytes, start: 0, end: rest, offset, closed: false }]
}

/** Where a field of a line stands in its file. */
export function offsetOf(field: Span, line: ReadLine): number {
  return line.offset + (field.start - line.start)
}
