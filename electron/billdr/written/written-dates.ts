import type { DateOrder } from '../../../shared/column-mapping.ts'
import { isoDay, isoDayOf, isoInstant } from './days.ts'

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/
/** `31 mars 2026`, `31-Mar-2026`, `1er avril 2026`; and `March 31, 2026`. */
const DAY_NAMED_MONTH = /^(\d{1,2})(?:er|st|nd|rd|th)?[-\s.]+(\p{L}{3,9})\.?,?[-\s.]+(\d{4})$/u
const NAMED_MONTH_DAY = /^(\p{L}{3,9})\.?[-\s]+(\d{1,2})(?:st|nd|rd|th)?,?[-\s]+(\d{4})$/u
const MONTHS = [
  'january jan janvier janv',
  'february feb fevrier fevr fev',
  'march mar mars',
  'april apr avril avr',
  'may mai',
  'june jun juin',
  'july jul juillet juil',
  'august aug aout',
  'september sep sept septembre',
  'october oct octobre',
  'november nov novembre',
  'december dec decembre',
].map((names) => names.split(' '))
const TIME =
  /^(.*\S)[T\s]\s*(\d{1,2})(?::|\s?h\s?)([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?\s?([AaPp]\.?[Mm]\.?)?\s?(Z|[+-]\d{2}:?\d{2})?$/
/** No date with its time is longer. */
const LONGEST = 60
/** Up to this hour of universal time it is still the day before somewhere in Canada or the United States. */
const DAY_BEGAN_EVERYWHERE = 10
/** Where month comes first in dates, and where the day does. English Canada writes both: there nobody can say. */
const MONTH_FIRST = new Set(['US', 'PH'])
const DAY_FIRST = new Set(['GB', 'IE', 'AU', 'NZ', 'FR', 'BE', 'CH', 'LU', 'IN', 'ZA'])

/** A day as it was written: an ISO day, "ambiguous" where day and month could be either, null where it is none. */
export type WrittenDay = { day: string } | 'ambiguous' | null

/** Which part of 03/04/2026 is the day, as far as a locale says ("fr-CA": the day; "en-US": the month; "en-CA": null). */
export function dateOrderOf(locale: string | null): DateOrder | null {
  const [language = '', ...parts] = (locale ?? '').split(/[-_]/)
  const region = parts.find((part) => /^[A-Z]{2}$/i.test(part))?.toUpperCase() ?? ''
  if (MONTH_FIRST.has(region)) return 'mdy'
  return language.toLowerCase() === 'fr' || DAY_FIRST.has(region) ? 'dmy' : null
}

/**
 * Reads a date as people and spreadsheets write it: `2026-03-31`, `2026/3/31`, `31 mars 2026`, and `31/03/2026` (also with
 * points or hyphens) where the order says which part is the day, or where only one order makes a date. A time behind it
 * does not matter, unless it is universal and it was still the day before here. Two-digit years are refused.
 */
export function writtenDay(text: string, order: DateOrder | null): WrittenDay {
  const { date, time } = splitTime(text)
  if (time?.zone === 'Z' && time.hour < DAY_BEGAN_EVERYWHERE && time.clock !== '00:00:00') return null
  return dayWithoutTime(date, order)
}

/** The orders in which a date with its year at the end is a day: none, one, or both; null where it is written otherwise. */
export function possibleOrders(text: string): { dmy: string | null; mdy: string | null } | null {
  const found = YEAR_LAST.exec(splitTime(text).date)
  if (!found) return null
  const [first, second, year] = [Number(found[1]), Number(found[2]), Number(found[3])]
  return { dmy: isoDayOf(year, second, first), mdy: isoDayOf(year, first, second) }
}

function dayWithoutTime(date: string, order: DateOrder | null): WrittenDay {
  const yearFirst = YEAR_FIRST.exec(date)
  if (yearFirst) return dayOrNull(isoDayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])))
  const orders = possibleOrders(date)
  if (!orders) return dayOrNull(dayOfNamedMonth(date))
  if (order === 'ymd') return null
  const { dmy, mdy } = orders
  if (order) return dayOrNull(order === 'dmy' ? dmy : mdy)
  if (dmy && mdy && dmy !== mdy) return 'ambiguous'
  return dayOrNull(dmy ?? mdy)
}

function dayOfNamedMonth(date: string): string | null {
  const dayFirst = DAY_NAMED_MONTH.exec(date)
  const monthFirst = dayFirst ? null : NAMED_MONTH_DAY.exec(date)
  const name = (dayFirst?.[2] ?? monthFirst?.[1] ?? '').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const month = name === '' ? -1 : MONTHS.findIndex((names) => names.includes(name))
  const day = Number(dayFirst?.[1] ?? monthFirst?.[2])
  return month < 0 ? null : isoDayOf(Number(dayFirst?.[3] ?? monthFirst?.[3]), month + 1, day)
}

interface TimeOfDay {
  hour: number
  /** "14:05:00". */
  clock: string
  /** As written; '' where none is. */
  zone: string
}

/** Takes a time of day off a date; null where there is none, and where it is none of a day. */
function splitTime(text: string): { date: string; time: TimeOfDay | null } {
  const trimmed = text.trim()
  const found = trimmed.length <= 10 || trimmed.length > LONGEST ? null : TIME.exec(trimmed)
  if (!found) return { date: trimmed, time: null }
  const [, date = '', hours = '', minutes = '', seconds = '00', half = '', zone = ''] = found
  const written = Number(hours)
  if (half !== '' ? written < 1 || written > 12 : written > 23) return { date: trimmed, time: null }
  const hour = half === '' ? written : (written % 12) + (/^p/i.test(half) ? 12 : 0)
  return { date, time: { hour, clock: `${String(hour).padStart(2, '0')}:${minutes}:${seconds}`, zone } }
}

/** Reads an instant: as ISO, or a date with or without a time, which are taken as universal time. Null where it is none. */
export function writtenInstant(text: string, order: DateOrder | null): WrittenDay {
  const trimmed = text.trim()
  const instant = isoInstant(trimmed)
  if (instant) return { day: instant }
  const { date, time } = splitTime(trimmed)
  const day = dayWithoutTime(date, order)
  if (day === null || day === 'ambiguous') return day
  const whole = isoInstant(`${day.day}T${time?.clock ?? '00:00:00'}${time?.zone || 'Z'}`)
  return whole === null ? null : { day: whole }
}

const MS_PER_DAY = 86_400_000
/** Excel counts days from the last of 1899, as if 1900 had been a leap year; the Macintosh from the first of 1904. */
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)

/** The instant of a serial date of Excel ("46112.5"), to the second; null where it is none, or before March 1900. */
export function serialInstant(serial: string, from1904: boolean): string | null {
  const days = Number(serial)
  if (!Number.isFinite(days) || days < (from1904 ? 0 : 61) || days > 110_000) return null
  const seconds = Math.round((days * MS_PER_DAY) / 1000)
  return isoInstant(new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + seconds * 1000).toISOString())
}

/** A spreadsheet's sums of days end up so many ms before midnight, and mean it. */
const ROUNDED_AWAY_MS = 10_000
/** What a serial date can say of a time of day, in ms. */
const FINEST_MS = 0.01

/**
 * The day of a serial date of Excel, whatever its time of day; null where it is none. Where a sum of days ended shortly
 * before midnight it is the day that was meant; a whole second there, or 23:59:59.999, is the end of a day as programs
 * write it.
 */
export function serialDay(serial: string, from1904: boolean): string | null {
  const days = Number(serial)
  const missing = Number.isFinite(days) ? (Math.ceil(days) - days) * MS_PER_DAY : 0
  const isWritten = [1, 1000].some((unit) => {
    const units = Math.round(missing / unit)
    return units > 0 && (unit === 1000 || units === 1) && Math.abs(missing - units * unit) < FINEST_MS
  })
  const whole = missing < ROUNDED_AWAY_MS && !isWritten ? Math.ceil(days) : Math.floor(days)
  const instant = Number.isFinite(days) ? serialInstant(String(whole), from1904) : null
  return instant === null ? null : isoDay(instant.slice(0, 10))
}

function dayOrNull(day: string | null): WrittenDay {
  return day === null ? null : { day }
}
