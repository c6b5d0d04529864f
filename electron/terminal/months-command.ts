import { jsonNumberOf } from '../../shared/money.ts'
import { monthsOf } from '../../shared/months.ts'
import { monthSentence } from '../../shared/month-sentence.ts'
import type { Company } from '../companion/company.ts'
import type { CommandContext } from './commands.ts'
import { EXIT, otherText, printJson } from './output.ts'

/** Holds every month of Billdr against QuickBooks, the newest first: all of it is there, except these. */
export function months({ terminal, words, json }: CommandContext, company: Company): number {
  const standings = monthsOf(company.rows())
  if (json) {
    printJson(
      terminal,
      standings.map(({ exceptions, sums, taxToAdd, ...counts }) => ({
        ...counts,
        exceptions: exceptions.map(({ key }) => key),
        sums: sums.map(({ kind, currency, billdr, inBooks }) => ({
          kind,
          currency,
          billdr: jsonNumberOf(billdr),
          inBooks: jsonNumberOf(inBooks),
        })),
        taxToAdd: taxToAdd.map(({ currency, amount, documents }) => ({
          currency,
          amount: jsonNumberOf(amount),
          documents,
        })),
      })),
    )
    return EXIT.well
  }
  for (const standing of standings) {
    terminal.out(`${words.month(standing.month)} – ${monthSentence(standing, words)}\n`)
    for (const { key, number, party, problem, currency, state } of standing.exceptions) {
      const why = problem ? words.problem(problem, { currency }).title : words.state(state)
      terminal.out(`  ${key}\t${number ?? ''}\t${party ?? ''}\t${why}\n${otherText(words, { key, problem })}`)
    }
  }
  return EXIT.well
}
