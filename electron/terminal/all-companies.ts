import type { Company } from '../companion/company.ts'
import type { CommandContext } from './commands.ts'
import type { Terminal } from './output.ts'
import { EXIT, printJson, problemText, wordedProblem } from './output.ts'

/** One command on one company, with its own words; it prints one document with `--json`. */
export type OneCompany = (context: CommandContext, company: Company) => number | Promise<number>

/**
 * The command on every company of the data folder, one after the other, and with `--json` a list of what each printed,
 * `company` being its id. 1 where any could not run, else 2 where any would end with 2, else 0.
 */
export async function onAllCompanies(context: CommandContext, work: OneCompany): Promise<number> {
  const { companion, terminal } = context
  const answers: Record<string, unknown>[] = []
  const codes: number[] = []
  for (const id of companion.companyIds()) {
    const opened = await companion.company(id)
    if (!opened.ok) {
      terminal.error(`${id}: ${problemText(context.words, opened.problem)}`)
      answers.push({ company: id, problem: wordedProblem(context.words, opened.problem) })
      codes.push(EXIT.couldNotRun)
      continue
    }
    const printed: string[] = []
    if (!context.json) terminal.out(`${id}\n`)
    codes.push(
      await work({ ...context, terminal: context.json ? captured(terminal, printed) : terminal }, opened.value),
    )
    if (!context.json) continue
    const document: unknown = JSON.parse(printed.join(''))
    answers.push(
      Array.isArray(document) ? { company: id, documents: document } : { ...(document as object), company: id },
    )
  }
  if (context.json) printJson(terminal, answers)
  return worst(codes)
}

/** Every company at once, until the program is asked to end: each prints its own as it comes. */
export async function watchAllCompanies(context: CommandContext, work: OneCompany): Promise<number> {
  const { companion, terminal } = context
  const codes = await Promise.all(
    companion.companyIds().map(async (id) => {
      const opened = await companion.company(id)
      if (opened.ok) return work(context, opened.value)
      terminal.error(`${id}: ${problemText(context.words, opened.problem)}`)
      return EXIT.couldNotRun
    }),
  )
  return worst(codes)
}

/** 1 hides 2, and 2 hides 0. */
function worst(codes: readonly number[]): number {
  return codes.find((code) => code === EXIT.couldNotRun) ?? codes.find((code) => code !== EXIT.well) ?? EXIT.well
}

/** Keeps what goes to standard output, to be put into one document with that of the others. */
function captured(terminal: Terminal, printed: string[]): Terminal {
  return { ...terminal, out: (text) => void printed.push(text) }
}
