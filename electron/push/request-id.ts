import { createHash } from 'node:crypto'

/**
 * The id under which QuickBooks does a request once: derived from what the request does, so that a retry, a restart and
 * a second desktop repeat it instead of doubling it. The same operation on the same company, document and generation
 * (and, for changes, on the same state of the entity) always gets the same id; shaped like a UUID, 36 characters.
 */
export function requestIdOf(realmId: string, parts: readonly (string | number)[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([realmId, ...parts]))
    .digest('hex')
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}

export function bodyHashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex')
}
