import { isUtf8 } from 'node:buffer'
import type { Entry } from 'yauzl'
import { getFileNameLowLevel } from 'yauzl'
import type { OldAlphabet } from '../written/code-pages.ts'
import { decoderOf, OLD_ALPHABETS } from '../written/code-pages.ts'
import { tableNamed } from '../export/find-tables.ts'
import { LetterEvidence } from '../written/letter-evidence.ts'

const UTF8_NAMES = 0x800
const UNICODE_PATH = 0x7075

/** The name of an entry, and the others that its bytes would be in other alphabets. */
interface EntryName {
  name: string
  others: string[]
}

/**
 * The names of a zip's entries. Programs that do not say in which alphabet they write either write UTF-8 all the same
 * (macOS) or the one of their system: then the names of the whole zip tell which it is, by their letters, or by the tables
 * that they name; where nothing does it is the zip format's own code page, 437.
 */
export function entryNames(entries: readonly Entry[]): EntryName[] {
  const evidence = new LetterEvidence()
  const old = entries.map((entry) => (saysItsName(entry) ? null : rawName(entry)))
  for (const bytes of old) {
    if (bytes === null) continue
    evidence.take(bytes)
    evidence.take(new Uint8Array(0))
  }
  const alphabet = evidence.decide() ?? alphabetOfTables(old.filter((bytes) => bytes !== null)) ?? 'cp437'
  return entries.map((entry, at) => {
    const bytes = old[at]
    if (!bytes)
      return {
        name: isUtf8Unsaid(entry)
          ? rawName(entry).toString('utf8')
          : getFileNameLowLevel(entry.generalPurposeBitFlag, rawName(entry), entry.extraFields, false),
        others: [],
      }
    const name = decoderOf(alphabet)(bytes)
    return { name, others: OLD_ALPHABETS.map((each) => decoderOf(each)(bytes)).filter((each) => each !== name) }
  })
}

function rawName(entry: Entry): Buffer {
  const raw: unknown = entry.fileName
  return Buffer.isBuffer(raw) ? raw : Buffer.from(entry.fileName)
}

/** Whether a name is known to its last letter: it is UTF-8, says so, or stands a second time as Unicode. */
function saysItsName(entry: Entry): boolean {
  return (
    (entry.generalPurposeBitFlag & UTF8_NAMES) !== 0 ||
    entry.extraFields.some(({ id }) => id === UNICODE_PATH) ||
    isUtf8Unsaid(entry)
  )
}

function isUtf8Unsaid(entry: Entry): boolean {
  return (entry.generalPurposeBitFlag & UTF8_NAMES) === 0 && isUtf8(rawName(entry))
}

/** The alphabet in which the most files have the name of a table; null where none stands out. */
function alphabetOfTables(names: readonly Uint8Array[]): OldAlphabet | null {
  const counts = OLD_ALPHABETS.map((alphabet) => {
    const decode = decoderOf(alphabet)
    const stems = names.map((bytes) =>
      decode(bytes)
        .replace(/^.*[\\/]/, '')
        .replace(/\.[^.]*$/, ''),
    )
    return { alphabet, count: stems.filter((stem) => tableNamed(stem) !== null).length }
  })
  const best = Math.max(...counts.map(({ count }) => count))
  const [first, ...others] = counts.filter(({ count }) => count === best)
  return best > 0 && first && others.every(({ alphabet }) => alphabet.startsWith('cp')) ? first.alphabet : null
}
