import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DocumentDetails } from '../../../shared/bridge.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { sumOf, cents } from '../../../shared/money.ts'
import { targetWord } from '../../../shared/words/target-word.ts'
import { useWords } from '../../words/context.tsx'
import css from './document.module.css'

/**
 * The lines as QuickBooks will get them, or as Billdr has them: where each goes, its amount, the sum, and the tax to be added
 * there. Amounts stand without a sign, cents below cents; the pane's head says the currency.
 */
export function MoneySection({ row, details }: { row: QueueRow; details: DocumentDetails }): ReactNode {
  const words = useWords()
  const { lines, taxes, target } = details
  const isInQuickBooks = row.shows !== undefined
  const willGo = details.body !== null && target !== null
  // What QuickBooks shows stands above, read from it: Billdr's figures stand beside it only where they say something else.
  if (isInQuickBooks && !willGo && details.sides.length === 0) return null
  const heading = willGo ? 'window.document.willGet' : 'window.document.nothing'
  const taxSum = sumOf(taxes.map((tax) => cents(tax.amount)))
  return (
    <section>
      <h4>
        {words.t(heading)}
        {willGo && (
          <span className={css['target']}>
            {' '}
            {words.t('window.document.as', { target: targetWord(target, words).toLocaleLowerCase(words.locale) })}
          </span>
        )}
      </h4>
      {lines.length > 0 && (
        <table className={css['lines']}>
          <tbody>
            {lines.map((line, at) => (
              <tr key={at}>
                <td>
                  <span className={css['description']} dir="auto">
                    {line.description || '—'}
                  </span>
                  <span className={css['goesTo']}>
                    <ArrowRight size={12} aria-hidden="true" />
                    {line.account === null ? (
                      <span className={css['missing']}>{words.t('window.document.noAccount')}</span>
                    ) : (
                      <span dir="auto">{[line.account, line.project].filter(Boolean).join(' · ')}</span>
                    )}
                    {line.quantity !== null && line.unitPrice !== null && line.quantity !== '1' && (
                      <span className="num">
                        {' '}
                        ·{' '}
                        {words.t('window.document.quantity', {
                          quantity: words.decimal(line.quantity),
                          price: words.decimal(line.unitPrice),
                        })}
                      </span>
                    )}
                  </span>
                </td>
                <td className="num">{words.money(line.amount)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {row.amount !== null && (
              <tr className={css['total']}>
                <th scope="row">
                  {words.t(row.kind === 'payment' ? 'window.document.received' : 'window.document.beforeTax')}
                </th>
                <td className="num">{words.money(row.amount)}</td>
              </tr>
            )}
            {taxes.map((tax, at) => (
              <tr key={at} className={css['tax']}>
                <th scope="row">
                  {words.t('window.document.taxOf', { name: tax.name, rate: words.decimal(tax.rate) })}
                </th>
                <td className="num">{words.money(tax.amount)}</td>
              </tr>
            ))}
            {isInQuickBooks ? null : row.tax ? (
              <>
                {row.tax.seen > 0 && (
                  <tr className={css['taxSeen']}>
                    <th scope="row">{words.t('window.document.taxSeen')}</th>
                    <td className="num">{words.money(row.tax.seen)}</td>
                  </tr>
                )}
                {row.tax.toAdd > 0 && (
                  <tr className={css['taxSum']}>
                    <th scope="row">{words.t('window.document.taxToAdd')}</th>
                    <td className="num">{words.money(row.tax.toAdd)}</td>
                  </tr>
                )}
              </>
            ) : (
              taxSum !== 0 &&
              target && (
                <tr className={css['taxSum']}>
                  <th scope="row">{words.t('window.document.taxToAdd')}</th>
                  <td className="num">{words.money(taxSum)}</td>
                </tr>
              )
            )}
          </tfoot>
        </table>
      )}
      {lines.length === 0 && row.amount !== null && (
        <table className={css['lines']}>
          <tbody>
            <tr className={css['total']}>
              <th scope="row">
                {words.t(row.kind === 'payment' ? 'window.document.received' : 'window.document.beforeTax')}
              </th>
              <td className="num">{words.money(row.amount)}</td>
            </tr>
          </tbody>
        </table>
      )}
      {lines.length === 0 && row.amount === null && <p className="muted">{words.t('window.document.noLines')}</p>}
    </section>
  )
}
