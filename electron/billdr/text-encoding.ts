export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const SAMPLE = 1_024

/**
 * Decodes a text file as a stream. Without `chosen`: a byte order mark decides; then zero bytes in every second place
 * (UTF-16); otherwise what holds only ASCII so far is passed on as it is, and the first chunk with other bytes decides
 * between UTF-8 and Windows-1252, in which French text is practically never valid UTF-8. Bytes that the encoding does not
 * have become the replacement mark, which no field takes.
 */
export async function* decoded(chunks: AsyncIterable<Uint8Array>, chosen: TextEncodingName | null): AsyncIterable<string> {
  let decoder: TextDecoder | null = null
  let begun = false
  for await (const chunk of chunks) {
    if (chunk.byteLength === 0) continue
    const name: TextEncodingName | null = begun ? null : (markedEncoding(chunk) ?? chosen ?? wideEncoding(chunk))
    begun = true
    if (name) decoder = new TextDecoder(name)
    if (!decoder && !isAscii(chunk)) decoder = new TextDecoder(chosen ?? (looksLikeUtf8(chunk) ? 'utf-8' : 'windows-1252'))
    yield decoder ? decoder.decode(chunk, { stream: true }) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
  }
  if (decoder) yield decoder.decode()
}

/** The encoding that a byte order mark names; the decoder drops the mark. */
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

function isAscii(chunk: Uint8Array): boolean {
  return chunk.every((byte) => byte < 0x80)
}

/** Whether a chunk is UTF-8, its last character perhaps cut off. */
function looksLikeUtf8(chunk: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(chunk, { stream: true })
    return true
  } catch {
    return false
  }
}
