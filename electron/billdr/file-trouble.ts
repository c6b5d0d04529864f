/** Why a file cannot be opened. `busy`: another program holds it now. */
export type NotOpened = 'missing' | 'busy' | 'unsafe' | 'unreadable' | 'too-large'

/** Each chunk holds until the one after the next is asked for: whoever keeps bytes longer copies them. */
export type Opened = { ok: true; chunks: AsyncIterable<Uint8Array> } | { ok: false; reason: NotOpened }

/** A file that stopped being readable while it was read. */
export class FileTrouble extends Error {
  readonly reason: NotOpened
  readonly path: string

  constructor(reason: NotOpened, path: string) {
    super(`cannot read ${path}: ${reason}`)
    this.name = 'FileTrouble'
    this.reason = reason
    this.path = path
  }
}

const REASONS: Record<string, NotOpened> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ELOOP: 'unsafe',
  EBUSY: 'busy',
  EAGAIN: 'busy',
  ETXTBSY: 'busy',
  ENAMETOOLONG: 'missing',
}

/** What an error of the file system means here. Windows says EPERM or EACCES of a file that Excel holds: those are tried again too. */
export function reasonOf(error: unknown): NotOpened {
  if (error instanceof FileTrouble) return error.reason
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES')) return 'busy'
  return REASONS[code] ?? 'unreadable'
}

/** All bytes of a file that may be at most `maxBytes` long; throws `FileTrouble` above that. */
export async function allBytes(chunks: AsyncIterable<Uint8Array>, path: string, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > maxBytes) throw new FileTrouble('too-large', path)
    parts.push(Uint8Array.prototype.slice.call(chunk))
  }
  return Buffer.concat(parts, size)
}
