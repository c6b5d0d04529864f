import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createSocketServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { FaultRule, ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { joinControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { CLI, NODE_COMPILE_CACHE, SAMPLES, command } from '../sample/terminal.ts'

const ID = 'beaubien'

/** Lets the test steer the practice company that the command starts. */
const STEERED = [
  '--import',
  pathToFileURL(join(import.meta.dirname, '../../electron/practice/testing/steered.ts')).href,
]

/**
 * Whoever ends the program waits for two seconds at most, whatever it is just waiting for: it gives up after 1.5 s itself.
 * The rest is for a busy computer, on which a process takes its time to go.
 */
const MOST_MS = 5_000

it.each([
  ['hangs', 1, () => undefined],
  ['hangs, asked twice', 2, () => undefined],
  ['drips', 1, (drip: () => void) => void setInterval(drip, 100).unref()],
] as const)(
  'the end comes soon while the source %s, and the next command has the folder',
  async (_, signals, dripping) => {
    const scratch = await mkdtemp(join(tmpdir(), 'billdr-qbo-ends-'))
    const data = join(scratch, 'data')
    let asked = 0
    const server = createServer((_request, response) => {
      asked += 1
      response.writeHead(200, { 'content-type': 'application/json' })
      dripping(() => response.write(' '))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(async () => {
      server.closeAllConnections()
      server.close()
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
    })
    const source = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const child = spawn(process.execPath, [CLI, 'add-company', '--id', 'api', '--source', source, '--data-dir', data], {
      env: { ...process.env, NODE_COMPILE_CACHE, BILLDR_API_KEY: 'key' },
      stdio: 'ignore',
    })
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    await vi.waitFor(() => expect(asked).toBeGreaterThan(0), 30_000)
    const from = performance.now()
    for (let signal = 0; signal < signals; signal += 1) child.kill('SIGTERM')
    await gone
    expect(performance.now() - from).toBeLessThan(MOST_MS)
    expect((await command(['companies', '--data-dir', data])).errors).not.toContain('open')
  },
  60_000,
)

const FAULTS: Record<string, FaultRule> = {
  'QuickBooks never answers': { kind: 'hang' },
  'QuickBooks wants an hour of rest': { kind: 'throttle', retryAfterSeconds: 3_600 },
  'QuickBooks is out of service': { kind: 'error', status: 503 },
  'QuickBooks is out of service for an hour': { kind: 'error', status: 503, retryAfterSeconds: 3_600 },
}

/** A company whose data is there. */
async function withData(): Promise<{ scratch: string; data: string }> {
  const scratch = await mkdtemp(join(tmpdir(), 'billdr-qbo-ends-'))
  const data = join(scratch, 'data')
  const source = join(scratch, 'export')
  await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
  const added = await command(['add-company', '--id', ID, '--source', source, '--data-dir', data])
  expect(added).toMatchObject({ code: 0 })
  onTestFinished(() => rm(scratch, { recursive: true, force: true, maxRetries: 5 }))
  return { scratch, data }
}

/** Starts a program, asks for its end once it waits, and answers how long that took, ms. */
async function endOf(args: readonly string[], environment: object, waits: () => Promise<void>): Promise<number> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_COMPILE_CACHE, QBO_ENVIRONMENT: 'practice', ...environment },
    stdio: 'ignore',
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  onTestFinished(() => void child.kill('SIGKILL'))
  await vi.waitFor(waits, 30_000)
  const from = performance.now()
  child.kill('SIGTERM')
  await gone
  return performance.now() - from
}

/** Practice companies that answer as the case wants. */
const isSpoilt = new WeakSet<ControlledCompany>()

it.each(Object.entries(FAULTS))(
  'the end comes soon while %s, and the next command has the folder',
  async (_, rule) => {
    const { data } = await withData()
    let practice: ControlledCompany | null = null
    const ms = await endOf([...STEERED, CLI, 'sync', '--watch', '--company', ID, '--data-dir', data], {}, async () => {
      practice ??= await joinControlledCompany(join(companyFolder(data, ID), 'practice'))
      if (practice && !isSpoilt.has(practice)) await practice.controls.setFaults({ rules: [rule] })
      if (practice) isSpoilt.add(practice)
      const asked = await practice?.controls.requests(0)
      expect(asked?.some(({ fault }) => fault !== null)).toBe(true)
    })
    expect(ms).toBeLessThan(MOST_MS)
    expect((await command(['companies', '--data-dir', data])).errors).not.toContain('open')
  },
  60_000,
)

it.skipIf(process.platform !== 'linux')(
  'the end comes soon while the keychain is silent',
  async () => {
    const { scratch, data } = await withData()
    let asked = 0
    const silent = createSocketServer(() => void (asked += 1))
    const socket = join(scratch, 'bus')
    await new Promise<void>((resolve) => silent.listen(socket, resolve))
    onTestFinished(() => void silent.close())
    const environment = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` }
    const ms = await endOf([CLI, 'sync', '--watch', '--company', ID, '--data-dir', data], environment, async () => {
      await Promise.resolve()
      expect(asked).toBeGreaterThan(0)
    })
    expect(ms).toBeLessThan(MOST_MS)
  },
  60_000,
)
