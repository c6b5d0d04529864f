import type { ExportOpening } from './export-files.ts'
import { openFolder, whatIsAt } from '../files/folder-files.ts'
import type { ReadLimits } from '../limits.ts'
import { openZipExport } from '../files/zip-files.ts'

/** Opens the export at a path, whatever lies there now: a folder, or a file that has to be a zip. */
export async function openExport(path: string, limits: ReadLimits): Promise<ExportOpening> {
  return (await whatIsAt(path)) === 'file' ? openZipExport(path, limits) : openFolder(path, limits)
}
