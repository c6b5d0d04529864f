import { expect } from 'vitest'
import { setSettings } from '../../../electron/companion/decisions.ts'
import type { ChangeableSettings } from '../../../electron/practice/testing/controlled-company.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { UNTIL_RESUMED } from '../../../electron/companion/workspace.ts'
import { edit } from '../../billdr/exports.ts'
import { choose } from './rules.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

/** A new company before its first run: everything waits, so that every setting in use can be told of. */
const PAUSED = ({ company }: Pick<World, 'company'>): Promise<void> =>
  company.workspace.setProfile({ pausedUntil: UNTIL_RESUMED })

/** Settings of QuickBooks, changed there by a person; "Check again" sees that they are mended. */
const mendedThere = (codes: readonly ProblemCode[], wrong: ChangeableSettings, right: ChangeableSettings): Story => ({
  codes,
  tells: 'mended in QuickBooks, "Check again" takes it off the list',
  options: {
    before: async (world) => {
      await PAUSED(world)
      await (await world.practice()).changeSettings(wrong)
    },
  },
  async run(world) {
    await world.go('settings')
    for (const code of codes) await world.trouble(code).waitFor()
    await (await world.practice()).changeSettings(right)
    await world.page.getByRole('button', { name: 'Check again' }).click()
    for (const code of codes) await world.gone(code)
  },
})

/** The settings that cause trouble, on the list of the settings page. */
export const HEALTH: readonly Story[] = [
  mendedThere(
    [
      'health-custom-numbers-off',
      'health-auto-apply-payments',
      'health-auto-apply-credits',
      'health-billable-off',
      'health-books-closed',
    ],
    {
      customTxnNumbers: false,
      autoApplyPayments: true,
      autoApplyCredit: true,
      billableExpenses: false,
      booksClosedUntil: '2026-03-31',
    },
    {
      customTxnNumbers: true,
      autoApplyPayments: false,
      autoApplyCredit: false,
      billableExpenses: true,
      booksClosedUntil: null,
    },
  ),
  mendedThere(['health-purchase-orders-off', 'health-bills-off'], { plan: 'SimpleStart' }, { plan: 'Plus' }),
  mendedThere(['health-sales-tax-off'], { tax: 'none' }, { tax: 'tracked' }),
  {
    codes: ['health-sales-tax-unfinished'],
    tells: 'set up in QuickBooks, "Check again" takes it off the list',
    options: {
      country: 'US',
      before: async (world) => {
        await PAUSED(world)
        await (await world.practice()).changeSettings({ tax: 'automated-off' })
      },
    },
    async run(world) {
      await world.go('settings')
      await world.trouble('health-sales-tax-unfinished').waitFor()
      await (await world.practice()).changeSettings({ tax: 'automated' })
      await world.page.getByRole('button', { name: 'Check again' }).click()
      await world.gone('health-sales-tax-unfinished')
    },
  },
  {
    codes: ['health-one-currency'],
    tells: 'several currencies turned on in QuickBooks, "Check again" takes it off the list',
    options: {
      before: async (world) => {
        await PAUSED(world)
        await edit(world.folder, 'invoices', (invoices) =>
          invoices.forEach((invoice) => invoice['id'] === 'i-1005' && Object.assign(invoice, { currency: 'USD' })),
        )
      },
    },
    async run(world) {
      await world.go('settings')
      await world.trouble('health-one-currency').waitFor()
      await (await world.practice()).changeSettings({ multiCurrency: true })
      await world.page.getByRole('button', { name: 'Check again' }).click()
      await world.gone('health-one-currency')
    },
  },
  {
    codes: ['health-starts-in-closed-books'],
    tells: 'its button leads to the first day, which is set behind the closing date',
    options: {
      before: async (world) => {
        await setSettings(world.company, { syncFrom: '2026-04-01' })
        await (await world.practice()).changeSettings({ booksClosedUntil: '2026-04-30' })
      },
    },
    async run(world) {
      await world.go('settings')
      await world.press('health-starts-in-closed-books', 'Open settings')
      await world.page.getByLabel('Starting date').fill('2026-05-01')
      await world.page.getByRole('button', { name: 'Save', exact: true }).click()
      await world.gone('health-starts-in-closed-books')
    },
  },
  {
    codes: ['health-tax-code-missing'],
    tells: 'its button leads to the tax code, which is chosen',
    options: {
      before: async (world) => {
        await PAUSED(world)
        await setSettings(world.company, { taxCode: 'No such code', purchaseTaxCode: 'Exempt' })
      },
    },
    async run(world) {
      await world.go('settings')
      await world.press('health-tax-code-missing', 'Choose a tax code')
      await world.page.getByLabel('Tax code of lines without tax', { exact: true }).selectOption({ label: 'Exempt' })
      await world.page.getByRole('button', { name: 'Save', exact: true }).click()
      await world.gone('health-tax-code-missing')
    },
  },
  {
    codes: ['health-default-missing', 'health-default-gone', 'health-account-type', 'health-item-not-bought'],
    tells: 'its button leads to the defaults, where another one is chosen',
    options: {
      mappings: (sample) => ({
        ...sample,
        defaults: {
          ...sample.defaults,
          expenseAccount: 'No such account',
          purchaseItem: 'Only sold',
          paidWith: { cheque: 'Checking', credit_card: 'Checking', bank: 'Checking' },
        },
      }),
      before: async (world) => {
        await PAUSED(world)
        const practice = await world.practice()
        const [income] = (await practice.entities('Account')).filter((account) => account['AccountType'] === 'Income')
        expect(
          await practice.personCreates('Item', {
            Name: 'Only sold',
            Type: 'Service',
            IncomeAccountRef: { value: String(income?.['Id']) },
          }),
        ).toMatchObject({ ok: true })
      },
    },
    async run(world) {
      await world.go('settings')
      for (const [code, picker, typed] of [
        ['health-default-missing', /Account for cash/, 'petty'],
        ['health-default-gone', /Account for expenses/, 'job expenses'],
        ['health-account-type', /Account for the credit card/, 'master'],
        ['health-item-not-bought', /Item for purchase orders/, 'materials'],
      ] as const) {
        await world.press(code, 'Choose a default')
        await choose(world, picker, typed)
        await world.gone(code)
      }
    },
  },
  {
    codes: ['health-cost-codes'],
    tells: 'its button leads to the cost codes, where one is chosen',
    async run(world) {
      await world.go('settings')
      await world.press('health-cost-codes', 'Choose an account')
      await choose(world, /Account, for expenses, Choose for 17-900 Divers/, 'perm')
      await world.go('settings')
      await world.gone('health-cost-codes')
    },
  },
]
