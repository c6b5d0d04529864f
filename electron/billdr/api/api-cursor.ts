const PREFIX = 'api1.'

/** Where the reading of a local API left off. */
export interface ApiCursor {
  since: string
  etag: string | null
}

export function apiCursor(cursor: ApiCursor): string {
  return PREFIX + Buffer.from(JSON.stringify([cursor.since, cursor.etag])).toString('base64url')
}

/** Null where the text is no such cursor (another source's, or of an older program): then everything is read. */
export function parseApiCursor(text: string | null): ApiCursor | null {
  if (!text?.startsWith(PREFIX)) return null
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text.slice(PREFIX.length), 'base64url').toString('utf8'))
    if (!Array.isArray(parsed)) return null
    const [since, etag] = parsed as unknown[]
    return typeof since === 'string' && since !== '' ? { since, etag: typeof etag === 'string' ? etag : null } : null
  } catch {
    return null
  }
}
