const BLOCK = 2 ** 18
/** As many blocks as 32 bits can address; a longer text has a block of its own. */
const MOST_BLOCKS = 2 ** 14

/** Many texts in the order in which they come, packed outside the heap: eight bytes each beside the text in UTF-8. */
export class PackedTexts {
  readonly #limit: number
  readonly #blocks: Buffer[] = []
  #used = BLOCK
  #bytes = 0
  #places = new Uint32Array(1_024)
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
    const size = length + 4
    this.#bytes += size + 4
    if (this.#bytes > this.#limit) return false
    let block = this.#blocks.at(-1)
    if (!block || this.#used + size > block.length) {
      if (this.#blocks.length === MOST_BLOCKS) return false
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK, size))
      this.#blocks.push(block)
      this.#used = 0
    }
    if (this.#count === this.#places.length) {
      const more = new Uint32Array(this.#count * 2)
      more.set(this.#places)
      this.#places = more
    }
    block.writeUInt32LE(length, this.#used)
    block.write(text, this.#used + 4)
    this.#places[this.#count] = (this.#blocks.length - 1) * BLOCK + this.#used
    this.#count += 1
    this.#used += size
    return true
  }

  /** The text at a position from 0; null beyond the last. */
  at(position: number): string | null {
    const place = position >= 0 && position < this.#count ? this.#places[position] : undefined
    const block = place === undefined ? undefined : this.#blocks[Math.floor(place / BLOCK)]
    if (place === undefined || !block) return null
    const offset = (place % BLOCK) + 4
    return block.toString('utf8', offset, offset + block.readUInt32LE(offset - 4))
  }
}
