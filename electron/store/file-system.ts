import { homedir } from 'node:os'
import type { FileHandle } from '../system/files.ts'
import { chmod, fstatSync, mkdir, open, readdir, readSync, rename, rm, stat } from '../system/files.ts'

/** A file that is open, read at places and written at its end only. */
export interface OpenFile {
  /** Bytes in the file. */
  size(): Promise<number>
  /** Fills as much of `into` as the file has from `position` on; answers how many bytes that were. */
  read(into: Uint8Array, position: number): Promise<number>
  /** The same at once, for the few bytes of a value that somebody waits for. */
  readSync(into: Uint8Array, position: number): number
  /** Writes all of `bytes` at the end, or throws; then a part of them may stand in the file. */
  append(bytes: Uint8Array): Promise<void>
  /** Takes away what stands behind the first `bytes`. */
  truncate(bytes: number): Promise<void>
  /** Resolves when everything written is on the disk itself; throws ENOENT where the file was removed meanwhile. */
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * The few things that the store asks of a disk. Handed in, so that a test can stop it at each step, fill it,
 * or take its power away. Failures are Node's: errors with `code` (ENOSPC, EROFS, EIO, ENOENT …).
 */
export interface FileSystem {
  makeFolder(folder: string): Promise<void>
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): Promise<string[]>
  /** `read` and `append` want the file to be there, `create` makes it, or empties it. */
  open(path: string, how: 'read' | 'append' | 'create'): Promise<OpenFile>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Resolves when names made, changed and removed in the folder are on the disk itself. */
  flushFolder(folder: string): Promise<void>
}

class NodeFile implements OpenFile {
  readonly #handle: FileHandle
  readonly #hadName: boolean
  #end: number

  constructor(handle: FileHandle, end: number) {
    this.#handle = handle
    this.#hadName = this.#hasName()
    this.#end = end
  }

  #hasName(): boolean {
    return fstatSync(this.#handle.fd).nlink > 0
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let filled = 0
    while (filled < into.length) {
      const { bytesRead } = await this.#handle.read(into, filled, into.length - filled, position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return filled
  }

  readSync(into: Uint8Array, position: number): number {
    let filled = 0
    while (filled < into.length) {
      const bytesRead = readSync(this.#handle.fd, into, filled, into.length - filled, position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return filled
  }

  async append(bytes: Uint8Array): Promise<void> {
    let written = 0
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, this.#end)
      if (bytesWritten === 0) throw Object.assign(new Error('the disk took no bytes'), { code: 'ENOSPC' })
      written += bytesWritten
      this.#end += bytesWritten
    }
  }

  async truncate(bytes: number): Promise<void> {
    await this.#handle.truncate(bytes)
    this.#end = bytes
  }

  async flush(): Promise<void> {
    await this.#handle.datasync()
    // What is flushed into a file that somebody removed is not stored, though the system calls it a success.
    if (this.#hadName && !this.#hasName()) throw Object.assign(new Error('the file was removed'), { code: 'ENOENT' })
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/**
 * Takes a folder of ours away from the other users of the computer, where an earlier version or a copy left it open to them.
 * Not one that holds more than our data: the personal folder, or a place for everybody's files.
 */
async function keepPrivate(folder: string): Promise<void> {
  if (process.platform === 'win32' || folder === homedir()) return
  const { mode, uid } = await stat(folder)
  const isForAll = (mode & 0o1000) !== 0
  if ((mode & 0o077) === 0 || isForAll || uid !== process.getuid?.()) return
  await chmod(folder, 0o700)
}

const FLAGS = { read: 'r', append: 'r+', create: 'w+' } as const

/** The disk of this machine. Files are readable by their owner alone. */
export const nodeFileSystem: FileSystem = {
  async makeFolder(folder) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await keepPrivate(folder)
  },
  async list(folder) {
    try {
      return await readdir(folder)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return []
      throw error
    }
  },
  async open(path, how) {
    const handle = await open(path, FLAGS[how], 0o600)
    return new NodeFile(handle, how === 'append' ? (await handle.stat()).size : 0)
  },
  async rename(from, to) {
    await rename(from, to)
  },
  async remove(path) {
    await rm(path, { force: true })
  },
  async flushFolder(folder) {
    // Windows cannot open a folder, and keeps names in the file system's own log.
    if (process.platform === 'win32') return
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}

/** The system's name of a failure (`ENOSPC`), or null where it has none. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
