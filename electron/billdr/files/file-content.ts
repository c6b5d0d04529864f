/** What the first bytes of a file show it to be, where that is no text in which a table could stand. */
export type FileContent = 'zip' | 'old-workbook' | 'pdf' | 'picture' | 'web-page' | 'binary'

const LOOKED_AT = 512

const BEGINNINGS: readonly [FileContent, readonly string[]][] = [
  ['zip', ['PK\x03\x04', 'PK\x05\x06']],
  ['old-workbook', ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
  ['pdf', ['%PDF']],
  ['picture', ['\x89PNG', '\xff\xd8\xff', 'GIF8']],
]

/** Null: it may be a text. UTF-16 has zeros in every second place, and no other control characters. */
export function contentOf(bytes: Uint8Array): FileContent | null {
  const start = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString('latin1')
  const known = BEGINNINGS.find(([, beginnings]) => beginnings.some((each) => start.startsWith(each)))
  if (known) return known[0]
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|head|\?xml)/i.test(start)) return 'web-page'
  const [line = ''] = start.split(/[\r\n]/, 1)
  const zeros = [...line].flatMap((mark, at) => (mark === '\0' ? [at % 2] : []))
  const isMixed = zeros.includes(0) && zeros.includes(1)
  return isMixed || /[\x01-\x08\x0e-\x1a\x1c-\x1f]/.test(line) ? 'binary' : null
}
