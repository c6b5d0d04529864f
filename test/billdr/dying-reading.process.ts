import type { Order } from '../../electron/billdr/aside/aside-source.ts'
import { readingOrders } from '../../electron/billdr/aside/side-reading.ts'
import { answerOrders } from '../../electron/system/side-answers.ts'

/** Reads as the reading's own process does; data below a folder of one of these names takes it along. */
const read = readingOrders()

answerOrders(async (given) => {
  const order = given as Order
  const location = order.call === 'read' ? order.location : ''
  if (location.includes('crashes')) process.kill(process.pid, 'SIGSEGV')
  if (location.includes('is-greedy')) {
    const kept: object[] = []
    for (;;) kept.push({ text: `${kept.length} documents` })
  }
  if (location.includes('surprises')) return { found: '[]', end: { name: 'TypeError', code: null, stack: '' } }
  return read(order)
})
