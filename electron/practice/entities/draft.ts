import { isTransaction, type TypeName } from './entity-types.ts'
import { fieldsAt, refAt, rowsAt, textAt, type Fields, type Stored } from './json.ts'
import { businessRule, duplicateDocNumber, missing, periodClosed, ruleWithCode, type Refusal } from './refusal.ts'
import type { CompanySettings } from '../company/settings.ts'
import { pacificDay } from '../company/times.ts'
import { completeCurrency } from '../rules/currency.ts'
import type { Work } from './work.ts'

/** A create or an update on its way through the rules of its entity. */
export interface Draft {
  work: Work
  type: TypeName
  before: Stored | null
  /** The checked body. */
  sent: Fields
  /** The entity as it will be; the rules complete it. */
  next: Fields
  /** `include=allowduplicatedocnum`. */
  allowDuplicateNumbers: boolean
}

/** What QuickBooks demands and computes for one type of entity. */
export interface EntityRules {
  /** Fields that a full update keeps though it does not name them. */
  kept: readonly string[]
  /** Completes `draft.next`, or says why not. */
  complete(draft: Draft): Refusal[]
  /** Changes other entities in the same work, after the entity itself was kept; may still refuse. */
  settle?(work: Work, entity: Stored, before: Stored | null): Refusal[]
}

/** Refusals for the fields that are not there. */
export function required(fields: Fields, ...names: string[]): Refusal[] {
  return names.filter((name) => fields[name] === undefined).map((name) => missing(name))
}

const TXN_TYPES: Partial<Record<TypeName, { en: string; fr: string }>> = {
  Invoice: { en: 'Invoice', fr: 'Facture' },
  CreditMemo: { en: 'Credit Memo', fr: 'Note de crédit' },
  Bill: { en: 'Bill', fr: 'Facture à payer' },
  PurchaseOrder: { en: 'Purchase Order', fr: 'Bon de commande' },
  BillPayment: { en: 'Bill Payment', fr: 'Paiement de facture' },
}

function txnTypeOf(type: TypeName, entity: Fields): { en: string; fr: string } {
  const fixed = TXN_TYPES[type]
  if (fixed) return fixed
  switch (textAt(entity, 'PaymentType')) {
    case 'Check':
      return { en: 'Check', fr: 'Chèque' }
    case 'CreditCard':
      return { en: 'Credit Card Expense', fr: 'Dépense par carte de crédit' }
    default:
      return { en: 'Cash Expense', fr: 'Dépense au comptant' }
  }
}

/** Whether a person numbers the documents of this type; else QuickBooks counts on by itself. */
function numbersByHand({ work, type }: Draft): boolean {
  const { settings } = work
  return type === 'Invoice' || type === 'CreditMemo' || type === 'SalesReceipt'
    ? settings.customTxnNumbers
    : settings.customPurchaseNumbers
}

/** The number that QuickBooks gives: where none was sent or, by a setting, in the place of the one that was. */
export function completeNumber(draft: Draft): void {
  const { next, work, before, type } = draft
  if (type === 'BillPayment') return
  const number = textAt(next, 'DocNumber')
  const counts =
    before === null && !numbersByHand(draft) && (number === null || work.settings.sentNumbers === 'replaced')
  if (number === 'AUTO_GENERATE' || counts) next['DocNumber'] = work.books.nextNumber(type)
}

/** Cheques and payments of bills by cheque share one space of numbers (LAF). */
function isCheque(type: TypeName, fields: Fields): boolean {
  return (
    (type === 'Purchase' && textAt(fields, 'PaymentType') === 'Check') ||
    (type === 'BillPayment' && textAt(fields, 'PayType') === 'Check')
  )
}

/**
 * The refusal of a number that another document of the type has (6140): only where a person numbers and wants to be
 * warned (IEC 6.2), and unless duplicates were asked for.
 */
export function numberTaken(draft: Draft): Refusal[] {
  const { work, type, next, before } = draft
  const number = textAt(next, 'DocNumber')
  if (number === null || draft.allowDuplicateNumbers) return []
  if (!numbersByHand(draft) || !work.settings.warnDuplicateNumbers) return []
  if (before && textAt(before, 'DocNumber') === number) return []
  const space: readonly TypeName[] = isCheque(type, next) ? ['Purchase', 'BillPayment'] : [type]
  for (const each of space) {
    for (const id of work.books.withNumber(each, number)) {
      const other = work.get(each, id)
      if (!other || id === before?.Id || (each !== type && !isCheque(each, other))) continue
      return [duplicateDocNumber(number, txnTypeOf(each, other), id)]
    }
  }
  return []
}

/** Fills what QuickBooks fills in every transaction: day, currency; and sees to the closed books. */
export function completeTransaction(draft: Draft): Refusal[] {
  const { next, work, before } = draft
  next['TxnDate'] ??= textAt(before, 'TxnDate') ?? pacificDay(work.now)
  const wrong = completeCurrency(draft)
  if (wrong.length > 0) return wrong
  return [
    ...closedPeriod(work.settings, textAt(next, 'TxnDate')),
    ...(before ? closedPeriod(work.settings, textAt(before, 'TxnDate')) : []),
  ].slice(0, 1)
}

/** 6210 (or 6200) where the day lies in the closed books. */
export function closedPeriod(settings: CompanySettings, day: string | null): Refusal[] {
  const closed = settings.booksClosedUntil
  return closed !== null && day !== null && day <= closed ? [periodClosed(settings.closedWithPassword)] : []
}

/** 6540, as for a payment that a deposit holds. */
export function deposited(): Refusal {
  return ruleWithCode(
    '6540',
    'Deposited Transaction cannot be changed',
    'The transaction has been deposited. You must delete the deposit before you can change it.',
  )
}

const ACCOUNTS = ['AccountRef', 'DepositToAccountRef', 'APAccountRef', 'ARAccountRef'] as const

/** The accounts of a document in the order of its lines, those of the head first. */
function accountsOf(entity: Fields): string[] {
  const head = ACCOUNTS.map((each) => refAt(entity, each) ?? '')
  const lines = rowsAt(entity, 'Line').map((line) => {
    const detail = fieldsAt(line, textAt(line, 'DetailType') ?? '')
    return refAt(detail, 'AccountRef') ?? refAt(detail, 'ItemRef') ?? ''
  })
  return [...head, ...lines]
}

/** 6000 for another account of a document that a person matched to the bank feed; everything else passes (IRB 1.8). */
export function matchedToBank({ work, type, before, next }: Draft): Refusal[] {
  const matched = work.settings.locked.some(
    (each) => each.type === type && each.id === before?.Id && each.code === 'bank-matched',
  )
  if (!before || !matched || accountsOf(before).join() === accountsOf(next).join()) return []
  return [
    businessRule(
      'The account cannot be changed: the transaction is matched to a downloaded transaction. Unmatch the transaction first, then change the account.',
    ),
  ]
}

/** The refusal of a change to a transaction that QuickBooks has fixed in place. */
export function lockedInPlace(settings: CompanySettings, type: TypeName, id: string): Refusal[] {
  if (!isTransaction(type)) return []
  const lock = settings.locked.find((each) => each.type === type && each.id === id && /^\d+$/.test(each.code))
  if (!lock) return []
  if (lock.code === '6540') return [deposited()]
  const why: Record<string, string> = {
    6480: 'The transaction is matched to a downloaded transaction of another account.',
    6450: 'The transaction has been settled and can not be voided.',
  }
  return [
    ruleWithCode(
      lock.code,
      'This transaction can not be changed',
      why[lock.code] ?? 'This transaction can not be changed.',
    ),
  ]
}
