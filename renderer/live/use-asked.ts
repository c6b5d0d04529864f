import { useCallback, useEffect, useRef, useState } from 'react'

export type Asked<T> =
  { phase: 'loading'; value: T | null } | { phase: 'ready'; value: T } | { phase: 'failed'; value: T | null }

/**
 * What a call answers, asked for at first and again whenever `again` changes or `ask` is called. The last answer stays
 * while the next one comes.
 */
export function useAsked<T>(call: () => Promise<T>, again: unknown): [Asked<T>, ask: () => void] {
  const [state, setState] = useState<Asked<T>>({ phase: 'loading', value: null })
  const [turn, setTurn] = useState(0)
  // The call itself is new at every drawing; what it depends on stands in `again`.
  const latest = useRef(call)
  useEffect(() => {
    latest.current = call
  })
  useEffect(() => {
    let current = true
    latest.current().then(
      (value) => current && setState({ phase: 'ready', value }),
      () => current && setState((before) => ({ phase: 'failed', value: before.value })),
    )
    return () => {
      current = false
    }
  }, [again, turn])
  return [state, useCallback(() => setTurn((before) => before + 1), [])]
}
