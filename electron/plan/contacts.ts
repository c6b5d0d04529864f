import type { Client, Professional, Project } from '../../shared/domain.ts'
import type { CustomerDraft, VendorDraft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { markOf } from '../../shared/mark.ts'
import { problem } from '../../shared/problem.ts'
import type { BooksContact } from './books.ts'
import { fingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { commonVerdict, dependency, held, notKnown, rewrittenVerdict, verdict, waitsForAnswer } from './context.ts'
import { contactCurrency } from './currencies.ts'
import { contactNameKey } from './indexes.ts'
import type { StoredRecord, Verdict } from './input.ts'
import type { Link } from './link.ts'
import { cleanName, foldName, nameWithSuffix } from './names.ts'
import { wasRefused } from './refused.ts'

type Contact = Client | Project | Professional

/** Rules C1, C2, C3, V1: what the rules say of a client, a project or a professional. */
export function contactVerdict(context: PlanContext, key: DocumentKey, stored: StoredRecord, record: Contact): Verdict {
  const { needs } = context
  switch (record.kind) {
    case 'client':
      return clientVerdict(context, key, stored, record, needs.clients.has(record.id))
    case 'project':
      return projectVerdict(context, key, stored, record, needs.projects.has(record.id))
    case 'professional':
      return professionalVerdict(context, key, stored, record, needs.professionals.has(record.id))
  }
}

/** Contacts of the books (`<type>|<id>`) that a person chose for one record: they are not matched by their names to another. */
export function reservedContacts(context: PlanContext): Map<string, DocumentKey> {
  const { clients, projects, professionals } = context.mappings
  const reserved = new Map<string, DocumentKey>()
  const choices = [
    [clients, 'client', 'Customer'],
    [projects, 'project', 'Customer'],
    [professionals, 'professional', 'Vendor'],
  ] as const
  for (const [chosen, kind, type] of choices) {
    for (const [id, text] of Object.entries(chosen)) {
      const found = context.find(kind, id) ? chosenContact(context, text, type) : null
      const name = `${type}|${found?.id ?? ''}`
      if (found && !reserved.has(name)) reserved.set(name, keyOf(kind, id))
    }
  }
  return reserved
}

/**
 * What all contacts share: a link that holds, and one that broke, which ends by a yes to create it again or by another
 * match that is chosen. Null: look for one or create it.
 */
function linkedVerdict(
  context: PlanContext,
  key: DocumentKey,
  stored: StoredRecord,
  contact: Contact,
  chosen: string | undefined,
): Verdict | null {
  if (stored.presence === 'removed')
    return rewrittenVerdict(context, key) ?? verdict('synced', { operations: [{ kind: 'forget', key }] })
  const common = commonVerdict(context, key, stored)
  if (common) return common
  const link = context.link(key)
  if (link && !link.gone) return otherCurrency(context, key, contact, link) ?? verdict('synced')
  if (link) {
    const other =
      chosen === undefined ? null : chosenContact(context, chosen, link.type === 'Vendor' ? 'Vendor' : 'Customer')
    if (!other && !context.decision(key).createAnew)
      return held(
        problem(link.unlinked ? 'unlinked' : 'contact-inactive', {
          name: nameOf(contact),
          type: link.type,
          docNumber: '',
        }),
      )
    return verdict('pending', { operations: [{ kind: 'unlink', key }] })
  }
  return null
}

/**
 * QuickBooks may keep a new contact in its own currency, whatever it was asked for, and never changes it (live §2.6): documents in
 * the other one would be refused (rule W4).
 */
function otherCurrency(context: PlanContext, key: DocumentKey, contact: Contact, link: Link): Verdict | null {
  const kept = context.contactsById.get(`${link.type}|${link.id}`)?.currency
  const { currency } = link.sent
  if (currency === undefined || kept === undefined || kept === currency) return null
  if (context.decision(key).keepTheirs === fingerprintOf(contact)) return null
  return held(problem('not-as-sent', { type: link.type, fields: 'currency' }), {
    differs: [{ field: 'currency', billdr: currency, quickbooks: kept }],
  })
}

function nameOf(contact: Contact): string {
  return contact.kind === 'project' ? contact.name : contact.displayName
}

function clientVerdict(
  context: PlanContext,
  key: DocumentKey,
  stored: StoredRecord,
  client: Client,
  hasProject: boolean,
): Verdict {
  const chosen = context.mappings.clients[client.id]
  const settled =
    linkedVerdict(context, key, stored, client, chosen) ?? chosenVerdict(context, key, client, chosen, 'Customer')
  if (settled) return settled
  if (!hasProject && !context.decision(key).createAnew)
    return held(problem('client-without-project', { name: client.displayName }))
  const name = cleanName(client.displayName)
  const match = matchIn(context, 'Customer', null, [name, cleanName(client.companyName ?? '')], key)
  if (match) return matched(context, key, 'Customer', match, client)
  return created(context, key, client, {
    type: 'Customer',
    displayName: freeName(context, key, name, ['client']),
    companyName: client.companyName,
    givenName: client.givenName,
    familyName: client.familyName,
    email: client.email,
    phone: client.phone,
    address: client.address,
    site: null,
    parent: null,
    notes: markOf(key),
    currency: contactCurrency(context, key),
  })
}

function projectVerdict(
  context: PlanContext,
  key: DocumentKey,
  stored: StoredRecord,
  project: Project,
  due: boolean,
): Verdict {
  const chosen = context.mappings.projects[project.id]
  const settled =
    linkedVerdict(context, key, stored, project, chosen) ?? chosenVerdict(context, key, project, chosen, 'Customer')
  if (settled) return settled
  if (!due) return held(problem('project-without-documents', { name: project.name }))
  const asked = waitsForAnswer(context, key)
  if (asked) return held(asked)
  const client = context.find('client', project.clientId)
  if (!client) return held(notKnown(context, 'client', project.clientId, 'clientId'))
  const parent = dependency(context, keyOf('client', client.id))
  if (!parent.ready && parent.waits) return held(parent.waits)
  const name = cleanName(project.name)
  const suffixes = [cleanName(client.displayName), ...(project.number ? [project.number] : []), project.id]
  const variants = [name, ...suffixes.map((suffix) => nameWithSuffix(name, suffix))]
  const match = parent.ready ? matchIn(context, 'Customer', parent.id, variants, key) : null
  if (match) return matched(context, key, 'Customer', match, project)
  return created(
    context,
    key,
    project,
    {
      type: 'Customer',
      displayName: freeName(context, key, name, suffixes),
      companyName: null,
      givenName: null,
      familyName: null,
      // What is billed and asked goes to the client; only the work is at the site.
      email: client.email,
      phone: client.phone,
      address: client.address,
      site: project.address,
      parent: { id: parent.ready ? parent.id : null, name: client.displayName },
      notes: markOf(key),
      currency: contactCurrency(context, keyOf('client', client.id)),
    },
    parent.ready,
  )
}

function professionalVerdict(
  context: PlanContext,
  key: DocumentKey,
  stored: StoredRecord,
  professional: Professional,
  used: boolean,
): Verdict {
  const chosen = context.mappings.professionals[professional.id]
  const settled =
    linkedVerdict(context, key, stored, professional, chosen) ??
    chosenVerdict(context, key, professional, chosen, 'Vendor')
  if (settled) return settled
  if (!used && !context.decision(key).createAnew)
    return held(problem('professional-unused', { name: professional.displayName }))
  const name = cleanName(professional.displayName)
  const french = context.company?.locale.startsWith('fr') ?? false
  const suffixes =
    professional.trade === 'supplier'
      ? [french ? 'fournisseur' : 'supplier']
      : [french ? 'sous-traitant' : 'subcontractor']
  const match = matchIn(
    context,
    'Vendor',
    null,
    [name, ...suffixes.map((suffix) => nameWithSuffix(name, suffix)), cleanName(professional.companyName ?? '')],
    key,
  )
  if (match) return matched(context, key, 'Vendor', match, professional)
  return created(context, key, professional, {
    type: 'Vendor',
    displayName: freeName(context, key, name, suffixes),
    companyName: professional.companyName,
    printAs: cleanName(professional.companyName ?? '') || name,
    email: professional.email,
    phone: professional.phone,
    address: professional.address,
    currency: contactCurrency(context, key),
  })
}

/** Rule C3: a match that a person chose is used, and nothing is created beside it. */
function chosenVerdict(
  context: PlanContext,
  key: DocumentKey,
  contact: Contact,
  chosen: string | undefined,
  type: 'Customer' | 'Vendor',
): Verdict | null {
  if (!chosen || !context.books) return null
  const found = chosenContact(context, chosen, type)
  if (!found) return held(problem('mapping-not-found', { name: chosen }))
  return verdict('pending', {
    operations: [{ kind: 'link', key, type, id: found.id, origin: 'chosen', content: fingerprintOf(contact) }],
  })
}

/** The one active contact that a mapping names, by "id:57", its name or its full name. */
function chosenContact(context: PlanContext, chosen: string, type: 'Customer' | 'Vendor'): BooksContact | null {
  const candidates = (context.books?.contacts ?? []).filter((each) => each.type === type && each.active)
  const named = chosen.startsWith('id:') ? candidates.find((each) => each.id === chosen.slice(3)) : undefined
  if (named) return named
  const byName = candidates.filter(
    (each) => foldName(each.name) === foldName(chosen) || foldName(fullNameOf(context, each)) === foldName(chosen),
  )
  return byName.length === 1 ? (byName[0] ?? null) : null
}

function fullNameOf(context: PlanContext, contact: BooksContact): string {
  const parent = contact.parentId ? context.books?.contacts.find((each) => each.id === contact.parentId) : undefined
  return parent ? `${parent.name}:${contact.name}` : contact.name
}

/**
 * The one active contact of this type and parent that is ours by its mark, or else has one of the names and no mark of another
 * record that is known here.
 */
function matchIn(
  context: PlanContext,
  type: 'Customer' | 'Vendor',
  parentId: string | null,
  names: readonly string[],
  key: DocumentKey,
): BooksContact | null {
  const isFree = (contact: BooksContact) => (context.holders.of(`${type}|${contact.id}`) ?? key) === key
  const isOfAnother = ({ mark }: BooksContact) =>
    mark !== null && mark !== key && context.records.has(mark as DocumentKey)
  const marked = context.contactsByMark.get(`${type}|${key}`)
  if (marked && marked.parentId === parentId && isFree(marked)) return marked
  for (const name of names) {
    const same = name ? (context.contactsByName.get(contactNameKey(type, parentId, name)) ?? []) : []
    const free = same.filter((each) => !isOfAnother(each) && isFree(each))
    if (free.length === 1) return free[0] ?? null
  }
  return null
}

/** The contact is given out: the next record of that name cannot have it. */
function matched(
  context: PlanContext,
  key: DocumentKey,
  type: 'Customer' | 'Vendor',
  match: BooksContact,
  contact: Contact,
): Verdict {
  context.holders.give(`${type}|${match.id}`)
  const origin = match.mark === key ? 'adopted' : 'matched'
  return verdict('pending', {
    operations: [{ kind: 'link', key, type, id: match.id, origin, content: fingerprintOf(contact) }],
  })
}

function created(
  context: PlanContext,
  key: DocumentKey,
  contact: Contact,
  draft: CustomerDraft | VendorDraft,
  ready = true,
): Verdict {
  const content = fingerprintOf(contact)
  const refusal = context.refusals.get(key)
  const otherName = refusal?.problem.code === 'name-taken' && refusal.problem.params['name'] !== draft.displayName
  if (wasRefused(refusal, key, { work: 'sending', content }) && !otherName)
    return verdict('failed', { problem: refusal.problem, draft })
  if (!context.books || !ready) return verdict('pending', { draft })
  return verdict('pending', {
    draft,
    operations: [{ kind: 'create', key, type: draft.type, draft, content, allowDuplicateNumber: false }],
  })
}

/**
 * A name that no customer, vendor or employee has (QuickBooks keeps them unique across all three), trying the
 * suffixes in turn. The name is given out: the next record cannot have it.
 */
function freeName(context: PlanContext, key: DocumentKey, name: string, suffixes: readonly string[]): string {
  const refused = context.refusals.get(key)?.problem.params['name']
  const last = nameWithSuffix(name, kindAndId(key))
  for (const candidate of [name, ...suffixes.map((suffix) => nameWithSuffix(name, suffix)), last]) {
    const folded = foldName(candidate)
    if (context.names.has(folded) || candidate === refused) continue
    context.names.give(folded)
    return candidate
  }
  return last
}

/** What no other record has, without the colon that QuickBooks refuses. */
function kindAndId(key: DocumentKey): string {
  return key.replace(':', ' ')
}
