import type { BooksView } from './lag.ts'
import { EMPTY_TYPES, isName, isTransaction, LISTS, typeNamed, type TypeName } from '../entities/entity-types.ts'
import { fieldsAt, isFields, textAt, type Fields, type Json, type Stored } from '../entities/json.ts'
import { queryable } from './query-fields.ts'
import { parseQuery, type Operator, type Query, type QueryCondition } from './query-parser.ts'
import { invalidQuery, isRefused, refused, type Refusal, type Result } from '../entities/refusal.ts'

export interface QuerySource {
  books: BooksView
  /** CompanyInfo and Preferences, which are made from the settings. */
  single(type: 'CompanyInfo' | 'Preferences'): Stored
  /** The active currencies, or their rates of today, which are made from the settings. */
  currencies(type: 'CompanyCurrency' | 'ExchangeRate'): Stored[]
  /** The entity as it is answered. */
  present(type: TypeName, entity: Stored): Fields
  /** A row from before a reset, which a query inside a batch does not find (AHO 7.3). */
  isHidden(type: TypeName, id: string): boolean
  /** Why a type may not be asked for in this company's plan. */
  refusedFor(type: TypeName): Refusal[]
}

/** Answers a query with what goes into `QueryResponse`: nothing found is an empty object. */
export function runQuery(source: QuerySource, text: string): Result<Fields> {
  const parsed = parseQuery(text)
  if (isRefused(parsed)) return parsed
  const query = parsed.value
  const type = typeNamed(query.entity)
  if (type === null) {
    const empty = EMPTY_TYPES.some((each) => each.toLowerCase() === query.entity.toLowerCase())
    if (!empty) return refused(invalidQuery(`invalid context declaration: ${query.entity}`))
    return { value: query.count ? { totalCount: 0 } : {} }
  }
  const denied = source.refusedFor(type)
  if (denied.length > 0) return refused(...denied)
  const wrong = checkFields(type, query)
  if (wrong) return refused(wrong)
  const tests: ((entity: Stored) => boolean)[] = []
  for (const condition of query.conditions) {
    const test = testOf(type, condition)
    if (isRefused(test)) return test
    tests.push(test.value)
  }
  // Name lists show active rows only, unless the query speaks of Active.
  if (LISTS.includes(type) && !query.conditions.some((each) => each.field.toLowerCase() === 'active'))
    tests.push((entity) => entity['Active'] !== false)

  const found = candidates(source, type, query).filter(
    (entity) => !source.isHidden(type, entity.Id) && tests.every((test) => test(entity)),
  )
  if (query.count) return { value: { totalCount: found.length } }
  const rows = pageOf(type, sorted(type, found, query), query)
  if (rows.length === 0) return { value: {} }
  const presented = rows.map((entity) => chosen(source.present(type, entity), query.fields))
  return { value: { [type]: presented, startPosition: query.startPosition, maxResults: rows.length } }
}

/** The words among the tax codes come on top of the page, not within it (PQ). */
function pageOf(type: TypeName, rows: readonly Stored[], query: Query): Stored[] {
  const isWord = (entity: Stored): boolean => type === 'TaxCode' && /^[A-Za-z]/.test(entity.Id)
  const from = query.startPosition - 1
  const page = rows.filter((each) => !isWord(each)).slice(from, from + query.maxResults)
  return from === 0 ? [...rows.filter(isWord), ...page] : page
}

function checkFields(type: TypeName, query: Query): Refusal | null {
  for (const field of [...query.conditions.map((each) => each.field), ...query.orderBy.map((each) => each.field)]) {
    const known = queryable(type, field)
    if (known === 'known') return invalidQuery(`property '${field}' is not queryable`)
    if (known === null) return invalidQuery(`Property ${field} not found for Entity ${type}`)
  }
  return null
}

/** The entities to look through: by an index where a condition allows it. */
function candidates(source: QuerySource, type: TypeName, query: Query): Stored[] {
  if (type === 'CompanyInfo' || type === 'Preferences') return [source.single(type)]
  if (type === 'CompanyCurrency' || type === 'ExchangeRate') return source.currencies(type)
  const ids = indexed(source.books, type, query.conditions)
  if (ids === null) return source.books.all(type)
  return ids.flatMap((id) => source.books.get(type, id) ?? [])
}

function indexed(books: BooksView, type: TypeName, conditions: readonly QueryCondition[]): string[] | null {
  const equal = (field: string): string[] | null => {
    const found = conditions.find(
      (each) => each.field.toLowerCase() === field && (each.operator === '=' || each.operator === 'IN'),
    )
    return found ? [...new Set(found.values)] : null
  }
  const ids = equal('id')
  if (ids) return ids
  const numbers = isTransaction(type) ? equal('docnumber') : null
  if (numbers) return [...new Set(numbers.flatMap((number) => books.withNumber(type, number)))]
  const inactiveToo = conditions.some((each) => each.field.toLowerCase() === 'active')
  const names = isName(type) && !inactiveToo ? equal('displayname') : null
  if (names) return [...new Set(names.flatMap((name) => books.withName(type, name)))]
  const owners = type === 'Attachable' ? equal('attachableref.entityref.value') : null
  const ownerTypes = type === 'Attachable' ? equal('attachableref.entityref.type') : null
  if (owners && ownerTypes)
    return [...new Set(owners.flatMap((id) => ownerTypes.flatMap((each) => books.attachedTo(each, id))))]
  return null
}

/** The values of a property; those inside lists are many, a reference is its id. */
function valuesAt(entity: Fields, path: string): Json[] {
  let level: Json[] = [entity]
  for (const part of path.split('.')) {
    level = level
      .flatMap((each) => (Array.isArray(each) ? each : [each]))
      .flatMap((each) => {
        if (!isFields(each)) return []
        const name = Object.keys(each).find((key) => key.toLowerCase() === part.toLowerCase())
        const value = name === undefined ? undefined : each[name]
        return value === undefined ? [] : [value]
      })
  }
  return level.map((each) =>
    isFields(each) ? (each['value'] ?? each['Address'] ?? each['FreeFormNumber'] ?? null) : each,
  )
}

function likeTest(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('%')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*')}$`,
    'u',
  )
}

function testOf(type: TypeName, condition: QueryCondition): Result<(entity: Stored) => boolean> {
  const known = queryable(type, condition.field)
  const path = known !== null && known !== 'known' ? known.name : condition.field
  if (path.startsWith('MetaData.')) {
    const instants = condition.values.map((each) => Date.parse(each))
    if (instants.some(Number.isNaN))
      return refused(invalidQuery(`value ${condition.values.join(', ')} is not a date and time`))
    return {
      value: (entity) =>
        valuesAt(entity, path).some((each) =>
          instants.some((instant) => compares(condition.operator, Date.parse(String(each)) - instant)),
        ),
    }
  }
  if (condition.operator === 'LIKE') {
    const pattern = likeTest(condition.values[0] ?? '')
    return { value: (entity) => valuesAt(entity, path).some((each) => typeof each === 'string' && pattern.test(each)) }
  }
  const folded = path === 'AttachableRef.EntityRef.Type'
  return {
    value: (entity) =>
      valuesAt(entity, path).some((each) =>
        condition.values.some((value) => compares(condition.operator, difference(each, value, path === 'Id', folded))),
      ),
  }
}

function compares(operator: Operator, difference: number): boolean {
  switch (operator) {
    case '=':
    case 'IN':
      return difference === 0
    case '!=':
      return difference !== 0
    case '<':
      return difference < 0
    case '>':
      return difference > 0
    case '<=':
      return difference <= 0
    case '>=':
      return difference >= 0
    case 'LIKE':
      return false
  }
}

function difference(kept: Json, asked: string, asId: boolean, folded: boolean): number {
  if (asId && /^\d+$/.test(asked) && /^\d+$/.test(String(kept))) {
    const [one, two] = [BigInt(String(kept)), BigInt(asked)]
    return one < two ? -1 : one > two ? 1 : 0
  }
  if (typeof kept === 'number') return kept - Number(asked)
  const [one, two] = folded ? [String(kept).toLowerCase(), asked.toLowerCase()] : [String(kept), asked]
  return one < two ? -1 : one > two ? 1 : 0
}

/** Capitals come before small letters, as recorded (VCR). */
function byName(field: string): (a: Stored, b: Stored) => number {
  return (a, b) => difference(textAt(a, field) ?? '', textAt(b, field) ?? '', false, false)
}

/** Without ORDERBY: names by name, a job after its parent; documents by their last change; everything else by id (VCR). */
function sorted(type: TypeName, rows: readonly Stored[], query: Query): Stored[] {
  const byId = (a: Stored, b: Stored): number => difference(a.Id, b.Id, true, false)
  if (query.orderBy.length > 0) {
    const keys = query.orderBy.map(({ field, descending }) => {
      const known = queryable(type, field)
      return { path: known !== null && known !== 'known' ? known.name : field, sign: descending ? -1 : 1 }
    })
    return [...rows].sort((a, b) => {
      for (const { path, sign } of keys) {
        const [one, two] = [valuesAt(a, path)[0], valuesAt(b, path)[0]]
        if (one === undefined || two === undefined) {
          if (one !== two) return one === undefined ? -sign : sign
          continue
        }
        const order = difference(one, String(two), path === 'Id', false)
        if (order !== 0) return order * sign
      }
      return byId(a, b)
    })
  }
  if (isTransaction(type)) {
    const changed = (entity: Stored): number => Date.parse(entity.MetaData.LastUpdatedTime)
    return [...rows].sort((a, b) => changed(b) - changed(a) || byId(b, a))
  }
  if (type === 'TaxCode') return [...rows].sort((a, b) => byWord(a, b) || byName('Name')(a, b))
  if (isName(type))
    return [...rows].sort(
      (a, b) => byName(type === 'Customer' ? 'FullyQualifiedName' : 'DisplayName')(a, b) || byId(a, b),
    )
  if (type === 'Account' || type === 'Item')
    return [...rows].sort((a, b) => byName('FullyQualifiedName')(a, b) || byId(a, b))
  return [...rows].sort(byId)
}

/** The tax codes that are words come first: TAX, NON, CustomSalesTax (PQ, RUC). */
function byWord(a: Stored, b: Stored): number {
  const place = (entity: Stored): number => ['TAX', 'NON', 'CustomSalesTax'].indexOf(entity.Id) >>> 0
  return place(a) - place(b)
}

/** Only the properties that were selected; a path into an object gives that object with it alone. */
function chosen(entity: Fields, fields: readonly string[] | null): Fields {
  if (fields === null || fields.includes('*')) return entity
  const out: Fields = { domain: 'QBO', sparse: true }
  for (const field of fields) {
    const [first = '', second] = field.split('.')
    const name = Object.keys(entity).find((key) => key.toLowerCase() === first.toLowerCase())
    if (name === undefined) continue
    const value = entity[name]
    if (value === undefined) continue
    if (second === undefined || !isFields(value)) out[name] = value
    else {
      const inner = Object.keys(value).find((key) => key.toLowerCase() === second.toLowerCase())
      if (inner !== undefined) out[name] = { ...fieldsAt(out, name), [inner]: value[inner] ?? null }
    }
  }
  return out
}
