import { inflateSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import type { Company } from '../../electron/companion/company.ts'
import { documentDetails } from '../../electron/companion/document-details.ts'
import { companyMonths } from '../../electron/companion/months.ts'
import type { CommandContext } from '../../electron/terminal/commands.ts'
import { status } from '../../electron/terminal/commands.ts'
import { monthsCsv } from '../../electron/companion/month-csv.ts'
import { monthsPdf } from '../../electron/companion/month-pdf.ts'
import { months } from '../../electron/terminal/months-command.ts'
import { queue } from '../../electron/terminal/queue-command.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { isDocumentKind } from '../../shared/kinds.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { PublicBooks } from './books.ts'

export type Json = Record<string, unknown>

const TYPES = ['Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'PurchaseOrder'] as const
const KIND_OF: Record<string, string> = {
  Invoice: 'invoice',
  CreditMemo: 'credit',
  Payment: 'payment',
  Purchase: 'expense',
  Bill: 'expense',
  PurchaseOrder: 'purchase-order',
}
const PARTY: Record<string, string> = { Purchase: 'EntityRef', Bill: 'VendorRef', PurchaseOrder: 'VendorRef' }

/** Everything that the books hold, by `<type>|<id>`, read through their public interface alone. */
export type Truth = ReadonlyMap<string, Json>

export async function truthOf(books: PublicBooks): Promise<Truth> {
  const found = new Map<string, Json>()
  for (const type of [...TYPES, 'Attachable'])
    for (const entity of await books.all(type)) found.set(`${type}|${String(entity['Id'])}`, entity)
  return found
}

export const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100)
const text = (entity: Json, field: string): string | null => (entity[field] as string | undefined) ?? null
const named = (holder: unknown, field: string): string | null =>
  ((holder as Json | undefined)?.[field] as { name?: string } | undefined)?.name ?? null
const taxOf = (entity: Json): number => cents((entity['TxnTaxDetail'] as Json | undefined)?.['TotalTax'])
const isVoided = (entity: Json): boolean => /^(voided|annulé)/i.test(text(entity, 'PrivateNote') ?? '')

/** A discount is taken off. */
const lineAmount = (line: Json): number =>
  cents(line['Amount']) * (line['DetailType'] === 'DiscountLineDetail' ? -1 : 1)

function moneyLines(entity: Json): Json[] {
  return ((entity['Line'] as Json[] | undefined) ?? []).filter(
    (line) => !['SubTotalLineDetail', 'DescriptionOnly'].includes(String(line['DetailType'])),
  )
}

/** What an entity counts in its books, cents: before tax, a payment as received. */
export function amountThere(type: string, entity: Json): number {
  return cents(entity['TotalAmt']) - (type === 'Payment' ? 0 : taxOf(entity))
}

/** What a person reads in QuickBooks of an entity, field by field as the program names them. */
export function readThere(type: string, entity: Json): Json {
  const isPayment = type === 'Payment'
  const tax = taxOf(entity)
  return {
    number: text(entity, isPayment ? 'PaymentRefNum' : 'DocNumber'),
    date: text(entity, 'TxnDate'),
    dueDate: type === 'Invoice' || type === 'Bill' ? text(entity, 'DueDate') : null,
    party: named(entity, PARTY[type] ?? 'CustomerRef'),
    beforeTax: isPayment ? null : amountThere(type, entity) / 100,
    tax: isPayment ? null : tax / 100,
    total: cents(entity['TotalAmt']) / 100,
    voided: isVoided(entity),
    deposited: ((entity['LinkedTxn'] as Json[] | undefined) ?? []).some((each) => each['TxnType'] === 'Deposit'),
    balance: isPayment
      ? cents(entity['UnappliedAmt']) / 100
      : type === 'CreditMemo'
        ? cents(entity['RemainingCredit'] ?? entity['Balance']) / 100
        : type === 'Invoice' || type === 'Bill'
          ? cents(entity['Balance']) / 100
          : null,
    lines: isPayment
      ? []
      : moneyLines(entity).map((line) => {
          const detail = line[String(line['DetailType'])]
          return {
            goesTo: named(detail, 'AccountRef') ?? named(detail, 'ItemRef') ?? named(detail, 'DiscountAccountRef'),
            project: named(detail, 'CustomerRef'),
            description: String(line['Description'] ?? ''),
            amount: lineAmount(line) / 100,
          }
        }),
  }
}

/** What a field of a comparison says of an entity; undefined of a field that is compared elsewhere. */
export function fieldThere(type: string, entity: Json, field: string): string | undefined {
  const lines = moneyLines(entity)
  const isPayment = type === 'Payment'
  switch (field) {
    case 'number':
      return text(entity, 'DocNumber') ?? ''
    case 'reference':
      return isPayment ? (text(entity, 'PaymentRefNum') ?? '') : undefined
    case 'date':
      return text(entity, 'TxnDate') ?? ''
    case 'dueDate':
      return text(entity, 'DueDate') ?? ''
    case 'customer':
    case 'supplier':
      return named(entity, PARTY[type] ?? 'CustomerRef') ?? ''
    case 'amount':
      return (amountThere(type, entity) / 100).toFixed(2)
    case 'lines':
      return lines.map((line) => (lineAmount(line) / 100).toFixed(2)).join(' + ')
    case 'description':
      return lines.map((line) => String(line['Description'] ?? '').trim()).join(' + ')
    default:
      return undefined
  }
}

interface SaidRow {
  key: DocumentKey
  kind: string
  state: string
  needsYou: boolean
  quickbooks: { type: string; id: string; docNumber: string | null } | null
  shows: Json | null
  sent: Json | null
  differs: { field: string; quickbooks: string }[] | null
  tax: { toAdd: number; seen: number } | null
  problem: { code: string; explanation: string; title: string; other: Json | null } | null
  note: { code: string; explanation: string } | null
  attachments: { fileName: string; state: string }[]
}

interface SaidMonth {
  month: string
  readAt: string | null
  sums: { kind: string; currency: string; billdr: number; quickbooks: number; difference: number }[]
  open: { key: string; kind: string; currency: string; why: string; amount: number }[]
  onlyInQuickBooks: { type: string; id: string; number: string; date: string; party: string; amount: number }[]
  accepted: { key: string; amount: number }[]
}

type Command = (context: CommandContext, company: Company) => number | Promise<number>

async function printed(company: Company, json: boolean, command: Command): Promise<{ out: string; code: number }> {
  const out: string[] = []
  const terminal = { out: (said: string) => out.push(said), error: () => undefined, progress: () => undefined }
  const code = await command({ words: wordsFor('en'), json, terminal } as unknown as CommandContext, company)
  return { out: out.join(''), code }
}

export async function saidRows(company: Company): Promise<SaidRow[]> {
  const { out } = await printed(company, true, (context) => queue(context, company, undefined))
  return JSON.parse(out) as SaidRow[]
}

/**
 * Holds everything that the terminal and the reports say under QuickBooks' name against its books: rows, sides, pane,
 * status, months as JSON, text, CSV and PDF. Answers how many figures were compared.
 */
export async function holdAgainstBooks(company: Company, truth: Truth): Promise<number> {
  const rows = await saidRows(company)
  let compared = 0
  const same = (said: unknown, there: unknown, what: string): void => {
    compared++
    if (Array.isArray(said) && Array.isArray(there)) expect.soft(said, what).toMatchObject(there)
    else expect.soft(said, what).toEqual(there)
  }
  for (const row of rows) compareRow(row, truth, same)
  for (const row of rows) await comparePane(company, row, truth, same)
  await compareQueueText(company, rows, truth, same)
  await compareStatus(company, rows, truth, same)
  await compareMonths(company, rows, truth, same)
  return compared
}

type Same = (said: unknown, there: unknown, what: string) => void

function entityOf(row: SaidRow, truth: Truth): Json | undefined {
  return row.quickbooks ? truth.get(`${row.quickbooks.type}|${row.quickbooks.id}`) : undefined
}

function compareRow(row: SaidRow, truth: Truth, same: Same): void {
  const { key, quickbooks, shows } = row
  if (!isDocumentKind(row.kind)) {
    same(shows, null, `${key} shows nothing`)
    return
  }
  if (row.problem?.other) compareOther(row, truth, same)
  if (!quickbooks) {
    same(shows, null, `${key} is not there and shows nothing`)
    same(
      row.attachments.filter((each) => each.state === 'synced'),
      [],
      `${key} is not there, nor its receipts`,
    )
    return
  }
  const entity = entityOf(row, truth)
  same(entity === undefined, false, `${key} is there`)
  if (!entity) return
  same(quickbooks.docNumber, text(entity, 'DocNumber'), `${key} number of its link`)
  for (const [field, there] of Object.entries(readThere(quickbooks.type, entity)))
    same(shows?.[field], there, `${key} shows.${field}`)
  for (const { field, quickbooks: said } of row.differs ?? []) {
    const there = fieldThere(quickbooks.type, entity, field)
    // Of several lines, those whose words are others are named.
    if (field === 'description')
      same(there?.split(' + ').join().includes(said.split(' + ').join()), true, `${key} ${field}`)
    else if (there !== undefined) same(said, there, `${key} differs.${field}`)
    if (field === 'voided') same(said, String(isVoided(entity)), `${key} differs.voided`)
  }
  if (row.tax) same(cents(row.tax.seen), taxOf(entity), `${key} tax.seen`)
  if (isVoided(entity)) same(row.tax?.toAdd ?? 0, 0, `${key} is voided and needs no tax`)
  const hanging = receiptsThere(truth, quickbooks)
  for (const { fileName, state } of row.attachments)
    if (state === 'synced') same(hanging.includes(fileName), true, `${key} receipt ${fileName} is there`)
    else same(hanging.includes(fileName), false, `${key} receipt ${fileName} is not there (${state})`)
}

/** The document that a problem is about, where the books still have it. */
function compareOther(row: SaidRow, truth: Truth, same: Same): void {
  const { other } = row.problem as { other: Json }
  const type = String(other['type'])
  const entity = truth.get(`${type}|${String(other['id'])}`)
  same(entity === undefined, false, `${row.key} problem.other is there`)
  if (!entity) return
  const { number, date, party } = readThere(type, entity)
  same([other['number'], other['date'], other['party']], [number, date, party], `${row.key} problem.other`)
  same(cents(other['amount']), amountThere(type, entity), `${row.key} problem.other.amount`)
}

function receiptsThere(truth: Truth, { type, id }: { type: string; id: string }): string[] {
  return [...truth].flatMap(([name, entity]) => {
    const refs = (entity['AttachableRef'] as { EntityRef?: { type?: string; value?: string } }[] | undefined) ?? []
    const hangs = refs.some(({ EntityRef: ref }) => ref?.type === type && ref.value === id)
    return name.startsWith('Attachable|') && hangs ? [String(entity['FileName'])] : []
  })
}

async function comparePane(company: Company, row: SaidRow, truth: Truth, same: Same): Promise<void> {
  const details = await documentDetails(company, row.key)
  const entity = entityOf(row, truth)
  if (!entity || !row.quickbooks || !isDocumentKind(row.kind)) {
    same(details?.sides ?? [], [], `${row.key} has nothing to hold against QuickBooks`)
    return
  }
  for (const { field, sent, quickbooks } of details?.sides ?? []) {
    const there = fieldThere(row.quickbooks.type, entity, field)
    const isZeroed = isVoided(entity) && (field === 'lines' || field === 'description')
    if (there !== undefined && !isZeroed) same(quickbooks ?? '', there, `${row.key} pane ${field}`)
    if (row.sent === null) same(sent, null, `${row.key} pane ${field}: was never sent`)
  }
}

/** `Amount: Billdr now …; QuickBooks 7,750.50 (read …)`. */
async function compareQueueText(company: Company, rows: SaidRow[], truth: Truth, same: Same): Promise<void> {
  const { out } = await printed(company, false, (context) => queue(context, company, undefined))
  const words = wordsFor('en')
  for (const row of rows) {
    const entity = entityOf(row, truth)
    const [, below = ''] = new RegExp(`\\t${row.key}\\t.*\\n((?: {4}.*\\n)*)`).exec(out) ?? []
    for (const [, field = '', said = ''] of below.matchAll(/^ {4}([^:]+): .*?QuickBooks (.*) \(read /gm)) {
      if (!entity || !row.quickbooks) {
        same(said, null, `${row.key} says nothing of QuickBooks`)
        continue
      }
      if (field === words.t('difference.amount'))
        same(said, words.decimal((amountThere(row.quickbooks.type, entity) / 100).toFixed(2)), `${row.key} text amount`)
      if (field === words.t('difference.date'))
        same(said, words.day(text(entity, 'TxnDate') ?? ''), `${row.key} text date`)
    }
  }
}

/** The tax that Billdr counts and the books lack, cents, and on how many documents. */
export function taxThere(company: Company, truth: Truth): { toAdd: number; documents: number } {
  const { store } = company.workspace
  let toAdd = 0
  let documents = 0
  for (const row of company.rows()) {
    const entity = row.quickbooks ? truth.get(`${row.quickbooks.type}|${row.quickbooks.id}`) : undefined
    const record = store.table('records').get(row.key)?.record
    if (!entity || !record || !('taxes' in record) || row.state === 'ignored' || isVoided(entity)) continue
    if (['voided', 'rejected'].includes(record.status)) continue
    const computed = record.taxes.reduce((sum, tax) => sum + tax.amount, 0)
    const left = computed - taxOf(entity)
    const hasItAll = row.sent === undefined && taxOf(entity) === 0 && cents(entity['TotalAmt']) === record.total
    if (left <= 1 || hasItAll) continue
    toAdd += left
    documents++
  }
  return { toAdd, documents }
}

async function compareStatus(company: Company, rows: SaidRow[], truth: Truth, same: Same): Promise<void> {
  const { out, code } = await printed(company, true, status)
  const said = JSON.parse(out) as { taxToAdd: { amount: number; documents: number }[]; receiptsHeld: number }
  const { toAdd, documents } = taxThere(company, truth)
  same(
    said.taxToAdd.map((each) => [cents(each.amount), each.documents]),
    documents === 0 ? [] : [[toAdd, documents]],
    'status: tax to add',
  )
  const needs = rows.some((row) => row.needsYou) || company.status().source.problem !== null
  same(code, needs || company.status().guards.length > 0 ? 2 : 0, 'status: exit')
}

async function compareMonths(company: Company, rows: SaidRow[], truth: Truth, same: Same): Promise<void> {
  const { out } = await printed(company, true, (context) => months(context, company, {}))
  const said = JSON.parse(out) as SaidMonth[]
  const linked = new Map(
    rows.flatMap((row) => (row.quickbooks ? [[`${row.quickbooks.type}|${row.quickbooks.id}`, row]] : [])),
  )
  const home = company.books?.facts.homeCurrency ?? ''
  const there = new Map<string, number>()
  for (const [name, entity] of truth) {
    const type = name.split('|')[0] ?? ''
    const kind = KIND_OF[type]
    if (!kind || !linked.has(name)) continue
    const currency = (entity['CurrencyRef'] as { value?: string } | undefined)?.value ?? home
    const place = `${(text(entity, 'TxnDate') ?? '').slice(0, 7)} ${kind} ${currency}`
    there.set(place, (there.get(place) ?? 0) + amountThere(type, entity))
  }
  for (const { month, sums, open, onlyInQuickBooks } of said) {
    for (const { kind, currency, quickbooks, billdr, difference } of sums) {
      const place = `${month} ${kind} ${currency}`
      same(cents(quickbooks), there.get(place) ?? 0, `${place} in QuickBooks`)
      same(cents(difference), cents(billdr) - cents(quickbooks), `${place} difference`)
      const explained = open
        .filter((each) => each.kind === kind && each.currency === currency)
        .reduce((sum, each) => sum + cents(each.amount), 0)
      same(explained, cents(difference), `${place} is explained to zero`)
      there.delete(place)
    }
    for (const only of onlyInQuickBooks) {
      const entity = truth.get(`${only.type}|${only.id}`)
      same(entity === undefined, false, `${month} only in QuickBooks: ${only.type} ${only.id} is there`)
      if (!entity) continue
      same(linked.has(`${only.type}|${only.id}`), false, `${only.type} ${only.id} is nobody's`)
      const { number, date, party } = readThere(only.type, entity)
      same([only.number, only.date, only.party], [number, date, party], `${only.type} ${only.id} only there`)
      same(cents(only.amount), amountThere(only.type, entity), `${only.type} ${only.id} amount only there`)
    }
  }
  for (const { month, onlyInQuickBooks, readAt } of said) {
    if (readAt === null) continue
    const nobodys = [...truth].filter(
      ([name, entity]) =>
        (text(entity, 'TxnDate') ?? '').startsWith(month) &&
        KIND_OF[name.split('|')[0] ?? ''] !== undefined &&
        !linked.has(name) &&
        // A payment of nothing only applies a credit.
        !(name.startsWith('Payment|') && cents(entity['TotalAmt']) === 0),
    )
    same(
      onlyInQuickBooks.map(({ type, id }) => `${type}|${id}`).sort(),
      nobodys.map(([name]) => name).sort(),
      `${month}: all that only QuickBooks has`,
    )
  }
  same(
    [...there].filter(([, amount]) => amount !== 0),
    [],
    'months that nobody speaks of',
  )
  await compareReports(company, said, same)
}

/** Text, CSV and PDF say the same figures as the JSON. */
async function compareReports(company: Company, said: SaidMonth[], same: Same): Promise<void> {
  const words = wordsFor('en')
  const { out } = await printed(company, false, (context) => months(context, company, {}))
  const wanted = companyMonths(company)
  const csv = parse(monthsCsv(words, wanted), { bom: true }) as string[][]
  const pdf = pdfText(await monthsPdf(words, 'Beaubien', wanted))
  for (const { month, sums } of said) {
    for (const { kind, currency, quickbooks } of sums) {
      const name = words.t(`months.sums.${kind}` as 'months.sums.invoice')
      const figure = words.money(cents(quickbooks), currency)
      const part = out.split(`${words.month(month)} – `)[1] ?? ''
      const lines = part.split('\n').filter((each) => each.startsWith(`  ${name}\t`))
      const line = lines.join('; ')
      same(line.includes(`${words.t('months.inQuickBooks')} ${figure}`), true, `${month} ${kind} in the text: ${line}`)
      const cells = csv.find(
        (each) =>
          each[0] === month && each[1] === words.t('months.csv.sum') && each[2] === name && each.includes(currency),
      )
      same(cells?.[8], quickbooks.toFixed(2), `${month} ${kind} in the CSV`)
      same(pdf.includes(figure.replaceAll(/[\u2007\u2009\u202F]/g, '\u00A0')), true, `${month} ${kind} in the PDF`)
    }
  }
}

/** The words of a PDF, in the order in which they are drawn. */
export function pdfText(pdf: Buffer): string {
  const parts: string[] = []
  const source = pdf.toString('latin1')
  for (const [, stream = ''] of source.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    let drawn: string
    try {
      drawn = inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
    } catch {
      continue
    }
    for (const [, shown = ''] of drawn.matchAll(/\[(.*?)\] TJ/g))
      parts.push(
        [...shown.matchAll(/<([0-9a-f]*)>/g)]
          .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
          .join(''),
      )
  }
  return parts.join('\n')
}
