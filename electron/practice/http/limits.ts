/** The limits of the API for one company (facts §3): any second, any minute, and batches in any minute. */
const PER_SECOND = 10
const PER_MINUTE = 500
const BATCHES_PER_MINUTE = 40

class Window {
  readonly #most: number
  readonly #lengthMs: number
  #times: number[] = []

  constructor(most: number, lengthMs: number) {
    this.#most = most
    this.#lengthMs = lengthMs
  }

  isFull(now: number): boolean {
    while (this.#times[0] !== undefined && this.#times[0] <= now - this.#lengthMs) this.#times.shift()
    return this.#times.length >= this.#most
  }

  add(now: number): void {
    this.#times.push(now)
  }
}

/** Counts requests over sliding windows of real time. */
export class Limits {
  enforced: boolean
  readonly #monotonic: () => number
  readonly #second = new Window(PER_SECOND, 1_000)
  readonly #minute = new Window(PER_MINUTE, 60_000)
  readonly #batches = new Window(BATCHES_PER_MINUTE, 60_000)

  constructor(enforced: boolean, monotonic: () => number) {
    this.enforced = enforced
    this.#monotonic = monotonic
  }

  /** Counts a request; false where it is one too many, which is then not counted. */
  admit(isBatch: boolean): boolean {
    const now = this.#monotonic()
    const windows = isBatch ? [this.#second, this.#minute, this.#batches] : [this.#second, this.#minute]
    const over = windows.filter((each) => each.isFull(now)).length > 0
    if (over && this.enforced) return false
    for (const each of windows) each.add(now)
    return true
  }
}
