import { createHash } from 'node:crypto'
import type { AsLeft } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'

/** What QuickBooks moves without anybody editing the document itself. */
const MOVES: ReadonlySet<string> = new Set([
  'SyncToken',
  'MetaData',
  'Balance',
  'HomeBalance',
  'RemainingCredit',
  'UnappliedAmt',
  'LinkedTxn',
  'domain',
  'sparse',
  'status',
])

export function asLeft(entity: Entity): AsLeft {
  return { syncToken: entity.SyncToken, digest: digestOf(entity) }
}

/** Whether nobody has edited an entity since: its own fields are as they were, whatever was paid or applied meanwhile. */
export function isAsLeft(entity: Entity, left: AsLeft): boolean {
  return entity.SyncToken === left.syncToken || digestOf(entity) === left.digest
}

/** The same for two states of one entity that say the same of everything that a person can edit. */
export function digestOf(entity: Entity): string {
  const fields = Object.entries(entity).filter(([name]) => !MOVES.has(name) && !name.endsWith('Ex'))
  return createHash('sha256')
    .update(JSON.stringify(inOrder(Object.fromEntries(fields))))
    .digest('hex')
    .slice(0, 24)
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, inOrder(each)]),
  )
}
