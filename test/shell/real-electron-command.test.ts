import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { packageConfig } from '../../build/electron-builder.ts'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { rootArguments } from '../../build/setup/electron-runtime.ts'
import { titled } from '../tooling/skipped.ts'
import { appEnvironment, realElectron, ROOT, screenForApp } from './real-app.ts'

const electron = await realElectron()
const missing =
  'missing' in electron ? electron.missing : process.platform === 'linux' ? null : 'it is packed for Linux here'
const program = 'program' in electron ? electron.program : ''

// In a test run it would pack by links, and links to files of another user are not everybody's to make.
const inTest = process.env['VITEST']
delete process.env['VITEST']
const { Arch, build, Platform } = await import('electron-builder')
process.env['VITEST'] = inTest

interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  out: string
  ms: number
}

/** A page, as Chromium's own door lists it. */
interface Target {
  url: string
  webSocketDebuggerUrl: string
}

/** What an expression is in a page, asked through Chromium's own door. */
function evaluated(door: string, expression: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(door)
    socket.onopen = () =>
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }))
    socket.onmessage = ({ data }) => {
      socket.close()
      const said = JSON.parse(String(data)) as { result?: { result: { value: string } } }
      if (said.result) resolve(said.result.result.value)
      else reject(new Error('the page was left'))
    }
    socket.onerror = () => reject(new Error('no door'))
  })
}

/** The installed command and the packed program, made of the real Electron. */
describe.skipIf(missing !== null)(titled('the installed command, packed with the real Electron', missing), () => {
  let screen: Awaited<ReturnType<typeof screenForApp>>
  let folder: string
  let packed: string
  let data: string
  let home: string
  /** The installed command; the program itself, which hands over to it; and Electron's own way, for macOS. */
  const ways: { name: string; file: () => string; first: () => string[]; hasScreen: boolean }[] = [
    {
      name: 'the command',
      file: () => path.join(packed, 'resources', 'bin', 'billdr-qbo'),
      first: () => [],
      hasScreen: false,
    },
    { name: 'the packed program', file: () => path.join(packed, 'billdr-qbo'), first: rootArguments, hasScreen: false },
    { name: 'Electron itself', file: () => program, first: () => [...rootArguments(), ROOT], hasScreen: true },
  ]

  beforeAll(async () => {
    await buildWhatChanged(['window', 'main', 'help'])
    screen = await screenForApp()
    folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-packed-'))
    const electronDist = path.dirname(program)
    const pack = (fuses: object = {}): Promise<unknown> => {
      // Made anew for each try: it is changed while it is used.
      const config = packageConfig({})
      return build({
        projectDir: ROOT,
        targets: Platform.LINUX.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
        config: {
          ...config,
          electronFuses: { ...config.electronFuses, ...fuses },
          electronDist,
          directories: { output: path.join(folder, 'out'), buildResources: 'build' },
        },
        publish: 'never',
      })
    }
    await pack().catch((error: unknown) => {
      // An older Electron knows fewer fuses.
      if (!/fuse wire .* not long enough/.test(String(error))) throw error
      return pack({ grantFileProtocolExtraPrivileges: undefined })
    })
    packed = path.join(folder, 'out', 'linux-unpacked')
    data = path.join(folder, 'data')
    home = path.join(folder, 'home')
    mkdirSync(home)
    const [command] = ways
    if (!command) throw new Error('no way')
    const source = path.join(packed, 'resources', 'samples', 'renovation')
    await run(command, ['add-company', '--id', 'a', '--source', source])
    await run(command, ['connect', '--company', 'a'])
    const mappings = path.join(packed, 'resources', 'samples', 'mappings.json')
    await run(command, ['mapping', 'import', mappings, '--company', 'a'])
    await run(command, ['sync', '--company', 'a'])
  }, 240_000)

  afterAll(() => {
    screen.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  function begin(
    way: (typeof ways)[number],
    given: string[],
  ): { child: ReturnType<typeof spawn>; ended: Promise<Ended> } {
    const {
      DISPLAY: _display,
      WAYLAND_DISPLAY: _wayland,
      ...environment
    } = appEnvironment(screen.display, {
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      QBO_ENVIRONMENT: 'practice',
    })
    if (way.hasScreen && screen.display !== undefined) environment['DISPLAY'] = screen.display
    const from = performance.now()
    const child = spawn(way.file(), [...way.first(), ...given, '--data-dir', data], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let out = ''
    // A reader that takes its time: the pipe is full long before it begins.
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stdout.pause()
    setTimeout(() => child.stdout.resume(), 1_500)
    const ended = new Promise<Ended>((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal, out, ms: Math.round(performance.now() - from) })),
    )
    return { child, ended }
  }

  function run(way: (typeof ways)[number], given: string[]): Promise<Ended> {
    return begin(way, given).ended
  }

  it.each(ways)(
    '$name: everything it prints arrives through a slow pipe, with its exit status',
    async (way) => {
      const queue = await run(way, ['queue', '--company', 'a', '--json'])
      expect(queue.out.length).toBeGreaterThan(20_000)
      expect((JSON.parse(queue.out) as unknown[]).length).toBeGreaterThan(40)
      expect(queue.code).toBe(2)
      expect((await run(way, ['queue', '--company', 'nobody'])).code).toBe(1)
      expect((await run(way, ['no-such-command'])).code).toBe(64)
    },
    60_000,
  )

  it.each(ways)('$name: --version answers', async (way) => {
    const { out, code } = await run(way, ['--version'])
    expect([out, code]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\n$/), 0])
  })

  it.each(
    (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
      ways.filter(({ name }) => name !== 'the packed program').map((way) => ({ ...way, signal })),
    ),
  )(
    '$name: $signal ends a watching sync with its status, and gives the lock back',
    async ({ signal, ...way }) => {
      const { child, ended } = begin(way, ['sync', '--watch', '--company', 'a'])
      // Once its first run is over it says so, and watches.
      await once(child.stdout ?? child, 'data')
      const asked = performance.now()
      child.kill(signal)
      const { code, signal: by } = await ended
      expect([code, by]).toEqual([2, null])
      expect(performance.now() - asked).toBeLessThan(4_000)
      // Who works on the folder next finds it free.
      expect((await run(ways[0] ?? way, ['settings', '--company', 'a', '--set', 'pollSeconds=60'])).code).toBe(0)
    },
    60_000,
  )

  it('has in it what it needs, and neither Electron’s own page nor an address of others for updates', () => {
    const there = readdirSync(path.join(packed, 'resources'))
    expect(there).toEqual(expect.arrayContaining(['app.asar', 'bin', 'help', 'icons', 'samples']))
    expect(there).not.toContain('default_app.asar')
    expect(there).not.toContain('app-update.yml')
  })

  it('opens its window from the package', async () => {
    // Its fuse for "--inspect" is off, by which other tests drive the program: Chromium's own door is used here.
    const child = spawn(
      ways[1]?.file() ?? '',
      [...rootArguments(), '--remote-debugging-port=0', '--data-dir', path.join(folder, 'window')],
      { env: appEnvironment(screen.display, { HOME: home }), stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const door = await new Promise<string>((resolve, reject) => {
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
        if (found) resolve(found)
      })
      child.once('exit', () => reject(new Error(said)))
    })
    const heading = await vi.waitFor(
      async () => {
        const pages = (await (await fetch(`http://${new URL(door).host}/json/list`)).json()) as Target[]
        const page = pages.find(({ url }) => url.startsWith('app://billdr-qbo/index.html'))
        const said = await evaluated(
          page?.webSocketDebuggerUrl ?? '',
          'document.querySelector("h1")?.textContent ?? ""',
        )
        expect(said).not.toBe('')
        return said
      },
      { timeout: 60_000, interval: 500 },
    )
    expect(heading).toMatch(/Queue|File d’attente/)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  }, 120_000)

  it('leaves no profile of a browser in the home folder', () => {
    // What the system's own libraries keep for every program (names of fonts, shaders) is no profile.
    const ofSystem = ['fontconfig', 'mesa_shader_cache'].map((name) => path.join('.cache', name))
    const left = readdirSync(home, { recursive: true, encoding: 'utf8' })
    expect(left.filter((each) => each !== '.cache' && !ofSystem.some((one) => each.startsWith(one)))).toEqual([])
  })

  it('has its fuses set in the program', async () => {
    const require = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'))
    const fuses = require('@electron/fuses') as {
      getCurrentFuseWire(file: string): Promise<Record<string, number | string>>
      FuseV1Options: Record<string, number | string>
    }
    const wire = await fuses.getCurrentFuseWire(path.join(packed, 'billdr-qbo'))
    const [off, on] = ['0'.charCodeAt(0), '1'.charCodeAt(0)]
    const read = (name: string): unknown => wire[String(fuses.FuseV1Options[name])]
    expect({
      runAsNode: read('RunAsNode'),
      cookies: read('EnableCookieEncryption'),
      options: read('EnableNodeOptionsEnvironmentVariable'),
      inspect: read('EnableNodeCliInspectArguments'),
      integrity: read('EnableEmbeddedAsarIntegrityValidation'),
      onlyAsar: read('OnlyLoadAppFromAsar'),
    }).toEqual({ runAsNode: off, cookies: on, options: off, inspect: off, integrity: on, onlyAsar: on })
  })

  it('loads the keychain from beside the archive', ({ skip }) => {
    const keytar = path.join(packed, 'resources', 'app.asar.unpacked', 'node_modules', 'keytar')
    if (!existsSync(path.join(keytar, 'build', 'Release', 'keytar.node'))) skip('keytar is not built on this machine')
    const done = spawnSync(
      path.join(packed, 'resources', 'bin', 'node'),
      ['-e', `process.stdout.write(Object.keys(require(${JSON.stringify(keytar)})).join())`],
      { encoding: 'utf8' },
    )
    expect([done.status, done.stdout.includes('getPassword')]).toEqual([0, true])
  })
})
