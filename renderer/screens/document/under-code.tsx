import type { ReactNode } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import { useRows } from '../../live/context.tsx'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { fullNameOf } from '../queue/row-words.ts'
import css from './document.module.css'

/** So many stand below a cost code; more are found in the list. */
const MOST = 20

/** The documents that wait for one choice: the account or item of their cost code. */
export function UnderCode({
  company,
  code,
  onShow,
}: {
  company: string
  code: DocumentKey
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const { rows } = useRows(company)
  const under = rows.filter((row) => row.under === code)
  return (
    <section data-part="under">
      <h4>{words.t('window.row.holds', { count: under.length })}</h4>
      <ul className={css['under']}>
        {under.slice(0, MOST).map((row) => (
          <li key={row.key}>
            <Button variant="quiet" onClick={() => onShow(row.key)}>
              {[
                fullNameOf(row, words),
                row.number === null ? null : row.party,
                row.amount === null ? null : words.money(row.amount, row.currency),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
