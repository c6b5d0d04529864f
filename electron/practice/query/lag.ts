import type { Books, Change } from '../storage/practice-books.ts'
import type { TypeName } from '../entities/entity-types.ts'
import type { Stored } from '../entities/json.ts'

/** What queries and the feed need of the books. */
export type BooksView = Pick<Books, 'all' | 'get' | 'gone' | 'withNumber' | 'withName' | 'attachedTo'>

/** The longest that queries and the feed were ever told to be behind, in ms. */
const LONGEST_MS = 20_000

interface Earlier {
  /** When it stopped being so, in ms since 1970. */
  until: number
  type: TypeName
  id: string
  entity: Stored | null
}

/** Remembers for a while what the books said before each change, so that queries and the feed can be behind. */
export class Lag {
  readonly #books: Books
  #earlier: Earlier[] = []

  constructor(books: Books) {
    this.#books = books
  }

  /** To be told of each change before it is applied. */
  before(change: Change, now: number): void {
    const [type, id] = 'put' in change ? [change.put, change.entity.Id] : [change.gone, change.id]
    this.#earlier = this.#earlier.filter((each) => each.until > now - LONGEST_MS)
    this.#earlier.push({ until: now, type, id, entity: this.#books.get(type, id) })
  }

  /** The books as they were at an instant at most {@link LONGEST_MS} ago; the books themselves where nothing has changed since. */
  at(instant: number): BooksView {
    const books = this.#books
    const then = new Map<string, Earlier>()
    // The first change after the instant knows what was true at it.
    for (const each of this.#earlier)
      if (each.until > instant && !then.has(`${each.type} ${each.id}`)) then.set(`${each.type} ${each.id}`, each)
    if (then.size === 0) return books
    const of = (type: string): Earlier[] =>
      [...then.values()].filter((each) => each.type.toLowerCase() === type.toLowerCase())
    const idsWith = (ids: readonly string[], type: string): string[] => [
      ...new Set([...ids, ...of(type).map((each) => each.id)]),
    ]
    return {
      get: (type, id) => {
        const earlier = then.get(`${type} ${id}`)
        return earlier ? earlier.entity : books.get(type, id)
      },
      all: (type) => [
        ...books.all(type).filter((each) => !then.has(`${type} ${each.Id}`)),
        ...of(type).flatMap((each) => each.entity ?? []),
      ],
      gone: (type) => books.gone(type).filter(({ id }) => !then.has(`${type} ${id}`)),
      // The conditions of a query are asked of each row again, so that candidates may be too many.
      withNumber: (type, number) => idsWith(books.withNumber(type, number), type),
      withName: (type, name) => idsWith(books.withName(type, name), type),
      attachedTo: (type, id) => idsWith(books.attachedTo(type, id), 'Attachable'),
    }
  }
}
