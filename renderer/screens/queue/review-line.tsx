import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { sumsOf } from '../banners/removals.ts'
import { ApproveBar } from './approve-bar.tsx'
import css from './bulk-bar.module.css'

/** All that waits to be seen before it goes (rule D3), with its sum: gone through one by one, or approved together. */
export function ReviewLine({
  status,
  rows,
  onGoThrough,
}: {
  status: CompanyStatus
  rows: readonly QueueRow[]
  /** Shows these alone. */
  onGoThrough: () => void
}): ReactNode {
  const words = useWords()
  const act = useAct()
  const [isAsking, setAsking] = useState(false)
  const waiting = useMemo(() => rows.filter((row) => row.problem?.code === 'awaits-review'), [rows])
  if (waiting.length === 0) return null
  return (
    <div className={css['bar']} role="group" aria-label={words.t('window.review.label')} data-part="review">
      <ListChecks size={16} aria-hidden="true" />
      <b className="num">{words.t('window.review.waits', { count: waiting.length, sums: sumsOf(waiting, words) })}</b>
      {isAsking ? (
        <ApproveBar
          status={status}
          rows={waiting}
          act={act}
          onDone={() => setAsking(false)}
          onCancel={() => setAsking(false)}
        />
      ) : (
        <>
          <Button onClick={onGoThrough}>{words.t('window.review.goThrough')}</Button>
          <Button onClick={() => setAsking(true)}>{words.t('window.review.approveAll')}</Button>
        </>
      )}
      <ActTrouble act={act} />
    </div>
  )
}
