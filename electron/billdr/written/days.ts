const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/
const PLAIN_INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/
const FIRST_YEAR = 1900
const LAST_YEAR = 2199
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The ISO day of a year, month (1–12) and day; null where the calendar has no such day, or outside 1900–2199. */
export function isoDayOf(year: number, month: number, day: number): string | null {
  if (!isDay(year, month, day)) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const length = month === 2 && isLeap ? 29 : MONTH_LENGTHS[month - 1]
  return year >= FIRST_YEAR && year <= LAST_YEAR && length !== undefined && day >= 1 && day <= length
}

/** The text itself where it is an ISO day of the calendar ("2026-03-31"), else null. */
export function isoDay(text: string): string | null {
  const found = DAY.exec(text)
  return found && isDay(Number(found[1]), Number(found[2]), Number(found[3])) ? text : null
}

/** An ISO instant in universal time without needless fractions: "2026-03-31T12:00:00-04:00" → "2026-03-31T16:00:00Z"; else null. */
export function isoInstant(text: string): string | null {
  const plain = PLAIN_INSTANT.exec(text)
  if (plain) return isoDay(plain[1] ?? '') === null ? null : text
  const found = INSTANT.exec(text)
  if (!found || isoDay(found[1] ?? '') === null) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString().replace('.000Z', 'Z')
}
