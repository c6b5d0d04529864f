import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { confirmGuard } from '../../electron/companion/decisions.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { readBooks, visit } from './books-as-read.ts'
import { compareBooks, compareQueue, RATE } from './compare.ts'
import type { Contractor } from './contractor.ts'
import { contractorOf } from './contractor.ts'
import type { Desktop } from './desktop.ts'
import { openDesktop } from './desktop.ts'
import { expectedBooks } from './expected.ts'
import { writeExport } from './export-folder.ts'

/* "Recognition": the data folder can be lost, or set back, and nothing is sent a second time. */

let folder: string
let practice: ControlledCompany
let source: string
const open: Desktop[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-recognition-'))
  source = join(folder, 'export')
  practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
  await practice.controls.changeSettings({ multiCurrency: true, exchangeRates: { USD: RATE } })
})

afterEach(async () => {
  for (const desktop of open.splice(0)) await desktop.close()
  await practice.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function desktop(name: string): Promise<Desktop> {
  const opened = await openDesktop({
    dataFolder: join(folder, name),
    source,
    place: practice,
    secrets: createMemoryStore(),
  })
  open.push(opened)
  return opened
}

async function closed(desktop: Desktop): Promise<void> {
  open.splice(open.indexOf(desktop), 1)
  await desktop.close()
}

/** Writes that reached QuickBooks during some work, as "create Invoice". */
async function writesDuring(work: () => Promise<void>): Promise<string[]> {
  const before = (await practice.controls.requests(0)).at(-1)?.number ?? 0
  await work()
  const requests = await practice.controls.requests(before)
  return requests
    .filter(({ method, operation }) => method === 'POST' && operation !== 'token' && operation !== 'query')
    .map(({ operation, entity }) => `${operation} ${entity ?? ''}`.trim())
}

async function deviations(days: readonly Contractor[], desktop: Desktop): Promise<string[]> {
  const found = compareBooks(expectedBooks(days), await readBooks(await visit(practice)))
  compareQueue(desktop.queue(), found)
  return found.sentences
}

describe('a data folder that is lost', () => {
  test('is set up anew: the second sync creates nothing, links everything, and doubles no receipt', async () => {
    const { contractor } = contractorOf(11, 80)
    await writeExport(source, contractor)
    const first = await desktop('first')
    const created = await writesDuring(() => first.settle())
    // Of the contacts and documents, many go together.
    expect(created.length).toBeGreaterThan(50)
    await closed(first)
    await rm(join(folder, 'first'), { recursive: true })

    const second = await desktop('second')
    expect(await writesDuring(() => second.settle())).toEqual([])
    expect(await deviations([contractor], second)).toEqual([])
    const linked = second.company.rows().filter((row) => row.quickbooks !== null && row.kind !== 'cost-code').length
    const documents = expectedBooks([contractor])
    expect(linked).toBe(documents.documents.length + documents.customers.size + documents.vendors.size)
    expect(
      second.company
        .rows()
        .flatMap((row) => row.attachments)
        .filter((each) => each.state !== 'sent' && each.state !== 'waiting'),
    ).toEqual([])
  }, 120_000)

  test('and changed in Billdr meanwhile: what was rejected, voided or cancelled since leaves the books, nothing else is written', async () => {
    const { contractor } = contractorOf(12, 60)
    await writeExport(source, contractor)
    const first = await desktop('first')
    await first.settle()
    await closed(first)
    await rm(join(folder, 'first'), { recursive: true })

    const after = structuredClone(contractor)
    for (const rows of [after.invoices, after.credits, after.expenses, after.orders]) {
      for (const row of rows) for (const receipt of row.receipts) receipt.content = Buffer.from(receipt.content)
    }
    after.exportedAt = '2026-04-01T16:00:00Z'
    const [expense] = after.expenses.filter((row) => row.status === 'approved')
    const [invoice] = after.invoices.filter((row) => row.status === 'submitted')
    const [credit] = after.credits.filter(
      (row) =>
        row.status === 'submitted' && row.appliesToInvoiceId !== undefined && row.appliesToInvoiceId !== invoice?.id,
    )
    const [order] = after.orders.filter((row) => row.status === 'open')
    if (!expense || !invoice || !credit || !order) throw new Error('the contractor has too little')
    expense.status = 'rejected'
    invoice.status = 'voided'
    credit.status = 'voided'
    order.status = 'cancelled'
    await writeExport(source, after)
    const second = await desktop('second')
    const writes = await writesDuring(() => second.settle())
    expect(
      writes.filter((each) => each.startsWith('create') || each.startsWith('batch') || each.startsWith('upload')),
    ).toEqual([])
    expect(writes).toContain('void Invoice')
    expect(writes).toContain('delete CreditMemo')
    expect(writes).toContain('delete PurchaseOrder')
    expect(await deviations([contractor, after], second)).toEqual([])
  }, 120_000)
})

describe('what Billdr has no more, and a new data folder never knew', () => {
  async function withoutExpenses(count: number, tombstones: boolean): Promise<{ days: Contractor[]; anew: Desktop }> {
    const { contractor } = contractorOf(16, 60)
    await writeExport(source, contractor)
    const first = await desktop('first')
    await first.settle()
    await closed(first)
    await rm(join(folder, 'first'), { recursive: true })
    const approved = contractor.expenses.filter((row) => row.status === 'approved').slice(0, count)
    const rest = contractor.expenses.flatMap((row) =>
      !approved.includes(row) ? [row] : tombstones ? [{ ...row, deleted: true as const }] : [],
    )
    const after = { ...contractor, expenses: rest, exportedAt: '2026-04-01T16:00:00Z' }
    await writeExport(source, after)
    const anew = await desktop('anew')
    await anew.settle()
    return { days: [contractor, after], anew }
  }

  test.each([
    ['with tombstones', true],
    ['since a newer export does not have them', false],
  ])(
    'a few expenses (%s): they leave the books',
    async (_name, tombstones) => {
      const { days, anew } = await withoutExpenses(2, tombstones)
      expect(await deviations(days, anew)).toEqual([])
    },
    120_000,
  )

  test('of another Billdr company that posts to the same books: nothing of it is touched', async () => {
    const { contractor } = contractorOf(16, 60)
    await writeExport(source, contractor)
    const first = await desktop('first')
    await first.settle()
    await closed(first)
    const other = {
      ...contractor,
      company: { ...contractor.company, id: 'another-company' },
      expenses: contractor.expenses.slice(2),
      exportedAt: '2026-04-01T16:00:00Z',
    }
    await writeExport(source, other)
    const second = await desktop('second')
    await second.settle()
    expect(
      (await practice.controls.requests(0)).filter(({ operation }) => operation === 'delete' || operation === 'void'),
    ).toEqual([])
  }, 120_000)

  test('most of the expenses, without a word: nothing is deleted before a person says yes', async () => {
    const { days, anew } = await withoutExpenses(12, false)
    expect(anew.company.status().guards).toMatchObject([
      { problem: { code: 'guard-export-shrank', params: { count: 12 } } },
    ])
    expect(anew.queue().filter((row) => row.problem?.code === 'waits-for-confirmation')).toHaveLength(12)
    expect((await practice.controls.requests(0)).filter(({ operation }) => operation === 'delete')).toEqual([])
    for (const { id } of anew.company.status().guards) await confirmGuard(anew.company, id)
    await anew.settle()
    expect(await deviations(days, anew)).toEqual([])
  }, 120_000)
})

describe('a data folder that is restored from a backup', () => {
  test('from before the last run: what that run created, changed and removed is found, and nothing is sent again', async () => {
    const { contractor, nextDay } = contractorOf(13, 80)
    await writeExport(source, contractor)
    const before = await desktop('data')
    await before.settle()
    await closed(before)
    await cp(join(folder, 'data'), join(folder, 'backup'), { recursive: true })

    const changed = nextDay()
    await writeExport(source, changed)
    const last = await desktop('data')
    expect((await writesDuring(() => last.settle())).length).toBeGreaterThan(10)
    expect(await deviations([contractor, changed], last)).toEqual([])
    await closed(last)
    await rm(join(folder, 'data'), { recursive: true })
    await cp(join(folder, 'backup'), join(folder, 'data'), { recursive: true })

    const restored = await desktop('data')
    const writes = await writesDuring(() => restored.settle())
    expect(writes).toEqual([])
    expect(await deviations([contractor, changed], restored)).toEqual([])
  }, 120_000)

  test('and Billdr has changed again since: what the lost run left is carried on, not taken for a person’s, and what Billdr removed meanwhile leaves the books', async () => {
    const { contractor, nextDay } = contractorOf(4, 80)
    await writeExport(source, contractor)
    const before = await desktop('data')
    await before.settle()
    await closed(before)
    await cp(join(folder, 'data'), join(folder, 'backup'), { recursive: true })
    const second = nextDay()
    await writeExport(source, second)
    const lost = await desktop('data')
    await lost.settle()
    await closed(lost)
    await rm(join(folder, 'data'), { recursive: true })
    await cp(join(folder, 'backup'), join(folder, 'data'), { recursive: true })

    const third = nextDay()
    await writeExport(source, third)
    const restored = await desktop('data')
    await restored.settle()
    expect(await deviations([contractor, second, third], restored)).toEqual([])
  }, 120_000)

  test('from before an expense was overwritten and got a receipt: the receipt is not sent again', async () => {
    const { contractor } = contractorOf(13, 20)
    await writeExport(source, contractor)
    const before = await desktop('data')
    await before.settle()
    await closed(before)
    await cp(join(folder, 'data'), join(folder, 'backup'), { recursive: true })

    const content = Buffer.from('%PDF-1.4\nthe receipt that came with the edit')
    const approved = contractor.expenses.filter((row) => row.status === 'approved')
    const edited = approved.map((row, index) => ({
      ...row,
      lines: [...row.lines, { id: 'l-new', description: 'Vis', costCodeId: 'cc-03', amount: 1234 }],
      receipts: [
        ...row.receipts,
        { id: `a-new-${index}`, fileName: 'vis.pdf', contentType: 'application/pdf', content },
      ],
    }))
    const after = {
      ...contractor,
      expenses: contractor.expenses.map((row) => edited.find(({ id }) => id === row.id) ?? row),
      exportedAt: '2026-04-01T16:00:00Z',
    }
    await writeExport(source, after)
    const last = await desktop('data')
    expect((await writesDuring(() => last.settle())).filter((each) => each.startsWith('upload')).length).toBe(
      edited.length,
    )
    await closed(last)
    await rm(join(folder, 'data'), { recursive: true })
    await cp(join(folder, 'backup'), join(folder, 'data'), { recursive: true })

    const restored = await desktop('data')
    expect(await writesDuring(() => restored.settle())).toEqual([])
    expect(await deviations([contractor, after], restored)).toEqual([])
  }, 120_000)

  test('moved to another computer: there everything is known, and nothing is sent', async () => {
    const { contractor } = contractorOf(15, 60)
    await writeExport(source, contractor)
    const here = await desktop('data')
    await here.settle()
    await closed(here)
    await cp(join(folder, 'data'), join(folder, 'elsewhere'), { recursive: true })
    await rm(join(folder, 'data'), { recursive: true })
    // Tokens stay in the other computer's keychain: somebody signs in anew.
    const there = await desktop('elsewhere')
    expect(await writesDuring(() => there.settle())).toEqual([])
    expect(await deviations([contractor], there)).toEqual([])
  }, 120_000)

  test('from before the first run: the books are recognised as they are', async () => {
    const { contractor } = contractorOf(14, 60)
    await writeExport(source, contractor)
    const before = await desktop('data')
    await before.company.read()
    await closed(before)
    await cp(join(folder, 'data'), join(folder, 'backup'), { recursive: true })
    const first = await desktop('data')
    await first.settle()
    await closed(first)
    await rm(join(folder, 'data'), { recursive: true })
    await cp(join(folder, 'backup'), join(folder, 'data'), { recursive: true })
    const restored = await desktop('data')
    expect(await writesDuring(() => restored.settle())).toEqual([])
    expect(await deviations([contractor], restored)).toEqual([])
  }, 120_000)
})
