import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { titled } from '../tooling/skipped.ts'
import type { RealApp } from './real-app.ts'
import { companiesOf, endOf, realElectron, screenForApp, startRealApp } from './real-app.ts'

const electron = await realElectron()
const missing = 'missing' in electron ? electron.missing : null
const program = 'program' in electron ? electron.program : ''

/** What a person does to the window with her hands, and the way to the internet that the system says. */
describe.skipIf(missing !== null)(titled('hands and networks on a real desktop', missing), () => {
  let screen: Awaited<ReturnType<typeof screenForApp>>
  let folder: string
  let running: RealApp
  let proxy: Server
  /** What was asked of the proxy. */
  const asked: { target: string; signIn: string | undefined }[] = []

  beforeAll(async () => {
    await buildWhatChanged(['window', 'main', 'help'])
    screen = await screenForApp()
    folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-hands-'))
    proxy = createServer()
    proxy.on('connect', ({ url = '', headers }, socket) => {
      asked.push({ target: url, signIn: headers['proxy-authorization'] })
      socket.end('HTTP/1.1 407 Sign in\r\nProxy-Authenticate: Basic realm="office"\r\n\r\n')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as AddressInfo
    running = await startRealApp(program, path.join(folder, 'data'), screen.display, {
      environment: {
        HTTPS_PROXY: `http://127.0.0.1:${port}`,
        https_proxy: `http://127.0.0.1:${port}`,
        NO_PROXY: '',
        no_proxy: '',
        QBO_CLIENT_ID: 'client',
        QBO_CLIENT_SECRET: 'secret',
      },
    })
    await running.page.getByRole('heading', { level: 1 }).first().waitFor()
  }, 120_000)

  afterAll(async () => {
    await running.app.close().catch(() => undefined)
    proxy.close()
    screen.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('a folder that is dropped on the window goes into the place of the data, and waits there', async () => {
    const export_ = path.join(folder, 'Billdr export')
    mkdirSync(export_)
    const [before] = await vi.waitFor(
      async () => {
        const found = await companiesOf(running)
        expect(found.length).toBeGreaterThan(0)
        return found
      },
      { timeout: 30_000 },
    )
    const cdp = await running.page.context().newCDPSession(running.page)
    const data = { items: [], files: [export_], dragOperationsMask: 31 }
    for (const type of ['dragEnter', 'dragOver'] as const)
      await cdp.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data })
    await running.page.getByText('Drop the folder or zip of the Billdr export here').waitFor({ timeout: 10_000 })
    await cdp.send('Input.dispatchDragEvent', { type: 'drop', x: 500, y: 400, data })
    const field = running.page.getByLabel('Where the data is')
    await field.waitFor({ timeout: 10_000 })
    await expect.poll(() => field.inputValue(), { timeout: 10_000 }).toBe(export_)
    expect((await companiesOf(running))[0]?.source.location).toBe(before?.source.location)
  }, 60_000)

  it('the other mouse button on a row copies its number into the clipboard of the system', async () => {
    const { page } = running
    await page.evaluate((hash) => void (window.location.hash = hash), '#/')
    const [company] = await companiesOf(running)
    await page.evaluate((id) => void (window.location.hash = `#/${id}/queue`), company?.companyId ?? '')
    await page.getByRole('tab', { name: /^All/ }).click()
    const row = page
      .getByRole('grid')
      .locator('[role=row][data-key]', { hasText: /Invoice 100\d/ })
      .first()
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy the number' }).click()
    await expect
      .poll(() => running.app.evaluate(({ clipboard }) => clipboard.readText()), { timeout: 10_000 })
      .toMatch(/^100\d$/)
  }, 60_000)

  it('the system’s proxy is found by Electron, asked for a tunnel to Intuit, and its sign-in asked for', async () => {
    const { port } = proxy.address() as AddressInfo
    expect(
      await running.app.evaluate(({ session }) =>
        session.defaultSession.resolveProxy('https://quickbooks.api.intuit.com/'),
      ),
    ).toBe(`PROXY 127.0.0.1:${port}`)
    await running.app.evaluate(({ shell }) => void (shell.openExternal = async () => undefined))
    const [company] = await companiesOf(running)
    const id = company?.companyId ?? ''
    const finished = await running.page.evaluate(async (companyId) => {
      const bridge = window.billdrBridge
      const begun = await bridge?.connect({ company: companyId, environment: 'sandbox' })
      if (!begun?.ok) return begun
      const state = new URL(begun.value.authorizeUrl).searchParams.get('state') ?? ''
      const address = `http://localhost:8477/callback?code=c&realmId=1&state=${encodeURIComponent(state)}`
      return bridge?.finishConnect({ company: companyId, address, acceptOtherCompany: true })
    }, id)
    expect(finished).toMatchObject({ ok: false, problem: { code: 'proxy-sign-in' } })
    expect(asked.map(({ target }) => target)).toContain('oauth.platform.intuit.com:443')
    expect(await running.page.evaluate(() => window.billdrBridge?.network({}))).toEqual({
      proxy: '',
      asks: `127.0.0.1:${port}`,
    })
  }, 60_000)

  it('"off" is a choice: no proxy is asked any more, also after a start', async () => {
    await running.page.evaluate(() => window.billdrBridge?.setProxy({ proxy: 'off' }))
    await endOf(running)
    running = await startRealApp(program, path.join(folder, 'data'), screen.display, {
      environment: { HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' },
    })
    expect(await running.page.evaluate(() => window.billdrBridge?.network({}))).toEqual({ proxy: 'off', asks: null })
  }, 60_000)
})
