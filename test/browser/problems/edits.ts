import { ignore as leaveOut, link, unlink } from '../../../electron/companion/decisions.ts'
import { expect } from 'vitest'
import { rowsAt } from '../../../electron/practice/entities/json.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { Raw } from '../../billdr/exports.ts'
import { edit, editManifest } from '../../billdr/exports.ts'
import { ignore } from './rules.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

const linkOf = (world: World, key: DocumentKey): string =>
  world.company.workspace.store.table('links').get(key)?.id ?? ''

/** A newer export, in which records of a table were changed. */
async function newExport(
  world: World,
  table: string,
  change: (records: Raw[]) => void,
  exportedAt = '2026-04-02T09:00:00Z',
): Promise<void> {
  await edit(world.folder, table, change)
  await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt }))
  await world.sync()
}

const set =
  (id: string, values: Raw) =>
  (records: Raw[]): void => {
    for (const record of records)
      if (record['id'] === id) Object.assign(record, { updatedAt: '2026-04-01T12:00:00Z', ...values })
  }

const without =
  (...ids: string[]) =>
  (records: Raw[]): void =>
    void records.splice(0, records.length, ...records.filter((record) => !ids.includes(String(record['id']))))

const ONE_LINE = {
  lines: [{ id: 'l1', description: 'Corrigé', costCodeId: 'cc-06', amount: '100.00' }],
  taxes: [],
  subtotal: '100.00',
  total: '100.00',
}

/** The button shows the document in its books, on a page of its own. */
async function opensInBooks(world: World, code: ProblemCode): Promise<void> {
  const [books] = await Promise.all([
    world.browser.context.waitForEvent('page'),
    world.press(code, 'Open in QuickBooks'),
  ])
  await books.waitForLoadState()
  expect(new URL(books.url()).pathname).toMatch(/^\/books/)
  await books.close()
}

/** What changes after a document was sent, in Billdr or in QuickBooks. */
export const EDITS: readonly Story[] = [
  {
    codes: ['invoice-edited', 'credit-edited'],
    tells: 'the button opens the document in its books; voided in Billdr, it follows',
    async run(world) {
      await edit(world.folder, 'credits', set('cr-1', ONE_LINE))
      await newExport(world, 'invoices', set('i-1005', ONE_LINE))
      await world.show('invoice:i-1005')
      await opensInBooks(world, 'invoice-edited')
      await world.show('credit:cr-1')
      await opensInBooks(world, 'credit-edited')
      await newExport(world, 'invoices', set('i-1005', { status: 'voided' }), '2026-04-03T09:00:00Z')
      await world.show('invoice:i-1005')
      await world.shows('invoice:i-1005', 'synced')
    },
  },
  {
    codes: ['reconciled-there', 'bank-matched-there', 'tax-filed-there'],
    tells: 'the yes names the document and what is done to it; without it nothing is touched',
    async run(world) {
      const practice = await world.practice()
      await practice.personLocks('Purchase', linkOf(world, 'expense:e-1'), 'reconciled')
      await practice.personLocks('Purchase', linkOf(world, 'expense:e-2'), 'bank-matched')
      await practice.changeSettings({ taxFiledUntil: '2026-12-31' })
      await edit(world.folder, 'expenses', set('e-1', { memo: 'Corrigé' }))
      await edit(world.folder, 'expenses', set('e-2', { status: 'rejected' }))
      await newExport(world, 'invoices', set('i-1005', { status: 'voided' }))
      await world.show('expense:e-1')
      await world.press('reconciled-there', 'Do it all the same…')
      await world.press('reconciled-there', /^Yes, overwrite expense .* in the books of/)
      await world.shows('expense:e-1', 'synced')
      await world.show('expense:e-2')
      await world.press('bank-matched-there', 'Do it all the same…')
      await world.press('bank-matched-there', /^Yes, delete /)
      await expect.poll(() => linkOf(world, 'expense:e-2'), { timeout: 20_000 }).toBe('')
      await world.show('invoice:i-1005')
      await world.press('tax-filed-there', 'Do it all the same…')
      await world.press('tax-filed-there', /^Yes, void invoice 1005 in the books of/)
      await world.shows('invoice:i-1005', 'synced')
    },
  },
  {
    codes: ['edited-there', 'entered-there'],
    tells: 'the yes names what a person changed or entered there and Billdr takes back; without it nothing is touched',
    async run(world) {
      const practice = await world.practice()
      const there = (await practice.entities('Purchase')).find(({ Id }) => Id === linkOf(world, 'expense:e-2'))
      const [line] = rowsAt(there ?? {}, 'Line')
      const Line = [{ ...line, Amount: 7 }]
      await practice.personEdits('Purchase', linkOf(world, 'expense:e-2'), { Line })
      await edit(world.folder, 'expenses', set('e-2', { status: 'rejected' }))
      await newExport(world, 'invoices', set('i-1005', { memo: null }))
      await world.show('expense:e-2')
      await world.press('edited-there', 'Do it all the same…')
      await world.press('edited-there', /^Yes, delete /)
      await expect.poll(() => linkOf(world, 'expense:e-2'), { timeout: 20_000 }).toBe('')
      const chosen = linkOf(world, 'expense:e-1')
      await unlink(world.company, 'expense:e-1')
      expect(await link(world.company, 'expense:e-1', chosen)).toMatchObject({ ok: true })
      await edit(world.folder, 'expenses', set('e-1', { status: 'rejected' }))
      await newExport(world, 'invoices', set('i-1005', { memo: 'Deux' }), '2026-04-04T09:00:00Z')
      await world.show('expense:e-1')
      await world.press('entered-there', 'Do it all the same…')
      await world.press('entered-there', /^Yes, delete /)
      await expect.poll(() => linkOf(world, 'expense:e-1'), { timeout: 20_000 }).toBe('')
    },
  },
  {
    codes: ['back-to-draft'],
    tells: 'deleted in QuickBooks, "Retry" sees it and unlinks the draft',
    async run(world) {
      const id = linkOf(world, 'invoice:i-1005')
      await newExport(world, 'invoices', set('i-1005', { status: 'draft' }))
      await world.show('invoice:i-1005')
      await opensInBooks(world, 'back-to-draft')
      await (await world.practice()).personDeletes('Invoice', id)
      await world.press('back-to-draft', 'Retry')
      await world.trouble('draft').waitFor()
    },
  },
  {
    codes: ['invoice-voided'],
    tells:
      'P1: a payment of a voided invoice says that it will not go; it is left out with a reason, and goes once it is put on another invoice',
    options: {
      before: ({ folder }) =>
        edit(folder, 'payments', (payments) =>
          payments.push(
            ...['7', '8'].map((at) => ({
              ...payments[0],
              id: `pay-${at}`,
              invoiceId: 'i-1006',
              amount: '50.00',
              reference: `CHQ ${at}`,
            })),
          ),
        ),
    },
    async run(world) {
      await world.show('payment:pay-7')
      await world
        .trouble('invoice-voided')
        .getByText(/voided in Billdr/)
        .waitFor()
      await ignore(world, 'invoice-voided')
      await world.shows('payment:pay-7', 'ignored')
      await world.show('payment:pay-8')
      await world.shows('payment:pay-8', 'held')
      await newExport(world, 'payments', set('pay-8', { invoiceId: 'i-1005' }))
      await world.show('payment:pay-8')
      await world.shows('payment:pay-8', 'synced')
    },
  },
  {
    codes: ['removed-in-billdr', 'record-reference-removed'],
    tells:
      'an invoice that Billdr no longer has is left as it is, with a reason; so is a payment on it that comes later',
    async run(world) {
      await newExport(world, 'invoices', without('i-1005'))
      await newExport(world, 'payments', (payments) =>
        payments.push({ ...payments[0], id: 'pay-9', invoiceId: 'i-1005', amount: '50.00' }),
      )
      await world.show('payment:pay-9')
      await ignore(world, 'record-reference-removed')
      await world.shows('payment:pay-9', 'ignored')
      await world.show('invoice:i-1005')
      await opensInBooks(world, 'removed-in-billdr')
      await ignore(world, 'removed-in-billdr')
      await expect
        .poll(() => world.company.rows().filter((row) => row.key === 'invoice:i-1005' && row.state === 'held'))
        .toEqual([])
      await world.gone('removed-in-billdr')
    },
  },
  {
    codes: ['deleted-in-quickbooks'],
    tells: 'deleted there by someone, a yes creates it once more',
    async run(world) {
      await (await world.practice()).personDeletes('Purchase', linkOf(world, 'expense:e-1'))
      await world.sync()
      await world.show('expense:e-1')
      await world.press('deleted-in-quickbooks', 'Create a new one')
      await world.shows('expense:e-1', 'synced')
    },
  },
  {
    codes: ['number-taken'],
    tells: 'a person’s own invoice has the number: both are shown, and it goes under the next free one',
    async run(world) {
      const practice = await world.practice()
      const made = await practice.personCreates('Invoice', {
        DocNumber: '1900',
        TxnDate: '2025-01-10',
        CustomerRef: { value: linkOf(world, 'project:p-1') },
        GlobalTaxCalculation: 'TaxExcluded',
        Line: [
          {
            Amount: 5,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
          },
        ],
      })
      expect(made.ok).toBe(true)
      await newExport(world, 'invoices', set('i-1004', { status: 'submitted', number: '1900' }))
      await world.show('invoice:i-1004')
      await world.trouble('number-taken').getByText('1900').first().waitFor()
      await world.press('number-taken', /the next free number/)
      await world.shows('invoice:i-1004', 'synced')
    },
  },
  {
    codes: ['unlinked'],
    tells: 'found again by its number, date or amount, the likeliest first; what others hold is not offered',
    async run(world) {
      await world.show('expense:e-7')
      await world.page.getByText('Technical details').click()
      await world.page.getByRole('button', { name: 'Unlink' }).click()
      await world.page.getByRole('button', { name: 'Unlink' }).click()
      await world.shows('expense:e-7', 'held')
      await world.press('unlinked', 'Link to the existing one')
      await world.page.getByRole('button', { name: /^What it is in QuickBooks/ }).click()
      const options = world.page.getByRole('listbox').getByRole('option')
      await options.first().waitFor()
      expect(await options.count()).toBe(1)
      await world.page.getByRole('combobox').fill('2026')
      expect(await options.count()).toBe(1)
      await world.page.getByRole('combobox').fill('nothing like it')
      expect(await options.count()).toBe(0)
      await world.page.getByRole('combobox').fill('2026')
      await world.page.keyboard.press('Enter')
      await world.shows('expense:e-7', 'synced')
    },
  },
  {
    codes: ['changed-in-quickbooks'],
    tells: 'changed on both sides: overwritten only after a second yes, or theirs is kept at once',
    async run(world) {
      const practice = await world.practice()
      await practice.personEdits('Purchase', linkOf(world, 'expense:e-1'), { TxnDate: '2026-03-01' })
      await practice.personEdits('Purchase', linkOf(world, 'expense:e-7'), { TxnDate: '2026-03-01' })
      await newExport(world, 'expenses', (records) => {
        set('e-1', { memo: 'Livré au chantier' })(records)
        set('e-7', { memo: 'Livré au chantier' })(records)
      })
      await world.show('expense:e-1')
      await world.press('changed-in-quickbooks', 'Overwrite in QuickBooks')
      await world.press('changed-in-quickbooks', /^Overwrite .*, in the books of/)
      await world.shows('expense:e-1', 'synced')
      await world.show('expense:e-7')
      await world.press('changed-in-quickbooks', 'Keep what QuickBooks has')
      await world.shows('expense:e-7', 'synced')
    },
  },
  {
    codes: ['looks-entered-already'],
    tells: 'entered there by hand already, it is linked and not sent a second time',
    async run(world) {
      const practice = await world.practice()
      const customer = linkOf(world, 'project:p-2')
      const item = (await practice.entities('Item'))[0]
      const made = await practice.personCreates('Invoice', {
        DocNumber: '1004',
        TxnDate: '2026-03-20',
        GlobalTaxCalculation: 'TaxExcluded',
        CustomerRef: { value: customer },
        Line: [
          {
            Amount: 3120,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: String(item?.['Id']) }, TaxCodeRef: { value: '4' } },
          },
        ],
      })
      expect(made, JSON.stringify(made)).toMatchObject({ ok: true })
      await newExport(world, 'invoices', set('i-1004', { status: 'submitted' }))
      await world.show('invoice:i-1004')
      await world.press('looks-entered-already', 'Link to invoice 1004')
      await world.shows('invoice:i-1004', 'synced')
      expect((await practice.entities('Invoice')).filter((invoice) => invoice['DocNumber'] === '1004').length).toBe(1)
    },
  },
  {
    codes: ['id-rewritten'],
    tells: 'its id rewritten by a spreadsheet, an expense waits; said to be the same, it keeps its document',
    async run(world) {
      const there = linkOf(world, 'expense:e-7')
      await newExport(world, 'expenses', (records) => {
        for (const record of records) if (record['id'] === 'e-7') record['id'] = 'E-07'
      })
      await world.show('expense:E-07')
      await world.press('id-rewritten', 'It is the same one')
      await world.shows('expense:E-07', 'synced')
      expect(linkOf(world, 'expense:E-07')).toBe(there)
    },
  },
  {
    codes: ['already-paid-there'],
    tells: 'paid there in parts by a person, a payment waits; sent anyway, it goes beside them',
    async run(world) {
      const practice = await world.practice()
      const invoice = linkOf(world, 'invoice:i-1005')
      const customer = linkOf(world, 'project:p-3')
      for (const amount of [120.01, 80])
        expect(
          await practice.personCreates('Payment', {
            CustomerRef: { value: customer },
            TotalAmt: amount,
            TxnDate: '2026-03-25',
            Line: [{ Amount: amount, LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }] }],
          }),
        ).toMatchObject({ ok: true })
      await newExport(world, 'payments', (records) => {
        records.push({ ...records[0], id: 'pay-21', invoiceId: 'i-1005', amount: '200.01', receivedOn: '2026-03-26' })
      })
      await world.show('payment:pay-21')
      await world.press('already-paid-there', 'It is another one: send it anyway')
      await world.shows('payment:pay-21', 'synced')
    },
  },
  {
    codes: ['contact-inactive'],
    tells: 'made inactive in QuickBooks, a supplier is created anew',
    async run(world) {
      await (await world.practice()).personEdits('Vendor', linkOf(world, 'professional:v-4'), { Active: false })
      await world.sync()
      await world.show('professional:v-4')
      await world.press('contact-inactive', 'Create a new one')
      await world.shows('professional:v-4', 'synced')
    },
  },
  {
    codes: ['linked-already'],
    tells: 'a contact that is another’s already is freed by the button beside the refusal',
    async run(world) {
      await world.go('contacts')
      const item = world.page.locator('li[data-key="client:c-104"]')
      await item.getByRole('button', { name: /Choose for Zoé D'Amours/ }).click()
      await world.page.getByRole('combobox', { name: 'Type to find' }).fill("o'brien")
      await world.page.keyboard.press('Enter')
      await world.press('linked-already', 'Unlink')
      await expect
        .poll(() => world.company.rows().find((row) => row.key === 'client:c-103')?.problem?.code)
        .toBe('unlinked')
    },
  },
  {
    codes: ['credit-not-applied'],
    tells: 'a note beside a credit that is well opens it in its books',
    options: { before: ({ folder }) => edit(folder, 'credits', set('cr-1', { appliesToInvoiceId: 'i-1006' })) },
    async run(world) {
      await world.show('credit:cr-1')
      await world.shows('credit:cr-1', 'synced')
      await opensInBooks(world, 'credit-not-applied')
    },
  },
  {
    codes: ['ignored-changed'],
    tells: 'an ignored document that changes in Billdr is asked about again',
    async run(world) {
      await leaveOut(world.company, ['expense:e-5'], 'paid in person')
      await edit(world.folder, 'expenses', (records) => {
        for (const record of records) if (record['id'] === 'e-5') record['memo'] = 'Un autre achat'
      })
      await world.sync()
      await world.show('expense:e-5')
      await world.shows('expense:e-5', 'held')
      await world.press('ignored-changed', 'Stop ignoring it')
      await world.gone('ignored-changed')
    },
  },
]
