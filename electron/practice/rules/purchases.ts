import { cents, jsonNumberOf } from '../../../shared/money.ts'
import {
  completeNumber,
  completeTransaction,
  numberTaken,
  required,
  type Draft,
  type EntityRules,
} from '../entities/draft.ts'
import { centsAt, flagAt, refAt, rowsAt, textAt, without, type Fields, type Stored } from '../entities/json.ts'
import { completeBillable, settleCharges, tracksBillable } from './charges.ts'
import { controlAccount, otherCurrency } from './currency.ts'
import { completeLines, detailOf } from './lines.ts'
import { fitPayments, openAmount, paidOf } from './links.ts'
import {
  businessRule,
  invalidEnumeration,
  missing,
  notFound,
  permissionDenied,
  ruleWithCode,
  type Refusal,
} from '../entities/refusal.ts'
import { planHasBills, planHasPurchaseOrders } from '../company/settings.ts'
import { completeTax, lineSum } from './tax.ts'
import { daysAfter } from '../company/times.ts'
import type { Work } from '../entities/work.ts'

const EXPENSE_DETAILS = ['AccountBasedExpenseLineDetail', 'ItemBasedExpenseLineDetail', 'DescriptionOnly']
const KEPT = ['TxnDate', 'CurrencyRef', 'LinkedTxn', 'Balance', 'GlobalTaxCalculation', 'APAccountRef']

function checkLine(work: Work, line: Fields): Refusal[] {
  const detail = detailOf(line)
  const type = textAt(line, 'DetailType')
  if (type === 'AccountBasedExpenseLineDetail' && refAt(detail, 'AccountRef') === null)
    return [missing('Line.AccountBasedExpenseLineDetail.AccountRef')]
  if (type === 'ItemBasedExpenseLineDetail') {
    const itemId = refAt(detail, 'ItemRef')
    if (itemId === null) return [missing('Line.ItemBasedExpenseLineDetail.ItemRef')]
    if (refAt(work.get('Item', itemId), 'ExpenseAccountRef') === null)
      return [businessRule('The item can not be purchased: it has no expense account.')]
  }
  const billable = textAt(detail, 'BillableStatus')
  if (billable === 'HasBeenBilled') return [invalidEnumeration('BillableStatus', 'HAS_BEEN_BILLED')]
  if (billable === 'Billable') {
    if (refAt(detail, 'CustomerRef') === null)
      return [ruleWithCode('6310', 'Customer required', 'A billable expense must have a customer.', 'CustomerRef')]
    if (!tracksBillable(work)) return [businessRule('Billable expense tracking is turned off.')]
  }
  return []
}

/** What purchases, bills and purchase orders share. The total is that of the lines and their tax. */
function completeExpense(draft: Draft): Refusal[] {
  const { next, work } = draft
  const steps: (() => Refusal[])[] = [
    () => completeTransaction(draft),
    () => completeLines(draft, EXPENSE_DETAILS, true),
    () =>
      rowsAt(next, 'Line')
        .flatMap((line) => checkLine(work, line))
        .slice(0, 1),
    () => {
      completeNumber(draft)
      return numberTaken(draft)
    },
  ]
  for (const step of steps) {
    const refusals = step()
    if (refusals.length > 0) return refusals
  }
  completeBillable(draft)
  const { tax, refusals } = completeTax(draft, 'purchase')
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
  const stated = draft.sent['TotalAmt'] === undefined ? null : centsAt(draft.sent, 'TotalAmt')
  if (stated !== null && stated !== total && stated !== net)
    return [businessRule('The total amount is not the sum of the lines.')]
  next['TotalAmt'] = jsonNumberOf(total)
  next['LinkedTxn'] ??= []
  next['CustomField'] ??= []
  return []
}

const PAID_FROM: Record<string, { types: string[]; words: string }> = {
  Check: { types: ['Bank'], words: 'a bank account' },
  CreditCard: { types: ['Credit Card'], words: 'a credit card account' },
  Cash: { types: ['Bank', 'Other Current Asset'], words: 'a bank or cash account' },
}

export const PURCHASE_RULES: EntityRules = {
  // A full update that does not say Credit turns a refund into a purchase (LAF).
  kept: ['TxnDate', 'CurrencyRef', 'GlobalTaxCalculation', 'AccountRef', 'LinkedTxn'],
  complete(draft) {
    const { next, sent, work, before } = draft
    // Required even where the update is sparse, as seen live.
    const absent = required(sent, 'PaymentType')
    if (absent.length > 0) return absent
    if (next['AccountRef'] === undefined) return [invalidAccountType()]
    // What was paid by cheque stays so: another way of paying is taken with 200 and not kept.
    if (before?.['PaymentType'] !== undefined) next['PaymentType'] = before['PaymentType']
    const paymentType = textAt(next, 'PaymentType') ?? ''
    const from = PAID_FROM[paymentType]
    const accountType = textAt(work.get('Account', refAt(next, 'AccountRef') ?? ''), 'AccountType') ?? ''
    if (from && !from.types.includes(accountType)) return [businessRule(`Select ${from.words} for this transaction.`)]
    // Of anything but a card, Credit is ignored with 200 (LAF).
    if (flagAt(next, 'Credit') && paymentType !== 'CreditCard') next['Credit'] = false
    const refusals = completeExpense(draft)
    refusals.push(...otherCurrency(draft, refAt(next, 'AccountRef')))
    next['Credit'] ??= false
    next['PurchaseEx'] = {
      any: [nameValue('TxnType', { Check: '3', CreditCard: '54', Cash: '54' }[paymentType] ?? '54')],
    }
    return refusals
  },
  settle(work, entity, before) {
    settleCharges(work, 'Purchase', entity, before)
    return []
  },
}

/** A purchase without an account is no 2020 (FF). */
function invalidAccountType(): Refusal {
  return ruleWithCode(
    '6430',
    'Invalid account type',
    'Invalid account type: You may need to select a different type of account for this transaction.',
  )
}

function nameValue(name: string, value: string): Fields {
  return {
    name: '{http://schema.intuit.com/finance/v3}NameValue',
    declaredType: 'com.intuit.schema.finance.v3.NameValue',
    scope: 'javax.xml.bind.JAXBElement$GlobalScope',
    value: { Name: name, Value: value },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  }
}

/** The account is a payable one, and that of the document's currency: QuickBooks keeps one for each. */
function payableAccount(draft: Draft): Refusal[] {
  const { next, work } = draft
  const id = refAt(next, 'APAccountRef')
  const code = refAt(next, 'CurrencyRef') ?? ''
  const own = controlAccount(work, 'Accounts Payable', code)
  const account = id === null ? null : work.get('Account', id)
  if (account && textAt(account, 'AccountType') !== 'Accounts Payable')
    return [businessRule('Select an accounts payable account.')]
  if (account && refAt(account, 'CurrencyRef') === code) return []
  if (account && work.settings.wrongCurrencyAccount === 'refuse')
    return [businessRule('Select an accounts payable account in the currency of the transaction.')]
  if (own) next['APAccountRef'] = { value: own.Id, name: textAt(own, 'Name') ?? '' }
  return []
}

export const BILL_RULES: EntityRules = {
  kept: [...KEPT, 'DueDate'],
  complete(draft) {
    const { next, sent, work, before } = draft
    if (!planHasBills(work.settings.plan)) return [permissionDenied()]
    const absent = required(sent, 'VendorRef')
    if (absent.length > 0) return absent
    for (const step of [() => completeExpense(draft), () => payableAccount(draft), () => checkOrders(draft)]) {
      const refusals = step()
      if (refusals.length > 0) return refusals
    }
    next['DueDate'] ??= daysAfter(String(next['TxnDate']), 30)
    const paid = before ? paidOf(work, 'Bill', before) : cents(0)
    Object.assign(next, openAmount('Bill', cents(Math.max(0, centsAt(next, 'TotalAmt') - paid))))
    return []
  },
  settle(work, entity, before) {
    if (before && paidOf(work, 'Bill', entity) > centsAt(entity, 'TotalAmt')) {
      fitPayments(work, 'Bill', entity.Id, centsAt(entity, 'TotalAmt'))
      const now = work.get('Bill', entity.Id)
      if (now)
        work.put('Bill', { ...now, ...openAmount('Bill', cents(centsAt(now, 'TotalAmt') - paidOf(work, 'Bill', now))) })
    }
    settleOrders(work, entity, before)
    settleCharges(work, 'Bill', entity, before)
    return []
  },
}

interface OrderLink {
  orderId: string
  lineId: string
}

function orderLinksOf(bill: Fields | null): OrderLink[] {
  return rowsAt(bill, 'Line').flatMap((line) =>
    rowsAt(line, 'LinkedTxn').flatMap((link) => {
      const orderId = textAt(link, 'TxnType') === 'PurchaseOrder' ? textAt(link, 'TxnId') : null
      return orderId === null ? [] : [{ orderId, lineId: textAt(link, 'TxnLineId') ?? '' }]
    }),
  )
}

/** A bill line that fulfils a purchase order names the line of the order. */
function checkOrders(draft: Draft): Refusal[] {
  for (const { orderId, lineId } of orderLinksOf(draft.next)) {
    if (lineId === '') return [missing('Line.LinkedTxn.TxnLineId')]
    const order = draft.work.get('PurchaseOrder', orderId)
    if (!order || !rowsAt(order, 'Line').some((line) => textAt(line, 'Id') === lineId)) return [notFound()]
    if (refAt(order, 'VendorRef') !== refAt(draft.next, 'VendorRef'))
      return [businessRule('The purchase order belongs to another vendor.')]
  }
  return []
}

/** Marks what the bills have fulfilled of purchase orders, and closes those with nothing left to receive. */
export function settleOrders(work: Work, bill: Stored | null, before: Stored | null): void {
  const billId = bill?.Id ?? before?.Id
  for (const orderId of new Set([...orderLinksOf(before), ...orderLinksOf(bill)].map((each) => each.orderId))) {
    const order = work.get('PurchaseOrder', orderId)
    if (!order) continue
    const others = rowsAt(order, 'LinkedTxn').filter((link) => textAt(link, 'TxnId') !== billId)
    const mine = orderLinksOf(bill).some((each) => each.orderId === orderId)
    const links = mine && billId !== undefined ? [...others, { TxnId: billId, TxnType: 'Bill' }] : others
    const received = new Set(
      links.flatMap((link) =>
        orderLinksOf(work.get('Bill', textAt(link, 'TxnId') ?? ''))
          .filter((each) => each.orderId === orderId)
          .map((each) => each.lineId),
      ),
    )
    const lines = rowsAt(order, 'Line').map((line): Fields =>
      received.has(textAt(line, 'Id') ?? '') ? { ...line, Received: line['Amount'] ?? 0 } : without(line, 'Received'),
    )
    work.change('PurchaseOrder', order, {
      LinkedTxn: links,
      Line: lines,
      POStatus: orderStatus(lines, textAt(order, 'POStatus')),
    })
  }
}

/**
 * As recorded in 2019: an order with items is open as long as one of them is to be received, whatever was sent; an order
 * with accounts alone is what was sent, and closed where nothing was.
 */
function orderStatus(lines: readonly Fields[], sent: string | null): string {
  const items = lines.filter((line) => textAt(line, 'DetailType') === 'ItemBasedExpenseLineDetail')
  if (items.length === 0) return sent ?? 'Closed'
  return items.every((line) => line['Received'] !== undefined) ? 'Closed' : 'Open'
}

/** Why the company cannot have purchase orders; nothing where it can. */
export function ordersRefused(work: Work): Refusal[] {
  if (!planHasPurchaseOrders(work.settings.plan)) return [permissionDenied()]
  if (!work.settings.purchaseOrdersOn)
    return [businessRule('Purchase orders are turned off in the settings of the company.')]
  return []
}

export const PURCHASE_ORDER_RULES: EntityRules = {
  kept: KEPT,
  complete(draft) {
    const { next, work } = draft
    const refused = ordersRefused(work)
    if (refused.length > 0) return refused
    const absent = required(next, 'VendorRef', 'APAccountRef')
    if (absent.length > 0) return absent.slice(0, 1)
    for (const step of [() => completeExpense(draft), () => payableAccount(draft)]) {
      const refusals = step()
      if (refusals.length > 0) return refusals
    }
    next['POStatus'] = orderStatus(rowsAt(next, 'Line'), textAt(next, 'POStatus'))
    next['EmailStatus'] ??= 'NotSet'
    return []
  },
}
