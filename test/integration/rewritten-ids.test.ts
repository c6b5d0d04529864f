import { afterEach, describe, expect, it } from 'vitest'
import { otherRecords, sameRecords } from '../../electron/companion/rewritten.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

afterEach(closeCompanies)

/** The sample with expense e-7 under the id 000007, sent once. */
async function withZeros(): Promise<QuickCompany> {
  const quick = await quickCompany()
  await renamed(quick, 'e-7', '000007', null)
  await quick.company.sync()
  await quick.writes()
  return quick
}

/** A newer export in which an expense has another id. */
async function renamed(quick: QuickCompany, from: string, to: string, exportedAt: string | null): Promise<void> {
  await edit(quick.source, 'expenses', (records: Raw[]) => {
    for (const record of records) if (record['id'] === from) record['id'] = to
  })
  if (exportedAt) await editManifest(quick.source, (manifest) => Object.assign(manifest, { exportedAt }))
}

describe('an id that a spreadsheet rewrote', () => {
  it('waits: nothing is sent again, and nothing is removed', async () => {
    const quick = await withZeros()
    await renamed(quick, '000007', '7', '2026-04-02T09:00:00Z')
    await quick.company.sync()
    expect(quick.row('expense:7')).toMatchObject({ state: 'held', problem: { code: 'id-rewritten' } })
    expect(await quick.writes()).toEqual([])
  })

  it('said to be the same, it keeps its document; the next syncs change nothing', async () => {
    const quick = await withZeros()
    const there = quick.row('expense:000007').quickbooks
    await renamed(quick, '000007', '7', '2026-04-02T09:00:00Z')
    await quick.company.sync()
    expect(await sameRecords(quick.company, 'all')).toBe(1)
    await quick.company.sync()
    await quick.company.sync()
    expect(quick.row('expense:7')).toMatchObject({ state: 'synced', quickbooks: there, differs: null })
    expect(quick.company.rows().some((row) => row.key === 'expense:000007')).toBe(false)
    expect(await quick.writes()).toEqual([])
  })

  it('said to be another one, it goes, and the removal of the earlier one follows', async () => {
    const quick = await withZeros()
    await renamed(quick, '000007', '7', '2026-04-02T09:00:00Z')
    await quick.company.sync()
    expect(await otherRecords(quick.company, ['expense:7'])).toBe(1)
    await quick.company.sync()
    expect(quick.row('expense:7').state).toBe('synced')
    expect((await quick.writes()).sort()).toEqual(expect.arrayContaining(['create Purchase', 'delete Purchase']))
  })

  it('is asked too where all of the id is another one, but the content is what was sent', async () => {
    const quick = await withZeros()
    await renamed(quick, '000007', 'row-12', '2026-04-02T09:00:00Z')
    await quick.company.sync()
    expect(quick.row('expense:row-12').problem?.code).toBe('id-rewritten')
    expect(await quick.writes()).toEqual([])
  })
})
