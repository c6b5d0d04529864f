import type { ReactNode } from 'react'
import type { ShownState } from '../../rows/shown-state.ts'
import { useWords } from '../../words/context.tsx'
import css from './state-mark.module.css'

/** Every state has a shape of its own, so that colour is never the only sign. */
const SHAPES: Record<ShownState, ReactNode> = {
  synced: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="m5.3 8.2 1.9 1.9 3.6-4" />
    </>
  ),
  failed: (
    <>
      <path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" />
      <path d="M8 5v3.6M8 10.9v.1" />
    </>
  ),
  you: (
    <>
      <path d="M8 2.2 14.3 13.4H1.7Z" />
      <path d="M8 6.4v3.2M8 11.6v.1" />
    </>
  ),
  waiting: (
    <>
      <circle cx="8" cy="8" r="6.2" strokeDasharray="2 2.4" />
      <path d="M8 4.8V8l2 1.6" />
    </>
  ),
  pending: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="3.4" />
      <path d="M8 11V5.2M5.4 7.6 8 5l2.6 2.6" />
    </>
  ),
  syncing: (
    <>
      <path d="M13.6 6.2A6 6 0 0 0 2.6 5.4M2.4 9.8a6 6 0 0 0 11 .8" />
      <path d="M2.4 2.6v3h3M13.6 13.4v-3h-3" />
    </>
  ),
  differs: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M5 6.4h6M5 9.6h6M9.8 4.4 6.2 11.6" />
    </>
  ),
  outside: (
    <>
      <rect x="3" y="2" width="10" height="12" rx="1.6" strokeDasharray="2 2.2" />
      <path d="M5.6 8h4.8" />
    </>
  ),
  ignored: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M3.8 12.2 12.2 3.8" />
    </>
  ),
}

export function StateIcon({ shownState, size = 16 }: { shownState: ShownState; size?: number }): ReactNode {
  return (
    <svg
      className={`${css['icon']} ${css[shownState]}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-shape={shownState}
    >
      {SHAPES[shownState]}
    </svg>
  )
}

/** A state as shape, word and colour. */
export function StateMark({ shownState }: { shownState: ShownState }): ReactNode {
  const words = useWords()
  return (
    <span className={`${css['mark']} ${css[shownState]}`}>
      <StateIcon shownState={shownState} />
      <span className="clip">{words.t(`window.shownState.${shownState}`)}</span>
    </span>
  )
}
