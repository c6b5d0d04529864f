import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { PowerDisk, seeded } from '../store/power-disk.ts'
import { done } from '../support/quick-company.ts'
import type { PracticePlace } from './books-as-read.ts'
import { cutNetwork } from './cut-network.ts'
import type { Desktop } from './desktop.ts'
import { openDesktop } from './desktop.ts'
import type { WholeBooks } from './sample-books.ts'
import { marksTwice, texts, textsByMark, wholeBooks, withoutRun } from './sample-books.ts'
import { approveAll, differences, secretsFor, takeBackLastRun } from './taking-back.ts'

/*
 * The sample's first day is taken back (rule U1) in books that a person has entered things into before, and the program ends
 * in the midst of it: started again, the books are those of before by a comparison of every record of every type, and what is
 * sent again arrives once.
 *
 * `npm test` stops at some of the moments; CHAOS_EVERY_BOUNDARY=1 stops at each of them.
 */

const EVERY = process.env['CHAOS_EVERY_BOUNDARY'] === '1'
const SAMPLES = join(import.meta.dirname, '../../build/samples')
const SOURCE = join(SAMPLES, 'renovation')
const LEFT = ['written', 'lost', 'torn'] as const
const LONG = 600_000
/** Stands in the kept keychain for wherever the practice company answers. */
const ANYWHERE = { apiBase: 'http://practice.invalid' }

let folder: string
let dataFolder: string
let mappings: unknown
let kept: { undone: Moment; again: Moment }
let before: WholeBooks
let sent: WholeBooks
let queue: string[]

/** Everything at one moment, to start from again and again. */
interface Moment {
  books: string
  data: string
  disk: PowerDisk
  secrets: ReturnType<typeof createMemoryStore>
}

interface Stop {
  at: number
  where: 'disk' | 'network'
  /** What is under way then: the undo, or the sending of it anew. */
  during: 'undo' | 'again'
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-undo-sample-'))
  dataFolder = join(folder, 'data')
  mappings = JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8'))
  const books = join(folder, 'books')
  const practice = await startPractice(books)
  await enteredByAPerson(practice)
  const disk = new PowerDisk()
  const secrets = createMemoryStore()
  const desktop = await open(practice, secrets, disk)
  before = await wholeBooks(practice)
  await desktop.settle()
  sent = await wholeBooks(practice)
  queue = queueOf(desktop)
  await desktop.close()
  await practice.close()
  const undone = await keep('undone', books, disk, secrets)
  const takenBack = await startFrom(undone)
  const next = await open(takenBack.practice, takenBack.secrets, takenBack.disk)
  await takeBackLastRun(next)
  expect(differences(texts(withoutRun(before, sent)), texts(await wholeBooks(takenBack.practice)))).toEqual([])
  expect(await approveAll(next)).toBe(16)
  await next.close()
  await takenBack.practice.close()
  kept = { undone, again: await keep('again', takenBack.books, takenBack.disk, takenBack.secrets) }
}, LONG)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function startPractice(books: string): Promise<ControlledCompany> {
  return startControlledCompany({ folder: books, country: 'CA', consent: 'automatic', limits: 'off' })
}

/** One of each kind that the books know, so that "as before" says something of each. */
async function enteredByAPerson({ controls }: ControlledCompany): Promise<void> {
  const creates = async (...[type, body]: Parameters<typeof controls.personCreates>) =>
    String(done(await controls.personCreates(type, body))['Id'])
  const account = async (type: string) =>
    String((await controls.entities('Account')).find((each) => each['AccountType'] === type)?.['Id'])
  const customer = await creates('Customer', { DisplayName: 'Toiture Vachon' })
  const vendor = await creates('Vendor', { DisplayName: 'Imprimerie Nadeau' })
  const [item] = await controls.entities('Item')
  const exempt = (await controls.entities('TaxCode')).find((each) => each['Name'] === 'Exempt')
  const untaxed = { value: String(exempt?.['Id']) }
  const sale = (amount: number) => ({
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        DetailType: 'SalesItemLineDetail',
        Amount: amount,
        SalesItemLineDetail: { ItemRef: { value: String(item?.['Id']) }, TaxCodeRef: untaxed },
      },
    ],
  })
  const expense = { value: await account('Expense') }
  const cost = (amount: number) => ({
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        DetailType: 'AccountBasedExpenseLineDetail',
        Amount: amount,
        AccountBasedExpenseLineDetail: { AccountRef: expense, TaxCodeRef: untaxed },
      },
    ],
  })
  const party = { CustomerRef: { value: customer } }
  const supplier = { VendorRef: { value: vendor } }
  const invoice = await creates('Invoice', { ...party, TxnDate: '2026-01-12', ...sale(611.4) })
  await creates('CreditMemo', { ...party, TxnDate: '2026-01-13', ...sale(31.7) })
  const payment = await creates('Payment', {
    ...party,
    TxnDate: '2026-01-20',
    TotalAmt: 611.4,
    Line: [{ Amount: 611.4, LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }] }],
  })
  done(await controls.personDeposits([payment]))
  const bill = await creates('Bill', { ...supplier, TxnDate: '2026-01-14', ...cost(77.13) })
  const bank = { value: await account('Bank') }
  await creates('BillPayment', {
    ...supplier,
    PayType: 'Check',
    CheckPayment: { BankAccountRef: bank },
    TotalAmt: 77.13,
    Line: [{ Amount: 77.13, LinkedTxn: [{ TxnId: bill, TxnType: 'Bill' }] }],
  })
  const purchase = await creates('Purchase', {
    PaymentType: 'Check',
    AccountRef: bank,
    EntityRef: { value: vendor, type: 'Vendor' },
    TxnDate: '2026-01-15',
    ...cost(18.9),
  })
  await creates('PurchaseOrder', {
    ...supplier,
    APAccountRef: { value: await account('Accounts Payable') },
    TxnDate: '2026-01-16',
    ...cost(205.5),
  })
  await creates('Attachable', {
    Note: 'Bon signé',
    AttachableRef: [{ EntityRef: { type: 'Purchase', value: purchase } }],
  })
}

function open(place: PracticePlace, secrets: Moment['secrets'], fileSystem: PowerDisk): Promise<Desktop> {
  return openDesktop({
    dataFolder,
    source: SOURCE,
    place,
    secrets: secretsFor(secrets, ANYWHERE, place),
    fileSystem,
    mappings,
  })
}

/** Keeps what programs that have ended left; the disk is in memory, and beside it are locks and the like. */
async function keep(name: string, books: string, disk: PowerDisk, secrets: Moment['secrets']): Promise<Moment> {
  const moment = { books: join(folder, `${name}-books`), data: join(folder, `${name}-data`), disk, secrets }
  await cp(books, moment.books, { recursive: true })
  await cp(dataFolder, moment.data, { recursive: true })
  return moment
}

let starts = 0

async function startFrom(moment: Moment): Promise<Moment & { practice: ControlledCompany }> {
  const books = join(folder, `books-${++starts}`)
  await cp(moment.books, books, { recursive: true })
  // What is left of a program that has ended may still put a report or a lock there.
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  await cp(moment.data, dataFolder, { recursive: true })
  const secrets = createMemoryStore()
  for (const account of moment.secrets.accounts()) {
    const value = await moment.secrets.get(account)
    if (value.ok && value.value !== null) await secrets.set(account, value.value)
  }
  const disk = moment.disk.afterPowerCut('kept', seeded(1))
  return { books, data: dataFolder, disk, secrets, practice: await startPractice(books) }
}

function queueOf(desktop: Desktop): string[] {
  return desktop.queue().map((row) => `${row.key} ${row.state} ${row.problem?.code ?? ''}`)
}

async function stopped(stop: Stop): Promise<{ reached: boolean; wrong: string[] }> {
  const { at, where, during } = stop
  const from = await startFrom(during === 'undo' ? kept.undone : kept.again)
  const { practice, secrets } = from
  let { disk } = from
  let ended: () => void = () => undefined
  const over = new Promise<void>((resolve) => {
    ended = resolve
  })
  let reached = false
  const network = await cutNetwork(practice, where === 'network' ? at : Infinity, () => {
    reached = true
    disk.powerCutAt = disk.steps
    ended()
  })
  const left = LEFT[at % LEFT.length] ?? 'written'
  const wrong: string[] = []
  const note = (sentences: readonly string[]): void => {
    wrong.push(...sentences.map((sentence) => `${during}, stopped at ${where} ${at} (${left}): ${sentence}`))
  }
  try {
    let desktop = await open(network.place, secrets, disk)
    if (where === 'disk') disk.powerCutAt = disk.steps + at
    const work = during === 'undo' ? takeBackLastRun(desktop) : desktop.sync()
    await Promise.race([work.catch(() => undefined), over])
    if (disk.steps < disk.powerCutAt) await desktop.close().catch(() => undefined)
    reached ||= disk.steps >= disk.powerCutAt
    await desktop.companion.lock.release()
    disk = !reached || left === 'written' ? disk.afterKill() : disk.afterPowerCut(left, seeded(at))
    desktop = await open(practice, secrets, disk)
    if (during === 'undo') {
      // Either the next run ends it by itself, or whoever says it again does.
      if (at % 2 === 0) await desktop.sync()
      await takeBackLastRun(desktop)
      await desktop.sync()
      note(differences(texts(withoutRun(before, sent)), texts(await wholeBooks(practice))))
      const undone = await approveAll(desktop)
      if (undone !== 16) note([`${undone} documents are held as taken back`])
    }
    await desktop.settle()
    const again = await wholeBooks(practice)
    note(differences(textsByMark(sent), textsByMark(again)))
    note(marksTwice(again).map((mark) => `is there twice: ${mark}`))
    note(differences(queue, queueOf(desktop)))
    const history = await desktop.company.workspace.audit.verify()
    if (!history.ok) note([`the history is broken at line ${history.line}`])
    await desktop.close()
    return { reached, wrong }
  } finally {
    await network.close()
    await practice.close()
    await rm(from.books, { recursive: true, force: true, maxRetries: 5 })
  }
}

describe('the first day of the sample, taken back, stopped, started again: the books of before, and each again once', () => {
  test.each([
    { where: 'network', during: 'undo', step: 7, atLeast: 20 },
    { where: 'disk', during: 'undo', step: 37, atLeast: 100 },
    { where: 'network', during: 'again', step: 13, atLeast: 20 },
  ] as const)(
    'at moments of the $where, during: $during',
    async ({ where, during, step, atLeast }) => {
      const wrong: string[] = []
      let last = 0
      for (let at = 1, reached = true; reached; at += EVERY ? 1 : step) {
        const result = await stopped({ at, where, during })
        wrong.push(...result.wrong)
        reached = result.reached
        if (reached) last = at
      }
      expect(wrong).toEqual([])
      expect(last).toBeGreaterThan(atLeast)
      if (EVERY) console.info(`${during}: ${last} moments of the ${where}`)
    },
    LONG,
  )
})
