import { afterEach, describe, expect, it } from 'vitest'
import { approve } from '../../electron/companion/approve.ts'
import { link } from '../../electron/companion/decisions.ts'
import { sendAnyway } from '../../electron/companion/entered.ts'
import { runsOf } from '../../electron/companion/runs.ts'
import { shownUndo } from '../../electron/companion/take-back.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

/** Rule D2: what is reconciled, matched to the bank or in a filed tax period changes only by a yes that names it. */

const MINUTE = 60_000
let exports = 0

afterEach(closeCompanies)

async function firstDay(): Promise<QuickCompany> {
  const one = await quickCompany()
  await one.company.sync()
  await one.writes()
  return one
}

/** Billdr's next export, in which a record says something else. */
async function changes(
  one: QuickCompany,
  table: 'expenses' | 'invoices' | 'payments',
  id: string,
  fields: Raw,
): Promise<void> {
  // Each export is later than the one before, whichever test made it.
  const at = new Date(Date.UTC(2026, 4, 1) + exports++ * MINUTE).toISOString()
  await edit(one.source, table, (records) => {
    for (const record of records) if (record['id'] === id) Object.assign(record, fields, { updatedAt: at })
  })
  await editManifest(one.source, (manifest) => {
    manifest['exportedAt'] = at
  })
  await one.company.sync()
}

function placeOf(one: QuickCompany, key: DocumentKey): { type: string; id: string } {
  const found = one.row(key).quickbooks
  if (!found) throw new Error(`${key} is not there`)
  return found
}

/** What names an account of the books. */
async function accountNamed(one: QuickCompany, name: string): Promise<{ value: string }> {
  const found = (await one.practice.controls.entities('Account')).find((each) => each['Name'] === name)
  return { value: String(found?.['Id']) }
}

async function locked(one: QuickCompany, key: DocumentKey, lock: 'reconciled' | 'bank-matched'): Promise<void> {
  const { type, id } = placeOf(one, key)
  await one.practice.controls.personLocks(type as 'Purchase', id, lock)
}

describe.each([
  ['reconciled', 'reconciled-there'],
  ['bank-matched', 'bank-matched-there'],
] as const)('an expense that is %s in QuickBooks', (lock, code) => {
  it(
    'is not overwritten; a yes to it lets just that change go, and the next is asked again',
    async () => {
      const one = await firstDay()
      await locked(one, 'expense:e-1', lock)
      await changes(one, 'expenses', 'e-1', { memo: 'Corrigé' })
      expect(one.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code, params: { does: 'overwrite' } } })
      expect(await one.writes()).toEqual([])
      // Among many it does not go.
      expect(await approve(one.company, ['expense:e-1'])).toMatchObject({ ok: true, value: { count: 0 } })
      await one.company.sync()
      expect(await one.writes()).toEqual([])
      expect(await sendAnyway(one.company, ['expense:e-1'])).toBe(1)
      await one.company.sync()
      expect(await one.writes()).toEqual(['update Purchase'])
      expect(one.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
      await changes(one, 'expenses', 'e-1', { memo: 'Corrigé encore' })
      expect(one.row('expense:e-1').problem?.code).toBe(code)
      expect(await one.writes()).toEqual([])
    },
    MINUTE,
  )

  it(
    'paid another way: one yes covers the new document and the end of the old one',
    async () => {
      const one = await firstDay()
      const before = placeOf(one, 'expense:e-1').id
      await locked(one, 'expense:e-1', lock)
      await changes(one, 'expenses', 'e-1', { paidWith: 'cheque' })
      expect(one.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code, params: { does: 'replace' } } })
      expect(await one.writes()).toEqual([])
      await sendAnyway(one.company, ['expense:e-1'])
      await one.company.sync()
      expect(one.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
      expect((await one.practice.controls.entities('Purchase')).map(({ Id }) => Id)).not.toContain(before)
    },
    MINUTE,
  )

  it(
    'is not deleted',
    async () => {
      const one = await firstDay()
      await locked(one, 'expense:e-1', lock)
      await changes(one, 'expenses', 'e-1', { status: 'rejected' })
      expect(one.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code, params: { does: 'delete' } } })
      expect(await one.writes()).toEqual([])
    },
    MINUTE,
  )

  it(
    'stays where its run is taken back, and is named',
    async () => {
      const one = await firstDay()
      await locked(one, 'expense:e-1', lock)
      const [run] = runsOf(one.company.workspace)
      const shown = await shownUndo(one.company, { run: run?.id ?? '' })
      expect(shown.ok && shown.value.find(({ key }) => key === 'expense:e-1')).toMatchObject({
        does: 'keep',
        why: lock,
      })
    },
    MINUTE,
  )
})

describe('a document that a person entered, and that was linked here', () => {
  it(
    'is not deleted where Billdr takes its record back, but by a yes',
    async () => {
      const one = await quickCompany()
      await edit(one.source, 'expenses', (records) => {
        for (const record of records) if (record['id'] === 'e-1') record['status'] = 'draft'
      })
      await one.company.sync()
      const { party } = one.row('expense:e-1')
      const vendors = await one.practice.controls.entities('Vendor')
      const vendor =
        vendors.find((each) => each['DisplayName'] === party) ??
        done(await one.practice.controls.personCreates('Vendor', { DisplayName: party ?? '' }))
      const made = done(
        await one.practice.controls.personCreates('Purchase', {
          PaymentType: 'CreditCard',
          AccountRef: await accountNamed(one, 'Mastercard'),
          EntityRef: { type: 'Vendor', value: String(vendor['Id']) },
          TxnDate: '2026-03-05',
          GlobalTaxCalculation: 'TaxExcluded',
          Line: [
            {
              Amount: Number(one.row('expense:e-1').amount) / 100,
              DetailType: 'AccountBasedExpenseLineDetail',
              AccountBasedExpenseLineDetail: {
                AccountRef: await accountNamed(one, 'Job Expenses'),
                TaxCodeRef: { value: '4' },
              },
            },
          ],
        }),
      )
      await changes(one, 'expenses', 'e-1', { status: 'approved' })
      expect(await link(one.company, 'expense:e-1', String(made['Id']), { yes: true })).toMatchObject({ ok: true })
      await one.writes()
      await changes(one, 'expenses', 'e-1', { status: 'rejected' })
      expect(one.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'entered-there' } })
      expect(await one.writes()).toEqual([])
      // Taken over by a yes, it is Billdr's: paid another way it is replaced as a whole, and never stands there twice.
      await changes(one, 'expenses', 'e-1', { status: 'approved', memo: 'À nous' })
      expect(one.row('expense:e-1').problem).toMatchObject({ code: 'entered-there', params: { does: 'overwrite' } })
      expect(await sendAnyway(one.company, ['expense:e-1'])).toBe(1)
      await one.company.sync()
      expect(await one.writes()).toEqual(['update Purchase', 'upload'])
      await changes(one, 'expenses', 'e-1', { paidWith: 'cheque' })
      expect(one.row('expense:e-1')).toMatchObject({ state: 'synced', problem: null })
      const left = (await one.practice.controls.entities('Purchase')).filter(({ Id }) => Id === String(made['Id']))
      expect(left).toEqual([])
    },
    MINUTE,
  )
})

it(
  'what holds a document of another day is asked too, and said by its own name, within the ten minutes',
  async () => {
    const one = await firstDay()
    await one.practice.controls.changeSettings({ taxFiledUntil: '2026-12-31' })
    await locked(one, 'expense:e-1', 'reconciled')
    await locked(one, 'expense:e-2', 'bank-matched')
    await changes(one, 'expenses', 'e-1', { memo: 'Corrigé' })
    await changes(one, 'expenses', 'e-2', { status: 'rejected' })
    expect([one.row('expense:e-1').date, one.row('expense:e-2').date]).toEqual(['2026-03-05', '2026-03-12'])
    expect(one.row('expense:e-1').problem?.code).toBe('reconciled-there')
    expect(one.row('expense:e-2').problem?.code).toBe('bank-matched-there')
    expect(await one.writes()).toEqual([])
  },
  MINUTE,
)

it(
  'holds a reconciled expense through further runs, also while others of other days are overwritten',
  async () => {
    const one = await firstDay()
    await locked(one, 'expense:e-1', 'reconciled')
    await changes(one, 'expenses', 'e-1', { memo: 'Corrigé' })
    await one.company.sync()
    expect(await one.writes()).toEqual([])
    await changes(one, 'expenses', 'e-7', { memo: 'Corrigé aussi', spentOn: '2026-04-20' })
    expect(await one.writes()).toEqual(['update Purchase'])
    expect(one.row('expense:e-1').problem?.code).toBe('reconciled-there')
    expect(one.row('expense:e-7').state).toBe('synced')
  },
  MINUTE,
)

describe('a tax period that was filed', () => {
  it(
    'takes new documents, and holds what voids or overwrites one',
    async () => {
      const one = await quickCompany()
      await one.practice.controls.changeSettings({ taxFiledUntil: '2026-12-31' })
      await one.company.sync()
      expect(one.row('invoice:i-1001').state).toBe('synced')
      await one.writes()
      await changes(one, 'invoices', 'i-1005', { status: 'voided' })
      expect(one.row('invoice:i-1005')).toMatchObject({
        state: 'held',
        problem: { code: 'tax-filed-there', params: { does: 'void', until: '2026-12-31' } },
      })
      expect(await one.writes()).toEqual([])
      await sendAnyway(one.company, ['invoice:i-1005'])
      await one.company.sync()
      expect(await one.writes()).toEqual(['void Invoice'])
    },
    MINUTE,
  )

  it(
    'costs three reads in a run that overwrites, voids or deletes something, and none in any other',
    async () => {
      const one = await firstDay()
      const reads = async (): Promise<number> =>
        (await one.practice.controls.requests(0)).filter((request) => /reports|TaxAgency/.test(JSON.stringify(request)))
          .length
      expect(await reads()).toBe(0)
      await changes(one, 'expenses', 'e-1', { memo: 'Corrigé' })
      expect(await one.writes()).toEqual(['update Purchase'])
      expect(await reads()).toBe(3)
      await one.company.sync()
      expect(await reads()).toBe(3)
    },
    MINUTE,
  )
})
