import { join } from 'node:path'
import type { Entry } from './state.ts'
import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from '../../system/files.ts'

const LOG = 'books.log'
const SNAPSHOT = 'books.snapshot'
const COMPACT_FROM_BYTES = 48 * 1024 * 1024

interface Line {
  n: number
  entries: Entry[]
}

/** Where accepted writes are kept. */
export interface Journal {
  /** Hands the entries to the operating system at once: from here on they survive a kill of this process. */
  append(entries: readonly Entry[]): void
  /** Resolves when everything appended so far has reached the disk. */
  flushed(): Promise<void>
  /** Rewrites the whole state as one snapshot where the log has grown long. */
  compactIfLong(state: () => Iterable<Entry>): void
  close(state: () => Iterable<Entry>): void
}

/** Keeps nothing: the company lives as long as its process. */
export const MEMORY_ONLY: Journal = {
  append: () => undefined,
  flushed: () => Promise.resolve(),
  compactIfLong: () => undefined,
  close: () => undefined,
}

/**
 * Lines of JSON, one a write, of which the last may be torn by a crash: it was never acknowledged, so it is dropped.
 * A broken line that others follow is damage, and is an exception rather than a silent gap.
 */
function* readLines(path: string, damaged: (keep: number) => void): Generator<Line> {
  const bytes = readFileSync(path)
  let from = 0
  while (from < bytes.length) {
    const end = bytes.indexOf(10, from)
    let line: Line
    try {
      if (end < 0) throw new SyntaxError('no end of line')
      line = JSON.parse(bytes.toString('utf8', from, end)) as Line
    } catch (error) {
      if (end >= 0 && end + 1 < bytes.length) throw new Error(`${path} is damaged at byte ${from}`, { cause: error })
      damaged(from)
      return
    }
    yield line
    from = end + 1
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return // folders cannot be flushed there
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Opens (or makes) the books of a folder, handing every kept entry to `replay` in the order in which it happened. */
export function openJournal(folder: string, replay: (entry: Entry) => void): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const logPath = join(folder, LOG)
  const snapshotPath = join(folder, SNAPSHOT)
  let last = 0
  if (existsSync(snapshotPath)) {
    for (const line of readLines(snapshotPath, () => {
      throw new Error(`${snapshotPath} is damaged`)
    })) {
      last = line.n
      line.entries.forEach(replay)
    }
  }
  // Not opened for appending: on Windows such a file cannot be cut. The end is kept in `bytes` instead.
  const log = openSync(logPath, existsSync(logPath) ? 'r+' : 'w+', 0o600)
  for (const line of readLines(logPath, (keep) => ftruncateSync(log, keep))) {
    if (line.n <= last) continue // already in the snapshot: the log was not emptied before a crash
    last = line.n
    line.entries.forEach(replay)
  }
  let bytes = statSync(logPath).size
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  const flush = (): Promise<void> =>
    new Promise((resolve, reject) => {
      fsync(log, (error) => {
        if (error) reject(error)
        else resolve()
      })
    })

  const compact = (state: () => Iterable<Entry>): void => {
    const partial = `${snapshotPath}.new`
    const handle = openSync(partial, 'w', 0o600)
    let some: Entry[] = []
    const put = (): void => {
      if (some.length > 0) writeSync(handle, `${JSON.stringify({ n: last, entries: some } satisfies Line)}\n`)
      some = []
    }
    for (const entry of state()) if (some.push(entry) >= 500) put()
    put()
    fsyncSync(handle)
    closeSync(handle)
    renameSync(partial, snapshotPath)
    syncFolder(folder)
    ftruncateSync(log, 0)
    fsyncSync(log)
    bytes = 0
  }

  return {
    append(entries) {
      if (entries.length === 0) return
      const text = Buffer.from(`${JSON.stringify({ n: last + 1, entries })}\n`)
      try {
        for (let written = 0; written < text.length;)
          written += writeSync(log, text, written, text.length - written, bytes + written)
      } catch (error) {
        ftruncateSync(log, bytes) // a disk that is full takes half a line: the next one must not follow it
        throw error
      }
      last += 1
      bytes += text.length
    },
    flushed() {
      // One flush runs and one waits; whoever asks meanwhile shares the waiting one, which begins after its append.
      if (!running) {
        running = flush().finally(() => {
          running = null
        })
        return running
      }
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null
          running = flush().finally(() => {
            running = null
          })
          return running
        })
      return next
    },
    compactIfLong(state) {
      if (bytes > COMPACT_FROM_BYTES) compact(state)
    },
    close(state) {
      if (bytes > 0) compact(state)
      closeSync(log)
    },
  }
}

/** Removes what an interrupted compaction left behind. */
export function removePartialSnapshot(folder: string): void {
  const partial = join(folder, `${SNAPSHOT}.new`)
  if (existsSync(partial)) unlinkSync(partial)
}
