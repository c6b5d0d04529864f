import type { Draft } from '../../shared/draft.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, centsFromJson, sumOf } from '../../shared/money.ts'
import type { Packed, Shown, ShownLine, ShownLink } from '../../shared/shown.ts'
import { packSent, packShown } from '../../shared/shown.ts'
import type { LinkedType } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { amountOfLine, listIn, moneyLines, nameIn, objectIn, referenceIn, textIn } from './entity-fields.ts'

type Fields = Readonly<Record<string, unknown>>

const ZERO = cents(0)

/** Whom a document is for: customer of sales, supplier of purchases. */
const PARTY_FIELD: Partial<Record<LinkedType, string>> = {
  Purchase: 'EntityRef',
  Bill: 'VendorRef',
  PurchaseOrder: 'VendorRef',
}

/** What links to a document without paying any of it. */
const NO_MONEY: ReadonlySet<string> = new Set([
  'Estimate',
  'PurchaseOrder',
  'ReimburseCharge',
  'TimeActivity',
  'StatementCharge',
])

/**
 * All that an entity shows of a document, packed. What is voided shows 0 throughout. Null for customers and vendors.
 * `readAt`: when QuickBooks was asked.
 */
export function shownOf(type: LinkedType, entity: Entity, isVoided: boolean, readAt: Date): Packed | null {
  if (type === 'Customer' || type === 'Vendor') return null
  const total = centsFromJson(entity['TotalAmt'])
  const detail = objectIn(entity, 'TxnTaxDetail')
  const tax = type === 'Payment' ? null : ((detail ? centsFromJson(detail['TotalTax']) : null) ?? ZERO)
  const party = PARTY_FIELD[type] ?? 'CustomerRef'
  const shown: Shown = {
    asOf: readAt.toISOString(),
    number: textIn(entity, type === 'Payment' ? 'PaymentRefNum' : 'DocNumber'),
    date: textIn(entity, 'TxnDate'),
    dueDate: type === 'Invoice' || type === 'Bill' ? textIn(entity, 'DueDate') : null,
    party: nameIn(entity, party) ?? referenceIn(entity, party),
    currency: referenceIn(entity, 'CurrencyRef'),
    exchangeRate: decimalIn(entity, 'ExchangeRate'),
    beforeTax: total === null || tax === null ? null : cents(total - tax),
    tax,
    taxes: type === 'Payment' ? [] : taxesIn(detail),
    total,
    balance: balanceOf(type, entity),
    voided: isVoided,
    deposited: isDeposited(type, entity),
    lines: type === 'Payment' ? [] : moneyLines(entity).map(lineIn),
    links: type === 'Payment' ? appliedIn(entity, total ?? ZERO) : linksIn(type, entity),
  }
  return packShown(isVoided ? withoutMoney(shown) : shown)
}

function withoutMoney(shown: Shown): Shown {
  const zero = (amount: Cents | null): Cents | null => (amount === null ? null : ZERO)
  return {
    ...shown,
    beforeTax: zero(shown.beforeTax),
    tax: zero(shown.tax),
    taxes: [],
    total: ZERO,
    balance: zero(shown.balance),
    lines: shown.lines.map((line) => ({ ...line, amount: ZERO })),
    links: [],
  }
}

function balanceOf(type: LinkedType, entity: Entity): Cents | null {
  switch (type) {
    case 'Invoice':
    case 'Bill':
      return centsFromJson(entity['Balance'])
    case 'CreditMemo':
      return centsFromJson(entity['RemainingCredit']) ?? centsFromJson(entity['Balance'])
    case 'Payment':
      return centsFromJson(entity['UnappliedAmt'])
    case 'Customer':
    case 'Vendor':
    case 'Purchase':
    case 'PurchaseOrder':
      return null
  }
}

function decimalIn(entity: Fields, field: string): string | null {
  const value = entity[field]
  return typeof value === 'number' || typeof value === 'string' ? String(value) : null
}

function taxesIn(detail: Fields | null): Shown['taxes'] {
  if (!detail) return []
  return listIn(detail, 'TaxLine').flatMap((line) => {
    const of = objectIn(line, 'TaxLineDetail') ?? {}
    const amount = centsFromJson(line['Amount'])
    const rate = nameIn(of, 'TaxRateRef') ?? referenceIn(of, 'TaxRateRef') ?? ''
    return amount === null ? [] : [{ rate, percent: decimalIn(of, 'TaxPercent'), amount }]
  })
}

function lineIn(line: Fields): ShownLine {
  const type = textIn(line, 'DetailType') ?? ''
  const detail = objectIn(line, type) ?? {}
  const named = (field: string): string | null => nameIn(detail, field) ?? referenceIn(detail, field)
  return {
    goesTo: named('AccountRef') ?? named('ItemRef') ?? named('DiscountAccountRef'),
    project: named('CustomerRef'),
    description: textIn(line, 'Description') ?? '',
    amount: amountOfLine(line),
    taxCode: named('TaxCodeRef'),
  }
}

/** Whether a payment lies in a bank deposit: nothing but this link tells (live §1.7). */
export function isDeposited(type: LinkedType, entity: Entity): boolean {
  return type === 'Payment' && listIn(entity, 'LinkedTxn').some((each) => each['TxnType'] === 'Deposit')
}

/** What a payment is applied to, with the amounts of its own lines, and the deposit that it stands in. */
function appliedIn(payment: Entity, total: Cents): ShownLink[] {
  const applied = listIn(payment, 'Line').flatMap((line) => linkedIn(line, centsFromJson(line['Amount'])))
  const deposits = linkedIn(payment, total).filter((each) => each.type === 'Deposit')
  return [...applied, ...deposits]
}

/** What is linked to a document: QuickBooks keeps the amounts with the payments. */
function linksIn(type: LinkedType, entity: Entity): ShownLink[] {
  if (type === 'Purchase' || type === 'PurchaseOrder') return []
  const found = linkedIn(entity, null).filter((each) => !NO_MONEY.has(each.type))
  return [...new Map(found.map((each) => [`${each.type}|${each.id}`, each])).values()]
}

function linkedIn(holder: Fields, amount: Cents | null): ShownLink[] {
  return listIn(holder, 'LinkedTxn').flatMap((each) => {
    const [type, id] = [textIn(each, 'TxnType'), textIn(each, 'TxnId')]
    return type === null || id === null ? [] : [{ type, id, amount }]
  })
}

/** What each document gets of a payment, by the payment's own lines, cents: what counts on the other side of the link. */
export function applicationsOf(payment: Entity): [type: string, id: string, amount: Cents][] {
  return listIn(payment, 'Line').flatMap((line) =>
    linkedIn(line, centsFromJson(line['Amount']) ?? ZERO).map(({ type, id, amount }): [string, string, Cents] => [
      type,
      id,
      amount ?? ZERO,
    ]),
  )
}

/** A draft as it leaves, packed; `at`: ISO instant. Undefined for contacts, of which nothing is shown. */
export function sentAs(draft: Draft, at: string): Packed | undefined {
  if (draft.type === 'Customer' || draft.type === 'Vendor') return undefined
  if (draft.type === 'Payment')
    return packSent({ at, number: draft.reference, date: draft.date, beforeTax: draft.total, lines: [] })
  return packSent({
    at,
    number: draft.docNumber,
    date: draft.date,
    beforeTax: sumOf(draft.lines.map((line) => line.amount)),
    lines: draft.lines.map((line) => ({
      goesTo: line.reference.name,
      project: line.customer?.name ?? null,
      description: line.description,
      amount: line.amount,
      taxCode: draft.tax.lineCode,
    })),
  })
}
