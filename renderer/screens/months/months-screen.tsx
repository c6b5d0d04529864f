import { CalendarDays, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import { monthsOf } from '../../../shared/months.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useLive, useRows } from '../../live/context.tsx'
import { Button } from '../../parts/button/button.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { Page } from '../../parts/page/page.tsx'
import { useWords } from '../../words/context.tsx'
import { Month } from './month.tsx'
import css from './months.module.css'

/** Every month held against QuickBooks: all of it is there, except these. */
export function MonthsScreen({
  status,
  onShow,
}: {
  status: CompanyStatus
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const live = useLive()
  const { rows, phase } = useRows(status.companyId)
  const months = useMemo(() => monthsOf(rows), [rows])
  return (
    <Page title={words.t('months.title')} about={words.t('months.about')}>
      {phase === 'loading' && (
        <div role="status">
          <Empty icon={<LoaderCircle />} title={words.t('months.loading')} />
        </div>
      )}
      {phase === 'failed' && (
        <Empty icon={<TriangleAlert />} title={words.t('months.failed')}>
          <Button onClick={() => void live.rowsOf(status.companyId).read()}>{words.t('window.empty.again')}</Button>
        </Empty>
      )}
      {phase === 'ready' && months.length === 0 && (
        <Empty icon={<CalendarDays />} title={words.t('months.none')} text={words.t('months.noneText')} />
      )}
      <div className={css['months']}>
        {months.map((standing) => (
          <Month key={standing.month} standing={standing} onShow={onShow} />
        ))}
      </div>
    </Page>
  )
}
