import type { Problem } from '../../shared/problem.ts'

/** What is known of a file without reading it. */
export interface FileFacts {
  /** The path as it is in the export, with "/" between its parts. */
  path: string
  bytes: number
  /** Changes when the file does: its times and size on a disk, its checksum in a zip. */
  stamp: string
  /** When it last changed, in ms since 1970; 0 where nobody can be writing it (in a zip). */
  changedAt: number
}

/** Why a file cannot be opened. `busy`: another program holds it now. */
export type NotOpened = 'missing' | 'busy' | 'unsafe' | 'unreadable' | 'too-large'

/** Each chunk holds until the one after the next is asked for: whoever keeps bytes longer copies them. */
export type Opened = { ok: true; chunks: AsyncIterable<Uint8Array> } | { ok: false; reason: NotOpened }

/** The files of one export, in a folder or in a zip. Reading only: nothing here can write. */
export interface ExportFiles {
  /** The files at the top of the export, where the manifest and the tables are. */
  top: readonly FileFacts[]
  /** One file by its path; null where there is none that may be read. */
  facts(path: string): Promise<FileFacts | null>
  /** Every file below a folder of the export. */
  below(folder: string): Promise<FileFacts[]>
  /** The bytes of a file. A failure while they arrive is thrown as `FileTrouble`. */
  open(path: string, maxBytes: number): Promise<Opened>
  close(): Promise<void>
}

export type ExportOpening = { ok: true; files: ExportFiles } | { ok: false; problem: Problem; tryAgain: boolean }

/** A file that stopped being readable while it was read. */
export class FileTrouble extends Error {
  readonly reason: NotOpened
  readonly path: string

  constructor(reason: NotOpened, path: string) {
    super(`cannot read ${path}: ${reason}`)
    this.name = 'FileTrouble'
    this.reason = reason
    this.path = path
  }
}

/** All bytes of a file that may be at most `maxBytes` long; throws `FileTrouble` above that. */
export async function allBytes(chunks: AsyncIterable<Uint8Array>, path: string, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > maxBytes) throw new FileTrouble('too-large', path)
    parts.push(Uint8Array.prototype.slice.call(chunk))
  }
  return Buffer.concat(parts, size)
}
