import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { FileSystem } from './file-system.ts'
import { errorCode } from './file-system.ts'
import { readWhole, replaceWhole } from './whole-file.ts'

/** Where a data folder says which one it is. */
export const FOLDER_ID_FILE = 'folder.json'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The id of a data folder: made at random the first time it is opened, and kept in it. What the keychain has for a company
 * is kept under it, as two data folders of one computer may both have a company `smith`. A folder that lost its id gets a
 * new one, and its companies have to be connected again. A copy of a folder has the id of the original. Where the disk
 * takes nothing, the new id lasts as long as the program runs.
 */
export async function folderIdOf(disk: FileSystem, dataFolder: string): Promise<string> {
  const path = join(dataFolder, FOLDER_ID_FILE)
  try {
    const kept = idFrom(await readWhole(disk, path))
    if (kept !== null) return kept
  } catch (error) {
    // Not readable now is not lost: it is not replaced by another.
    if (errorCode(error) === null) throw error
    return randomUUID()
  }
  const fresh = randomUUID()
  try {
    await replaceWhole(disk, path, Buffer.from(`${JSON.stringify({ id: fresh })}\n`))
  } catch (error) {
    if (errorCode(error) === null) throw error
  }
  return fresh
}

function idFrom(text: string | null): string | null {
  try {
    const { id } = JSON.parse(text ?? '{}') as { id?: unknown }
    return typeof id === 'string' && ID.test(id) ? id : null
  } catch {
    return null
  }
}
