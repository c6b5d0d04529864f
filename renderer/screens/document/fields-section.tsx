import type { ReactNode } from 'react'
import type { DocumentDetails } from '../../../shared/bridge.ts'
import { centsFromDecimal } from '../../../shared/money.ts'
import type { WordKey, Words } from '../../../shared/words/index.ts'
import enActions from '../../../shared/words/en/actions.ts'
import { useWords } from '../../words/context.tsx'
import css from './document.module.css'

const FIELDS: ReadonlySet<string> = new Set(Object.keys(enActions.field))
const VALUES: ReadonlySet<string> = new Set(Object.keys(enActions.value))
const MONEY_FIELDS: ReadonlySet<string> = new Set(['amount', 'subtotal', 'total'])
const CODED_FIELDS: ReadonlySet<string> = new Set(['status', 'method', 'paidWith', 'usedFor', 'trade'])

function shownValue(name: string, value: string, currency: string | null, words: Words): string {
  if (CODED_FIELDS.has(name) && VALUES.has(value)) return words.t(`value.${value}` as WordKey)
  if (MONEY_FIELDS.has(name)) {
    const cents = centsFromDecimal(value)
    return cents === null ? value : words.money(cents, currency)
  }
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return words.instant(value)
  return words.day(value)
}

/** What Billdr says, field by field, in words. A field this version has no word for keeps its own name. */
export function FieldsSection({ fields, currency }: { fields: DocumentDetails['fields']; currency: string | null }): ReactNode {
  const words = useWords()
  if (fields.length === 0) return null
  return (
    <section>
      <h4>{words.t('window.document.billdr')}</h4>
      <dl className={css['fields']}>
        {fields.map((field, at) => (
          <div key={at} className={css['pair']}>
            <dt>{FIELDS.has(field.name) ? words.t(`field.${field.name}` as WordKey) : field.name}</dt>
            <dd dir="auto">{shownValue(field.name, field.value, currency, words)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
