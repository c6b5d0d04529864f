import type { DocumentKey } from '../../shared/kinds.ts'
import type { Refusal } from './input.ts'

/**
 * What was refused of a record. `sending`: this content of Billdr, under the number that a person chose (absent: its
 * own). `removing`: its void or deletion. `settling`: what a linked document needs besides (applying a credit, the rest
 * of a payment), of this content. `replacing`: that what it replaced leaves the books. `undoing`: taking it back.
 */
export type RefusedWork =
  | { work: 'sending'; content: string; number?: string | undefined }
  | { work: 'removing' }
  | { work: 'settling'; content: string }
  | { work: 'replacing' }
  | { work: 'undoing' }

/** Whether just this was refused: it is not tried again before something about it changes. */
export function wasRefused(refusal: Refusal | undefined, key: DocumentKey, work: RefusedWork): refusal is Refusal {
  if (!refusal) return false
  return refusal.of ? nameOf(key, refusal.of) === nameOf(key, work) : refusal.content === nameOf(key, work)
}

/** How versions before this one stored it; two works are the same where this is. */
function nameOf(key: DocumentKey, work: RefusedWork): string {
  switch (work.work) {
    case 'sending':
      return work.number === undefined ? work.content : `${work.content} as ${work.number}`
    case 'removing':
      return `removal of ${key}`
    case 'settling':
      return `settling ${work.content}`
    case 'replacing':
    case 'undoing':
      return `${work.work} ${key}`
  }
}

/** Whether a refusal is our own, because of what a person did in the books: it is looked at again with every run (rule D2). */
export function isHeldBack({ problem }: Refusal): boolean {
  return problem.code === 'others-hang-on-it'
}
