import { useEffect } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import type { RowSearch } from './search.ts'

const SLICE_MS = 6

/**
 * Makes the texts that a search reads ahead of the first search, a little at a time whenever the window is idle. Once they
 * are there, `data-search-ready` stands on the page: whoever measures a search waits for it.
 */
export function useWarmSearch(search: RowSearch, rows: readonly QueueRow[]): void {
  useEffect(() => {
    let next = 0
    let timer = window.setTimeout(slice, 200)
    const { dataset } = document.documentElement
    delete dataset['searchReady']
    function slice(): void {
      const until = performance.now() + SLICE_MS
      next = search.warm(rows, next, () => performance.now() > until)
      if (next < rows.length) timer = window.setTimeout(slice, 4)
      else dataset['searchReady'] = 'true'
    }
    return () => window.clearTimeout(timer)
  }, [search, rows])
}
