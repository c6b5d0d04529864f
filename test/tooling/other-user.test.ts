import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { titled } from './skipped.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const NOBODY = 65_534
const missing = process.getuid?.() === 0 ? null : 'only root can start a program as another user'
const folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-other-user-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm start by a user who does not own the folder', () => {
  it.skipIf(missing !== null)(titled('says whose it is and what to do, and nothing raw', missing), () => {
    mkdirSync(path.join(folder, 'build', 'setup'), { recursive: true })
    for (const name of ['run.mjs', 'install.mjs'])
      cpSync(path.join(ROOT, 'build', 'setup', name), path.join(folder, 'build', 'setup', name))
    writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}')
    chmodSync(folder, 0o755)
    // The Node of this test may lie in a folder that only its owner can enter.
    const node = path.join(folder, 'node')
    cpSync(process.execPath, node)
    for (const task of ['start', 'test']) {
      const said = spawnSync(node, [path.join(folder, 'build', 'setup', 'run.mjs'), task], {
        uid: NOBODY,
        gid: NOBODY,
        cwd: folder,
        encoding: 'utf8',
        env: {},
      })
      expect(said).toMatchObject({ status: 1, stdout: '' })
      expect(said.stderr).toContain(`The folder ${folder} belongs to another user of this computer`)
      expect(said.stderr).not.toMatch(/EACCES|\n\s+at /)
    }
  })
})
