import { useMemo } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import type { Tab } from '../../live/row-mood.ts'
import { isOnTab, moodOf, TABS } from '../../live/row-mood.ts'
import type { Filters } from './filters.ts'
import { testOf } from './filters.ts'
import type { RowSearch } from './search.ts'
import type { Places } from './shown-rows.ts'
import { PlacesFound, ShownRows } from './shown-rows.ts'

const ROWS_A_TURN = 2_048
const known = new WeakMap<readonly QueueRow[], ReadonlyMap<Tab, Uint32Array>>()

/** Finds ahead which rows stand on which tab; gone through in turns of a few milliseconds. */
export function* tabsInTurns(rows: readonly QueueRow[]): Generator<void, void> {
  if (known.has(rows)) return
  const tabs = new Map(TABS.filter((tab) => tab !== 'all').map((tab) => [tab, new PlacesFound(rows.length)]))
  for (let at = 0; at < rows.length; at++) {
    const mood = moodOf(rows[at] as QueueRow)
    for (const [tab, found] of tabs) if (isOnTab(mood, tab)) found.add(at)
    if (at % ROWS_A_TURN === ROWS_A_TURN - 1) yield
  }
  known.set(rows, new Map([...tabs].map(([tab, found]) => [tab, found.all()])))
}

/** The places of a tab's rows that pass the filters, in the order given; null for all of them. */
export function placesOf(rows: readonly QueueRow[], tab: Tab, filters: Filters): Places {
  const passes = testOf(filters)
  const onTab = tab === 'all' ? null : known.get(rows)?.get(tab)
  if (onTab !== undefined && passes === null) return onTab
  const count = onTab?.length ?? rows.length
  const found = new PlacesFound(count)
  for (let step = 0; step < count; step++) {
    const at = onTab ? onTab[step] as number : step
    const row = rows[at] as QueueRow
    if ((onTab !== undefined || isOnTab(moodOf(row), tab)) && (passes === null || passes(row))) found.add(at)
  }
  return found.all()
}

export interface QueueView {
  shown: ShownRows
  /** How many match the search and the filters on any tab; counted only where this one shows nothing. */
  anywhere: number
}

/**
 * What the list shows. Tab and filters are gone through when they change, the search only among what they leave: a letter
 * that is typed costs one pass over texts that are there already.
 */
export function useQueueView({ rows, tab, filters, search, text }: { rows: readonly QueueRow[]; tab: Tab; filters: Filters; search: RowSearch; text: string }): QueueView {
  const within = useMemo(() => placesOf(rows, tab, filters), [rows, tab, filters])
  return useMemo(() => {
    const shown = new ShownRows(rows, search.find(rows, within, text))
    if (shown.length > 0) return { shown, anywhere: shown.length }
    const anywhere = search.find(rows, placesOf(rows, 'all', filters), text)
    return { shown, anywhere: anywhere?.length ?? rows.length }
  }, [rows, within, filters, search, text])
}
