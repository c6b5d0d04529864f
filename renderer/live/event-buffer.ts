/**
 * An answer and the events around it, brought into an order that misses nothing. An event that comes while an answer is on
 * its way waits behind it: the answer may have been made before what the event tells, and come after it all the same.
 */
export class EventBuffer {
  readonly #ask: () => Promise<boolean>
  #asking: Promise<void> | null = null
  #again = false
  #behind: (() => void)[] = []

  /** `ask`: asks once and takes the answer; false where there was none. Never rejects. */
  constructor(ask: () => Promise<boolean>) {
    this.#ask = ask
  }

  /** Asks for what is so now. Where an answer is on its way already it may be too old, so one more is asked for after it. */
  ask(): Promise<void> {
    if (this.#asking) this.#again = true
    else this.#asking = this.#askUntilNew()
    return this.#asking
  }

  /** Takes an event: at once, or behind the answer that is on its way. */
  receive(take: () => void): void {
    if (this.#asking) this.#behind.push(take)
    else take()
  }

  async #askUntilNew(): Promise<void> {
    do {
      this.#again = false
      // What came before it was asked is older than what it answers.
      const older = this.#behind.length
      if (await this.#ask()) this.#behind.splice(0, older)
    } while (this.#again)
    this.#asking = null
    for (const take of this.#behind.splice(0)) this.receive(take)
  }
}
