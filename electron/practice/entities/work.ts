import type { Books, Change } from '../storage/practice-books.ts'
import type { TypeName } from './entity-types.ts'
import type { Fields, Stored } from './json.ts'
import type { CompanySettings } from '../company/settings.ts'
import { pacificSeconds } from '../company/times.ts'

/**
 * One write as a unit: it sees its own changes, and nobody else sees any until all of them are kept.
 * A write that is refused half way is simply dropped.
 */
export class Work {
  readonly books: Books
  readonly settings: CompanySettings
  readonly now: Date
  readonly #staged = new Map<string, Change>()

  constructor(books: Books, settings: CompanySettings, now: Date) {
    this.books = books
    this.settings = settings
    this.now = now
  }

  get(type: TypeName, id: string): Stored | null {
    const staged = this.#staged.get(`${type} ${id}`)
    if (staged) return 'put' in staged ? staged.entity : null
    return this.books.get(type, id)
  }

  put(type: TypeName, entity: Stored): void {
    this.#staged.set(`${type} ${entity.Id}`, { put: type, entity })
  }

  /** Keeps the entity with other fields, a new sync token and the time of the change. */
  change(type: TypeName, entity: Stored, fields: Fields): Stored {
    const changed = {
      ...entity,
      ...fields,
      Id: entity.Id,
      SyncToken: String(Number(entity.SyncToken) + 1),
      MetaData: { ...entity.MetaData, LastUpdatedTime: pacificSeconds(this.now) },
    }
    this.put(type, changed)
    return changed
  }

  /** As recorded for the balance of a customer: the time of change moves, the sync token does not. */
  touch(type: TypeName, entity: Stored, fields: Fields): Stored {
    const changed = {
      ...entity,
      ...fields,
      Id: entity.Id,
      SyncToken: entity.SyncToken,
      MetaData: { ...entity.MetaData, LastUpdatedTime: pacificSeconds(this.now) },
    }
    this.put(type, changed)
    return changed
  }

  /** Keeps a new entity under the next free id. */
  create(type: TypeName, fields: Fields): Stored {
    const stamp = pacificSeconds(this.now)
    const created = {
      ...fields,
      Id: this.books.nextId(type),
      SyncToken: '0',
      MetaData: { CreateTime: stamp, LastUpdatedTime: stamp },
    }
    this.put(type, created)
    return created
  }

  remove(type: TypeName, id: string): void {
    this.#staged.set(`${type} ${id}`, { gone: type, id, at: pacificSeconds(this.now) })
  }

  changes(): Change[] {
    return [...this.#staged.values()]
  }
}
