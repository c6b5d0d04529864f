import type { Plan, PlanInput } from '../plan/input.ts'
import { planOf } from '../plan/plan.ts'
import type { BooksCache } from './books-cache.ts'
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

/** Beside them: what a run of sending goes by. */
const RUN_BY = ['payers', 'tombstones', 'guards', 'runs', 'undos'] as const satisfies readonly (keyof CompanyTables)[]

/**
 * What a company's plan says now, kept for as long as nothing that it is made from has changed: planning is pure, so that the
 * same input gives the same plan. A look in which nothing is new plans nothing.
 */
export class KeptPlan {
  readonly #workspace: Workspace
  readonly #cache: BooksCache
  #made: { revision: string; plan: Plan } | null = null
  #input: { revision: string; input: PlanInput } | null = null

  constructor(workspace: Workspace, cache: BooksCache) {
    this.#workspace = workspace
    this.#cache = cache
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
    if (this.#made?.revision !== revision) {
      // The old one goes first: two of fifty thousand documents need not stand side by side.
      this.#made = null
      this.#made = { revision, plan: planOf(this.input()) }
    }
    return this.#made.plan
  }
}
