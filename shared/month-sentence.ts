import type { TaxRateSum } from './month-books.ts'
import type { MonthStanding } from './months.ts'
import type { Words } from './words/index.ts'

/** "The whole month is in QuickBooks, except these 3:" */
export function monthSentence({ due, inBooks, exceptions, open }: MonthStanding, words: Words): string {
  if (exceptions.length === 0) return due === 0 ? words.t('months.nothingDue') : words.t('months.all', { count: due })
  const lacking = open.filter(({ why, row }) => why !== 'receipt' && row.state !== 'ignored')
  if (lacking.length === 0) return words.t('months.exceptReceipts', { count: exceptions.length })
  const noneThere = inBooks === 0 && lacking.every(({ row }) => row.quickbooks === null)
  return words.t(noneThere ? 'months.noneThere' : 'months.except', { count: exceptions.length })
}

/** "TVQ 9.975 %: $120.00 on 3 documents" */
export function taxRateText({ name, rate, currency, amount, documents }: TaxRateSum, words: Words): string {
  return words.t('months.taxRate', {
    name,
    rate: words.decimal(rate),
    amount,
    count: documents,
    currency: currency ?? '',
  })
}
