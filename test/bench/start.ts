/**
 * `npm run bench -- start [--docs 50000]`: the processor time of a command that only looks, with nothing set up and with a
 * company whose documents are all in QuickBooks: by the program alone, as npm starts it, and npm without doing anything.
 * The median of several; Linux alone tells the time of children.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fullCompany } from './full-company.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const TIMES = 7
/** The system counts in ticks of this many ms. */
const TICK_MS = 10

/** Processor time of all children that have ended, ms. */
function ofChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS
}

function median(command: string, args: readonly string[], env: Record<string, string> = {}): number {
  const used: number[] = []
  // The first one fills what is kept for later starts, and does not count.
  for (let time = 0; time <= TIMES; time++) {
    const before = ofChildren()
    const ended = spawnSync(command, args, { cwd: ROOT, stdio: 'ignore', env: { ...process.env, ...env } })
    if (ended.status !== 0 && ended.status !== 2)
      throw new Error(`${args.join(' ')} ended with ${String(ended.status)}`)
    if (time > 0) used.push(ofChildren() - before)
  }
  return used.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0
}

const NODE_FLAGS = ['--max-semi-space-size=4']
const COMPILED = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'billdr-qbo', 'compiled') }

function program(dataFolder: string, command: string): number {
  const cli = [...NODE_FLAGS, join(ROOT, 'electron', 'cli.ts'), command, '--data-dir', dataFolder]
  return median(process.execPath, cli, { ...COMPILED, QBO_ENVIRONMENT: 'sandbox' })
}

const { values } = parseArgs({ options: { docs: { type: 'string', default: '50000' } } })
const small = mkdtempSync(join(tmpdir(), 'billdr-qbo-start-'))
const full = await fullCompany(Number(values.docs))
try {
  const added = spawnSync(
    process.execPath,
    [
      join(ROOT, 'electron', 'cli.ts'),
      ...['add-company', '--id', 'small', '--source', join(ROOT, 'build', 'samples', 'renovation')],
      ...['--data-dir', small],
    ],
    { env: { ...process.env, ...COMPILED } },
  )
  if (added.status !== 0) throw new Error(String(added.stderr))
  // Whoever worked last on the folder keeps what is counted of it.
  const kept = ['settings', '--set', 'pollSeconds=60', '--data-dir', full.dataFolder]
  spawnSync(process.execPath, [join(ROOT, 'electron', 'cli.ts'), ...kept], { env: { ...process.env, ...COMPILED } })
  console.table([
    { what: 'Node alone', 'processor ms': median(process.execPath, ['-e', '0']) },
    { what: 'npm alone (npm -v)', 'processor ms': median('npm', ['-v']) },
    { what: 'status, small: the program', 'processor ms': program(small, 'status') },
    {
      what: 'status, small: npm run -s cli -- status',
      'processor ms': median('npm', ['run', '-s', 'cli', '--', 'status', '--data-dir', small]),
    },
    { what: `status, ${values.docs} documents: the program`, 'processor ms': program(full.dataFolder, 'status') },
    { what: `queue, ${values.docs} documents: the program`, 'processor ms': program(full.dataFolder, 'queue') },
  ])
} finally {
  await full.close()
  rmSync(small, { recursive: true, force: true })
}
