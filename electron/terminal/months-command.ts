import type { MonthPart } from '../../shared/month-parts.ts'
import { MONTH_PARTS } from '../../shared/month-parts.ts'
import { monthSentence, signedText, taxRateText } from '../../shared/month-sentence.ts'
import { jsonNumberOf } from '../../shared/money.ts'
import { resolve } from 'node:path'
import type { Company } from '../companion/company.ts'
import type { CompanyMonth } from '../companion/months.ts'
import { monthsCsv } from '../companion/month-csv.ts'
import { companyMonths, signMonth, unsignMonth } from '../companion/months.ts'
import { readMonths } from '../companion/read-months.ts'
import { writeFile } from '../system/files.ts'
import type { CommandContext } from './commands.ts'
import { EXIT, otherText, printJson, problemText } from './output.ts'

export interface MonthsOptions {
  /** ISO month; undefined: all of them. */
  month?: string | undefined
  /** Reads the months from QuickBooks by date first. */
  fresh?: boolean
  /** A file to write the reconciliation to. */
  csv?: string | undefined
  /** A file for the same as a report that an accountant files. */
  pdf?: string | undefined
}

/** The reconciliation: every month of Billdr held against what QuickBooks shows, the newest first, explained to zero. */
export async function months(
  context: CommandContext,
  company: Company,
  { month, fresh = false, csv, pdf }: MonthsOptions,
): Promise<number> {
  if (fresh) {
    const known = companyMonths(company, month).map((each) => each.month)
    const [last, first] = [known[0], known.at(-1)]
    const read = await readMonths(company, first ?? thisMonth(company), last ?? thisMonth(company))
    if (!read.ok) {
      context.terminal.error(problemText(context.words, read.problem))
      return EXIT.couldNotRun
    }
  }
  const wanted = companyMonths(company, month)
  if (csv !== undefined) await writeFile(resolve(csv), monthsCsv(context.words, wanted))
  if (pdf !== undefined) {
    // Only here: it takes longer to load than the command takes.
    const { monthsPdf } = await import('../companion/month-pdf.ts')
    await writeFile(resolve(pdf), await monthsPdf(context.words, company.status().name, wanted))
  }
  if (context.json) printJson(context.terminal, wanted.map(monthJson))
  else if (csv === undefined && pdf === undefined) for (const standing of wanted) printMonth(context, standing)
  return EXIT.well
}

function thisMonth(company: Company): string {
  return company.now.toISOString().slice(0, 7)
}

/** Puts a person's name under a month as it stands now. */
export async function signMonths(
  context: CommandContext,
  company: Company,
  month: string,
  by: string,
): Promise<number> {
  await signMonth(company, month, by)
  const signed = signedJson(companyMonths(company, month)[0]?.signed ?? null)
  if (context.json) printJson(context.terminal, { month, signed })
  return EXIT.well
}

/** Takes the name under a month away again. */
export async function unsignMonths(context: CommandContext, company: Company, month: string): Promise<number> {
  await unsignMonth(company, month)
  if (context.json) printJson(context.terminal, { month, signed: null })
  return EXIT.well
}

function signedJson(signed: CompanyMonth['signed']): Record<string, unknown> | null {
  return signed && { by: signed.by, at: signed.at, changedSince: signed.changedSince }
}

function monthJson(standing: CompanyMonth): Record<string, unknown> {
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
    onlyInQuickBooks: standing.onlyInQuickBooks.map((each) => ({ ...each, amount: jsonNumberOf(each.amount) })),
    signed: signedJson(standing.signed),
    readAt: standing.readAt,
    parts: Object.fromEntries(MONTH_PARTS.map((by) => [by, standing.parts[by].map(partJson)])),
    taxRates: standing.taxRates.map((each) => ({ ...each, amount: jsonNumberOf(each.amount) })),
    rounding: standing.rounding.map((each) => ({ ...each, amount: jsonNumberOf(each.amount) })),
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

function partJson({ name, kind, currency, billdr, quickbooks, difference }: MonthPart): Record<string, unknown> {
  return {
    name,
    kind,
    currency,
    billdr: jsonNumberOf(billdr),
    quickbooks: jsonNumberOf(quickbooks),
    difference: jsonNumberOf(difference),
  }
}

function printMonth({ terminal, words }: CommandContext, standing: CompanyMonth): void {
  terminal.out(`${words.month(standing.month)} – ${monthSentence(standing, words)}\n`)
  for (const { kind, currency, billdr, quickbooks, difference } of standing.sums) {
    const figures = [
      `${words.t('months.inBilldr')} ${words.money(billdr, currency)}`,
      `${words.t('months.inQuickBooks')} ${words.money(quickbooks, currency)}`,
      `${words.t('months.difference')} ${words.money(difference, currency)}`,
    ]
    terminal.out(`  ${words.t(`months.sums.${kind}`)}\t${figures.join('\t')}\n`)
  }
  for (const { key, why, amount, currency, row } of standing.open) {
    const reason = row.problem ? words.problem(row.problem, { currency: row.currency }).title : words.state(row.state)
    const figure = why === 'receipt' ? '' : words.money(amount, currency)
    terminal.out(
      `  ${key}\t${row.number ?? ''}\t${row.party ?? ''}\t${words.t(`months.why.${why}`)}\t${figure}\t${reason}\n${otherText(words, row)}`,
    )
  }
  for (const { type, id, number, date, party, amount, currency, notFromBilldr } of standing.onlyInQuickBooks) {
    const said = words.t(notFromBilldr ? 'months.notFromBilldr' : 'months.onlyThere')
    const day = date === null ? '' : words.day(date)
    terminal.out(
      `  ${type} ${id}\t${number ?? ''}\t${day}\t${party ?? ''}\t${said}\t${words.money(amount, currency)}\n`,
    )
  }
  for (const rate of standing.taxRates) terminal.out(`  ${words.t('months.taxLine')}\t${taxRateText(rate, words)}\n`)
  for (const { currency, amount, documents } of standing.rounding)
    terminal.out(`  ${words.t('months.rounding', { amount, count: documents, currency: currency ?? '' })}\n`)
  const signed = signedText(standing.signed, standing, words)
  if (signed !== null) terminal.out(`  ${signed}\n`)
}
