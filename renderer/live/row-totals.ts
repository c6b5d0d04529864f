import type { QueueRow } from '../../shared/row.ts'
import { needsPerson } from '../../shared/row.ts'
import type { Mood, TabCounts } from './row-mood.ts'
import { isOnTab, moodOf, MOODS, TABS } from './row-mood.ts'

/** What is still to be matched, and what could not be read: counted over all rows of a company. */
export interface ToMatch {
  contacts: number
  costCodes: number
  /** Rows with a cell that could not be read. */
  unread: number
}

/** What is counted over all rows of a company, kept up row by row: a change of one row does not count a hundred thousand. */
export class RowTotals {
  readonly #moods: Record<Mood, number> = {
    failed: 0,
    you: 0,
    syncing: 0,
    pending: 0,
    waiting: 0,
    synced: 0,
    ignored: 0,
  }
  readonly #toMatch: ToMatch = { contacts: 0, costCodes: 0, unread: 0 }

  /** Counts a row once more, or once less. */
  count(row: QueueRow, by: 1 | -1): void {
    this.#moods[moodOf(row)] += by
    if (row.problem?.code === 'record-field-invalid') this.#toMatch.unread += by
    if (row.kind === 'cost-code') this.#toMatch.costCodes += row.state === 'held' ? by : 0
    else if ((row.kind === 'client' || row.kind === 'project' || row.kind === 'professional') && needsPerson(row))
      this.#toMatch.contacts += by
  }

  /** How many stand on each tab. */
  tabs(): TabCounts {
    return Object.fromEntries(
      TABS.map((tab) => [tab, MOODS.reduce((sum, mood) => sum + (isOnTab(mood, tab) ? this.#moods[mood] : 0), 0)]),
    ) as TabCounts
  }

  toMatch(): ToMatch {
    return { ...this.#toMatch }
  }
}
