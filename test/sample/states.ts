import { expect } from 'vitest'
import { disconnect } from '../../electron/companion/connect.ts'
import { link, unlink } from '../../electron/companion/decisions.ts'
import type { Company } from '../../electron/companion/company.ts'
import { readMonths } from '../../electron/companion/read-months.ts'
import type { PracticeControls } from '../../electron/practice/testing/controlled-company.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { done } from '../support/quick-company.ts'
import type { PublicBooks } from './books.ts'
import type { Json } from './figures.ts'
import { saidRows } from './figures.ts'

/** The sample's company on one of its days, and who may touch its books. */
export interface Day {
  company: Company
  controls: PracticeControls
  books: PublicBooks
}

const id = (day: Day, key: DocumentKey): string =>
  day.company.rows().find((row) => row.key === key)?.quickbooks?.id ?? ''
const there = async (day: Day, type: string, key: DocumentKey): Promise<Json> => {
  const found = (await day.books.all(type)).find((each) => each['Id'] === id(day, key))
  if (!found) throw new Error(`${key} is not there`)
  return found
}
const reference = (holder: Json | undefined, field: string): string =>
  ((holder?.[field] ?? {}) as { value?: string }).value ?? ''

/** The bill of the day: on the second one Billdr has taken the first one's back. */
function bill(day: Day): DocumentKey {
  return day.company.rows().some((row) => row.key === 'expense:e-3' && row.quickbooks) ? 'expense:e-3' : 'expense:e-4'
}

/** The states in which a bookkeeper meets her documents, one after the other; what each leaves stays for the next. */
export const STATES: [name: string, reach: (day: Day) => Promise<void>][] = [
  ['just synced', (day) => day.company.sync().then(() => undefined)],
  [
    'edited in QuickBooks: day, amount, number, words',
    async (day) => {
      const { controls } = day
      done(await controls.personEdits('Purchase', id(day, 'expense:e-1'), { TxnDate: '2026-04-02' }))
      const invoice = await there(day, 'Invoice', 'invoice:i-1003')
      const [line, ...others] = (invoice['Line'] as Json[]).filter(
        (each) => each['DetailType'] === 'SalesItemLineDetail',
      )
      const detail = { ...(line?.['SalesItemLineDetail'] as Json), Qty: 1, UnitPrice: 4321.05 }
      const edited = [{ ...line, Amount: 4321.05, SalesItemLineDetail: detail }, ...others]
      done(await controls.personEdits('Invoice', id(day, 'invoice:i-1003'), { Line: edited as never }))
      done(await controls.personEdits('Bill', id(day, bill(day)), { DocNumber: 'D-1190-B' }))
      const order = await there(day, 'PurchaseOrder', 'purchase-order:po-1')
      const lines = (order['Line'] as Json[]).map((each) => ({ ...each, Description: 'Fenêtres, autrement dit' }))
      done(await controls.personEdits('PurchaseOrder', id(day, 'purchase-order:po-1'), { Line: lines as never }))
      await day.company.sync()
    },
  ],
  [
    'voided in QuickBooks',
    async (day) => {
      await day.books.voids('Invoice', await there(day, 'Invoice', 'invoice:i-1007'))
      await day.company.sync()
    },
  ],
  [
    'deleted in QuickBooks',
    async (day) => {
      done(await day.controls.personDeletes('Purchase', id(day, 'expense:e-6')))
      done(await day.controls.personDeletes('CreditMemo', id(day, 'credit:cr-1')))
      await day.company.sync()
    },
  ],
  [
    'linked by hand, to one of another day and amount',
    async (day) => {
      const before = await there(day, 'Purchase', 'expense:e-7')
      const same = ['AccountRef', 'PaymentType', 'EntityRef', 'Line', 'GlobalTaxCalculation']
      const kept = Object.fromEntries(Object.entries(before).filter(([name]) => same.includes(name)))
      const byHand = { ...kept, DocNumber: 'MAIN-7', TxnDate: '2026-03-05', GlobalTaxCalculation: 'TaxExcluded' }
      const made = done(await day.controls.personCreates('Purchase', byHand as never))
      await day.company.sync()
      expect(await unlink(day.company, 'expense:e-7')).toMatchObject({ ok: true })
      expect(await link(day.company, 'expense:e-7', String(made['Id']), { yes: true })).toMatchObject({ ok: true })
      await day.company.sync()
    },
  ],
  [
    'taxed there, to within a cent of rounding by line',
    async (day) => {
      done(await day.controls.personAddsTax('Invoice', id(day, 'invoice:i-1002'), 'GST/QST QC - 9.975'))
      done(await day.controls.personAddsTax('Bill', id(day, bill(day)), 'GST/QST QC - 9.975'))
      await day.company.sync()
    },
  ],
  [
    'paid there by hand, and taken to the bank',
    async (day) => {
      const { controls } = day
      const invoice = await there(day, 'Invoice', 'invoice:i-1003')
      const open = Number(invoice['Balance'])
      done(
        await controls.personCreates('Payment', {
          CustomerRef: { value: reference(invoice, 'CustomerRef') },
          TxnDate: '2026-03-28',
          TotalAmt: open,
          Line: [{ Amount: open, LinkedTxn: [{ TxnId: id(day, 'invoice:i-1003'), TxnType: 'Invoice' }] }],
        }),
      )
      done(await controls.personDeposits([id(day, 'payment:pay-1')]))
      await day.company.sync()
    },
  ],
  [
    'a receipt that was taken off there',
    async (day) => {
      const [receipt] = (await day.books.all('Attachable')).filter((each) =>
        ((each['AttachableRef'] as Json[] | undefined) ?? []).some(
          (ref) => reference(ref, 'EntityRef') === id(day, 'expense:e-1'),
        ),
      )
      done(await day.controls.personDeletes('Attachable', String(receipt?.['Id'])))
      await day.company.sync()
      expect(await readMonths(day.company, '2026-02', '2026-04')).toMatchObject({ ok: true })
    },
  ],
  [
    'entered there by hand, and read afresh by date',
    async (day) => {
      const invoice = await there(day, 'Invoice', 'invoice:i-1001')
      done(
        await day.controls.personCreates('Invoice', {
          CustomerRef: { value: reference(invoice, 'CustomerRef') },
          TxnDate: '2026-03-20',
          DocNumber: 'HAND-1',
          Line: (invoice['Line'] as Json[]).slice(0, 1) as never,
          GlobalTaxCalculation: 'TaxExcluded',
        }),
      )
      await day.company.sync()
      expect(await readMonths(day.company, '2026-02', '2026-04')).toMatchObject({ ok: true })
      const rows = await saidRows(day.company)
      expect(rows.length).toBeGreaterThan(40)
    },
  ],
  [
    'disconnected',
    async (day) => {
      await disconnect(day.company)
      await day.company.sync()
    },
  ],
]
