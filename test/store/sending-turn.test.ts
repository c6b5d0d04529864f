import { createHash, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SendingTurn, TurnAnswer } from '../../electron/store/sending-turn.ts'
import { sendingTurn } from '../../electron/store/sending-turn.ts'
import { nextLine, startChild } from './children.ts'

/** How long was waited for, ms; what is waited for is over a hundred times sooner. */
let waited = 0
const take = (turn: SendingTurn, waiting = () => {}, stopped = () => false): Promise<TurnAnswer> => {
  waited = 0
  const sleep = (ms: number): Promise<void> => {
    waited += ms
    return wait(ms / 100)
  }
  return turn.take({ waiting, sleep, stopped, listsBehindMs: 25_000, landedMs: 180_000 })
}
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('two data folders that send to the same books', () => {
  it('do so one after the other, and each is told where the other one sent since', async () => {
    const books = randomUUID()
    const [first, second] = [sendingTurn(books, '/data/first'), sendingTurn(books, '/data/second')]
    expect(await take(first)).toBe('taken')
    const { promise: waits, resolve: waiting } = Promise.withResolvers<void>()
    let hasTurn = false
    const taken = take(second, waiting).then((answer) => {
      hasTurn = true
      return answer
    })
    await waits
    expect(hasTurn).toBe(false)
    await first.give()
    expect(await taken).toBe('others-sent')
    await second.give()
    expect(await take(second)).toBe('taken')
    await second.give()
    expect(await take(first)).toBe('others-sent')
    await first.give()
  })

  it('do not wait for who sends to other books', async () => {
    const [first, second] = [sendingTurn(randomUUID(), '/data/first'), sendingTurn(randomUUID(), '/data/second')]
    expect(await take(first)).toBe('taken')
    expect(await take(second)).toBe('taken')
    await first.give()
    await second.give()
  })

  it('wait no longer once they are to end', async () => {
    const books = randomUUID()
    const [first, second] = [sendingTurn(books, '/data/first'), sendingTurn(books, '/data/second')]
    expect(await take(first)).toBe('taken')
    expect(
      await take(
        second,
        () => {},
        () => true,
      ),
    ).toBe('busy')
    await first.give()
  })

  it('go on where the other program was killed in its turn', async () => {
    const books = randomUUID()
    const child = startChild('turn.process.ts', books, '/data/first')
    expect(await nextLine(child)).toBe('taken')
    const { promise: waits, resolve: waiting } = Promise.withResolvers<void>()
    const second = sendingTurn(books, '/data/second')
    const taken = take(second, waiting)
    await waits
    child.process.kill('SIGKILL')
    expect(await taken).toBe('others-sent')
    await second.give()
  })

  it('look at the books only once QuickBooks’ lists show what the other one sent', async () => {
    const books = randomUUID()
    const [first, second] = [sendingTurn(books, '/data/first'), sendingTurn(books, '/data/second')]
    await take(first)
    await first.give()
    expect(await take(second)).toBe('others-sent')
    expect(waited).toBeGreaterThan(20_000)
    await second.give()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    expect(await take(first)).toBe('others-sent')
    expect(waited).toBe(0)
    await first.give()
  })

  it('after a kill wait until nothing that was sent can arrive any more', async () => {
    const books = randomUUID()
    const child = startChild('turn.process.ts', books, '/data/first')
    expect(await nextLine(child)).toBe('taken')
    child.process.kill('SIGKILL')
    await child.ended
    const second = sendingTurn(books, '/data/second')
    expect(await take(second)).toBe('others-sent')
    expect(waited).toBeGreaterThan(170_000)
    await second.give()
  })

  it('agree though each was given a folder for temporary files of its own', async () => {
    const other = await mkdtemp(join(tmpdir(), 'billdr-temporary-'))
    const books = randomUUID()
    const [first, second] = [sendingTurn(books, '/data/first'), sendingTurn(books, '/data/second')]
    expect(await take(first)).toBe('taken')
    vi.stubEnv(process.platform === 'win32' ? 'TEMP' : 'TMPDIR', other)
    expect(
      await take(
        second,
        () => {},
        () => true,
      ),
    ).toBe('busy')
    await first.give()
    vi.unstubAllEnvs()
    // It was not its turn: what the other one sent is still to be looked at.
    expect(await take(second)).toBe('others-sent')
    await second.give()
    await rm(other, { recursive: true, force: true })
  })

  it.each([
    ['garbage', (file: string) => writeFile(file, '{"by":')],
    [
      'a folder',
      async (file: string) => {
        await rm(file)
        await mkdtemp(`${file}-`).then((made) => rename(made, file))
      },
    ],
  ])('take it that the other one sent where %s is in the place of who sent last', async (_name, damage) => {
    const books = randomUUID()
    const first = sendingTurn(books, '/data/first')
    await take(first)
    await first.give()
    const name = createHash('sha256').update(books).digest('hex').slice(0, 32)
    await damage(join('/tmp', `billdr-qbo-${process.getuid?.() ?? 'user'}`, name, 'last.json'))
    expect(await take(first)).toBe('others-sent')
    await first.give()
  })
})
