/**
 * `npm run bench -- reading [--docs 50000] [--inline]`: for how long the loop of the program is blocked while exports of so
 * many documents are read and kept, and how long that takes: a folder of JSON, one of CSV, a workbook a table, a zip and the
 * local API, and the JSON folder once more with one edited document. `--inline`: as the terminal reads, on the program's own loop.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { putManifest } from './import-data.ts'

interface Part {
  reading: string
  seconds: number
  'processor s': number
  'longest block, processor ms': number
  'blocks over 50 ms': number
  'longest block, clock ms': number
  'memory MB': number
}

const FORMATS = ['json', 'csv', 'xlsx', 'zip'] as const

/** What the thread of the program computed from one turn of its loop to the next, ms of the processor. */
function blocks(): { stop(): number[] } {
  const found: number[] = []
  const used = (): number => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1_000
  }
  let last = used()
  const timer = setInterval(() => {
    const now = used()
    found.push(now - last)
    last = now
  }, 1)
  return {
    stop: () => {
      clearInterval(timer)
      return found
    },
  }
}

async function measure(folder: string, documents: number, inline: boolean): Promise<void> {
  const opened = await openCompanion({
    dataFolder: join(folder, `data-${process.pid}`),
    secrets: createMemoryStore(),
    env: {},
    readsAside: !inline,
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  const { companion } = opened
  const parts: Part[] = []
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const read = async (id: string, what: string): Promise<void> => {
    const company = await companion.company(id)
    if (!company.ok) throw new Error(company.problem.code)
    delay.enable()
    await wait(50)
    delay.reset()
    const seen = blocks()
    const [used, started] = [process.cpuUsage(), performance.now()]
    const failed = await company.value.read()
    const seconds = (performance.now() - started) / 1_000
    const cpu = process.cpuUsage(used)
    await wait(20)
    const turns = seen.stop()
    if (failed) throw new Error(JSON.stringify(failed))
    if (company.value.workspace.store.table('records').size < documents) throw new Error(`${what}: records are missing`)
    parts.push({
      reading: what,
      seconds: Math.round(seconds * 10) / 10,
      'processor s': Math.round((cpu.user + cpu.system) / 100_000) / 10,
      'longest block, processor ms': Math.round(Math.max(...turns)),
      'blocks over 50 ms': turns.filter((ms) => ms > 50).length,
      'longest block, clock ms': Math.round(delay.max / 1e6),
      'memory MB': Math.round(process.memoryUsage().rss / 1024 ** 2),
    })
    delay.disable()
  }
  for (const format of FORMATS) {
    const location = join(folder, format, format === 'zip' ? 'export.zip' : '')
    const added = await companion.addCompany(format, { name: format, location, keyEnv: null, apiKey: null })
    if (!added.ok) throw new Error(added.problem.code)
    await read(format, `${format}, all new`)
  }
  await editOne(join(folder, 'json'))
  await read('json', 'json, one edited')
  await read('json', 'json, nothing new')
  await companion.close()
  console.log(inline ? 'On the loop of the program itself:' : 'As windows have it:')
  console.table(parts)
}

async function editOne(folder: string): Promise<void> {
  const path = join(folder, 'invoices.json')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('2026-04-05', '2026-04-06'))
  await putManifest(folder, [path])
}

const { values } = parseArgs({
  options: {
    docs: { type: 'string', default: '50000' },
    measure: { type: 'string', default: '' },
    inline: { type: 'boolean', default: false },
  },
})
if (values.measure !== '') {
  await measure(values.measure, Number(values.docs), values.inline)
} else {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-reading-'))
  try {
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'import.ts'), 'make', folder, values.docs])
    await wait(3_500)
    const child = spawn(
      process.execPath,
      [import.meta.filename, '--docs', values.docs, '--measure', folder, ...(values.inline ? ['--inline'] : [])],
      {
        stdio: 'inherit',
      },
    )
    const [code] = (await once(child, 'exit')) as [number | null]
    process.exitCode = code ?? 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
