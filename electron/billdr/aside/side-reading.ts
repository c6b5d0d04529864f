import type { Order } from './aside-source.ts'
import type { Fault, Handed } from './handing-over.ts'
import { HandingOver } from './handing-over.ts'

/** What the reading's own process does with the orders of the main program: it begins a reading, and hands over what it found. */
export function readingOrders(): (order: unknown) => Promise<Handed> {
  let handing = new HandingOver()
  return (given) => {
    const order = given as Order
    if (order.call === 'read') {
      handing = new HandingOver()
      void read(order, handing)
    }
    return handing.take()
  }
}

async function read({ location, options, cursor }: Extract<Order, { call: 'read' }>, to: HandingOver): Promise<void> {
  try {
    const { openSource } = await import('../open-source.ts')
    const opened = await openSource(location, options)
    if (!opened.ok) return to.ended({ ok: false, problem: opened.problem, tryAgain: false })
    to.ended(await opened.value.read(cursor, to))
  } catch (error) {
    to.ended(faultOf(error))
  }
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', code: null, stack: '' }
  // Its text could hold names and amounts.
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return { name: error.name, code: 'code' in error ? String(error.code) : null, stack: frames.join('\n') }
}
