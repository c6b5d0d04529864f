import type { DateOrder } from '../../shared/column-mapping.ts'
import { isoDay, isoDayOf, isoInstant } from './days.ts'

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/
const MIDNIGHT = /[T ]00:00(?::00(?:\.0+)?)?Z?$/
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
 * Reads a date as people and spreadsheets write it: `2026-03-31`, `2026/3/31`, and `31/03/2026` (also with points or
 * hyphens) where the order says which part is the day, or where only one order makes a date. Two-digit years are refused.
 */
export function writtenDay(text: string, order: DateOrder | null): WrittenDay {
  const date = text.trim().replace(MIDNIGHT, '')
  const yearFirst = YEAR_FIRST.exec(date)
  if (yearFirst) return dayOrNull(isoDayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])))
  const yearLast = YEAR_LAST.exec(date)
  if (!yearLast || order === 'ymd') return null
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[2]), Number(yearLast[3])]
  const dayFirst = isoDayOf(year, second, first)
  const monthFirst = isoDayOf(year, first, second)
  if (order) return dayOrNull(order === 'dmy' ? dayFirst : monthFirst)
  if (dayFirst && monthFirst && dayFirst !== monthFirst) return 'ambiguous'
  return dayOrNull(dayFirst ?? monthFirst)
}

/** Reads an instant: as ISO, or `2026-03-31 14:00` and a bare date, which are taken as universal time. Null where it is none. */
export function writtenInstant(text: string, order: DateOrder | null): WrittenDay {
  const trimmed = text.trim()
  const spaced = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/.exec(trimmed)
  const instant = isoInstant(trimmed) ?? (spaced ? isoInstant(`${spaced[1] ?? ''}T${spaced[2] ?? ''}Z`) : null)
  if (instant) return { day: instant }
  const day = writtenDay(trimmed, order)
  return day === null || day === 'ambiguous' ? day : { day: `${day.day}T00:00:00Z` }
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

/** The day of a serial date of Excel; null where it is none, or carries a time of day. */
export function serialDay(serial: string, from1904: boolean): string | null {
  const instant = serialInstant(serial, from1904)
  return instant?.endsWith('T00:00:00Z') ? isoDay(instant.slice(0, 10)) : null
}

function dayOrNull(day: string | null): WrittenDay {
  return day === null ? null : { day }
}
