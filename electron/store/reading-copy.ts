import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from './file-system.ts'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from '../system/files.ts'

export interface ReadingCopy {
  folder: string
  remove(): Promise<void>
}

/** Files of stores and histories, in the order in which they are copied: what points at another file goes before it. */
const ORDER = [/^(company|folder)\.json$/, /\.history\.head$/, /\.snapshot$/, /\.journal$/, /\.history$/]
const TRIES = 10

/**
 * Copies what a data folder says at this moment, for somebody who only looks while another program works on it. It lies in
 * a private folder of the system's temporary one until it is removed. Null where the folder changes faster than it can
 * be copied. The books and receipts of practice are not part of it.
 */
export async function copyForReading(dataFolder: string): Promise<ReadingCopy | null> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-look-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    for (let left = TRIES; left > 0; left -= 1) {
      if (await copied(dataFolder, folder)) return { folder, remove }
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
  await rm(to, { recursive: true, force: true })
  const companies = join(from, 'companies')
  const names = await readdir(companies).catch(missing)
  const folders = [['', from], ...names.map((name) => [join('companies', name), join(companies, name)])] as [
    string,
    string,
  ][]
  for (const [place, folder] of folders) {
    const before = await storeFiles(folder)
    await mkdir(join(to, place), { recursive: true, mode: 0o700 })
    for (const name of before) {
      const bytes = await readFile(join(folder, name)).catch((error: unknown) =>
        errorCode(error) === 'ENOENT' ? null : Promise.reject(error as Error),
      )
      if (!bytes) return false
      await writeFile(join(to, place, name), wholeLines(name, bytes), { mode: 0o600 })
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
