import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useWords } from '../../words/context.tsx'
import { useAct } from '../act/use-act.ts'
import css from './progress-line.module.css'
import type { Moment } from './rate.ts'
import { noted, rateOf } from './rate.ts'

/** What is going on, in words, with count, rate and time left, and a way to stop it. */
export function ProgressLine({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const { phase, done, total, pauseMs } = status.progress
  const [moments, setMoments] = useState<readonly Moment[]>([])
  // When a count came is known only once it has come.
  useEffect(() => setMoments((before) => noted(before, { done, at: Date.now() })), [done])
  if (phase === 'idle') return null
  const rate = phase === 'sending' ? rateOf(moments) : null
  const said = [words.t(`window.progress.${phase}`)]
  if (total !== null) said.push(words.t('window.progress.count', { done, total }))
  else if (done > 0) said.push(words.t('window.progress.countOpen', { done }))
  if (rate !== null && rate > 0) {
    said.push(
      words.t('window.progress.rate', {
        rate: new Intl.NumberFormat(words.locale, { maximumFractionDigits: rate < 10 ? 1 : 0 }).format(rate),
      }),
    )
    if (total !== null && total > done)
      said.push(words.t('window.progress.left', { time: words.duration(((total - done) / rate) * 1000) }))
  }
  if (pauseMs !== null) said.push(words.t('window.progress.pause', { time: words.duration(pauseMs) }))
  return (
    <span className={css['line']}>
      <progress
        className={css['bar']}
        aria-label={words.t(`window.progress.${phase}`)}
        {...(total !== null && total > 0 ? { value: Math.min(done, total), max: total } : {})}
      />
      <span className="num">{said.join(' · ')}</span>
      {!status.paused && (
        <button
          type="button"
          className={css['stop']}
          disabled={act.busy !== null}
          onClick={() => void act.run('pause', () => bridge.pause({ company: status.companyId, until: 'resumed' }))}
        >
          {words.t('window.progress.stop')}
        </button>
      )}
    </span>
  )
}
