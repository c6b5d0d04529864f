import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { _electron } from 'playwright-core'
import { findElectron, missingScreen, rootArguments } from '../../build/setup/electron-runtime.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
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

/** Starts the built program on a data folder of its own, as `npm start` does. */
export async function startRealApp(
  program: string,
  dataFolder: string,
  display: string | undefined,
  ...more: string[]
): Promise<RealApp> {
  const app = await _electron.launch({
    executablePath: program,
    args: [...rootArguments(), ROOT, '--data-dir', dataFolder, ...more],
    env: {
      ...(Object.fromEntries(
        Object.entries(process.env).filter(([name, value]) => value !== undefined && !name.startsWith('QBO_')),
      ) as Record<string, string>),
      ...(display !== undefined && { DISPLAY: display }),
    },
    timeout: 60_000,
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')
  return { app, page }
}
