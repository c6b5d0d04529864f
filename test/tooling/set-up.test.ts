import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { titled } from './skipped.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

/**
 * A project of its own with the real set-up and the real npm: its "node" package is a folder in it, so that nothing has
 * to be fetched, and its CLI prints what it was given.
 */
let template: string
let project: string

beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-setup-'))
  write(
    'package.json',
    JSON.stringify({
      name: 'small',
      version: '1.0.0',
      type: 'module',
      scripts: { cli: 'node build/setup/run.mjs cli', bench: 'node build/setup/run.mjs bench' },
      dependencies: { node: 'file:pinned-node' },
    }),
  )
  write('pinned-node/package.json', JSON.stringify({ name: 'node', version: '1.0.0', bin: { node: 'bin/node' } }))
  write('pinned-node/bin/node', `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, 0o755)
  write(
    'electron/cli.ts',
    'const given: string[] = process.argv.slice(2)\nconsole.log(JSON.stringify({ given, cwd: process.cwd() }))\nprocess.exitCode = given.includes("fail") ? 2 : 0\n',
  )
  cpSync(path.join(ROOT, 'build', 'setup'), path.join(project, 'build', 'setup'), {
    recursive: true,
    filter: (file) => !file.endsWith('.ts'),
  })
  const made = spawnSync('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund', '--offline'], {
    cwd: project,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(made.stderr)
  template = project
})
afterAll(() => rmSync(template, { recursive: true, force: true }))

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-setup-'))
  cpSync(template, project, { recursive: true })
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

function write(file: string, text: string, mode = 0o644): void {
  mkdirSync(path.dirname(path.join(project, file)), { recursive: true })
  writeFileSync(path.join(project, file), text, { mode })
}

/** As a person's terminal: without what vitest and our own npm put into the environment. */
function environment(): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$|^NODE_ENV$|^VITEST/.test(name)),
  )
  return {
    ...clean,
    PATH: (process.env['PATH'] ?? '')
      .split(path.delimiter)
      .filter((folder) => !folder.includes('node_modules'))
      .join(path.delimiter),
  }
}

function npm(args: string[], cwd = project): { code: number | null; stdout: string; stderr: string } {
  const done = spawnSync('npm', args, { cwd, encoding: 'utf8', env: environment() })
  return { code: done.status, stdout: done.stdout, stderr: done.stderr }
}

const missing = process.platform === 'win32' ? 'its small project is made for a POSIX shell' : null

describe.skipIf(missing !== null)(titled('a fresh clone', missing), () => {
  it('npm run -s cli installs what is missing first, and prints nothing but what the command prints', () => {
    expect(existsSync(path.join(project, 'node_modules'))).toBe(false)
    const first = npm(['run', '-s', 'cli', '--', 'status', '--json'])
    expect(JSON.parse(first.stdout)).toMatchObject({ given: ['status', '--json'] })
    expect(first.stderr).toContain('Installing the packages of this project (nothing is installed yet)')
    expect(first.code).toBe(0)

    const second = npm(['run', '-s', 'cli', '--', 'status', '--json'])
    expect(second).toEqual({ code: 0, stdout: first.stdout, stderr: '' })
  })

  it('hands on the exit status of the command', () => {
    expect(npm(['run', '-s', 'cli', '--', 'fail']).code).toBe(2)
  })

  it('installs again when the lock file asks for another version than npm noted down, and not a second time', () => {
    npm(['run', '-s', 'cli', '--', 'status'])
    const noted = path.join(project, 'node_modules', '.package-lock.json')
    writeFileSync(noted, readFileSync(noted, 'utf8').replace('"link": true', '"link": true, "version": "0.9.0"'))
    expect(npm(['run', '-s', 'cli', '--', 'status']).stderr).toContain('has another version than the lock file')
    expect(npm(['run', '-s', 'cli', '--', 'status']).stderr).toBe('')
  })

  it('two starts at once take turns, and both do their work', async () => {
    const both = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const child = spawn('npm', ['run', '-s', 'cli', '--', name], { cwd: project, env: environment() })
        let stdout = ''
        child.stdout.on('data', (chunk) => (stdout += String(chunk)))
        const code = await new Promise((resolve) => child.on('close', resolve))
        return { code, given: (JSON.parse(stdout) as { given: string[] }).given }
      }),
    )
    expect(both).toEqual([
      { code: 0, given: ['one'] },
      { code: 0, given: ['two'] },
    ])
    expect(readdirSync(project)).not.toContain('.installing')
  })

  it('an install that was killed half-way does not block the next one', () => {
    const gone = spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }).stdout.trim()
    write('.installing/pid', gone)
    expect(npm(['run', '-s', 'cli', '--', 'status']).code).toBe(0)
  })

  it('says in one sentence that npm failed, with what npm said above it', () => {
    const manifest = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    manifest.dependencies['not-in-the-lock-file'] = '^1.0.0'
    write('package.json', JSON.stringify(manifest))
    const failed = npm(['run', '-s', 'cli', '--', 'status'])
    expect(failed.code).toBe(1)
    expect(failed.stdout).toBe('')
    expect(failed.stderr).toMatch(
      /npm (error|ERR!)[\s\S]*The packages could not be installed: see what npm says above, then try again\.\n$/,
    )
  })

  it('counts paths from where the caller stands', () => {
    const elsewhere = path.join(project, 'exports')
    mkdirSync(elsewhere)
    expect(JSON.parse(npm(['--prefix', project, 'run', '-s', 'cli', '--', 'x'], elsewhere).stdout)).toMatchObject({
      cwd: elsewhere,
    })
  })

  it('refuses a bench that is not one', () => {
    npm(['run', '-s', 'cli', '--', 'status'])
    expect(npm(['run', '-s', 'bench', '--', '../../etc/passwd']).code).toBe(64)
    expect(npm(['run', '-s', 'bench', '--', 'missing']).stderr).toContain(
      'needs test/bench/missing.ts, which is not there',
    )
  })

  it('installs nothing where nothing is missing', () => {
    const code =
      "import { whyInstall } from './build/setup/install.mjs'\nconsole.log(JSON.stringify(whyInstall(process.argv[1])))"
    const asked = spawnSync(process.execPath, ['--input-type=module', '-e', code, ROOT], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect(asked.stdout.trim()).toBe('null')
  })
})

describe('where the keychain package could not be built', () => {
  it('says what is missing and what follows, in one sentence each', () => {
    const code = [
      "import { keychainMissing } from './build/setup/install.mjs'",
      "const say = (platform, lacking) => keychainMissing('/nowhere', platform, (command) => !lacking.includes(command))",
      "console.log(JSON.stringify([say('linux', ['pkg-config']), say('linux', ['pkg-config', 'c++']), say('darwin', ['c++']), say('win32', [])]))",
    ].join('\n')
    const asked = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8' })
    const [headers, both, mac, windows] = JSON.parse(asked.stdout) as string[]
    expect(headers).toContain('missing is the libsecret headers (Debian: libsecret-1-dev).')
    expect(headers).toContain('will not connect to QuickBooks; the practice company works')
    expect(both).toContain('libsecret-1-dev) and a C++ compiler')
    expect(mac).toContain('the Xcode command line tools')
    expect(windows).toContain('its prebuilt binary')
  })
})

describe('.ci/run', () => {
  it('calls npm test, and ends with its line', () => {
    const script = readFileSync(path.join(ROOT, '.ci', 'run'), 'utf8')
    expect(script).toContain('npm test --silent')
    expect(spawnSync('bash', ['-n', path.join(ROOT, '.ci', 'run')]).status).toBe(0)
  })
})
