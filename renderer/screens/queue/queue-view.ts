import { useMemo } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import type { Tab } from '../../live/row-mood.ts'
import { isOnTab, moodOf } from '../../live/row-mood.ts'
import type { Filters } from './filters.ts'
import { testOf } from './filters.ts'
import type { Places, RowSearch } from './search.ts'

/** The places of a tab's rows that pass the filters, in the order given; null for all of them. */
export function placesOf(rows: readonly QueueRow[], tab: Tab, filters: Filters): Places {
  const passes = testOf(filters)
  if (tab === 'all' && passes === null) return null
  const places: number[] = []
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as QueueRow
    if ((tab === 'all' || isOnTab(moodOf(row), tab)) && (passes === null || passes(row))) places.push(at)
  }
  return places
}

export interface QueueView {
  shown: readonly QueueRow[]
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
    const places = search.find(rows, within, text)
    if (places === null) return { shown: rows, anywhere: rows.length }
    if (places.length > 0) return { shown: places.map((at) => rows[at] as QueueRow), anywhere: places.length }
    const anywhere = search.find(rows, placesOf(rows, 'all', filters), text)
    return { shown: [], anywhere: anywhere?.length ?? rows.length }
  }, [rows, within, filters, search, text])
}
