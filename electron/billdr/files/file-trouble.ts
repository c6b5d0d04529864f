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

/**
 * All bytes of a file that may be at most `maxBytes` long; throws `FileTrouble` above that. One that has the `expected`
 * length is never twice in memory.
 */
export async function allBytes(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
  expected = 0,
): Promise<Buffer> {
  const whole = Buffer.allocUnsafeSlow(Math.min(expected, maxBytes))
  const behind: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    const fitting = Math.max(0, Math.min(chunk.byteLength, whole.length - size))
    whole.set(chunk.subarray(0, fitting), Math.min(size, whole.length))
    size += chunk.byteLength
    if (size > maxBytes) throw new FileTrouble('too-large', path)
    if (fitting < chunk.byteLength) behind.push(Uint8Array.prototype.slice.call(chunk, fitting))
  }
  return behind.length === 0 ? whole.subarray(0, size) : Buffer.concat([whole, ...behind], size)
}
