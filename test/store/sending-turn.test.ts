import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { SendingTurn, TurnAnswer } from '../../electron/store/sending-turn.ts'
import { sendingTurn } from '../../electron/store/sending-turn.ts'
import { nextLine, startChild } from './children.ts'

const take = (turn: SendingTurn, waiting = () => {}, stopped = () => false): Promise<TurnAnswer> =>
  turn.take({ waiting, sleep: (ms) => wait(ms / 10), stopped })

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
})
