import { ENTITY_TYPES, idFamilyOf, isName, type TypeName } from '../entities/entity-types.ts'
import { fieldsAt, rowsAt, textAt, type Stored } from '../entities/json.ts'

/** One step of the books: an entity as it is from now on, or gone for good (at: the stamp of its deletion). */
export type Change = { put: TypeName; entity: Stored } | { gone: TypeName; id: string; at: string }

const FIRST_IDS: Record<string, bigint> = { Attachable: 5_000_000_000_000_503_623n }

/** The key under which a name counts as taken: QuickBooks does not tell upper from lower case. */
function nameKey(name: string): string {
  return name.trim().toLowerCase()
}

/** A set of ids under each key. */
class Index {
  readonly #ids = new Map<string, Set<string>>()

  add(key: string | null, id: string): void {
    if (key === null) return
    const ids = this.#ids.get(key)
    if (ids) ids.add(id)
    else this.#ids.set(key, new Set([id]))
  }

  remove(key: string | null, id: string): void {
    if (key === null) return
    const ids = this.#ids.get(key)
    if (ids?.delete(id) && ids.size === 0) this.#ids.delete(key)
  }

  of(key: string): string[] {
    return [...(this.#ids.get(key) ?? [])]
  }
}

function uniqueNameOf(type: TypeName, entity: Stored): string | null {
  if (entity['Active'] === false) return null
  const name = isName(type)
    ? textAt(entity, 'DisplayName')
    : (textAt(entity, 'FullyQualifiedName') ?? textAt(entity, 'Name'))
  return name === null ? null : `${isName(type) ? 'name' : type}\n${nameKey(name)}`
}

function numberKeyOf(type: TypeName, entity: Stored): string | null {
  const number = textAt(entity, 'DocNumber')
  return number === null ? null : `${type}\n${number.toLowerCase()}`
}

function linkKeysOf(type: TypeName, entity: Stored): string[] {
  if (type !== 'Attachable') return []
  return rowsAt(entity, 'AttachableRef').flatMap((each) => {
    const to = fieldsAt(each, 'EntityRef')
    const id = textAt(to, 'value')
    return id === null ? [] : [`${(textAt(to, 'type') ?? '').toLowerCase()}\n${id}`]
  })
}

/** The books in memory: every entity by id, with the indices that the rules need. Changed only by {@link apply}. */
export class Books {
  readonly #tables = new Map<TypeName, Map<string, Stored>>(ENTITY_TYPES.map((type) => [type, new Map()]))
  readonly #gone = new Map<TypeName, Map<string, string>>(ENTITY_TYPES.map((type) => [type, new Map()]))
  readonly #names = new Index()
  readonly #numbers = new Index()
  readonly #links = new Index()
  readonly #lastIds = new Map<string, bigint>()
  readonly #highestNumbers = new Map<TypeName, bigint>()

  #table(type: TypeName): Map<string, Stored> {
    const table = this.#tables.get(type)
    if (!table) throw new Error(`no table for ${type}`)
    return table
  }

  get(type: TypeName, id: string): Stored | null {
    return this.#table(type).get(id) ?? null
  }

  all(type: TypeName): Stored[] {
    return [...this.#table(type).values()]
  }

  count(type: TypeName): number {
    return this.#table(type).size
  }

  /** Ids of deleted entities with the stamp of their deletion. */
  gone(type: TypeName): { id: string; at: string }[] {
    return [...(this.#gone.get(type) ?? [])].map(([id, at]) => ({ id, at }))
  }

  /** Active entities of that name; Customer, Vendor and Employee are one list, the others are told apart by their full name. */
  withName(type: TypeName, name: string): string[] {
    return this.#names.of(`${isName(type) ? 'name' : type}\n${nameKey(name)}`)
  }

  withNumber(type: TypeName, docNumber: string): string[] {
    return this.#numbers.of(`${type}\n${docNumber.toLowerCase()}`)
  }

  /** Ids of the attachables on an entity. */
  attachedTo(type: string, id: string): string[] {
    return this.#links.of(`${type.toLowerCase()}\n${id}`)
  }

  /** An id that was never given before in this family of entities. */
  nextId(type: TypeName): string {
    const family = idFamilyOf(type)
    const id = (this.#lastIds.get(family) ?? FIRST_IDS[family] ?? 0n) + 1n
    this.#lastIds.set(family, id)
    return String(id)
  }

  /** The number after the highest that a type ever had, as QuickBooks counts on by itself. */
  nextNumber(type: TypeName): string {
    return String((this.#highestNumbers.get(type) ?? 1000n) + 1n)
  }

  apply(change: Change): void {
    if ('put' in change) this.#put(change.put, change.entity)
    else this.#remove(change.gone, change.id, change.at)
  }

  #put(type: TypeName, entity: Stored): void {
    const before = this.get(type, entity.Id)
    if (before) this.#unindex(type, before)
    this.#table(type).set(entity.Id, entity)
    this.#names.add(uniqueNameOf(type, entity), entity.Id)
    this.#numbers.add(numberKeyOf(type, entity), entity.Id)
    for (const key of linkKeysOf(type, entity)) this.#links.add(key, entity.Id)
    this.#seen(type, entity.Id)
    const number = textAt(entity, 'DocNumber')
    if (number !== null && /^\d{1,21}$/.test(number) && BigInt(number) > (this.#highestNumbers.get(type) ?? 1000n))
      this.#highestNumbers.set(type, BigInt(number))
  }

  #remove(type: TypeName, id: string, at: string): void {
    const before = this.get(type, id)
    if (before) this.#unindex(type, before)
    this.#table(type).delete(id)
    this.#gone.get(type)?.set(id, at)
    this.#seen(type, id)
  }

  #unindex(type: TypeName, entity: Stored): void {
    this.#names.remove(uniqueNameOf(type, entity), entity.Id)
    this.#numbers.remove(numberKeyOf(type, entity), entity.Id)
    for (const key of linkKeysOf(type, entity)) this.#links.remove(key, entity.Id)
  }

  #seen(type: TypeName, id: string): void {
    if (!/^\d+$/.test(id)) return
    const family = idFamilyOf(type)
    const last = this.#lastIds.get(family) ?? FIRST_IDS[family] ?? 0n
    if (BigInt(id) > last) this.#lastIds.set(family, BigInt(id))
  }

  /** Everything, as the changes that make it again. */
  *asChanges(): Generator<Change> {
    for (const [type, table] of this.#tables) for (const entity of table.values()) yield { put: type, entity }
    for (const [type, ids] of this.#gone) for (const [id, at] of ids) yield { gone: type, id, at }
  }
}
