import type { CreditMemoDraft, InvoiceDraft } from '../../../shared/draft.ts'
import { startOf } from '../../../shared/text.ts'
import type { Body } from './body.ts'
import { currencyFields, refOf, salesLines, taxFields, withoutEmpty } from './lines.ts'

const MEMO_LIMIT = 1000

export function invoiceBody(draft: InvoiceDraft): Body {
  return withoutEmpty({ ...saleBody(draft), DueDate: draft.dueDate })
}

export function creditMemoBody(draft: CreditMemoDraft): Body {
  return saleBody(draft)
}

function saleBody(draft: InvoiceDraft | CreditMemoDraft): Body {
  return withoutEmpty({
    CustomerRef: refOf(draft.customer),
    ARAccountRef: draft.receivable ? refOf(draft.receivable) : null,
    DocNumber: draft.docNumber,
    TxnDate: draft.date,
    CustomerMemo: draft.memo === null ? null : { value: startOf(draft.memo, MEMO_LIMIT) },
    PrivateNote: draft.privateNote,
    Line: salesLines(draft.lines, draft.tax),
    ...taxFields(draft.tax),
    ...currencyFields(draft),
  })
}
