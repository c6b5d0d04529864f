import { describe, expect, it } from 'vitest'
import { wordsFor } from '../../shared/words/index.ts'
import { Contractor } from './contractor.ts'
import {
  client,
  credit,
  expense,
  invoice,
  line,
  money,
  payment,
  professional,
  project,
  purchaseOrder,
  receipt,
} from '../support/billdr-records.ts'

function withProject(...records: Parameters<Contractor['says']>): Contractor {
  const contractor = new Contractor(
    client('c-1'),
    project('p-1', 'c-1'),
    professional('v-1'),
    purchaseOrder('0', 'v-1'),
  )
  contractor.sync()
  return contractor.says(...records)
}

describe('closed books', () => {
  const until = '2026-03-10'

  it('a document dated in them is held, saying up to when they are closed; one after them goes', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { issuedOn: until }),
      invoice('i-2', 'p-1', { issuedOn: '2026-03-11' }),
    ).facts({ booksClosedUntil: until })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'books-closed', params: { date: until, until } },
      operations: [],
    })
    expect(contractor.verdict('invoice:i-2').state).toBe('pending')
  })

  it('holds for every kind of document, and for voids, deletions and changes', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1'),
      credit('1', 'p-1', { issuedOn: '2026-03-05' }),
      payment('pay-1', 'i-1', '10.00', { receivedOn: '2026-03-06' }),
      expense('e-1'),
      expense('e-2'),
      purchaseOrder('1', 'v-1'),
    )
    contractor.sync()
    contractor
      .facts({ booksClosedUntil: until })
      .says(
        invoice('i-1', 'p-1', { status: 'voided' }),
        credit('1', 'p-1', { issuedOn: '2026-03-05', status: 'voided' }),
        expense('e-1', { lines: [line('86.00')] }),
        purchaseOrder('1', 'v-1', { status: 'cancelled' }),
      )
      .removes('payment:pay-1', 'expense:e-2')
    for (const key of [
      'invoice:i-1',
      'credit:1',
      'payment:pay-1',
      'expense:e-1',
      'expense:e-2',
      'purchase-order:1',
    ] as const) {
      expect(contractor.verdict(key), key).toMatchObject({
        state: 'held',
        problem: { code: 'books-closed' },
        operations: [],
      })
    }
  })
})

describe('currency', () => {
  it('a payment that names another one than its invoice is held, with both; one that names the same goes', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1'),
      payment('pay-1', 'i-1', '10.00', { currency: 'USD' }),
      payment('pay-2', 'i-1', '10.00', { currency: 'CAD' }),
    )
    contractor.sync()
    const held = contractor.verdict('payment:pay-1')
    expect(held).toMatchObject({
      state: 'held',
      problem: { code: 'payment-other-currency', params: { found: 'USD', currency: 'CAD', number: '1' } },
      operations: [],
    })
    if (!held.problem) throw new Error('nothing said')
    expect(wordsFor('en').problem(held.problem).explanation).toMatch(/payment is in USD, and invoice \S+ is in CAD/)
    expect(wordsFor('fr').problem(held.problem).explanation).toMatch(
      /paiement est en USD, et la facture \S+ est en CAD/,
    )
    expect(contractor.verdict('payment:pay-2').state).toBe('synced')
  })

  it('another currency than the company’s is held where it uses one only', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { currency: 'USD' }), expense('e-1', { currency: 'USD' }))
    for (const key of ['invoice:i-1', 'expense:e-1'] as const) {
      expect(contractor.verdict(key)).toMatchObject({
        state: 'held',
        problem: { code: 'record-currency', params: { currency: 'USD', home: 'CAD' } },
        operations: [],
      })
    }
  })

  it('where it uses several, each document says its own; where it uses one, none is said', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { currency: 'USD' })).facts({ multiCurrency: true })
    expect(contractor.draft('invoice:i-1', 'Invoice').currency).toBe('USD')
    expect(withProject(invoice('i-1', 'p-1')).draft('invoice:i-1', 'Invoice').currency).toBeNull()
  })
})

describe('references to nothing', () => {
  it.each([
    ['an invoice’s project', invoice('i-1', 'p-9'), 'projectId', 'p-9', 'projects'],
    ['a credit’s project', credit('1', 'p-9'), 'projectId', 'p-9', 'projects'],
    ['a payment’s invoice', payment('1', 'i-9', '1.00'), 'invoiceId', 'i-9', 'invoices'],
    ['an expense’s project', expense('e-1', { projectId: 'p-9' }), 'projectId', 'p-9', 'projects'],
    ['an expense’s supplier', expense('e-1', { professionalId: 'v-9' }), 'professionalId', 'v-9', 'professionals'],
    ['an order’s supplier', purchaseOrder('1', 'v-9'), 'professionalId', 'v-9', 'professionals'],
    [
      'a line’s cost code',
      expense('e-1', { lines: [line('1.00', { costCodeId: 'cc-9' })] }),
      'costCodeId',
      'cc-9',
      'cost-codes',
    ],
    ['a project’s client', project('p-8', 'c-9'), 'clientId', 'c-9', 'clients'],
  ])(
    '%s: that record is held, naming field, value and table; everything else goes on',
    (_what, record, field, value, table) => {
      const contractor = withProject(record, expense('fine'))
      expect(contractor.verdict(`${record.kind}:${record.id}`)).toMatchObject({
        state: 'held',
        problem: { code: 'record-reference-missing', params: { field, value, table } },
        operations: [],
      })
      expect(contractor.sync()).toMatchObject([{ kind: 'create', key: 'expense:fine' }])
    },
  )

  it('a record that Billdr removed is nothing to refer to, and is named', () => {
    const contractor = withProject(invoice('i-1', 'p-1')).removes('project:p-1')
    expect(contractor.verdict('invoice:i-1').problem).toMatchObject({
      code: 'record-reference-removed',
      params: { field: 'projectId' },
    })
  })
})

describe('records that could not be read whole', () => {
  it('are held with what is wrong, and nothing is sent for them; what needs them waits', () => {
    const contractor = new Contractor(client('c-1'), project('p-1', 'c-1'), expense('e-1'))
    contractor.readProblems.set('client:c-1', {
      code: 'record-field-invalid',
      params: { table: 'clients', row: 1, field: 'email' },
    })
    expect(contractor.verdict('client:c-1')).toMatchObject({
      state: 'held',
      problem: { code: 'record-field-invalid' },
      operations: [],
    })
    expect(contractor.verdict('project:p-1')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for', waitsFor: 'client:c-1' },
    })
    expect(contractor.sync()).toMatchObject([{ key: 'expense:e-1' }])
  })

  it('are there all the same: what names one that was never read waits for it, and does not look for it in vain', () => {
    const contractor = withProject(
      payment('1', 'i-9', '1.00'),
      expense('e-1', { professionalId: 'v-9' }),
      expense('e-2', { projectId: 'p-9' }),
      project('p-8', 'c-9'),
    )
    for (const key of ['invoice:i-9', 'professional:v-9', 'project:p-9', 'client:c-9'] as const)
      contractor.readProblems.set(key, { code: 'record-field-invalid', params: {} })
    expect(contractor.verdict('payment:1')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for', params: { what: 'i-9' }, waitsFor: 'invoice:i-9' },
    })
    expect(contractor.verdict('expense:e-1').problem).toMatchObject({ code: 'waits-for', waitsFor: 'professional:v-9' })
    expect(contractor.verdict('expense:e-2').problem).toMatchObject({ code: 'waits-for', waitsFor: 'project:p-9' })
    expect(contractor.verdict('project:p-8').problem).toMatchObject({ code: 'waits-for', waitsFor: 'client:c-9' })
  })
})

describe('the starting date', () => {
  it('documents before it stay held, documents on it and after it go', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { issuedOn: '2026-02-28' }),
      invoice('i-2', 'p-1', { issuedOn: '2026-03-01' }),
    )
    contractor.settings.syncFrom = '2026-03-01'
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'before-sync-from', params: { date: '2026-02-28', syncFrom: '2026-03-01' } },
      operations: [],
    })
    expect(contractor.verdict('invoice:i-2').state).toBe('pending')
  })

  it('a document before it brings no supplier', () => {
    const contractor = new Contractor(
      professional('v-1'),
      expense('e-1', { professionalId: 'v-1', spentOn: '2026-01-01' }),
    )
    contractor.settings.syncFrom = '2026-03-01'
    expect(contractor.verdict('professional:v-1').problem?.code).toBe('professional-unused')
    expect(contractor.sync()).toEqual([])
  })

  it('a payment of an invoice before it says that nothing brings that invoice', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { issuedOn: '2026-02-01' }), payment('pay-1', 'i-1', '10.00'))
    contractor.settings.syncFrom = '2026-03-01'
    expect(contractor.verdict('payment:pay-1')).toMatchObject({
      state: 'held',
      problem: { code: 'invoice-before-start', waitsFor: 'invoice:i-1' },
    })
  })

  it('what is in QuickBooks already stays synced', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.settings.syncFrom = '2026-12-01'
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })
})

describe('ignored documents', () => {
  it('are left out, what waits for them waits, and come back', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '10.00')).decides('invoice:i-1', {
      ignored: { reason: 'saisie à la main', at: '2026-03-31T12:00:00Z' },
    })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'ignored', operations: [] })
    expect(contractor.verdict('payment:pay-1')).toMatchObject({ state: 'held', problem: { waitsFor: 'invoice:i-1' } })
    expect(contractor.sync()).toEqual([])
    contractor.decisions.delete('invoice:i-1')
    expect(contractor.sync()).toHaveLength(2)
  })

  it('an ignored one that is in QuickBooks is neither changed nor removed there', () => {
    const contractor = new Contractor(expense('e-1', { attachments: [receipt('a')] }))
    contractor.sync()
    contractor
      .decides('expense:e-1', { ignored: { reason: 'non', at: '' } })
      .says(expense('e-1', { status: 'rejected' }))
    expect(contractor.sync()).toEqual([])
    contractor.removes('expense:e-1')
    expect(contractor.sync()).toMatchObject([{ kind: 'forget' }])
  })
})

describe('guards', () => {
  function withExpenses(count: number): Contractor {
    const contractor = new Contractor(...Array.from({ length: count }, (_, index) => expense(`e-${index}`)))
    contractor.sync()
    return contractor
  }

  it('as many removals as the setting allows go; one more, and none goes before a yes', () => {
    const contractor = withExpenses(11)
    contractor.removes(...Array.from({ length: 10 }, (_, index) => `expense:e-${index}` as const))
    expect(contractor.plan().guards).toEqual([])
    contractor.removes('expense:e-10')
    const [guard] = contractor.plan().guards
    expect(guard).toMatchObject({ problem: { code: 'guard-many-removals', params: { count: 11, limit: 10 } } })
    expect(guard?.keys).toHaveLength(11)
    expect(contractor.operations()).toEqual([])
    expect(contractor.verdict('expense:e-3')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for-confirmation' },
    })
  })

  it('voids count as well; what is new goes meanwhile', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), expense('e-1'))
    contractor.sync()
    contractor.settings.maxRemovals = 1
    contractor.says(invoice('i-1', 'p-1', { status: 'voided' }), expense('e-1', { status: 'draft' }), expense('e-2'))
    expect(contractor.plan().guards).toHaveLength(1)
    expect(contractor.sync()).toMatchObject([{ kind: 'create', key: 'expense:e-2' }])
  })

  it('a yes lets exactly those go; a guard for the same ones has the same name', () => {
    const contractor = withExpenses(3)
    contractor.settings.maxRemovals = 0
    contractor.removes('expense:e-0', 'expense:e-1')
    const [guard] = contractor.plan().guards
    expect(contractor.plan().guards[0]?.id).toBe(guard?.id)
    for (const key of guard?.keys ?? []) contractor.decides(key, { removalConfirmed: true })
    contractor.removes('expense:e-2')
    expect(contractor.plan().guards).toMatchObject([{ keys: ['expense:e-2'] }])
    expect(contractor.operations().map(({ key }) => key)).toEqual(['expense:e-0', 'expense:e-1'])
  })

  it('what is missing from an export that shrank waits, and nothing is removed for it', () => {
    const contractor = withExpenses(2)
    for (const [key, stored] of contractor.records) contractor.records.set(key, { ...stored, presence: 'absent' })
    expect(contractor.verdict('expense:e-0')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for-confirmation' },
      operations: [],
    })
  })

  it('of what is missing and back again, nothing is left', () => {
    const contractor = withExpenses(1)
    const stored = contractor.records.get('expense:e-0')
    if (stored) contractor.records.set('expense:e-0', { ...stored, presence: 'absent' })
    contractor.says(expense('e-0'))
    expect(contractor.verdict('expense:e-0')).toMatchObject({ state: 'synced', operations: [] })
  })
})

describe('before QuickBooks has been looked at', () => {
  it('everything that could go is pending, and there is no step yet', () => {
    const contractor = new Contractor(
      client('c-1'),
      project('p-1', 'c-1'),
      invoice('i-1', 'p-1'),
      expense('e-1', { status: 'draft' }),
    )
    contractor.books = null
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'pending', operations: [] })
    expect(contractor.verdict('expense:e-1').state).toBe('held')
    expect(contractor.operations()).toEqual([])
  })

  it('totals are taken from the lines as Billdr says them', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { lines: [line('0.10'), line('0.20')] }))
    contractor.sync()
    expect(contractor.link('invoice:i-1').observed.total).toBe(money('0.30'))
  })
})
