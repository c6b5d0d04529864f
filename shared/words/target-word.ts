import type { Words } from './index.ts'

const TARGETS = [
  'Customer',
  'Vendor',
  'Item',
  'Account',
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'PurchaseOrder',
  'BillPayment',
  'Deposit',
  'SalesReceipt',
  'RefundReceipt',
  'JournalEntry',
] as const

/** What QuickBooks calls an entity type: "Credit memo", "Note de crédit"; the type itself where no word is kept. */
export function targetWord(type: string, words: Words): string {
  const known = TARGETS.find((each) => each === type || (each === 'BillPayment' && type.startsWith(each)))
  return known ? words.t(`target.${known}`) : type
}

/** An entity type after "link": "to invoice". */
export function toTargetWord(type: string, words: Words): string {
  const known = TARGETS.find((each) => each === type)
  return known ? words.t(`toTarget.${known}`) : type
}
