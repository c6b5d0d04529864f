/**
 * How well a character sits between its neighbours in a French or English text. `foreign`: a letter of other languages,
 * which only names have here.
 */
type Fit = 'fine' | 'unlikely' | 'foreign' | 'impossible'

const FRENCH = new Set('àâçéèêëîïôœùûüÀÂÇÉÈÊËÎÏÔŒÙÛÜ')
/** Which letter follows an accent with which a word begins: âge, île, ôter. Others (é, è, ê, œ, ç) begin any word. */
const AFTER_FIRST: Readonly<Record<string, string>> = { â: 'cgmnpt', î: 'l', ô: 't' }
const NO_FIRST = new Set('ëïùûü')
/** No French word ends with these. */
const NO_LAST = new Set('âîïôüœ')

const isLetter = (one: string): boolean => /^\p{L}$/u.test(one)
const isDigit = (one: string): boolean => /^\d$/.test(one)
const isUpper = (one: string): boolean => isLetter(one) && one !== one.toLowerCase()
const isLower = (one: string): boolean => isLetter(one) && one !== one.toUpperCase()
const isSpace = (one: string): boolean => one === '' || /^\s$/.test(one)
const isWord = (one: string): boolean => isLetter(one) || isDigit(one)

/**
 * Whether a character that is not ASCII can stand between these two in a French or English text ('' at either end of it):
 * letters by case and by where French words have them, signs by what they stand beside.
 */
export function fitOf(before: string, one: string, after: string): Fit {
  return isLetter(one) && !'ªº'.includes(one) ? letterFit(before, one, after) : signFit(before, one, after)
}

function letterFit(before: string, one: string, after: string): Fit {
  const lower = one.toLowerCase()
  if (!/^\p{Script=Latin}$/u.test(one) || /[ﬁﬂªºıƒ]/.test(one)) return 'impossible'
  if (isDigit(before)) return one === 'è' || one === 'é' ? 'fine' : 'impossible'
  if (!isLetter(before) && !isLetter(after))
    return lower === 'à' || (one === 'É' && after === '.') ? 'fine' : 'impossible'
  if (isUpper(one)) {
    if (isLower(before) || (isUpper(before) && isLower(after))) return 'impossible'
  } else if (isUpper(after)) {
    return isLetter(before) ? 'unlikely' : 'impossible'
  }
  if (!FRENCH.has(one)) return 'foreign'
  return isWhereFrenchHasIt(before, lower, after) ? 'fine' : 'unlikely'
}

function isWhereFrenchHasIt(before: string, lower: string, after: string): boolean {
  const isFirst = !isLetter(before)
  const isLast = !isLetter(after)
  if (lower === 'à') return isLast && 'ljç'.includes(before.toLowerCase())
  if (lower === 'ù') return isLast && before.toLowerCase() === 'o'
  // A cedilla stands before a, o and u alone; û never behind another u.
  if (lower === 'ç') return 'aou'.includes(after.toLowerCase()) && !isLast
  if (lower === 'û' && before.toLowerCase() === 'u') return false
  if (isFirst) return !NO_FIRST.has(lower) && (AFTER_FIRST[lower]?.includes(after.toLowerCase()) ?? true)
  return !isLast || !NO_LAST.has(lower)
}

function signFit(before: string, one: string, after: string): Fit {
  const isInside = isLetter(before) && isLetter(after)
  switch (one) {
    case '’':
      return isWord(before) ? 'fine' : 'unlikely'
    case '‘':
    case '“':
      return isWord(before) ? 'impossible' : isSpace(after) ? 'unlikely' : 'fine'
    case '”':
      return isWord(after) ? 'impossible' : isSpace(before) ? 'unlikely' : 'fine'
    case '«':
      return isWord(before) ? 'impossible' : isWord(after) ? 'unlikely' : 'fine'
    case '»':
      return isWord(after) ? 'impossible' : isWord(before) ? 'unlikely' : 'fine'
    case '–':
    case '—':
      return isInside ? 'unlikely' : 'fine'
    case '…':
      return isSpace(before) || isWord(after) ? 'unlikely' : 'fine'
    case '•':
    case '·':
      return isWord(before) ? 'impossible' : 'fine'
    case '°':
    case 'º':
      return isDigit(before) || /^[Nno\s]$/.test(before) ? 'fine' : 'impossible'
    case '½':
    case '¼':
    case '¾':
      return isLetter(before) ? 'impossible' : isSpace(after) || isDigit(before) ? 'fine' : 'unlikely'
    case '²':
    case '³':
      return isWord(before) && !isWord(after) ? 'fine' : 'impossible'
    case '×':
      return isLetter(before) || isLetter(after) ? 'impossible' : 'fine'
    case '®':
    case '™':
    case '©':
      return isLetter(after) ? 'impossible' : 'fine'
    case '€':
      return isInside ? 'impossible' : 'fine'
    case '¢':
    case '£':
    case '¥':
    case '§':
    case 'µ':
    case '±':
    case '÷':
      return isInside ? 'impossible' : 'unlikely'
    case '\u00a0':
    case '\u202f':
      return isInside ? 'unlikely' : 'fine'
    default:
      return 'impossible'
  }
}
