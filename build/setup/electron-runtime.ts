import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Where Electron's program is, or why there is none, in words that end a sentence. */
export type Runtime = { program: string } | { missing: string }

/** Without a byte for so long the download counts as failed. */
const SILENCE_MS = 20_000
const UNPACK_MS = 120_000
/** A machine that could not reach the download yesterday is asked again today. */
const ASK_AGAIN_MS = 24 * 60 * 60 * 1000

/**
 * Finds the Electron runtime: the folder that ELECTRON_OVERRIDE_DIST_PATH names, else the package's own download.
 * Where the download has not happened yet it is tried, until nothing arrives for `silenceMs`; a failure is remembered in
 * node_modules for a day, so that the next start does not wait again. `download: false` only reads.
 */
export async function findElectron(
  root: string,
  options: { download: boolean; silenceMs?: number; now?: number },
): Promise<Runtime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) {
    const program = path.join(override, programName())
    return existsSync(program) ? { program } : { missing: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without it' }
  }
  const folder = path.join(root, 'node_modules', 'electron')
  const installed = installedProgram(folder)
  if (installed) return { program: installed }
  if (!existsSync(path.join(folder, 'install.js'))) return { missing: 'the electron package is not installed' }
  if (!options.download) return { missing: 'it has not been downloaded' }

  const memory = path.join(root, 'node_modules', '.cache', 'billdr-qbo', 'electron-download.json')
  const version = versionOf(folder)
  const now = options.now ?? Date.now()
  if (failedLately(memory, version, now))
    return { missing: 'its download failed lately (npx install-electron tries again)' }

  const failure = await download(folder, options.silenceMs ?? SILENCE_MS)
  const program = failure === null ? installedProgram(folder) : null
  if (program) {
    rmSync(memory, { force: true })
    return { program }
  }
  mkdirSync(path.dirname(memory), { recursive: true })
  writeFileSync(memory, JSON.stringify({ version, at: now }))
  return { missing: failure ?? 'its download left no program' }
}

/** Whether a window can be opened here, or what is missing for it. */
export function missingScreen(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): string | null {
  if (platform !== 'linux') return null
  return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? null : 'there is no screen (DISPLAY is not set)'
}

/** Chromium's sandbox refuses to start as root; nobody's desktop runs so, containers do. */
export function rootArguments(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

function installedProgram(folder: string): string | null {
  const file = path.join(folder, 'path.txt')
  if (!existsSync(file)) return null
  const program = path.join(folder, 'dist', readFileSync(file, 'utf8').trim())
  return existsSync(program) ? program : null
}

function programName(): string {
  if (process.platform === 'darwin') return path.join('Electron.app', 'Contents', 'MacOS', 'Electron')
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

function failedLately(memory: string, version: string, now: number): boolean {
  try {
    const last = JSON.parse(readFileSync(memory, 'utf8')) as { version: string; at: number }
    return last.version === version && now - last.at < ASK_AGAIN_MS && now >= last.at
  } catch {
    return false
  }
}

/**
 * Downloads and unpacks Electron by the package's own means; answers why it failed, or null. A download may take as long
 * as it needs while bytes arrive; without any for `silenceMs` it counts as failed.
 */
async function download(folder: string, silenceMs: number): Promise<string | null> {
  const failure = await watched([path.join(import.meta.dirname, 'electron-download.ts'), folder], silenceMs)
  return failure ?? (await watched([path.join(folder, 'install.js')], UNPACK_MS))
}

async function watched(command: string[], silenceMs: number): Promise<string | null> {
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  let shown = 0
  return new Promise((resolve) => {
    const silent = setTimeout(() => {
      child.kill('SIGKILL')
      resolve(`its download did not answer within ${Math.round(silenceMs / 1000)} s`)
    }, silenceMs)
    child.on('message', (share) => {
      silent.refresh()
      const percent = Math.floor(Number(share) * 100)
      if (percent < shown + 10) return
      shown = percent
      process.stderr.write(`Downloading Electron: ${percent} %\n`)
    })
    child.on('error', () => {
      clearTimeout(silent)
      resolve('its download could not be started')
    })
    child.on('exit', (code) => {
      clearTimeout(silent)
      resolve(code === 0 ? null : 'it could not be downloaded')
    })
  })
}
