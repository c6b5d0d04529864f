import { useVirtualizer } from '@tanstack/react-virtual'
import type { Density } from '../../rows/density.ts'
import { ChevronDown, ChevronUp } from 'lucide-react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { memo, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import type { Order, SortName } from '../../rows/row-order.ts'
import { useWords } from '../../words/context.tsx'
import { useNow } from '../../words/now.ts'
import { LinePool } from './line-pool.ts'
import css from './queue-list.module.css'
import { QueueRowView } from './queue-row.tsx'
import type { ShownRows } from './shown-rows.ts'

export const ROW_HEIGHT = { comfortable: 54, compact: 32 } as const

export interface QueueListProps {
  rows: ShownRows
  /** Place of the row whose details are shown; -1 for none. */
  active: number
  marked: ReadonlySet<string>
  density: Density
  order: Order
  onOrder: (order: Order) => void
  onPick: (index: number, how: 'only' | 'toggle' | 'stretch') => void
  onEnter: () => void
  ref: Ref<{ focus: () => void }>
}

const COLUMNS = ['state', 'since', 'document', 'party', 'date', 'amount'] as const

const MINUTE = 60_000

const rowId = (row: QueueRow): string => `row-${row.key}`

/**
 * The list: only the rows in sight are in the page. The focus stays on the list itself; the arrow keys move the row. What is
 * typed into the search above draws it anew only once there is another result.
 */
export const QueueList = memo(function QueueList({
  rows,
  active,
  marked,
  density,
  order,
  onOrder,
  onPick,
  onEnter,
  ref,
}: QueueListProps): ReactNode {
  const words = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const height = ROW_HEIGHT[density]
  const pool = useMemo(() => ({ height, lines: new LinePool() }), [height]).lines
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 3,
    rangeExtractor: pool.range,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
  })
  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus() }), [])
  useEffect(() => virtual.measure(), [virtual, height])
  const activeRow = rows.at(active)
  const activeKey = activeRow?.key
  const drawnOrder = useRef(order)
  useEffect(() => {
    const sorted = drawnOrder.current !== order
    drawnOrder.current = order
    // Who sorts wants to see what now comes first, wherever the row went that was open.
    if (sorted) scroller.current?.scrollTo({ top: 0 })
    else if (activeKey !== undefined && active >= 0) virtual.scrollToIndex(active)
    // Only where another row was chosen, or its place moved; not at every scroll.
  }, [virtual, activeKey, active, order])

  function keys(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1)
    const last = rows.length - 1
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active < 0 ? 0 : active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: last,
    }[event.key]
    if (to !== undefined && last >= 0) {
      event.preventDefault()
      onPick(Math.max(0, Math.min(last, to)), event.shiftKey ? 'stretch' : 'only')
    } else if (event.key === ' ' && active >= 0) {
      event.preventDefault()
      onPick(active, 'toggle')
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      onEnter()
    }
  }

  const items = virtual.getVirtualItems()
  // How long rows have waited is told to the minute: they are drawn anew no more often than that.
  const now = Math.floor(useNow() / MINUTE) * MINUTE
  const activeInPage = activeRow !== undefined && items.some((item) => item.index === active)
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className={css['list']}
      data-density={density}
      data-marking={marked.size > 0}
      aria-label={words.t('window.queue.list')}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={activeInPage ? rowId(activeRow) : undefined}
      onKeyDown={keys}
    >
      <Heads order={order} onOrder={onOrder} />
      <div role="rowgroup" className={css['rows']} style={{ height: virtual.getTotalSize() }}>
        {pool.inPage(items, virtual.isScrolling).map((item) => {
          const row = rows.at(item.index)
          return (
            row && (
              <QueueRowView
                key={pool.lineOf(item.index)}
                id={rowId(row)}
                row={row}
                index={item.index}
                top={item.start - HEAD}
                active={item.index === active}
                marked={marked.has(row.key)}
                marking={marked.size > 0}
                now={now}
                onPick={onPick}
              />
            )
          )
        })}
      </div>
    </div>
  )
})

const HEAD = 32

const Heads = memo(function Heads({ order, onOrder }: Pick<QueueListProps, 'order' | 'onOrder'>): ReactNode {
  const words = useWords()
  // One column can be reached with Tab, the one that is sorted by; the arrows go on to the others.
  const tabbed = COLUMNS.find((column) => column === order.by) ?? 'document'
  return (
    <div role="row" aria-rowindex={1} className={css['head']} onKeyDown={alongHeads}>
      <div role="columnheader" className={css['mark']}>
        <span className="out-of-sight">{words.t('window.select.clear')}</span>
      </div>
      {COLUMNS.map((column) => (
        <Head key={column} column={column} tabbed={column === tabbed} order={order} onOrder={onOrder} />
      ))}
    </div>
  )
})

/** Left and right among the columns that are in sight. */
function alongHeads(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (by === undefined) return
  const heads = [...event.currentTarget.querySelectorAll('button')].filter((head) => head.offsetParent !== null)
  const next = heads[heads.findIndex((head) => head === document.activeElement) + by]
  event.preventDefault()
  next?.focus()
}

function Head({
  column,
  tabbed,
  order,
  onOrder,
}: {
  column: SortName & (typeof COLUMNS)[number]
  tabbed: boolean
  order: Order
  onOrder: (order: Order) => void
}): ReactNode {
  const words = useWords()
  const name = words.t(`window.column.${column}`)
  const sorted = order.by === column
  // Once downwards for what counts (newest, largest first), then upwards, then back to what needs a person first.
  const startsDown = column === 'date' || column === 'amount'
  const next: Order = !sorted
    ? { by: column, down: startsDown }
    : order.down === startsDown
      ? { by: column, down: !startsDown }
      : { by: 'attention', down: false }
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? (order.down ? 'descending' : 'ascending') : 'none'}
      className={`${css[column]} ${css['column']}`}
    >
      <button type="button" tabIndex={tabbed ? 0 : -1} onClick={() => onOrder(next)}>
        <span>{name}</span>
        {sorted &&
          (order.down ? <ChevronDown size={13} aria-hidden="true" /> : <ChevronUp size={13} aria-hidden="true" />)}
      </button>
    </div>
  )
}
