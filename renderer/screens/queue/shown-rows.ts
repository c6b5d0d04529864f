import type { QueueRow } from '../../../shared/row.ts'

/** Places in a list, from its beginning, in its order; null for all of it. */
export type Places = Uint32Array | null

/**
 * The rows of a list at certain places, without a copy of them: a search that finds fifty thousand of a hundred thousand
 * costs what is drawn of them.
 */
export class ShownRows implements Iterable<QueueRow> {
  readonly length: number
  readonly #rows: readonly QueueRow[]
  readonly #places: Places

  constructor(rows: readonly QueueRow[], places: Places) {
    this.#rows = rows
    this.#places = places
    this.length = places ? places.length : rows.length
  }

  at(index: number): QueueRow | undefined {
    if (!this.#places) return this.#rows[index]
    const place = this.#places[index]
    return place === undefined ? undefined : this.#rows[place]
  }

  /** Where a row stands among these; -1 where it does not. */
  indexOf(row: QueueRow): number {
    const place = this.#rows.indexOf(row)
    if (!this.#places || place < 0) return place
    let [low, high] = [0, this.#places.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#places[middle] as number) < place) low = middle + 1
      else high = middle
    }
    return this.#places[low] === place ? low : -1
  }

  /** Those that stand first, at most so many. */
  first(most: number): QueueRow[] {
    return Array.from({ length: Math.min(most, this.length) }, (_none, index) => this.at(index) as QueueRow)
  }

  *[Symbol.iterator](): Iterator<QueueRow> {
    for (let index = 0; index < this.length; index++) yield this.at(index) as QueueRow
  }
}

/** Collects places one by one, at most so many of them. */
export class PlacesFound {
  readonly #places: Uint32Array
  #count = 0

  constructor(most: number) {
    this.#places = new Uint32Array(most)
  }

  add(place: number): void {
    this.#places[this.#count++] = place
  }

  all(): Uint32Array {
    return this.#places.slice(0, this.#count)
  }
}
