import type { Range } from '@tanstack/react-virtual'

/**
 * The lines of a list that are in the page: always the same number of them, filled with other rows as the list scrolls. To
 * fill a line costs a fraction of making one, and someone who scrolls fast passes ten rows a frame.
 */
export class LinePool {
  #size = 0

  /** The rows that are drawn: those in sight, and some on either side; as many at each call as the most that were in sight. */
  range = ({ startIndex, endIndex, overscan, count }: Range): number[] => {
    this.#size = Math.max(this.#size, endIndex - startIndex + 1 + 2 * overscan)
    const from = Math.max(0, Math.min(startIndex - overscan, count - this.#size))
    return Array.from({ length: Math.min(this.#size, count) }, (_none, at) => from + at)
  }

  /** The line that shows a row, by its place in the list. */
  lineOf(index: number): number {
    return index % Math.max(1, this.#size)
  }

  /**
   * Items in the order in which their lines stand in the page: as the lines come while the list scrolls, so that none is
   * moved; at rest from top to bottom, as whoever has them read out expects.
   */
  inPage<T extends { index: number }>(items: readonly T[], isScrolling: boolean): readonly T[] {
    return isScrolling ? items.toSorted((a, b) => this.lineOf(a.index) - this.lineOf(b.index)) : items
  }
}
