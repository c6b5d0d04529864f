import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { SourceKeys } from '../../electron/companion/source-key.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { SAMPLES } from '../billdr/exports.ts'

const folders: string[] = []

async function opened(secrets = createMemoryStore()): Promise<Companion> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-keys-'))
  folders.push(folder)
  const answer = await openCompanion({ dataFolder: folder, secrets, env: {} })
  if (!answer.ok) throw new Error(answer.problem.code)
  const { companion } = answer
  onTestFinished(async () => {
    await companion.close()
    await rm(folder, { recursive: true, force: true })
  })
  return companion
}

/** A local API that refuses every key, and notes which it was shown. */
async function api(): Promise<{ address: string; keys: (string | undefined)[] }> {
  const keys: (string | undefined)[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization)
    response.writeHead(401).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys }
}

const folderSource = { name: 'One', location: join(SAMPLES, 'renovation'), keyEnv: null, apiKey: null }

it('shows the key of a local API to its own address, and to no other', async () => {
  const [own, other] = [await api(), await api()]
  const companion = await opened()
  const added = await companion.addCompany('one', folderSource)
  if (!added.ok) throw new Error(added.problem.code)
  const { source } = added.value
  expect(await source.choose(own.address, 'the-key')).toMatchObject({ ok: true })
  await source.read()
  expect(own.keys).toEqual(['Bearer the-key'])
  expect(await source.choose(other.address, null)).toMatchObject({ ok: true })
  expect(await source.read()).toMatchObject({ code: 'source-refused' })
  expect(other.keys).toEqual([undefined])
})

it('keeps the key that one contractor of one data folder gave from every other', async () => {
  const [secrets, address] = [createMemoryStore(), 'http://127.0.0.1:8000']
  const keys = new SourceKeys(secrets, 'this folder')
  await keys.keep('one', address, 'the-key', 'beaubien')
  expect(await keys.find('one', address, 'beaubien')).toBe('the-key')
  expect(await keys.find('one', address, 'larocque')).toBeNull()
  expect(await keys.find('two', address, 'beaubien')).toBeNull()
  expect(await new SourceKeys(secrets, 'another folder').find('one', address, 'beaubien')).toBeNull()
})

it('forgets the key with a source that is refused', async () => {
  const secrets = createMemoryStore()
  const companion = await opened(secrets)
  const { address, keys } = await api()
  const added = await companion.addCompany('one', { name: 'One', location: address, keyEnv: null, apiKey: 'the-key' })
  expect(added).toMatchObject({ ok: false, problem: { code: 'source-refused' } })
  expect(keys).toEqual(['Bearer the-key'])
  expect(secrets.accounts()).toEqual([])
})

it.each(['file://server/share', 'file:///a%2Fb', 'FILE://server/share', 'a\0b', 'http://'])(
  'refuses the location %j before it is stored, and says so',
  async (location) => {
    const companion = await opened()
    expect(await companion.addCompany('two', { ...folderSource, location })).toMatchObject({ ok: false })
    expect(companion.companyIds()).toEqual([])
    expect(existsSync(companyFolder(folders.at(-1) ?? '', 'two'))).toBe(false)
    const added = await companion.addCompany('one', folderSource)
    if (!added.ok) throw new Error(added.problem.code)
    expect(await added.value.source.choose(location, null)).toMatchObject({ ok: false })
    expect(added.value.profile.source.location).toBe(folderSource.location)
    // One that an earlier version stored is a problem of its company, and nothing that is thrown.
    await added.value.source.pointTo(location, null)
    expect(await added.value.source.read()).toMatchObject({ code: expect.stringMatching(/^source-/) as string })
  },
)

it('takes a file address for the folder that it names', async () => {
  const companion = await opened()
  const location = pathToFileURL(folderSource.location).href
  expect(await companion.addCompany('one', { ...folderSource, location })).toMatchObject({ ok: true })
})
