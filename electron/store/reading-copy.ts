import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from './file-system.ts'
import { mkdir, mkdtemp, readFile, readdir, rm, rmSync, writeFile } from '../system/files.ts'

export interface ReadingCopy {
  folder: string
  remove(): Promise<void>
}

/** Files of stores and histories, in the order in which they are copied: what points at another file goes before it. */
const ORDER = [/^(company|folder)\.json$/, /\.history\.head$/, /\.snapshot$/, /\.journal$/, /\.history$/]
const TRIES = 10

/**
 * Copies what a data folder says at this moment, for somebody who only reads while another program works on it. It lies in
 * a private folder of the system's temporary one until it is removed, or the program ends. Null where the folder changes
 * faster than it can be copied. The books and receipts of practice are not part of it.
 *
 * The private folder is made once, by the system, under a name that nobody knew before, and stays: were it removed and
 * made again, another user of this computer could be there first. Each try has a folder of its own in it, and files are only
 * ever made there, never opened.
 */
export async function copyForReading(dataFolder: string): Promise<ReadingCopy | null> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-look-'))
  // Also where a signal or a closed pipe ends the program.
  const atTheEnd = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', atTheEnd)
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true })
    process.off('exit', atTheEnd)
  }
  try {
    for (let number = 1; number <= TRIES; number += 1) {
      const place = join(folder, String(number))
      await mkdir(place, { mode: 0o700 })
      if (await copied(dataFolder, place)) return { folder: place, remove }
      await rm(place, { recursive: true, force: true })
    }
  } catch (error) {
    await remove()
    throw error
  }
  await remove()
  return null
}

/** False where files came or went meanwhile. */
async function copied(from: string, to: string): Promise<boolean> {
  const companies = join(from, 'companies')
  const names = await readdir(companies).catch(missing)
  const folders = [['', from], ...names.map((name) => [join('companies', name), join(companies, name)])] as [
    string,
    string,
  ][]
  if (names.length > 0) await mkdir(join(to, 'companies'), { mode: 0o700 })
  for (const [place, folder] of folders) {
    const before = await storeFiles(folder)
    if (place !== '') await mkdir(join(to, place), { mode: 0o700 })
    for (const name of before) {
      const bytes = await readFile(join(folder, name)).catch((error: unknown) =>
        errorCode(error) === 'ENOENT' ? null : Promise.reject(error as Error),
      )
      if (!bytes) return false
      await writeFile(join(to, place, name), wholeLines(name, bytes), { mode: 0o600, flag: 'wx' })
    }
    if ((await storeFiles(folder)).join('\n') !== before.join('\n')) return false
  }
  return true
}

/** A line that is just being written is not yet said. */
function wholeLines(name: string, bytes: Buffer): Buffer {
  return /\.(journal|history)$/.test(name) ? bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1) : bytes
}

async function storeFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(missing)
  return ORDER.flatMap((pattern) => names.filter((name) => pattern.test(name)).sort())
}

function missing(error: unknown): string[] {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return []
  throw error
}
