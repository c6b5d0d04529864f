import { useCallback, useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import type { Result } from '../../../shared/result.ts'
import { BridgeFault } from '../../bridge/link.ts'

export interface Act {
  /** The name of what is being done now. */
  busy: string | null
  /** Why it was not done: an expected problem, or a fault on the way to the companion. */
  problem: Problem | null
  fault: 'stopped' | 'fault' | null
  /** Does something that a person asked for. Answers whether it was done. */
  run: <T>(name: string, work: () => Promise<Result<T>>) => Promise<{ done: true; value: T } | { done: false }>
  clear: () => void
}

/** One thing at a time that a person asked for, with what came of it, to be shown where it was asked. */
export function useAct(): Act {
  const [state, setState] = useState<Pick<Act, 'busy' | 'problem' | 'fault'>>({
    busy: null,
    problem: null,
    fault: null,
  })
  const run = useCallback(
    async <T>(name: string, work: () => Promise<Result<T>>): Promise<{ done: true; value: T } | { done: false }> => {
      setState({ busy: name, problem: null, fault: null })
      try {
        const outcome = await work()
        setState({ busy: null, problem: outcome.ok ? null : outcome.problem, fault: null })
        return outcome.ok ? { done: true, value: outcome.value } : { done: false }
      } catch (error) {
        const stopped = error instanceof BridgeFault && (error.reason === 'stopped' || error.reason === 'locked')
        setState({ busy: null, problem: null, fault: stopped ? 'stopped' : 'fault' })
        return { done: false }
      }
    },
    [],
  )
  const clear = useCallback(() => setState({ busy: null, problem: null, fault: null }), [])
  return { ...state, run, clear }
}
