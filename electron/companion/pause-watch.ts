import type { Limiter } from '../qbo/limits.ts'

/** So often the time that is left is told, ms. */
const EACH_MS = 1_000

/**
 * Tells of each pause that QuickBooks asks for: when it begins or grows, every second while it lasts, and when it is over.
 * The function it answers ends that.
 */
export function watchPause(limiter: Limiter, changed: () => void): () => void {
  let timer: NodeJS.Timeout | null = null
  const quiet = (): void => {
    if (timer) clearInterval(timer)
    timer = null
  }
  const unsubscribe = limiter.subscribe((pause) => {
    quiet()
    // It only counts down: a program that has nothing else to do may end.
    if (pause) timer = setInterval(changed, EACH_MS).unref()
    changed()
  })
  return () => {
    unsubscribe()
    quiet()
  }
}
