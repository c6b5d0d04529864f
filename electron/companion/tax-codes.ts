import type { Result } from '../../shared/result.ts'
import { listIn, objectIn, referenceIn, textIn } from '../entities/entity-fields.ts'
import type { BooksTaxCode } from '../plan/books.ts'
import type { CompanyFacts, Entity, QuickBooks } from '../qbo/contract.ts'

/** The tax codes with their rates, as QuickBooks lists them; null where a company has none to choose from. */
export async function readTaxCodes(
  quickbooks: QuickBooks,
  facts: CompanyFacts,
): Promise<Result<BooksTaxCode[] | null>> {
  if (facts.country === 'US' || facts.usingSalesTax === false) return { ok: true, value: null }
  const codes = await quickbooks.query('TaxCode')
  if (!codes.ok) return { ok: false, problem: codes.failure.problem }
  const rates = await quickbooks.query('TaxRate')
  if (!rates.ok && rates.failure.kind !== 'refused') return { ok: false, problem: rates.failure.problem }
  const rateOf = new Map((rates.ok ? rates.value : []).map((rate) => [rate.Id, rateText(rate['RateValue'])]))
  const value = codes.value.map((code) => ({
    id: code.Id,
    name: textIn(code, 'Name') ?? '',
    active: code['Active'] !== false && code['Hidden'] !== true,
    salesRates: ratesIn(code, 'SalesTaxRateList', rateOf),
    purchaseRates: ratesIn(code, 'PurchaseTaxRateList', rateOf),
  }))
  return { ok: true, value }
}

/** A rate in percent as text; one that is no number stays unknown. */
function rateText(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : 'NaN'
}

function ratesIn(code: Entity, list: string, rateOf: ReadonlyMap<string, string>): string[] | null {
  const holder = objectIn(code, list)
  if (!holder) return null
  const details = listIn(holder, 'TaxRateDetail')
  return details.map((detail) => rateOf.get(referenceIn(detail, 'TaxRateRef') ?? '') ?? 'NaN')
}
