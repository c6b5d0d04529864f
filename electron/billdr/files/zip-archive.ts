import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import { fromBufferPromise, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'
import type { Opened } from './file-trouble.ts'
import { FileTrouble, reasonOf } from './file-trouble.ts'
import type { RecordSink } from '../../../shared/source.ts'
import { inPace } from './in-pace.ts'
import type { FileContent } from './file-content.ts'
import { contentOf } from './file-content.ts'
import type { ReadLimits } from '../limits.ts'
import { pathIdentity, safePath } from './safe-path.ts'
import { entryNames } from './zip-names.ts'
import type { FileHandle } from '../../system/files.ts'

/** Below this size a file may expand as it likes: small files of one repeated character are no attack. */
const SMALL = 2 ** 20
const CHUNK = 16 * 1024
const UNIX = 3
const FILE_TYPE = 0xf000
const LINK = 0xa000
const REGULAR = 0x8000
/** So many bytes tell what a file is that is no zip. */
const BEGINNING = 512

/** Why a zip is refused as a whole. `cut-off`: it begins as a zip and has no end, so it may still be arriving. */
export type ZipRefusal =
  | { why: 'missing' | 'busy' | 'unsafe' | 'unreadable' | 'cut-off' | 'locked' }
  /** What it is instead, as far as its first bytes tell. */
  | { why: 'no-zip'; found: FileContent | 'text' }
  | { why: 'unsafe-path' | 'duplicates'; path: string }
  | { why: 'too-large'; what: 'files' | 'unpacked' | 'expansion'; path: string; limit: number }

export type ZipOpening = { ok: true; archive: ZipArchive } | { ok: false; refusal: ZipRefusal }

interface Packed {
  path: string
  /** What its name would be in other alphabets, as identities. */
  otherNames: string[]
  entry: Entry
}

/**
 * Opens a zip on disk or in memory and looks at every entry before any is unpacked. Refused as a whole: an entry whose
 * path leaves the archive or is a link, two entries that some system takes for the same file, and entries that would
 * unpack to more than the limits. Nothing is ever unpacked to a disk.
 */
export async function openZip(from: FileHandle | Buffer, limits: ReadLimits): Promise<ZipOpening> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true }
  const file = Buffer.isBuffer(from) ? null : from
  let zip: ZipFile
  try {
    zip = Buffer.isBuffer(from)
      ? await fromBufferPromise(from, options)
      : await fromRandomAccessReaderPromise(new HandleReader(from), (await from.stat()).size, options)
  } catch (error) {
    const refusal = await whyNotOpened(from, error)
    await file?.close()
    return { ok: false, refusal }
  }
  const archive = new ZipArchive(zip, file)
  try {
    const looked = await lookAt(zip, limits)
    if (looked.ok) {
      archive.packed = looked.packed
      return { ok: true, archive }
    }
    await archive.close()
    return looked
  } catch {
    await archive.close()
    return { ok: false, refusal: { why: 'unreadable' } }
  }
}

/** Lets the library read from a file that we opened and looked at; it is closed with the archive. */
class HandleReader extends RandomAccessReader {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    super()
    this.#handle = handle
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(rangeOf(this.#handle, start, end), { objectMode: false, highWaterMark: CHUNK })
  }
}

async function* rangeOf(handle: FileHandle, start: number, end: number): AsyncIterable<Buffer> {
  for (let at = start; at < end;) {
    const { buffer, bytesRead } = await handle.read(
      Buffer.allocUnsafe(Math.min(CHUNK, end - at)),
      0,
      Math.min(CHUNK, end - at),
      at,
    )
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function lookAt(
  zip: ZipFile,
  limits: ReadLimits,
): Promise<{ ok: true; packed: Map<string, Packed> } | { ok: false; refusal: ZipRefusal }> {
  const refuse = (refusal: ZipRefusal): { ok: false; refusal: ZipRefusal } => ({ ok: false, refusal })
  const packed = new Map<string, Packed>()
  let unpacked = 0
  if (zip.entryCount > limits.files) return refuse({ why: 'too-large', what: 'files', path: '', limit: limits.files })
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  const names = entryNames(entries)
  for (const [at, entry] of entries.entries()) {
    const { name, others } = names[at] ?? { name: '', others: [] }
    const isFolder = name.endsWith('/') || name.endsWith('\\')
    const path = safePath(isFolder ? name.slice(0, -1) : name)
    if (path === null || !isPlain(entry)) return refuse({ why: 'unsafe-path', path: name })
    if (isFolder || isLeftover(path)) continue
    if (packed.has(pathIdentity(path))) return refuse({ why: 'duplicates', path })
    unpacked += entry.uncompressedSize
    if (unpacked > limits.unpackedBytes)
      return refuse({ why: 'too-large', what: 'unpacked', path, limit: limits.unpackedBytes })
    if (entry.uncompressedSize > SMALL && entry.uncompressedSize > entry.compressedSize * limits.expansion) {
      return refuse({ why: 'too-large', what: 'expansion', path, limit: limits.expansion })
    }
    if (entry.isEncrypted()) return refuse({ why: 'locked' })
    packed.set(pathIdentity(path), {
      path,
      otherNames: others.map((each) => pathIdentity(each.replaceAll('\\', '/'))),
      entry,
    })
  }
  return { ok: true, packed }
}

/** The entries of a zip that was looked through. */
export class ZipArchive {
  readonly #zip: ZipFile
  readonly #file: FileHandle | null
  packed: ReadonlyMap<string, Packed> = new Map()
  /** Who takes the records in it, and may fall behind. */
  readFor: Pick<RecordSink, 'room'> | null = null
  /** The entries whose names may be others. */
  #unsure: Packed[] | null = null

  constructor(zip: ZipFile, file: FileHandle | null) {
    this.#zip = zip
    this.#file = file
  }

  get entries(): { path: string; bytes: number; checksum: number }[] {
    return [...this.packed.values()].map(({ path, entry }) => ({
      path,
      bytes: entry.uncompressedSize,
      checksum: entry.crc32,
    }))
  }

  /**
   * The unpacked bytes of an entry. Bytes that are more or fewer than the entry states, or whose checksum is another,
   * throw `FileTrouble` while they arrive.
   */
  async open(path: string, maxBytes: number): Promise<Opened> {
    const safe = safePath(path)
    if (safe === null) return { ok: false, reason: 'unsafe' }
    const found = this.packed.get(pathIdentity(safe)) ?? this.#byOtherName(pathIdentity(safe))
    if (!found) return { ok: false, reason: 'missing' }
    if (found.entry.uncompressedSize > maxBytes) return { ok: false, reason: 'too-large' }
    try {
      const stream = await this.#zip.openReadStreamPromise(found.entry)
      return { ok: true, chunks: inPace(checked(stream, found), this.readFor) }
    } catch {
      return { ok: false, reason: 'unreadable' }
    }
  }

  /** The one entry whose name is this in another alphabet. What a table says of the file (its sum) tells whether it is. */
  #byOtherName(identity: string): Packed | null {
    this.#unsure ??= [...this.packed.values()].filter(({ otherNames }) => otherNames.length > 0)
    const found = this.#unsure.filter(({ otherNames }) => otherNames.includes(identity))
    return found.length === 1 ? (found[0] ?? null) : null
  }

  async close(): Promise<void> {
    this.#zip.close()
    await this.#file?.close()
  }
}

async function* checked(stream: AsyncIterable<Uint8Array>, { path, entry }: Packed): AsyncIterable<Uint8Array> {
  let sum = 0
  try {
    for await (const chunk of stream) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (error) {
    throw error instanceof FileTrouble ? error : new FileTrouble('unreadable', path)
  }
  if (sum !== entry.crc32) throw new FileTrouble('unreadable', path)
}

/** A file or a folder: no link, no device. Only Unix writes what an entry is. */
function isPlain(entry: Entry): boolean {
  if (entry.versionMadeBy >>> 8 !== UNIX) return true
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE
  return type !== LINK && (type === 0 || type === REGULAR || type === 0x4000)
}

/** What macOS and Windows put beside the files. */
function isLeftover(path: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(path)
}

async function whyNotOpened(from: FileHandle | Buffer, error: unknown): Promise<ZipRefusal> {
  if (error instanceof Error && 'code' in error) return { why: reasonOf(error) === 'busy' ? 'busy' : 'unreadable' }
  const start = Buffer.isBuffer(from) ? from : await beginningOf(from)
  if (start.length === 0 || start.toString('latin1', 0, 2) === 'PK') return { why: 'cut-off' }
  return { why: 'no-zip', found: contentOf(start) ?? 'text' }
}

async function beginningOf(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0)
  return buffer.subarray(0, bytesRead)
}
