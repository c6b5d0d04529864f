import type { Kind } from '../../../shared/kinds.ts'
import type { Cents } from '../../../shared/money.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { ListFacts, PlaceTest } from './list-facts.ts'

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

export const NO_FILTERS: Filters = {
  kind: null,
  project: null,
  party: null,
  reason: null,
  from: null,
  to: null,
  least: null,
  most: null,
}

export function countFilters(filters: Filters): number {
  return Object.values(filters).filter((value) => value !== null).length
}

const TESTS: { [F in keyof Filters]: (wanted: NonNullable<Filters[F]>, facts: ListFacts) => PlaceTest } = {
  kind: (kind, facts) => facts.kind.where((each) => each === kind),
  project: (project, facts) => facts.project.where((each) => each === project),
  party: (party, facts) => facts.party.where((each) => each === party),
  reason: (reason, facts) => facts.reason.where((each) => each === reason),
  from: (from, facts) => facts.day.where((each) => each >= from),
  to: (to, facts) => facts.day.where((each) => each <= to),
  least:
    (least, { amounts }) =>
    (at) =>
      (amounts[at] as number) >= least,
  most:
    (most, { amounts }) =>
    (at) =>
      (amounts[at] as number) <= most,
}

/** What the row at a place must pass, for every filter that is set. */
export function testsOf(filters: Filters, facts: ListFacts): PlaceTest[] {
  return (Object.keys(TESTS) as (keyof Filters)[]).flatMap((name) => {
    const wanted = filters[name]
    return wanted === null ? [] : [(TESTS[name] as (wanted: unknown, facts: ListFacts) => PlaceTest)(wanted, facts)]
  })
}
