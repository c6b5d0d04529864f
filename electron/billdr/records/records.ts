import type { Address, Attachment, BilldrRecord, Line, RecordOf, Tax } from '../../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../../shared/kinds.ts'
import { keyOf } from '../../../shared/kinds.ts'
import type { Cents } from '../../../shared/money.ts'
import { problem } from '../../../shared/problem.ts'
import { Fields, isRawRecord, readableId } from './fields.ts'
import type { FieldProblem, Place } from './field-problem.ts'
import { fieldProblem, overLimitProblem } from './field-problem.ts'
import { overLimitOf } from '../limits.ts'

export type PlaceOf = (part: object) => Place | undefined

/** One raw record, understood: a record, a tombstone, or what is wrong with it. */
export type RecordReading =
  | { is: 'record'; id: string; key: DocumentKey; record: BilldrRecord }
  | { is: 'removed'; id: string; key: DocumentKey }
  | { is: 'problem'; id: string; key: DocumentKey; problems: FieldProblems }
  /** A problem of a record that has no readable id. */
  | { is: 'nameless'; problems: FieldProblems }

type FieldProblems = [FieldProblem, ...FieldProblem[]]

/**
 * Reads one record in the shape of the contract (camelCase, as JSON carries it). A record is read whole or not at all:
 * every field that is missing or holds something else is named. Totals are checked to the cent; what other tables
 * would have to confirm (references, numbers used twice) is not looked at here.
 */
export function readRecord(kind: Kind, raw: unknown, place: Place, placeOf?: PlaceOf): RecordReading {
  if (!isRawRecord(raw)) {
    return { is: 'nameless', problems: [fieldProblem('record-unreadable', place, null, raw, 'record')] }
  }
  const id = readableId(raw)
  const over = overLimitOf(raw)
  if (over) {
    const problems: FieldProblems = [overLimitProblem(over, place, null)]
    return id === null ? { is: 'nameless', problems } : { is: 'problem', id, key: keyOf(kind, id), problems }
  }
  const found: FieldProblem[] = []
  const fields = new Fields(raw, place, found)
  const removed = fields.flag('deleted')
  if (id !== null && removed && found.length === 0) return { is: 'removed', id, key: keyOf(kind, id) }

  const read = READERS[kind](fields, placeOf)
  const [rounded] = fields.rounded
  const record = rounded === undefined ? read : { ...read, rounded }
  if (found.length === 0) found.push(...totalsThatDiffer(record, place))
  const [first, ...rest] = found
  if (id === null)
    return {
      is: 'nameless',
      problems: first ? [first, ...rest] : [fieldProblem('record-unreadable', place, 'id', raw['id'], 'id')],
    }
  const key = keyOf(kind, id)
  return first ? { is: 'problem', id, key, problems: [first, ...rest] } : { is: 'record', id, key, record }
}

const READERS: { [K in Kind]: (fields: Fields, placeOf?: PlaceOf) => RecordOf<K> } = {
  client: (fields) => ({
    ...base('client', fields),
    displayName: fields.text('displayName'),
    companyName: fields.optionalText('companyName'),
    givenName: fields.optionalText('givenName'),
    familyName: fields.optionalText('familyName'),
    ...reachedAt(fields),
  }),
  project: (fields) => ({
    ...base('project', fields),
    clientId: fields.id('clientId'),
    name: fields.text('name'),
    number: fields.optionalText('number'),
    status: fields.oneOf('status', ['active', 'completed', 'archived']),
    address: address(fields),
    createdAt: fields.optionalInstant('createdAt'),
  }),
  professional: (fields) => ({
    ...base('professional', fields),
    displayName: fields.text('displayName'),
    companyName: fields.optionalText('companyName'),
    trade: fields.oneOf('kind', ['supplier', 'subcontractor']),
    ...reachedAt(fields),
    taxNumber: fields.optionalText('taxNumber'),
  }),
  'cost-code': (fields) => ({
    ...base('cost-code', fields),
    code: fields.text('code'),
    name: fields.text('name'),
    division: fields.optionalText('division'),
    usedFor: fields.oneOf('usedFor', ['income', 'expense', 'both']),
  }),
  invoice: (fields, placeOf) => ({
    ...base('invoice', fields),
    number: fields.text('number'),
    projectId: fields.id('projectId'),
    status: fields.oneOf('status', ['draft', 'submitted', 'partially_paid', 'paid', 'voided']),
    issuedOn: fields.day('issuedOn'),
    dueOn: fields.optionalDay('dueOn'),
    ...lined(fields, placeOf),
    ...taxed(fields),
  }),
  credit: (fields, placeOf) => ({
    ...base('credit', fields),
    number: fields.text('number'),
    projectId: fields.id('projectId'),
    status: fields.oneOf('status', ['draft', 'submitted', 'voided']),
    issuedOn: fields.day('issuedOn'),
    appliesToInvoiceId: fields.optionalId('appliesToInvoiceId'),
    ...lined(fields, placeOf),
    ...taxed(fields),
  }),
  payment: (fields) => ({
    ...base('payment', fields),
    invoiceId: fields.id('invoiceId'),
    amount: fields.amount('amount'),
    ...namedCurrency(fields),
    receivedOn: fields.day('receivedOn'),
    method: fields.oneOf('method', ['cash', 'cheque', 'card', 'bank_transfer', 'e_transfer', 'other']),
    reference: fields.optionalText('reference'),
    memo: fields.optionalText('memo'),
  }),
  expense: (fields, placeOf) => ({
    ...base('expense', fields),
    number: fields.optionalText('number'),
    projectId: fields.optionalId('projectId'),
    professionalId: fields.optionalId('professionalId'),
    status: fields.oneOf('status', ['draft', 'approved', 'rejected']),
    spentOn: fields.day('spentOn'),
    paidWith: fields.oneOf('paidWith', ['cash', 'cheque', 'credit_card', 'bank', 'unpaid']),
    dueOn: fields.optionalDay('dueOn'),
    ...lined(fields, placeOf),
    ...taxed(fields),
  }),
  'purchase-order': (fields, placeOf) => ({
    ...base('purchase-order', fields),
    number: fields.text('number'),
    projectId: fields.optionalId('projectId'),
    professionalId: fields.id('professionalId'),
    status: fields.oneOf('status', ['open', 'closed', 'cancelled']),
    issuedOn: fields.day('issuedOn'),
    expectedOn: fields.optionalDay('expectedOn'),
    ...lined(fields, placeOf),
  }),
}

function base<K extends Kind>(kind: K, fields: Fields): { kind: K; id: string; updatedAt: string } {
  return { kind, id: fields.id('id'), updatedAt: fields.instant('updatedAt') }
}

function reachedAt(fields: Fields): { email: string | null; phone: string | null; address: Address | null } {
  return { email: fields.optionalText('email'), phone: fields.optionalText('phone'), address: address(fields) }
}

/** An address; its parts that are not said are empty. One without any part is none. */
function address(fields: Fields): Address | null {
  const part = fields.optionalPart('address')
  if (!part) return null
  const read: Address = {
    line1: part.optionalText('line1') ?? '',
    line2: part.optionalText('line2') ?? '',
    city: part.optionalText('city') ?? '',
    region: part.optionalText('region') ?? '',
    postalCode: part.optionalText('postalCode') ?? '',
    country: part.optionalText('country') ?? '',
  }
  return Object.values(read).some((text) => text !== '') ? read : null
}

function lined(
  fields: Fields,
  placeOf?: PlaceOf,
): Pick<RecordOf<'invoice'>, 'currency' | 'memo' | 'lines' | 'subtotal' | 'attachments'> {
  const currency = fields.currency('currency')
  return {
    currency,
    memo: fields.optionalText('memo'),
    lines: eachOnce(fields.parts('lines', placeOf), (part) => line(part, currency)),
    subtotal: fields.amount('subtotal'),
    attachments: eachOnce(fields.parts('attachments', placeOf), attachment),
  }
}

/** The currency that something names which need not name one. */
function namedCurrency(fields: Fields): { currency?: string } {
  const currency = fields.optionalCurrency('currency')
  return currency === null ? {} : { currency }
}

function taxed(fields: Fields): Pick<RecordOf<'invoice'>, 'taxes' | 'total'> {
  return {
    taxes: fields
      .parts('taxes')
      .map((part): Tax => ({ name: part.text('name'), rate: part.rate('rate'), amount: part.amount('amount') })),
    total: fields.amount('total'),
  }
}

/** `currency`: of its document, which a line that names one has to have; '' where that is not known. */
function line(fields: Fields, currency: string): Line {
  const { currency: named = currency } = namedCurrency(fields)
  if (currency !== '' && named !== currency) fields.invalid('amount', named, 'currency')
  return {
    id: fields.id('id'),
    description: fields.textOrEmpty('description'),
    costCodeId: fields.optionalId('costCodeId'),
    quantity: fields.optionalDecimal('quantity'),
    unitPrice: fields.optionalDecimal('unitPrice'),
    amount: fields.amount('amount'),
    billable: fields.flag('billable'),
  }
}

function attachment(fields: Fields): Attachment {
  return {
    id: fields.id('id'),
    fileName: fields.text('fileName'),
    contentType: fields.text('contentType'),
    bytes: fields.wholeNumber('bytes'),
    sha256: fields.sha256('sha256'),
    path: fields.optionalText('path'),
  }
}

/** What is wrong with a line or an attachment by itself. */
export function problemsOfPart(
  part: 'line' | 'attachment',
  raw: Record<string, unknown>,
  place: Place,
): FieldProblem[] {
  const found: FieldProblem[] = []
  const fields = new Fields(raw, place, found)
  if (part === 'line') line(fields, '')
  else attachment(fields)
  return found
}

/** Reads the parts of a record; an id that another part has already is noted. */
function eachOnce<T extends { id: string }>(parts: Fields[], read: (part: Fields) => T): T[] {
  const ids = new Set<string>()
  return parts.map((part) => {
    const one = read(part)
    if (one.id !== '' && ids.has(one.id)) part.invalid('id', one.id, 'unique')
    ids.add(one.id)
    return one
  })
}

/** Lines add up to the subtotal, and subtotal and taxes to the total, to the cent. */
function totalsThatDiffer(record: BilldrRecord, place: Place): FieldProblem[] {
  if (!('lines' in record)) return []
  const found = differing(
    'subtotal',
    record.subtotal,
    record.lines.map((each) => each.amount),
    record.currency,
    place,
  )
  if (!('taxes' in record)) return found
  return [
    ...found,
    ...differing(
      'total',
      record.total,
      [record.subtotal, ...record.taxes.map((each) => each.amount)],
      record.currency,
      place,
    ),
  ]
}

function differing(field: string, stated: Cents, parts: Cents[], currency: string, place: Place): FieldProblem[] {
  // Whole numbers without a bound: a thousand absurd amounts must not become an inexact sum.
  const computed = parts.reduce((sum, part) => sum + BigInt(part), 0n)
  if (computed === BigInt(stated)) return []
  const params = { table: place.table, row: place.row, field, stated, computed: Number(computed), currency }
  return [{ table: place.table, row: place.row, field, problem: problem('record-totals-differ', params) }]
}
