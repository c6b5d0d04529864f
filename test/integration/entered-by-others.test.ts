import { afterEach, describe, expect, it } from 'vitest'
import { sendAnyway } from '../../electron/companion/entered.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

/** Rule D1 against the practice books: people and the bank's feed write names and amounts in their own way. */

type Reference = { value: string }

afterEach(closeCompanies)

async function synced(): Promise<QuickCompany> {
  const quick = await quickCompany()
  await quick.company.sync()
  await quick.writes()
  return quick
}

async function says(quick: QuickCompany, table: string, record: Raw, like: string): Promise<void> {
  await edit(quick.source, table, (records) => {
    records.push({ ...records.find((each) => each['id'] === like), ...record })
  })
  await editManifest(quick.source, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
  await quick.company.sync()
}

/** What a person puts on invoice 1001, of which 5,400 are open, in one or several payments. */
async function pays(quick: QuickCompany, payments: { total: number; on: number }[]): Promise<void> {
  const { controls } = quick.practice
  const invoice = (await controls.entities('Invoice')).find((each) => each['DocNumber'] === '1001')
  for (const { total, on } of payments)
    done(
      await controls.personCreates('Payment', {
        CustomerRef: invoice?.['CustomerRef'] as Reference,
        TotalAmt: total,
        TxnDate: '2026-03-22',
        Line: [{ Amount: on, LinkedTxn: [{ TxnId: String(invoice?.['Id']), TxnType: 'Invoice' }] }],
      }),
    )
}

/** A purchase as the card's feed enters it, of a supplier of its own spelling. */
async function buys(quick: QuickCompany, supplier: string | null, amount: number): Promise<void> {
  const { controls } = quick.practice
  const before = (await controls.entities('Purchase')).find((each) => each['DocNumber'] === 'FL-88213')
  const [line] = before?.['Line'] as Raw[]
  const account = (line?.['AccountBasedExpenseLineDetail'] as Raw)['AccountRef'] as Reference
  const named = supplier === null ? null : done(await controls.personCreates('Vendor', { DisplayName: supplier }))
  done(
    await controls.personCreates('Purchase', {
      PaymentType: 'CreditCard',
      AccountRef: before?.['AccountRef'] as Reference,
      EntityRef: named ? { value: String(named['Id']), type: 'Vendor' } : (before?.['EntityRef'] as Reference),
      TxnDate: '2026-03-27',
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [
        {
          Amount: amount,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: { AccountRef: account, TaxCodeRef: { value: '4' } },
        },
      ],
    }),
  )
}

const PAYMENT = { id: 'pay-20', invoiceId: 'i-1001', amount: '1000.00', receivedOn: '2026-03-20', reference: 'CHQ 77' }
const EXPENSE = {
  id: 'e-20',
  number: 'FL-90001',
  spentOn: '2026-03-25',
  attachments: [],
  lines: [{ id: 'l-1', description: 'Bois', costCodeId: 'cc-06', amount: '85.00' }],
  taxes: [{ name: 'TPS + TVQ', rate: '14.975', amount: '12.73' }],
  subtotal: '85.00',
  total: '97.73',
}

describe('a payment that a person entered otherwise than Billdr has it', () => {
  it.each([
    [
      'in parts',
      [
        { total: 400, on: 400 },
        { total: 600, on: 600 },
      ],
    ],
    ['as a part of a larger one', [{ total: 1500, on: 1000 }]],
  ])('%s, on an invoice that is open still: it waits, and goes once on a yes', async (_name, payments) => {
    const quick = await synced()
    await pays(quick, payments)
    await says(quick, 'payments', PAYMENT, 'pay-1')
    expect(quick.row('payment:pay-20')).toMatchObject({ state: 'held', problem: { code: 'already-paid-there' } })
    expect(await quick.writes()).toEqual([])
    await sendAnyway(quick.company, ['payment:pay-20'])
    await quick.company.sync()
    expect(await quick.writes()).toEqual(['create Payment'])
    expect(quick.row('payment:pay-20').state).toBe('synced')
  })
})

describe('a purchase that the card’s feed entered otherwise than Billdr has it', () => {
  it.each([
    ['under the bank’s name of the supplier', 'MATERIAUX LAURIER #1234', 97.73],
    ['with another legal form', 'Materiaux Laurier Ltée', 97.73],
    ['with a tip of cents', null, 98],
    ['rounded to five cents', null, 97.75],
  ])('%s: it waits, and goes once on a yes', async (_name, supplier, amount) => {
    const quick = await synced()
    await buys(quick, supplier, amount)
    await says(quick, 'expenses', EXPENSE, 'e-1')
    expect(quick.row('expense:e-20')).toMatchObject({ state: 'held', problem: { code: 'looks-entered-already' } })
    expect(await quick.writes()).toEqual([])
    await sendAnyway(quick.company, ['expense:e-20'])
    await quick.company.sync()
    expect(await quick.writes()).toEqual(['create Purchase'])
  })
})
