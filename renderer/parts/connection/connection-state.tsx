import type { ReactNode } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { Words } from '../../../shared/words/index.ts'
import { useWords } from '../../words/context.tsx'
import { useNow } from '../../words/now.ts'
import { OverallMark } from '../overall/overall-mark.tsx'
import css from './connection-state.module.css'

/** The connection in words. */
export function connectionWord({ state, environment }: CompanyStatus['connection'], words: Words): string {
  if (state === 'not-connected') return words.t('window.foot.notConnected')
  if (state === 'ended') return words.t('window.foot.ended')
  if (state === 'offline') return words.t('window.foot.offline')
  return words.t(
    environment === 'practice'
      ? 'window.foot.practice'
      : environment === 'sandbox'
        ? 'window.foot.sandbox'
        : 'window.foot.connected',
  )
}

/** A dot whose shape says as much as its colour: full, hollow, crossed. */
export function ConnectionDot({ state }: { state: CompanyStatus['connection']['state'] }): ReactNode {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" className={css['dot']} data-state={state} aria-hidden="true">
      {state === 'connected' && <circle cx="5" cy="5" r="4" fill="currentColor" />}
      {state === 'not-connected' && (
        <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
      )}
      {state === 'ended' && <path d="M5 .8 9.4 9H.6Z" fill="currentColor" />}
      {state === 'offline' && (
        <path d="m1.5 1.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      )}
    </svg>
  )
}

/** Connection and source at the foot of the navigation: whether it is connected, when the data was read, when next. */
export function ConnectionFoot({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const now = useNow()
  const { source } = status
  return (
    <div className={css['foot']}>
      <p className={css['line']}>
        <OverallMark status={status} />
      </p>
      <p className={css['line']} title={connectionWord(status.connection, words)}>
        <ConnectionDot state={status.connection.state} />
        <span className={css['word']}>{connectionWord(status.connection, words)}</span>
      </p>
      <p className={css['word']} title={source.location}>
        {source.problem
          ? words.t('window.foot.sourceTrouble')
          : source.lastReadAt
            ? words.t('window.foot.read', { when: words.ago(source.lastReadAt, now) })
            : words.t('window.foot.notRead')}
      </p>
      {source.nextReadAt && Date.parse(source.nextReadAt) > now && (
        <p className={`${css['word']} ${css['next']}`}>
          {words.t('window.foot.next', { when: words.relative(source.nextReadAt, now) })}
        </p>
      )}
    </div>
  )
}
