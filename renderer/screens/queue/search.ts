import type { QueueRow } from '../../../shared/row.ts'
import type { Words } from '../../../shared/words/index.ts'
import { folded } from '../../rows/folded.ts'
import { stateWord, rowWords } from './row-words.ts'
import type { Places } from './shown-rows.ts'
import { PlacesFound } from './shown-rows.ts'

/** Everything a row shows, as one folded text. */
export function searchText(row: QueueRow, words: Words): string {
  const said = rowWords(row, words)
  const amount = row.amount === null ? '' : words.money(row.amount)
  return folded(
    [
      said.title,
      said.under,
      said.party,
      said.reason,
      stateWord(row, words),
      row.date ?? '',
      row.date ? words.day(row.date) : '',
      amount,
      amount.replace(/[\s\u00a0,]/g, ''),
      row.name ?? '',
      row.billdrId,
      ...(row.quickbooks ? [row.quickbooks.id, row.quickbooks.docNumber ?? ''] : []),
      ...row.attachments.map((each) => each.fileName),
    ].join('\n'),
  )
}

/**
 * The words of a text, apart by whether a digit is in them: names, reasons and states are shared by thousands of rows, numbers,
 * days and amounts are a row's own.
 */
interface SearchWords {
  /** The words with digits. */
  own: string
  /** The number of the text of the others, in which rows of the same words share one. */
  shared: number
}

const DIGIT = /\d/
const NOTHING_FOUND = { rows: [], within: null, text: '', places: null } as const

/**
 * Searches rows in everything they show, word by word. The words of a row are taken apart once; `warm` does it ahead, so that
 * the first search among many rows is as quick as the next. Whoever types on narrows what was found before.
 */
export class RowSearch {
  readonly #words: Words
  readonly #taken = new WeakMap<QueueRow, SearchWords>()
  readonly #shared: string[] = []
  readonly #numberOf = new Map<string, number>()
  // The same in the order of the list, which is much quicker to go through.
  #list: { rows: readonly QueueRow[]; taken: (SearchWords | undefined)[] } = { rows: [], taken: [] }
  #found: { rows: readonly QueueRow[]; within: Places; text: string; places: Places } = NOTHING_FOUND

  constructor(words: Words) {
    this.#words = words
  }

  #take(row: QueueRow): SearchWords {
    let taken = this.#taken.get(row)
    if (taken === undefined) {
      const own: string[] = []
      const others: string[] = []
      for (const word of searchText(row, this.#words).split(/\s+/)) (DIGIT.test(word) ? own : others).push(word)
      taken = { own: own.join('\n'), shared: this.#share(others.join('\n')) }
      this.#taken.set(row, taken)
    }
    return taken
  }

  #share(text: string): number {
    let number = this.#numberOf.get(text)
    if (number === undefined) {
      number = this.#shared.push(text) - 1
      this.#numberOf.set(text, number)
    }
    return number
  }

  #takenOf(rows: readonly QueueRow[]): (SearchWords | undefined)[] {
    if (this.#list.rows !== rows) this.#list = { rows, taken: new Array<SearchWords | undefined>(rows.length) }
    return this.#list.taken
  }

  /** Takes rows apart from row number `from` until the time is up; answers the number to go on with. */
  warm(rows: readonly QueueRow[], from: number, timeIsUp: () => boolean): number {
    const taken = this.#takenOf(rows)
    let at = from
    for (; at < rows.length; at++) {
      const row = rows[at]
      if (row) taken[at] = this.#take(row)
      if (at % 64 === 63 && timeIsUp()) return at + 1
    }
    return at
  }

  /** The places of the rows, among those at `within`, that hold every word of the text. */
  find(rows: readonly QueueRow[], within: Places, text: string): Places {
    const wanted = folded(text).trim()
    if (wanted === '') return within
    const before = this.#found
    const narrower =
      before.rows === rows && before.within === within && before.text !== '' && wanted.startsWith(before.text)
    const places = wanted
      .split(/\s+/)
      .reduce((left, word) => this.#among(rows, left, word), narrower ? before.places : within)
    this.#found = { rows, within, text: wanted, places }
    return places
  }

  #among(rows: readonly QueueRow[], within: Places, word: string): Uint32Array {
    const taken = this.#takenOf(rows)
    const count = within ? within.length : rows.length
    const found = new PlacesFound(count)
    const isShared = this.#shared.map((text) => text.includes(word))
    for (let step = 0; step < count; step++) {
      const at = within ? (within[step] as number) : step
      const { own, shared } = taken[at] ?? (taken[at] = this.#take(rows[at] as QueueRow))
      // A text that came to be while these rows were taken apart has not been looked into yet.
      if (isShared[shared] ?? this.#shared[shared]?.includes(word) ?? false) found.add(at)
      else if (own.includes(word)) found.add(at)
    }
    return found.all()
  }
}

const searches = new WeakMap<Words, RowSearch>()

/** The one search of a language: whoever searches uses the texts that were made already. */
export function rowSearchFor(words: Words): RowSearch {
  let search = searches.get(words)
  if (!search) searches.set(words, (search = new RowSearch(words)))
  return search
}
