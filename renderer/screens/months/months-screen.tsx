import { CalendarDays, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import { partsByMonth } from '../../../shared/month-parts.ts'
import { emptyMonth, monthsOf, withMarked } from '../../../shared/months.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useLive, useRows } from '../../live/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
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
  const { bridge } = useBridge()
  const company = status.companyId
  // What a person signed changes with the rows; they come by themselves, and it is asked for again.
  const [asked, ask] = useAsked(
    () => bridge.months({ company }),
    `${company} ${status.lastPush?.at ?? ''} ${status.progress.phase} ${JSON.stringify(status.counts)} ${status.needsYou}`,
  )
  const books = asked.value
  const shown = useMemo(() => withMarked(rows, new Map(books?.marked)), [rows, books])
  const months = useMemo(() => {
    const standings = monthsOf(shown, books?.homeCurrency ?? null)
    const known = new Set(standings.map(({ month }) => month))
    // What only QuickBooks has may be of a month in which Billdr has nothing.
    const others = (books?.months ?? []).filter(
      ({ month, onlyInQuickBooks }) => !known.has(month) && onlyInQuickBooks.length > 0,
    )
    return [...standings, ...others.map(({ month }) => emptyMonth(month))].sort((one, other) =>
      one.month < other.month ? 1 : -1,
    )
  }, [shown, books])
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
          <Month
            key={standing.month}
            company={company}
            standing={standing}
            books={books?.months.find(({ month }) => month === standing.month) ?? null}
            rows={shown}
            partsNow={() =>
              partsByMonth(shown, books?.homeCurrency ?? null).get(standing.month) ?? { project: [], party: [] }
            }
            onDone={ask}
            onShow={onShow}
          />
        ))}
      </div>
    </Page>
  )
}
