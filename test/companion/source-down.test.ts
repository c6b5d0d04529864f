import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { sendJson, serve } from '../billdr/local-api.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

test('a local API that is down is left alone for longer and longer, but asked at once where a person asks', async () => {
  let isDown = false
  const { url, requests } = await serve((path, _request, response) => {
    if (isDown) return sendJson(response, { error: { code: 'down', message: '' } }, {}, 503)
    sendJson(
      response,
      path.pathname === '/v1/company'
        ? { id: 'bdr-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' }
        : { cursor: '1', hasMore: false, records: [] },
    )
  })
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-down-'))
  folders.push(folder)
  let now = Date.parse('2026-03-31T12:00:00Z')
  const opened = await openCompanion({
    dataFolder: folder,
    secrets: createMemoryStore(),
    env: {},
    clock: () => new Date(now),
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  const added = await opened.companion.addCompany('one', { name: 'One', location: url, keyEnv: null, apiKey: null })
  if (!added.ok) throw new Error(added.problem.code)
  const { source } = added.value
  const byTheClock = async (): Promise<number> => {
    const before = requests.length
    source.backOff()
    await source.read()
    return requests.length - before
  }
  expect(await byTheClock()).toBe(2)
  isDown = true
  // Every minute; the pauses are two, four, eight and then at most ten minutes.
  const asked: number[] = []
  for (let minute = 0; minute <= 24; minute += 1) {
    if (await byTheClock()) asked.push(minute)
    now += 60_000
  }
  expect(asked).toEqual([0, 2, 6, 14, 24])
  expect((await source.read())?.code).toBe('source-unreachable')
  isDown = false
  expect(await byTheClock()).toBe(0)
  source.retryNow()
  expect(await byTheClock()).toBe(2)
  expect(await byTheClock()).toBe(2)
  await opened.companion.close()
})
