import { afterEach, describe, expect, it } from 'vitest'
import { client, expense, invoice, payment, professional, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/** What "Copy" in QuickBooks makes: all but the number is the same, the private note with our mark too. */
async function copies(pusher: Pusher, type: 'Purchase' | 'Payment', id: string): Promise<string> {
  const original = (await pusher.books(type)).find((each) => each['Id'] === id) ?? {}
  const names = [
    'TxnDate',
    'PrivateNote',
    'Line',
    'PaymentType',
    'AccountRef',
    'CustomerRef',
    'TotalAmt',
    'EntityRef',
    'GlobalTaxCalculation',
  ]
  const body = Object.fromEntries(
    names.flatMap((name) => (original[name] === undefined ? [] : [[name, original[name]]])),
  )
  const lines = (body['Line'] as Record<string, unknown>[] | undefined)?.map(
    ({ Id: _, LinkedTxn: __, LineEx: ___, ...line }) => line,
  )
  return String(
    (await pusher.person('Creates', type, { ...body, ...(type === 'Purchase' ? { Line: lines } : { Line: [] }) }))[
      'Id'
    ],
  )
}

describe('a mark proves kinship, not identity', () => {
  it.each([
    ['the original is known', false],
    ['the data folder was lost', true],
  ])('a copy that a person made stays when Billdr removes the original (%s)', async (_name, lost) => {
    const pusher = await Pusher.start()
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const copy = await copies(pusher, 'Purchase', pusher.idOf('expense:e-1'))
    await pusher.sync()
    if (lost) await pusher.restart({ lost })
    await pusher.sync()
    await pusher.removes('expense:e-1')
    await pusher.sync()
    await pusher.sync()
    expect((await pusher.books('Purchase')).map(({ Id }) => Id)).toEqual([copy])
  })

  it('made at the same moment as Billdr removed it, it stays too', async () => {
    const pusher = await Pusher.start()
    await pusher.says(client('c-1'), project('p-1', 'c-1'), invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
    await pusher.sync()
    const copy = await copies(pusher, 'Payment', pusher.idOf('payment:pay-1'))
    await pusher.removes('payment:pay-1')
    await pusher.sync()
    await pusher.restart()
    await pusher.sync()
    expect((await pusher.books('Payment')).map(({ Id }) => Id)).toEqual([copy])
  })

  it('with the folder lost, a later one that differs is a question, and none is touched', async () => {
    const pusher = await Pusher.start()
    await pusher.says(professional('v-1'), expense('e-1', { paidWith: 'cheque', professionalId: 'v-1' }))
    await pusher.sync()
    const original = await pusher.entity('expense:e-1')
    await pusher.person('Creates', 'Bill', {
      VendorRef: original['EntityRef'],
      TxnDate: original['TxnDate'],
      GlobalTaxCalculation: original['GlobalTaxCalculation'],
      PrivateNote: original['PrivateNote'],
      Line: (original['Line'] as Record<string, unknown>[]).map(({ Id: _, ...line }) => line),
    })
    await pusher.restart({ lost: true })
    await pusher.clearLog()
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'marked-twice' } })
    await pusher.removes('expense:e-1')
    await pusher.sync()
    expect((await pusher.books('Purchase')).length + (await pusher.books('Bill')).length).toBe(2)
  })
})
