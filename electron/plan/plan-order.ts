import type { DocumentKey } from '../../shared/kinds.ts'

interface Placed {
  key: DocumentKey
  order: string
}

/** The records in the order in which they are planned. */
export class PlanOrder {
  readonly #all: Placed[]
  readonly #orders: Map<DocumentKey, string>

  constructor(records: Placed[]) {
    this.#all = records.sort(inOrder)
    this.#orders = new Map(records.map(({ key, order }) => [key, order]))
  }

  get all(): readonly Placed[] {
    return this.#all
  }

  /** Takes a record out of its place (null: it had none), and puts it into another (null: it is gone). */
  move(key: DocumentKey, from: string | null, to: string | null): void {
    if (from !== null) this.#all.splice(placeIn(this.#all, { key, order: from }), 1)
    if (to === null) {
      this.#orders.delete(key)
      return
    }
    this.#all.splice(placeIn(this.#all, { key, order: to }), 0, { key, order: to })
    this.#orders.set(key, to)
  }

  inOrder(keys: ReadonlySet<DocumentKey>): DocumentKey[] {
    // Of many it is cheaper to walk all.
    if (keys.size * 8 > this.#all.length) return this.#all.flatMap(({ key }) => (keys.has(key) ? [key] : []))
    return this.#placed(keys).map(({ key }) => key)
  }

  #placed(keys: Iterable<DocumentKey>): Placed[] {
    return [...keys]
      .flatMap((key) => {
        const order = this.#orders.get(key)
        return order === undefined ? [] : [{ key, order }]
      })
      .sort(inOrder)
  }

  /** These records in their order, with others that come in while they are taken; those that are gone are left out. */
  queueOf(keys: Iterable<DocumentKey>): PlanQueue {
    return new PlanQueue(this.#placed(keys), (key) => this.#orders.get(key))
  }
}

export class PlanQueue {
  /** The next one stands last. */
  readonly #left: Placed[]
  readonly #waiting: Set<DocumentKey>
  readonly #orderOf: (key: DocumentKey) => string | undefined
  #last: Placed | null = null

  constructor(placed: Placed[], orderOf: (key: DocumentKey) => string | undefined) {
    this.#left = placed.reverse()
    this.#waiting = new Set(placed.map(({ key }) => key))
    this.#orderOf = orderOf
  }

  next(): DocumentKey | null {
    this.#last = this.#left.pop() ?? null
    if (this.#last) this.#waiting.delete(this.#last.key)
    return this.#last?.key ?? null
  }

  /** Adds one that comes after the one in hand; of those before it nothing can have changed. */
  addLater(key: DocumentKey): void {
    const order = this.#orderOf(key)
    const placed = order === undefined ? null : { key, order }
    if (!placed || this.#waiting.has(key) || (this.#last && inOrder(placed, this.#last) <= 0)) return
    this.#waiting.add(key)
    this.#left.splice(placeIn(this.#left, placed, -1), 0, placed)
  }
}

function inOrder(a: Placed, b: Placed): number {
  return a.order < b.order ? -1 : a.order > b.order ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

/** Where it stands, or belongs, among others in their order; `sign` -1: the last one first. */
function placeIn(all: readonly Placed[], placed: Placed, sign: 1 | -1 = 1): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sign * inOrder(all[middle] as Placed, placed) < 0) low = middle + 1
    else high = middle
  }
  return low
}
