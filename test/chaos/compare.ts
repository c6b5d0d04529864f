import type { Entity } from '../../electron/qbo/contract.ts'
import type { BooksAsRead } from './books-as-read.ts'
import type { Expected, ExpectedDocument } from './expected.ts'

/** What is wrong with the books, counted, with a sentence for each. */
export interface Deviations {
  lost: number
  twice: number
  wrong: number
  receiptsMissing: number
  receiptsTwice: number
  /** Rows that ask a person something that nobody has to decide, or failed. */
  asked: number
  sentences: string[]
}

export function noDeviations(): Deviations {
  return { lost: 0, twice: 0, wrong: 0, receiptsMissing: 0, receiptsTwice: 0, asked: 0, sentences: [] }
}

export function totalOf({ lost, twice, wrong, receiptsMissing, receiptsTwice, asked }: Deviations): number {
  return lost + twice + wrong + receiptsMissing + receiptsTwice + asked
}

export interface QueueLine {
  key: string
  state: string
  problem: { code: string } | null
  attachments: { state: string }[]
}

/** Why a generated document may rightly wait: by a rule, not because of what happened on the way. */
const BY_RULE: ReadonlySet<string> = new Set([
  'draft',
  'rejected',
  'voided-before-sent',
  'cancelled-and-removed',
  'client-without-project',
  'project-without-documents',
  'professional-unused',
  'waits-for',
  'invoice-voided',
  'invoice-edited',
])

/** Adds the rows of the queue that failed, or wait for a person without a reason of the rules. */
export function compareQueue(queue: readonly QueueLine[], found: Deviations): void {
  for (const row of queue) {
    const isFine = row.state === 'synced' || (row.state === 'held' && BY_RULE.has(row.problem?.code ?? ''))
    if (!isFine) say(found, 'asked', `${row.key} is ${row.state}: ${row.problem?.code ?? 'no reason'}`)
  }
}

/** What a US dollar is worth in these books. */
export const RATE = 1.37

type Fields = Readonly<Record<string, unknown>>

/** Compares the books with what must be in them: every document once, with its amounts and its receipts, and nothing else. */
export function compareBooks(expected: Expected, books: BooksAsRead): Deviations {
  const found = noDeviations()
  const customers = compareCustomers(expected, books, found)
  const vendors = new Map<string, string>()
  const known = new Set<string>()
  for (const document of expected.documents) compareDocument(document, books, found, customers, vendors, known)
  compareVendors(expected, books, found, vendors)
  for (const type of ['Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'PurchaseOrder'] as const) {
    for (const entity of books.entities[type]) {
      if (known.has(`${type} ${entity.Id}`) || isApplication(entity)) continue
      say(found, 'twice', `${type} ${entity.Id} (${markIn(entity) ?? 'without mark'}) does not belong there`)
    }
  }
  compareApplications(books, found)
  compareBillPayments(expected, books, found)
  return found
}

function say(found: Deviations, what: Exclude<keyof Deviations, 'sentences'>, sentence: string): void {
  found[what] += 1
  found.sentences.push(`${what}: ${sentence}`)
}

/** Whose document it is by its note, read in words of our own: "[Billdr expense e-7 …]" is expense:e-7. */
function markIn(entity: Fields): string | null {
  const marks = [...String(entity['PrivateNote'] ?? entity['Notes'] ?? '').matchAll(/\[Billdr (\S+) ([^\s\]]+)/g)]
  const [, kind, id] = marks.at(-1) ?? []
  return kind === undefined || id === undefined ? null : `${kind}:${decodeURIComponent(id)}`
}

/** Cents from the decimal that JSON brought. */
function cents(value: unknown): number {
  return Math.round(Number(value ?? 0) * 100)
}

function rows(entity: Fields, field: string): Fields[] {
  return Array.isArray(entity[field]) ? (entity[field] as Fields[]) : []
}

function reference(entity: Fields, field: string): string {
  return String((entity[field] as Fields | undefined)?.['value'] ?? '')
}

/** The payment of nothing by which a credit is applied. */
function isApplication(entity: Fields): boolean {
  return (
    cents(entity['TotalAmt']) === 0 &&
    rows(entity, 'Line').some((line) => rows(line, 'LinkedTxn').some((link) => link['TxnType'] === 'CreditMemo'))
  )
}

/** Key of each client and project → its customer's id. */
function compareCustomers(expected: Expected, books: BooksAsRead, found: Deviations): Map<string, string> {
  const ids = new Map<string, string>()
  for (const key of expected.customers.keys()) {
    const ours = books.entities.Customer.filter((entity) => markIn(entity) === key)
    if (ours.length === 0) say(found, 'lost', `${key} is no customer`)
    if (ours.length > 1) say(found, 'twice', `${key} is ${ours.length} customers`)
    if (ours[0]) ids.set(key, ours[0].Id)
  }
  for (const [key, parent] of expected.customers) {
    const entity = books.entities.Customer.find((each) => each.Id === ids.get(key))
    if (entity && reference(entity, 'ParentRef') !== (parent === null ? '' : ids.get(parent)))
      say(found, 'wrong', `${key} is not below ${parent ?? 'nobody'}`)
  }
  const known = new Set(ids.values())
  for (const entity of books.entities.Customer) {
    if (!known.has(entity.Id))
      say(found, 'twice', `customer ${entity.Id} ${String(entity['DisplayName'])} does not belong there`)
  }
  return ids
}

/** Vendors carry no mark: one for each professional, told by the documents that name it. */
function compareVendors(
  expected: Expected,
  books: BooksAsRead,
  found: Deviations,
  vendors: ReadonlyMap<string, string>,
): void {
  const owners = new Map<string, string>()
  for (const [key, id] of vendors) {
    const other = owners.get(id)
    if (other !== undefined) say(found, 'wrong', `${key} and ${other} share the vendor ${id}`)
    owners.set(id, key)
  }
  const count = books.entities.Vendor.length
  if (count > expected.vendors.size) say(found, 'twice', `${count} vendors for ${expected.vendors.size} professionals`)
  if (count < expected.vendors.size) say(found, 'lost', `${count} vendors for ${expected.vendors.size} professionals`)
}

function compareDocument(
  document: ExpectedDocument,
  books: BooksAsRead,
  found: Deviations,
  customers: ReadonlyMap<string, string>,
  vendors: Map<string, string>,
  known: Set<string>,
): void {
  const { key, type } = document
  const ours = books.entities[type].filter((entity) => markIn(entity) === key && !isApplication(entity))
  for (const entity of ours) known.add(`${type} ${entity.Id}`)
  if (ours.length > 1)
    say(found, 'twice', `${key} is ${ours.length} times there: ${type} ${ours.map((each) => each.Id).join(', ')}`)
  const entity = ours[0]
  if (!entity) {
    say(found, 'lost', `${key} is not there`)
    return
  }
  const wrong = (what: string, want: unknown, got: unknown): void =>
    say(found, 'wrong', `${key} (${type} ${entity.Id}): ${what} is ${String(got)}, not ${String(want)}`)
  if (document.number !== null && entity['DocNumber'] !== document.number)
    wrong('number', document.number, entity['DocNumber'])
  if (entity['TxnDate'] !== document.date) wrong('date', document.date, entity['TxnDate'])
  const amounts = amountsOf(type, entity).join(' + ')
  const want = (document.voided ? document.amounts.map(() => 0) : document.amounts).join(' + ')
  if (amounts !== want) wrong('amount', want, amounts)
  const [currency, rate] = [reference(entity, 'CurrencyRef'), Number(entity['ExchangeRate'] ?? 1)]
  const wanted = document.currency === 'USD' ? RATE : 1
  if (currency !== document.currency || rate !== wanted)
    wrong('currency', `${document.currency} at ${wanted}`, `${currency} at ${rate}`)
  if (document.open !== null && cents(entity['Balance']) !== document.open)
    wrong('open amount', document.open, cents(entity['Balance']))
  const party = reference(
    entity,
    type === 'Purchase' ? 'EntityRef' : type === 'Bill' || type === 'PurchaseOrder' ? 'VendorRef' : 'CustomerRef',
  )
  if (document.party.startsWith('project:')) {
    if (party !== customers.get(document.party)) wrong('customer', customers.get(document.party), party)
  } else {
    const vendor = vendors.get(document.party) ?? party
    vendors.set(document.party, vendor)
    if (party !== vendor) wrong('vendor', vendor, party)
  }
  compareReceipts(document, entity, books, found)
}

function amountsOf(type: ExpectedDocument['type'], entity: Entity): number[] {
  if (type === 'Payment') return [cents(entity['TotalAmt'])]
  return rows(entity, 'Line')
    .filter((line) => line['DetailType'] !== 'SubTotalLineDetail')
    .map((line) => cents(line['Amount']))
}

/** Each bill that Billdr calls paid is paid once, with all of its amount, and no other is. */
function compareBillPayments(expected: Expected, books: BooksAsRead, found: Deviations): void {
  const paid = new Set(
    expected.documents.filter(({ type, open }) => type === 'Bill' && open === 0).map(({ key }) => key),
  )
  const times = new Map<string, number>()
  for (const payment of books.entities.BillPayment) {
    const links = rows(payment, 'Line').flatMap((line) => rows(line, 'LinkedTxn'))
    const bill = books.entities.Bill.find((each) => links.some((link) => String(link['TxnId']) === each.Id))
    const key = bill && markIn(bill)
    if (!key || !paid.has(key)) say(found, 'twice', `bill payment ${payment.Id} does not belong there`)
    else times.set(key, (times.get(key) ?? 0) + 1)
    const total = bill ? cents(bill['TotalAmt']) : 0
    if (bill && cents(payment['TotalAmt']) !== total)
      say(found, 'wrong', `bill payment ${payment.Id} is ${cents(payment['TotalAmt'])}, not ${total}`)
  }
  for (const key of paid) {
    const count = times.get(key) ?? 0
    if (count === 0) say(found, 'lost', `${key} is not paid there`)
    if (count > 1) say(found, 'twice', `${key} is paid ${count} times there`)
  }
}

/** Receipts by their bytes: each once on its document, and none that is not its. */
function compareReceipts(document: ExpectedDocument, entity: Entity, books: BooksAsRead, found: Deviations): void {
  const there = books.entities.Attachable.filter((attachable) =>
    rows(attachable, 'AttachableRef').some(
      (each) => reference(each, 'EntityRef') === entity.Id && (each['EntityRef'] as Fields)['type'] === document.type,
    ),
  ).map((attachable) => `${String(attachable['FileName'])} ${books.files.get(attachable.Id) ?? ''}`)
  for (const receipt of document.receipts) {
    const name = `${receipt.fileName} ${receipt.content.toString('latin1')}`
    const at = there.indexOf(name)
    if (at < 0) say(found, 'receiptsMissing', `${receipt.id} ${receipt.fileName} is not on ${document.key}`)
    else there.splice(at, 1)
  }
  for (const rest of there) say(found, 'receiptsTwice', `${rest.slice(0, 40)} is too many on ${document.key}`)
}

/** A credit is applied by one payment of nothing, never by two. */
function compareApplications(books: BooksAsRead, found: Deviations): void {
  const used = new Map<string, number>()
  for (const payment of books.entities.Payment.filter(isApplication)) {
    for (const line of rows(payment, 'Line')) {
      for (const link of rows(line, 'LinkedTxn')) {
        if (link['TxnType'] === 'CreditMemo')
          used.set(String(link['TxnId']), (used.get(String(link['TxnId'])) ?? 0) + 1)
      }
    }
  }
  for (const [id, count] of used)
    if (count > 1) say(found, 'twice', `credit memo ${id} is applied by ${count} payments`)
}
