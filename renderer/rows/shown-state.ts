import { isDocumentKind } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'
import { isNotForTheBooks, needsPerson } from '../../shared/row.ts'

/** How a row is shown: its state, with those told apart that ask for something else. */
export const SHOWN_STATES = [
  'failed',
  'you',
  'differs',
  'syncing',
  'pending',
  'waiting',
  'synced',
  'outside',
  'ignored',
] as const
export type ShownState = (typeof SHOWN_STATES)[number]

export function shownStateOf(row: QueueRow): ShownState {
  if (row.state === 'failed' || row.state === 'syncing') return row.state
  // Also of what is there, or goes by itself, where a receipt of it is held: the same that the terminal counts.
  if (needsPerson(row)) return 'you'
  if (row.state === 'ignored' || row.state === 'pending') return row.state
  if (row.quickbooks === null && isNotForTheBooks(row)) return 'outside'
  if (row.state === 'held') return 'waiting'
  return row.differs?.length ? 'differs' : 'synced'
}

/** Every row stands on one of these, and on no other. */
const OWN_TABS = ['needs-you', 'ready', 'waiting', 'differs', 'synced', 'outside', 'ignored', 'others'] as const
export type OwnTab = (typeof OWN_TABS)[number]

/** Besides them: the work list of taxes to add, and everything. */
export const TABS = [...OWN_TABS, 'tax', 'all'] as const
export type Tab = (typeof TABS)[number]

const TAB_OF: Record<ShownState, OwnTab> = {
  failed: 'needs-you',
  you: 'needs-you',
  differs: 'differs',
  syncing: 'ready',
  pending: 'ready',
  waiting: 'waiting',
  synced: 'synced',
  outside: 'outside',
  ignored: 'ignored',
}

/** The one tab on which a row stands: contacts and cost codes by themselves, unless they need a person. */
export function tabOf(row: QueueRow): OwnTab {
  const tab = TAB_OF[shownStateOf(row)]
  return tab === 'needs-you' || isDocumentKind(row.kind) ? tab : 'others'
}

/** Whether tax is still to be added to it in QuickBooks. */
export function hasTaxToAdd({ tax, quickbooks, state }: QueueRow): boolean {
  return tax !== null && tax.toAdd > 0 && quickbooks !== null && state !== 'ignored'
}

export type TabCounts = Record<Tab, number>
