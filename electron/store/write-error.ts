import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { errorCode } from './file-system.ts'

/**
 * A commit that could not be made durable. Nothing of it is visible or will be: the store stays at the last
 * durable state, and a later commit works again when the disk does. `code` is the system's name of the cause
 * (ENOSPC: disk full, EROFS and EACCES: read-only, EIO: the disk failed …).
 */
export class StoreWriteError extends Error {
  override readonly name = 'StoreWriteError'
  readonly code: string
  readonly problem: Problem

  constructor(folder: string, cause: unknown) {
    const code = errorCode(cause) ?? 'EIO'
    super(`nothing could be stored in ${folder} (${code})`, { cause })
    this.code = code
    this.problem = problem('data-folder-unwritable', { folder, reason: code })
  }
}

const REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'])

/** Why a folder could not be opened, by what the system said; errors that are not the system's are thrown on. */
export function folderProblem(error: unknown, folder: string): Problem {
  const code = errorCode(error)
  if (code === null) throw error
  return problem(REFUSALS.has(code) ? 'data-folder-unwritable' : 'data-folder-unreadable', { folder, reason: code })
}
