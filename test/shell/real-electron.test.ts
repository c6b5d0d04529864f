import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CompanyStatus } from '../../shared/status.ts'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { titled } from '../tooling/skipped.ts'
import type { RealApp } from './real-app.ts'
import { companiesOf, realElectron, screenForApp, startRealApp } from './real-app.ts'

const electron = await realElectron()
const missing = 'missing' in electron ? electron.missing : null

/** The built program in the real Electron, driven by Playwright. What the double cannot show: that Electron agrees. */
describe.skipIf(missing !== null)(titled('the program in the real Electron', missing), () => {
  let screen: Awaited<ReturnType<typeof screenForApp>>
  let dataFolder: string
  let running: RealApp

  beforeAll(async () => {
    await buildWhatChanged(['window', 'main', 'help'])
    screen = await screenForApp()
    dataFolder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-real-'))
    running = await startRealApp('program' in electron ? electron.program : '', dataFolder, screen.display)
  }, 120_000)

  afterAll(async () => {
    await running.app.close().catch(() => undefined)
    screen.close()
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  const companies = (): Promise<CompanyStatus[]> => companiesOf(running)

  it('shows its window, served under its own scheme', async () => {
    expect(new URL(running.page.url()).href).toMatch(/^app:\/\/billdr-qbo\/index\.html/)
    await running.page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(
      await running.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isVisible()),
      ),
    ).toEqual([true])
  })

  it('carries the sample over to the practice company through the bridge', async () => {
    await vi.waitFor(
      async () => {
        const [status] = await companies()
        expect(status?.counts.synced).toBeGreaterThan(5)
        expect(status?.counts.pending).toBe(0)
      },
      { timeout: 90_000, interval: 500 },
    )
    expect(await running.page.evaluate(() => window.billdrBridge?.appInfo({}))).toMatchObject({ host: 'electron' })
  }, 120_000)

  it('gives the page the bridge and nothing of Node or Electron', async () => {
    const seen = await running.page.evaluate(() => ({
      node: [
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
        typeof Reflect.get(window, 'module'),
        typeof Reflect.get(window, 'ipcRenderer'),
      ],
      bridge: typeof window.billdrBridge?.companies,
      changed: (() => {
        try {
          Object.assign(window.billdrBridge ?? {}, { companies: null })
        } catch {
          // Frozen, as it should be.
        }
        return typeof window.billdrBridge?.companies
      })(),
    }))
    expect(seen).toEqual({
      node: ['undefined', 'undefined', 'undefined', 'undefined'],
      bridge: 'function',
      changed: 'function',
    })
  })

  it('refuses a call with wrong arguments', async () => {
    const answer = await running.page.evaluate(async () => {
      try {
        await (window.billdrBridge?.status as unknown as (args: unknown) => Promise<unknown>)({ company: 7 })
        return 'answered'
      } catch (error) {
        return String(error)
      }
    })
    expect(answer).toContain('refused')
  })

  it('has no network, no inline script, no other window, and does not go elsewhere', async () => {
    const tried = await running.page.evaluate(async () => {
      const network = await fetch('https://example.com/').then(
        () => 'reached',
        () => 'blocked',
      )
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)
      const opened = window.open('https://example.com/')
      window.location.href = 'https://example.com/'
      return { network, ran: Reflect.get(window, 'ran') === true, opened: opened !== null }
    })
    expect(tried).toEqual({ network: 'blocked', ran: false, opened: false })
    expect(running.page.url()).toMatch(/^app:\/\/billdr-qbo\//)
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('signs in to the practice company again after signing out', async () => {
    const [before] = await companies()
    const company = before?.companyId ?? ''
    await running.page.evaluate((id) => window.billdrBridge?.disconnect({ company: id }), company)
    await vi.waitFor(async () => expect((await companies())[0]?.connection.state).toBe('not-connected'), {
      timeout: 15_000,
    })
    // The person's browser is not part of the program: it is taken along here by hand.
    await running.app.evaluate(({ shell }) => void (shell.openExternal = async () => undefined))
    const started = await running.page.evaluate(
      (id) => window.billdrBridge?.connect({ company: id, environment: 'practice' }),
      company,
    )
    if (!started?.ok) throw new Error('the sign-in did not begin')
    const consent = await fetch(started.value.authorizeUrl)
    const ticket = /name="ticket" value="([^"]+)"/.exec(await consent.text())?.[1]
    if (ticket !== undefined) {
      const { origin, pathname } = new URL(started.value.authorizeUrl)
      await fetch(`${origin}${pathname}`, { method: 'POST', body: new URLSearchParams({ ticket, decision: 'allow' }) })
    }
    await vi.waitFor(
      async () => {
        await running.page.evaluate(
          (id) => window.billdrBridge?.finishConnect({ company: id, address: null, acceptOtherCompany: false }),
          company,
        )
        expect((await companies())[0]?.connection.state).toBe('connected')
      },
      { timeout: 30_000, interval: 500 },
    )
  }, 60_000)

  it('hides when its window is closed where there is a tray, else goes into the taskbar; a second start brings it back', async () => {
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    const after = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible() && !window.isMinimized()),
    )
    expect(after).toEqual([false])
    await running.app.evaluate(({ app }) => void app.emit('second-instance', {}, ['electron'], ''))
    await vi.waitFor(
      async () =>
        expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(
          true,
        ),
      { timeout: 10_000 },
    )
  })

  it('is back where it was after it was killed, with its books as they were', async () => {
    const [before] = await companies()
    const place = `#/${encodeURIComponent(before?.companyId ?? '')}/queue`
    await running.page.evaluate((hash) => void (window.location.hash = hash), place)
    await running.page.waitForURL(`app://billdr-qbo/index.html${place}`)
    const ended = new Promise((resolve) => running.app.process().once('exit', resolve))
    running.app.process().kill('SIGKILL')
    await ended
    running = await startRealApp('program' in electron ? electron.program : '', dataFolder, screen.display)
    expect(running.page.url()).toBe(`app://billdr-qbo/index.html${place}`)
    await vi.waitFor(
      async () => {
        const [after] = await companies()
        expect(after?.counts.synced).toBe(before?.counts.synced)
      },
      { timeout: 60_000, interval: 500 },
    )
  }, 120_000)
})
