/*
 * QuickBooks counts the length of a text as most servers do: in the units in which it is kept, of which an emoji takes two
 * or more. What is cut to a length is never cut inside a character.
 */

/** The beginning of a text, at most so many units long. */
export function startOf(text: string, limit: number): string {
  if (text.length <= limit) return text
  const start = text.slice(0, limit)
  return /[\uD800-\uDBFF]$/.test(start) ? start.slice(0, -1) : start
}

/** The end of a text, at most so many units long. */
export function endOf(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = text.slice(text.length - limit)
  return /^[\uDC00-\uDFFF]/.test(end) ? end.slice(1) : end
}
