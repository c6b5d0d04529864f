import { describe, expect, it } from 'vitest'
import { expense, invoice, line, money } from '../support/billdr-records.ts'
import { Contractor } from './contractor.ts'
import { summaryOf, withProject } from './synced-contractor.ts'

// Rule X1 of the sync, as plans.

describe('X1: one way, and what was changed in QuickBooks is shown', () => {
  it('X1: a difference is shown beside what is synced, and nothing is sent', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1001' }))
    contractor.sync()
    contractor.sees('invoice:i-1', { docNumber: '1001-B', subtotal: money('900.00'), lineAmounts: [money('900.00')] })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'synced',
      operations: [],
      differs: [
        { field: 'number', billdr: '1001', quickbooks: '1001-B' },
        { field: 'amount', billdr: '1000.00', quickbooks: '900.00' },
      ],
    })
  })

  it('X1: tax that was added is no difference', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.sees('invoice:i-1', { tax: money('149.75'), total: money('1149.75'), balance: money('1149.75') })
    expect(contractor.verdict('invoice:i-1').differs).toBeNull()
  })

  it('X1: voided there, it is shown as that', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.sees('invoice:i-1', { voided: true, subtotal: money('0'), lineAmounts: [money('0')] })
    expect(contractor.verdict('invoice:i-1').differs).toMatchObject([{ field: 'voided' }])
  })

  it('X1: changed here and there, an expense is held until a person says which counts', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor
      .sees('expense:e-1', { subtotal: money('99.00'), lineAmounts: [money('99.00')] })
      .says(expense('e-1', { lines: [line('90.00')] }))
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'changed-in-quickbooks' },
      operations: [],
    })

    contractor.decides('expense:e-1', { overwrite: contractor.link('expense:e-1').observed.syncToken })
    expect(summaryOf(contractor.sync())).toEqual(['update expense:e-1'])
  })

  it('X1: the yes to overwrite is for what was seen: a later change asks again', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor
      .sees('expense:e-1', { subtotal: money('99.00'), lineAmounts: [money('99.00')] })
      .says(expense('e-1', { lines: [line('90.00')] }))
    contractor
      .decides('expense:e-1', { overwrite: contractor.link('expense:e-1').observed.syncToken })
      .sees('expense:e-1', { subtotal: money('98.00'), lineAmounts: [money('98.00')] })
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'changed-in-quickbooks' },
    })
  })

  it('X1: kept as QuickBooks has it, until Billdr changes it again', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    const edited = expense('e-1', { lines: [line('90.00')] })
    contractor.sees('expense:e-1', { subtotal: money('99.00'), lineAmounts: [money('99.00')] }).says(edited)
    contractor.decides('expense:e-1', { keepTheirs: fingerprint(contractor) })
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'synced',
      operations: [],
      differs: [{ field: 'amount' }],
    })
    contractor.says(expense('e-1', { lines: [line('95.00')] }))
    expect(contractor.verdict('expense:e-1').state).toBe('held')
  })

  it('X1: deleted there, it says so and offers the ways out; it is not created again by itself', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.seesGone('expense:e-1')
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'deleted-in-quickbooks' },
      operations: [],
    })
    contractor.decides('expense:e-1', { createAnew: true })
    expect(summaryOf(contractor.sync())).toEqual(['unlink expense:e-1', 'create expense:e-1'])
  })
})

function fingerprint(contractor: Contractor): string {
  const { operations } = new Contractor(contractor.record('expense:e-1')).verdict('expense:e-1')
  const create = operations.find((step) => step.kind === 'create')
  if (create?.kind !== 'create') throw new Error('it is not created')
  return create.content
}
