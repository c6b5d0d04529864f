import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { openSource } from '../../electron/billdr/open-source.ts'
import type { SourceOptions } from '../../electron/billdr/open-source.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { ReadingOutcome, RecordProblem, Source } from '../../shared/source.ts'

export const SAMPLES = join(import.meta.dirname, '../../build/samples')
export const DATA = join(import.meta.dirname, 'data')

const made: string[] = []

afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** An empty folder that is gone after the tests of the file. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-'))
  made.push(folder)
  return folder
}

/** A copy of a sample that a test may spoil. */
export async function copyOf(folder: string): Promise<string> {
  const copy = await emptyFolder()
  await cp(folder, copy, { recursive: true })
  return copy
}

export const renovation = (): Promise<string> => copyOf(join(SAMPLES, 'renovation'))
export const frenchCsv = (): Promise<string> => copyOf(join(DATA, 'renovation-csv-fr'))

/** A record or an export in the making: whatever a spoiled file may hold. */
export type Raw = Record<string, unknown>

export async function readJson<T = Raw[]>(folder: string, file: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as T
}

/** Writes a file into an export and lets its manifest say so, as Billdr would. */
export async function put(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), content)
  await list(folder)
}

/** Takes a file out of an export and of its manifest. */
export async function take(folder: string, path: string): Promise<void> {
  await rm(join(folder, path))
  await list(folder)
}

/** Changes the records of a table. */
export async function edit(folder: string, table: string, change: (records: Raw[]) => void): Promise<void> {
  const records = await readJson(folder, `${table}.json`)
  change(records)
  await put(folder, `${table}.json`, JSON.stringify(records, null, 1))
}

/** Changes manifest.json. */
export async function editManifest(folder: string, change: (manifest: Raw) => void): Promise<void> {
  const manifest = await readJson<Raw>(folder, 'manifest.json')
  change(manifest)
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
}

async function list(folder: string): Promise<void> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const files: Raw[] = []
  for (const entry of names) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1)
    if (path === 'manifest.json') continue
    const bytes = await readFile(join(folder, path))
    files.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  await editManifest(folder, (manifest) => {
    manifest['files'] = files
  })
}

export interface Read {
  outcome: ReadingOutcome
  records: BilldrRecord[]
  removed: string[]
  problems: RecordProblem[]
}

export async function sourceAt(location: string, options: SourceOptions = {}): Promise<Source> {
  const opened = await openSource(location, { settleMs: 0, ...options })
  if (!opened.ok) throw new Error(`not opened: ${opened.problem.code}`)
  return opened.value
}

/** Everything that a reading of a source finds. */
export async function readAll(source: Source, cursor: string | null = null): Promise<Read> {
  const read: Omit<Read, 'outcome'> = { records: [], removed: [], problems: [] }
  const outcome = await source.read(cursor, {
    record: (record) => read.records.push(record),
    removed: (key) => read.removed.push(key),
    problem: (problem) => read.problems.push(problem),
  })
  return { outcome, ...read }
}

export async function readLocation(location: string, options: SourceOptions = {}): Promise<Read> {
  return readAll(await sourceAt(location, options))
}
