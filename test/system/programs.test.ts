import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openInBrowser } from '../../electron/terminal/browser.ts'
import { askProgram, childEnvironment, programFile, startProgram } from '../../electron/system/programs.ts'

const POSIX = process.platform !== 'win32'
let folder: string
const before = { ...process.env }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-programs-'))
})
afterEach(async () => {
  process.env = { ...before }
  await rm(folder, { recursive: true, force: true })
})

const SECRETS = {
  QBO_CLIENT_SECRET: 'of-intuit',
  BILLDR_API_KEY: 'of-billdr',
  BEAUBIEN: 'of-a-name-that-a-person-chose',
  LC_API_KEY: 'in-a-family',
}

describe.runIf(POSIX)('a program that is started', () => {
  it('inherits no secret, under whatever name', async () => {
    const said = join(folder, 'said')
    const program = join(folder, 'say-all')
    await writeFile(program, `#!/bin/sh\n/usr/bin/env > ${said}.new\n/bin/mv ${said}.new ${said}\n`)
    await chmod(program, 0o700)
    process.env = { ...before, ...SECRETS, HOME: folder, PATH: `${folder}:${before['PATH']}` }
    await expect(startProgram('say-all', [])).resolves.toBe(true)
    const inherited = await vi.waitFor(() => readFile(said, 'utf8'), { timeout: 15_000 })
    expect(inherited).toContain(`HOME=${folder}`)
    for (const secret of Object.values(SECRETS)) expect(inherited).not.toContain(secret)
    const asked = await askProgram('env', [], 15_000)
    expect(asked).toContain(`HOME=${folder}`)
    for (const secret of Object.values(SECRETS)) expect(asked).not.toContain(secret)
  })

  it('is never one that lies where we happen to stand', async () => {
    await writeFile(join(folder, 'ps'), '#!/bin/sh\necho not this one\n')
    await chmod(join(folder, 'ps'), 0o700)
    const here = process.cwd()
    const relative = (path: string): string => join(...here.split('/').map(() => '..'), path)
    expect(programFile('ps', { PATH: `.:${relative(folder)}:` })).not.toContain('billdr-qbo-programs')
    expect(programFile('ps', { PATH: folder })).toBe(join(folder, 'ps'))
    expect(childEnvironment({ PATH: `.:${folder}::bin` })['PATH']).toBe(folder)
  })

  it('is null where there is none', async () => {
    expect(programFile('no-such-program-anywhere')).toBeNull()
    await expect(startProgram('no-such-program-anywhere', [])).resolves.toBe(false)
    await expect(askProgram('no-such-program-anywhere', [], 1_000)).resolves.toBeNull()
  })
})

describe.runIf(POSIX)('an address that is opened in the browser', () => {
  it('is in no argument that other users could read: the browser gets a page of ours, which leads there', async () => {
    const said = join(folder, 'said')
    for (const name of ['xdg-open', 'open']) {
      await writeFile(join(folder, name), `#!/bin/sh\nprintf %s "$*" > ${said}.new\n/bin/mv ${said}.new ${said}\n`)
      await chmod(join(folder, name), 0o700)
    }
    process.env = { ...before, PATH: `${folder}:${before['PATH']}` }
    await openInBrowser('http://127.0.0.1:1/?key=one-time-key&state="x"')
    const given = await vi.waitFor(() => readFile(said, 'utf8'), { timeout: 15_000 })
    expect(given).not.toContain('one-time-key')
    const page = fileURLToPath(given)
    expect((await stat(page)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(page))).mode & 0o777).toBe(0o700)
    expect(await readFile(page, 'utf8')).toContain('url=http://127.0.0.1:1/?key=one-time-key&amp;state=%22x%22"')
    await rm(dirname(page), { recursive: true })
  })
})

describe('on Windows', () => {
  it("is the system's own, whatever lies in the folder, the PATH or SystemRoot", () => {
    const at = (name: string, root?: string): string | null =>
      programFile(name, { SystemRoot: root, PATH: '.' }, 'win32')
    expect(at('reg', 'C:\\Windows')).toBe('C:\\Windows\\System32\\reg.exe')
    expect(at('powershell', 'D:\\Windows')).toBe('D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe')
    expect(at('rundll32', '.\\evil')).toBe('C:\\Windows\\System32\\rundll32.exe')
    expect(at('..\\evil')).toBeNull()
  })
})
