import type { Condition } from './contract.ts'

export const PAGE_SIZE = 1_000

/**
 * The end of a query after `select * from X`: conditions joined by AND, in the order of Id, one page of it.
 * Values are escaped here, because the library leaves a backslash as it is. Throws where a field is not a plain
 * name: fields are written by us, never by data.
 */
export function pageCriteria(conditions: readonly Condition[], startPosition: number): string {
  const where = conditions.map(conditionText).join(' AND ')
  return `${where ? ` where ${where}` : ''} ORDERBY Id STARTPOSITION ${startPosition} MAXRESULTS ${PAGE_SIZE}`
}

function conditionText({ field, operator, value }: Condition): string {
  if (!/^[A-Za-z][A-Za-z0-9.]*$/.test(field)) throw new RangeError(`not a field of QuickBooks: ${field}`)
  const isList = Array.isArray(value)
  if (isList !== (operator === 'IN')) throw new RangeError(`${operator} does not go with this value of ${field}`)
  const text = Array.isArray(value) ? `(${value.map(literal).join(', ')})` : literal(value as string | boolean)
  return `${field} ${operator} ${text}`
}

/** A value as the query language reads it: `O'Neil\` becomes `'O\'Neil\\'`. */
export function literal(value: string | boolean): string {
  if (typeof value === 'boolean') return String(value)
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
