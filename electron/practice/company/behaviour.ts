/**
 * How the service itself behaves where what others saw live differs, or differs from company to company. No page of
 * QuickBooks has these switches. The defaults are the strict, or the dangerous, answer; keys such as BRZ name the source
 * as in the facts about QuickBooks.
 */
export interface ServiceBehaviour {
  /** Void and deletion of a paid invoice: the payments stay, unapplied (BRZ 37, COD), or 6000 (BRZ #5180). */
  paidInvoiceRemoval: 'accept' | 'refuse'
  /** Deletion of a bill that was paid: 6000 (FF and FLT delete the payment first), or its payments stay, unapplied. */
  paidBillDeletion: 'accept' | 'refuse'
  /** A sparse update of a payment: taken, or 2020 (BRZ 33, 41). */
  sparsePaymentUpdate: 'accept' | 'refuse'
  /** A payment of more than its invoice asks for: the rest stays unapplied (BRZ 36), or 6000. */
  overpayment: 'accept' | 'refuse'
  /** A payment on a bill with nothing open: the link is dropped in silence (FF 5.6), or refused (BILL 1.13). */
  settledBillPayment: 'drop' | 'refuse'
  /** `…Ex` and `status` of a read body sent back: 400 (LAF), or taken and dropped. */
  echoes: 'refuse' | 'take'
  /** `Vendor.Notes`: thrown away whatever is sent (AHO), or kept. */
  vendorNotes: 'lost' | 'kept'
  /** Attachments of a deleted document: they stay with their dead reference (LAF), or lose it. */
  attachmentsOfDeleted: 'outlive' | 'unlinked'
  /** A number that is sent where QuickBooks numbers by itself: kept (BRZ 10), or replaced by the next one (FLT 7a). */
  sentNumbers: 'kept' | 'replaced'
  /** A cost line for a customer that says no status: billable (LAF, RBC), or not. */
  unsaidBillable: 'billable' | 'not-billable'
  /** The currency that a new customer or vendor asks for: kept (python-quickbooks #344), or the home one (VYL 2.6). */
  partyCurrency: 'kept' | 'ignored'
  /** A foreign document without a rate: 2410 (VYL), or booked at 1 as a payment is (MCP #75). */
  foreignWithoutRate: 'refuse' | 'at-one'
  /** A payable account of another currency than the document's: 6000, or replaced by the right one without a word. */
  wrongCurrencyAccount: 'refuse' | 'replaced'
  /** Automated sales tax of a customer without an address: 0 (BRZ 11), or that of the company's own place. */
  taxWithoutAddress: 'zero' | 'company'
}

export const STRICT: ServiceBehaviour = {
  paidInvoiceRemoval: 'accept',
  paidBillDeletion: 'refuse',
  sparsePaymentUpdate: 'accept',
  overpayment: 'accept',
  settledBillPayment: 'drop',
  echoes: 'refuse',
  vendorNotes: 'lost',
  attachmentsOfDeleted: 'outlive',
  sentNumbers: 'kept',
  unsaidBillable: 'billable',
  partyCurrency: 'kept',
  foreignWithoutRate: 'refuse',
  wrongCurrencyAccount: 'refuse',
  taxWithoutAddress: 'zero',
}
