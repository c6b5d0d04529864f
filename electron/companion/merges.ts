import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { observedOf } from '../entities/observe.ts'
import type { BooksContact } from '../plan/books.ts'
import type { Details, Link, LinkedType } from '../plan/link.ts'
import type { SyncTools } from './sync.ts'

type ContactType = 'Customer' | 'Vendor'

const SUPPLIERS: ReadonlySet<LinkedType> = new Set(['Purchase', 'Bill', 'PurchaseOrder'])

/**
 * A contact that a person merged into another one is inactive, and its documents show the other: the link follows them there,
 * and what was sent counts as sent to the other, so that nothing of it is a difference and new documents go (rule C1). One read a
 * merge. Where no document tells of the other, or not all tell the same, a person is asked as before. Null: done; else why not.
 */
export async function followMerges({ workspace, quickbooks, cache, now }: SyncTools): Promise<Problem | null> {
  const { store } = workspace
  const gone = workspace.picked('contacts that are gone', 'links', (_key, link) =>
    link.gone && !link.unlinked && isContact(link.type) ? link : undefined,
  )
  const left = [...gone] as [DocumentKey, Link][]
  if (left.length === 0) return null
  const links = [...store.table('links').entries()] as [DocumentKey, Link][]
  const contacts = new Map((cache.books()?.contacts ?? []).map((each) => [`${each.type}|${each.id}`, each]))
  for (const [key, link] of left) {
    const type = link.type as ContactType
    if (store.table('decisions').get(key)?.createAnew) continue
    const into = mergedInto(type, link.id, links, contacts)
    if (!into) continue
    const read = await quickbooks.read(type, into.id)
    if (!read.ok) {
      if (read.failure.kind === 'refused') continue
      return read.failure.problem
    }
    if (read.value === null) continue
    const observed = observedOf(type, read.value, now())
    const from = link.id
    await store.commitFrom((newest) => [
      { table: 'links', id: key, value: { ...(newest('links', key) ?? link), id: into.id, gone: false, observed } },
      ...links.flatMap(([other]) => {
        const found = newest('links', other)
        const moved = found && other !== key ? sentTo(type, found, from, into.id) : null
        return moved ? [{ table: 'links' as const, id: other, value: moved }] : []
      }),
    ])
    await workspace.note({
      type: 'event',
      company: workspace.companyId,
      what: 'merged-there',
      key,
      params: { name: into.name },
    })
  }
  return null
}

function isContact(type: LinkedType): type is ContactType {
  return type === 'Customer' || type === 'Vendor'
}

/** The active contact that all documents show which were sent to this one; null where none or several do, or one did not follow. */
function mergedInto(
  type: ContactType,
  id: string,
  links: readonly [DocumentKey, Link][],
  contacts: ReadonlyMap<string, BooksContact>,
): BooksContact | null {
  const shown = new Set(links.flatMap(([, link]) => (link.gone ? [] : shownInstead(type, link, id))))
  const [only] = shown
  if (only === undefined || shown.size > 1 || only === id) return null
  const contact = contacts.get(`${type}|${only}`)
  return contact?.active ? contact : null
}

/** What a document shows wherever it was sent with this contact: its party, and the projects of its lines. */
function shownInstead(type: ContactType, { type: of, sent, observed }: Link, id: string): string[] {
  const party = partyType(of) === type && sent.partyId === id && observed.partyId !== null ? [observed.partyId] : []
  if (type !== 'Customer' || sent.details?.lines.length !== observed.details?.lines.length) return party
  const projects = (sent.details?.lines ?? []).flatMap((line, at) => {
    const project = observed.details?.lines[at]?.project ?? null
    return line.project === id && project !== null ? [project] : []
  })
  return [...party, ...projects]
}

function partyType(type: LinkedType): ContactType | null {
  if (isContact(type)) return null
  return SUPPLIERS.has(type) ? 'Vendor' : 'Customer'
}

/** The same link, as sent to the other contact; null where the first is not in it. */
function sentTo(type: ContactType, link: Link, from: string, into: string): Link | null {
  const { sent } = link
  const isParty = partyType(link.type) === type && sent.partyId === from
  const isProject = type === 'Customer' && (sent.details?.lines.some(({ project }) => project === from) ?? false)
  if (!isParty && !isProject) return null
  const details: Details | undefined = sent.details && {
    ...sent.details,
    lines: sent.details.lines.map((line) => (isProject && line.project === from ? { ...line, project: into } : line)),
  }
  return { ...link, sent: { ...sent, ...(isParty && { partyId: into }), ...(details && { details }) } }
}
