import { Books, type Change } from './practice-books.ts'
import type { CompanySettings } from '../company/settings.ts'
import { emptyGrants, type GrantBook } from '../sign-in/grants.ts'

/** The answer to a request that carried an id, kept to be repeated instead of carrying it out again. */
export interface RememberedAnswer {
  /** App and request id. */
  key: string
  /** Milliseconds since 1970. */
  at: number
  status: number
  body: string
}

/** One thing that is kept on disk. */
export type Entry =
  | Change
  | { answered: RememberedAnswer }
  | { forgot: 'request-ids' }
  | { settings: CompanySettings }
  | { grants: GrantBook }

/** All that the practice company knows, in memory. */
export class PracticeState {
  readonly books = new Books()
  readonly answers = new Map<string, RememberedAnswer>()
  settings: CompanySettings
  grants: GrantBook = emptyGrants()

  constructor(settings: CompanySettings) {
    this.settings = settings
  }

  apply(entry: Entry): void {
    if ('answered' in entry) this.answers.set(entry.answered.key, entry.answered)
    else if ('forgot' in entry) this.answers.clear()
    // Books of an earlier version know nothing of later settings.
    else if ('settings' in entry) this.settings = { ...this.settings, ...entry.settings }
    else if ('grants' in entry) this.grants = entry.grants
    else this.books.apply(entry)
  }

  /** Drops answers older than the instant, so that their requests act anew. */
  forgetAnswersBefore(ms: number): void {
    for (const [key, answer] of this.answers) if (answer.at < ms) this.answers.delete(key)
  }

  /** The whole state as the entries that make it again. */
  *asEntries(): Generator<Entry> {
    yield { settings: this.settings }
    yield { grants: this.grants }
    yield* this.books.asChanges()
    for (const answered of this.answers.values()) yield { answered }
  }
}
