import type { QueueRow } from '../../../shared/row.ts'
import type { Tab } from '../../live/row-mood.ts'
import { isOnTab, moodOf } from '../../live/row-mood.ts'
import type { Filters } from './filters.ts'
import { NO_FILTERS, passes } from './filters.ts'

/** The rows of a tab that match the search and the filters, in the order given; and how many would match on any tab. */
export function viewOf(
  rows: readonly QueueRow[], tab: Tab, matches: ((row: QueueRow, at: number) => boolean) | null, filters: Filters,
): { shown: QueueRow[]; anywhere: number } {
  const open = filters === NO_FILTERS || Object.values(filters).every((value) => value === null)
  const shown: QueueRow[] = []
  let anywhere = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]
    if (!row || (!open && !passes(row, filters))) continue
    if (matches && !matches(row, at)) continue
    anywhere++
    if (tab === 'all' || isOnTab(moodOf(row), tab)) shown.push(row)
  }
  return { shown, anywhere }
}
