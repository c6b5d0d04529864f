import { describe, expect, it } from 'vitest'
import { credit, invoice, line, money, payment } from '../support/billdr-records.ts'
import { summaryOf, withProject } from './synced-contractor.ts'

// The rules P1 to R1 of the sync, row by row, as plans.

describe('P1: a payment goes as soon as it is received', () => {
  it('P1: after its invoice, in the same sync, linked to it', () => {
    const contractor = withProject(payment('pay-1', 'i-1', '400.00'), invoice('i-1', 'p-1'))
    expect(summaryOf(contractor.sync())).toEqual(['create invoice:i-1', 'create payment:pay-1'])
    expect(contractor.link('payment:pay-1').observed.applied).toBe(40000)
    expect(contractor.link('invoice:i-1').observed.balance).toBe(60000)
  })

  it('P1: to the invoice’s customer, into the deposit account, with its reference cut to what QuickBooks holds', () => {
    const reference = 'virement Interac du 27 mars 2026'
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00', { reference }))
    contractor.carryOut()
    const draft = contractor.draft('payment:pay-1', 'Payment')
    expect(draft).toMatchObject({
      customer: { id: contractor.link('project:p-1').id },
      depositTo: { id: '34' },
      total: 40000,
      date: '2026-03-18',
    })
    expect([...(draft.reference ?? '')]).toHaveLength(21)
    expect(draft.privateNote).toContain(reference)
  })

  it('P1: received with taxes, it is applied as far as the invoice is open; the rest follows when the tax is there', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { lines: [line('8000.00')], total: money('9198.00') }),
      payment('pay-1', 'i-1', '9198.00'),
    )
    contractor.sync()
    expect(contractor.verdict('payment:pay-1')).toMatchObject({
      state: 'synced',
      note: { code: 'payment-rest-unapplied', params: { applied: 800000, rest: 119800 } },
    })
    contractor.sees('invoice:i-1', { tax: money('1198.00'), total: money('9198.00'), balance: money('1198.00') })
    expect(summaryOf(contractor.sync())).toEqual(['update payment:pay-1'])
    expect(contractor.link('payment:pay-1').observed.applied).toBe(919800)
    expect(contractor.verdict('payment:pay-1')).toMatchObject({ state: 'synced', note: null })
  })

  it('P1: more than the invoice has to pay with its taxes is said to be that, and no tax is waited for', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { number: '1001', lines: [line('1000.00')], total: money('1149.75') }),
      payment('pay-1', 'i-1', '1149.75'),
    )
    contractor.sync()
    contractor.says(payment('pay-2', 'i-1', '200.00'))
    contractor.sync()
    expect(contractor.verdict('payment:pay-1')).toMatchObject({
      state: 'synced',
      note: { code: 'payment-rest-unapplied', params: { rest: 14975 } },
    })
    expect(contractor.verdict('payment:pay-2')).toMatchObject({
      state: 'synced',
      note: { code: 'payment-overpays', params: { applied: 0, rest: 20000, number: '1001' } },
    })
    contractor.sees('invoice:i-1', { tax: money('149.75'), total: money('1149.75'), balance: money('149.75') })
    contractor.sync()
    expect(contractor.verdict('payment:pay-1')).toMatchObject({ state: 'synced', note: null })
    expect(contractor.verdict('payment:pay-2')).toMatchObject({ state: 'synced', note: { code: 'payment-overpays' } })
  })

  it('P1: for an invoice that Billdr has removed, it names it', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1001' }))
    contractor.sync()
    contractor.removes('invoice:i-1')
    contractor.says(payment('pay-1', 'i-1', '10.00'))
    expect(contractor.verdict('payment:pay-1')).toMatchObject({
      state: 'held',
      problem: { code: 'record-reference-removed', params: { field: 'invoiceId', name: '1001' } },
    })
  })

  it('P1: for an invoice that is a draft or unknown, it waits', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { status: 'draft' }),
      payment('pay-1', 'i-1', '10.00'),
      payment('pay-2', 'i-9', '10.00'),
    )
    expect(contractor.verdict('payment:pay-1')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for', waitsFor: 'invoice:i-1' },
    })
    expect(contractor.verdict('payment:pay-2')).toMatchObject({
      state: 'held',
      problem: { code: 'record-reference-missing', params: { field: 'invoiceId', value: 'i-9', table: 'invoices' } },
    })
  })

  it('P1: for an invoice that is voided it never goes, and says so in place of waiting; put on another invoice, it goes', () => {
    const problemIn = (where: string) => ({
      state: 'held',
      problem: { code: 'invoice-voided', params: { number: '1001', where }, waitsFor: 'invoice:i-1' },
      operations: [],
    })
    const never = withProject(
      invoice('i-1', 'p-1', { number: '1001', status: 'voided' }),
      payment('pay-1', 'i-1', '10.00'),
    )
    never.sync()
    expect(never.verdict('payment:pay-1')).toMatchObject(problemIn('Billdr'))

    const afterwards = withProject(invoice('i-1', 'p-1', { number: '1001' }), invoice('i-2', 'p-1', { number: '1002' }))
    afterwards.sync()
    afterwards
      .says(invoice('i-1', 'p-1', { number: '1001', status: 'voided' }), payment('pay-1', 'i-1', '10.00'))
      .sync()
    expect(afterwards.verdict('payment:pay-1')).toMatchObject(problemIn('Billdr'))
    afterwards.says(payment('pay-1', 'i-2', '10.00'))
    expect(summaryOf(afterwards.sync())).toEqual(['create payment:pay-1'])

    const inQuickBooks = withProject(invoice('i-1', 'p-1', { number: '1001' }))
    inQuickBooks.sync()
    inQuickBooks
      .sees('invoice:i-1', { voided: true, subtotal: money('0.00'), total: money('0.00'), balance: money('0.00') })
      .says(payment('pay-1', 'i-1', '10.00'))
    expect(inQuickBooks.verdict('payment:pay-1')).toMatchObject(problemIn('QuickBooks'))
  })

  it.each(['Billdr', 'QuickBooks'])(
    'P1: one that was sent stays as it is when its invoice is voided in %s afterwards',
    (where) => {
      const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
      contractor.sync()
      if (where === 'Billdr') contractor.says(invoice('i-1', 'p-1', { status: 'voided' }))
      else
        contractor.sees('invoice:i-1', {
          voided: true,
          subtotal: money('0.00'),
          total: money('0.00'),
          balance: money('0.00'),
        })
      // QuickBooks takes it off the voided invoice.
      contractor.sees('payment:pay-1', { applied: money('0.00') })
      expect(summaryOf(contractor.sync())).toEqual(where === 'Billdr' ? ['void invoice:i-1'] : [])
      expect(contractor.verdict('payment:pay-1')).toMatchObject({ state: 'synced', problem: null, operations: [] })
    },
  )

  it('P1: a payment edited in Billdr is overwritten', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
    contractor.sync()
    contractor.says(payment('pay-1', 'i-1', '450.00'))
    expect(summaryOf(contractor.sync())).toEqual(['update payment:pay-1'])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(55000)
  })

  it('P1: of nothing or less, it is held', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1'),
      payment('pay-1', 'i-1', '0.00'),
      payment('pay-2', 'i-1', '-5.00'),
    )
    contractor.sync()
    expect(contractor.verdict('payment:pay-1').problem?.code).toBe('total-negative')
    expect(contractor.verdict('payment:pay-2').problem?.code).toBe('total-negative')
  })
})

describe('P2: a deleted payment is deleted', () => {
  it('P2: and leaves the list; the invoice is open again', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
    contractor.sync()
    contractor.removes('payment:pay-1')
    expect(summaryOf(contractor.sync())).toEqual(['delete payment:pay-1', 'forget payment:pay-1'])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(100000)
  })

  it('P2: one that never went just leaves the list', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { status: 'draft' }),
      payment('pay-1', 'i-1', '400.00'),
    ).removes('payment:pay-1')
    expect(summaryOf(contractor.sync())).toEqual(['forget payment:pay-1'])
  })
})

describe('R1: a submitted credit becomes a CreditMemo, applied where Billdr says', () => {
  it('R1: after its invoice, and before that invoice’s payments', () => {
    const contractor = withProject(
      payment('pay-1', 'i-1', '1000.00'),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }),
      invoice('i-1', 'p-1'),
    )
    expect(summaryOf(contractor.sync())).toEqual([
      'create invoice:i-1',
      'create credit:1',
      'apply-credit credit:1',
      'create payment:pay-1',
    ])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(0)
    expect(contractor.link('payment:pay-1').observed.applied).toBe(90000)
  })

  it('R1: without an invoice it stays open on the account', () => {
    expect(summaryOf(withProject(credit('1', 'p-1')).sync())).toEqual(['create credit:1'])
  })

  it('R1: a draft never goes', () => {
    expect(withProject(credit('1', 'p-1', { status: 'draft' })).verdict('credit:1')).toMatchObject({
      state: 'held',
      problem: { code: 'draft' },
    })
  })

  it('R1: for an invoice that is not there it goes, and says that it is not applied', () => {
    const contractor = withProject(
      invoice('i-1', 'p-1', { status: 'draft', number: '1001' }),
      credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }),
    )
    contractor.sync()
    expect(contractor.verdict('credit:1')).toMatchObject({
      state: 'synced',
      note: { code: 'credit-not-applied', params: { invoice: '1001' } },
    })
    contractor.says(invoice('i-1', 'p-1', { number: '1001' }))
    expect(summaryOf(contractor.sync())).toEqual(['create invoice:i-1', 'apply-credit credit:1'])
  })

  it('R1: voided in Billdr, its application is taken away and it is deleted', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    contractor.sync()
    contractor.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1', status: 'voided' }))
    expect(summaryOf(contractor.sync())).toEqual(['unapply-credit credit:1', 'delete credit:1'])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(100000)
  })

  it('R1: edited after it was sent, it is held', () => {
    const contractor = withProject(credit('1', 'p-1'))
    contractor.sync()
    contractor.says(credit('1', 'p-1', { lines: [line('50.00')] }))
    expect(contractor.verdict('credit:1')).toMatchObject({
      state: 'held',
      problem: { code: 'credit-edited' },
      operations: [],
    })
  })

  it('R1: an application that QuickBooks refused is said beside the credit, and not repeated', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    contractor.carryOut()
    contractor.refused('credit:1', 'linked-elsewhere', 'settling')
    expect(contractor.verdict('credit:1')).toMatchObject({
      state: 'synced',
      note: { code: 'linked-elsewhere' },
      operations: [],
    })
  })
})
