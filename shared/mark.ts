import type { DocumentKey } from './kinds.ts'
import { parseKey } from './kinds.ts'

/*
 * What the program creates carries its Billdr kind and id in the private note, as "[Billdr invoice i-1001]".
 * By it our own documents are known again after a lost answer, a lost data folder, or on a second desktop.
 */
const MARK = /\[Billdr ([a-z-]+) ([^\]\s]+)\]/

/** The mark of a record, for its private note. */
export function markOf(key: DocumentKey): string {
  const parsed = parseKey(key)
  if (!parsed) throw new Error(`not a document key: ${key}`)
  return `[Billdr ${parsed.kind} ${encodeURIComponent(parsed.billdrId)}]`
}

/** The key that a note's mark names, or null where the note carries none. */
export function keyInNote(note: unknown): DocumentKey | null {
  const found = typeof note === 'string' ? MARK.exec(note) : null
  if (!found) return null
  try {
    const key = `${found[1] ?? ''}:${decodeURIComponent(found[2] ?? '')}`
    return parseKey(key) ? (key as DocumentKey) : null
  } catch {
    return null
  }
}
