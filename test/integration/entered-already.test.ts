import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { Contractor } from '../sample/terminal.ts'
import { SAMPLES, contractor } from '../sample/terminal.ts'
import { done } from '../support/quick-company.ts'

/** Rule D1 from the terminal: what a person or the bank feed entered between two syncs is not entered again. */

interface Row {
  key: string
  state: string
  quickbooks: { type: string; id: string } | null
  problem: { code: string; explanation: string; actions: string[]; other: { id: string; type: string } | null } | null
}
interface Candidate {
  type: string
  id: string
  amount: number
  why: string
  likely: boolean
}

const COMPANY = 'beaubien'
const MINUTE = 60_000
let one: Contractor

async function rowOf(key: string): Promise<Row> {
  const rows = await one.json<Row[]>('queue', '--company', COMPANY)
  const found = rows.find((row) => row.key === key)
  if (!found) throw new Error(`no row ${key}`)
  return found
}

/** Opens the practice books that the command left, as a person does, and closes them again. */
async function inTheBooks<T>(work: (practice: ControlledCompany) => Promise<T>): Promise<T> {
  const practice = await startControlledCompany({
    folder: join(companyFolder(one.dataFolder, COMPANY), 'practice'),
    country: 'CA',
    consent: 'automatic',
    limits: 'off',
  })
  try {
    return await work(practice)
  } finally {
    await practice.close()
  }
}

type Reference = { value: string }

async function invoiceThere(practice: ControlledCompany, number: string): Promise<{ id: string; customer: Reference }> {
  const found = (await practice.controls.entities('Invoice')).find((each) => each['DocNumber'] === number)
  return { id: String(found?.['Id']), customer: found?.['CustomerRef'] as Reference }
}

async function paysThere(practice: ControlledCompany, number: string, amount: number, day: string): Promise<string> {
  const { id, customer } = await invoiceThere(practice, number)
  const paid = await practice.controls.personCreates('Payment', {
    CustomerRef: customer,
    TotalAmt: amount,
    TxnDate: day,
    Line: [{ Amount: amount, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
  })
  return String(done(paid)['Id'])
}

async function buysThere(practice: ControlledCompany, like: string, amount: number, day: string): Promise<string> {
  const { controls } = practice
  const before = (await controls.entities('Purchase')).find((each) => String(each['DocNumber'] ?? '') === like)
  const [line] = before?.['Line'] as Raw[]
  const bought = await controls.personCreates('Purchase', {
    PaymentType: 'CreditCard',
    AccountRef: before?.['AccountRef'] as Reference,
    EntityRef: before?.['EntityRef'] as Reference,
    TxnDate: day,
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        Amount: amount,
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: {
          AccountRef: (line?.['AccountBasedExpenseLineDetail'] as Raw)['AccountRef'] as Reference,
          TaxCodeRef: { value: '4' },
        },
      },
    ],
  })
  return String(done(bought)['Id'])
}

let atThe20th: string
let gross: string
let part: string

beforeAll(async () => {
  one = await contractor()
  expect((await one.run('add-company', '--id', COMPANY, '--source', one.source)).code).toBe(0)
  expect((await one.run('mapping', 'import', join(SAMPLES, 'mappings.json'), '--company', COMPANY)).code).toBe(0)
  expect((await one.run('sync', '--company', COMPANY)).code).toBe(2)
  await inTheBooks(async (practice) => {
    atThe20th = await paysThere(practice, '1001', 1000, '2026-03-22')
    part = await paysThere(practice, '1005', 120.01, '2026-03-23')
    await paysThere(practice, '1005', 80, '2026-03-24')
    gross = await buysThere(practice, 'FL-88213', 97.73, '2026-03-27')
  })
  await edit(one.source, 'payments', (records) => {
    const [like] = records
    records.push(
      { ...like, id: 'pay-20', invoiceId: 'i-1001', amount: '1000.00', receivedOn: '2026-03-20', reference: null },
      { ...like, id: 'pay-21', invoiceId: 'i-1005', amount: '200.01', receivedOn: '2026-03-22', reference: null },
    )
  })
  await edit(one.source, 'expenses', (records) => {
    const like = records.find((each) => each['id'] === 'e-1')
    records.push({
      ...like,
      id: 'e-20',
      number: 'FL-90001',
      spentOn: '2026-03-25',
      attachments: [],
      lines: [{ id: 'l-1', description: 'Bois', costCodeId: 'cc-06', amount: '85.00' }],
      taxes: [{ name: 'TPS + TVQ', rate: '14.975', amount: '12.73' }],
      subtotal: '85.00',
      total: '97.73',
    })
  })
  await editManifest(one.source, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
  expect((await one.run('sync', '--company', COMPANY)).code).toBe(2)
}, 3 * MINUTE)

afterAll(() => one.close())

describe('D1 from the terminal', () => {
  it(
    'a payment that was entered two days later on the invoice waits, is offered, and is linked',
    async () => {
      expect(await rowOf('payment:pay-20')).toMatchObject({
        state: 'held',
        problem: {
          code: 'looks-entered-already',
          actions: ['link-to-existing', 'approve', 'ignore'],
          other: { type: 'Payment', id: atThe20th },
        },
      })
      const [first] = await one.json<Candidate[]>('candidates', 'payment:pay-20', '--company', COMPANY)
      expect(first).toEqual(expect.objectContaining({ id: atThe20th, amount: 1000, likely: true }))
      expect(first?.why).toBe('same customer, on its invoice, 2 days apart, 1,000.00'.replace('1,000.00', '$1,000.00'))
      expect((await one.run('link', 'payment:pay-20', atThe20th, '--company', COMPANY)).code).toBe(0)
      expect(await rowOf('payment:pay-20')).toMatchObject({ state: 'synced', quickbooks: { id: atThe20th } })
    },
    MINUTE,
  )

  it(
    'what that payment holds is neither offered to another nor given to it, with a yes either',
    async () => {
      const offered = await one.json<Candidate[]>('candidates', 'payment:pay-21', '--company', COMPANY)
      expect(offered.map((each) => each.id)).not.toContain(atThe20th)
      const taken = await one.run('link', 'payment:pay-21', atThe20th, '--yes', '--company', COMPANY)
      expect(taken.code).toBe(1)
      expect(taken.errors).toContain('payment:pay-20')
    },
    MINUTE,
  )

  it(
    'an invoice that was paid there in parts takes no further payment; a part is linked only with a yes',
    async () => {
      expect(await rowOf('payment:pay-21')).toMatchObject({
        state: 'held',
        problem: { code: 'already-paid-there', other: { type: 'Payment', id: part } },
      })
      const refused = await one.run('link', 'payment:pay-21', part, '--company', COMPANY)
      expect(refused.code).toBe(1)
      expect(refused.errors).toMatch(/amount/)
      expect((await one.run('link', 'payment:pay-21', part, '--yes', '--company', COMPANY)).code).toBe(0)
    },
    MINUTE,
  )

  it(
    'a purchase that the card feed booked gross waits; by a yes it goes beside it, once',
    async () => {
      const row = await rowOf('expense:e-20')
      expect(row).toMatchObject({ state: 'held', problem: { code: 'looks-entered-already', other: { id: gross } } })
      expect(row.problem?.explanation).toMatch(/same supplier, 2 days apart, \$97\.73 with tax/)
      expect((await one.run('approve', 'expense:e-1', '--company', COMPANY)).code).toBe(1)
      expect((await one.run('approve', 'expense:e-20', '--company', COMPANY)).code).toBe(0)
      await one.run('sync', '--company', COMPANY)
      await one.run('sync', '--company', COMPANY)
      expect((await rowOf('expense:e-20')).state).toBe('synced')
      const bought = await inTheBooks((practice) => practice.controls.entities('Purchase'))
      expect(bought.filter((each) => String(each['DocNumber'] ?? '') === 'FL-90001')).toHaveLength(1)
    },
    MINUTE,
  )
})
