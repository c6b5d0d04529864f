import { chmod, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { copyForReading } from '../../electron/store/reading-copy.ts'
import { realFolder } from './folder.ts'

const { madeOrRemoved, stranger } = vi.hoisted(() => ({
  madeOrRemoved: [] as string[],
  /** What another user does as soon as a folder was made. */
  stranger: { at: (_folder: string): Promise<void> => Promise.resolve() },
}))
vi.mock('../../electron/system/files.ts', async (original) => {
  const real = await original<typeof import('../../electron/system/files.ts')>()
  return {
    ...real,
    mkdtemp: async (prefix: string) => {
      const folder = await mkdtemp(prefix)
      madeOrRemoved.push(`made ${folder}`)
      return folder
    },
    mkdir: async (path: string, options: object) => {
      const made = await real.mkdir(path, options)
      await stranger.at(path)
      return made
    },
    rm: async (path: string, options: object) => {
      madeOrRemoved.push(`removed ${path}`)
      return real.rm(path, options)
    },
  }
})

async function dataFolder(): Promise<string> {
  const folder = await realFolder()
  await mkdir(join(folder, 'companies', 'b'), { recursive: true })
  await writeFile(join(folder, 'app.00000001.journal'), 'whole\nhalf')
  await writeFile(join(folder, 'companies', 'b', 'activity.history'), 'line\n')
  return folder
}

test('the private folder of a copy is made once and never made again, and everything in it is for this user alone', async () => {
  const from = await dataFolder()
  if (process.platform !== 'win32') await chmod(from, 0o755)
  // The data folder changes while it is copied: it is tried once more.
  stranger.at = async (folder) => {
    if (folder.endsWith(join('1', 'companies', 'b'))) await writeFile(join(from, 'companies', 'b', 'late.history'), '')
  }
  onTestFinished(() => void (stranger.at = () => Promise.resolve()))
  const copy = await copyForReading(from)
  if (!copy) throw new Error('no copy')
  expect(await readFile(join(copy.folder, 'app.00000001.journal'), 'utf8')).toBe('whole\n')
  const made = madeOrRemoved.filter((each) => each.startsWith('made')).map((each) => each.slice('made '.length))
  expect(made).toHaveLength(1)
  expect(copy.folder).toBe(join(made[0] ?? '', '2'))
  expect(madeOrRemoved).not.toContain(`removed ${made[0]}`)
  for (const name of ['', 'companies', 'companies/b', ...(await readdir(copy.folder, { recursive: true }))]) {
    const found = await stat(join(copy.folder, name))
    if (process.platform !== 'win32') expect(found.mode & 0o077, name).toBe(0)
  }
  await copy.remove()
  await expect(stat(made[0] ?? '')).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a file that another user put there first, as a link to somewhere else, is not written through', async () => {
  const from = await dataFolder()
  const theirs = join(await realFolder(), 'precious')
  await writeFile(theirs, 'as it was')
  stranger.at = async (folder) => {
    if (folder.endsWith('1')) await symlink(theirs, join(folder, 'app.00000001.journal'))
  }
  try {
    await expect(copyForReading(from)).rejects.toMatchObject({ code: 'EEXIST' })
  } finally {
    stranger.at = () => Promise.resolve()
  }
  expect(await readFile(theirs, 'utf8')).toBe('as it was')
  const made =
    madeOrRemoved
      .filter((each) => each.startsWith('made'))
      .at(-1)
      ?.slice('made '.length) ?? ''
  await expect(stat(made)).rejects.toMatchObject({ code: 'ENOENT' })
})
