import type { ReactNode } from 'react'
import { useWords } from '../../words/context.tsx'
import css from './act-trouble.module.css'
import type { Act } from './use-act.ts'

/** Says beside the button why what was asked for did not happen. */
export function ActTrouble({ act, currency = null }: { act: Pick<Act, 'problem' | 'fault'>; currency?: string | null }): ReactNode {
  const words = useWords()
  if (!act.problem && !act.fault) return null
  const worded = act.problem && words.problem(act.problem, { currency })
  return (
    <div role="alert" className={css['trouble']}>
      {worded && <><b>{worded.title}</b> <span>{worded.explanation}</span></>}
      {act.fault && <b>{words.t(act.fault === 'stopped' ? 'window.act.stopped' : 'window.act.fault')}</b>}
    </div>
  )
}
