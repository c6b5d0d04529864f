/** What a file is by its own bytes, as far as receipts are concerned; null where nothing is recognised. */
export type Content =
  | 'pdf'
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'tiff'
  | 'webp'
  | 'heif'
  | 'avif'
  | 'postscript'
  | 'rtf'
  | 'zip'
  | 'ole'
  | 'xml'
  | 'text'

/** How many bytes from the start are enough to tell. */
const HEAD_BYTES = 4096
/** A PDF may begin with up to this much of something else: its readers look for the header that far. */
const PDF_HEAD_BYTES = 1024

const STARTS: readonly [Content, readonly number[]][] = [
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['rtf', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['postscript', [0x25, 0x21, 0x50, 0x53]],
  // EPS with a preview in front, as Windows programs write it.
  ['postscript', [0xc5, 0xd0, 0xd3, 0xc6]],
]

/** Brands of the ISO media container that hold pictures of HEVC, or say no more than that it is a picture. */
const HEIF_BRANDS: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])
const AVIF_BRANDS: ReadonlySet<string> = new Set(['avif', 'avis'])

/** Judges a file by its first bytes; never by its name or the type that somebody stated. */
export function contentOf(bytes: Uint8Array): Content | null {
  const head = bytes.subarray(0, HEAD_BYTES)
  const found = STARTS.find(([, start]) => startsWith(head, start))
  if (found) return found[0]
  if (latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP') return 'webp'
  if (latin(head, 4, 8) === 'ftyp') return pictureBrand(head)
  if (latin(head, 0, PDF_HEAD_BYTES).includes('%PDF-')) return 'pdf'
  return textKind(head)
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte)
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    from,
    Math.min(to, bytes.byteLength),
  )
}

/** The brands of a media container: the main one, and all that it is compatible with. */
function pictureBrand(head: Uint8Array): Content | null {
  const size = Math.min(new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0), head.byteLength)
  const brands = [latin(head, 8, 12)]
  for (let at = 16; at + 4 <= size; at += 4) brands.push(latin(head, at, at + 4))
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'avif'
  return brands.some((brand) => HEIF_BRANDS.has(brand)) ? 'heif' : null
}

/** Text in UTF-8, UTF-16 or a Windows code page: none of them has the control characters that binary files are full of. */
function textKind(head: Uint8Array): Content | null {
  const wide = startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])
  if (
    !wide &&
    head.some(
      (byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b,
    )
  )
    return null
  const start = latin(head, 0, 64)
    .replace(/^\u00ef\u00bb\u00bf|^\u00ff\u00fe|^\u00fe\u00ff/, '')
    .replaceAll('\0', '')
    .trimStart()
  return start.startsWith('<') ? 'xml' : 'text'
}
