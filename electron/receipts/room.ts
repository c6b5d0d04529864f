/** Bytes of receipts that are in memory at one time; a single one that is larger goes alone. */
const ROOM_BYTES = 128 * 2 ** 20

/** Lets work on receipts go on beside each other as far as they have room in memory together, first come first served. */
export class ReceiptRoom {
  readonly #capacity: number
  #taken = 0
  readonly #waiting: { bytes: number; begin: () => void }[] = []

  constructor(capacity = ROOM_BYTES) {
    this.#capacity = capacity
  }

  /** Does the work as soon as there is room for so many bytes. */
  async with<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const wanted = Math.min(bytes, this.#capacity)
    if (this.#waiting.length > 0 || this.#taken + wanted > this.#capacity)
      await new Promise<void>((begin) => this.#waiting.push({ bytes: wanted, begin }))
    else this.#taken += wanted
    try {
      return await work()
    } finally {
      this.#taken -= wanted
      this.#next()
    }
  }

  #next(): void {
    for (let next = this.#waiting[0]; next && this.#taken + next.bytes <= this.#capacity; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#taken += next.bytes
      next.begin()
    }
  }
}
