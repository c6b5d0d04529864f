export interface RetryPolicy {
  sleep(ms: number): Promise<void>
  /** Between 0 and 1, for the jitter of waiting. */
  random(): number
  /** True once nothing more is to be started. */
  stopped(): boolean
}

export interface Waits {
  /** How often at most, the first time included. */
  tries: number
  firstMs: number
  longestMs: number
}

/**
 * Tries until `again` says null, there were as many tries as are allowed, or nothing more is to be started; waits longer
 * before each. `again`: what the answer asks to wait for at least, ms (0: nothing), where it is to be tried once more.
 */
export async function retry<T>(
  policy: RetryPolicy,
  waits: Waits,
  attempt: () => Promise<T>,
  again: (answer: T) => number | null,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const answer = await attempt()
    const atLeastMs = again(answer)
    if (atLeastMs === null || tries === waits.tries || policy.stopped()) return answer
    await policy.sleep(waitBefore(tries, atLeastMs, policy.random(), waits))
  }
}

/** Full jitter over an exponential wait, ms; what QuickBooks asks for is kept to. */
function waitBefore(tries: number, atLeastMs: number, random: number, { firstMs, longestMs }: Waits): number {
  const grown = Math.min(longestMs, firstMs * 2 ** (tries - 1))
  return Math.max(atLeastMs, grown / 2 + (grown / 2) * random)
}
