import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, it, onTestFinished, vi } from 'vitest'
import { handlersFor } from '../../electron/companion/handlers.ts'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { openStore } from '../../electron/store/store.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { SAMPLES } from '../billdr/exports.ts'
import { command } from '../sample/terminal.ts'

/** What is wrong with one company stays its own: the others are listed and go on, and it stands beside them. */

const IDS = ['one', 'broken', 'three']

async function opened(dataFolder: string): Promise<Companion> {
  const answer = await openCompanion({ dataFolder, secrets: createMemoryStore(), env: {} })
  if (!answer.ok) throw new Error(answer.problem.code)
  return answer.companion
}

async function threeCompanies(): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'billdr-qbo-broken-'))
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  const companion = await opened(dataFolder)
  for (const name of IDS) {
    const location = join(SAMPLES, 'renovation')
    const added = await companion.addCompany(name, { name, location, keyEnv: null, apiKey: null })
    if (!added.ok) throw new Error(added.problem.code)
    await added.value.sync()
  }
  await companion.close()
  return dataFolder
}

async function filesOf(dataFolder: string, ending: RegExp): Promise<string[]> {
  const folder = companyFolder(dataFolder, 'broken')
  return (await readdir(folder)).filter((name) => ending.test(name)).map((name) => join(folder, name))
}

/** Puts a folder in the place of each of its files: nobody can read them, whoever runs this. */
async function makeUnreadable(dataFolder: string, ending: RegExp): Promise<void> {
  const { mkdir } = await import('node:fs/promises')
  for (const file of await filesOf(dataFolder, ending)) {
    await rm(file)
    await mkdir(file)
  }
}

it.each([
  ['its store cannot be read', /\.journal$/],
  ['its history cannot be read', /\.history$/],
])('%s: it stays in every list with its problem, and the others are in step', async (_, ending) => {
  const dataFolder = await threeCompanies()
  await makeUnreadable(dataFolder, ending)

  const said = await command(['companies', '--json', '--data-dir', dataFolder], {})
  expect(said.code).toBe(1)
  const listed = JSON.parse(said.out) as { id: string; problem?: { title: string } }[]
  expect(listed.map(({ id }) => id)).toEqual(IDS)
  expect(listed.map(({ problem }) => problem !== undefined)).toEqual([false, true, false])
  expect(said.errors).toMatch(/^broken: \S/)

  const companion = await opened(dataFolder)
  const scheduler = new Scheduler({ companion, dataFolder, samples: SAMPLES, host: 'browser', version: '0' })
  await scheduler.start()
  const statuses = await handlersFor(scheduler).companies({})
  expect(statuses.map(({ companyId }) => companyId).sort()).toEqual([...IDS].sort())
  const broken = await handlersFor(scheduler).status({ company: 'broken' })
  expect(broken.source.problem).not.toBeNull()
  expect(await handlersFor(scheduler).rows({ company: 'broken', since: null })).toMatchObject({ rows: [] })
  expect(await handlersFor(scheduler).retry({ company: 'broken', keys: 'all' })).toMatchObject({ ok: false })
  await vi.waitFor(async () =>
    expect((await handlersFor(scheduler).status({ company: 'three' })).source.lastReadAt).not.toBeNull(),
  )
  await scheduler.close()
})

it('a run that meets what nobody expected is that company’s problem, reported once, and the others go on', async () => {
  const dataFolder = await threeCompanies()
  const companion = await opened(dataFolder)
  const reports: string[] = []
  companion.onFault = (id, where) => void reports.push(`${id} ${where}`)
  const surprise = new TypeError('a name that must not be shown')
  const company = await companion.company('broken')
  if (!company.ok) throw new Error(company.problem.code)
  vi.spyOn(company.value.source, 'read').mockRejectedValue(surprise)
  expect(await company.value.sync()).toMatchObject({
    problem: { code: 'company-stopped', params: { reason: 'TypeError' } },
  })
  expect(reports).toEqual([expect.stringMatching(/^broken TypeError\n {4}at /)])
  expect(reports.join()).not.toContain('must not be shown')
  expect(await company.value.read()).toMatchObject({ code: 'company-stopped' })

  const scheduler = new Scheduler({ companion, dataFolder, samples: SAMPLES, host: 'browser', version: '0' })
  await scheduler.start()
  await vi.waitFor(async () => {
    const [broken, other] = [
      await handlersFor(scheduler).status({ company: 'broken' }),
      await handlersFor(scheduler).status({ company: 'three' }),
    ]
    expect(broken.source.problem?.code).toBe('company-stopped')
    expect(other.source).toMatchObject({ problem: null })
  })
  await scheduler.close()
})

it('so is what its turn meets beside the run, reported too', async () => {
  const dataFolder = await threeCompanies()
  const companion = await opened(dataFolder)
  const reports: string[] = []
  companion.onFault = (id) => void reports.push(id)
  const company = await companion.company('broken')
  if (!company.ok) throw new Error(company.problem.code)
  vi.spyOn(company.value.connection, 'state').mockRejectedValue(new TypeError('what nobody expected'))
  const scheduler = new Scheduler({ companion, dataFolder, samples: SAMPLES, host: 'browser', version: '0' })
  await scheduler.start()
  // Where its source begins to be followed, and with its turn.
  await vi.waitFor(() => expect(reports).toEqual(['broken', 'broken']))
  await vi.waitFor(async () =>
    expect((await handlersFor(scheduler).status({ company: 'three' })).source.lastReadAt).not.toBeNull(),
  )
  await scheduler.close()
})

it('a bit that flipped in a stored line is a loss: everything is read anew, and the note stays until it was read', async () => {
  const dataFolder = await threeCompanies()
  // The cursor is stored once more, with the next reading, which finds nothing new: it survives.
  expect((await command(['sync', '--company', 'broken', '--data-dir', dataFolder], {})).errors).not.toContain('broken')
  const [journal = ''] = await filesOf(dataFolder, /^company\.\d+\.journal$/)
  const bytes = await readFile(journal)
  const at = bytes.indexOf('invoice:i-1001')
  expect(at).toBeGreaterThan(0)
  bytes.writeUInt8(bytes.readUInt8(at + 3) ^ 1, at + 3)
  await writeFile(journal, bytes)

  const first = await opened(dataFolder)
  const company = await first.company('broken')
  if (!company.ok) throw new Error(company.problem.code)
  expect(company.value.profile).toMatchObject({ cursor: null, lookedAt: null })
  await company.value.sync()
  expect(company.value.rows().some(({ key }) => key === 'invoice:i-1001')).toBe(true)
  await first.close()

  // The next opening finds nothing to mend, and still says it.
  const said = await command(['sync', '--company', 'broken', '--json', '--data-dir', dataFolder], {})
  expect(JSON.parse(said.out)).toMatchObject({ guards: [{ code: 'guard-data-lost' }] })
  expect((await command(['confirm', '--all', '--company', 'broken', '--data-dir', dataFolder], {})).code).toBe(0)
  const after = await command(['status', '--company', 'broken', '--json', '--data-dir', dataFolder], {})
  expect(JSON.parse(after.out)).toMatchObject({ guards: [] })
})

it.each([
  ['the very last line that was stored', /^company\.\d+\.journal$/, (bytes: Buffer) => bytes.length - 10],
  ['the history', /\.history$/, (bytes: Buffer) => bytes.length - 20],
])('a bit that flipped in %s is a loss too, and is said', async (_, ending, place) => {
  const dataFolder = await threeCompanies()
  const ignored = ['ignore', 'invoice:i-1001', '--reason', 'entered by hand', '--company', 'broken']
  expect((await command([...ignored, '--data-dir', dataFolder], {})).code).toBe(0)
  const [file = ''] = await filesOf(dataFolder, ending)
  const bytes = await readFile(file)
  const at = place(bytes)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  await writeFile(file, bytes)
  const companion = await opened(dataFolder)
  const company = await companion.company('broken')
  if (!company.ok) throw new Error(company.problem.code)
  expect(company.value.profile).toMatchObject({ cursor: null, lookedAt: null })
  expect(company.value.status().guards).toMatchObject([{ problem: { code: 'guard-data-lost' } }])
  await companion.close()
})

it('a list of companies that was lost is a loss too, and is said', async () => {
  const dataFolder = await threeCompanies()
  for (const name of await readdir(dataFolder)) if (name.startsWith('app.')) await rm(join(dataFolder, name))
  const companion = await opened(dataFolder)
  const company = await companion.company('broken')
  if (!company.ok) throw new Error(company.problem.code)
  expect(company.value.status().guards).toMatchObject([{ problem: { code: 'guard-data-lost' } }])
  await companion.close()
})

it('a company of a newer version stays in every list, and the window says what to do', async () => {
  const dataFolder = await threeCompanies()
  const folder = companyFolder(dataFolder, 'broken')
  for (const name of await readdir(folder)) if (name.startsWith('company.')) await rm(join(folder, name))
  // As a later version of the program leaves it.
  const later = await openStore<{ profile: object }>({ folder, name: 'company', version: 999 })
  if (!later.ok) throw new Error(later.problem.code)
  await later.value.commit([{ table: 'profile', id: 'only', value: {} }])
  await later.value.close()

  const said = await command(['companies', '--json', '--data-dir', dataFolder], {})
  expect(said.code).toBe(1)
  expect(JSON.parse(said.out)).toHaveLength(3)
  expect(said.out).toContain('data-folder-newer')
  const companion = await opened(dataFolder)
  const scheduler = new Scheduler({ companion, dataFolder, samples: SAMPLES, host: 'browser', version: '0' })
  await scheduler.start()
  onTestFinished(() => scheduler.close())
  expect(await handlersFor(scheduler).status({ company: 'broken' })).toMatchObject({
    companyId: 'broken',
    source: { problem: { code: 'data-folder-newer' } },
  })
  await vi.waitFor(async () => {
    expect((await handlersFor(scheduler).status({ company: 'three' })).source.lastReadAt).not.toBe(null)
  })
})
