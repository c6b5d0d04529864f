import { isAscii, isUtf8 } from 'node:buffer'
import type { TextEncodingName } from '../../../shared/column-mapping.ts'
import { decoderOf } from './code-pages.ts'

const SAMPLE = 1_024

/** How the bytes of a text are to be understood. */
interface TextReading {
  /** What a person said; null: recognised. */
  chosen: TextEncodingName | null
  /** Told the encoding once it is known; of a text that holds only ASCII, or whose alphabet is unclear, it never is. */
  recognised?: ((encoding: TextEncodingName) => void) | undefined
  /** Tells the alphabet of a text that is no Unicode, by all of it; null where nobody can say. Without it: Windows-1252. */
  oldAlphabet?: (() => Promise<TextEncodingName | null>) | undefined
}

/**
 * Brings a text file to UTF-8 as a stream. Without `chosen`: a byte order mark decides; then zero bytes in every second
 * place (UTF-16); otherwise what holds only ASCII so far is passed on as it is, and the first chunk with other bytes decides
 * between UTF-8 and an old alphabet, whose French letters are practically never valid UTF-8. Bytes that the encoding does not
 * have, and all that are not ASCII where the alphabet is unclear, become the replacement mark, which no field takes.
 */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  { chosen, recognised, oldAlphabet }: TextReading,
): AsyncIterable<Uint8Array> {
  let encoding: TextEncodingName | null = null
  let decode: ((chunk: Uint8Array) => Uint8Array) | null = null
  let begun = false
  for await (const chunk of chunks) {
    if (chunk.byteLength === 0) continue
    if (!begun) encoding = markedEncoding(chunk) ?? chosen ?? wideEncoding(chunk)
    begun = true
    if (!decode && (encoding || !isAscii(chunk))) {
      encoding ??= looksLikeUtf8(chunk) ? 'utf-8' : oldAlphabet ? await oldAlphabet() : 'windows-1252'
      decode = encoding === 'utf-8' ? mendUtf8() : encoding === null ? onlyAscii : decodeFrom(encoding)
      if (encoding) recognised?.(encoding)
    }
    const bytes = decode ? decode(chunk) : chunk
    if (bytes.byteLength > 0) yield bytes
  }
  const last = decode?.(new Uint8Array(0))
  if (last && last.byteLength > 0) yield last
}

/** An empty chunk ends the text: what is left of a character then is a replacement mark. */
function decodeFrom(encoding: TextEncodingName): (chunk: Uint8Array) => Uint8Array {
  const decode = decoderOf(encoding)
  return (chunk) => Buffer.from(decode(chunk))
}

function onlyAscii(chunk: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(chunk)
      .toString('latin1')
      .replace(/[\x80-\xff]/g, '\ufffd'),
  )
}

/** Passes UTF-8 on without decoding it, unless it is none: then the replacement mark stands for what is wrong. */
function mendUtf8(): (chunk: Uint8Array) => Uint8Array {
  let cut: Uint8Array = new Uint8Array(0)
  return (chunk) => {
    const bytes = cut.byteLength === 0 ? chunk : Buffer.concat([cut, chunk])
    const end = chunk.byteLength === 0 ? bytes.byteLength : wholeCharacters(bytes)
    cut = Uint8Array.prototype.slice.call(bytes, end)
    const whole = bytes.subarray(0, end)
    return isUtf8(whole) ? whole : Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole))
  }
}

/** Where the last character begins that is cut off by the end of the bytes; their length where none is. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back += 1) {
    const byte = bytes[bytes.byteLength - back] ?? 0
    if (byte < 0x80) return bytes.byteLength
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.byteLength - back : bytes.byteLength
    }
  }
  return bytes.byteLength
}

/** The encoding that a byte order mark names. */
function markedEncoding(chunk: Uint8Array): TextEncodingName | null {
  const [first, second, third] = chunk
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: in the headers of a table nearly every second byte is zero. */
function wideEncoding(chunk: Uint8Array): TextEncodingName | null {
  const sample = chunk.subarray(0, SAMPLE)
  const zeros = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  const many = sample.length / 4
  if (odd > many && even === 0) return 'utf-16le'
  return even > many && odd === 0 ? 'utf-16be' : null
}

/** Whether most of what is not ASCII in a chunk is UTF-8: a single damaged character does not make it another encoding. */
function looksLikeUtf8(chunk: Uint8Array): boolean {
  const whole = chunk.subarray(0, wholeCharacters(chunk))
  if (isUtf8(whole)) return true
  const text = new TextDecoder('utf-8').decode(whole)
  const wrong = text.match(/\ufffd/g)?.length ?? 0
  const right = (text.match(/[^\0-\x7f]/gu)?.length ?? 0) - wrong
  return right > wrong
}
