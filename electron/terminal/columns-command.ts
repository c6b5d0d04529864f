import { resolve } from 'node:path'
import { readColumnMapping } from '../../shared/column-mapping.ts'
import { columnWord } from '../../shared/words/column-terms.ts'
import { tableTerm } from '../../shared/words/source-terms.ts'
import { columnsAnswer, setColumnMapping } from '../companion/columns.ts'
import { columnMappingOf } from '../companion/company-source.ts'
import type { Company } from '../companion/company.ts'
import type { CommandContext } from './commands.ts'
import { EXIT, printJson, problemText } from './output.ts'
import { readFile, writeFile } from '../system/files.ts'

/** Saves what was said about the columns of CSV and Excel tables as a file, or on standard output ("-"). */
export async function exportColumns({ terminal }: CommandContext, company: Company, file: string): Promise<number> {
  const text = `${JSON.stringify(columnMappingOf(company.workspace), null, 2)}\n`
  if (file === '-') terminal.out(text)
  else await writeFile(resolve(file), text)
  return EXIT.well
}

/** Takes a file of columns; the next reading goes by it. A file that is none is refused, and nothing is changed. */
export async function importColumns(
  { terminal, words, json }: CommandContext,
  company: Company,
  file: string,
): Promise<number> {
  const text = await readFile(resolve(file), 'utf8').catch(() => null)
  const mapping = text === null ? null : readColumnMapping(text)
  if (!mapping) {
    terminal.error(`${words.t('columns.fileRefused', { file })}\n`)
    return EXIT.couldNotRun
  }
  await setColumnMapping(company, mapping)
  if (json) printJson(terminal, { ok: true })
  return EXIT.well
}

/** How each CSV and Excel table is understood now, and what is still to be said: 2 where something is. */
export async function showColumns({ terminal, words, json }: CommandContext, company: Company): Promise<number> {
  const answer = await columnsAnswer(company, null)
  const isOpen =
    answer.problem !== null ||
    answer.tables.some(
      (table) =>
        table.problem !== null ||
        table.questions.length > 0 ||
        table.words.length > 0 ||
        table.rows.some((row) => row.problems.length > 0),
    )
  if (json) {
    printJson(terminal, answer)
    return isOpen ? EXIT.needsPerson : EXIT.well
  }
  if (answer.problem) terminal.out(problemText(words, answer.problem))
  for (const table of answer.tables) {
    terminal.out(`${words.t('columns.table', { table: tableTerm(words.language, table.table), file: table.file })}\n`)
    for (const { header, column } of table.columns)
      terminal.out(`  ${header} → ${column === null ? words.t('columns.notNeeded') : columnWord(column, words)}\n`)
    for (const found of [...(table.problem ? [table.problem] : []), ...table.questions])
      terminal.out(`  ${problemText(words, found)}`)
    for (const row of table.rows)
      for (const wrong of row.problems) terminal.out(`  ${problemText(words, wrong.problem)}`)
  }
  return isOpen ? EXIT.needsPerson : EXIT.well
}
