import { join } from 'node:path'
import { problem } from '../../../shared/problem.ts'
import type { ExportFiles, ExportOpening, FileFacts } from '../export/export-files.ts'
import { holdsExport } from '../export/export-layout.ts'
import type { NotOpened, Opened } from './file-trouble.ts'
import { FileTrouble, reasonOf } from './file-trouble.ts'
import type { ReadLimits } from '../limits.ts'
import { pathIdentity, safePath } from './safe-path.ts'
import type { ZipOpening } from './zip-archive.ts'
import { openZip } from './zip-archive.ts'
import type { FileHandle, Stats } from '../../system/files.ts'
import { constants, lstat, open, readdir, realpath, stat } from '../../system/files.ts'

const CHUNK = 16 * 1024
/** A place with more folders than this is no export that lies one folder too deep. */
const MOST_LOOKED_INTO = 50
/** Data that lies deeper than this below an export is not looked for. */
const DEEPEST_LOOKED_INTO = 5
/** Windows has neither flag; there the look at each part of the path and at the opened file must do. */
const READ_NO_LINKS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * The files of an export folder. No path leaves it: links are never followed below the chosen folder, and only regular
 * files are opened. A folder that is not there, or may not be listed, is a problem.
 */
export async function openFolder(location: string, limits: ReadLimits): Promise<ExportOpening> {
  try {
    const root = await realpath(location)
    const files = new FolderFiles(root, limits)
    await files.list()
    return { ok: true, files }
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === 'too-large')
      return {
        ok: false,
        problem: problem('source-too-large', { file: location, what: 'files', limit: limits.files }),
        tryAgain: false,
      }
    const code = reason === 'missing' ? 'source-missing' : 'source-unreadable'
    return { ok: false, problem: problem(code, { location, file: location, reason }), tryAgain: true }
  }
}

class FolderFiles implements ExportFiles {
  readonly #root: string
  readonly #limits: ReadLimits
  top: FileFacts[] = []

  constructor(root: string, limits: ReadLimits) {
    this.#root = root
    this.#limits = limits
  }

  async list(): Promise<void> {
    this.top = await this.#filesIn('')
  }

  async #filesIn(folder: string): Promise<FileFacts[]> {
    const found: FileFacts[] = []
    for (const entry of await this.#entriesOf(folder)) {
      if (!entry.isFile()) continue
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      const facts = await lstat(join(this.#root, path)).catch(() => null)
      if (facts?.isFile()) found.push(factsOf(path, facts))
      if (found.length > this.#limits.files) throw new FileTrouble('too-large', folder)
    }
    return found.sort((one, other) => (one.path < other.path ? -1 : 1))
  }

  /** A folder may go, or stop answering, between two looks at it: that is trouble with a name, as with any file. */
  async #entriesOf(folder: string) {
    try {
      return await readdir(join(this.#root, folder), { withFileTypes: true })
    } catch (error) {
      throw new FileTrouble(reasonOf(error), folder)
    }
  }

  async deeper(): Promise<string | null> {
    const entries = await this.#entriesOf('')
    const folders = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .slice(0, MOST_LOOKED_INTO)
    const holding: string[] = []
    for (const { name } of folders) {
      const files = await this.#filesIn(name).catch(() => [])
      if (holdsExport(files.map((file) => ({ ...file, path: file.path.slice(name.length + 1) })))) holding.push(name)
    }
    const [only = null] = holding
    return holding.length === 1 ? only : null
  }

  async inFolders(): Promise<FileFacts[]> {
    const entries = await this.#entriesOf('')
    const waiting = entries
      .filter((each) => isSearched(each) && pathIdentity(each.name) !== 'attachments')
      .map(({ name }) => name)
    const found: FileFacts[] = []
    for (let at = 0; at < waiting.length && at < MOST_LOOKED_INTO; at += 1) {
      const folder = waiting[at] ?? ''
      found.push(...(await this.#filesIn(folder).catch(() => [])))
      if (folder.split('/').length >= DEEPEST_LOOKED_INTO) continue
      const within = await this.#entriesOf(folder).catch(() => [])
      waiting.push(...within.filter(isSearched).map(({ name }) => `${folder}/${name}`))
    }
    return found
  }

  async below(folder: string): Promise<FileFacts[]> {
    const found: FileFacts[] = []
    const waiting = [folder]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const isOurs = (await lstat(join(this.#root, at)).catch(() => null))?.isDirectory() ?? false
      const entries = isOurs ? await readdir(join(this.#root, at), { withFileTypes: true }).catch(() => []) : []
      for (const entry of entries) if (entry.isDirectory()) waiting.push(`${at}/${entry.name}`)
      found.push(...(entries.some((entry) => entry.isFile()) ? await this.#filesIn(at) : []))
      if (found.length + waiting.length > this.#limits.files) throw new FileTrouble('too-large', folder)
    }
    return found.sort((one, other) => (one.path < other.path ? -1 : 1))
  }

  async open(path: string, maxBytes: number): Promise<Opened> {
    const opened = await this.#openFile(path, maxBytes)
    return 'reason' in opened
      ? { ok: false, reason: opened.reason }
      : { ok: true, chunks: chunksOf(opened.handle, path, maxBytes) }
  }

  async archive(path: string): Promise<ZipOpening> {
    const opened = await this.#openFile(path, this.#limits.tableBytes)
    return 'reason' in opened
      ? { ok: false, refusal: { why: opened.reason === 'too-large' ? 'unreadable' : opened.reason } }
      : openZip(opened.handle, this.#limits)
  }

  async #openFile(path: string, maxBytes: number): Promise<{ handle: FileHandle } | { reason: NotOpened }> {
    const found = await this.#locate(path)
    if (!('stats' in found)) return { reason: found.reason }
    try {
      const handle = await open(found.onDisk, READ_NO_LINKS)
      const opened = await handle.stat()
      // The file that was looked at is the one that was opened: nobody put a link in its place meanwhile.
      const same = opened.isFile() && opened.ino === found.stats.ino && opened.dev === found.stats.dev
      if (same && opened.size <= maxBytes) return { handle }
      await handle.close()
      return { reason: same ? 'too-large' : 'unsafe' }
    } catch (error) {
      return { reason: reasonOf(error) }
    }
  }

  /** Walks down to a file part by part; a link on the way or anything but a regular file at its end is refused. */
  async #locate(path: string): Promise<{ onDisk: string; stats: Stats } | { reason: NotOpened }> {
    const safe = safePath(path)
    if (safe === null) return { reason: 'unsafe' }
    const parts = safe.split('/')
    let onDisk = this.#root
    try {
      for (const [index, part] of parts.entries()) {
        onDisk = join(onDisk, await nameOnDisk(onDisk, part))
        const stats = await lstat(onDisk)
        const last = index === parts.length - 1
        if (stats.isSymbolicLink() || (last ? !stats.isFile() : !stats.isDirectory())) return { reason: 'unsafe' }
        if (last) return { onDisk, stats }
      }
    } catch (error) {
      return { reason: reasonOf(error) }
    }
    return { reason: 'missing' }
  }

  async close(): Promise<void> {}
}

function isSearched(entry: { name: string; isDirectory(): boolean }): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.')
}

/** The name as the disk has it: accents may have been taken apart by the system or the zip program that it came through. */
async function nameOnDisk(folder: string, name: string): Promise<string> {
  const there = await lstat(join(folder, name)).catch(() => null)
  if (there || !/[^\0-\x7f]/.test(name)) return name
  const composed = name.normalize('NFC')
  const entries = await readdir(folder).catch(() => [])
  return entries.find((entry) => entry.normalize('NFC') === composed) ?? name
}

function factsOf(path: string, stats: Stats): FileFacts {
  const changedAt = Math.max(stats.mtimeMs, stats.ctimeMs)
  // Programs that copy keep a date to the millisecond.
  const version = `${stats.size}-${stats.mtime.getTime()}`
  return {
    path,
    bytes: stats.size,
    version,
    stamp: `${stats.size}-${stats.mtimeMs}-${stats.ctimeMs}-${stats.ino}`,
    changedAt,
  }
}

/**
 * The bytes of a file by two buffers in turn: a stream of the library would leave as much garbage as the file is long. A
 * file that grows past the limit while it is read is cut there, which its size and checksum then tell.
 */
async function* chunksOf(handle: FileHandle, path: string, maxBytes: number): AsyncIterable<Uint8Array> {
  let [now, next] = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)]
  try {
    for (let read = 0; read <= maxBytes;) {
      const { bytesRead } = await handle.read(now, 0, CHUNK)
      if (bytesRead === 0) return
      read += bytesRead
      yield now.subarray(0, bytesRead)
      const used = now
      now = next
      next = used
    }
  } catch (error) {
    throw new FileTrouble(reasonOf(error), path)
  } finally {
    await handle.close()
  }
}

/** Whether a path is a folder, a file, or nothing that is there. */
export async function whatIsAt(path: string): Promise<'folder' | 'file' | null> {
  const found = await stat(path).catch(() => null)
  return found?.isDirectory() ? 'folder' : found?.isFile() ? 'file' : null
}
