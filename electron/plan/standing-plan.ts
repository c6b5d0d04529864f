import type { DocumentKey } from '../../shared/kinds.ts'
import type { BooksContact, BooksDocument } from './books.ts'
import type { Changed } from './changed.ts'
import { namesOfDocument, namesOfLink, namesOfReceipt, namesOfRecord, numberOfDocument } from './changed.ts'
import { Claims } from './claims.ts'
import { reservedContacts } from './contacts.ts'
import type { PlanContext } from './context.ts'
import { contextWith, EXPORTED_AT } from './context.ts'
import type { Asked } from './earlier-ids.ts'
import { askedAbout, askedIds, nothingAsked } from './earlier-ids.ts'
import { takeEntered } from './entered-already.ts'
import type { Facts } from './facts.ts'
import { factsOf, linkFacts, recordFacts } from './facts.ts'
import { holdTogether, mayBeHeld } from './holds.ts'
import { ASKED } from './indexes.ts'
import type { Plan, PlanInput, StoredRecord, Verdict } from './input.ts'
import type { Needs } from './needs.ts'
import { needsOf, otherNeeds } from './needs.ts'
import { PlanOrder } from './plan-order.ts'
import { Readers } from './readers.ts'
import { EVERYTHING, Reads } from './reads.ts'
import { verdictOf } from './verdict-of.ts'

/**
 * A plan that is brought up to date. Each record is planned after those that it may need, in one order, and what it read of
 * others is kept: where something changes, the record itself and those that read it are planned anew, and those that read a
 * verdict which became another one by that. Everything else stands. The result is the plan from scratch, byte for byte.
 */
export class StandingPlan {
  readonly #reads = new Reads()
  readonly #claims = new Claims(this.#reads, (key) => this.#orderOf(key))
  readonly #readers = new Readers()
  #facts: Facts = { records: new Map(), links: new Map(), reserved: new Map() }
  #order = new PlanOrder([])
  /** What the rules say of each record by itself. */
  #alone = new Map<DocumentKey, Verdict>()
  /** Those of them that may be held by what is asked of all together. */
  #going = new Set<DocumentKey>()
  #heldTogether = new Map<DocumentKey, Verdict>()
  #verdicts = new Map<DocumentKey, Verdict>()
  #rates = new Map<DocumentKey, PlanContext['wantedRates']>()
  #entered: PlanContext['entered'] = new Map()
  #enteredBeside: ReadonlyMap<DocumentKey, DocumentKey> = new Map()
  #needs: Needs = { projects: new Set(), clients: new Set(), professionals: new Set() }
  #documents = new Map<string, BooksDocument>()
  #contacts = new Map<string, BooksContact>()
  #exportedAt: string | null = null
  #stands = false

  /** Whether there is a plan that can be brought up to date. */
  get stands(): boolean {
    return this.#stands
  }

  /** Plans everything. */
  whole(given: PlanInput): Plan {
    this.#stands = false
    const asked = askedAbout(given)
    const { input } = asked
    this.#facts = factsOf(input)
    this.#order = new PlanOrder([...this.#facts.records].map(([key, { order }]) => ({ key, order })))
    this.#claims.clear()
    this.#readers.clear()
    this.#rates.clear()
    for (const map of [this.#alone, this.#going, this.#heldTogether]) map.clear()
    this.#verdicts = new Map()
    this.#documents = new Map((input.books?.documents ?? []).map((each) => [`${each.type}|${each.id}`, each]))
    this.#contacts = new Map((input.books?.contacts ?? []).map((each) => [`${each.type}|${each.id}`, each]))
    this.#exportedAt = input.exportedAt ?? null
    const context = this.#context(asked)
    this.#facts.reserved = reservedContacts(context)
    takeEntered(context)
    this.#entered = context.entered
    this.#enteredBeside = context.enteredBeside
    this.#needs = context.needs = needsOf(input, this.#facts)
    for (const { key } of this.#order.all) this.#planOne(input, context, key)
    const plan = this.#ended(context, { changed: new Set(), isOtherOrder: true })
    // While somebody is asked about ids, all records are others than they were read: that is not brought up to date.
    this.#stands = asked.rewrittenBy.size === 0
    return plan
  }

  /** Brings the plan up to date. `input` is as it is now; of what did not change, little is looked up in it. */
  update(input: PlanInput, changed: Changed): Plan {
    if (!this.#stands) throw new Error('there is no plan to bring up to date')
    this.#stands = false
    const anew = new Set<DocumentKey>()
    const names = new Set<string>([EVERYTHING])
    const isOtherOrder = this.#takeRecords(input, changed.keys, anew, names)
    if (this.#asksAboutIds(input)) return this.whole(input)
    this.#takeBooks(changed, names)
    for (const receipt of changed.receipts) names.add(namesOfReceipt(receipt))
    const exportedAt = input.exportedAt ?? null
    if (exportedAt !== this.#exportedAt) names.add(EXPORTED_AT)
    this.#exportedAt = exportedAt
    const context = this.#context(nothingAsked(input))
    this.#takeChosen(context, names)
    this.#takeEntered(context, anew, names)
    const needs = needsOf(input, this.#facts)
    for (const key of otherNeeds(this.#needs, needs)) anew.add(key)
    this.#needs = context.needs = needs
    for (const name of names) for (const key of this.#readers.of(name)) anew.add(key)
    return this.#ended(context, { changed: this.#planAnew(input, context, anew), isOtherOrder })
  }

  #orderOf(key: DocumentKey): string {
    return this.#facts.records.get(key)?.order ?? ''
  }

  #asksAboutIds({ records, links }: PlanInput): boolean {
    const rewritten = [...this.#facts.records].flatMap(([key, { rewrites }]) => (rewrites === null ? [] : [key]))
    const entries = rewritten.flatMap((key): [string, StoredRecord][] => {
      const stored = records.get(key)
      return stored ? [[key, stored]] : []
    })
    return askedIds({ entries: () => entries, get: (key) => records.get(key) }, links).size > 0
  }

  #context(asked: Asked): PlanContext {
    const verdicts: PlanContext['verdicts'] = {
      get: (key) => {
        this.#reads.note(key)
        const { of } = this.#reads
        const isEarlier = of === null || this.#orderOf(key) < this.#orderOf(of)
        return isEarlier ? this.#alone.get(key) : undefined
      },
    }
    const [facts, reads, claims] = [this.#facts, this.#reads, this.#claims]
    return contextWith(asked.input, { asked, facts, reads, claims, verdicts })
  }

  /** Answers whether records came, went or stand elsewhere in the order. */
  #takeRecords(input: PlanInput, keys: ReadonlySet<DocumentKey>, anew: Set<DocumentKey>, names: Set<string>): boolean {
    const { records, links } = this.#facts
    const since = input.settings.syncFrom ?? ''
    let isOtherOrder = false
    for (const key of keys) {
      anew.add(key)
      names.add(key)
      const stored = input.records.get(key)
      const [before, after] = [records.get(key), stored && recordFacts(stored, since)]
      for (const facts of [before, after]) {
        for (const name of facts ? namesOfRecord(facts) : []) names.add(name)
      }
      if (before?.order !== after?.order) {
        isOtherOrder = true
        // What it was given is given anew, and what others saw of it by its place.
        for (const name of this.#readers.claimsOf(key)) names.add(name)
        this.#claims.drop(this.#readers.claimsOf(key), key)
        this.#order.move(key, before?.order ?? null, after?.order ?? null)
      }
      if (after) records.set(key, after)
      else {
        records.delete(key)
        this.#forget(key)
      }
      const link = input.links.get(key)
      const [linkBefore, linkAfter] = [links.get(key), link && linkFacts(link)]
      for (const facts of [linkBefore, linkAfter]) {
        for (const name of facts ? namesOfLink(facts) : []) names.add(name)
        const there = facts && this.#documents.get(facts.place)
        for (const name of there ? numberOfDocument(there) : []) names.add(name)
      }
      if (linkAfter) links.set(key, linkAfter)
      else links.delete(key)
    }
    return isOtherOrder
  }

  #forget(key: DocumentKey): void {
    this.#readers.forget(key)
    this.#rates.delete(key)
    this.#alone.delete(key)
    this.#going.delete(key)
  }

  #takeBooks({ documents, contacts }: Changed, names: Set<string>): void {
    for (const [place, after] of documents) {
      for (const document of [this.#documents.get(place), after])
        for (const name of document ? namesOfDocument(document) : []) names.add(name)
      if (after) this.#documents.set(place, after)
      else this.#documents.delete(place)
    }
    for (const [place, after] of contacts) {
      names.add(ASKED.contact(place)).add(ASKED.contacts)
      if (after) this.#contacts.set(place, after)
      else this.#contacts.delete(place)
    }
  }

  #takeChosen(context: PlanContext, names: Set<string>): void {
    const before = this.#facts.reserved
    const after = reservedContacts(context)
    for (const place of new Set([...before.keys(), ...after.keys()]))
      if (before.get(place) !== after.get(place)) names.add(ASKED.holder(place))
    this.#facts.reserved = after
  }

  #takeEntered(context: PlanContext, anew: Set<DocumentKey>, names: Set<string>): void {
    const before = this.#entered
    const besideBefore = this.#enteredBeside
    takeEntered(context)
    const { entered, enteredBeside } = context
    for (const key of new Set([...besideBefore.keys(), ...enteredBeside.keys()]))
      if (besideBefore.get(key) !== enteredBeside.get(key)) anew.add(key)
    this.#enteredBeside = enteredBeside
    for (const key of new Set([...before.keys(), ...entered.keys()])) {
      const [one, other] = [before.get(key), entered.get(key)]
      if (isSame(one, other)) continue
      anew.add(key)
      for (const found of [one, other])
        if (found) names.add(ASKED.enteredFor(`${found.document.type}|${found.document.id}`))
    }
    this.#entered = entered
  }

  /** Plans these records anew, and those that read what becomes another one by that. Answers whose verdict did. */
  #planAnew(input: PlanInput, context: PlanContext, anew: ReadonlySet<DocumentKey>): ReadonlySet<DocumentKey> {
    const changed = new Set<DocumentKey>()
    const queue = this.#order.queueOf(anew)
    for (let key = queue.next(); key !== null; key = queue.next()) {
      const before = this.#alone.get(key)
      const others = this.#planOne(input, context, key)
      if (isSame(before, this.#alone.get(key))) {
        if (before) this.#alone.set(key, before)
      } else {
        changed.add(key)
        for (const reader of this.#readers.of(key)) queue.addLater(reader)
      }
      for (const name of others) for (const reader of this.#readers.of(name)) queue.addLater(reader)
    }
    return changed
  }

  /** Plans one record; answers the names that it was given or is given no more. */
  #planOne(input: PlanInput, context: PlanContext, key: DocumentKey): string[] {
    const stored = input.records.get(key)
    if (!stored) throw new Error(`no record ${key}`)
    const before = this.#readers.claimsOf(key)
    this.#claims.drop(before, key)
    context.wantedRates = new Map()
    this.#reads.begin(key)
    const found = verdictOf(context, key, stored)
    const read = this.#reads.end()
    const given = this.#claims.takeMade()
    this.#alone.set(key, found)
    if (mayBeHeld(found)) this.#going.add(key)
    else this.#going.delete(key)
    if (context.wantedRates.size > 0) this.#rates.set(key, context.wantedRates)
    else this.#rates.delete(key)
    this.#readers.set(key, read, given)
    return [...[...before].filter((name) => !given.has(name)), ...[...given].filter((name) => !before.has(name))]
  }

  #ended(
    context: PlanContext,
    { changed, isOtherOrder }: { changed: ReadonlySet<DocumentKey>; isOtherOrder: boolean },
  ): Plan {
    const going = new Map<DocumentKey, Verdict>()
    for (const key of this.#order.inOrder(this.#going)) {
      const verdict = this.#alone.get(key)
      if (verdict) going.set(key, verdict)
    }
    const guards = holdTogether(context, going)
    const heldBefore = this.#heldTogether
    this.#heldTogether = new Map([...going].filter(([key, verdict]) => verdict !== this.#alone.get(key)))
    const before = this.#verdicts
    const now = (key: DocumentKey): Verdict => {
      const verdict = this.#heldTogether.get(key) ?? this.#alone.get(key)
      if (!verdict) throw new Error(`no verdict for ${key}`)
      const known = before.get(key)
      return known && isSame(known, verdict) ? known : verdict
    }
    if (isOtherOrder) {
      this.#verdicts = new Map(this.#order.all.map(({ key }) => [key, now(key)]))
    } else {
      // Whoever holds the plan before goes on by that one.
      this.#verdicts = new Map(before)
      for (const key of [...changed, ...heldBefore.keys(), ...this.#heldTogether.keys()])
        this.#verdicts.set(key, now(key))
    }
    const wantedRates: PlanContext['wantedRates'] = new Map()
    for (const key of this.#order.inOrder(new Set(this.#rates.keys())))
      for (const [name, rate] of this.#rates.get(key) ?? []) if (!wantedRates.has(name)) wantedRates.set(name, rate)
    this.#stands = true
    return { verdicts: this.#verdicts, guards, wantedRates: [...wantedRates.values()] }
  }
}

/** Two that are not the same in every byte may be taken for the same by nobody; the other way round only work is lost. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
