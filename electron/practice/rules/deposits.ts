import { jsonNumberOf, sumOf } from '../../../shared/money.ts'
import { completeTransaction, required, type EntityRules } from '../entities/draft.ts'
import { centsAt, rowsAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { businessRule, notFound } from '../entities/refusal.ts'
import type { Work } from '../entities/work.ts'

/** The payments that a deposit takes to the bank. */
function paymentsOf(deposit: Fields | null): string[] {
  return rowsAt(deposit, 'Line').flatMap((line) =>
    rowsAt(line, 'LinkedTxn').flatMap((link) => {
      const id = textAt(link, 'TxnType') === 'Payment' ? textAt(link, 'TxnId') : null
      return id === null ? [] : [id]
    }),
  )
}

/**
 * Bank deposits. Of a payment that lies in one only its `LinkedTxn` tells: its account still reads Undeposited Funds
 * (LAF).
 */
export const DEPOSIT_RULES: EntityRules = {
  kept: ['TxnDate', 'CurrencyRef'],
  complete(draft) {
    const { next, work, before } = draft
    const absent = required(next, 'DepositToAccountRef', 'Line')
    if (absent.length > 0) return absent.slice(0, 1)
    const first = completeTransaction(draft)
    if (first.length > 0) return first
    for (const id of paymentsOf(next)) {
      const payment = work.get('Payment', id)
      if (!payment) return [notFound()]
      const holder = depositOf(payment)
      if (holder !== null && holder !== before?.Id) return [businessRule('The payment has been deposited already.')]
    }
    next['Line'] = rowsAt(next, 'Line').map((line, index): Fields => ({ Id: String(index + 1), ...line }))
    next['TotalAmt'] = jsonNumberOf(sumOf(rowsAt(next, 'Line').map((line) => centsAt(line, 'Amount'))))
    return []
  },
  settle(work, deposit, before) {
    settleDeposit(work, deposit, before)
    return []
  },
}

/** The deposit that a payment lies in; null where it lies in none. */
export function depositOf(payment: Fields): string | null {
  const link = rowsAt(payment, 'LinkedTxn').find((each) => textAt(each, 'TxnType') === 'Deposit')
  return link ? textAt(link, 'TxnId') : null
}

/** Hangs the payments of a deposit on it, and frees those that it no longer holds. */
export function settleDeposit(work: Work, deposit: Stored | null, before: Stored | null): void {
  const id = deposit?.Id ?? before?.Id ?? ''
  const now = new Set(paymentsOf(deposit))
  for (const paymentId of new Set([...paymentsOf(before), ...now])) {
    const payment = work.get('Payment', paymentId)
    if (!payment) continue
    const others = rowsAt(payment, 'LinkedTxn').filter((link) => textAt(link, 'TxnType') !== 'Deposit')
    const links = now.has(paymentId) ? [...others, { TxnId: id, TxnType: 'Deposit' }] : others
    work.change('Payment', payment, { LinkedTxn: links })
  }
}
