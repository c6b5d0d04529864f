import type { Difference } from '../../../shared/row.ts'
import type { Words } from '../../../shared/words/index.ts'

/** What a side of a difference says, with days and amounts as the language writes them. */
export function sideOf({ field, ...sides }: Difference, side: 'billdr' | 'quickbooks', words: Words): string {
  const text = sides[side]
  if (field === 'voided') return side === 'quickbooks' ? words.t('value.voided') : words.t('window.comparison.none')
  if (text === '') return words.t('window.comparison.none')
  if (field === 'date' || field === 'dueDate') return words.day(text)
  if (field === 'amount' || field === 'lines') return text.split(' + ').map(words.decimal).join(' + ')
  return text
}
