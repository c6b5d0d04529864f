/** How long the program computes before its window, tray and menus have their turn, ms. */
const SLICE_MS = 12

/**
 * Long work on the program's own loop, in slices: `if (slices.isOver) await slices.next()` between any two of its steps.
 * What others change meanwhile is the caller's to notice.
 */
export class Slices {
  readonly #sliceMs: number
  #from = performance.now()

  /** `Infinity`: it goes through in one. */
  constructor(sliceMs = SLICE_MS) {
    this.#sliceMs = sliceMs
  }

  get isOver(): boolean {
    return performance.now() - this.#from > this.#sliceMs
  }

  /** Lets everything that waits have its turn. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    this.#from = performance.now()
  }
}
