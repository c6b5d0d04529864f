import { isDeepStrictEqual } from 'node:util'
import type { Result } from '../../shared/result.ts'
import type {
  Books,
  BooksAccount,
  BooksContact,
  BooksDocument,
  BooksItem,
  BooksTaxCode,
  BooksType,
  OtherEntry,
} from '../plan/books.ts'
import { OTHER_ENTRIES } from '../plan/books.ts'
import type { LinkedType } from '../plan/link.ts'
import { isOtherEntry } from '../plan/other-entries.ts'
import type { WantedRate } from '../plan/rates.ts'
import { rateName } from '../plan/rates.ts'
import { entryOf } from '../entities/entries.ts'
import { referenceIn } from '../entities/entity-fields.ts'
import { booksAccountOf, booksContactOf, booksDocumentOf, booksItemOf } from '../entities/observe.ts'
import type { CompanyFacts, Condition, Entity, EntityType, QuickBooks } from '../qbo/contract.ts'
import type { ChangeOf, Store } from '../store/store.ts'
import { LocksCache } from './locks.ts'
import type { CompanyTables } from './tables.ts'
import { ONLY } from './tables.ts'
import { readTaxCodes } from './tax-codes.ts'

const ACTIVE_OR_NOT: Condition[] = [{ field: 'Active', operator: 'IN', value: [true, false] }]
const LISTS: readonly EntityType[] = ['Customer', 'Vendor', 'Account', 'Item']
const DOCUMENTS: readonly LinkedType[] = ['Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'PurchaseOrder']

/**
 * Settings, company and plan are three reads that no change feed covers. Intuit counts reads by the month, and a look comes
 * every minute: they are read again after this long, and at once where something waits for them or a person asks.
 */
const SETTINGS_MS = 10 * 60_000

/** What changed in QuickBooks since the last refresh, for the links. */
export interface Changes {
  entities: { type: LinkedType; entity: Entity }[]
  deleted: { type: LinkedType; id: string }[]
  /** Types of which not all changes could be had: their linked records have to be read. */
  unsure: LinkedType[]
  /** When QuickBooks answered, by its own clock, ISO instant; null where it did not say. */
  asOf: string | null
}

export interface FollowedBooks {
  documents: Set<string>
  contacts: Set<string>
}

/**
 * What QuickBooks said: its lists whole, its documents as far as somebody asked. Read once a start, then kept fresh by
 * change data capture and by the answers to our own writes, since reads are metered by Intuit. It is also kept on
 * disk, so that the queue says the same before QuickBooks is asked again.
 */
export class BooksCache {
  readonly #store: Store<CompanyTables>
  #quickbooks: QuickBooks | null = null
  #facts: CompanyFacts | null
  #keptContacts: Map<string, BooksContact> | null = null
  #accounts: Map<string, BooksAccount>
  #items: Map<string, BooksItem>
  #taxCodes: BooksTaxCode[]
  #rates: Record<string, number | null>
  #keptDocuments: Map<string, BooksDocument> | null = null
  #keptEntries: ReadonlySet<string> | null = null
  readonly #covered = new Map<BooksType, { from: string; to: string }>()
  /** What the month end fixed; kept by itself. */
  readonly locks: LocksCache
  #isFresh = false
  /** With the first contact in a currency QuickBooks adds the receivable or payable account of that currency. */
  #accountsGrew = false
  /** Epoch ms; null where they have to be read. */
  #settingsReadAt: number | null = null
  #listsChanged = false
  #listsTurn = 0
  #revision = 0
  #listed = 0
  readonly #followers: FollowedBooks[] = []
  #coverage = 0
  /** Payments that were asked for by id since the start, with the state of the document that they pay. */
  readonly askedPayers = new Set<string>()
  readonly #changedContacts = new Set<string>()
  readonly #changedDocuments = new Set<string>()

  constructor(store: Store<CompanyTables>) {
    this.#store = store
    this.locks = new LocksCache(store)
    const kept = store.table('booksLists').get(ONLY)
    this.#facts = kept?.facts ?? null
    this.#accounts = new Map(kept?.accounts.map((each) => [each.id, each]))
    this.#items = new Map(kept?.items.map((each) => [each.id, each]))
    this.#taxCodes = kept?.taxCodes ?? []
    this.#rates = kept?.rates ?? {}
  }

  /** Read from the disk when somebody asks for them: who only looks at how a company stands does not. */
  get #contacts(): Map<string, BooksContact> {
    return (this.#keptContacts ??= new Map(this.#store.table('booksContacts').entries()))
  }

  get #documents(): Map<string, BooksDocument> {
    return (this.#keptDocuments ??= new Map(this.#store.table('booksDocuments').entries()))
  }

  get facts(): CompanyFacts | null {
    return this.#facts
  }

  /** Another number whenever what a person chooses from has changed; null until it was read once. */
  get listsTurn(): number | null {
    return this.#isKnown ? this.#listsTurn : null
  }

  /** Another number whenever something of the books is another than before. */
  get revision(): number {
    return this.#revision
  }

  /** Another number whenever settings, accounts, items, tax codes or rates are others than before. */
  get listed(): number {
    return this.#listed
  }

  /** Sets that are given the `<type>|<id>` of every document and contact that changes from now on; whoever follows empties them. */
  follow(): FollowedBooks {
    const followed = { documents: new Set<string>(), contacts: new Set<string>() }
    this.#followers.push(followed)
    return followed
  }

  #listIsOther(): void {
    this.#revision++
    this.#listed++
  }

  /** Another number whenever another company is asked, or it is known of other days what the books have. */
  get coverage(): number {
    return this.#coverage
  }

  /** Whether nothing has to be read again before the next plan. */
  get isSettled(): boolean {
    return this.#isFresh && !this.#accountsGrew
  }

  get #isKnown(): boolean {
    return this.#facts !== null && this.#accounts.size > 0
  }

  /** The company that is asked from now on. */
  use(quickbooks: QuickBooks): void {
    if (this.#quickbooks === quickbooks) return
    this.#quickbooks = quickbooks
    this.#settingsReadAt = null
    this.#isFresh = false
    this.#covered.clear()
    this.#coverage++
  }

  get #company(): QuickBooks {
    if (!this.#quickbooks) throw new Error('no company to ask')
    return this.#quickbooks
  }

  /** Somebody may have changed QuickBooks' settings, or says so: they are read with the next look, however young they are. */
  markSettingsStale(): void {
    this.#settingsReadAt = null
  }

  /** Reads the company's settings and lists. Cheap when they are there already; `now` is when the look began. */
  async load(now: Date): Promise<Result> {
    const age = this.#settingsReadAt === null ? Infinity : Math.abs(now.getTime() - this.#settingsReadAt)
    if (this.#facts === null || age >= SETTINGS_MS) {
      const facts = await this.#company.facts()
      if (!facts.ok) return { ok: false, problem: facts.failure.problem }
      if (!isDeepStrictEqual(this.#facts, facts.value)) this.#listIsOther()
      this.#facts = facts.value
      // Somebody may have entered one since.
      const asked = Object.entries(this.#rates)
      const there = asked.filter(([, rate]) => rate !== null)
      if (there.length < asked.length) this.#listIsOther()
      this.#rates = Object.fromEntries(there)
      this.#settingsReadAt = now.getTime()
      this.#listsChanged = true
    }
    const known = this.#facts
    if (this.#isFresh) return { ok: true, value: null }
    for (const type of LISTS) {
      const answer = await this.#company.query(type, ACTIVE_OR_NOT)
      if (!answer.ok) return { ok: false, problem: answer.failure.problem }
      this.#replace(type, answer.value)
    }
    // Employees only keep names from being free; a company without payroll may refuse to list them.
    const employees = await this.#company.query('Employee', ACTIVE_OR_NOT)
    if (employees.ok) this.#replace('Employee', employees.value)
    const taxCodes = await readTaxCodes(this.#company, known)
    if (!taxCodes.ok) return taxCodes
    if (taxCodes.value !== null && !isDeepStrictEqual(this.#taxCodes, taxCodes.value)) {
      this.#taxCodes = taxCodes.value
      this.#listsChanged = true
      this.#listIsOther()
    }
    this.#isFresh = true
    return { ok: true, value: null }
  }

  /** A list as QuickBooks has it now: what is no longer in it is gone. */
  #replace(type: EntityType, entities: readonly Entity[]): void {
    const now = new Set(entities.map((entity) => entity.Id))
    const before =
      type === 'Account'
        ? [...this.#accounts.keys()]
        : type === 'Item'
          ? [...this.#items.keys()]
          : [...this.#contacts.values()].filter((each) => each.type === type).map((each) => each.id)
    for (const id of before) if (!now.has(id)) this.#forget(type, id)
    for (const entity of entities) this.#take(type, entity)
  }

  /**
   * Makes sure that the documents of a type with these dates are known, to recognise our own and numbers in use.
   * Invoices and credit memos are read whole: their numbers count over all years.
   */
  async cover(type: BooksType, from: string, to: string): Promise<Result> {
    if (this.covers(type, from, to)) return { ok: true, value: null }
    const covered = this.#covered.get(type)
    const whole = type === 'Invoice' || type === 'CreditMemo'
    const range = whole
      ? { from: '', to: '9999-12-31' }
      : { from: earlier(covered?.from, from), to: later(covered?.to, to) }
    const conditions: Condition[] = whole
      ? []
      : [
          { field: 'TxnDate', operator: '>=', value: range.from },
          { field: 'TxnDate', operator: '<=', value: range.to },
        ]
    const answer = await this.#company.query(type, conditions)
    if (!answer.ok) return { ok: false, problem: answer.failure.problem }
    const now = new Set(answer.value.map((entity) => entity.Id))
    for (const each of [...this.#documents.values()]) {
      const inRange = each.type === type && (each.date ?? '') >= range.from && (each.date ?? '') <= range.to
      if (inRange && !now.has(each.id)) this.#forget(type, each.id)
    }
    for (const entity of answer.value) this.#take(type, entity)
    this.#covered.set(type, range)
    this.#coverage++
    return { ok: true, value: null }
  }

  /** Reads the accounts again where QuickBooks may have added one because of what was just sent. */
  async newAccounts(): Promise<Result> {
    if (!this.#accountsGrew) return { ok: true, value: null }
    const answer = await this.#company.query('Account', ACTIVE_OR_NOT)
    if (!answer.ok) return { ok: false, problem: answer.failure.problem }
    this.#replace('Account', answer.value)
    this.#accountsGrew = false
    return { ok: true, value: null }
  }

  /** Asks for the rates that documents wait for. One that QuickBooks does not have is asked again with its settings. */
  async loadRates(wanted: readonly WantedRate[]): Promise<Result> {
    for (const each of wanted) {
      const answer = await this.#company.exchangeRate(each.currency, each.day)
      if (!answer.ok) return { ok: false, problem: answer.failure.problem }
      this.#rates = { ...this.#rates, [rateName(each)]: answer.value }
      this.#listIsOther()
      this.#listsChanged = true
    }
    return { ok: true, value: null }
  }

  /** What a person may have entered otherwise is followed once somebody asked for it. */
  #entriesKnown(): OtherEntry[] {
    // By their names alone: a look in which nothing is new reads no documents from the disk.
    this.#keptEntries ??= new Set([...this.#store.table('booksDocuments').keys()].map((id) => id.split('|')[0] ?? id))
    return OTHER_ENTRIES.filter((type) => this.#keptEntries?.has(type) || this.#covered.has(type))
  }

  covers(type: BooksType, from: string, to: string): boolean {
    const covered = this.#covered.get(type)
    return covered !== undefined && covered.from <= from && covered.to >= to
  }

  /** What changed since an instant, taken into the lists and documents, and handed back for the links. */
  async changesSince(since: string): Promise<Result<Changes>> {
    const entries = this.#entriesKnown()
    const types: EntityType[] = [...LISTS, ...DOCUMENTS, ...entries]
    const answer = await this.#company.changedSince(types, since)
    if (!answer.ok) {
      if (answer.failure.kind !== 'refused') return { ok: false, problem: answer.failure.problem }
      this.markStale(entries)
      return {
        ok: true,
        value: { entities: [], deleted: [], unsure: ['Customer', 'Vendor', ...DOCUMENTS], asOf: null },
      }
    }
    const changes: Changes = {
      entities: [],
      deleted: [],
      unsure: answer.value.overflowed.filter(isLinked),
      asOf: answer.value.asOf ?? null,
    }
    this.markStale(entries.filter((type) => answer.value.overflowed.includes(type)))
    // Lists that changed more than was told are read whole with the next look.
    if (LISTS.some((type) => answer.value.overflowed.includes(type))) this.#isFresh = false
    for (const { type, entity } of answer.value.entities) {
      this.#take(type, entity)
      if (isLinked(type)) changes.entities.push({ type, entity })
    }
    for (const { type, id } of answer.value.deleted) {
      this.#forget(type, id)
      if (isLinked(type)) changes.deleted.push({ type, id })
    }
    return { ok: true, value: changes }
  }

  /** What is known of these types may have gaps: their documents are read again where somebody asks for them. */
  markStale(types: readonly BooksType[]): void {
    for (const type of types) if (this.#covered.delete(type)) this.#coverage++
  }

  /** What is known to be a person's copy stays so, whatever mark it is read with. */
  saw(document: BooksDocument): void {
    const id = `${document.type}|${document.id}`
    const before = this.#documents.get(id)
    const after: BooksDocument = before?.copied === true ? { ...document, mark: null, copied: true } : document
    // The feed tells the last minutes again with every look.
    if (isDeepStrictEqual(before, after)) return
    this.#documents.set(id, after)
    this.#changedDocuments.add(id)
    for (const { documents } of this.#followers) documents.add(id)
    this.#revision++
  }

  sawContact(contact: BooksContact): void {
    const id = `${contact.type}|${contact.id}`
    if (isDeepStrictEqual(this.#contacts.get(id), contact)) return
    this.#contacts.set(id, contact)
    this.#changedContacts.add(id)
    for (const { contacts } of this.#followers) contacts.add(id)
    this.#revision++
  }

  /** An entity that came back from one of our own writes or reads. */
  took(type: EntityType, entity: Entity): void {
    const currency = type === 'Customer' || type === 'Vendor' ? referenceIn(entity, 'CurrencyRef') : null
    if (currency !== null && currency !== this.#facts?.homeCurrency) {
      const wanted = type === 'Customer' ? 'Accounts Receivable' : 'Accounts Payable'
      const isThere = [...this.#accounts.values()].some(
        (account) => account.active && account.accountType === wanted && account.currency === currency,
      )
      this.#accountsGrew ||= !isThere
    }
    this.#take(type, entity)
  }

  #take(type: EntityType, entity: Entity): void {
    if (type === 'Customer' || type === 'Vendor' || type === 'Employee') this.sawContact(booksContactOf(type, entity))
    else if (type === 'Account') this.#tookListed(this.#accounts, booksAccountOf(entity))
    else if (type === 'Item') this.#tookListed(this.#items, booksItemOf(entity))
    else if (isLinked(type)) this.saw(booksDocumentOf(type, entity))
    else if (isEntry(type)) this.saw(entryOf(type, entity))
  }

  #tookListed<E extends { id: string }>(list: Map<string, E>, entry: E): void {
    if (isDeepStrictEqual(list.get(entry.id), entry)) return
    list.set(entry.id, entry)
    this.#listsChanged = true
    this.#listIsOther()
  }

  #forget(type: EntityType, id: string): void {
    const name = `${type}|${id}`
    this.#revision++
    if (this.#contacts.delete(name)) this.#changedContacts.add(name)
    if (this.#documents.delete(name)) this.#changedDocuments.add(name)
    for (const { documents, contacts } of this.#followers)
      for (const changed of [documents, contacts]) changed.add(name)
    if (type === 'Account') this.#accounts.delete(id)
    if (type === 'Item') this.#items.delete(id)
    if (type !== 'Account' && type !== 'Item') return
    this.#listsChanged = true
    this.#listIsOther()
  }

  /** A document that a removal of ours took out of the books. */
  gone(type: EntityType, id: string): void {
    this.#forget(type, id)
  }

  /** Another company: nothing of the old one's books holds. */
  async clear(): Promise<void> {
    for (const id of this.#contacts.keys()) this.#changedContacts.add(id)
    for (const id of this.#documents.keys()) this.#changedDocuments.add(id)
    this.#contacts.clear()
    this.#documents.clear()
    this.#accounts = new Map()
    this.#items = new Map()
    this.#taxCodes = []
    this.#rates = {}
    await this.locks.forget()
    this.#facts = null
    this.#isFresh = false
    this.#covered.clear()
    this.#listsChanged = true
    this.#listIsOther()
    await this.keep()
  }

  /** Stores what has changed since it was last stored. */
  async keep(): Promise<void> {
    const changes: ChangeOf<CompanyTables>[] = [
      ...[...this.#changedContacts].map(
        (id) => ({ table: 'booksContacts', id, value: this.#contacts.get(id) }) as const,
      ),
      ...[...this.#changedDocuments].map(
        (id) => ({ table: 'booksDocuments', id, value: this.#documents.get(id) }) as const,
      ),
    ].filter((change) => !isDeepStrictEqual(this.#store.table(change.table).get(change.id), change.value))
    const lists = this.#facts
      ? {
          facts: this.#facts,
          accounts: [...this.#accounts.values()],
          items: [...this.#items.values()],
          taxCodes: this.#taxCodes,
          ...(Object.keys(this.#rates).length > 0 && { rates: this.#rates }),
        }
      : undefined
    if (this.#listsChanged && !isDeepStrictEqual(this.#store.table('booksLists').get(ONLY), lists))
      changes.push({ table: 'booksLists', id: ONLY, value: lists })
    this.#changedContacts.clear()
    this.#changedDocuments.clear()
    this.#listsChanged = false
    if (changes.length === 0) return
    await this.#store.commit(changes)
    if (changes.some((change) => change.table !== 'booksDocuments')) this.#listsTurn++
  }

  contact(place: string): BooksContact | undefined {
    return this.#contacts.get(place)
  }

  document(type: LinkedType, id: string): BooksDocument | undefined {
    return this.#documents.get(`${type}|${id}`)
  }

  documentAt(place: string): BooksDocument | undefined {
    return this.#documents.get(place)
  }

  documents(): IterableIterator<BooksDocument> {
    return this.#documents.values()
  }

  /** For the planner; null until QuickBooks was looked at once. */
  books(): Books | null {
    if (!this.#facts || !this.#isKnown) return null
    return {
      facts: this.#facts,
      contacts: [...this.#contacts.values()],
      accounts: [...this.#accounts.values()],
      items: [...this.#items.values()],
      taxCodes: this.#taxCodes,
      documents: [...this.#documents.values()],
      rates: this.#rates,
      ...(this.locks.known && { locks: this.locks.known }),
    }
  }
}

function isEntry(type: EntityType): type is OtherEntry {
  return isOtherEntry(type as BooksType)
}

export function isLinked(type: EntityType): type is LinkedType {
  return type === 'Customer' || type === 'Vendor' || (DOCUMENTS as readonly EntityType[]).includes(type)
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b
}

function later(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b
}
