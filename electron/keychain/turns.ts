/**
 * One at a time, in the order in which they were asked for. Who waits longer than `longestMs` gets no answer (undefined);
 * as long as the one that is under way stays without an end after that, nobody else waits at all.
 */
export class OneAtATime {
  #longestMs: number
  /** Told where a work ends that was given up. */
  readonly #late: () => void
  #last: Promise<unknown> = Promise.resolve()
  #isStuck = false
  readonly #givingUp = new Set<() => void>()

  constructor(longestMs: number, late: () => void) {
    this.#longestMs = longestMs
    this.#late = late
  }

  take<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#isStuck) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      let isGivenUp = false
      const giveUp = (): void => {
        isGivenUp = true
        this.#givingUp.delete(giveUp)
        clearTimeout(timer)
        resolve(undefined)
      }
      const timer = setTimeout(() => this.#giveUp(), this.#longestMs)
      this.#givingUp.add(giveUp)
      const mine = this.#last.then(async () => {
        // Given up before its turn came: it would ask a person for nothing.
        if (isGivenUp) return
        const answer = await work()
        clearTimeout(timer)
        this.#givingUp.delete(giveUp)
        if (!isGivenUp) return resolve(answer)
        this.#isStuck = false
        this.#late()
      })
      this.#last = mine.catch((error: unknown) => {
        giveUp()
        reject(error instanceof Error ? error : new Error(String(error)))
      })
    })
  }

  /** From now on nobody waits longer than this, those who wait already included. */
  hurry(longestMs: number): void {
    this.#longestMs = longestMs
    if (this.#givingUp.size > 0) setTimeout(() => this.#giveUp(), longestMs).unref()
  }

  #giveUp(): void {
    if (this.#givingUp.size === 0) return
    this.#isStuck = true
    for (const each of [...this.#givingUp]) each()
  }
}
