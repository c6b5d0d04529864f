import { cents, jsonNumberOf, sumOf, type Cents } from '../../../shared/money.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { centsAt, refAt, rowsAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { businessRule, notFound, type Refusal } from '../entities/refusal.ts'
import type { Work } from '../entities/work.ts'

/** What pays: a customer's payment (or the use of a credit), a payment of bills. */
export type PayingType = 'Payment' | 'BillPayment'

export interface Application {
  type: TypeName
  id: string
  amount: Cents
}

/** What the lines of a payment are applied to. */
export function applicationsOf(payment: Fields | null): Application[] {
  return rowsAt(payment, 'Line').flatMap((line) => {
    const link = rowsAt(line, 'LinkedTxn')[0]
    const id = textAt(link, 'TxnId')
    const type = textAt(link, 'TxnType')
    return id !== null && (type === 'Invoice' || type === 'CreditMemo' || type === 'Bill')
      ? [{ type, id, amount: centsAt(line, 'Amount') }]
      : []
  })
}

/** What of a payment is applied to nothing: its total and the credits it uses, less what they pay. */
export function unappliedOf(payment: Fields): Cents {
  const signed = applicationsOf(payment).map(({ type, amount }) => (type === 'CreditMemo' ? cents(-amount) : amount))
  return cents(centsAt(payment, 'TotalAmt') - sumOf(signed))
}

function payingTypeOf(target: TypeName): PayingType {
  return target === 'Bill' ? 'BillPayment' : 'Payment'
}

/** The payments on a document. */
export function payersOf(work: Work, target: TypeName, entity: Stored): Stored[] {
  const paying = payingTypeOf(target)
  return rowsAt(entity, 'LinkedTxn').flatMap((link) => {
    const id = textAt(link, 'TxnType') === paying ? textAt(link, 'TxnId') : null
    const payment = id === null ? null : work.get(paying, id)
    return payment ? [payment] : []
  })
}

/** What is paid of a document. */
export function paidOf(work: Work, target: TypeName, entity: Stored): Cents {
  return sumOf(
    payersOf(work, target, entity).flatMap((payment) =>
      applicationsOf(payment)
        .filter((each) => each.type === target && each.id === entity.Id)
        .map((each) => each.amount),
    ),
  )
}

/** The open amount as its entity calls it. */
export function openAmount(type: TypeName, amount: Cents): Fields {
  const open = jsonNumberOf(amount)
  return type === 'CreditMemo' ? { Balance: open, RemainingCredit: open } : { Balance: open }
}

/**
 * Brings every document that a payment pays, or paid before, up to date: its links, its balance and, as the strict case,
 * its sync token. Refused where a document is gone, or would be paid more than it asks for.
 */
export function settleApplications(
  work: Work,
  paying: PayingType,
  payment: Stored | null,
  before: Stored | null,
): Refusal[] {
  const id = payment?.Id ?? before?.Id
  if (id === undefined) return []
  const now = applicationsOf(payment)
  const wasAnd = [...applicationsOf(before), ...now]
  const seen = new Set<string>()
  for (const { type, id: targetId } of wasAnd) {
    if (seen.has(`${type} ${targetId}`)) continue
    seen.add(`${type} ${targetId}`)
    const target = work.get(type, targetId)
    const applies = now.some((each) => each.type === type && each.id === targetId)
    if (!target) {
      if (applies) return [notFound()]
      continue
    }
    const others = rowsAt(target, 'LinkedTxn').filter(
      (link) => !(textAt(link, 'TxnId') === id && textAt(link, 'TxnType') === paying),
    )
    const linked: Stored = { ...target, LinkedTxn: applies ? [...others, { TxnId: id, TxnType: paying }] : others }
    const open = cents(centsAt(target, 'TotalAmt') - paidOf(work, type, linked))
    if (open < 0) {
      return [
        businessRule(
          'The amount applied is more than the open balance of the transaction.',
          'Le montant appliqué dépasse le solde de l’opération.',
        ),
      ]
    }
    work.change(type, target, { LinkedTxn: linked['LinkedTxn'] ?? [], ...openAmount(type, open) })
  }
  return []
}

/** The payment without (part of) its lines to a document; a use of credit is removed whole, and its credit is free again. */
function withdraw(
  work: Work,
  paying: PayingType,
  payment: Stored,
  target: TypeName,
  targetId: string,
  keep: Cents,
): void {
  let left = keep
  const lines = rowsAt(payment, 'Line').flatMap((line) => {
    const link = rowsAt(line, 'LinkedTxn')[0]
    if (textAt(link, 'TxnId') !== targetId || textAt(link, 'TxnType') !== target) return [line]
    const amount = cents(Math.min(left, centsAt(line, 'Amount')))
    left = cents(left - amount)
    return amount > 0 ? [{ ...line, Amount: jsonNumberOf(amount) }] : []
  })
  const changed: Fields = { ...payment, Line: lines }
  if (centsAt(payment, 'TotalAmt') === 0) {
    work.remove(paying, payment.Id)
    settleApplications(work, paying, null, payment)
    return
  }
  const open = unappliedOf(changed)
  work.change(paying, payment, { Line: lines, ...(paying === 'Payment' ? { UnappliedAmt: jsonNumberOf(open) } : {}) })
}

/** Takes every payment off a document, as a void does: the payments stay, and are unapplied. */
export function unlink(work: Work, target: TypeName, id: string): void {
  fitPayments(work, target, id, cents(0))
}

/** Where a document became smaller than what was paid on it, the last payments are applied to less of it. */
export function fitPayments(work: Work, target: TypeName, id: string, total: Cents): void {
  const entity = work.get(target, id)
  if (!entity) return
  let left = total
  for (const payment of payersOf(work, target, entity)) {
    const amount = sumOf(
      applicationsOf(payment)
        .filter((each) => each.type === target && each.id === id)
        .map((each) => each.amount),
    )
    const keep = cents(Math.min(left, amount))
    left = cents(left - keep)
    if (keep < amount) withdraw(work, payingTypeOf(target), payment, target, id, keep)
    if (keep > 0) continue
    const now = work.get(target, id)
    const still = work.get(payingTypeOf(target), payment.Id)
    if (now && still) {
      const links = rowsAt(now, 'LinkedTxn').filter((link) => textAt(link, 'TxnId') !== payment.Id)
      work.put(target, { ...now, LinkedTxn: links })
    }
  }
}

/** Whether a customer may pay for the other: it is the same one, or one of those above it. */
export function paysFor(work: Work, payer: string, customer: string): boolean {
  for (let id: string | null = customer; id !== null; id = refAt(work.get('Customer', id), 'ParentRef'))
    if (id === payer) return true
  return false
}
