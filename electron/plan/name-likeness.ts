import { foldName } from './names.ts'

/** What says nothing of who somebody is: legal forms and small words, without accents. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'inc ltee ltd limitee limited llc llp corp corporation co company compagnie cie enr senc sencrl lp et and the le la les l de du des d'.split(
    ' ',
  ),
)

/** A name that a feed cut off still says so many letters of it. */
const LEAST_START = 6
/** A word of fewer letters says nobody alone. */
const LEAST_WORD = 3

/** The words of a name by which people know whom it means: no accents, signs, legal forms, or numbers of a shop. */
function wordsOfName(name: string): string[] {
  return foldName(name)
    .replace(/[.']/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word))
}

/**
 * Whether two names may mean the same one, as a person and the bank's feed write them: "Hébert & Fils inc.", "HEBERT ET FILS
 * LTÉE #204", "M. Hébert". It is asked about then, never taken for the same.
 */
export function isAlikeName(one: string, other: string): boolean {
  const [fewer = [], more = []] = [named(one), named(other)].sort((a, b) => a.length - b.length)
  if (fewer.length === 0) return false
  const [a, b] = [fewer.join(''), more.join('')]
  if (a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length >= LEAST_START && long.startsWith(short)) return true
  const hasWordInCommon = fewer.some((word) => word.length >= LEAST_WORD && more.includes(word))
  return hasWordInCommon && fewer.every((word) => more.some((each) => isSameWord(word, each)))
}

/** Its words without the number of a shop or a reference behind them; "9123-4567 Québec inc." begins with its name. */
function named(name: string): string[] {
  const words = wordsOfName(name)
  const first = words.findIndex((word) => !/^\d+$/.test(word))
  return words.filter((word, at) => at < first || first === -1 || !/^\d+$/.test(word))
}

/** The same word, or an initial of it. */
function isSameWord(word: string, other: string): boolean {
  return word === other || (Math.min(word.length, other.length) === 1 && word[0] === other[0])
}
