import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { SAMPLES } from '../billdr/exports.ts'

/** What ends the program while it works on one company ends it twice at most. */

async function started(dataFolder: string): Promise<{ scheduler: Scheduler; close: () => Promise<void> }> {
  const answer = await openCompanion({ dataFolder, secrets: createMemoryStore(), env: {} })
  if (!answer.ok) throw new Error(answer.problem.code)
  const { companion } = answer
  for (const name of ['one', 'bad', 'three']) {
    if (companion.companyIds().includes(name)) continue
    const location = join(SAMPLES, 'renovation')
    const added = await companion.addCompany(name, { name, location, keyEnv: null, apiKey: null })
    if (!added.ok) throw new Error(added.problem.code)
  }
  const scheduler = new Scheduler({ companion, dataFolder, samples: SAMPLES, host: 'browser', version: '0.0.0' })
  await scheduler.start()
  return { scheduler, close: () => scheduler.close() }
}

const note = (dataFolder: string, id: string): string => join(companyFolder(dataFolder, id), 'at-work.json')
const begun = (dataFolder: string, id: string): Promise<string> =>
  readFile(note(dataFolder, id), 'utf8').catch(() => '')

async function folder(): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'billdr-qbo-crash-'))
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  return dataFolder
}

const read = (scheduler: Scheduler): (string | null)[] =>
  scheduler.statuses().map(({ source }) => (source.problem ? source.problem.code : source.lastReadAt && 'read'))

it('counts nothing where all goes well, nor an end in good order in the middle of a run', async () => {
  const dataFolder = await folder()
  for (let start = 0; start < 4; start += 1) {
    const { scheduler, close } = await started(dataFolder)
    if (start % 2 === 0) await vi.waitFor(() => expect(read(scheduler)).toEqual(['read', 'read', 'read']), 20_000)
    await close()
    for (const id of ['one', 'bad', 'three']) expect(await begun(dataFolder, id)).toBe('')
  }
})

it(
  'leaves a company asleep at the third start, says so, and goes on with the others',
  { timeout: 60_000 },
  async () => {
    const dataFolder = await folder()
    await started(dataFolder).then(({ close }) => close())
    // What a killed program leaves: its second end in a row while it worked on this company, its first on that one.
    await mkdir(companyFolder(dataFolder, 'bad'), { recursive: true })
    await writeFile(note(dataFolder, 'bad'), '{"begun":2}')
    await writeFile(note(dataFolder, 'one'), '{"begun":1}')
    const { scheduler, close } = await started(dataFolder)
    onTestFinished(close)
    await vi.waitFor(() => expect(read(scheduler).sort()).toEqual(['company-asleep', 'read', 'read']), 20_000)
    expect(await begun(dataFolder, 'one')).toBe('')
    expect(await begun(dataFolder, 'bad')).toBe('{"begun":2}')
    scheduler.syncSoon('bad')
    await vi.waitFor(() => expect(read(scheduler)).toEqual(['read', 'read', 'read']), 20_000)
    await vi.waitFor(async () => expect(await begun(dataFolder, 'bad')).toBe(''), 20_000)
  },
)

it('counts each end that comes while it works on it', async () => {
  const dataFolder = await folder()
  await started(dataFolder).then(({ close }) => close())
  await writeFile(note(dataFolder, 'bad'), '{"begun":1}')
  const { scheduler, close } = await started(dataFolder)
  onTestFinished(close)
  const bad = scheduler.company('bad')
  if (!bad) throw new Error('left alone too soon')
  await vi.waitFor(async () => expect(await begun(dataFolder, 'bad')).toBe(''), 20_000)
  // It never ends: as the disk looks now, so it would look after a crash.
  vi.spyOn(bad, 'sync').mockReturnValue(new Promise(() => undefined))
  scheduler.syncSoon('bad')
  await vi.waitFor(async () => expect(await begun(dataFolder, 'bad')).toBe('{"begun":1}'), 20_000)
})
