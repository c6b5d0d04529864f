import { randomInt } from 'node:crypto'
import { PackedTexts } from './packed-texts.ts'

const FIRST_SIZE = 1_024

/**
 * Many different texts, each with a number, packed outside the heap: a set or a map of ids for tables of any length, at
 * some thirty bytes each. Texts are compared whole; nothing rests on a hash alone.
 */
export class PackedIndex {
  readonly #texts = new PackedTexts(Number.POSITIVE_INFINITY)
  /** Open addressing: the position of a text plus one, or zero where nothing stands. */
  #table = new Int32Array(FIRST_SIZE)
  #numbers = new Int32Array(FIRST_SIZE / 2)

  get count(): number {
    return this.#texts.count
  }

  /** The number of a text; null where it was never put. */
  get(text: string): number | null {
    const position = (this.#table[this.#slotOf(text)] ?? 0) - 1
    return position < 0 ? null : (this.#numbers[position] ?? null)
  }

  /** Gives a text a number; answers whether it is new. */
  put(text: string, number: number): boolean {
    let slot = this.#slotOf(text)
    const known = (this.#table[slot] ?? 0) - 1
    if (known >= 0) {
      this.#numbers[known] = number
      return false
    }
    const position = this.#texts.count
    if (position >= this.#numbers.length) {
      this.#grow()
      slot = this.#slotOf(text)
    }
    this.#texts.add(text)
    this.#numbers[position] = number
    this.#table[slot] = position + 1
    return true
  }

  /** Every text with its number, in the order in which they were first put. */
  *entries(): Iterable<[text: string, number: number]> {
    for (let position = 0; position < this.#texts.count; position += 1) {
      yield [this.#texts.at(position) ?? '', this.#numbers[position] ?? 0]
    }
  }

  /** Where a text stands in the table, or where it would. */
  #slotOf(text: string): number {
    const mask = this.#table.length - 1
    let slot = hashOf(text) & mask
    for (;;) {
      const position = (this.#table[slot] ?? 0) - 1
      if (position < 0 || this.#texts.at(position) === text) return slot
      slot = (slot + 1) & mask
    }
  }

  #grow(): void {
    const numbers = new Int32Array(this.#numbers.length * 2)
    numbers.set(this.#numbers)
    this.#numbers = numbers
    this.#table = new Int32Array(this.#table.length * 2)
    for (let position = 0; position < this.#texts.count; position += 1) {
      this.#table[this.#slotOf(this.#texts.at(position) ?? '')] = position + 1
    }
  }
}

/** Another one in every process, so that no file can be made of texts that all fall on the same place. */
const SEED = randomInt(2 ** 32)

/** FNV-1a over the code units, with its bits mixed so that the low ones say enough. */
function hashOf(text: string): number {
  let hash = SEED
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) >>> 7
}
