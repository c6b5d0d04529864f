import { afterEach, expect, it } from 'vitest'
import { expense } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

afterEach(closePushers)

it('a receipt whose answer was lost while the lists of QuickBooks lag 20 s behind hangs once in the end', async () => {
  const pusher = await Pusher.start({ settings: { lagSeconds: 20 } })
  await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
  await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 2 })
  await pusher.sync()
  await pusher.restart()
  await pusher.sync()
  const first = (await pusher.books('Attachable')).length
  expect(first).toBeGreaterThanOrEqual(1)
  for (let turn = 0; turn < 3; turn++) {
    await pusher.later(200_000)
    await pusher.sync()
  }
  expect(await pusher.books('Attachable')).toHaveLength(1)
  expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }])
})
