import type { Problem } from '../../../shared/problem.ts'
import type { Opened } from '../files/file-trouble.ts'
import type { ZipOpening } from '../files/zip-archive.ts'

/** What is known of a file without reading it. */
export interface FileFacts {
  /** The path as it is in the export, with "/" between its parts. */
  path: string
  bytes: number
  /** Changes when the file does: its times and size on a disk, its checksum in a zip. */
  stamp: string
  /** Stays the same when the file is only moved or copied with its date. */
  version: string
  /** When it last changed, in ms since 1970; 0 where nobody can be writing it (in a zip). */
  changedAt: number
}

/** The files of one export, in a folder or in a zip. Reading only: nothing here can write. */
export interface ExportFiles {
  /** The files at the top of the export, where the manifest and the tables are. */
  top: readonly FileFacts[]
  /** The one folder at the top that holds an export itself, for a place that holds none; null where none or several do. */
  deeper(): Promise<string | null>
  /** The files in the folders beside, but for the attachments: they are not read, and named where they look like data. */
  inFolders(): Promise<FileFacts[]>
  /** Every file below a folder of the export. */
  below(folder: string): Promise<FileFacts[]>
  /** The bytes of a file. A failure while they arrive is thrown as `FileTrouble`. */
  open(path: string, maxBytes: number): Promise<Opened>
  /** A file that is a zip itself (a workbook), for reading here and there in it. Whoever opens it closes it. */
  archive(path: string): Promise<ZipOpening>
  close(): Promise<void>
}

export type ExportOpening = { ok: true; files: ExportFiles } | { ok: false; problem: Problem; tryAgain: boolean }
