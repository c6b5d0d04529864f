import * as fs from 'node:fs'
import * as promises from 'node:fs/promises'
import { promisify } from 'node:util'
import { retried, retriedAtOnce, retriedForFolders } from './file-retry.ts'

/**
 * Node's file functions, under their own names, as this program uses them: what virus scanners, indexers and sync clients
 * refuse for a moment is tried again. Lint lets no other file import `node:fs`.
 */

export type { Stats } from 'node:fs'
export type { FileHandle } from 'node:fs/promises'
export { closeSync, constants, existsSync, fstatSync, fsync, fsyncSync, readSync, watch, writeSync } from 'node:fs'

export const chmod = retried(promises.chmod)
export const cp = retried(promises.cp)
export const lstat = retried(promises.lstat)
export const mkdir = retried(promises.mkdir)
export const mkdtemp = retried(promises.mkdtemp)
export const open = retried(promises.open)
export const readdir = retried(promises.readdir)
export const readFile = retried(promises.readFile)
export const readlink = retried(promises.readlink)
export const realpath = retried(promises.realpath)
/** Windows' own answer: a letter that stands for a folder of another computer comes back as that one's name. */
export const realpathAsSystem = retried((file: string): Promise<string> => promisify(fs.realpath.native)(file))
export const rename = retried(promises.rename)
export const rm = retriedForFolders(promises.rm)
export const stat = retried(promises.stat)
export const unlink = retried(promises.unlink)
export const writeFile = retried(promises.writeFile)

/** Renames a folder to a name that nobody has. False where the name is taken, which Windows says with the code of "held open". */
export const renameToFree = retried(async (from: string, to: string): Promise<boolean> => {
  try {
    await promises.rename(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    if ((code === 'EPERM' || code === 'EACCES') && fs.existsSync(to)) return false
    throw error
  }
})

export const ftruncateSync = retriedAtOnce(fs.ftruncateSync)
export const mkdtempSync = retriedAtOnce(fs.mkdtempSync)
export const mkdirSync = retriedAtOnce(fs.mkdirSync)
export const openSync = retriedAtOnce(fs.openSync)
export const readdirSync = retriedAtOnce(fs.readdirSync)
export const readFileSync = retriedAtOnce(fs.readFileSync)
export const realpathSync = retriedAtOnce(fs.realpathSync)
export const renameSync = retriedAtOnce(fs.renameSync)
export const rmSync = retriedAtOnce(fs.rmSync)
export const statSync = retriedAtOnce(fs.statSync)
export const unlinkSync = retriedAtOnce(fs.unlinkSync)
export const writeFileSync = retriedAtOnce(fs.writeFileSync)
