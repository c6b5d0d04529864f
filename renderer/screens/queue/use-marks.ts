import { useCallback, useMemo, useState } from 'react'
import type { ShownRows } from './shown-rows.ts'

export interface Marks {
  marked: ReadonlySet<string>
  /** Marks one row more or less, or every row from the last one to this. */
  mark: (index: number, how: 'toggle' | 'stretch') => void
  clear: () => void
}

const NONE: ReadonlySet<string> = new Set()

function placeOf(rows: ShownRows, key: string): number {
  for (let at = 0; at < rows.length; at++) if (rows.at(at)?.key === key) return at
  return -1
}

/** The rows that were chosen for doing something with all of them. Rows that leave the list are no longer chosen. */
export function useMarks(rows: ShownRows, active: number): Marks {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(NONE)
  const [anchor, setAnchor] = useState<string | null>(null)
  const marked = useMemo(() => {
    if (chosen.size === 0) return NONE
    const still = new Set<string>()
    for (const row of rows) if (chosen.has(row.key)) still.add(row.key)
    return still
  }, [chosen, rows])

  const mark = useCallback(
    (index: number, how: 'toggle' | 'stretch') => {
      const row = rows.at(index)
      if (!row) return
      const next = new Set(marked)
      if (how === 'toggle') {
        if (!next.delete(row.key)) next.add(row.key)
        setAnchor(row.key)
      } else {
        const from = anchor === null ? Math.max(0, active) : Math.max(0, placeOf(rows, anchor))
        if (anchor === null) setAnchor(rows.at(from)?.key ?? null)
        for (let at = Math.min(from, index); at <= Math.max(from, index); at++) {
          const between = rows.at(at)
          if (between) next.add(between.key)
        }
      }
      setChosen(next)
    },
    [rows, marked, anchor, active],
  )

  const clear = useCallback(() => {
    setChosen(NONE)
    setAnchor(null)
  }, [])
  return useMemo(() => ({ marked, mark, clear }), [marked, mark, clear])
}
