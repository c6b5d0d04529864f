import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { keychainMissing, keychainSession } from '../support/keychain-session.ts'
import type { KeychainSession } from '../support/keychain-session.ts'
import { titled } from '../tooling/skipped.ts'
import type { RealApp } from './real-app.ts'
import { companiesOf, endOf, processesWith, realElectron, ROOT, screenForApp, startRealApp } from './real-app.ts'

const electron = await realElectron()
const noPrompt = spawnSync('sh', ['-c', 'command -v dbus-send']).status === 0 ? null : 'not installed: dbus-send'
const missing = 'missing' in electron ? electron.missing : (keychainMissing() ?? noPrompt)
const program = 'program' in electron ? electron.program : ''

/** A company that is connected, beside the practice company, with its tokens in a keychain of this test's own. */
describe.skipIf(missing !== null)(titled('a keychain that asks, in the real program', missing), () => {
  let screen: Awaited<ReturnType<typeof screenForApp>>
  let session: KeychainSession
  let dataFolder: string
  let running: RealApp | null = null

  beforeAll(async () => {
    await buildWhatChanged(['window', 'main', 'help'])
    screen = await screenForApp()
  }, 120_000)

  beforeEach(async () => {
    session = await keychainSession(screen.display === undefined ? {} : { DISPLAY: screen.display })
  })

  afterAll(() => screen.close())

  afterEach(async () => {
    await running?.app.close().catch(() => undefined)
    running = null
    await session.close()
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  /** Makes the two companies, and what the keychain has of the connected one. */
  async function twoCompanies(): Promise<void> {
    dataFolder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-locked-'))
    const opened = await openCompanion({ dataFolder, secrets: createMemoryStore() })
    if (!opened.ok) throw new Error(opened.problem.code)
    const { companion } = opened
    const source = path.join(ROOT, 'build', 'samples', 'renovation')
    for (const id of ['real', 'practice']) {
      const made = await companion.addCompany(id, { name: id, location: source, keyEnv: null, apiKey: null })
      if (!made.ok) throw new Error(made.problem.code)
      await made.value.workspace.setProfile(
        id === 'real'
          ? { environment: 'sandbox', realmId: '4620816365', quickbooksName: 'Maple Renovations' }
          : { environment: 'practice' },
      )
    }
    inSession(process.execPath, [
      '-e',
      'require("keytar").setPassword("billdr-qbo", process.argv[1], "{}")',
      `tokens ${companion.folderId} real`,
    ])
    await companion.close()
  }

  function inSession(file: string, args: string[]): void {
    const done = spawnSync(file, args, {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', ...session.environment },
    })
    if (done.status !== 0) throw new Error(done.stderr)
  }

  /** As a desktop does with its screen. */
  function lock(): void {
    inSession('dbus-send', [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.secrets',
      '/org/freedesktop/secrets',
      'org.freedesktop.Secret.Service.Lock',
      'array:objpath:/org/freedesktop/secrets/collection/login',
    ])
  }

  const codeOf = async (id: string): Promise<string | undefined> =>
    running === null
      ? undefined
      : (await companiesOf(running)).find(({ companyId }) => companyId === id)?.connection.problem?.code

  async function startTimed(environment: Record<string, string>): Promise<number> {
    const from = performance.now()
    running = await startRealApp(program, dataFolder, screen.display, { environment })
    return Math.round(performance.now() - from)
  }

  /** The programs that show the keychain's question on this test's own bus. */
  function prompters(): number[] {
    const bus = `DBUS_SESSION_BUS_ADDRESS=${session.environment['DBUS_SESSION_BUS_ADDRESS'] ?? ''}`
    return processesWith('gcr-prompter').filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(bus)
      } catch {
        return false
      }
    })
  }

  it('locked: the window comes first, the others go on, it is said, and the program ends in seconds', async () => {
    await twoCompanies()
    lock()
    const ms = await startTimed(session.environment)
    console.log(`start to window with the keyring locked: ${ms} ms`)
    // Asked first, it would have come after two minutes.
    expect(ms).toBeLessThan(30_000)
    await vi.waitFor(async () => expect(await codeOf('real')).toBe('keychain-locked'), { timeout: 30_000 })
    const [now] = [running as unknown as RealApp]
    await vi.waitFor(
      async () => {
        const practice = (await companiesOf(now)).find(({ companyId }) => companyId === 'practice')
        expect(practice?.counts.synced).toBeGreaterThan(5)
      },
      { timeout: 60_000, interval: 300 },
    )
    const ended = await endOf(now)
    console.log(`ended with the keyring locked after ${ended.ms} ms`)
    expect(ended).toMatchObject({ code: 0, signal: null })
    expect(ended.ms).toBeLessThan(4_000)
  }, 120_000)

  it('cancelled: the question goes, the program stays, and says what to do', async ({ skip }) => {
    await twoCompanies()
    lock()
    await startTimed(session.environment)
    const asks = await vi
      .waitFor(
        () => {
          const found = prompters()
          if (found.length === 0) throw new Error('nothing asks')
          return found
        },
        { timeout: 15_000 },
      )
      .catch(() => [])
    if (asks.length === 0) skip('no program shows the keychain’s question here')
    for (const pid of asks) process.kill(pid, 'SIGTERM')
    await vi.waitFor(async () => expect(await codeOf('real')).toBe('keychain-locked'), { timeout: 30_000 })
    expect((running as unknown as RealApp).app.process().exitCode).toBeNull()
  }, 120_000)

  it('absent: the window comes, practice works, and the connected company says what is missing', async () => {
    await twoCompanies()
    const nobody = `unix:path=${path.join(dataFolder, 'no-bus')}`
    const ms = await startTimed({ ...session.environment, DBUS_SESSION_BUS_ADDRESS: nobody })
    console.log(`start to window without a keychain: ${ms} ms`)
    await vi.waitFor(async () => expect(await codeOf('real')).toBe('keychain-missing'), { timeout: 30_000 })
    const ended = await endOf(running as unknown as RealApp)
    console.log(`ended without a keychain after ${ended.ms} ms`)
    expect(ended.code).toBe(0)
  }, 120_000)
})
