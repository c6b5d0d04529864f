import type { OldAlphabet } from './code-pages.ts'
import { charactersOf, OLD_ALPHABETS } from './code-pages.ts'
import { fitOf } from './plausible-letters.ts'

/** After so many characters beyond ASCII, nothing more is learned from a file. */
const ENOUGH = 5_000
/** One in so many may be damaged, where the others are beyond doubt. */
const DAMAGED = 25
/** So many different letters of other languages are not those of a name. */
const SEVERAL = 2
/** A sample that is shown with a question: so many bytes to either side of a character. */
const AROUND = 16
const MOST_SAMPLES = 3

interface Candidate {
  alphabet: OldAlphabet
  characters: readonly string[]
  unlikely: number
  /** Letters of other languages. */
  foreign: Set<number>
  impossible: number
}

/**
 * Gathers what a text says about the old alphabet in which it is written: under the right one it is plausible French or
 * English, letter by letter. Texts that two alphabets make equally plausible are a question.
 */
export class LetterEvidence {
  readonly #candidates: Candidate[] = OLD_ALPHABETS.map((alphabet) => ({
    alphabet,
    characters: charactersOf(alphabet),
    unlikely: 0,
    foreign: new Set(),
    impossible: 0,
  }))
  readonly #met = new Set<number>()
  readonly #samples: Uint8Array[] = []
  #before = -1
  /** A character whose neighbour is still to come. */
  #waiting = -1
  #count = 0

  /** Takes a piece of the text; false once nothing more is learned. An empty piece ends a text. */
  take(chunk: Uint8Array): boolean {
    if (chunk.byteLength === 0) {
      this.#judge(-1)
      this.#before = -1
    }
    for (let at = 0; at < chunk.byteLength; at += 1) {
      const byte = chunk[at] ?? 0
      this.#judge(byte)
      if (byte >= 0x80) {
        this.#waiting = byte
        if (!this.#met.has(byte) && this.#samples.length < MOST_SAMPLES)
          this.#samples.push(Uint8Array.from(chunk.subarray(Math.max(0, at - AROUND), at + AROUND)))
        this.#met.add(byte)
      } else {
        this.#before = byte
      }
      if (this.#count >= ENOUGH) return false
    }
    return true
  }

  /** The alphabet of the text; null where nobody can say. */
  decide(): OldAlphabet | null {
    const plausible = this.#plausible()
    const [first] = plausible
    if (!first) return null
    if (plausible.every((other) => this.#isSameText(first, other))) return first.alphabet
    // By far the most files of this kind are Windows': it is taken where every other reading has something odd about it.
    const likely = plausible.find(({ unlikely }) => unlikely === 0)
    const others = plausible.filter((other) => likely && !this.#isSameText(likely, other))
    const isTaken = others.every(({ unlikely, foreign }) =>
      likely === first && first.alphabet === 'windows-1252' ? unlikely > 0 : foreign.size >= SEVERAL,
    )
    return likely && isTaken ? likely.alphabet : null
  }

  /** How a few places of the text read in each alphabet that is possible, or in all: a line each, as "cp850|Béton · Côté". */
  samples(): string {
    const plausible = this.#plausible()
    const shown = plausible.length > 0 ? plausible : this.#candidates
    return shown
      .map(({ alphabet, characters }) => {
        const texts = this.#samples.map((bytes) => Array.from(bytes, (byte) => characters[byte] ?? '').join(''))
        return `${alphabet}|${texts.map(oneLine).join(' · ')}`
      })
      .join('\n')
  }

  #plausible(): Candidate[] {
    const best = Math.min(...this.#candidates.map(({ impossible }) => impossible))
    return best * DAMAGED > this.#count ? [] : this.#candidates.filter(({ impossible }) => impossible === best)
  }

  #isSameText(one: Candidate, other: Candidate): boolean {
    return [...this.#met].every((byte) => one.characters[byte] === other.characters[byte])
  }

  #judge(after: number): void {
    if (this.#waiting < 0) return
    this.#count += 1
    for (const candidate of this.#candidates) {
      const character = (byte: number): string => (byte < 0 ? '' : (candidate.characters[byte] ?? ''))
      const fit = fitOf(character(this.#before), character(this.#waiting), character(after))
      if (fit === 'impossible') candidate.impossible += 1
      else if (fit !== 'fine') candidate.unlikely += 1
      if (fit === 'foreign') candidate.foreign.add(this.#waiting)
    }
    this.#before = this.#waiting
    this.#waiting = -1
  }
}

/** The line of a sample in which its character stands, without the marks that part a question's lines. */
function oneLine(text: string): string {
  const lines = text.split(/[\r\n]/)
  const line = lines.find((each) => /[^\0-\x7f]/.test(each)) ?? ''
  return line.replace(/[|\p{Cc}]+/gu, ' ').trim()
}
