import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DocumentDetails } from '../../../shared/bridge.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { Shown } from '../../../shared/shown.ts'
import { unpackShown } from '../../../shared/shown.ts'
import { targetWord } from '../../../shared/words/target-word.ts'
import { useWords } from '../../words/context.tsx'
import css from './document.module.css'

/** What QuickBooks showed when it was last read: its own lines and sums, and nothing of Billdr's but the tax that is still to be added. */
export function ShownSection({ row, taxes }: { row: QueueRow; taxes: DocumentDetails['taxes'] }): ReactNode {
  const words = useWords()
  if (row.shows === undefined || !row.quickbooks) return null
  const shown = unpackShown(row.shows)
  const target = targetWord(row.quickbooks.type, words).toLocaleLowerCase(words.locale)
  return (
    <section data-part="shows">
      <h4>
        {words.t('window.document.has')}
        <span className={css['target']}>
          {' '}
          {words.t('window.document.asRead', { target, when: words.instant(shown.asOf) })}
        </span>
      </h4>
      <table className={css['lines']}>
        <tbody>
          {shown.lines.map((line, at) => (
            <tr key={at}>
              <td>
                <span className={css['description']} dir="auto">
                  {line.description || '—'}
                </span>
                <span className={css['goesTo']}>
                  <ArrowRight size={12} aria-hidden="true" />
                  <span dir="auto">{[line.goesTo, line.project].filter(Boolean).join(' · ')}</span>
                </span>
              </td>
              <td className="num">{words.money(line.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sumsOf(shown, row).map(({ name, amount }) => (
            <tr
              key={name}
              className={name === 'total' || name === 'voided' ? css['total'] : css['tax']}
              data-sum={name}
            >
              <th scope="row">{words.t(`window.document.sum.${name}`)}</th>
              <td className="num">{words.money(amount)}</td>
            </tr>
          ))}
          {shown.links.map(
            (link) =>
              link.amount !== null && (
                <tr key={`${link.type} ${link.id}`} className={css['tax']}>
                  <th scope="row">
                    {words.t('window.document.linkOf', { target: targetWord(link.type, words), id: link.id })}
                  </th>
                  <td className="num">{words.money(link.amount)}</td>
                </tr>
              ),
          )}
          {row.tax && row.tax.toAdd > 0 && (
            <>
              <tr className={css['taxSum']}>
                <th scope="row">{words.t('window.document.taxToAdd')}</th>
                <td className="num">{words.money(row.tax.toAdd)}</td>
              </tr>
              {taxes.map((tax, at) => (
                <tr key={at} className={css['tax']}>
                  <th scope="row">
                    {words.t('window.document.taxByBilldr', { name: tax.name, rate: words.decimal(tax.rate) })}
                  </th>
                  <td className="num">{words.money(tax.amount)}</td>
                </tr>
              ))}
            </>
          )}
        </tfoot>
      </table>
    </section>
  )
}

type SumName = 'voided' | 'beforeTax' | 'tax' | 'total' | 'received' | 'balance' | 'left'

function sumsOf(shown: Shown, row: QueueRow): { name: SumName; amount: number }[] {
  const { total, beforeTax, tax, balance } = shown
  if (shown.voided) return [{ name: 'voided', amount: total ?? 0 }]
  const isPayment = row.kind === 'payment'
  const sums: { name: SumName; amount: number | null }[] = isPayment
    ? [{ name: 'received', amount: total }]
    : [
        { name: 'beforeTax', amount: beforeTax },
        { name: 'tax', amount: tax === 0 ? null : tax },
        { name: 'total', amount: total },
      ]
  sums.push({ name: isPayment || row.kind === 'credit' ? 'left' : 'balance', amount: balance })
  return sums.flatMap(({ name, amount }) => (amount === null ? [] : [{ name, amount }]))
}
