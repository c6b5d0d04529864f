import type { PaymentDraft, Reference } from '../../../shared/draft.ts'
import { jsonNumberOf } from '../../../shared/money.ts'
import type { Cents } from '../../../shared/money.ts'
import type { Body } from './body.ts'
import { currencyFields, refOf, withoutEmpty } from './lines.ts'

/** A payment with what of it goes to which document; what no line takes stays unapplied (rule P1). */
export function paymentBody(draft: PaymentDraft): Body {
  return {
    ...withoutEmpty({
      CustomerRef: refOf(draft.customer),
      ARAccountRef: draft.receivable ? refOf(draft.receivable) : null,
      TxnDate: draft.date,
      PaymentRefNum: draft.reference,
      DepositToAccountRef: draft.depositTo ? refOf(draft.depositTo) : null,
      PrivateNote: draft.privateNote,
      ...currencyFields(draft),
    }),
    TotalAmt: jsonNumberOf(draft.total),
    Line: draft.applied.map(({ type, id, amount }) => appliedLine(type, id, amount)),
  }
}

/** The zero payment by which QuickBooks applies a credit memo to an invoice (facts: QuickBooks API §1.7). */
export function creditApplicationBody(application: {
  customerId: string
  date: string
  invoiceId: string
  memoId: string
  receivable?: Reference
  amount: Cents
  privateNote: string
  currency: string | null
  exchangeRate?: number
}): Body {
  const { customerId, date, invoiceId, memoId, amount, privateNote } = application
  return {
    CustomerRef: { value: customerId },
    ...(application.receivable && { ARAccountRef: refOf(application.receivable) }),
    TxnDate: date,
    TotalAmt: 0,
    PrivateNote: privateNote,
    ...withoutEmpty(currencyFields(application)),
    Line: [appliedLine('Invoice', invoiceId, amount), appliedLine('CreditMemo', memoId, amount)],
  }
}

/**
 * The payment of a bill: from a bank account (also by transfer or cash) or by credit card (facts §1.10). `payableId` is the
 * payable account that the bill stands in: without it QuickBooks takes one of its own, which need not be the bill's.
 */
export function billPaymentBody(payment: {
  vendorId: string
  date: string
  payType: 'Check' | 'CreditCard'
  accountId: string
  payableId: string | null
  billId: string
  amount: Cents
  privateNote: string
  currency: string | null
  exchangeRate?: number
}): Body {
  const account = { value: payment.accountId }
  return {
    VendorRef: { value: payment.vendorId },
    ...(payment.payableId !== null && { APAccountRef: { value: payment.payableId } }),
    TxnDate: payment.date,
    PayType: payment.payType,
    ...(payment.payType === 'Check'
      ? { CheckPayment: { BankAccountRef: account, PrintStatus: 'NotSet' } }
      : { CreditCardPayment: { CCAccountRef: account } }),
    TotalAmt: jsonNumberOf(payment.amount),
    PrivateNote: payment.privateNote,
    ...withoutEmpty(currencyFields(payment)),
    Line: [appliedLine('Bill', payment.billId, payment.amount)],
  }
}

function appliedLine(type: 'Invoice' | 'CreditMemo' | 'Bill', id: string, amount: Cents): Body {
  return { Amount: jsonNumberOf(amount), LinkedTxn: [{ TxnId: id, TxnType: type }] }
}
