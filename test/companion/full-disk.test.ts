import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handlersFor } from '../../electron/companion/handlers.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { workableAgain } from '../../electron/store/no-lock.ts'
import { SAMPLES } from '../billdr/exports.ts'
import type { Said } from '../sample/terminal.ts'
import { command } from '../sample/terminal.ts'
import { titled } from '../tooling/skipped.ts'

const ID = 'beaubien'
const isRoot = process.getuid?.() === 0

/** A small disk of its own, which only root can make. */
const disk = await mkdtemp(join(tmpdir(), 'billdr-qbo-disk-'))
const isMounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]).status === 0
const missing = isRoot && !isMounted ? 'no disk can be mounted here' : null
const missingFull = isMounted ? null : 'only root can mount a disk to fill'

const remount = (how: 'ro' | 'rw'): void => {
  if (isMounted) spawnSync('mount', ['-o', `remount,${how}`, disk])
  else chmodSync(join(disk, 'data'), how === 'ro' ? 0o500 : 0o700)
}

describe('a data folder whose disk takes nothing', () => {
  const data = join(disk, 'data')
  const run = (...args: string[]): Promise<Said> =>
    command([...args, '--data-dir', data, '--company', ID], { QBO_ENVIRONMENT: 'practice' })

  beforeAll(async () => {
    const source = join(disk, 'export')
    await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
    const added = await command(['add-company', '--id', ID, '--source', source, '--data-dir', data])
    expect(added).toMatchObject({ code: 0 })
    expect(await run('preview')).toMatchObject({ code: 0 })
  })

  afterAll(async () => {
    if (isMounted) spawnSync('umount', ['-l', disk])
    await rm(disk, { recursive: true, force: true })
  })

  /** What a script, and a person at the window, are told. */
  async function isShownAndSaid(reason: RegExp): Promise<void> {
    for (const args of [['status'], ['queue'], ['companies']]) {
      const said = await run(...args)
      expect(said.out, args.join(' ')).not.toBe('')
      expect(said.errors + said.out, args.join(' ')).toMatch(reason)
    }
    const status = await run('status', '--json')
    expect(status.code).toBe(2)
    expect(JSON.parse(status.out)).toMatchObject({ source: { problem: { code: 'data-folder-unwritable' } } })
    for (const args of [
      ['ignore', 'invoice:i-1001', '--reason', 'x'],
      ['sync'],
      ['settings', '--set', 'pollSeconds=30'],
    ]) {
      const refused = await run(...args)
      expect(refused.code, args.join(' ')).toBe(1)
      expect(refused.errors, args.join(' ')).toMatch(/^The data folder cannot be written\n/)
      expect(refused.errors).toMatch(reason)
    }

    const opened = await openCompanion({ dataFolder: data, secrets: createMemoryStore(), env: {} })
    if (!opened.ok) throw new Error(opened.problem.code)
    const scheduler = new Scheduler({
      companion: opened.companion,
      dataFolder: data,
      samples: SAMPLES,
      host: 'browser',
      version: '0',
    })
    await scheduler.start()
    const handlers = handlersFor(scheduler)
    expect((await handlers.rows({ company: ID, since: null })).rows.length).toBeGreaterThan(10)
    expect((await handlers.status({ company: ID })).source.problem?.code).toBe('data-folder-unwritable')
    expect(await handlers.ignore({ company: ID, keys: ['invoice:i-1001'], reason: 'x' })).toMatchObject({
      ok: false,
      problem: { code: 'data-folder-unwritable' },
    })
    await scheduler.close()
  }

  it.skipIf(missing !== null)(
    titled('that may only be read: it is shown and said, and decisions are refused', missing),
    async () => {
      remount('ro')
      try {
        await isShownAndSaid(/\((EROFS|EACCES)\)/)
      } finally {
        remount('rw')
      }
    },
    60_000,
  )

  it.skipIf(missingFull !== null)(
    titled('that is full: the same, and with room it goes on', missingFull),
    async () => {
      const fill = join(disk, 'fill')
      for (const size of [1 << 20, 4096]) {
        const isTaken = (): Promise<boolean> =>
          appendFile(fill, Buffer.alloc(size)).then(
            () => true,
            () => false,
          )
        while (await isTaken());
      }
      await isShownAndSaid(/\(ENOSPC\)/)
      const again = workableAgain(data, 20)
      await rm(fill)
      await again
      expect(await run('ignore', 'invoice:i-1001', '--reason', 'x')).toMatchObject({ code: 0 })
      expect(await run('audit', '--verify')).toMatchObject({ code: 0 })
    },
    60_000,
  )
})
