/** QuickBooks answers in the time of its own servers, the US Pacific coast, with the offset written out. */

const MINUTE = 60_000

/** The nth Sunday of a month as a UTC instant at the given hour. */
function sunday(year: number, month: number, nth: number, utcHour: number): number {
  const firstDay = new Date(Date.UTC(year, month, 1)).getUTCDay()
  return Date.UTC(year, month, 1 + ((7 - firstDay) % 7) + (nth - 1) * 7, utcHour)
}

function pacificOffset(at: Date): number {
  const year = at.getUTCFullYear()
  const summer = at.getTime() >= sunday(year, 2, 2, 10) && at.getTime() < sunday(year, 10, 1, 9)
  return summer ? -420 : -480
}

/** `2026-03-06T05:58:07.300-08:00`, the form of an answer's `time`. */
export function pacificMillis(at: Date): string {
  const offset = pacificOffset(at)
  const shifted = new Date(at.getTime() + offset * MINUTE).toISOString().slice(0, -1)
  return `${shifted}-0${-offset / 60}:00`
}

/** `2026-03-06T05:58:07-08:00`, the form of MetaData: whole seconds. */
export function pacificSeconds(at: Date): string {
  return pacificMillis(at).replace(/\.\d{3}/, '')
}

/** The day in the company's books, `2026-03-06`. */
export function pacificDay(at: Date): string {
  return pacificMillis(at).slice(0, 10)
}

/** An ISO day some days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whether the text is a day that exists, `2026-02-28`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
