import type { TaxTreatment } from '../../shared/draft.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Books, BooksTaxCode } from './books.ts'
import { foldName } from './names.ts'

export type TaxDecision = { ok: true; treatment: TaxTreatment } | { ok: false; problem: Problem }

const NOTHING: TaxTreatment = { lineCode: null, calculation: null }

/**
 * How lines are posted before tax (rule T1; facts: QuickBooks API §1.14): the US wants NON on each sales line where sales
 * tax is in use and nothing else; elsewhere, with tax tracked, each line carries the company's own code without
 * tax. Which code that is comes from the settings, else from the only one whose rates are all zero, else from the
 * one that says "out of scope", "exempt" or "zero"; where several are left, a person chooses.
 */
export function taxDecision(books: Books | null, settings: Settings, side: 'sales' | 'purchases'): TaxDecision {
  if (!books) return { ok: true, treatment: NOTHING }
  const { facts } = books
  if (facts.usingSalesTax === false) return { ok: true, treatment: NOTHING }
  if (facts.country === 'US')
    return {
      ok: true,
      treatment: side === 'sales' && facts.usingSalesTax ? { lineCode: 'NON', calculation: null } : NOTHING,
    }
  const code = settings.taxCode === null ? foundCode(books.taxCodes, side) : namedCode(books.taxCodes, settings.taxCode)
  // A company that does not say whether it tracks tax, and has no code for it, wants none.
  if (!code && facts.usingSalesTax === null) return { ok: true, treatment: NOTHING }
  if (!code) return { ok: false, problem: problem('tax-code-missing', { wanted: settings.taxCode ?? '' }) }
  return { ok: true, treatment: { lineCode: code.id, calculation: 'TaxExcluded' } }
}

function namedCode(codes: readonly BooksTaxCode[], wanted: string): BooksTaxCode | null {
  const id = wanted.startsWith('id:') ? wanted.slice(3) : wanted
  const active = codes.filter((code) => code.active)
  return (
    active.find((code) => code.id === id) ?? active.find((code) => foldName(code.name) === foldName(wanted)) ?? null
  )
}

/** Preferred words, in this order; they only choose among codes that are without tax by their rates. */
const PREFERRED = [/out of scope|hors (du )?champ/, /exempt|exoner/, /zero|detax/]

function foundCode(codes: readonly BooksTaxCode[], side: 'sales' | 'purchases'): BooksTaxCode | null {
  const ratesOf = (code: BooksTaxCode) => (side === 'sales' ? code.salesRates : code.purchaseRates)
  const active = codes.filter((code) => code.active)
  const zeroRated = active.filter((code) => ratesOf(code)?.length && ratesOf(code)?.every((rate) => Number(rate) === 0))
  // A code without rates of its own ("out of scope") says by its name alone that it adds nothing.
  const rateless = active.filter((code) => !ratesOf(code)?.length && isPreferred(code))
  return chosenAmong(zeroRated) ?? chosenAmong(rateless)
}

function chosenAmong(codes: readonly BooksTaxCode[]): BooksTaxCode | null {
  if (codes.length <= 1) return codes[0] ?? null
  for (const word of PREFERRED) {
    const found = codes.filter((code) => word.test(foldName(code.name)))
    if (found.length > 0) return found.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))[0] ?? null
  }
  return null
}

function isPreferred(code: BooksTaxCode): boolean {
  return PREFERRED.some((word) => word.test(foldName(code.name)))
}
