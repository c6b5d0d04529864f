import type { Expense, PurchaseOrder } from '../../shared/domain.ts'
import type { DraftLine, Reference, TaxTreatment } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { sumOf } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { attachOperations } from './attachments.ts'
import { fingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { dependency, notKnown } from './context.ts'
import { otherPartyCurrency } from './currencies.ts'
import { paidFromAccount, payableAccountIn } from './currency-accounts.ts'
import { differencesOf } from './differences.ts'
import type { DocumentRules, Prepared } from './document-rules.ts'
import { updateVerdict } from './documents.ts'
import type { Verdict } from './input.ts'
import type { Link } from './link.ts'
import { prepareLines } from './lines.ts'
import { firstLine, noteOf } from './notes.ts'
import { docNumberOf } from './numbers.ts'
import { paidBillVerdict } from './paid-bills.ts'
import { costsHoldTax, hasOtherTax, withPurchaseTax } from './purchase-tax.ts'
import { taxDecision } from './tax.ts'

/** Rules E1 to E3: a Purchase where it was paid, a Bill where it was not; overwritten when edited, removed when no longer approved. */
export const expenseRules: DocumentRules<Expense> = {
  type: (expense) => (expense.paidWith === 'unpaid' ? 'Bill' : 'Purchase'),
  types: ['Purchase', 'Bill'],
  date: (expense) => expense.spentOn,
  currency: (expense) => expense.currency,
  number: (expense) => expense.number,
  wanted(expense) {
    if (expense.status === 'approved') return { in: 'books' }
    return {
      in: 'withdrawn',
      problem: problem(expense.status === 'draft' ? 'draft' : 'rejected', {
        kind: 'expense',
        number: expense.number ?? '',
      }),
    }
  },
  prepare: prepareExpense,
  edited: null,
  withdraw: (_context, key, link) => [{ kind: 'delete', key, type: link.type, id: link.id }],
  removed: (_context, key, _expense, link) => [{ kind: 'delete', key, type: link.type, id: link.id }],
  standing: (context, key, expense, link) =>
    paidBillVerdict(context, expenseRules, key, expense, link) ?? otherTaxVerdict(context, key, expense, link),
  settle: (context, key, expense, link) => ({
    operations: attachOperations(context, key, expense.attachments, link),
    note: null,
  }),
}

function otherTaxVerdict(context: PlanContext, key: DocumentKey, expense: Expense, link: Link): Verdict | null {
  if (fingerprintOf(expense) !== link.sent.content || !hasOtherTax(context.books?.facts, expense, link)) return null
  return {
    ...updateVerdict(context, expenseRules, key, expense, link, link.sent.content),
    differs: differencesOf(link),
  }
}

/**
 * Rule O1. A cancelled order is deleted in QuickBooks: it posts nothing, and QuickBooks derives open or closed from what
 * was received, so closing it there cannot be relied on.
 */
export const purchaseOrderRules: DocumentRules<PurchaseOrder> = {
  type: () => 'PurchaseOrder',
  date: (order) => order.issuedOn,
  currency: (order) => order.currency,
  number: (order) => order.number,
  wanted(order) {
    if (order.status !== 'cancelled') return { in: 'books' }
    return { in: 'withdrawn', problem: problem('cancelled-and-removed', { number: order.number }) }
  },
  prepare: prepareOrder,
  edited: null,
  withdraw: (_context, key) => orderRemoval(_context, key),
  removed: (context, key) => orderRemoval(context, key),
  settle: (context, key, order, link) => ({
    operations: attachOperations(context, key, order.attachments, link),
    note:
      order.status === 'closed' && link.observed.open ? problem('order-open-there', { number: order.number }) : null,
  }),
}

function orderRemoval(
  context: PlanContext,
  key: DocumentKey,
): { kind: 'delete'; key: DocumentKey; type: 'PurchaseOrder'; id: string }[] {
  const link = context.link(key)
  return link ? [{ kind: 'delete', key, type: 'PurchaseOrder', id: link.id }] : []
}

function prepareExpense(context: PlanContext, key: DocumentKey, expense: Expense): Prepared {
  const common = preparePurchase(context, key, expense, 'expenses')
  if (!common.ok) return common
  const shared = {
    docNumber: common.docNumber,
    date: expense.spentOn,
    memo: null,
    privateNote: common.privateNote,
    lines: common.lines,
    tax: common.tax,
    currency: common.currency,
  }
  if (expense.paidWith === 'unpaid') {
    if (!common.vendor) return { ok: false, problem: problem('supplier-missing', { number: expense.number ?? '' }) }
    const payable = payableAccountIn(context, common.currency)
    if (!payable.ok) return payable
    return {
      ok: true,
      ready: common.ready,
      party: common.vendor.name,
      total: sumOf(common.lines.map(({ amount }) => amount)),
      allowDuplicateNumber: true,
      draft: {
        type: 'Bill',
        ...shared,
        vendor: common.vendor,
        payable: payable.value,
        dueDate: expense.dueOn,
      },
    }
  }
  const account = paidFromAccount(context, expense.paidWith, common.currency)
  if (!account.ok) return account
  if (!account.value) return { ok: false, problem: problem('default-missing', { which: expense.paidWith }) }
  return {
    ok: true,
    ready: common.ready,
    party: common.vendor?.name ?? null,
    total: sumOf(common.lines.map(({ amount }) => amount)),
    allowDuplicateNumber: common.vendor !== null,
    draft: {
      type: 'Purchase',
      ...shared,
      paymentType: PAYMENT_TYPES[expense.paidWith],
      account: account.value,
      vendor: common.vendor,
    },
  }
}

/** QuickBooks knows three: a transfer from a bank account is what its own screens call an expense, kept as Cash on that account. */
const PAYMENT_TYPES = { cash: 'Cash', cheque: 'Check', credit_card: 'CreditCard', bank: 'Cash' } as const

function prepareOrder(context: PlanContext, key: DocumentKey, order: PurchaseOrder): Prepared {
  if (context.books?.facts.purchaseOrders === false) return { ok: false, problem: problem('purchase-orders-off', {}) }
  const common = preparePurchase(context, key, order, 'orders')
  if (!common.ok) return common
  if (!common.vendor) return { ok: false, problem: problem('supplier-missing', { number: order.number }) }
  const payable = payableAccountIn(context, common.currency)
  if (!payable.ok) return payable
  return {
    ok: true,
    // An order has to name it, so that one whose account the lists do not show yet waits for that.
    ready: common.ready && (payable.value !== null || isHome(context, common.currency)),
    party: common.vendor.name,
    total: order.subtotal,
    draft: {
      type: 'PurchaseOrder',
      ...(order.status === 'closed' && { closed: true as const }),
      docNumber: common.docNumber,
      date: order.issuedOn,
      memo: order.memo,
      privateNote: common.privateNote,
      lines: common.lines,
      tax: common.tax,
      currency: common.currency,
      vendor: common.vendor,
      payable: payable.value,
      dueDate: order.expectedOn,
    },
  }
}

function isHome({ books }: PlanContext, currency: string | null): boolean {
  return currency === null || currency === books?.facts.homeCurrency
}

type PreparedPurchase =
  | {
      ok: true
      ready: boolean
      vendor: Reference | null
      docNumber: string | null
      privateNote: string
      lines: DraftLine[]
      tax: TaxTreatment
      currency: string | null
    }
  | { ok: false; problem: Problem }

function preparePurchase(
  context: PlanContext,
  key: DocumentKey,
  purchase: Expense | PurchaseOrder,
  use: 'expenses' | 'orders',
): PreparedPurchase {
  const project = purchase.projectId === null ? null : referenceTo(context, 'project', purchase.projectId)
  if (project && !project.ok) return project
  const vendor = purchase.professionalId === null ? null : referenceTo(context, 'professional', purchase.professionalId)
  if (vendor && !vendor.ok) return vendor
  const lines = prepareLines(context, purchase.lines, { use, customer: project?.reference ?? null })
  if (!lines.ok) return lines
  if (sumOf(lines.value.map((line) => line.amount)) < 0)
    return { ok: false, problem: problem('total-negative', { number: purchase.number ?? purchase.id }) }
  const tax = taxDecision(context.books, context.settings, 'purchases')
  if (!tax.ok) return tax
  const waiting = project?.waits ?? vendor?.waits
  if (waiting) return { ok: false, problem: waiting }
  const currency = context.books?.facts.multiCurrency ? purchase.currency : null
  const other = otherPartyCurrency(context, { vendor: vendor?.reference ?? null, currency })
  if (other) return { ok: false, problem: other }
  // The number of a cheque is the cheque's own, which Billdr does not say; the supplier's number stands in the note.
  const isCheque = purchase.kind === 'expense' && purchase.paidWith === 'cheque'
  const number = isCheque || purchase.number === null ? null : docNumberOf(purchase.number)
  const docNumber = context.decision(key).number ?? number
  // A cheque prints its note: never the mark alone.
  const ofDay = purchase.kind === 'expense' ? firstLine(context, 'cheque-of-day', purchase.spentOn) : null
  const ofNumber = purchase.number === null ? ofDay : firstLine(context, 'cheque', purchase.number)
  const read = isCheque ? ofNumber : null
  const text = purchase.kind === 'expense' ? (purchase.memo ?? read) : null
  return {
    ok: true,
    ready: project?.reference.id !== null && vendor?.reference.id !== null,
    vendor: vendor?.reference ?? null,
    docNumber,
    privateNote: noteOf(key, purchase.number, docNumber, text),
    lines:
      purchase.kind === 'expense' && costsHoldTax(context.books?.facts)
        ? withPurchaseTax(lines.value, purchase, context.settings.purchaseTax)
        : lines.value,
    tax: tax.value,
    currency,
  }
}

type Referenced = { ok: true; reference: Reference; waits: Problem | null } | { ok: false; problem: Problem }

function referenceTo(context: PlanContext, kind: 'project' | 'professional', id: string): Referenced {
  const record = context.find(kind, id)
  if (!record) return { ok: false, problem: notKnown(context, kind, id, `${kind}Id`) }
  const needed = dependency(context, keyOf(kind, id))
  const name = record.kind === 'project' ? record.name : record.displayName
  if (needed.ready) return { ok: true, reference: { id: needed.id, name }, waits: null }
  return { ok: true, reference: { id: null, name }, waits: needed.waits }
}
