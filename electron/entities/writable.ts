import type { Entity } from '../qbo/contract.ts'

/** What QuickBooks works out by itself: sent back, it would contradict the lines. */
const COMPUTED: ReadonlySet<string> = new Set([
  'MetaData',
  'TotalAmt',
  'TxnTaxDetail',
  'LinkedTxn',
  'Balance',
  'HomeTotalAmt',
  'HomeBalance',
  'UnappliedAmt',
])

/** What a read holds and a write may not send back: 400. */
export function isEcho(name: string): boolean {
  return name === 'status' || name.endsWith('Ex')
}

/** A part of an entity as it was read, a line of a payment, without what QuickBooks adds to it. */
export function withoutEchoes(part: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(part).filter(([name]) => !isEcho(name)))
}

/** All of an entity that a full update sends back, so that what a person filled in stays. Whoever writes adds the total. */
export function writableFields(entity: Entity): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entity).filter(([name]) => !COMPUTED.has(name) && !isEcho(name)))
}
