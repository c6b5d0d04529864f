import { isDeepStrictEqual } from 'node:util'
import type { BilldrRecord } from '../../shared/domain.ts'
import { dayNear } from '../../shared/days.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import { shownWhenever } from '../../shared/shown.ts'
import { showing } from '../plan/as-sent.ts'
import { differencesOf } from '../plan/differences.ts'
import type { EventEntry } from '../store/audit/audit-entry.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import { observedOf } from '../entities/observe.ts'
import type { PushChange } from '../push/records.ts'
import { linkChange } from '../push/records.ts'
import type { Entity, QuickBooks } from '../qbo/contract.ts'
import type { BooksCache, Changes } from './books-cache.ts'
import { readPayers } from './payers.ts'
import type { Workspace } from './workspace.ts'

/** Change data capture goes back 30 days; this much of it is used. */
const CHANGES_DAYS = 28
/** Clocks differ, and what was written while we refreshed must not be missed: each refresh begins this much earlier. */
const OVERLAP_MS = 10 * 60_000
/** How many linked records one question asks for by id. */
const IDS_AT_ONCE = 100
/** So many questions at once. */
const READERS = 4

type Changed = Pick<Changes, 'entities' | 'deleted'>

/**
 * Sees what happened in QuickBooks since the last refresh: the links get what it shows now (rules C1, I4, T1, X1). What the
 * change feed cannot tell (a long pause, too many changes) is asked for by id.
 */
export async function refreshBooks(
  workspace: Workspace,
  quickbooks: QuickBooks,
  cache: BooksCache,
  now: Date,
): Promise<Result> {
  const loaded = await cache.load(now)
  if (!loaded.ok) return loaded
  const { lookedAt } = workspace.profile()
  const since =
    lookedAt !== null && now.getTime() - Date.parse(lookedAt) < CHANGES_DAYS * 86_400_000 ? Date.parse(lookedAt) : null
  const changes = await cache.changesSince(new Date((since ?? now.getTime()) - OVERLAP_MS).toISOString())
  if (!changes.ok) return changes
  await takeChanges(workspace, { entities: changes.value.entities, deleted: [] }, now, { isFeed: true })
  const gone = await askForDeleted(workspace, quickbooks, cache, changes.value.deleted, now)
  if (!gone.ok) return gone
  const { asOf } = changes.value
  // A refresh that was kept by a clock that was ahead says nothing about what happened since.
  const isKnown = since !== null && (asOf === null || since <= Date.parse(asOf) + OVERLAP_MS)
  const unsure = isKnown ? changes.value.unsure : linkedTypes(workspace)
  for (const type of unsure) {
    const asked = await askForLinked(workspace, quickbooks, type, linksOf(workspace), now)
    if (!asked.ok) return asked
  }
  if (!isKnown || unsure.length > 0) {
    cache.markStale(unsure)
    const covered = await coverOwn(workspace, cache, isKnown ? new Set(unsure) : null)
    if (!covered.ok) return covered
  }
  const drafts = await askForDrafts(workspace, quickbooks, new Set(unsure), now)
  if (!drafts.ok) return drafts
  const shown = await askForUnshown(workspace, quickbooks, now)
  if (!shown.ok) return shown
  const paid = await readPayers(workspace, quickbooks, cache)
  if (!paid.ok) return paid
  await cache.keep()
  // By QuickBooks' clock, where it told: ours may be set forward or back until the next refresh.
  // Where something was lost meanwhile, or another company chosen, the next look is a whole one all the same.
  if (workspace.profile().lookedAt === lookedAt) await workspace.setProfile({ lookedAt: asOf ?? now.toISOString() })
  return { ok: true, value: null }
}

function linksOf(workspace: Workspace): [DocumentKey, Link][] {
  return [...workspace.store.table('links').entries()] as [DocumentKey, Link][]
}

function linkedTypes(workspace: Workspace): LinkedType[] {
  return workspace.found('linked types', ['links'], () => [
    ...new Set([...workspace.store.table('links').values()].map((link) => link.type)),
  ])
}

/** A plan without a feature has none of its documents, and refuses to list them. */
export const NOT_IN_PLAN: ReadonlySet<Problem['code']> = new Set(['purchase-orders-off', 'feature-off'])

/**
 * Where not all changes are known, as at the first refresh of a data folder: what a lost one sent, or another desktop, is found
 * by its mark, also where nothing is to be created by now (an expense that was rejected since has to leave the
 * books again). `only`: of these types; null: of all.
 */
async function coverOwn(
  workspace: Workspace,
  cache: BooksCache,
  only: ReadonlySet<LinkedType> | null,
): Promise<Result> {
  const ranges = new Map<LinkedType, { from: string; to: string }>()
  for (const { record } of workspace.store.table('records').values()) {
    const about = placeOf(record)
    if (!about) continue
    for (const type of about.types.filter((each) => only?.has(each) ?? true)) {
      const range = ranges.get(type)
      const [from, to] = [dayNear(about.date, -BESIDE_DAYS), dayNear(about.date, BESIDE_DAYS)]
      ranges.set(type, {
        from: range && range.from < from ? range.from : from,
        to: range && range.to > to ? range.to : to,
      })
    }
  }
  for (const [type, { from, to }] of ranges) {
    const covered = await cache.cover(type, from, to)
    if (!covered.ok && !NOT_IN_PLAN.has(covered.problem.code)) return covered
  }
  return { ok: true, value: null }
}

/** What Billdr has removed since stood somewhere near what it still has. */
const BESIDE_DAYS = 92

/** Where a record's document would stand in the books; null for what is no document. */
function placeOf(record: BilldrRecord): { types: LinkedType[]; date: string } | null {
  switch (record.kind) {
    case 'invoice':
      return { types: ['Invoice'], date: record.issuedOn }
    case 'credit':
      return { types: ['CreditMemo'], date: record.issuedOn }
    case 'payment':
      return { types: ['Payment'], date: record.receivedOn }
    case 'expense':
      return { types: ['Purchase', 'Bill'], date: record.spentOn }
    case 'purchase-order':
      return { types: ['PurchaseOrder'], date: record.issuedOn }
    case 'client':
    case 'project':
    case 'professional':
    case 'cost-code':
      return null
  }
}

/**
 * Gives the links what changed documents show now; what was deleted is gone. What a person did there comes into the
 * history, once. `isFeed`: the change feed, which tells the last minutes again with every look; what it says once more stays
 * as of when it was first said.
 */
export async function takeChanges(
  workspace: Workspace,
  changes: Changed,
  now: Date,
  { isFeed = false } = {},
): Promise<void> {
  const seenThere: EventEntry[] = []
  await workspace.store.commitFrom((newest) => [
    ...changes.entities.flatMap(({ type, entity }) => seen(workspace, newest, type, entity, now, isFeed, seenThere)),
    ...changes.deleted.flatMap(({ type, id }): PushChange[] => {
      const key = workspace.linkedKey(type, id)
      if (key && newest('links', key)?.gone === false) seenThere.push(eventOf(workspace, 'deleted-there', key))
      return key ? linkChange(newest, key, (link) => ({ ...link, gone: true })) : []
    }),
  ])
  for (const event of seenThere) await workspace.note(event)
}

function eventOf(workspace: Workspace, what: string, key: DocumentKey, params: EventEntry['params'] = {}): EventEntry {
  return { type: 'event', company: workspace.companyId, what, key, params }
}

/** What a person did to a document in QuickBooks, by what it showed before and shows now. */
function doneThere(workspace: Workspace, key: DocumentKey, before: Link, after: Link): EventEntry[] {
  const added = (after.observed.tax ?? 0) - (before.observed.tax ?? 0)
  const fields = (differencesOf(after) ?? []).map(({ field }) => field).join(', ')
  const isNew = fields !== '' && !isDeepStrictEqual(differencesOf(after), differencesOf(before))
  return [
    ...(added > 0 ? [eventOf(workspace, 'tax-seen', key, { amount: added })] : []),
    ...(isNew ? [eventOf(workspace, 'changed-there', key, { fields })] : []),
    ...(after.gone && !before.gone ? [eventOf(workspace, 'deleted-there', key)] : []),
  ]
}

type Newest = Parameters<typeof linkChange>[0]

function seen(
  workspace: Workspace,
  newest: Newest,
  type: LinkedType,
  entity: Entity,
  now: Date,
  isFeed: boolean,
  seenThere: EventEntry[],
): PushChange[] {
  const key = workspace.linkedKey(type, entity.Id)
  if (!key) return []
  const before = newest('links', key)
  // The feed may be behind an answer that we got to a write of ours.
  if (!before || Number(before.observed.syncToken) > Number(entity.SyncToken)) return []
  const observed = observedOf(type, entity, now)
  const after: Link = { ...showing(before, observed), gone: !observed.active }
  if (isFeed && isDeepStrictEqual(whenever(before), whenever(after))) return []
  seenThere.push(...doneThere(workspace, key, before, after))
  return linkChange(newest, key, (link) => ({ ...showing(link, observed), gone: !observed.active }))
}

/** A link without the time of its reading. */
function whenever(link: Link): Link {
  const { shown } = link.observed
  return shown === undefined ? link : { ...link, observed: { ...link.observed, shown: shownWhenever(shown) } }
}

/** Reads the linked records of a type by id; what does not come back is asked for by itself. */
export async function askForLinked(
  workspace: Workspace,
  quickbooks: QuickBooks,
  type: LinkedType,
  links: readonly [DocumentKey, Link][],
  now: Date,
): Promise<Result> {
  const ids = links.filter(([, link]) => link.type === type && !link.gone).map(([, link]) => link.id)
  const chunks: string[][] = []
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) chunks.push(ids.slice(at, at + IDS_AT_ONCE))
  let failed: (Result & { ok: false }) | null = null
  const reader = async (): Promise<void> => {
    for (let some = chunks.shift(); some && !failed; some = chunks.shift()) {
      const asked = await askForSome(workspace, quickbooks, type, some, now)
      if (!asked.ok) failed ??= asked
    }
  }
  await Promise.all(Array.from({ length: READERS }, reader))
  return failed ?? { ok: true, value: null }
}

/** Reads some linked records of a type at once. */
async function askForSome(
  workspace: Workspace,
  quickbooks: QuickBooks,
  type: LinkedType,
  some: readonly string[],
  now: Date,
): Promise<Result> {
  const isName = type === 'Customer' || type === 'Vendor'
  const answer = await quickbooks.query(type, [
    { field: 'Id', operator: 'IN', value: some },
    ...(isName ? [{ field: 'Active', operator: 'IN', value: [true, false] } as const] : []),
  ])
  if (!answer.ok && answer.failure.kind !== 'refused') return { ok: false, problem: answer.failure.problem }
  const entities = answer.ok ? answer.value : []
  await takeChanges(workspace, { entities: entities.map((entity) => ({ type, entity })), deleted: [] }, now)
  const found = new Set(entities.map((entity) => entity.Id))
  for (const id of some.filter((each) => !found.has(each))) {
    const asked = await askForOne(workspace, quickbooks, type, id, now)
    if (!asked.ok) return asked
  }
  return { ok: true, value: null }
}

/** Reads one linked record: only QuickBooks' own word that it has none of that id makes it gone. */
async function askForOne(
  workspace: Workspace,
  quickbooks: QuickBooks,
  type: LinkedType,
  id: string,
  now: Date,
): Promise<Result<Entity | null>> {
  const answer = await quickbooks.read(type, id)
  if (!answer.ok) return { ok: false, problem: answer.failure.problem }
  const { value } = answer
  await takeChanges(
    workspace,
    { entities: value ? [{ type, entity: value }] : [], deleted: value ? [] : [{ type, id }] },
    now,
  )
  return { ok: true, value }
}

/**
 * The feed may say Deleted of what lives: what is linked is read by id before it is called gone, and what lives is known to
 * the cache again.
 */
async function askForDeleted(
  workspace: Workspace,
  quickbooks: QuickBooks,
  cache: BooksCache,
  deleted: Changed['deleted'],
  now: Date,
): Promise<Result> {
  for (const { type, id } of deleted) {
    const key = workspace.linkedKey(type, id)
    if (!key || workspace.store.table('links').get(key)?.gone !== false) continue
    const asked = await askForOne(workspace, quickbooks, type, id, now)
    if (!asked.ok) return asked
    if (asked.value) cache.took(type, asked.value)
  }
  return { ok: true, value: null }
}

/** Invoices that are back in draft wait for their deletion in QuickBooks (rule I4): they are asked for one by one. */
async function askForDrafts(
  workspace: Workspace,
  quickbooks: QuickBooks,
  asked: ReadonlySet<LinkedType>,
  now: Date,
): Promise<Result> {
  const { store } = workspace
  const drafts = workspace.picked('drafts', 'records', (_key, { record }) =>
    (record.kind === 'invoice' || record.kind === 'credit') && record.status === 'draft' ? true : undefined,
  )
  for (const key of [...drafts.keys()]) {
    const link = store.table('links').get(key)
    if (!link || link.gone) continue
    const { type, id } = link
    if (asked.has(type)) continue
    const found = await askForOne(workspace, quickbooks, type, id, now)
    if (!found.ok) return found
  }
  return { ok: true, value: null }
}

/** Links that an earlier version stored hold no more than the rules compared: all that the documents show is read once. */
async function askForUnshown(workspace: Workspace, quickbooks: QuickBooks, now: Date): Promise<Result> {
  const unshown = workspace.picked('unshown', 'links', (_key, link) => {
    const { type, gone, observed } = link
    return !gone && observed.shown === undefined && type !== 'Customer' && type !== 'Vendor' ? link : undefined
  })
  const links = [...unshown] as [DocumentKey, Link][]
  for (const type of new Set(links.map(([, link]) => link.type))) {
    const asked = await askForLinked(workspace, quickbooks, type, links, now)
    if (!asked.ok) return asked
  }
  return { ok: true, value: null }
}
