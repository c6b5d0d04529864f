import type { ReactNode } from 'react'
import type { PostedField } from '../../../shared/bridge.ts'
import { centsFromDecimal } from '../../../shared/money.ts'
import type { Words } from '../../../shared/words/index.ts'
import { useWords } from '../../words/context.tsx'
import css from './document.module.css'

/** Whatever goes with the next sync besides the lines, field by field, from the very draft that is posted. */
export function PostedSection({
  posted,
  currency,
}: {
  posted: readonly PostedField[]
  currency: string | null
}): ReactNode {
  const words = useWords()
  if (posted.length === 0) return null
  return (
    <section data-part="posted">
      <h4>{words.t('window.document.posted')}</h4>
      <dl className={css['fields']}>
        {posted.map((field, at) => (
          <div key={at} className={css['pair']} data-field={field.name}>
            <dt>{words.t(`posted.${field.name}`)}</dt>
            <dd dir="auto">{postedText(field, currency, words)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function postedText({ name, value }: PostedField, currency: string | null, words: Words): string {
  if (name === 'date' || name === 'dueDate' || name === 'expectedOn') return words.day(value)
  if (name === 'total') return words.money(centsFromDecimal(value) ?? 0, currency)
  if (name === 'paymentType') return words.t(`paymentType.${value as 'Cash' | 'Check' | 'CreditCard'}`)
  if (name === 'appliedTo') {
    const [number = '', amount = ''] = value.split(': ')
    return words.t('window.document.appliedTo', { number, amount: words.decimal(amount) })
  }
  return value
}
