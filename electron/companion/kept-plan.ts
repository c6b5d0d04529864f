import { isDeepStrictEqual } from 'node:util'
import type { Plan, PlanInput } from '../plan/input.ts'
import type { Changed } from '../plan/changed.ts'
import { StandingPlan } from '../plan/standing-plan.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { BooksCache, FollowedBooks } from './books-cache.ts'
import type { CompanyTables } from './tables.ts'
import type { Workspace } from './workspace.ts'

/** The tables that a plan is made from; the books come from their cache, and of the profile only what stands in `revisionOf`. */
const PLANNED_FROM = [
  'records',
  'readProblems',
  'links',
  'decisions',
  'refusals',
  'inFlight',
  'attachmentProblems',
  'mappings',
  'settings',
  'booksLocks',
] as const satisfies readonly (keyof CompanyTables)[]

/** Those of them that are kept by the keys of records. */
const BY_KEY = ['records', 'readProblems', 'links', 'decisions', 'refusals', 'inFlight'] as const

/** Beside them: what a run of sending goes by. */
const RUN_BY = ['payers', 'tombstones', 'guards', 'runs', 'undos'] as const satisfies readonly (keyof CompanyTables)[]

/**
 * What a company's plan says now, kept for as long as nothing that it is made from has changed: planning is pure, so that the
 * same input gives the same plan. A look in which nothing is new plans nothing.
 */
export class KeptPlan {
  readonly #workspace: Workspace
  readonly #cache: BooksCache
  readonly #standing = new StandingPlan()
  #followed: { keys: Set<string>[]; receipts: Set<string>; books: FollowedBooks } | null = null
  /** What the standing plan hangs on as a whole. */
  #whole = ''
  #made: { revision: string; plan: Plan; isWhole: boolean } | null = null
  #input: { revision: string; input: PlanInput } | null = null

  readonly #differed: (keys: readonly DocumentKey[]) => void

  /** `differed` is told of records whose steps were others in the plan that was brought up to date: a fault of the program. */
  constructor(workspace: Workspace, cache: BooksCache, differed: (keys: readonly DocumentKey[]) => void) {
    this.#workspace = workspace
    this.#cache = cache
    this.#differed = differed
  }

  /** Another text whenever the plan could be another one. */
  get revision(): string {
    const { billdr, exportedAt } = this.#workspace.profile()
    return JSON.stringify([this.#revisionsOf(PLANNED_FROM), this.#cache.revision, billdr, exportedAt])
  }

  /** Another text whenever a row could be another one. */
  get rowsRevision(): string {
    return JSON.stringify([this.revision, this.#revisionsOf(['payers'])])
  }

  /** Another text whenever a run of sending could be another one. */
  get wholeRevision(): string {
    const { wholeKinds, realmId } = this.#workspace.profile()
    return JSON.stringify([this.revision, this.#cache.coverage, this.#revisionsOf(RUN_BY), wholeKinds, realmId])
  }

  #revisionsOf(tables: readonly (keyof CompanyTables)[]): number[] {
    return tables.map((table) => this.#workspace.store.table(table).revision)
  }

  /** What a plan is made from: every record, parsed. It is kept from a plan to the rows that are made with it, and no longer. */
  input(): PlanInput {
    const { revision } = this
    if (this.#input?.revision !== revision)
      this.#input = { revision, input: this.#workspace.planInput(this.#cache.books()) }
    return this.#input.input
  }

  /** Lets go of what plans are made from. */
  release(): void {
    this.#input = null
  }

  /** The plan as things stand. */
  plan(): Plan {
    const { revision } = this
    if (this.#made?.revision !== revision) this.#made = { revision, ...this.#planNow() }
    return this.#made.plan
  }

  /** The plan as things stand, from scratch: what is written into the books goes by nothing that was kept. */
  fromScratch(): Plan {
    const kept = this.plan()
    if (this.#made?.isWhole) return kept
    const plan = this.#standing.whole(this.input())
    this.#made = { revision: this.revision, plan, isWhole: true }
    const others = [...plan.verdicts].filter(
      ([key, { operations }]) => !isDeepStrictEqual(operations, kept.verdicts.get(key)?.operations),
    )
    if (others.length > 0) this.#differed(others.map(([key]) => key))
    return plan
  }

  /** Brings the plan up to date where only records, links, decisions and documents of the books are others; else plans it whole. */
  #planNow(): { plan: Plan; isWhole: boolean } {
    const whole = JSON.stringify([
      this.#revisionsOf(['mappings', 'settings']),
      this.#workspace.profile().billdr,
      this.#cache.listed,
    ])
    const changed = this.#takeChanged()
    if (changed && this.#standing.stands && whole === this.#whole)
      return {
        plan: this.#standing.update(this.#workspace.planInputOfFew(this.#cache.books()), changed),
        isWhole: false,
      }
    this.#whole = whole
    // The old one goes first: two of fifty thousand documents need not stand side by side.
    this.#made = null
    return { plan: this.#standing.whole(this.input()), isWhole: true }
  }

  /** What has changed since the last plan; null at the first. */
  #takeChanged(): Changed | null {
    const { store } = this.#workspace
    if (!this.#followed) {
      this.#followed = {
        keys: BY_KEY.map((table) => store.table(table).follow()),
        receipts: store.table('attachmentProblems').follow(),
        books: this.#cache.follow(),
      }
      return null
    }
    const { keys, receipts, books } = this.#followed
    const changed: Changed = {
      keys: new Set(keys.flatMap((each) => [...each] as DocumentKey[])),
      receipts: new Set(receipts),
      documents: new Map([...books.documents].map((place) => [place, this.#cache.documentAt(place)])),
      contacts: new Map([...books.contacts].map((place) => [place, this.#cache.contact(place)])),
    }
    for (const each of [...keys, receipts, books.documents, books.contacts]) each.clear()
    return changed
  }
}
