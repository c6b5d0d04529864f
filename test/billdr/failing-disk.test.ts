import { existsSync, readdirSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { openSource } from '../../electron/billdr/open-source.ts'
import { frenchCsv, renovation } from './exports.ts'

/** The one thing that cannot be brought about here for real: a disk or network drive that answers with EIO at any look. */
const disk = vi.hoisted(() => ({ looks: 0, failsAt: -1 }))

vi.mock('../../electron/system/files.ts', async (original) => {
  const real = await original<typeof import('../../electron/system/files.ts')>()
  const failing = <T extends (...args: never[]) => Promise<unknown>>(look: T): T =>
    (async (...args: never[]) => {
      disk.looks += 1
      if (disk.looks === disk.failsAt)
        throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'scandir', errno: -5 })
      return look(...args)
    }) as T
  return { ...real, readdir: failing(real.readdir), lstat: failing(real.lstat), realpath: failing(real.realpath) }
})

const NOBODY = { record: () => undefined, removed: () => undefined, problem: () => undefined }

it.each([
  ['a full export', renovation],
  ['a hand-made folder', frenchCsv],
])(
  '%s: EIO at any listing is a problem of the reading, or that file is not there; nothing is thrown',
  async (_, make) => {
    const folder = await make()
    const look = async (failsAt: number): Promise<string> => {
      Object.assign(disk, { looks: 0, failsAt })
      const opened = await openSource(folder, { settleMs: 0 })
      if (!opened.ok) return opened.problem.code
      const outcome = await opened.value.read(null, NOBODY)
      return outcome.ok === false ? outcome.problem.code : 'read'
    }
    expect(await look(-1)).toBe('read')
    const looks = disk.looks
    expect(looks).toBeGreaterThan(5)
    const openFiles = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0)
    const before = openFiles()
    const outcomes = new Set<string>()
    for (let at = 1; at <= looks; at += 1) outcomes.add(await look(at))
    expect([...outcomes].filter((each) => each !== 'read').every((each) => each.startsWith('source-'))).toBe(true)
    expect(outcomes).toContain('source-unreadable')
    expect(openFiles()).toBeLessThan(before + 5)
  },
)
