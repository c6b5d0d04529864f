import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { link } from '../../electron/companion/decisions.ts'
import { sendAnyway } from '../../electron/companion/entered.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

/** What a person has entered as something that this program never sends: it is asked about like anything else that is there. */

afterEach(closeCompanies)

const MINUTE = 60_000
let quick: QuickCompany

/** All of the sample is sent; what Billdr adds then (`billdrAdds`) is a payment of 123.45 and an expense of 321.09, both of 20 March. */
beforeEach(async () => {
  quick = await quickCompany()
  await quick.company.sync()
  await quick.writes()
}, MINUTE)

async function billdrAdds(): Promise<void> {
  await edit(quick.source, 'payments', (records) => {
    const first = records.find((each) => each['invoiceId'] === 'i-1007') ?? records[0]
    records.push({
      ...first,
      id: 'pay-new',
      invoiceId: 'i-1007',
      amount: '123.45',
      receivedOn: '2026-03-20',
      reference: null,
    })
  })
  await edit(quick.source, 'expenses', (records) => {
    const first = records.find((each) => each['id'] === 'e-2')
    const [line] = (first?.['lines'] ?? []) as Record<string, unknown>[]
    const { quantity: _quantity, unitPrice: _price, ...plain } = line ?? {}
    records.push({
      ...first,
      id: 'e-new',
      number: 'N-1',
      spentOn: '2026-03-20',
      lines: [{ ...plain, amount: '321.09' }],
      subtotal: '321.09',
      taxes: [],
      total: '321.09',
      attachments: [],
    })
  })
  await editManifest(quick.source, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
}

function customerOf(invoice: 'invoice:i-1007'): string {
  return quick.company.workspace.store.table('links').get(invoice)?.observed.partyId ?? ''
}

function vendor(): string {
  const key = quick.company.workspace.store.table('records').get('expense:e-2')?.record
  const id = key?.kind === 'expense' ? (key.professionalId ?? '') : ''
  return quick.company.workspace.store.table('links').get(`professional:${id}`)?.id ?? ''
}

function account(type: string): string {
  return quick.company.books?.accounts.find((each) => each.accountType === type)?.id ?? ''
}

type Entry = [name: string, type: 'SalesReceipt' | 'Deposit' | 'JournalEntry', body: () => Record<string, unknown>]

const PAYMENTS: Entry[] = [
  [
    'a sales receipt',
    'SalesReceipt',
    () => ({
      CustomerRef: { value: customerOf('invoice:i-1007') },
      TxnDate: '2026-03-21',
      DocNumber: 'SR-7',
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [
        {
          Amount: 123.45,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '2' } },
        },
      ],
    }),
  ],
  [
    'a line of a bank deposit with the name of the customer',
    'Deposit',
    () => deposit({ Entity: { value: customerOf('invoice:i-1007'), type: 'CUSTOMER' } }),
  ],
  ['a line of a bank deposit without a name', 'Deposit', () => deposit({})],
  [
    'an entry in the journal',
    'JournalEntry',
    () =>
      journal(
        { account: account('Bank') },
        {
          account: account('Accounts Receivable'),
          name: { Type: 'Customer', EntityRef: { value: customerOf('invoice:i-1007') } },
        },
        123.45,
      ),
  ],
]

function deposit(whose: Record<string, unknown>): Record<string, unknown> {
  return {
    DepositToAccountRef: { value: account('Bank') },
    TxnDate: '2026-03-22',
    Line: [
      { Amount: 50, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: { value: account('Income') } } },
      {
        Amount: 123.45,
        DetailType: 'DepositLineDetail',
        DepositLineDetail: { AccountRef: { value: account('Income') }, ...whose },
      },
    ],
  }
}

interface Side {
  account: string
  name?: Record<string, unknown>
}

function journal(debit: Side, credit: Side, amount: number): Record<string, unknown> {
  const line = (PostingType: string, side: Side) => ({
    Amount: amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: {
      PostingType,
      AccountRef: { value: side.account },
      ...(side.name && { Entity: side.name }),
    },
  })
  return { TxnDate: '2026-03-20', DocNumber: 'JE-1', Line: [line('Debit', debit), line('Credit', credit)] }
}

describe.each(PAYMENTS)('a payment that stands there as %s', (_name, type, body) => {
  it(
    'is held beside it, and stays out where it is the same',
    async () => {
      const there = done(await quick.practice.controls.personCreates(type, body() as never))
      await billdrAdds()
      await quick.company.sync()
      expect(quick.row('payment:pay-new')).toMatchObject({
        state: 'held',
        problem: { code: 'looks-entered-already', other: { type, id: there['Id'], amount: 12345 } },
      })
      expect(await quick.writes()).not.toContain('create Payment')
      expect(await link(quick.company, 'payment:pay-new', String(there['Id']))).toMatchObject({ ok: true })
      await quick.company.sync()
      expect(quick.row('payment:pay-new').state).toBe('ignored')
      expect(await quick.writes()).toEqual([])
    },
    MINUTE,
  )
})

it(
  'is sent where it is another one, once',
  async () => {
    done(await quick.practice.controls.personCreates('Deposit', PAYMENTS[1]?.[2]() as never))
    await billdrAdds()
    await quick.company.sync()
    await quick.writes()
    expect(await sendAnyway(quick.company, ['payment:pay-new'])).toBe(1)
    await quick.company.sync()
    await quick.company.sync()
    expect(quick.row('payment:pay-new').state).toBe('synced')
    expect((await quick.writes()).filter((each) => each === 'create Payment')).toHaveLength(1)
  },
  MINUTE,
)

it(
  'an expense that stands in the journal with the name of its supplier is held beside it',
  async () => {
    const name = { Type: 'Vendor', EntityRef: { value: vendor() } }
    const entry = journal(
      { account: account('Cost of Goods Sold') },
      { account: account('Accounts Payable'), name },
      321.09,
    )
    const there = done(await quick.practice.controls.personCreates('JournalEntry', entry as never))
    await billdrAdds()
    await quick.company.sync()
    expect(quick.row('expense:e-new').problem).toMatchObject({
      code: 'looks-entered-already',
      other: { type: 'JournalEntry', id: there['Id'] },
    })
    expect((await quick.writes()).filter((each) => /create (Purchase|Bill)/.test(each))).toEqual([])
  },
  MINUTE,
)

it(
  'what a person deletes there again no longer holds it',
  async () => {
    const there = done(await quick.practice.controls.personCreates('Deposit', PAYMENTS[1]?.[2]() as never))
    await billdrAdds()
    await quick.company.sync()
    expect(quick.row('payment:pay-new').state).toBe('held')
    done(await quick.practice.controls.personDeletes('Deposit', String(there['Id'])))
    await quick.company.sync()
    expect(quick.row('payment:pay-new').state).toBe('synced')
  },
  MINUTE,
)
