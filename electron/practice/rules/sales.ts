import { cents, jsonNumberOf } from '../../../shared/money.ts'
import {
  completeNumber,
  completeTransaction,
  numberTaken,
  required,
  type Draft,
  type EntityRules,
} from '../entities/draft.ts'
import { applyCreditToOpenInvoices } from './auto-apply.ts'
import { centsAt, fieldsAt, refAt, rowsAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { dropUnfitCharges, settleBilled } from './charges.ts'
import { otherReceivable } from './currency.ts'
import { completeLines, detailOf, withDetail, zeroed } from './lines.ts'
import { fitPayments, openAmount, paidOf, unlink } from './links.ts'
import { businessRule, missing, type Refusal } from '../entities/refusal.ts'
import { completeTax, lineSum, noTax } from './tax.ts'
import { daysAfter } from '../company/times.ts'
import type { Work } from '../entities/work.ts'

const SALES_DETAILS = ['SalesItemLineDetail', 'DescriptionOnly', 'DiscountLineDetail']
const SALES_KEPT = [
  'TxnDate',
  'CurrencyRef',
  'LinkedTxn',
  'Balance',
  'GlobalTaxCalculation',
  'PrintStatus',
  'EmailStatus',
  'BillAddr',
  'ShipAddr',
]

/** A sales line without an item takes the company's default item; an item that is only bought cannot be sold. */
function completeItems(draft: Draft): Refusal[] {
  const { next, work } = draft
  const refusals: Refusal[] = []
  next['Line'] = rowsAt(next, 'Line').map((line) => {
    if (textAt(line, 'DetailType') !== 'SalesItemLineDetail') return line
    const itemId = refAt(detailOf(line), 'ItemRef')
    if (itemId === null) {
      const item = work.get('Item', '1')
      return item ? withDetail(line, { ItemRef: { value: '1', name: textAt(item, 'FullyQualifiedName') ?? '' } }) : line
    }
    const item = work.get('Item', itemId)
    if (textAt(item, 'Type') === 'Category') refusals.push(businessRule('A category can not be used on a transaction.'))
    else if (refAt(item, 'IncomeAccountRef') === null)
      refusals.push(businessRule('The item can not be sold: it has no income account.'))
    return line
  })
  return refusals.slice(0, 1)
}

function completeAddresses(draft: Draft): void {
  const { next, work } = draft
  const customer = work.get('Customer', refAt(next, 'CustomerRef') ?? '')
  const bill = fieldsAt(customer, 'BillAddr')
  if (next['BillAddr'] === undefined && bill) next['BillAddr'] = bill
  const ship = fieldsAt(customer, 'ShipAddr') ?? bill
  if (next['ShipAddr'] === undefined && ship) next['ShipAddr'] = ship
}

/** Fills and checks what invoices and credit memos share; the total comes from the lines, never from the body. */
function completeSale(draft: Draft): Refusal[] {
  const { next, work } = draft
  const absent = required(next, 'CustomerRef')
  if (absent.length > 0) return absent
  if (textAt(next, 'EmailStatus') === 'NeedToSend' && textAt(fieldsAt(next, 'BillEmail'), 'Address') === null)
    return [missing('BillEmail')]
  const steps: (() => Refusal[])[] = [
    () => completeTransaction(draft),
    () => otherReceivable(draft),
    () => completeLines(draft, SALES_DETAILS, true),
    () => completeItems(draft),
  ]
  for (const step of steps) {
    const refusals = step()
    if (refusals.length > 0) return refusals
  }
  completeNumber(draft)
  const taken = numberTaken(draft)
  if (taken.length > 0) return taken
  dropUnfitCharges(draft)
  const { tax, refusals } = completeTax(draft, 'sales')
  if (refusals.length > 0) return refusals
  const net = lineSum(rowsAt(next, 'Line'))
  const total = cents(net + tax)
  if (total < 0)
    return [
      businessRule(
        'The transaction amount must be 0 or greater.',
        'Le montant de l’opération doit être supérieur ou égal à 0.',
      ),
    ]
  next['Line'] = [
    ...rowsAt(next, 'Line'),
    { Amount: jsonNumberOf(net), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
  ]
  next['TotalAmt'] = jsonNumberOf(total)
  next['LinkedTxn'] ??= []
  next['ApplyTaxAfterDiscount'] ??= false
  next['PrintStatus'] ??= 'NeedToPrint'
  next['EmailStatus'] ??= 'NotSet'
  next['CustomField'] ??= []
  completeAddresses(draft)
  const paid = draft.before ? paidOf(work, draft.type, draft.before) : cents(0)
  Object.assign(next, openAmount(draft.type, cents(Math.max(0, total - paid))))
  return []
}

function fit(type: 'Invoice' | 'CreditMemo', work: Work, entity: Stored, before: Stored | null): Refusal[] {
  if (!before) return []
  const total = centsAt(entity, 'TotalAmt')
  if (paidOf(work, type, entity) > total) {
    fitPayments(work, type, entity.Id, total)
    const now = work.get(type, entity.Id)
    if (now) work.put(type, { ...now, ...openAmount(type, cents(total - paidOf(work, type, now))) })
  }
  return []
}

const TERM_DAYS: Record<string, number> = { 1: 0, 2: 15, 3: 30, 4: 60 }

export const INVOICE_RULES: EntityRules = {
  kept: [...SALES_KEPT, 'DueDate'],
  complete(draft) {
    const { next } = draft
    const refusals = completeSale(draft)
    if (refusals.length > 0) return refusals
    for (const flag of [
      'AllowIPNPayment',
      'AllowOnlinePayment',
      'AllowOnlineCreditCardPayment',
      'AllowOnlineACHPayment',
    ])
      next[flag] ??= false
    next['DueDate'] ??= daysAfter(String(next['TxnDate']), TERM_DAYS[refAt(next, 'SalesTermRef') ?? '3'] ?? 30)
    return []
  },
  settle(work, entity, before) {
    settleBilled(work, entity, before)
    return fit('Invoice', work, entity, before)
  },
}

/** A sale or refund that is paid at once: nothing of it stays open. */
export const SALES_RECEIPT_RULES: EntityRules = {
  kept: SALES_KEPT,
  complete(draft) {
    const refusals = completeSale(draft)
    draft.next['Balance'] = 0
    return refusals
  },
}

export const CREDIT_MEMO_RULES: EntityRules = {
  kept: [...SALES_KEPT, 'RemainingCredit'],
  complete: completeSale,
  settle(work, entity, before) {
    const refusals = fit('CreditMemo', work, entity, before)
    if (!before && work.settings.autoApplyCredit) applyCreditToOpenInvoices(work, entity)
    return refusals
  },
}

/** `?operation=void`: everything is zero, the payments come off, and the note says so. */
export function voidInvoice(work: Work, invoice: Stored): Stored {
  unlink(work, 'Invoice', invoice.Id)
  settleBilled(work, null, invoice)
  const now = work.get('Invoice', invoice.Id) ?? invoice
  return work.change(
    'Invoice',
    { ...now, SyncToken: invoice.SyncToken },
    {
      Line: rowsAt(now, 'Line').map(zeroed),
      TxnTaxDetail: noTax(fieldsAt(now, 'TxnTaxDetail')),
      TotalAmt: 0,
      Balance: 0,
      LinkedTxn: [],
      PrivateNote: voidedNote(now),
    },
  )
}

/** A receipt that is voided stands there at 0 (PQ). */
export function voidReceipt(work: Work, receipt: Stored): Stored {
  return work.change('SalesReceipt', receipt, {
    Line: rowsAt(receipt, 'Line').map(zeroed),
    TxnTaxDetail: noTax(fieldsAt(receipt, 'TxnTaxDetail')),
    TotalAmt: 0,
    Balance: 0,
    PrivateNote: voidedNote(receipt),
  })
}

/** "Voided" in front of the note that there was. */
export function voidedNote(entity: Fields): string {
  const note = textAt(entity, 'PrivateNote')
  return note === null ? 'Voided' : `Voided - ${note}`
}
