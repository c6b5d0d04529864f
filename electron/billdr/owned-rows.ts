const BLOCK = 2 ** 20
const HEAD = 16
const NO_ENTRY = -1
const BLOCK_UNIT = 2 ** 32

export interface OwnedRow {
  row: number
  raw: Record<string, unknown>
}

/**
 * Keeps the rows of a table of lines or attachments until the documents that own them come by, in whatever order both are.
 * The rows lie packed outside the heap, each pointing at the one before it of the same owner: a few bytes beside its text.
 */
export class OwnedRows {
  readonly #limit: number
  readonly #last = new Map<string, number>()
  readonly #blocks: Buffer[] = []
  #used = BLOCK
  #bytes = 0

  /** `limit` in bytes, for all rows together. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Keeps a row; false where the limit is reached. */
  add(owner: string, row: number, raw: object): boolean {
    const text = Buffer.from(JSON.stringify(raw))
    const size = HEAD + text.length
    this.#bytes += size + 2 * owner.length
    if (this.#bytes > this.#limit) return false
    let block = this.#blocks.at(-1)
    if (!block || this.#used + size > block.length) {
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK, size))
      this.#blocks.push(block)
      this.#used = 0
    }
    const before = this.#last.get(owner) ?? NO_ENTRY
    block.writeDoubleLE(before, this.#used)
    block.writeUInt32LE(row, this.#used + 8)
    block.writeUInt32LE(text.length, this.#used + 12)
    block.set(text, this.#used + HEAD)
    this.#last.set(owner, (this.#blocks.length - 1) * BLOCK_UNIT + this.#used)
    this.#used += size
    return true
  }

  /** The rows of an owner in their order, which are then no longer kept. */
  take(owner: string): OwnedRow[] {
    const rows: OwnedRow[] = []
    for (let at = this.#last.get(owner) ?? NO_ENTRY; at !== NO_ENTRY;) {
      const entry = this.#entry(at)
      rows.push({ row: entry.row, raw: JSON.parse(entry.text) as Record<string, unknown> })
      at = entry.before
    }
    this.#last.delete(owner)
    return rows.reverse()
  }

  /** Who was never asked for: each owner with the row of its last entry. */
  *left(): Iterable<{ owner: string; row: number }> {
    for (const [owner, at] of this.#last) yield { owner, row: this.#entry(at).row }
  }

  #entry(at: number): { before: number; row: number; text: string } {
    const block = this.#blocks[Math.floor(at / BLOCK_UNIT)]
    if (!block) throw new Error('an owned row points nowhere')
    const offset = at % BLOCK_UNIT
    const length = block.readUInt32LE(offset + 12)
    const text = block.toString('utf8', offset + HEAD, offset + HEAD + length)
    return { before: block.readDoubleLE(offset), row: block.readUInt32LE(offset + 8), text }
  }
}
