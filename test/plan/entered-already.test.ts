import { describe, expect, it } from 'vitest'
import type { BooksDocument } from '../../electron/plan/books.ts'
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
  purchaseOrder,
} from '../support/billdr-records.ts'
import { Contractor } from './contractor.ts'
import { summaryOf, withProject } from './synced-contractor.ts'

type Application = NonNullable<BooksDocument['applications']>[number]
type Entered = Partial<BooksDocument> & Pick<BooksDocument, 'id' | 'type'>

/** A supplier and one expense of 85.00, 97.73 with its taxes, spent on 5 March. */
function withExpense(change: Parameters<typeof expense>[1] = {}): Contractor {
  const contractor = new Contractor(professional('v-1', { displayName: 'Hébert' })).hasContact({
    id: '7',
    type: 'Vendor',
    name: 'Hébert',
  })
  contractor.says(expense('e-0', { professionalId: 'v-1', lines: [line('1.00')], spentOn: '2026-01-05' }))
  contractor.sync()
  return contractor.says(anExpense('e-1', change))
}

function anExpense(id: string, change: Parameters<typeof expense>[1] = {}): ReturnType<typeof expense> {
  return expense(id, {
    professionalId: 'v-1',
    spentOn: '2026-03-05',
    lines: [line('85.00')],
    taxes: [{ name: 'TPS/TVQ', rate: '14.975', amount: money('12.73') }],
    total: money('97.73'),
    ...change,
  })
}

function purchase(id: string, change: Partial<BooksDocument> = {}): Entered {
  return {
    type: 'Purchase',
    id,
    date: '2026-03-05',
    partyId: '7',
    partyName: 'Hébert',
    subtotal: money('97.73'),
    total: money('97.73'),
    ...change,
  }
}

function asked(contractor: Contractor, key: DocumentKey): string | undefined {
  const { state, problem } = contractor.verdict(key)
  return state === 'held' ? `${problem?.code ?? ''} ${problem?.other?.id ?? ''}` : undefined
}

describe('D1: an expense that a person or the card feed has entered', () => {
  const likely: [string, Partial<BooksDocument>][] = [
    ['gross, without a number, the same day', {}],
    ['net', { subtotal: money('85.00'), total: money('85.00') }],
    ['net, with its tax added', { subtotal: money('85.00'), total: money('97.73') }],
    ['two days later', { date: '2026-03-07' }],
    ['seven days earlier', { date: '2026-02-26' }],
    ['under another number', { docNumber: '991' }],
    ['as a bill', { type: 'Bill' }],
    ['by our mark of an id that nobody knows', { mark: 'expense:e-9' }],
    ['without a name', { partyId: null, partyName: null }],
    ['with a tip of cents on it', { subtotal: money('98.00'), total: money('98.00') }],
    ['paid in cash, which is rounded', { subtotal: money('97.75'), total: money('97.75') }],
    ['as the bank writes the supplier', { partyId: '8', partyName: 'HEBERT INC. #204' }],
    ['of a supplier spelled in another way', { partyId: '8', partyName: 'Les Entreprises Hebert & Fils Ltée.' }],
  ]
  it.each(likely)('%s: is asked about, and nothing is sent', (_name, change) => {
    const contractor = withExpense().hasDocument(purchase('57', change))
    expect(asked(contractor, 'expense:e-1')).toBe('looks-entered-already 57')
    expect(summaryOf(contractor.sync())).toEqual([])
  })

  const others: [string, Partial<BooksDocument>][] = [
    ['eight days apart', { date: '2026-03-13' }],
    ['of another amount', { subtotal: money('98.73'), total: money('98.73') }],
    [
      'some cents apart, of another supplier',
      { subtotal: money('98.00'), total: money('98.00'), partyId: '8', partyName: 'Rona' },
    ],
    ['of another supplier', { partyId: '8', partyName: 'Rona' }],
    ['voided', { voided: true }],
    ['money that came back', { refund: true }],
    ['with the mark of another record', { mark: 'expense:e-0' }],
    ['a purchase order', { type: 'PurchaseOrder' }],
  ]
  it.each(others)('%s: it goes', (_name, change) => {
    const contractor = withExpense().hasDocument(purchase('57', change))
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-1'])
  })

  it('of a supplier of the same name, which QuickBooks has made inactive: is asked about', () => {
    const contractor = withExpense()
      .hasContact({ id: '9', type: 'Vendor', name: 'Hébert (deleted)', active: false })
      .hasDocument(purchase('57', { partyId: '9', partyName: 'Hébert (deleted)' }))
    expect(asked(contractor, 'expense:e-1')).toBe('looks-entered-already 57')
  })

  it('says how near the two are, and which one is certain', () => {
    const contractor = withExpense({ number: 'A-12' }).hasDocument(purchase('57', { date: '2026-03-07' }))
    expect(contractor.verdict('expense:e-1').problem?.params).toMatchObject({
      measure: 'same-supplier|days:2|with-tax:9773',
      certain: 0,
    })
    contractor.hasDocument(purchase('58', { docNumber: 'a-12', date: '2026-02-01' }))
    expect(contractor.verdict('expense:e-1').problem).toMatchObject({ params: { certain: 1 }, other: { id: '58' } })
  })

  it('sent anyway, it goes; changed in Billdr, or with another one entered since, it is asked about again', () => {
    const contractor = withExpense().hasDocument(purchase('57'))
    contractor.sendsAnyway('expense:e-1')
    expect(contractor.verdict('expense:e-1').state).toBe('pending')
    contractor.hasDocument(purchase('58'))
    expect(asked(contractor, 'expense:e-1')).toBe('looks-entered-already 58')
    contractor.sendsAnyway('expense:e-1').says(anExpense('e-1', { memo: 'Bois' }))
    expect(asked(contractor, 'expense:e-1')).toContain('looks-entered-already')
  })
})

describe('D1: each document of the books is held against one record', () => {
  it('fifty equal purchases of one day, all entered: fifty questions, each about another one', () => {
    const contractor = withExpense()
    for (let n = 1; n <= 50; n++) contractor.says(anExpense(`e-${n}`)).hasDocument(purchase(`${1000 + n}`))
    const plan = contractor.plan()
    const others = new Set<string>()
    for (let n = 1; n <= 50; n++) others.add(plan.verdicts.get(`expense:e-${n}`)?.problem?.other?.id ?? '')
    expect(others.size).toBe(50)
    expect(contractor.operations()).toEqual([])
  })

  it('of fifty equal ones, twenty entered: twenty are asked about, thirty wait for that and go once it is answered', () => {
    const contractor = withExpense()
    for (let n = 1; n <= 50; n++) contractor.says(anExpense(`e-${n}`))
    for (let n = 1; n <= 20; n++) contractor.hasDocument(purchase(`${1000 + n}`))
    expect(contractor.sync()).toEqual([])
    const heldAs = (code: string) =>
      [...contractor.plan().verdicts].flatMap(([key, each]) => (each.problem?.code === code ? [key] : []))
    expect(heldAs('waits-for-answer').length).toBe(30)
    const asked = heldAs('looks-entered-already')
    expect(asked.length).toBe(20)
    for (const key of asked) contractor.decides(key, { ignored: { reason: 'it is there', at: '2026-03-31T12:00:00Z' } })
    expect(contractor.sync().length).toBe(30)
  })

  it('what is said to be another one is asked about at the next equal record, which has not gone meanwhile', () => {
    const contractor = withExpense().says(anExpense('e-2')).hasDocument(purchase('57'))
    expect(contractor.sync()).toEqual([])
    contractor.sendsAnyway('expense:e-1')
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-1'])
    expect(asked(contractor, 'expense:e-2')).toBe('looks-entered-already 57')
  })

  it('two hundred candidates for one record: one question, about the nearest', () => {
    const contractor = withExpense()
    for (let n = 1; n <= 200; n++)
      contractor.hasDocument(purchase(`${1000 + n}`, { date: n === 77 ? '2026-03-05' : '2026-03-08' }))
    expect(asked(contractor, 'expense:e-1')).toBe('looks-entered-already 1077')
  })

  it('what an ignored record stands for is not held against another one', () => {
    const contractor = withExpense().hasDocument(purchase('57'))
    contractor.decides('expense:e-1', { ignored: { reason: 'it is there', at: '2026-03-31T12:00:00Z' } })
    contractor.says(anExpense('e-2'))
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-2'])
  })

  it('a record takes its second choice where the first is the only one of another record', () => {
    const contractor = withExpense().says(anExpense('e-2', { spentOn: '2026-03-12' }))
    contractor.hasDocument(purchase('57', { date: '2026-03-06' })).hasDocument(purchase('58', { date: '2026-02-27' }))
    expect([asked(contractor, 'expense:e-1'), asked(contractor, 'expense:e-2')]).toEqual([
      'looks-entered-already 58',
      'looks-entered-already 57',
    ])
  })

  it('what is linked, or ours by its mark, is nobody’s question: equal ones of Billdr all go', () => {
    const contractor = withExpense().says(anExpense('e-2'), anExpense('e-3'))
    expect(contractor.sync().length).toBe(3)
    contractor.says(anExpense('e-4'))
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-4'])
  })
})

describe('D1: an invoice, an order', () => {
  it('entered by hand under another number, within the week: is asked about', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-06' }))
    contractor.hasDocument({
      type: 'Invoice',
      id: '57',
      docNumber: '77',
      date: '2026-03-10',
      partyId: contractor.link('project:p-1').id,
      subtotal: money('1000.00'),
      total: money('1149.75'),
    })
    expect(asked(contractor, 'invoice:i-1')).toBe('looks-entered-already 57')
  })

  it('entered for the client and not for its project: is asked about', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-06' }))
    contractor.hasDocument({
      type: 'Invoice',
      id: '57',
      date: '2026-03-06',
      partyId: contractor.link('client:c-1').id,
      subtotal: money('1000.00'),
      total: money('1000.00'),
    })
    expect(contractor.verdict('invoice:i-1').problem?.params['measure']).toContain('parent-customer')
  })

  it('entered for a project of the same name of another client: is another one', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-06' }))
      .hasContact({ id: '80', type: 'Customer', name: 'Autre client', parentId: null })
      .hasContact({ id: '81', type: 'Customer', name: 'Cuisine', parentId: '80' })
      .hasDocument({
        type: 'Invoice',
        id: '57',
        date: '2026-03-06',
        partyId: '81',
        subtotal: money('1000.00'),
        total: money('1000.00'),
      })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'pending', problem: null })
  })

  it('an order entered by hand is asked about', () => {
    const contractor = withExpense().says(purchaseOrder('1', 'v-1', { issuedOn: '2026-03-05', lines: [line('85.00')] }))
    contractor.sync()
    contractor.says(purchaseOrder('2', 'v-1', { issuedOn: '2026-03-05', lines: [line('90.00')] }))
    contractor.hasDocument(purchase('57', { type: 'PurchaseOrder', subtotal: money('90.00'), total: money('90.00') }))
    expect(asked(contractor, 'purchase-order:2')).toBe('looks-entered-already 57')
  })
})

describe('D1: a payment', () => {
  /** An invoice of 1,000.00 in the books, and what a person put on it there. */
  function withInvoice(): Contractor {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-01' }))
    contractor.sync()
    return contractor
  }

  function paysThere(
    contractor: Contractor,
    id: string,
    amount: string,
    change: Partial<BooksDocument> = {},
  ): Contractor {
    const link = contractor.link('invoice:i-1')
    const paid = money(amount)
    const on: Application[] = change.applications ?? [['Invoice', link.id, paid]]
    contractor.hasDocument({
      type: 'Payment',
      id,
      date: '2026-03-22',
      partyId: contractor.link('project:p-1').id,
      subtotal: paid,
      total: paid,
      ...change,
      applications: on,
    })
    const onIt = on.reduce((sum, [, id, amount]) => (id === link.id ? sum + amount : sum), 0)
    return contractor.sees('invoice:i-1', { balance: money(String(((link.observed.balance ?? 0) - onIt) / 100)) })
  }

  const received = (id: string, amount: string): ReturnType<typeof payment> =>
    payment(id, 'i-1', amount, { receivedOn: '2026-03-20' })

  it('entered two days later on the invoice: is asked about, as the certain one', () => {
    const contractor = paysThere(withInvoice(), '57', '1000.00').says(received('pay-1', '1000.00'))
    expect(asked(contractor, 'payment:pay-1')).toBe('looks-entered-already 57')
    expect(contractor.verdict('payment:pay-1').problem?.params['certain']).toBe(1)
    expect(contractor.sync()).toEqual([])
  })

  it('entered and not applied, or under the client above the project: is asked about', () => {
    expect(
      asked(
        paysThere(withInvoice(), '57', '1000.00', { applications: [] }).says(received('pay-1', '1000.00')),
        'payment:pay-1',
      ),
    ).toBe('looks-entered-already 57')
    const contractor = withInvoice()
    paysThere(contractor, '57', '1000.00', { applications: [], partyId: contractor.link('client:c-1').id })
    expect(asked(contractor.says(received('pay-1', '1000.00')), 'payment:pay-1')).toBe('looks-entered-already 57')
  })

  it('one deposit for five invoices has closed this one: it takes no further payment without a yes', () => {
    const contractor = withInvoice()
    const { id } = contractor.link('invoice:i-1')
    const others = ['901', '902', '903', '904'].map((each): Application => ['Invoice', each, money('1000.00')])
    paysThere(contractor, '57', '5000.00', { applications: [['Invoice', id, money('1000.00')], ...others] })
    contractor.says(received('pay-1', '1000.00'))
    expect(asked(contractor, 'payment:pay-1')).toBe('already-paid-there 57')
    contractor.decides('payment:pay-1', {})
    contractor.sendsAnyway('payment:pay-1')
    expect(summaryOf(contractor.operations())).toEqual(['create payment:pay-1'])
  })

  it('paid there in parts, whenever that was: is asked about, with the larger part', () => {
    const contractor = paysThere(withInvoice(), '57', '400.00', { date: '2026-01-10' })
    paysThere(contractor, '58', '600.00').says(received('pay-1', '1000.00'))
    expect(contractor.verdict('payment:pay-1').problem).toMatchObject({
      code: 'already-paid-there',
      params: { open: 0, paid: money('1000.00') },
      other: { id: '58' },
    })
  })

  it('paid there by something that the payments do not show: the invoice itself is shown', () => {
    const contractor = withInvoice().sees('invoice:i-1', { balance: money('0.00') })
    contractor.says(received('pay-1', '1000.00'))
    expect(contractor.verdict('payment:pay-1').problem).toMatchObject({
      code: 'already-paid-there',
      other: { type: 'Invoice', id: contractor.link('invoice:i-1').id },
    })
  })

  it('two payments of Billdr, one entered there: one is asked about, the other one waits for the answer', () => {
    const contractor = paysThere(withInvoice(), '57', '500.00')
    contractor.says(received('pay-1', '500.00'), received('pay-2', '500.00'))
    expect(contractor.sync()).toEqual([])
    expect(contractor.plan().verdicts.get('payment:pay-2')?.problem?.code).toBe('waits-for-answer')
    expect(contractor.plan().verdicts.get('payment:pay-1')?.problem?.code).toBe('looks-entered-already')
  })

  it('entered there in parts that make it up, on an invoice that is open still: is asked about, and goes on a yes', () => {
    const contractor = paysThere(withInvoice(), '57', '100.00')
    paysThere(contractor, '58', '200.00').says(received('pay-1', '300.00'))
    expect(asked(contractor, 'payment:pay-1')).toBe('already-paid-there 58')
    contractor.sendsAnyway('payment:pay-1')
    expect(summaryOf(contractor.operations())).toEqual(['create payment:pay-1'])
  })

  it('its part of one deposit for several invoices, this one open still: is asked about', () => {
    const contractor = withInvoice()
    const { id } = contractor.link('invoice:i-1')
    const on: Application[] = [
      ['Invoice', id, money('300.00')],
      ['Invoice', '901', money('1000.00')],
    ]
    paysThere(contractor, '57', '1300.00', { applications: on }).says(received('pay-1', '300.00'))
    expect(asked(contractor, 'payment:pay-1')).toBe('already-paid-there 57')
  })

  it('entered for the client under another spelling: is asked about', () => {
    const contractor = paysThere(withInvoice(), '57', '300.00', {
      applications: [],
      partyId: '99',
      partyName: 'M. COTE',
    })
    expect(asked(contractor.says(received('pay-1', '300.00')), 'payment:pay-1')).toBe('looks-entered-already 57')
  })

  it('a person’s part leaves enough for ours: it goes', () => {
    const contractor = paysThere(withInvoice(), '57', '300.00', { date: '2026-01-10' })
    expect(summaryOf(contractor.says(received('pay-1', '700.00')).sync())).toEqual(['create payment:pay-1'])
  })

  it('received with tax that the invoice does not show yet, in several payments of ours: all go', () => {
    const contractor = withInvoice().says(received('pay-1', '600.00'), received('pay-2', '549.75'))
    expect(summaryOf(contractor.sync())).toEqual(['create payment:pay-1', 'create payment:pay-2'])
  })
})

describe('D1: a bill of ours that was paid in QuickBooks', () => {
  it('paid in part there and in Billdr later, the rest is not paid without a yes', () => {
    const unpaid = { paidWith: 'unpaid', number: 'A-12' } as const
    const contractor = withExpense(unpaid)
    contractor.sync()
    contractor
      .sees('expense:e-1', { balance: money('20.00') })
      .says(anExpense('e-1', { number: 'A-12', paidWith: 'bank' }))
    expect(asked(contractor, 'expense:e-1')).toBe(`already-paid-there ${contractor.link('expense:e-1').id}`)
    contractor.sendsAnyway('expense:e-1')
    expect(summaryOf(contractor.operations())).toEqual(['pay-bill expense:e-1'])
  })
})

it('a client that nobody has entered anything for makes no questions', () => {
  const contractor = new Contractor(
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1'),
    payment('pay-1', 'i-1', '50.00'),
  )
  contractor.sync()
  expect([...contractor.plan().verdicts.values()].every((each) => each.state === 'synced')).toBe(true)
})
