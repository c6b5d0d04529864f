import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, it, vi } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import type { FileSystem } from '../../electron/store/file-system.ts'
import { nodeFileSystem } from '../../electron/store/file-system.ts'
import { openStore } from '../../electron/store/store.ts'
import { SAMPLES, edit, editManifest, emptyFolder, put, renovation } from '../billdr/exports.ts'

/*
 * An hour of ten companies by a clock that is advanced: the export of one is rewritten every second, and that one is broken in
 * another way from time to time. The nine others follow their exports, and neither open files nor memory grow.
 * `HOUR_SECONDS=3600` runs the whole hour (some five minutes), else it is a short one.
 */

const SECONDS = Number(process.env['HOUR_SECONDS'] ?? 120)
/** What a second of that hour takes here. */
const SECOND_MS = 50
const NAMES = Array.from({ length: 9 }, (_, index) => `whole-${index + 1}`)
const BROKEN = 'broken'
/** Later than the sample. */
const EXPORTS_FROM = Date.parse('2026-11-30T08:00:00Z')
/** How long the nine may take to follow, ms: what a folder's watch waits for a burst to end, and a busy computer. */
const IN_STEP_MS = 15_000

/** One of the ten: one client, one project, one invoice, so that the hour is about companies and not about documents. */
async function smallExport(): Promise<string> {
  const folder = await renovation()
  for (const table of ['professionals', 'cost-codes', 'credits', 'payments', 'expenses', 'purchase-orders'])
    await edit(folder, table, (records) => records.splice(0))
  for (const table of ['clients', 'projects', 'invoices']) await edit(folder, table, (records) => records.splice(1))
  await edit(folder, 'invoices', ([invoice]) => Object.assign(invoice ?? {}, { attachments: [] }))
  return folder
}

async function renamed(folder: string, client: string, at: Date): Promise<void> {
  await edit(folder, 'clients', ([first]) => Object.assign(first ?? {}, { displayName: client }))
  await editManifest(folder, (manifest) => Object.assign(manifest, { exportedAt: at.toISOString() }))
}

interface Hour {
  dataFolder: string
  exportFolder: string
  companion: Companion
  scheduler: Scheduler
  restart(damage: (folder: string) => Promise<void>): Promise<void>
  second: number
}

/** Answers, and never ends: what a broken local API does. */
const hanging = createServer(() => undefined)
await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  hanging.closeAllConnections()
  hanging.close()
})

const filesOf = async (folder: string, ending: RegExp): Promise<string[]> =>
  (await readdir(folder)).filter((name) => ending.test(name)).map((name) => join(folder, name))

/** The disk of the broken one alone answers with EIO, while this is set. */
let isDiskBroken = false
const disk: FileSystem = {
  ...nodeFileSystem,
  async open(path, how) {
    const file = await nodeFileSystem.open(path, how)
    if (!path.includes(`${BROKEN}-`)) return file
    const append = file.append.bind(file)
    file.append = (bytes) =>
      isDiskBroken ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) : append(bytes)
    return file
  },
}

/** What Billdr does every second. */
const rewritten = ({ exportFolder, second }: Hour): Promise<void> =>
  renamed(exportFolder, `Client of second ${second}`, new Date(EXPORTS_FROM + second * 1_000))

/** Each way to be broken: how it begins, and what is rewritten every second. */
const WAYS: Record<
  string,
  { begin?: (hour: Hour) => Promise<void>; second?: (hour: Hour) => Promise<void>; end?: (hour: Hour) => Promise<void> }
> = {
  'rewritten while it is read': {
    async second({ exportFolder, second }) {
      await writeFile(join(exportFolder, 'clients.json'), '[{"id": "half')
      if (second % 2 === 0) await put(exportFolder, 'clients.json', '[]')
    },
  },
  'comes and goes': {
    async second({ exportFolder, second }) {
      const [from, to] =
        second % 2 === 0 ? [exportFolder, `${exportFolder} away`] : [`${exportFolder} away`, exportFolder]
      await rename(from, to).catch(() => undefined)
    },
    async end({ exportFolder }) {
      await rename(`${exportFolder} away`, exportFolder).catch(() => undefined)
    },
  },
  'names of 100,000 spaces': {
    second: ({ exportFolder, second }) => renamed(exportFolder, `a${' '.repeat(100_000)}${second}`, new Date()),
  },
  'a file changes beside the export': {
    second: ({ exportFolder, second }) => writeFile(join(exportFolder, 'notes.txt'), String(second)),
  },
  'a surprise in every reading': {
    async begin({ companion }) {
      const company = await companion.company(BROKEN)
      if (!company.ok) return
      vi.spyOn(company.value.source, 'read').mockImplementation(() => {
        throw new TypeError('nobody expected this')
      })
    },
    async end() {
      vi.restoreAllMocks()
      await Promise.resolve()
    },
  },
  'a disk that takes nothing': {
    async begin() {
      isDiskBroken = true
      await Promise.resolve()
    },
    async end() {
      isDiskBroken = false
      await Promise.resolve()
    },
  },
  'a local API that never ends its answer': {
    async begin({ companion }) {
      const company = await companion.company(BROKEN)
      const port = (hanging.address() as AddressInfo).port
      if (company.ok) await company.value.source.pointTo(`http://127.0.0.1:${port}/`, null)
    },
    async end({ companion, exportFolder }) {
      const company = await companion.company(BROKEN)
      if (company.ok) await company.value.source.pointTo(exportFolder, null)
    },
  },
  'a bit that flipped in its store': {
    begin: ({ restart }) =>
      restart(async (folder) => {
        for (const file of await filesOf(folder, /^company\.\d+\.journal$/)) {
          const bytes = await readFile(file)
          if (bytes.length > 100) bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
          await writeFile(file, bytes)
        }
      }),
  },
  'its history cannot be opened': {
    begin: ({ restart }) =>
      restart(async (folder) => {
        for (const file of await filesOf(folder, /\.history$/)) {
          await rename(file, `${file}.aside`)
          await mkdir(file)
        }
      }),
    end: ({ restart }) =>
      restart(async (folder) => {
        for (const file of await filesOf(folder, /\.history\.aside$/)) {
          await rm(file.replace(/\.aside$/, ''), { recursive: true })
          await rename(file, file.replace(/\.aside$/, ''))
        }
      }),
  },
  'of a newer version': {
    begin: ({ restart }) =>
      restart(async (folder) => {
        for (const file of await filesOf(folder, /^company\./)) await rm(file)
        const later = await openStore<{ profile: object }>({ folder, name: 'company', version: 999 })
        if (!later.ok) throw new Error(later.problem.code)
        await later.value.commit([{ table: 'profile', id: 'only', value: {} }])
        await later.value.close()
      }),
  },
}

/** What stands beside the broken one, where that is certain. */
const SAYS: Readonly<Record<string, string>> = {
  'a surprise in every reading': 'company-stopped',
  'a disk that takes nothing': 'data-folder-unwritable',
  'its history cannot be opened': 'data-folder-unreadable',
  'of a newer version': 'data-folder-newer',
}

const openFiles = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0)
const heapMb = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1024 / 1024
}

it(
  `${SECONDS} seconds of ten companies, one of them broken in every way: nine in step, open files and memory flat`,
  async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'billdr-qbo-hour-'))
    const secrets = createMemoryStore()
    let now = EXPORTS_FROM
    const folders = new Map<string, string>()
    for (const name of [...NAMES, BROKEN]) folders.set(name, await smallExport())
    const exportFolder = folders.get(BROKEN) ?? (await emptyFolder())

    async function begin(): Promise<{ companion: Companion; scheduler: Scheduler }> {
      const answer = await openCompanion({
        dataFolder,
        secrets,
        env: {},
        clock: () => new Date(now),
        fileSystem: disk,
      })
      if (!answer.ok) throw new Error(answer.problem.code)
      const { companion } = answer
      for (const [name, location] of folders)
        if (!companion.companyIds().includes(name))
          expect(await companion.addCompany(name, { name, location, keyEnv: null, apiKey: null })).toMatchObject({
            ok: true,
          })
      const scheduler = new Scheduler({ companion, dataFolder, samples: SAMPLES, host: 'browser', version: '0' })
      await scheduler.start()
      return { companion, scheduler }
    }

    const hour: Hour = {
      dataFolder,
      exportFolder,
      second: 0,
      ...(await begin()),
      async restart(damage) {
        await hour.scheduler.close()
        await damage(companyFolder(dataFolder, BROKEN))
        Object.assign(hour, await begin())
      },
    }

    /** Every one of the nine shows the client's new name. */
    async function inStep(client: string): Promise<number> {
      const from = performance.now()
      await vi.waitFor(
        () => {
          for (const name of NAMES) {
            const rows = hour.scheduler.company(name)?.rows() ?? []
            expect(JSON.stringify(rows.find(({ kind }) => kind === 'client')), name).toContain(client)
            expect(hour.scheduler.company(name)?.status().source.problem, name).toBe(null)
          }
        },
        { timeout: IN_STEP_MS, interval: 20 },
      )
      return performance.now() - from
    }

    const ways = Object.entries(WAYS)
    const eachSeconds = Math.floor(SECONDS / ways.length)
    const figures: { way: string; slowestMs: number; files: number; heap: number; said: string | null }[] = []
    for (const [way, { begin: breaks, second, end }] of ways) {
      await breaks?.(hour)
      await hour.scheduler.watchSource(BROKEN)
      hour.scheduler.syncSoon(BROKEN)
      let slowestMs = 0
      for (let at = 0; at < eachSeconds; at += 1) {
        hour.second += 1
        now += 1_000
        await (second ?? rewritten)(hour)
        await wait(SECOND_MS)
        if (at % 60 === 30 || at === eachSeconds - 1) {
          const client = `Client of ${hour.second}`
          for (const name of NAMES) await renamed(folders.get(name) ?? '', client, new Date(now))
          slowestMs = Math.max(slowestMs, await inStep(client))
        }
      }
      expect(hour.scheduler.statuses()).toHaveLength(10)
      const said = (): string | null =>
        hour.scheduler.statuses().find(({ companyId }) => companyId === BROKEN)?.source.problem?.code ?? null
      if (SAYS[way]) await vi.waitFor(() => expect(said(), way).toBe(SAYS[way]), IN_STEP_MS)
      figures.push({
        way,
        slowestMs: Math.round(slowestMs),
        files: openFiles(),
        heap: Math.round(heapMb()),
        said: said(),
      })
      await end?.(hour)
    }
    await hour.scheduler.close()
    await rm(dataFolder, { recursive: true, force: true })
    if (process.env['HOUR_SECONDS']) console.table(figures)
    const [first, last] = [figures[0], figures.at(-1)]
    expect((last?.files ?? 0) - (first?.files ?? 0)).toBeLessThan(20)
    expect((last?.heap ?? 0) - (first?.heap ?? 0)).toBeLessThan(60)
  },
  SECONDS * 1_000 + 120_000,
)
