import { appendFile, cp, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Clock } from '../../electron/billdr/clock.ts'
import type { ExportFiles } from '../../electron/billdr/export/export-files.ts'
import { watchPath } from '../../electron/billdr/files/folder-watch.ts'
import { retryingFiles } from '../../electron/billdr/files/retrying-files.ts'
import { emptyFolder, readAll, renovation, sourceAt } from './exports.ts'
import { sendJson, serve } from './local-api.ts'
import { CLIENTS, csvFolder } from './tables.ts'

/** Time that passes only when a test lets it. */
class HandClock implements Clock {
  time = Date.now()
  #waiting: { at: number; run: () => void }[] = []

  now(): number {
    return this.time
  }

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.time + ms, run }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry)
    }
  }

  get waiting(): number {
    return this.#waiting.length
  }

  pass(ms: number): void {
    const until = this.time + ms
    for (;;) {
      const [next] = this.#waiting.filter((each) => each.at <= until).sort((one, other) => one.at - other.at)
      if (!next) break
      this.#waiting = this.#waiting.filter((each) => each !== next)
      this.time = Math.max(this.time, next.at)
      next.run()
    }
    this.time = until
  }
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

describe('a change of an export', () => {
  test.each<[string, (folder: string) => Promise<void>]>([
    ['a table is rewritten', (folder) => appendFile(join(folder, 'clients.json'), ' ')],
    ['the manifest is replaced', (folder) => writeFile(join(folder, 'manifest.json'), '{}')],
    ['a file comes', (folder) => writeFile(join(folder, 'new.csv'), CLIENTS)],
    ['a file goes', (folder) => rm(join(folder, 'payments.json'))],
  ])('is noticed within 5 s: %s', async (_name, change) => {
    const folder = await renovation()
    const changed = vi.fn()
    stops.push((await sourceAt(folder)).watch(changed))
    expect(changed).not.toHaveBeenCalled()
    await change(folder)
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 5_000 })
  })

  test('is noticed by looking where the system tells nothing: a folder that is not there yet', async () => {
    const folder = join(await emptyFolder(), 'later')
    const changed = vi.fn()
    stops.push((await sourceAt(folder, { pollMs: 100 })).watch(changed))
    await mkdir(folder)
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), { timeout: 5_000 })
    await writeFile(join(folder, 'clients.csv'), CLIENTS)
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2), { timeout: 5_000 })
  })

  test('is noticed by looking: a receipt that arrives in a folder of its own', async () => {
    const folder = await renovation()
    await rename(join(folder, 'attachments/a-1001'), join(folder, 'a-1001'))
    const changed = vi.fn()
    stops.push((await sourceAt(folder, { pollMs: 100 })).watch(changed))
    await rename(join(folder, 'a-1001'), join(folder, 'attachments/a-1001'))
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 5_000 })
  })

  test('is noticed by looking: a receipt that is put right in its place', async () => {
    const folder = await renovation()
    const changed = vi.fn()
    stops.push((await sourceAt(folder, { pollMs: 100 })).watch(changed))
    await vi.waitFor(
      async () => {
        await appendFile(join(folder, 'attachments/a-1001/facture-1001.pdf'), ' ')
        expect(changed).toHaveBeenCalled()
      },
      { timeout: 5_000 },
    )
  })

  test('of a zip is noticed', async () => {
    const zip = join(await emptyFolder(), 'export.zip')
    await writeFile(zip, 'one')
    const changed = vi.fn()
    stops.push((await sourceAt(zip)).watch(changed))
    await writeFile(zip, 'another')
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 5_000 })
  })

  test('that goes on is told once a burst, and not later than 2 s after it began', async () => {
    const clock = new HandClock()
    const folder = await renovation()
    const changed = vi.fn()
    stops.push(watchPath(folder, 60_000, clock, changed))
    await vi.waitFor(() => expect(clock.waiting).toBe(1))
    for (let part = 0; part < 12; part += 1) {
      const before = clock.waiting
      await appendFile(join(folder, 'clients.json'), ' ')
      if (part === 0) await vi.waitFor(() => expect(clock.waiting).toBeGreaterThan(before))
      if (part < 6) expect(changed).not.toHaveBeenCalled()
      clock.pass(200)
    }
    expect(changed).toHaveBeenCalled()
  })

  test('is not told any more once the watch has stopped', async () => {
    const clock = new HandClock()
    const folder = await renovation()
    const changed = vi.fn()
    const stop = watchPath(folder, 1_000, clock, changed)
    await vi.waitFor(() => expect(clock.waiting).toBe(1))
    stop()
    expect(clock.waiting).toBe(0)
    await appendFile(join(folder, 'clients.json'), ' ')
    clock.pass(60_000)
    expect(changed).not.toHaveBeenCalled()
  })
})

describe('a hand-made folder', () => {
  const SETTLE = 3_000

  test('is read at once where its files have lain still', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    const clock = new HandClock()
    clock.time += 60_000
    expect((await readAll(await sourceAt(folder, { clock, settleMs: SETTLE }))).outcome).toMatchObject({
      ok: true,
      scope: 'changes',
    })
    expect(clock.waiting).toBe(0)
  })

  test('that was just written is read once it has not changed for the settle time', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    const clock = new HandClock()
    const reading = readAll(await sourceAt(folder, { clock, settleMs: SETTLE }))
    await vi.waitFor(() => expect(clock.waiting).toBe(1))
    clock.pass(SETTLE)
    const { outcome, records } = await reading
    expect(outcome.ok).toBe(true)
    expect(records).toHaveLength(1)
  })

  test('whose dates lie in the future (a server’s clock) is watched for the settle time too', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    const tomorrow = new Date(Date.now() + 86_400_000)
    await utimes(join(folder, 'clients.csv'), tomorrow, tomorrow)
    const clock = new HandClock()
    clock.time += 60_000
    const reading = readAll(await sourceAt(folder, { clock, settleMs: SETTLE }))
    await vi.waitFor(() => expect(clock.waiting).toBe(1))
    clock.pass(SETTLE)
    expect((await reading).outcome.ok).toBe(true)
  })

  test('that goes on changing is still being written, and nothing of it is read', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    const clock = new HandClock()
    const reading = readAll(await sourceAt(folder, { clock, settleMs: SETTLE }))
    for (let round = 0; round < 3; round += 1) {
      await vi.waitFor(() => expect(clock.waiting).toBe(1))
      await appendFile(join(folder, 'clients.csv'), `c-${round + 2},Client,2026-03-02T14:00:00Z\n`)
      clock.pass(SETTLE)
    }
    const { outcome, records } = await reading
    expect(outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-incomplete', params: { file: 'clients.csv' } },
    })
    expect(records).toEqual([])
  })

  test('that lies one folder deeper is named, not read: it may be an older one', async () => {
    const above = await emptyFolder()
    await cp(await renovation(), join(above, 'export avril'), { recursive: true })
    const { outcome, records } = await readAll(await sourceAt(above))
    expect(outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-one-deeper', params: { folder: 'export avril' } },
    })
    expect(records).toEqual([])
    await cp(await renovation(), join(above, 'export mars'), { recursive: true })
    expect((await readAll(await sourceAt(above))).outcome).toMatchObject({ problem: { code: 'source-empty' } })
  })

  test('that is empty says so and is tried again', async () => {
    expect((await readAll(await sourceAt(await emptyFolder()))).outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-empty' },
    })
  })
})

describe('an export with a manifest', () => {
  test('that is fresh waits the settle time for a receipt that is late, and is then read without it', async () => {
    const folder = await renovation()
    await rm(join(folder, 'attachments/a-1001'), { recursive: true })
    const clock = new HandClock()
    const reading = readAll(await sourceAt(folder, { clock, settleMs: 3_000 }))
    await vi.waitFor(() => expect(clock.waiting).toBe(1))
    clock.pass(3_000)
    expect((await reading).records).toHaveLength(48)
  })
})

describe('a file that another program holds', () => {
  const held = (times: number): { files: ExportFiles; asked: () => number } => {
    let asked = 0
    const files: ExportFiles = {
      top: [],
      deeper: async () => null,
      inFolders: async () => [],
      below: async () => [],
      archive: async () => ({ ok: false, refusal: { why: 'busy' } }),
      close: async () => undefined,
      async open() {
        asked += 1
        return asked <= times ? { ok: false, reason: 'busy' } : { ok: true, chunks: (async function* () {})() }
      },
    }
    return { files, asked: () => asked }
  }

  test('is asked for again until it is let go', async () => {
    const clock = new HandClock()
    const { files, asked } = held(3)
    const opening = retryingFiles(files, clock).open('clients.csv', 1)
    for (let time = 1; time <= 3; time += 1) {
      await vi.waitFor(() => expect([asked(), clock.waiting]).toEqual([time, 1]))
      clock.pass(2_000)
    }
    expect((await opening).ok).toBe(true)
  })

  test('for long is said to be busy', async () => {
    const clock = new HandClock()
    const { files, asked } = held(99)
    const opening = retryingFiles(files, clock).open('clients.csv', 1)
    for (let time = 1; time <= 4; time += 1) {
      await vi.waitFor(() => expect([asked(), clock.waiting]).toEqual([time, 1]))
      clock.pass(2_000)
    }
    expect(await opening).toEqual({ ok: false, reason: 'busy' })
  })
})

describe('the local API', () => {
  test('is asked at a set interval, and more seldom the longer it is down', async () => {
    const clock = new HandClock()
    const { url } = await serve((_path, _request, response) => void response.writeHead(503).end())
    const source = await sourceAt(url, { clock, pollMs: 60_000 })
    const changed = vi.fn()
    const stop = source.watch(changed)
    clock.pass(60_000)
    expect(changed).toHaveBeenCalledTimes(1)
    await readAll(source)
    await readAll(source)
    clock.pass(60_000)
    expect(changed).toHaveBeenCalledTimes(2)
    clock.pass(239_000)
    expect(changed).toHaveBeenCalledTimes(2)
    clock.pass(1_000)
    expect(changed).toHaveBeenCalledTimes(3)
    stop()
    clock.pass(10_000_000)
    expect(changed).toHaveBeenCalledTimes(3)
  })

  test('that was down says how long to leave it alone, at most ten intervals, and nothing once it answers', async () => {
    let isDown = true
    const { url } = await serve((path, _request, response) => {
      if (isDown) return void response.writeHead(503).end()
      sendJson(
        response,
        path.pathname === '/v1/company'
          ? { id: 'bdr-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' }
          : { cursor: '1', hasMore: false, records: [] },
      )
    })
    const source = await sourceAt(url, { pollMs: 5_000 })
    const rests: number[] = []
    for (let time = 0; time < 6; time += 1) {
      rests.push(source.restMs())
      await readAll(source)
    }
    expect(rests).toEqual([0, 10_000, 20_000, 40_000, 50_000, 50_000])
    isDown = false
    await readAll(source)
    expect(source.restMs()).toBe(0)
  })
})
