import { keyInNote, sealInNote } from '../../shared/mark.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, centsFromJson, sumOf } from '../../shared/money.ts'
import type { BooksAccount, BooksContact, BooksDocument, BooksItem } from '../plan/books.ts'
import type { LinkedType, Observed } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { detailsInEntity } from './entity-details.ts'
import {
  amountOfLine,
  isTaxOverridden,
  listIn,
  moneyLines,
  nameIn,
  objectIn,
  referenceIn,
  textIn,
} from './entity-fields.ts'
import { onlyInvoiceIn } from './payment-links.ts'
import { unbrokenSeal } from './seal.ts'
import { applicationsOf, isDeposited, shownOf } from './shown.ts'

function lineAmounts(entity: Entity): Cents[] {
  return moneyLines(entity).map(amountOfLine)
}

function taxOf(entity: Entity): Cents | null {
  const detail = objectIn(entity, 'TxnTaxDetail')
  return detail ? centsFromJson(detail['TotalTax']) : null
}

function partyOf(type: LinkedType, entity: Entity): { id: string | null; name: string | null } {
  const field =
    type === 'Purchase' ? 'EntityRef' : type === 'Bill' || type === 'PurchaseOrder' ? 'VendorRef' : 'CustomerRef'
  return { id: referenceIn(entity, field), name: nameIn(entity, field) }
}

/**
 * What an entity shows now, boiled down to what the rules compare, and with `readAt` all of it besides: null where it
 * is only compared and never kept.
 */
export function observedOf(type: LinkedType, entity: Entity, readAt: Date | null): Observed {
  const isName = type === 'Customer' || type === 'Vendor'
  const total = isName ? null : centsFromJson(entity['TotalAmt'])
  const amounts = isName || type === 'Payment' ? [] : lineAmounts(entity)
  const unapplied = centsFromJson(entity['UnappliedAmt'])
  const subtotal = isName ? null : type === 'Payment' ? total : sumOf(amounts)
  const observed: Observed = {
    syncToken: entity.SyncToken,
    docNumber: textIn(entity, 'DocNumber'),
    name: textIn(entity, 'DisplayName') ?? partyOf(type, entity).name,
    active: entity['Active'] !== false,
    voided: !isName && isVoided(type, entity, total, amounts),
    date: textIn(entity, 'TxnDate'),
    dueDate: textIn(entity, 'DueDate'),
    partyId: isName ? null : partyOf(type, entity).id,
    subtotal,
    total,
    tax: isName ? null : taxOf(entity),
    balance:
      type === 'CreditMemo'
        ? (centsFromJson(entity['RemainingCredit']) ?? centsFromJson(entity['Balance']))
        : isName
          ? null
          : centsFromJson(entity['Balance']),
    applied:
      type === 'Payment' && total !== null && unapplied !== null
        ? cents(total - unapplied)
        : type === 'Payment'
          ? sumOf(lineAmounts(entity))
          : null,
    lineAmounts: amounts,
  }
  const details = detailsInEntity(type, entity)
  const currency = isName ? null : referenceIn(entity, 'CurrencyRef')
  const appliedTo = type === 'Payment' ? onlyInvoiceIn(entity) : null
  const paymentType = type === 'Purchase' ? textIn(entity, 'PaymentType') : null
  const whole = readAt === null ? null : shownOf(type, entity, observed.voided, readAt)
  const shown = {
    ...observed,
    ...(whole !== null && { shown: whole }),
    ...(currency !== null && { currency }),
    ...(!isName && bookedIn(type, entity)),
    ...(!isName && isTaxOverridden(entity) && { taxOverridden: true as const }),
    ...(details && { details }),
    ...(appliedTo !== null && { appliedTo }),
    ...(paymentType !== null && { paymentType }),
    ...(type === 'PurchaseOrder' && textIn(entity, 'POStatus') === 'Open' && { open: true as const }),
    ...(isDeposited(type, entity) && { deposited: true as const }),
    ...(isBilled(type, entity) && { billed: true as const }),
    ...receivedIn(type, entity),
  }
  const ours = unbrokenSeal(type, entity['PrivateNote'], shown)
  return ours ? { ...shown, ours } : shown
}

/** At which rate, on which payable or receivable account, and what of it is billable. */
function bookedIn(type: LinkedType, entity: Entity): Pick<Observed, 'rate' | 'control' | 'billable'> {
  const rate = Number(entity['ExchangeRate'] ?? 1)
  const control = referenceIn(entity, type === 'Bill' || type === 'PurchaseOrder' ? 'APAccountRef' : 'ARAccountRef')
  const lines = type === 'Bill' || type === 'Purchase' ? moneyLines(entity) : []
  const billable = lines.flatMap((line, at) => {
    const status = textIn(objectIn(line, textIn(line, 'DetailType') ?? '') ?? {}, 'BillableStatus')
    return status === 'Billable' || status === 'HasBeenBilled' ? [at] : []
  })
  return {
    ...(Number.isFinite(rate) && rate !== 1 && { rate }),
    ...(control !== null && { control }),
    ...(billable.length > 0 && { billable }),
  }
}

/** The lines of an order that a bill or purchase has taken, by their positions; all where QuickBooks only says that some are. */
function receivedIn(type: LinkedType, entity: Entity): Pick<Observed, 'received'> {
  if (type !== 'PurchaseOrder') return {}
  const lines = moneyLines(entity)
  const received = lines.flatMap((line, at) =>
    (centsFromJson(line['Received']) ?? 0) !== 0 || listIn(line, 'LinkedTxn').length > 0 ? [at] : [],
  )
  if (received.length > 0) return { received }
  return listIn(entity, 'LinkedTxn').some((link) => link['TxnType'] === 'Bill' || link['TxnType'] === 'Purchase')
    ? { received: lines.map((_line, at) => at) }
    : {}
}

/** Whether an invoice to the client carries one of its lines: by the line's status, or by its link to that charge. */
function isBilled(type: LinkedType, entity: Entity): boolean {
  if (type !== 'Purchase' && type !== 'Bill') return false
  return listIn(entity, 'Line').some((line) => {
    const detail = objectIn(line, textIn(line, 'DetailType') ?? '') ?? {}
    const isCharged = listIn(line, 'LinkedTxn').some((link) => link['TxnType'] === 'ReimburseCharge')
    return detail['BillableStatus'] === 'HasBeenBilled' || isCharged
  })
}

/**
 * QuickBooks keeps a voided document with zero amounts and says so in its note, in the company's language, of which two are known
 * here. An invoice with nothing but zeros counts as voided whatever its note says: it would be voided again with every sync.
 */
function isVoided(type: LinkedType, entity: Entity, total: Cents | null, amounts: readonly Cents[]): boolean {
  if (total !== 0 || sumOf(amounts) !== 0) return false
  const hasOnlyZeros = type === 'Invoice' && amounts.length > 0 && amounts.every((amount) => amount === 0)
  return hasOnlyZeros || /^\s*(voided|annulé)/i.test(textIn(entity, 'PrivateNote') ?? '')
}

export function booksDocumentOf(type: LinkedType, entity: Entity): BooksDocument {
  const observed = observedOf(type, entity, null)
  const { asOf = null, company = null } = sealInNote(entity['PrivateNote']) ?? {}
  const reference = textIn(entity, 'PaymentRefNum')
  return {
    type,
    id: entity.Id,
    docNumber: observed.docNumber,
    date: observed.date,
    partyId: observed.partyId,
    partyName: partyOf(type, entity).name,
    subtotal: observed.subtotal,
    total: observed.total,
    mark: keyInNote(entity['PrivateNote']),
    voided: observed.voided,
    ...(type === 'Payment' && { applications: applicationsOf(entity) }),
    ...(type === 'Payment' && reference !== null && { reference }),
    ...(type === 'Purchase' && entity['Credit'] === true && { refund: true as const }),
    ...(asOf !== null && { asOf }),
    ...(company !== null && { company }),
  }
}

export function booksContactOf(type: BooksContact['type'], entity: Entity): BooksContact {
  const email = objectIn(entity, 'PrimaryEmailAddr')
  const phone = objectIn(entity, 'PrimaryPhone')
  return {
    id: entity.Id,
    type,
    name: textIn(entity, 'DisplayName') ?? '',
    parentId: referenceIn(entity, 'ParentRef'),
    active: entity['Active'] !== false,
    email: email ? textIn(email, 'Address') : null,
    phone: phone ? textIn(phone, 'FreeFormNumber') : null,
    mark: keyInNote(entity['Notes']),
    ...currencyIn(entity),
  }
}

export function booksAccountOf(entity: Entity): BooksAccount {
  const name = textIn(entity, 'Name') ?? ''
  return {
    id: entity.Id,
    name,
    fullName: textIn(entity, 'FullyQualifiedName') ?? name,
    number: textIn(entity, 'AcctNum'),
    accountType: textIn(entity, 'AccountType') ?? '',
    active: entity['Active'] !== false,
    ...currencyIn(entity),
  }
}

function currencyIn(entity: Entity): { currency?: string } {
  const currency = referenceIn(entity, 'CurrencyRef')
  return currency === null ? {} : { currency }
}

export function booksItemOf(entity: Entity): BooksItem {
  const name = textIn(entity, 'Name') ?? ''
  return {
    id: entity.Id,
    name,
    fullName: textIn(entity, 'FullyQualifiedName') ?? name,
    purchasable: objectIn(entity, 'ExpenseAccountRef') !== null,
    active: entity['Active'] !== false && entity['Type'] !== 'Category',
  }
}
