import { createHash } from 'node:crypto'
import type { Kind } from '../../../shared/kinds.ts'
import { KINDS } from '../../../shared/kinds.ts'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { RecordSink } from '../../../shared/source.ts'
import type { ExportFiles } from './export-files.ts'
import { FileTrouble } from '../files/file-trouble.ts'
import type { ExportLayout } from './export-layout.ts'
import type { TableFile } from './find-tables.ts'
import { othersEndLines } from './line-ends.ts'
import { inPace } from '../files/in-pace.ts'
import { RecordChecks, lastDay } from '../records/record-checks.ts'
import { readJsonTable } from '../tables/json-table.ts'
import { pathIdentity } from '../files/safe-path.ts'
import type { Settings } from '../source-options.ts'
import type { TableEnd } from '../tables/table-rows.ts'
import { tooLarge } from '../tables/table-rows.ts'
import type { TableName } from '../../../shared/tables.ts'
import { TABLE_OF } from '../../../shared/tables.ts'
import type { TableOpener } from '../tables/table-cells.ts'
import { TabularReading } from '../tables/tabular.ts'

export interface TablesRead {
  wholeKinds: Kind[]
  problems: Problem[]
  /** Tables of records that were read to their end. */
  whole: TableName[]
  /** The sha256 of the bytes of each table that was read, by its path. */
  hashes: Map<string, string>
}

/**
 * Reads the tables of an export in the order of the kinds, each as a stream. A table that is missing or unreadable is a
 * problem of the export; the others go on. Throws `FileTrouble` where a file stops being readable.
 */
export async function readTables(
  files: ExportFiles,
  layout: ExportLayout,
  settings: Settings,
  sink: RecordSink,
): Promise<TablesRead> {
  const read: TablesRead = { wholeKinds: [], problems: [...layout.problems], whole: [], hashes: new Map() }
  const begun = new Set<TableFile>()
  const opener: TableOpener = {
    bytes(file) {
      begun.add(file)
      return openHashed(files, file, settings, read.hashes, sink)
    },
    async archive(file) {
      await passBy(await this.bytes(file))
      const opening = await files.archive(file.facts.path)
      if (opening.ok) opening.archive.readFor = sink
      return opening
    },
    ...(!layout.manifest && { othersEndLines: (file: TableFile) => othersEndLines(files, layout, file) }),
  }
  const handed = layout.manifest ? sink : placedInFile(sink)
  const tabular = new TabularReading(layout, settings, handed, opener)

  const allowance = { left: settings.limits.keptBytes }
  const last = lastDay(layout.exportedAt, settings.clock.now())
  for (const kind of KINDS) {
    const table = TABLE_OF[kind]
    const file = layout.tables.get(table)
    if (!file) {
      const claimed = layout.problems.some(
        (each) => each.code === 'source-twin-files' && each.params['table'] === table,
      )
      if (layout.scope === 'full' && !claimed) read.problems.push(problem('source-table-missing', { table }))
      await tabular.kindMissing(kind)
      continue
    }
    const intake = new RecordChecks(kind, handed, { lastDay: last, allowance })
    let end: TableEnd
    if (file.format === 'json') {
      end = await readJsonTable(await opener.bytes(file), table, file.facts.path, settings.limits, (value, row) => {
        intake.take(value, { table, row })
        return !intake.isFull
      })
    } else {
      end = await tabular.readKind(kind, file, intake)
    }
    if (end.ok && intake.isFull) end = tooLarge(table, file.facts.path, 0, 'kept', settings.limits.keptBytes)
    if (end.ok) read.whole.push(table)
    if (!end.ok) read.problems.push(end.problem)
    else if (layout.scope === 'full' && intake.allNamed) read.wholeKinds.push(kind)
  }
  tabular.finish()
  if (layout.manifest)
    for (const file of begun) if (!read.hashes.has(file.facts.path)) await passBy(await opener.bytes(file))
  read.problems.push(...tabular.problems)
  return layout.manifest ? read : { ...read, problems: read.problems.map(inTheFile) }
}

/** What was made by hand is put right where it was made, and not in Billdr. */
function inTheFile(found: Problem): Problem {
  return { ...found, params: { ...found.params, place: 'file' } }
}

function placedInFile(sink: RecordSink): RecordSink {
  return {
    record: (record) => sink.record(record),
    removed: (key) => sink.removed(key),
    problem: (found) => sink.problem({ ...found, problem: inTheFile(found.problem) }),
  }
}

/** The path of the first table whose bytes are not those that the manifest lists; null where all are. */
export function changedTable(layout: ExportLayout, hashes: ReadonlyMap<string, string>): string | null {
  for (const [path, sha256] of hashes) {
    const listed = layout.manifest?.listed.get(pathIdentity(path))
    if (listed && listed.sha256 !== sha256) return path
  }
  return null
}

async function openHashed(
  files: ExportFiles,
  file: TableFile,
  settings: Settings,
  hashes: Map<string, string>,
  sink: RecordSink,
): Promise<AsyncIterable<Uint8Array>> {
  const { path } = file.facts
  const opened = await files.open(path, settings.limits.tableBytes)
  if (!opened.ok) throw new FileTrouble(opened.reason, path)
  return hashed(inPace(opened.chunks, sink), (sha256) => hashes.set(path, sha256))
}

/** Passes bytes on and tells their sha256 once all have gone by. */
async function* hashed(chunks: AsyncIterable<Uint8Array>, done: (sha256: string) => void): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
  done(hash.digest('hex'))
}

/** Goes through bytes for their sha256 alone: of a workbook, and of a table that made no sense (it may still be arriving). */
async function passBy(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const passing = chunks[Symbol.asyncIterator]()
  while (!(await passing.next()).done);
}
