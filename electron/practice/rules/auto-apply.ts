import { cents, jsonNumberOf, type Cents } from '../../../shared/money.ts'
import { centsAt, refAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { settleApplications } from './links.ts'
import type { Work } from '../entities/work.ts'

/** Open invoices of a customer, oldest first. */
function openInvoices(work: Work, customer: string): Stored[] {
  return work.books
    .all('Invoice')
    .map((each) => work.get('Invoice', each.Id) ?? each)
    .filter((each) => refAt(each, 'CustomerRef') === customer && centsAt(each, 'Balance') > 0)
    .sort(
      (a, b) => (textAt(a, 'TxnDate') ?? '').localeCompare(textAt(b, 'TxnDate') ?? '') || Number(a.Id) - Number(b.Id),
    )
}

/** Lines that use up an amount on a customer's open invoices. */
export function linesForOpenInvoices(work: Work, customer: string, amount: Cents): Fields[] {
  let left: number = amount
  const lines: Fields[] = []
  for (const invoice of openInvoices(work, customer)) {
    if (left <= 0) break
    const part = cents(Math.min(left, centsAt(invoice, 'Balance')))
    left -= part
    lines.push({ Amount: jsonNumberOf(part), LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] })
  }
  return lines
}

/** What QuickBooks does by itself with a new credit where `AutoApplyCredit` is on: a payment of nothing that uses it. */
export function applyCreditToOpenInvoices(work: Work, creditMemo: Stored): void {
  const customer = refAt(creditMemo, 'CustomerRef')
  if (customer === null) return
  const lines = linesForOpenInvoices(work, customer, centsAt(creditMemo, 'RemainingCredit'))
  if (lines.length === 0) return
  const used = cents(lines.reduce((sum, line) => sum + centsAt(line, 'Amount'), 0))
  const payment = work.create('Payment', {
    CustomerRef: creditMemo['CustomerRef'] ?? { value: customer },
    TxnDate: creditMemo['TxnDate'] ?? '',
    CurrencyRef: creditMemo['CurrencyRef'] ?? {},
    PrivateNote: 'Created by QB Online to link credits to charges.',
    TotalAmt: 0,
    UnappliedAmt: 0,
    ProcessPayment: false,
    Line: [...lines, { Amount: jsonNumberOf(used), LinkedTxn: [{ TxnId: creditMemo.Id, TxnType: 'CreditMemo' }] }],
  })
  settleApplications(work, 'Payment', payment, null)
}
