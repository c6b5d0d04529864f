import type { FileSystem, OpenFile } from './file-system.ts'
import { errorCode } from './file-system.ts'
import { CHECKSUM_BYTES, fieldsOf, isWhole, linePages, makeLine, offsetOf, sealLine, unquote } from './lines.ts'
import type { Source } from './source.ts'
import type { Capture, Entry } from './state.ts'
import { entryOf } from './state.ts'

/**
 * A snapshot holds everything at one moment: a header line, one line an entry (`checksum ⇥ table ⇥ id ⇥ value`),
 * and a last line with their number, without which it is not whole. It is written under another name, flushed,
 * and renamed; under its own name it never changes.
 */
export interface SnapshotHeader {
  kind: 'snapshot'
  format: 1
  name: string
  generation: number
  version: number
  /** The last commit that is in it, and its time in milliseconds since 1970. */
  commit: number
  at: number
}

export interface ReadSnapshot {
  header: SnapshotHeader | null
  /** True where every line is as it was written, and none is missing. */
  whole: boolean
  badLines: number
  bytes: number
}

const PIECE = 256 * 1024
/** Flushed in steps, so that the journal's own flushes never wait for a hundred megabytes. */
const FLUSH_EVERY = 4 * 1024 * 1024

export interface WrittenSnapshot {
  bytes: number
  /** Where each value stands, in the order of the capture. */
  places: Float64Array
}

/** Writes a snapshot; when this resolves, it is durable under its name. A failure leaves no such file. */
export async function writeSnapshot(
  disk: FileSystem,
  folder: string,
  path: string,
  header: SnapshotHeader,
  capture: Capture,
): Promise<WrittenSnapshot> {
  const temporary = `${path}.new`
  const file = await disk.open(temporary, 'create')
  const places = new Float64Array(capture.reduce((sum, [, rows]) => sum + rows.length, 0))
  let bytes = 0
  try {
    try {
      let unflushed = 0
      for (const piece of snapshotPieces(header, capture, places)) {
        await file.append(piece)
        bytes += piece.length
        unflushed += piece.length
        if (unflushed >= FLUSH_EVERY) {
          await file.flush()
          unflushed = 0
        }
      }
      await file.flush()
    } finally {
      await file.close()
    }
    await disk.rename(temporary, path)
    await disk.flushFolder(folder)
    return { bytes, places }
  } catch (error) {
    await disk.remove(temporary).catch((second: unknown) => {
      if (errorCode(second) === null) throw second
    })
    throw error
  }
}

function* snapshotPieces(header: SnapshotHeader, capture: Capture, places: Float64Array): Generator<Buffer> {
  const first = makeLine([JSON.stringify(header)])
  yield first
  let piece = Buffer.allocUnsafeSlow(PIECE)
  let pieceAt = first.length
  let filled = 0
  let nth = 0
  for (const [table, rows] of capture) {
    const quotedTable = JSON.stringify(table)
    for (const [id, entry] of rows) {
      const head = `${quotedTable}\t${JSON.stringify(id)}\t`
      const headBytes = Buffer.byteLength(head)
      const size = CHECKSUM_BYTES + headBytes + entry.length
      if (filled + size + 1 > piece.length) {
        if (filled > 0) yield piece.subarray(0, filled)
        pieceAt += filled
        filled = 0
        if (size + 1 > piece.length) piece = Buffer.allocUnsafeSlow(size + 1)
      }
      const valueAt = filled + CHECKSUM_BYTES + headBytes
      piece.write(head, filled + CHECKSUM_BYTES, 'utf8')
      entry.source.copyTo(piece, valueAt, entry.start, entry.length)
      places[nth++] = pieceAt + valueAt
      filled = sealLine(piece, filled, filled + size)
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
  yield makeLine([JSON.stringify({ kind: 'end', entries: nth })])
}

/** Lets every captured value be read from its new place; those that were replaced meanwhile are nobody's any more. */
export function pointTo(source: Source, capture: Capture, places: Float64Array): void {
  let nth = 0
  for (const [, rows] of capture) {
    for (const [, entry] of rows) {
      entry.source = source
      entry.start = places[nth++] ?? 0
    }
  }
}

/**
 * Reads a snapshot, whatever its state, and hands over every entry whose line is whole; values will be read from
 * `source`. Whether all of them are there is known at the end only.
 */
export async function readSnapshot(
  file: OpenFile,
  source: Source,
  onEntry: (table: string, id: string, entry: Entry) => void,
): Promise<ReadSnapshot> {
  const bytes = await file.size()
  let header: SnapshotHeader | null = null
  let badLines = 0
  let entries = 0
  let stated: number | null = null
  for await (const page of linePages(file, 0, bytes)) {
    for (const line of page) {
      const whole = line.closed && isWhole(line)
      const [table, id, value] = whole ? (fieldsOf(line, 3) ?? []) : []
      if (table && id && value) {
        onEntry(unquote(table), unquote(id), entryOf(source, offsetOf(value, line), value.end - value.start))
        entries++
        continue
      }
      const mark: Mark | null = whole
        ? markOf(line.bytes.toString('utf8', line.start + CHECKSUM_BYTES, line.end))
        : null
      if (mark?.kind === 'snapshot' && mark.format === 1 && line.offset === 0) header = mark
      else if (mark?.kind === 'end') stated = mark.entries
      else badLines++
    }
  }
  return { header, whole: header !== null && badLines === 0 && stated === entries, badLines, bytes }
}

type Mark = SnapshotHeader | { kind: 'end'; entries: number }

function markOf(text: string): Mark | null {
  return text.startsWith('{') ? (JSON.parse(text) as Mark) : null
}
