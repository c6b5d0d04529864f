import { afterEach, describe, expect, it } from 'vitest'
import { costCode, line, professional, purchaseOrder } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/* O1, D2: purchase orders that a person closed, or received on a bill. */

afterEach(closePushers)

type Fields = Record<string, unknown>

const order = (first: string, second: string, more: Partial<Parameters<typeof purchaseOrder>[2]> = {}) =>
  purchaseOrder('1', 'v-1', {
    number: 'PO-1',
    lines: [line(first, { description: 'Bois' }), line(second, { id: 'l2', description: 'Vis' })],
    ...more,
  })

async function withOrder(): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(professional('v-1'), order('600.00', '50.00'))
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

/** A person puts the first line of the order on a bill. */
async function receiveFirst(pusher: Pusher): Promise<void> {
  const made = await pusher.entity('purchase-order:1')
  const first = (made['Line'] as Fields[])[0]
  const { Id, LineNum: _num, Received: _received, ...plain } = first ?? {}
  await pusher.person('Creates', 'Bill', {
    VendorRef: made['VendorRef'],
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [{ ...plain, LinkedTxn: [{ TxnId: made['Id'], TxnType: 'PurchaseOrder', TxnLineId: Id }] }],
  })
}

describe('a purchase order', () => {
  it('that a person closed is not opened again by an edit of its message', async () => {
    const pusher = await Pusher.start()
    await pusher.mappings((mappings) => {
      delete mappings.defaults.purchaseItem
    })
    await pusher.says(professional('v-1'), order('600.00', '50.00'))
    await pusher.sync()
    await pusher.person('Edits', 'PurchaseOrder', pusher.idOf('purchase-order:1'), { POStatus: 'Closed' })
    await pusher.clearLog()
    await pusher.says(order('600.00', '50.00', { memo: 'Livrer lundi' }))
    await pusher.sync()
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ Memo: 'Livrer lundi', POStatus: 'Closed' })
    const [edit] = await pusher.writes()
    expect(JSON.stringify(edit)).not.toContain('POStatus')
    // Its message taken away again, the whole order goes, as closed as it is.
    await pusher.says(order('600.00', '50.00'))
    await pusher.sync()
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ POStatus: 'Closed' })
  })

  it('is closed where Billdr says so', async () => {
    const pusher = await Pusher.start()
    // Of one with items QuickBooks works it out by itself.
    await pusher.mappings((mappings) => {
      delete mappings.defaults.purchaseItem
    })
    await pusher.says(professional('v-1'), order('600.00', '50.00'))
    await pusher.sync()
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ POStatus: 'Open' })
    await pusher.says(order('600.00', '50.00', { status: 'closed', memo: 'Reçu' }))
    await pusher.sync()
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ POStatus: 'Closed' })
  })

  it('goes to the item of each cost code, and without one to the default', async () => {
    const pusher = await Pusher.start()
    const item = await pusher.person('Creates', 'Item', {
      Name: 'Charpente',
      Type: 'NonInventory',
      ExpenseAccountRef: (await pusher.books('Item')).find((each) => each['Name'] === 'Materials')?.[
        'ExpenseAccountRef'
      ],
    })
    await pusher.mappings((mappings) => {
      mappings.costCodes['cc-1'] = { item: 'Charpente' }
    })
    const lines = [
      line('600.00', { description: 'Bois', costCodeId: 'cc-1' }),
      line('50.00', { id: 'l2', description: 'Vis' }),
    ]
    await pusher.says(professional('v-1'), costCode('cc-1'), purchaseOrder('1', 'v-1', { lines }))
    await pusher.sync()
    const materials = (await pusher.books('Item')).find((each) => each['Name'] === 'Materials')
    expect(await pusher.entity('purchase-order:1')).toMatchObject({
      Line: [item, materials].map((each) => ({ ItemBasedExpenseLineDetail: { ItemRef: { value: each?.['Id'] } } })),
    })
  })

  it('of which a line stands on a bill: that line stays, the others may change', async () => {
    const pusher = await withOrder()
    await receiveFirst(pusher)
    await pusher.says(order('700.00', '50.00'))
    await pusher.sync()
    expect(pusher.row('purchase-order:1')).toMatchObject({ state: 'held', problem: { code: 'order-received' } })
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ TotalAmt: 650 })
    await pusher.says(order('600.00', '80.00'))
    await pusher.sync()
    expect(pusher.row('purchase-order:1').state).toBe('synced')
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ TotalAmt: 680 })
    await pusher.says(order('600.00', '80.00', { status: 'cancelled' }))
    await pusher.sync()
    expect(pusher.row('purchase-order:1')).toMatchObject({ state: 'held', problem: { code: 'order-received' } })
    expect(await pusher.books('PurchaseOrder')).toHaveLength(1)
  })
})
