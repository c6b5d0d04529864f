/** One moment of a run: how many were done, and when (milliseconds). */
export interface Moment {
  done: number
  at: number
}

const WINDOW_MS = 15_000

/** Keeps the moments of the last seconds; a count that falls back is a new run. */
export function noted(moments: readonly Moment[], next: Moment): Moment[] {
  const last = moments.at(-1)
  if (last && next.done < last.done) return [next]
  if (last && next.done === last.done) return [...moments]
  return [...moments.filter((each) => next.at - each.at <= WINDOW_MS), next]
}

/** Records a second over those moments; null while there is too little to say. */
export function rateOf(moments: readonly Moment[]): number | null {
  const first = moments[0]
  const last = moments.at(-1)
  if (!first || !last || last.at - first.at < 1_500) return null
  return ((last.done - first.done) * 1000) / (last.at - first.at)
}
