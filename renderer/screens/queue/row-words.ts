import type { Problem } from '../../../shared/problem.ts'
import type { QueueRow, QuickBooksLink } from '../../../shared/row.ts'
import type { Words } from '../../../shared/words/index.ts'
import { targetWord } from '../../../shared/words/target-word.ts'
import { shownStateOf } from '../../rows/shown-state.ts'

/** What a row says, in words. */
export interface RowWords {
  /** "Invoice 1003". */
  title: string
  /** The project, or what kind of record stands in for it. */
  under: string
  /** Who or what it is for. */
  party: string
  /** Why it stands where it stands. */
  reason: string
}

/** "Invoice 1003", "Expense", "Client Zoé D'Amours". */
export function titleOf(row: Pick<QueueRow, 'kind' | 'number'>, words: Words): string {
  return row.number ? `${words.kind(row.kind)} ${row.number}` : words.kind(row.kind)
}

/** The name that tells one record from another, for labels of buttons and panes. */
export function fullNameOf(row: Pick<QueueRow, 'kind' | 'number' | 'name' | 'party'>, words: Words): string {
  const rest = row.number ? null : (row.name ?? row.party)
  return rest ? `${titleOf(row, words)} ${rest}` : titleOf(row, words)
}

/** "Invoice 1003 in QuickBooks"; without a number where it has none, for QuickBooks' own id says nothing to a person. */
export function inQuickBooks(link: QuickBooksLink, words: Words): string {
  const type = targetWord(link.type, words)
  return words.t('window.row.inQuickBooks', { what: link.docNumber === null ? type : `${type} ${link.docNumber}` })
}

// Thousands of rows share a few dozen reasons; putting one into words costs more than everything else in a row.
const worded = new WeakMap<Words, Map<string, string>>()

/** A problem as the one line a row has for it. */
export function problemLine(problem: Problem, currency: string | null, words: Words): string {
  let known = worded.get(words)
  if (!known) worded.set(words, (known = new Map<string, string>()))
  const key = `${problem.code}\n${currency ?? ''}\n${JSON.stringify(problem.params)}`
  let line = known.get(key)
  if (line === undefined) {
    line = words.problem(problem, { currency }).title
    known.set(key, line)
  }
  return line
}

export function reasonOf(row: QueueRow, words: Words): string {
  if (row.state === 'ignored') return words.t('window.row.ignored', { reason: row.ignored?.reason ?? '' })
  if (row.problem)
    return [
      problemLine(row.problem, row.currency, words),
      ...(row.waitsOn && row.state === 'held' ? [words.t(`waitsOn.${row.waitsOn}`)] : []),
      ...(row.holds === undefined ? [] : [words.t('window.row.holds', { count: row.holds })]),
    ].join(' · ')
  // What somebody may have to look at stands first: the end of a long line is cut.
  const said: string[] = []
  if (row.attachments.some((each) => each.state === 'held')) said.push(words.t('window.row.receiptTrouble'))
  if (row.differs?.length) {
    said.push(
      words.t('window.row.differs', {
        fields: row.differs
          .map((each) => words.t(`difference.${each.field}`).toLocaleLowerCase(words.locale))
          .join(', '),
      }),
    )
  }
  if (row.note) said.push(problemLine(row.note, row.currency, words))
  if (row.state === 'pending') said.push(words.t('window.row.pending'))
  if (row.state === 'syncing') said.push(words.t('window.row.syncing'))
  if (row.voided) said.push(words.t('value.voided'))
  if (row.state === 'synced' && row.quickbooks) {
    said.push(inQuickBooks(row.quickbooks, words))
    if (row.tax && row.tax.toAdd > 0) said.push(words.t('window.row.taxToAdd', { amount: row.tax.toAdd, currency: '' }))
    else if (row.tax && row.tax.seen > 0) said.push(words.t('window.row.taxDone'))
  }
  return said.join(' · ')
}

export function rowWords(row: QueueRow, words: Words): RowWords {
  const own = row.kind === 'client' || row.kind === 'professional' || row.kind === 'cost-code' || row.kind === 'project'
  return {
    title: titleOf(row, words),
    under: row.project ?? (own ? '' : (row.name ?? '')),
    party: own
      ? [row.name, row.kind === 'project' ? row.party : null].filter(Boolean).join(' · ')
      : (row.party ?? row.name ?? ''),
    reason: reasonOf(row, words),
  }
}

/** The amount of a row, cents: what Billdr has voided counts nothing. */
export function amountOf({ amount, voided }: QueueRow): number | null {
  return voided ? 0 : amount
}

/** The state of a row as the window says it. */
export function stateWord(row: QueueRow, words: Words): string {
  return words.t(`window.shownState.${shownStateOf(row)}`)
}
