import { csvFile } from '../../shared/csv.ts'
import { decimalOf } from '../../shared/money.ts'
import { signedText } from '../../shared/month-sentence.ts'
import { MONTH_PARTS } from '../../shared/month-parts.ts'
import type { Words } from '../../shared/words/index.ts'
import { targetWord } from '../../shared/words/target-word.ts'
import type { CompanyMonth } from './months.ts'

/**
 * The reconciliation for a spreadsheet, with the mark by which it knows UTF-8: the sums of each kind, each open document,
 * what only QuickBooks has, and who signed. Amounts are plain decimals, days ISO.
 */
export function monthsCsv(words: Words, months: readonly CompanyMonth[]): string {
  const head = [
    words.t('months.csv.month'),
    words.t('months.csv.line'),
    words.t('months.kind'),
    words.t('months.csv.document'),
    words.t('months.csv.date'),
    words.t('months.csv.party'),
    words.t('months.csv.currency'),
    words.t('months.inBilldr'),
    words.t('months.inQuickBooks'),
    words.t('months.difference'),
  ]
  return csvFile([head, ...months.flatMap((month) => linesOf(words, month))])
}

type Cell = string | null

function linesOf(words: Words, standing: CompanyMonth): Cell[][] {
  const { month, sums, open, onlyInQuickBooks, signed, parts, taxRates, rounding } = standing
  return [
    ...sums.map(({ kind, currency, billdr, quickbooks, difference }): Cell[] => [
      month,
      words.t('months.csv.sum'),
      words.t(`months.sums.${kind}`),
      null,
      null,
      null,
      currency,
      decimalOf(billdr),
      decimalOf(quickbooks),
      decimalOf(difference),
    ]),
    ...open.map(({ kind, why, amount, currency, row }): Cell[] => [
      month,
      words.t(`months.why.${why}`),
      words.t(`months.sums.${kind}`),
      row.number,
      row.date,
      row.party,
      currency,
      null,
      null,
      decimalOf(amount),
    ]),
    ...onlyInQuickBooks.map((each): Cell[] => [
      month,
      words.t(each.notFromBilldr ? 'months.notFromBilldr' : 'months.onlyThere'),
      targetWord(each.type, words),
      each.number,
      each.date,
      each.party,
      each.currency,
      null,
      decimalOf(each.amount),
      null,
    ]),
    ...MONTH_PARTS.flatMap((by) =>
      parts[by].map(({ name, kind, currency, billdr, quickbooks, difference }): Cell[] => [
        month,
        words.t(by === 'project' ? 'months.byProjectLine' : 'months.byPartyLine'),
        words.t(`months.sums.${kind}`),
        null,
        null,
        name ?? words.t('months.noName'),
        currency,
        decimalOf(billdr),
        decimalOf(quickbooks),
        decimalOf(difference),
      ]),
    ),
    ...taxRates.map(({ name, rate, currency, amount, documents }): Cell[] => [
      month,
      words.t('months.taxLine'),
      `${name} ${words.decimal(rate)} %`,
      String(documents),
      null,
      null,
      currency,
      null,
      null,
      decimalOf(amount),
    ]),
    ...rounding.map(({ currency, amount, documents }): Cell[] => [
      month,
      words.t('months.roundingLine'),
      null,
      String(documents),
      null,
      null,
      currency,
      null,
      null,
      decimalOf(amount),
    ]),
    ...(signed ? [[month, signedText(signed, standing, words), ...Array<Cell>(8).fill(null)]] : []),
  ]
}
