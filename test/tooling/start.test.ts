import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findElectron, missingScreen } from '../../build/setup/electron-runtime.ts'
import { closingLine, skippedLines, together } from '../../build/setup/outcome.ts'
import { inTurn } from '../../build/setup/turn.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-start-'))
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** An electron package whose download does what the script says. */
function electronPackage(install: string): void {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'electron', version: '45.0.0' }),
    'checksums.json': '{}',
    'install.js': install,
    'node_modules/@electron/get/package.json': JSON.stringify({
      name: '@electron/get',
      type: 'module',
      exports: './index.js',
    }),
    'node_modules/@electron/get/index.js':
      'export async function downloadArtifact(options) { const { default: run } = await import("./download.js"); return run(options) }\n',
    'node_modules/@electron/get/download.js':
      'export default async ({ downloadOptions }) => downloadOptions.getProgressCallback({ percent: 1 })\n',
  }
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, 'node_modules', 'electron', name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

const UNPACKS =
  'const fs = require("fs"); fs.mkdirSync(__dirname + "/dist"); fs.writeFileSync(__dirname + "/dist/electron", ""); fs.writeFileSync(__dirname + "/path.txt", "electron")'

describe('the Electron runtime', () => {
  it('is downloaded at the first start', async () => {
    electronPackage(UNPACKS)
    expect(await findElectron(folder, { download: true })).toEqual({
      program: path.join(folder, 'node_modules', 'electron', 'dist', 'electron'),
    })
  })

  it('is the one that ELECTRON_OVERRIDE_DIST_PATH names, where it does', async () => {
    const program = path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron')
    if (process.platform !== 'darwin') writeFileSync(program, '')
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
    expect(await findElectron(folder, { download: true })).toEqual(
      process.platform === 'darwin' ? expect.objectContaining({ missing: expect.any(String) }) : { program },
    )
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', path.join(folder, 'elsewhere'))
    expect(await findElectron(folder, { download: true })).toEqual({
      missing: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without it',
    })
  })

  it('that cannot be had is not asked for again the same day, and is the next', async () => {
    electronPackage('process.exit(1)')
    expect(await findElectron(folder, { download: true, now: 1_000 })).toEqual({
      missing: 'it could not be downloaded',
    })
    electronPackage(UNPACKS)
    expect(await findElectron(folder, { download: true, now: 2_000 })).toEqual({
      missing: 'its download failed lately (npx install-electron tries again)',
    })
    expect(await findElectron(folder, { download: true, now: 1_000 + 25 * 60 * 60 * 1000 })).toHaveProperty('program')
  })

  it('whose download hangs is given up', async () => {
    electronPackage(UNPACKS)
    writeFileSync(
      path.join(folder, 'node_modules', 'electron', 'node_modules', '@electron', 'get', 'download.js'),
      'export default () => new Promise((resolve) => setTimeout(resolve, 60_000))\n',
    )
    expect(await findElectron(folder, { download: true, silenceMs: 1_000 })).toEqual({
      missing: 'its download did not answer within 1 s',
    })
  })

  it('is only looked for where nobody wants to wait', async () => {
    electronPackage(UNPACKS)
    expect(await findElectron(folder, { download: false })).toEqual({ missing: 'it has not been downloaded' })
    expect(existsSync(path.join(folder, 'node_modules', 'electron', 'dist'))).toBe(false)
  })

  it('needs a screen on Linux', () => {
    expect(missingScreen('linux', {})).toBe('there is no screen (DISPLAY is not set)')
    expect(missingScreen('linux', { DISPLAY: ':0' })).toBeNull()
    expect(missingScreen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeNull()
    expect(missingScreen('darwin', {})).toBeNull()
  })
})

describe('npm start', () => {
  it('where there is no Electron, says so in one line and serves the app to the browser', async () => {
    const child = spawn(
      process.execPath,
      [path.join(ROOT, 'build', 'setup', 'start.ts'), '--no-open', '--data-dir', folder],
      {
        env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'nothing'), DISPLAY: ':0' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let out = ''
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    try {
      await vi.waitFor(() => expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//m), { timeout: 60_000 })
      const lines = out
        .trim()
        .split('\n')
        .filter((line) => line !== 'Built the window.')
      expect(lines[0]).toBe(
        'No Electron window here, ELECTRON_OVERRIDE_DIST_PATH names a folder without it: the same app opens in your browser instead.',
      )
      // As a browser does: the key of the address becomes a cookie, and the address is left behind.
      const first = await fetch(lines[1] ?? '', { redirect: 'manual' })
      const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const page = await fetch(new URL('/', lines[1]), { headers: { cookie } })
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('<div id="window">')
    } finally {
      child.kill('SIGTERM')
    }
    expect(await ended).toBe(0)
  }, 120_000)
})

describe('what is built once', () => {
  it('is built by one at a time, also after a builder was killed', async () => {
    const lock = path.join(folder, 'lock')
    let inside = 0
    const work = async (): Promise<void> => {
      expect(++inside).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      inside--
    }
    await Promise.all([inTurn(lock, work), inTurn(lock, work), inTurn(lock, work)])
    mkdirSync(lock)
    writeFileSync(
      path.join(lock, 'pid'),
      spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }).stdout.trim(),
    )
    await inTurn(lock, work)
    expect(existsSync(lock)).toBe(false)
  })
})

describe('the stages of npm test', () => {
  it('are added up in one closing line', () => {
    const skipped = [{ name: 'real.test.ts: a', why: 'no runtime' }]
    expect(
      closingLine(
        together([
          { passed: 12, failed: 1, skipped },
          { passed: 1, failed: 0, skipped },
        ]),
      ),
    ).toBe('13 passed, 1 failed, 2 skipped')
  })

  it('name what was skipped, and why', () => {
    const skipped = ['a', 'b', 'c', 'd'].map((name) => ({ name: `real.test.ts: ${name}`, why: 'no runtime' }))
    expect(
      skippedLines({ passed: 0, failed: 0, skipped: [...skipped, { name: 'other.test.ts: x', why: 'no keyring' }] }),
    ).toEqual(['  real.test.ts (4 tests): no runtime', '  other.test.ts: x: no keyring'])
  })

  it('a stage that does not exist is refused with the names of those that do', () => {
    const done = spawnSync(process.execPath, [path.join(ROOT, 'build', 'setup', 'test.ts'), 'everything'], {
      encoding: 'utf8',
      cwd: ROOT,
    })
    expect(done.status).toBe(64)
    expect(done.stderr).toContain(
      'Stages: build, types, lint, format, unused code, unit and integration, chaos, browser.',
    )
  })
})
