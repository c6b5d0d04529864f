import { afterEach, expect, it } from 'vitest'
import { client, expense, invoice, line, payment, project } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

afterEach(closePushers)

it('a receipt whose answer was lost while the lists of QuickBooks lag 20 s behind hangs once, at all times', async () => {
  const pusher = await Pusher.start({ settings: { lagSeconds: 20 } })
  await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
  await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 2 })
  await pusher.sync()
  await pusher.restart()
  await pusher.sync()
  expect(await pusher.books('Attachable')).toHaveLength(1)
  for (let turn = 0; turn < 3; turn++) {
    await pusher.later(200_000)
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
  }
  expect(await pusher.books('Attachable')).toHaveLength(1)
  expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }])
})

it('one that never arrived goes again in the same run, once the lists would show it', async () => {
  const pusher = await Pusher.start({ settings: { lagSeconds: 20 } })
  await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
  await pusher.faults({ kind: 'reset', match: { operation: 'upload' }, times: 1 })
  await pusher.sync()
  expect(await pusher.books('Attachable')).toHaveLength(1)
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', attachments: [{ state: 'sent' }] })
})

it('P2: a payment that Billdr deleted leaves its invoice open for the rest of another, though the lists say paid a while longer', async () => {
  const pusher = await Pusher.start({ settings: { lagSeconds: 20 } })
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1', { number: '1001', lines: [line('100.00')] }),
    payment('pay-1', 'i-1', '100.00'),
  )
  await pusher.sync()
  await pusher.later(60_000)
  await pusher.says(payment('pay-2', 'i-1', '100.00', { receivedOn: '2026-03-22' }))
  await pusher.sync()
  await pusher.later(60_000)
  await pusher.removes('payment:pay-1')
  // What is created in a second round is looked for first: that look shows the invoice as it was.
  await pusher.says(project('p-2', 'c-1', { name: 'Garage' }), invoice('i-2', 'p-2', { number: '1002' }))
  await pusher.sync()
  expect(await pusher.books('Payment')).toMatchObject([{ UnappliedAmt: 0 }])
  expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
})
