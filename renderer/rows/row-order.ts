import { KINDS } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'
import { SHOWN_STATES, shownStateOf } from './shown-state.ts'

export const SORTS = ['attention', 'state', 'since', 'document', 'party', 'date', 'amount'] as const
export type SortName = (typeof SORTS)[number]
export interface Order {
  by: SortName
  down: boolean
}

const KIND_RANK = new Map<string, number>(KINDS.map((kind, at) => [kind, at]))
const STATE_RANK = new Map<string, number>(SHOWN_STATES.map((shownState, at) => [shownState, at]))
// Numbers within texts count as numbers, so that invoice 999 comes before invoice 1000.
const collator = new Intl.Collator(['fr-CA', 'en-CA'], { numeric: true, sensitivity: 'base' })

type Compare = (a: QueueRow, b: QueueRow) => number

const texts = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : collator.compare(a, b)
const days = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1
const rank = (ranks: ReadonlyMap<string, number>, name: string): number => ranks.get(name) ?? ranks.size
const byKind: Compare = (a, b) => rank(KIND_RANK, a.kind) - rank(KIND_RANK, b.kind)
const byState: Compare = (a, b) => rank(STATE_RANK, shownStateOf(a)) - rank(STATE_RANK, shownStateOf(b))
const byDate: Compare = (a, b) => days(a.date, b.date)
const byKey: Compare = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

const COMPARE: Record<SortName, Compare> = {
  attention: (a, b) => byState(a, b) || newestFirst(a, b) || byKind(a, b),
  state: (a, b) => byState(a, b) || byKind(a, b) || newestFirst(a, b),
  since: (a, b) => days(a.since, b.since) || COMPARE.attention(a, b),
  document: (a, b) => byKind(a, b) || texts(a.number ?? a.name, b.number ?? b.name),
  party: (a, b) => texts(a.party ?? a.name, b.party ?? b.name) || newestFirst(a, b),
  date: byDate,
  amount: (a, b) => (a.amount ?? Number.MAX_SAFE_INTEGER) - (b.amount ?? Number.MAX_SAFE_INTEGER),
}

function newestFirst(a: QueueRow, b: QueueRow): number {
  if (a.date === null || b.date === null) return days(a.date, b.date)
  return days(b.date, a.date)
}

const LACKS: Partial<Record<SortName, (row: QueueRow) => boolean>> = {
  since: (row) => row.since === null,
  party: (row) => row.party === null && row.name === null,
  date: (row) => row.date === null,
  amount: (row) => row.amount === null,
}

/** Whether a row has nothing in the column that is sorted by: then it stands at the end, whichever way the list goes. */
export function lacks(row: QueueRow, by: SortName): boolean {
  return LACKS[by]?.(row) ?? false
}

/** A total order: rows that are alike otherwise stand by their key, so that a list never jumps. */
export function comparer(order: Order): Compare {
  const compare = COMPARE[order.by]
  const up: Compare = (a, b) => compare(a, b) || byKey(a, b)
  return order.down ? (a, b) => (lacks(a, order.by) || lacks(b, order.by) ? up(a, b) : up(b, a)) : up
}
