import { PackedIndex } from '../records/packed-index.ts'
import { PackedTexts } from '../records/packed-texts.ts'

const NOTHING = -1

export interface OwnedRow {
  row: number
  raw: Record<string, unknown>
}

/**
 * Keeps the rows of a table of lines or attachments until the documents that own them come by, in whatever order both are.
 * The rows lie packed outside the heap, each with the number of the one before it of the same owner; of their field names
 * only which set they have is kept.
 */
export class OwnedRows {
  readonly #texts: PackedTexts
  readonly #last = new PackedIndex()
  readonly #shapes: string[][] = []
  readonly #shapeNumbers = new Map<string, number>()

  /** `limit` in bytes, for all rows together. */
  constructor(limit: number) {
    this.#texts = new PackedTexts(limit)
  }

  /** Keeps a row; false where the limit is reached. */
  add(owner: string, row: number, raw: Record<string, unknown>): boolean {
    const before = this.#last.get(owner) ?? NOTHING
    const kept = this.#texts.add(JSON.stringify([before, row, this.#shapeOf(Object.keys(raw)), ...Object.values(raw)]))
    this.#last.put(owner, this.#texts.count - 1)
    return kept
  }

  /** The rows of an owner in their order, which are then no longer kept. */
  take(owner: string): OwnedRow[] {
    const rows: OwnedRow[] = []
    let at = this.#last.get(owner) ?? NOTHING
    while (at !== NOTHING) {
      const [before, row, shape, values] = this.#entry(at)
      rows.push({
        row,
        raw: Object.fromEntries((this.#shapes[shape] ?? []).map((field, index) => [field, values[index]])),
      })
      at = before
    }
    if (rows.length > 0) this.#last.put(owner, NOTHING)
    return rows.reverse()
  }

  /** Who was never asked for: each owner with the row of its last entry. */
  *left(): Iterable<{ owner: string; row: number }> {
    for (const [owner, at] of this.#last.entries()) if (at !== NOTHING) yield { owner, row: this.#entry(at)[1] }
  }

  #shapeOf(fields: string[]): number {
    const name = fields.join('\n')
    let shape = this.#shapeNumbers.get(name)
    if (shape === undefined) {
      shape = this.#shapes.push(fields) - 1
      this.#shapeNumbers.set(name, shape)
    }
    return shape
  }

  #entry(at: number): [before: number, row: number, shape: number, values: unknown[]] {
    const [before, row, shape, ...values] = JSON.parse(this.#texts.at(at) ?? '[]') as unknown[]
    return [Number(before ?? NOTHING), Number(row), Number(shape), values]
  }
}
