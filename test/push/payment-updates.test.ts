import { afterEach, describe, expect, it } from 'vitest'
import { client, credit, invoice, line, money, payment, project, tax } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/** A contractor with two open invoices of one project in a company of this kind, all synced, and whatever a test begins with. */
async function synced(
  sparsePaymentUpdate: 'accept' | 'refuse',
  ...records: Parameters<Pusher['says']>
): Promise<Pusher> {
  const pusher = await Pusher.start({ settings: { sparsePaymentUpdate } })
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')] }),
    invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }),
    ...records,
  )
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

/** A person splits our payment over the invoices, as QuickBooks has her do. */
async function splits(pusher: Pusher, ...parts: [key: 'invoice:i-1' | 'invoice:i-2', amount: number][]): Promise<void> {
  await pusher.person('Edits', 'Payment', pusher.idOf('payment:pay-1'), {
    TotalAmt: 400,
    CustomerRef: { value: pusher.idOf('project:p-1') },
    Line: parts.map(([key, Amount]) => ({ Amount, LinkedTxn: [{ TxnId: pusher.idOf(key), TxnType: 'Invoice' }] })),
  })
  await pusher.clearLog()
}

/** What a payment is on, by invoice. */
async function parts(pusher: Pusher): Promise<Record<string, unknown>> {
  const { Line } = await pusher.entity('payment:pay-1')
  const lines = Line as { Amount: number; LinkedTxn: { TxnId: string }[] }[]
  return Object.fromEntries(
    (['invoice:i-1', 'invoice:i-2'] as const).map((key) => [
      key,
      lines.find(({ LinkedTxn }) => LinkedTxn[0]?.TxnId === pusher.idOf(key))?.Amount ?? 0,
    ]),
  )
}

const balance = async (pusher: Pusher, key: 'invoice:i-1' | 'invoice:i-2'): Promise<unknown> =>
  (await pusher.entity(key))['Balance']

describe.each(['accept', 'refuse'] as const)('P1: a payment is changed as a whole (sparse updates: %s)', (sparse) => {
  it('P1: lowered and raised, and what a person filled in besides stays', async () => {
    const pusher = await synced(sparse, payment('pay-1', 'i-1', '400.00'))
    const [method] = await pusher.books('PaymentMethod')
    await pusher.person('Edits', 'Payment', pusher.idOf('payment:pay-1'), {
      TotalAmt: 400,
      CustomerRef: { value: pusher.idOf('project:p-1') },
      PaymentMethodRef: { value: String(method?.['Id']) },
    })
    await pusher.sync()
    for (const [amount, total] of [
      ['250.00', 250],
      ['600.00', 600],
    ] as const) {
      await pusher.says(payment('pay-1', 'i-1', amount))
      expect(await pusher.sync()).toMatchObject({ sent: 1, refused: 0 })
      expect(await pusher.entity('payment:pay-1')).toMatchObject({
        TotalAmt: total,
        UnappliedAmt: 0,
        PaymentMethodRef: { value: String(method?.['Id']) },
      })
      expect(await balance(pusher, 'invoice:i-1')).toBe(1000 - total)
      expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null, note: null })
    }
  })

  it('P1: moved to another invoice', async () => {
    const pusher = await synced(sparse, payment('pay-1', 'i-1', '400.00'))
    await pusher.says(payment('pay-1', 'i-2', '400.00'))
    expect(await pusher.sync()).toMatchObject({ sent: 1, refused: 0 })
    expect(await parts(pusher)).toEqual({ 'invoice:i-1': 0, 'invoice:i-2': 400 })
    expect([await balance(pusher, 'invoice:i-1'), await balance(pusher, 'invoice:i-2')]).toEqual([1000, 100])
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('P1, T1: the rest of a payment and of a credit is applied once the tax was added', async () => {
    const taxes = [tax('TPS', '5', '5.00'), tax('TVQ', '9.975', '9.98')]
    const pusher = await synced(
      sparse,
      invoice('i-3', 'p-1', { number: '1003', lines: [line('100.00')], taxes, total: money('114.98') }),
      payment('pay-1', 'i-3', '114.98'),
      invoice('i-4', 'p-1', { number: '1004', lines: [line('200.00')] }),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-4', taxes, total: money('114.98') }),
    )
    await pusher.person('AddsTax', 'Invoice', pusher.idOf('invoice:i-3'), 'GST/QST QC - 9.975')
    await pusher.person('AddsTax', 'CreditMemo', pusher.idOf('credit:1'), 'GST/QST QC - 9.975')
    await pusher.sync()
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ TotalAmt: 114.98, UnappliedAmt: 0 })
    expect(await pusher.entity('invoice:i-3')).toMatchObject({ Balance: 0 })
    expect(await pusher.entity('credit:1')).toMatchObject({ RemainingCredit: 0 })
    expect(await pusher.entity('invoice:i-4')).toMatchObject({ Balance: 85.02 })
    expect(pusher.row('credit:1')).toMatchObject({ state: 'synced', problem: null, note: null })
  })

  it('D2: of a payment that a person split, only the part of our own invoice changes', async () => {
    const pusher = await synced(sparse, payment('pay-1', 'i-1', '400.00'))
    await splits(pusher, ['invoice:i-1', 250], ['invoice:i-2', 150])
    for (const [amount, ours] of [
      ['350.00', 200],
      ['500.00', 350],
    ] as const) {
      await pusher.says(payment('pay-1', 'i-1', amount))
      expect(await pusher.sync()).toMatchObject({ sent: 1, refused: 0 })
      expect(await parts(pusher)).toEqual({ 'invoice:i-1': ours, 'invoice:i-2': 150 })
      expect(pusher.row('payment:pay-1')).toMatchObject({
        state: 'synced',
        problem: null,
        note: { code: 'payment-elsewhere', params: { applied: ours * 100, elsewhere: 15_000 } },
      })
    }
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('D2: one that she put on another invoice is not lowered below what she put there, and is by itself once it is less', async () => {
    const pusher = await synced(sparse, payment('pay-1', 'i-1', '400.00'))
    await splits(pusher, ['invoice:i-1', 100], ['invoice:i-2', 300])
    await pusher.says(payment('pay-1', 'i-1', '200.00'))
    await pusher.sync()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(await parts(pusher)).toEqual({ 'invoice:i-1': 100, 'invoice:i-2': 300 })
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'held', problem: { code: 'others-hang-on-it' } })

    await splits(pusher, ['invoice:i-1', 250], ['invoice:i-2', 150])
    await pusher.sync()
    expect(await parts(pusher)).toEqual({ 'invoice:i-1': 50, 'invoice:i-2': 150 })
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null })
  })
})

describe('D2: a payment that lies in a bank deposit', () => {
  const HELD = { state: 'held', problem: { code: 'payment-deposited' } }

  async function deposit(pusher: Pusher): Promise<string> {
    const done = await pusher.practice.controls.personDeposits([pusher.idOf('payment:pay-1')])
    if (!done.ok) throw new Error('not deposited')
    return String(done.entity?.['Id'])
  }

  it('D2: changed in Billdr, it is held and not sent, and goes by itself once it is out of the deposit', async () => {
    const pusher = await synced('refuse', payment('pay-1', 'i-1', '400.00'))
    const id = await deposit(pusher)
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null })
    await pusher.says(payment('pay-1', 'i-1', '250.00'))
    await pusher.sync()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('payment:pay-1')).toMatchObject(HELD)

    await pusher.person('Deletes', 'Deposit', id)
    await pusher.sync()
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ TotalAmt: 250 })
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null })
  })

  it('D2: deposited since it was last read, it is not sent either', async () => {
    const pusher = await synced('refuse', payment('pay-1', 'i-1', '400.00'))
    await pusher.says(payment('pay-1', 'i-1', '250.00'))
    await deposit(pusher)
    await pusher.sync({ refresh: false })
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('payment:pay-1')).toMatchObject(HELD)
  })

  it('D2: one that shows what Billdr says is done, though what was sent is not remembered', async () => {
    const pusher = await synced('refuse', payment('pay-1', 'i-1', '400.00'))
    await deposit(pusher)
    const link = pusher.workspace.store.table('links').get('payment:pay-1')
    if (!link) throw new Error('it is not linked')
    await pusher.workspace.store.commit([
      { table: 'links', id: 'payment:pay-1', value: { ...link, sent: { ...link.sent, content: 'older' } } },
    ])
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', problem: null })
    await pusher.says(payment('pay-1', 'i-2', '400.00'))
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject(HELD)
    expect(await pusher.writes()).toEqual([])
  })

  it('D2, T1: the rest of it is not applied once the tax is there, and the row says why', async () => {
    const taxes = [tax('TPS', '5', '5.00'), tax('TVQ', '9.975', '9.98')]
    const pusher = await synced(
      'accept',
      invoice('i-3', 'p-1', { number: '1003', lines: [line('100.00')], taxes, total: money('114.98') }),
      payment('pay-1', 'i-3', '114.98'),
    )
    const id = await deposit(pusher)
    await pusher.person('AddsTax', 'Invoice', pusher.idOf('invoice:i-3'), 'GST/QST QC - 9.975')
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('payment:pay-1')).toMatchObject({
      state: 'synced',
      note: { code: 'payment-rest-deposited', params: { applied: 10000, rest: 1498, number: '1003' } },
    })
    // As the note says.
    await pusher.person('Deletes', 'Deposit', id)
    await pusher.sync()
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ UnappliedAmt: 0 })
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', note: null })
  })
})
