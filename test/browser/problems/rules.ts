import { expect } from 'vitest'
import { setSettings } from '../../../electron/companion/decisions.ts'
import { UNTIL_RESUMED } from '../../../electron/companion/workspace.ts'
import { needsPerson } from '../../../shared/row.ts'
import { edit } from '../../billdr/exports.ts'
import type { Raw } from '../../billdr/exports.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

/** Chooses in a picker by typing a part of a name, with the keyboard. */
export async function choose(world: World, picker: string | RegExp, typed: string): Promise<void> {
  await world.page.getByRole('button', { name: picker }).first().click()
  await world.page.getByRole('combobox', { name: 'Type to find' }).fill(typed)
  await world.page.keyboard.press('Enter')
}

export async function ignore(world: World, code: Parameters<World['press']>[0]): Promise<void> {
  await world.press(code, 'Ignore')
  await world.page.getByLabel(/Why it is ignored/).fill('Not for the books')
  await world.page.getByRole('button', { name: /^Ignore .+/ }).click()
}

const record = (records: Raw[], id: string): Raw => records.find((each) => each['id'] === id) ?? {}

/** What the rules hold back: chosen, decided or ignored by a button of the document. */
export const RULES: readonly Story[] = [
  {
    codes: ['client-without-project', 'professional-unused'],
    tells: 'a yes creates it, or sends it under the next free number',
    async run(world) {
      for (const [key, code, button] of [
        ['client:c-104', 'client-without-project', 'Create a new one'],
        ['professional:v-5', 'professional-unused', 'Create a new one'],
        ['invoice:i-1008', 'number-twice-in-billdr', /the next free number/],
      ] as const) {
        await world.show(key)
        await world.press(code, button)
        await world.shows(key, 'synced')
      }
    },
  },
  {
    codes: ['draft', 'rejected', 'waits-for'],
    tells: 'what will never be sent is ignored, with a reason',
    async run(world) {
      for (const [key, code] of [
        ['expense:e-4', 'draft'],
        ['expense:e-8', 'rejected'],
        ['payment:pay-3', 'waits-for'],
      ] as const) {
        await world.show(key)
        await ignore(world, code)
        await world.shows(key, 'ignored')
      }
    },
  },
  {
    codes: ['document-cost-code-unmatched', 'cost-code-unmatched'],
    tells: 'its button leads to the cost codes, and one choice mends code and document',
    async run(world) {
      await world.show('expense:e-5')
      await world.press('document-cost-code-unmatched', 'Choose an account')
      await world.page.getByRole('heading', { name: 'Cost codes', level: 1 }).waitFor()
      await world.show('cost-code:cc-99')
      await world.press('cost-code-unmatched', 'Choose an account')
      await choose(world, /Account, for expenses, Choose for 17-900 Divers/, 'perm')
      await world.show('cost-code:cc-99')
      await world.shows('cost-code:cc-99', 'synced')
      await world.show('expense:e-5')
      await world.shows('expense:e-5', 'synced')
    },
  },
  {
    codes: ['mapping-not-found'],
    tells: 'an account that QuickBooks does not have is chosen anew',
    options: {
      mappings: (sample) => ({
        ...sample,
        costCodes: { ...sample.costCodes, 'cc-18': { account: 'No such account' } },
      }),
    },
    async run(world) {
      await world.show('expense:e-6')
      await world.press('mapping-not-found', 'Choose an account')
      await choose(world, /Account, for expenses, Choose for 18-000/, 'perm')
      await world.show('expense:e-6')
      await world.shows('expense:e-6', 'synced')
    },
  },
  {
    codes: ['default-missing'],
    tells: 'the account for cash is chosen in the settings',
    options: {
      mappings: ({ defaults, ...sample }) => ({
        ...sample,
        defaults: { ...defaults, paidWith: { cheque: 'Checking', credit_card: 'Mastercard', bank: 'Checking' } },
      }),
    },
    async run(world) {
      await world.show('expense:e-2')
      await world.press('default-missing', 'Choose a default')
      await choose(world, /Account for cash/, 'petty')
      await world.show('expense:e-2')
      await world.shows('expense:e-2', 'synced')
    },
  },
  {
    codes: ['tax-code-missing'],
    tells: 'the tax code is chosen in the settings',
    options: { before: async ({ company }) => void (await setSettings(company, { taxCode: 'No such code' })) },
    async run(world) {
      await world.show('invoice:i-1001')
      await world.press('tax-code-missing', 'Choose a tax code')
      await world.page
        .getByLabel('Tax code of lines without tax', { exact: true })
        .selectOption({ label: 'Out of Scope' })
      await world.page.getByRole('button', { name: 'Save', exact: true }).click()
      await world.show('invoice:i-1001')
      await world.shows('invoice:i-1001', 'synced')
    },
  },
  {
    codes: ['starting-number-taken'],
    tells:
      'I6: a number that QuickBooks has is refused beside its field, and its button leads there, where another is taken',
    async run(world) {
      const { page } = world
      await world.go('settings')
      const field = page.getByLabel('Invoice numbers continue at')
      await field.fill('1001')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await world.trouble('starting-number-taken').waitFor()
      expect(world.company.workspace.settings().nextInvoiceNumber).toBeNull()
      await world.press('starting-number-taken', 'Open settings')
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('[data-part]')?.getAttribute('data-part')))
        .toBe('sync')
      await field.fill('2001')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('Saved.').waitFor()
      await world.gone('starting-number-taken')
      expect(world.company.workspace.settings().nextInvoiceNumber).toBe('2001')
    },
  },
  {
    codes: ['before-sync-from', 'invoice-before-start'],
    tells: 'an older document goes once the first day is set back',
    options: { before: async ({ company }) => void (await setSettings(company, { syncFrom: '2026-03-25' })) },
    async run(world) {
      await world.show('invoice:i-1001')
      await world.press('before-sync-from', 'Open settings')
      await world.show('payment:pay-4')
      await world.press('invoice-before-start', 'Open settings')
      await world.page.getByLabel('Starting date').fill('2026-01-01')
      await world.page.getByRole('button', { name: 'Save', exact: true }).click()
      await world.show('invoice:i-1001')
      await world.shows('invoice:i-1001', 'synced')
    },
  },
  {
    codes: ['purchase-orders-off', 'waits-for-purchase-orders'],
    tells: 'O1: said once for the company; in a plan that has them, the orders go with "Retry"',
    options: {
      before: async ({ practice, folder }) => {
        await (await practice()).changeSettings({ plan: 'Essentials' })
        await edit(folder, 'purchase-orders', (orders) =>
          orders.push(
            ...['8', '9'].map((at) => ({
              ...record(orders, 'po-1'),
              id: `po-${at}`,
              number: `PO-9${at}`,
              issuedOn: '2026-03-30',
            })),
          ),
        )
      },
    },
    async run(world) {
      expect(
        world.company
          .rows()
          .filter((row) => row.kind === 'purchase-order' && needsPerson(row))
          .map((row) => row.key),
      ).toEqual(['purchase-order:po-1'])
      await world.show('purchase-order:po-8')
      await ignore(world, 'waits-for-purchase-orders')
      await world.shows('purchase-order:po-8', 'ignored')
      await world.show('purchase-order:po-1')
      await (await world.practice()).changeSettings({ plan: 'Plus' })
      await world.press('purchase-orders-off', 'Retry')
      await world.shows('purchase-order:po-1', 'synced')
      await world.show('purchase-order:po-9')
      await world.shows('purchase-order:po-9', 'synced')
    },
  },
  {
    codes: ['books-closed'],
    tells: 'opened again in QuickBooks, the document goes with "Retry"',
    options: {
      before: async ({ practice }) =>
        void (await (await practice()).changeSettings({ booksClosedUntil: '2026-03-31' })),
    },
    async run(world) {
      await world.show('invoice:i-1001')
      await (await world.practice()).changeSettings({ booksClosedUntil: null })
      await world.press('books-closed', 'Retry')
      await world.shows('invoice:i-1001', 'synced')
    },
  },
  {
    codes: ['number-twice-in-billdr'],
    tells: 'seen in the preview, the second takes the next number before anything is sent',
    options: {
      before: ({ company }) =>
        company.workspace.setProfile({
          pausedUntil: UNTIL_RESUMED,
          lastPush: { at: '2026-03-01T00:00:00Z', sent: 0, failed: 0 },
        }),
    },
    async run(world) {
      await world.show('invoice:i-1008')
      await world.press('number-twice-in-billdr', /the next free number/)
      await world.shows('invoice:i-1008', 'pending')
      await world.page.getByRole('button', { name: 'Resume' }).first().click()
      await world.shows('invoice:i-1008', 'synced')
    },
  },
  {
    codes: [
      'lines-missing',
      'record-totals-differ',
      'record-reference-missing',
      'record-currency',
      'supplier-missing',
      'total-negative',
    ],
    tells: 'what Billdr has wrong can be left out, with a reason',
    options: {
      before: async ({ folder }) => {
        await edit(folder, 'invoices', (invoices) => {
          Object.assign(record(invoices, 'i-1001'), { subtotal: '1.00' })
          Object.assign(record(invoices, 'i-1002'), { projectId: 'p-99' })
          Object.assign(record(invoices, 'i-1005'), { currency: 'USD' })
          Object.assign(record(invoices, 'i-1007'), {
            lines: [{ id: 'l1', description: 'Remise', costCodeId: 'cc-06', amount: '-10.00' }],
            taxes: [],
            subtotal: '-10.00',
            total: '-10.00',
          })
        })
        await edit(folder, 'expenses', (expenses) => {
          Object.assign(record(expenses, 'e-3'), { professionalId: null })
          Object.assign(record(expenses, 'e-7'), { lines: [], taxes: [], subtotal: '0.00', total: '0.00' })
        })
      },
    },
    async run(world) {
      for (const [key, code] of [
        ['invoice:i-1001', 'record-totals-differ'],
        ['invoice:i-1002', 'record-reference-missing'],
        ['invoice:i-1005', 'record-currency'],
        ['invoice:i-1007', 'total-negative'],
        ['expense:e-3', 'supplier-missing'],
        ['expense:e-7', 'lines-missing'],
      ] as const) {
        await world.show(key)
        await ignore(world, code)
        await world.shows(key, 'ignored')
      }
    },
  },
]
