import type { QueueRow } from '../../../shared/row.ts'
import { amountSums } from '../../../shared/row-sums.ts'
import type { Words } from '../../../shared/words/index.ts'

/** What a yes would do to these in QuickBooks: one of the two where it is the same for all. */
type Removal = 'delete' | 'void' | 'both'

/** Rows that wait for the yes to a removal, with what it does, and their sum in words ("$6,166.35"). */
export interface Removals {
  rows: readonly QueueRow[]
  does: Removal
  sums: string
}

export function removalsOf(rows: readonly QueueRow[], words: Words): Removals {
  const does = new Set(rows.map((row) => (row.problem?.params['does'] === 'void' ? 'void' : 'delete')))
  const [only] = does
  return { rows, does: does.size > 1 ? 'both' : (only ?? 'delete'), sums: sumsOf(rows, words) }
}

/** The amounts of rows, added up by currency, as text. */
export function sumsOf(rows: readonly QueueRow[], words: Words): string {
  return amountSums(rows)
    .map(({ amount, currency }) => words.money(amount, currency))
    .join(' + ')
}
