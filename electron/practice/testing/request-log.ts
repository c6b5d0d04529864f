import type { Effect } from '../http/data-request.ts'
import type { OperationName } from '../http/watch.ts'

/** One request, as tests read it. Holds no token. */
export interface LoggedRequest {
  number: number
  /** ISO instant. */
  at: string
  method: string
  path: string
  query: Record<string, string>
  operation: OperationName
  entity: string | null
  requestId: string | null
  /** The body as text; of an upload its length. */
  body: string
  /** What it did to the books; null while it is being answered, or where a fault kept it from being carried out. */
  effect: Effect | null
  /** Null where no answer went out. */
  status: number | null
  fault: string | null
  intuitTid: string
}

/** The latest requests, in the order of their arrival. */
export class RequestLog {
  readonly #most: number
  #rows: LoggedRequest[] = []
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  add(row: Omit<LoggedRequest, 'number'>): LoggedRequest {
    this.#count += 1
    const kept = { number: this.#count, ...row }
    this.#rows.push(kept)
    if (this.#rows.length > this.#most * 1.2) this.#rows = this.#rows.slice(-this.#most)
    return kept
  }

  /** Requests after a number. */
  since(number: number): LoggedRequest[] {
    return this.#rows.filter((row) => row.number > number).map((row) => ({ ...row }))
  }

  clear(): void {
    this.#rows = []
  }
}
