import type { OldAlphabet } from './code-pages.ts'
import { charactersOf, OLD_ALPHABETS } from './code-pages.ts'

/** What French and English texts have beyond ASCII, and the letters of names from elsewhere that stand in them. */
const WRITTEN = 'àâçéèêëîïôœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛÜáíóúñãõäöåøßÁÍÓÚÑÄÖ«»‘’“”–—…•°º½¼¾²³×€£¢®©™§\u00a0\u202f'
/** Quotation marks may follow a letter by themselves, and so may what looks like their half. */
const QUOTES = '’‘“”«»‹›'

/** What a character of UTF-8 looks like to a program that takes its bytes for those of an old alphabet. */
function taken(character: string, alphabet: OldAlphabet): string {
  const characters = charactersOf(alphabet)
  return Array.from(Buffer.from(character), (byte) => characters[byte] ?? '').join('')
}

const MENDED = new Map(
  OLD_ALPHABETS.flatMap((alphabet) => [...WRITTEN].map((one): [string, string] => [taken(one, alphabet), one])),
)
const BEGINNING = new RegExp(`[${[...new Set([...MENDED.keys()].map((each) => each.charAt(0)))].join('')}]`)
const EACH = new RegExp([...MENDED.keys()].sort((one, other) => other.length - one.length).join('|'), 'g')

/**
 * The text as it was before its bytes of UTF-8 were taken for an old alphabet and encoded again ("CÃ´tÃ©" → "Côté"), as
 * spreadsheets and mail do; the text itself where nothing in it looks so. What is right in it stays.
 */
export function mendedText(text: string): string {
  if (!BEGINNING.test(text)) return text
  return text.replace(EACH, (found: string, at: number) =>
    isByItself(found, text.charAt(at - 1), text.charAt(at + found.length)) ? found : (MENDED.get(found) ?? found),
  )
}

/** Whether a text was encoded to UTF-8 twice: no French or English text has such letters. */
export function isTwiceEncoded(text: string): boolean {
  return BEGINNING.test(text) && mendedText(text) !== text
}

/** A capital before a quotation mark (“IRMÔ) may be just that: not before another letter, nor within small ones. */
function isByItself(found: string, before: string, after: string): boolean {
  if (found.length !== 2 || !/[ÃÅ]/.test(found) || !QUOTES.includes(found.charAt(1))) return false
  return !/\p{Ll}/u.test(before) && !/\p{L}/u.test(after)
}
