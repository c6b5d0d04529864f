import type { DocumentKey } from '../../shared/kinds.ts'

const NOTHING: ReadonlySet<string> = new Set()

/** Who read what while it was planned, both ways, and what each was given. */
export class Readers {
  readonly #read = new Map<DocumentKey, ReadonlySet<string>>()
  readonly #given = new Map<DocumentKey, ReadonlySet<string>>()
  readonly #readers = new Map<string, Set<DocumentKey>>()

  of(name: string): Iterable<DocumentKey> {
    return this.#readers.get(name) ?? []
  }

  claimsOf(key: DocumentKey): ReadonlySet<string> {
    return this.#given.get(key) ?? NOTHING
  }

  set(key: DocumentKey, read: ReadonlySet<string>, given: ReadonlySet<string>): void {
    this.forget(key)
    if (given.size > 0) this.#given.set(key, given)
    if (read.size === 0) return
    this.#read.set(key, read)
    for (const name of read) {
      const readers = this.#readers.get(name)
      if (readers) readers.add(key)
      else this.#readers.set(name, new Set([key]))
    }
  }

  forget(key: DocumentKey): void {
    this.#given.delete(key)
    for (const name of this.#read.get(key) ?? []) {
      const readers = this.#readers.get(name)
      readers?.delete(key)
      if (readers?.size === 0) this.#readers.delete(name)
    }
    this.#read.delete(key)
  }

  clear(): void {
    this.#read.clear()
    this.#given.clear()
    this.#readers.clear()
  }
}
