import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
export const SAMPLES = join(ROOT, 'build/samples')

export const CLI = join(ROOT, 'electron/cli.ts')
/** What the first command compiles, the others need not: tests start many. */
export const NODE_COMPILE_CACHE = join(ROOT, 'node_modules/.cache/compiled-command')

export interface Said {
  code: number | null
  out: string
  errors: string
}

/** The real command in a process of its own, as a script runs it. */
export function command(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Said> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(QBO_|BILLDR_)/.test(name)))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { ...clean, LANG: 'en_CA.UTF-8', NODE_COMPILE_CACHE, QBO_PRACTICE_PACE: 'unlimited', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let errors = ''
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, errors }))
  })
}

export interface Contractor {
  dataFolder: string
  source: string
  run(...args: string[]): Promise<Said>
  /** Runs with `--json` and answers the one document of standard output. */
  json<T>(...args: string[]): Promise<T>
  /** Writes another sample over the export, as Billdr would. */
  exportAgain(sample: 'renovation' | 'renovation-day-two'): Promise<void>
  close(): Promise<void>
}

/** A contractor with the sample export and a data folder of its own, on the practice company. */
export async function contractor(): Promise<Contractor> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-sample-'))
  const dataFolder = join(folder, 'data')
  const source = join(folder, 'export')
  await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
  const run = (...args: string[]): Promise<Said> =>
    command([...args, '--data-dir', dataFolder], { QBO_ENVIRONMENT: 'practice' })
  return {
    dataFolder,
    source,
    run,
    async json<T>(...args: string[]): Promise<T> {
      const said = await run(...args, '--json')
      return JSON.parse(said.out) as T
    },
    async exportAgain(sample) {
      await rm(source, { recursive: true })
      await cp(join(SAMPLES, sample), source, { recursive: true })
    },
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
