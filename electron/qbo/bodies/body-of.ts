import type { Draft } from '../../../shared/draft.ts'
import type { Body } from './body.ts'
import { billBody, purchaseBody, purchaseOrderBody } from './purchases.ts'
import { customerBody, vendorBody } from './contacts.ts'
import { creditMemoBody, invoiceBody } from './sales.ts'
import { paymentBody } from './payment.ts'

/**
 * The body that QuickBooks gets for a draft, without Id and SyncToken. Throws where a reference has no id yet: a draft
 * is posted only when all that it names is there.
 */
export function bodyOf(draft: Draft): Body {
  switch (draft.type) {
    case 'Customer':
      return customerBody(draft)
    case 'Vendor':
      return vendorBody(draft)
    case 'Invoice':
      return invoiceBody(draft)
    case 'CreditMemo':
      return creditMemoBody(draft)
    case 'Payment':
      return paymentBody(draft)
    case 'Purchase':
      return purchaseBody(draft)
    case 'Bill':
      return billBody(draft)
    case 'PurchaseOrder':
      return purchaseOrderBody(draft)
  }
}
