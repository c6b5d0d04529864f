/**
 * `npm run bench -- limits [--docs N] [--latency MS] [--receipts] [--no-comparison]`: a backlog at full speed into a practice
 * company that enforces QuickBooks' limits (10 requests in any second, 500 and 40 batches in any minute), once each alone and
 * once in batches. It fails where one 429 is seen, where a document is left, where single requests use less than 97 % of
 * what the limits allow, or where batches carry less than 1,000 documents a minute. 2,000 documents take some eight minutes.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Company } from '../../electron/companion/company.ts'
import { setMappings, setSettings } from '../../electron/companion/decisions.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { LoggedRequest } from '../../electron/practice/testing/controlled-company.ts'
import { steered } from '../../electron/practice/testing/steered.ts'
import { mappingsSchema } from '../../shared/mappings.ts'
import { contractorOf, MAPPINGS } from '../chaos/contractor.ts'
import { writeExport } from '../chaos/export-folder.ts'
import { withoutReceipts } from './full-company.ts'

const PER_SECOND = 10
const PER_MINUTE = 500
const WANTED_SHARE = 0.97
const WANTED_A_MINUTE = 1_000
/** Requests that the sign-in server answers count against no limit. */
const UNLIMITED: ReadonlySet<string> = new Set(['token', 'revoke', 'authorize', 'file'])

/** The most requests that fit into a stretch of time that begins with the first of them. */
function allowedIn(ms: number): number {
  const minutes = Math.floor(ms / 60_000)
  return minutes * PER_MINUTE + Math.min(PER_MINUTE, Math.ceil((ms - minutes * 60_000) / 1_000) * PER_SECOND)
}

function watch(company: Company): () => void {
  let last = 0
  return company.listen(() => {
    const { phase, done, total } = company.progress
    if (Date.now() - last < 10_000) return
    last = Date.now()
    console.log(`  ${phase} ${done}${total === null ? '' : ` of ${total}`}`)
  })
}

function say(label: string, value: string): void {
  console.log(`${label.padEnd(34)}${value}`)
}

interface Run {
  documents: number
  latencyMs: number
  receipts: boolean
  batches: boolean
}

async function measure({ documents, latencyMs, receipts, batches }: Run): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-limits-'))
  const source = join(folder, 'export')
  const { contractor } = contractorOf(1, documents)
  await writeExport(source, receipts ? contractor : withoutReceipts(contractor))
  const opened = await openCompanion({
    dataFolder: join(folder, 'data'),
    secrets: createMemoryStore(),
    env: {},
    ...(!batches && { pace: { batches: { from: Infinity, beside: () => 1 } } }),
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  try {
    const added = await opened.companion.addCompany('bench', {
      name: 'Bench',
      location: source,
      keyEnv: null,
      apiKey: null,
    })
    if (!added.ok) throw new Error(added.problem.code)
    const company = added.value
    await company.workspace.setProfile({ environment: 'practice' })
    await setMappings(company, mappingsSchema.parse(MAPPINGS))
    await setSettings(company, { maxRemovals: 100_000 })
    const access = await company.connection.access()
    if (!access.ok || !access.value.practice) throw new Error('no practice company')
    const { controls } = steered(access.value.practice)
    // The practice company of a desktop sets none of its own.
    await controls.setLimits(true)
    if (latencyMs > 0) await controls.setFaults({ rules: [{ kind: 'slow', delayMs: latencyMs }] })

    const unwatch = watch(company)
    const startedAt = performance.now()
    const report = await company.sync()
    const seconds = (performance.now() - startedAt) / 1_000
    unwatch()
    const { counts } = company.status()
    return tell(
      await controls.requests(0),
      seconds,
      company,
      report.problem?.code ?? null,
      counts.pending + counts.syncing + counts.failed,
      batches,
    )
  } finally {
    await opened.companion.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function tell(
  log: readonly LoggedRequest[],
  seconds: number,
  company: Company,
  stopped: string | null,
  left: number,
  batches: boolean,
): boolean {
  const requests = log.filter(({ operation }) => !UNLIMITED.has(operation))
  const times = requests.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b)
  const stretchMs = (times.at(-1) ?? 0) - (times[0] ?? 0)
  const allowed = allowedIn(stretchMs)
  const share = requests.length / allowed
  const throttled = requests.filter(({ status }) => status === 429).length
  const documents = company
    .rows()
    .filter(
      ({ kind, state }) => state === 'synced' && !['client', 'project', 'professional', 'cost-code'].includes(kind),
    ).length
  const writes = requests.filter(({ operation }) =>
    ['create', 'update', 'delete', 'void', 'upload', 'batch'].includes(operation),
  ).length
  const inBatches = requests.filter(({ operation }) => operation === 'batch').length
  const aMinute = (documents / stretchMs) * 60_000
  say('documents in QuickBooks', `${documents}, ${left} left`)
  say(
    'requests',
    `${requests.length} (${writes} writes, of which ${inBatches} batches; ${requests.length - writes} reads)`,
  )
  say(
    'time',
    `${seconds.toFixed(1)} s, of which ${(stretchMs / 1_000).toFixed(1)} s from the first request to the last`,
  )
  say(
    'rate',
    `${((requests.length / stretchMs) * 1_000).toFixed(2)} a second, ${((requests.length / stretchMs) * 60_000).toFixed(0)} a minute`,
  )
  say('documents a minute', aMinute.toFixed(0))
  say('of what the limits allow', `${(share * 100).toFixed(1)} % (${requests.length} of ${allowed})`)
  say('answers 429', String(throttled))
  if (stopped !== null) say('stopped by', stopped)
  const isFast = batches ? aMinute >= WANTED_A_MINUTE : share >= WANTED_SHARE
  return throttled === 0 && isFast && left === 0 && stopped === null
}

const { values } = parseArgs({
  options: {
    docs: { type: 'string', default: '2000' },
    latency: { type: 'string', default: '0' },
    receipts: { type: 'boolean', default: false },
    'no-comparison': { type: 'boolean', default: false },
  },
})
const documents = Number(values.docs)
const latencyMs = Number(values.latency)
if (!Number.isInteger(documents) || documents < 1 || !Number.isInteger(latencyMs) || latencyMs < 0) {
  console.error('Usage: npm run bench -- limits [--docs N] [--latency MS] [--receipts] [--no-comparison]')
  process.exit(64)
}
console.log(
  `A sync of ${documents} documents with the limits of QuickBooks enforced${latencyMs > 0 ? `, each answer ${latencyMs} ms late` : ''}.`,
)
for (const batches of values['no-comparison'] ? [true] : [false, true]) {
  console.log(batches ? '\nIn batches, with single requests beside them' : '\nEach alone')
  if (!(await measure({ documents, latencyMs, receipts: values.receipts, batches }))) process.exitCode = 1
}
