import { useMemo } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import type { Tab } from '../../rows/shown-state.ts'
import type { Filters } from './filters.ts'
import { countFilters, testsOf } from './filters.ts'
import { factsOf } from './list-facts.ts'
import type { RowSearch } from './search.ts'
import type { Places } from './shown-rows.ts'
import { PlacesFound, ShownRows } from './shown-rows.ts'

/** The places of a tab's rows that pass the filters, in the order given; null for all of them. */
export function placesOf(rows: readonly QueueRow[], tab: Tab, filters: Filters): Places {
  if (tab === 'all' && countFilters(filters) === 0) return null
  const facts = factsOf(rows)
  const tests = testsOf(filters, facts)
  if (tab !== 'all') tests.push(facts.onTab(tab))
  const found = new PlacesFound(rows.length)
  for (let at = 0; at < rows.length; at++) if (tests.every((passes) => passes(at))) found.add(at)
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
export function useQueueView({
  rows,
  tab,
  filters,
  search,
  text,
}: {
  rows: readonly QueueRow[]
  tab: Tab
  filters: Filters
  search: RowSearch
  text: string
}): QueueView {
  const within = useMemo(() => placesOf(rows, tab, filters), [rows, tab, filters])
  return useMemo(() => {
    const shown = new ShownRows(rows, search.find(rows, within, text))
    if (shown.length > 0) return { shown, anywhere: shown.length }
    const anywhere = search.find(rows, placesOf(rows, 'all', filters), text)
    return { shown, anywhere: anywhere?.length ?? rows.length }
  }, [rows, within, filters, search, text])
}
