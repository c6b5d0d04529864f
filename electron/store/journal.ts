import type { FileSystem, OpenFile } from './file-system.ts'
import { errorCode } from './file-system.ts'
import { CHECKSUM_BYTES, fieldsOf, isWhole, linePages, makeLine, offsetOf, sealLine, textOf, unquote } from './lines.ts'
import type { ReadLine } from './lines.ts'
import { FileSource } from './source.ts'
import type { Source } from './source.ts'
import type { Entry, StagedCommit } from './state.ts'
import { entryOf } from './state.ts'

/**
 * A journal holds the commits that came after the snapshot of the same generation. One line a change:
 * `checksum ⇥ commit ⇥ durable ⇥ part/parts ⇥ at ⇥ table ⇥ id ⇥ value`. `commit` counts commits from 1 on; only a commit
 * with all its parts counts. `durable` is the last commit that was known to be
 * on the disk when the line was written, which tells a commit that a crash cut off (never acknowledged) from
 * one that was damaged later (a loss to report). An empty value removes the entry.
 */
export interface JournalHeader {
  kind: 'journal'
  format: 1
  name: string
  generation: number
  /** The version of the values, for migrations. */
  version: number
  /** The journals before this one, as far as no snapshot has replaced them. */
  previous: JournalEnd[]
  startedAt: string
}

export interface JournalEnd {
  generation: number
  /** How far it counts; what stands behind was refused or cut off. Null: whatever is whole in it. */
  bytes: number | null
  /** The last commit in it. */
  commit: number
}

const PIECE = 1024 * 1024

export interface ReadChange {
  table: string
  id: string
  entry: Entry | null
}

export interface ReadCommit {
  commit: number
  durable: number
  /** Milliseconds since 1970. */
  at: number
  changes: ReadChange[]
  /** Where the line after the commit starts. */
  endsAt: number
}

export interface ReadJournal {
  header: JournalHeader | null
  /** Whole commits in the order of the file. */
  commits: ReadCommit[]
  headerBytes: number
  bytes: number
  /**
   * Lines behind the last commit that have their end and are not as they were written. What a crash cuts off has no end, or
   * zeros where nothing was written yet: these were whole once.
   */
  brokenAtEnd: number
}

/**
 * The lines of commits, numbered from `first` on, in pieces of a bounded size. Each change learns where its value
 * stands, counted from the start of the first piece.
 */
export function* commitLines(group: readonly StagedCommit[], first: number, at: number): Generator<Buffer> {
  let parts: Buffer[] = []
  let bytes = 0
  let before = 0
  for (const [nth, { changes }] of group.entries()) {
    for (const [index, change] of changes.entries()) {
      const place = `${first + nth}\t${first - 1}\t${index + 1}/${changes.length}\t${at}`
      const head = `${place}\t${JSON.stringify(change.table)}\t${JSON.stringify(change.id)}\t`
      const valueAt = CHECKSUM_BYTES + Buffer.byteLength(head)
      const end = valueAt + (change.bytes?.length ?? 0)
      const line = Buffer.allocUnsafe(end + 1)
      line.write(head, CHECKSUM_BYTES, 'utf8')
      change.bytes?.copy(line, valueAt)
      sealLine(line, 0, end)
      change.offset = before + bytes + valueAt
      parts.push(line)
      bytes += line.length
      if (bytes < PIECE) continue
      yield Buffer.concat(parts, bytes)
      before += bytes
      parts = []
      bytes = 0
    }
  }
  if (bytes > 0) yield Buffer.concat(parts, bytes)
}

/** Reads a journal as far as `limit`, whatever its state; its values will be read from `source`. */
export async function readJournal(file: OpenFile, source: Source, limit: number): Promise<ReadJournal> {
  const found: ReadJournal = { header: null, commits: [], headerBytes: 0, bytes: 0, brokenAtEnd: 0 }
  let open: Omit<ReadCommit, 'endsAt'> | null = null
  for await (const page of linePages(file, 0, Math.min(limit, await file.size()))) {
    for (const line of page) {
      const endsAt = line.offset + (line.end - line.start) + (line.closed ? 1 : 0)
      found.bytes = endsAt
      const whole = line.closed && isWhole(line)
      if (whole && line.offset === 0) {
        found.header = headerOf(line)
        if (found.header) {
          found.headerBytes = endsAt
          continue
        }
      }
      if (line.closed && !whole && line.offset > 0 && !line.bytes.subarray(line.start, line.end).includes(0))
        found.brokenAtEnd++
      const read = whole ? changeOf(line, source) : null
      if (read?.part === 1) open = { commit: read.commit, durable: read.durable, at: read.at, changes: [read.change] }
      else if (read && open?.commit === read.commit && read.part === open.changes.length + 1)
        open.changes.push(read.change)
      else open = null
      if (!open || !read || read.part < read.parts) continue
      found.commits.push({ ...open, endsAt })
      found.brokenAtEnd = 0
      open = null
    }
  }
  return found
}

function headerOf(line: ReadLine): JournalHeader | null {
  const body = line.bytes.toString('utf8', line.start + CHECKSUM_BYTES, line.end)
  if (!body.startsWith('{')) return null
  const header = JSON.parse(body) as JournalHeader
  return header.kind === 'journal' && header.format === 1 ? header : null
}

function changeOf(line: ReadLine, source: Source) {
  const fields = fieldsOf(line, 7)
  const [commit, durable, place, at, table, id, value] = fields ?? []
  if (!commit || !durable || !place || !at || !table || !id || !value) return null
  const [part, parts] = textOf(place).split('/').map(Number)
  if (!part || !parts) return null
  const length = value.end - value.start
  const entry = length > 0 ? entryOf(source, offsetOf(value, line), length) : null
  return {
    commit: Number(textOf(commit)),
    durable: Number(textOf(durable)),
    part,
    parts,
    at: Number(textOf(at)),
    change: { table: unquote(table), id: unquote(id), entry },
  }
}

/** The journal that is being written. After a failure it is never written again: a new one follows. */
export class JournalWriter {
  readonly #file: OpenFile
  /** For the values that stand in it. */
  readonly source: FileSource
  /** How many bytes are known to be on the disk. */
  bytes: number
  failed = false

  constructor(file: OpenFile, generation: number, bytes: number) {
    this.#file = file
    this.source = new FileSource(file, generation)
    this.bytes = bytes
  }

  /**
   * Makes the file with its header, and `pieces` at `start`; all of it is durable then, the name included. The file
   * gets its name last, so that one by this name without a header is a damaged one.
   */
  static async start(
    disk: FileSystem,
    folder: string,
    path: string,
    header: JournalHeader,
    pieces: Iterable<Buffer>,
  ): Promise<{ writer: JournalWriter; start: number }> {
    const temporary = `${path}.new`
    const file = await disk.open(temporary, 'create')
    const writer = new JournalWriter(file, header.generation, 0)
    try {
      const line = makeLine([JSON.stringify(header)])
      await writer.append([line], pieces)
      await disk.rename(temporary, path)
      await disk.flushFolder(folder)
      return { writer, start: line.length }
    } catch (error) {
      await file.close().catch(onlySystemErrors)
      await disk.remove(temporary).catch(onlySystemErrors)
      await disk.remove(path).catch(onlySystemErrors)
      throw error
    }
  }

  /** Answers where the pieces start, when all of them are on the disk. */
  async append(...runs: Iterable<Buffer>[]): Promise<number> {
    const start = this.bytes
    let written = 0
    try {
      for (const pieces of runs) {
        for (const piece of pieces) {
          await this.#file.append(piece)
          written += piece.length
        }
      }
      await this.#file.flush()
      this.bytes += written
      return start
    } catch (error) {
      this.failed = true
      await this.cutBack()
      throw error
    }
  }

  /** Takes what was refused out of the file, if the disk lets us: it should not turn up after a crash. */
  async cutBack(): Promise<void> {
    if (this.failed) await this.#file.truncate(this.bytes).catch(onlySystemErrors)
  }
}

function onlySystemErrors(error: unknown): void {
  if (errorCode(error) === null) throw error
}
