import { errorCode } from './file-system.ts'
import type { OpenFile } from './file-system.ts'

/** Bytes that values stand in: those of a file, or some that are not in a file yet. */
export interface Source {
  text(start: number, length: number): string
  copyTo(target: Buffer, at: number, start: number, length: number): void
}

export class MemorySource implements Source {
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  text(start: number, length: number): string {
    return this.#bytes.toString('utf8', start, start + length)
  }

  copyTo(target: Buffer, at: number, start: number, length: number): void {
    this.#bytes.copy(target, at, start, start + length)
  }
}

const WINDOW = 64 * 1024
/** Between two values stand a checksum, a table and an id. */
const NEAR = 1024

/**
 * The values of a snapshot or a journal, read from the file when they are asked for. What was acknowledged is
 * on the disk and its pages mostly in the system's cache: reading 2 kB takes some microseconds, and 100,000
 * documents hold no memory of ours. Whoever walks through a file gets its bytes in windows.
 */
export class FileSource implements Source {
  /** The generation of the file, by which it is let go. */
  readonly generation: number
  readonly #file: OpenFile
  #closed = false
  #window: Buffer | null = null
  #windowStart = 0
  #windowEnd = 0
  #lastEnd = -1
  #scratch = Buffer.alloc(0)

  constructor(file: OpenFile, generation: number) {
    this.#file = file
    this.generation = generation
  }

  text(start: number, length: number): string {
    const { bytes, at } = this.#find(start, length)
    return bytes.toString('utf8', at, at + length)
  }

  copyTo(target: Buffer, at: number, start: number, length: number): void {
    const found = this.#find(start, length)
    found.bytes.copy(target, at, found.at, found.at + length)
  }

  /** Lets go of the file; nothing may point to it any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#window = null
    // Everything that counts was flushed: how closing goes changes nothing.
    await this.#file.close().catch((error: unknown) => {
      if (errorCode(error) === null) throw error
    })
  }

  #find(start: number, length: number): { bytes: Buffer; at: number } {
    if (this.#closed) throw new Error('the store is closed')
    const end = start + length
    if (this.#window && start >= this.#windowStart && end <= this.#windowEnd) {
      this.#lastEnd = end
      return { bytes: this.#window, at: start - this.#windowStart }
    }
    const onTheWay = start >= this.#lastEnd && start - this.#lastEnd < NEAR
    this.#lastEnd = end
    if (onTheWay && length < WINDOW) {
      this.#window ??= Buffer.allocUnsafeSlow(WINDOW)
      this.#windowStart = start
      this.#windowEnd = start
      this.#windowEnd += this.#file.readSync(this.#window, start)
      this.#expect(end <= this.#windowEnd)
      return { bytes: this.#window, at: 0 }
    }
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(Math.max(length, 4096))
    this.#expect(this.#file.readSync(this.#scratch.subarray(0, length), start) === length)
    return { bytes: this.#scratch, at: 0 }
  }

  #expect(whole: boolean): void {
    if (!whole) throw new Error('a file of the store has become shorter while it was open')
  }
}
