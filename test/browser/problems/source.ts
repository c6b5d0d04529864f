import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { nodeFileSystem } from '../../../electron/store/file-system.ts'
import type { FileSystem } from '../../../electron/store/store.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { editManifest, put, renovation, take } from '../../billdr/exports.ts'
import { localApi } from '../../billdr/local-api.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

type Spoil = (world: Pick<World, 'folder'>) => Promise<unknown>

/** Points the company at other data, where the button led. */
async function useData(world: World, location: string, apiKey?: string): Promise<void> {
  await world.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  await world.page.getByLabel('Where the data is').fill(location)
  if (apiKey !== undefined) await world.page.getByLabel('Key of that address').fill(apiKey)
  await world.page.getByRole('button', { name: 'Check and use it' }).click()
}

/** The data is spoiled under way, mended where it is, and read again by the button. */
const readAgain = (code: ProblemCode, tells: string, spoil: Spoil, mend: Spoil): Story => ({
  codes: [code],
  tells: `${tells}; mended, "Retry" reads it`,
  async run(world) {
    await spoil(world)
    await world.sync()
    await world.trouble(code).waitFor()
    await mend(world)
    // The folder is followed: what is mended may be read, and the notice gone, before the button is reached.
    await world.press(code, 'Retry').catch(async (error: unknown) => {
      if ((await world.trouble(code).count()) > 0) throw error
    })
    await world.gone(code)
  },
})

/** Data that cannot be used: the button leads to where another place is chosen. */
const chooseAnother = (code: ProblemCode, tells: string, spoil: Spoil): Story => ({
  codes: [code],
  tells: `${tells}; another place is chosen where the button leads`,
  async run(world) {
    const other = await renovation()
    await spoil(world)
    await world.sync()
    await world.press(code, 'Choose where the data is')
    await useData(world, other)
    await world.gone(code)
  },
})

const aside = (folder: string): string => `${folder}-aside`
const stated =
  (values: Record<string, unknown>): Spoil =>
  ({ folder }) =>
    editManifest(folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }, values))
const ALL_TABLES = [
  'clients',
  'projects',
  'professionals',
  'cost-codes',
  'invoices',
  'credits',
  'payments',
  'expenses',
  'purchase-orders',
]

/** An address whose answers a story decides. */
async function served(answer: { now: (response: ServerResponse, request: IncomingMessage) => void }): Promise<string> {
  const server: Server = createServer((request, response) => answer.now(response, request))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers as another address does. */
function answeringAs(url: string): (response: ServerResponse, request: IncomingMessage) => void {
  return (response, { url: path = '/', headers: { authorization = '' } }) =>
    void fetch(new URL(path, url), { headers: { authorization } }).then(async (answered) =>
      response
        .writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? '' })
        .end(Buffer.from(await answered.arrayBuffer())),
    )
}

/** A disk on which nothing more can be written while it is full. */
function disk(): { fileSystem: FileSystem; full: (isFull: boolean) => void } {
  let isFull = false
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    async open(path, how) {
      const file = await nodeFileSystem.open(path, how)
      const append = file.append.bind(file)
      file.append = (bytes) =>
        isFull ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })) : append(bytes)
      return file
    },
  }
  return { fileSystem, full: (now) => (isFull = now) }
}

const fullDisk = disk()

/** What is wrong with the data itself, told above every screen. */
export const SOURCE: readonly Story[] = [
  readAgain(
    'source-missing',
    'the folder is gone',
    ({ folder }) => rename(folder, aside(folder)),
    ({ folder }) => rename(aside(folder), folder),
  ),
  readAgain(
    'source-incomplete',
    'a file is not the one that the manifest lists',
    ({ folder }) => writeFile(join(folder, 'clients.json'), '[]'),
    async ({ folder }) => {
      await put(folder, 'clients.json', '[]')
      await stated({ exportedAt: '2026-04-03T09:00:00Z' })({ folder })
    },
  ),
  readAgain(
    'source-manifest',
    'the manifest names no company',
    stated({ company: { name: 'Nobody' } }),
    stated({
      company: { id: 'bdr-4821', name: 'Rénovations Beaubien inc.', country: 'CA', currency: 'CAD', locale: 'fr-CA' },
    }),
  ),
  readAgain(
    'source-table-unreadable',
    'a table breaks off',
    async ({ folder }) => {
      await put(folder, 'credits.json', '[{"id": "cr-1", ')
      await stated({})({ folder })
    },
    async ({ folder }) => {
      await put(folder, 'credits.json', '[]')
      await stated({ exportedAt: '2026-04-03T09:00:00Z' })({ folder })
    },
  ),
  readAgain(
    'source-table-missing',
    'a table is not in the export',
    async ({ folder }) => {
      await take(folder, 'credits.json')
      await stated({})({ folder })
    },
    async ({ folder }) => {
      await put(folder, 'credits.json', '[]')
      await stated({ exportedAt: '2026-04-03T09:00:00Z' })({ folder })
    },
  ),
  readAgain(
    'source-twin-files',
    'a file is listed twice',
    ({ folder }) =>
      editManifest(folder, (manifest) => {
        const files = manifest['files'] as unknown[]
        manifest['files'] = [...files, files[0]]
        manifest['exportedAt'] = '2026-04-02T09:00:00Z'
      }),
    async ({ folder }) => {
      await put(folder, 'clients.json', '[]')
      await stated({ exportedAt: '2026-04-03T09:00:00Z' })({ folder })
    },
  ),
  chooseAnother('source-format', 'it is the export of another program', stated({ format: 'another-program' })),
  chooseAnother('source-version', 'it is of a version that is not known yet', stated({ version: 99 })),
  chooseAnother('source-unsafe-path', 'a path leads out of the folder', ({ folder }) =>
    editManifest(folder, (manifest) => {
      manifest['files'] = [{ path: '../outside.json', bytes: 2, sha256: '0'.repeat(64) }]
      manifest['exportedAt'] = '2026-04-02T09:00:00Z'
    }),
  ),
  chooseAnother('source-empty', 'there is no table in it', async ({ folder }) => {
    for (const table of ALL_TABLES) await rm(join(folder, `${table}.json`))
    await rm(join(folder, 'manifest.json'))
    await rm(join(folder, 'attachments'), { recursive: true })
    await writeFile(join(folder, 'notes.md'), 'nothing here')
  }),
  chooseAnother('source-one-deeper', 'the export is one folder deeper', async ({ folder }) => {
    await mkdir(join(folder, 'export'))
    for (const name of await readdir(folder))
      if (name !== 'export') await rename(join(folder, name), join(folder, 'export', name))
  }),
  {
    codes: ['source-refused', 'source-host-refused'],
    tells: 'the key of a local address, and an address on the network, are set right where the button leads',
    async run(world) {
      const api = await localApi(await renovation())
      await world.go('settings')
      await useData(world, 'http://203.0.113.7')
      await world.press('source-host-refused', 'Choose where the data is')
      await useData(world, api.url, 'a wrong key')
      await world.press('source-refused', 'Open settings')
      await useData(world, api.url, api.key)
      await world.gone('source-refused')
    },
  },
  {
    codes: ['source-answer-broken', 'source-unreachable'],
    tells: 'what answers no sense, or not at all, is read again by "Retry" once it does',
    async run(world) {
      const folder = await renovation()
      const api = await localApi(folder)
      const answer: Parameters<typeof served>[0] = {
        now: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello'),
      }
      await world.go('settings')
      await useData(world, await served(answer), api.key)
      await world.trouble('source-answer-broken').waitFor()
      answer.now = (response) => void response.destroy()
      await world.press('source-answer-broken', 'Retry')
      await world.trouble('source-unreachable').waitFor()
      answer.now = answeringAs(api.url)
      await world.press('source-unreachable', 'Retry')
      await world.gone('source-unreachable')
    },
  },
  {
    codes: ['data-folder-unwritable'],
    tells: 'a full disk is told and nothing is lost; with room again, "Retry" goes on',
    options: { fileSystem: fullDisk.fileSystem },
    async run(world) {
      fullDisk.full(true)
      await world.sync()
      await world.trouble('data-folder-unwritable').waitFor()
      fullDisk.full(false)
      await world.press('data-folder-unwritable', 'Retry')
      await world.gone('data-folder-unwritable')
    },
  },
]
