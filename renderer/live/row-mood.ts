import type { QueueRow } from '../../shared/row.ts'
import { needsPerson } from '../../shared/row.ts'

/** How a row is shown: its state, with the held ones told apart by whether a person is wanted. */
export const MOODS = ['failed', 'you', 'syncing', 'pending', 'waiting', 'synced', 'ignored'] as const
export type Mood = (typeof MOODS)[number]

export function moodOf(row: QueueRow): Mood {
  if (row.state === 'failed' || row.state === 'syncing') return row.state
  // Also of what is there, or goes by itself, where a receipt of it is held: the same that the terminal counts.
  if (needsPerson(row)) return 'you'
  return row.state === 'held' ? 'waiting' : row.state
}

export const TABS = ['needs-you', 'failed', 'waiting', 'syncing', 'synced', 'ignored', 'all'] as const
export type Tab = (typeof TABS)[number]

const TAB_MOODS: Record<Tab, ReadonlySet<Mood>> = {
  'needs-you': new Set(['failed', 'you']),
  failed: new Set(['failed']),
  waiting: new Set(['waiting', 'pending']),
  syncing: new Set(['syncing']),
  synced: new Set(['synced']),
  ignored: new Set(['ignored']),
  all: new Set(MOODS),
}

export function isOnTab(mood: Mood, tab: Tab): boolean {
  return TAB_MOODS[tab].has(mood)
}

export type TabCounts = Record<Tab, number>
