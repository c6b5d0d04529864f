import type { Kind } from '../../../shared/kinds.ts'
import type { Cents } from '../../../shared/money.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
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

export function passes(row: QueueRow, filters: Filters): boolean {
  return (filters.kind === null || row.kind === filters.kind)
    && (filters.project === null || row.project === filters.project)
    && (filters.party === null || row.party === filters.party)
    && (filters.reason === null || row.problem?.code === filters.reason)
    && (filters.from === null || (row.date !== null && row.date >= filters.from))
    && (filters.to === null || (row.date !== null && row.date <= filters.to))
    && (filters.least === null || (row.amount !== null && row.amount >= filters.least))
    && (filters.most === null || (row.amount !== null && row.amount <= filters.most))
}

export interface FilterChoices {
  kinds: Kind[]
  projects: string[]
  parties: string[]
  reasons: ProblemCode[]
}

/** What there is to choose from among these rows, each once. */
export function choicesOf(rows: Iterable<QueueRow>): FilterChoices {
  const kinds = new Set<Kind>()
  const projects = new Set<string>()
  const parties = new Set<string>()
  const reasons = new Set<ProblemCode>()
  for (const row of rows) {
    kinds.add(row.kind)
    if (row.project !== null) projects.add(row.project)
    if (row.party !== null) parties.add(row.party)
    if (row.problem) reasons.add(row.problem.code)
  }
  const sorted = (names: Set<string>): string[] => [...names].sort((a, b) => a.localeCompare(b, 'fr-CA', { numeric: true }))
  return { kinds: [...kinds], projects: sorted(projects), parties: sorted(parties), reasons: [...reasons] }
}
