import Big from 'big.js'

const DECIMAL = /^(-?)0*(\d{1,15})(?:\.(\d{1,30}))?$/
/** QuickBooks keeps no more; what is beyond them is the rest of a division. */
const PLACES = 10

/**
 * A plain decimal in its shortest form: "1.50" → "1.5", "-0.0" → "0". Takes a text, or a JSON number (whose own text is read).
 * Digits beyond the tenth after the point are rounded. Null where it is anything else: an exponent, a thousands mark, more
 * than 15 whole digits.
 */
export function plainDecimal(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : null
  const found = text === null ? null : DECIMAL.exec(text)
  if (!found) return null
  if ((found[3]?.length ?? 0) > PLACES) return plainDecimal(new Big(found[0]).toFixed(PLACES))
  const [, sign = '', whole = '0', fraction = ''] = found
  const kept = fraction.replace(/(?<!0)0+$/, '')
  const digits = kept ? `${whole}.${kept}` : whole
  return digits === '0' ? '0' : sign + digits
}
