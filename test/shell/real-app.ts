import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { _electron } from 'playwright-core'
import { findElectron, missingScreen, rootArguments } from '../../build/setup/electron-runtime.ts'
import type { Bridge } from '../../shared/bridge.ts'
import type { CompanyStatus } from '../../shared/status.ts'

declare global {
  interface Window {
    readonly billdrBridge?: Bridge
  }
}

export const ROOT = path.resolve(import.meta.dirname, '..', '..')
const XVFB = '/usr/bin/Xvfb'

/** Why the real program cannot be started here, or null and what starts it. */
export async function realElectron(): Promise<{ program: string } | { missing: string }> {
  const runtime = await findElectron(ROOT, { download: false })
  if ('missing' in runtime) return { missing: `no Electron runtime: ${runtime.missing}` }
  const screen = missingScreen()
  return screen === null || existsSync(XVFB) ? runtime : { missing: `${screen}, and there is no Xvfb` }
}

/** A screen for the program: this machine's, else one in memory. */
export async function screenForApp(): Promise<{ display: string | undefined; close(): void }> {
  if (missingScreen() === null) return { display: process.env['DISPLAY'], close: () => undefined }
  const child: ChildProcess = spawn(XVFB, ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const display = await new Promise<string>((resolve, reject) => {
    child.stdio[3]?.once('data', (number: Buffer) => resolve(`:${number.toString().trim()}`))
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    child.once('error', reject)
  })
  return { display, close: () => void child.kill() }
}

export interface RealApp {
  app: ElectronApplication
  page: Page
}

/** What the program finds in its environment: nothing of a person's QuickBooks. */
export function appEnvironment(
  display: string | undefined,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (each): each is [string, string] => each[1] !== undefined && !each[0].startsWith('QBO_'),
  )
  return { ...Object.fromEntries(own), ...(display !== undefined && { DISPLAY: display }), ...more }
}

/** What comes before the program's own arguments, as `npm start` gives it. */
export function appArguments(dataFolder: string): string[] {
  return [...rootArguments(), ROOT, '--data-dir', dataFolder]
}

/** Starts the built program on a data folder of its own, as `npm start` does. */
export async function startRealApp(
  program: string,
  dataFolder: string,
  display: string | undefined,
  more: { given?: readonly string[]; environment?: Readonly<Record<string, string>> } = {},
): Promise<RealApp> {
  const app = await _electron.launch({
    executablePath: program,
    args: [...appArguments(dataFolder), ...(more.given ?? [])],
    env: appEnvironment(display, more.environment),
    timeout: 60_000,
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')
  return { app, page }
}

/** How each company stands, asked through the bridge as the window does. */
export function companiesOf({ page }: RealApp): Promise<CompanyStatus[]> {
  return page.evaluate(() => window.billdrBridge?.companies({}) ?? [])
}

/** Ends the program as its menu does, or by a signal; answers how long it took, in ms, and how it ended. */
export async function endOf(
  running: RealApp,
  signal: 'SIGTERM' | 'SIGINT' | null = null,
): Promise<{ ms: number; code: number | null; signal: NodeJS.Signals | null }> {
  const from = performance.now()
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    running.app.process().once('exit', (code, by) => resolve({ code, signal: by })),
  )
  if (signal) running.app.process().kill(signal)
  else await running.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
  const how = await ended
  return { ms: Math.round(performance.now() - from), ...how }
}

/** The numbers of the processes whose command line holds a text (Linux). */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(text)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Whether a window manager runs on the screen: without one nothing is minimised, focused or brought to the front. */
export function hasWindowManager(display: string | undefined): boolean {
  if (process.platform !== 'linux') return true
  const asked = spawnSync('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], {
    encoding: 'utf8',
    env: { ...process.env, ...(display !== undefined && { DISPLAY: display }) },
  })
  return asked.status === 0 ? /window id/.test(asked.stdout) : (process.env['WM'] ?? '1') !== '0'
}
