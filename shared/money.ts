import Big from 'big.js'

/**
 * An amount of money in whole cents. Always a safe integer, so that sums and comparisons are exact;
 * a decimal becomes cents by reading its digits, never by multiplying a binary fraction.
 */
export type Cents = number & { readonly __unit: 'cents' }

const MONEY = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/

/** Whole cents from an integer count. Throws where the number is not a safe integer: that is a bug, not input. */
export function cents(count: number): Cents {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not a whole number of cents: ${count}`)
  return (count === 0 ? 0 : count) as Cents
}

/**
 * Reads a plain decimal ("1234.5", "-0.05") as cents. Answers null where the text is anything else:
 * more than two decimals, a thousands mark, an exponent, nothing at all.
 */
export function centsFromDecimal(text: string): Cents | null {
  const found = MONEY.exec(text.trim())
  if (!found) return null
  const [, sign, units, fraction = ''] = found
  const count = Number(units + fraction.padEnd(2, '0'))
  return cents(sign === '-' ? -count : count)
}

/**
 * Reads an amount as JSON delivers it. A JSON number of at most 15 digits prints as the same decimal
 * that was written, so its text is read and no arithmetic is done on it.
 */
export function centsFromJson(value: unknown): Cents | null {
  if (typeof value === 'string') return centsFromDecimal(value)
  if (typeof value === 'number' && Number.isFinite(value)) return centsFromDecimal(String(value))
  return null
}

/** Cents as a plain decimal with two places: 960 → "9.60". */
export function decimalOf(amount: Cents): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Cents as the JSON number whose decimal text is the amount (QuickBooks bodies carry numbers). */
export function jsonNumberOf(amount: Cents): number {
  return Number(decimalOf(amount))
}

/** The exact sum of amounts; of none, zero. */
export function sumOf(amounts: Iterable<Cents>): Cents {
  let total = 0
  for (const amount of amounts) total += amount
  return cents(total)
}

/**
 * Whether quantity × unit price, rounded half up to the cent, is the amount. QuickBooks compares at the full precision
 * that was sent (live §0: 3 × 33.333333 is 100.00) and refuses what differs with 6070.
 */
export function multipliesTo(quantity: string, unitPrice: string, amount: Cents): boolean {
  return new Big(quantity).times(unitPrice).times(100).round(0, Big.roundHalfUp).eq(amount)
}
