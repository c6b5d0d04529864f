import { afterEach, describe, expect, it } from 'vitest'
import { STRICT } from '../../electron/practice/company/behaviour.ts'
import type { ServiceBehaviour } from '../../electron/practice/company/behaviour.ts'
import type { QuickBooks, WriteRequest } from '../../electron/qbo/contract.ts'
import type { Expense } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import {
  client,
  expense,
  invoice,
  line,
  money,
  payment,
  professional,
  project,
  tax,
} from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/*
 * Each switch of the practice company (docs/practice-company.md) is seen by the product: what it does on the strict side is
 * asserted, and the same assertions fail where the switch is on its other side. Where the product never comes to where
 * the switch matters, something comes between its reading and its writing, an earlier version left a request of its own, or
 * its client is asked what it makes of the refusal.
 */

afterEach(closePushers)

type Body = Record<string, unknown>
type Options = NonNullable<Parameters<typeof Pusher.start>[0]>

interface Row {
  /** The side on which the product's behaviour is described, and the other one. */
  strict: string
  other: string
  says: string
  /** Throws where the product does not see what the strict side does. */
  holds(settings: NonNullable<Options['settings']>): Promise<void>
}

async function started(settings: NonNullable<Options['settings']>, options: Options = {}): Promise<Pusher> {
  const pusher = await Pusher.start({ ...options, settings })
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1', { displayName: 'Bois Laurier' }))
  return pusher
}

/** Something happens in QuickBooks between the product's reading and its write of this type. */
function between(
  pusher: Pusher,
  { type, verb }: Pick<WriteRequest, 'type' | 'verb'>,
  happens: () => Promise<void>,
): void {
  const { quickbooks } = pusher
  let isOver = false
  pusher.quickbooks = {
    ...quickbooks,
    write: async (request: WriteRequest) => {
      if (isOver || request.type !== type || request.verb !== verb) return quickbooks.write(request)
      isOver = true
      await happens()
      const now = verb === 'create' ? null : await quickbooks.read(type, String((request.body as Body)['Id']))
      // Nobody knows that a payment raises the version of a bill too: the request comes with the current one.
      const token = now?.ok && now.value ? { SyncToken: now.value.SyncToken } : {}
      return quickbooks.write({ ...request, body: { ...(request.body as Body), ...token } })
    },
  } as QuickBooks
}

/** The request for a creation as an earlier version stored it, cut off on its way: without what it did not say yet. */
async function leftByEarlier(pusher: Pusher, key: DocumentKey, change: (body: Body) => Body): Promise<void> {
  const type = key.startsWith('expense') ? ['Purchase', 'Bill'] : ['Invoice']
  await pusher.faults(
    ...type.map((entity) => ({ kind: 'reset' as const, match: { operation: 'create' as const, entity } })),
  )
  await pusher.sync()
  const stored = pusher.workspace.store.table('inFlight').get(key)
  if (!stored) throw new Error(`${key} is not under way`)
  await pusher.workspace.store.commit([{ table: 'inFlight', id: key, value: { ...stored, body: change(stored.body) } }])
  await pusher.faults()
  await pusher.restart()
  await pusher.sync()
}

const BILL: Partial<Expense> = { number: 'B-1', professionalId: 'v-1', paidWith: 'unpaid', lines: [line('100.00')] }
const USD = { currency: 'USD' } as const
const IN_DOLLARS = { multiCurrency: true, exchangeRates: { USD: 1.37 } }

async function personPays(
  pusher: Pusher,
  type: 'Payment' | 'BillPayment',
  key: DocumentKey,
  amount: number,
): Promise<void> {
  const document = await pusher.entity(key)
  const bank = (await pusher.books('Account')).find((each) => each['Name'] === 'Checking')
  const isBill = type === 'BillPayment'
  await pusher.person('Creates', type, {
    ...(isBill
      ? {
          VendorRef: document['VendorRef'],
          PayType: 'Check',
          CheckPayment: { BankAccountRef: { value: String(bank?.['Id']) } },
        }
      : { CustomerRef: document['CustomerRef'] }),
    TotalAmt: amount,
    Line: [{ Amount: amount, LinkedTxn: [{ TxnId: document['Id'], TxnType: isBill ? 'Bill' : 'Invoice' }] }],
  })
}

const ROWS: Record<keyof ServiceBehaviour, Row> = {
  paidInvoiceRemoval: {
    strict: 'accept',
    other: 'refuse',
    says: 'I3: an invoice with our own payment is voided, and the money on account is said',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(invoice('i-1', 'p-1', { number: '1001' }), payment('pay-1', 'i-1', '100.00'))
      await pusher.sync()
      await pusher.says(invoice('i-1', 'p-1', { number: '1001', status: 'voided' }))
      await pusher.sync()
      await pusher.sync()
      expect(pusher.row('payment:pay-1').note).toMatchObject({ code: 'payment-on-account' })
    },
  },
  paidBillDeletion: {
    strict: 'refuse',
    other: 'accept',
    says: 'E3: a bill that somebody pays while it is deleted stays, and the payment is named',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(expense('e-1', BILL))
      await pusher.sync()
      between(pusher, { type: 'Bill', verb: 'delete' }, () => personPays(pusher, 'BillPayment', 'expense:e-1', 60))
      await pusher.says(expense('e-1', { ...BILL, status: 'rejected' }))
      await pusher.sync()
      expect(await pusher.books('Bill')).toMatchObject([{ Balance: 40 }])
      await pusher.sync()
      expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'paid-bill-removed' } })
    },
  },
  sparsePaymentUpdate: {
    strict: 'refuse',
    other: 'accept',
    says: 'P1: a sparse change of a payment, which the product never sends, would be told as a fault of the program',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(invoice('i-1', 'p-1', { number: '1001' }), payment('pay-1', 'i-1', '100.00'))
      await pusher.sync()
      const { Id, SyncToken } = await pusher.entity('payment:pay-1')
      const body = { Id, SyncToken, sparse: true, PrivateNote: 'changed' } as Body & { Id: string; SyncToken: string }
      const answer = await pusher.quickbooks.write({ type: 'Payment', verb: 'update', body, requestId: 'sparse-1' })
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused', problem: { code: 'program-fault' } } })
      await pusher.says(payment('pay-1', 'i-1', '80.00'))
      expect(await pusher.sync()).toMatchObject({ refused: 0 })
    },
  },
  overpayment: {
    strict: 'accept',
    other: 'refuse',
    says: 'P1: a payment of an invoice that somebody pays meanwhile goes in one request, and its rest is said',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(invoice('i-1', 'p-1', { number: '1001', lines: [line('100.00')], total: money('100.00') }))
      await pusher.sync()
      between(pusher, { type: 'Payment', verb: 'create' }, () => personPays(pusher, 'Payment', 'invoice:i-1', 60))
      await pusher.says(payment('pay-1', 'i-1', '100.00'))
      await pusher.clearLog()
      await pusher.sync()
      expect((await pusher.writes()).filter(({ entity }) => entity === 'Payment')).toHaveLength(1)
      expect(pusher.row('payment:pay-1').note).toMatchObject({ params: { applied: 4000, rest: 6000 } })
    },
  },
  settledBillPayment: {
    strict: 'drop',
    other: 'refuse',
    says: 'W4: a bill that somebody pays while we pay it: the money without a bill is held, with both amounts',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(expense('e-1', BILL))
      await pusher.sync()
      between(pusher, { type: 'BillPayment', verb: 'create' }, () =>
        personPays(pusher, 'BillPayment', 'expense:e-1', 100),
      )
      await pusher.says(expense('e-1', { ...BILL, paidWith: 'bank' }))
      await pusher.sync()
      expect(pusher.row('expense:e-1')).toMatchObject({
        state: 'held',
        problem: { code: 'bill-payment-unapplied', params: { total: 10000, applied: 0 } },
      })
    },
  },
  echoes: {
    strict: 'refuse',
    other: 'take',
    says: 'X3: a body that echoes what was read, which the product never sends, would be told as a fault of the program',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(expense('e-1', { number: 'P-1', professionalId: 'v-1', paidWith: 'bank' }))
      await pusher.sync()
      const read = await pusher.quickbooks.read('Purchase', pusher.idOf('expense:e-1'))
      if (!read.ok || !read.value) throw new Error('not there')
      expect(read.value).toHaveProperty('PurchaseEx')
      const answer = await pusher.quickbooks.write({
        type: 'Purchase',
        verb: 'update',
        body: read.value,
        requestId: 'echo-1',
      })
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused', problem: { code: 'program-fault' } } })
      // An emptied number goes by the full object, as it was read but for that.
      await pusher.says(expense('e-1', { number: null, professionalId: 'v-1', paidWith: 'bank' }))
      expect(await pusher.sync()).toMatchObject({ refused: 0 })
      expect((await pusher.entity('expense:e-1'))['DocNumber'] ?? '').not.toBe('P-1')
    },
  },
  vendorNotes: {
    strict: 'lost',
    other: 'kept',
    says: 'V1: a supplier is known by its name, whatever was written into its notes',
    async holds(settings) {
      const pusher = await started(settings)
      const made = await pusher.person('Creates', 'Vendor', {
        DisplayName: 'Bois Laurier',
        Notes: '[Billdr professional v-2]',
      })
      await pusher.says(professional('v-2', { displayName: 'Quincaillerie Roy' }), expense('e-1', BILL))
      await pusher.sync()
      expect(pusher.idOf('professional:v-1')).toBe(made['Id'])
      expect(await pusher.books('Vendor')).toHaveLength(1)
    },
  },
  attachmentsOfDeleted: {
    strict: 'outlive',
    other: 'unlinked',
    says: 'E1: the receipt of a document that a person deleted there hangs once, on the one that is created anew',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(expense('e-1', { ...BILL, attachments: [pusher.receipt('a-1')] }))
      await pusher.sync()
      await pusher.person('Deletes', 'Bill', pusher.idOf('expense:e-1'))
      await pusher.sync()
      expect(pusher.row('expense:e-1').problem?.code).toBe('deleted-in-quickbooks')
      await pusher.workspace.decide('expense:e-1', (before) => ({ ...before, createAnew: true }))
      await pusher.sync()
      expect(await pusher.books('Attachable')).toMatchObject([
        { AttachableRef: [{ EntityRef: { type: 'Bill', value: pusher.idOf('expense:e-1') } }] },
      ])
    },
  },
  sentNumbers: {
    strict: 'kept',
    other: 'replaced',
    says: 'I1: where QuickBooks numbers by itself, the number that was sent stands, and the invoice is synced',
    async holds(settings) {
      const pusher = await started({ ...settings, customTxnNumbers: false })
      await pusher.says(invoice('i-1', 'p-1', { number: 'F-2041' }))
      await pusher.sync()
      expect(pusher.row('invoice:i-1')).toMatchObject({
        state: 'synced',
        quickbooks: { docNumber: 'F-2041' },
        differs: null,
      })
    },
  },
  unsaidBillable: {
    strict: 'billable',
    other: 'not-billable',
    says: 'W4: a cost that QuickBooks made billable by itself, since an earlier version did not say, is held',
    async holds(settings) {
      const pusher = await started(settings)
      await pusher.says(expense('e-1', { number: 'P-1', professionalId: 'v-1', projectId: 'p-1', paidWith: 'bank' }))
      await leftByEarlier(
        pusher,
        'expense:e-1',
        (body) =>
          JSON.parse(
            JSON.stringify(body).replaceAll('"BillableStatus":"NotBillable"', '"Unsaid":1'),
            (name, value: unknown) => (name === 'Unsaid' ? undefined : value),
          ) as Body,
      )
      expect(pusher.row('expense:e-1')).toMatchObject({
        state: 'held',
        problem: { code: 'not-as-sent', params: { fields: 'billable' } },
      })
    },
  },
  partyCurrency: {
    strict: 'kept',
    other: 'ignored',
    says: 'C1: a client in dollars is kept in dollars, and its invoice goes',
    async holds(settings) {
      const pusher = await started({ ...settings, ...IN_DOLLARS })
      await pusher.says(invoice('i-1', 'p-1', { number: '1001', ...USD }))
      await pusher.sync()
      expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced' })
    },
  },
  foreignWithoutRate: {
    strict: 'refuse',
    other: 'at-one',
    says: 'E1: a foreign bill that an earlier version sent without a rate is refused and goes with the rate of its day',
    async holds(settings) {
      const pusher = await started({ ...settings, ...IN_DOLLARS })
      await pusher.says(expense('e-1', { ...BILL, ...USD }))
      await leftByEarlier(pusher, 'expense:e-1', ({ ExchangeRate: _, ...body }) => body)
      expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
      expect(await pusher.books('Bill')).toMatchObject([{ ExchangeRate: 1.37 }])
    },
  },
  wrongCurrencyAccount: {
    strict: 'refuse',
    other: 'replaced',
    says: 'E1: a foreign bill that an earlier version put on the home account is refused and goes on that of its currency',
    async holds(settings) {
      const pusher = await started({ ...settings, ...IN_DOLLARS })
      await pusher.says(expense('e-1', { ...BILL, ...USD }))
      const payable = (await pusher.books('Account')).find((each) => each['AccountType'] === 'Accounts Payable')
      await leftByEarlier(pusher, 'expense:e-1', (body) => ({
        ...body,
        APAccountRef: { value: String(payable?.['Id']) },
      }))
      expect(await pusher.books('Bill')).toMatchObject([{ APAccountRef: { name: 'Accounts Payable (A/P) - USD' } }])
      const bills = (await pusher.writes()).filter(({ entity, status }) => entity === 'Bill' && status === 200)
      expect(bills.map(({ body }) => body.includes(`"APAccountRef":{"value":"${String(payable?.['Id'])}"`))).toEqual([
        false,
      ])
      expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
    },
  },
  taxWithoutAddress: {
    strict: 'zero',
    other: 'company',
    says: 'T1: a tax that QuickBooks works out as nothing, for want of an address, is still to be added',
    async holds(settings) {
      const pusher = await started({ ...settings, tax: 'automated' }, { country: 'US' })
      const taxes = [tax('Sales tax', '8.625', '8.63')]
      await pusher.says(
        invoice('i-1', 'p-1', { number: '1001', lines: [line('100.00')], taxes, total: money('108.63'), ...USD }),
      )
      await pusher.sync()
      await pusher.person('AddsTax', 'Invoice', pusher.idOf('invoice:i-1'), 'TAX')
      await pusher.sync()
      expect(pusher.row('invoice:i-1').tax).toEqual({ toAdd: 863, seen: 0 })
    },
  },
}

describe.each(Object.entries(ROWS))('%s', (name, row) => {
  it(`strict (${row.strict}): ${row.says}`, () => row.holds({ [name]: row.strict }))

  it(`kind again (${row.other}): the same fails`, async () => {
    // An assertion of the row, and no accident on the way to it.
    await expect(row.holds({ [name]: row.other })).rejects.toMatchObject({ name: 'AssertionError' })
  })
})

it('every switch of the practice company has a row here, with both of its sides', () => {
  expect(Object.keys(ROWS).sort()).toEqual(Object.keys(STRICT).sort())
  for (const [name, { strict, other }] of Object.entries(ROWS))
    expect([strict, other], name).toContain(STRICT[name as keyof ServiceBehaviour])
})
