import type { DocumentKey } from '../../shared/kinds.ts'
import { noMappings } from '../../shared/mappings.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import { defaultSettings } from '../../shared/settings.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Books } from '../plan/books.ts'
import type { Decision, PlanInput } from '../plan/input.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import type { AuditAbout } from '../store/audit/audit-entry.ts'
import type { AuditEntry, AuditLog } from '../store/audit/audit-log.ts'
import { openAuditLog } from '../store/audit/audit-log.ts'
import { companyFolder } from '../store/data-folder.ts'
import type { FileSystem, Store, Table } from '../store/store.ts'
import { openStore } from '../store/store.ts'
import { auditAbout } from './audit-about.ts'
import { Picked } from './picked.ts'
import type { CompanyProfile, CompanyTables } from './tables.ts'
import { TableMap } from './table-map.ts'
import { ONLY, TABLES_VERSION } from './tables.ts'

/** What one company keeps on disk: its tables and its append-only history. */
export interface Workspace {
  companyId: string
  folder: string
  store: Store<CompanyTables>
  audit: AuditLog
  profile(): CompanyProfile
  mappings(): Mappings
  settings(): Settings
  setProfile(change: Partial<CompanyProfile>): Promise<void>
  decide(key: DocumentKey, change: (before: Decision) => Decision | undefined): Promise<void>
  /** Appends to the history, with who did it and what it is about where the entry does not say. */
  note(entry: AuditEntry): Promise<void>
  /** Appends what a person decided, by its name in the history (`what`). */
  noteDecision(
    what: string,
    about?: { key?: DocumentKey | null; reason?: string; params?: Record<string, string | number> },
  ): Promise<void>
  about(key: string | null, isPerson: boolean): AuditAbout
  /** What a plan is made from: every record and link, parsed. */
  planInput(books: Books | null): PlanInput
  /** The same, for who looks up a few of them: records and links are parsed when they are asked for. */
  planInputOfFew(books: Books | null): PlanInput
  linkedKey(type: LinkedType, id: string): DocumentKey | null
  /** Where a record is linked to: `<type>|<id>`, also of what is gone there; null where a person dropped the link, or it has none. */
  linkedPlace(key: string): string | null
  /** What each entry of a table gives, kept and brought up to date entry by entry; one name, one way of picking. */
  picked<N extends keyof CompanyTables, T>(
    name: string,
    table: N,
    pick: (id: string, value: CompanyTables[N]) => T | undefined,
  ): ReadonlyMap<string, T>
  /** What `make` finds in these tables, found anew only where one of them has changed since, or `beside` has. */
  found<T>(name: string, tables: readonly (keyof CompanyTables)[], make: () => T, beside?: unknown): T
  close(): Promise<void>
}

export const NEW_PROFILE: Omit<CompanyProfile, 'name' | 'source'> = {
  environment: null,
  realmId: null,
  quickbooksName: null,
  connectionProblem: null,
  billdr: null,
  cursor: null,
  exportedAt: null,
  lastReadAt: null,
  readProblem: null,
  readFailure: null,
  lastPush: null,
  lookedAt: null,
  pausedUntil: null,
}

/** A pause until somebody resumes it: a day that no clock reaches. */
export const UNTIL_RESUMED = '9999-12-31T00:00:00.000Z'

/** Opens what a company keeps; `fresh` is its profile where it is opened for the first time; `readOnly`: its history is only read. */
export async function openWorkspace(
  dataFolder: string,
  companyId: string,
  fresh: CompanyProfile | null,
  clock: () => Date,
  { readOnly = false, fileSystem }: { readOnly?: boolean; fileSystem?: FileSystem } = {},
): Promise<Result<Workspace>> {
  const folder = companyFolder(dataFolder, companyId)
  const opened = await openStore<CompanyTables>({
    folder,
    name: 'company',
    version: TABLES_VERSION,
    clock,
    ...(fileSystem && { fileSystem }),
  })
  if (!opened.ok) return opened
  const { value: store } = opened
  const audited = await openAuditLog({
    folder,
    name: 'activity',
    company: companyId,
    clock,
    readOnly,
    witness: { end: store.table('historyEnd').get(ONLY) ?? null, hasDeeds: store.table('links').size > 0 },
    ...(fileSystem && { fileSystem }),
  })
  if (!audited.ok) {
    await store.close()
    return audited
  }
  if (fresh && !store.table('profile').has(ONLY)) await store.commit([{ table: 'profile', id: ONLY, value: fresh }])
  return { ok: true, value: workspaceOf(companyId, folder, store, audited.value) }
}

function workspaceOf(companyId: string, folder: string, store: Store<CompanyTables>, audit: AuditLog): Workspace {
  const profile = (): CompanyProfile =>
    store.table('profile').get(ONLY) ?? { ...NEW_PROFILE, name: companyId, source: { location: '', keyEnv: null } }
  const linked = new LinkIndex(store)
  const kept = new Map<string, { revision: string; value: unknown }>()
  const picks = new Map<string, { get(): ReadonlyMap<string, unknown> }>()
  const about: Workspace['about'] = (key, isPerson) => auditAbout(store, key, isPerson)
  const note: Workspace['note'] = (entry) =>
    audit.append({ about: about(entry.key, entry.type === 'decision'), ...entry })
  return {
    companyId,
    folder,
    store,
    audit,
    profile,
    mappings: () => store.table('mappings').get(ONLY) ?? noMappings(),
    // A setting that came with a later version has its default.
    settings: () => ({ ...defaultSettings(), ...store.table('settings').get(ONLY) }),
    setProfile: (change) =>
      store.commitFrom((newest) => [
        { table: 'profile', id: ONLY, value: { ...(newest('profile', ONLY) ?? profile()), ...change } },
      ]),
    decide: (key, change) =>
      store.commitFrom((newest) => [{ table: 'decisions', id: key, value: change(newest('decisions', key) ?? {}) }]),
    about,
    note,
    noteDecision: (what, { key = null, reason, params = {} } = {}) =>
      note({ type: 'decision', company: companyId, who: 'person', what, key, reason: reason ?? null, params }),
    planInput: (books) => planInput(store, books, profile(), keyed),
    planInputOfFew: (books) => planInput(store, books, profile(), (table) => new TableMap(table)),
    linkedKey: (type, id) => linked.keyOf(type, id),
    linkedPlace: (key) => linked.placeOf(key as DocumentKey),
    picked<N extends keyof CompanyTables, T>(
      name: string,
      table: N,
      pick: (id: string, value: CompanyTables[N]) => T | undefined,
    ): ReadonlyMap<string, T> {
      const known = picks.get(name) ?? new Picked(store.table(table), pick)
      picks.set(name, known)
      return known.get() as ReadonlyMap<string, T>
    },
    found<T>(name: string, tables: readonly (keyof CompanyTables)[], make: () => T, beside?: unknown): T {
      const revision = JSON.stringify([tables.map((table) => store.table(table).revision), beside])
      const before = kept.get(name)
      if (before?.revision === revision) return before.value as T
      const value = make()
      kept.set(name, { revision, value })
      return value
    },
    async close() {
      await store.close()
      await audit.close()
    },
  }
}

/** Finds the record of a QuickBooks id. All links are read once; afterwards those that were committed since. */
class LinkIndex {
  readonly #store: Store<CompanyTables>
  /** `<type>|<id>` → the records that are linked to it; one, unless a file was tampered with. */
  readonly #keys = new Map<string, DocumentKey[]>()
  readonly #placeOf = new Map<DocumentKey, string>()
  #changed: Set<string> | null = null

  constructor(store: Store<CompanyTables>) {
    this.#store = store
  }

  keyOf(type: LinkedType, id: string): DocumentKey | null {
    this.#catchUp()
    return this.#keys.get(`${type}|${id}`)?.at(-1) ?? null
  }

  placeOf(key: DocumentKey): string | null {
    this.#catchUp()
    return this.#placeOf.get(key) ?? null
  }

  #catchUp(): void {
    const links = this.#store.table('links')
    if (this.#changed === null) {
      this.#changed = links.follow()
      for (const [key, link] of links.entries()) this.#take(key as DocumentKey, link)
      return
    }
    for (const key of this.#changed) this.#take(key as DocumentKey, links.get(key))
    this.#changed.clear()
  }

  #take(key: DocumentKey, link: Link | undefined): void {
    const place = link && !link.unlinked ? `${link.type}|${link.id}` : undefined
    const before = this.#placeOf.get(key)
    if (before === place) return
    if (before !== undefined) {
      const others = (this.#keys.get(before) ?? []).filter((each) => each !== key)
      if (others.length > 0) this.#keys.set(before, others)
      else this.#keys.delete(before)
      this.#placeOf.delete(key)
    }
    if (place === undefined) return
    this.#keys.set(place, [...(this.#keys.get(place) ?? []), key])
    this.#placeOf.set(key, place)
  }
}

function planInput(
  store: Store<CompanyTables>,
  books: Books | null,
  profile: CompanyProfile,
  mapOf: <V>(table: Table<V>) => ReadonlyMap<DocumentKey, V>,
): PlanInput {
  const readProblems = new Map<DocumentKey, Problem>()
  for (const found of store.table('readProblems').values()) if (found.key) readProblems.set(found.key, found.problem)
  return {
    company: profile.billdr,
    exportedAt: profile.exportedAt,
    records: mapOf(store.table('records')),
    readProblems,
    links: mapOf(store.table('links')),
    decisions: mapOf(store.table('decisions')),
    refusals: mapOf(store.table('refusals')),
    onTheWay: new Set(
      [...store.table('inFlight').values()].flatMap((each) =>
        each.deed === 'create' && each.attempts > 0 ? [each.key] : [],
      ),
    ),
    attachmentProblems: new Map(store.table('attachmentProblems').entries()),
    mappings: store.table('mappings').get(ONLY) ?? noMappings(),
    settings: { ...defaultSettings(), ...store.table('settings').get(ONLY) },
    books,
  }
}

function keyed<V>(table: { entries(): IterableIterator<[string, V]> }): Map<DocumentKey, V> {
  return new Map([...table.entries()].map(([key, value]) => [key as DocumentKey, value]))
}
