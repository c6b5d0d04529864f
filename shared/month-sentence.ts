import type { MonthStanding } from './months.ts'
import type { Words } from './words/index.ts'

/** "The whole month is in QuickBooks, except these 3:" */
export function monthSentence({ due, inBooks, exceptions }: MonthStanding, words: Words): string {
  if (due === 0) return words.t('months.nothingDue')
  if (inBooks === due) return words.t('months.all', { count: due })
  return words.t(inBooks === 0 ? 'months.noneThere' : 'months.except', { count: exceptions.length })
}
