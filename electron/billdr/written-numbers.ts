import type { DecimalMark } from '../../shared/column-mapping.ts'
import { plainDecimal } from './decimals.ts'

/** Nothing to decide: no groups, and not three digits behind the mark. */
const PLAIN = /^-?\d{1,15}(?:[.,]\d{1,2})?$/
const SPACES = /[\s\u00a0\u2007\u2009\u202f]/gu
const CURRENCY = /^(?:(?:CA|US|C|U)?\$|CAD|USD|€)|(?:(?:CA|US|C|U)?\$|CAD|USD|€)$/gi

/**
 * A number as people and spreadsheets write it, as a plain decimal: `1234.50`, `1 234,50`, `1.234,50`, `$1,234.50`,
 * `(12,00)`, `12,00-`. The mark of the table decides only where both readings are possible (`1,234`). Null where neither
 * is, as with groups that are not of three.
 */
export function writtenDecimal(text: string, mark: DecimalMark): string | null {
  const trimmed = text.trim()
  if (PLAIN.test(trimmed)) return plainDecimal(trimmed.replace(',', '.'))
  const bracketed = /^\((.*)\)$/s.exec(trimmed)
  const bare = (bracketed?.[1] ?? trimmed).trim().replace(CURRENCY, '').trim()
  const signs = /^([-\u2212+]?)(.*?)([-\u2212]?)$/su.exec(bare)
  const [, before = '', middle = '', after = ''] = signs ?? []
  if (Number(before !== '') + Number(after !== '') + Number(bracketed !== null) > 1) return null
  const digits = unmarked(middle.replace(CURRENCY, '').trim(), mark)
  const negative = bracketed !== null || after !== '' || (before !== '' && before !== '+')
  return digits === null ? null : plainDecimal(negative ? `-${digits}` : digits)
}

/** Takes thousands marks out and makes the decimal mark a point. */
function unmarked(text: string, mark: DecimalMark): string | null {
  const spaced = text.replace(SPACES, ' ').replace(/['’]/g, ' ')
  if (!/^[\d .,]+$/.test(spaced) || !/^[\d.,]/.test(spaced) || !/\d/.test(spaced)) return null
  const decimal = decimalMarkOf(spaced, mark)
  const at = decimal === null ? spaced.length : spaced.lastIndexOf(decimal)
  const whole = spaced.slice(0, at)
  const fraction = spaced.slice(at + 1)
  if (decimal !== null && !/^\d+$/.test(fraction)) return null
  const grouped = /^\d{1,3}(?:([ .,])\d{3}(?:\1\d{3})*)?$/.test(whole)
  if (!grouped && !/^\d*$/.test(whole)) return null
  const plain = whole.replace(/[ .,]/g, '') || '0'
  return fraction === '' ? plain : `${plain}.${fraction}`
}

/** Which mark stands before the decimals; null where none does. */
function decimalMarkOf(text: string, mark: DecimalMark): DecimalMark | null {
  const comma = text.lastIndexOf(',')
  const point = text.lastIndexOf('.')
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.'
  const only: DecimalMark | null = comma >= 0 ? ',' : point >= 0 ? '.' : null
  if (only === null) return null
  if (text.indexOf(only) !== text.lastIndexOf(only)) return null
  const couldBeThousands = /^[1-9]\d{0,2}[.,]\d{3}$/.test(text)
  return couldBeThousands && only !== mark ? null : only
}
