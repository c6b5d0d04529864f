import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { joinControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { SAMPLES, command } from '../sample/terminal.ts'

const HOST = join(import.meta.dirname, '../../electron/browser-host.ts')
const ID = 'beaubien'
/** Lets the test steer the practice company that the program starts. */
const STEERED = [
  '--import',
  pathToFileURL(join(import.meta.dirname, '../../electron/practice/testing/steered.ts')).href,
]
/** It gives up after 1.5 s itself; the rest is for a busy computer, on which a process takes its time to go. */
const MOST_MS = 5_000

it('the end of the browser host comes soon while QuickBooks wants an hour of rest', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'billdr-qbo-host-ends-'))
  const [data, source] = [join(scratch, 'data'), join(scratch, 'export')]
  await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
  expect(await command(['add-company', '--id', ID, '--source', source, '--data-dir', data])).toMatchObject({ code: 0 })
  const child = spawn(process.execPath, [...STEERED, HOST, '--no-open', '--data-dir', data], {
    env: { ...process.env, QBO_ENVIRONMENT: 'practice' },
    stdio: 'ignore',
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
  })
  let practice: ControlledCompany | null = null
  const fault = { kind: 'throttle', retryAfterSeconds: 3_600 } as const
  await vi.waitFor(
    async () => {
      practice ??= await joinControlledCompany(join(companyFolder(data, ID), 'practice'))
      await practice?.controls.setFaults({ rules: [fault] })
      const asked = await practice?.controls.requests(0)
      expect(asked?.some((each) => each.fault !== null)).toBe(true)
    },
    { timeout: 60_000, interval: 50 },
  )
  const from = performance.now()
  child.kill('SIGTERM')
  await gone
  expect(performance.now() - from).toBeLessThan(MOST_MS)
  expect((await command(['companies', '--data-dir', data])).errors).not.toContain('open')
}, 120_000)
