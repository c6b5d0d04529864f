import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { MonthStanding } from '../../../shared/months.ts'
import { cents } from '../../../shared/money.ts'
import { monthSentence } from '../../../shared/month-sentence.ts'
import { moodOf } from '../../live/row-mood.ts'
import { Button } from '../../parts/button/button.tsx'
import { StateIcon, StateMark } from '../../parts/state-mark/state-mark.tsx'
import { useWords } from '../../words/context.tsx'
import { fullNameOf, rowWords } from '../queue/row-words.ts'
import css from './months.module.css'

/** So many exceptions are shown before somebody asks for more. */
const FIRST = 12

/** One month: its sentence, the exceptions with their reasons, the sums of both sides, and the tax that is left to add. */
export function Month({
  standing,
  onShow,
}: {
  standing: MonthStanding
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const id = useId()
  const [most, setMost] = useState(FIRST)
  const { month, due, inBooks, exceptions, ignored, notDue, taxToAdd } = standing
  const whole = due > 0 && inBooks === due
  const aside = [
    ...(notDue > 0 ? [words.t('months.notDue', { count: notDue })] : []),
    ...(ignored > 0 ? [words.t('months.leftOut', { count: ignored })] : []),
  ]
  return (
    <section className={css['month']} aria-labelledby={id} data-whole={whole}>
      <header>
        <h2 id={id}>{words.month(month)}</h2>
        {due > 0 && (
          <progress
            className={css['bar']}
            max={due}
            value={inBooks}
            aria-label={words.t('months.ofAll', { done: inBooks, all: due })}
          />
        )}
        {due > 0 && <span className="num muted">{words.t('months.ofAll', { done: inBooks, all: due })}</span>}
      </header>
      <p className={css['sentence']}>
        {whole && <StateIcon mood="synced" />}
        <span>{monthSentence(standing, words)}</span>
      </p>
      {exceptions.length > 0 && (
        <ul className={css['exceptions']}>
          {exceptions.slice(0, most).map((row) => {
            const said = rowWords(row, words)
            return (
              <li key={row.key}>
                <StateMark mood={moodOf(row)} />
                <button
                  type="button"
                  className={css['document']}
                  dir="auto"
                  title={words.t('months.show', { name: fullNameOf(row, words) })}
                  onClick={() => onShow(row.key)}
                >
                  {said.title}
                </button>
                <span className="clip" dir="auto">
                  {said.party}
                </span>
                <span className={`${css['amount']} num`}>
                  {row.amount === null ? '' : words.money(row.amount, row.currency)}
                </span>
                <span className={css['reason']} dir="auto">
                  {said.reason}
                </span>
              </li>
            )
          })}
        </ul>
      )}
      {exceptions.length > most && (
        <div className={css['more']}>
          <Button variant="quiet" onClick={() => setMost(exceptions.length)}>
            {words.t('months.more', { count: exceptions.length - most })}
          </Button>
        </div>
      )}
      <Sums standing={standing} labelledBy={id} />
      {due > 0 &&
        (taxToAdd.length === 0 ? (
          <p className="muted">{words.t('months.taxDone')}</p>
        ) : (
          taxToAdd.map(({ currency, amount, documents }) => (
            <p key={currency ?? ''}>
              {words.t('months.taxToAdd', { amount, count: documents, currency: currency ?? '' })}
            </p>
          ))
        ))}
      {aside.length > 0 && <p className="muted">{aside.join(' · ')}</p>}
    </section>
  )
}

function Sums({ standing, labelledBy }: { standing: MonthStanding; labelledBy: string }): ReactNode {
  const words = useWords()
  if (standing.sums.length === 0) return null
  return (
    <table className={css['sums']} aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{words.t('months.kind')}</th>
          <th scope="col">{words.t('months.inBilldr')}</th>
          <th scope="col">{words.t('months.inQuickBooks')}</th>
          <th scope="col">{words.t('months.missing')}</th>
        </tr>
      </thead>
      <tbody>
        {standing.sums.map(({ kind, currency, billdr, inBooks }) => (
          <tr key={`${kind} ${currency ?? ''}`} data-missing={billdr !== inBooks}>
            <th scope="row">{words.t(`months.sums.${kind}`)}</th>
            <td className="num">{words.money(billdr, currency)}</td>
            <td className="num">{words.money(inBooks, currency)}</td>
            <td className="num">{billdr === inBooks ? '–' : words.money(cents(billdr - inBooks), currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
