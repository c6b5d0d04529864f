import { afterEach, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../electron/practice/testing/controlled-company.ts'
import {
  client,
  expense,
  invoice,
  line,
  payment,
  professional,
  project,
  purchaseOrder,
} from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/** A contractor with a project and a supplier, and whatever records a test begins with, all synced. */
async function synced(...records: Parameters<Pusher['says']>): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'), purchaseOrder('0', 'v-1'), ...records)
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

function lineIds(entity: Record<string, unknown>): unknown[] {
  return (entity['Line'] as { Id?: string; DetailType: string }[])
    .filter(({ DetailType }) => DetailType !== 'SubTotalLineDetail')
    .map(({ Id }) => Id)
}

describe('E2: overwriting an expense', () => {
  it('E2: lines, date and number follow Billdr; lines that stay keep their ids', async () => {
    const pusher = await synced(expense('e-1', { number: 'F-1', lines: [line('10.00'), line('20.00')] }))
    const before = lineIds(await pusher.entity('expense:e-1'))
    await pusher.says(
      expense('e-1', {
        number: 'F-2',
        spentOn: '2026-03-08',
        lines: [line('11.00'), line('20.00'), line('5.00', { description: 'Livraison' })],
      }),
    )
    expect(await pusher.sync()).toMatchObject({ sent: 1, refused: 0 })
    const entity = await pusher.entity('expense:e-1')
    expect(entity).toMatchObject({ DocNumber: 'F-2', TxnDate: '2026-03-08', TotalAmt: 36, SyncToken: '1' })
    expect(lineIds(entity).slice(0, 2)).toEqual(before)
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('E2: a line that Billdr took away is taken away', async () => {
    const pusher = await synced(expense('e-1', { lines: [line('10.00'), line('20.00')] }))
    await pusher.says(expense('e-1', { lines: [line('20.00')] }))
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 20 })
    expect(lineIds(await pusher.entity('expense:e-1'))).toHaveLength(1)
  })

  it('E2: a supplier, number, project or memo that Billdr took away is taken away', async () => {
    const pusher = await synced(
      expense('e-1', { number: 'F-1', professionalId: 'v-1', projectId: 'p-1', memo: 'Ville' }),
    )
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const entity = await pusher.entity('expense:e-1')
    expect(entity['EntityRef'] ?? null).toBeNull()
    expect(entity['DocNumber'] ?? null).toBeNull()
    expect(JSON.stringify(entity['Line'])).not.toContain('CustomerRef')
    expect(String(entity['PrivateNote'])).not.toContain('Ville')
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('T1: a tax code that a person added stays, and so does what she filled in besides', async () => {
    const pusher = await synced(expense('e-1', { lines: [line('100.00'), line('20.00')] }))
    await pusher.person('AddsTax', 'Purchase', pusher.idOf('expense:e-1'), 'GST/QST QC - 9.975')
    const [department] = await pusher.books('PaymentMethod')
    await pusher.person('Edits', 'Purchase', pusher.idOf('expense:e-1'), {
      PaymentMethodRef: { value: String(department?.['Id']) },
    })
    await pusher.says(expense('e-1', { lines: [line('200.00'), line('20.00')] }))
    await pusher.sync()
    const entity = await pusher.entity('expense:e-1')
    expect(entity).toMatchObject({ PaymentMethodRef: { value: String(department?.['Id']) } })
    expect(JSON.stringify(entity['Line']).match(/"TaxCodeRef":\{"value":"8"/g)).toHaveLength(2)
    expect(pusher.row('expense:e-1').tax).toMatchObject({ seen: 3295 })
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('T1: with a line taken away before it, each line keeps the tax code of its own', async () => {
    const pusher = await synced(
      expense('e-1', {
        lines: [line('10.00', { id: 'a', description: 'Permis' }), line('20.00', { id: 'b', description: 'Bois' })],
      }),
    )
    const entity = await pusher.entity('expense:e-1')
    const lines = (entity['Line'] as { AccountBasedExpenseLineDetail: object }[]).map((each, index) =>
      index === 1
        ? {
            ...each,
            AccountBasedExpenseLineDetail: { ...each.AccountBasedExpenseLineDetail, TaxCodeRef: { value: '8' } },
          }
        : each,
    )
    await pusher.person('Edits', 'Purchase', pusher.idOf('expense:e-1'), {
      Line: lines,
      GlobalTaxCalculation: 'TaxExcluded',
    })
    await pusher.says(expense('e-1', { lines: [line('20.00', { id: 'b', description: 'Bois' })] }))
    await pusher.sync()
    expect(JSON.stringify((await pusher.entity('expense:e-1'))['Line'])).toContain('"TaxCodeRef":{"value":"8"')
  })

  it('X1: what a person edited is never overwritten silently, though it was edited after we looked', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    await pusher.person('Edits', 'Purchase', pusher.idOf('expense:e-1'), { TxnDate: '2026-03-09' })
    await pusher.sync({ refresh: false })
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 85, TxnDate: '2026-03-09' })
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'changed-in-quickbooks' },
      differs: [{ field: 'date', billdr: '2026-03-05', quickbooks: '2026-03-09' }],
    })
    expect(await pusher.writes()).toEqual([])

    const token = pusher.workspace.store.table('links').get('expense:e-1')?.observed.syncToken
    if (token === undefined) throw new Error('it is not linked')
    await pusher.workspace.decide('expense:e-1', () => ({ overwrite: token }))
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 90, TxnDate: '2026-03-05' })
  })

  it('a change that nothing of ours shows (a class, a message) does not stand in the way: 5010 is read again and sent again', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'update', entity: 'Purchase' },
      times: 1,
      fault: { code: '5010', message: 'Stale Object Error' },
    })
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 90 })
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })

  it('always stale, it ends: pending, and it goes with the next sync', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    await pusher.faults({ kind: 'refuse', match: { operation: 'update', entity: 'Purchase' }, fault: { code: '5010' } })
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'pending', problem: { code: 'stale' } })
    await pusher.faults()
    await pusher.sync()
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })

  it('X1: deleted there since we looked, it is not created again by itself', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
    await pusher.sync({ refresh: false })
    expect(await pusher.books('Purchase')).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'deleted-in-quickbooks' } })
  })

  it('X1: deleted there between reading and writing, it is said to be deleted, and not that something it uses is inactive', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    const { quickbooks } = pusher
    pusher.quickbooks = {
      ...quickbooks,
      write: async (request) => {
        if (request.type === 'Purchase') await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
        return quickbooks.write(request)
      },
    }
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null, unsettled: null })
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'deleted-in-quickbooks' },
      quickbooks: null,
    })
    expect(await pusher.writes()).toHaveLength(1)

    // It is created once more on a yes, as any other that was deleted.
    pusher.quickbooks = quickbooks
    await pusher.workspace.decide('expense:e-1', (before) => ({ ...before, createAnew: true }))
    await pusher.sync()
    expect(await pusher.books('Purchase')).toMatchObject([{ TotalAmt: 90 }])
  })

  it('the same answer where it is still there: something that it uses is inactive, and that is said', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'update', entity: 'Purchase' },
      fault: { code: '610', message: 'Object Not Found' },
    })
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'failed', problem: { code: 'reference-inactive' } })
    expect(await pusher.writes()).toHaveLength(1)
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 85 })
  })

  it.each<FaultKind>(['reset', 'error', 'empty', 'truncated', 'gateway-timeout'])(
    '%s after the change: done once, and not taken for somebody else’s',
    async (kind) => {
      const pusher = await synced(expense('e-1'))
      await pusher.says(expense('e-1', { lines: [line('90.00')] }))
      await pusher.faults({ kind, when: 'after', match: { operation: 'update', entity: 'Purchase' }, times: 1 })
      await pusher.sync()
      expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 90, SyncToken: '1' })
      expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
      expect(await pusher.noted('expense:e-1')).toContain('change-had-arrived')
    },
  )

  it.each([false, true])(
    'a change that arrived, and nothing was known of it at the end of the sync: recognised with the next (restarted: %s)',
    async (restarts) => {
      const pusher = await synced(expense('e-1'))
      await pusher.says(expense('e-1', { lines: [line('90.00')] }))
      await pusher.faults(
        { kind: 'reset', when: 'after', match: { operation: 'update', entity: 'Purchase' }, times: 1 },
        { kind: 'reset', match: { operation: 'read', entity: 'Purchase' }, skip: 1 },
      )
      await pusher.sync()
      expect(pusher.row('expense:e-1').state).toBe('pending')
      await pusher.faults()
      if (restarts) await pusher.restart()
      await pusher.sync()
      expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 90, SyncToken: '1' })
      expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null, differs: null })
    },
  )

  it('the same, where Billdr changed it again before we knew: the newest is what is there in the end', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    await pusher.faults(
      { kind: 'reset', when: 'after', match: { operation: 'update', entity: 'Purchase' }, times: 1 },
      { kind: 'reset', match: { operation: 'read', entity: 'Purchase' }, skip: 1 },
    )
    await pusher.sync()
    await pusher.faults()
    await pusher.says(expense('e-1', { lines: [line('95.00')] }))
    await pusher.restart()
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 95 })
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('E2: paid after it went as a Bill: the Bill stays with its receipts, and is paid', async () => {
    const pusher = await Pusher.start()
    const receipts = [pusher.receipt('a-1')]
    await pusher.says(
      professional('v-1'),
      expense('e-1', { professionalId: 'v-1', paidWith: 'unpaid', attachments: receipts }),
    )
    await pusher.sync()
    await pusher.clearLog()
    await pusher.says(expense('e-1', { professionalId: 'v-1', paidWith: 'cheque', attachments: receipts }))
    await pusher.sync()
    expect(await pusher.books('Bill')).toMatchObject([{ Balance: 0 }])
    expect(await pusher.books('Purchase')).toEqual([])
    expect(await pusher.books('BillPayment')).toMatchObject([{ PayType: 'Check' }])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', attachments: [{ state: 'sent' }] })
  })

  it('O1: a purchase order is overwritten, and stays open', async () => {
    const pusher = await synced(purchaseOrder('1', 'v-1'))
    await pusher.says(purchaseOrder('1', 'v-1', { lines: [line('700.00')] }))
    await pusher.sync()
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ TotalAmt: 700, POStatus: 'Open' })
  })
})

describe('taking away', () => {
  it('I3: a void; its payment stays, unapplied', async () => {
    const pusher = await synced(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
    await pusher.says(invoice('i-1', 'p-1', { status: 'voided' }))
    await pusher.sync()
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 0, Balance: 0 })
    expect(await pusher.entity('payment:pay-1')).toMatchObject({ TotalAmt: 400, UnappliedAmt: 400 })
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced', problem: null })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('I3: voided there by a person already: nothing is sent', async () => {
    const pusher = await synced(invoice('i-1', 'p-1'))
    const entity = await pusher.entity('invoice:i-1')
    const voided = await pusher.quickbooks.write({
      type: 'Invoice',
      verb: 'void',
      body: { Id: entity['Id'], SyncToken: entity['SyncToken'] },
      requestId: 'a-person-did-it-in-her-browser',
    })
    expect(voided.ok).toBe(true)
    await pusher.clearLog()
    await pusher.says(invoice('i-1', 'p-1', { status: 'voided' }))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('invoice:i-1').state).toBe('synced')
  })

  it.each<[FaultKind, 'before' | 'after']>([
    ['reset', 'before'],
    ['reset', 'after'],
    ['error', 'after'],
    ['html', 'after'],
  ])('%s %s a void, a deletion of a payment and of an expense: each done, once', async (kind, when) => {
    const pusher = await synced(
      invoice('i-1', 'p-1'),
      invoice('i-2', 'p-1', { number: '2' }),
      payment('pay-1', 'i-2', '400.00'),
      expense('e-1'),
    )
    await pusher.faults({ kind, when, match: { operation: ['void', 'delete'] }, times: 3 })
    await pusher.says(invoice('i-1', 'p-1', { status: 'voided' }), expense('e-1', { status: 'draft' }))
    await pusher.removes('payment:pay-1')
    await pusher.sync()
    expect(await pusher.books('Purchase')).toEqual([])
    expect(await pusher.books('Payment')).toEqual([])
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ TotalAmt: 0 })
    expect(await pusher.entity('invoice:i-2')).toMatchObject({ Balance: 1000 })
    expect(pusher.states('invoice:i-1', 'expense:e-1')).toEqual(['synced', 'held'])
    expect(() => pusher.row('payment:pay-1')).toThrow()
  })

  it('a deletion of what a person deleted already is done', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
    await pusher.says(expense('e-1', { status: 'rejected' }))
    await pusher.sync({ refresh: false })
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'rejected' }, quickbooks: null })
    expect(await pusher.writes()).toEqual([])
  })

  it('P2: a payment that a deposit has fixed in place is held, saying so, and is not sent', async () => {
    const pusher = await synced(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
    await pusher.practice.controls.personLocks('Payment', pusher.idOf('payment:pay-1'), '6540')
    await pusher.removes('payment:pay-1')
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject({
      state: 'held',
      problem: { code: 'others-hang-on-it', params: { what: 'Deposit||' } },
    })
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(await pusher.books('Payment')).toHaveLength(1)
  })

  it('E3: approved again, it is another document, with another request id', async () => {
    const pusher = await synced(expense('e-1'))
    const first = pusher.idOf('expense:e-1')
    await pusher.says(expense('e-1', { status: 'draft' }))
    await pusher.sync()
    await pusher.says(expense('e-1'))
    await pusher.sync()
    expect(pusher.idOf('expense:e-1')).not.toBe(first)
    expect(await pusher.books('Purchase')).toHaveLength(1)
  })

  it('I4: back to draft, deleted there by a person, submitted again: another invoice under its number', async () => {
    const pusher = await synced(invoice('i-1', 'p-1', { number: '1001' }))
    const first = pusher.idOf('invoice:i-1')
    await pusher.says(invoice('i-1', 'p-1', { number: '1001', status: 'draft' }))
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'back-to-draft' } })
    expect(await pusher.books('Invoice')).toHaveLength(1)

    await pusher.person('Deletes', 'Invoice', first)
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'draft' }, quickbooks: null })

    await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('1200.00')] }))
    await pusher.sync()
    expect(pusher.idOf('invoice:i-1')).not.toBe(first)
    expect(await pusher.books('Invoice')).toMatchObject([{ DocNumber: '1001', TotalAmt: 1200 }])
  })

  it('C1: a customer that was made inactive there is seen, and seen again when it is active', async () => {
    const pusher = await synced()
    await pusher.person('Deletes', 'Customer', pusher.idOf('project:p-1'))
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync()
    expect(pusher.row('project:p-1')).toMatchObject({ state: 'held', problem: { code: 'contact-inactive' } })
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'waits-for' } })
    const link = pusher.workspace.store.table('links').get('project:p-1')
    await pusher.person('Edits', 'Customer', link?.id ?? '', { Active: true })
    await pusher.sync()
    expect(pusher.states('project:p-1', 'invoice:i-1')).toEqual(['synced', 'synced'])
  })

  it('X1: a document deleted there is created again only on a yes, and each deletion asks anew', async () => {
    const pusher = await synced(expense('e-1'))
    await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
    await pusher.sync()
    expect(pusher.row('expense:e-1').problem?.code).toBe('deleted-in-quickbooks')
    await pusher.workspace.decide('expense:e-1', (before) => ({ ...before, createAnew: true }))
    await pusher.sync()
    expect(pusher.row('expense:e-1').state).toBe('synced')
    await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
    await pusher.sync()
    expect(pusher.row('expense:e-1').problem?.code).toBe('deleted-in-quickbooks')
    expect(await pusher.books('Purchase')).toEqual([])
  })
})
