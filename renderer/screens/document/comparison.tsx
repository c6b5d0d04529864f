import type { ReactNode } from 'react'
import type { OtherDocument } from '../../../shared/problem.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { useWords } from '../../words/context.tsx'
import { sideOf } from './difference-words.ts'
import css from './comparison.module.css'

/** Our document and the one in the way, side by side, with what differs marked. */
export function Comparison({ row, other }: { row: QueueRow; other: OtherDocument }): ReactNode {
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
          <th scope="col">{words.t('window.document.inQuickBooks')}</th>
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

/** What was changed in QuickBooks since it was sent, field by field. */
export function Differences({ row }: { row: QueueRow }): ReactNode {
  const words = useWords()
  if (!row.differs?.length) return null
  return (
    <table className={css['comparison']}>
      <thead>
        <tr>
          <td />
          <th scope="col">{words.t('window.document.inBilldr')}</th>
          <th scope="col">{words.t('window.document.inQuickBooks')}</th>
        </tr>
      </thead>
      <tbody>
        {row.differs.map((each) => (
          <tr key={each.field} data-differs="true">
            <th scope="row">{words.t(`difference.${each.field}`)}</th>
            {(['billdr', 'quickbooks'] as const).map((side) => (
              <td key={side} dir="auto">
                <mark>{sideOf(each, side, words)}</mark>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
