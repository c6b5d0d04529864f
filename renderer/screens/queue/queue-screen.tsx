import type { KeyboardEvent, ReactNode } from 'react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Tabs } from 'radix-ui'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { Go } from '../../company/company-context.tsx'
import { useLive, useRows } from '../../live/context.tsx'
import type { Tab } from '../../rows/shown-state.ts'
import { TABS } from '../../rows/shown-state.ts'
import type { Order } from '../../rows/row-order.ts'
import { useAnnounce } from '../../parts/live-region/announce.tsx'
import { Split } from '../../parts/split/split.tsx'
import { useStored } from '../../parts/stored.ts'
import { useWords } from '../../words/context.tsx'
import { DocumentPane } from '../document/document-pane.tsx'
import { BulkBar } from './bulk-bar.tsx'
import type { Filters } from './filters.ts'
import { countFilters, NO_FILTERS } from './filters.ts'
import { QueueEmpty } from './queue-empty.tsx'
import { QueueFooter } from './queue-footer.tsx'
import { QueueHead } from './queue-head.tsx'
import type { Density } from '../../rows/density.ts'
import { QueueList } from './queue-list.tsx'
import css from './queue-screen.module.css'
import { QueueTabs } from './queue-tabs.tsx'
import { useQueueView } from './queue-view.ts'
import { ReviewLine } from './review-line.tsx'
import { rowSearchFor } from './search.ts'
import { RowMenu } from './row-menu.tsx'
import { useMarks } from './use-marks.ts'
import { useQueueKeys } from './use-queue-keys.ts'
import { useWarmList } from './use-warm-list.ts'

export interface QueueScreenProps {
  status: CompanyStatus
  shown: DocumentKey | null
  density: Density
  onShow: (key: DocumentKey | null) => void
  onGo: Go
  onHelp: () => void
}

/** The home of the window: every record with its state and reason, and beside it whatever was chosen. */
export function QueueScreen({ status, shown, density, onShow, onGo, onHelp }: QueueScreenProps): ReactNode {
  const words = useWords()
  const announce = useAnnounce()
  const live = useLive()
  const company = status.companyId
  const { phase, rows, counts, totals } = useRows(company)
  const store = live.rowsOf(company)
  const [tab, setTab] = useStored<Tab | ''>(`tab.${company}`, '')
  const [text, setText] = useState('')
  const [filters, setFilters] = useState<Filters>(NO_FILTERS)
  const [order, setOrder] = useState<Order>(store.order())
  const list = useRef<{ focus: () => void }>(null)
  const search = useRef<HTMLInputElement>(null)
  const pane = useRef<HTMLElement>(null)

  // A first look opens on what needs a person; on everything where nothing does.
  const here: Tab = tab !== '' && TABS.includes(tab) ? tab : counts['needs-you'] > 0 ? 'needs-you' : 'all'
  const rowSearch = rowSearchFor(words)
  useWarmList(rowSearch, store, rows)
  const view = useQueueView({ rows, tab: here, filters, search: rowSearch, text })
  const shownRow = shown === null ? null : store.row(shown)
  const active = useMemo(() => (shownRow === null ? -1 : view.shown.indexOf(shownRow)), [view, shownRow])
  const marks = useMarks(view.shown, active)
  const { clear } = marks
  // What a press works on: handlers that stay the same let lines and details stand that show the same as before.
  const latest = useRef({ view, marks, active })
  useEffect(() => {
    latest.current = { view, marks, active }
  })

  const sort = useCallback(
    (next: Order) => {
      store.sortBy(next)
      setOrder(next)
    },
    [store],
  )

  const pick = useCallback(
    (index: number, how: 'only' | 'toggle' | 'stretch') => {
      const { view, marks } = latest.current
      const row = view.shown.at(index)
      if (!row) return
      if (how === 'only') {
        marks.clear()
        onShow(row.key)
      } else {
        marks.mark(index, how)
        if (how === 'stretch') onShow(row.key)
      }
    },
    [onShow],
  )

  const move = useCallback(
    (by: 1 | -1) => {
      const { view, active } = latest.current
      const next = view.shown.at(Math.max(0, active + by))
      if (next) onShow(next.key)
    },
    [onShow],
  )

  const rowOf = useCallback((key: DocumentKey) => store.row(key), [store])
  const enter = useCallback(() => pane.current?.focus(), [])

  const changeTab = useCallback(
    (next: Tab) => {
      clear()
      setTab(next)
    },
    [clear, setTab],
  )

  // Someone who searches hears how many were found; a list that changes by itself stays silent.
  useEffect(() => {
    if (text !== '') announce(words.t('window.announce.shown', { count: view.shown.length }))
  }, [announce, words, text, view.shown.length])

  // A push that ends is worth saying; what it does on the way is in sight.
  const { lastPush } = status
  const heardPush = useRef(lastPush?.at)
  useEffect(() => {
    if (!lastPush || heardPush.current === lastPush.at) return
    heardPush.current = lastPush.at
    announce(words.t('window.announce.synced', { sent: lastPush.sent, failed: lastPush.failed }))
  }, [announce, words, lastPush])

  // Wide enough for both, a list that has rows always shows one of them.
  const firstKey = view.shown.at(0)?.key ?? null
  const hasOpened = useRef(false)
  useEffect(() => {
    // Only when the list is first there: closing the pane keeps it closed.
    if (hasOpened.current || firstKey === null) return
    hasOpened.current = true
    if (shown === null && window.matchMedia('(min-width: 1100px)').matches) onShow(firstKey)
  }, [shown, firstKey, onShow])

  // The list is narrowed by every letter: the details are drawn anew only where they change.
  const isFirst = active <= 0
  const isLast = active >= view.shown.length - 1
  const details = useMemo(
    () =>
      shown !== null && (
        <DocumentPane
          ref={pane}
          status={status}
          documentKey={shown}
          row={shownRow}
          first={isFirst}
          last={isLast}
          onMove={move}
          onBack={() => list.current?.focus()}
          onGo={onGo}
          onShow={(key) => {
            setText('')
            setFilters(NO_FILTERS)
            changeTab('all')
            onShow(key)
          }}
          onClose={() => {
            onShow(null)
            list.current?.focus()
          }}
        />
      ),
    [shown, shownRow, status, isFirst, isLast, move, onShow, onGo, changeTab, setText, setFilters],
  )

  const keys = useQueueKeys({
    company,
    onSearch: () => search.current?.focus(),
    onTab: changeTab,
    onHelp,
    row: shownRow,
  })

  function goThroughReview(): void {
    setText('')
    setFilters({ ...NO_FILTERS, reason: 'awaits-review' })
    changeTab('needs-you')
    list.current?.focus()
  }

  function searchKeys(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault()
      if (active < 0 && firstKey !== null) onShow(firstKey)
      list.current?.focus()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (text === '') list.current?.focus()
      else setText('')
    }
  }

  return (
    <main tabIndex={-1} className={css['screen']} onKeyDown={keys}>
      <QueueHead
        status={status}
        totals={totals}
        rows={rows}
        text={text}
        onText={setText}
        searchRef={search}
        onSearchKeys={searchKeys}
        filters={filters}
        onFilters={setFilters}
        tab={here}
        onTab={changeTab}
        order={order}
        onOrder={sort}
      />
      <Tabs.Root
        value={here}
        onValueChange={(value) => changeTab(value as Tab)}
        className={css['body']}
        activationMode="manual"
      >
        <QueueTabs counts={counts} totals={totals} />
        {marks.marked.size === 0 && <ReviewLine status={status} rows={rows} onGoThrough={goThroughReview} />}
        <Tabs.Content value={here} tabIndex={-1} className={css['content']}>
          <Split
            name="queue"
            label={words.t('window.queue.resize')}
            open={shown !== null && (view.shown.length > 0 || shownRow !== null)}
            main={
              view.shown.length === 0 ? (
                <QueueEmpty
                  phase={phase}
                  tab={here}
                  text={text}
                  filtered={countFilters(filters) > 0}
                  anywhere={view.anywhere}
                  onAgain={() => void store.read()}
                  onAll={() => changeTab('all')}
                  onClear={() => {
                    setText('')
                    setFilters(NO_FILTERS)
                  }}
                />
              ) : (
                <RowMenu company={company} rowOf={rowOf} active={shownRow}>
                  <div className={css['listFrame']}>
                    {marks.marked.size > 0 && (
                      <BulkBar status={status} rows={view.shown} marked={marks.marked} onClear={marks.clear} />
                    )}
                    <QueueList
                      ref={list}
                      rows={view.shown}
                      active={active}
                      marked={marks.marked}
                      density={density}
                      order={order}
                      onOrder={sort}
                      onPick={pick}
                      onEnter={enter}
                    />
                  </div>
                </RowMenu>
              )
            }
            side={details}
          />
        </Tabs.Content>
      </Tabs.Root>
      <QueueFooter
        status={status}
        documents={totals.documents}
        others={rows.length - totals.documents}
        shown={view.shown.length}
        narrowed={text !== '' || countFilters(filters) > 0}
      />
    </main>
  )
}
