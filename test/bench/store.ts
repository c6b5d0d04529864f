/**
 * `npm run bench -- store [--docs 50000]`: our store beside plain lowdb on the same data, each in a process of its
 * own. Ours counts a change when it is flushed to the disk; lowdb's JSONFile never flushes, and is timed as it is.
 * Ends with status 1 where a limit is not kept.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { openStore } from '../../electron/store/store.ts'
import { cents } from '../../shared/money.ts'
import { packShown } from '../../shared/shown.ts'

interface Figures {
  documents: number
  fillMs: number
  openMs: number
  readAllMs: number
  changes: number
  medianMs: number
  p99Ms: number
  worstMs: number
  rssMb: number
  peakRssMb: number
}

interface Document {
  key: string
  number: string
  lines: { id: string; description: string; amount: number }[]
  memo: string
  link: { type: string; id: string; syncToken: string; hash: string; shown: string } | null
}

interface Tables {
  documents: Document
}

/** Enough for ours to write new snapshots in the background meanwhile. */
const CHANGES = { ours: 30_000, lowdb: 15 }
const BATCH = 1000
const LIMITS = { medianMs: 5, openMs: 1000, rssMb: 200 }

/** What QuickBooks shows of it, as a link keeps it. */
function shown(n: number): string {
  const zero = cents(0)
  return packShown({
    asOf: new Date(n * 1000).toISOString(),
    number: `F-${n}`,
    date: '2026-03-26',
    dueDate: '2026-04-25',
    party: `Rénovation ${n % 97} (Côté)`,
    currency: 'CAD',
    exchangeRate: null,
    beforeTax: cents(n),
    tax: zero,
    taxes: [],
    total: cents(n),
    balance: zero,
    voided: false,
    deposited: false,
    lines: Array.from({ length: 6 + (n % 7) }, (_, line) => ({
      goesTo: `Job Expenses:Job Materials ${line}`,
      project: null,
      description: `Cost code ${line}: framing, drywall and finishing, as agreed on site ${n % 97}`,
      amount: cents((n * 7919 + line * 104729) % 1_000_000),
      taxCode: '5',
    })),
    links: [{ type: 'Payment', id: String(n), amount: null }],
  })
}

/** An invoice and its link: 2 to 4 kB of JSON, some of it with accents. */
function document(n: number, version: number): Document {
  return {
    key: `invoice:inv_${n}`,
    number: `F-${n}`,
    memo: `Rénovation, étape ${n % 40}: façade et fenêtres, version ${version}`,
    lines: Array.from({ length: 6 + (n % 7) }, (_, line) => ({
      id: `line_${n}_${line}`,
      description: `Cost code ${line}: framing, drywall and finishing, as agreed on site ${n % 97}`,
      amount: (n * 7919 + line * 104729) % 1_000_000,
    })),
    link: {
      type: 'Invoice',
      id: String(100_000 + n),
      syncToken: String(version),
      hash: `${n}`.padStart(64, '0'),
      shown: shown(n),
    },
  }
}

async function fillOurs(folder: string, documents: number): Promise<void> {
  const { value: store } = await openOurs(folder)
  for (let from = 0; from < documents; from += BATCH) {
    const count = Math.min(BATCH, documents - from)
    await store.commit(
      Array.from({ length: count }, (_, k) => ({
        table: 'documents',
        id: `invoice:inv_${from + k}`,
        value: document(from + k, 0),
      })),
    )
  }
  await store.close()
}

async function openOurs(folder: string) {
  const opened = await openStore<Tables>({ folder, name: 'books', version: 1 })
  if (!opened.ok) throw new Error(opened.problem.code)
  return opened
}

async function measureOurs(folder: string, documents: number): Promise<Omit<Figures, 'fillMs'>> {
  const start = performance.now()
  const { value: store } = await openOurs(folder)
  const openMs = performance.now() - start
  const times = await timed(CHANGES.ours, async (k) => {
    const n = (k * 7919) % documents
    await store.commit([{ table: 'documents', id: `invoice:inv_${n}`, value: document(n, k + 1) }])
  })
  const { rss } = process.memoryUsage()
  const readStart = performance.now()
  let lines = 0
  for (const each of store.table('documents').values()) lines += each.lines.length
  if (lines < documents || store.table('documents').size !== documents) throw new Error('documents are missing')
  const readAllMs = performance.now() - readStart
  await store.close()
  return figures(documents, openMs, readAllMs, times, rss)
}

async function openLowdb(folder: string) {
  const low = new Low<{ documents: Record<string, Document> }>(new JSONFile(join(folder, 'books.json')), {
    documents: {},
  })
  await low.read()
  return low
}

async function fillLowdb(folder: string, documents: number): Promise<void> {
  const low = await openLowdb(folder)
  for (let n = 0; n < documents; n++) low.data.documents[`invoice:inv_${n}`] = document(n, 0)
  await low.write()
}

async function measureLowdb(folder: string, documents: number): Promise<Omit<Figures, 'fillMs'>> {
  const start = performance.now()
  const low = await openLowdb(folder)
  const openMs = performance.now() - start
  const times = await timed(CHANGES.lowdb, async (k) => {
    const n = (k * 7919) % documents
    low.data.documents[`invoice:inv_${n}`] = document(n, k + 1)
    await low.write()
  })
  const { rss } = process.memoryUsage()
  const readStart = performance.now()
  let lines = 0
  for (const each of Object.values(low.data.documents)) lines += each.lines.length
  if (lines < documents) throw new Error('documents are missing')
  return figures(documents, openMs, performance.now() - readStart, times, rss)
}

async function timed(count: number, change: (k: number) => Promise<void>): Promise<number[]> {
  const times: number[] = []
  for (let k = 0; k < count; k++) {
    const start = performance.now()
    await change(k)
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)
}

function figures(
  documents: number,
  openMs: number,
  readAllMs: number,
  times: number[],
  rss: number,
): Omit<Figures, 'fillMs'> {
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return {
    documents,
    openMs,
    readAllMs,
    changes: times.length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    worstMs: at(1),
    rssMb: rss / 1024 ** 2,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  }
}

/** Runs Node in a process of its own and answers what it prints. */
async function inOwnProcess<T>(...parameters: string[]): Promise<T> {
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject).on('close', resolve)
  if ((await promise) !== 0) throw new Error(`${parameters.join(' ')} failed`)
  return JSON.parse(printed) as T
}

const STEPS: Record<string, (folder: string, documents: number) => Promise<unknown>> = {
  'fill ours': async (folder, documents) => {
    const start = performance.now()
    await fillOurs(folder, documents)
    return performance.now() - start
  },
  'fill lowdb': async (folder, documents) => {
    const start = performance.now()
    await fillLowdb(folder, documents)
    return performance.now() - start
  },
  'measure ours': measureOurs,
  'measure lowdb': measureLowdb,
}

async function run(kind: 'ours' | 'lowdb', documents: number): Promise<Figures & { diskMb: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-store-'))
  const parameters = ['--folder', folder, '--docs', String(documents)]
  try {
    const fillMs = await inOwnProcess<number>(import.meta.filename, '--step', `fill ${kind}`, ...parameters)
    const measured = await inOwnProcess<Omit<Figures, 'fillMs'>>(
      import.meta.filename,
      '--step',
      `measure ${kind}`,
      ...parameters,
    )
    let bytes = 0
    for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size
    return { ...measured, fillMs, diskMb: bytes / 1024 ** 2 }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function main(documents: number): Promise<void> {
  const bareMb = await inOwnProcess<number>('--eval', 'console.log(process.memoryUsage().rss / 1024 ** 2)')
  const rows = [
    { name: 'ours', ...(await run('ours', documents)) },
    { name: 'ours, a tenth of it', ...(await run('ours', Math.round(documents / 10))) },
    { name: 'lowdb JSONFile', ...(await run('lowdb', documents)) },
  ]
  console.log(
    `Memory is what the process holds above a bare Node (${bareMb.toFixed(0)} MB), the reading of this TypeScript included.`,
  )
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          documents: row.documents,
          'fill s': fixed(row.fillMs / 1000, 2),
          'open ms': fixed(row.openMs, 0),
          changes: row.changes,
          'median ms': fixed(row.medianMs, 2),
          'p99 ms': fixed(row.p99Ms, 2),
          'worst ms': fixed(row.worstMs, 1),
          'read all ms': fixed(row.readAllMs, 0),
          'memory MB': fixed(row.rssMb - bareMb, 0),
          'at most MB': fixed(row.peakRssMb - bareMb, 0),
          'disk MB': fixed(row.diskMb, 0),
        },
      ]),
    ),
  )
  const ours = rows[0]
  if (!ours) return
  const kept = {
    [`a change is durable in under ${LIMITS.medianMs} ms (median)`]: ours.medianMs < LIMITS.medianMs,
    [`opening takes under ${LIMITS.openMs} ms`]: ours.openMs < LIMITS.openMs,
    [`memory stays under ${LIMITS.rssMb} MB`]: ours.peakRssMb - bareMb < LIMITS.rssMb,
  }
  for (const [limit, ok] of Object.entries(kept)) console.log(`${ok ? 'yes' : 'NO '}  ${limit}`)
  if (Object.values(kept).includes(false)) process.exitCode = 1
}

function fixed(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

const { values } = parseArgs({
  options: {
    docs: { type: 'string', default: '50000' },
    step: { type: 'string' },
    folder: { type: 'string', default: '' },
  },
})
const step = values.step === undefined ? undefined : STEPS[values.step]
if (step) console.log(JSON.stringify(await step(values.folder, Number(values.docs))))
else await main(Number(values.docs))
