import type { OtherDocument } from '../../shared/problem.ts'
import type { BooksDocument } from './books.ts'
import { wholeId } from './other-entries.ts'

/** A document of the books as it is shown beside ours. */
export function otherOf(document: BooksDocument): OtherDocument {
  return {
    type: document.type,
    id: wholeId(document),
    docNumber: document.docNumber ?? document.reference ?? null,
    date: document.date,
    party: document.partyName,
    amount: document.subtotal ?? document.total,
  }
}
