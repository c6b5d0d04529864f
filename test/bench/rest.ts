/**
 * `npm run bench -- rest [--docs 50000]`: what the program costs while nothing happens, and when one record changes, with
 * all documents in QuickBooks: start to first rows, an hour of polls, one edited document, memory, and the longest time for
 * which the loop of its process was blocked in each part. Processor time, since a machine may have other work.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import type { PracticePlace } from '../chaos/books-as-read.ts'
import { envOf, fullCompany, signIn } from './full-company.ts'

interface Folders {
  dataFolder: string
  source: string
  place: PracticePlace
}

/** What the measured process is given: the folders, and what the keychain holds. */
interface Handed extends Folders {
  secrets: [string, string][]
}

const POLLS = 60
const COMPANY = 'lavoie'

interface Part {
  part: string
  'processor ms': number
  'wall ms': number
  'longest block ms': number
  'memory MB': number
}

const parts: Part[] = []
const delay = monitorEventLoopDelay({ resolution: 5 })

async function measured<T>(part: string, work: () => Promise<T>): Promise<T> {
  delay.enable()
  await wait(50)
  delay.reset()
  const [before, started] = [process.cpuUsage(), performance.now()]
  const result = await work()
  const used = process.cpuUsage(before)
  const wall = performance.now() - started
  await wait(20)
  parts.push({
    part,
    'processor ms': Math.round((used.user + used.system) / 1000),
    'wall ms': Math.round(wall),
    'longest block ms': Math.round(delay.max / 1e6),
    'memory MB': Math.round(process.memoryUsage().rss / 1024 ** 2),
  })
  delay.disable()
  return result
}

/** Resolves when the company's run that was asked for has ended. */
async function oneRun(scheduler: Scheduler): Promise<void> {
  const before = scheduler.company(COMPANY)?.profile.lastPush?.at
  scheduler.syncSoon(COMPANY)
  for (;;) {
    await wait(5)
    const company = scheduler.company(COMPANY)
    if (company && company.profile.lastPush?.at !== before && company.progress.phase === 'idle') return
  }
}

/** One invoice gets another due date: held (I2), so that rows change and nothing is sent. */
async function editOne(source: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(source, 'manifest.json'), 'utf8')) as {
    exportedAt: string
    files: { path: string; bytes: number; sha256: string }[]
  }
  const path = join(source, 'invoices.json')
  const invoices = JSON.parse(await readFile(path, 'utf8')) as {
    id: string
    status: string
    dueOn?: string
    updatedAt: string
  }[]
  const edited = invoices.find((each) => each.status === 'submitted')
  if (!edited) throw new Error('no submitted invoice')
  edited.dueOn = '2026-12-24'
  const text = JSON.stringify(invoices, null, 1)
  await writeFile(path, text)
  const listed = manifest.files.find((each) => each.path === 'invoices.json')
  if (!listed) throw new Error('no invoices in the manifest')
  listed.bytes = (await stat(path)).size
  listed.sha256 = createHash('sha256').update(text).digest('hex')
  manifest.exportedAt = new Date(Date.parse(manifest.exportedAt) + 60_000).toISOString()
  await writeFile(join(source, 'manifest.json'), JSON.stringify(manifest, null, 1))
  return edited.id
}

async function measure(full: Folders, documents: number, secrets: SecretStore): Promise<void> {
  let ahead = 0
  const scheduler = await measured('start to first rows', async () => {
    const opened = await openCompanion({
      dataFolder: full.dataFolder,
      secrets,
      env: envOf(full.place),
      clock: () => new Date(Date.now() + ahead),
      pace: { limits: { perSecond: 100_000, perMinute: 1_000_000 } },
    })
    if (!opened.ok) throw new Error(opened.problem.code)
    const made = new Scheduler({
      companion: opened.companion,
      dataFolder: full.dataFolder,
      samples: '',
      host: 'browser',
      version: '0',
    })
    await made.start()
    if ((made.rowsSince(COMPANY, null)?.rows.length ?? 0) < documents) throw new Error('rows are missing')
    return made
  })
  let events = 0
  scheduler.subscribe(() => {
    events += 1
  })
  await measured('first run: nothing new', () => oneRun(scheduler))
  await measured('at rest, three seconds later', () => wait(3_000))
  await measured(`an hour, ${POLLS} polls, nothing new`, async () => {
    for (let poll = 0; poll < POLLS; poll++) {
      ahead += 60_000
      await oneRun(scheduler)
    }
  })
  const edited = `invoice:${await editOne(full.source)}`
  await measured('one record changes', async () => {
    ahead += 60_000
    const { promise: told, resolve } = Promise.withResolvers<null>()
    scheduler.subscribe((event) => {
      if (event.event === 'rows' && event.rows.some(({ key }) => key === edited)) resolve(null)
    })
    scheduler.syncSoon(COMPANY)
    await told
  })
  await measured('status and counts, asked 100 times', async () => {
    for (let count = 0; count < 100; count++) scheduler.statuses()
  })
  await scheduler.close()
  const hour = parts.find(({ part }) => part.startsWith('an hour'))
  console.table(parts)
  console.log(
    `idle: ${(((hour?.['processor ms'] ?? 0) / 3_600_000) * 100).toFixed(2)} % of one processor; ${events} events`,
  )
}

const { values } = parseArgs({
  options: { docs: { type: 'string', default: '50000' }, measure: { type: 'string', default: '' } },
})
const documents = Number(values.docs)
if (values.measure !== '') {
  const { place, secrets: kept, ...folders } = JSON.parse(await readFile(values.measure, 'utf8')) as Handed
  const secrets = createMemoryStore()
  for (const [account, value] of kept) await secrets.set(account, value)
  await measure({ ...folders, place }, documents, secrets)
} else {
  const full = await fullCompany(documents)
  try {
    const secrets = createMemoryStore()
    await signIn(full, secrets)

    const kept: [string, string][] = []
    for (const account of secrets.accounts()) {
      const value = await secrets.get(account)
      if (value.ok && value.value !== null) kept.push([account, value.value])
    }
    const { dataFolder, source } = full
    const handed: Handed = { dataFolder, source, place: full.practice.place, secrets: kept }
    const file = join(full.source, '..', 'handed.json')
    await writeFile(file, JSON.stringify(handed), { mode: 0o600 })
    // In a process of its own: what was made ready before is no part of what is measured.
    const child = spawn(
      process.execPath,
      [...process.execArgv, import.meta.filename, '--docs', values.docs, '--measure', file],
      {
        stdio: 'inherit',
      },
    )
    const [code] = (await once(child, 'exit')) as [number | null]
    process.exitCode = code ?? 1
  } finally {
    await full.close()
  }
}
