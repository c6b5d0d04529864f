import { expect, test } from 'vitest'
import type { ChangeOf, Store } from '../../electron/store/store.ts'
import { StoreWriteError } from '../../electron/store/store.ts'
import { contents, opened } from './opened.ts'
import type { TestTables } from './opened.ts'
import type { Aftermath } from './power-disk.ts'
import { PowerDisk, seeded } from './power-disk.ts'

type Changes = ChangeOf<TestTables>[]
const FOLDER = '/data/company'

/** A short life: single commits, commits of several entries, changed and removed ones, a burst. */
const COMMITS: Changes[] = Array.from({ length: 48 }, (_, n): Changes => [
  { table: 'counters', id: 'commits', value: n + 1 },
  {
    table: 'documents',
    id: `invoice:${n % 7}`,
    value: n % 7 === 3 && n > 7 ? undefined : { n, text: 'é'.repeat(40 + n) },
  },
  ...(n % 5 === 0 ? [{ table: 'documents' as const, id: '__proto__', value: { n, text: 'x' } }] : []),
])

/** What is stored after the first `count` commits. */
function expected(count: number) {
  const documents = new Map<string, unknown>()
  const counters = new Map<string, unknown>()
  for (const { table, id, value } of COMMITS.slice(0, count).flat()) {
    const rows = table === 'documents' ? documents : counters
    if (value === undefined) rows.delete(id)
    else rows.set(id, value)
  }
  const plain = (rows: Map<string, unknown>) => Object.fromEntries([...rows].sort())
  return { documents: plain(documents), counters: plain(counters) }
}

/** Runs the life and answers how many commits were acknowledged, and how many were begun. */
async function live(disk: PowerDisk, from = 0): Promise<{ acknowledged: number; begun: number }> {
  let acknowledged = from
  let begun = from
  let store: Store<TestTables> | null = null
  try {
    store = await opened({ folder: FOLDER, fileSystem: disk, generations: 2 })
    const commit = async (n: number) => {
      begun = Math.max(begun, n + 1)
      await store?.commit(COMMITS[n] ?? [])
      acknowledged = Math.max(acknowledged, n + 1)
    }
    for (let n = from; n < COMMITS.length;) {
      const burst = n % 8 === 4 ? 4 : 1
      await Promise.all(
        Array.from({ length: burst }, (_, k) => n + k)
          .filter((each) => each < COMMITS.length)
          .map(commit),
      )
      n += burst
    }
    await store.close()
  } catch (error) {
    if (disk.powerCutAt === Infinity || disk.steps < disk.powerCutAt) throw error
    await store?.close()
  }
  return { acknowledged, begun }
}

function wholeCommits(store: Store<TestTables>): number {
  const count = store.table('counters').get('commits') ?? 0
  expect(contents(store)).toEqual(expected(count))
  return count
}

async function stepsOfAWholeLife(): Promise<number> {
  const disk = new PowerDisk()
  await live(disk)
  expect(disk.files().filter((path) => path.endsWith('.snapshot')).length).toBeGreaterThan(1)
  return disk.steps
}

const AFTERMATHS: [Aftermath, number][] = [
  ['lost', 0],
  ['kept', 0],
  ['torn', 1],
  ['torn', 2],
  ['torn', 3],
  ['torn', 4],
]

test('power lost at any step of writing: every acknowledged commit is there, and none by half', async () => {
  const steps = await stepsOfAWholeLife()
  expect(steps).toBeGreaterThan(80)
  for (let step = 1; step <= steps; step++) {
    for (const [aftermath, seed] of AFTERMATHS) {
      const disk = new PowerDisk()
      disk.powerCutAt = step
      const { acknowledged, begun } = await live(disk)
      const after = disk.afterPowerCut(aftermath, seeded(seed * 1000 + step))
      const store = await opened({ folder: FOLDER, fileSystem: after })
      const count = wholeCommits(store)
      expect(count).toBeGreaterThanOrEqual(acknowledged)
      expect(count).toBeLessThanOrEqual(begun)
      expect(store.recovered?.setAside ?? []).toEqual([])
      expect(store.recovered?.lostCommits ?? 0).toBe(0)
      await store.close()
    }
  }
})

test('power lost again at any step of the start after it: still nothing acknowledged is missing, and life goes on', async () => {
  const steps = await stepsOfAWholeLife()
  for (let step = 3; step <= steps; step += 5) {
    const first = new PowerDisk()
    first.powerCutAt = step
    const before = await live(first)
    for (let second = 1; second <= 12; second++) {
      const random = seeded(step * 100 + second)
      const disk = first.afterPowerCut('torn', random)
      disk.powerCutAt = second
      const between = await live(disk, COMMITS.length)
      expect(between.begun).toBe(COMMITS.length)
      const last = disk.afterPowerCut('torn', random)
      const store = await opened({ folder: FOLDER, fileSystem: last })
      const count = wholeCommits(store)
      expect(count).toBeGreaterThanOrEqual(before.acknowledged)
      await store.close()
      await live(last, count)
      const whole = await opened({ folder: FOLDER, fileSystem: last })
      expect(wholeCommits(whole)).toBe(COMMITS.length)
      await whole.close()
    }
  }
})

test('killed at any step, started again, then power lost: what the second start has shown is still there', async () => {
  const steps = await stepsOfAWholeLife()
  for (let step = 1; step <= steps; step++) {
    const disk = new PowerDisk()
    disk.powerCutAt = step
    await live(disk)
    const killed = disk.afterKill()
    const shown = wholeCommits(await opened({ folder: FOLDER, fileSystem: killed }))
    const store = await opened({ folder: FOLDER, fileSystem: killed.afterPowerCut('lost', seeded(step)) })
    expect(wholeCommits(store)).toBe(shown)
  }
})

test.each([
  ['one step', 1, 0],
  ['one step', 1, 1],
  ['one step', 1, 48],
  ['two steps', 2, 0],
  ['two steps', 2, 1],
  ['two steps', 2, 2],
  ['two steps', 2, 48],
])(
  'a disk that refuses %s (%i), then %i more commits: refused ones are never seen, and a restart agrees',
  async (_, width, more) => {
    const steps = await stepsOfAWholeLife()
    let refusals = 0
    for (let step = 7; step <= steps; step++) {
      const disk = new PowerDisk()
      const code = ['ENOSPC', 'EIO', 'EROFS'][step % 3] ?? 'EIO'
      disk.fault = (what) => (what !== 'read' && disk.steps >= step && disk.steps < step + width ? code : null)
      const store = await opened({ folder: FOLDER, fileSystem: disk, generations: 2 })
      let stored: number | undefined
      let refused = 0
      let left = Infinity
      for (const [n, changes] of COMMITS.entries()) {
        const error = await store.commit(changes).then(
          () => null,
          (reason: unknown) => reason,
        )
        if (error) {
          expect(error).toBeInstanceOf(StoreWriteError)
          expect(error).toMatchObject({ code, problem: { code: 'data-folder-unwritable', params: { reason: code } } })
          refused++
          if (refused === 1) left = more + 1
        } else stored = n + 1
        expect(store.table('counters').get('commits')).toBe(stored)
        if (--left === 0) break
      }
      expect(refused).toBeLessThanOrEqual(width)
      refusals += refused
      disk.fault = () => null
      const before = contents(store)
      await store.close()
      const again = await opened({ folder: FOLDER, fileSystem: disk })
      expect(contents(again)).toEqual(before)
      expect(again.recovered).toBeNull()
      await again.close()
    }
    expect(refusals).toBeGreaterThan(40)
  },
)

test('a disk that is full for a while, and power lost at the end of it: only whole commits, none of the acknowledged missing', async () => {
  for (let from = 8; from < 120; from += 3) {
    for (const aftermath of ['lost', 'kept', 'torn'] as const) {
      const disk = new PowerDisk()
      disk.fault = (what) => (disk.steps >= from && ['append', 'open', 'flush'].includes(what) ? 'ENOSPC' : null)
      const store = await opened({ folder: FOLDER, fileSystem: disk })
      let acknowledged = 0
      for (const [n, changes] of COMMITS.entries()) {
        const done = await store.commit(changes).then(
          () => true,
          () => false,
        )
        if (done) acknowledged = n + 1
        else break
      }
      const after = disk.afterPowerCut(aftermath, seeded(from))
      await store.close()
      const again = await opened({ folder: FOLDER, fileSystem: after })
      const count = wholeCommits(again)
      expect(count).toBeGreaterThanOrEqual(acknowledged)
      expect(count).toBeLessThanOrEqual(acknowledged + 1)
      await again.close()
    }
  }
})
