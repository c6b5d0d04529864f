import type { BilldrRecord } from '../../../shared/domain.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { ReadingOutcome, RecordProblem, RecordSink } from '../../../shared/source.ts'

/** So many characters of records are handed over at once: to parse them takes the program a few ms. */
const HANDED_CHARACTERS = 128 * 1024

/** What was found, in its order. */
export type Found = ['record', BilldrRecord] | ['removed', DocumentKey] | ['problem', RecordProblem]

/** A surprise in the reading's own process, with what a report needs of it. */
export interface Fault {
  name: string
  code: string | null
  /** Where it was thrown. */
  stack: string
}

/** What a reading found since it was last asked. */
export interface Handed {
  /** JSON of a list of `Found`: a text goes from process to process faster than its parts would. */
  found: string
  /** How the reading ended, once it has; a surprise where nobody expected one. */
  end: ReadingOutcome | Fault | null
}

/**
 * What a reading found and nobody asked for yet. The reading waits where that is much (`room`), and whoever asks waits where
 * it is nothing (`take`): neither runs ahead of the other by more than a few hundred kilobytes.
 */
export class HandingOver implements RecordSink {
  #texts: string[] = []
  #characters = 0
  #end: Handed['end'] = null
  #awaitsRoom: (() => void) | null = null
  #awaitsFound: (() => void) | null = null

  record(record: BilldrRecord): void {
    this.#put(['record', record])
  }

  removed(key: DocumentKey): void {
    this.#put(['removed', key])
  }

  problem(problem: RecordProblem): void {
    this.#put(['problem', problem])
  }

  #put(found: Found): void {
    const text = JSON.stringify(found)
    this.#texts.push(text)
    this.#characters += text.length
    if (this.#isMuch) this.#awaitsFound?.()
  }

  get #isMuch(): boolean {
    return this.#characters >= HANDED_CHARACTERS
  }

  /** Resolves as soon as there is room for more. Only one waits at a time: a reading is one pass. */
  async room(): Promise<void> {
    while (this.#isMuch) await new Promise<void>((resolve) => (this.#awaitsRoom = resolve))
  }

  ended(end: NonNullable<Handed['end']>): void {
    this.#end = end
    this.#awaitsFound?.()
  }

  /** What was found, once it is much or the reading has ended. The end comes with the last of it. */
  async take(): Promise<Handed> {
    while (!this.#isMuch && this.#end === null) await new Promise<void>((resolve) => (this.#awaitsFound = resolve))
    const found = `[${this.#texts.join(',')}]`
    this.#texts = []
    this.#characters = 0
    this.#awaitsRoom?.()
    return { found, end: this.#end }
  }
}
