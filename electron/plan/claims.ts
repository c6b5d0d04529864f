import type { DocumentKey } from '../../shared/kinds.ts'
import type { Reads } from './reads.ts'

interface Claim {
  key: DocumentKey
  /** The claimant's place in the order of planning. */
  order: string
}

/**
 * Names, numbers and contacts that records are given while they are planned. A record sees what was given to those before it
 * in the order of planning, however often one of them is planned anew.
 */
export class Claims {
  readonly #byName = new Map<string, Claim[]>()
  readonly #reads: Reads
  readonly #orderOf: (key: DocumentKey) => string
  #made = new Set<string>()

  constructor(reads: Reads, orderOf: (key: DocumentKey) => string) {
    this.#reads = reads
    this.#orderOf = orderOf
  }

  /** Who has this name among the records before the one that is being planned, in their order, and that one itself. */
  ofEarlier(name: string): DocumentKey[] {
    this.#reads.note(name)
    const claims = this.#byName.get(name)
    const { of } = this.#reads
    if (!claims) return []
    if (of === null) return claims.map(({ key }) => key)
    const order = this.#orderOf(of)
    return claims.filter((claim) => claim.key === of || claim.order < order).map(({ key }) => key)
  }

  /** Gives a name to the record that is being planned. */
  take(name: string): void {
    const key = this.#reads.of
    if (key === null) return
    this.#reads.note(name)
    this.#made.add(name)
    const claim = { key, order: this.#orderOf(key) }
    const claims = this.#byName.get(name) ?? []
    this.#byName.set(
      name,
      [...claims.filter((each) => each.key !== key), claim].sort((a, b) => (a.order < b.order ? -1 : 1)),
    )
  }

  /** What was given since the last time that somebody asked. */
  takeMade(): ReadonlySet<string> {
    const made = this.#made
    this.#made = new Set()
    return made
  }

  clear(): void {
    this.#byName.clear()
    this.#made.clear()
  }

  drop(names: Iterable<string>, key: DocumentKey): void {
    for (const name of names) {
      const left = (this.#byName.get(name) ?? []).filter((each) => each.key !== key)
      if (left.length > 0) this.#byName.set(name, left)
      else this.#byName.delete(name)
    }
  }
}
