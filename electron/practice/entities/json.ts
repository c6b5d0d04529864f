import { cents, centsFromJson, type Cents } from '../../../shared/money.ts'

/** A JSON value, as bodies and answers carry it. */
export type Json = null | boolean | number | string | Json[] | { [field: string]: Json }
export type Fields = { [field: string]: Json }

/** An entity of the books. Never changed in place: a change is a new object, so that an answer already given stays as it was. */
export type Stored = Fields & {
  Id: string
  SyncToken: string
  MetaData: { CreateTime: string; LastUpdatedTime: string }
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fieldsAt(owner: Fields | null | undefined, name: string): Fields | null {
  const value = owner?.[name]
  return isFields(value) ? value : null
}

/** The objects of a list field; of a missing one, none. */
export function rowsAt(owner: Fields | null | undefined, name: string): Fields[] {
  const value = owner?.[name]
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** A text, or a number as its text; null where there is none or it is empty. */
export function textAt(owner: Fields | null | undefined, name: string): string | null {
  const value = owner?.[name]
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' ? String(value) : null
}

/** The id a reference field points to: `{"value": "12"}` → "12". */
export function refAt(owner: Fields | null | undefined, name: string): string | null {
  return textAt(fieldsAt(owner, name), 'value')
}

export function flagAt(owner: Fields | null | undefined, name: string): boolean {
  return owner?.[name] === true
}

/** An amount in cents; a missing one is zero. Amounts are checked when they come in, so a broken one here is a bug. */
export function centsAt(owner: Fields | null | undefined, name: string): Cents {
  const value = owner?.[name]
  if (value === undefined || value === null) return cents(0)
  const read = centsFromJson(value)
  if (read === null) throw new Error(`${name} is kept as something that is no amount`)
  return read
}

export function without(fields: Fields, ...names: string[]): Fields {
  const rest = { ...fields }
  for (const name of names) delete rest[name]
  return rest
}
