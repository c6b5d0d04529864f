import { changesSince } from '../query/changes.ts'
import type { Core } from '../core.ts'
import type { DataRequest, Handled } from './data-request.ts'
import { EMPTY_TYPES, typeNamed, type TypeName } from '../entities/entity-types.ts'
import { fieldsAt, isFields, textAt, type Fields, type Json } from '../entities/json.ts'
import { runQuery } from '../query/query-run.ts'
import {
  batchTooLarge,
  faultOf,
  invalidId,
  invalidRequestId,
  isRefused,
  missing,
  notFound,
  refused,
  staleObject,
  unparsableQuery,
  unreadableBody,
  unsupportedOperation,
  type Refusal,
  type Result,
} from '../entities/refusal.ts'
import { faultReply, jsonReply, type Reply } from './reply.ts'
import type { Entry } from '../storage/state.ts'
import { companyCurrencies, exchangeRate, exchangeRates, isRefusal, rateSet } from '../rules/currency.ts'
import { preferences } from '../company/company-info.ts'
import { pacificDay, pacificMillis } from '../company/times.ts'
import { isDead } from '../company/settings.ts'
import { transactionList } from '../reports/transaction-list.ts'
import { neverTaken } from './never-taken.ts'
import { uploadFiles } from './uploads.ts'
import { write, type WriteOptions } from '../entities/write.ts'

/** Milliseconds for which answers to request ids are kept. */
export interface DataServiceOptions {
  requestIdRetentionMs: number
}

/** Answers one request of the data service. Everything it accepted has reached the disk when this resolves. */
export async function handleData(core: Core, request: DataRequest, options: DataServiceOptions): Promise<Handled> {
  const [first = '', ...rest] = request.path.split('/')
  if (request.method === 'GET') return { reply: read(core, request, first, rest), effect: 'none' }
  if (request.method !== 'POST') return no(core, unsupportedOperation(request.method))
  if (first === 'query') return { reply: queryReply(core, request.body.toString('utf8')), effect: 'none' }
  const never = neverTaken(core.state.settings, request)
  if (never) return { reply: never, effect: 'none' }
  if (first === 'upload') return uploadFiles(core, request)
  if (rest.length > 0) return no(core, unknownPath(request))
  return post(core, request, first, options)
}

function no(core: Core, ...refusals: Refusal[]): Handled {
  return { reply: faultReply(refusals, core.state.settings.language, core.clock()), effect: 'refused' }
}

function unknownPath(request: DataRequest): Refusal {
  return unsupportedOperation(
    `Could not find resource for relative : ${request.fullPath} of full path: https://practice.qbo.example${request.fullPath}`,
  )
}

/** A report says its time in its own header. */
function answerOf(core: Core, result: Result<Fields>, timed = true): Reply {
  if (isRefused(result)) return faultReply(result.refused, core.state.settings.language, core.clock())
  return jsonReply(200, timed ? { ...result.value, time: pacificMillis(core.clock()) } : result.value)
}

function queryReply(core: Core, text: string): Reply {
  const result = runQuery(sourceOf(core), text)
  return answerOf(core, isRefused(result) ? result : { value: { QueryResponse: result.value } })
}

function sourceOf(core: Core, inBatch = false): Parameters<typeof runQuery>[0] {
  return {
    books: core.booksAsAnswered(),
    single: (type) => core.single(type),
    currencies: (type) =>
      type === 'CompanyCurrency'
        ? companyCurrencies(core.work())
        : exchangeRates(core.work(), pacificDay(core.clock())),
    present: (type, entity) => core.present(type, entity),
    isHidden: (type, id) => inBatch && isDead(core.state.settings, type, id),
    refusedFor: (type) => core.refusedFor(type),
  }
}

function read(core: Core, request: DataRequest, first: string, rest: readonly string[]): Reply {
  const { query } = request
  const no = (...refusals: Refusal[]): Reply => faultReply(refusals, core.state.settings.language, core.clock())
  if (first === 'query' && rest.length === 0) {
    const text = query.get('query')
    return text === null ? no(unparsableQuery('Encountered "<EOF>" at the end.')) : queryReply(core, text)
  }
  if (first === 'cdc' && rest.length === 0) {
    const result = changesSince(
      { books: core.booksAsAnswered(), takeFalselyDeleted: (type) => core.takeFalselyDeleted(type) },
      (type, entity) => core.present(type, entity),
      query.get('entities'),
      query.get('changedSince'),
      core.clock(),
    )
    return answerOf(core, isRefused(result) ? result : { value: { CDCResponse: [{ QueryResponse: result.value }] } })
  }
  if (first === 'download' && rest.length === 1) {
    const entity = core.state.books.get('Attachable', rest[0] ?? '')
    if (!entity || entity['HasFile'] !== true) return no(notFound())
    return {
      status: 200,
      contentType: 'text/plain;charset=utf-8',
      body: core.presenter.downloadUrl(entity),
      headers: {},
    }
  }
  if (first.toLowerCase() === 'reports' && rest[0] === 'TransactionList' && rest.length === 1)
    return answerOf(core, transactionList(core, query), false)
  if (first === 'exchangerate' && rest.length === 0) {
    const today = pacificDay(core.clock())
    const rate = exchangeRate(core.work(), query.get('sourcecurrencycode'), query.get('asofdate'), today)
    return isRefusal(rate) ? no(rate) : answerOf(core, { value: { ExchangeRate: rate } })
  }
  const type = typeNamed(first)
  if (type === null || rest.length > 1) return no(unknownPath(request))
  const denied = core.refusedFor(type)
  if (denied.length > 0) return no(...denied)
  const id = rest[0]
  if (type === 'Preferences' || type === 'CompanyInfo') {
    if (type === 'CompanyInfo' && id !== '1' && id !== core.state.settings.realmId)
      return no(id === undefined ? unknownPath(request) : notFound())
    return answerOf(core, { value: { [type]: core.present(type, core.single(type)) } })
  }
  if (id === undefined) return no(unsupportedOperation(`Read ${type} without Id`))
  if (!/^\d+$/.test(id) && type !== 'TaxCode') return no(invalidId(id))
  const entity =
    type === 'CompanyCurrency'
      ? (companyCurrencies(core.work()).find((each) => each.Id === id) ?? null)
      : core.state.books.get(type, id)
  if (!entity) return no(notFound())
  const link = type === 'Invoice' && query.get('include') === 'invoiceLink' ? core.invoiceLink(entity) : {}
  return answerOf(core, { value: { [type]: { ...core.present(type, entity), ...link } } })
}

const REQUEST_ID = /^[A-Za-z0-9._-]{1,50}$/
/** With a batch they share the fifty characters: Intuit's blog of 2015-04-06. */
const LONGEST_OF_BATCH = 36
const LONGEST_ITEM_ID = 10

function post(core: Core, request: DataRequest, first: string, options: DataServiceOptions): Promise<Handled> {
  const { query } = request
  const now = core.clock()
  const requestId = query.get('requestid') || null // an empty one is none (VCR)
  if (requestId !== null && !REQUEST_ID.test(requestId)) return Promise.resolve(no(core, invalidRequestId(requestId)))
  const key = requestId === null ? null : `${request.clientId} ${requestId}`
  const earlier = key === null ? undefined : core.state.answers.get(key)
  if (earlier && now.getTime() - earlier.at < options.requestIdRetentionMs) {
    return core.flushed().then(() => ({
      reply: {
        status: earlier.status,
        contentType: 'application/json;charset=utf-8',
        body: earlier.body,
        headers: {},
      },
      effect: 'replayed',
    }))
  }
  const entries: Entry[] = []
  const handled = first === 'batch' ? batch(core, request, entries) : single(core, request, first, entries)
  if (core.state.answers.size % 1_000 === 999)
    core.state.forgetAnswersBefore(now.getTime() - options.requestIdRetentionMs)
  if (key !== null)
    entries.push({
      answered: { key, at: now.getTime(), status: handled.reply.status, body: String(handled.reply.body) },
    })
  core.commit(entries)
  return core.flushed().then(() => handled)
}

function bodyOf(request: DataRequest): Result<Fields> {
  const contentType = request.headers['content-type'] ?? ''
  if (!/^application\/json\b/i.test(contentType))
    return refused(unsupportedOperation(`Content-Type ${contentType || '(none)'}`))
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(request.body)
  } catch {
    return refused(unsupportedOperation('with a body that is not UTF-8'))
  }
  let parsed: Json
  try {
    parsed = JSON.parse(text) as Json
  } catch {
    return refused(unreadableBody('Unexpected character, the body is no JSON'))
  }
  return isFields(parsed)
    ? { value: parsed }
    : refused(unreadableBody('Can not deserialize instance of the entity out of START_ARRAY token'))
}

function optionsOf(query: URLSearchParams): Result<WriteOptions> {
  const operation = query.get('operation')
  if (operation !== null && operation !== 'delete' && operation !== 'void' && operation !== 'update')
    return refused(unsupportedOperation(operation))
  const include = (query.get('include') ?? '').split(',').map((each) => each.trim().toLowerCase())
  return {
    value: {
      operation,
      includeVoid: include.includes('void'),
      allowDuplicateNumbers: include.includes('allowduplicatedocnum'),
    },
  }
}

function single(core: Core, request: DataRequest, first: string, entries: Entry[]): Handled {
  const type = typeNamed(first)
  // A journal entry is not voided, and nothing says so: seen live.
  if (type === 'JournalEntry' && request.query.get('operation') === 'void')
    return { reply: jsonReply(200, { BatchItemResponse: [], time: pacificMillis(core.clock()) }), effect: 'none' }
  if (type === null) {
    const known = EMPTY_TYPES.some((each) => each.toLowerCase() === first.toLowerCase())
    return no(core, known ? unsupportedOperation(`Create ${first}`) : unknownPath(request))
  }
  const body = bodyOf(request)
  if (isRefused(body)) return no(core, ...body.refused)
  if (type === 'ExchangeRate') {
    const set = rateSet(core.work(), body.value)
    if ('en' in set) return no(core, set as Refusal)
    const { settings } = core.state
    entries.push({
      settings: { ...settings, exchangeRates: { ...settings.exchangeRates, ...set } },
    })
    return { reply: answerOf(core, { value: { ExchangeRate: body.value } }), effect: 'applied' }
  }
  if (type === 'Preferences') return changePreferences(core, body.value, entries)
  const options = optionsOf(request.query)
  if (isRefused(options)) return no(core, ...options.refused)
  const result = writeOne(core, type, body.value, options.value, entries)
  if (isRefused(result)) return no(core, ...result.refused)
  return { reply: answerOf(core, result), effect: 'applied' }
}

/** Of the preferences the messages that go with documents are taken; the others are set by `controls.changeSettings`. */
function changePreferences(core: Core, body: Fields, entries: Entry[]): Handled {
  const { settings } = core.state
  if (textAt(body, 'SyncToken') !== core.single('Preferences').SyncToken)
    return no(core, staleObject(settings.userName))
  const said = Object.entries(fieldsAt(body, 'EmailMessagesPrefs') ?? {}).flatMap(([name, message]) => {
    const [subject, text] = isFields(message) ? [textAt(message, 'Subject'), textAt(message, 'Message')] : [null, null]
    return [[name, { ...(subject !== null && { Subject: subject }), ...(text !== null && { Message: text }) }] as const]
  })
  const messages = {
    changed: settings.messages.changed + 1,
    texts: { ...settings.messages.texts, ...Object.fromEntries(said) },
  }
  const next = { ...settings, messages }
  entries.push({ settings: next })
  return {
    reply: answerOf(core, { value: { Preferences: core.present('Preferences', preferences(next)) } }),
    effect: 'applied',
  }
}

/** One write, whose changes are added to the entries, and seen by what comes after it in the same request. */
function writeOne(core: Core, type: TypeName, body: Fields, options: WriteOptions, entries: Entry[]): Result<Fields> {
  const work = core.work()
  const result = write(work, type, body, options)
  if (isRefused(result)) return result
  entries.push(...work.changes())
  const written = result.value
  return {
    value: {
      [type]:
        'deleted' in written
          ? { domain: 'QBO', status: 'Deleted', Id: written.deleted }
          : core.present(type, written.entity),
    },
  }
}

const MOST_BATCH_ITEMS = 30

/** Items are carried out one after the other, each for itself: one that is refused does not stop the others. */
function batch(core: Core, request: DataRequest, entries: Entry[]): Handled {
  const body = bodyOf(request)
  if (isRefused(body)) return no(core, ...body.refused)
  const items = body.value['BatchItemRequest']
  if (!Array.isArray(items)) return no(core, missing('BatchItemRequest'))
  if (items.length > MOST_BATCH_ITEMS) return no(core, batchTooLarge(items.length))
  const requestId = request.query.get('requestid') || null
  if (requestId !== null) {
    const tooLong = [requestId.slice(LONGEST_OF_BATCH), ...items.map((item) => itemId(item).slice(LONGEST_ITEM_ID))]
    if (tooLong.some((rest) => rest !== '')) return no(core, invalidRequestId(requestId))
  }
  let applied = false
  const answers = items.map((item): Fields => {
    const fields = isFields(item) ? item : {}
    const bId = fields['bId'] ?? ''
    const done: Entry[] = []
    const result = batchItem(core, fields, done)
    if (isRefused(result)) return { Fault: faultOf(result.refused, core.state.settings.language), bId }
    if (done.length > 0) applied = true
    // In memory at once, so that the next item sees it; on disk as one line with the answer, so that a crash leaves all or nothing.
    for (const entry of done) core.apply(entry)
    entries.push(...done)
    return { ...result.value, bId }
  })
  return {
    reply: jsonReply(200, { BatchItemResponse: answers, time: pacificMillis(core.clock()) }),
    effect: applied ? 'applied' : 'none',
  }
}

function itemId(item: Json): string {
  return isFields(item) && typeof item['bId'] === 'string' ? item['bId'] : ''
}

function batchItem(core: Core, item: Fields, done: Entry[]): Result<Fields> {
  const query = item['Query']
  if (typeof query === 'string') {
    const found = runQuery(sourceOf(core, true), query)
    return isRefused(found) ? found : { value: { QueryResponse: found.value } }
  }
  // An item that says nothing is a creation (node-quickbooks' own tests).
  const operation = item['operation'] ?? 'create'
  if (operation !== 'create' && operation !== 'update' && operation !== 'delete' && operation !== 'void')
    return refused(missing('operation'))
  const named = Object.entries(item).find(([name, value]) => typeNamed(name) !== null && isFields(value))
  if (!named) return refused(unreadableBody('No entity in the batch item'))
  const [name, body] = named
  const type = typeNamed(name)
  if (type === null || !isFields(body)) return refused(unreadableBody('No entity in the batch item'))
  const voids = item['optionsData'] === 'void'
  const options: WriteOptions = {
    operation: operation === 'delete' || operation === 'void' ? operation : null,
    includeVoid: voids,
    allowDuplicateNumbers: false,
  }
  return writeOne(core, type, body, options, done)
}
