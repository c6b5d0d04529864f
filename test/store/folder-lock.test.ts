import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test, vi } from 'vitest'
import { wordsFor } from '../../shared/words/index.ts'
import { lockDataFolder } from '../../electron/store/folder-lock.ts'
import type { LockAnswer } from '../../electron/store/folder-lock.ts'
import { thisProcess } from '../../electron/store/process-identity.ts'
import type { ProcessIdentity } from '../../electron/store/process-identity.ts'
import type { Child } from './children.ts'
import { nextLine, startChild } from './children.ts'
import { realFolder } from './folder.ts'

interface Said {
  ok: boolean
  pid?: number
  tookOverFrom?: number | null
  holder?: { pid: number; address: string | null }
  problem?: string
}

const tell = (child: Child, line: string) => child.process.stdin?.write(`${line}\n`)

async function locked(folder: string): Promise<Extract<LockAnswer, { ok: true }>> {
  const answer = await lockDataFolder(folder)
  if (!answer.ok) throw new Error(answer.problem.code)
  return answer
}

test('a second copy is told who has the folder and where the window of the first one is', async () => {
  const folder = await realFolder()
  const first = startChild('lock.process.ts', folder)
  expect(await nextLine(first)).toBe('ready')
  tell(first, 'lock')
  expect(JSON.parse(await nextLine(first))).toMatchObject({ ok: true, pid: first.process.pid })
  const second = await lockDataFolder(folder)
  expect(second).toMatchObject({
    ok: false,
    problem: { code: 'data-folder-busy', params: { pid: first.process.pid } },
    holder: { pid: first.process.pid, address: `http://127.0.0.1:1/${first.process.pid}` },
  })
  tell(first, 'release')
  expect(await nextLine(first)).toBe('released')
  await (await locked(folder)).release()
})

test('a lock left by a killed process is taken over, and it is said from whom', async () => {
  const folder = await realFolder()
  const first = startChild('lock.process.ts', folder)
  expect(await nextLine(first)).toBe('ready')
  tell(first, 'lock')
  await nextLine(first)
  tell(first, 'die')
  await first.ended
  const lock = await locked(folder)
  expect(lock.tookOverFrom?.pid).toBe(first.process.pid)
  await lock.release()
  const next = await locked(folder)
  expect(next.tookOverFrom).toBeNull()
  await next.release()
})

test('eight starters at once, over and over, with dead ones in between: one gets the folder each time', async () => {
  const folder = await realFolder()
  let starters = Array.from({ length: 8 }, () => startChild('lock.process.ts', folder))
  for (const child of starters) expect(await nextLine(child)).toBe('ready')
  let before: number | null = null
  for (let round = 0; round < 12; round++) {
    for (const child of starters) tell(child, 'lock')
    const said = await Promise.all(starters.map(async (child) => JSON.parse(await nextLine(child)) as Said))
    const winners = starters.filter((_, k) => said[k]?.ok)
    expect(winners).toHaveLength(1)
    const winner = winners[0]
    expect(said.find((each) => each.ok)?.tookOverFrom).toBe(before)
    for (const each of said.filter(({ ok }) => !ok)) {
      expect(each).toMatchObject({ problem: 'data-folder-busy', holder: { pid: winner?.process.pid } })
    }
    const dies = round % 3 === 1
    if (winner) tell(winner, dies ? 'die' : 'release')
    before = dies ? (winner?.process.pid ?? null) : null
    if (!dies) expect(winner && (await nextLine(winner))).toBe('released')
    else {
      await winner?.ended
      starters = starters.filter((child) => child !== winner)
    }
  }
  expect((await readdir(folder)).filter((name) => name.startsWith('lock.'))).toHaveLength(1)
}, 90_000)

test('one that only looks keeps nobody from working: who comes to work waits that moment, and who looks too does not', async () => {
  const folder = await realFolder()
  const looking = await lockDataFolder(folder, { readOnly: true })
  if (!looking.ok) throw new Error(looking.problem.code)
  const working = locked(folder)
  // Who looks meanwhile is told so at once; by then the one that comes to work has met the lock, too.
  for (let times = 0; times < 5; times++)
    expect(await lockDataFolder(folder, { readOnly: true })).toMatchObject({
      ok: false,
      problem: { code: 'data-folder-busy' },
    })
  await looking.release()
  const lock = await working
  expect(await lockDataFolder(folder, { readOnly: true })).toMatchObject({ ok: false })
  await lock.release()
})

test('two attempts of one process at once: one gets the folder', async () => {
  const folder = await realFolder()
  const answers = await Promise.all(Array.from({ length: 6 }, () => lockDataFolder(folder)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  for (const answer of answers) if (answer.ok) await answer.release()
  await (await locked(folder)).release()
})

/** Leaves a lock as another process would have. */
async function leftBehind(change: Partial<ProcessIdentity>): Promise<string> {
  const folder = await realFolder()
  const holder = { ...(await thisProcess()), token: 'left-behind', address: null, released: false, ...change }
  await mkdir(join(folder, 'lock.00000007'))
  await writeFile(join(folder, 'lock.00000007', 'holder.json'), JSON.stringify(holder))
  return folder
}

test.each<[string, () => Partial<ProcessIdentity>]>([
  ['from before the computer was started anew', () => ({ boot: 'another start' })],
  [
    'whose process number belongs to another process now',
    () => ({ pid: process.ppid, startMark: '1', startedAt: '2020-01-01T00:00:00Z' }),
  ],
  ['whose process number is our own now', () => ({ startMark: '1' })],
  ['whose process is gone', () => ({ pid: 2 ** 22 + 1 })],
])('a lock %s is taken over', async (_, change) => {
  const lock = await locked(await leftBehind(change()))
  expect(lock.tookOverFrom).not.toBeNull()
  await lock.release()
})

test.skipIf(process.platform === 'win32')(
  'a lock of a killed process whose end nobody has asked for yet is taken over',
  async () => {
    // The shell starts the holder and becomes a program that asks after no child of its own.
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(async () => {
      parent.kill('SIGKILL')
      await once(parent, 'close')
    })
    const pid = Number((await createInterface({ input: parent.stdout })[Symbol.asyncIterator]().next()).value)
    const startMark = process.platform === 'linux' ? ((await statOf(pid))[19] ?? null) : null
    const folder = await leftBehind({ pid, startMark, startedAt: new Date().toISOString() })
    // While it runs, it holds.
    expect(await lockDataFolder(folder)).toMatchObject({ ok: false, holder: { pid } })
    process.kill(pid, 'SIGKILL')
    if (process.platform === 'linux') await vi.waitFor(async () => expect((await statOf(pid))[0]).toBe('Z'))
    const lock = await vi.waitFor(() => locked(folder))
    expect(() => process.kill(pid, 0)).not.toThrow()
    expect(lock.tookOverFrom?.pid).toBe(pid)
    await lock.release()
  },
)

async function statOf(pid: number): Promise<string[]> {
  return (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ')
}

test('a lock of another computer on a shared folder holds, and its computer is named', async () => {
  const folder = await leftBehind({ machine: 'another', host: 'front-desk', boot: 'another start', pid: 2 ** 22 + 1 })
  expect(await lockDataFolder(folder)).toMatchObject({
    ok: false,
    problem: { params: { host: 'front-desk' } },
    holder: { host: 'front-desk' },
  })
})

const MINUTE = 60_000
const ELSEWHERE: Partial<ProcessIdentity> & { aliveAt?: string } = {
  machine: 'another',
  host: 'front-desk',
  boot: null,
}
const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE).toISOString()

test.each<[string, Partial<ProcessIdentity> & { aliveAt?: string }]>([
  ['of another computer, as in a folder copied while the program ran', ELSEWHERE],
  ['of a computer that was given a new id and started anew', { ...ELSEWHERE, boot: 'another start' }],
  ['of another container of this computer, whose process numbers say nothing here', { numbers: 'pid:[1]' }],
])('a lock %s names computer and time, can be taken over, and lapses', async (_, change) => {
  const folder = await leftBehind({ ...change, aliveAt: ago(1) } as Partial<ProcessIdentity>)
  const refused = await lockDataFolder(folder)
  expect(refused).toMatchObject({ ok: false, problem: { code: 'data-folder-elsewhere' } })
  if (!refused.ok) {
    const worded = wordsFor('en').problem(refused.problem)
    expect(worded.explanation).toContain(refused.holder?.host)
    expect(worded.explanation).toMatch(/last worked on it at .*\d/)
  }
  const taken = await lockDataFolder(folder, { takeOver: true })
  expect(taken).toMatchObject({ ok: true, tookOverFrom: {} })
  if (taken.ok) await taken.release()

  const later = await leftBehind({ ...change, aliveAt: ago(1) } as Partial<ProcessIdentity>)
  const inTime = (minutes: number) => lockDataFolder(later, { now: () => new Date(Date.now() + minutes * MINUTE) })
  expect(await inTime(13)).toMatchObject({ ok: false })
  const lapsed = await inTime(15)
  expect(lapsed).toMatchObject({ ok: true })
  if (lapsed.ok) await lapsed.release()
})

test.skipIf(process.platform !== 'linux')(
  'a computer that was given a new id since it was started is known again: its dead process holds nothing, its living one does',
  async () => {
    const dead = await locked(await leftBehind({ machine: 'the id before', pid: 2 ** 22 + 1 }))
    expect(dead.tookOverFrom).not.toBeNull()
    await dead.release()
    const folder = await realFolder()
    const first = startChild('lock.process.ts', folder)
    await nextLine(first)
    tell(first, 'lock')
    await nextLine(first)
    const file = join(folder, 'lock.00000001', 'holder.json')
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), machine: 'the id before' }))
    expect(await lockDataFolder(folder, { takeOver: true })).toMatchObject({
      ok: false,
      problem: { code: 'data-folder-busy' },
    })
  },
)

test('no yes takes a folder from a program that runs on this computer', async () => {
  const folder = await realFolder()
  const lock = await locked(folder)
  expect(await lockDataFolder(folder, { takeOver: true })).toMatchObject({ problem: { code: 'data-folder-busy' } })
  await lock.release()
})

test('a program says again and again that it runs, and hears that another one took the folder over', async () => {
  const folder = await realFolder()
  const file = join(folder, 'lock.00000001', 'holder.json')
  let minutes = 0
  const now = (): Date => new Date(Date.now() + (minutes += 20) * MINUTE)
  const lock = await lockDataFolder(folder, { now, aliveEveryMs: 20 })
  if (!lock.ok) throw new Error(lock.problem.code)
  const aliveAt = async (): Promise<unknown> =>
    (JSON.parse(await readFile(file, 'utf8')) as { aliveAt: unknown }).aliveAt
  const first = await aliveAt()
  await vi.waitFor(async () => expect(await aliveAt()).not.toBe(first))
  await mkdir(join(folder, 'lock.00000002'))
  await lock.lost
  await lock.release()
})

test.each(['', '{"pid":', '[]', 'null'])('a lock file that says nothing (%j) holds nobody up', async (text) => {
  const folder = await leftBehind({})
  await writeFile(join(folder, 'lock.00000007', 'holder.json'), text)
  const lock = await locked(folder)
  expect(await readdir(folder)).toEqual(['lock.00000008'])
  await lock.release()
})

test('a folder that cannot be written is a problem, and no lock', async () => {
  const folder = await realFolder()
  await writeFile(join(folder, 'file'), '')
  expect(await lockDataFolder(join(folder, 'file'))).toMatchObject({
    ok: false,
    problem: { code: 'data-folder-unwritable', params: { reason: 'EEXIST' } },
    holder: null,
  })
})

test.skipIf(process.platform !== 'linux')(
  'a place at which the system makes no folders is said, and not tried for ever',
  async () => {
    expect(await lockDataFolder('/proc/no-folder/of-ours')).toMatchObject({
      ok: false,
      problem: { code: 'data-folder-unreadable', params: { reason: 'ENOENT' } },
    })
  },
)

test('giving back twice, or after the folder is gone, harms nobody', async () => {
  const folder = await realFolder()
  const first = await locked(folder)
  await first.release()
  const second = await locked(folder)
  await first.release()
  expect((await lockDataFolder(folder)).ok).toBe(false)
  expect(JSON.parse(await readFile(join(folder, 'lock.00000002', 'holder.json'), 'utf8'))).toMatchObject({
    released: false,
  })
  await second.release()
})
