import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { AsideSource } from '../../electron/billdr/aside/aside-source.ts'
import type { SourceOptions } from '../../electron/billdr/open-source.ts'
import { openSource } from '../../electron/billdr/open-source.ts'
import type { RunningSide, SideGiven, SideHeard } from '../../electron/system/side-process.ts'
import { heapFlags, startSidesWith, startWithNode } from '../../electron/system/side-process.ts'
import type { Company } from '../../electron/companion/company.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { edit, emptyFolder, frenchCsv, readAll, readLocation, renovation } from './exports.ts'
import { localApi, sendJson, serve } from './local-api.ts'
import { trickyExport } from './tricky-export.ts'
import { zipOf } from './zip-writer.ts'

/** How the processes of a test were started. */
const started: { file: string; given: SideGiven; end(): void }[] = []
let dies = false

startSidesWith((file, heard, given) => {
  const running = dies ? startDying(heard) : startWithNode(file, heard, given)
  const end = (): void => {
    running.kill()
    heard.ended()
  }
  started.push({ file, given, end })
  return running
})

/** One that dies of some data; what it may take of memory is less here, so that it is soon through with it. */
function startDying(heard: SideHeard): RunningSide {
  return startWithNode(join(import.meta.dirname, 'dying-reading.process.ts'), heard, { heapMb: 48 })
}

// One that has read is kept for the next reading.
afterEach(() => {
  for (const { end } of started.splice(0)) end()
  dies = false
})

async function aside(location: string, options: SourceOptions = {}): Promise<AsideSource> {
  const all = { settleMs: 0, ...options }
  const opened = await openSource(location, all)
  if (!opened.ok) throw new Error(opened.problem.code)
  return new AsideSource(opened.value, location, all)
}

it.each([
  ['a folder of JSON', renovation],
  ['a folder of CSV', frenchCsv],
  ['what formats trip on', () => trickyExport(7, true)],
  ['a folder whose records are wrong', spoilt],
  ['a zip', zipped],
])('%s is found the same as in the program itself', async (_, make) => {
  const location = await make()
  const here = await readLocation(location)
  const there = await readAll(await aside(location))
  expect(there).toEqual(here)
  expect(there.records.length).toBeGreaterThan(5)
  expect(started).toHaveLength(1)
})

async function spoilt(): Promise<string> {
  const folder = await renovation()
  await edit(folder, 'invoices', (records) => {
    Object.assign(records[0] ?? {}, { issuedOn: 'soon' })
    records.push({ ...records[1] }, { id: 'gone', deleted: true, updatedAt: '2026-03-31T12:00:00Z' })
  })
  return folder
}

async function zipped(): Promise<string> {
  const folder = await renovation()
  await edit(folder, 'expenses', (records) => records.splice(0))
  const names = ['manifest.json', 'clients.json', 'projects.json', 'invoices.json', 'cost-codes.json', 'payments.json']
  const parts = await Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name)) })))
  const manifest = JSON.parse(String(parts[0]?.content)) as { files: { path: string }[] }
  manifest.files = manifest.files.filter(({ path }) => names.includes(path))
  const zip = join(await emptyFolder(), 'export.zip')
  await writeFile(
    zip,
    zipOf([{ name: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) }, ...parts.slice(1)]),
  )
  return zip
}

it('nothing is started where nothing has changed, or nothing can be read', async () => {
  const folder = await renovation()
  const { outcome } = await readLocation(folder)
  if (outcome.ok !== true) throw new Error('not read')
  const source = await aside(folder)
  expect(await readAll(source, outcome.cursor)).toMatchObject({ outcome: { ok: 'unchanged', cursor: outcome.cursor } })
  await rm(folder, { recursive: true })
  expect(await readAll(source, outcome.cursor)).toMatchObject({ outcome: { ok: false } })
  expect(started).toEqual([])
})

it('a local API gets its key, in both ways of reading', async () => {
  const api = await localApi(await renovation())
  const source = await aside(api.url, { apiKey: api.key })
  const all = await readAll(source)
  expect(all).toEqual(await readLocation(api.url, { apiKey: api.key }))
  expect(started).toHaveLength(1)
  if (all.outcome.ok !== true) throw new Error('not read')
  const [change] = api.changes
  api.changes.push({ ...change, updatedAt: '2026-04-01T12:00:00Z' })
  const changed = await readAll(source, all.outcome.cursor)
  expect(changed.outcome).toMatchObject({ ok: true, scope: 'changes' })
  expect(changed.records).toHaveLength(1)
  // A few changes are no reason for a process.
  expect(started).toHaveLength(1)
  for (let at = 0; at < 30; at += 1) api.changes.push({ ...change, id: `more-${at}` })
  expect((await readAll(source, all.outcome.cursor)).records.length).toBeGreaterThan(25)
})

it('its process is bounded, and inherits no secret', async () => {
  process.env['QBO_CLIENT_SECRET'] = 'not for a reader'
  try {
    const both = [await renovation(), await renovation(), await renovation()].map(async (folder) =>
      readAll(await aside(folder)),
    )
    await Promise.all(both)
  } finally {
    delete process.env['QBO_CLIENT_SECRET']
  }
  expect(started.length).toBeGreaterThan(0)
  for (const { given } of started) {
    // Without an environment of its own it would have all of ours.
    expect(given.env).toBeDefined()
    expect(JSON.stringify(given)).not.toContain('not for a reader')
    expect(given.heapMb).toBeLessThanOrEqual(1024)
    expect(heapFlags(given)).toEqual([`--max-old-space-size=${given.heapMb}`])
  }
})

it.each(['crashes', 'is-greedy'])(
  'data of one company whose reading %s is its own problem, and the others go on',
  async (way) => {
    dies = true
    const broken = join(await emptyFolder(), way)
    await rename(await renovation(), broken)
    const opened = await openCompanion({
      dataFolder: await emptyFolder(),
      secrets: createMemoryStore(),
      env: {},
      readsAside: true,
    })
    if (!opened.ok) throw new Error(opened.problem.code)
    const { companion } = opened
    const made = []
    for (const [id, location] of [
      ['broken', broken],
      ['whole', await renovation()],
    ] as const) {
      const added = await companion.addCompany(id, { name: id, location, keyEnv: null, apiKey: null })
      if (!added.ok) throw new Error(added.problem.code)
      made.push(added.value)
    }
    const said = await Promise.all(made.map((company) => company.read()))
    expect(said).toMatchObject([{ code: 'source-reading-ended', params: { location: broken } }, null])
    const [first, second] = made
    expect(first?.status().source.problem?.code).toBe('source-reading-ended')
    expect(recordsOf(first)).toBe(0)
    expect(recordsOf(second)).toBeGreaterThan(10)
    // By the clock it is left alone for a while; a person who asks has it read at once.
    const before = started.length
    first?.source.backOff()
    expect(await first?.read()).toMatchObject({ code: 'source-reading-ended' })
    expect(started).toHaveLength(before)
    await rename(broken, join(broken, '..', 'mended'))
    await first?.source.choose(join(broken, '..', 'mended'), null)
    first?.source.retryNow()
    expect(await first?.read()).toBeNull()
    expect(recordsOf(first)).toBeGreaterThan(10)
    await companion.close()
  },
  60_000,
)

it('a surprise before anything was found is looked into by the program itself', async () => {
  dies = true
  const folder = join(await emptyFolder(), 'surprises')
  await rename(await renovation(), folder)
  expect(await readAll(await aside(folder))).toEqual(await readLocation(folder))
  expect(started).toHaveLength(1)
})

it('the end of the program does not wait for a reading, and says nothing of the source', async () => {
  let asked = 0
  const { url } = await serve((path, _request, response) => {
    if (path.pathname === '/v1/company')
      return sendJson(response, { id: 'bdr-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' })
    asked += 1
  })
  const opened = await openCompanion({
    dataFolder: await emptyFolder(),
    secrets: createMemoryStore(),
    env: {},
    readsAside: true,
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  const added = await opened.companion.addCompany('one', { name: 'one', location: url, keyEnv: null, apiKey: null })
  if (!added.ok) throw new Error(added.problem.code)
  const company = added.value
  const reading = company.read()
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(0)
  const from = performance.now()
  company.stop()
  expect(await reading).toBeNull()
  expect(performance.now() - from).toBeLessThan(1_000)
  expect(company.profile.readFailure).toBeNull()
  await opened.companion.close()
})

function recordsOf(company: Company | undefined): number {
  return company?.workspace.store.table('records').size ?? 0
}
