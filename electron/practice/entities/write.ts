import type { Draft, EntityRules } from './draft.ts'
import { closedPeriod, deposited, lockedInPlace, matchedToBank } from './draft.ts'
import { isTransaction, LISTS, type TypeName } from './entity-types.ts'
import { clean, echoRefused } from './fields.ts'
import { WRITABLE } from './fields-transactions.ts'
import { fieldsAt, rowsAt, textAt, without, type Fields, type Stored } from './json.ts'
import { payersOf, settleApplications, unlink } from '../rules/links.ts'
import {
  businessRule,
  invalidId,
  isRefused,
  missing,
  notFound,
  refused,
  staleObject,
  systemFailure,
  unreadableBody,
  unsupportedOperation,
  voidNotSupported,
  type Refusal,
  type Result,
} from './refusal.ts'
import { ATTACHABLE_RULES } from '../rules/attachables.ts'
import {
  ACCOUNT_RULES,
  CLASS_RULES,
  DEPARTMENT_RULES,
  ITEM_RULES,
  PAYMENT_METHOD_RULES,
  TAX_AGENCY_RULES,
  TERM_RULES,
} from '../rules/lists.ts'
import { CUSTOMER_RULES, VENDOR_RULES } from '../rules/names.ts'
import { BILL_PAYMENT_RULES, PAYMENT_RULES, voidPayment } from '../rules/payments.ts'
import { BILL_RULES, ordersRefused, PURCHASE_ORDER_RULES, PURCHASE_RULES, settleOrders } from '../rules/purchases.ts'
import { billedRefused, settleBilled, settleCharges } from '../rules/charges.ts'
import { completeHome } from '../rules/currency.ts'
import { DEPOSIT_RULES, depositOf, settleDeposit } from '../rules/deposits.ts'
import { JOURNAL_ENTRY_RULES } from '../rules/journal.ts'
import { CREDIT_MEMO_RULES, INVOICE_RULES, SALES_RECEIPT_RULES, voidInvoice, voidReceipt } from '../rules/sales.ts'
import { isDead } from '../company/settings.ts'
import { settleBalances } from '../rules/balances.ts'
import type { Work } from './work.ts'

const RULES: Partial<Record<TypeName, EntityRules>> = {
  Customer: CUSTOMER_RULES,
  Vendor: VENDOR_RULES,
  Account: ACCOUNT_RULES,
  Item: ITEM_RULES,
  PaymentMethod: PAYMENT_METHOD_RULES,
  Term: TERM_RULES,
  Class: CLASS_RULES,
  Department: DEPARTMENT_RULES,
  TaxAgency: TAX_AGENCY_RULES,
  Invoice: INVOICE_RULES,
  CreditMemo: CREDIT_MEMO_RULES,
  Payment: PAYMENT_RULES,
  Purchase: PURCHASE_RULES,
  Bill: BILL_RULES,
  BillPayment: BILL_PAYMENT_RULES,
  PurchaseOrder: PURCHASE_ORDER_RULES,
  Deposit: DEPOSIT_RULES,
  SalesReceipt: SALES_RECEIPT_RULES,
  RefundReceipt: SALES_RECEIPT_RULES,
  JournalEntry: JOURNAL_ENTRY_RULES,
  Attachable: ATTACHABLE_RULES,
}

export interface WriteOptions {
  operation: 'delete' | 'void' | 'update' | null
  includeVoid: boolean
  allowDuplicateNumbers: boolean
  /** On QuickBooks' own pages, where what the API asks of a body does not count. */
  byHand?: true
}

export const PLAIN_WRITE: WriteOptions = { operation: null, includeVoid: false, allowDuplicateNumbers: false }

/** What a write did to its entity. */
export type Written = { type: TypeName; entity: Stored } | { type: TypeName; deleted: string }

/**
 * Carries out one POST on an entity, in a work that is kept only where this answers a value. Balances of the parties
 * are brought up to date with it.
 */
export function write(work: Work, type: TypeName, body: Fields, options: WriteOptions): Result<Written> {
  const result = dispatch(work, type, body, options)
  if (!isRefused(result)) settleBalances(work)
  return result
}

function dispatch(work: Work, type: TypeName, body: Fields, options: WriteOptions): Result<Written> {
  const echoed = echoRefused(body, WRITABLE[type] ?? { name: type, fields: {} }, work)
  if (echoed.length > 0) return refused(...echoed)
  if (options.operation === 'delete') return remove(work, type, body)
  if (options.operation === 'void') return voidOperation(work, type, body)
  if (options.includeVoid) return voidByUpdate(work, type, body)
  const set = WRITABLE[type]
  const rules = RULES[type]
  if (!set || !rules) return refused(unsupportedOperation(`Create ${type}`))

  const id = textAt(body, 'Id')
  const cleaned = clean(body, set, work)
  if (cleaned.refusals.length > 0) return refused(...cleaned.refusals)
  let before: Stored | null = null
  if (id !== null) {
    const found = current(work, type, body, true)
    if (isRefused(found)) return found
    before = found.value
    // BRZ 33, 41: an update of a payment carries the whole object, where the company is of that kind.
    if (
      type === 'Payment' &&
      body['sparse'] === true &&
      !options.byHand &&
      work.settings.sparsePaymentUpdate === 'refuse'
    )
      return refused(missing('Payment'))
  }
  if (before?.['Active'] === false && saysNothingNew(cleaned.fields, cleaned.cleared, before))
    return { value: { type, entity: before } }
  const next = before
    ? updated(before, cleaned.fields, cleaned.cleared, body['sparse'] === true && type !== 'Attachable', rules)
    : { ...cleaned.fields }
  const draft: Draft = {
    work,
    type,
    before,
    sent: cleaned.fields,
    next,
    allowDuplicateNumbers: options.allowDuplicateNumbers,
  }
  const refusals = [...rules.complete(draft), ...matchedToBank(draft)].slice(0, 1)
  if (refusals.length > 0) return refused(...refusals)
  completeHome(draft.next)
  const kept = before ? work.change(type, replaced(before), draft.next) : work.create(type, draft.next)
  const settled = rules.settle?.(work, kept, before) ?? []
  if (settled.length > 0) return refused(...settled)
  return { value: { type, entity: work.get(type, kept.Id) ?? kept } }
}

/** A row that is inactive and is made so again keeps its sync token and its time (VCR). */
function saysNothingNew(sent: Fields, cleared: readonly string[], before: Stored): boolean {
  return (
    cleared.length === 0 &&
    Object.entries(sent).every(([name, value]) => JSON.stringify(value) === JSON.stringify(before[name]))
  )
}

/** The frame of an entity whose fields are all written anew. */
function replaced(before: Stored): Stored {
  return { Id: before.Id, SyncToken: before.SyncToken, MetaData: before.MetaData }
}

/** Sparse: what is not named stays. Full: what is not named is cleared, but for what QuickBooks keeps by itself. */
function updated(
  before: Stored,
  sent: Fields,
  cleared: readonly string[],
  sparse: boolean,
  rules: EntityRules,
): Fields {
  const next: Fields = {}
  for (const [name, value] of Object.entries(without(before, 'Id', 'SyncToken', 'MetaData'))) {
    if (sparse ? !cleared.includes(name) : rules.kept.includes(name)) next[name] = value
  }
  return { ...next, ...sent }
}

/** The entity that a body means, if its Id and SyncToken are those of now. */
function current(work: Work, type: TypeName, body: Fields, tokenNeeded: boolean): Result<Stored> {
  const id = textAt(body, 'Id')
  if (id === null) return refused(missing('Id'))
  if (!/^\d+$/.test(id)) return refused(invalidId(id))
  const entity = work.get(type, id)
  if (!entity) return refused(notFound())
  if (isDead(work.settings, type, id)) return refused(unreadableBody(`${type} ${id} can not be updated`))
  const token = textAt(body, 'SyncToken')
  if (token === null && tokenNeeded) return refused(missing('SyncToken'))
  if (token !== null && token !== entity.SyncToken) return refused(staleObject(work.settings.userName))
  const fixed = [...lockedInPlace(work.settings, type, id), ...inDeposit(type, entity), ...billedRefused(type, entity)]
  return fixed.length > 0 ? refused(...fixed) : { value: entity }
}

/** Nothing of a payment that lies in a deposit can be changed; only its `Deposit` link tells (LAF). */
function inDeposit(type: TypeName, entity: Stored): Refusal[] {
  return type === 'Payment' && depositOf(entity) !== null ? [deposited()] : []
}

function closed(work: Work, type: TypeName, entity: Stored): Refusal[] {
  return isTransaction(type) ? closedPeriod(work.settings, textAt(entity, 'TxnDate')) : []
}

function remove(work: Work, type: TypeName, body: Fields): Result<Written> {
  if (LISTS.includes(type) || type === 'TaxAgency' || !RULES[type])
    return refused(unsupportedOperation(`Delete ${type}`))
  const found = current(work, type, body, type !== 'Attachable')
  if (isRefused(found)) return found
  const refusals = closed(work, type, found.value)
  if (type === 'PurchaseOrder') refusals.push(...ordersRefused(work))
  const isPaid = isPayable(type) && payersOf(work, type, found.value).length > 0
  if (isPaid && !mayGoPaid(work, type)) refusals.push(unlinkFirst())
  if (refusals.length > 0) return refused(...refusals)
  if (isPaid) unlink(work, type, found.value.Id)
  removeWithLinks(work, type, work.get(type, found.value.Id) ?? found.value)
  return { value: { type, deleted: found.value.Id } }
}

function isPayable(type: TypeName): type is 'Invoice' | 'CreditMemo' | 'Bill' {
  return type === 'Invoice' || type === 'CreditMemo' || type === 'Bill'
}

/** Whether a document goes though it is paid; its payments then stay, unapplied (COD 1.3, FF and FLT 1.12). */
function mayGoPaid({ settings }: Work, type: TypeName): boolean {
  if (type === 'Invoice') return settings.paidInvoiceRemoval === 'accept'
  return type === 'Bill' && settings.paidBillDeletion === 'accept'
}

function unlinkFirst(): Refusal {
  return businessRule(
    'You must unlink the linked transactions before deleting this one.',
    'Vous devez d’abord dissocier les opérations liées.',
  )
}

/** Deletes an entity, frees what it was linked to, and takes it off its attachments. */
export function removeWithLinks(work: Work, type: TypeName, entity: Stored): void {
  work.remove(type, entity.Id)
  if (type === 'Payment' || type === 'BillPayment') settleApplications(work, type, null, entity)
  if (type === 'Bill') settleOrders(work, null, entity)
  if (type === 'Bill' || type === 'Purchase') settleCharges(work, type, null, entity)
  if (type === 'Invoice') settleBilled(work, null, entity)
  if (type === 'Deposit') settleDeposit(work, null, entity)
  if (work.settings.attachmentsOfDeleted === 'outlive') return
  for (const id of work.books.attachedTo(type, entity.Id)) {
    const attachable = work.get('Attachable', id)
    if (!attachable) continue
    const links = rowsAt(attachable, 'AttachableRef').filter((each) => {
      const to = fieldsAt(each, 'EntityRef')
      return textAt(to, 'value') !== entity.Id || textAt(to, 'type') !== type
    })
    work.change('Attachable', attachable, { AttachableRef: links })
  }
}

/** The table of what can be voided, and how the rest says no (facts §1.0). */
function voidOperation(work: Work, type: TypeName, body: Fields): Result<Written> {
  if (type === 'Bill') return refused(systemFailure())
  if (type !== 'Invoice') return refused(voidNotSupported())
  const found = current(work, type, body, true)
  if (isRefused(found)) return found
  const refusals = closed(work, type, found.value)
  if (!mayGoPaid(work, 'Invoice') && payersOf(work, 'Invoice', found.value).length > 0) refusals.push(unlinkFirst())
  if (refusals.length > 0) return refused(...refusals)
  return { value: { type, entity: voidInvoice(work, found.value) } }
}

function voidByUpdate(work: Work, type: TypeName, body: Fields): Result<Written> {
  if (type !== 'Payment' && type !== 'BillPayment' && type !== 'SalesReceipt') return refused(voidNotSupported())
  const found = current(work, type, body, true)
  if (isRefused(found)) return found
  const refusals = closed(work, type, found.value)
  if (refusals.length > 0) return refused(...refusals)
  if (type === 'SalesReceipt') return { value: { type, entity: voidReceipt(work, found.value) } }
  const voided = voidPayment(work, type, found.value)
  return voided.refusals.length > 0 ? refused(...voided.refusals) : { value: { type, entity: voided.entity } }
}
