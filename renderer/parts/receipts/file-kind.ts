/** What can be shown of a receipt, judged by its first bytes: a name or a stated type can say anything. */
export type FileKind = 'pdf' | 'image' | 'other' | 'not-what-it-says'

const IMAGES: Record<string, (bytes: Uint8Array) => boolean> = {
  'image/png': (bytes) => starts(bytes, [0x89, 0x50, 0x4e, 0x47]),
  'image/jpeg': (bytes) => starts(bytes, [0xff, 0xd8, 0xff]),
  'image/gif': (bytes) => starts(bytes, [0x47, 0x49, 0x46, 0x38]),
  'image/webp': (bytes) =>
    starts(bytes, [0x52, 0x49, 0x46, 0x46]) && starts(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
}

function starts(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, at) => bytes[at] === byte)
}

/** Judges bytes by their stated type. Images that may hold scripts (SVG) are not shown. */
export function fileKind(contentType: string, bytes: Uint8Array): FileKind {
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? ''
  if (type === 'application/pdf') return starts(bytes, [0x25, 0x50, 0x44, 0x46]) ? 'pdf' : 'not-what-it-says'
  if (type === 'image/jpg') return fileKind('image/jpeg', bytes)
  const image = Object.hasOwn(IMAGES, type) ? IMAGES[type] : undefined
  if (!image) return 'other'
  return image(bytes) ? 'image' : 'not-what-it-says'
}

/** Whether a preview is worth asking for before anybody opens the receipt. */
export function mayPreview(contentType: string, bytes: number): boolean {
  return /^image\/(png|jpe?g|gif|webp)$/i.test(contentType) && bytes <= 8_000_000
}
