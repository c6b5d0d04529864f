import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { titled } from '../tooling/skipped.ts'
import type { RealApp } from './real-app.ts'
import {
  appArguments,
  appEnvironment,
  companiesOf,
  endOf,
  hasWindowManager,
  processesWith,
  realElectron,
  ROOT,
  screenForApp,
  startRealApp,
} from './real-app.ts'

const electron = await realElectron()
const missing = 'missing' in electron ? electron.missing : null
const program = 'program' in electron ? electron.program : ''
const WELL = /^app:\/\/billdr-qbo\/index\.html/
const TROUBLE = 'app://billdr-qbo/trouble.html'

/** What happens to a program on a desktop: second starts, windows that die, signals, crashes. */
describe.skipIf(missing !== null)(titled('the program on a real desktop', missing), () => {
  let screen: Awaited<ReturnType<typeof screenForApp>>
  let dataFolder: string
  let running: RealApp

  beforeAll(async () => {
    await buildWhatChanged(['window', 'main', 'help'])
    screen = await screenForApp()
    dataFolder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-states-'))
    running = await startRealApp(program, dataFolder, screen.display)
  }, 120_000)

  afterAll(async () => {
    await running.app.close().catch(() => undefined)
    screen.close()
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  const address = (): Promise<string> =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '')
  const isShown = (): Promise<boolean> =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
  const hide = (): Promise<void> =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())

  /** A second start; answers how it ended. */
  const startAgain = (...given: string[]): Promise<number | null> =>
    new Promise((resolve) => {
      spawn(program, [...appArguments(dataFolder), ...given], {
        stdio: 'ignore',
        env: appEnvironment(screen.display),
      }).once('exit', resolve)
    })

  it('a second start ends at once and opens the company that it names', async () => {
    const [company] = await companiesOf(running)
    const id = company?.companyId ?? ''
    await running.page.evaluate(() => void (window.location.hash = '#/'))
    await hide()
    expect(await startAgain('--company', id)).toBe(0)
    await vi.waitFor(async () => expect(await address()).toContain(`#/${encodeURIComponent(id)}/queue`), {
      timeout: 10_000,
    })
    expect(await isShown()).toBe(true)
  }, 60_000)

  it('a second start by the link of a sign-in brings the window back', async () => {
    await hide()
    expect(await startAgain('billdr-qbo://callback?code=x&state=8477.nobody-waits')).toBe(0)
    await vi.waitFor(async () => expect(await isShown()).toBe(true), { timeout: 10_000 })
  }, 60_000)

  it('has every line of its menus in French where the person reads French', async () => {
    await running.page.evaluate(() => window.billdrBridge?.setLanguage({ language: 'fr' }))
    const labels = await running.app.evaluate(({ Menu }) => {
      const all = (menu: Electron.Menu | null | undefined): string[] =>
        (menu?.items ?? []).flatMap((item) => [
          ...(item.type === 'separator' ? [] : [item.label]),
          ...all(item.submenu),
        ])
      return all(Menu.getApplicationMenu())
    })
    await running.page.evaluate(() => window.billdrBridge?.setLanguage({ language: 'en' }))
    expect(labels).toEqual(
      expect.arrayContaining(['Édition', 'Annuler', 'Tout sélectionner', 'Agrandir', 'Fenêtre', 'Fermer']),
    )
    const english =
      /^(File|Edit|Undo|Redo|Cut|Copy|Paste|Select All|View|Zoom.*|Actual Size|Window|Minimize|Close|Help|Quit)$/
    expect(labels.filter((label) => english.test(label))).toEqual([])
  })

  it('makes the window larger and back by the roles of its menu', async () => {
    const level = (): Promise<number> =>
      running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel() ?? 0)
    const click = (role: string): Promise<void> =>
      running.app.evaluate(({ BrowserWindow, Menu }, wanted) => {
        const all = (menu: Electron.Menu | null | undefined): Electron.MenuItem[] =>
          (menu?.items ?? []).flatMap((item) => [item, ...all(item.submenu)])
        const [window] = BrowserWindow.getAllWindows()
        const item = all(Menu.getApplicationMenu()).find((each) => String(each.role).toLowerCase() === wanted)
        item?.click({} as never, window, window?.webContents)
      }, role)
    await click('zoomin')
    await vi.waitFor(async () => expect(await level()).toBeGreaterThan(0))
    await click('resetzoom')
    await vi.waitFor(async () => expect(await level()).toBe(0))
  })

  it('gives a window that is not its own no answer of the bridge', async () => {
    const answer = await running.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const stranger = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        })
        try {
          await stranger.loadURL('about:blank')
          return String(
            await stranger.webContents.executeJavaScript(
              'window.billdrBridge ? window.billdrBridge.companies({}).then(() => "answered", (error) => String(error)) : "no bridge"',
            ),
          )
        } finally {
          stranger.destroy()
        }
      },
      path.join(ROOT, 'dist', 'preload.cjs'),
    )
    expect(answer).toMatch(/refused|no bridge/)
  })

  it('a page that does not load is no blank window', async () => {
    await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]
        ?.webContents.loadURL('app://billdr-qbo/gone.html')
        .catch(() => undefined),
    )
    await vi.waitFor(async () => expect(await address()).toBe(TROUBLE), { timeout: 10_000 })
    const shown = await running.app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText') as Promise<string>,
    )
    expect(shown).toContain('The window could not be shown')
    expect(shown).toContain('Show the log')
    await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("a").click()'),
    )
    await vi.waitFor(async () => expect(await address()).toMatch(WELL), { timeout: 10_000 })
  })

  it('a window that dies comes back three times, then says so; the tray, a second start and a link revive it', async () => {
    const die = (): Promise<void> =>
      running.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const gone = new Promise<void>((resolve) => contents?.once('render-process-gone', () => resolve()))
        contents?.forcefullyCrashRenderer()
        return gone
      })
    const alive = (): Promise<void> =>
      vi.waitFor(
        async () =>
          expect(
            await running.app.evaluate(({ BrowserWindow }) => {
              const contents = BrowserWindow.getAllWindows()[0]?.webContents
              return contents && !contents.isCrashed() && !contents.isLoading() ? contents.getURL() : ''
            }),
          ).toMatch(WELL),
        { timeout: 15_000 },
      )
    await alive()
    const [company] = await vi.waitFor(() => companiesOf(running), { timeout: 10_000 })
    const ways: (() => Promise<unknown>)[] = [
      () => startAgain(),
      () => startAgain('--company', company?.companyId ?? ''),
      () => startAgain('billdr-qbo://callback?code=x&state=8477.nobody-waits'),
    ]
    for (const open of ways) {
      for (let time = 1; time <= 4; time += 1) {
        await alive()
        await die()
      }
      await vi.waitFor(async () => expect(await address()).toBe(TROUBLE), { timeout: 10_000 })
      await open()
      await alive()
    }
    // The driver of these tests has lost a page that died: a new start has one that it knows.
    await endOf(running)
    running = await startRealApp(program, dataFolder, screen.display)
  }, 120_000)

  it.skipIf(!hasWindowManager(process.env['DISPLAY']))(
    titled(
      'comes back where it was, to the pixel',
      hasWindowManager(process.env['DISPLAY']) ? null : 'no window manager moves windows here',
    ),
    async () => {
      const place = { x: 140, y: 90, width: 1000, height: 700 }
      const bounds = (): Promise<object | undefined> =>
        running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
      await running.app.evaluate(({ BrowserWindow }, where) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.show()
        window?.setBounds(where)
      }, place)
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      const was = await bounds()
      for (let start = 1; start <= 2; start += 1) {
        await endOf(running)
        running = await startRealApp(program, dataFolder, screen.display)
        await vi.waitFor(async () => expect(await bounds()).toEqual(was), { timeout: 5_000 })
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      }
    },
    60_000,
  )

  it('without a window manager, or with one, its window is shown and answers', async () => {
    expect(await isShown()).toBe(true)
    expect((await companiesOf(running)).length).toBeGreaterThan(0)
  })

  it('keeps what it has to itself: its data folder and all in it are of this user alone', async () => {
    expect(statSync(path.join(dataFolder, 'electron')).mode & 0o077).toBe(0)
    expect(statSync(path.join(dataFolder, 'companies')).mode & 0o077).toBe(0)
  })

  it('SIGTERM in the middle of a run ends it in seconds, and what was under way goes on at the next start', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-sigterm-'))
    try {
      const first = await startRealApp(program, folder, screen.display)
      await vi.waitFor(async () => expect((await companiesOf(first))[0]?.counts.synced).toBeGreaterThan(0), {
        timeout: 30_000,
        interval: 20,
      })
      const ended = await endOf(first, 'SIGTERM')
      console.log(`ended by SIGTERM in the middle of a run after ${ended.ms} ms`)
      expect(ended.code).toBe(0)
      expect(ended.ms).toBeLessThan(5_000)
      const second = await startRealApp(program, folder, screen.display)
      await vi.waitFor(
        async () => {
          const [status] = await companiesOf(second)
          expect(status?.counts).toMatchObject({ pending: 0, syncing: 0 })
          expect(status?.counts.synced).toBeGreaterThan(30)
        },
        { timeout: 60_000, interval: 300 },
      )
      const again = await endOf(second)
      console.log(`ended at rest after ${again.ms} ms`)
      expect(again).toMatchObject({ code: 0, signal: null })
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }, 120_000)

  it('a crash of the main process leaves a report and starts the program again', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-crash-'))
    // What crashes at its start is not started again; half a minute later it is.
    const crash = path.join(folder, 'crash.cjs')
    writeFileSync(
      crash,
      `if (!process.argv.some((each) => each.startsWith('--after-crash')))
        setInterval(() => {
          const shown = require('electron').BrowserWindow.getAllWindows().some((window) => window.isVisible())
          if (!shown) return
          const now = Date.now()
          Date.now = () => now + 40_000
          throw new Error('a crash on purpose')
        }, 3_000)`,
    )
    try {
      const [options, rest] = [appArguments(folder).slice(0, -3), appArguments(folder).slice(-3)]
      const first = spawn(program, [...options, '-r', crash, ...rest], {
        stdio: 'ignore',
        detached: true,
        env: appEnvironment(screen.display),
      })
      expect(await new Promise((resolve) => first.once('exit', resolve))).toBe(1)
      // Chromium puts the arguments into another order: what has them as given is only what starts the program, and is soon gone.
      const startedAgain = (): number[] => {
        const afterCrash = new Set(processesWith('--after-crash=1'))
        return processesWith(folder).filter((pid) => afterCrash.has(pid))
      }
      await vi.waitFor(() => expect(startedAgain().length).toBeGreaterThan(0), { timeout: 20_000 })
      expect(readdirSync(path.join(folder, 'crash-reports')).length).toBeGreaterThan(0)
    } finally {
      for (const pid of processesWith(folder)) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // Gone with its parent.
        }
      }
      await vi.waitFor(() => expect(processesWith(folder)).toEqual([]), { timeout: 10_000 })
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }, 60_000)
})
