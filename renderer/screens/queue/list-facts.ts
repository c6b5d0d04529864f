import type { Kind } from '../../../shared/kinds.ts'
import { PROBLEMS } from '../../../shared/problem-catalogue.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { OwnTab, Tab } from '../../rows/shown-state.ts'
import { hasTaxToAdd, tabOf } from '../../rows/shown-state.ts'

/** What there is to choose from among the rows of a list, each once. */
export interface FilterChoices {
  kinds: Kind[]
  projects: string[]
  parties: string[]
  reasons: ProblemCode[]
}

/** Whether the row at a place of the list passes. */
export type PlaceTest = (at: number) => boolean

/** One field of all rows: each value once, and for each row the number of its value. */
class Column<T extends string> {
  readonly #numbers: Uint32Array
  readonly #values: (T | null)[] = []
  readonly #numberOf = new Map<T | null, number>()

  constructor(rows: number) {
    this.#numbers = new Uint32Array(rows)
  }

  set(at: number, value: T | null): void {
    let number = this.#numberOf.get(value)
    if (number === undefined) {
      number = this.#values.push(value) - 1
      this.#numberOf.set(value, number)
    }
    this.#numbers[at] = number
  }

  values(): T[] {
    return this.#values.filter((value) => value !== null)
  }

  /** The rows whose value passes; those without one do not. */
  where(passes: (value: T) => boolean): PlaceTest {
    const numbers = this.#numbers
    const passing = this.#values.map((value) => value !== null && passes(value))
    return (at) => passing[numbers[at] as number] as boolean
  }
}

const ROWS_A_TURN = 2_048

/**
 * What tabs and filters read of a list's rows, field by field. To go through a hundred thousand rows themselves takes twenty
 * times as long, for they lie all over the memory.
 */
export class ListFacts {
  readonly #tab: Column<OwnTab>
  readonly #taxed: Column<'to-add'>
  readonly kind: Column<Kind>
  readonly project: Column<string>
  readonly party: Column<string>
  readonly reason: Column<ProblemCode>
  /** ISO days. */
  readonly day: Column<string>
  /** Cents; NaN where there is none. */
  readonly amounts: Float64Array
  #choices: FilterChoices | null = null

  private constructor(rows: number) {
    this.#tab = new Column(rows)
    this.#taxed = new Column(rows)
    this.kind = new Column(rows)
    this.project = new Column(rows)
    this.party = new Column(rows)
    this.reason = new Column(rows)
    this.day = new Column(rows)
    this.amounts = new Float64Array(rows)
  }

  static *inTurns(rows: readonly QueueRow[]): Generator<void, ListFacts> {
    const made = known.get(rows)
    if (made) return made
    const facts = new ListFacts(rows.length)
    for (let at = 0; at < rows.length; at++) {
      facts.#read(at, rows[at] as QueueRow)
      if (at % ROWS_A_TURN === ROWS_A_TURN - 1) yield
    }
    known.set(rows, facts)
    return facts
  }

  #read(at: number, row: QueueRow): void {
    this.#tab.set(at, tabOf(row))
    this.#taxed.set(at, hasTaxToAdd(row) ? 'to-add' : null)
    this.kind.set(at, row.kind)
    this.project.set(at, row.project)
    this.party.set(at, row.party)
    // A companion of another version may know reasons for which there are no words here.
    this.reason.set(at, row.problem && Object.hasOwn(PROBLEMS, row.problem.code) ? row.problem.code : null)
    this.day.set(at, row.date)
    this.amounts[at] = row.amount ?? NaN
  }

  /** What a row must pass to stand on a tab. */
  onTab(tab: Exclude<Tab, 'all'>): PlaceTest {
    return tab === 'tax' ? this.#taxed.where(() => true) : this.#tab.where((each) => each === tab)
  }

  choices(): FilterChoices {
    const sorted = (column: Column<string>): string[] =>
      column.values().sort((a, b) => a.localeCompare(b, 'fr-CA', { numeric: true }))
    return (this.#choices ??= {
      kinds: this.kind.values(),
      projects: sorted(this.project),
      parties: sorted(this.party),
      reasons: this.reason.values(),
    })
  }
}

const known = new WeakMap<readonly QueueRow[], ListFacts>()

/** What tabs and filters read of these rows; made at once where it was not made ahead. */
export function factsOf(rows: readonly QueueRow[]): ListFacts {
  const turns = ListFacts.inTurns(rows)
  for (;;) {
    const turn = turns.next()
    if (turn.done) return turn.value
  }
}
