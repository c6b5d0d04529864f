import Big from 'big.js'
import type { Cents } from '../../../shared/money.ts'
import { cents, centsFromDecimal, centsFromJson } from '../../../shared/money.ts'
import { isoDay, isoInstant } from '../written/days.ts'
import { plainDecimal } from '../written/decimals.ts'
import { isTwiceEncoded } from '../written/twice-encoded.ts'
import { isOpenCell } from '../tables/cells.ts'
import { openProblem } from '../written/open-values.ts'
import type { Expected, FieldProblem, Place } from './field-problem.ts'
import { fieldProblem, overLimitProblem, shown } from './field-problem.ts'
import { overLimitOf } from '../limits.ts'

/** A thousandth of a cent. */
const NOISE = '0.00001'
/** The field that keeps an amount of a row as it was written, where its noise is gone already. No export has one of that name. */
export const ROUNDED = '(as written)'
const LONGEST_TEXT = 100_000
const LONGEST_ID = 200
/** In cents: what QuickBooks can hold in one amount, and more than a contractor bills. */
const LARGEST_AMOUNT = 9_999_999_999_999
/** Control characters that no text of a document needs: all but tab and the line ends. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/
/** What most texts consist of, and none of the damage that is looked for: it spares the closer looks. */
const PLAIN = /^[\t\n\r -~]*$/

type RawRecord = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object (not a list, not null). */
export function isRawRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The id of a raw record, where it has one that can name it: a text of 1 to 200 characters without control characters
 * or spaces around it. Null otherwise.
 */
export function readableId(raw: unknown): string | null {
  const id = isRawRecord(raw) && Object.hasOwn(raw, 'id') ? raw['id'] : undefined
  return typeof id === 'string' && isId(id) ? id : null
}

function isId(text: string): boolean {
  return text !== '' && text.length <= LONGEST_ID && text.trim() === text && isClean(text) && !/[\t\r\n]/.test(text)
}

/** False for what was damaged on the way: by a wrong decoding, half characters, control characters. */
function isClean(text: string): boolean {
  if (PLAIN.test(text)) return true
  return text.isWellFormed() && !text.includes('\ufffd') && !CONTROL.test(text) && !isTwiceEncoded(text)
}

/**
 * Reads the fields of one raw record. Each method answers the value, or notes what is wrong and answers a stand-in:
 * the record must be dropped when `found` has grown. Absent, null and blank are the same.
 */
export class Fields {
  readonly #raw: RawRecord
  readonly #place: Place
  readonly #prefix: string
  readonly found: FieldProblem[]
  /** Amounts, as they are in the data, that were rounded to the cent. */
  readonly rounded: string[]

  constructor(raw: RawRecord, place: Place, found: FieldProblem[], prefix = '', rounded: string[] = []) {
    this.#raw = raw
    this.#place = place
    this.#prefix = prefix
    this.found = found
    this.rounded = rounded
    const written = Object.hasOwn(raw, ROUNDED) ? raw[ROUNDED] : undefined
    if (typeof written === 'string') rounded.push(shown(written))
  }

  #value(name: string): unknown {
    const value = Object.hasOwn(this.#raw, name) ? this.#raw[name] : undefined
    return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value
  }

  /** Notes that a field does not hold what it should. */
  invalid(name: string, value: unknown, expected: Expected, more: Record<string, string> = {}): void {
    const { table, row } = this.#place
    this.found.push(
      isOpenCell(value)
        ? openProblem(table, row, this.#prefix + name, value)
        : fieldProblem('record-field-invalid', this.#place, this.#prefix + name, value, expected, more),
    )
  }

  #missing(name: string, expected: Expected, more: Record<string, string> = {}): void {
    this.found.push(fieldProblem('record-field-missing', this.#place, this.#prefix + name, '', expected, more))
  }

  #required<T>(
    name: string,
    expected: Expected,
    standIn: T,
    read: (value: unknown) => T | null,
    more?: Record<string, string>,
  ): T {
    const value = this.#value(name)
    if (value === undefined) {
      this.#missing(name, expected, more)
      return standIn
    }
    return this.#read(name, value, expected, read, more) ?? standIn
  }

  #optional<T>(name: string, expected: Expected, read: (value: unknown) => T | null): T | null {
    const value = this.#value(name)
    return value === undefined ? null : this.#read(name, value, expected, read)
  }

  #read<T>(
    name: string,
    value: unknown,
    expected: Expected,
    read: (value: unknown) => T | null,
    more?: Record<string, string>,
  ): T | null {
    const result = read(value)
    if (result === null) this.invalid(name, value, whyNot(value, expected), more)
    return result
  }

  text(name: string): string {
    return this.#required(name, 'text', '', asText)
  }

  /** A text that has to be there but may be empty. */
  textOrEmpty(name: string): string {
    return Object.hasOwn(this.#raw, name) && this.#raw[name] === '' ? '' : this.text(name)
  }

  optionalText(name: string): string | null {
    return this.#optional(name, 'text', asText)
  }

  /** The name of this record or of another. */
  id(name: string): string {
    return this.#required(name, 'id', '', asId)
  }

  optionalId(name: string): string | null {
    return this.#optional(name, 'id', asId)
  }

  oneOf<const T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const find = (value: unknown): T | null => choices.find((choice) => choice === value) ?? null
    return this.#required<T>(name, 'one-of', choices[0], find, { choices: choices.join(', ') })
  }

  day(name: string): string {
    return this.#required(name, 'day', '', (value) => (typeof value === 'string' ? isoDay(value) : null))
  }

  optionalDay(name: string): string | null {
    return this.#optional(name, 'day', (value) => (typeof value === 'string' ? isoDay(value) : null))
  }

  instant(name: string): string {
    return this.#required(name, 'instant', '', (value) => (typeof value === 'string' ? isoInstant(value) : null))
  }

  optionalInstant(name: string): string | null {
    return this.#optional(name, 'instant', (value) => (typeof value === 'string' ? isoInstant(value) : null))
  }

  /** An amount in cents, from a decimal text or a number with at most two decimals; below a hundred billion. */
  amount(name: string): Cents {
    return this.#required(name, 'amount', cents(0), (value) => {
      const amount = asAmount(value)
      if (amount !== null && centsFromJson(value) === null) this.rounded.push(shown(value))
      return amount
    })
  }

  optionalDecimal(name: string): string | null {
    return this.#optional(name, 'decimal', plainDecimal)
  }

  /** A percentage, not below zero. */
  rate(name: string): string {
    return this.#required(name, 'rate', '0', (value) => {
      const decimal = plainDecimal(value)
      return decimal?.startsWith('-') ? null : decimal
    })
  }

  wholeNumber(name: string): number {
    return this.#required(name, 'whole-number', 0, (value) => {
      const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
      return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
    })
  }

  /** A yes or no; no where nothing is said. */
  flag(name: string): boolean {
    return this.#optional(name, 'yes-no', (value) => (typeof value === 'boolean' ? value : null)) ?? false
  }

  optionalCurrency(name: string): string | null {
    return this.#optional(name, 'currency', (value) =>
      typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : null,
    )
  }

  currency(name: string): string {
    return this.matching(name, /^[A-Z]{3}$/, 'currency')
  }

  sha256(name: string): string {
    return this.matching(name, /^[0-9a-fA-F]{64}$/, 'sha256').toLowerCase()
  }

  /** A text of one form. */
  matching(name: string, form: RegExp, expected: Expected): string {
    return this.#required(name, expected, '', (value) => (typeof value === 'string' && form.test(value) ? value : null))
  }

  list(name: string): unknown[] {
    return this.#required(name, 'list', [], (value) => (Array.isArray(value) ? value : null))
  }

  /** A record within this one, which has to be there; its fields are not asked for where it is not. */
  part(name: string): Fields | null {
    const part = this.#required<RawRecord | null>(name, 'record', null, (value) => (isRawRecord(value) ? value : null))
    return part && new Fields(part, this.#place, this.found, `${this.#prefix}${name}.`, this.rounded)
  }

  /** A record within this one; null where there is none. */
  optionalPart(name: string): Fields | null {
    const part = this.#optional(name, 'record', (value) => (isRawRecord(value) ? value : null))
    return part && new Fields(part, this.#place, this.found, `${this.#prefix}${name}.`, this.rounded)
  }

  /**
   * Each record of a list within this one. `placeOf` tells where a part was read that came from a table of its own;
   * its problems then name that table and row.
   */
  parts(name: string, placeOf?: (part: object) => Place | undefined): Fields[] {
    const parts: Fields[] = []
    this.list(name).forEach((part, index) => {
      const at = `${this.#prefix}${name}[${index + 1}]`
      if (!isRawRecord(part)) {
        this.found.push(fieldProblem('record-field-invalid', this.#place, at, part, 'record'))
        return
      }
      const own = placeOf?.(part)
      const over = overLimitOf(part)
      if (over) {
        this.found.push(overLimitProblem(over, own ?? this.#place, at))
        return
      }
      parts.push(new Fields(part, own ?? this.#place, this.found, own ? '' : `${at}.`, this.rounded))
    })
    return parts
  }
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value.length <= LONGEST_TEXT && isClean(value) ? value : null
}

function asAmount(value: unknown): Cents | null {
  const amount = centsFromJson(value) ?? withoutNoise(value)
  return amount !== null && Math.abs(amount) <= LARGEST_AMOUNT ? amount : null
}

/** An amount beside whole cents by less than a thousandth of a cent is that amount: binary fractions leave such rests. */
function withoutNoise(value: unknown): Cents | null {
  const decimal = plainDecimal(value)
  if (decimal === null) return null
  const rounded = new Big(decimal).round(2)
  return new Big(decimal).minus(rounded).abs().lt(NOISE) ? centsFromDecimal(rounded.toFixed(2)) : null
}

function asId(value: unknown): string | null {
  return typeof value === 'string' && isId(value) ? value : null
}

/** Says of a text what exactly is wrong with it; of anything else only what was expected. */
function whyNot(value: unknown, expected: Expected): Expected {
  if (typeof value !== 'string' || (expected !== 'text' && expected !== 'id')) return expected
  if (!isClean(value)) return 'clean-text'
  return value.length > LONGEST_TEXT ? 'short-text' : expected
}
