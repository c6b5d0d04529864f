import { ENCODINGS } from '../../../shared/column-mapping.ts'
import type { Writing } from '../../../shared/column-preview.ts'
import { centsFromDecimal } from '../../../shared/money.ts'
import type { Words } from '../../../shared/words/index.ts'
import type { WritingName } from './draft.ts'

/** The column in which a field of a problem stands: "issuedOn" → "issued_on"; "address.city" → "address_city". */
export function columnOfField(field: string | null): string | null {
  return field === null ? null : field.replace('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** What was understood, in the manner of the language, so that day and month, point and comma cannot be mistaken. */
export function understoodWord(column: string, text: string, words: Words): string {
  if (column.endsWith('_on')) return words.day(text)
  if (/^(?:subtotal|total|amount|unit_price|tax_(?!number).*)$/.test(column)) {
    const cents = centsFromDecimal(text)
    return cents === null ? words.decimal(text) : words.money(cents, null)
  }
  return column === 'quantity' ? words.decimal(text) : knownWord(column, text, words)
}

const OF_KNOWN_WORDS: ReadonlySet<string> = new Set(['status', 'kind', 'used_for', 'method', 'paid_with', 'owner_type'])

/** A word of the contract ("partially_paid") in the language; any other text as it is. */
export function knownWord(column: string, text: string, words: Words): string {
  const known = OF_KNOWN_WORDS.has(column) ? KNOWN_WORDS.find((each) => each === text) : undefined
  return known ? words.t(`columns.known.${known}`) : text
}

const KNOWN_WORDS = [
  'active',
  'completed',
  'archived',
  'draft',
  'submitted',
  'partially_paid',
  'paid',
  'voided',
  'approved',
  'rejected',
  'open',
  'closed',
  'cancelled',
  'supplier',
  'subcontractor',
  'income',
  'expense',
  'both',
  'cash',
  'cheque',
  'card',
  'bank_transfer',
  'e_transfer',
  'other',
  'credit_card',
  'bank',
  'unpaid',
  'invoice',
  'credit',
  'purchase-order',
] as const

const SEPARATOR_WORDS = {
  ',': 'columns.separators.comma',
  ';': 'columns.separators.semicolon',
  '\t': 'columns.separators.tab',
} as const
const DECIMAL_WORDS = { '.': 'columns.decimals.point', ',': 'columns.decimals.comma' } as const

/** What can be chosen for each way a table is written, with its words. */
export function writingChoices(name: WritingName, words: Words): { value: string; word: string }[] {
  switch (name) {
    case 'separator':
      return Object.entries(SEPARATOR_WORDS).map(([value, key]) => ({ value, word: words.t(key) }))
    case 'encoding':
      return ENCODINGS.map((value) => ({
        value,
        word: words.t(`columns.encodings.${value}`),
      }))
    case 'decimal':
      return Object.entries(DECIMAL_WORDS).map(([value, key]) => ({ value, word: words.t(key) }))
    case 'dateOrder':
      return (['dmy', 'mdy', 'ymd'] as const).map((value) => ({ value, word: words.t(`columns.dateOrders.${value}`) }))
  }
}

/** What was recognised, in words; null where the format of the table does not say. */
export function recognisedWord(name: WritingName, writing: Writing | null, words: Words): string | null {
  const value = writing?.[name] ?? null
  if (value === null)
    return name === 'dateOrder' || (name === 'decimal' && writing) ? words.t('columns.dateOrders.ask') : null
  return writingChoices(name, words).find((each) => each.value === value)?.word ?? null
}
