import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disconnect } from '../../electron/companion/connect.ts'
import { link, unlink } from '../../electron/companion/decisions.ts'
import { documentDetails } from '../../electron/companion/document-details.ts'
import type { CommandContext } from '../../electron/terminal/commands.ts'
import { queue } from '../../electron/terminal/queue-command.ts'
import type { Side } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { rowJson, statusJson } from '../../electron/terminal/output.ts'
import { overallState, overallWord } from '../../shared/overall-state.ts'
import { needsPerson } from '../../shared/row.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { RunningCompany } from '../support/running-company.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'
import { PublicBooks } from './books.ts'

type Json = Record<string, unknown>

interface Shows {
  asOf: string
  number: string | null
  date: string | null
  dueDate: string | null
  party: string | null
  currency: string | null
  beforeTax: number | null
  tax: number | null
  total: number | null
  balance: number | null
  voided: boolean
  deposited: boolean
  lines: { goesTo: string | null; project: string | null; description: string; amount: number }[]
  links: { type: string; id: string; amount: number }[]
}
interface Row {
  key: string
  kind: string
  state: string
  needsYou: boolean
  quickbooks: { type: string; id: string } | null
  sent: { at: string; number: string | null; date: string; beforeTax: number; lines: { amount: number }[] } | null
  shows: Shows | null
}

const MINUTE = 60_000
let running: RunningCompany
let books: PublicBooks

function rows(): Row[] {
  const { company } = running
  const home = company.books?.facts.homeCurrency ?? null
  return company.rows().map((row) => rowJson(wordsFor('en'), row, home) as unknown as Row)
}

function rowOf(key: string): Row {
  const found = rows().find((row) => row.key === key)
  if (!found) throw new Error(`no row ${key}`)
  return found
}

const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100)
const nameIn = (holder: unknown, field: string): string | null =>
  ((holder as Json | undefined)?.[field] as { name?: string } | undefined)?.name ?? null

const refIn = (holder: Json | undefined, field: string): string =>
  ((holder?.[field] ?? {}) as { value?: string }).value ?? ''

/** What a person reads in QuickBooks of this entity, worked out from its public interface alone. */
function asThere(type: string, entity: Json): Omit<Shows, 'asOf' | 'links'> {
  const isPayment = type === 'Payment'
  const tax = Number((entity['TxnTaxDetail'] as Json | undefined)?.['TotalTax'] ?? 0)
  const party = { Purchase: 'EntityRef', Bill: 'VendorRef', PurchaseOrder: 'VendorRef' }[type] ?? 'CustomerRef'
  const lines = ((entity['Line'] as Json[] | undefined) ?? []).filter(
    (line) => !['SubTotalLineDetail', 'DescriptionOnly'].includes(String(line['DetailType'])),
  )
  const text = (field: string): string | null => (entity[field] as string | undefined) ?? null
  return {
    number: text(isPayment ? 'PaymentRefNum' : 'DocNumber'),
    date: text('TxnDate'),
    dueDate: type === 'Invoice' || type === 'Bill' ? text('DueDate') : null,
    party: nameIn(entity, party),
    currency: 'CAD',
    beforeTax: isPayment ? null : (cents(entity['TotalAmt']) - cents(tax)) / 100,
    tax: isPayment ? null : tax,
    total: Number(entity['TotalAmt']),
    balance: isPayment
      ? Number(entity['UnappliedAmt'])
      : ['Invoice', 'Bill', 'CreditMemo'].includes(type)
        ? Number(entity['RemainingCredit'] ?? entity['Balance'])
        : null,
    voided: /^(voided|annulé)/i.test(String(entity['PrivateNote'] ?? '')),
    deposited: false,
    lines: isPayment
      ? []
      : lines.map((line) => {
          const detail = line[String(line['DetailType'])]
          return {
            goesTo: nameIn(detail, 'AccountRef') ?? nameIn(detail, 'ItemRef'),
            project: nameIn(detail, 'CustomerRef'),
            description: String(line['Description'] ?? ''),
            amount: Number(line['Amount']),
          }
        }),
  }
}

/** Every document that is in QuickBooks shows what its books have, and nothing else is shown under its name. */
async function everyFigureIsTheirs(): Promise<number> {
  const there = new Map<string, Json>()
  for (const type of ['Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'PurchaseOrder'])
    for (const entity of await books.all(type)) there.set(`${type} ${String(entity['Id'])}`, entity)
  let compared = 0
  for (const row of rows()) {
    const link = row.quickbooks
    if (!link || ['Customer', 'Vendor', 'Item', 'Account'].includes(link.type)) {
      expect(row.shows, row.key).toBeNull()
      continue
    }
    const entity = there.get(`${link.type} ${link.id}`)
    expect(entity, row.key).toBeDefined()
    const { asOf, links, ...figures } = row.shows as Shows
    expect(Number.isNaN(Date.parse(asOf)), row.key).toBe(false)
    expect(figures, row.key).toMatchObject(asThere(link.type, entity as Json))
    if (link.type === 'Invoice' || link.type === 'Bill')
      expect(
        links.reduce((sum, each) => sum + cents(each.amount), 0),
        `${row.key}: what is linked`,
      ).toBe(cents(figures.total) - cents(figures.balance))
    compared++
  }
  return compared
}

beforeAll(async () => {
  running = await runningCompany()
  books = await PublicBooks.enter(running.practice)
  await running.company.sync()
}, MINUTE)

afterAll(closeCompanies)

it(
  'W1: after one sync every figure under QuickBooks’ name is that of its books, payments and credits on invoices included',
  async () => {
    expect(await everyFigureIsTheirs()).toBe(16)
    const paid = rowOf('invoice:i-1001').shows
    expect(paid?.links.map((each) => each.amount).sort((a, b) => a - b)).toEqual([350.5, 2000])
    expect(paid?.balance).toBe(5400)
  },
  MINUTE,
)

it('W1: as sent is a thing of its own, and is nothing where nothing was sent', () => {
  const { sent, shows } = rowOf('invoice:i-1001')
  expect(sent).toMatchObject({ number: '1001', beforeTax: 7750.5, date: shows?.date })
  expect(sent?.lines.map((line) => line.amount)).toEqual(shows?.lines.map((line) => line.amount))
  expect(Date.parse(sent?.at ?? '')).not.toBeNaN()
  expect(rowOf('invoice:i-1004')).toMatchObject({ sent: null, shows: null })
})

it(
  'W1: what a person does there by hand shows as it is there: edited, taxed, voided, deleted, paid in part by another payment',
  async () => {
    const { controls } = running.practice
    const id = (key: string): string => rowOf(key).quickbooks?.id ?? ''
    const bill = rowOf('expense:e-3')
    const [invoice] = (await books.all('Invoice')).filter((each) => each['Id'] === id('invoice:i-1003'))
    const done = await Promise.all([
      controls.personEdits('Purchase', id('expense:e-1'), { TxnDate: '2026-03-02' }),
      controls.personCreates('Payment', {
        CustomerRef: { value: refIn(invoice, 'CustomerRef') },
        TotalAmt: 25.25,
        Line: [{ Amount: 25.25, LinkedTxn: [{ TxnId: id('invoice:i-1003'), TxnType: 'Invoice' }] }],
      }),
      controls.personDeletes('PurchaseOrder', id('purchase-order:po-2')),
    ])
    expect(done.map((each) => each.ok)).toEqual([true, true, true])
    const vendor = (await books.all('Bill')).find((each) => each['Id'] === bill.quickbooks?.id)
    const bank = (await books.all('Account')).find((each) => each['Name'] === 'Checking')
    for (const part of [100, 33.33]) {
      const paid = await controls.personCreates('BillPayment', {
        VendorRef: { value: refIn(vendor, 'VendorRef') },
        TotalAmt: part,
        PayType: 'Check',
        CheckPayment: { BankAccountRef: { value: String(bank?.['Id']) } },
        Line: [{ Amount: part, LinkedTxn: [{ TxnId: bill.quickbooks?.id ?? '', TxnType: 'Bill' }] }],
      })
      expect(paid).toMatchObject({ ok: true })
    }
    await running.company.sync()
    await everyFigureIsTheirs()
    expect(rowOf('purchase-order:po-2').shows).toBeNull()
    expect(rowOf('expense:e-1').shows?.date).toBe('2026-03-02')
    // Two payments on one bill: what each of them paid is read from the payments themselves.
    expect(
      rowOf('expense:e-3')
        .shows?.links.map((each) => each.amount)
        .sort((a, b) => a - b),
    ).toEqual([33.33, 100])
    expect(rowOf('invoice:i-1003').shows?.links.map((each) => each.amount)).toContain(25.25)
  },
  MINUTE,
)

it(
  'links of an earlier version are filled at the next sync, by id and once',
  async () => {
    const { store } = running.company.workspace
    const links = [...store.table('links').entries()]
    await store.commit(
      links.map(([key, link]) => {
        const { shown: _, ...observed } = link.observed
        return { table: 'links', id: key, value: { ...link, observed } } as const
      }),
    )
    running.company.replan()
    expect(rowOf('invoice:i-1002').shows).toBeNull()
    await running.company.sync()
    await everyFigureIsTheirs()
    const before = (await running.practice.controls.requests(0)).length
    await running.company.sync()
    const asked = (await running.practice.controls.requests(0)).slice(before).map((each) => each.operation)
    expect(asked).toEqual(['cdc'])
  },
  MINUTE,
)

it('says in status and exit what rows say: who needs a person, receipts held, tax to add by currency', async () => {
  const { company } = running
  await company.connection.state()
  const status = statusJson(wordsFor('en'), company.status(), company.summary) as Json
  const all = rows()
  expect(status['needsYou']).toBe(all.filter((row) => row.needsYou).length)
  expect(status['needsYou']).toBe(company.rows().filter(needsPerson).length)
  // Money was received for an invoice that is still a draft; the draft itself asks nothing.
  expect(rowOf('payment:pay-3').needsYou).toBe(true)
  expect(rowOf('invoice:i-1004').needsYou).toBe(false)
  const tax = company.rows().filter((row) => (row.tax?.toAdd ?? 0) > 0 && row.quickbooks !== null)
  expect(status['taxToAdd']).toEqual([
    { currency: 'CAD', amount: tax.reduce((sum, row) => sum + (row.tax?.toAdd ?? 0), 0) / 100, documents: tax.length },
  ])
  expect(status['receiptsHeld']).toBe(0)
  expect(status['state']).toBe('failed')
})

it(
  'W3: paid there and open in Billdr is said with the money; a cent of rounding leaves no tax to add',
  async () => {
    const { controls } = running.practice
    const id = rowOf('invoice:i-1003').quickbooks?.id ?? ''
    const invoice = (await books.all('Invoice')).find((each) => each['Id'] === id)
    const open = Number(invoice?.['Balance'])
    const paid = await controls.personCreates('Payment', {
      CustomerRef: { value: refIn(invoice, 'CustomerRef') },
      TotalAmt: open,
      Line: [{ Amount: open, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
    })
    expect(paid.ok).toBe(true)
    await running.company.sync()
    const row = running.company.rows().find(({ key }) => key === 'invoice:i-1003')
    expect(row?.note).toMatchObject({ code: 'open-here-paid-there', params: { number: '1003', paid: 172_525 } })
    expect(row?.note?.params['by']).toBe('Payment||, Payment||, Payment||')
    await everyFigureIsTheirs()
  },
  MINUTE,
)

describe('three things, never two: as sent, Billdr now, QuickBooks now', () => {
  const sidesOn = async (key: DocumentKey): Promise<Side[]> =>
    (await documentDetails(running.company, key))?.sides ?? []
  const queueText = (): string => {
    const printed: string[] = []
    const terminal = { out: (text: string) => printed.push(text), error: () => undefined, progress: () => undefined }
    queue({ words: wordsFor('en'), json: false, terminal } as unknown as CommandContext, running.company, undefined)
    return printed.join('')
  }

  beforeAll(async () => {
    running = await runningCompany()
    books = await PublicBooks.enter(running.practice)
    await running.company.sync()
    const { controls } = running.practice
    const id = (key: string): string => rowOf(key).quickbooks?.id ?? ''
    // Linked by hand, then changed there.
    const linked = id('expense:e-7')
    expect(await unlink(running.company, 'expense:e-7')).toMatchObject({ ok: true })
    expect(await link(running.company, 'expense:e-7', linked, { yes: true })).toMatchObject({ ok: true })
    await running.company.sync()
    expect(await controls.personEdits('Purchase', linked, { TxnDate: '2026-03-02' })).toMatchObject({ ok: true })
    const location = running.company.profile.source.location
    await rm(location, { recursive: true })
    await cp(join(import.meta.dirname, '../../build/samples/renovation-day-two'), location, { recursive: true })
    await running.company.sync()
  }, MINUTE)

  it(
    'W1: after the second day too, every figure under QuickBooks’ name is that of its books',
    async () => {
      expect(await everyFigureIsTheirs()).toBeGreaterThan(10)
    },
    MINUTE,
  )

  it('an invoice that was edited in Billdr shows all three, in the pane and in the terminal', async () => {
    const sides = await sidesOn('invoice:i-1001')
    expect(sides).toContainEqual({ field: 'amount', billdr: '7850.50', sent: '7750.50', quickbooks: '7750.50' })
    expect(rowOf('invoice:i-1001').shows?.beforeTax).toBe(7750.5)
    expect(queueText()).toMatch(/Amount: Billdr now 7,850\.50; as sent 7,750\.50; QuickBooks 7,750\.50 \(read .*20\d\d/)
  })

  it('what was linked by hand was never sent, and nothing says that it was', async () => {
    expect(rowOf('expense:e-7').sent).toBeNull()
    const sides = await sidesOn('expense:e-7')
    expect(sides.find((each) => each.field === 'date')).toMatchObject({ sent: null, quickbooks: '2026-03-02' })
    const [, said = ''] = /\texpense:e-7\t.*\n((?: {4}.*\n)*)/.exec(queueText()) ?? []
    expect(said).toContain('Date: Billdr now')
    expect(said).not.toContain('as sent')
  })

  it('what Billdr voided stands there at 0.00 and needs no tax', async () => {
    expect(rowOf('invoice:i-1005').shows).toMatchObject({ voided: true, beforeTax: 0, total: 0 })
    expect(running.company.rows().find(({ key }) => key === 'invoice:i-1005')?.tax).toBeNull()
    const sides = await sidesOn('invoice:i-1005')
    expect(sides.find((each) => each.field === 'amount')).toMatchObject({
      billdr: '0.00',
      sent: '200.01',
      quickbooks: '0.00',
    })
  })

  it(
    'an invoice that was edited in Billdr settles by itself once a person has put the same into QuickBooks',
    async () => {
      expect(rowOf('invoice:i-1001')).toMatchObject({ state: 'held', needsYou: true })
      const there = (await books.all('Invoice')).find((each) => each['Id'] === rowOf('invoice:i-1001').quickbooks?.id)
      const lines = await documentDetails(running.company, 'invoice:i-1001')
      const wanted = lines?.lines.map((line) => line.amount / 100) ?? []
      const edited = ((there?.['Line'] as Json[] | undefined) ?? [])
        .filter((line) => line['DetailType'] === 'SalesItemLineDetail')
        .map((line, at) => ({
          ...line,
          Amount: wanted[at],
          SalesItemLineDetail: { ...(line['SalesItemLineDetail'] as Json), Qty: 1, UnitPrice: wanted[at] },
          Description: lines?.lines[at]?.description,
        }))
      const done = await running.practice.controls.personEdits('Invoice', String(there?.['Id']), {
        Line: edited as never,
      })
      expect(done).toMatchObject({ ok: true })
      await running.company.sync()
      expect(rowOf('invoice:i-1001')).toMatchObject({ state: 'synced', needsYou: false })
      expect((await sidesOn('invoice:i-1001')).find((each) => each.field === 'amount')).toMatchObject({
        billdr: '7850.50',
        sent: '7750.50',
        quickbooks: '7850.50',
      })
    },
    MINUTE,
  )

  it('that it is disconnected is a state of its own, in red', async () => {
    const { company } = running
    await disconnect(company)
    await company.connection.state()
    expect(overallWord(company.status())).toBe('disconnected')
    expect(overallState(company.status())).toBe('failed')
    expect(wordsFor('en').t('overall.disconnected')).toMatch(/sign in/)
  })
})
