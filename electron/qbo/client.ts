import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Addresses } from './addresses.ts'
import { isLoopbackHost, isTrustedAddress } from './addresses.ts'
import { companyFacts, purchaseOrderEntitlement } from './company-facts.ts'
import { batchBody, batchItemAnswer, batchItemsIn, MOST_ITEMS } from './batch.ts'
import type {
  Answer,
  BatchAnswer,
  ChangedEntities,
  DeletedEntity,
  Entity,
  EntityType,
  Failure,
  QuickBooks,
  Upload,
  WriteRequest,
} from './contract.ts'
import { decode } from './decoder.ts'
import type { Finder, Subject } from './decoder.ts'
import { attachableIn, changesIn, deletedIn, entityIn, rateIn, readIn, rowsIn, singletonIn } from './envelopes.ts'
import { carry, carryPlain } from './exchange.ts'
import type { PlainRequest, RawAnswer } from './exchange.ts'
import {
  MINOR_VERSION,
  openLibrary,
  sendChangedSince,
  sendCompanyInfo,
  sendPreferences,
  sendQuery,
  sendRead,
  sendWrite,
  supports,
} from './library.ts'
import type { Library } from './library.ts'
import { monthEndReads } from './month-end.ts'
import { createLimiter } from './limits.ts'
import type { Limiter } from './limits.ts'
import { multipartOf } from './multipart.ts'
import { PAGE_SIZE, pageCriteria } from './query-language.ts'
import type { Secret } from './secret.ts'

export type TokenAnswer =
  | { ok: true; accessToken: Secret; /** The company that it was issued for. */ realmId: string }
  | { ok: false; kind: 'signed-out' | 'not-sent'; problem: Problem }

/** Where access tokens come from; `connection.ts` is the one for real companies. */
export interface TokenSource {
  /** A token that is good now. */
  accessToken(): Promise<TokenAnswer>
  /** QuickBooks refused this token: another one. */
  renewed(refused: Secret): Promise<TokenAnswer>
}

/** How long a whole request may take, ms. */
export interface Timeouts {
  readMs: number
  writeMs: number
  /** Batches, too. */
  uploadMs: number
}

export interface QuickBooksOptions {
  realmId: string
  addresses: Addresses
  tokens: TokenSource
  /** Shared by everything that talks to the same company; one of its own where it is left out. */
  limiter?: Limiter
  timeouts?: Partial<Timeouts>
  /** Epoch ms. */
  now?: () => number
  /** Told of each answer, for the technical log. */
  answered?: (about: AnsweredRequest) => void
}

/** One request and what came of it, in names and numbers of the program. */
export interface AnsweredRequest {
  type: EntityType | null
  verb: Subject['verb']
  /** `done`, or why not. */
  outcome: 'done' | Failure['kind']
  problem: Problem['code'] | null
  httpStatus: number | null
  intuitTid: string | null
  ms: number
}

const TIMEOUTS: Timeouts = { readMs: 30_000, writeMs: 60_000, uploadMs: 120_000 }
/** The change feed goes back 30 days; a margin keeps clocks out of it. */
const CHANGE_FEED_MS = 29 * 86_400_000
/** How often a list is begun again because rows vanished between its pages. */
const LIST_TRIES = 5

type Send = (token: Secret) => Promise<RawAnswer>

/**
 * The client of one QuickBooks company, over `node-quickbooks` and, for what that cannot send (uploads in one
 * request, entitlements, downloads), requests of its own under the same guard. Every method answers. The only
 * repetition inside is the one after a refused access token; retrying is the pusher's business.
 */
export function createQuickBooks(options: QuickBooksOptions): QuickBooks {
  const { realmId, tokens } = options
  const { apiBase } = options.addresses
  if (!/^\d{1,25}$/.test(realmId)) throw new RangeError('a realm id is a number')
  if (!isTrustedAddress(apiBase)) throw new RangeError('a token goes to Intuit or to this machine only')
  const limiter = options.limiter ?? createLimiter()
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const now = options.now ?? Date.now
  let opened: { token: Secret; library: Library } | null = null

  /** The library keeps its token, so that each token has an object of its own. */
  function libraryFor(token: Secret): Library {
    if (!opened?.token.equals(token)) opened = { token, library: openLibrary(apiBase, realmId, token.reveal()) }
    return opened.library
  }

  function through(timeoutMs: number, send: (library: Library, settled: () => void) => void): Send {
    return (token) => carry(timeoutMs, (settled) => send(libraryFor(token), settled))
  }

  function plain(timeoutMs: number, request: PlainRequest): Send {
    return (token) =>
      carryPlain(timeoutMs, {
        ...request,
        headers: { ...request.headers, Authorization: `Bearer ${token.reveal()}` },
      })
  }

  /** One request: its turn, its token, its answer; once more where the token was old (`mayRenew`). */
  async function ask<T>(subject: Subject, send: Send, find: Finder<T>, mayRenew = true): Promise<Answer<T>> {
    const started = performance.now()
    const answer = await askOnce(subject, send, find, mayRenew)
    const failure = answer.ok ? null : answer.failure
    options.answered?.({
      type: subject.type,
      verb: subject.verb,
      outcome: failure?.kind ?? 'done',
      problem: failure?.problem.code ?? null,
      httpStatus: failure?.httpStatus ?? null,
      intuitTid: answer.ok ? answer.intuitTid : answer.failure.intuitTid,
      ms: Math.round(performance.now() - started),
    })
    return answer
  }

  async function askOnce<T>(subject: Subject, send: Send, find: Finder<T>, mayRenew: boolean): Promise<Answer<T>> {
    let granted: TokenAnswer | null = null
    for (;;) {
      const turn = await limiter.turn(subject.verb === 'batch' ? 'batch' : 'single')
      let raw: RawAnswer
      const isRepeat = granted !== null
      try {
        // Asked for only now: the wait for a turn may outlast a token.
        granted ??= await tokens.accessToken()
        if (!granted.ok) return withoutToken(granted)
        // Another company was connected in the meantime: its token is not shown to this one.
        if (granted.realmId !== realmId)
          return withoutToken({ ok: false, kind: 'signed-out', problem: problem('not-connected') })
        raw = await send(granted.accessToken)
      } finally {
        turn.answered()
      }
      const { answer, refresh } = decode(raw, subject, find)
      if (!answer.ok && answer.failure.kind === 'throttled') {
        limiter.pause(answer.failure.retryAfterMs ?? 0, answer.failure.problem)
      }
      if (!refresh || isRepeat || !mayRenew) return answer
      granted = await tokens.renewed(granted.accessToken)
      if (!granted.ok) return withoutToken(granted)
    }
  }

  async function queryFrom(
    type: EntityType,
    conditions: Parameters<QuickBooks['query']>[1],
    startPosition: number,
  ): Promise<Answer<Entity[]>> {
    const criteria = pageCriteria(conditions ?? [], startPosition)
    return ask(
      { type, verb: 'read' },
      through(timeouts.readMs, (library, settled) => sendQuery(library, type, criteria, settled)),
      rowsIn(type),
    )
  }

  /**
   * Pages overlap by one row. Where the row that joins them is not the same in both, something was deleted or
   * added in between and rows would be missed: null, and the list is begun again.
   */
  async function queryOnce(
    type: EntityType,
    conditions: Parameters<QuickBooks['query']>[1],
  ): Promise<Answer<Entity[]> | null> {
    const entities: Entity[] = []
    const known = new Set<string>()
    for (;;) {
      const last = entities.at(-1)
      const page = await queryFrom(type, conditions, Math.max(1, entities.length))
      if (!page.ok) return page
      if (last && page.value[0]?.Id !== last.Id) return null
      const fresh = page.value.filter(({ Id }) => !known.has(Id))
      for (const { Id } of fresh) known.add(Id)
      entities.push(...fresh)
      // A page that is full and brings nothing new would come again and again.
      if (page.value.length >= PAGE_SIZE && fresh.length === 0) return null
      if (page.value.length < PAGE_SIZE) return { ...page, value: entities }
    }
  }

  async function write(request: WriteRequest): Promise<Answer<Entity | DeletedEntity>> {
    const { type, verb, body } = request
    if (!supports(type, verb)) return notOffered(`${verb} ${type}`)
    if (request.batch !== undefined) throw new RangeError('what goes in a batch goes through its batch')
    const send = through(timeouts.writeMs, (library, settled) => sendWrite(library, type, verb, request, settled))
    const id = typeof body['Id'] === 'string' ? body['Id'] : undefined
    if (verb === 'create') return ask({ type, verb }, send, entityIn(type))
    if (id === undefined || typeof body['SyncToken'] !== 'string')
      throw new RangeError(`${verb} ${type} needs Id and SyncToken`)
    return ask<Entity | DeletedEntity>(
      { type, verb },
      send,
      verb === 'delete' ? deletedIn(type, id) : entityIn(type, id),
    )
  }

  async function writeBatch(batch: string, requests: readonly WriteRequest[]): Promise<BatchAnswer> {
    if (requests.length === 0 || requests.length > MOST_ITEMS) throw new RangeError('a batch holds 1 to 30 requests')
    const body = Buffer.from(batchBody(requests))
    // The library's own batch knows no request id.
    const post = plain(timeouts.uploadMs, {
      method: 'POST',
      url: `${apiBase}/v3/company/${realmId}/batch?requestid=${encodeURIComponent(batch)}&minorversion=${MINOR_VERSION}`,
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'Content-Length': String(body.byteLength),
      },
      parts: [body],
    })
    let raw: RawAnswer | null = null
    const answer = await ask({ type: null, verb: 'batch' }, async (token) => (raw = await post(token)), batchItemsIn)
    if (!answer.ok) return answer
    const came = raw as RawAnswer | null
    if (!came?.answered) throw new Error('an answer without its bytes')
    return { ok: true, of: (request) => batchItemAnswer(answer.value, request, came) }
  }

  async function facts(): ReturnType<QuickBooks['facts']> {
    const subject: Subject = { type: null, verb: 'read' }
    const preferences = await ask(subject, through(timeouts.readMs, sendPreferences), singletonIn('Preferences'))
    if (!preferences.ok) return preferences
    const info = await ask(
      subject,
      through(timeouts.readMs, (library, settled) => sendCompanyInfo(library, realmId, settled)),
      singletonIn('CompanyInfo'),
    )
    if (!info.ok) return info
    const url = `${apiBase}/manage/entitlements/v3/${realmId}`
    const entitlements = await ask(
      subject,
      plain(timeouts.readMs, { method: 'GET', url, headers: { Accept: 'application/xml' } }),
      (body) => (body.format === 'xml' ? body : null),
      // The two answers before it took this token: a 401 here is about the plan's address, not about the token.
      false,
    )
    // A plan that cannot be read stays unknown; only a connection that is gone is a failure of the whole.
    if (!entitlements.ok && (entitlements.failure.kind === 'not-sent' || entitlements.failure.kind === 'throttled'))
      return entitlements
    const purchaseOrders = entitlements.ok ? purchaseOrderEntitlement(entitlements.value) : null
    return { ...info, value: companyFacts(realmId, preferences.value, info.value, purchaseOrders) }
  }

  async function upload(file: Upload): Promise<Answer<Entity>> {
    const { contentType, parts, length } = multipartOf(file)
    // Whether /upload honours the request id is not known; it does no harm.
    const url = `${apiBase}/v3/company/${realmId}/upload?requestid=${encodeURIComponent(file.requestId)}&minorversion=${MINOR_VERSION}`
    const headers = { Accept: 'application/json', 'Content-Type': contentType, 'Content-Length': String(length) }
    return ask(
      { type: 'Attachable', verb: 'upload' },
      plain(timeouts.uploadMs, { method: 'POST', url, headers, parts }),
      attachableIn,
    )
  }

  async function read(type: EntityType, id: string): Promise<Answer<Entity | null>> {
    // What a person typed as an id; QuickBooks has only numbers, and two words for its American tax codes.
    if (!/^\d{1,21}$/.test(id) && !(type === 'TaxCode' && /^[A-Z]{1,10}$/.test(id))) {
      return { ok: true, value: null, intuitTid: null, ageMs: null }
    }
    const answer = await ask(
      { type, verb: 'read' },
      through(timeouts.readMs, (library, settled) => sendRead(library, type, id, settled)),
      readIn(type, id),
    )
    if (answer.ok) return { ...answer, value: answer.value === 'gone' ? null : answer.value }
    const { failure } = answer
    const gone = failure.kind === 'refused' && failure.faults.some(({ code }) => code === '610')
    return gone ? { ok: true, value: null, intuitTid: failure.intuitTid, ageMs: null } : answer
  }

  /** What the library has no method for, or sends otherwise. */
  function get<T>(path: string, query: Record<string, string>, find: Finder<T>): Promise<Answer<T>> {
    const search = new URLSearchParams({ ...query, minorversion: String(MINOR_VERSION) })
    const url = `${apiBase}/v3/company/${realmId}/${path}?${search.toString()}`
    return ask(
      { type: null, verb: 'read' },
      plain(timeouts.readMs, { method: 'GET', url, headers: { Accept: 'application/json' } }),
      find,
    )
  }

  async function exchangeRate(currency: string, day: string): Promise<Answer<number | null>> {
    const answer = await get<{ rate: number | null }>(
      'exchangerate',
      { sourcecurrencycode: currency, asofdate: day },
      rateIn(currency),
    )
    if (answer.ok) return { ...answer, value: answer.value.rate }
    const { failure } = answer
    const isNone = failure.kind === 'refused' && failure.faults.some(({ code }) => code === '610')
    return isNone ? { ok: true, value: null, intuitTid: failure.intuitTid, ageMs: null } : answer
  }

  async function changedSince(types: readonly EntityType[], since: string): Promise<Answer<ChangedEntities>> {
    const from = Date.parse(since)
    if (Number.isNaN(from)) throw new RangeError(`not a time: ${since}`)
    if (now() - from > CHANGE_FEED_MS) {
      return { ok: true, value: { entities: [], deleted: [], overflowed: [...types] }, intuitTid: null, ageMs: null }
    }
    return changesOf(types, new Date(from).toISOString())
  }

  /** One answer holds only so many changes: where there are more, each half of the types is asked for by itself. */
  async function changesOf(types: readonly EntityType[], since: string): Promise<Answer<ChangedEntities>> {
    const answer = await ask(
      { type: null, verb: 'read' },
      through(timeouts.readMs, (library, settled) => sendChangedSince(library, types, since, settled)),
      changesIn(types),
    )
    // A feed that is refused (a type that the plan does not have) tells nothing: the lists are read instead.
    if (!answer.ok && answer.failure.kind === 'refused') {
      return {
        ok: true,
        value: { entities: [], deleted: [], overflowed: [...types] },
        intuitTid: answer.failure.intuitTid,
        ageMs: null,
      }
    }
    if (!answer.ok || answer.value.overflowed.length === 0 || types.length === 1) return answer
    const middle = Math.ceil(types.length / 2)
    const [first, second] = await Promise.all([
      changesOf(types.slice(0, middle), since),
      changesOf(types.slice(middle), since),
    ])
    if (!first.ok) return first
    if (!second.ok) return second
    return {
      ...answer,
      value: {
        // As of the first of the questions: what changes between them comes again with the next look.
        ...answer.value,
        entities: [...first.value.entities, ...second.value.entities],
        deleted: [...first.value.deleted, ...second.value.deleted],
        overflowed: [...first.value.overflowed, ...second.value.overflowed],
      },
    }
  }

  async function download(attachableId: string): Promise<Answer<Uint8Array>> {
    const attachable = await read('Attachable', attachableId)
    if (!attachable.ok) return attachable
    const address = attachable.value?.['TempDownloadUri']
    if (typeof address !== 'string' || !isFileAddress(address))
      return { ok: false, failure: noFile(attachable.intuitTid) }
    // The address is signed for a quarter of an hour and belongs to a store of files: no token goes there.
    const raw = await carryPlain(timeouts.uploadMs, { method: 'GET', url: address, headers: {} })
    if (raw.answered && raw.status === 200)
      return { ok: true, value: raw.bytes, intuitTid: attachable.intuitTid, ageMs: null }
    const judged = decode(raw, { type: 'Attachable', verb: 'read' }, () => null).answer
    return judged.ok ? { ok: false, failure: noFile(attachable.intuitTid) } : judged
  }

  /** Over https, or on this machine where QuickBooks itself is on this machine (the practice company). */
  function isFileAddress(address: string): boolean {
    if (!URL.canParse(address)) return false
    const { protocol, hostname } = new URL(address)
    return protocol === 'https:' || (isLoopbackHost(hostname) && isLoopbackHost(new URL(apiBase).hostname))
  }

  return {
    realmId,
    facts,
    async query(type, conditions) {
      for (let tries = 0; tries < LIST_TRIES; tries += 1) {
        const answer = await queryOnce(type, conditions)
        if (answer) return answer
      }
      return {
        ok: false,
        failure: plainFailure('unknown', problem('quickbooks-busy', { code: '', said: '', element: '', seconds: 0 })),
      }
    },
    read,
    exchangeRate,
    ...monthEndReads(get),
    changedSince,
    write,
    writeBatch,
    upload,
    download,
  }
}

function plainFailure(kind: Failure['kind'], why: Problem): Failure {
  return { kind, problem: why, faults: [], httpStatus: null, intuitTid: null, retryAfterMs: null }
}

function withoutToken(answer: TokenAnswer & { ok: false }): { ok: false; failure: Failure } {
  return { ok: false, failure: plainFailure(answer.kind, answer.problem) }
}

/** QuickBooks is known to refuse it, or to answer as if it had been done: not sent. */
function notOffered(what: string): { ok: false; failure: Failure } {
  return {
    ok: false,
    failure: plainFailure('refused', problem('program-fault', { code: '500', said: what, element: '' })),
  }
}

function noFile(intuitTid: string | null): Failure {
  return {
    ...plainFailure('unknown', problem('quickbooks-answer-broken', { code: '', said: '', element: '', status: 200 })),
    intuitTid,
  }
}
