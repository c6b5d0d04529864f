import { parseKey } from '../../shared/kinds.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { runSentence } from '../../shared/run-sentence.ts'
import type { RunSummary } from '../../shared/runs.ts'
import type { Words } from '../../shared/words/index.ts'
import type { UndoLine, UndoTarget } from '../../shared/undo.ts'
import type { Company } from '../companion/company.ts'
import { runsOf } from '../companion/runs.ts'
import { isRun, shownUndo, undoShown } from '../companion/take-back.ts'
import { personHere } from '../system/person.ts'
import type { CommandContext } from './commands.ts'
import { EXIT, printJson, problemText } from './output.ts'

/** Lists what each run did, the newest first. */
export function runs(context: CommandContext, company: Company): number {
  const { words, terminal } = context
  const found = runsOf(company.workspace)
  if (context.json) printJson(terminal, found)
  else for (const run of found) terminal.out(`${run.id}\t${words.instant(run.startedAt)}\t${runText(run, words)}\n`)
  return EXIT.well
}

/** "3 created; 2 receipts; 1 taken back" */
function runText(run: RunSummary, words: Words): string {
  const undone = run.undone > 0 ? [words.t('undo.window.took', { count: run.undone })] : []
  return [runSentence(run, words), ...undone].filter((part) => part !== '').join('; ')
}

/**
 * Takes a run, or the last write to a document, back, once it is shown and a person has said yes. Exit status 0 where all went,
 * 2 where something is kept, 1 where it could not run or nobody said yes.
 */
export async function undo(
  context: CommandContext,
  company: Company,
  what: string,
  options: { dryRun: boolean; yes: boolean },
): Promise<number> {
  const { words, terminal } = context
  const isKey = parseKey(what) !== null
  if (!isKey && !isRun(company, what)) {
    terminal.error(`${words.t('terminal.undo.unknown', { run: what })}\n`)
    return EXIT.couldNotRun
  }
  const target: UndoTarget = isKey ? { key: what as DocumentKey } : { run: what }
  const shown = await shownUndo(company, target)
  if (!shown.ok) {
    terminal.error(problemText(words, shown.problem))
    return EXIT.couldNotRun
  }
  if (options.dryRun) {
    tell(context, shown.value)
    return exitOf(shown.value)
  }
  if (!options.yes) {
    if (!context.json) tell(context, shown.value)
    const isYes = await terminal.ask?.(words.t('terminal.undo.ask', { company: company.status().name }))
    if (!isYes) {
      terminal.error(`${words.t(isYes === undefined ? 'terminal.undo.nobody' : 'terminal.undo.no')}\n`)
      return EXIT.couldNotRun
    }
  }
  const done = await undoShown(company, target, personHere() ?? '?', shown.value)
  if (!done.ok) {
    terminal.error(problemText(words, done.problem))
    return EXIT.couldNotRun
  }
  tell(context, done.value)
  return exitOf(done.value)
}

function tell(context: CommandContext, lines: readonly UndoLine[]): void {
  const { words, terminal, json } = context
  const why = (line: UndoLine): string | null => (line.why === null ? null : words.t(`undo.why.${line.why}`))
  if (json)
    printJson(
      terminal,
      lines.map((line) => ({ key: line.key, does: line.does, why: why(line) })),
    )
  else {
    for (const line of lines) terminal.out(`${words.t(`undo.does.${line.does}`)}\t${line.key}\t${why(line) ?? ''}\n`)
    terminal.out(`${words.t('undo.contactsStay')}\n`)
  }
}

function exitOf(lines: readonly UndoLine[]): number {
  return lines.some(({ does }) => does === 'keep') ? EXIT.needsPerson : EXIT.well
}
