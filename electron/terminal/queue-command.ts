import type { State } from '../../shared/row.ts'
import type { QueueRow } from '../../shared/row.ts'
import { STATES } from '../../shared/row.ts'
import { unpackShown } from '../../shared/shown.ts'
import type { Words } from '../../shared/words/index.ts'
import { sideText } from '../../shared/words/side-text.ts'
import type { Company } from '../companion/company.ts'
import { sidesOf } from '../companion/sides.ts'
import type { CommandContext } from './commands.ts'
import { WrongUsage, exitOf, sayTrouble } from './commands.ts'
import { Listed, otherText, printJson, rowJson } from './output.ts'
import { inLine } from './safe-text.ts'

/** What Billdr says now, what was sent and what QuickBooks shows, a line for each field in which they differ. */
function sidesText(words: Words, company: Company, row: QueueRow): string {
  if (row.shows === undefined) return ''
  const { store } = company.workspace
  const record = store.table('records').get(row.key)?.record ?? null
  const read = words.instant(unpackShown(row.shows).asOf)
  return sidesOf(row, record, store.table('links').get(row.key) ?? null)
    .map(({ field, ...sides }) => {
      const said = (text: string | null): string => inLine(sideText(field, text, words))
      return `    ${words.t(row.sent === undefined ? 'terminal.sidesUnsent' : 'terminal.sides', {
        field: words.t(`difference.${field}`),
        billdr: said(sides.billdr),
        sent: said(sides.sent),
        quickbooks: said(sides.quickbooks),
        read,
      })}\n`
    })
    .join('')
}

/** Lists the documents with their state and why; a document that stands in the way is shown below its own, with how to link to it. */
export function queue(context: CommandContext, company: Company, state: string | undefined): number {
  if (state !== undefined && !(STATES as readonly string[]).includes(state))
    throw new WrongUsage(context.words.t('terminal.badState', { state, states: STATES.join(', ') }))
  const rows = company.rows().filter((row) => state === undefined || row.state === (state as State))
  const { words, terminal } = context
  const home = company.books?.facts.homeCurrency ?? null
  sayTrouble(context, company.status().source.problem)
  if (context.json) printJson(terminal, new Listed(rows.values().map((row) => rowJson(words, row, home))))
  else {
    for (const row of rows) {
      const why = row.problem
        ? [
            words.problem(row.problem, { currency: row.currency }).title,
            ...(row.waitsOn && row.state === 'held' ? [words.t(`waitsOn.${row.waitsOn}`)] : []),
          ].join(' · ')
        : row.quickbooks
          ? `${row.quickbooks.type} ${row.quickbooks.id}`
          : ''
      const what = row.note
        ? [why, words.problem(row.note, { currency: row.currency }).title].filter((part) => part !== '').join(' · ')
        : why
      const amount = row.amount === null ? '' : words.money(row.voided ? 0 : row.amount, row.currency)
      terminal.out(
        `${words.state(row.state)}\t${[row.key, row.number ?? '', row.party ?? row.name ?? '', amount, what].map(inLine).join('\t')}\n${otherText(words, row)}${sidesText(words, company, row)}`,
      )
    }
  }
  return exitOf(company)
}
