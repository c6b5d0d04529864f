import type { Tax } from '../../shared/domain.ts'
import type { RoundingSum, TaxRateSum } from '../../shared/month-books.ts'
import { cents } from '../../shared/money.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { ShownTax } from '../../shared/shown.ts'
import { unpackShown } from '../../shared/shown.ts'

/** The taxes of one month: what is to be added by rate, and the cents that rounding by line leaves. */
export interface MonthTaxes {
  taxRates: TaxRateSum[]
  rounding: RoundingSum[]
}

/** The taxes of every month (ISO), by the month of Billdr's day. `taxesOf`: the taxes of a row's record, as Billdr has them. */
export function taxesByMonth(
  rows: Iterable<QueueRow>,
  taxesOf: (row: QueueRow) => readonly Tax[],
): Map<string, MonthTaxes> {
  const months = new Map<string, MonthTaxes>()
  for (const row of rows) {
    const month = row.date?.slice(0, 7)
    if (month === undefined || row.tax === null || row.quickbooks === null || row.state === 'ignored') continue
    const isRounded = row.note?.code === 'tax-rounding-cent'
    if (row.tax.toAdd <= 0 && !isRounded) continue
    const taxes = months.get(month) ?? { taxRates: [], rounding: [] }
    months.set(month, taxes)
    if (isRounded) addRounding(taxes, row)
    else addRates(taxes, row, taxesOf(row))
  }
  return months
}

function addRounding({ rounding }: MonthTaxes, { currency, note }: QueueRow): void {
  const amount = Number(note?.params['billdr'] ?? 0) - Number(note?.params['quickbooks'] ?? 0)
  const known = rounding.find((each) => each.currency === currency)
  if (known) Object.assign(known, { amount: cents(known.amount + amount), documents: known.documents + 1 })
  else rounding.push({ currency, amount: cents(amount), documents: 1 })
}

function addRates({ taxRates }: MonthTaxes, row: QueueRow, taxes: readonly Tax[]): void {
  const left = leftByRate(taxes, row.shows === undefined ? [] : unpackShown(row.shows).taxes)
  // What QuickBooks shows under no rate that Billdr knows is taken off the last one: together it is what the row says.
  const rest = (row.tax?.toAdd ?? 0) - left.reduce((sum, amount) => sum + amount, 0)
  taxes.forEach(({ name, rate }, at) => {
    const amount = (left[at] ?? 0) + (at === taxes.length - 1 ? rest : 0)
    if (amount === 0) return
    const known = taxRates.find((each) => each.name === name && each.rate === rate && each.currency === row.currency)
    if (known) Object.assign(known, { amount: cents(known.amount + amount), documents: known.documents + 1 })
    else taxRates.push({ name, rate, currency: row.currency, amount: cents(amount), documents: 1 })
  })
}

/** What of each tax QuickBooks does not show yet, by the percentage under which it shows it. */
function leftByRate(taxes: readonly Tax[], shown: readonly ShownTax[]): number[] {
  return taxes.map(({ rate, amount }) => {
    const there = shown.filter(({ percent }) => percent !== null && Number(percent) === Number(rate))
    return amount - there.reduce((sum, each) => sum + each.amount, 0)
  })
}
