import { LockKeyhole, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import type { Link, LinkState } from '../bridge/link.ts'
import { useWords } from '../words/context.tsx'
import css from './link-notice.module.css'

export function useLinkState(link: Link): LinkState {
  return useSyncExternalStore(
    (changed) => link.subscribe(changed),
    () => link.state(),
  )
}

/** Says in sight that the companion cannot be heard; what the window shows stays, and goes on when it is back. */
export function LinkNotice({ link }: { link: Link }): ReactNode {
  const words = useWords()
  const state = useLinkState(link)
  if (state === 'live' || state === 'connecting') return null
  const locked = state === 'locked'
  return (
    <div role="alert" className={css['notice']}>
      {locked ? <LockKeyhole size={16} aria-hidden="true" /> : <Unplug size={16} aria-hidden="true" />}
      <b>{words.t(locked ? 'window.link.locked' : 'window.link.stopped')}</b>
      <span>{words.t(locked ? 'window.link.lockedText' : 'window.link.stoppedText')}</span>
    </div>
  )
}
