import type { DecimalMark } from '../../../shared/column-mapping.ts'
import { plainDecimal } from './decimals.ts'

/** Nothing to decide: no groups, and not three digits behind the mark. */
const PLAIN = /^-?\d{1,15}(?:[.,]\d{1,2})?$/
/** No number is written longer. */
const LONGEST = 60
const SPACES = /[\s\u00a0\u2007\u2009\u202f]/gu
const SIGN_OR_CODE = '(?:(?:CA|US|C|U)?\\$|CAD|USD|€)'
const CURRENCY = new RegExp(`^${SIGN_OR_CODE}|(?:\\$ ?(?:CA|US)|${SIGN_OR_CODE})$`, 'gi')
/** A dollar sign before the digits, as English writes it; French puts it behind. */
const SIGN_IN_FRONT = /^[-\u2212+(\s]*(?:CA|US|C|U)?\$/i

const NAMED: readonly [RegExp, string][] = [
  [/US ?\$|\$ ?US|USD/i, 'USD'],
  [/CA? ?\$|\$ ?CA|CAD/i, 'CAD'],
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/¥/, 'JPY'],
]

/** The currency that a written amount names, beyond a dollar sign alone; null where it names none. */
export function currencyNamed(text: string): string | null {
  return NAMED.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** A number that can be read in two ways. */
export const OPEN = Symbol('open')

/** What a written number is where the decimal mark is a point, and where it is a comma; null: no number in that way. */
export interface NumberReadings {
  point: string | null
  comma: string | null
}

/** What a written number says about how its file is written, beside its readings. */
export interface NumberForm extends NumberReadings {
  isSignInFront: boolean
  /** The mark between its groups of three, where only one reading is possible; a space stands for an apostrophe too. */
  group: ' ' | '.' | ',' | null
}

/** Whether both ways of reading give a number, and not the same one. */
export function isOpenNumber({ point, comma }: NumberReadings): boolean {
  return point !== null && comma !== null && point !== comma
}

/**
 * A number as people and spreadsheets write it, as a plain decimal: `1234.50`, `1 234,50`, `1.234,50`, `$1,234.50`,
 * `(12,00)`, `12,00-`. The mark of the table decides only where both readings are possible (`1,234`): without one that
 * is `OPEN`. Null where neither is, as with groups that are not of three.
 */
export function writtenNumber(text: string, mark: DecimalMark | null): string | typeof OPEN | null {
  const trimmed = text.trim()
  if (PLAIN.test(trimmed)) return plainDecimal(trimmed.replace(',', '.'))
  if (trimmed.length > LONGEST) return null
  const readings = numberReadings(trimmed)
  if (!isOpenNumber(readings)) return readings.point ?? readings.comma
  return mark === null ? OPEN : mark === '.' ? readings.point : readings.comma
}

/** Both readings of a written number. */
export function numberReadings(text: string): NumberReadings {
  const { digits, isNegative } = bare(text)
  return { point: signed(read(digits, '.'), isNegative), comma: signed(read(digits, ','), isNegative) }
}

/** Both readings of a written number, with what else its form says. */
export function numberForm(text: string): NumberForm {
  const readings = numberReadings(text)
  const group = isOpenNumber(readings) ? null : groupOf(bare(text).digits, readings)
  return { ...readings, isSignInFront: SIGN_IN_FRONT.test(text), group }
}

function signed(digits: string | null, isNegative: boolean): string | null {
  return digits === null ? null : plainDecimal(isNegative ? `-${digits}` : digits)
}

/** The digits with their marks, any space as " ", without sign, brackets and currency; '' where it is written otherwise. */
function bare(text: string): { digits: string; isNegative: boolean } {
  const trimmed = text.trim()
  // Excel writes the currency of a negative amount before the bracket, and French behind it.
  const bracketed = /^\((.*)\)$/s.exec(trimmed.replace(CURRENCY, '').trim())
  const inside = (bracketed?.[1] ?? trimmed).trim().replace(CURRENCY, '').trim()
  const [, before = '', middle = '', after = ''] = /^([-\u2212+]?)(.*?)([-\u2212]?)$/su.exec(inside) ?? []
  const isNegative = bracketed !== null || after !== '' || (before !== '' && before !== '+')
  if (Number(before !== '') + Number(after !== '') + Number(bracketed !== null) > 1) return { digits: '', isNegative }
  const digits = middle.replace(CURRENCY, '').trim().replace(SPACES, ' ').replace(/['’]/g, ' ')
  return { digits: /^[\d.,][\d .,]*$/.test(digits) && /\d/.test(digits) ? digits : '', isNegative }
}

/** Takes groups of three apart and makes the decimal mark a point; null where it is no number with this mark. */
function read(digits: string, mark: DecimalMark): string | null {
  if (digits === '') return null
  const at = digits.indexOf(mark)
  const whole = at < 0 ? digits : digits.slice(0, at)
  const fraction = at < 0 ? '' : digits.slice(at + 1)
  if (at >= 0 && !/^\d+$/.test(fraction)) return null
  const grouped = /^[1-9]\d{0,2}(?:([ .,])\d{3}(?:\1\d{3})*)$/.test(whole)
  if (!grouped && !/^\d*$/.test(whole)) return null
  const plain = whole.replace(/[ .,]/g, '') || '0'
  return fraction === '' ? plain : `${plain}.${fraction}`
}

function groupOf(digits: string, { point }: NumberReadings): NumberForm['group'] {
  const mark = point === null ? ',' : '.'
  const whole = digits.split(mark)[0] ?? ''
  const found = /[ .,]/.exec(whole)?.[0]
  return found === ' ' || found === '.' || found === ',' ? found : null
}
