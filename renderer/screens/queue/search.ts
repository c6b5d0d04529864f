import type { QueueRow } from '../../../shared/row.ts'
import type { Words } from '../../../shared/words/index.ts'
import { moodWord, rowWords } from './row-words.ts'
import type { Places } from './shown-rows.ts'
import { PlacesFound } from './shown-rows.ts'

/** Letters without case and accents, amounts without their spaces: "Côté" is found by "cote". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[\u00a0\u202f]/g, ' ').replace(/[’`]/g, "'").toLocaleLowerCase('en')
}

/** Everything a row shows, as one folded text. */
export function searchText(row: QueueRow, words: Words): string {
  const said = rowWords(row, words)
  const amount = row.amount === null ? '' : words.money(row.amount)
  return folded([
    said.title, said.under, said.party, said.reason, moodWord(row, words),
    row.date ?? '', row.date ? words.day(row.date) : '',
    amount, amount.replace(/[\s\u00a0,]/g, ''), row.name ?? '', row.billdrId,
    ...(row.quickbooks ? [row.quickbooks.id, row.quickbooks.docNumber ?? ''] : []),
    ...row.attachments.map((each) => each.fileName),
  ].join('\n'))
}

const NOTHING_FOUND = { rows: [], within: null, text: '', places: null } as const

/**
 * Searches rows in everything they show. The text of a row is made once; `warm` makes it ahead, so that the first search
 * among many rows is as quick as the next. Whoever types on narrows what was found before.
 */
export class RowSearch {
  readonly #words: Words
  readonly #texts = new WeakMap<QueueRow, string>()
  // The same texts in the order of the list, which is much quicker to go through.
  #list: { rows: readonly QueueRow[]; texts: (string | undefined)[] } = { rows: [], texts: [] }
  #found: { rows: readonly QueueRow[]; within: Places; text: string; places: Places } = NOTHING_FOUND

  constructor(words: Words) {
    this.#words = words
  }

  #text(row: QueueRow): string {
    let text = this.#texts.get(row)
    if (text === undefined) {
      text = searchText(row, this.#words)
      this.#texts.set(row, text)
    }
    return text
  }

  #textsOf(rows: readonly QueueRow[]): (string | undefined)[] {
    if (this.#list.rows !== rows) this.#list = { rows, texts: new Array<string | undefined>(rows.length) }
    return this.#list.texts
  }

  /** Makes texts from row number `from` until the time is up; answers the number to go on with. */
  warm(rows: readonly QueueRow[], from: number, timeIsUp: () => boolean): number {
    const texts = this.#textsOf(rows)
    let at = from
    for (; at < rows.length; at++) {
      const row = rows[at]
      if (row) texts[at] = this.#text(row)
      if (at % 64 === 63 && timeIsUp()) return at + 1
    }
    return at
  }

  /** The places of the rows, among those at `within`, that hold every word of the text. */
  find(rows: readonly QueueRow[], within: Places, text: string): Places {
    const wanted = folded(text).trim()
    if (wanted === '') return within
    const before = this.#found
    const narrower = before.rows === rows && before.within === within && before.text !== '' && wanted.startsWith(before.text)
    const places = this.#among(rows, narrower ? before.places : within, wanted.split(/\s+/))
    this.#found = { rows, within, text: wanted, places }
    return places
  }

  #among(rows: readonly QueueRow[], within: Places, [first = '', ...others]: readonly string[]): Uint32Array {
    const texts = this.#textsOf(rows)
    const count = within ? within.length : rows.length
    const found = new PlacesFound(count)
    for (let step = 0; step < count; step++) {
      const at = within ? within[step] as number : step
      const text = texts[at] ?? (texts[at] = this.#text(rows[at] as QueueRow))
      if (text.includes(first) && others.every((word) => text.includes(word))) found.add(at)
    }
    return found.all()
  }
}

const searches = new WeakMap<Words, RowSearch>()

/** The one search of a language: whoever searches uses the texts that were made already. */
export function rowSearchFor(words: Words): RowSearch {
  let search = searches.get(words)
  if (!search) searches.set(words, search = new RowSearch(words))
  return search
}
