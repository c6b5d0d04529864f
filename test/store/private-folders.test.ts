import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { SAMPLES } from '../billdr/exports.ts'

/** What other users of the computer may do with anything below a folder: nothing. */
async function openToOthers(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if ((await stat(path)).mode & 0o077) found.push(path.slice(folder.length))
  }
  return found
}

async function workedIn(dataFolder: string): Promise<void> {
  const opened = await openCompanion({ dataFolder, secrets: createMemoryStore(), env: {} })
  if (!opened.ok) throw new Error(opened.problem.code)
  const { companion } = opened
  const about = { name: 'One', location: join(SAMPLES, 'renovation'), keyEnv: null, apiKey: null }
  if (!companion.companyIds().includes('one')) await companion.addCompany('one', about)
  const company = await companion.company('one')
  if (!company.ok) throw new Error(company.problem.code)
  await company.value.sync()
  await companion.close()
}

it.skipIf(process.platform === 'win32')(
  'everything that is stored is its owner’s alone, folders and files',
  async () => {
    const above = await mkdtemp(join(tmpdir(), 'billdr-qbo-private-'))
    onTestFinished(() => rm(above, { recursive: true, force: true }))
    const before = process.umask(0)
    try {
      await workedIn(join(above, 'data'))
    } finally {
      process.umask(before)
    }
    expect(await openToOthers(above)).toEqual([])
  },
)

it.skipIf(process.platform === 'win32')(
  'folders of an earlier version that others could read are closed to them',
  async () => {
    const above = await mkdtemp(join(tmpdir(), 'billdr-qbo-private-'))
    onTestFinished(() => rm(above, { recursive: true, force: true }))
    const data = join(above, 'data')
    await mkdir(data)
    await workedIn(data)
    for (const folder of [data, companyFolder(data, 'one')]) await chmod(folder, 0o755)
    await workedIn(data)
    expect(await openToOthers(above)).toEqual([])
  },
)
