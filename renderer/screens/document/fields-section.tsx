import type { ReactNode } from 'react'
import type { DocumentDetails } from '../../../shared/bridge.ts'
import type { Kind } from '../../../shared/kinds.ts'
import { keyOf } from '../../../shared/kinds.ts'
import { centsFromDecimal } from '../../../shared/money.ts'
import type { QueueRow } from '../../../shared/row.ts'
import enActions from '../../../shared/words/en/actions.ts'
import type { WordKey, Words } from '../../../shared/words/index.ts'
import { useLive } from '../../live/context.tsx'
import { useWords } from '../../words/context.tsx'
import css from './document.module.css'

const FIELDS: ReadonlySet<string> = new Set(Object.keys(enActions.field))
const VALUES: ReadonlySet<string> = new Set(Object.keys(enActions.value))
const MONEY_FIELDS: ReadonlySet<string> = new Set(['amount', 'subtotal', 'total'])
const CODED_FIELDS: ReadonlySet<string> = new Set(['status', 'method', 'paidWith', 'usedFor', 'trade'])
/** Fields that name another record: shown by that record's own name. */
const REFERENCES: Record<string, { kind: Kind; word: WordKey }> = {
  clientId: { kind: 'client', word: 'field.client' },
  projectId: { kind: 'project', word: 'field.project' },
  professionalId: { kind: 'professional', word: 'field.professional' },
  invoiceId: { kind: 'invoice', word: 'field.invoice' },
  appliesToInvoiceId: { kind: 'invoice', word: 'field.appliesToInvoice' },
}

function shownValue(name: string, value: string, currency: string | null, words: Words): string {
  if (CODED_FIELDS.has(name) && VALUES.has(value)) return words.t(`value.${value}` as WordKey)
  if (MONEY_FIELDS.has(name)) {
    const cents = centsFromDecimal(value)
    return cents === null ? value : words.money(cents, currency)
  }
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return words.instant(value)
  return words.day(value)
}

function nameOf(row: QueueRow): string {
  return row.kind === 'invoice' ? (row.number ?? row.billdrId) : (row.name ?? row.billdrId)
}

/** What Billdr says, field by field, in words. A field this version has no word for keeps its own name. */
export function FieldsSection({
  company,
  fields,
  currency,
}: {
  company: string
  fields: DocumentDetails['fields']
  currency: string | null
}): ReactNode {
  const words = useWords()
  const rows = useLive().rowsOf(company)
  const shown = fields
    .filter((field) => field.name !== 'id')
    .map((field) => {
      const reference = Object.hasOwn(REFERENCES, field.name) ? REFERENCES[field.name] : undefined
      const row = reference ? rows.row(keyOf(reference.kind, field.value)) : null
      return {
        name: reference
          ? words.t(reference.word)
          : FIELDS.has(field.name)
            ? words.t(`field.${field.name}` as WordKey)
            : field.name,
        value: row ? nameOf(row) : shownValue(field.name, field.value, currency, words),
      }
    })
  if (shown.length === 0) return null
  return (
    <section>
      <h4>{words.t('window.document.billdr')}</h4>
      <dl className={css['fields']}>
        {shown.map((field, at) => (
          <div key={at} className={css['pair']}>
            <dt>{field.name}</dt>
            <dd dir="auto">{field.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
