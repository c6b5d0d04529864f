import type { Side } from '../bridge.ts'
import type { Words } from './index.ts'

/** What one side says in a field, with days and amounts as the language writes them. */
export function sideText(field: Side['field'], text: string | null, words: Words): string {
  if (text === null || text === '') return words.t('window.comparison.none')
  if (field === 'voided') return words.t('value.voided')
  if (field === 'date' || field === 'dueDate') return words.day(text)
  if (field === 'amount' || field === 'lines' || field === 'applied')
    return text.split(' + ').map(words.decimal).join(' + ')
  return text
}
