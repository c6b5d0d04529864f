import type { Core } from '../core.ts'
import type { Person } from '../people/person.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import type { Effect } from './data-request.ts'
import type { Limits } from './limits.ts'
import type { Reply } from './reply.ts'

/** What kind of request it is. */
export type OperationName =
  | 'create'
  | 'update'
  | 'delete'
  | 'void'
  | 'read'
  | 'query'
  | 'cdc'
  | 'batch'
  | 'upload'
  | 'download'
  | 'file'
  | 'entitlements'
  | 'token'
  | 'revoke'
  | 'authorize'

/** A request of the API or the sign-in, as it arrived. */
export interface ArrivedRequest {
  method: string
  path: string
  query: URLSearchParams
  operation: OperationName
  entity: string | null
  body: Buffer
  /** The token that it carries; empty where there is none. */
  token: string
  intuitTid: string
}

/** How a request is answered in the company's place. */
export interface Connection {
  send(reply: Reply): void
  /** Cuts it, without an answer. */
  cut(): void
  /** Tells when it is closed, until the answered function is called. */
  onClose(told: () => void): () => void
}

/** What stands beside one request. */
export interface RequestWatch {
  /** `right`: the answer, once the request took effect; null before. True where it was dealt with otherwise. */
  instead(right: Reply | null): Promise<boolean>
  tookEffect(effect: Effect): void
  answered(status: number): void
}

/** The inside of a running practice company. */
export interface Inside {
  core: Core
  person: Person
  signIn: SignIn
  limits: Limits
  /** Moves the company's clock on, ms. */
  advanceClock(ms: number): void
}

/** What tests put beside the practice company (`testing/`); the installed program has none of it. */
export interface TestTools {
  watch(request: ArrivedRequest, connection: Connection): RequestWatch
  /** Carries out a call that came with the key; null where it is none. */
  control(body: string): Promise<{ answer: unknown } | null>
}
