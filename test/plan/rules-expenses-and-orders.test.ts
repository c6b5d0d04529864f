import { describe, expect, it } from 'vitest'
import { expense, line, money, professional, purchaseOrder, receipt } from '../support/billdr-records.ts'
import { Contractor } from './contractor.ts'
import { summaryOf, withProject } from './synced-contractor.ts'

// The rules E1 to O1 of the sync, row by row, as plans.

describe('E1: an approved expense becomes a Purchase or a Bill, with its receipts', () => {
  it.each([
    ['cash', 'Cash', '32'],
    ['cheque', 'Check', '31'],
    ['credit_card', 'CreditCard', '33'],
    ['bank', 'Cash', '31'],
  ] as const)('E1: paid with %s', (paidWith, paymentType, account) => {
    const contractor = new Contractor(expense('e-1', { paidWith, attachments: [receipt('a-1'), receipt('a-2')] }))
    expect(contractor.draft('expense:e-1', 'Purchase')).toMatchObject({
      paymentType,
      account: { id: account },
      vendor: null,
      docNumber: null,
    })
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-1', 'attach expense:e-1', 'attach expense:e-1'])
  })

  it('E1: unpaid, it is a Bill of its supplier, on the payable account', () => {
    const contractor = new Contractor(
      professional('v-1'),
      expense('e-1', { paidWith: 'unpaid', professionalId: 'v-1', dueOn: '2026-04-13' }),
    )
    contractor.carryOut()
    expect(contractor.draft('expense:e-1', 'Bill')).toMatchObject({
      vendor: { id: contractor.link('professional:v-1').id },
      payable: { id: '35' },
      dueDate: '2026-04-13',
    })
  })

  it('E1: unpaid and without a supplier, it is held', () => {
    expect(new Contractor(expense('e-1', { paidWith: 'unpaid' })).verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'supplier-missing' },
    })
  })

  it('E1: drafts and rejected ones never go', () => {
    const contractor = new Contractor(expense('e-1', { status: 'draft' }), expense('e-2', { status: 'rejected' }))
    expect(contractor.verdict('expense:e-1').problem?.code).toBe('draft')
    expect(contractor.verdict('expense:e-2').problem?.code).toBe('rejected')
    expect(contractor.sync()).toEqual([])
  })

  it('E1: each line names the project; billable only with a project, and where the company bills expenses on', () => {
    const lines = [line('10.00', { billable: true }), line('5.00')]
    const onProject = withProject(expense('e-1', { projectId: 'p-1', lines }))
    expect(onProject.draft('expense:e-1', 'Purchase').lines).toMatchObject([
      { billable: true, customer: { id: onProject.link('project:p-1').id } },
      { billable: false },
    ])
    onProject.facts({ billableExpenses: false })
    expect(onProject.draft('expense:e-1', 'Purchase').lines).toMatchObject([{ billable: false }, { billable: false }])
    expect(new Contractor(expense('e-1', { lines })).draft('expense:e-1', 'Purchase').lines).toMatchObject([
      { billable: false, customer: null },
      { billable: false },
    ])
  })

  it('E1: two suppliers may use one number; one supplier may not use it twice', () => {
    const contractor = new Contractor(
      professional('v-1'),
      professional('v-2'),
      expense('e-1', { number: '88', professionalId: 'v-1' }),
      expense('e-2', { number: '88', professionalId: 'v-2' }),
      expense('e-3', { number: '88', professionalId: 'v-1', spentOn: '2026-03-20', lines: [line('9.00')] }),
    )
    contractor.sync()
    expect([contractor.verdict('expense:e-1').state, contractor.verdict('expense:e-2').state]).toEqual([
      'synced',
      'synced',
    ])
    expect(contractor.verdict('expense:e-3')).toMatchObject({
      state: 'failed',
      problem: { code: 'number-twice-in-billdr' },
      operations: [],
    })
  })

  it('E1: a purchase without a number that stands in the books already is asked about, not doubled', () => {
    const contractor = new Contractor(
      professional('v-1', { displayName: 'Hébert' }),
      expense('e-1', { professionalId: 'v-1', lines: [line('64.20')] }),
    ).hasContact({ id: '7', type: 'Vendor', name: 'Hébert' })
    contractor.hasDocument({
      type: 'Purchase',
      id: '57',
      date: '2026-03-05',
      partyId: '7',
      subtotal: money('64.20'),
      total: money('73.81'),
    })
    contractor.sync()
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'looks-entered-already', other: { id: '57' } },
    })
    contractor.sendsAnyway('expense:e-1')
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-1'])
  })

  it('E1: two alike expenses of Billdr both go: the second one is no look-alike of the first', () => {
    const contractor = new Contractor(
      professional('v-1'),
      expense('e-1', { professionalId: 'v-1' }),
      expense('e-2', { professionalId: 'v-1' }),
    )
    contractor.sync()
    expect([contractor.verdict('expense:e-1').state, contractor.verdict('expense:e-2').state]).toEqual([
      'synced',
      'synced',
    ])
  })

  it('E1: below zero, it is held instead of being refused', () => {
    expect(new Contractor(expense('e-1', { lines: [line('-20.00')] })).verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'total-negative' },
      operations: [],
    })
  })
})

describe('E2: an approved expense that was edited is overwritten', () => {
  it('E2: a line more and a receipt more: overwritten, and the new receipt beside the first', () => {
    const contractor = new Contractor(expense('e-1', { attachments: [receipt('a-1')] }))
    contractor.sync()
    contractor.says(
      expense('e-1', { lines: [line('85.00'), line('45.00')], attachments: [receipt('a-1'), receipt('a-2')] }),
    )
    expect(contractor.sync()).toMatchObject([
      { kind: 'update', type: 'Purchase' },
      { kind: 'attach', attachmentId: 'a-2' },
    ])
    expect(contractor.link('expense:e-1').observed.subtotal).toBe(13000)
  })

  it('E2: only a receipt more: nothing but the receipt goes', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { attachments: [receipt('a-1')] }))
    expect(summaryOf(contractor.sync())).toEqual(['attach expense:e-1'])
  })

  it('E2: paid after it went as a Bill: the Bill stays and is paid, on the day of the export that says so', () => {
    const contractor = new Contractor(
      professional('v-1'),
      expense('e-1', { professionalId: 'v-1', paidWith: 'unpaid' }),
    )
    contractor.sync()
    contractor.says(expense('e-1', { professionalId: 'v-1', paidWith: 'cheque', updatedAt: '2026-04-02T09:00:00Z' }))
    expect(contractor.operations()).toMatchObject([
      {
        kind: 'pay-bill',
        date: '2026-04-02',
        payType: 'Check',
        accountId: '31',
        billId: contractor.link('expense:e-1').id,
      },
    ])
  })

  it('E2: where QuickBooks refuses its payment, it fails and is not tried again', () => {
    const contractor = new Contractor(
      professional('v-1'),
      expense('e-1', { professionalId: 'v-1', paidWith: 'unpaid' }),
    )
    contractor.sync()
    contractor.says(expense('e-1', { professionalId: 'v-1', paidWith: 'cheque' }))
    contractor.refused('expense:e-1', 'bank-matched', 'settling')
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'failed',
      problem: { code: 'bank-matched' },
      operations: [],
    })
  })

  it('E2: a mapping that changed rewrites nothing that is in the books', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.mappings.defaults.expenseAccount = 'Job Expenses:Job Materials'
    expect(contractor.sync()).toEqual([])
  })

  it('E2: refused as it is now, it waits for another change', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { lines: [line('90.00')] })).refused('expense:e-1', 'quickbooks-refused')
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'failed', operations: [] })
    contractor.says(expense('e-1', { lines: [line('91.00')] }))
    expect(summaryOf(contractor.sync())).toEqual(['update expense:e-1'])
  })
})

describe('E3: an expense that was deleted, or is no longer approved, is removed', () => {
  it.each(['draft', 'rejected'] as const)('E3: %s again: removed from QuickBooks, then held', (status) => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { status }))
    expect(summaryOf(contractor.sync())).toEqual(['delete expense:e-1'])
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: status } })
  })

  it('E3: deleted in Billdr: removed there, and gone from the list', () => {
    const contractor = new Contractor(expense('e-1')).says()
    contractor.sync()
    contractor.removes('expense:e-1')
    expect(summaryOf(contractor.sync())).toEqual(['delete expense:e-1', 'forget expense:e-1'])
  })

  it('E3: approved again, it is created anew', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { status: 'draft' })).sync()
    contractor.says(expense('e-1'))
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-1'])
  })
})

describe('O1: a purchase order goes on creation', () => {
  it('O1: open and closed ones, to the purchase item where one is chosen, else to the accounts of the cost codes', () => {
    const contractor = new Contractor(
      professional('v-1'),
      purchaseOrder('1', 'v-1'),
      purchaseOrder('2', 'v-1', { status: 'closed' }),
    )
    contractor.sync()
    expect([contractor.verdict('purchase-order:1').state, contractor.verdict('purchase-order:2').state]).toEqual([
      'synced',
      'synced',
    ])
    expect(
      new Contractor(professional('v-1'), purchaseOrder('1', 'v-1')).draft('purchase-order:1', 'PurchaseOrder').lines,
    ).toMatchObject([{ to: 'account', reference: { id: '36' } }])
    const items = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'))
    items.mappings.defaults.purchaseItem = 'Materials'
    expect(items.draft('purchase-order:1', 'PurchaseOrder').lines).toMatchObject([
      { to: 'item', reference: { id: '42' } },
    ])
  })

  it('O1: purchase orders that are off are known before sending: nothing goes, and one says it for all', () => {
    const contractor = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'), purchaseOrder('2', 'v-1')).facts({
      purchaseOrders: false,
    })
    expect(summaryOf(contractor.sync()).filter((kind) => kind.includes('order'))).toEqual([])
    expect(contractor.verdict('purchase-order:1')).toMatchObject({
      state: 'held',
      problem: { code: 'purchase-orders-off' },
    })
    expect(contractor.verdict('purchase-order:2')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for-purchase-orders', params: { number: purchaseOrder('1', 'v-1').number } },
    })
  })

  it('O1: where nobody can say before, one goes first; the others follow it, or wait without being tried', () => {
    const orders = ['1', '2', '3'].map((id) => purchaseOrder(id, 'v-1'))
    const follow = new Contractor(professional('v-1'), ...orders)
    follow.sync()
    expect(orders.map(({ id }) => follow.verdict(`purchase-order:${id}`).state)).toEqual(['synced', 'synced', 'synced'])

    const off = new Contractor(professional('v-1'), expense('e-1', { professionalId: 'v-1' }))
    off.sync()
    off.says(...orders)
    const [first, ...more] = off.operations()
    expect([first?.key, more]).toEqual(['purchase-order:1', []])
    off.refused('purchase-order:1', 'purchase-orders-off')
    expect(off.operations()).toEqual([])
    expect(orders.map(({ id }) => off.verdict(`purchase-order:${id}`).problem?.code)).toEqual([
      'purchase-orders-off',
      'waits-for-purchase-orders',
      'waits-for-purchase-orders',
    ])
    // One that comes later and is older says it from then on; the one that was refused waits like the rest.
    off.says(purchaseOrder('0', 'v-1', { issuedOn: '2020-01-01' }))
    expect(off.operations()).toEqual([])
    expect(['0', '1'].map((id) => off.verdict(`purchase-order:${id}`).problem?.code)).toEqual([
      'purchase-orders-off',
      'waits-for-purchase-orders',
    ])
  })

  it('a document without lines is held, saying so', () => {
    const nothing = { lines: [], subtotal: money('0.00'), total: money('0.00'), taxes: [] }
    const contractor = new Contractor(expense('e-1', nothing))
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'lines-missing' },
      operations: [],
    })
  })

  it('O1: cancelled, it is deleted there, and says so', () => {
    const contractor = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'))
    contractor.sync()
    contractor.says(purchaseOrder('1', 'v-1', { status: 'cancelled' }))
    expect(summaryOf(contractor.sync())).toEqual(['delete purchase-order:1'])
    expect(contractor.verdict('purchase-order:1')).toMatchObject({
      state: 'held',
      problem: { code: 'cancelled-and-removed' },
    })
  })

  it('O1: edited, it is overwritten', () => {
    const contractor = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'))
    contractor.sync()
    contractor.says(purchaseOrder('1', 'v-1', { lines: [line('700.00')] }))
    expect(summaryOf(contractor.sync())).toEqual(['update purchase-order:1'])
  })
})
