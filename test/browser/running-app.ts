import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface RunningApp {
  address: string
  dataFolder: string
  /** Ends the program as the system would, and waits for it. */
  stop(): Promise<number | null>
  close(): Promise<void>
}

const HOST = join(import.meta.dirname, '../../electron/browser-host.ts')

/** The app as `npm start` runs it where there is no Electron runtime: the real companion, the real practice company. */
export async function startApp(dataFolder?: string): Promise<RunningApp> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'billdr-qbo-app-')))
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('QBO_')))
  const child = spawn(process.execPath, [HOST, '--data-dir', folder, '--no-open'], {
    env: { ...environment, QBO_PRACTICE_PACE: 'unlimited' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const address = await firstLine(child)
  const stop = () => ended(child)
  return {
    address,
    dataFolder: folder,
    stop,
    close: async () => {
      await stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    let errors = ''
    child.stdout?.on('data', (bytes: Buffer) => {
      out += bytes.toString()
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')))
    })
    child.stderr?.on('data', (bytes: Buffer) => {
      errors += bytes.toString()
    })
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}: ${errors}`)))
  })
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  child.kill('SIGTERM')
  return exit
}
