import type { OtherDocument, Problem } from '../../shared/problem.ts'
import { actionsOf } from '../../shared/problem.ts'
import type { AttachmentRow, Difference, QueueRow, State } from '../../shared/row.ts'
import { needsPerson } from '../../shared/row.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, jsonNumberOf } from '../../shared/money.ts'
import type { SentShown, Shown, ShownLine } from '../../shared/shown.ts'
import { unpackSent, unpackShown } from '../../shared/shown.ts'
import type { Summary } from '../companion/summary.ts'
import { sourceProblems } from '../../shared/status.ts'
import { overallState } from '../../shared/overall-state.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import type { Words } from '../../shared/words/index.ts'
import { inLine } from './safe-text.ts'

/** Exit statuses of the command ("Commands, files and settings that stay stable"). */
export const EXIT = { well: 0, couldNotRun: 1, needsPerson: 2, wrongUsage: 64 } as const

/** Where a command writes: results to one stream, everything else to the other. */
export interface Terminal {
  out(text: string): void
  error(text: string): void
  /** Rewrites the last line of progress; only where the error stream is a terminal. */
  progress(text: string | null): void
  /** Asks for a yes; absent where nobody can answer. */
  ask?(question: string): Promise<boolean>
}

/** A list that is made and printed element by element: as one text, fifty thousand documents would fill the memory. */
export class Listed {
  readonly values: Iterable<unknown>

  constructor(values: Iterable<unknown>) {
    this.values = values
  }
}

const PIECE = 64 * 1024

/** One JSON document, and nothing else. Long lists in it, or it itself, are `Listed`. */
export function printJson(terminal: Terminal, value: unknown): void {
  let piece = ''
  for (const part of jsonParts(value)) {
    piece += part
    if (piece.length < PIECE) continue
    terminal.out(piece)
    piece = ''
  }
  terminal.out(`${piece}\n`)
}

/** The parts of what `JSON.stringify(value, null, 2)` gives, were every `Listed` an array. */
function* jsonParts(value: unknown): Generator<string> {
  if (value instanceof Listed) yield* listParts(value.values, '')
  else if (typeof value === 'object' && value !== null && Object.values(value).some((part) => part instanceof Listed))
    yield* memberParts(value)
  else yield JSON.stringify(value, null, 2)
}

function* memberParts(value: object): Generator<string> {
  let before = '{'
  for (const [name, part] of Object.entries(value)) {
    if (part === undefined) continue
    yield `${before}\n  ${JSON.stringify(name)}: `
    if (part instanceof Listed) yield* listParts(part.values, '  ')
    else yield indented(part, '  ')
    before = ','
  }
  yield '\n}'
}

function* listParts(values: Iterable<unknown>, indent: string): Generator<string> {
  let before = '['
  for (const each of values) {
    yield `${before}\n${indent}  ${indented(each, `${indent}  `)}`
    before = ','
  }
  yield before === '[' ? '[]' : `\n${indent}]`
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)
}

export function wordedProblem(
  words: Words,
  problem: Problem | null,
  currency: string | null = null,
): { code: string; title: string; explanation: string; actions: string[] } | null {
  if (!problem) return null
  const worded = words.problem(problem, { currency })
  return {
    code: worded.code,
    title: worded.title,
    explanation: worded.explanation,
    actions: worded.actions.map((action) => action.name),
  }
}

function moneyJson(amount: Cents | null): number | null {
  return amount === null ? null : jsonNumberOf(amount)
}

function lineJson({ goesTo, project, description, amount, taxCode }: ShownLine): Record<string, unknown> {
  return { goesTo, project, description, amount: jsonNumberOf(amount), taxCode }
}

function sentJson(sent: SentShown): Record<string, unknown> {
  return { ...sent, beforeTax: moneyJson(sent.beforeTax), lines: sent.lines.map(lineJson) }
}

function shownJson(shown: Shown, homeCurrency: string | null): Record<string, unknown> {
  return {
    ...shown,
    currency: shown.currency ?? homeCurrency,
    exchangeRate: shown.exchangeRate === null ? null : Number(shown.exchangeRate),
    beforeTax: moneyJson(shown.beforeTax),
    tax: moneyJson(shown.tax),
    taxes: shown.taxes.map((each) => ({ ...each, amount: jsonNumberOf(each.amount) })),
    total: moneyJson(shown.total),
    balance: moneyJson(shown.balance),
    lines: shown.lines.map(lineJson),
    links: shown.links.map((each) => ({ ...each, amount: moneyJson(each.amount) })),
  }
}

/** The document in the way (rule I5), as `link` takes it by its id. The amount is a decimal number, as others are. */
function otherJson(other: OtherDocument | undefined): Record<string, unknown> | null {
  if (!other) return null
  const { type, id, docNumber, date, party, amount } = other
  return {
    type,
    id,
    number: docNumber,
    docNumber,
    date,
    party,
    amount: amount === null ? null : jsonNumberOf(cents(amount)),
  }
}

/**
 * The same in words on a line of its own, with the command that links to it where it is nobody else's; nothing where none is
 * in the way.
 */
export function otherText(words: Words, { key, problem }: Pick<QueueRow, 'key' | 'problem'>): string {
  const other = problem?.other
  if (!other) return ''
  const about = [
    other.docNumber,
    other.party,
    other.date && words.day(other.date),
    other.amount === null ? null : words.money(other.amount),
  ]
  const isFree = actionsOf(problem.code).includes('link-to-existing')
  const said = [
    words.t('terminal.other', { type: other.type, about: about.filter(Boolean).join(', '), id: other.id }),
    ...(isFree ? [words.t('terminal.otherSame', { key, id: other.id })] : []),
  ]
  return `    ${said.join(' ')}\n`
}

/** The stable form knows one set of states, for documents and for what hangs on them. */
const ATTACHMENT_STATES = {
  waiting: 'pending',
  sent: 'synced',
  held: 'held',
  ignored: 'ignored',
} as const satisfies Record<AttachmentRow['state'], State>

function differenceJson(difference: Difference): Difference {
  return difference.field === 'voided' ? { field: 'voided', billdr: 'false', quickbooks: 'true' } : difference
}

/**
 * A queue row in its stable form. Amounts are decimal numbers. `homeCurrency`: of the QuickBooks company, for documents that
 * name none.
 */
export function rowJson(words: Words, row: QueueRow, homeCurrency: string | null): Record<string, unknown> {
  return {
    key: row.key,
    kind: row.kind,
    billdrId: row.billdrId,
    number: row.number,
    state: row.state,
    quickbooks: row.quickbooks,
    problem: row.problem && { ...wordedProblem(words, row.problem, row.currency), other: otherJson(row.problem.other) },
    attachments: row.attachments.map(({ fileName, state, problem }) => ({
      fileName,
      state: ATTACHMENT_STATES[state],
      problem: wordedProblem(words, problem),
    })),
    tax: row.tax ? { toAdd: jsonNumberOf(row.tax.toAdd), seen: jsonNumberOf(row.tax.seen) } : null,
    differs: row.differs?.map(differenceJson) ?? null,
    name: row.name,
    party: row.party,
    project: row.project,
    date: row.date,
    amount: row.amount === null ? null : jsonNumberOf(row.amount),
    currency: row.currency,
    note: wordedProblem(words, row.note, row.currency),
    ignored: row.ignored,
    needsYou: needsPerson(row),
    sent: row.sent === undefined ? null : sentJson(unpackSent(row.sent)),
    shows: row.shows === undefined ? null : shownJson(unpackShown(row.shows), homeCurrency),
  }
}

/** The status in its stable form. */
export function statusJson(words: Words, status: CompanyStatus, summary: Summary): Record<string, unknown> {
  const { connection, source } = status
  return {
    company: { id: status.companyId, name: status.name },
    state: overallState(status),
    counts: status.counts,
    needsYou: status.needsYou,
    receiptsHeld: summary.receiptsHeld,
    taxToAdd: summary.taxToAdd.map((each) => ({ ...each, amount: jsonNumberOf(each.amount) })),
    connection: {
      state: connection.state,
      companyName: connection.companyName,
      realmId: connection.realmId,
      expiresAt: connection.expiresAt,
      endsForGoodAt: connection.endsForGoodAt,
      environment: connection.environment,
      connectedAt: connection.connectedAt,
      connectedBy: connection.connectedBy,
      problem: wordedProblem(words, connection.problem),
    },
    source: {
      location: source.location,
      lastReadAt: source.lastReadAt,
      problem: wordedProblem(words, source.problem),
      problems: sourceProblems(source).map((each) => wordedProblem(words, each)),
    },
    lastPush: status.lastPush,
    guards: status.guards.map(({ id, problem, since }) => {
      const worded = words.problem(problem)
      return {
        id,
        company: status.name,
        code: worded.code,
        title: worded.title,
        explanation: worded.explanation,
        since,
      }
    }),
    recovered: wordedProblem(words, status.recovered),
  }
}

/** A problem as a line and its explanation. */
export function problemText(words: Words, problem: Problem, currency: string | null = null): string {
  const worded = words.problem(problem, { currency })
  return `${inLine(worded.title)}\n  ${inLine(worded.explanation)}\n`
}

/** What was mended of what the companies share, and which of them were found again from their folders. */
export function recoveredText(words: Words, problem: Problem, foundAgain: readonly string[]): string {
  const found = foundAgain.length === 0 ? '' : `  ${words.t('terminal.foundAgain', { ids: foundAgain.join(', ') })}\n`
  return `${problemText(words, problem)}${found}`
}

/** What a guard asks, with its id and the company whose books a yes would change. */
export function guardText(words: Words, status: CompanyStatus, guard: CompanyStatus['guards'][number]): string {
  return `${guard.id}: ${inLine(status.name)}: ${problemText(words, guard.problem)}`
}

export function countsText(words: Words, status: CompanyStatus): string {
  const byState = Object.entries(status.counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) =>
      words.t('terminal.count', { state: words.state(state as keyof CompanyStatus['counts']), count }),
    )
    .join(', ')
  const { all = 0, there = 0, waiting = 0 } = status.documents ?? {}
  if (all === 0) return byState
  const documents = words.t('terminal.documents', { there, count: all, needs: status.needsYou, waiting })
  return `${documents}\n${words.t('terminal.byState', { counts: byState })}`
}
