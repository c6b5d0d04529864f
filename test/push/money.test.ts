import { afterEach, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../electron/practice/testing/controlled-company.ts'
import { client, credit, invoice, line, money, payment, project, tax } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

async function withInvoice(amount = '1000.00', options: Parameters<typeof Pusher.start>[0] = {}): Promise<Pusher> {
  const pusher = await Pusher.start(options)
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1', { number: '1001', lines: [line(amount)] }),
  )
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

/** Payments of a customer that are somebody's: not the ones that only apply a credit. */
async function payments(pusher: Pusher): Promise<Record<string, unknown>[]> {
  return (await pusher.books('Payment')).filter((each) => Number(each['TotalAmt']) > 0)
}

describe('I4: an invoice that was deleted in QuickBooks and came anew', () => {
  it('I4, P1, R1: has its payment and its credit again, each once', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(payment('pay-1', 'i-1', '600.00'), credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 300 })
    await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')], status: 'draft' }))
    await pusher.sync()
    const application = (await pusher.books('Payment')).find((each) => Number(each['TotalAmt']) === 0)
    await pusher.person('Deletes', 'Payment', String(application?.['Id']))
    await pusher.person('Edits', 'Payment', pusher.idOf('payment:pay-1'), { Line: [] })
    await pusher.person('Deletes', 'Invoice', pusher.idOf('invoice:i-1'))
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', quickbooks: null, problem: { code: 'draft' } })
    await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')] }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 300 })
    expect(await payments(pusher)).toMatchObject([{ TotalAmt: 600, UnappliedAmt: 0 }])
    expect(await pusher.entity('credit:1')).toMatchObject({ RemainingCredit: 0 })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })
})

describe('P1: payments', () => {
  it('P1: larger than what is open: applied as far as it goes, the rest stays on the account', async () => {
    const pusher = await withInvoice('8000.00')
    await pusher.says(
      invoice('i-1', 'p-1', { number: '1001', lines: [line('8000.00')], total: money('9198.00') }),
      payment('pay-1', 'i-1', '9198.00', { reference: 'CHQ 000482' }),
    )
    await pusher.sync()
    expect(await pusher.entity('payment:pay-1')).toMatchObject({
      TotalAmt: 9198,
      UnappliedAmt: 1198,
      PaymentRefNum: 'CHQ 000482',
    })
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
    expect(pusher.row('payment:pay-1')).toMatchObject({
      state: 'synced',
      note: { code: 'payment-rest-unapplied', params: { applied: 800000, rest: 119800 } },
    })
  })

  it('P1, T1: the rest is applied once the tax was added in QuickBooks, by itself, once', async () => {
    const pusher = await withInvoice('8000.00')
    await pusher.says(
      invoice('i-1', 'p-1', {
        number: '1001',
        lines: [line('8000.00')],
        taxes: [tax('TPS', '5', '400.00'), tax('TVQ', '9.975', '798.00')],
        total: money('9198.00'),
      }),
      payment('pay-1', 'i-1', '9198.00'),
    )
    await pusher.sync()
    expect(pusher.row('invoice:i-1').tax).toEqual({ toAdd: 119800, seen: 0 })
    await pusher.person('AddsTax', 'Invoice', pusher.idOf('invoice:i-1'), 'GST/QST QC - 9.975')
    await pusher.clearLog()
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced', tax: { toAdd: 0, seen: 119800 }, differs: null })
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 9198, Balance: 0 })
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ TotalAmt: 9198, UnappliedAmt: 0 })
    expect(await pusher.writes()).toHaveLength(1)
    await pusher.sync()
    expect(await pusher.writes()).toHaveLength(1)
  })

  it('P1: several on one invoice at once: never more than is open is applied, and none is lost', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(
      ...['400.00', '400.00', '400.00', '400.00'].map((amount, index) =>
        payment(`pay-${index}`, 'i-1', amount, { receivedOn: `2026-03-1${index}` }),
      ),
    )
    expect(await pusher.sync()).toMatchObject({ sent: 4, refused: 0 })
    const all = await payments(pusher)
    expect(all.map((each) => Number(each['UnappliedAmt'])).sort((a, b) => a - b)).toEqual([0, 0, 200, 400])
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
  })

  it('P1: two that have a rest, and room for one of them: only what changes is written', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(
      payment('pay-1', 'i-1', '1100.00'),
      payment('pay-2', 'i-1', '50.00', { receivedOn: '2026-03-19' }),
    )
    await pusher.sync()
    await pusher.person('AddsTax', 'Invoice', pusher.idOf('invoice:i-1'), 'GST')
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
    expect(await pusher.writes()).toHaveLength(1)
  })

  it.each<[FaultKind, 'before' | 'after']>([
    ['reset', 'before'],
    ['reset', 'after'],
    ['empty', 'after'],
    ['error', 'after'],
  ])('%s %s: two payments at once are each there once, with all that is open applied', async (kind, when) => {
    const pusher = await withInvoice('1000.00')
    await pusher.faults({ kind, when, match: { operation: 'create', entity: 'Payment' }, times: 3 })
    await pusher.says(payment('pay-1', 'i-1', '700.00'), payment('pay-2', 'i-1', '700.00'))
    await pusher.sync()
    expect(await payments(pusher)).toHaveLength(2)
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
    const unapplied = (await payments(pusher)).reduce((sum, each) => sum + Number(each['UnappliedAmt']), 0)
    expect(unapplied).toBe(400)
  })

  it.each<FaultKind>(['reset', 'empty'])(
    'P1: %s after the rest was applied: recognised, not applied twice',
    async (kind) => {
      const pusher = await withInvoice('1000.00')
      await pusher.says(payment('pay-1', 'i-1', '1050.00'))
      await pusher.sync()
      await pusher.person('AddsTax', 'Invoice', pusher.idOf('invoice:i-1'), 'GST')
      await pusher.faults({ kind, when: 'after', match: { operation: 'update', entity: 'Payment' }, times: 1 })
      await pusher.sync()
      expect(await pusher.entity('payment:pay-1')).toMatchObject({ UnappliedAmt: 0, SyncToken: '1' })
      expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'synced', note: null })
    },
  )

  it('P1: where QuickBooks applies payments by itself, nothing is applied twice', async () => {
    const pusher = await withInvoice('1000.00', { settings: { autoApplyPayments: true } })
    await pusher.says(
      invoice('i-2', 'p-1', { number: '1002', lines: [line('50.00')] }),
      payment('pay-1', 'i-1', '1020.00'),
    )
    await pusher.sync()
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ TotalAmt: 1020 })
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('P1: an edited payment takes and gives back what it should', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(payment('pay-1', 'i-1', '400.00'))
    await pusher.sync()
    await pusher.says(payment('pay-1', 'i-1', '250.00', { reference: 'corrigé' }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 750 })
    expect(await pusher.entity('payment:pay-1')).toMatchObject({
      TotalAmt: 250,
      UnappliedAmt: 0,
      PaymentRefNum: 'corrigé',
    })
  })

  it('P2: deleted in Billdr, deleted there; a payment with a rest on the same invoice takes its place', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(
      payment('pay-1', 'i-1', '1000.00'),
      payment('pay-2', 'i-1', '300.00', { receivedOn: '2026-03-20' }),
    )
    await pusher.sync()
    await pusher.removes('payment:pay-1')
    await pusher.sync()
    expect(await payments(pusher)).toMatchObject([{ TotalAmt: 300, UnappliedAmt: 0 }])
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 700 })
  })

  it('X1: a payment that a person unapplied is not applied again behind her back', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(payment('pay-1', 'i-1', '400.00'))
    await pusher.sync()
    await pusher.person('Edits', 'Payment', pusher.idOf('payment:pay-1'), { Line: [] })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ UnappliedAmt: 400 })
  })
})

describe('R1: credits', () => {
  it('one that is open as a whole is applied with three requests: both documents by id, and the application', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    expect(await pusher.entity('credit:1')).toMatchObject({ RemainingCredit: 0 })
    const requests = await pusher.practice.controls.requests(0)
    const created = requests.findIndex(({ operation, entity }) => operation === 'create' && entity === 'CreditMemo')
    const asked = requests.slice(created + 1).filter(({ operation }) => operation !== 'cdc')
    expect(asked.map(({ operation, entity }) => `${operation} ${entity}`)).toEqual([
      'read CreditMemo',
      'read Invoice',
      'create Payment',
    ])
  })

  it('R1: applied to its invoice by a payment of nothing, before the payment that comes with it', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(
      credit('1', 'p-1', { number: 'C-1', lines: [line('350.50')], appliesToInvoiceId: 'i-1' }),
      payment('pay-1', 'i-1', '649.50'),
    )
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
    expect(await pusher.entity('credit:1')).toMatchObject({ DocNumber: 'C-1', RemainingCredit: 0 })
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ UnappliedAmt: 0 })
    expect(await pusher.books('Payment')).toHaveLength(2)
  })

  it('R1: more than is open: as far as it goes, the rest stays on the account, and nothing is sent again', async () => {
    const pusher = await withInvoice('100.00')
    await pusher.says(credit('1', 'p-1', { lines: [line('350.50')], appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 0 })
    expect(await pusher.entity('credit:1')).toMatchObject({ RemainingCredit: 250.5 })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('R1, T1: the rest of it is applied once the tax of both is there, by itself, in the same payment, once', async () => {
    const pusher = await withInvoice('1000.00')
    const taxes = [tax('TPS', '5', '5.00'), tax('TVQ', '9.975', '9.98')]
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1', taxes, total: money('114.98') }))
    await pusher.sync()
    await pusher.person('AddsTax', 'Invoice', pusher.idOf('invoice:i-1'), 'GST/QST QC - 9.975')
    await pusher.person('AddsTax', 'CreditMemo', pusher.idOf('credit:1'), 'GST/QST QC - 9.975')
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.entity('credit:1')).toMatchObject({ TotalAmt: 114.98, RemainingCredit: 0 })
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 1149.75, Balance: 1034.77 })
    expect(await pusher.books('Payment')).toHaveLength(1)
    expect(await pusher.writes()).toMatchObject([{ operation: 'update', entity: 'Payment' }])
    expect(pusher.row('credit:1')).toMatchObject({ state: 'synced', differs: null })
    await pusher.sync()
    expect(await pusher.writes()).toHaveLength(1)
  })

  it('R1, X1: taken off its invoice by a person, it stays off, with its tax too', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1', taxes: [tax('TPS', '5', '5.00')], total: money('105.00') }),
    )
    await pusher.sync()
    const [application] = await pusher.books('Payment')
    await pusher.person('Deletes', 'Payment', String(application?.['Id']))
    await pusher.person('AddsTax', 'CreditMemo', pusher.idOf('credit:1'), 'GST')
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(await pusher.entity('credit:1')).toMatchObject({ RemainingCredit: 105 })
  })

  it.each([{ lost: false }, { lost: true }])(
    'P1: put on another invoice in Billdr, a payment goes as far as that one is open, and what it leaves is open to the next at once ($lost)',
    async ({ lost }) => {
      const pusher = await withInvoice('1000.00')
      await pusher.says(
        invoice('i-2', 'p-1', { number: '1002', lines: [line('1000.00')] }),
        payment('pay-1', 'i-1', '1149.75'),
      )
      await pusher.sync()
      await pusher.says(payment('pay-2', 'i-1', '100.00'))
      await pusher.sync()
      expect(await pusher.entity('payment:pay-2')).toMatchObject({ UnappliedAmt: 100 })
      if (lost) await pusher.restart({ lost })
      await pusher.sync()
      await pusher.says(payment('pay-1', 'i-2', '1149.75'))
      expect(await pusher.sync()).toMatchObject({ refused: 0 })
      expect(await pusher.entity('payment:pay-1')).toMatchObject({ TotalAmt: 1149.75, UnappliedAmt: 149.75 })
      expect(await pusher.entity('invoice:i-2')).toMatchObject({ Balance: 0 })
      expect(await pusher.entity('payment:pay-2')).toMatchObject({ UnappliedAmt: 0 })
      expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 900 })
      await pusher.clearLog()
      await pusher.sync()
      expect(await pusher.writes()).toEqual([])
    },
  )

  it('R1: put by QuickBooks itself on an older invoice than Billdr says, it is moved to the right one', async () => {
    const pusher = await withInvoice('1000.00', { settings: { autoApplyCredit: true } })
    await pusher.says(invoice('i-0', 'p-1', { number: '1000', issuedOn: '2026-01-05', lines: [line('300.00')] }))
    await pusher.sync()
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-0')).toMatchObject({ Balance: 300 })
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 900 })
    expect(pusher.row('credit:1')).toMatchObject({ state: 'synced', note: null })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('R1: sent before Billdr said where it goes, put on an invoice, on another one and on none: QuickBooks follows, each time once', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(invoice('i-2', 'p-1', { number: '1002', lines: [line('60.00')] }), credit('1', 'p-1'))
    await pusher.sync()
    const balances = async (): Promise<unknown[]> => [
      (await pusher.entity('invoice:i-1'))['Balance'],
      (await pusher.entity('invoice:i-2'))['Balance'],
      (await pusher.entity('credit:1'))['RemainingCredit'],
    ]
    expect(await balances()).toEqual([1000, 60, 100])
    for (const [appliesToInvoiceId, expected] of [
      ['i-1', [900, 60, 0]],
      ['i-2', [1000, 0, 40]],
      ['i-1', [900, 60, 0]],
      [null, [1000, 60, 100]],
    ] as const) {
      await pusher.says(credit('1', 'p-1', { appliesToInvoiceId }))
      expect(await pusher.sync()).toMatchObject({ refused: 0, unsettled: null })
      expect(await balances()).toEqual(expected)
      expect(pusher.row('credit:1')).toMatchObject({ state: 'synced', problem: null, note: null, differs: null })
      await pusher.clearLog()
      await pusher.sync()
      expect(await pusher.writes()).toEqual([])
    }
    expect(await pusher.books('CreditMemo')).toHaveLength(1)
  })

  it.each([
    ['reset', 'before'],
    ['reset', 'after'],
    ['error', 'after'],
  ] as const)('R1: put on another invoice while answers are lost (%s %s): it is there once', async (kind, when) => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(
      invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }),
    )
    await pusher.sync()
    await pusher.faults({ kind, when, match: { operation: ['create', 'delete'] }, times: 5 })
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-2' }))
    await pusher.sync()
    await pusher.faults()
    await pusher.restart()
    await pusher.sync()
    expect([(await pusher.entity('invoice:i-1'))['Balance'], (await pusher.entity('invoice:i-2'))['Balance']]).toEqual([
      1000, 400,
    ])
    expect((await pusher.books('Payment')).length).toBe(1)
    expect(pusher.row('credit:1')).toMatchObject({ state: 'synced', note: null })
  })

  it('R1, X1: put on another invoice in Billdr after a person made the application part of her own: hers stays, and that is said', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(
      invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }),
    )
    await pusher.sync()
    const [application] = await pusher.books('Payment')
    await pusher.person('Edits', 'Payment', String(application?.['Id']), { PrivateNote: 'réglé avec la cliente' })
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-2' }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 900 })
    expect(pusher.row('credit:1')).toMatchObject({
      state: 'synced',
      note: { code: 'credit-not-applied', params: { invoice: '1002' } },
    })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('R1, X1: used elsewhere by a person before its invoice came, it stays there, and that is said', async () => {
    const pusher = await withInvoice('1000.00', { settings: { autoApplyCredit: true } })
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-2' }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 900 })
    await pusher.later(10 * 60_000)
    const [automatic] = await pusher.books('Payment')
    await pusher.person('Deletes', 'Payment', String(automatic?.['Id']))
    const applied = (type: string, id: string) => ({ Amount: 100, LinkedTxn: [{ TxnId: id, TxnType: type }] })
    await pusher.person('Creates', 'Payment', {
      CustomerRef: { value: pusher.idOf('project:p-1') },
      TotalAmt: 0,
      Line: [applied('Invoice', pusher.idOf('invoice:i-1')), applied('CreditMemo', pusher.idOf('credit:1'))],
    })
    await pusher.says(invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 900 })
    expect(await pusher.entity('invoice:i-2')).toMatchObject({ Balance: 500 })
    expect(pusher.row('credit:1')).toMatchObject({ state: 'synced', note: { code: 'credit-not-applied' } })
  })

  it('R1: where QuickBooks applied it by itself, it is not applied twice', async () => {
    const pusher = await withInvoice('1000.00', { settings: { autoApplyCredit: true } })
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    expect(await pusher.books('Payment')).toHaveLength(1)
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 900 })
    expect(pusher.row('credit:1').state).toBe('synced')
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('R1: applied by QuickBooks itself and then voided in Billdr, it is taken away with its application', async () => {
    const pusher = await withInvoice('1000.00', { settings: { autoApplyCredit: true } })
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1', status: 'voided' }))
    await pusher.sync()
    expect(await pusher.books('CreditMemo')).toEqual([])
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 1000 })
  })

  it.each<[FaultKind, 'before' | 'after']>([
    ['reset', 'before'],
    ['reset', 'after'],
    ['error', 'after'],
    ['empty', 'after'],
  ])('R1: %s %s the application: applied once', async (kind, when) => {
    const pusher = await withInvoice('1000.00')
    await pusher.faults({ kind, when, match: { operation: 'create', entity: 'Payment' }, times: 2 })
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    expect(await pusher.books('Payment')).toHaveLength(1)
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 900 })
    expect(pusher.row('credit:1')).toMatchObject({ state: 'synced', note: null })
  })

  it('R1: applied, and nothing was known of it at the end of the sync: known with the next, so that a void takes it away whole', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.faults(
      { kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Payment' }, times: 1 },
      { kind: 'reset', match: { operation: 'read', entity: 'CreditMemo' }, skip: 1 },
    )
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    await pusher.faults()
    await pusher.restart()
    await pusher.sync()
    expect(await pusher.books('Payment')).toHaveLength(1)
    expect(pusher.row('credit:1').state).toBe('synced')
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1', status: 'voided' }))
    await pusher.sync()
    expect(await pusher.books('CreditMemo')).toEqual([])
    expect(await pusher.books('Payment')).toEqual([])
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 1000 })
  })

  it('R1: voided in Billdr: its application and then the memo are deleted, through lost answers', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'delete' }, times: 2 })
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1', status: 'voided' }))
    await pusher.sync()
    expect(await pusher.books('CreditMemo')).toEqual([])
    expect(await pusher.books('Payment')).toEqual([])
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 1000 })
    expect(pusher.row('credit:1')).toMatchObject({ state: 'held', quickbooks: null })
  })

  it('R1: an old answer to the application repeated, of one that is gone: it is applied again', async () => {
    const pusher = await withInvoice()
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    const [application] = await pusher.books('Payment')
    await pusher.person('Deletes', 'Payment', String(application?.['Id']))
    await pusher.later(10_000)
    await pusher.restart({ lost: true })
    await pusher.sync()
    expect(await pusher.entity('credit:1')).toMatchObject({ RemainingCredit: 0 })
    expect(await pusher.books('Payment')).toHaveLength(1)
  })

  it('R1: a credit that is older than its invoice counts on it from the invoice’s day, and not before', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      client('c-1'),
      project('p-1', 'c-1'),
      invoice('i-1', 'p-1', { number: '1001', issuedOn: '2026-03-20' }),
      credit('1', 'p-1', { issuedOn: '2026-03-02', appliesToInvoiceId: 'i-1', lines: [line('10.00')] }),
    )
    await pusher.sync()
    expect(await pusher.books('Payment')).toMatchObject([{ TotalAmt: 0, TxnDate: '2026-03-20' }])
  })

  it('R1: applied to something else by a person: left as it is', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }), credit('1', 'p-1'))
    await pusher.sync()
    const memo = pusher.idOf('credit:1')
    const other = pusher.idOf('invoice:i-2')
    await pusher.person('Creates', 'Payment', {
      CustomerRef: { value: pusher.idOf('project:p-1') },
      TotalAmt: 0,
      TxnDate: '2026-03-20',
      Line: [
        { Amount: 100, LinkedTxn: [{ TxnId: other, TxnType: 'Invoice' }] },
        { Amount: 100, LinkedTxn: [{ TxnId: memo, TxnType: 'CreditMemo' }] },
      ],
    })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(await pusher.entity('invoice:i-2')).toMatchObject({ Balance: 400 })
  })

  it('R1: applied in part by a person within a payment of her own: the rest goes where Billdr says, and her payment stays', async () => {
    const pusher = await withInvoice('100.00')
    await pusher.says(
      invoice('i-2', 'p-1', { number: '1002', status: 'draft', lines: [line('500.00')] }),
      credit('1', 'p-1', { lines: [line('100.00')], appliesToInvoiceId: 'i-2' }),
    )
    await pusher.sync()
    await pusher.person('Creates', 'Payment', {
      CustomerRef: { value: pusher.idOf('project:p-1') },
      TotalAmt: 60,
      TxnDate: '2026-03-20',
      Line: [
        { Amount: 100, LinkedTxn: [{ TxnId: pusher.idOf('invoice:i-1'), TxnType: 'Invoice' }] },
        { Amount: 40, LinkedTxn: [{ TxnId: pusher.idOf('credit:1'), TxnType: 'CreditMemo' }] },
      ],
    })
    await pusher.says(invoice('i-2', 'p-1', { number: '1002', lines: [line('500.00')] }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-2')).toMatchObject({ Balance: 440 })

    await pusher.says(credit('1', 'p-1', { lines: [line('100.00')], appliesToInvoiceId: 'i-2', status: 'voided' }))
    await pusher.sync()
    expect(await pusher.books('Payment')).toMatchObject([{ TotalAmt: 60 }])
    expect(pusher.row('credit:1')).toMatchObject({ state: 'held', problem: { code: 'others-hang-on-it' } })
  })

  it('R1: voided in Billdr, where QuickBooks does not let go of the application: it fails, saying so, and is not tried again by itself', async () => {
    const pusher = await withInvoice('1000.00')
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    await pusher.sync()
    const [application] = await pusher.books('Payment')
    await pusher.practice.controls.personLocks('Payment', String(application?.['Id']), '6480')
    await pusher.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1', status: 'voided' }))
    await pusher.sync()
    expect(pusher.row('credit:1')).toMatchObject({ state: 'failed', problem: { code: 'bank-matched' } })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })
})
