import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { parseSetting } from '../../shared/settings.ts'
import { client, invoice, line, payment, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

async function started(...records: Parameters<Pusher['says']>): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')] }),
    ...records,
  )
  return pusher
}

describe('P1: how a payment was received', () => {
  it('P1: another method alone sends nothing', async () => {
    const pusher = await started(payment('pay-1', 'i-1', '400.00', { method: 'cheque' }))
    await pusher.sync()
    await pusher.clearLog()
    await pusher.says(payment('pay-1', 'i-1', '400.00', { method: 'e_transfer' }))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null, differs: null })
  })

  it('P1: nor does a payment that an earlier version sent, with its method in what it remembers', async () => {
    const sent = payment('pay-1', 'i-1', '400.00', { method: 'cheque' })
    const pusher = await started(sent)
    await pusher.sync()
    const link = pusher.workspace.store.table('links').get('payment:pay-1')
    if (!link || sent.kind !== 'payment') throw new Error('it is not linked')
    const remembered = [sent.invoiceId, sent.amount, sent.receivedOn, sent.method, sent.reference, sent.memo]
    const content = createHash('sha256').update(JSON.stringify(remembered)).digest('hex').slice(0, 32)
    expect(content).not.toBe(link.sent.content)
    await pusher.workspace.store.commit([
      { table: 'links', id: 'payment:pay-1', value: { ...link, sent: { ...link.sent, content } } },
    ])
    await pusher.clearLog()
    for (const method of ['cheque', 'card'] as const) {
      await pusher.says(payment('pay-1', 'i-1', '400.00', { method }))
      await pusher.sync()
      expect(await pusher.writes()).toEqual([])
      expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null })
    }
    await pusher.says(payment('pay-1', 'i-1', '300.00', { method: 'card' }))
    await pusher.sync()
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ TotalAmt: 300 })
  })

  it('P1: each goes to the account that is set for its method, the others to the default', async () => {
    const pusher = await started(
      payment('pay-1', 'i-1', '100.00', { method: 'cheque' }),
      payment('pay-2', 'i-1', '200.00', { method: 'bank_transfer' }),
    )
    await pusher.settings(parseSetting('deposit.bank_transfer=Checking') ?? {})
    await pusher.sync()
    const into = async (key: 'payment:pay-1' | 'payment:pay-2') =>
      (await pusher.entity(key))['DepositToAccountRef'] as { name?: string }
    expect((await into('payment:pay-1')).name).toBe('Undeposited Funds')
    expect((await into('payment:pay-2')).name).toBe('Checking')
  })

  it('P1: an account that is not there holds the payment, and a method that Billdr does not have is refused', async () => {
    const pusher = await started(payment('pay-1', 'i-1', '100.00', { method: 'cash' }))
    await pusher.settings(parseSetting('deposit.cash=No such account') ?? {})
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject({ quickbooks: null })
    expect(await pusher.books('Payment')).toEqual([])
    expect(parseSetting('deposit.barter=Checking')).toBeNull()
    await pusher.settings(parseSetting('deposit.cash=') ?? {})
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null })
  })
})
