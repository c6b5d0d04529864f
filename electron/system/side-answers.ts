import type { SideAnswer, SideOrder } from './side-process.ts'

/** What Electron gives a side program in the place of Node's channel. */
interface ParentPort {
  on(event: 'message', heard: (event: { data: unknown }) => void): void
  postMessage(answer: SideAnswer): void
}

/**
 * The side program's own end: answers what it is asked, one order after the other, and ends with the program that started
 * it, also in the middle of a call that never comes back.
 */
export function answerOrders(carryOut: (order: unknown) => Promise<unknown>): void {
  const port = (process as unknown as { parentPort?: ParentPort }).parentPort
  const tell = (answer: SideAnswer): void => {
    if (port) port.postMessage(answer)
    else process.send?.(answer)
  }
  let turn: Promise<void> = Promise.resolve()
  const hear = (message: unknown): void => {
    const { id, order } = message as SideOrder
    turn = turn
      .then(() => carryOut(order))
      .then(
        (value) => tell({ id, ok: true, value }),
        (error: unknown) => tell({ id, ok: false, message: error instanceof Error ? error.message : 'failed' }),
      )
  }
  if (port) port.on('message', ({ data }) => hear(data))
  else process.on('message', hear)
  // An ordinary end would wait for the call that never comes back.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
}
