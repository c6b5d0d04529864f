import { isDeepStrictEqual } from 'node:util'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { PlanInput, Verdict } from '../plan/input.ts'
import { Readers } from '../plan/readers.ts'
import { EVERYTHING, once, ReadMap, Reads } from '../plan/reads.ts'
import type { BooksCache, FollowedBooks } from './books-cache.ts'
import type { PaidPart } from './paid-notes.ts'
import { paidByInvoice, paidPartOf } from './paid-notes.ts'
import { payersOf } from './payers.ts'
import { underCounts, withHolds } from './row-causes.ts'
import type { RowSources } from './rows.ts'
import { rowOf, unreadRow } from './rows.ts'
import type { Workspace } from './workspace.ts'

/** What rows are made from besides what is stored. */
export type RowsNow = Pick<RowSources, 'verdicts' | 'syncing' | 'unsettled' | 'since' | 'today'>

const CONTACTS = 'contacts'

interface Followed {
  /** By the keys of records. */
  keys: Set<string>[]
  /** Where rows may come, go or stand elsewhere. */
  listed: Set<string>[]
  receipts: Set<string>
  payers: Set<string>
  books: FollowedBooks
}

/**
 * A company's rows, brought up to date: what a row read of other records is kept, and where something changes, the row itself
 * and those that read it are made anew. The result is the rows from scratch, byte for byte.
 */
export class StandingRows {
  readonly #workspace: Workspace
  readonly #cache: BooksCache
  readonly #reads = new Reads()
  readonly #readers = new Readers()
  #followed: Followed | null = null
  #whole: string | null = null
  #rows = new Map<DocumentKey, QueueRow>()
  readonly #paid = new Map<DocumentKey, PaidPart>()
  #now: Pick<RowsNow, 'verdicts' | 'syncing' | 'unsettled'> = NOTHING
  #holds = new Map<DocumentKey, number>()

  constructor(workspace: Workspace, cache: BooksCache) {
    this.#workspace = workspace
    this.#cache = cache
  }

  /**
   * The rows as they are now, in the order of the records; null where all are the same as before. `altered`: keys of rows that
   * were changed since they were made. `whole` gives what all rows are made from, where they have to be.
   */
  take(now: RowsNow, altered: ReadonlySet<DocumentKey>, whole: () => PlanInput): QueueRow[] | null {
    const revisions = (['mappings', 'settings'] as const).map((table) => this.#workspace.store.table(table).revision)
    const hangsOn = JSON.stringify([revisions, this.#workspace.profile().billdr, this.#cache.listed, now.today])
    const followed = this.#followed
    const isWhole = followed === null || hangsOn !== this.#whole
    this.#whole = null
    const rows = isWhole ? this.#makeAll(now, whole()) : this.#makeChanged(now, altered, followed)
    // Sets are kept by who changes them: what was on its way is another thing than what is.
    this.#now = { verdicts: now.verdicts, syncing: new Set(now.syncing), unsettled: new Map(now.unsettled) }
    this.#whole = hangsOn
    return rows
  }

  #follow(): void {
    const { store } = this.#workspace
    const listed = (['records', 'readProblems'] as const).map((table) => store.table(table).follow())
    const others = (['links', 'decisions'] as const).map((table) => store.table(table).follow())
    this.#followed ??= {
      keys: [...listed, ...others],
      listed,
      receipts: store.table('attachmentProblems').follow(),
      payers: store.table('payers').follow(),
      books: this.#cache.follow(),
    }
  }

  #makeAll(now: RowsNow, input: PlanInput): QueueRow[] {
    if (this.#followed) emptied(this.#followed)
    else this.#follow()
    this.#readers.clear()
    this.#rows = new Map()
    this.#paid.clear()
    for (const [key, stored] of input.records) this.#takePaid(key, stored)
    const sources = this.#sources(now, input)
    for (const key of this.#listedKeys(input, now.verdicts)) this.#make(sources, key)
    this.#holds = underCounts(this.#rows.values())
    for (const key of this.#holds.keys()) this.#countUnder(key)
    return [...this.#rows.values()]
  }

  #makeChanged(now: RowsNow, altered: ReadonlySet<DocumentKey>, followed: Followed): QueueRow[] | null {
    const input = this.#workspace.planInputOfFew(this.#cache.books())
    const anew = new Set<DocumentKey>(altered)
    const names = new Set<string>([EVERYTHING])
    for (const key of followed.keys.flatMap((each) => [...each] as DocumentKey[])) {
      names.add(key)
      anew.add(key)
    }
    const before = this.#now
    for (const [key, verdict] of now.verdicts) if (before.verdicts.get(key) !== verdict) names.add(key)
    for (const key of before.verdicts.keys()) if (!now.verdicts.has(key)) names.add(key)
    for (const key of [...before.syncing, ...now.syncing, ...before.unsettled.keys(), ...now.unsettled.keys()])
      names.add(key)
    for (const id of followed.receipts) anew.add(id.slice(0, id.lastIndexOf('#')) as DocumentKey)
    for (const id of [...followed.payers, ...followed.books.documents]) names.add(`payer ${id}`)
    if (followed.books.contacts.size > 0) names.add(CONTACTS)
    for (const key of followed.listed.flatMap((each) => [...each] as DocumentKey[])) {
      const parts = [this.#paid.get(key), this.#takePaid(key, input.records.get(key))]
      for (const part of parts) if (part) names.add(`paid ${part.invoiceId}`)
    }
    const isListedAnew = followed.listed.some((each) => each.size > 0)
    emptied(followed)
    for (const name of names) {
      anew.add(name as DocumentKey)
      for (const reader of this.#readers.of(name)) anew.add(reader)
    }
    const sources = this.#sources(now, input)
    // What was altered outside is another one than it was, even where it is made as before.
    let isOther = altered.size > 0
    for (const key of anew) if (this.#make(sources, key)) isOther = true
    const holds = isOther ? underCounts(this.#rows.values()) : this.#holds
    const counted = new Set([...this.#holds.keys(), ...holds.keys()])
    this.#holds = holds
    for (const key of counted) if (this.#countUnder(key)) isOther = true
    if (isListedAnew && this.#order(this.#listedKeys(input, now.verdicts))) isOther = true
    return isOther ? [...this.#rows.values()] : null
  }

  /** Records that have a verdict, then what could not be read. */
  #listedKeys({ records }: PlanInput, verdicts: RowsNow['verdicts']): DocumentKey[] {
    const keys = [...records.keys()].filter((key) => verdicts.has(key))
    const unread = [...this.#workspace.store.table('readProblems').entries()].flatMap(([id, { key }]) =>
      key !== null && records.has(key) ? [] : [(key ?? id) as DocumentKey],
    )
    return [...keys, ...unread]
  }

  /** Puts the rows into this order; answers whether it is another one. */
  #order(keys: readonly DocumentKey[]): boolean {
    const before = this.#rows.keys()
    if (keys.length === this.#rows.size && keys.every((key) => before.next().value === key)) return false
    this.#rows = new Map(
      keys.flatMap((key) => {
        const row = this.#rows.get(key)
        return row ? [[key, row] as const] : []
      }),
    )
    return true
  }

  #takePaid(key: DocumentKey, stored: Parameters<typeof paidPartOf>[1] | undefined): PaidPart | null {
    const part = stored ? paidPartOf(key, stored) : null
    if (part) this.#paid.set(key, part)
    else this.#paid.delete(key)
    return part
  }

  /** Makes one row, or takes away one that is none any more; answers whether it is another one. */
  #make(sources: RowSources, key: DocumentKey): boolean {
    const before = this.#rows.get(key)
    this.#reads.begin(key)
    const row = this.#rowOf(sources, key)
    this.#readers.set(key, this.#reads.end(), new Set())
    if (row === null) return this.#rows.delete(key)
    const holds = this.#holds.get(key)
    const counted = holds === undefined ? row : withHolds(row, holds)
    if (before && isDeepStrictEqual(before, counted)) return false
    this.#rows.set(key, counted)
    return true
  }

  #rowOf(sources: RowSources, key: DocumentKey): QueueRow | null {
    const stored = sources.records.get(key)
    const verdict = sources.verdicts.get(key)
    if (stored) return verdict ? rowOf(sources, key, stored, verdict) : null
    const found = this.#workspace.store.table('readProblems').get(key)
    return found ? unreadRow(sources, key, found) : null
  }

  #countUnder(key: DocumentKey): boolean {
    const row = this.#rows.get(key)
    const holds = this.#holds.get(key)
    if (!row || row.holds === holds) return false
    this.#rows.set(key, withHolds(row, holds))
    return true
  }

  #sources(now: RowsNow, input: PlanInput): RowSources {
    const reads = this.#reads
    const payers = this.#workspace.store.table('payers')
    const contacts = input.books?.contacts ?? []
    return {
      ...input,
      ...now,
      records: new ReadMap(() => input.records, reads),
      links: new ReadMap(() => input.links, reads),
      decisions: new ReadMap(() => input.decisions, reads),
      verdicts: new ReadMap<DocumentKey, Verdict>(() => now.verdicts, reads),
      payers: new ReadMap(
        once(() => payersOf(input.books?.documents ?? [], payers.entries())),
        reads,
        (id) => `payer ${id}`,
      ),
      paid: new ReadMap(
        once(() => paidByInvoice(this.#paid.values())),
        reads,
        (id) => `paid ${id}`,
      ),
      books: input.books && {
        ...input.books,
        get contacts() {
          reads.note(CONTACTS)
          return contacts
        },
      },
    }
  }
}

const NOTHING: Pick<RowsNow, 'verdicts' | 'syncing' | 'unsettled'> = {
  verdicts: new Map(),
  syncing: new Set(),
  unsettled: new Map(),
}

function emptied({ keys, receipts, payers, books }: Followed): void {
  for (const each of [...keys, receipts, payers, books.documents, books.contacts]) each.clear()
}
