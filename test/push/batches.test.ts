import { afterEach, describe, expect, it } from 'vitest'
import type { FaultRule } from '../../electron/practice/testing/controlled-company.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { client, credit, expense, invoice, payment, professional, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/* A backlog goes in batches, with single requests beside them; whatever becomes of a batch, each document arrives once. */

/** From one document on, and nothing beside them. */
const ALL_IN_BATCHES = { from: 1, beside: () => 0 }

const BACKLOG = [
  client('c-1'),
  ...count(6).map((n) => project(`p-${n}`, 'c-1', { name: `Job ${n}` })),
  professional('v-1'),
  ...count(40).map((n) => invoice(`i-${n}`, `p-${(n % 6) + 1}`, { number: String(1000 + n) })),
  ...count(20).map((n) => payment(`pay-${n}`, `i-${n}`, '500.00')),
  ...count(20).map((n) => expense(`e-${n}`, { professionalId: 'v-1', number: `F-${n}` })),
  credit('1', 'p-1', { appliesToInvoiceId: 'i-6' }),
]

function count(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1)
}

const keysOf = (records: readonly BilldrRecord[]): DocumentKey[] => records.map(({ kind, id }) => keyOf(kind, id))

async function withBacklog(options: Parameters<typeof Pusher.start>[0] = {}): Promise<Pusher> {
  const pusher = await Pusher.start(options)
  await pusher.says(...BACKLOG)
  pusher.batches = ALL_IN_BATCHES
  return pusher
}

/** How often each operation was asked for. */
async function asked(pusher: Pusher): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { operation } of await pusher.practice.controls.requests(0))
    counts[operation] = (counts[operation] ?? 0) + 1
  return counts
}

/** Syncs until nothing is left to do; then each record is in QuickBooks once, and nothing else is. */
async function expectOnceEach(pusher: Pusher): Promise<void> {
  for (let run = 0; run < 6; run++) await pusher.sync()
  const keys = keysOf(BACKLOG)
  expect(pusher.states(...keys).map((state, at) => `${keys[at]} ${state}`)).toEqual(keys.map((key) => `${key} synced`))
  for (const [type, kinds] of [
    ['Customer', ['client', 'project']],
    ['Vendor', ['professional']],
    ['Invoice', ['invoice']],
    ['Purchase', ['expense']],
    ['CreditMemo', ['credit']],
  ] as const) {
    const ours = BACKLOG.filter(({ kind }) => (kinds as readonly string[]).includes(kind))
    expect([type, (await pusher.books(type)).length]).toEqual([type, ours.length])
  }
  // One payment applies the credit.
  expect((await pusher.books('Payment')).length).toBe(21)
  expect([...pusher.workspace.store.table('inFlight').values()]).toEqual([])
}

describe('a backlog', () => {
  it('goes in batches: customers before their jobs, those before invoices, those before payments', async () => {
    const pusher = await withBacklog()
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null, unsettled: null })
    await expectOnceEach(pusher)
    const { create = 0, batch = 0 } = await asked(pusher)
    expect(batch).toBeGreaterThanOrEqual(4)
    expect(batch).toBeLessThan(16)
    // The application of the credit is no creation whose outcome its mark would tell.
    expect(create).toBeLessThan(4)
  })

  it('has single requests beside it, and what is over-full in a batch goes alone', async () => {
    const pusher = await withBacklog()
    pusher.batches = { from: 30, beside: () => 0.4 }
    await pusher.sync()
    await expectOnceEach(pusher)
    const { create = 0, batch = 0 } = await asked(pusher)
    expect(batch).toBeGreaterThanOrEqual(1)
    expect(create).toBeGreaterThan(40)
  })

  it('has the payments of one invoice in batches that follow each other, each as far as the one before left it open', async () => {
    const pusher = await withBacklog()
    const further = [
      ...count(20).map((n) => payment(`more-${n}`, `i-${n}`, '400.00')),
      ...count(20).map((n) => payment(`last-${n}`, `i-${n}`, '300.00')),
      payment('beside-credit', 'i-6', '1.00'),
    ]
    await pusher.says(...further)
    await pusher.sync()
    await pusher.sync()
    expect(pusher.states(...keysOf(further)).filter((state) => state !== 'synced')).toEqual([])
    const { create = 0 } = await asked(pusher)
    // The application of the credit, and what is alone of its kind.
    expect(create).toBeLessThan(6)
    const payments = await pusher.books('Payment')
    expect(payments.length).toBe(20 + further.length + 1)
    for (const n of count(20)) {
      const paid = await Promise.all(['pay', 'more', 'last'].map((each) => pusher.entity(`payment:${each}-${n}`)))
      expect(await pusher.entity(`invoice:i-${n}`)).toMatchObject({ Balance: 0 })
      // Of the sixth, the credit and a payment of 1.00 took a part.
      if (n !== 6)
        expect(paid.map((each) => Number(each['UnappliedAmt'])).toSorted((one, other) => one - other)).toEqual([
          0, 0, 200,
        ])
    }
  })

  it('of a handful is none: each goes alone', async () => {
    const pusher = await withBacklog()
    pusher.batches = null
    await pusher.says(...BACKLOG.slice(0, 30))
    await pusher.removes(...keysOf(BACKLOG.slice(30)))
    await pusher.sync()
    expect((await asked(pusher))['batch']).toBeUndefined()
  })

  it('names each document by what QuickBooks allows: 36 characters of the batch, ten of the item', async () => {
    const pusher = await withBacklog()
    await pusher.sync()
    const batches = (await pusher.practice.controls.requests(0)).filter(({ operation }) => operation === 'batch')
    expect(batches.every(({ requestId }) => requestId?.length === 36)).toBe(true)
    expect(batches.every(({ status }) => status === 200)).toBe(true)
  })
})

describe('an item that is refused', () => {
  it('is told like a single one, and stops no other', async () => {
    const pusher = await withBacklog()
    await pusher.refresh()
    const customer = String((await pusher.person('Creates', 'Customer', { DisplayName: 'Job 1' }))['Id'])
    await pusher.person('Creates', 'Invoice', {
      CustomerRef: { value: customer },
      DocNumber: '1003',
      TxnDate: '2024-01-05',
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [
        {
          Amount: 1,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
        },
      ],
    })
    await pusher.sync({ refresh: false })
    for (let run = 0; run < 3; run++) await pusher.sync()
    const others = keysOf(BACKLOG).filter((key) => !['invoice:i-3', 'payment:pay-3'].includes(key))
    expect(pusher.states(...others)).toEqual(others.map(() => 'synced'))
    expect(pusher.row('invoice:i-3').problem?.code).toBe('number-taken')
  })
})

const LOST: FaultRule[] = [
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'hang', when: 'before' },
  { kind: 'hang', when: 'after' },
  { kind: 'error', status: 503, when: 'after' },
  { kind: 'gateway-timeout', when: 'after' },
  { kind: 'html', when: 'after' },
  { kind: 'empty', when: 'after' },
  { kind: 'other-envelope', when: 'after' },
  { kind: 'truncated', when: 'after' },
  { kind: 'system-fault', status: 200, when: 'before' },
  { kind: 'throttle', retryAfterSeconds: 1 },
  { kind: 'expired' },
  { kind: 'refuse', fault: { code: '1040' } },
  // Carried out only once nobody waits for it any more.
  { kind: 'slow', delayMs: 30_000 },
]

describe('a batch without an answer', () => {
  it.each(LOST.map((rule) => [`${rule.kind} ${rule.when ?? ''}`, rule] as const))(
    '%s: each document is looked for before it is sent again, and arrives once',
    async (_, rule) => {
      const pusher = await withBacklog()
      await pusher.faults({ ...rule, times: 2, skip: 2, match: { operation: 'batch' } })
      await pusher.sync()
      await expectOnceEach(pusher)
    },
    30_000,
  )

  it('three times in a row: the rest goes alone', async () => {
    const pusher = await withBacklog()
    await pusher.faults({ kind: 'refuse', fault: { code: '4000' }, match: { operation: 'batch' } })
    await pusher.sync()
    await expectOnceEach(pusher)
    expect((await asked(pusher))['batch']).toBeLessThan(20)
  })

  it('and the program ends: the next one looks for each, though it sends no batches', async () => {
    const pusher = await withBacklog()
    await pusher.faults({ kind: 'reset', when: 'after', skip: 3, match: { operation: 'batch' } })
    const { quickbooks } = pusher
    pusher.quickbooks = {
      ...quickbooks,
      async writeBatch(...batch) {
        const answer = await quickbooks.writeBatch(...batch)
        pusher.stopped ||= !answer.ok
        return answer
      },
    }
    await pusher.sync()
    expect(pusher.workspace.store.table('inFlight').size).toBeGreaterThan(5)
    await pusher.restart()
    await pusher.faults()
    pusher.batches = null
    await expectOnceEach(pusher)
  })
})
