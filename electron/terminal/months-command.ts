import type { MonthStanding } from '../../shared/months.ts'
import { emptyMonth, monthsOf } from '../../shared/months.ts'
import { monthSentence } from '../../shared/month-sentence.ts'
import { jsonNumberOf } from '../../shared/money.ts'
import type { Company } from '../companion/company.ts'
import type { CommandContext } from './commands.ts'
import { EXIT, otherText, printJson } from './output.ts'

export interface MonthsOptions {
  /** ISO month; undefined: all of them. */
  month?: string | undefined
}

/** The reconciliation: every month of Billdr held against what QuickBooks shows, the newest first, explained to zero. */
export function months(context: CommandContext, company: Company, { month }: MonthsOptions): number {
  const all = monthsOf(company.rows(), company.books?.facts.homeCurrency ?? null)
  const wanted = month === undefined ? all : [all.find((each) => each.month === month) ?? emptyMonth(month)]
  if (context.json) printJson(context.terminal, wanted.map(monthJson))
  else for (const standing of wanted) printMonth(context, standing)
  return EXIT.well
}

function monthJson(standing: MonthStanding): Record<string, unknown> {
  const { month, due, inBooks, ignored, notDue, exceptions, open, accepted, sums, taxToAdd } = standing
  return {
    month,
    sums: sums.map(({ kind, currency, billdr, quickbooks, difference }) => ({
      kind,
      currency,
      billdr: jsonNumberOf(billdr),
      quickbooks: jsonNumberOf(quickbooks),
      difference: jsonNumberOf(difference),
    })),
    open: open.map(({ key, why, amount, kind, currency }) => ({
      key,
      why,
      amount: jsonNumberOf(amount),
      kind,
      currency,
    })),
    onlyInQuickBooks: [],
    signed: null,
    accepted: accepted.map(({ row, amount }) => ({ key: row.key, amount: jsonNumberOf(amount) })),
    due,
    inBooks,
    ignored,
    notDue,
    exceptions: exceptions.map(({ key }) => key),
    taxToAdd: taxToAdd.map(({ currency, amount, documents }) => ({
      currency,
      amount: jsonNumberOf(amount),
      documents,
    })),
  }
}

function printMonth({ terminal, words }: CommandContext, standing: MonthStanding): void {
  terminal.out(`${words.month(standing.month)} – ${monthSentence(standing, words)}\n`)
  for (const { kind, currency, billdr, quickbooks, difference } of standing.sums) {
    const [ours, theirs, apart] = [billdr, quickbooks, difference].map((each) => words.money(each, currency))
    terminal.out(
      `  ${words.t(`months.sums.${kind}`)}\t${words.t('months.inBilldr')} ${ours}\t${words.t('months.inQuickBooks')} ${theirs}\t${words.t('months.difference')} ${apart}\n`,
    )
  }
  for (const { key, why, amount, currency, row } of standing.open) {
    const reason = row.problem ? words.problem(row.problem, { currency: row.currency }).title : words.state(row.state)
    const figure = why === 'receipt' ? '' : words.money(amount, currency)
    terminal.out(
      `  ${key}\t${row.number ?? ''}\t${row.party ?? ''}\t${words.t(`months.why.${why}`)}\t${figure}\t${reason}\n${otherText(words, row)}`,
    )
  }
}
