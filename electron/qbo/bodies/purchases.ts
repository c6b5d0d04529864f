import type { BillDraft, PurchaseDraft, PurchaseOrderDraft } from '../../../shared/draft.ts'
import { startOf } from '../../../shared/text.ts'
import type { Body } from './body.ts'
import { currencyFields, purchaseLines, refOf, taxFields, withoutEmpty } from './lines.ts'

export function purchaseBody(draft: PurchaseDraft): Body {
  return withoutEmpty({
    PaymentType: draft.paymentType,
    AccountRef: refOf(draft.account),
    EntityRef: draft.vendor ? { ...refOf(draft.vendor), type: 'Vendor' } : null,
    ...common(draft),
  })
}

export function billBody(draft: BillDraft): Body {
  return withoutEmpty({
    VendorRef: refOf(draft.vendor),
    APAccountRef: draft.payable ? refOf(draft.payable) : null,
    DueDate: draft.dueDate,
    ...common(draft),
  })
}

/** `POStatus` is sent since QuickBooks closes an order of account lines by itself (facts: QuickBooks API §1.11). */
export function purchaseOrderBody(draft: PurchaseOrderDraft): Body {
  return withoutEmpty({
    VendorRef: refOf(draft.vendor),
    APAccountRef: draft.payable ? refOf(draft.payable) : null,
    DueDate: draft.dueDate,
    POStatus: draft.closed ? 'Closed' : 'Open',
    Memo: draft.memo === null ? null : startOf(draft.memo, 4000),
    ...common(draft),
  })
}

function common(draft: PurchaseDraft | BillDraft | PurchaseOrderDraft): Body {
  return {
    DocNumber: draft.docNumber,
    TxnDate: draft.date,
    PrivateNote: draft.privateNote,
    Line: purchaseLines(draft.lines, draft.tax, draft.type === 'PurchaseOrder' ? 'orders' : 'costs'),
    ...taxFields(draft.tax),
    ...currencyFields(draft),
  }
}
