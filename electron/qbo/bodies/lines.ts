import type { DraftLine, Reference, TaxTreatment } from '../../../shared/draft.ts'
import { jsonNumberOf } from '../../../shared/money.ts'
import { startOf } from '../../../shared/text.ts'
import type { Body } from './body.ts'

const DESCRIPTION_LIMIT = 4000

/** `{value}` of a reference; refuses one that has no id yet. */
export function refOf(reference: Reference): { value: string } {
  if (reference.id === null) throw new Error(`not in QuickBooks yet: ${reference.name}`)
  return { value: reference.id }
}

/** Leaves out what has no value: QuickBooks reads an empty field as one that is to be emptied. */
export function withoutEmpty(body: Body): Body {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  )
}

export function taxFields(tax: TaxTreatment): Body {
  return tax.calculation === null ? {} : { GlobalTaxCalculation: tax.calculation }
}

/**
 * The currency, and the rate of the day with it in a foreign one: QuickBooks refuses a foreign document without a rate
 * (2410), and books a foreign payment without one at 1 (facts: QuickBooks live §2.1, §2.3).
 */
export function currencyFields(of: { currency: string | null; exchangeRate?: number }): Body {
  return { CurrencyRef: of.currency === null ? null : { value: of.currency }, ExchangeRate: of.exchangeRate }
}

/** Lines of a document that is sold: to items. */
export function salesLines(lines: readonly DraftLine[], tax: TaxTreatment): Body[] {
  return lines.map((line) => ({
    ...common(line),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: withoutEmpty({
      ItemRef: refOf(line.reference),
      ...quantity(line),
      TaxCodeRef: codeOf(tax.lineCode),
    }),
  }))
}

/**
 * Lines of a document that is bought: to accounts or to items. A cost for a customer always says whether it is billable: left
 * out, QuickBooks makes it so by itself (facts: QuickBooks live §0.1, §3); an order's line never says it (facts §1.11).
 */
export function purchaseLines(lines: readonly DraftLine[], tax: TaxTreatment, of: 'costs' | 'orders'): Body[] {
  return lines.map((line) => {
    const shared = {
      CustomerRef: line.customer ? refOf(line.customer) : null,
      TaxCodeRef: codeOf(tax.lineCode),
      BillableStatus: of === 'orders' || !line.customer ? null : line.billable ? 'Billable' : 'NotBillable',
    }
    if (line.to === 'account') {
      return {
        ...common(line),
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: withoutEmpty({ AccountRef: refOf(line.reference), ...shared }),
      }
    }
    return {
      ...common(line),
      DetailType: 'ItemBasedExpenseLineDetail',
      ItemBasedExpenseLineDetail: withoutEmpty({ ItemRef: refOf(line.reference), ...quantity(line), ...shared }),
    }
  })
}

function common(line: DraftLine): Body {
  return withoutEmpty({ Amount: jsonNumberOf(line.amount), Description: startOf(line.description, DESCRIPTION_LIMIT) })
}

function quantity(line: DraftLine): Body {
  return line.quantity === null || line.unitPrice === null
    ? {}
    : { Qty: Number(line.quantity), UnitPrice: Number(line.unitPrice) }
}

function codeOf(code: string | null): { value: string } | null {
  return code === null ? null : { value: code }
}
