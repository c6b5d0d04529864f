const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/
const FIRST_YEAR = 1900
const LAST_YEAR = 2199

/** The ISO day of a year, month (1–12) and day; null where the calendar has no such day, or outside 1900–2199. */
export function isoDayOf(year: number, month: number, day: number): string | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

/** The text itself where it is an ISO day of the calendar ("2026-03-31"), else null. */
export function isoDay(text: string): string | null {
  const found = DAY.exec(text)
  return found ? isoDayOf(Number(found[1]), Number(found[2]), Number(found[3])) : null
}

/** An ISO instant in universal time without needless fractions: "2026-03-31T12:00:00-04:00" → "2026-03-31T16:00:00Z"; else null. */
export function isoInstant(text: string): string | null {
  const found = INSTANT.exec(text)
  if (!found || !isoDay(found[1] ?? '')) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString().replace('.000Z', 'Z')
}
