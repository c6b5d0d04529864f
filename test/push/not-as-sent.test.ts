import { afterEach, describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../electron/plan/content.ts'
import type { QuickBooks, WriteRequest } from '../../electron/qbo/contract.ts'
import { client, expense, invoice, line, payment, professional, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/*
 * W4: QuickBooks answers 200 and did not do all of it. The request loses a part on its way, so that the books of the
 * practice company really lack it, and its answer shows what it has.
 */

type Body = Record<string, unknown>

async function withProject(): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1'),
    professional('v-1'),
    invoice('i-0', 'p-1', { number: '1000' }),
  )
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

/** QuickBooks overhears a part of what is written of this type, until it is told to listen. */
function overhears(pusher: Pusher, type: string, change: (body: Body) => Body): { listens(): void } {
  const { quickbooks } = pusher
  let isDeaf = true
  pusher.quickbooks = {
    ...quickbooks,
    write: (request: WriteRequest) =>
      quickbooks.write(
        isDeaf && request.type === type && request.verb !== 'delete'
          ? { ...request, body: change(request.body as Body) }
          : request,
      ),
  } as QuickBooks
  return { listens: () => (isDeaf = false) }
}

describe('W4: what QuickBooks dropped or changed in silence is held, never synced', () => {
  it('the link of a payment: it shows what is applied, and the invoice is not taken for paid', async () => {
    const pusher = await withProject()
    overhears(pusher, 'Payment', (body) => ({ ...body, Line: [] }))
    await pusher.says(payment('pay-1', 'i-0', '500.00'))
    await pusher.sync()
    expect(pusher.row('payment:pay-1')).toMatchObject({
      state: 'held',
      problem: { code: 'not-as-sent', params: { fields: 'applied' } },
      quickbooks: { type: 'Payment' },
      differs: [{ field: 'applied', quickbooks: '0.00' }],
    })
    const [books] = (await pusher.books('Invoice')) as [{ Balance: number; TotalAmt: number }]
    expect(books.Balance).toBe(books.TotalAmt)
    await pusher.sync()
    expect(await pusher.books('Payment')).toHaveLength(1)
  })

  it('the account that an expense is paid from, and sent again where a person says so', async () => {
    const pusher = await withProject()
    const other = (await pusher.books('Account')).find((each) => each['Name'] === 'Checking')
    const deaf = overhears(pusher, 'Purchase', (body) => ({ ...body, AccountRef: { value: String(other?.['Id']) } }))
    await pusher.says(expense('e-1', { projectId: 'p-1', professionalId: 'v-1', paidWith: 'cash' }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'not-as-sent' } })
    expect(pusher.row('expense:e-1')?.differs?.map(({ field }) => field)).toContain('paidFrom')
    deaf.listens()
    const { SyncToken } = await pusher.entity('expense:e-1')
    await pusher.workspace.decide('expense:e-1', (before) => ({ ...before, overwrite: String(SyncToken) }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null, differs: null })
  })

  it('the number of an invoice: put right there by a person, it is synced', async () => {
    const pusher = await withProject()
    overhears(pusher, 'Invoice', ({ DocNumber: _, ...body }) => body)
    await pusher.says(invoice('i-1', 'p-1', { number: '1001' }))
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'not-as-sent' },
      differs: [{ field: 'number', billdr: '1001' }],
    })
    await pusher.person('Edits', 'Invoice', pusher.idOf('invoice:i-1'), { DocNumber: '1001' })
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced', problem: null, differs: null })
  })

  it('an amount and a project: left as they are where a person says so', async () => {
    const pusher = await withProject()
    overhears(pusher, 'Purchase', (body) => ({
      ...body,
      Line: (body['Line'] as Body[]).map((each) => {
        const { CustomerRef: _, ...detail } = each['AccountBasedExpenseLineDetail'] as Body
        return { ...each, Amount: 1, AccountBasedExpenseLineDetail: detail }
      }),
    }))
    await pusher.says(expense('e-1', { projectId: 'p-1', professionalId: 'v-1', lines: [line('36.00')] }))
    await pusher.sync()
    const held = pusher.row('expense:e-1')
    expect(held).toMatchObject({ state: 'held', problem: { code: 'not-as-sent' } })
    expect(held?.differs?.map(({ field }) => field)).toEqual(['amount', 'project'])
    const record = expense('e-1', { projectId: 'p-1', professionalId: 'v-1', lines: [line('36.00')] })
    await pusher.workspace.decide('expense:e-1', (before) => ({ ...before, keepTheirs: fingerprintOf(record) }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
  })

  it('the rate of a foreign bill, which was booked one to one', async () => {
    const pusher = await Pusher.start({ settings: { multiCurrency: true, exchangeRates: { USD: 1.37 } } })
    overhears(pusher, 'Bill', (body) => ({ ...body, ExchangeRate: 1 }))
    await pusher.says(
      professional('v-1'),
      expense('e-1', { number: 'B-1', professionalId: 'v-1', paidWith: 'unpaid', currency: 'USD' }),
    )
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'not-as-sent', params: { fields: 'rate' } },
      differs: [{ field: 'rate', billdr: '1.37', quickbooks: '1' }],
    })
    await pusher.person('Edits', 'Bill', pusher.idOf('expense:e-1'), { ExchangeRate: 1.37 })
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
  })

  it('what of a cost is billable to the client', async () => {
    const pusher = await withProject()
    overhears(pusher, 'Purchase', (body) => ({
      ...body,
      Line: (body['Line'] as Body[]).map((each) => {
        const detail = each['AccountBasedExpenseLineDetail'] as Body
        return { ...each, AccountBasedExpenseLineDetail: { ...detail, BillableStatus: 'Billable' } }
      }),
    }))
    await pusher.says(expense('e-1', { projectId: 'p-1', professionalId: 'v-1', lines: [line('36.00')] }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'not-as-sent', params: { fields: 'billable' } },
      differs: [{ field: 'billable', billdr: '', quickbooks: '36.00' }],
    })
  })

  it('a part of a receipt: the rest of it is not kept there, it is held and goes again with a new try', async () => {
    const pusher = await withProject()
    const { quickbooks } = pusher
    pusher.quickbooks = {
      ...quickbooks,
      upload: (file) => quickbooks.upload({ ...file, bytes: file.bytes.subarray(0, 9) }),
    } as QuickBooks
    await pusher.says(expense('e-1', { professionalId: 'v-1', attachments: [pusher.receipt('a-1')] }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'synced',
      attachments: [{ state: 'held', problem: { code: 'receipt-gone' } }],
    })
    expect(await pusher.books('Attachable')).toEqual([])
    pusher.quickbooks = quickbooks
    await pusher.workspace.store.commit([{ table: 'attachmentProblems', id: 'expense:e-1#a-1', value: undefined }])
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }])
  })
})
