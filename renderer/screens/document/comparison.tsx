import type { ReactNode } from 'react'
import type { Side } from '../../../shared/bridge.ts'
import type { OtherDocument } from '../../../shared/problem.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { unpackSent, unpackShown } from '../../../shared/shown.ts'
import { useWords } from '../../words/context.tsx'
import { sideText } from '../../../shared/words/side-text.ts'
import css from './comparison.module.css'

/** Our document and the one in the way, side by side, with what differs marked. */
export function Comparison({
  row,
  other,
  lookedAt,
}: {
  row: QueueRow
  other: OtherDocument
  /** When QuickBooks was last asked, ISO instant. */
  lookedAt: string | null
}): ReactNode {
  const words = useWords()
  const none = words.t('window.comparison.none')
  const amount = (cents: number | null): string => (cents === null ? none : words.money(cents))
  const day = (date: string | null): string => (date === null ? none : words.day(date))
  const lines = [
    { name: 'number', ours: row.number ?? none, theirs: other.docNumber ?? none },
    { name: 'party', ours: row.party ?? row.name ?? none, theirs: other.party ?? none },
    { name: 'date', ours: day(row.date), theirs: day(other.date) },
    { name: 'amount', ours: amount(row.amount), theirs: amount(other.amount) },
  ] as const
  const shown = lines.filter((line) => line.ours !== none || line.theirs !== none)
  return (
    <table className={css['comparison']}>
      <thead>
        <tr>
          <td />
          <th scope="col">{words.t('window.document.inBilldr')}</th>
          <th scope="col">
            {lookedAt === null
              ? words.t('window.document.inQuickBooks')
              : words.t('window.document.quickbooksNow', { when: words.instant(lookedAt) })}
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((line) => {
          const differs = line.ours !== line.theirs
          return (
            <tr key={line.name} data-differs={differs}>
              <th scope="row">{words.t(`window.comparison.${line.name}`)}</th>
              {[line.ours, line.theirs].map((text, at) => (
                <td key={at} className={line.name === 'amount' || line.name === 'date' ? 'num' : undefined} dir="auto">
                  {differs ? <mark>{text}</mark> : text}
                  {at === 1 && (
                    <span className="out-of-sight">
                      {' '}
                      ({words.t(differs ? 'window.comparison.differs' : 'window.comparison.same')})
                    </span>
                  )}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const SIDES = ['billdr', 'sent', 'quickbooks'] as const

/** Billdr now, as it was sent, and QuickBooks now with the time of its reading, for each field in which they differ (rule W1). */
export function ThreeSides({ sides, row }: { sides: readonly Side[]; row: QueueRow }): ReactNode {
  const words = useWords()
  if (sides.length === 0) return null
  const sentAt = row.sent === undefined ? null : unpackSent(row.sent).at
  const readAt = row.shows === undefined ? null : unpackShown(row.shows).asOf
  const heads = {
    billdr: words.t('window.document.billdrNow'),
    sent: sentAt ? words.t('window.document.asSent', { when: words.instant(sentAt) }) : '',
    quickbooks: readAt
      ? words.t('window.document.quickbooksNow', { when: words.instant(readAt) })
      : words.t('window.document.inQuickBooks'),
  }
  const columns = SIDES.filter((side) => side !== 'sent' || sentAt !== null)
  return (
    <section data-part="sides">
      <h4>{words.t(sentAt === null ? 'window.document.differ' : 'window.document.differSent')}</h4>
      <table className={css['comparison']}>
        <thead>
          <tr>
            <td />
            {columns.map((side) => (
              <th key={side} scope="col">
                {heads[side]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sides.map((each) => (
            <tr key={each.field} data-differs="true" data-field={each.field}>
              <th scope="row">{words.t(`difference.${each.field}`)}</th>
              {columns.map((side) => (
                <td key={side} dir="auto" data-side={side}>
                  {each[side] === each.quickbooks && side !== 'quickbooks' ? (
                    sideText(each.field, each[side], words)
                  ) : (
                    <mark>{sideText(each.field, each[side], words)}</mark>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
