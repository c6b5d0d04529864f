/*
 * What a spreadsheet makes of an id when a table is opened and saved in it: leading zeros go, long numbers come back with an
 * exponent or with their last digits as zeros, capitals and spaces change.
 */

/** Excel keeps so many digits of a number. */
const KEPT_DIGITS = 15

/** What ids that differ only by leading zeros, case and spaces, or by the way a whole number is written, have in common. */
export function plainId(id: string): string {
  const flat = id.replace(/\s+/gu, '').toLowerCase()
  const digits = wholeNumberIn(flat)
  return digits ?? flat.replace(/(^|[^0-9.])0+(?=\d)/g, '$1')
}

/** Whether one id may be the other one as a spreadsheet wrote it. The same id twice is none. */
export function isRewrittenId(id: string, earlier: string): boolean {
  if (id === earlier) return false
  return plainId(id) === plainId(earlier) || isRounded(id, earlier) || isRounded(earlier, id)
}

/** The digits of a whole number, without leading zeros, of "7", "007", "7.0", "1E+05" and "1,2e4"; null for anything else. */
function wholeNumberIn(flat: string): string | null {
  const found = /^(\d+)(?:[.,](\d+))?(?:e\+?(\d{1,3}))?$/.exec(flat)
  if (!found) return null
  const [, units = '', fraction = '', exponent = '0'] = found
  const places = Number(exponent)
  const behind = fraction.replace(/(?<!0)0+$/, '')
  if (behind.length > places) return null
  return `${units}${behind.padEnd(places, '0')}`.replace(/^0+(?=\d)/, '')
}

/** A number that lost its last digits: "1.23457E+11" of 123456789012, "1234567890123450" of 1234567890123456. */
function isRounded(rounded: string, whole: string): boolean {
  const [one, other] = [wholeNumberIn(rounded.trim().toLowerCase()), wholeNumberIn(whole.trim().toLowerCase())]
  if (one === null || other === null || one.length !== other.length || one === other) return false
  const kept = one.replace(/(?<!0)0+$/, '').length
  const hasExponent = /e/i.test(rounded)
  if (!hasExponent && (one.length <= KEPT_DIGITS || kept > KEPT_DIGITS)) return false
  const digits = hasExponent ? kept : KEPT_DIGITS
  const unit = 10n ** BigInt(one.length - digits)
  const apart = BigInt(one) - BigInt(other)
  return (apart < 0n ? -apart : apart) < unit
}
