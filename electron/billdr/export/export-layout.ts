import { createHash } from 'node:crypto'
import type { BilldrCompany } from '../../../shared/domain.ts'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { ExportFiles, FileFacts } from './export-files.ts'
import { allBytes } from '../files/file-trouble.ts'
import type { TableFile } from './find-tables.ts'
import { filesNotRead } from './files-not-read.ts'
import { findTables } from './find-tables.ts'
import type { ListedFile } from './manifest.ts'
import { MANIFEST, readManifest } from './manifest.ts'
import { plainName } from '../records/names.ts'
import { pathIdentity } from '../files/safe-path.ts'
import { shown } from '../records/field-problem.ts'
import type { Settings } from '../source-options.ts'
import type { TableName } from '../../../shared/tables.ts'

/** What an export consists of, before any table is read. */
export interface ExportLayout {
  company: BilldrCompany | null
  exportedAt: string | null
  scope: 'full' | 'changes'
  tables: ReadonlyMap<TableName, TableFile>
  /** What is wrong with the export as a whole though it can be read. */
  problems: Problem[]
  /** Null for a hand-made folder. */
  manifest: { sha256: string; listed: ReadonlyMap<string, ListedFile> } | null
}

/** Whether files that lie beside each other are an export, with or without a manifest. */
export function holdsExport(files: readonly FileFacts[]): boolean {
  return files.some((file) => pathIdentity(file.path) === MANIFEST) || findTables(files).tables.size > 0
}

export type LayoutReading = { ok: true; layout: ExportLayout } | { ok: false; problem: Problem; tryAgain: boolean }

/**
 * Understands what an export consists of. With a manifest, only what it lists belongs to the export, and each table must
 * have the listed size; without one, the tables found are a hand-made export of changes. Billdr writes its manifest last:
 * a folder of JSON tables alone, without one, is an export on its way.
 */
export async function layOut(files: ExportFiles, settings: Settings): Promise<LayoutReading> {
  const manifest = files.top.find((file) => pathIdentity(file.path) === MANIFEST)
  return manifest ? withManifest(files, manifest, settings) : withoutManifest(files, settings)
}

async function withManifest(files: ExportFiles, file: FileFacts, settings: Settings): Promise<LayoutReading> {
  const opened = await files.open(file.path, settings.limits.manifestBytes)
  if (!opened.ok) {
    if (opened.reason === 'too-large')
      return refused(
        problem('source-too-large', { file: MANIFEST, what: 'table', limit: settings.limits.manifestBytes }),
      )
    if (opened.reason === 'busy')
      return { ok: false, problem: problem('source-busy', { file: MANIFEST }), tryAgain: true }
    return {
      ok: false,
      problem: problem('source-unreadable', { file: MANIFEST, location: MANIFEST, reason: opened.reason }),
      tryAgain: true,
    }
  }
  const bytes = await allBytes(opened.chunks, file.path, settings.limits.manifestBytes)
  const read = readManifest(bytes.toString('utf8'))
  if (!read.ok) return read
  const { company, exportedAt, scope } = read.manifest
  const listed = new Map(read.manifest.files.map((each) => [pathIdentity(each.path), each]))
  if (listed.size > settings.limits.files)
    return refused(problem('source-too-large', { file: MANIFEST, what: 'files', limit: settings.limits.files }))

  const present = files.top.filter((each) => listed.has(pathIdentity(each.path)))
  const { tables, duplicates } = findTables(present, chosenFiles(settings))
  const problems = [...duplicates, ...(await notRead(files, tables, duplicates, settings))]
  const waiting = tableStillComing(read.manifest.files, files.top)
  if (waiting) return { ok: false, problem: problem('source-incomplete', { file: waiting.path }), tryAgain: true }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { ok: true, layout: { company, exportedAt, scope, tables, problems, manifest: { sha256, listed } } }
}

/** The first listed file at the top of the export that is not there with its listed size. */
function tableStillComing(listed: readonly ListedFile[], top: readonly FileFacts[]): ListedFile | null {
  const sizes = new Map(top.map((file) => [pathIdentity(file.path), file.bytes]))
  return listed.find((file) => !file.path.includes('/') && sizes.get(pathIdentity(file.path)) !== file.bytes) ?? null
}

async function withoutManifest(files: ExportFiles, settings: Settings): Promise<LayoutReading> {
  const chosen = chosenFiles(settings)
  const isChosen = ({ path }: FileFacts): boolean =>
    [...chosen.values()].some((file) => plainName(file) === plainName(path))
  const inFolders = chosen.size === 0 ? [] : (await files.inFolders()).filter(isChosen)
  const { tables, duplicates } = findTables([...files.top, ...inFolders], chosen)
  if (tables.size === 0 && duplicates.length === 0) {
    // Said, not read: an older export may lie in a folder below while the new one is just being put in its place.
    const folder = await files.deeper()
    return {
      ok: false,
      problem: folder === null ? problem('source-empty', {}) : problem('source-one-deeper', { folder: shown(folder) }),
      tryAgain: true,
    }
  }
  if ([...tables.values()].every((file) => file.format === 'json')) {
    return { ok: false, problem: problem('source-incomplete', { file: MANIFEST }), tryAgain: true }
  }
  return {
    ok: true,
    layout: {
      company: null,
      exportedAt: null,
      scope: 'changes',
      tables,
      problems: [...duplicates, ...(await notRead(files, tables, duplicates, settings))],
      manifest: null,
    },
  }
}

/** More files than this beside an export are told as one. */
const MOST_NOT_READ = 20

/** What looks like data and is not read: each file is named, with the table that it could be. */
async function notRead(
  files: ExportFiles,
  tables: ReadonlyMap<TableName, TableFile>,
  duplicates: readonly Problem[],
  settings: Settings,
): Promise<Problem[]> {
  const named = duplicates.flatMap((each) => String(each.params['file']).split(', '))
  const used = new Set([...[...tables.values()].map(({ facts }) => facts.path), ...named])
  for (const { path } of files.top) if (pathIdentity(path) === MANIFEST) used.add(path)
  const beside = [...files.top, ...(await files.inFolders())]
  const leftOut = settings.columnMapping?.leftOut ?? []
  const found = await filesNotRead(beside, used, chosenFiles(settings), leftOut, (path, most) => files.open(path, most))
  const listed = found.slice(0, MOST_NOT_READ)
  const rest = found.length - listed.length
  return listed.map(({ path, table }, at) => {
    const more = rest > 0 && at === listed.length - 1 ? ` (+ ${rest})` : ''
    return problem('file-not-read', { file: shown(path) + more, table: table ?? '' })
  })
}

function chosenFiles(settings: Settings): Map<TableName, string> {
  const tables = settings.columnMapping?.tables ?? {}
  return new Map(
    Object.entries(tables).flatMap(([table, of]) =>
      of?.file === undefined ? [] : [[table as TableName, of.file] as const],
    ),
  )
}

function refused(found: Problem): LayoutReading {
  return { ok: false, problem: found, tryAgain: false }
}
