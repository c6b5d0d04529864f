import type { ExportFiles } from './export-files.ts'
import type { ExportLayout } from './export-layout.ts'
import type { TableFile } from './find-tables.ts'

/** Whether another CSV file of the export ends with the end of a line: then one that does not was perhaps cut. */
export async function othersEndLines(files: ExportFiles, layout: ExportLayout, file: TableFile): Promise<boolean> {
  for (const other of layout.tables.values())
    if (other.format === 'csv' && other !== file && (await endsLine(files, other.facts.path))) return true
  return false
}

async function endsLine(files: ExportFiles, path: string): Promise<boolean> {
  const opened = await files.open(path, Number.MAX_SAFE_INTEGER)
  if (!opened.ok) return false
  let end = Buffer.alloc(0)
  for await (const chunk of opened.chunks) end = Buffer.concat([end, chunk.subarray(-2)]).subarray(-2)
  // In UTF-16 a naught stands before or behind it.
  return /[\r\n]\0?$/.test(end.toString('latin1'))
}
