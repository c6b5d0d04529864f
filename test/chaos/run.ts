// npm run chaos -- --docs 300 --seeds 20: see one-run.ts. Ends with 1 where anything was lost, doubled or wrong.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { noDeviations, totalOf } from './compare.ts'
import type { ChaosResult } from './one-run.ts'
import { chaosRun } from './one-run.ts'

const { values } = parseArgs({
  options: {
    docs: { type: 'string', default: '300' },
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    kills: { type: 'string', default: '20' },
    faults: { type: 'string', default: '0.1' },
    lag: { type: 'string', default: '20' },
    jobs: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})

function wholeNumber(name: 'docs' | 'seeds' | 'from' | 'kills', least: number): number {
  const value = Number(values[name])
  if (Number.isInteger(value) && value >= least) return value
  console.error(`--${name} takes a whole number from ${least}`)
  process.exit(64)
}

const documents = wholeNumber('docs', 10)
const seeds = wholeNumber('seeds', 1)
const first = wholeNumber('from', 1)
const kills = wholeNumber('kills', 0)
const faults = Number(values.faults)
const lagSeconds = Number(values.lag)
const jobs = Number(values.jobs ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))))

const COLUMNS = [
  'seed',
  'docs',
  'receipts',
  'synced',
  'held',
  'failed',
  'starts',
  'kills',
  'requests',
  'faults',
  'lost',
  'twice',
  'wrong',
  'rec. missing',
  'rec. twice',
  'asked',
  'seconds',
] as const
const line = (cells: readonly (string | number)[]): void =>
  console.log(cells.map((cell, at) => String(cell).padStart((COLUMNS[at] ?? '').length + 1)).join(' '))

function cellsOf(seed: string | number, all: readonly ChaosResult[]): (string | number)[] {
  const sum = (of: (result: ChaosResult) => number): number => all.reduce((total, result) => total + of(result), 0)
  return [
    seed,
    sum((r) => r.documents),
    sum((r) => r.receipts),
    ...(['synced', 'held', 'failed'] as const).map((state) => sum((r) => r.rows[state] ?? 0)),
    sum((r) => r.starts),
    sum((r) => r.kills),
    sum((r) => r.requests),
    sum((r) => r.faults),
    sum((r) => r.deviations.lost),
    sum((r) => r.deviations.twice),
    sum((r) => r.deviations.wrong),
    sum((r) => r.deviations.receiptsMissing),
    sum((r) => r.deviations.receiptsTwice),
    sum((r) => r.deviations.asked),
    sum((r) => r.seconds).toFixed(0),
  ]
}

const startedAt = Date.now()
console.log(
  `${seeds} seeds of ${documents} documents and a second day, ${faults * 100} % of requests spoiled, killed ${kills} times each; ${jobs} at a time`,
)
line(COLUMNS)
const results: ChaosResult[] = []
const failures: string[] = []
const waiting = Array.from({ length: seeds }, (_, index) => first + index)
const killsOfDays = [Math.ceil(kills * 0.6), Math.floor(kills * 0.4)] as const

async function worker(): Promise<void> {
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    try {
      const result = await chaosRun({ seed, documents, kills: killsOfDays, faults, lagSeconds, keep: values.keep })
      results.push(result)
      line(cellsOf(seed, [result]))
      for (const sentence of result.deviations.sentences.slice(0, 20)) console.log(`      ${sentence}`)
    } catch (error) {
      failures.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`)
      console.log(failures.at(-1))
    }
  }
}

await Promise.all(Array.from({ length: jobs }, worker))
line(cellsOf('sum', results))
const deviations = results.reduce((sum, result) => sum + totalOf({ ...noDeviations(), ...result.deviations }), 0)
console.log(
  `${deviations} deviations, ${failures.length} runs that did not end, in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`,
)
process.exitCode = deviations > 0 || failures.length > 0 ? 1 : 0
