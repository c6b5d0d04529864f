import { Paperclip, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { memo } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import { shownStateOf } from '../../rows/shown-state.ts'
import { StateMark } from '../../parts/state-mark/state-mark.tsx'
import { useWords } from '../../words/context.tsx'
import css from './queue-list.module.css'
import { amountOf, fullNameOf, rowWords } from './row-words.ts'

export interface QueueRowProps {
  id: string
  row: QueueRow
  /** Place in the list, from 0. */
  index: number
  /** Pixels from the top of the list. */
  top: number
  active: boolean
  marked: boolean
  marking: boolean
  /** Milliseconds of the clock, to the minute. */
  now: number
  onPick: (index: number, how: 'only' | 'toggle' | 'stretch') => void
}

/** Within this year the day and month say enough. */
function isThisYear(day: string, now: number): boolean {
  return day.startsWith(String(new Date(now).getFullYear()))
}

/** One record: its state, what it is, for whom, why it stands where it stands, and its amount. */
export const QueueRowView = memo(function QueueRowView({
  id,
  row,
  index,
  top,
  active,
  marked,
  marking,
  now,
  onPick,
}: QueueRowProps): ReactNode {
  const words = useWords()
  const said = rowWords(row, words)
  const shownState = shownStateOf(row)
  const amount = amountOf(row)
  const heldReceipt = row.attachments.some((each) => each.state === 'held')
  const receipts = row.attachments.length > 0 ? words.t('window.row.receipts', { count: row.attachments.length }) : ''
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={marking ? marked : active}
      data-active={active}
      data-key={row.key}
      className={css['row']}
      style={{ top }}
      onClick={(event) =>
        onPick(index, event.shiftKey ? 'stretch' : event.ctrlKey || event.metaKey ? 'toggle' : 'only')
      }
    >
      <div role="gridcell" className={css['mark']}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={marked}
          aria-label={words.t('window.select.one', { name: fullNameOf(row, words) })}
          onChange={() => undefined}
          // The list keeps the focus: this line may show another row in a moment.
          onFocus={(event) => event.currentTarget.closest<HTMLElement>('[role=grid]')?.focus({ preventScroll: true })}
          onClick={(event) => {
            event.stopPropagation()
            onPick(index, event.shiftKey ? 'stretch' : 'toggle')
          }}
        />
      </div>
      <div role="gridcell" className={css['state']}>
        <StateMark shownState={shownState} />
      </div>
      <div role="gridcell" className={`${css['since']} num`} title={row.since ? words.instant(row.since) : undefined}>
        {row.since ? words.t('window.row.since', { time: words.age(row.since, now) }) : ''}
      </div>
      <div role="gridcell" className={css['document']}>
        <b className="clip" dir="auto">
          {said.title}
        </b>
        {row.attachments.length > 0 && (
          <span className={css['clip']} title={receipts}>
            {heldReceipt ? (
              <TriangleAlert size={13} className={css['trouble']} aria-hidden="true" />
            ) : (
              <Paperclip size={13} aria-hidden="true" />
            )}
            <span className="out-of-sight">{receipts}</span>
          </span>
        )}
      </div>
      <div role="gridcell" className={`${css['under']} clip`} dir="auto">
        {said.under}
      </div>
      <div role="gridcell" className={`${css['party']} clip`} dir="auto">
        {said.party}
      </div>
      <div role="gridcell" className={`${css['date']} num`}>
        {row.date ? words.day(row.date, isThisYear(row.date, now) ? 'short' : 'long') : ''}
      </div>
      <div role="gridcell" className={`${css['amount']} num`}>
        {amount === null ? '' : words.money(amount)}
      </div>
      <div role="gridcell" className={`${css['reason']} ${css[shownState]} clip`} dir="auto" title={said.reason}>
        {said.reason}
      </div>
    </div>
  )
})
