/** Time as the readers need it, so that a test can hand in its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs once after that many milliseconds; the function it returns takes it back. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Waits that many milliseconds by a clock. */
export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}
