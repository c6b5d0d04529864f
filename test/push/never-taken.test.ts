import { afterEach, expect, it } from 'vitest'
import { client, expense, line, professional, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

it('a document that QuickBooks never takes, corrected in Billdr: the new content goes, once the old cannot arrive any more', async () => {
  const pusher = await Pusher.start()
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'))
  await pusher.sync()
  await pusher.practice.controls.changeSettings({ neverTaken: [{ text: 'Cursed', answer: 'error' }] })
  await pusher.says(expense('e-1', { lines: [line('85.00', { description: 'Cursed' })] }))
  for (let run = 1; run <= 5; run++)
    expect(await pusher.sync()).toMatchObject({ stop: null, unsettled: null, untaken: 1 })
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'failed', problem: { code: 'quickbooks-keeps-failing' } })

  await pusher.says(expense('e-1', { lines: [line('90.00', { description: 'Blessed' })] }))
  await pusher.clearLog()
  await pusher.sync()
  // The old one may arrive yet.
  expect(await pusher.writes()).toEqual([])
  expect(pusher.row('expense:e-1').state).toBe('pending')
  await pusher.later(200_000)
  await pusher.sync()
  expect(pusher.row('expense:e-1').state).toBe('synced')
  expect(await pusher.books('Purchase')).toMatchObject([{ TotalAmt: 90 }])
})

it('a change that QuickBooks never takes is failed after five runs, and goes with a new try', async () => {
  const pusher = await Pusher.start()
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'), expense('e-1'))
  await pusher.sync()
  await pusher.practice.controls.changeSettings({ neverTaken: [{ text: 'Cursed', answer: 'html' }] })
  await pusher.says(expense('e-1', { lines: [line('85.00', { description: 'Cursed' })] }))
  for (let run = 1; run <= 5; run++) {
    expect(pusher.row('expense:e-1').state).toBe('pending')
    expect(await pusher.sync()).toMatchObject({ stop: null, unsettled: null, untaken: 1 })
    await pusher.restart()
  }
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'failed', problem: { code: 'quickbooks-keeps-failing' } })
  await pusher.practice.controls.changeSettings({ neverTaken: [] })
  await pusher.workspace.store.commit([{ table: 'refusals', id: 'expense:e-1', value: undefined }])
  await pusher.sync()
  expect(pusher.row('expense:e-1').state).toBe('synced')
  expect(await pusher.books('Purchase')).toMatchObject([{ TotalAmt: 85 }])
})
