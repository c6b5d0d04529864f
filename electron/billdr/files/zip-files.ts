import { basename } from 'node:path'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { ExportFiles, ExportOpening, FileFacts } from '../export/export-files.ts'
import { holdsExport } from '../export/export-layout.ts'
import type { Opened } from './file-trouble.ts'
import { allBytes, reasonOf } from './file-trouble.ts'
import type { ReadLimits } from '../limits.ts'
import { shown } from '../records/field-problem.ts'
import { pathIdentity, safePath } from './safe-path.ts'
import type { ZipArchive, ZipOpening, ZipRefusal } from './zip-archive.ts'
import { openZip } from './zip-archive.ts'
import type { FileHandle } from '../../system/files.ts'
import { open } from '../../system/files.ts'

/**
 * The files of an export in a zip, without unpacking it. A zip that holds its export in one folder (as when a folder was
 * compressed) is read from there. A zip without its end is still arriving.
 */
export async function openZipExport(location: string, limits: ReadLimits): Promise<ExportOpening> {
  let changedAt: number
  let stamp: string
  let handle: FileHandle
  try {
    handle = await open(location)
    const stats = await handle.stat()
    changedAt = Math.max(stats.mtimeMs, stats.ctimeMs)
    stamp = `${stats.size}-${stats.mtimeMs}-${stats.ctimeMs}-${stats.ino}`
  } catch (error) {
    const reason = reasonOf(error)
    return {
      ok: false,
      problem: problem(
        reason === 'missing' ? 'source-missing' : reason === 'busy' ? 'source-busy' : 'source-unreadable',
        { location, file: basename(location) },
      ),
      tryAgain: true,
    }
  }
  const opening = await openZip(handle, limits)
  if (!opening.ok) return refusedExport(opening.refusal, location)
  return { ok: true, files: new ZipExport(opening.archive, stamp, changedAt, limits) }
}

class ZipExport implements ExportFiles {
  readonly #archive: ZipArchive
  readonly #limits: ReadLimits
  readonly #all: FileFacts[]
  readonly #root: string
  readonly top: FileFacts[]

  constructor(archive: ZipArchive, stamp: string, changedAt: number, limits: ReadLimits) {
    this.#archive = archive
    this.#limits = limits
    const entries = archive.entries
    this.#root = rootOf(entries.map((entry) => entry.path))
    this.#all = entries
      .filter((entry) => entry.path.startsWith(this.#root))
      .map(({ path, bytes, checksum }) => ({
        path: path.slice(this.#root.length),
        bytes,
        version: `${bytes}-${checksum}`,
        stamp: `${stamp}-${checksum}`,
        changedAt,
      }))
      .sort((one, other) => (one.path < other.path ? -1 : 1))
    this.top = this.#all.filter((file) => !file.path.includes('/'))
  }

  /** The folder that holds everything is read by itself; there is no other. */
  async deeper(): Promise<null> {
    return null
  }

  async inFolders(): Promise<FileFacts[]> {
    return this.#all.filter(({ path }) => path.includes('/') && !pathIdentity(path).startsWith('attachments/'))
  }

  async below(folder: string): Promise<FileFacts[]> {
    const prefix = pathIdentity(`${folder}/`)
    return this.#all.filter((file) => pathIdentity(file.path).startsWith(prefix))
  }

  async open(path: string, maxBytes: number): Promise<Opened> {
    return safePath(path) === null ? { ok: false, reason: 'unsafe' } : this.#archive.open(this.#root + path, maxBytes)
  }

  async archive(path: string): Promise<ZipOpening> {
    const opened = await this.open(path, this.#limits.workbookBytes)
    if (!opened.ok)
      return {
        ok: false,
        refusal: { why: opened.reason === 'busy' || opened.reason === 'missing' ? opened.reason : 'unreadable' },
      }
    return openZip(await allBytes(opened.chunks, path, this.#limits.workbookBytes), this.#limits)
  }

  close(): Promise<void> {
    return this.#archive.close()
  }
}

/** The folder of the zip in which the export lies: its top, or the one folder that holds everything. */
function rootOf(paths: readonly string[]): string {
  const atTop = paths
    .filter((path) => !path.includes('/'))
    .map((path) => ({ path, bytes: 0, version: '', stamp: '', changedAt: 0 }))
  if (holdsExport(atTop)) return ''
  const folders = new Set(paths.map((path) => path.split('/')[0] ?? ''))
  const [only] = folders
  return folders.size === 1 && only !== undefined && atTop.length === 0 ? `${only}/` : ''
}

function refusedExport(refusal: ZipRefusal, location: string): ExportOpening {
  const file = basename(location)
  const stop = (found: Problem): ExportOpening => ({ ok: false, problem: found, tryAgain: false })
  const again = (found: Problem): ExportOpening => ({ ok: false, problem: found, tryAgain: true })
  switch (refusal.why) {
    case 'missing':
    case 'unsafe':
      return again(problem('source-missing', { location, file }))
    case 'busy':
      return again(problem('source-busy', { file }))
    case 'cut-off':
      return again(problem('source-incomplete', { file }))
    case 'unreadable':
      return again(problem('source-unreadable', { location, file }))
    case 'locked':
      return stop(problem('source-locked', { file }))
    case 'no-zip':
      return stop(problem('source-not-a-zip', { file }))
    case 'unsafe-path':
      return stop(problem('source-unsafe-path', { path: shown(refusal.path) }))
    case 'duplicates':
      return stop(problem('source-twin-files', { file: shown(refusal.path) }))
    case 'too-large':
      return stop(
        problem('source-too-large', {
          file: refusal.path ? `${file}: ${shown(refusal.path)}` : file,
          what: refusal.what,
          limit: refusal.limit,
        }),
      )
  }
}
