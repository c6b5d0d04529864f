import { isTransaction, type TypeName } from './entity-types.ts'
import { textAt, type Fields, type Stored } from './json.ts'
import { duplicateDocNumber, missing, periodClosed, ruleWithCode, type Refusal } from './refusal.ts'
import { homeCurrency, type CompanySettings } from '../company/settings.ts'
import { pacificDay } from '../company/times.ts'
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

/** The refusal of a number that another document of the type has (6140), unless duplicates were asked for. */
export function numberTaken(draft: Draft): Refusal[] {
  const number = textAt(draft.next, 'DocNumber')
  if (number === null || draft.allowDuplicateNumbers) return []
  if (draft.before && textAt(draft.before, 'DocNumber') === number) return []
  for (const id of draft.work.books.withNumber(draft.type, number)) {
    const other = draft.work.get(draft.type, id)
    if (other && id !== draft.before?.Id) return [duplicateDocNumber(number, txnTypeOf(draft.type, other), id)]
  }
  return []
}

/** Fills what QuickBooks fills in every transaction: day, currency; and sees to the closed books. */
export function completeTransaction(draft: Draft): Refusal[] {
  const { next, work, before } = draft
  next['TxnDate'] ??= textAt(before, 'TxnDate') ?? pacificDay(work.now)
  const home = homeCurrency(work.settings)
  const currency = next['CurrencyRef']
  if (currency === undefined) {
    if (work.settings.multiCurrency) return [missing('CurrencyRef')]
    next['CurrencyRef'] = home
  } else {
    const code = textAt(currency as Fields, 'value')
    if (!work.settings.multiCurrency && code !== home.value) {
      return [
        ruleWithCode(
          '6000',
          'A business validation error has occurred while processing your request',
          'Business Validation Error: Multi Currency is not enabled; the currency must be the home currency.',
        ),
      ]
    }
    next['CurrencyRef'] = code === home.value ? home : { value: code }
  }
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

/** The refusal of a change to a transaction that QuickBooks has fixed in place. */
export function lockedInPlace(settings: CompanySettings, type: TypeName, id: string): Refusal[] {
  if (!isTransaction(type)) return []
  const lock = settings.locked.find((each) => each.type === type && each.id === id)
  if (!lock) return []
  const why: Record<string, string> = {
    6540: 'The transaction has been deposited. You must delete the deposit before you can change it.',
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
