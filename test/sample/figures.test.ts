import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disconnect } from '../../electron/companion/connect.ts'
import { link, unlink } from '../../electron/companion/decisions.ts'
import { readMonths } from '../../electron/companion/read-months.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'
import { PublicBooks } from './books.ts'
import type { Json, Truth } from './figures.ts'
import { holdAgainstBooks, saidRows, truthOf } from './figures.ts'

const MINUTE = 60_000
const DAY_TWO = join(import.meta.dirname, '../../build/samples/renovation-day-two')

let running: QuickCompany
let books: PublicBooks
let truth: Truth

const id = (key: DocumentKey): string => running.row(key).quickbooks?.id ?? ''
const there = async (type: string, key: DocumentKey): Promise<Json> => {
  const found = (await books.all(type)).find((each) => each['Id'] === id(key))
  if (!found) throw new Error(`${key} is not there`)
  return found
}
const reference = (holder: Json | undefined, field: string): string =>
  ((holder?.[field] ?? {}) as { value?: string }).value ?? ''

/** The bill of the day: on the second one Billdr has taken the first one's back. */
function bill(): DocumentKey {
  return running.company.rows().some((row) => row.key === 'expense:e-3' && row.quickbooks)
    ? 'expense:e-3'
    : 'expense:e-4'
}

async function synced(): Promise<void> {
  await running.company.sync()
}

/** The states in which a bookkeeper meets her documents, one after the other; what each leaves stays for the next. */
const STATES: [name: string, reach: () => Promise<void>][] = [
  ['just synced', synced],
  [
    'edited in QuickBooks: day, amount, number, words',
    async () => {
      const { controls } = running.practice
      done(await controls.personEdits('Purchase', id('expense:e-1'), { TxnDate: '2026-04-02' }))
      const invoice = await there('Invoice', 'invoice:i-1003')
      const [line, ...others] = (invoice['Line'] as Json[]).filter(
        (each) => each['DetailType'] === 'SalesItemLineDetail',
      )
      const detail = { ...(line?.['SalesItemLineDetail'] as Json), Qty: 1, UnitPrice: 4321.05 }
      const edited = [{ ...line, Amount: 4321.05, SalesItemLineDetail: detail }, ...others]
      done(await controls.personEdits('Invoice', id('invoice:i-1003'), { Line: edited as never }))
      done(await controls.personEdits('Bill', id(bill()), { DocNumber: 'D-1190-B' }))
      const order = await there('PurchaseOrder', 'purchase-order:po-1')
      const lines = (order['Line'] as Json[]).map((each) => ({ ...each, Description: 'Fenêtres, autrement dit' }))
      done(await controls.personEdits('PurchaseOrder', id('purchase-order:po-1'), { Line: lines as never }))
      await synced()
    },
  ],
  [
    'voided in QuickBooks',
    async () => {
      await books.voids('Invoice', await there('Invoice', 'invoice:i-1007'))
      await synced()
    },
  ],
  [
    'deleted in QuickBooks',
    async () => {
      done(await running.practice.controls.personDeletes('Purchase', id('expense:e-6')))
      done(await running.practice.controls.personDeletes('CreditMemo', id('credit:cr-1')))
      await synced()
    },
  ],
  [
    'linked by hand, to one of another day and amount',
    async () => {
      const before = await there('Purchase', 'expense:e-7')
      const same = ['AccountRef', 'PaymentType', 'EntityRef', 'Line', 'GlobalTaxCalculation']
      const kept = Object.fromEntries(Object.entries(before).filter(([name]) => same.includes(name)))
      const byHand = { ...kept, DocNumber: 'MAIN-7', TxnDate: '2026-03-05', GlobalTaxCalculation: 'TaxExcluded' }
      const made = done(await running.practice.controls.personCreates('Purchase', byHand as never))
      await synced()
      expect(await unlink(running.company, 'expense:e-7')).toMatchObject({ ok: true })
      expect(await link(running.company, 'expense:e-7', String(made['Id']), { yes: true })).toMatchObject({ ok: true })
      await synced()
    },
  ],
  [
    'taxed there, to within a cent of rounding by line',
    async () => {
      done(await running.practice.controls.personAddsTax('Invoice', id('invoice:i-1002'), 'GST/QST QC - 9.975'))
      done(await running.practice.controls.personAddsTax('Bill', id(bill()), 'GST/QST QC - 9.975'))
      await synced()
    },
  ],
  [
    'paid there by hand, and taken to the bank',
    async () => {
      const { controls } = running.practice
      const invoice = await there('Invoice', 'invoice:i-1003')
      const open = Number(invoice['Balance'])
      done(
        await controls.personCreates('Payment', {
          CustomerRef: { value: reference(invoice, 'CustomerRef') },
          TxnDate: '2026-03-28',
          TotalAmt: open,
          Line: [{ Amount: open, LinkedTxn: [{ TxnId: id('invoice:i-1003'), TxnType: 'Invoice' }] }],
        }),
      )
      done(await controls.personDeposits([id('payment:pay-1')]))
      await synced()
    },
  ],
  [
    'a receipt that was taken off there',
    async () => {
      const [receipt] = (await books.all('Attachable')).filter((each) =>
        ((each['AttachableRef'] as Json[] | undefined) ?? []).some(
          (ref) => reference(ref, 'EntityRef') === id('expense:e-1'),
        ),
      )
      done(await running.practice.controls.personDeletes('Attachable', String(receipt?.['Id'])))
      await synced()
      expect(await readMonths(running.company, '2026-02', '2026-04')).toMatchObject({ ok: true })
    },
  ],
  [
    'entered there by hand, and read afresh by date',
    async () => {
      const invoice = await there('Invoice', 'invoice:i-1001')
      done(
        await running.practice.controls.personCreates('Invoice', {
          CustomerRef: { value: reference(invoice, 'CustomerRef') },
          TxnDate: '2026-03-20',
          DocNumber: 'HAND-1',
          Line: (invoice['Line'] as Json[]).slice(0, 1) as never,
          GlobalTaxCalculation: 'TaxExcluded',
        }),
      )
      await synced()
      expect(await readMonths(running.company, '2026-02', '2026-04')).toMatchObject({ ok: true })
      const rows = await saidRows(running.company)
      expect(rows.length).toBeGreaterThan(40)
    },
  ],
  [
    'disconnected',
    async () => {
      await disconnect(running.company)
      await running.company.sync()
    },
  ],
]

afterAll(closeCompanies)

describe.each(['the first day', 'the second day'])(
  'W1: on %s, what stands under QuickBooks’ name is what its books say',
  (day) => {
    beforeAll(async () => {
      running = await quickCompany()
      books = await PublicBooks.enter(running.practice)
      if (day !== 'the second day') return
      await running.company.sync()
      await rm(running.source, { recursive: true })
      await cp(DAY_TWO, running.source, { recursive: true })
    }, MINUTE)

    it.each(STATES)(
      '%s',
      async (_name, reach) => {
        await reach()
        // Where it is disconnected, what was read last still stands, with its time: nothing has changed since.
        const { state } = running.company.connection.status
        if (state === 'connected') truth = await truthOf(books)
        else expect(state).toBe('not-connected')
        expect(await holdAgainstBooks(running.company, truth)).toBeGreaterThan(300)
      },
      MINUTE,
    )
  },
)
