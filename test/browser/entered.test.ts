import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import { chromiumPath } from './chromium.ts'
import type { World } from './problems/world.ts'
import { closeBrowser, closeWorlds, startWorld } from './problems/world.ts'

/* D1 by the buttons: what a person or the bank feed has entered waits beside it, and is linked instead of entered again. */

afterEach(closeWorlds)
afterAll(closeBrowser)

const idOf = (world: World, key: string): string => world.company.workspace.store.table('links').get(key)?.id ?? ''

async function exported(world: World, table: string, change: (records: Raw[]) => void): Promise<void> {
  await edit(world.folder, table, change)
  await editManifest(world.folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
  await world.sync()
}

async function pays(
  world: World,
  customer: string,
  lines: readonly [invoice: string, amount: number][],
  total: number,
) {
  const practice = await world.practice()
  const made = await practice.personCreates('Payment', {
    CustomerRef: { value: idOf(world, customer) },
    TotalAmt: total,
    TxnDate: '2026-03-28',
    Line: lines.map(([invoice, amount]) => ({
      Amount: amount,
      LinkedTxn: [{ TxnId: idOf(world, invoice), TxnType: 'Invoice' }],
    })),
  })
  expect(made, JSON.stringify(made)).toMatchObject({ ok: true })
}

const PAYMENTS: readonly [what: string, act: (world: World) => Promise<void>][] = [
  ['two days later on the invoice', (world) => pays(world, 'project:p-3', [['invoice:i-1005', 200.01]], 200.01)],
  ['unapplied', (world) => pays(world, 'project:p-3', [], 200.01)],
  ['under the parent customer', (world) => pays(world, 'client:c-103', [], 200.01)],
]

interface Bought {
  amount: number
  number?: string
  day?: string
  by?: 'Check' | 'CreditCard'
}

async function buys(world: World, { amount, number, day = '2026-03-20', by = 'CreditCard' }: Bought): Promise<void> {
  const practice = await world.practice()
  const like = (await practice.entities('Purchase')).find((each) => each['PaymentType'] === by)
  const account = (await practice.entities('Account')).find(
    (each) => each['Name'] === (by === 'Check' ? 'Checking' : 'Mastercard'),
  )
  const any = like ?? (await practice.entities('Purchase'))[0]
  const [line] = any?.['Line'] as Raw[]
  const made = await practice.personCreates('Purchase', {
    PaymentType: by,
    AccountRef: { value: String(account?.['Id']) },
    EntityRef: { value: idOf(world, 'professional:v-1'), type: 'Vendor' },
    TxnDate: day,
    ...(number !== undefined && { DocNumber: number }),
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        Amount: amount,
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: {
          AccountRef: (line?.['AccountBasedExpenseLineDetail'] as Raw)['AccountRef'] as { value: string },
          TaxCodeRef: { value: '4' },
        },
      },
    ],
  })
  expect(made, JSON.stringify(made)).toMatchObject({ ok: true })
}

const PURCHASES: readonly [what: string, bought: Bought][] = [
  ['with its number, before tax', { amount: 85, number: 'Z-21' }],
  ['without a number, with tax', { amount: 97.73 }],
  ['without a number, before tax, a day off', { amount: 85, day: '2026-03-21' }],
  ['as a cheque', { amount: 97.73, by: 'Check' }],
]

describe.skipIf(chromiumPath() === null)('what is in QuickBooks already', () => {
  it.each(PAYMENTS)('a payment, entered there %s: it is linked, and none is sent beside it', async (_what, act) => {
    const world = await startWorld()
    const practice = await world.practice()
    await act(world)
    const before = (await practice.entities('Payment')).length
    await exported(world, 'payments', (records) => {
      records.push({ ...records[0], id: 'pay-21', invoiceId: 'i-1005', amount: '200.01', receivedOn: '2026-03-26' })
    })
    await world.show('payment:pay-21')
    await world.press('looks-entered-already', /^Link to payment/)
    await world.shows('payment:pay-21', 'synced')
    expect((await practice.entities('Payment')).length).toBe(before)
  })

  it('a payment, entered there in a bank deposit: it is left out, and none is sent beside it', async () => {
    const world = await startWorld()
    const practice = await world.practice()
    const bank = (await practice.entities('Account')).find((each) => each['AccountType'] === 'Bank')
    const income = (await practice.entities('Account')).find((each) => each['AccountType'] === 'Income')
    const made = await practice.personCreates('Deposit', {
      DepositToAccountRef: { value: String(bank?.['Id']) },
      TxnDate: '2026-03-28',
      Line: [
        {
          Amount: 200.01,
          DetailType: 'DepositLineDetail',
          DepositLineDetail: {
            AccountRef: { value: String(income?.['Id']) },
            Entity: { value: idOf(world, 'project:p-3'), type: 'CUSTOMER' },
          },
        },
      ],
    })
    expect(made, JSON.stringify(made)).toMatchObject({ ok: true })
    const before = (await practice.entities('Payment')).length
    await exported(world, 'payments', (records) => {
      records.push({ ...records[0], id: 'pay-21', invoiceId: 'i-1005', amount: '200.01', receivedOn: '2026-03-26' })
    })
    await world.show('payment:pay-21')
    await world.press('looks-entered-already', 'It is this one: leave it out of QuickBooks')
    await world.shows('payment:pay-21', 'ignored')
    expect((await practice.entities('Payment')).length).toBe(before)
  })

  it('five invoices paid in one deposit: a payment of one of them waits, and is left out', async () => {
    const world = await startWorld()
    const ids = [31, 32, 33, 34, 35]
    await exported(world, 'invoices', (records) => {
      const like = records.find((record) => record['id'] === 'i-1005')
      for (const id of ids)
        records.push({
          ...like,
          id: `i-${id}`,
          number: `90${id}`,
          attachments: [],
          lines: [{ id: 'l1', description: 'Travaux', costCodeId: 'cc-06', amount: '100.00' }],
          taxes: [],
          subtotal: '100.00',
          total: '100.00',
        })
    })
    await pays(
      world,
      'project:p-3',
      ids.map((id) => [`invoice:i-${id}`, 100]),
      500,
    )
    const practice = await world.practice()
    const before = (await practice.entities('Payment')).length
    await exported(world, 'payments', (records) => {
      records.push({ ...records[0], id: 'pay-31', invoiceId: 'i-31', amount: '100.00', receivedOn: '2026-03-26' })
    })
    await world.show('payment:pay-31')
    await world.press('already-paid-there', 'Ignore')
    await world.page.getByRole('button', { name: /^Ignore / }).click()
    await world.shows('payment:pay-31', 'ignored')
    expect((await practice.entities('Payment')).length).toBe(before)
  })

  it.each(PURCHASES)(
    'a purchase, entered there %s: it is linked, and none is sent beside it',
    async (_what, bought) => {
      const world = await startWorld()
      const practice = await world.practice()
      await buys(world, bought)
      const before = (await practice.entities('Purchase')).length
      await exported(world, 'expenses', (records) => {
        records.push({
          ...records[0],
          id: 'e-21',
          number: 'Z-21',
          spentOn: '2026-03-20',
          attachments: [],
          lines: [{ id: 'l1', description: 'Vis', costCodeId: 'cc-06', amount: '85.00' }],
          subtotal: '85.00',
          taxes: [
            { name: 'TPS', rate: '5', amount: '4.25' },
            { name: 'TVQ', rate: '9.975', amount: '8.48' },
          ],
          total: '97.73',
        })
      })
      await world.show('expense:e-21')
      await world.press('looks-entered-already', /^Link to /)
      await world.shows('expense:e-21', 'synced')
      expect((await practice.entities('Purchase')).length).toBe(before)
    },
  )

  it('an invoice of another client: the link is refused, saying what would be out of step', async () => {
    const world = await startWorld()
    const practice = await world.practice()
    const made = await practice.personCreates('Invoice', {
      DocNumber: '1900',
      TxnDate: '2026-01-10',
      CustomerRef: { value: idOf(world, 'project:p-1') },
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
    await exported(world, 'invoices', (records) => {
      for (const record of records)
        if (record['id'] === 'i-1004')
          Object.assign(record, { status: 'submitted', number: '1900', updatedAt: '2026-04-01T12:00:00Z' })
    })
    await world.show('invoice:i-1004')
    await world.press('number-taken', 'Link to invoice 1900')
    await world.trouble('link-differs').waitFor()
    await world.page
      .getByRole('button', { name: /^It is the same: link it, with .*customer.* out of step$/i })
      .waitFor()
    await world.page.getByRole('button', { name: 'Cancel' }).first().click()
    expect(idOf(world, 'invoice:i-1004')).toBe('')
    await world.shows('invoice:i-1004', 'failed')
  })

  it('a whole table under other ids: one answer, by one button, and nothing is sent', async () => {
    const world = await startWorld()
    const practice = await world.practice()
    const before = await practice.entities('Purchase')
    await exported(world, 'expenses', (records) => {
      for (const record of records) record['id'] = `row ${String(record['id'])}`
    })
    const asked = world.company.rows().flatMap(({ key, problem }) => (problem?.code === 'id-rewritten' ? [key] : []))
    expect(asked.length).toBeGreaterThan(3)
    await world.go('queue')
    const grid = world.page.getByRole('grid')
    for (const key of asked) {
      const row = grid.locator(`[data-key="${key}"]`)
      await row.hover()
      await row.getByRole('checkbox').click()
    }
    await world.page.getByRole('button', { name: `Approve these… (${asked.length})` }).click()
    await world.page.getByText(`takes ${asked.length} for known ones, sends nothing`).waitFor()
    await world.page.getByRole('button', { name: new RegExp(`^Approve ${asked.length} .*Beaubien`) }).click()
    for (const key of asked)
      await expect
        .poll(() => world.company.rows().find((row) => row.key === key)?.state, { timeout: 20_000 })
        .toBe('synced')
    await world.sync()
    expect(await practice.entities('Purchase')).toEqual(before)
    expect(world.company.status().guards).toEqual([])
  })
})
