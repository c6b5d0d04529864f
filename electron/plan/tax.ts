import type { TaxTreatment } from '../../shared/draft.ts'
import type { Result } from '../../shared/result.ts'
import { problem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Books, BooksTaxCode } from './books.ts'
import { foldName } from './names.ts'

type Side = 'sales' | 'purchases'

const NOTHING: TaxTreatment = { lineCode: null, calculation: null }

/**
 * How lines are posted before tax (rule T1; facts: QuickBooks API §1.14): the US wants NON on each sales line where sales
 * tax is in use and nothing else; elsewhere, with tax tracked, each line carries the company's own code without
 * tax. Only a code that means "out of scope" is taken without a word: "exempt" and "zero-rated" are reported on a tax return.
 * Where there is none, a person chooses, for sales and for purchases.
 */
export function taxDecision(books: Books | null, settings: Settings, side: Side): Result<TaxTreatment> {
  if (!books) return { ok: true, value: NOTHING }
  const { facts } = books
  if (facts.usingSalesTax === false) return { ok: true, value: NOTHING }
  if (facts.country === 'US')
    return {
      ok: true,
      value: side === 'sales' && facts.usingSalesTax ? { lineCode: 'NON', calculation: null } : NOTHING,
    }
  const active = books.taxCodes.filter((code) => code.active)
  // A company that does not say whether it tracks tax, and has no codes, wants none.
  if (active.length === 0 && facts.usingSalesTax === null) return { ok: true, value: NOTHING }
  const wanted = (side === 'purchases' ? settings.purchaseTaxCode : null) ?? settings.taxCode
  const code = wanted === null ? outOfScope(active, side) : namedCode(active, wanted, side)
  if (!code) return { ok: false, problem: problem('tax-code-missing', { wanted: wanted ?? '', side }) }
  return { ok: true, value: { lineCode: code.id, calculation: 'TaxExcluded' } }
}

function namedCode(active: readonly BooksTaxCode[], wanted: string, side: Side): BooksTaxCode | null {
  const id = wanted.startsWith('id:') ? wanted.slice(3) : wanted
  const usable = active.filter((code) => isFor(code, side))
  return (
    usable.find((code) => code.id === id) ?? usable.find((code) => foldName(code.name) === foldName(wanted)) ?? null
  )
}

const OUT_OF_SCOPE = /\bout of scope\b|\bhors (du )?champ\b/

function outOfScope(active: readonly BooksTaxCode[], side: Side): BooksTaxCode | null {
  const found = active.filter(
    (code) =>
      OUT_OF_SCOPE.test(foldName(code.name)) &&
      isFor(code, side) &&
      (ratesOn(code, side) ?? []).every((rate) => Number(rate) === 0),
  )
  return found.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))[0] ?? null
}

function ratesOn(code: BooksTaxCode, side: Side): string[] | null {
  return side === 'sales' ? code.salesRates : code.purchaseRates
}

/** A code without rates on one side is not for that side (facts §1.13); without any at all, it is for both. */
function isFor(code: BooksTaxCode, side: Side): boolean {
  return !!ratesOn(code, side)?.length || (!code.salesRates?.length && !code.purchaseRates?.length)
}
