import { describe, expect, it } from 'vitest'
import type { DocumentKey } from '../../shared/kinds.ts'
import { defaultSettings } from '../../shared/settings.ts'
import { expense, invoice } from '../support/billdr-records.ts'
import type { Contractor } from './contractor.ts'
import { withProject } from './synced-contractor.ts'

// Rule D3: what the company wants to see before it goes.

function reviewed(contractor: Contractor, review: 'removals' | 'all'): Contractor {
  contractor.settings = { ...defaultSettings(), review }
  return contractor
}

function stateOf(contractor: Contractor, key: DocumentKey): string {
  const { state, problem } = contractor.verdict(key)
  return `${state} ${problem?.code ?? ''}`.trim()
}

function approves(contractor: Contractor, key: DocumentKey): void {
  const shown = String(contractor.verdict(key).problem?.params['shown'])
  contractor.decides(key, { reviewed: shown })
}

describe('D3: review', () => {
  it('holds an overwriting and a voiding, and lets what is new go', () => {
    const contractor = reviewed(withProject(expense('e-1', { memo: 'a' }), invoice('i-1', 'p-1')), 'removals')
    expect(stateOf(contractor, 'expense:e-1')).toBe('pending')
    contractor.sync()
    contractor.says(expense('e-1', { memo: 'b' }), invoice('i-1', 'p-1', { status: 'voided' }))
    expect(stateOf(contractor, 'expense:e-1')).toBe('held awaits-review')
    expect(stateOf(contractor, 'invoice:i-1')).toBe('held awaits-review')
    expect(contractor.operations()).toEqual([])
    approves(contractor, 'expense:e-1')
    expect(contractor.operations().map(({ kind, key }) => `${kind} ${key}`)).toEqual(['update expense:e-1'])
  })

  it('asks again where Billdr changes after the yes', () => {
    const contractor = reviewed(withProject(expense('e-1', { memo: 'a' })), 'removals')
    contractor.sync()
    contractor.says(expense('e-1', { memo: 'b' }))
    approves(contractor, 'expense:e-1')
    contractor.says(expense('e-1', { memo: 'c' }))
    expect(stateOf(contractor, 'expense:e-1')).toBe('held awaits-review')
  })

  it('holds everything, and a contact until one of its documents has its yes', () => {
    const contractor = reviewed(withProject(invoice('i-1', 'p-1')), 'all')
    expect(stateOf(contractor, 'invoice:i-1')).toBe('held awaits-review')
    expect(contractor.operations()).toEqual([])
    approves(contractor, 'invoice:i-1')
    contractor.sync()
    expect(stateOf(contractor, 'invoice:i-1')).toBe('synced')
  })

  it('is asked for one kind alone, or for all kinds but one', () => {
    const contractor = withProject(expense('e-1'), invoice('i-1', 'p-1'))
    contractor.settings = { ...defaultSettings(), 'review.invoice': 'all' }
    expect(stateOf(contractor, 'invoice:i-1')).toBe('held awaits-review')
    expect(stateOf(contractor, 'expense:e-1')).toBe('pending')
    contractor.settings = { ...defaultSettings(), review: 'all', 'review.invoice': 'off' }
    expect(stateOf(contractor, 'invoice:i-1')).toBe('pending')
    expect(stateOf(contractor, 'expense:e-1')).toBe('held awaits-review')
  })
})
