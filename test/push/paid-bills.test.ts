import { afterEach, describe, expect, it } from 'vitest'
import type { FaultRule } from '../../electron/practice/testing/controlled-company.ts'
import { client, expense, line, money, professional, project } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/* E2, E3, D2: bills of ours that somebody paid, and costs that were invoiced to the client. */

afterEach(closePushers)

const BILL = { number: 'B-1', professionalId: 'v-1', paidWith: 'unpaid' } as const

async function withBill(options: Parameters<typeof Pusher.start>[0] = {}): Promise<Pusher> {
  const pusher = await Pusher.start(options)
  await pusher.says(professional('v-1'), expense('e-1', { ...BILL, lines: [line('100.00')] }))
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

async function personPays(pusher: Pusher, amount: number): Promise<void> {
  const bill = await pusher.entity('expense:e-1')
  const bank = (await pusher.books('Account')).find((each) => each['Name'] === 'Checking')
  await pusher.person('Creates', 'BillPayment', {
    VendorRef: bill['VendorRef'],
    TotalAmt: amount,
    PayType: 'Check',
    CheckPayment: { BankAccountRef: { value: bank?.['Id'] } },
    Line: [{ Amount: amount, LinkedTxn: [{ TxnId: bill['Id'], TxnType: 'Bill' }] }],
  })
}

const asPaid = (paidWith: 'bank' | 'cheque' | 'credit_card') =>
  expense('e-1', { ...BILL, paidWith, lines: [line('100.00')] })

describe('an expense that becomes paid in Billdr', () => {
  it.each([
    ['bank', 'Check', 'Checking'],
    ['credit_card', 'CreditCard', 'Mastercard'],
  ] as const)('by %s: its bill stays and is paid, once', async (way, payType, account) => {
    const pusher = await withBill()
    await pusher.says(asPaid(way))
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    expect(await pusher.books('Bill')).toMatchObject([{ TotalAmt: 100, Balance: 0 }])
    expect(await pusher.books('Purchase')).toEqual([])
    const [payment, ...more] = await pusher.books('BillPayment')
    expect(more).toEqual([])
    expect(payment).toMatchObject({ PayType: payType, TotalAmt: 100, Line: [{ Amount: 100 }] })
    expect(JSON.stringify(payment)).toContain(`"${account}"`)
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
    await pusher.clearLog()
    await pusher.sync()
    await pusher.restart()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('is done where a person paid the bill in QuickBooks', async () => {
    const pusher = await withBill()
    await personPays(pusher, 100)
    await pusher.clearLog()
    await pusher.says(asPaid('cheque'))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
    expect(await pusher.books('BillPayment')).toHaveLength(1)
  })

  it('asks where a person paid a part of it', async () => {
    const pusher = await withBill()
    await personPays(pusher, 40)
    await pusher.says(asPaid('cheque'))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'already-paid-there', params: { paid: 4000, open: 6000 } },
    })
    expect(await pusher.books('BillPayment')).toHaveLength(1)
  })

  const boundaries: [string, FaultRule][] = [
    ['lost on the way', { kind: 'reset', match: { operation: 'create', entity: 'BillPayment' }, times: 3 }],
    [
      'done, its answer lost',
      { kind: 'reset', when: 'after', match: { operation: 'create', entity: 'BillPayment' }, times: 3 },
    ],
  ]
  it.each(boundaries)('is paid once though the request was %s and the program ended', async (_name, fault) => {
    const pusher = await withBill()
    await pusher.says(asPaid('bank'))
    await pusher.faults(fault)
    await pusher.sync()
    await pusher.restart()
    await pusher.faults()
    await pusher.sync()
    expect(await pusher.books('BillPayment')).toMatchObject([{ TotalAmt: 100, Line: [{ Amount: 100 }] }])
    expect(await pusher.entity('expense:e-1')).toMatchObject({ Balance: 0 })
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })

  it('is paid once though the data folder was lost after it', async () => {
    const pusher = await withBill()
    await pusher.says(asPaid('bank'))
    await pusher.sync()
    await pusher.restart({ lost: true })
    await pusher.sync()
    expect(await pusher.books('BillPayment')).toHaveLength(1)
    expect(await pusher.books('Purchase')).toEqual([])
  })

  it('a person who pays it between plan and write is seen: nothing is paid twice', async () => {
    const pusher = await withBill()
    await pusher.says(asPaid('bank'))
    await personPays(pusher, 100)
    await pusher.sync({ refresh: false })
    expect(await pusher.books('BillPayment')).toHaveLength(1)
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })
})

describe('a bill of ours with a payment on it', () => {
  it.each(['accept', 'refuse'] as const)(
    'is held when it is rejected or removed (QuickBooks would %s it)',
    async (paidBillDeletion) => {
      const pusher = await withBill({ settings: { paidBillDeletion } })
      await personPays(pusher, 60)
      await pusher.clearLog()
      await pusher.says(expense('e-1', { ...BILL, lines: [line('100.00')], status: 'rejected' }))
      await pusher.sync()
      const held = { state: 'held', problem: { code: 'paid-bill-removed', params: { total: 10000, paid: 6000 } } }
      expect(pusher.row('expense:e-1')).toMatchObject(held)
      await pusher.removes('expense:e-1')
      await pusher.sync()
      expect(pusher.row('expense:e-1')).toMatchObject(held)
      expect(await pusher.writes()).toEqual([])
    },
  )

  it('is held when it is lowered below what was paid, with both amounts; and goes where it is not', async () => {
    const pusher = await withBill()
    await personPays(pusher, 60)
    await pusher.says(expense('e-1', { ...BILL, lines: [line('50.00')] }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'paid-bill-lowered', params: { wanted: 5000, paid: 6000 } },
    })
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 100, Balance: 40 })
    await pusher.says(expense('e-1', { ...BILL, lines: [line('80.00')] }))
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 80, Balance: 20 })
  })

  it('is held too where the payment comes between plan and write', async () => {
    const pusher = await withBill({ settings: { paidBillDeletion: 'accept' } })
    await pusher.says(expense('e-1', { ...BILL, lines: [line('100.00')], status: 'rejected' }))
    await personPays(pusher, 60)
    await pusher.sync({ refresh: false })
    expect(await pusher.books('Bill')).toHaveLength(1)
    expect(pusher.row('expense:e-1').problem?.code).toBe('paid-bill-removed')
  })
})

describe('costs for a client', () => {
  const cost = (amount: string, billable: boolean) =>
    expense('e-1', {
      number: 'P-1',
      paidWith: 'bank',
      professionalId: 'v-1',
      projectId: 'p-1',
      lines: [line(amount, { billable })],
    })

  async function withCost(billable: boolean): Promise<Pusher> {
    const pusher = await Pusher.start()
    await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'), cost('64.20', billable))
    await pusher.sync()
    return pusher
  }

  it('say that they are not billable, so that QuickBooks does not make them so', async () => {
    const pusher = await withCost(false)
    expect(JSON.stringify(await pusher.entity('expense:e-1'))).toContain('"BillableStatus":"NotBillable"')
    expect(await pusher.books('ReimburseCharge')).toEqual([])
  })

  it('hold an edit and a removal once a line was invoiced to the client', async () => {
    const pusher = await withCost(true)
    const [charge] = await pusher.books('ReimburseCharge')
    const item = (await pusher.books('Item')).find((each) => each['Name'] === 'Services')
    const code = (await pusher.books('TaxCode')).find((each) => each['Name'] === 'Out of Scope')
    await pusher.person('Creates', 'Invoice', {
      CustomerRef: charge?.['CustomerRef'],
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [
        {
          Amount: 64.2,
          DetailType: 'SalesItemLineDetail',
          LinkedTxn: [{ TxnId: charge?.['Id'], TxnType: 'ReimburseCharge', TxnLineId: '1' }],
          SalesItemLineDetail: {
            ItemRef: { value: item?.['Id'] },
            Qty: 1,
            UnitPrice: 64.2,
            TaxCodeRef: { value: code?.['Id'] },
          },
        },
      ],
    })
    expect(JSON.stringify(await pusher.entity('expense:e-1'))).toContain('HasBeenBilled')
    await pusher.clearLog()
    await pusher.says(cost('70.00', true))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'billed-to-client' } })
    await pusher.removes('expense:e-1')
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'billed-to-client' } })
    expect(await pusher.writes()).toEqual([])
  })
})

it('a bill with tax is paid to the total that QuickBooks shows, at most what Billdr says was paid', async () => {
  const pusher = await withBill()
  await pusher.person('AddsTax', 'Bill', pusher.idOf('expense:e-1'), 'GST')
  const { TotalAmt } = await pusher.entity('expense:e-1')
  expect(TotalAmt).toBe(105)
  await pusher.says({ ...asPaid('bank'), total: money('105.00') })
  await pusher.sync()
  expect(await pusher.books('BillPayment')).toMatchObject([{ TotalAmt: 105 }])
})
