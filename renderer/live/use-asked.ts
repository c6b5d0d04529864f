import { useCallback, useEffect, useRef, useState } from 'react'

export type Asked<T> =
  { phase: 'loading'; value: T | null } | { phase: 'ready'; value: T } | { phase: 'failed'; value: T | null }

export interface AskedOptions<T> {
  /** Whose answer it is: that of another one is not shown in its place. */
  of?: string
  /** Lets go of what an answer holds (an address, say), once it is shown no more. */
  release?: (value: T) => void
}

/**
 * What a call answers, asked for at first and again whenever `again` changes or `ask` is called. The last answer stays
 * while the next one comes, and where that one fails. Nothing is asked while `call` is null.
 */
export function useAsked<T>(
  call: (() => Promise<T>) | null,
  again: unknown,
  { of = '', release }: AskedOptions<T> = {},
): [Asked<T>, ask: () => void] {
  const [state, setState] = useState<{ of: string; asked: Asked<T> }>({ of, asked: LOADING })
  const [turn, setTurn] = useState(0)
  // Both are new at every drawing; what the call depends on stands in `again` and `of`.
  const latest = useRef({ call, release })
  useEffect(() => {
    latest.current = { call, release }
  })
  const isWanted = call !== null
  useEffect(() => {
    if (!isWanted) return undefined
    let current = true
    latest.current.call?.().then(
      (value) => {
        if (current) setState({ of, asked: { phase: 'ready', value } })
        else latest.current.release?.(value)
      },
      () => current && setState((before) => ({ of, asked: { phase: 'failed', value: valueOf(before, of) } })),
    )
    return () => {
      current = false
    }
  }, [again, turn, of, isWanted])
  const { value } = state.asked
  useEffect(
    () => () => {
      if (value !== null) latest.current.release?.(value)
    },
    [value],
  )
  const ask = useCallback(() => setTurn((before) => before + 1), [])
  return [state.of === of ? state.asked : LOADING, ask]
}

const LOADING = { phase: 'loading', value: null } as const

function valueOf<T>(state: { of: string; asked: Asked<T> }, of: string): T | null {
  return state.of === of ? state.asked.value : null
}
