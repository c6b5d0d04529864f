// npm run guards -- --jobs 2 --only "the key of": takes the guards of docs/security-attacks.md away, one by one, in copies of
// the checkout, and runs the test of each, which must fail. Ends with 1 where one goes unnoticed.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Guard } from './guard.ts'
import { GUARDS } from './guards.ts'
import type { TestRun } from './one-run.ts'
import { endAllRuns, runTests } from './one-run.ts'
import { ScratchCopy } from './scratch-copy.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, jobs: { type: 'string', default: '2' } },
})
const jobs = Number(values.jobs)
if (!Number.isInteger(jobs) || jobs < 1) {
  console.error('--jobs takes a whole number from 1')
  process.exit(64)
}
const only = values.only.toLowerCase()
const chosen = GUARDS.filter((guard) => JSON.stringify(guard).toLowerCase().includes(only))
if (chosen.length === 0) {
  console.error(`No guard says "${values.only}".`)
  process.exit(64)
}

const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'guards-')))
const clear = (): void => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    endAllRuns()
    clear()
    process.exit(130)
  })

/** Works through a list, each copy with one at a time. */
async function inCopies<T>(list: Iterable<T>, work: (copy: ScratchCopy, each: T) => Promise<void>): Promise<void> {
  const waiting = [...list]
  const worker = async (copy: ScratchCopy): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(copy, next)
  }
  await Promise.all(copies.map(worker))
}

function isAsked({ title }: Guard, names: readonly string[]): boolean {
  return names.some((name) => title === undefined || name.includes(title))
}

const startedAt = performance.now()
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0)
const line = (word: string, guard: Guard, from: number, more = ''): void => {
  console.log(`${word.padEnd(10)} ${seconds(from).padStart(4)} s  ${guard.attack} — ${guard.what}${more}`)
}
const counts = { noticed: 0, skipped: 0, other: 0 }

/** As it is, each test passes. Answers the guards whose test does. */
async function passing(): Promise<Guard[]> {
  const byFile = Map.groupBy(chosen, ({ test }) => test)
  const runs = new Map<string, TestRun>()
  await inCopies(byFile, async ({ folder }, [test, guards]) => {
    const titles = guards.flatMap(({ title }) => title ?? [])
    const isWhole = titles.length < guards.length
    const from = performance.now()
    runs.set(test, await runTests({ folder, test, titles: isWhole ? [] : titles, endsEarly: false }))
    console.log(`${'as it is'.padEnd(10)} ${seconds(from).padStart(4)} s  ${test}`)
  })
  return chosen.filter((guard) => {
    const run = runs.get(guard.test)
    const why = run?.broken ?? run?.failed.map((each) => `${each.name}: ${each.why.slice(0, 300)}`).join('\n')
    if (why === undefined || why !== '') {
      counts.other++
      line('FAILS', guard, startedAt, `: with the guard in its place, ${guard.test}: ${why ?? 'was not run'}`)
    } else if (isAsked(guard, run?.passed ?? [])) return true
    else if (isAsked(guard, run?.skipped ?? [])) {
      counts.skipped++
      line('skipped', guard, startedAt, `: ${guard.test} is skipped on this computer`)
    } else {
      counts.other++
      line('NO TEST', guard, startedAt, `: ${guard.test} has no "${guard.title ?? ''}"`)
    }
    return false
  })
}

async function takeAway(copy: ScratchCopy, guard: Guard): Promise<void> {
  const from = performance.now()
  const { test, title } = guard
  const run = await copy.withoutGuard(guard.edits, () =>
    runTests({ folder: copy.folder, test, titles: title === undefined ? [] : [title], endsEarly: true }),
  )
  if (run.broken !== null) {
    counts.other++
    line('BROKEN', guard, from, `: ${run.broken}`)
  } else if (run.failed.length === 0) {
    counts.other++
    line('UNNOTICED', guard, from, `: ${test} passes without it`)
  } else {
    counts.noticed++
    line('noticed', guard, from)
  }
}

const copies = Array.from(
  { length: Math.min(jobs, chosen.length) },
  (_, at) => new ScratchCopy(ROOT, path.join(scratch, String(at + 1))),
)
try {
  const tried = await passing()
  console.log(`The tests pass with every guard in its place (${seconds(startedAt)} s). Without:`)
  await inCopies(tried, takeAway)
} finally {
  clear()
}
console.log(
  `${chosen.length} guards taken away, ${counts.noticed} noticed` +
    (counts.skipped > 0 ? `, ${counts.skipped} skipped` : '') +
    (counts.other > 0 ? `, ${counts.other} NOT` : '') +
    `, in ${seconds(startedAt)} s`,
)
process.exitCode = counts.other === 0 ? 0 : 1
