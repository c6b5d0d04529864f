import type { DocumentKey } from '../../shared/kinds.ts'
import type { Table } from '../store/store.ts'

/** A table by the keys of records: each value is parsed when it is asked for. */
export class TableMap<V> implements ReadonlyMap<DocumentKey, V> {
  readonly #table: Table<V>

  constructor(table: Table<V>) {
    this.#table = table
  }

  get(key: DocumentKey): V | undefined {
    return this.#table.get(key)
  }

  has(key: DocumentKey): boolean {
    return this.#table.has(key)
  }

  get size(): number {
    return this.#table.size
  }

  entries(): MapIterator<[DocumentKey, V]> {
    return this.#table.entries() as MapIterator<[DocumentKey, V]>
  }

  keys(): MapIterator<DocumentKey> {
    return this.#table.keys() as MapIterator<DocumentKey>
  }

  values(): MapIterator<V> {
    return this.#table.values() as MapIterator<V>
  }

  [Symbol.iterator](): MapIterator<[DocumentKey, V]> {
    return this.entries()
  }

  forEach(each: (value: V, key: DocumentKey, map: ReadonlyMap<DocumentKey, V>) => void): void {
    for (const [key, value] of this.entries()) each(value, key, this)
  }
}
