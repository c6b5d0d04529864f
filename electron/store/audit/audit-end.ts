import type { ChainHead, ChainLine, WholeBroken } from './audit-chain.ts'
import { HEAD_MISSING, HISTORY_BROKEN, NO_HASH, readChainLine } from './audit-chain.ts'
import type { AuditParams } from './audit-entry.ts'
import type { HistoryKey, SealedHead } from './audit-seal.ts'
import { isSealedBy, sealed } from './audit-seal.ts'
import type { FileSystem, OpenFile } from '../file-system.ts'
import { errorCode } from '../file-system.ts'
import type { ReadLine } from '../lines.ts'
import { linePages } from '../lines.ts'
import { readWhole, replaceWhole } from '../whole-file.ts'

const LINE_FEED = Buffer.from('\n')

/** What the history says about itself when it is opened. */
export interface AuditNote {
  what:
    | 'history-mended'
    | 'history-sealed'
    | 'history-sealed-anew'
    | 'history-sealed-late'
    | typeof HEAD_MISSING
    | typeof HISTORY_BROKEN
  params: AuditParams
}

/** What the company's data say of their history. */
export interface HistoryWitness {
  /** An end that it had; null where none was kept. */
  end: ChainHead | null
  /** Whether something was done that stands in it. */
  hasDeeds: boolean
}

/**
 * The file of a history and its end: how far it is durable, and the last line. A note of the end (`….head`) lies
 * beside it, replaced as a whole after lines were added. It may be older than the file, after a crash between
 * the two; it is never newer, so that a file that ends before its note has lost lines. The note also keeps the last end
 * that was put under the history's key, which the keychain has: it may be older still.
 */
export class AuditEnd {
  readonly #disk: FileSystem
  readonly #path: string
  readonly #file: OpenFile
  head: ChainHead
  /** How many bytes of the file are history. */
  bytes: number
  readonly notes: readonly AuditNote[]
  /** Whether lines are missing or not as they were noted; not what a crash cut off, which nobody was told is stored. */
  readonly isDamaged: boolean
  /** What the chain alone would hide; null where there is nothing. */
  readonly broken: WholeBroken | null
  /** The last end that was put under a key, as it was found or as it is now. */
  sealed: SealedHead | null
  /** The end as opening found it. */
  readonly foundAt: number
  #key: HistoryKey | null = null
  /** The end that is noted, and the key it is noted under. */
  #noted: { head: ChainHead; key: HistoryKey | null } | null = null
  #ragged = false

  private constructor(
    disk: FileSystem,
    path: string,
    file: OpenFile,
    found: FoundEnd,
    { isDamaged, broken, sealed }: Pick<AuditEnd, 'isDamaged' | 'broken' | 'sealed'>,
  ) {
    this.#disk = disk
    this.#path = path
    this.#file = file
    this.head = found.head
    this.bytes = found.bytes
    this.notes = found.notes
    this.isDamaged = isDamaged || broken !== null
    this.broken = broken
    this.sealed = sealed
    this.foundAt = found.head.seq
  }

  /** `readOnly`: nothing is mended, noted or written, so that whoever only reads finds the same again. */
  static async find(
    disk: FileSystem,
    path: string,
    now: Date,
    readOnly: boolean,
    witness: HistoryWitness,
  ): Promise<AuditEnd> {
    const note = await readWhole(disk, `${path}.head`)
    const noted = headFrom(note)
    const sealedHead = sealedFrom(note)
    const file = await openOrMake(disk, path)
    try {
      const size = await file.size()
      const end = noted ? await followFrom(file, noted, size) : null
      const found =
        end && noted
          ? await behindEnd(disk, path, file, size, end, now, readOnly)
          : await unproven(file, size, noted, readOnly)
      await file.flush()
      const isDamaged = !(end && noted) && (noted !== null || size > 0)
      // What is wrong already says it; this is for a history that looks whole.
      const broken = isDamaged ? null : await brokenAsWhole(file, found, sealedHead, witness)
      if (broken) found.notes.push({ what: HISTORY_BROKEN, params: { why: broken, after: found.head.seq } })
      const result = new AuditEnd(disk, path, file, found, { isDamaged, broken, sealed: sealedHead })
      if (readOnly) return result
      // Where the note was missing, the line that says so comes first; a crash in between finds it missing again.
      if (!found.notes.some(({ what }) => what === HEAD_MISSING || what === HISTORY_BROKEN)) await result.noteHead()
      return result
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Resolves when the lines are on the disk; when it throws, the history is as before. */
  async extend(lines: Buffer, head: ChainHead): Promise<void> {
    if (this.#ragged) await this.#cutBack()
    try {
      await this.#file.append(lines)
      await this.#file.flush()
    } catch (error) {
      this.#ragged = true
      await this.#cutBackIfPossible()
      throw error
    }
    this.bytes += lines.length
    this.head = head
  }

  async #cutBackIfPossible(): Promise<void> {
    await this.#cutBack().catch((error: unknown) => {
      if (errorCode(error) === null) throw error
    })
  }

  async #cutBack(): Promise<void> {
    await this.#file.truncate(this.bytes)
    await this.#file.flush()
    this.#ragged = false
  }

  /** Puts the end in the note beside the file, under the key where it is known, unless it is there already. */
  async noteHead(): Promise<void> {
    const { head } = this
    const key = this.#key
    if (head === this.#noted?.head && key === this.#noted.key) return
    const under = key ? sealed(head, key) : this.sealed
    const { seq, hash, offset } = head
    const note = { seq, hash, offset, ...(under && { sealed: under }) }
    await replaceWhole(this.#disk, `${this.#path}.head`, Buffer.from(JSON.stringify(note)))
    // The key may have come meanwhile: then it is noted once more.
    this.#noted = { head, key }
    this.sealed = under
  }

  /** What the end that was found is to the key: null where it is under it; what is to be noted where it is not, or was not. */
  noteFor(key: HistoryKey): AuditNote | null {
    const { sealed: found, foundAt: after } = this
    if (found === null) {
      if (after === 0) return null
      // Every end of it was kept under this key since it was made.
      if (key.isUsed) return { what: HISTORY_BROKEN, params: { why: 'seal-gone', after } }
      return { what: 'history-sealed', params: { after } }
    }
    if (!isSealedBy(found, key))
      return key.isUsed
        ? { what: HISTORY_BROKEN, params: { why: 'seal-wrong', after } }
        : { what: 'history-sealed-anew', params: { after } }
    return found.seq < after ? { what: 'history-sealed-late', params: { from: found.seq + 1, after } } : null
  }

  /** From now on every end that is noted is under this key; the one that is there with the next. */
  sealWith(key: HistoryKey): void {
    this.#key = key
  }

  /** All lines up to the end as it is now; null for one that is not as it was written. */
  async *lines(): AsyncGenerator<(ChainLine | null)[]> {
    for await (const page of linePages(this.#file, 0, this.bytes)) yield page.map(chainLineOf)
  }

  async close(): Promise<void> {
    if (this.#ragged) await this.#cutBackIfPossible()
    await this.#file.close()
  }
}

function chainLineOf(line: ReadLine): ChainLine | null {
  return line.closed ? readChainLine(line) : null
}

function headFrom(text: string | null): ChainHead | null {
  try {
    const read = JSON.parse(text ?? 'null') as ChainHead | null
    return read && Number.isSafeInteger(read.seq) && /^[0-9a-f]{64}$/.test(read.hash) ? read : null
  } catch {
    return null
  }
}

function sealedFrom(text: string | null): SealedHead | null {
  try {
    const { sealed: read } = JSON.parse(text ?? '{}') as { sealed?: Partial<SealedHead> | null }
    if (!read || !Number.isSafeInteger(read.seq) || !Number.isSafeInteger(read.offset)) return null
    return /^[0-9a-f]{64}$/.test(read.hash ?? '') && /^[0-9a-f]{64}$/.test(read.seal ?? '')
      ? (read as SealedHead)
      : null
  } catch {
    return null
  }
}

async function openOrMake(disk: FileSystem, path: string): Promise<OpenFile> {
  try {
    return await disk.open(path, 'append')
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    // Its name is flushed with the note of its end, before the first line.
    return await disk.open(path, 'create')
  }
}

interface FollowedEnd {
  head: ChainHead
  bytes: number
}

interface FoundEnd extends FollowedEnd {
  notes: AuditNote[]
}

/**
 * What is wrong with a history whose lines follow each other up to its noted end: it has not the end that was put under its
 * key, or that the company's data know, or it is not there though something was done.
 */
async function brokenAsWhole(
  file: OpenFile,
  { head }: FollowedEnd,
  sealedHead: SealedHead | null,
  { end, hasDeeds }: HistoryWitness,
): Promise<WholeBroken | null> {
  const isKnown = [sealedHead, end].some((earlier) => earlier !== null && earlier.seq > 0)
  if (head.seq === 0 && (hasDeeds || isKnown)) return 'gone'
  for (const earlier of [sealedHead, end]) {
    if (earlier === null || earlier.seq === 0) continue
    if (earlier.seq > head.seq) return 'cut'
    if (!(await isLineAt(file, earlier))) return 'rewritten'
  }
  return null
}

async function isLineAt(file: OpenFile, { seq, hash, offset }: ChainHead): Promise<boolean> {
  const size = await file.size()
  if (offset >= size) return false
  for await (const page of linePages(file, offset, size)) {
    const [line] = page
    if (!line) continue
    const read = chainLineOf(line)
    return read?.seq === seq && read.hash === hash
  }
  return false
}

/** From the noted line to the last one that the chain reaches; null where the noted line is not there. */
async function followFrom(file: OpenFile, noted: ChainHead, size: number): Promise<FollowedEnd | null> {
  let end: FollowedEnd | null = noted.seq === 0 ? { head: noted, bytes: 0 } : null
  for await (const page of linePages(file, noted.offset, size)) {
    for (const line of page) {
      const read = chainLineOf(line)
      const follows = end
        ? read?.seq === end.head.seq + 1 && read.previous === end.head.hash
        : read?.seq === noted.seq && read.hash === noted.hash
      if (!read || !follows) return end
      end = {
        head: { seq: read.seq, hash: read.hash, offset: line.offset },
        bytes: line.offset + line.end - line.start + 1,
      }
    }
  }
  return end
}

/**
 * What a crash left behind the last good line goes to a file of its own. Anything else was added by somebody: it stays
 * for `verify` to find, and the history goes on behind it.
 */
async function behindEnd(
  disk: FileSystem,
  path: string,
  file: OpenFile,
  size: number,
  end: FollowedEnd,
  now: Date,
  readOnly: boolean,
): Promise<FoundEnd> {
  if (size === end.bytes) return { ...end, notes: [] }
  if (!(await isLeftByCrash(file, size, end)))
    return { head: end.head, bytes: readOnly ? size : await closeLastLine(file, size), notes: [] }
  if (readOnly) return { ...end, notes: [] }
  const torn = Buffer.alloc(size - end.bytes)
  await file.read(torn, end.bytes)
  const as = `${path}.torn-${now.toISOString().replaceAll(':', '-').slice(0, 19)}`
  await replaceWhole(disk, as, torn)
  await file.truncate(end.bytes)
  return { ...end, notes: [{ what: 'history-mended', params: { bytes: torn.length, after: end.head.seq } }] }
}

/**
 * A crash stops in the middle of the lines that were just being written: the first of them is without its end, or has
 * zeros where sectors never arrived, and only such as came after it can be whole.
 */
async function isLeftByCrash(file: OpenFile, size: number, { head, bytes }: FollowedEnd): Promise<boolean> {
  let spoilt = false
  for await (const page of linePages(file, bytes, size)) {
    for (const line of page) {
      const read = readChainLine(line)
      const isNext = read?.seq === head.seq + 1 && read.previous === head.hash
      // The next line but for its line feed.
      if (isNext && !spoilt && !line.closed) return true
      if (
        read
          ? !spoilt || read.seq <= head.seq + 1
          : line.closed && !line.bytes.subarray(line.start, line.end).includes(0)
      )
        return false
      spoilt = true
    }
  }
  return true
}

/** So that what is written next begins a line. */
async function closeLastLine(file: OpenFile, size: number): Promise<number> {
  const last = Buffer.alloc(1)
  if (size === 0 || ((await file.read(last, size - 1)) === 1 && last.equals(LINE_FEED))) return size
  await file.append(LINE_FEED)
  return size + 1
}

/**
 * The file does not hold what its note says, or there is no note. Nothing is taken away; the history goes on
 * behind the larger of the two numbers, so that the gap stays to be seen.
 */
async function unproven(file: OpenFile, size: number, noted: ChainHead | null, readOnly: boolean): Promise<FoundEnd> {
  let last: ChainHead = { seq: 0, hash: NO_HASH, offset: 0 }
  for await (const page of linePages(file, 0, size)) {
    for (const line of page) {
      const read = chainLineOf(line)
      if (read && read.seq >= last.seq) last = { seq: read.seq, hash: read.hash, offset: line.offset }
    }
  }
  const bytes = readOnly ? size : await closeLastLine(file, size)
  const head = noted && noted.seq >= last.seq ? noted : last
  const notes: AuditNote[] = noted || size === 0 ? [] : [{ what: HEAD_MISSING, params: { after: last.seq } }]
  return { head, bytes, notes }
}
