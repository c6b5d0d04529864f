import type { ReactNode } from 'react'
import { ProblemButtons } from '../problem/problem-buttons.tsx'
import css from './act-trouble.module.css'
import { TroubleText } from './trouble-text.tsx'
import type { Act } from './use-act.ts'

/** Says beside the button why what was asked for did not happen, with the buttons that mend it; to try again there is the one beside it. */
export function ActTrouble({ act, currency = null }: { act: Act; currency?: string | null }): ReactNode {
  if (!act.problem && !act.fault) return null
  return (
    <div className={css['trouble']} data-code={act.problem?.code}>
      <TroubleText act={act} currency={currency} />
      {act.problem && (
        <div className={css['buttons']}>
          <ProblemButtons problem={act.problem} act={act} without={['retry']} />
        </div>
      )}
    </div>
  )
}
