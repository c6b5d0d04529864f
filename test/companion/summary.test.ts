import { describe, expect, it } from 'vitest'
import { setSettings } from '../../electron/companion/decisions.ts'
import { keptSummary, summaryOf } from '../../electron/companion/summary.ts'
import { quickCompany } from '../support/quick-company.ts'

describe('how a company stands, without a plan', () => {
  it('is what was counted at the end of the last run, to the last figure', async () => {
    const { company } = await quickCompany()
    await company.sync()
    const kept = keptSummary(company.workspace.store, '')
    expect(kept).toEqual(summaryOf(company.rows()))
    expect(kept?.counts.synced).toBeGreaterThan(10)
    expect(kept?.taxToAdd.length).toBeGreaterThan(0)
  })

  it('counts anew as soon as anything at all was stored since', async () => {
    const { company } = await quickCompany()
    await company.sync()
    await setSettings(company, { syncFrom: '2026-03-20' })
    expect(keptSummary(company.workspace.store, '')).toBeNull()
    await company.sync()
    expect(keptSummary(company.workspace.store, '')).toEqual(summaryOf(company.rows()))
    await company.workspace.store.commit([{ table: 'tombstones', id: 'expense:e-9', value: { at: '2026-03-01' } }])
    expect(keptSummary(company.workspace.store, '')).toBeNull()
  })

  it('counts anew where another version of the program counted', async () => {
    const { company } = await quickCompany()
    await company.sync()
    const { store } = company.workspace
    const summary = keptSummary(store, '')
    if (!summary) throw new Error('no summary')
    await store.commit([{ table: 'summary', id: 'only', value: { summary, after: store.commits, by: '0.0.0-other' } }])
    expect(keptSummary(store, '')).toBeNull()
  })
})
