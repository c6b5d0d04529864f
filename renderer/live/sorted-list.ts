import type { QueueRow } from '../../shared/row.ts'

type Compare = (a: QueueRow, b: QueueRow) => number

const RUN = 512
const STEPS_A_TURN = 2_048

/**
 * Sorts in small turns, so that a hundred thousand rows can be sorted while the window is idle; each `next` is a turn of a
 * few milliseconds at most.
 */
export function* sortedInTurns(rows: readonly QueueRow[], compare: Compare): Generator<void, QueueRow[]> {
  let runs: QueueRow[][] = []
  for (let at = 0; at < rows.length; at += RUN) {
    runs.push(rows.slice(at, at + RUN).sort(compare))
    yield
  }
  while (runs.length > 1) {
    const longer: QueueRow[][] = []
    for (let at = 0; at < runs.length; at += 2)
      longer.push(yield* bothInTurns(runs[at] ?? [], runs[at + 1] ?? [], compare))
    runs = longer
  }
  return runs[0] ?? []
}

function* bothInTurns(
  one: readonly QueueRow[],
  other: readonly QueueRow[],
  compare: Compare,
): Generator<void, QueueRow[]> {
  const all: QueueRow[] = []
  let next = 0
  for (const row of one) {
    for (let add = other[next]; add && compare(add, row) < 0; add = other[++next]) all.push(add)
    all.push(row)
    if (all.length % STEPS_A_TURN === 0) yield
  }
  for (; next < other.length; next++) all.push(other[next] as QueueRow)
  return all
}

/** Where a row stands in a sorted list, or would stand. */
function placeOf(sorted: readonly QueueRow[], row: QueueRow, compare: Compare): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (compare(sorted[middle] as QueueRow, row) < 0) from = middle + 1
    else to = middle
  }
  return from
}

/**
 * A sorted list without the rows that leave and with those that come, in their places. A few rows among very many are found
 * by halving; the rest is copied as it stands.
 */
export function merged(
  sorted: readonly QueueRow[],
  coming: readonly QueueRow[],
  leaving: readonly QueueRow[],
  compare: Compare,
): QueueRow[] {
  const cuts = leaving.map((row) => placeOf(sorted, row, compare)).sort((a, b) => a - b)
  const adds = [...coming].sort(compare).map((row) => ({ row, place: placeOf(sorted, row, compare) }))
  const parts: QueueRow[][] = []
  let from = 0
  let cut = 0
  for (const { row, place } of [...adds, { row: null, place: sorted.length }]) {
    for (let gap = cuts[cut]; gap !== undefined && gap < place; gap = cuts[++cut]) {
      parts.push(sorted.slice(from, gap))
      from = gap + 1
    }
    parts.push(sorted.slice(from, place))
    from = place
    if (row) parts.push([row])
  }
  return parts.flat()
}
