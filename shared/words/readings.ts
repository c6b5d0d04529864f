import type { TwoReadings } from '../column-preview.ts'
import type { Formats } from './format.ts'

/** The rows that a question shows, out of the text in which a problem carries them: a line a row, its parts between bars. */
export function readingsIn(text: string): TwoReadings[] {
  return text
    .split('\n')
    .map((line) => line.split('|'))
    .filter((parts) => parts.length === 4)
    .map(([row = '', value = '', one = '', other = '']) => ({ row: Number(row), value, one, other }))
}

type Word = (key: string, params: Record<string, string>) => string

/** The same as a sentence: row 2: "2,500" is 2,500 with a point, 2.5 with a comma. */
export function readingsText(text: string, word: Word, formats: Formats): string {
  return sentenceOf(text, 'columns.reading', (value) => formats.decimal(value), word, formats)
}

/** Of dates: row 2: "03/04/2026" is April 3, 2026 with the day first, March 4, 2026 with the month first. */
export function dateReadingsText(text: string, word: Word, formats: Formats): string {
  return sentenceOf(text, 'columns.readingOfDate', (value) => formats.day(value), word, formats)
}

function sentenceOf(text: string, key: string, meant: (value: string) => string, word: Word, formats: Formats): string {
  const said = readingsIn(text).map(({ row, value, one, other }) =>
    word(key, { row: String(row), value, one: meant(one), other: meant(other) }),
  )
  const sentence = said.join('; ')
  return sentence.charAt(0).toLocaleUpperCase(formats.locale) + sentence.slice(1)
}

/** How a few places of a file read in each alphabet, out of the text in which a problem carries them: a line an alphabet. */
export function alphabetsIn(text: string): { encoding: string; sample: string }[] {
  return text
    .split('\n')
    .map((line) => line.split('|'))
    .filter((parts) => parts.length === 2)
    .map(([encoding = '', sample = '']) => ({ encoding, sample }))
}

/** The same as a sentence: Windows-1252: "Côté"; DOS (850): "C╓té". */
export function alphabetsText(text: string, word: (key: string, params: Record<string, string>) => string): string {
  return alphabetsIn(text)
    .map(({ encoding, sample }) =>
      word('columns.inAlphabet', { alphabet: word(`columns.encodings.${encoding}`, {}), sample }),
    )
    .join('; ')
}
