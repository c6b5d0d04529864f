const BLOCK = 2 ** 18
const BLOCK_UNIT = 2 ** 32

/** Many texts in the order in which they come, packed outside the heap. */
export class PackedTexts {
  readonly #limit: number
  readonly #blocks: Buffer[] = []
  #used = BLOCK
  #bytes = 0
  #places = new Float64Array(1_024)
  #count = 0

  /** `limit` in bytes, for all texts together. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get count(): number {
    return this.#count
  }

  /** Keeps a text; false where the limit is reached. */
  add(text: string): boolean {
    const length = Buffer.byteLength(text)
    this.#bytes += length + 12
    if (this.#bytes > this.#limit) return false
    const size = length + 4
    let block = this.#blocks.at(-1)
    if (!block || this.#used + size > block.length) {
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK, size))
      this.#blocks.push(block)
      this.#used = 0
    }
    if (this.#count === this.#places.length) {
      const more = new Float64Array(this.#count * 2)
      more.set(this.#places)
      this.#places = more
    }
    block.writeUInt32LE(length, this.#used)
    block.write(text, this.#used + 4)
    this.#places[this.#count] = (this.#blocks.length - 1) * BLOCK_UNIT + this.#used
    this.#count += 1
    this.#used += size
    return true
  }

  /** The text at a position from 0; null beyond the last. */
  at(position: number): string | null {
    const place = position >= 0 && position < this.#count ? this.#places[position] : undefined
    if (place === undefined) return null
    const block = this.#blocks[Math.floor(place / BLOCK_UNIT)]
    if (!block) return null
    const offset = (place % BLOCK_UNIT) + 4
    return block.toString('utf8', offset, offset + block.readUInt32LE(offset - 4))
  }
}
