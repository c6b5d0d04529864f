import { expect } from 'vitest'
import { link, setSettings } from '../../../electron/companion/decisions.ts'
import { problem } from '../../../shared/problem.ts'
import { edit, editManifest } from '../../billdr/exports.ts'
import type { Story } from './story.ts'

const EMPTIED = (records: unknown[]): void => void records.splice(0)

/** What a guard holds back until a person says yes, with the company's name on the button. */
export const GUARDS: readonly Story[] = [
  {
    codes: ['guard-export-shrank'],
    tells: 'an export that lost all its expenses removes them only after the yes',
    async run(world) {
      await edit(world.folder, 'expenses', EMPTIED)
      await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
      await world.sync()
      expect(world.company.rows().filter((row) => row.kind === 'expense').length).toBeGreaterThan(0)
      await world.press('guard-export-shrank', /^Delete \d+ documents, \$[\d,.]+, in QuickBooks…$/)
      await world.page
        .getByRole('dialog')
        .getByRole('button', { name: /^Yes, delete \d+ documents/ })
        .click()
      await world.gone('guard-export-shrank')
      await expect
        .poll(() => world.company.rows().filter((row) => row.kind === 'expense').length, { timeout: 20_000 })
        .toBe(0)
    },
  },
  {
    codes: ['guard-data-lost'],
    tells: 'what was lost of the stored data is told, until a person has read it',
    options: {
      before: async ({ company: { workspace } }) => {
        const value = { problem: problem('guard-data-lost'), keys: [], since: '2026-04-02T09:00:00Z', confirmed: false }
        await workspace.store.commit([{ table: 'guards', id: 'lost-2026-04-02T09:00:00Z', value }])
      },
    },
    async run(world) {
      await world.press('guard-data-lost', /Confirm for/)
      await world.gone('guard-data-lost')
      expect(world.company.status().guards).toEqual([])
    },
  },
  {
    codes: ['guard-many-removals', 'waits-for-confirmation'],
    tells: 'a removal waits with its document, and goes with a yes from there',
    options: { before: async ({ company }) => void (await setSettings(company, { maxRemovals: 0 })) },
    async run(world) {
      await edit(
        world.folder,
        'expenses',
        (records) =>
          void records.splice(
            0,
            records.length,
            ...records.filter((record) => record['id'] !== 'e-7' && record['id'] !== 'e-1'),
          ),
      )
      await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
      await world.sync()
      await world.show('expense:e-7')
      await world.trouble('guard-many-removals').waitFor()
      await world.press('waits-for-confirmation', 'Yes, go on')
      await world.press('waits-for-confirmation', /^Yes, delete 1 document \(\$[\d,.]+\) in the books of/)
      await expect
        .poll(() => world.company.rows().some((row) => row.key === 'expense:e-7'), { timeout: 20_000 })
        .toBe(false)
      // A yes to one is none to the other.
      expect(world.company.rows().some((row) => row.key === 'expense:e-1')).toBe(true)
      await world.press('guard-many-removals', /^Delete 1 document, \$[\d,.]+, in QuickBooks…$/)
      await world.page
        .getByRole('dialog')
        .getByRole('button', { name: /^Yes, delete 1 document/ })
        .click()
      await world.gone('guard-many-removals')
      await expect
        .poll(() => world.company.rows().some((row) => row.key === 'expense:e-7' || row.key === 'expense:e-1'), {
          timeout: 20_000,
        })
        .toBe(false)
    },
  },
  {
    codes: ['guard-many-removals'],
    tells: 'five removals are listed with their amounts, and refused one by one: nothing of them is touched',
    options: { before: async ({ company }) => void (await setSettings(company, { maxRemovals: 0 })) },
    async run(world) {
      const practice = await world.practice()
      const purchases = async () => (await practice.entities('Purchase')).concat(await practice.entities('Bill')).length
      const before = await purchases()
      const keys = world.company
        .rows()
        .filter((row) => row.kind === 'expense' && row.quickbooks !== null)
        .slice(0, 5)
        .map((row) => row.billdrId)
      expect(keys).toHaveLength(5)
      await edit(world.folder, 'expenses', (records) =>
        records.forEach((record) => {
          if (keys.includes(String(record['id'])))
            Object.assign(record, { status: 'rejected', updatedAt: '2026-04-02T08:00:00Z' })
        }),
      )
      await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
      await world.sync()
      await world.press('guard-many-removals', /^Delete 5 documents, \$[\d,.]+, in QuickBooks…$/)
      const dialog = world.page.getByRole('dialog')
      expect(await dialog.getByRole('listitem').count()).toBe(5)
      for (let left = 5; left > 0; left--) {
        await expect.poll(() => dialog.getByRole('listitem').count()).toBe(left)
        await dialog.getByRole('button', { name: 'Keep it there' }).first().click()
        // A run meanwhile asks about those that are left, and leaves the list open.
        if (left > 1) {
          await expect.poll(() => dialog.getByRole('listitem').count()).toBe(left - 1)
          await world.company.sync()
        }
      }
      await expect.poll(() => dialog.getByRole('listitem').count()).toBe(0)
      await world.sync()
      expect(await purchases()).toBe(before)
      for (const key of keys)
        expect(world.company.rows().find((row) => row.billdrId === key && row.kind === 'expense')?.state).toBe(
          'ignored',
        )
    },
  },
  {
    codes: ['awaits-review'],
    tells:
      'all that waits to be seen stands in one place with its sum: one by one, some, or all at once; what overwrites is named',
    options: { before: async ({ company }) => void (await setSettings(company, { review: 'all' })) },
    async run(world) {
      const { page, company } = world
      const waiting = () => company.rows().filter((row) => row.problem?.code === 'awaits-review').length
      const line = page.locator('[data-part="review"]')
      await line.getByText(new RegExp(`^${waiting()} wait for your yes \\(\\$[\\d,.]+`)).waitFor()
      const practice = await world.practice()
      expect(await practice.entities('Invoice')).toEqual([])
      await line.getByRole('button', { name: 'Go through them' }).click()
      const all = waiting()
      await page.getByRole('grid').focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('Space')
      await page.keyboard.press('Shift+ArrowDown')
      const bar = page.getByRole('toolbar')
      await bar.getByRole('button', { name: 'Approve these… (2)' }).click()
      await bar.getByRole('button', { name: /^Approve 2 \(\$[\d,.]+\) for Rénovations Beaubien/ }).click()
      await expect.poll(waiting).toBe(all - 2)
      await line.getByRole('button', { name: 'Approve all…' }).click()
      await line.getByText(/^creates \d+ \(\$[\d,.]+\)$/).waitFor()
      await line.getByRole('button', { name: new RegExp(`^Approve ${all - 2} `) }).click()
      await expect.poll(waiting).toBe(0)
      await expect.poll(() => line.count()).toBe(0)
      await world.sync()

      await edit(world.folder, 'expenses', (records) =>
        records.forEach((record) => {
          if (record['id'] === 'e-1') Object.assign(record, { memo: 'Other words', updatedAt: '2026-04-02T08:00:00Z' })
        }),
      )
      await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
      await world.sync()
      await world.show('expense:e-1')
      await world.press('awaits-review', /^Overwrite .*\$[\d,.]+, in QuickBooks…$/)
      await world.press('awaits-review', /^Overwrite .*\$[\d,.]+, in the books of Rénovations Beaubien inc\.$/)
      await world.shows('expense:e-1', 'synced')
    },
  },
  {
    codes: ['guard-removes-another'],
    tells: 'what was linked by hand and is not alike is voided only after the yes',
    async run(world) {
      const practice = await world.practice()
      const [customer] = await practice.entities('Customer')
      const byHand = await practice.personCreates('Invoice', {
        DocNumber: 'H-1',
        TxnDate: '2026-03-30',
        CustomerRef: { value: String(customer?.['Id']) },
        GlobalTaxCalculation: 'TaxExcluded',
        Line: [
          {
            Amount: 1,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
          },
        ],
      })
      const id = String(byHand.ok ? byHand.entity?.['Id'] : '')
      // Another party and amount: linked only with a yes.
      expect(await link(world.company, 'invoice:i-1008', id)).toMatchObject({ ok: false })
      expect(await link(world.company, 'invoice:i-1008', id, { yes: true })).toMatchObject({ ok: true })
      await edit(world.folder, 'invoices', (records) =>
        records.forEach((record) => record['id'] === 'i-1008' && Object.assign(record, { status: 'voided' })),
      )
      await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
      await world.sync()
      await world.press('guard-removes-another', /^Void 1 document, .* in QuickBooks…$/)
      await world.page
        .getByRole('dialog')
        .getByRole('button', { name: /^Yes, void 1 document/ })
        .click()
      await world.gone('guard-removes-another')
      await expect
        .poll(() => world.company.rows().find((row) => row.key === 'invoice:i-1008')?.state, { timeout: 20_000 })
        .toBe('synced')
    },
  },
  {
    codes: ['guard-export-older'],
    tells: 'an export that is older than the last one is taken only after the yes',
    async run(world) {
      await edit(world.folder, 'clients', (records) =>
        records.forEach((record) => Object.assign(record, { phone: '514 555-0100' })),
      )
      await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-01-02T09:00:00Z' }))
      await world.sync()
      await world.press('guard-export-older', /Confirm for/)
      await world.gone('guard-export-older')
    },
  },
  {
    codes: ['guard-other-company'],
    tells: 'an export of another company is taken only after the yes',
    async run(world) {
      await editManifest(world.folder, (manifest) =>
        Object.assign(manifest, {
          exportedAt: '2026-04-02T09:00:00Z',
          company: { ...(manifest['company'] as object), id: 'bdr-9999' },
        }),
      )
      await world.sync()
      await world.press('guard-other-company', /Confirm for/)
      await world.gone('guard-other-company')
    },
  },
]
