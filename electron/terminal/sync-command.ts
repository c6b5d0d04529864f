import type { Problem } from '../../shared/problem.ts'
import { runSentence } from '../../shared/run-sentence.ts'
import type { Words } from '../../shared/words/index.ts'
import type { Company, SyncReport } from '../companion/company.ts'
import { askAfterMs } from '../companion/pace.ts'
import type { CommandContext } from './commands.ts'
import { exitOf } from './commands.ts'
import { EXIT, countsText, guardText, printJson, problemText, statusJson, wordedProblem } from './output.ts'

/** Reads, pushes until nothing is left that can go, and says what came of it; with `watch` it goes on until it is stopped. */
export async function sync(
  context: CommandContext,
  company: Company,
  options: { watch: boolean; stopped: Promise<void> },
): Promise<number> {
  const started = Date.now()
  const unlisten = company.listen(() => showProgress(context, company, started))
  try {
    if (!options.watch) return await once({ ...context, words: wordsAtTheEnd(context.words) }, company)
    return await watch(context, company, options.stopped)
  } finally {
    unlisten()
    context.terminal.progress(null)
  }
}

/** Problems whose words say that it goes on by itself: true as long as the program runs. */
const GOES_ON = [
  'another-copy-sends',
  'throttled',
  'offline',
  'quickbooks-busy',
  'source-unreachable',
  'source-busy',
  'source-incomplete',
] as const satisfies Problem['code'][]

/** The words of a program that ends now: what was to go on by itself is left to the next sync, and that is said. */
function wordsAtTheEnd(words: Words): Words {
  return {
    ...words,
    problem(problem, about) {
      const worded = words.problem(problem, about)
      const code = GOES_ON.find((each) => each === problem.code)
      return code ? { ...worded, explanation: words.t(`terminal.ended.${code}`, problem.params) } : worded
    },
  }
}

async function once(context: CommandContext, company: Company, afterMs = 0): Promise<number> {
  const report = await company.sync({ askAfterMs: afterMs })
  context.terminal.progress(null)
  return tell(context, company, report)
}

async function tell(context: CommandContext, company: Company, report: SyncReport): Promise<number> {
  await company.connection.state()
  const { words, terminal } = context
  const status = company.status()
  if (context.json) {
    printJson(terminal, {
      ...statusJson(words, status, company.summary),
      sent: report.push?.sent ?? 0,
      failed: report.push?.refused ?? 0,
      problem: wordedProblem(words, report.problem ?? report.read),
    })
  } else {
    terminal.out(
      `${words.t('terminal.synced', { sent: report.push?.sent ?? 0, failed: report.push?.refused ?? 0 })}\n${countsText(words, status)}\n`,
    )
    const did = report.push && status.lastPush?.did ? runSentence(status.lastPush.did, words) : ''
    if (did !== '') terminal.out(`${did}\n`)
    for (const { month, by } of (report.push && status.lastPush?.months) ?? [])
      terminal.out(`${words.t('months.digest', { month: words.month(month), by })}\n`)
    for (const guard of status.guards) terminal.out(guardText(words, status, guard))
  }
  if (report.problem) {
    terminal.error(problemText(words, report.problem))
    return EXIT.couldNotRun
  }
  if (report.read) {
    terminal.error(problemText(words, report.read))
    return report.read.code.startsWith('guard-')
      ? EXIT.needsPerson
      : company.rows().length === 0 || report.read.code.startsWith('source-')
        ? EXIT.couldNotRun
        : exitOf(company)
  }
  return (report.push?.untaken ?? 0) > 0 ? EXIT.needsPerson : exitOf(company)
}

/** Goes on until the process is asked to end: after each interval, and as soon as the source says that it changed. */
async function watch(context: CommandContext, company: Company, stopped: Promise<void>): Promise<number> {
  let isStopped = false
  void stopped.then(() => {
    isStopped = true
  })
  const source = await company.source.open()
  let changed = Promise.withResolvers<boolean>()
  const unwatch = source.ok ? source.value.watch(() => changed.resolve(true)) : () => undefined
  let afterMs = 0
  let result: number = EXIT.well
  try {
    while (!isStopped) {
      // Anew before it is read: what changes meanwhile is read next.
      changed = Promise.withResolvers()
      company.source.backOff()
      result = await once(context, company, afterMs)
      if (isStopped) break
      const timer = setTimeout(() => changed.resolve(false), company.workspace.settings().pollSeconds * 1000)
      afterMs = askAfterMs(company, false, (await Promise.race([changed.promise, stopped])) === true)
      clearTimeout(timer)
    }
  } finally {
    unwatch()
  }
  return result
}

/** Count, rate and time left, on a terminal only. */
function showProgress(context: CommandContext, company: Company, started: number): void {
  const { phase, done, total } = company.progress
  if (phase === 'idle') return
  const seconds = Math.max(0.001, (Date.now() - started) / 1000)
  const rate = done / seconds
  const left = total !== null && rate > 0 ? Math.ceil((total - done) / rate) : null
  const { words } = context
  context.terminal.progress(
    words.t(`terminal.phase.${phase}`, { done, total: total ?? 0, rate: rate.toFixed(1), left: left ?? 0 }),
  )
}
