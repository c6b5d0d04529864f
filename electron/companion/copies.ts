import type { BooksDocument } from '../plan/books.ts'
import type { Link } from '../plan/link.ts'
import type { BooksCache } from './books-cache.ts'
import type { Workspace } from './workspace.ts'

/**
 * A mark proves kinship, not identity: "Copy" in QuickBooks copies the note and the mark in it (live §5.11). While a record
 * is linked, what else carries its mark is a copy that a person made, and stays hers when the original goes. What is
 * sealed by a later export is none: another desktop put it in the place of ours (rule E2).
 */
export function takeCopies(workspace: Workspace, cache: BooksCache): void {
  const links = workspace.store.table('links')
  const copies = workspace.found(
    'copies',
    ['links'],
    () =>
      [...cache.documents()].filter((document) => {
        if (document.mark === null) return false
        // Nearly all are the very ones that are linked, which no link has to be read for.
        const place = workspace.linkedPlace(document.mark)
        if (place === null || place === `${document.type}|${document.id}`) return false
        const link = links.get(document.mark)
        return link !== undefined && isCopy(document, link, cache)
      }),
    cache.revision,
  )
  for (const document of copies) cache.saw({ ...document, mark: null, copied: true })
}

function isCopy(document: BooksDocument, link: Link, cache: BooksCache): boolean {
  if (link.gone || isSame(document, link) || (link.replaces && isSame(document, link.replaces))) return false
  const isOfItsKind = document.type === link.type || (isCost(document) && isCost(link))
  // A credit's application is a payment that carries the credit's mark.
  if (!isOfItsKind) return false
  const ours = link.observed.ours?.asOf ?? cache.document(link.type, link.id)?.asOf ?? null
  return document.asOf === undefined || ours === null || Date.parse(document.asOf) <= Date.parse(ours)
}

function isSame(document: Pick<BooksDocument, 'type' | 'id'>, other: Pick<BooksDocument, 'type' | 'id'>): boolean {
  return document.type === other.type && document.id === other.id
}

function isCost({ type }: Pick<BooksDocument, 'type'>): boolean {
  return type === 'Purchase' || type === 'Bill'
}
