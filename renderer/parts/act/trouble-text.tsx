import type { ReactNode } from 'react'
import { useWords } from '../../words/context.tsx'
import type { Act } from './use-act.ts'

/** Why what was asked for did not happen, as it is read out. */
export function TroubleText({
  act,
  currency = null,
}: {
  act: Pick<Act, 'problem' | 'fault'>
  currency?: string | null
}): ReactNode {
  const words = useWords()
  const worded = act.problem && words.problem(act.problem, { currency })
  return (
    <div role="alert">
      {worded && (
        <>
          <b>{worded.title}</b> <span>{worded.explanation}</span>
        </>
      )}
      {act.fault && <b>{words.t(act.fault === 'stopped' ? 'window.act.stopped' : 'window.act.fault')}</b>}
    </div>
  )
}
