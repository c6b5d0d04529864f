import type { Draft, TaxTreatment } from '../../shared/draft.ts'
import { centsFromJson } from '../../shared/money.ts'
import type { Link } from '../plan/link.ts'
import { ownInvoices } from '../plan/link.ts'
import type { Body } from '../qbo/bodies/body.ts'
import type { Entity } from '../qbo/contract.ts'
import { isTaxOverridden, moneyLines, objectIn, referenceIn, textIn } from '../entities/entity-fields.ts'
import { othersLines } from '../entities/payment-links.ts'
import { isEcho, withoutEchoes, writableFields } from '../entities/writable.ts'

/**
 * The draft as a change of this entity. Sparse, so that what a person filled in besides (class, terms, message) stays;
 * where something that we sent is to be empty now, the whole entity goes as it was read, since only a full change
 * empties a field. A payment always goes whole: its sparse update is refused (2020, live §1.5). Lines are replaced as a whole
 * and keep their ids, and the tax codes that were added in QuickBooks; what a person put of a payment elsewhere stays. Where
 * the lines stand as they are to be, neither they nor a way of taxing are said, since QuickBooks then works the tax out anew: a
 * tax that a person wrote over, or amounts with tax in them, would be gone.
 */
export function updateBody(draft: Draft, body: Body, entity: Entity, link: Link): Body {
  const untaxed = 'tax' in draft ? draft.tax : null
  const lines = Array.isArray(body['Line']) ? (body['Line'] as Body[]) : []
  const before = draft.type === 'Payment' ? [] : pairedLines(lines, moneyLines(entity))
  const change: Body = {
    ...body,
    Id: entity.Id,
    SyncToken: entity.SyncToken,
    Line: lines.map((line, index) => lineOver(line, before[index], untaxed)),
    ...keptRate(body, entity, link),
  }
  // An order stays as open or closed as it is there: only Billdr's own "closed" is said.
  if (body['POStatus'] !== 'Closed') delete change['POStatus']
  const emptied = emptiedFields(body, entity, link)
  const isHeader = draft.type !== 'Payment' && areThere(lines, moneyLines(entity))
  if (isHeader) for (const name of OF_LINES) delete change[name]
  // With the same amounts the tax that a person wrote over stays right, and goes along; else she has agreed to a new one.
  else if (isTaxOverridden(entity) && haveSameAmounts(lines, moneyLines(entity)))
    change['TxnTaxDetail'] = entity['TxnTaxDetail']
  if (emptied.length === 0 && draft.type !== 'Payment') return { ...change, sparse: true }
  const whole = Object.fromEntries(Object.entries(writableFields(entity)).filter(([name]) => !emptied.includes(name)))
  const kept =
    draft.type === 'Payment' && draft.elsewhere !== undefined ? othersLines(entity, ownInvoices(draft, link)) : []
  return {
    ...whole,
    ...(isHeader && entity['TxnTaxDetail'] !== undefined && { TxnTaxDetail: entity['TxnTaxDetail'] }),
    ...change,
    ...(kept.length > 0 && { Line: [...lines, ...kept.map(withoutEchoes)] }),
    sparse: false,
  }
}

/** What is left out where the lines stand already. */
const OF_LINES = ['Line', 'GlobalTaxCalculation']

/** Whether the books have just these lines: each in its place, with its words, its amount and where it goes. */
function areThere(lines: readonly Body[], existing: readonly BooksLine[]): boolean {
  return lines.length === existing.length && lines.every((line, at) => isThere(line, existing[at] ?? {}))
}

function haveSameAmounts(lines: readonly Body[], existing: readonly BooksLine[]): boolean {
  const amountsOf = (some: readonly BooksLine[]): string => some.map((each) => centsFromJson(each['Amount'])).join()
  return amountsOf(lines) === amountsOf(existing)
}

function isThere(line: Body, other: BooksLine): boolean {
  const type = textIn(line, 'DetailType') ?? ''
  const [ours, theirs] = [objectIn(line, type) ?? {}, objectIn(other, type)]
  if (theirs === null || textOf(line).trim() !== textOf(other).trim()) return false
  if (centsFromJson(line['Amount']) !== centsFromJson(other['Amount'])) return false
  const goes = (name: string): boolean => referenceIn(ours, name) === referenceIn(theirs, name)
  const counts = (name: string): boolean => ours[name] === undefined || Number(ours[name]) === Number(theirs[name])
  const bills =
    (textIn(ours, 'BillableStatus') ?? 'NotBillable') === (textIn(theirs, 'BillableStatus') ?? 'NotBillable')
  return ['AccountRef', 'ItemRef', 'CustomerRef'].every(goes) && ['Qty', 'UnitPrice'].every(counts) && bills
}

/** The draft as a new document in the place of this one: the tax codes and classes that were added to its lines go along. */
export function replacingBody(draft: Draft, body: Body, entity: Entity): Body {
  const lines = Array.isArray(body['Line']) ? (body['Line'] as Body[]) : []
  const before = pairedLines(lines, moneyLines(entity))
  const untaxed = 'tax' in draft ? draft.tax : null
  const carried = lines.map((line, index) => {
    const { Id: _, LinkedTxn: _links, ...rest } = lineOver(line, before[index], untaxed)
    return rest
  })
  return { ...body, Line: carried }
}

/**
 * The rate that the document has stays, also where a person changed it; only where Billdr moved the day, and the rate is still
 * the one that was sent, the new day's takes its place.
 */
function keptRate(body: Body, entity: Entity, { sent }: Link): Body {
  const rate = entity['ExchangeRate']
  if (body['CurrencyRef'] === undefined || rate === undefined) return {}
  if (referenceIn(entity, 'CurrencyRef') !== referenceIn(body, 'CurrencyRef')) return {}
  if (body['ExchangeRate'] === undefined) return Number(rate) === 1 ? {} : { ExchangeRate: rate }
  const isOurs = sent.rate !== undefined && Number(rate) === sent.rate
  return isOurs && body['TxnDate'] !== entity['TxnDate'] ? {} : { ExchangeRate: rate }
}

/** Fields that we filled in and that Billdr has emptied since. */
function emptiedFields(body: Body, entity: Entity, { sent }: Link): string[] {
  const ours: [string, boolean][] = [
    ['DocNumber', sent.docNumber !== null],
    ['EntityRef', sent.partyId !== null],
    ['DueDate', sent.dueDate !== null],
    ['Memo', true],
    ['PaymentRefNum', true],
  ]
  return ours.flatMap(([name, wasSent]) =>
    wasSent && body[name] === undefined && (entity[name] ?? '') !== '' ? [name] : [],
  )
}

type BooksLine = Readonly<Record<string, unknown>>

/** For each of our lines the one in the books that it was: alike in text and amount, else in text, else in its place. */
function pairedLines(lines: readonly Body[], existing: readonly BooksLine[]): (BooksLine | undefined)[] {
  const paired = new Map<Body, BooksLine>()
  const alike: ((line: Body, other: BooksLine, at: number, otherAt: number) => boolean)[] = [
    (line, other) => textOf(line) === textOf(other) && centsFromJson(line['Amount']) === centsFromJson(other['Amount']),
    (line, other) => textOf(line) === textOf(other),
    (_line, _other, at, otherAt) => at === otherAt,
  ]
  for (const isAlike of alike) {
    for (const [at, line] of lines.entries()) {
      if (paired.has(line)) continue
      const taken = new Set(paired.values())
      const other = existing.find((each, otherAt) => !taken.has(each) && isAlike(line, each, at, otherAt))
      if (other) paired.set(line, other)
    }
  }
  return lines.map((line) => paired.get(line))
}

function textOf(line: BooksLine): string {
  return textIn(line, 'Description') ?? ''
}

/** What a line of ours says, or QuickBooks works out: the rest of a line is a person's, or a link of QuickBooks, and stays. */
const OURS_OF_LINE: ReadonlySet<string> = new Set(['Id', 'LineNum', 'Amount', 'Description', 'DetailType', 'Received'])
const OURS_OF_DETAIL: ReadonlySet<string> = new Set([
  'AccountRef',
  'ItemRef',
  'Qty',
  'UnitPrice',
  'CustomerRef',
  'BillableStatus',
  'TaxCodeRef',
  'TaxAmount',
  'TaxInclusiveAmt',
])

function besides(theirs: BooksLine, ours: ReadonlySet<string>): Body {
  return Object.fromEntries(
    Object.entries(theirs).filter(([name]) => !ours.has(name) && !name.endsWith('Detail') && !isEcho(name)),
  )
}

function lineOver(line: Body, before: BooksLine | undefined, untaxed: TaxTreatment | null): Body {
  const id = before ? textIn(before, 'Id') : null
  if (!before || id === null) return line
  const whole = { ...besides(before, OURS_OF_LINE), ...line, Id: id }
  const detailType = textIn(line, 'DetailType') ?? ''
  const detail = objectIn(line, detailType)
  if (detail === null) return whole
  const theirs = objectIn(before, detailType) ?? {}
  const code = referenceIn(theirs, 'TaxCodeRef')
  const keepsCode = code !== null && untaxed !== null && untaxed.lineCode !== null
  const kept = besides(theirs, OURS_OF_DETAIL)
  return { ...whole, [detailType]: { ...kept, ...detail, ...(keepsCode && { TaxCodeRef: { value: code } }) } }
}
