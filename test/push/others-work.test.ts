import { afterEach, describe, expect, it } from 'vitest'
import { client, credit, expense, invoice, line, payment, professional, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/** A contractor with two open invoices of one project, all synced, and whatever a test begins with. */
async function synced(...records: Parameters<Pusher['says']>): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    professional('v-1'),
    invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')] }),
    invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }),
    ...records,
  )
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

/** What a person enters as a payment of the project's customer: each part with what it is put on. */
async function pays(
  pusher: Pusher,
  total: number,
  ...parts: [type: string, id: string, amount: number][]
): Promise<string> {
  const made = await pusher.person('Creates', 'Payment', {
    CustomerRef: { value: pusher.idOf('project:p-1') },
    TotalAmt: total,
    TxnDate: '2026-03-20',
    Line: parts.map(([TxnType, TxnId, Amount]) => ({ Amount, LinkedTxn: [{ TxnId, TxnType }] })),
  })
  return String(made['Id'])
}

const HELD = { state: 'held', problem: { code: 'others-hang-on-it' } }

describe('D2: only our own work is undone', () => {
  it('P2: a payment that a person put on another invoice stays, is named, and goes by itself once it is back', async () => {
    const pusher = await synced(payment('pay-1', 'i-1', '400.00'))
    const on = (key: 'invoice:i-1' | 'invoice:i-2') => ({
      TotalAmt: 400,
      CustomerRef: { value: pusher.idOf('project:p-1') },
      Line: [{ Amount: 400, LinkedTxn: [{ TxnId: pusher.idOf(key), TxnType: 'Invoice' }] }],
    })
    const id = pusher.idOf('payment:pay-1')
    await pusher.person('Edits', 'Payment', id, on('invoice:i-2'))
    await pusher.removes('payment:pay-1')
    await pusher.sync()
    expect(await pusher.books('Payment')).toHaveLength(1)
    expect(pusher.row('payment:pay-1')).toMatchObject(HELD)
    expect(pusher.row('payment:pay-1').problem?.params['what']).toContain('Invoice|50000')
    expect(await pusher.writes()).toEqual([])

    await pusher.person('Edits', 'Payment', id, on('invoice:i-1'))
    await pusher.sync()
    expect(await pusher.books('Payment')).toEqual([])
  })

  it.each(['accept', 'refuse'] as const)(
    'I3: an invoice that a person paid is not voided, and is by itself once her payment is gone (%s)',
    async (paidInvoiceRemoval) => {
      const pusher = await synced()
      await pusher.practice.controls.changeSettings({ paidInvoiceRemoval })
      const hers = await pays(pusher, 300, ['Invoice', pusher.idOf('invoice:i-1'), 300])
      await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')], status: 'voided' }))
      await pusher.sync()
      await pusher.sync()
      expect(await pusher.writes()).toEqual([])
      expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 1000, Balance: 700 })
      expect(pusher.row('invoice:i-1')).toMatchObject(HELD)
      expect(pusher.row('invoice:i-1').problem?.params['what']).toBe('Payment|30000|2026-03-20')

      await pusher.person('Deletes', 'Payment', hers)
      await pusher.sync()
      expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 0 })
      expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced', problem: null })
    },
  )

  it('I3: voided with our own payment on it: the money on account is said', async () => {
    const pusher = await synced(payment('pay-1', 'i-1', '400.00'))
    await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')], status: 'voided' }))
    await pusher.sync()
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 0 })
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ UnappliedAmt: 400 })
    expect(pusher.row('payment:pay-1').note).toMatchObject({ code: 'payment-on-account', params: { rest: 40000 } })
  })

  it('I3: refused because of our own payment: not sent again with each run, and by itself once that is gone', async () => {
    const pusher = await synced(payment('pay-1', 'i-1', '400.00'))
    await pusher.practice.controls.changeSettings({ paidInvoiceRemoval: 'refuse' })
    await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')], status: 'voided' }))
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject(HELD)
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    await pusher.removes('payment:pay-1')
    await pusher.sync()
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 0 })
  })

  it('R1: a credit that a person applied is not deleted, and goes once it is free', async () => {
    const pusher = await synced(credit('1', 'p-1', { lines: [line('100.00')] }))
    await pusher.later(3_600_000)
    const hers = await pays(
      pusher,
      0,
      ['Invoice', pusher.idOf('invoice:i-2'), 100],
      ['CreditMemo', pusher.idOf('credit:1'), 100],
    )
    await pusher.says(credit('1', 'p-1', { lines: [line('100.00')], status: 'voided' }))
    await pusher.sync()
    expect((await pusher.books('Payment')).map(({ Id }) => Id)).toEqual([hers])
    expect(await pusher.books('CreditMemo')).toHaveLength(1)
    expect(pusher.row('credit:1')).toMatchObject(HELD)
    await pusher.person('Deletes', 'Payment', hers)
    await pusher.sync()
    expect(await pusher.books('CreditMemo')).toEqual([])
  })

  it('R1: nor where she applied it to the very invoice that Billdr names', async () => {
    const pusher = await synced(credit('1', 'p-1', { lines: [line('100.00')] }))
    await pusher.later(3_600_000)
    const memo = pusher.idOf('credit:1')
    const hers = await pays(pusher, 0, ['Invoice', pusher.idOf('invoice:i-1'), 100], ['CreditMemo', memo, 100])
    await pusher.says(credit('1', 'p-1', { lines: [line('100.00')], appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    await pusher.says(credit('1', 'p-1', { lines: [line('100.00')], appliesToInvoiceId: 'i-1', status: 'voided' }))
    await pusher.sync()
    expect((await pusher.books('Payment')).map(({ Id }) => Id)).toEqual([hers])
    expect(pusher.row('credit:1')).toMatchObject(HELD)
  })

  it.each(['accept', 'refuse'] as const)(
    'E3: a bill that was paid there is not deleted (%s)',
    async (paidBillDeletion) => {
      const bill = expense('e-1', { professionalId: 'v-1', paidWith: 'unpaid', lines: [line('60.00')] })
      const pusher = await synced(bill)
      await pusher.practice.controls.changeSettings({ paidBillDeletion })
      const checking = (await pusher.books('Account')).find(({ Name }) => Name === 'Checking')
      await pusher.person('Creates', 'BillPayment', {
        VendorRef: { value: pusher.idOf('professional:v-1') },
        TotalAmt: 60,
        TxnDate: '2026-03-21',
        PayType: 'Check',
        CheckPayment: { BankAccountRef: { value: String(checking?.['Id']) } },
        Line: [{ Amount: 60, LinkedTxn: [{ TxnId: pusher.idOf('expense:e-1'), TxnType: 'Bill' }] }],
      })
      await pusher.says({ ...bill, status: 'rejected' })
      await pusher.sync()
      expect(await pusher.writes()).toEqual([])
      expect(await pusher.books('Bill')).toMatchObject([{ Balance: 0 }])
      expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'paid-bill-removed' } })
    },
  )

  it('P2: a payment that lies in a deposit is not sent for deletion, and the deposit is named', async () => {
    const pusher = await synced(payment('pay-1', 'i-1', '400.00'))
    const checking = (await pusher.books('Account')).find(({ Name }) => Name === 'Checking')
    await pusher.person('Creates', 'Deposit', {
      DepositToAccountRef: { value: String(checking?.['Id']) },
      TxnDate: '2026-03-22',
      Line: [{ Amount: 400, LinkedTxn: [{ TxnId: pusher.idOf('payment:pay-1'), TxnType: 'Payment', TxnLineId: '0' }] }],
    })
    await pusher.removes('payment:pay-1')
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(await pusher.books('Payment')).toHaveLength(1)
    expect(pusher.row('payment:pay-1')).toMatchObject(HELD)
    expect(pusher.row('payment:pay-1').problem?.params['what']).toContain('Deposit')
  })

  it('E3: the receipts of a document that is deleted go first, and no file of a person', async () => {
    const pusher = await synced()
    await pusher.practice.controls.changeSettings({ attachmentsOfDeleted: 'outlive' })
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    await pusher.sync()
    await pusher.person('Creates', 'Attachable', {
      Note: 'Quote by phone',
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: pusher.idOf('expense:e-1') } }],
    })
    await pusher.clearLog()
    await pusher.says(expense('e-1', { status: 'rejected', attachments: [pusher.receipt('a-1')] }))
    await pusher.sync()
    expect((await pusher.writes()).map(({ operation, entity }) => `${operation} ${entity ?? ''}`)).toEqual([
      'delete Attachable',
      'delete Purchase',
    ])
    expect(await pusher.books('Attachable')).toMatchObject([{ Note: 'Quote by phone' }])
  })
})

it('the application of our own credit whose answer was lost is nobody else’s: its invoice is voided', async () => {
  const pusher = await Pusher.start()
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1', { number: '1001' }),
    credit('1', 'p-1', { number: 'C-1', appliesToInvoiceId: 'i-1', lines: [line('10.00')] }),
  )
  await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Payment' }, times: 40 })
  await pusher.sync()
  expect(await pusher.books('Payment')).toHaveLength(1)
  await pusher.faults()
  await pusher.says(invoice('i-1', 'p-1', { number: '1001', status: 'voided' }))
  await pusher.restart()
  await pusher.sync()
  expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced', shows: expect.anything() as unknown })
  expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 0 })
})

it('a credit whose application was lost on its way is voided with it, though the lists of QuickBooks lag behind', async () => {
  const pusher = await Pusher.start({ settings: { lagSeconds: 20 } })
  const given = { number: 'C-1', appliesToInvoiceId: 'i-1', lines: [line('10.00')] }
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1', { number: '1001' }),
    credit('1', 'p-1', given),
  )
  await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Payment' }, times: 40 })
  await pusher.sync()
  await pusher.faults()
  await pusher.says(credit('1', 'p-1', { ...given, status: 'voided' }))
  await pusher.restart()
  await pusher.sync()
  expect(await pusher.books('CreditMemo')).toEqual([])
  expect(await pusher.books('Payment')).toEqual([])
})
