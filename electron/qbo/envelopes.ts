import type { ChangedEntities, DeletedEntity, Entity, EntityType } from './contract.ts'
import type { Finder } from './decoder.ts'
import { isRecord, listOf } from './fault-shapes.ts'
import type { Body } from './fault-shapes.ts'

/** A change feed holds at most this many entities; what lies beyond it is not told. */
export const CHANGE_FEED_MAX = 1_000

/** The object of a JSON answer; null of anything else. */
export function envelopeOf(body: Body): Record<string, unknown> | null {
  return body.format === 'json' && isRecord(body.value) ? body.value : null
}

function isEntity(value: unknown): value is Entity {
  return isRecord(value) && typeof value['Id'] === 'string' && value['Id'] !== ''
}

/** The entity of a type, with a numeric id; and of this id, where one is given. */
export function entityIn(type: EntityType, id?: string): Finder<Entity> {
  return (body) => {
    const entity = envelopeOf(body)?.[type]
    if (!isEntity(entity) || !isWritten(entity) || (id !== undefined && entity.Id !== id)) return null
    return withToken(entity)
  }
}

function isWritten(entity: Entity): boolean {
  return /^\d{1,21}$/.test(entity.Id) && entity['status'] !== 'Deleted'
}

/** A sync token that an answer leaves out counts as the first; were it not, the next change would be refused as stale and read again. */
function withToken(entity: Entity): Entity {
  return typeof entity['SyncToken'] === 'string'
    ? entity
    : { ...(entity as Record<string, unknown>), Id: entity.Id, SyncToken: '0' }
}

/** What stays behind of a deleted entity: its id, and the status that says so. */
export function deletedIn(type: EntityType, id: string): Finder<DeletedEntity> {
  return (body) => {
    const entity = envelopeOf(body)?.[type]
    return isEntity(entity) && entity.Id === id && entity['status'] === 'Deleted' ? { Id: id, status: 'Deleted' } : null
  }
}

/** The entity that was asked for by its id; `gone` where QuickBooks answers with what stays behind of it. */
export function readIn(type: EntityType, id: string): Finder<Entity | 'gone'> {
  return (body) => {
    const entity = envelopeOf(body)?.[type]
    if (!isEntity(entity) || entity.Id !== id) return null
    return entity['status'] === 'Deleted' ? 'gone' : withToken(entity)
  }
}

/** One page of a query. No rows is `QueryResponse: {}`, without the key of the entity. */
export function rowsIn(type: EntityType): Finder<Entity[]> {
  return (body) => {
    const response = envelopeOf(body)?.['QueryResponse']
    if (!isRecord(response)) return null
    // Rows of another kind are no empty list: a customer that is there must not be created again.
    if (Object.entries(response).some(([name, value]) => name !== type && Array.isArray(value))) return null
    const rows = response[type] ?? []
    return Array.isArray(rows) && rows.every(isEntity) ? rows.map(withToken) : null
  }
}

/** The attachment that an upload made. */
export const attachableIn: Finder<Entity> = (body) => {
  const items = envelopeOf(body)?.['AttachableResponse']
  const entity = Array.isArray(items) && items.length === 1 && isRecord(items[0]) ? items[0]['Attachable'] : null
  return isEntity(entity) && isWritten(entity) ? withToken(entity) : null
}

/** Preferences and CompanyInfo: one of each in a company. */
export function singletonIn(name: 'Preferences' | 'CompanyInfo'): Finder<Record<string, unknown>> {
  return (body) => {
    const found = envelopeOf(body)?.[name]
    return isRecord(found) ? found : null
  }
}

/** Home units for one of a currency; `rate` is null where the answer holds none that can be used. */
export function rateIn(currency: string): Finder<{ rate: number | null }> {
  return (body) => {
    const found = envelopeOf(body)?.['ExchangeRate']
    if (!isRecord(found) || found['SourceCurrencyCode'] !== currency) return null
    const rate = Number(found['Rate'])
    return { rate: Number.isFinite(rate) && rate > 0 ? rate : null }
  }
}

/** What changed and what was deleted. A feed that is full tells nothing about what was left out of it. */
export function changesIn(types: readonly EntityType[]): Finder<ChangedEntities> {
  return (body) => {
    const envelope = envelopeOf(body)
    const responses = envelope?.['CDCResponse']
    if (responses === undefined || responses === null) return null
    const answeredAt = Date.parse(String(envelope?.['time']))
    const changes: ChangedEntities = {
      entities: [],
      deleted: [],
      overflowed: [],
      ...(!Number.isNaN(answeredAt) && { asOf: new Date(answeredAt).toISOString() }),
    }
    for (const response of listOf(responses)) {
      const lists = isRecord(response) ? response['QueryResponse'] : null
      if (lists === undefined || lists === null) return null
      for (const list of listOf(lists)) {
        if (!isRecord(list)) return null
        for (const type of types) {
          const rows = list[type] ?? []
          if (!Array.isArray(rows) || !rows.every(isEntity)) return null
          for (const entity of rows) {
            if (entity['status'] === 'Deleted') changes.deleted.push({ type, id: entity.Id })
            else changes.entities.push({ type, entity: withToken(entity) })
          }
        }
      }
    }
    if (changes.entities.length + changes.deleted.length >= CHANGE_FEED_MAX) changes.overflowed.push(...types)
    return changes
  }
}
