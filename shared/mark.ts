import type { DocumentKey } from './kinds.ts'
import { parseKey } from './kinds.ts'

/*
 * What the program creates carries its Billdr kind and id in the private note, as "[Billdr invoice i-1001]".
 * By it our own documents are known again after a lost answer, a lost data folder, or on a second desktop. Those that
 * may be overwritten later carry a seal besides, as "[Billdr expense e-7 0f3a9c5d71b2.tm3k9w-4c1d]": see `Seal`.
 */
const MARK = /\[Billdr ([a-z-]+) ([^\]\s]+)(?: ([0-9a-f]{6})([0-9a-f]{6})(?:\.([0-9a-z]{1,8}))?(?:-([0-9a-f]{4}))?)?\]/g

/** How a program left a document, so that another desktop can tell its work from a person's. */
export interface Seal {
  /** Six hexadecimal digits that stand for the Billdr content that was sent. */
  content: string
  /** Six that stand for what the document showed then: where it shows something else, a person changed it. */
  shown: string
  /** When Billdr said so: ISO instant of its export, to the second; null where the source told none. */
  asOf: string | null
  /** Four hexadecimal digits that stand for the Billdr company; null where it was not known. */
  company: string | null
}

/** The mark of a record, for its private note. */
export function markOf(key: DocumentKey): string {
  const parsed = parseKey(key)
  if (!parsed) throw new Error(`not a document key: ${key}`)
  return `[Billdr ${parsed.kind} ${encodeURIComponent(parsed.billdrId)}]`
}

/** The mark stands behind whatever text a note begins with, which may name another document's. */
function lastMark(note: unknown): RegExpExecArray | null {
  return typeof note === 'string' ? ([...note.matchAll(MARK)].at(-1) ?? null) : null
}

/** The key that a note's mark names, or null where the note carries none. */
export function keyInNote(note: unknown): DocumentKey | null {
  const found = lastMark(note)
  if (!found) return null
  try {
    const key = `${found[1] ?? ''}:${decodeURIComponent(found[2] ?? '')}`
    return parseKey(key) ? (key as DocumentKey) : null
  } catch {
    return null
  }
}

/** What a note says besides its mark. */
export function textBesideMark(note: string): string {
  const found = lastMark(note)
  return found ? note.slice(0, found.index) + note.slice(found.index + found[0].length) : note
}

/** The seal of a note's mark; null where it has none. */
export function sealInNote(note: unknown): Seal | null {
  const found = lastMark(note)
  const [, , , content, shown, asOf, company] = found ?? []
  if (content === undefined || shown === undefined) return null
  const seconds = asOf === undefined ? Number.NaN : Number.parseInt(asOf, 36)
  // Eight digits of base 36 reach beyond the days that a Date can hold.
  return {
    content,
    shown,
    asOf: seconds <= 8.64e12 ? new Date(seconds * 1000).toISOString() : null,
    company: company ?? null,
  }
}

/** The note with its mark sealed; unchanged where it has none. */
export function sealedNote(note: string, seal: Seal): string {
  const found = lastMark(note)
  if (!found) return note
  const [mark, kind, id] = found
  const seconds = seal.asOf === null ? Number.NaN : Math.floor(Date.parse(seal.asOf) / 1000)
  const asOf = seconds >= 0 ? `.${seconds.toString(36)}` : ''
  const company = seal.company === null ? '' : `-${seal.company}`
  return `${note.slice(0, found.index)}[Billdr ${kind ?? ''} ${id ?? ''} ${seal.content}${seal.shown}${asOf}${company}]${note.slice(found.index + mark.length)}`
}
