import type { ReactNode } from 'react'
import { useState } from 'react'
import type { MonthParts } from '../../../shared/month-parts.ts'
import { MONTH_PARTS } from '../../../shared/month-parts.ts'
import { useWords } from '../../words/context.tsx'
import css from './months.module.css'

/** The sums of a month by project, and by client or supplier, each in a fold of its own. */
export function Parts({ partsNow }: { partsNow: () => MonthParts }): ReactNode {
  const words = useWords()
  const [opened, setOpened] = useState<MonthParts | null>(null)
  return MONTH_PARTS.map((by) => (
    <details
      key={by}
      className={css['parts']}
      onToggle={(event) => setOpened(event.currentTarget.open ? partsNow() : null)}
    >
      <summary>{words.t(by === 'project' ? 'months.byProject' : 'months.byParty')}</summary>
      {opened && (
        <table className={css['sums']}>
          <thead>
            <tr>
              <th scope="col">{words.t(by === 'project' ? 'field.project' : 'months.csv.party')}</th>
              <th scope="col">{words.t('months.kind')}</th>
              <th scope="col">{words.t('months.inBilldr')}</th>
              <th scope="col">{words.t('months.inQuickBooks')}</th>
              <th scope="col">{words.t('months.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {opened[by].map(({ name, kind, currency, billdr, quickbooks, difference }) => (
              <tr key={`${name ?? ''} ${kind} ${currency ?? ''}`} data-missing={difference !== 0}>
                <th scope="row" dir="auto">
                  {name ?? words.t('months.noName')}
                </th>
                <td>{words.t(`months.sums.${kind}`)}</td>
                <td className="num">{words.money(billdr, currency)}</td>
                <td className="num">{words.money(quickbooks, currency)}</td>
                <td className="num">{difference === 0 ? '–' : words.money(difference, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  ))
}
