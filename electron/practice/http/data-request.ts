import type { Reply } from './reply.ts'

/** A request to the data service, read whole. */
export interface DataRequest {
  method: string
  /** What follows `/v3/company/{realm}/`. */
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
  clientId: string
  fullPath: string
}

/** What a request did to the books. */
export type Effect = 'none' | 'applied' | 'refused' | 'replayed'

export interface Handled {
  reply: Reply
  effect: Effect
}
