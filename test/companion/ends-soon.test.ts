import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { CLI, NODE_COMPILE_CACHE, command } from '../sample/terminal.ts'

/** Whoever ends the program waits for two seconds at most, whatever it is just waiting for. */
const MOST_MS = 2_000

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
      await rm(scratch, { recursive: true, force: true })
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
