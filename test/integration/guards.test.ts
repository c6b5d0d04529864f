import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { confirmGuard, setSettings } from '../../electron/companion/decisions.ts'
import { isSuspicious } from '../../electron/companion/intake.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import type { Raw } from '../billdr/exports.ts'
import { SAMPLES, edit, editManifest } from '../billdr/exports.ts'
import { quickCompany } from '../support/quick-company.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

afterEach(closeCompanies)

async function synced(): Promise<QuickCompany> {
  const quick = await quickCompany()
  await quick.company.sync()
  await quick.writes()
  return quick
}

function without(records: Raw[], ...ids: string[]): void {
  for (const id of ids)
    records.splice(
      records.findIndex((each) => each['id'] === id),
      1,
    )
}

function guardsOf({ company }: QuickCompany): string[] {
  return company.status().guards.map(({ problem }) => problem.code)
}

describe('an export that shrinks', () => {
  it('suspiciously: nothing is deleted or voided before a yes, the rest goes on; on the yes it is done', async () => {
    const quick = await synced()
    const { company, source, row, writes, practice } = quick
    await edit(source, 'payments', (records) => records.splice(0))
    await edit(source, 'invoices', (records) => {
      const draft = records.find((each) => each['id'] === 'i-1004')
      if (draft) draft['status'] = 'submitted'
    })
    await company.sync()
    expect(guardsOf(quick)).toEqual(['guard-export-shrank'])
    expect(row('payment:pay-1')).toMatchObject({ state: 'held', problem: { code: 'waits-for-confirmation' } })
    expect(await writes()).toEqual(['create Invoice'])

    expect(await confirmGuard(company, company.status().guards[0]?.id ?? '')).toBe(1)
    await company.sync()
    expect(guardsOf(quick)).toEqual([])
    expect((await practice.controls.entities('Payment')).filter((each) => Number(each['TotalAmt']) > 0)).toEqual([])
    expect(() => row('payment:pay-1')).toThrow()
  })

  it('one yes is enough: what it lacks is not asked about again as many removals at once', async () => {
    const quick = await synced()
    const { company, source, writes } = quick
    await setSettings(company, { maxRemovals: 0 })
    await edit(source, 'payments', (records) => records.splice(0))
    await company.sync()
    await confirmGuard(company, 'all')
    await company.sync()
    expect(guardsOf(quick)).toEqual([])
    expect(new Set(await writes())).toEqual(new Set(['delete Payment']))
  })

  it('further while a person looks at the question: her yes is not for what went missing since', async () => {
    const quick = await synced()
    const { company, source, writes } = quick
    await edit(source, 'payments', (records) => records.splice(0))
    await company.sync()
    const asked = company.status().guards[0]
    await company.sync()
    expect(company.status().guards).toEqual([asked])
    await edit(source, 'expenses', (records) => records.splice(0))
    await company.sync()
    expect(guardsOf(quick)).toEqual(['guard-export-shrank'])
    expect(company.status().guards[0]?.since).toBe(asked?.since)
    expect(await confirmGuard(company, asked?.id ?? '')).toBe(0)
    await company.sync()
    expect(await writes()).toEqual([])
    expect(await confirmGuard(company, company.status().guards[0]?.id ?? '')).toBe(1)
    await company.sync()
    expect(new Set(await writes())).toEqual(
      new Set(['delete Attachable', 'delete Payment', 'delete Purchase', 'delete Bill']),
    )
  })

  it('and is whole again with the next export: nothing waits any more', async () => {
    const quick = await synced()
    const { company, source, row, writes } = quick
    await edit(source, 'payments', (records) => records.splice(0))
    await company.sync()
    await rm(source, { recursive: true })
    await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
    await company.sync()
    expect(guardsOf(quick)).toEqual([])
    expect(row('payment:pay-1').state).toBe('synced')
    expect(await writes()).toEqual([])
  })

  it('by a record or two: that is how Billdr removes, and it is done at once', async () => {
    const quick = await synced()
    await edit(quick.source, 'payments', (records) => without(records, 'pay-4'))
    await edit(quick.source, 'expenses', (records) => without(records, 'e-2'))
    await quick.company.sync()
    expect(guardsOf(quick)).toEqual([])
    expect((await quick.writes()).sort()).toEqual(['delete Payment', 'delete Purchase'])
  })

  it('in an export of changes, absence means nothing; a tombstone removes', async () => {
    const quick = await synced()
    const { company, source, row, writes } = quick
    await editManifest(source, (manifest) => {
      manifest['scope'] = 'changes'
    })
    await edit(source, 'payments', (records) => without(records, 'pay-1', 'pay-2', 'pay-3'))
    await edit(source, 'payments', (records) => {
      for (const record of records) record['deleted'] = true
    })
    await company.sync()
    expect(guardsOf(quick)).toEqual([])
    expect(row('payment:pay-1').state).toBe('synced')
    expect(() => row('payment:pay-4')).toThrow()
    expect(await writes()).toEqual(['delete Payment'])
  })

  const known = (kind: Kind, count: number) =>
    new Map<Kind, number>([
      [kind, count],
      ['invoice', 1_000],
    ])
  const missing = (kind: Kind, count: number) =>
    Array.from({ length: count }, (_, index): DocumentKey => `${kind}:${index}`)

  it.each<[string, Kind, number, number, boolean]>([
    ['the only one of its kind', 'credit', 1, 1, false],
    ['both of two', 'credit', 2, 2, true],
    ['two of three', 'credit', 2, 3, false],
    ['three of ten', 'payment', 3, 10, true],
    ['three of eleven', 'payment', 3, 11, false],
    ['four of thirteen', 'payment', 4, 13, true],
    ['ten of a thousand others', 'expense', 10, 100, false],
  ])('%s is suspicious or not', (_what, kind, gone, of, expected) => {
    expect(isSuspicious(missing(kind, gone), known(kind, of))).toBe(expected)
  })

  it('more than ten, and more than one in twenty of everything, is suspicious', () => {
    expect(
      isSuspicious(
        missing('expense', 11),
        new Map([
          ['expense', 100],
          ['invoice', 100],
        ]),
      ),
    ).toBe(true)
    expect(
      isSuspicious(
        missing('expense', 11),
        new Map([
          ['expense', 120],
          ['invoice', 100],
        ]),
      ),
    ).toBe(false)
    expect(
      isSuspicious(
        missing('expense', 10),
        new Map([
          ['expense', 100],
          ['invoice', 10],
        ]),
      ),
    ).toBe(false)
  })
})

describe('many removals at once', () => {
  it('more than the setting: none goes before a yes, each says so; on the yes all go, once', async () => {
    const quick = await synced()
    const { company, source, row, writes } = quick
    await setSettings(company, { maxRemovals: 1 })
    await edit(source, 'payments', (records) => without(records, 'pay-4'))
    await edit(source, 'expenses', (records) => without(records, 'e-2'))
    await company.sync()
    expect(guardsOf(quick)).toEqual(['guard-many-removals'])
    expect(row('payment:pay-4')).toMatchObject({ state: 'held', problem: { code: 'waits-for-confirmation' } })
    expect(await writes()).toEqual([])
    await confirmGuard(company, 'all')
    await company.sync()
    expect(guardsOf(quick)).toEqual([])
    expect((await writes()).sort()).toEqual(['delete Payment', 'delete Purchase'])
  })

  it('a confirmation of what is not there changes nothing', async () => {
    const { company } = await synced()
    expect(await confirmGuard(company, 'removals-12345678')).toBe(0)
  })
})

describe('an export that is not the next one', () => {
  it('older than the last: nothing of it is taken until a yes', async () => {
    const quick = await synced()
    const { company, source, row, writes } = quick
    await editManifest(source, (manifest) => {
      manifest['exportedAt'] = '2026-03-01T00:00:00Z'
    })
    await edit(source, 'invoices', (records) => {
      const draft = records.find((each) => each['id'] === 'i-1004')
      if (draft) draft['status'] = 'submitted'
    })
    const report = await company.sync()
    expect(report.read).toMatchObject({ code: 'guard-export-older' })
    expect(guardsOf(quick)).toEqual(['guard-export-older'])
    expect(row('invoice:i-1004').problem?.code).toBe('draft')
    expect(await writes()).toEqual([])
    await confirmGuard(company, 'all')
    await company.sync()
    expect(guardsOf(quick)).toEqual([])
    expect(row('invoice:i-1004').state).toBe('synced')
  })

  it('of another company: nothing of it is taken until a yes', async () => {
    const quick = await synced()
    const { company, source, writes } = quick
    await editManifest(source, (manifest) => {
      manifest['company'] = { ...(manifest['company'] as Raw), id: 'bdr-9999', name: 'Autre inc.' }
      manifest['exportedAt'] = '2026-04-05T00:00:00Z'
    })
    await edit(source, 'clients', (records) => records.splice(1))
    const report = await company.sync()
    expect(report.read).toMatchObject({
      code: 'guard-other-company',
      params: { found: 'Autre inc.', foundId: 'bdr-9999' },
    })
    expect(company.rows().filter(({ kind }) => kind === 'client')).toHaveLength(4)
    expect(await writes()).toEqual([])
    await confirmGuard(company, company.status().guards[0]?.id ?? '')
    await company.sync()
    expect(company.profile.billdr?.id).toBe('bdr-9999')
  })
})
