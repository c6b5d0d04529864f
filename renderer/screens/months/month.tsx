import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { MonthStanding } from '../../../shared/months.ts'
import type { MonthBooks } from '../../../shared/month-books.ts'
import type { MonthParts } from '../../../shared/month-parts.ts'
import { monthSentence, taxRateText } from '../../../shared/month-sentence.ts'
import { goneName } from '../../../shared/record-name.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { shownStateOf } from '../../rows/shown-state.ts'
import { Button } from '../../parts/button/button.tsx'
import { StateIcon, StateMark } from '../../parts/state-mark/state-mark.tsx'
import { useWords } from '../../words/context.tsx'
import { fullNameOf, rowWords } from '../queue/row-words.ts'
import css from './months.module.css'
import { OnlyThere } from './only-there.tsx'
import { Parts } from './parts.tsx'
import { SignOff } from './sign-off.tsx'

/** So many exceptions are shown before somebody asks for more. */
const FIRST = 12

/** One month: its sentence, the exceptions with their reasons, the sums of both sides, and the tax that is left to add. */
export function Month({
  company,
  standing,
  books,
  rows,
  partsNow,
  onDone,
  onShow,
}: {
  company: string
  standing: MonthStanding
  /** Null until it is known. */
  books: MonthBooks | null
  rows: readonly QueueRow[]
  partsNow: () => MonthParts
  /** After something was read, signed or said. */
  onDone: () => void
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const id = useId()
  const [most, setMost] = useState(FIRST)
  const { month, due, inBooks, exceptions, open: listed, ignored, notDue, taxToAdd } = standing
  const whole = due > 0 && exceptions.length === 0
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
        {whole && <StateIcon shownState="synced" />}
        <span>{monthSentence(standing, words)}</span>
      </p>
      {listed.length > 0 && (
        <ul className={css['exceptions']}>
          {listed.slice(0, most).map(({ row, why, amount, currency }) => {
            const said = rowWords(row, words)
            return (
              <li key={`${row.key} ${why} ${currency ?? ''}`}>
                <StateMark shownState={shownStateOf(row)} />
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
                <span className={`${css['amount']} num`}>{why === 'receipt' ? '' : words.money(amount, currency)}</span>
                <span className={css['reason']} dir="auto">
                  {[words.t(`months.why.${why}`), said.reason].filter(Boolean).join(' – ')}
                </span>
              </li>
            )
          })}
        </ul>
      )}
      {listed.length > most && (
        <div className={css['more']}>
          <Button variant="quiet" onClick={() => setMost(listed.length)}>
            {words.t('months.more', { count: listed.length - most })}
          </Button>
        </div>
      )}
      {books && <OnlyThere company={company} only={books.onlyInQuickBooks} rows={rows} onDone={onDone} />}
      <Sums standing={standing} labelledBy={id} />
      <Parts partsNow={partsNow} />
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
      {books && (books.taxRates.length > 0 || books.rounding.length > 0) && (
        <div className={css['rates']}>
          {books.taxRates.map((rate) => (
            <p key={`${rate.name} ${rate.rate} ${rate.currency ?? ''}`}>{taxRateText(rate, words)}</p>
          ))}
          {books.rounding.map(({ amount, documents, currency }) => (
            <p key={currency ?? ''}>
              {words.t('months.rounding', { amount, count: documents, currency: currency ?? '' })}
            </p>
          ))}
        </div>
      )}
      {aside.length > 0 && <p className="muted">{aside.join(' · ')}</p>}
      {books && (
        <SignOff
          company={company}
          books={books}
          nameOf={(key) => {
            const found = rows.find((row) => row.key === key)
            return found ? fullNameOf(found, words) : goneName(key, books.signed?.left?.[key] ?? null, words)
          }}
          onDone={onDone}
          onShow={onShow}
        />
      )}
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
          <th scope="col">{words.t('months.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {standing.sums.map(({ kind, currency, billdr, quickbooks, difference }) => (
          <tr key={`${kind} ${currency ?? ''}`} data-missing={difference !== 0}>
            <th scope="row">{words.t(`months.sums.${kind}`)}</th>
            <td className="num">{words.money(billdr, currency)}</td>
            <td className="num">{words.money(quickbooks, currency)}</td>
            <td className="num">{difference === 0 ? '–' : words.money(difference, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
