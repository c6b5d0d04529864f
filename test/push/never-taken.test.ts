import { afterEach, expect, it } from 'vitest'
import { client, credit, expense, invoice, line, professional, project } from '../support/billdr-records.ts'
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

/** Five runs in which QuickBooks answers these requests with an error, and takes all others. */
async function neverTakes(pusher: Pusher, operation: 'delete', entity: 'Purchase' | 'Payment'): Promise<void> {
  await pusher.faults({ kind: 'error', when: 'before', match: { operation, entity }, status: 500, times: 1000 })
  for (let run = 1; run <= 5; run++) {
    expect(await pusher.sync()).toMatchObject({ stop: null, unsettled: null, untaken: 1 })
    await pusher.restart()
  }
  await pusher.clearLog()
  await pusher.sync()
  expect(await pusher.writes()).toEqual([])
}

async function triedAgain(pusher: Pusher, key: 'expense:e-1' | 'credit:1'): Promise<void> {
  await pusher.faults()
  await pusher.workspace.store.commit([{ table: 'refusals', id: key, value: undefined }])
  await pusher.sync()
}

it('what a document replaced and QuickBooks never deletes is failed after five runs, and goes with a new try', async () => {
  const pusher = await Pusher.start()
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'), expense('e-1', { paidWith: 'cash' }))
  await pusher.sync()
  await pusher.says(expense('e-1', { paidWith: 'credit_card' }))
  await neverTakes(pusher, 'delete', 'Purchase')
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'failed', problem: { code: 'quickbooks-keeps-failing' } })
  await triedAgain(pusher, 'expense:e-1')
  expect(pusher.row('expense:e-1').state).toBe('synced')
  expect(await pusher.books('Purchase')).toHaveLength(1)
})

it('a deletion of what was replaced that arrived after all ends the failure by itself', async () => {
  const pusher = await Pusher.start()
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'), expense('e-1', { paidWith: 'cash' }))
  await pusher.sync()
  const old = pusher.idOf('expense:e-1')
  await pusher.says(expense('e-1', { paidWith: 'credit_card' }))
  await neverTakes(pusher, 'delete', 'Purchase')
  await pusher.person('Deletes', 'Purchase', old)
  await pusher.sync()
  expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
})

it.each([
  ['voided', { status: 'voided' as const }],
  ['put on another invoice', { appliesToInvoiceId: 'i-2' }],
])('a credit whose application QuickBooks never takes back, %s, is failed after five runs', async (_what, now) => {
  const pusher = await Pusher.start()
  const wanted = { number: 'C-1', appliesToInvoiceId: 'i-1', lines: [line('10.00')] }
  await pusher.says(client('c-1'), project('p-1', 'c-1'), invoice('i-1', 'p-1', { number: '1' }))
  await pusher.says(invoice('i-2', 'p-1', { number: '2' }), credit('1', 'p-1', wanted))
  await pusher.sync()
  await pusher.says(credit('1', 'p-1', { ...wanted, ...now }))
  await neverTakes(pusher, 'delete', 'Payment')
  expect(pusher.row('credit:1')).toMatchObject({ state: 'failed', problem: { code: 'quickbooks-keeps-failing' } })
  await triedAgain(pusher, 'credit:1')
  expect(await pusher.books('CreditMemo')).toHaveLength('status' in now ? 0 : 1)
  expect(pusher.row('credit:1').state).not.toBe('failed')
})
