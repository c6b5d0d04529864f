import type { MonthSigned, TaxRateSum } from './month-books.ts'
import { goneName } from './record-name.ts'
import type { MonthStanding } from './months.ts'
import type { QueueRow } from './row.ts'
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

/** "Signed by Claire, April 3, 2026. 2 changed since: 1003, PO-0008"; null where nobody signed it. */
export function signedText(
  signed: MonthSigned | null,
  { rows }: { rows?: ReadonlyMap<string, QueueRow> },
  words: Words,
): string | null {
  if (!signed) return null
  const said = words.t('months.signed', { by: signed.by, at: signed.at })
  const { changedSince } = signed
  if (changedSince.length === 0) return said
  const names = changedSince.map((key) => {
    const row = rows?.get(key)
    return row
      ? `${words.kind(row.kind)} ${row.number ?? row.party ?? row.billdrId}`
      : goneName(key, signed.left?.[key] ?? null, words)
  })
  return `${said} ${words.t('months.changedSince', { count: changedSince.length })} ${names.join(', ')}`
}
