import type { Language } from './catalogues.ts'
import { cents, decimalOf } from '../money.ts'

const LOCALES = { en: 'en-CA', fr: 'fr-CA' } as const
const SECOND = 1000
const STEPS = [
  { unit: 'second', ms: SECOND, until: 60 * SECOND },
  { unit: 'minute', ms: 60 * SECOND, until: 3600 * SECOND },
  { unit: 'hour', ms: 3600 * SECOND, until: 24 * 3600 * SECOND },
  { unit: 'day', ms: 24 * 3600 * SECOND, until: 31 * 24 * 3600 * SECOND },
] as const

export interface Formats {
  locale: string
  /** Cents as money of a currency ("$1,725.25"); as a plain amount ("1,725.25") where the currency is null. */
  money(amount: number, currency?: string | null): string
  /** A whole number with the separators of the language. */
  number(count: number): string
  /** A plain decimal text ("9.975", "1.5") with the marks of the language; other text comes back as it is. */
  decimal(text: string): string
  /** An ISO day ("2026-03-26") as a date of the language; `short` leaves the year out. Other text comes back as it is. */
  day(isoDay: string, length?: 'short' | 'long'): string
  /** An ISO month ("2026-03") as a month of the language, its first letter large. Other text comes back as it is. */
  month(isoMonth: string): string
  /** An ISO instant as date and time of day, in this machine's time zone. */
  instant(iso: string): string
  /** The time of day of an ISO instant. */
  time(iso: string): string
  /** How long ago, or in how long. `now` in milliseconds. */
  relative(iso: string, now: number): string
  /** The same for what lies behind: clocks that disagree a little never make it the future. */
  ago(iso: string, now: number): string
  /** How long ago as a length of time ("3 days", "5 hr"), the shortest a minute. `now` in milliseconds. */
  age(iso: string, now: number): string
  /** Milliseconds as minutes and seconds ("2 min 5 s"). */
  duration(ms: number): string
  /** A size in bytes, in KB or MB. */
  bytes(count: number): string
}

/** What is made at the first call, and then the same. */
function once<T extends object>(make: () => T): () => T {
  let made: T | null = null
  return () => (made ??= make())
}

/** Money, dates and numbers in the manner of Canada, for one language. */
export function formatsFor(language: Language): Formats {
  const locale = LOCALES[language]
  // Each is made when it is first needed: together they cost a command that says one sentence a tenth of a second.
  const plain = once(() => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }))
  const whole = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
  const byCurrency = new Map<string, Intl.NumberFormat>()
  // As many decimals as were written: 33.30 stays 33.30.
  const byPlaces = new Map<number, Intl.NumberFormat>()
  const fine = (text: string): Intl.NumberFormat => {
    const places = Math.min(20, text.split('.')[1]?.length ?? 0)
    let made = byPlaces.get(places)
    if (!made)
      byPlaces.set(
        places,
        (made = new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places })),
      )
    return made
  }
  const dates = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(locale, options))
  const shortDay = dates({ day: 'numeric', month: 'short', timeZone: 'UTC' })
  // There are only so many days; a long list asks for each of them many times.
  const days = { short: new Map<string, string>(), long: new Map<string, string>() }
  const longDay = dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const monthOfYear = dates({ month: 'long', year: 'numeric', timeZone: 'UTC' })
  const dateTime = dates({ dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })
  const timeOfDay = dates({ timeStyle: 'short', hourCycle: 'h23' })
  const distance = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }))
  const unit = (name: string, digits = 0) =>
    once(
      () =>
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit: name,
          unitDisplay: 'short',
          maximumFractionDigits: digits,
        }),
    )
  const minutes = unit('minute')
  const seconds = unit('second')
  const hours = unit('hour')
  const wholeDays = unit('day')
  const kilobytes = unit('kilobyte')
  const megabytes = unit('megabyte', 1)

  function ofCurrency(currency: string): Intl.NumberFormat {
    let made = byCurrency.get(currency)
    if (!made) {
      made = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
      byCurrency.set(currency, made)
    }
    return made
  }

  const valid = (iso: string): Date | null => {
    const date = new Date(iso)
    return Number.isNaN(date.getTime()) ? null : date
  }

  function relative(iso: string, now: number): string {
    const date = valid(iso)
    if (!date) return iso
    const ms = date.getTime() - now
    const step = STEPS.find((each) => Math.abs(ms) < each.until)
    return step ? distance().format(Math.trunc(ms / step.ms) || 0, step.unit) : longDay().format(date)
  }

  return {
    locale,
    money(amount, currency = null) {
      const decimal = decimalOf(cents(amount)) as `${number}`
      const known = currency !== null && /^[A-Z]{3}$/.test(currency)
      return (known ? ofCurrency(currency) : plain()).format(decimal)
    },
    number: (count) => whole().format(count),
    decimal: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? fine(text).format(text as `${number}`) : text),
    day(isoDay, length = 'long') {
      const known = days[length].get(isoDay)
      if (known !== undefined) return known
      const date = /^\d{4}-\d{2}-\d{2}$/.test(isoDay) ? valid(`${isoDay}T00:00:00Z`) : null
      if (!date) return isoDay
      const said = (length === 'short' ? shortDay() : longDay()).format(date)
      days[length].set(isoDay, said)
      return said
    },
    month(isoMonth) {
      const date = /^\d{4}-\d{2}$/.test(isoMonth) ? valid(`${isoMonth}-01T00:00:00Z`) : null
      const said = date ? monthOfYear().format(date) : isoMonth
      return said.charAt(0).toLocaleUpperCase(locale) + said.slice(1)
    },
    instant(iso) {
      const date = valid(iso)
      return date ? dateTime().format(date) : iso
    },
    time(iso) {
      const date = valid(iso)
      return date ? timeOfDay().format(date) : iso
    },
    relative,
    ago: (iso, now) => relative(iso, Math.max(now, valid(iso)?.getTime() ?? now)),
    age(iso, now) {
      const ms = Math.max(60 * SECOND, now - (valid(iso)?.getTime() ?? now))
      if (ms < 3600 * SECOND) return minutes().format(Math.floor(ms / (60 * SECOND)))
      return ms < 24 * 3600 * SECOND
        ? hours().format(Math.floor(ms / (3600 * SECOND)))
        : wholeDays().format(Math.floor(ms / (24 * 3600 * SECOND)))
    },
    duration(ms) {
      const all = Math.max(0, Math.round(ms / SECOND))
      const rest = seconds().format(all % 60)
      return all < 60 ? rest : `${minutes().format(Math.floor(all / 60))} ${rest}`
    },
    bytes: (count) =>
      count < 1_000_000
        ? kilobytes().format(Math.max(1, Math.round(count / 1000)))
        : megabytes().format(count / 1_000_000),
  }
}
