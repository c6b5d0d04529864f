import { keyInNote } from '../../shared/mark.ts'
import { centsFromJson } from '../../shared/money.ts'
import type { OtherDocument, Problem } from '../../shared/problem.ts'
import type { LinkedType } from '../plan/link.ts'
import { foldName } from '../plan/names.ts'
import { foldNumber } from '../plan/numbers.ts'
import type { Answer, Entity, EntityType, QuickBooks } from '../qbo/contract.ts'
import { objectIn, textIn } from '../entities/entity-fields.ts'
import { booksContactOf } from '../entities/observe.ts'
import type { InFlight } from './records.ts'
import type { SendTools } from './send.ts'

/** A contact of any type, since names are unique across all three. */
const CONTACTS = ['Customer', 'Vendor', 'Employee'] as const
const ACTIVE_OR_NOT = { field: 'Active', operator: 'IN', value: [true, false] } as const

/**
 * The document whose number is taken: by the id that the refusal names, or, where it names none, or one of another kind
 * of document, by the number itself; our own first. Null: it is not to be found.
 */
export async function documentInTheWay(
  quickbooks: QuickBooks,
  request: InFlight,
  why: Problem,
): Promise<Answer<Entity | null>> {
  const type = request.type as LinkedType
  const number = request.draft && 'docNumber' in request.draft ? request.draft.docNumber : null
  const named = await namedBy(quickbooks, type, why)
  if (!named.ok || number === null) return named
  if (named.value && foldNumber(textIn(named.value, 'DocNumber') ?? '') === foldNumber(number)) return named
  const found = await quickbooks.query(type, [{ field: 'DocNumber', operator: '=', value: number }])
  if (!found.ok) return found
  const own = found.value.find((each) => keyInNote(each['PrivateNote']) === request.key)
  return { ...found, value: own ?? found.value[0] ?? null }
}

/** As a refusal names the types of transactions, without blanks; those that can be read. */
const TYPE_OF_WORDS: Readonly<Record<string, EntityType>> = {
  Invoice: 'Invoice',
  CreditMemo: 'CreditMemo',
  Bill: 'Bill',
  BillPayment: 'BillPayment',
  'BillPayment(Check)': 'BillPayment',
  Purchase: 'Purchase',
  Check: 'Purchase',
  Expense: 'Purchase',
  CashPurchase: 'Purchase',
  PurchaseOrder: 'PurchaseOrder',
}
/** What has a name here and is never read: it is shown by what the refusal says of it. */
const UNREAD: Readonly<Record<string, string>> = { SalesReceipt: 'SalesReceipt' }

/**
 * The record of another type that a refusal names, where some types share their numbers (cheques and payments of bills). Null:
 * it names none, or one of the type that was sent.
 */
export async function otherTypeInTheWay(
  quickbooks: QuickBooks,
  request: InFlight,
  why: Problem,
): Promise<Answer<OtherDocument | null>> {
  const words = String(why.params['otherType'] ?? '').replaceAll(/\s/g, '')
  const id = String(why.params['otherId'] ?? '')
  const type = TYPE_OF_WORDS[words] ?? UNREAD[words]
  const nothing = { ok: true as const, value: null, intuitTid: null, ageMs: null }
  if (id === '' || type === undefined || type === request.type) return nothing
  const bare = { type, id, docNumber: String(why.params['number'] ?? ''), date: null, party: null, amount: null }
  const readable = TYPE_OF_WORDS[words]
  if (readable === undefined) return { ...nothing, value: bare }
  const read = await quickbooks.read(readable, id)
  if (!read.ok || read.value === null) return read.ok ? nothing : read
  const party =
    objectIn(read.value, 'CustomerRef') ?? objectIn(read.value, 'VendorRef') ?? objectIn(read.value, 'EntityRef')
  return {
    ...read,
    value: {
      ...bare,
      date: textIn(read.value, 'TxnDate'),
      party: party ? textIn(party, 'name') : null,
      amount: centsFromJson(read.value['TotalAmt']),
    },
  }
}

/**
 * The contact of the same type whose name is taken: by the id that the refusal names, else by the name. Contacts of the
 * other types that have it become known, so that the next plan gives out another name. Null: none of its type has it.
 */
export async function contactInTheWay(
  tools: SendTools,
  request: InFlight,
  why: Problem,
): Promise<Answer<Entity | null>> {
  const { quickbooks, records } = tools
  const named = await namedBy(quickbooks, request.type as LinkedType, why)
  if (!named.ok || named.value || !request.draft || !('displayName' in request.draft)) return named
  const { displayName } = request.draft
  let own: Entity | null = null
  for (const type of CONTACTS) {
    const found = await quickbooks.query(type, [
      { field: 'DisplayName', operator: '=', value: displayName },
      ACTIVE_OR_NOT,
    ])
    // A company without payroll may refuse to list its employees.
    if (!found.ok && (found.failure.kind !== 'refused' || type === request.type)) return found
    const same = found.ok
      ? found.value.find((each) => foldName(textIn(each, 'DisplayName') ?? '') === foldName(displayName))
      : undefined
    if (same && type === request.type) own = same
    else if (same) records.sawContact(booksContactOf(type, same))
  }
  return { ...named, value: own }
}

async function namedBy(quickbooks: QuickBooks, type: LinkedType, why: Problem): Promise<Answer<Entity | null>> {
  const id = String(why.params['otherId'] ?? '')
  return id === '' ? { ok: true, value: null, intuitTid: null, ageMs: null } : quickbooks.read(type, id)
}
