// Takes the turn at the books that it is told, says what it was told, and keeps it until it is killed or a line comes in.
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { sendingTurn } from '../../electron/store/sending-turn.ts'

const [books = '', dataFolder = ''] = process.argv.slice(2)
const turn = sendingTurn(books, dataFolder)
console.log(
  await turn.take({
    waiting: () => console.log('waits'),
    sleep: (ms) => wait(ms),
    stopped: () => false,
    listsBehindMs: 0,
    landedMs: 0,
  }),
)
await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()
await turn.give()
