import { centsFromJson, jsonNumberOf } from '../../../shared/money.ts'
import type { TypeName } from './entity-types.ts'
import { isFields, textAt, type Fields, type Json } from './json.ts'
import { isDead } from '../company/settings.ts'
import {
  deadReference,
  invalidAmount,
  invalidDate,
  invalidEnumeration,
  invalidNumber,
  invalidReference,
  missing,
  notFound,
  unreadableBody,
  unsupportedProperty,
  wrongLength,
  invalidCharacters,
  type Refusal,
} from './refusal.ts'
import { isDay } from '../company/times.ts'
import type { Work } from './work.ts'

/** What a property of a body may hold. */
export type Field =
  | { kind: 'text'; max: number; oneOf?: readonly string[]; /** No colon, tab or new line. */ plain?: true }
  | { kind: 'flag' }
  | { kind: 'amount' }
  | { kind: 'number' }
  | { kind: 'day' }
  | { kind: 'ref'; to: TypeName | 'any-name' | 'any' }
  | { kind: 'object'; set: FieldSet }
  | { kind: 'list'; set: FieldSet }
  /** Known, and written by QuickBooks alone: taken and dropped. */
  | { kind: 'system' }

/** The properties of an entity, or of an object inside one. */
export interface FieldSet {
  /** Its class in Intuit's schema, as 2010 names it. */
  name: string
  fields: Record<string, Field>
}

export const text = (max: number): Field => ({ kind: 'text', max })
export const plainText = (max: number): Field => ({ kind: 'text', max, plain: true })
export const oneOf = (...values: string[]): Field => ({ kind: 'text', max: 100, oneOf: values })
export const ref = (to: (Field & { kind: 'ref' })['to']): Field => ({ kind: 'ref', to })
export const object = (set: FieldSet): Field => ({ kind: 'object', set })
export const list = (set: FieldSet): Field => ({ kind: 'list', set })
export const FLAG: Field = { kind: 'flag' }
export const AMOUNT: Field = { kind: 'amount' }
export const NUMBER: Field = { kind: 'number' }
export const DAY: Field = { kind: 'day' }
export const SYSTEM: Field = { kind: 'system' }

/** QuickBooks' names of its lists, as 2500 gives them. */
const TABLES: Partial<Record<string, string>> = {
  Customer: 'Names',
  Vendor: 'Names',
  Employee: 'Names',
  'any-name': 'Names',
  Account: 'Accounts',
  Item: 'Items',
  Class: 'Klasses',
  Department: 'Depts',
  TaxCode: 'TaxCodes',
  TaxRate: 'TaxRates',
  Term: 'Terms',
  PaymentMethod: 'PaymentMethods',
}

function tableOf(to: string): string {
  return TABLES[to] ?? `${to}s`
}

export interface Cleaned {
  /** What was sent, as it is kept: references with their names, amounts as numbers. */
  fields: Fields
  /** Properties sent as null or as an empty text: they clear. */
  cleared: string[]
  refusals: Refusal[]
}

/** What a read holds and a write may not send back (LAF): the extensions, the status, the addresses of a file. */
function isEcho(set: FieldSet, name: string): boolean {
  if (set.name === 'Attachable' && /^(Size|FileAccessUri|TempDownloadUri|Thumbnail\w+Uri)$/.test(name)) return true
  return name === 'status' || name.endsWith('Ex')
}

/** The first echo of a read in a body that is otherwise not looked at, as that of a deletion. */
export function echoRefused(body: Fields, set: FieldSet, work: Work): Refusal[] {
  if (work.settings.echoes === 'take') return []
  const name = Object.keys(body).find((each) => isEcho(set, each))
  return name === undefined ? [] : [unsupportedProperty(name, set.name, Object.keys(set.fields))]
}

/** Checks a body against the properties that QuickBooks knows. The refusals come in the order of the body. */
export function clean(body: Fields, set: FieldSet, work: Work, path = ''): Cleaned {
  const out: Cleaned = { fields: {}, cleared: [], refusals: [] }
  for (const [name, value] of Object.entries(body)) {
    const field = Object.hasOwn(set.fields, name) ? set.fields[name] : undefined
    if (!field) {
      out.refusals.push(unsupportedProperty(name, set.name, Object.keys(set.fields)))
      continue
    }
    if (field.kind === 'system') {
      if (isEcho(set, name) && value !== '' && value !== null && work.settings.echoes === 'refuse')
        out.refusals.push(unsupportedProperty(name, set.name, Object.keys(set.fields)))
      continue
    }
    // An empty text for a day, an amount or a flag is as if it had not been sent (PQ).
    if (
      value === '' &&
      (field.kind === 'day' || field.kind === 'amount' || field.kind === 'number' || field.kind === 'flag')
    )
      continue
    if (value === null || value === '') {
      out.cleared.push(name)
      continue
    }
    const kept = cleanValue(value, field, work, `${path}${name}`, out.refusals)
    if (kept !== undefined) out.fields[name] = kept
  }
  return out
}

function cleanValue(value: Json, field: Field, work: Work, at: string, refusals: Refusal[]): Json | undefined {
  switch (field.kind) {
    case 'text':
      return cleanText(value, field, at, refusals)
    case 'flag': {
      if (typeof value === 'boolean') return value
      if (value === 'true' || value === 'false') return value === 'true'
      refusals.push(
        unreadableBody(`Can not construct instance of java.lang.Boolean from ${JSON.stringify(value)} (${at})`),
      )
      return undefined
    }
    case 'amount': {
      const amount = centsFromJson(value)
      if (amount === null) refusals.push(invalidAmount(at, JSON.stringify(value)))
      return amount === null ? undefined : jsonNumberOf(amount)
    }
    case 'number': {
      const digits = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
      if (/^-?\d{1,15}(\.\d{1,10})?$/.test(digits)) return Number(digits)
      refusals.push(invalidNumber(at, JSON.stringify(value)))
      return undefined
    }
    case 'day': {
      // A time with a zone is taken, and its day is kept.
      const day = typeof value === 'string' ? value.slice(0, 10) : ''
      if (isDay(day) && /^.{10}(T.*)?$/.test(String(value))) return day
      refusals.push(invalidDate(at, JSON.stringify(value)))
      return undefined
    }
    case 'ref':
      return cleanRef(value, field.to, work, at, refusals)
    case 'object': {
      if (!isFields(value)) {
        refusals.push(unreadableBody(`Can not deserialize instance of ${field.set.name} (${at})`))
        return undefined
      }
      const inner = clean(value, field.set, work, `${at}.`)
      refusals.push(...inner.refusals)
      return inner.fields
    }
    case 'list': {
      if (!Array.isArray(value)) {
        refusals.push(unreadableBody(`Can not deserialize instance of java.util.ArrayList (${at})`))
        return undefined
      }
      const rows: Json[] = []
      for (const row of value) {
        if (!isFields(row)) {
          refusals.push(unreadableBody(`Can not deserialize instance of ${field.set.name} (${at})`))
          continue
        }
        const inner = clean(row, field.set, work, `${at}.`)
        refusals.push(...inner.refusals)
        rows.push(inner.fields)
      }
      return rows
    }
    case 'system':
      return undefined
  }
}

function cleanText(value: Json, field: Field & { kind: 'text' }, at: string, refusals: Refusal[]): string | undefined {
  if (typeof value === 'object' || typeof value === 'boolean') {
    refusals.push(unreadableBody(`Can not deserialize instance of java.lang.String (${at})`))
    return undefined
  }
  const kept = String(value)
  if (field.oneOf && !field.oneOf.includes(kept)) {
    refusals.push(invalidEnumeration(at, kept))
    return undefined
  }
  // Characters are counted as UTF-16 units, the way Java counts them.
  if (kept.length > field.max) {
    refusals.push(wrongLength(at, 0, field.max, kept.length))
    return undefined
  }
  if (field.plain && /[:\t\n\r]/.test(kept)) {
    refusals.push(invalidCharacters(at))
    return undefined
  }
  return field.plain ? kept.trim() : kept
}

function cleanRef(
  value: Json,
  to: (Field & { kind: 'ref' })['to'],
  work: Work,
  at: string,
  refusals: Refusal[],
): Fields | undefined {
  if (!isFields(value)) {
    refusals.push(unreadableBody(`Can not construct instance of ReferenceType (${at})`))
    return undefined
  }
  for (const name of Object.keys(value)) {
    if (name !== 'value' && name !== 'name' && name !== 'type')
      refusals.push(unsupportedProperty(name, 'ReferenceType', ['value', 'name', 'type']))
  }
  const id = textAt(value, 'value')
  if (id === null) {
    refusals.push(missing(`${at}.value`))
    return undefined
  }
  if (to === 'any') return { value: id, ...(textAt(value, 'type') === null ? {} : { type: value['type'] as string }) }
  if (to === 'TaxCode') return { value: id } // which codes are valid depends on the company's tax
  const types: readonly TypeName[] = to === 'any-name' ? namesWanted(value) : [to]
  for (const type of types) {
    const found = work.get(type, id)
    if (!found) continue
    if (isDead(work.settings, type, id)) {
      refusals.push(deadReference())
      return undefined
    }
    if (found['Active'] === false) {
      refusals.push(notFound())
      return undefined
    }
    const name = textAt(found, 'DisplayName') ?? textAt(found, 'FullyQualifiedName') ?? textAt(found, 'Name')
    return { value: id, ...(name === null ? {} : { name }), ...(to === 'any-name' ? { type } : {}) }
  }
  refusals.push(invalidReference(tableOf(to), id))
  return undefined
}

function namesWanted(value: Fields): TypeName[] {
  const type = textAt(value, 'type')
  if (type === 'Customer' || type === 'Vendor' || type === 'Employee') return [type]
  return ['Vendor', 'Customer', 'Employee']
}
