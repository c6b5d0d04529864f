import { useEffect } from 'react'
import type { CompanyRows } from '../../live/company-rows.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { ListFacts } from './list-facts.ts'
import type { RowSearch } from './search.ts'

const SLICE_MS = 6

/**
 * Makes the texts that a search reads, what tabs and filters read and the other orders of the list ahead of the first wish
 * for them, a little at a time whenever the window is idle. Once they are there, `data-list-ready` stands on the page: whoever measures waits for it.
 */
export function useWarmList(search: RowSearch, store: CompanyRows, rows: readonly QueueRow[]): void {
  useEffect(() => {
    let next = 0
    const facts = ListFacts.inTurns(rows)
    let timer = window.setTimeout(slice, 200)
    const { dataset } = document.documentElement
    delete dataset['listReady']
    function slice(): void {
      const until = performance.now() + SLICE_MS
      const timeIsUp = (): boolean => performance.now() > until
      next = search.warm(rows, next, timeIsUp)
      let ready = next >= rows.length
      while (ready && !facts.next().done) ready = !timeIsUp()
      if (!ready || !store.warm(timeIsUp)) timer = window.setTimeout(slice, 4)
      else dataset['listReady'] = 'true'
    }
    return () => window.clearTimeout(timer)
  }, [search, store, rows])
}
