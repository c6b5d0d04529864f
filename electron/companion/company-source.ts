import type { ColumnMapping } from '../../shared/column-mapping.ts'
import { noColumnMapping } from '../../shared/column-mapping.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { BytesOutcome, Source } from '../../shared/source.ts'
import { locationAsTyped, notThere } from '../billdr/location.ts'
import type { AsideSource } from '../billdr/aside/aside-source.ts'
import type { SourceOptions } from '../billdr/open-source.ts'
import type { Result } from '../../shared/result.ts'
import { Intake, takeReading } from './intake.ts'
import type { SecretStore } from '../keychain/secret-store.ts'
import { SourceKeys } from './source-key.ts'
import { ONLY } from './tables.ts'
import type { Workspace } from './workspace.ts'

/** What the user said, once, about how the tables of a company are to be read. */
export function columnMappingOf(workspace: Workspace): ColumnMapping {
  return workspace.store.table('columns').get(ONLY) ?? noColumnMapping()
}

/** What reads exports, loaded where one is read: commands that only look never need it. */
function readers(): Promise<typeof import('../billdr/open-source.ts')> {
  return import('../billdr/open-source.ts')
}

interface SourceTools {
  workspace: Workspace
  secrets: SecretStore
  folderId: string
  env: Readonly<Record<string, string | undefined>>
  now: () => Date
  /** Whether readings go on in a process of their own: where a window or a tray must not wait for them. */
  readsAside?: boolean
}

async function asideSource(...given: ConstructorParameters<typeof AsideSource>): Promise<Source> {
  const { AsideSource: Aside } = await import('../billdr/aside/aside-source.ts')
  return new Aside(...given)
}

/** Where a company's data comes from: opened at its location, read, and asked for the bytes of receipts. */
export class CompanySource {
  readonly #tools: SourceTools
  readonly #keys: SourceKeys
  #opened: Source | null = null
  /** So often it was to be opened anew: what was opened or read before says nothing any more. */
  #reopenings = 0
  /** Since when, and how long, a source that failed is left alone, ms. A clock that is set back ends it. */
  #rests = { since: 0, ms: 0 }
  #mayRest = false
  #isStopped = false
  /** Whether the last reading brought anything: something new, or a failure. */
  hadNews = true

  constructor(tools: SourceTools) {
    this.#tools = tools
    this.#keys = new SourceKeys(tools.secrets, tools.folderId)
  }

  /** The source at its location, with its key from the environment or the keychain. */
  async open(): Promise<Result<Source>> {
    if (this.#opened) return { ok: true, value: this.#opened }
    const reopenings = this.#reopenings
    const opened = await this.#openAnew()
    // Another place, or another way to read it, was chosen meanwhile.
    if (reopenings !== this.#reopenings) return this.open()
    if (opened.ok) this.#opened = opened.value
    return opened
  }

  async #openAnew(): Promise<Result<Source>> {
    const { workspace, readsAside } = this.#tools
    const { source } = workspace.profile()
    const key = await this.#key(source.location, source.keyEnv)
    const { openSource } = await readers()
    const options = { ...(key !== null && { apiKey: key }), ...this.options(columnMappingOf(workspace)) }
    const opened = await openSource(source.location, options)
    if (!opened.ok || !readsAside) return opened
    return { ok: true, value: await asideSource(opened.value, source.location, options) }
  }

  /** How the tables are read; the key of the local API is not part of it. */
  options(columnMapping: ColumnMapping): Omit<SourceOptions, 'clock'> {
    const { workspace } = this.#tools
    const { billdr } = workspace.profile()
    const { pollSeconds, allowedHost } = workspace.settings()
    return {
      columnMapping,
      ...(billdr && { locale: billdr.locale }),
      ...(allowedHost && { allowedHosts: [allowedHost] }),
      pollMs: pollSeconds * 1000,
    }
  }

  /** Opens the source anew at the next reading: what it is opened with has changed. */
  reopen(): void {
    this.#reopenings += 1
    this.#opened = null
    this.#rests = { since: 0, ms: 0 }
  }

  /** The next reading is only the clock's: a source that is down, and is to be left alone for a while, is not asked. */
  backOff(): void {
    this.#mayRest = true
  }

  /** Gives up a reading that goes on in a process of its own: the program ends. */
  stop(): void {
    this.#isStopped = true
    this.#opened?.stop?.()
  }

  /** A source that is down is asked again at the next reading in any case: a person wants to know, or the network is back. */
  retryNow(): void {
    this.#rests = { since: 0, ms: 0 }
  }

  /** Without one it is tried all the same: the local API says itself that it wants a key. */
  async #key(location: string, variable: string | null): Promise<string | null> {
    const { env, workspace } = this.#tools
    const fromEnv = variable === null ? undefined : env[variable]
    if (fromEnv) return fromEnv
    return this.#keys.find(workspace.companyId, location, workspace.profile().billdr?.id ?? null)
  }

  /** Whether a location is one that can be read from at all: understood before it is stored. */
  async understands(location: string): Promise<Problem | null> {
    const { openSource } = await readers()
    const opened = await openSource(location, this.options(columnMappingOf(this.#tools.workspace)))
    return opened.ok ? null : opened.problem
  }

  /**
   * Points the company at another source, with the key that was given for it; refused where the location is none that can
   * be read from. `apiKey` null: the key that is kept for that address stays.
   */
  async choose(typed: string, apiKey: string | null): Promise<Result> {
    const { workspace } = this.#tools
    const location = locationAsTyped(typed)
    const refused = await this.understands(location)
    if (refused) return { ok: false, problem: refused }
    if (apiKey !== null) {
      const kept = await this.#keys.keep(workspace.companyId, location, apiKey, null)
      if (!kept.ok) return kept
    }
    await this.pointTo(location, null)
    return { ok: true, value: null }
  }

  /**
   * Points the company at another source; what was read stays until that one is read. Where a person signed in before
   * anything was read, only the earlier place said whose documents those books are for: the sign-in is asked for again.
   */
  async pointTo(location: string, keyEnv: string | null): Promise<void> {
    // What is being read now is of the earlier place; so is what is opened until the new one stands in the profile.
    this.reopen()
    const { environment, lastReadAt, source } = this.#tools.workspace.profile()
    const isUnproven = lastReadAt === null && environment !== 'practice' && source.location !== location
    await this.#tools.workspace.setProfile({
      source: { location, keyEnv },
      cursor: null,
      // Who chooses the place once more has seen what is there now.
      tablesThere: [],
      ...(isUnproven && { environment: null }),
    })
    this.reopen()
  }

  /** Reads and takes what is said. Null: it is read, or nothing is new. See `backOff` for one that is down. */
  async read(): Promise<Problem | null> {
    const { workspace, now } = this.#tools
    const { readFailure } = workspace.profile()
    const mayRest = this.#mayRest
    this.#mayRest = false
    const restedMs = now().getTime() - this.#rests.since
    this.hadNews = false
    if (mayRest && readFailure && restedMs >= 0 && restedMs < this.#rests.ms) return readFailure
    this.hadNews = true
    for (;;) {
      const reopenings = this.#reopenings
      const isOutdated = (): boolean => reopenings !== this.#reopenings
      const found = await this.#readOnce(isOutdated)
      if (found !== 'outdated') return found
    }
  }

  /** One reading; 'outdated': nothing of it was taken, for another place, or another way to read it, was chosen meanwhile. */
  async #readOnce(isOutdated: () => boolean): Promise<Problem | null | 'outdated'> {
    const { workspace, now } = this.#tools
    const { readFailure, cursor } = workspace.profile()
    const source = await this.open()
    if (isOutdated()) return 'outdated'
    if (!source.ok) return this.#failed(source.problem)
    const intake = new Intake()
    const at = now().toISOString()
    const outcome = await source.value.read(cursor, intake)
    // What was given up says nothing of the source.
    if (this.#isStopped) return readFailure
    if (isOutdated()) return 'outdated'
    this.#rests = { since: now().getTime(), ms: source.value.restMs() }
    if (outcome.ok === false) {
      // Of a place that never was read nobody can say that the data is no longer there.
      const why = cursor === null ? await notThere(outcome.problem) : outcome.problem
      return isOutdated() ? 'outdated' : this.#failed(why)
    }
    if (outcome.ok === 'unchanged') {
      this.hadNews = readFailure !== null
      await workspace.setProfile({ lastReadAt: at, cursor: outcome.cursor, readFailure: null })
      return null
    }
    const taken = await takeReading(workspace.store, () => workspace.profile(), outcome, intake, at, isOutdated)
    if (taken === 'outdated') return taken
    return taken.applied ? null : this.#failed(taken.guard.problem)
  }

  async #failed(why: Problem): Promise<Problem> {
    await this.#tools.workspace.setProfile({ readFailure: why })
    return why
  }

  /** The bytes of a receipt. */
  async attachment(key: DocumentKey, attachmentId: string): Promise<BytesOutcome> {
    const source = await this.open()
    if (!source.ok) return source
    const record = this.#tools.workspace.store.table('records').get(key)?.record
    const found =
      record && 'attachments' in record ? record.attachments.find((each) => each.id === attachmentId) : undefined
    return found
      ? source.value.attachment(found)
      : { ok: false, problem: problem('attachment-missing', { fileName: attachmentId }) }
  }
}
