import type { Log } from '../log/log.ts'
import type { AnsweredRequest } from '../qbo/client.ts'
import type { SyncReport } from './company.ts'

/** What went well is of interest to whoever follows every request; what did not, to everybody who helps. */
export function logAnswer(log: Log, company: string, about: AnsweredRequest): void {
  log.write(about.outcome === 'done' ? 'debug' : 'warn', 'quickbooks-answered', { company, ...about })
}

/** One line for a run, in names and numbers of the program. `ms`: how long it took. */
export function logRun(log: Log, company: string, { read, push, problem }: SyncReport, ms: number): void {
  const isQuiet = problem === null && read === null && (push?.sent ?? 0) + (push?.refused ?? 0) === 0
  log.write(problem || read ? 'warn' : isQuiet ? 'debug' : 'info', 'run-ended', {
    company,
    source: read?.code ?? null,
    problem: problem?.code ?? null,
    sent: push?.sent ?? 0,
    refused: push?.refused ?? 0,
    ms: Math.round(ms),
  })
}
