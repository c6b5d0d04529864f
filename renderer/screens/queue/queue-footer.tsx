import type { ReactNode } from 'react'
import { memo } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useWords } from '../../words/context.tsx'
import { useNow } from '../../words/now.ts'
import { ProgressLine } from '../../parts/progress/progress-line.tsx'
import css from './queue-footer.module.css'

/** How many there are, the push that runs now, and how the last one ended. */
export const QueueFooter = memo(function QueueFooter({
  status,
  documents,
  others,
  shown,
  narrowed,
}: {
  status: CompanyStatus
  documents: number
  /** Contacts, projects and cost codes. */
  others: number
  shown: number
  narrowed: boolean
}): ReactNode {
  const words = useWords()
  const now = useNow()
  const { lastPush } = status
  return (
    <footer className={css['footer']}>
      <span className="num">
        {[
          ...(documents > 0 ? [words.t('window.foot.documents', { count: documents })] : []),
          ...(others > 0 ? [words.t('window.foot.others', { count: others })] : []),
          ...(documents + others > 0 && narrowed ? [words.t('window.foot.shown', { count: shown })] : []),
        ].join(' · ')}
      </span>
      <span className={css['end']}>
        {status.progress.phase === 'idle' ? (
          <span className="num" title={lastPush ? words.instant(lastPush.at) : undefined}>
            {lastPush
              ? [
                  words.t('window.foot.lastPush', { when: words.ago(lastPush.at, now), sent: lastPush.sent }),
                  ...(lastPush.failed > 0 ? [words.t('window.foot.refused', { count: lastPush.failed })] : []),
                ].join(', ')
              : words.t('window.foot.noPush')}
          </span>
        ) : (
          <ProgressLine status={status} />
        )}
      </span>
    </footer>
  )
})
