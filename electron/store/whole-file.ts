import { dirname } from 'node:path'
import type { FileSystem } from './file-system.ts'
import { errorCode } from './file-system.ts'

/** The text of a small file; null where there is none. */
export async function readWhole(disk: FileSystem, path: string): Promise<string | null> {
  try {
    const file = await disk.open(path, 'read')
    try {
      const bytes = Buffer.alloc(await file.size())
      return bytes.toString('utf8', 0, await file.read(bytes, 0))
    } finally {
      await file.close()
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Puts a file in the place of another, or of none: at any instant the old or the new one is there, whole. */
export async function replaceWhole(disk: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const fresh = `${path}.new`
  const file = await disk.open(fresh, 'create')
  try {
    await file.append(bytes)
    await file.flush()
  } finally {
    await file.close()
  }
  await disk.rename(fresh, path)
  await disk.flushFolder(dirname(path))
}
