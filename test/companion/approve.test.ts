import { afterEach, describe, expect, it } from 'vitest'
import { approve } from '../../electron/companion/approve.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

describe('approving many at once', () => {
  it('says yes to each by what it asks, and leaves what asks for more than a yes', async () => {
    const { company, practice } = await runningCompany()
    await company.sync()
    const before = (await practice.controls.entities('Invoice')).length
    const approved = await approve(company, [
      'client:c-104',
      'professional:v-5',
      'invoice:i-1008',
      'expense:e-5',
      'invoice:i-1004',
    ])
    expect(approved).toEqual({ ok: true, value: { count: 3 } })
    await company.sync()
    const stateOf = (key: string): string | undefined => company.rows().find((row) => row.key === key)?.state
    expect(
      ['client:c-104', 'professional:v-5', 'invoice:i-1008', 'expense:e-5', 'invoice:i-1004'].map(stateOf),
    ).toEqual(['synced', 'synced', 'synced', 'held', 'held'])
    expect((await practice.controls.entities('Invoice')).length).toBe(before + 1)
  })
})

describe('how long a record has waited', () => {
  it('counts from when its reason began, is kept on disk, and ends when it is in QuickBooks', async () => {
    const { company } = await runningCompany()
    await company.sync()
    const since = company.rows().find((row) => row.key === 'invoice:i-1008')?.since ?? ''
    expect(Date.parse(since)).toBeGreaterThan(0)
    expect(company.workspace.store.table('waits').get('invoice:i-1008')?.since).toBe(since)
    await company.sync()
    expect(company.rows().find((row) => row.key === 'invoice:i-1008')?.since).toBe(since)
    expect(company.rows().find((row) => row.key === 'invoice:i-1001')?.since).toBeNull()
    await approve(company, ['invoice:i-1008'])
    await company.sync()
    expect(company.rows().find((row) => row.key === 'invoice:i-1008')?.since).toBeNull()
  })
})

describe('a QuickBooks that does not answer', () => {
  it('is never shown as connected and well', async () => {
    const { company, practice } = await runningCompany({ hurried: true })
    await company.sync()
    await practice.controls.setFaults({ rules: [{ kind: 'error', status: 503 }] })
    await company.sync()
    expect(company.status().connection.problem?.code).toBe('quickbooks-busy')
    await practice.controls.setFaults(null)
    await company.sync()
    expect(company.status().connection).toMatchObject({ state: 'connected', problem: null })
  })
})
