import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildWhatChanged } from './build.ts'
import { findElectron, missingScreen } from './electron-runtime.ts'
import type { Outcome } from './outcome.ts'
import { closingLine, failed, failedLines, ONE_PASSED, skippedLines, together } from './outcome.ts'
import type { VitestCounts } from './vitest-counts.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const MINUTE = 60_000

interface Stage {
  name: string
  run(): Promise<Outcome>
}

const children = new Set<number>()
const scratch = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-tests-'))

/**
 * Runs a program of the project with the Node that runs this. `quiet` holds its output back until it ends, for stages
 * that run beside each other. A program that says nothing for `silentMs` hangs, and is ended with everything that it
 * started: a slow computer is no failure, so there is no limit for the whole.
 */
async function run(
  file: string,
  args: string[],
  options: { silentMs: number; quiet?: boolean; env?: Record<string, string> },
): Promise<boolean> {
  const detached = process.platform !== 'win32'
  const child = spawn(process.execPath, [file, ...args], {
    cwd: ROOT,
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  })
  if (child.pid !== undefined) children.add(child.pid)
  const held: Buffer[] = []
  return new Promise((resolve) => {
    const hangs = setTimeout(() => {
      console.log(`${path.basename(file)} said nothing for ${options.silentMs / MINUTE} minutes; ending it.`)
      endGroup(child.pid)
    }, options.silentMs)
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        hangs.refresh()
        if (options.quiet) held.push(chunk)
        else to.write(chunk)
      })
    }
    const done = (ok: boolean): void => {
      clearTimeout(hangs)
      if (child.pid !== undefined) children.delete(child.pid)
      if (!ok && held.length > 0) process.stdout.write(Buffer.concat(held))
      resolve(ok)
    }
    child.on('error', (error) => {
      console.log(`Could not start ${file}: ${error.message}`)
      done(false)
    })
    child.on('close', (code) => done(code === 0))
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}

async function vitest(name: string, args: string[]): Promise<Outcome> {
  const file = path.join(scratch, `${name}.json`)
  const ok = await run(
    'node_modules/vitest/vitest.mjs',
    ['run', ...args, '--passWithNoTests', '--reporter=default', '--reporter=./build/setup/vitest-counts.ts'],
    { silentMs: 10 * MINUTE, env: { VITEST_COUNTS: file } },
  )
  const counts = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as VitestCounts)
    : { passed: 0, failed: 0, skipped: [], failures: [] }
  if (ok || counts.failed > 0) return counts
  return { ...counts, failed: 1, failures: [{ name, why: 'vitest itself failed, see its output above' }] }
}

async function script(file: string, args: string[]): Promise<Outcome> {
  if (!existsSync(path.join(ROOT, file)))
    return { passed: 0, failed: 0, skipped: [{ name: file, why: 'this copy of the project does not hold it' }] }
  return (await run(file, args, { silentMs: 15 * MINUTE })) ? ONE_PASSED : failed(file)
}

async function electronLine(): Promise<string> {
  const runtime = await findElectron(ROOT, { download: false })
  if ('missing' in runtime) return `Electron: the shell runs against the typed double; no runtime (${runtime.missing}).`
  const screen = missingScreen()
  return screen === null || existsSync('/usr/bin/Xvfb')
    ? 'Electron: the shell runs against the typed double, and the real app is started too.'
    : `Electron: the shell runs against the typed double; the real app cannot be started (${screen}, and no Xvfb).`
}

/** A check of the whole project by another program; what it says is shown only where it fails. */
function check(name: string, file: string, args: string[]): Stage {
  return {
    name,
    run: async () => ((await run(file, args, { silentMs: 10 * MINUTE, quiet: true })) ? ONE_PASSED : failed(name)),
  }
}

const PRETTIER = 'node_modules/prettier/bin/prettier.cjs'
const ESLINT = 'node_modules/eslint/bin/eslint.js'
const ESLINT_FLAGS = ['--flag', 'unstable_native_nodejs_ts_config', '--max-warnings', '0']
const TYPES = check('types', 'node_modules/typescript/bin/tsc', ['-p', '.'])

const STAGES: Stage[] = [
  {
    name: 'build',
    run: async () => {
      try {
        await buildWhatChanged(['window', 'main'])
        return ONE_PASSED
      } catch (error) {
        console.log(error)
        return failed('build')
      }
    },
  },
  // Each keeps one core busy, so beside each other they take as long as the slowest one.
  TYPES,
  check('lint', ESLINT, ['.', ...ESLINT_FLAGS]),
  check('format', PRETTIER, ['--check', '.']),
  check('unused code', 'node_modules/knip/bin/knip.js', ['--no-progress']),
  { name: 'unit and integration', run: () => vitest('unit', ['--project', '!browser']) },
  { name: 'chaos', run: () => script('test/chaos/run.ts', ['--docs', '60', '--seeds', '2', '--kills', '6']) },
  { name: 'browser', run: () => vitest('browser', ['--project', 'browser']) },
]
const BESIDE_EACH_OTHER = new Set(['types', 'lint', 'format', 'unused code'])

/** Unit tests with what they cover, `npm test -- --coverage`: fails where a room covers less than vite.config.ts asks of it. */
const COVERAGE: Stage = {
  name: 'coverage',
  run: () => vitest('coverage', ['--project', '!browser', '--coverage']),
}

/**
 * The inner loop, `npm test -- --changed [commit]`: types, and format, lint and unit tests of what changed since a
 * commit (HEAD where none is named) and of what imports it.
 */
function stagesOfChange(since: string): Stage[] {
  const changed = changedFiles(since)
  const code = changed.filter((file) => /\.(tsx?|mjs)$/.test(file))
  const stages = [TYPES]
  if (changed.length > 0) stages.push(check('format', PRETTIER, ['--check', '--ignore-unknown', ...changed]))
  if (code.length > 0) stages.push(check('lint', ESLINT, [...code, ...ESLINT_FLAGS]))
  return [...stages, { name: 'unit', run: () => vitest('changed', ['--project', '!browser', '--changed', since]) }]
}

function changedFiles(since: string): string[] {
  const list = (args: string[]): string[] => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n')
  const named = [...list(['diff', '--name-only', since]), ...list(['ls-files', '--others', '--exclude-standard'])]
  return [...new Set(named)].filter((file) => file !== '' && existsSync(path.join(ROOT, file)))
}

async function timed(stage: Stage): Promise<Outcome> {
  const started = performance.now()
  console.log(`— ${stage.name} …`)
  const outcome = await stage.run()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `— ${stage.name}: ${outcome.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s (${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped.length} skipped)`,
  )
  return outcome
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const pid of children) endGroup(pid)
    rmSync(scratch, { recursive: true, force: true })
    process.exit(130)
  })
}

function stagesFor(asked: readonly string[]): readonly Stage[] {
  if (asked[0] === '--changed') return stagesOfChange(asked[1] ?? 'HEAD')
  if (asked[0] === '--coverage') return [COVERAGE]
  const unknown = asked.find((name) => !STAGES.some((stage) => stage.name.startsWith(name)))
  if (unknown !== undefined) {
    console.error(`There is no stage "${unknown}". Stages: ${STAGES.map((stage) => stage.name).join(', ')}.`)
    process.exit(64)
  }
  return asked.length === 0 ? STAGES : STAGES.filter((stage) => asked.some((name) => stage.name.startsWith(name)))
}

const chosen = stagesFor(process.argv.slice(2))
const outcomes: Outcome[] = []
const sideBySide = chosen.filter((stage) => BESIDE_EACH_OTHER.has(stage.name))
for (const stage of chosen) {
  if (!BESIDE_EACH_OTHER.has(stage.name)) outcomes.push(await timed(stage))
  else if (stage === sideBySide[0]) outcomes.push(...(await Promise.all(sideBySide.map(timed))))
}
rmSync(scratch, { recursive: true, force: true })

const all = together(outcomes)
if (all.skipped.length > 0) console.log(['', 'Skipped:', ...skippedLines(all)].join('\n'))
console.log(await electronLine())
if (all.failed > 0) console.log(['', 'Failed:', ...failedLines(all), ''].join('\n'))
console.log(closingLine(all))
process.exitCode = all.failed === 0 ? 0 : 1
