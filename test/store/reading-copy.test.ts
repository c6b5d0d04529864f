import { chmod, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { copyForReading } from '../../electron/store/reading-copy.ts'
import { realFolder } from './folder.ts'

const { madeOrRemoved } = vi.hoisted(() => ({ madeOrRemoved: [] as string[] }))
vi.mock('../../electron/system/files.ts', async (original) => {
  const real = await original<typeof import('../../electron/system/files.ts')>()
  return {
    ...real,
    mkdtemp: async (prefix: string) => {
      const folder = await mkdtemp(prefix)
      madeOrRemoved.push(`made ${folder}`)
      return folder
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
  const copy = await copyForReading(from)
  if (!copy) throw new Error('no copy')
  expect(await readFile(join(copy.folder, 'app.00000001.journal'), 'utf8')).toBe('whole\n')
  const made = madeOrRemoved.filter((each) => each.startsWith('made')).map((each) => each.slice('made '.length))
  expect(made).toHaveLength(1)
  expect(copy.folder.startsWith(join(made[0] ?? '', '/'))).toBe(true)
  expect(madeOrRemoved).not.toContain(`removed ${made[0]}`)
  for (const name of ['', 'companies', 'companies/b', ...(await readdir(copy.folder, { recursive: true }))]) {
    const found = await stat(join(copy.folder, name))
    if (process.platform !== 'win32') expect(found.mode & 0o077, name).toBe(0)
  }
  await copy.remove()
  await expect(stat(made[0] ?? '')).rejects.toMatchObject({ code: 'ENOENT' })
})
