import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { kindOf, parseKey } from '../../shared/kinds.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { Cents } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { BooksDocument } from './books.ts'
import { fingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { labelOf } from './context.ts'
import { otherOf } from './in-the-way.ts'
import type { Decision } from './input.ts'
import type { Likeness, Sought } from './likeness.ts'
import { byLikeness, likenessOf, mayBeApart, soughtOf } from './likeness.ts'
import { isOtherEntry, partsFor } from './other-entries.ts'
import { isRewrittenId, plainId } from './rewritten-ids.ts'

/** A document of the books by type and id. */
export function nameOfDocument({ type, id }: Pick<BooksDocument, 'type' | 'id'>): string {
  return `${type}|${id}`
}

/** Whether a document of the books is nobody's: no record of ours is linked to it, and it carries no mark of one. */
export function isNobodys(context: PlanContext, document: BooksDocument): boolean {
  return (
    document.mark === null &&
    !document.voided &&
    !document.refund &&
    !context.linkedDocuments.has(nameOfDocument(document))
  )
}

/**
 * Whether a document of the books may stand for a record that is not there yet: it is nobody's, or it is ours by its mark and
 * of no record that is known here, as after the loss of a data folder whose records have other ids by now.
 */
export function isUnclaimed(context: PlanContext, document: BooksDocument): boolean {
  return isNobodys(context, document) || isStray(context, document)
}

/**
 * Whether a document may be this very record from before its id was rewritten: the mark names a record that nobody here knows,
 * as after the loss of a data folder, and differs from the record's id only as spreadsheets change them.
 */
export function isEarlierSelf(context: PlanContext, key: DocumentKey, document: BooksDocument): boolean {
  const [own, marked] = [parseKey(key), document.mark === null ? null : parseKey(document.mark)]
  return own?.kind === marked?.kind && own !== null && marked !== null && isRewrittenId(own.billdrId, marked.billdrId)
    ? isStray(context, document)
    : false
}

/** Of ours by its mark, and of no record that is known. */
function isStray(context: PlanContext, document: BooksDocument): boolean {
  return (
    document.mark !== null &&
    !document.voided &&
    !document.refund &&
    !context.records.has(document.mark as DocumentKey) &&
    !context.linkedDocuments.has(nameOfDocument(document))
  )
}

/** How a document of the books stands to a record; one that may be its earlier self is asked about whatever else it says. */
export function heldAgainst(context: PlanContext, sought: Sought, document: BooksDocument): Likeness {
  const likeness = likenessOf(sought, document)
  return isEarlierSelf(context, sought.key, document) ? { ...likeness, likely: true } : likeness
}

/** What a person said yes to for this record as Billdr has it now: these documents of the books are others. */
export function saidToBeOthers(decision: Decision, record: BilldrRecord): ReadonlySet<string> {
  const { sendAnyway } = decision
  return new Set(sendAnyway && sendAnyway.content === fingerprintOf(record) ? sendAnyway.beside : [])
}

/**
 * Rule D1, for all records at once: which document of the books a person or the bank feed has entered for which record of
 * Billdr that is not there yet. Each document is given to one record at most and each record gets one, so that two equal
 * purchases of Billdr against one in the books are asked about once. Records that are ignored keep theirs. `beside`: those that
 * got none, by the record whose answer they wait for: until it is given, the document may as well be theirs.
 */
function matchEntered(context: PlanContext): {
  entered: Map<DocumentKey, Likeness>
  beside: Map<DocumentKey, DocumentKey>
} {
  const edges = likelyForAll(context)
  const entered = assigned(edges)
  const owners = new Map([...entered].map(([key, likeness]) => [placeFor(key, likeness), key] as const))
  const beside = new Map<DocumentKey, DocumentKey>()
  for (const [key, list] of edges) {
    if (entered.has(key)) continue
    const asked = list
      .flatMap((likeness) => owners.get(placeFor(key, likeness)) ?? [])
      .find((owner) => context.decision(owner).ignored === undefined)
    if (asked) beside.set(key, asked)
  }
  return { entered, beside }
}

/** Documents of the books (`<type>|<id>`) that may stand for a record that is not there yet, whichever of several it is. */
export function mayStandForSome(context: PlanContext): Set<string> {
  const all = [...likelyForAll(context).values()].flat()
  return new Set(all.map(({ document }) => nameOfDocument(document)))
}

/** For each record that is not there yet, what may be it. */
function likelyForAll(context: PlanContext): Map<DocumentKey, Likeness[]> {
  const wanted = [...context.records.keys()].flatMap((key): Sought[] => {
    const stored = context.links.has(key) ? undefined : context.records.get(key)
    if (!stored || stored.presence === 'removed' || !belongsInBooks(stored.record)) return []
    const found = soughtOf(context, key)
    return found ? [found] : []
  })
  if (wanted.length === 0) return new Map()
  const free = freeByAmount(context, new Set(wanted.map(({ key }) => kindOf(key))))
  const strays = new Map<string, BooksDocument[]>()
  for (const document of context.books?.documents ?? [])
    if (isStray(context, document)) {
      const name = plainKey(document.mark ?? '')
      strays.set(name, [...(strays.get(name) ?? []), document])
    }
  return new Map(wanted.map((sought) => [sought.key, likelyAmong(context, sought, free, strays)]))
}

/** What keys have in common that differ only as spreadsheets change ids. */
export function plainKey(key: string): string {
  const parsed = parseKey(key)
  return parsed ? `${parsed.kind}:${plainId(parsed.billdrId)}` : key
}

/** Finds what was entered already, and keeps it where the rules ask for it. */
export function takeEntered(context: PlanContext): void {
  const { entered, beside } = matchEntered(context)
  context.entered = entered
  context.enteredBeside = beside
  context.enteredFor = new Map(
    [...context.entered].map(([key, { document }]) => [nameOfDocument(document), key] as const),
  )
}

/** Whether its status in Billdr says that it belongs in the books. */
function belongsInBooks(record: BilldrRecord): boolean {
  switch (record.kind) {
    case 'payment':
      return true
    case 'invoice':
    case 'credit':
      return record.status !== 'draft' && record.status !== 'voided'
    case 'expense':
      return record.status === 'approved'
    case 'purchase-order':
      return record.status !== 'cancelled'
    case 'client':
    case 'project':
    case 'professional':
    case 'cost-code':
      return false
  }
}

function freeByAmount(context: PlanContext, kinds: ReadonlySet<Kind>): Map<string, BooksDocument[]> {
  const found = new Map<string, BooksDocument[]>()
  const add = (kind: Kind | null, document: BooksDocument): void => {
    for (const amount of new Set([document.subtotal, document.total])) {
      if (amount === null || amount <= 0) continue
      // Under its whole units: amounts that lie some cents apart stand under the same ones, or the next.
      const name = amountName(document.type, kind, amount)
      const list = found.get(name)
      if (list) list.push(document)
      else found.set(name, [document])
    }
  }
  for (const document of context.books?.documents ?? []) {
    if (!isUnclaimed(context, document)) continue
    if (!document.parts) add(null, document)
    else for (const kind of kinds) for (const part of partsFor(context, kind, document)) add(kind, part)
  }
  return found
}

/** `kind`: of the record, where only some lines of a document may stand for it. */
function amountName(type: string, kind: Kind | null, amount: number, units = 0): string {
  return `${type}|${kind ?? ''}|${Math.floor(amount / 100) + units}`
}

function likelyAmong(
  context: PlanContext,
  sought: Sought,
  free: ReadonlyMap<string, BooksDocument[]>,
  strays: ReadonlyMap<string, BooksDocument[]>,
): Likeness[] {
  const record = context.records.get(sought.key)?.record
  const others = record ? saidToBeOthers(context.decision(sought.key), record) : new Set<string>()
  const amounts = new Set([sought.beforeTax, sought.withTax])
  const documents = new Set(
    sought.types.flatMap((type) =>
      [...amounts].flatMap((amount) =>
        [-1, 0, 1]
          .flatMap((units) => [null, kindOf(sought.key)].map((kind) => free.get(amountName(type, kind, amount, units))))
          .flatMap((found) => found ?? [])
          .filter(isAbout(sought, amount)),
      ),
    ),
  )
  for (const document of strays.get(plainKey(sought.key)) ?? [])
    if (sought.types.includes(document.type)) documents.add(document)
  return [...documents]
    .filter((document) => !others.has(nameOfDocument(document)))
    .map((document) => heldAgainst(context, sought, document))
    .filter((likeness) => likeness.likely)
    .sort(byLikeness)
}

function isAbout(sought: Sought, amount: Cents): (document: BooksDocument) => boolean {
  const most = mayBeApart(sought, amount)
  return ({ subtotal, total }) =>
    [subtotal, total].some((theirs) => theirs !== null && Math.abs(theirs - amount) <= most)
}

/** A sale that was paid at once, or an entry in the journal, may be an invoice and its payment too: one of each kind. */
function placeFor(key: DocumentKey, { document }: Likeness): string {
  return isOtherEntry(document.type) ? `${kindOf(key)} ${nameOfDocument(document)}` : nameOfDocument(document)
}

/** The likeliest pairs first; then whoever got none takes one from a record that has another to fall back on. */
function assigned(edges: ReadonlyMap<DocumentKey, readonly Likeness[]>): Map<DocumentKey, Likeness> {
  const owners = new Map<string, DocumentKey>()
  const given = new Map<DocumentKey, Likeness>()
  // Documents from which a search found no way to a free one lead no later search to one either.
  const exhausted = new Set<string>()

  function give(key: DocumentKey, likeness: Likeness): void {
    owners.set(placeFor(key, likeness), key)
    given.set(key, likeness)
  }

  /** Looks, step by step, for a chain of records that each have another document, up to one that is free; then all move on. */
  function makeRoomFor(first: DocumentKey): void {
    const cameFrom = new Map<string, { key: DocumentKey; likeness: Likeness }>()
    const waiting = [first]
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const likeness of edges.get(next) ?? []) {
        const name = placeFor(next, likeness)
        if (exhausted.has(name) || cameFrom.has(name)) continue
        cameFrom.set(name, { key: next, likeness })
        const owner = owners.get(name)
        if (owner === undefined) return moveUpTo(name, cameFrom)
        waiting.push(owner)
      }
    }
    for (const name of cameFrom.keys()) exhausted.add(name)
  }

  function moveUpTo(free: string, cameFrom: ReadonlyMap<string, { key: DocumentKey; likeness: Likeness }>): void {
    let step = cameFrom.get(free)
    while (step) {
      const left = given.get(step.key)
      give(step.key, step.likeness)
      step = left ? cameFrom.get(placeFor(step.key, left)) : undefined
    }
  }

  const pairs = [...edges].flatMap(([key, list]) => list.map((likeness) => ({ key, likeness })))
  pairs.sort((a, b) => byLikeness(a.likeness, b.likeness) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  for (const { key, likeness } of pairs)
    if (!given.has(key) && !owners.has(placeFor(key, likeness))) give(key, likeness)
  for (const key of edges.keys()) if (!given.has(key)) makeRoomFor(key)
  return given
}

/** What asks about a record for which the books have something already; null where they have nothing like it. */
export function enteredProblem(context: PlanContext, key: DocumentKey): Problem | null {
  const found = context.entered.get(key)
  if (!found) {
    const asked = context.enteredBeside.get(key)
    return asked ? problem('waits-for-answer', { what: labelOf(context, asked) }, { waitsFor: asked }) : null
  }
  const { document, measure, certain } = found
  return problem(
    'looks-entered-already',
    {
      type: document.type,
      number: document.reference ?? document.docNumber ?? '',
      measure,
      certain: certain ? 1 : 0,
      answer: isOtherEntry(document.type) ? 'leave-out' : 'link',
    },
    { other: otherOf(document) },
  )
}
