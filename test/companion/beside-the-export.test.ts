import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import { askAfterMs } from '../../electron/companion/pace.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'
import { sendJson, serve } from '../billdr/local-api.ts'

afterEach(closeCompanies)

describe('a file that changes beside the export', () => {
  it('has QuickBooks asked no more often than the interval says; what is new in the data goes at once', async () => {
    const { company, source, practice } = await quickCompany()
    await company.sync()
    const asked = async (): Promise<number> => (await practice.controls.requests(0)).length
    const before = await asked()
    for (let times = 0; times < 20; times += 1) {
      await writeFile(join(source, 'notes.md'), String(times))
      await company.sync({ askAfterMs: askAfterMs(company, true, true) })
    }
    expect((await asked()) - before).toBe(0)
    await company.sync()
    expect(await asked()).toBeGreaterThan(before)
  })
})

it('a clock that jumps back does not silence a source that was down', async () => {
  let isDown = true
  const { url, requests } = await serve((path, _request, response) => {
    if (path.pathname === '/v1/company')
      return sendJson(response, { id: 'bdr-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' })
    if (isDown) return sendJson(response, { error: { code: 'down', message: '' } }, {}, 503)
    sendJson(response, { cursor: '1', hasMore: false, records: [] })
  })
  const dataFolder = await mkdtemp(join(tmpdir(), 'billdr-qbo-clock-'))
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  let now = Date.parse('2036-03-31T12:00:00Z')
  const opened = await openCompanion({
    dataFolder,
    secrets: createMemoryStore(),
    env: {},
    clock: () => new Date(now),
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  const added = await opened.companion.addCompany('one', { name: 'One', location: url, keyEnv: null, apiKey: null })
  if (!added.ok) throw new Error(added.problem.code)
  const { source } = added.value
  source.backOff()
  expect((await source.read())?.code).toBe('source-unreachable')
  isDown = false
  now = Date.parse('2026-03-31T12:00:00Z')
  const before = requests.length
  source.backOff()
  expect(await source.read()).toBe(null)
  expect(requests.length).toBeGreaterThan(before)
  await opened.companion.close()
})
