import type { SpawnSyncReturns } from 'node:child_process'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DebugLogger } from 'builder-util'
import { Arch, build, Platform } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LINK_SCHEME } from '../../electron/shell/own-pages.ts'
import { APP_ID, packageConfig } from '../../build/electron-builder.ts'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { titled } from './skipped.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const requireHere = createRequire(import.meta.url)
const { validateConfiguration } = requireHere('app-builder-lib/out/util/config/config.js') as {
  validateConfiguration: (config: object, log: DebugLogger) => Promise<void>
}
const asar = (await import(
  requireHere.resolve('@electron/asar', { paths: [requireHere.resolve('app-builder-lib')] })
)) as {
  listPackage: (file: string, options: { isPack: boolean }) => string[]
  extractAll: (file: string, folder: string) => void
}

describe('the configuration of the installers', () => {
  it('fits electron-builder’s own schema, with and without what a build server adds', async () => {
    for (const environment of [
      {},
      {
        BILLDR_QBO_UPDATES: 'https://updates.example/billdr-qbo',
        BILLDR_QBO_UPDATE_KEY: 'MCow',
        APPLE_API_KEY: 'key.p8',
      },
    ]) {
      for (const platform of ['linux', 'win32', 'darwin'] as const)
        await expect(
          validateConfiguration(packageConfig(environment, platform), new DebugLogger(false)),
        ).resolves.toBeUndefined()
    }
  })

  it('the schema would find a mistake', async () => {
    await expect(
      validateConfiguration({ ...packageConfig({}), electronFuse: {} }, new DebugLogger(false)),
    ).rejects.toThrow('electronFuse')
  })

  it('every fuse is set, and each to the safe side', () => {
    expect(packageConfig({}).electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(packageConfig({}).asar).toBe(true)
    expect(packageConfig({}).disableAsarIntegrity).toBeUndefined()
  })

  it('makes what was asked for: NSIS and portable, dmg, AppImage and deb', () => {
    expect(packageConfig({}).win?.target).toEqual(['nsis', 'portable'])
    expect(packageConfig({}).mac?.target).toEqual(['dmg', 'pkg', 'zip'])
    expect(packageConfig({}).linux?.target).toEqual(['AppImage', 'deb'])
    expect(packageConfig({}).mac).toMatchObject({ hardenedRuntime: true, notarize: false })
    expect(packageConfig({ APPLE_API_KEY: 'key.p8' }).mac).toMatchObject({ notarize: true })
  })

  it('lies on Linux in a path without a space, under the name that AppArmor is told', () => {
    expect(packageConfig({}, 'linux')).toMatchObject({
      productName: 'billdr-qbo',
      linux: { executableName: 'billdr-qbo', desktop: { entry: { Name: 'Billdr to QuickBooks' } } },
    })
    const template = path.join(path.dirname(requireHere.resolve('app-builder-lib/package.json')), 'templates', 'linux')
    expect(readFileSync(path.join(template, 'apparmor-profile.tpl'), 'utf8')).toContain(
      '"/opt/${sanitizedProductName}/${executable}"',
    )
  })

  it('brings a Node for the command of the terminal, but on macOS, whose keychain asks for every program anew', () => {
    const placed = (platform: NodeJS.Platform): unknown[] =>
      [packageConfig({}, platform).extraResources].flat().map((each) => (each as { to: string }).to)
    expect(placed('linux')).toEqual(expect.arrayContaining(['bin/node', 'bin/billdr-qbo']))
    expect(placed('win32')).toEqual(expect.arrayContaining(['bin/node.exe', 'bin/billdr-qbo.cmd']))
    expect(placed('darwin').filter((to) => String(to).startsWith('bin/'))).toEqual([])
    expect(packageConfig({}, 'darwin').asarUnpack).not.toContain('dist/cli.js')
  })

  it('takes updates over https only, and none where no address is given', () => {
    expect(packageConfig({}).publish).toBeNull()
    expect(() => packageConfig({ BILLDR_QBO_UPDATES: 'http://updates.example' })).toThrow(RangeError)
    // And none that nobody signed.
    expect(() => packageConfig({ BILLDR_QBO_UPDATES: 'https://updates.example' })).toThrow('BILLDR_QBO_UPDATE_KEY')
  })

  it('uninstalling keeps the books’ links: a person’s data is not the installer’s', () => {
    expect(packageConfig({}).nsis?.deleteAppDataOnUninstall).toBe(false)
  })

  it('lies on Windows where the recipe for the Task Scheduler says', () => {
    const { getWindowsInstallationDirName } = requireHere('app-builder-lib/out/targets/targetUtil.js') as {
      getWindowsInstallationDirName(info: object, byProduct: boolean): string
    }
    const { productName, nsis } = packageConfig({}, 'win32')
    const info = { productFilename: productName, sanitizedName: 'billdr-qbo' }
    const folder = getWindowsInstallationDirName(info, nsis?.oneClick === false)
    const recipes = readFileSync(path.join(ROOT, 'docs', 'cli.md'), 'utf8')
    expect(recipes).toContain(`%LOCALAPPDATA%\\Programs\\${folder}\\resources\\bin\\billdr-qbo.cmd`)
  })

  it('uninstalling takes back what the program registered: its start with the computer and its links', () => {
    const script = readFileSync(path.join(ROOT, String(packageConfig({}).nsis?.include)), 'utf8')
    expect(script).toContain(`CurrentVersion\\Run" "${APP_ID}"`)
    expect(script).toContain(`Software\\Classes\\${LINK_SCHEME}"`)
  })

  it('asks for nothing under the hardened runtime but to compile', () => {
    const granted = [
      ...readFileSync(path.join(ROOT, 'build', 'entitlements.mac.plist'), 'utf8').matchAll(/<key>([^<]+)<\/key>/g),
    ].map(([, name]) => name)
    expect(granted).toEqual(['com.apple.security.cs.allow-jit'])
  })

  it('names the program to Windows as the program names itself', () => {
    expect(readFileSync(path.join(ROOT, 'electron', 'main.ts'), 'utf8')).toContain(`setAppUserModelId('${APP_ID}')`)
  })

  it('every picture and file that it names is there', () => {
    const config = packageConfig({})
    for (const file of [config.win?.icon, config.mac?.icon, config.linux?.icon, config.mac?.entitlements])
      expect(existsSync(path.join(ROOT, String(file)))).toBe(true)
  })
})

describe('the workflow of the build server', () => {
  const workflow = readFileSync(path.join(ROOT, '.github', 'workflows', 'build.yml'), 'utf8')

  it('tests and packs on the three systems', () => {
    for (const runner of ['ubuntu-latest', 'windows-latest', 'macos-latest'])
      expect(workflow).toContain(`runner: ${runner}`)
    for (const step of ['npm ci', 'npm test', 'npm run package -- --${{ matrix.system }}'])
      expect(workflow).toContain(`run: ${step}`)
    for (const system of ['linux', 'win', 'mac']) expect(workflow).toContain(`system: ${system}`)
  })

  it('gives its jobs no right to write, and holds no secret', () => {
    expect(workflow).toMatch(/^permissions:\n {2}contents: read$/m)
    expect(workflow).not.toMatch(/BEGIN|password: \S|[A-Za-z0-9+/]{40,}/)
  })
})

describe('npm run package', () => {
  it('says in one line what is missing where there is no Electron runtime', () => {
    const done = spawnSync(process.execPath, [path.join(ROOT, 'build', 'setup', 'package.ts'), '--dir'], {
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: path.join(tmpdir(), 'nothing-here') },
    })
    expect(done.status).toBe(1)
    expect(done.stdout).toBe('')
    expect(done.stderr.trim().split('\n')).toEqual([
      'Cannot package: there is no Electron runtime to pack, ELECTRON_OVERRIDE_DIST_PATH names a folder without it. ELECTRON_OVERRIDE_DIST_PATH may name a folder that holds one.',
    ])
  })
})

/**
 * The real packing by electron-builder. What takes the place of the Electron runtime is an empty program: what counts here
 * is which of our files go in. (Fuses need the real program and are left out.)
 */
const notHere = process.platform === 'linux' ? null : 'it is packed without a runtime on Linux only'

describe.skipIf(notHere !== null)(titled('the packed program', notHere), () => {
  let folder: string
  let inside: string[]
  let beside: string[]

  beforeAll(async () => {
    await buildWhatChanged(['window', 'main', 'help'])
    folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-pack-'))
    const electronDist = path.join(folder, 'electron')
    mkdirSync(path.join(electronDist, 'resources'), { recursive: true })
    writeFileSync(path.join(electronDist, 'electron'), '#!/bin/sh\n', { mode: 0o755 })
    writeFileSync(path.join(electronDist, 'version'), '0.0.0')
    const { electronFuses: _left, ...config } = packageConfig({})
    await build({
      projectDir: ROOT,
      targets: Platform.LINUX.createTarget('dir', Arch.x64),
      config: { ...config, electronDist, directories: { output: path.join(folder, 'out'), buildResources: 'build' } },
      publish: 'never',
    })
    const resources = path.join(folder, 'out', 'linux-unpacked', 'resources')
    inside = asar
      .listPackage(path.join(resources, 'app.asar'), { isPack: false })
      .map((file) => file.replaceAll('\\', '/'))
    beside = readdirSync(resources, { recursive: true, encoding: 'utf8' })
  }, 180_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds what it runs', () => {
    for (const file of [
      '/package.json',
      '/dist/main.js',
      '/dist/cli.js',
      '/dist/preload.cjs',
      '/dist/keychain-process.cjs',
      '/dist/receipts-process.cjs',
      '/dist/reading-process.cjs',
      '/dist/window/index.html',
      '/node_modules/node-quickbooks/index.js',
      '/node_modules/electron-updater/package.json',
    ])
      expect(inside).toContain(file)
    expect(inside.some((file) => /^\/dist\/parts\/.+\.js$/.test(file))).toBe(true)
    for (const file of [
      'icons/app/512x512.png',
      'icons/tray/well-panel-dark.png',
      'icons/overlay/failed.png',
      'samples/mappings.json',
      'help/en/index.html',
      'help/fr/number-taken.html',
    ])
      expect(beside).toContain(file)
  })

  it('holds no second door: the browser host stays with the sources', () => {
    expect(inside.filter((file) => /browser-host|serve-window/.test(file))).toEqual([])
  })

  it('holds nothing that tests steer the practice company by: faults, controls, its log of requests', () => {
    const built = path.join(ROOT, 'dist')
    const maps = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js.map'))
    const sources = maps.flatMap(
      (file) => (JSON.parse(readFileSync(path.join(built, file), 'utf8')) as { sources: string[] }).sources,
    )
    expect(sources.some((source) => source.includes('electron/practice/'))).toBe(true)
    expect(sources.filter((source) => source.includes('electron/practice/testing/'))).toEqual([])
  })

  it('holds no source, no test and no map of ours', () => {
    const ours = inside.filter((file) => !file.startsWith('/node_modules'))
    expect(ours.filter((file) => /\.(ts|tsx|map)$/.test(file))).toEqual([])
    expect(ours.filter((file) => !/^\/(dist(\/|$)|package\.json$)/.test(file))).toEqual([])
  })

  it('holds no secret and no leftover of anybody', () => {
    expect(
      [...inside, ...beside].filter((file) => /(^|\/)(\.env|\.npmrc|\.git|id_rsa)|\.(pem|p12|pfx|key)$/i.test(file)),
    ).toEqual([])
    expect(inside.filter((file) => /\/(test|tests|__tests__)\//.test(file))).toEqual([])
    expect(inside.filter((file) => /\.(ts|map|md)$/.test(file))).toEqual([])
  })

  it('holds no package that only builds or tests the project', () => {
    const packages = new Set(
      inside.map((file) => /^\/node_modules\/((@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter((name) => name !== undefined),
    )
    for (const name of [
      'vite',
      'vitest',
      'typescript',
      'eslint',
      'electron',
      'electron-builder',
      'playwright-core',
      'react',
      'node',
      '@resvg/resvg-wasm',
      'prebuild-install',
    ])
      expect(packages).not.toContain(name)
  })

  it('lacks nothing of what it needs: its terminal command and its updater run from what was packed', () => {
    const unpacked = path.join(folder, 'unpacked')
    asar.extractAll(path.join(folder, 'out', 'linux-unpacked', 'resources', 'app.asar'), unpacked)
    const done = spawnSync(
      process.execPath,
      [path.join(unpacked, 'dist', 'cli.js'), 'companies', '--json', '--data-dir', path.join(folder, 'data')],
      { encoding: 'utf8' },
    )
    expect(done).toMatchObject({ status: 0, stdout: '[]\n', stderr: '' })
    const updater = spawnSync(
      process.execPath,
      [
        '-e',
        `require(${JSON.stringify(path.join(unpacked, 'node_modules', 'electron-updater', 'out', 'AppUpdater.js'))})`,
      ],
      { encoding: 'utf8' },
    )
    // It gets as far as asking for Electron itself.
    expect(
      updater.stderr === '' || /Cannot find module 'electron'|Electron failed to install/.test(updater.stderr),
    ).toBe(true)
  })

  it('has few files of what nobody needs', () => {
    expect(inside.filter((file) => file.includes('/date-fns/')).length).toBeLessThan(100)
    expect(inside.length).toBeLessThan(5_000)
  })

  describe('its command of the terminal', () => {
    const run = (...given: string[]): SpawnSyncReturns<string> =>
      spawnSync(path.join(folder, 'out', 'linux-unpacked', 'resources', 'bin', 'billdr-qbo'), given, {
        encoding: 'utf8',
        // No screen, and a home that shows what is left behind.
        env: { PATH: process.env['PATH'], HOME: path.join(folder, 'home') },
      })

    it('runs without a screen, with its output and exit status, and leaves no profile behind', () => {
      mkdirSync(path.join(folder, 'home'), { recursive: true })
      const data = path.join(folder, 'terminal-data')
      expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
      const samples = path.join(folder, 'out', 'linux-unpacked', 'resources', 'samples')
      const source = path.join(samples, 'renovation')
      expect(run('add-company', '--id', 'a', '--source', source, '--data-dir', data).status).toBe(0)
      const queue = run('queue', '--company', 'a', '--json', '--data-dir', data)
      expect([queue.status, queue.stderr]).toEqual([0, ''])
      expect(Array.isArray(JSON.parse(queue.stdout))).toBe(true)
      expect(run('no-such-command').status).toBe(64)
      expect(readdirSync(path.join(folder, 'home'))).toEqual([])
    })
  })

  it('keeps the keychain’s native part outside of the archive, where the system can load it', ({ skip }) => {
    if (!existsSync(path.join(ROOT, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node')))
      skip('keytar is not built on this machine')
    expect(beside).toContain('app.asar.unpacked/node_modules/keytar/build/Release/keytar.node')
  })
})
