import type { Words } from './index.ts'
import { columnTerm } from './source-terms.ts'

/** A column of the contract in words: "issued_on" → "Issue date", "tax_tps" → "TPS (tax)". */
export function columnWord(name: string, words: Words): string {
  const tax = /^tax_(.+?)(_rate)?$/.exec(name)
  if (tax && name !== 'tax_number')
    return words.t(tax[2] ? 'columns.taxRate' : 'columns.tax', { name: (tax[1] ?? '').toUpperCase() })
  return columnTerm(words.language, name)
}
