import type { Attachment, BilldrCompany } from '../../../shared/domain.ts'
import type { Kind } from '../../../shared/kinds.ts'
import { KINDS } from '../../../shared/kinds.ts'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { BytesOutcome, ReadingOutcome, RecordSink, Source } from '../../../shared/source.ts'
import { apiCursor, parseApiCursor } from './api-cursor.ts'
import { AnswerTrouble, ApiRequests, GarbledAnswer } from './api-requests.ts'
import { checkedBytes, refused } from '../files/attachment-bytes.ts'
import { readCompany } from '../records/company.ts'
import { allBytes, FileTrouble } from '../files/file-trouble.ts'
import { inPace } from '../files/in-pace.ts'
import { Fields, isRawRecord } from '../records/fields.ts'
import { RecordChecks, lastDay } from '../records/record-checks.ts'
import { readJson } from '../tables/json-stream.ts'
import type { FieldProblem } from '../records/field-problem.ts'
import { shown } from '../records/field-problem.ts'
import type { Settings } from '../source-options.ts'
import { kindOfTable } from '../../../shared/tables.ts'

const PAGE = 500
const COMPANY_BYTES = 64 * 1024
/** However long the API has been down, it is asked again after this long, in ms, or after so many intervals. */
const LONGEST_PAUSE = 10 * 60_000
const MOST_INTERVALS = 10

/** Pages without a record that may follow each other: a server may look through its changes a stretch at a time. */
const MOST_EMPTY = 100

interface Failed {
  ok: false
  problem: Problem
  tryAgain: boolean
}

interface Page {
  ok: true
  cursor: string
  hasMore: boolean
  etag: string | null
}

/** What is kept while the pages of one reading come by. */
interface Feed {
  intakes: Map<Kind, RecordChecks>
  rows: Map<string, number>
  records: number
  unknownTable: string | null
  isFull: boolean
}

/**
 * The local API of Billdr: everything at first, then what changed since the cursor. A record may come by again within one
 * reading, when it changed meanwhile: the later one counts.
 */
export class ApiSource implements Source {
  readonly #requests: ApiRequests
  readonly #settings: Settings
  #failures = 0

  constructor(base: URL, settings: Settings) {
    this.#requests = new ApiRequests(base, settings)
    this.#settings = settings
  }

  async check(): Promise<{ ok: true; company: BilldrCompany } | { ok: false; problem: Problem }> {
    const company = await this.#company()
    return company.ok ? company : { ok: false, problem: company.problem }
  }

  async read(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome> {
    const outcome = await this.#read(cursor, sink)
    this.readElsewhere(outcome)
    return outcome
  }

  /** One page of changes. */
  async readLittle(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome | null> {
    const known = parseApiCursor(cursor)
    if (!known) return null
    const company = await this.#company()
    const outcome = company.ok ? await this.#readPages(company.company, known.since, known.etag, sink, 1) : company
    if (outcome === 'gone' || outcome === 'more') return null
    this.readElsewhere(outcome)
    return outcome
  }

  readElsewhere(outcome: ReadingOutcome): void {
    this.#failures = outcome.ok === false ? this.#failures + 1 : 0
  }

  async attachment(attachment: Attachment): Promise<BytesOutcome> {
    const { id, bytes, sha256 } = attachment
    const limit = this.#settings.limits.attachmentBytes
    if (id === '.' || id === '..') return refused('attachment-missing', attachment)
    if (bytes > limit) return refused('attachment-too-large', attachment, { limit })
    const outcome = await this.#requests.get(`/v1/attachments/${encodeURIComponent(id)}`)
    if (!outcome.ok) return { ok: false, problem: outcome.problem }
    const { answer } = outcome
    if (answer.status !== 200) {
      answer.drop()
      return refused('attachment-missing', attachment)
    }
    const etag = answer.header('etag')?.replace(/^W\//, '').replaceAll('"', '').toLowerCase()
    if (etag !== undefined && /^[0-9a-f]{64}$/.test(etag) && etag !== sha256) {
      answer.drop()
      return refused('attachment-damaged', attachment)
    }
    try {
      return checkedBytes(await allBytes(answer.body, id, bytes, bytes), attachment)
    } catch (error) {
      if (error instanceof FileTrouble || error instanceof GarbledAnswer)
        return refused('attachment-damaged', attachment)
      if (error instanceof AnswerTrouble) return { ok: false, problem: this.#requests.unreachable().problem }
      throw error
    } finally {
      answer.drop()
    }
  }

  restMs(): number {
    return this.#failures === 0 ? 0 : this.#pauseMs()
  }

  /** The set interval; longer the longer the API has been down. */
  #pauseMs(): number {
    const { apiPollMs } = this.#settings
    return Math.max(apiPollMs, Math.min(LONGEST_PAUSE, apiPollMs * Math.min(MOST_INTERVALS, 2 ** this.#failures)))
  }

  /** Says at a set interval that it is time to look, more seldom the longer the API has been down. */
  watch(changed: () => void): () => void {
    const { clock } = this.#settings
    let cancel = (): void => undefined
    const next = (): void => {
      cancel = clock.after(this.#pauseMs(), () => {
        next()
        changed()
      })
    }
    next()
    return () => cancel()
  }

  async #read(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome> {
    const company = await this.#company()
    if (!company.ok) return company
    const known = parseApiCursor(cursor)
    if (!known) return this.#readPages(company.company, null, null, sink)
    const changes = await this.#readPages(company.company, known.since, known.etag, sink)
    return changes === 'gone' ? this.#readPages(company.company, null, null, sink) : changes
  }

  async #readPages(company: BilldrCompany, since: null, etag: null, sink: RecordSink): Promise<ReadingOutcome>
  async #readPages(
    company: BilldrCompany,
    since: string,
    etag: string | null,
    sink: RecordSink,
  ): Promise<ReadingOutcome | 'gone'>
  async #readPages(
    company: BilldrCompany,
    since: string,
    etag: string | null,
    sink: RecordSink,
    mostPages: number,
  ): Promise<ReadingOutcome | 'gone' | 'more'>
  async #readPages(
    company: BilldrCompany,
    since: string | null,
    etag: string | null,
    sink: RecordSink,
    mostPages = Infinity,
  ): Promise<ReadingOutcome | 'gone' | 'more'> {
    const last = lastDay(null, this.#settings.clock.now())
    const allowance = { left: this.#settings.limits.keptBytes }
    const feed: Feed = {
      intakes: new Map(
        KINDS.map((kind) => [kind, new RecordChecks(kind, sink, { lastDay: last, mayRepeat: true, allowance })]),
      ),
      rows: new Map(),
      records: 0,
      unknownTable: null,
      isFull: false,
    }
    const seen = new Set<string>(since === null ? [] : [since])
    let at = since
    let sent = etag
    let empty = 0
    for (let pages = 1; ; pages += 1) {
      const before = feed.records
      const page = await this.#page(at, sent, feed, sink)
      if (page === 'unchanged')
        return at === null ? this.#requests.broken() : { ok: 'unchanged', cursor: apiCursor({ since: at, etag: sent }) }
      if (page === 'gone') return since === null ? this.#requests.broken() : 'gone'
      if (!page.ok) return page
      if (!page.hasMore)
        return this.#ended(company, since === null, feed, apiCursor({ since: page.cursor, etag: page.etag }))
      if (pages === mostPages) return 'more'
      // More to come, but again and again nothing new, or from where it has been already: it would never end.
      empty = feed.records === before ? empty + 1 : 0
      if (empty > MOST_EMPTY || seen.has(page.cursor)) return this.#requests.broken()
      seen.add(page.cursor)
      at = page.cursor
      sent = null
    }
  }

  #ended(company: BilldrCompany, everything: boolean, feed: Feed, cursor: string): ReadingOutcome {
    const whole = everything && feed.unknownTable === null
    return {
      ok: true,
      company,
      scope: everything ? 'full' : 'changes',
      exportedAt: null,
      wholeKinds: whole ? KINDS.filter((kind) => feed.intakes.get(kind)?.allNamed) : [],
      problem:
        feed.unknownTable === null
          ? null
          : problem('source-table-unknown', { table: feed.unknownTable, location: this.#requests.location }),
      cursor,
    }
  }

  async #page(
    since: string | null,
    etag: string | null,
    feed: Feed,
    sink: RecordSink,
  ): Promise<Page | 'unchanged' | 'gone' | Failed> {
    const query = new URLSearchParams({ ...(since === null ? {} : { since }), limit: String(PAGE) })
    const outcome = await this.#requests.get(`/v1/changes?${query}`, etag === null ? {} : { 'if-none-match': etag })
    if (!outcome.ok) return outcome
    const { answer } = outcome
    try {
      if (answer.status === 304) return 'unchanged'
      if (answer.status === 410) return 'gone'
      if (answer.status !== 200) return this.#requests.broken()
      const head: Record<string, unknown> = {}
      const paths = ['$.records.*', '$.cursor', '$.hasMore']
      const failure = await readJson(
        inPace(answer.body, sink),
        { begins: '{', paths },
        this.#settings.limits,
        (value, key, isElement) => {
          if (isElement) return this.#take(value, feed)
          head[String(key)] = value
          return true
        },
      )
      if (feed.isFull) return this.#tooMuch()
      if (failure || feed.records > this.#settings.limits.rows) return this.#requests.broken()
      const { hasMore } = head
      const cursor = cursorText(head['cursor'])
      if (cursor === null || typeof hasMore !== 'boolean') return this.#requests.broken()
      return { ok: true, cursor, hasMore, etag: answer.header('etag') }
    } catch (error) {
      if (error instanceof AnswerTrouble) return this.#requests.unreachable()
      if (error instanceof GarbledAnswer) return this.#requests.broken()
      throw error
    } finally {
      answer.drop()
    }
  }

  #take(value: unknown, feed: Feed): boolean {
    feed.records += 1
    if (feed.records > this.#settings.limits.rows) return false
    const table = isRawRecord(value) && typeof value['table'] === 'string' ? value['table'] : ''
    const kind = kindOfTable(table)
    if (!kind) {
      feed.unknownTable ??= shown(table) || '?'
      return true
    }
    const row = (feed.rows.get(table) ?? 0) + 1
    feed.rows.set(table, row)
    const intake = feed.intakes.get(kind)
    intake?.take(value, { table, row })
    feed.isFull = intake?.isFull ?? false
    return !feed.isFull
  }

  #tooMuch(): Failed {
    const params = { file: this.#requests.location, what: 'kept', limit: this.#settings.limits.keptBytes }
    return { ok: false, problem: problem('source-too-large', params), tryAgain: false }
  }

  async #company(): Promise<{ ok: true; company: BilldrCompany } | Failed> {
    const outcome = await this.#requests.get('/v1/company')
    if (!outcome.ok) return outcome
    const { answer } = outcome
    try {
      if (answer.status !== 200) return this.#requests.broken()
      const text = (await allBytes(answer.body, 'company', COMPANY_BYTES)).toString('utf8')
      const found: FieldProblem[] = []
      const raw: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
      if (!isRawRecord(raw)) return this.#requests.broken()
      const company = readCompany(new Fields(raw, { table: 'company', row: 1 }, found))
      return found.length === 0 ? { ok: true, company } : this.#requests.broken()
    } catch (error) {
      if (error instanceof AnswerTrouble) return this.#requests.unreachable()
      if (error instanceof FileTrouble || error instanceof SyntaxError || error instanceof GarbledAnswer)
        return this.#requests.broken()
      throw error
    } finally {
      answer.drop()
    }
  }
}

/** A cursor is opaque: a text, or a number that some servers count by. Null where it is neither. */
function cursorText(cursor: unknown): string | null {
  if (typeof cursor === 'number' && Number.isSafeInteger(cursor)) return String(cursor)
  return typeof cursor === 'string' && cursor !== '' && cursor.length <= 2_000 ? cursor : null
}
