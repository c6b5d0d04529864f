import { describe, expect, it } from 'vitest'
import { credit, invoice, line, money, project, receipt } from '../support/billdr-records.ts'
import { summaryOf, withProject } from './synced-contractor.ts'

// The rules I1 to I5 of the sync, row by row, as plans. What needs QuickBooks itself to answer (I6, X2, and how a deletion is
// noticed) stands under the same numbers in test/push and test/integration.

describe('I1: an invoice goes when it is submitted, with its documents', () => {
  it.each(['submitted', 'partially_paid', 'paid'] as const)('I1: %s goes', (status) => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1001', status, attachments: [receipt('a-1')] }))
    expect(summaryOf(contractor.sync())).toEqual(['create invoice:i-1', 'attach invoice:i-1'])
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })

  it('I1: a draft never goes', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { status: 'draft', attachments: [receipt('a-1')] }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'draft' } })
    expect(contractor.sync()).toEqual([])
  })

  it('I1: amounts before tax, to the customer of the project, quantity and price only where their product, to the cent, is the amount', () => {
    const lines = [
      line('100.01', { quantity: '1.5', unitPrice: '66.67' }),
      line('100.00', { quantity: '3', unitPrice: '33.33' }),
      line('0.00', { quantity: '1', unitPrice: '0.00' }),
      line('-150.00', { quantity: '1', unitPrice: '-150.00' }),
      line('300.00', { quantity: '3', unitPrice: '100.00' }),
    ]
    const contractor = withProject(
      invoice('i-1', 'p-1', {
        lines,
        taxes: [{ name: 'TPS', rate: '5', amount: money('17.50') }],
        total: money('367.51'),
      }),
    )
    const draft = contractor.draft('invoice:i-1', 'Invoice')
    expect(draft.customer.id).toBe(contractor.link('project:p-1').id)
    expect(draft.lines.map(({ amount, quantity, unitPrice }) => [amount, quantity, unitPrice])).toEqual([
      [10001, '1.5', '66.67'],
      [10000, null, null],
      [0, '1', '0.00'],
      [-15000, '1', '-150.00'],
      [30000, '3', '100.00'],
    ])
  })

  it('I1: a receipt that has a problem of its own never stops its invoice', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { attachments: [receipt('a-1'), receipt('a-2')] }))
    contractor.attachmentProblems.set('invoice:i-1#a-1', { code: 'attachment-damaged', params: {} })
    expect(contractor.sync()).toMatchObject([{ kind: 'create' }, { kind: 'attach', attachmentId: 'a-2' }])
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })
})

describe('I2: a synced invoice that was edited is not sent again', () => {
  it.each([
    ['a line', { lines: [line('1100.00')] }],
    ['the number', { number: '77' }],
    ['the date', { issuedOn: '2026-03-07' }],
    ['the due date', { dueOn: null }],
    ['the memo', { memo: 'Merci' }],
    ['the project', { projectId: 'p-2' }],
  ])('I2: %s changed', (_what, change) => {
    const contractor = withProject(project('p-2', 'c-1'), invoice('i-1', 'p-1', { number: '1001' }))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { number: '1001', ...change }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'invoice-edited', params: { number: expect.any(String) as string } },
      operations: [],
    })
    expect(contractor.sync()).toEqual([])
  })

  it('I2: being paid, or its tax changed, is no edit', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(
      invoice('i-1', 'p-1', {
        status: 'paid',
        taxes: [{ name: 'TPS', rate: '5', amount: money('50.00') }],
        total: money('1050.00'),
        updatedAt: '2026-06-01T00:00:00Z',
      }),
    )
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'synced', problem: null, operations: [] })
  })

  it('I2: edited back to what was sent, all is well again', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { memo: 'oups' })).says(invoice('i-1', 'p-1'))
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })
})

describe('I3: a voided invoice is voided', () => {
  it('I3: once, and is then done', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'voided' }))
    expect(summaryOf(contractor.sync())).toEqual(['void invoice:i-1'])
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'synced', problem: null })
  })

  it('I3: voided before it was sent, it is never sent', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { status: 'voided' }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'voided-before-sent' },
      operations: [],
    })
  })

  it('I3: edited after it was sent and then voided, it is voided', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'voided', lines: [line('5.00')] }))
    expect(summaryOf(contractor.sync())).toEqual(['void invoice:i-1'])
  })

  it('I3: a refusal of the void is not repeated until a person retries', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'voided' }))
    contractor.refusals.set('invoice:i-1', {
      problem: { code: 'payment-deposited', params: {} },
      at: '',
      content: 'removal of invoice:i-1',
    })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'failed',
      problem: { code: 'payment-deposited' },
      operations: [],
    })
  })
})

describe('I4: an invoice that goes back to draft', () => {
  it('I4: stays held as long as QuickBooks has it, and says so', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1001' }))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { number: '1001', status: 'draft' }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'back-to-draft', params: { number: '1001', docNumber: '1001' } },
      operations: [],
    })
  })

  it('I4: gone from QuickBooks, it is unlinked, and the next submit creates it anew', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'draft' })).seesGone('invoice:i-1')
    expect(summaryOf(contractor.sync())).toEqual(['unlink invoice:i-1'])
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'draft' } })
    contractor.says(invoice('i-1', 'p-1', { lines: [line('1200.00')] }))
    expect(summaryOf(contractor.sync())).toEqual(['create invoice:i-1'])
  })

  it('I4: submitted again without a change while QuickBooks still has it, it is simply synced', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'draft' })).says(invoice('i-1', 'p-1'))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'synced', operations: [] })
  })
})

describe('I5: a number that is used already', () => {
  it('I5: by a document of QuickBooks: it fails, showing that document', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' })).hasDocument({
      type: 'Invoice',
      id: '57',
      docNumber: '1003',
      date: '2025-01-02',
      partyId: '8',
      partyName: 'Autre client',
      subtotal: money('12.00'),
      total: money('12.00'),
    })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'failed',
      operations: [],
      problem: {
        code: 'number-taken',
        params: { number: '1003' },
        other: {
          type: 'Invoice',
          id: '57',
          docNumber: '1003',
          date: '2025-01-02',
          party: 'Autre client',
          amount: 1200,
        },
      },
    })
  })

  it('I5: by our own invoice in QuickBooks: it fails, showing that one', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-11' }))
    contractor.sync()
    contractor.says(invoice('i-2', 'p-1', { number: '1003', issuedOn: '2026-03-26' }))
    expect(contractor.verdict('invoice:i-2')).toMatchObject({
      state: 'failed',
      problem: {
        code: 'number-twice-in-billdr',
        other: { id: contractor.link('invoice:i-1').id },
        waitsFor: 'invoice:i-1',
      },
    })
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })

  it('I5: by another invoice of Billdr that was not sent yet: the older one goes, the other waits', () => {
    const contractor = withProject(
      invoice('i-2', 'p-1', { number: '1003', issuedOn: '2026-03-26' }),
      invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-11' }),
    )
    expect(contractor.verdict('invoice:i-1').state).toBe('pending')
    expect(contractor.verdict('invoice:i-2')).toMatchObject({
      state: 'failed',
      problem: { code: 'number-twice-in-billdr', waitsFor: 'invoice:i-1' },
    })
  })

  it('I5: a draft, and a voided one, claim no number', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { number: '1003', status: 'draft', issuedOn: '2026-03-01' }),
      invoice('i-2', 'p-1', { number: '1003', status: 'voided', issuedOn: '2026-03-02' }),
      invoice('i-3', 'p-1', { number: '1003' }),
    )
    expect(summaryOf(contractor.sync())).toEqual(['create invoice:i-3'])
  })

  it('I5: the next free number, once chosen, is what goes; the number of Billdr stays in the note', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' }))
      .hasDocument({ type: 'Invoice', id: '57', docNumber: '1003' })
      .decides('invoice:i-1', { number: '1009' })
    const draft = contractor.draft('invoice:i-1', 'Invoice')
    expect(draft.docNumber).toBe('1009')
    expect(draft.privateNote).toContain('1003')
    expect(summaryOf(contractor.sync())).toEqual(['create invoice:i-1'])
  })

  it('I5: an invoice and a credit may have one number, as QuickBooks counts them apart', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' }), credit('1', 'p-1', { number: '1003' }))
    expect(summaryOf(contractor.sync()).sort()).toEqual(['create credit:1', 'create invoice:i-1'])
  })

  it('I5: a document entered by hand that looks like ours is asked about, not doubled', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' }))
    const partyId = contractor.link('project:p-1').id
    contractor.hasDocument({
      type: 'Invoice',
      id: '57',
      docNumber: '1003',
      date: '2026-03-06',
      partyId,
      subtotal: money('1000.00'),
      total: money('1149.75'),
    })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'looks-entered-already', other: { id: '57' } },
      operations: [],
    })
  })

  it('an invoice that Billdr no longer has waits for a person; voided in QuickBooks by her, it leaves the list', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.removes('invoice:i-1')
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'removed-in-billdr' },
      operations: [],
    })
    contractor.sees('invoice:i-1', {
      voided: true,
      subtotal: money('0.00'),
      total: money('0.00'),
      balance: money('0.00'),
    })
    expect(contractor.verdict('invoice:i-1').operations).toEqual([{ kind: 'forget', key: 'invoice:i-1' }])
  })

  it('I5: created beside its look-alike after all, it needs a number of its own: QuickBooks gives none twice', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' }))
    const partyId = contractor.link('project:p-1').id
    contractor.hasDocument({
      type: 'Invoice',
      id: '57',
      docNumber: '1003',
      date: '2026-03-06',
      partyId,
      subtotal: money('1000.00'),
      total: money('1149.75'),
    })
    contractor.sendsAnyway('invoice:i-1')
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'failed',
      problem: { code: 'number-taken', other: { id: '57' } },
      operations: [],
    })
    contractor.decides('invoice:i-1', { number: '1004' })
    expect(contractor.draft('invoice:i-1', 'Invoice').docNumber).toBe('1004')
  })

  it('I5: a document that carries our mark is ours: it is taken over, not sent again', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' })).hasDocument({
      type: 'Invoice',
      id: '57',
      docNumber: '1003',
      mark: 'invoice:i-1',
      subtotal: money('1000.00'),
      total: money('1000.00'),
    })
    expect(contractor.verdict('invoice:i-1').operations).toMatchObject([{ kind: 'link', id: '57', origin: 'adopted' }])
  })
})
