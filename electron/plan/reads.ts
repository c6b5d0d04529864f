import type { DocumentKey } from '../../shared/kinds.ts'

/** Whoever looks through a whole list hangs on everything. */
export const EVERYTHING = 'everything'

/**
 * What is read while one record is planned, by name: a record's key stands for all that is kept under it. What is its own
 * is not told.
 */
export class Reads {
  #of: DocumentKey | null = null
  #names = new Set<string>()

  begin(key: DocumentKey): void {
    this.#of = key
    this.#names = new Set()
  }

  /** Ends it, and answers the names of what was read. */
  end(): ReadonlySet<string> {
    this.#of = null
    return this.#names
  }

  /** The record that is being planned. */
  get of(): DocumentKey | null {
    return this.#of
  }

  note(name: string): void {
    if (this.#of !== null && name !== this.#of) this.#names.add(name)
  }
}

/** A map that tells what is looked up in it. */
export class ReadMap<K extends string, V> implements ReadonlyMap<K, V> {
  readonly #map: () => ReadonlyMap<K, V>
  readonly #reads: Reads
  readonly #nameOf: (key: K) => string

  /** `map` is asked for when somebody looks something up; `nameOf`: by what a key is told. */
  constructor(map: () => ReadonlyMap<K, V>, reads: Reads, nameOf: (key: K) => string = (key) => key) {
    this.#map = map
    this.#reads = reads
    this.#nameOf = nameOf
  }

  get(key: K): V | undefined {
    this.#reads.note(this.#nameOf(key))
    return this.#map().get(key)
  }

  has(key: K): boolean {
    this.#reads.note(this.#nameOf(key))
    return this.#map().has(key)
  }

  get size(): number {
    return this.#whole().size
  }

  #whole(): ReadonlyMap<K, V> {
    this.#reads.note(EVERYTHING)
    return this.#map()
  }

  entries(): MapIterator<[K, V]> {
    return this.#whole().entries()
  }

  keys(): MapIterator<K> {
    return this.#whole().keys()
  }

  values(): MapIterator<V> {
    return this.#whole().values()
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) each(value, key, this)
  }
}

/** A value that is made when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
