import type { DocumentKey } from '../../shared/kinds.ts'
import { contactVerdict } from './contacts.ts'
import type { PlanContext } from './context.ts'
import { costCodeVerdict } from './cost-codes.ts'
import { documentVerdict } from './documents.ts'
import type { StoredRecord, Verdict } from './input.ts'
import { paymentRules } from './payments.ts'
import { expenseRules, purchaseOrderRules } from './purchases.ts'
import { creditRules, invoiceRules } from './sales.ts'

/** What the rules say of one record by itself, after those that are planned before it. */
export function verdictOf(context: PlanContext, key: DocumentKey, stored: StoredRecord): Verdict {
  const { record } = stored
  switch (record.kind) {
    case 'cost-code':
      return costCodeVerdict(context, key, stored, record)
    case 'client':
    case 'project':
    case 'professional':
      return contactVerdict(context, key, stored, record)
    case 'invoice':
      return documentVerdict(context, invoiceRules, key, stored, record)
    case 'credit':
      return documentVerdict(context, creditRules, key, stored, record)
    case 'payment':
      return documentVerdict(context, paymentRules, key, stored, record)
    case 'expense':
      return documentVerdict(context, expenseRules, key, stored, record)
    case 'purchase-order':
      return documentVerdict(context, purchaseOrderRules, key, stored, record)
  }
}
