import type { ReactNode } from 'react'
import type { OverallState } from '../../../shared/overall-state.ts'
import { overallState, overallWord } from '../../../shared/overall-state.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { ShownState } from '../../rows/shown-state.ts'
import { useWords } from '../../words/context.tsx'
import { StateIcon } from '../state-mark/state-mark.tsx'
import css from './overall-mark.module.css'

const SHOWN_STATES: Record<OverallState, ShownState> = {
  offline: 'ignored',
  failed: 'failed',
  waiting: 'you',
  syncing: 'syncing',
  paused: 'waiting',
  well: 'synced',
}

/** How a company stands in one word, the same that the tray and the terminal say, with a shape of its own. */
export function OverallMark({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const state = overallState(status)
  return (
    <span className={css['mark']} data-overall={state}>
      <StateIcon shownState={SHOWN_STATES[state]} size={14} />
      <span className="clip">{words.t(`overall.${overallWord(status)}`)}</span>
    </span>
  )
}
