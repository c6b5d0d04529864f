import type { Kind } from '../../../shared/kinds.ts'
import type { Cents } from '../../../shared/money.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { PROBLEMS } from '../../../shared/problem-catalogue.ts'
import type { QueueRow } from '../../../shared/row.ts'

/** What narrows the list, beside tab and search; null where it does not matter. */
export interface Filters {
  kind: Kind | null
  project: string | null
  party: string | null
  reason: ProblemCode | null
  /** ISO days, both included. */
  from: string | null
  to: string | null
  /** Cents, both included. */
  least: Cents | null
  most: Cents | null
}

export const NO_FILTERS: Filters = { kind: null, project: null, party: null, reason: null, from: null, to: null, least: null, most: null }

export function countFilters(filters: Filters): number {
  return Object.values(filters).filter((value) => value !== null).length
}

type Test = (row: QueueRow) => boolean

const TESTS: { [F in keyof Filters]: (wanted: NonNullable<Filters[F]>) => Test } = {
  kind: (kind) => (row) => row.kind === kind,
  project: (project) => (row) => row.project === project,
  party: (party) => (row) => row.party === party,
  reason: (reason) => (row) => row.problem?.code === reason,
  from: (from) => (row) => row.date !== null && row.date >= from,
  to: (to) => (row) => row.date !== null && row.date <= to,
  least: (least) => (row) => row.amount !== null && row.amount >= least,
  most: (most) => (row) => row.amount !== null && row.amount <= most,
}

/** Whether a row passes every filter that is set; null where none is. */
export function testOf(filters: Filters): Test | null {
  const tests = (Object.keys(TESTS) as (keyof Filters)[]).flatMap((name) => {
    const wanted = filters[name]
    return wanted === null ? [] : [(TESTS[name] as (wanted: unknown) => Test)(wanted)]
  })
  const [only] = tests
  return only && tests.length > 1 ? (row) => tests.every((test) => test(row)) : (only ?? null)
}

export interface FilterChoices {
  kinds: Kind[]
  projects: string[]
  parties: string[]
  reasons: ProblemCode[]
}

const ROWS_A_TURN = 2_048
const known = new WeakMap<readonly QueueRow[], FilterChoices>()

/** What there is to choose from among these rows, each once; gone through in turns of a few milliseconds. */
export function* choicesInTurns(rows: readonly QueueRow[]): Generator<void, FilterChoices> {
  const made = known.get(rows)
  if (made) return made
  const kinds = new Set<Kind>()
  const projects = new Set<string>()
  const parties = new Set<string>()
  const reasons = new Set<ProblemCode>()
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as QueueRow
    kinds.add(row.kind)
    if (row.project !== null) projects.add(row.project)
    if (row.party !== null) parties.add(row.party)
    // A companion of another version may know reasons for which there are no words here.
    if (row.problem && Object.hasOwn(PROBLEMS, row.problem.code)) reasons.add(row.problem.code)
    if (at % ROWS_A_TURN === ROWS_A_TURN - 1) yield
  }
  const sorted = (names: Set<string>): string[] => [...names].sort((a, b) => a.localeCompare(b, 'fr-CA', { numeric: true }))
  const choices = { kinds: [...kinds], projects: sorted(projects), parties: sorted(parties), reasons: [...reasons] }
  known.set(rows, choices)
  return choices
}

/** The same at once. */
export function choicesOf(rows: readonly QueueRow[]): FilterChoices {
  const turns = choicesInTurns(rows)
  for (;;) {
    const turn = turns.next()
    if (turn.done) return turn.value
  }
}
