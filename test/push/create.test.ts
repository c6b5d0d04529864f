import { afterEach, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../electron/practice/testing/controlled-company.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import {
  client,
  credit,
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

/** A contractor with a project; its log begins after the contacts are there. */
async function withProject(options: Parameters<typeof Pusher.start>[0] = {}): Promise<Pusher> {
  const pusher = await Pusher.start(options)
  await pusher.says(
    client('c-1', { displayName: 'Marie-Ève Côté' }),
    project('p-1', 'c-1', { name: 'Cuisine' }),
    professional('v-1', { displayName: 'Matériaux Laurier inc.' }),
    purchaseOrder('0', 'v-1'),
  )
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

describe('everything arrives', () => {
  it('one of each kind, in the order in which QuickBooks needs them, once; a second sync sends nothing', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      client('c-1'),
      project('p-1', 'c-1'),
      professional('v-1'),
      invoice('i-1', 'p-1', { number: '1001', attachments: [pusher.receipt('a-1')] }),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }),
      payment('pay-1', 'i-1', '500.00'),
      expense('e-1', {
        professionalId: 'v-1',
        projectId: 'p-1',
        number: 'F-1',
        lines: [line('10.00', { billable: true })],
      }),
      expense('e-2', { professionalId: 'v-1', paidWith: 'unpaid' }),
      purchaseOrder('1', 'v-1', { projectId: 'p-1' }),
    )
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    const keys: DocumentKey[] = [
      'client:c-1',
      'project:p-1',
      'professional:v-1',
      'invoice:i-1',
      'credit:1',
      'payment:pay-1',
      'expense:e-1',
      'expense:e-2',
      'purchase-order:1',
    ]
    expect(pusher.states(...keys)).toEqual(keys.map(() => 'synced'))
    expect(await pusher.entity('invoice:i-1')).toMatchObject({
      DocNumber: '1001',
      TotalAmt: 1000,
      Balance: 400,
      CustomerRef: { value: pusher.idOf('project:p-1') },
    })
    expect(await pusher.entity('project:p-1')).toMatchObject({
      Job: true,
      ParentRef: { value: pusher.idOf('client:c-1') },
    })
    expect(await pusher.entity('purchase-order:1')).toMatchObject({
      POStatus: 'Open',
      VendorRef: { value: pusher.idOf('professional:v-1') },
    })
    expect(await pusher.entity('expense:e-2')).toMatchObject({ Balance: 85 })

    await pusher.clearLog()
    expect(await pusher.sync()).toEqual({
      sent: 0,
      refused: 0,
      stop: null,
      unsettled: null,
      untaken: 0,
      isAtRest: true,
    })
    expect(await pusher.writes()).toEqual([])
  })

  it('after a restart, what is there is known from the disk alone', async () => {
    const pusher = await withProject()
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync()
    await pusher.restart()
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('invoice:i-1').state).toBe('synced')
  })

  it('after the data folder was lost, everything of ours is recognised and nothing is doubled', async () => {
    const pusher = await withProject()
    await pusher.says(
      invoice('i-1', 'p-1', { attachments: [pusher.receipt('a-1')] }),
      payment('pay-1', 'i-1', '200.00'),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }),
      expense('e-1', { attachments: [pusher.receipt('a-2'), pusher.receipt('a-3')] }),
      expense('e-2', { professionalId: 'v-1', paidWith: 'unpaid' }),
    )
    await pusher.sync()
    await pusher.clearLog()
    await pusher.restart({ lost: true })
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(
      pusher.states(
        'client:c-1',
        'project:p-1',
        'invoice:i-1',
        'payment:pay-1',
        'credit:1',
        'expense:e-1',
        'expense:e-2',
        'purchase-order:0',
      ),
    ).toEqual(Array.from({ length: 8 }, () => 'synced'))
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
  })
})

describe('request ids', () => {
  async function requestIdOf(pusher: Pusher, entity: string): Promise<string | null | undefined> {
    return (await pusher.writes()).findLast((each) => each.entity?.toLowerCase() === entity.toLowerCase())?.requestId
  }

  it('are the same for the same operation of a second desktop, and another for another company', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const first = await requestIdOf(pusher, 'Purchase')
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    const id = pusher.idOf('expense:e-1')
    await pusher.person('Deletes', 'Purchase', id)

    const elsewhere = await withProject({ realmId: '9130350000000000077' })
    await elsewhere.says(expense('e-1'))
    await elsewhere.sync()
    const other = await requestIdOf(elsewhere, 'Purchase')
    expect(other).not.toBe(first)
  })

  it('change after a definite refusal, so that a retry is really tried', async () => {
    const pusher = await withProject()
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', entity: 'Purchase' },
      times: 1,
      fault: { code: '6000' },
    })
    await pusher.says(expense('e-1'))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'failed', problem: { code: 'quickbooks-refused' } })
    const refused = await requestIdOf(pusher, 'Purchase')
    await pusher.workspace.store.commit([{ table: 'refusals', id: 'expense:e-1', value: undefined }])
    await pusher.sync()
    expect(pusher.row('expense:e-1').state).toBe('synced')
    expect(await requestIdOf(pusher, 'Purchase')).not.toBe(refused)
  })

  it('stay the same when nothing certain was answered, across a restart too', async () => {
    const pusher = await withProject()
    await pusher.faults({ kind: 'reset', when: 'before', match: { operation: 'create', entity: 'Purchase' } })
    await pusher.says(expense('e-1'))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'pending' })
    await pusher.restart()
    await pusher.faults()
    await pusher.sync()
    const ids = (await pusher.writes()).filter(({ entity }) => entity === 'Purchase').map(({ requestId }) => requestId)
    expect(ids.length).toBeGreaterThan(2)
    expect(new Set(ids).size).toBe(1)
    expect(await pusher.books('Purchase')).toHaveLength(1)
  })

  it('change with what an update sends', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const ids = new Set<unknown>()
    for (const amount of ['86.00', '87.00', '86.00']) {
      await pusher.says(expense('e-1', { lines: [line(amount)] }))
      await pusher.sync()
      ids.add(await requestIdOf(pusher, 'Purchase'))
    }
    expect(ids.size).toBe(3)
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 86 })
  })
})

const LOST: [FaultKind, 'before' | 'after'][] = [
  ['reset', 'before'],
  ['reset', 'after'],
  ['error', 'before'],
  ['error', 'after'],
  ['gateway-timeout', 'after'],
  ['html', 'after'],
  ['empty', 'after'],
  ['other-envelope', 'after'],
  ['truncated', 'after'],
  ['system-fault', 'before'],
]

describe('lost answers', () => {
  it.each(LOST)('%s %s the effect: each kind of record is there once, and synced', async (kind, when) => {
    const pusher = await Pusher.start()
    await pusher.faults({ kind, when, match: { operation: 'create' }, times: 7 })
    await pusher.says(
      client('c-1'),
      project('p-1', 'c-1'),
      professional('v-1'),
      invoice('i-1', 'p-1'),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }),
      payment('pay-1', 'i-1', '500.00'),
      expense('e-1', { professionalId: 'v-1' }),
      expense('e-2', { professionalId: 'v-1', paidWith: 'unpaid' }),
      purchaseOrder('1', 'v-1'),
    )
    await pusher.sync()
    await pusher.faults()
    await pusher.sync()
    for (const [type, count] of [
      ['Customer', 2],
      ['Vendor', 1],
      ['Invoice', 1],
      ['CreditMemo', 1],
      ['Payment', 2],
      ['Purchase', 1],
      ['Bill', 1],
      ['PurchaseOrder', 1],
    ] as const) {
      expect((await pusher.books(type)).length, type).toBe(count)
    }
    expect(
      pusher.states(
        'client:c-1',
        'project:p-1',
        'professional:v-1',
        'invoice:i-1',
        'credit:1',
        'payment:pay-1',
        'expense:e-1',
        'expense:e-2',
        'purchase-order:1',
      ),
    ).toEqual(Array.from({ length: 9 }, () => 'synced'))
    expect(await pusher.entity('invoice:i-1')).toMatchObject({ Balance: 400 })
  })

  it.each(['reset', 'error'] as const)(
    '%s after the effect, and QuickBooks has forgotten the request id: found in the books, not sent twice',
    async (kind) => {
      const pusher = await withProject()
      await pusher.faults(
        { kind, when: 'after', match: { operation: 'create', entity: 'Invoice' }, times: 1 },
        { kind: 'reset', match: { operation: 'query' }, skip: 1 },
      )
      await pusher.says(invoice('i-1', 'p-1'))
      await pusher.sync()
      await pusher.faults()
      await pusher.practice.controls.forgetRequestIds()
      await pusher.restart()
      await pusher.sync()
      expect(await pusher.books('Invoice')).toHaveLength(1)
      expect(pusher.row('invoice:i-1').state).toBe('synced')
    },
  )

  it('the history says what was found after a lost answer', async () => {
    const pusher = await withProject()
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Invoice' }, times: 1 })
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync()
    expect(await pusher.noted('invoice:i-1')).toEqual(['found-after-lost-answer'])
  })

  it('an invoice that arrived, and was edited in Billdr before we knew, is linked as it was sent and then held', async () => {
    const pusher = await withProject()
    await pusher.faults(
      { kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Invoice' } },
      { kind: 'reset', match: { operation: 'query' }, skip: 3 },
    )
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync()
    await pusher.faults()
    await pusher.restart()
    await pusher.says(invoice('i-1', 'p-1', { lines: [line('1200.00')] }))
    await pusher.sync()
    expect(await pusher.books('Invoice')).toMatchObject([{ TotalAmt: 1000 }])
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'invoice-edited' } })
  })

  it('one that never arrived, and went back to draft meanwhile, is not sent any more', async () => {
    const pusher = await withProject()
    await pusher.faults({ kind: 'reset', when: 'before', match: { operation: 'create', entity: 'Invoice' } })
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync()
    await pusher.faults()
    await pusher.says(invoice('i-1', 'p-1', { status: 'draft' }))
    await pusher.later(600_000)
    await pusher.sync()
    expect(await pusher.books('Invoice')).toEqual([])
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'draft' } })
    await pusher.says(invoice('i-1', 'p-1', { lines: [line('1200.00')] }))
    await pusher.sync()
    expect(await pusher.books('Invoice')).toMatchObject([{ TotalAmt: 1200 }])
  })

  it('an expense that arrived, and was removed in Billdr before we knew, is removed there too', async () => {
    const pusher = await withProject()
    await pusher.faults(
      { kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Purchase' } },
      { kind: 'reset', match: { operation: 'query' }, skip: 2 },
    )
    await pusher.says(expense('e-1'))
    await pusher.sync()
    await pusher.faults()
    await pusher.removes('expense:e-1')
    await pusher.sync()
    expect(await pusher.books('Purchase')).toEqual([])
  })

  it('a request on its way is not forgotten because its expense was removed in Billdr: it may still land', async () => {
    const pusher = await withProject()
    await pusher.faults({ kind: 'reset', when: 'before', match: { operation: 'create', entity: 'Purchase' } })
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const [onItsWay] = (await pusher.writes()).filter(({ entity }) => entity === 'Purchase')
    await pusher.faults()
    await pusher.removes('expense:e-1')
    await pusher.sync()
    // Only now QuickBooks comes to it.
    await pusher.person('Creates', 'Purchase', JSON.parse(onItsWay?.body ?? '') as Record<string, unknown>)
    await pusher.sync()
    expect(await pusher.books('Purchase')).toEqual([])
  })
})

describe('old answers replayed', () => {
  it.each([
    ['an hour', 3_600_000],
    ['ten seconds', 10_000],
  ])(
    'of a document that was deleted meanwhile: %s later it is created again, not taken for there',
    async (_, later) => {
      const pusher = await withProject()
      await pusher.says(expense('e-1'))
      await pusher.sync()
      await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
      await pusher.later(later)
      await pusher.restart({ lost: true })
      await pusher.sync()
      expect(await pusher.books('Purchase')).toHaveLength(1)
      expect(pusher.row('expense:e-1').state).toBe('synced')
    },
  )

  it('of a document that was changed meanwhile: what counts is how it is now', async () => {
    const pusher = await withProject()
    await pusher.faults(
      { kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Purchase' } },
      { kind: 'reset', match: { operation: 'query' }, skip: 3 },
    )
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const [there] = await pusher.books('Purchase')
    await pusher.person('Edits', 'Purchase', String(there?.['Id']), {
      PrivateNote: 'sans marque',
      TxnDate: '2026-03-09',
    })
    await pusher.later(3_600_000)
    await pusher.faults()
    await pusher.sync()
    expect(await pusher.books('Purchase')).toHaveLength(1)
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'synced',
      differs: [
        { field: 'date', quickbooks: '2026-03-09' },
        { field: 'note', quickbooks: 'sans marque' },
      ],
    })
  })
})

/** An invoice that a person enters in QuickBooks, for the client itself. */
async function personInvoice(pusher: Pusher, number: string, amount: number, date: string): Promise<string> {
  const made = await pusher.person('Creates', 'Invoice', {
    DocNumber: number,
    TxnDate: date,
    CustomerRef: { value: pusher.idOf('client:c-1') },
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        Amount: amount,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
      },
    ],
  })
  return String(made['Id'])
}

describe('what is in the way', () => {
  it('I5: a number that a person gave since we looked: shown beside ours, not doubled, not taken over', async () => {
    const pusher = await withProject()
    await pusher.refresh()
    await pusher.says(invoice('i-1', 'p-1', { number: '1003' }), invoice('i-2', 'p-1', { number: '1002' }))
    await personInvoice(pusher, '1003', 12, '2026-01-05')
    await pusher.sync()
    expect(pusher.row('invoice:i-1')).toMatchObject({
      state: 'failed',
      problem: { code: 'number-taken', other: { docNumber: '1003', amount: 1200, date: '2026-01-05' } },
    })
    expect(pusher.row('invoice:i-2').state).toBe('synced')
    expect((await pusher.books('Invoice')).filter((each) => each['DocNumber'] === '1003')).toHaveLength(1)
  })

  it('I5: taken between our look and our request, it is the same', async () => {
    const pusher = await withProject()
    await pusher.says(invoice('i-0', 'p-1', { number: '1000' }))
    await pusher.sync()
    const own = await pusher.entity('invoice:i-0')
    await pusher.says(invoice('i-1', 'p-1', { number: '1003' }))
    await pusher.cache.cover('Invoice', '2026-01-01', '2026-12-31')
    await pusher.person('Edits', 'Invoice', pusher.idOf('invoice:i-0'), { DocNumber: '1003' })
    await pusher.sync({ refresh: false })
    expect(own['DocNumber']).toBe('1000')
    expect(pusher.row('invoice:i-1')).toMatchObject({
      state: 'failed',
      problem: { code: 'number-taken', other: { docNumber: '1003' } },
    })
    expect(await pusher.books('Invoice')).toHaveLength(1)
  })

  it('our own earlier document is taken over without asking', async () => {
    const pusher = await withProject()
    await pusher.says(invoice('i-1', 'p-1', { number: '1003' }))
    await pusher.sync()
    const id = pusher.idOf('invoice:i-1')
    await pusher.practice.controls.forgetRequestIds()
    await pusher.workspace.store.commit([{ table: 'links', id: 'invoice:i-1', value: undefined }])
    // The books that we remember do not have it: only QuickBooks' refusal tells.
    pusher.cache.gone('Invoice', id)
    await pusher.sync({ refresh: false })
    expect(pusher.idOf('invoice:i-1')).toBe(id)
    expect(await pusher.noted('invoice:i-1')).toEqual(['own-record-in-the-way'])
    expect(await pusher.books('Invoice')).toHaveLength(1)
  })

  it.each(['Customer', 'Vendor'] as const)(
    'a name that a %s was given between our look and our request: the record goes under another name, in the same sync',
    async (type) => {
      const pusher = await withProject()
      await pusher.says(
        professional('v-2', { displayName: 'Plomberie Hébert' }),
        expense('e-1', { professionalId: 'v-2' }),
      )
      await pusher.refresh()
      await pusher.person('Creates', type, { DisplayName: 'Plomberie Hébert' })
      await pusher.sync({ refresh: false })
      expect(pusher.states('professional:v-2', 'expense:e-1')).toEqual(['synced', 'synced'])
      const names = (await pusher.books('Vendor')).map((each) => each['DisplayName'])
      expect(names).toContain(type === 'Vendor' ? 'Plomberie Hébert' : 'Plomberie Hébert (fournisseur)')
    },
  )

  it('a name that QuickBooks says is taken without saying by what: the record goes under another name', async () => {
    const pusher = await withProject()
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', entity: 'Vendor', body: '"DisplayName":"Plomberie Hébert"' },
      fault: {
        code: '6240',
        message: 'Duplicate Name Exists Error',
        detail: 'The name supplied already exists. : null',
      },
    })
    await pusher.says(
      professional('v-2', { displayName: 'Plomberie Hébert' }),
      expense('e-1', { professionalId: 'v-2' }),
    )
    await pusher.sync()
    expect(pusher.states('professional:v-2', 'expense:e-1')).toEqual(['synced', 'synced'])
    expect(await pusher.entity('professional:v-2')).toMatchObject({ DisplayName: 'Plomberie Hébert (fournisseur)' })
  })

  it('a name that an inactive customer has kept: the record goes under another name, and is not tried again and again', async () => {
    const pusher = await withProject()
    await pusher.refresh()
    const gone = await pusher.person('Creates', 'Customer', { DisplayName: 'Client Parti' })
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', entity: 'Customer', body: '"Client Parti"' },
      fault: {
        code: '6240',
        message: 'Duplicate Name Exists Error',
        detail: `The name supplied already exists. : Id=${String(gone['Id'])}`,
      },
    })
    await pusher.person('Edits', 'Customer', String(gone['Id']), { Active: false })
    await pusher.says(client('c-9', { displayName: 'Client Parti' }), project('p-9', 'c-9', { name: 'Garage' }))
    await pusher.sync()
    expect(pusher.states('client:c-9', 'project:p-9')).toEqual(['synced', 'synced'])
    expect(await pusher.entity('client:c-9')).toMatchObject({ DisplayName: 'Client Parti (client)' })
  })

  it('E1: two suppliers with one number: QuickBooks is told that the repetition is meant', async () => {
    const pusher = await withProject()
    await pusher.says(
      professional('v-2'),
      expense('e-1', { number: '88', professionalId: 'v-1' }),
      expense('e-2', { number: '88', professionalId: 'v-2', spentOn: '2026-03-07' }),
    )
    await pusher.sync()
    expect(pusher.states('expense:e-1', 'expense:e-2')).toEqual(['synced', 'synced'])
    expect((await pusher.books('Purchase')).map((each) => each['DocNumber'])).toEqual(['88', '88'])
  })

  it('E1: the same, where the answer to the repetition is lost', async () => {
    const pusher = await withProject()
    await pusher.says(professional('v-2'), expense('e-1', { number: '88', professionalId: 'v-1' }))
    await pusher.sync()
    await pusher.faults({
      kind: 'reset',
      when: 'after',
      match: { operation: 'create', entity: 'Purchase' },
      skip: 1,
      times: 1,
    })
    await pusher.says(expense('e-2', { number: '88', professionalId: 'v-2', spentOn: '2026-03-07' }))
    await pusher.sync()
    await pusher.faults()
    await pusher.sync()
    expect(pusher.row('expense:e-2').state).toBe('synced')
    expect(await pusher.books('Purchase')).toHaveLength(2)
  })

  it('E1: the number of another supplier’s purchase, whose first request was lost on the way, still goes in one sync', async () => {
    const pusher = await withProject()
    await pusher.says(professional('v-2'), expense('e-1', { number: '88', professionalId: 'v-1' }))
    await pusher.sync()
    await pusher.faults({ kind: 'reset', when: 'before', match: { operation: 'create', entity: 'Purchase' }, times: 1 })
    await pusher.says(expense('e-2', { number: '88', professionalId: 'v-2', spentOn: '2026-03-07' }))
    await pusher.sync()
    expect(pusher.row('expense:e-2').state).toBe('synced')
  })
})

describe('the company as a whole', () => {
  it('a subscription that ended stops the sync, fails no document, and goes on once it is paid', async () => {
    const pusher = await withProject()
    await pusher.practice.controls.changeSettings({ subscribed: false })
    await pusher.says(invoice('i-1', 'p-1'), invoice('i-2', 'p-1'))
    expect((await pusher.sync()).stop).toMatchObject({ code: 'company-paused' })
    expect(pusher.states('invoice:i-1', 'invoice:i-2')).toEqual(['pending', 'pending'])
    await pusher.practice.controls.changeSettings({ subscribed: true })
    await pusher.sync()
    expect(pusher.states('invoice:i-1', 'invoice:i-2')).toEqual(['synced', 'synced'])
  })

  it('a connection that was taken away stops the sync and says so', async () => {
    const pusher = await withProject()
    await pusher.practice.controls.revokeConnections()
    await pusher.says(invoice('i-1', 'p-1'))
    expect((await pusher.sync()).stop?.code).toMatch(/^connection-/)
    expect(pusher.row('invoice:i-1').state).toBe('pending')
  })

  it('a definite refusal fails the document, and only that one', async () => {
    const pusher = await withProject()
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', body: '"DocNumber":"13"' },
      fault: { code: '2040', element: 'Line.Description' },
    })
    await pusher.says(
      invoice('i-1', 'p-1', { number: '12' }),
      invoice('i-2', 'p-1', { number: '13' }),
      invoice('i-3', 'p-1', { number: '14' }),
    )
    expect(await pusher.sync()).toMatchObject({ refused: 1 })
    expect(pusher.states('invoice:i-1', 'invoice:i-2', 'invoice:i-3')).toEqual(['synced', 'failed', 'synced'])
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('O1: purchase orders that are off in the plan are known before sending', async () => {
    const pusher = await Pusher.start({ settings: { plan: 'Essentials' } })
    await pusher.says(professional('v-1'), purchaseOrder('1', 'v-1'))
    await pusher.sync()
    expect(pusher.row('purchase-order:1')).toMatchObject({ state: 'held', problem: { code: 'purchase-orders-off' } })
    expect((await pusher.writes()).filter(({ entity }) => entity === 'PurchaseOrder')).toEqual([])
  })

  it('asked to stop, it starts nothing more, and goes on at the next start', async () => {
    const pusher = await withProject()
    await pusher.says(
      ...Array.from({ length: 30 }, (_, index) => expense(`e-${index}`, { lines: [line(`${index + 1}.00`)] })),
    )
    pusher.stopped = true
    await pusher.sync()
    expect(await pusher.books('Purchase')).toEqual([])
    await pusher.restart()
    await pusher.sync()
    expect(await pusher.books('Purchase')).toHaveLength(30)
  })
})

describe('T1: taxes are left to QuickBooks', () => {
  it.each([
    ['CA', 'tracked'],
    ['CA', 'none'],
    ['US', 'automated'],
    ['US', 'automated-off'],
    ['US', 'legacy'],
    ['US', 'none'],
  ] as const)('T1: in %s with tax %s, every kind of document goes, and none has tax', async (country, tax) => {
    const pusher = await Pusher.start({ country, tax })
    const currency = country === 'US' ? 'USD' : 'CAD'
    await pusher.says(
      client('c-1'),
      project('p-1', 'c-1'),
      professional('v-1'),
      invoice('i-1', 'p-1', { currency }),
      credit('1', 'p-1', { currency, appliesToInvoiceId: 'i-1' }),
      payment('pay-1', 'i-1', '10.00'),
      expense('e-1', { currency }),
      expense('e-2', { currency, professionalId: 'v-1', paidWith: 'unpaid' }),
      purchaseOrder('1', 'v-1', { currency }),
    )
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    for (const key of ['invoice:i-1', 'credit:1', 'expense:e-1', 'expense:e-2', 'purchase-order:1'] as const) {
      expect(pusher.row(key).state, key).toBe('synced')
      const { subtotal, total } = pusher.workspace.store.table('links').get(key)?.observed ?? {}
      expect(total, key).toBe(subtotal)
    }
  })
})
