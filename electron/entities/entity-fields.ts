import type { Cents } from '../../shared/money.ts'
import { cents, centsFromJson } from '../../shared/money.ts'
import type { Entity } from '../qbo/contract.ts'

/** A property of an entity as text; null where it is anything else. */
export function textIn(entity: Readonly<Record<string, unknown>>, field: string): string | null {
  const value = entity[field]
  return typeof value === 'string' && value !== '' ? value : null
}

export function objectIn(
  entity: Readonly<Record<string, unknown>>,
  field: string,
): Readonly<Record<string, unknown>> | null {
  const value = entity[field]
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

export function listIn(entity: Readonly<Record<string, unknown>>, field: string): Readonly<Record<string, unknown>>[] {
  const value = entity[field]
  return Array.isArray(value)
    ? value.filter((each): each is Record<string, unknown> => typeof each === 'object' && each !== null)
    : []
}

/** `{value}` of a reference field. */
export function referenceIn(entity: Readonly<Record<string, unknown>>, field: string): string | null {
  const reference = objectIn(entity, field)
  return reference ? textIn(reference, 'value') : null
}

/** `{name}` of a reference field. */
export function nameIn(entity: Readonly<Record<string, unknown>>, field: string): string | null {
  const reference = objectIn(entity, field)
  return reference ? textIn(reference, 'name') : null
}

/** The lines that carry money of their own: QuickBooks adds subtotals and may hold plain descriptions. */
export function moneyLines(entity: Entity): Readonly<Record<string, unknown>>[] {
  return listIn(entity, 'Line').filter(
    (line) => line['DetailType'] !== 'SubTotalLineDetail' && line['DetailType'] !== 'DescriptionOnly',
  )
}

/** What a line counts, cents: QuickBooks writes a discount as a positive amount that it takes off. */
export function amountOfLine(line: Readonly<Record<string, unknown>>): Cents {
  const amount = centsFromJson(line['Amount']) ?? cents(0)
  return line['DetailType'] === 'DiscountLineDetail' ? cents(-amount) : amount
}

/** Whether a person wrote over the tax that QuickBooks had worked out: a line of it goes by no percentage. */
export function isTaxOverridden(entity: Readonly<Record<string, unknown>>): boolean {
  return listIn(objectIn(entity, 'TxnTaxDetail') ?? {}, 'TaxLine').some(
    (line) => (objectIn(line, 'TaxLineDetail') ?? {})['PercentBased'] === false,
  )
}
