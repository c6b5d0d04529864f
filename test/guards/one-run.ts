import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

/** What vitest said of the tests that were asked for. */
export interface TestRun {
  passed: string[]
  skipped: string[]
  failed: { name: string; why: string }[]
  /** Why nothing can be said of the tests: vitest itself, or a file that did not load; null where all is well. */
  broken: string | null
}

interface Asked {
  /** The copy of the project. */
  folder: string
  /** Below test/. */
  test: string
  /** Parts of titles; none: all tests of the file. */
  titles: readonly string[]
  /** Ends at the first test that fails. */
  endsEarly: boolean
}

/** As vitest's JSON reporter writes it, as far as it is read here. */
interface VitestJson {
  testResults: {
    message: string
    status: string
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[]
  }[]
}

/** A guard that is missing may let a test wait for ever. */
const LONGEST_MS = 8 * 60_000
/** What a program says that an edit broke, rather than robbed of its guard; JSON that a test cannot read is none of it. */
const NO_PROGRAM =
  /SyntaxError(?!:[^\n]* JSON)|ReferenceError|Cannot find module|ERR_MODULE_NOT_FOUND|ERR_INVALID_TYPESCRIPT/

const running = new Set<number>()

/** Ends every run that is under way, with all that it started. */
export function endAllRuns(): void {
  for (const pid of running) endGroup(pid)
}

function endGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Runs tests of one file by vitest in a copy of the project. */
export async function runTests({ folder, test, titles, endsEarly }: Asked): Promise<TestRun> {
  const temporary = path.join(path.dirname(folder), `${path.basename(folder)}.tmp`)
  mkdirSync(temporary, { recursive: true })
  const result = path.join(temporary, 'result.json')
  const args = ['run', '--project', test.startsWith('browser/') ? 'browser' : 'unit', `test/${test}`]
  if (titles.length > 0) args.push('-t', titles.map((title) => RegExp.escape(title)).join('|'))
  if (endsEarly) args.push('--bail=1')
  const ended = await vitest(folder, [...args, '--reporter=json', `--outputFile=${result}`], temporary)
  const run = existsSync(result) ? readResult(readFileSync(result, 'utf8'), titles) : nothing(ended.output)
  rmSync(temporary, { recursive: true, force: true })
  if (ended.isLate) return { ...run, broken: `it did not end within ${LONGEST_MS / 60_000} minutes` }
  if (ended.code !== 0 && run.failed.length === 0 && run.broken === null)
    return { ...run, broken: `vitest itself failed: ${lastOf(ended.output)}` }
  return run
}

function vitest(
  cwd: string,
  args: readonly string[],
  temporary: string,
): Promise<{ code: number | null; output: string; isLate: boolean }> {
  const child = spawn(process.execPath, [path.join('node_modules', 'vitest', 'vitest.mjs'), ...args], {
    cwd,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, NO_COLOR: '1' },
  })
  const { pid } = child
  if (pid !== undefined) running.add(pid)
  const said: Buffer[] = []
  for (const from of [child.stdout, child.stderr]) from.on('data', (chunk: Buffer) => said.push(chunk))
  let isLate = false
  const limit = setTimeout(() => {
    isLate = true
    if (pid !== undefined) endGroup(pid)
  }, LONGEST_MS)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(limit)
      if (pid !== undefined) running.delete(pid)
      resolve({ code, output: Buffer.concat(said).toString('utf8'), isLate })
    })
  })
}

function nothing(output: string): TestRun {
  return { passed: [], skipped: [], failed: [], broken: `vitest said nothing of its tests: ${lastOf(output)}` }
}

function lastOf(output: string): string {
  return output.trim().slice(-600)
}

function readResult(text: string, titles: readonly string[]): TestRun {
  const run: TestRun = { passed: [], skipped: [], failed: [], broken: null }
  const isAsked = (name: string): boolean => titles.length === 0 || titles.some((title) => name.includes(title))
  for (const file of (JSON.parse(text) as VitestJson).testResults) {
    for (const { fullName, status, failureMessages = [] } of file.assertionResults) {
      if (!isAsked(fullName)) continue
      if (status === 'passed') run.passed.push(fullName)
      else if (status === 'failed') run.failed.push({ name: fullName, why: failureMessages.join(' | ') })
      else run.skipped.push(fullName)
    }
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'))
      run.broken ??= `its file failed beside its tests: ${file.message.slice(0, 300)}`
  }
  const unloaded = run.failed.find(({ why }) => NO_PROGRAM.test(why))
  if (unloaded) run.broken ??= `the program did not run: ${unloaded.why.slice(0, 300)}`
  return run
}
