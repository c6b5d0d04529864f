import { Pause, Play, RefreshCw, RotateCcw, Search, X } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { memo } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { isBeingSetUp } from '../../live/being-set-up.ts'
import type { Tab } from '../../rows/shown-state.ts'
import type { ListTotals } from '../../rows/row-totals.ts'
import type { Order } from '../../rows/row-order.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button, buttonStyles, IconButton } from '../../parts/button/button.tsx'
import menu from '../../parts/menu/menu.module.css'
import { useWords } from '../../words/context.tsx'
import { FilterButton } from './filter-button.tsx'
import type { Filters } from './filters.ts'
import css from './queue-head.module.css'

const HOUR = 3_600_000

/** The next eight o'clock in the morning of tomorrow, on this machine's clock. */
export function tomorrowMorning(now: Date): Date {
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  morning.setHours(8, 0, 0, 0)
  return morning
}

/** Title and summary, search and filters, and what can be started or stopped for the whole company. */
export function QueueHead({
  status,
  totals,
  rows,
  text,
  onText,
  searchRef,
  onSearchKeys,
  filters,
  onFilters,
  tab,
  onTab,
  order,
  onOrder,
}: {
  status: CompanyStatus
  totals: ListTotals
  rows: readonly QueueRow[]
  text: string
  onText: (text: string) => void
  searchRef: Ref<HTMLInputElement>
  onSearchKeys: (event: KeyboardEvent) => void
  filters: Filters
  onFilters: (filters: Filters) => void
  tab: Tab
  onTab: (tab: Tab) => void
  order: Order
  onOrder: (order: Order) => void
}): ReactNode {
  const words = useWords()
  return (
    <header className={css['frame']}>
      <div className={css['head']}>
        <div className={css['title']}>
          <h1>{words.t('window.queue.title')}</h1>
          {totals.documents > 0 && (
            <p className="num">{words.t('window.queue.summary', { synced: totals.there, count: totals.documents })}</p>
          )}
        </div>
        <div className={css['search']} role="search">
          <Search size={15} aria-hidden="true" />
          <input
            ref={searchRef}
            type="text"
            value={text}
            placeholder={words.t('window.queue.search')}
            aria-label={words.t('window.queue.searchLabel')}
            aria-keyshortcuts="Control+F"
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onSearchKeys}
          />
          {text === '' ? (
            <kbd aria-hidden="true">/</kbd>
          ) : (
            <IconButton
              label={words.t('window.queue.clearSearch')}
              onClick={() => onText('')}
              className={css['clear'] ?? ''}
            >
              <X size={14} />
            </IconButton>
          )}
        </div>
        <FilterButton
          company={status.companyId}
          rows={rows}
          filters={filters}
          onFilters={onFilters}
          tab={tab}
          onTab={onTab}
          text={text}
          onText={onText}
          order={order}
          onOrder={onOrder}
        />
        <Actions status={status} failed={totals.failed} />
      </div>
    </header>
  )
}

/** What can be started or stopped for the whole company; a letter that is typed into the search does not draw it anew. */
const Actions = memo(function Actions({ status, failed }: { status: CompanyStatus; failed: number }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const company = status.companyId
  const running = status.progress.phase !== 'idle'
  const pause = (until: string | null): void => void act.run('pause', () => bridge.pause({ company, until }))

  return (
    <>
      <div className={css['actions']}>
        {failed > 0 && (
          <Button
            icon={<RotateCcw size={14} aria-hidden="true" />}
            busy={act.busy === 'retry'}
            onClick={() => void act.run('retry', () => bridge.retry({ company, keys: 'all' }))}
          >
            {words.t('window.queue.retryFailed', { count: failed })}
          </Button>
        )}
        {isBeingSetUp(status) ? null : status.paused ? (
          <Button icon={<Play size={14} aria-hidden="true" />} busy={act.busy === 'pause'} onClick={() => pause(null)}>
            {words.t('window.queue.resume')}
          </Button>
        ) : (
          <DropdownMenu.Root modal={false}>
            <DropdownMenu.Trigger
              className={`${buttonStyles['button']} ${css['pause']}`}
              title={words.t('window.queue.pauseMenu')}
              aria-label={words.t('window.queue.pauseMenu')}
            >
              <Pause size={14} aria-hidden="true" />
            </DropdownMenu.Trigger>
            <DropdownMenu.Portal>
              <DropdownMenu.Content className={menu['menu']} align="end" sideOffset={4}>
                <DropdownMenu.Label className={menu['label']}>{words.t('window.queue.pauseMenu')}</DropdownMenu.Label>
                <DropdownMenu.Item
                  className={menu['item']}
                  onSelect={() => pause(new Date(Date.now() + HOUR).toISOString())}
                >
                  {words.t('window.queue.pauseHour')}
                </DropdownMenu.Item>
                <DropdownMenu.Item
                  className={menu['item']}
                  onSelect={() => pause(tomorrowMorning(new Date()).toISOString())}
                >
                  {words.t('window.queue.pauseTomorrow')}
                </DropdownMenu.Item>
                <DropdownMenu.Item className={menu['item']} onSelect={() => pause('resumed')}>
                  {words.t('window.queue.pauseOpen')}
                </DropdownMenu.Item>
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu.Root>
        )}
        <Button
          variant="primary"
          icon={<RefreshCw size={14} aria-hidden="true" />}
          busy={running || act.busy === 'sync'}
          aria-keyshortcuts="Control+Enter"
          onClick={() => void act.run('sync', () => bridge.syncNow({ company }))}
        >
          {words.t('window.queue.syncNow')}
        </Button>
      </div>
      <div className={css['trouble']}>
        <ActTrouble act={act} />
      </div>
    </>
  )
})
