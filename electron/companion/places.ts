import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { problem } from '../../shared/problem.ts'
import type { Places } from '../../shared/places.ts'
import type { Result } from '../../shared/result.ts'
import { readdir, stat } from '../system/files.ts'

/** More entries of one kind than a person looks through. */
const MOST = 500
const DISKS = 'CDEFGHIJKLMNOPQRSTUVWXYZAB'

/**
 * The folders and zips at a place, for a person to choose from; `at` null: the personal folder, empty: the disks of Windows.
 * Nothing is opened. What cannot be listed is a problem.
 */
export async function placesAt(at: string | null): Promise<Result<Places>> {
  if (at === '') return { ok: true, value: { at, up: null, folders: await disks(), zips: [], more: false } }
  const folder = at ?? homedir()
  try {
    const entries = (await readdir(folder, { withFileTypes: true }))
      .filter(({ name }) => !name.startsWith('.'))
      .sort((one, other) => one.name.localeCompare(other.name))
    const folders = entries.filter((entry) => entry.isDirectory())
    const zips = entries.filter((entry) => entry.isFile() && /\.zip$/i.test(entry.name))
    const paths = (found: typeof entries): string[] => found.slice(0, MOST).map(({ name }) => join(folder, name))
    const above = dirname(folder)
    const up = above !== folder ? above : process.platform === 'win32' ? '' : null
    const more = folders.length > MOST || zips.length > MOST
    return { ok: true, value: { at: folder, up, folders: paths(folders), zips: paths(zips), more } }
  } catch {
    return { ok: false, problem: problem('source-unreadable', { file: folder, location: folder }) }
  }
}

async function disks(): Promise<string[]> {
  const there = await Promise.all(
    [...DISKS].map((letter) =>
      stat(`${letter}:\\`).then(
        () => `${letter}:\\`,
        () => null,
      ),
    ),
  )
  return there.filter((disk) => disk !== null)
}
