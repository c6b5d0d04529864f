import type { Actor } from '../../shared/action.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { isDocumentKind } from '../../shared/kinds.ts'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { Verdict } from '../plan/input.ts'

/** Longer than any chain of records: cost code, client, project, invoice, payment. */
const LONGEST = 8

/**
 * At what a document waits in the end: the cost code under which it stands, so that one cause is one row, and who has to act
 * there. Empty where it waits for nothing.
 */
export function causeOf(
  verdicts: ReadonlyMap<DocumentKey, Verdict>,
  kind: QueueRow['kind'],
  problem: Problem | null,
): Pick<QueueRow, 'under' | 'waitsOn'> {
  if (problem?.waitsFor === undefined) return {}
  const first = verdicts.get(problem.waitsFor)
  const isUnderCode = problem.code === 'document-cost-code-unmatched' && first?.state === 'held'
  return {
    ...(isUnderCode && isDocumentKind(kind) && { under: problem.waitsFor }),
    waitsOn: whoActs(verdicts, problem),
  }
}

function whoActs(verdicts: ReadonlyMap<DocumentKey, Verdict>, problem: Problem): Actor {
  let last = problem
  for (let step = 0; last.waitsFor !== undefined && step < LONGEST; step++) {
    const next = verdicts.get(last.waitsFor)
    if (next?.state === 'pending' || next?.state === 'synced') return 'nobody'
    if (next?.state === 'ignored' || !next?.problem) return 'bookkeeper'
    last = next.problem
  }
  return PROBLEMS[last.code].who
}

/** For each cost code the number of documents that stand under it. */
export function underCounts(rows: Iterable<QueueRow>): Map<DocumentKey, number> {
  const counts = new Map<DocumentKey, number>()
  for (const { under } of rows) if (under !== undefined) counts.set(under, (counts.get(under) ?? 0) + 1)
  return counts
}

/** A row with how many documents stand under it; undefined: none. */
export function withHolds(row: QueueRow, count: number | undefined): QueueRow {
  const { holds: _before, ...rest } = row
  return count === undefined ? rest : { ...rest, holds: count }
}

/** Gives each cost code the number of documents that stand under it. */
export function countUnder(rows: readonly QueueRow[]): void {
  const counts = underCounts(rows)
  if (counts.size === 0) return
  for (const row of rows) {
    const count = counts.get(row.key)
    if (count !== undefined) row.holds = count
  }
}
