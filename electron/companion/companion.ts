import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { notThere } from '../billdr/location.ts'
import type { Log } from '../log/log.ts'
import { NO_LOG, levelIn, openLog } from '../log/log.ts'
import { createKeytarStore } from '../keychain/keytar-store.ts'
import type { SecretStore } from '../keychain/secret-store.ts'
import { companiesInFolders, noteCompany } from '../store/company-folders.ts'
import { nodeFileSystem } from '../store/file-system.ts'
import { folderIdOf } from '../store/folder-id.ts'
import { lockDataFolder } from '../store/folder-lock.ts'
import type { FolderLock, LockHolder } from '../store/folder-lock.ts'
import { lookingDisk } from '../store/looking-disk.ts'
import { noLock } from '../store/no-lock.ts'
import type { FileSystem, Store } from '../store/store.ts'
import { StoreWriteError, openStore } from '../store/store.ts'
import { placeOfFolder } from '../system/folder-place.ts'
import { followProxyChoice } from './network.ts'
import type { Pace } from './access.ts'
import type { Company } from './company.ts'
import { openCompany } from './open-company.ts'
import { signInToPractice } from './connect.ts'
import type { Result } from '../../shared/result.ts'
import { SourceKeys } from './source-key.ts'
import { placeOf, stoppedBy } from './unopened.ts'
import type { CompanyProfile } from './tables.ts'
import { ONLY } from './tables.ts'
import { NEW_PROFILE, UNTIL_RESUMED } from './workspace.ts'

interface KnownCompany {
  addedAt: string
  profile: CompanyProfile
}

/** What the program keeps besides its companies. */
interface AppTables {
  /** Company id → when it was added, and its source. */
  companies: KnownCompany
  preferences: { language: 'en' | 'fr' | null; proxy?: string }
}

export interface CompanionOptions {
  dataFolder: string
  /** Opened only to read: whoever comes to work on the folder meanwhile waits that moment. */
  readOnly?: boolean
  /** Whether sources are read in processes of their own: for hosts whose window and tray must not wait. */
  readsAside?: boolean
  /** Of the program: another one counts anew. */
  version?: string
  /** A person said that the program of another computer, which has the folder by its lock, is gone. */
  takeOver?: boolean
  secrets?: SecretStore
  /** How long a question of the keychain to a person may stay open before it counts as locked, ms. */
  keychainMs?: number
  env?: Readonly<Record<string, string | undefined>>
  clock?: () => Date
  sleep?: (ms: number) => Promise<void>
  random?: () => number
  /** The disk of its stores; tests hand in one that fails. */
  fileSystem?: FileSystem
  pace?: Pace
}

export type OpenedCompanion =
  { ok: true; companion: Companion } | { ok: false; problem: Problem; holder: LockHolder | null }

const COMPANY_ID = /^[^\s/\\][^/\\]{0,99}$/

/** Everything on one data folder: its companies, and what they share. Only one program at a time works on a folder. */
export class Companion {
  readonly secrets: SecretStore
  readonly env: Readonly<Record<string, string | undefined>>
  readonly lock: FolderLock
  readonly log: Log
  /** Why nothing can be kept in the data folder, which is only looked at; null where it is worked on. */
  readonly trouble: Problem | null
  /** The data folder's own id. */
  readonly folderId: string
  /** What a person should know of where the data folder lies; null where it is well. */
  readonly folderNotice: Problem | null
  /** Told of what nobody expected in one company: its id, and where in the program it was. A host writes it down. */
  onFault: ((companyId: string, where: string) => void) | null = null
  readonly #options: CompanionOptions
  readonly #store: Store<AppTables>
  /** Companies that the store had lost and whose folders are there. */
  readonly #foundAgain: ReadonlyMap<string, KnownCompany>
  readonly #open = new Map<string, Company>()
  readonly #opening = new Map<string, Promise<Result<Company>>>()

  constructor(
    options: CompanionOptions,
    lock: FolderLock,
    store: Store<AppTables>,
    foundAgain: ReadonlyMap<string, KnownCompany>,
    folderId: string,
    folderNotice: Problem | null,
    trouble: Problem | null,
  ) {
    this.trouble = trouble
    this.folderId = folderId
    this.folderNotice = folderNotice
    this.#options = options
    this.#store = store
    this.#foundAgain = foundAgain
    this.lock = lock
    const { secrets, keychainMs } = options
    this.secrets = secrets ?? createKeytarStore({ ...(keychainMs !== undefined && { timeoutMs: keychainMs }) })
    this.env = options.env ?? process.env
    followProxyChoice(this.proxy(), this.secrets, folderId)
    this.log = options.readOnly ? NO_LOG : openLog(options.dataFolder, levelIn(this.env), options.clock)
    this.log.write('info', 'folder-opened', { node: process.versions.node, system: process.platform })
    if (folderNotice) this.log.write('warn', 'folder-notice', { problem: folderNotice.code })
  }

  get now(): Date {
    return this.#options.clock?.() ?? new Date()
  }

  #known(id: string): KnownCompany | undefined {
    return this.#store.table('companies').get(id) ?? this.#foundAgain.get(id)
  }

  /** What the opening had to mend in what the companies share; null where all was in order. */
  get recovered(): { problem: Problem; /** Ids. */ foundAgain: string[] } | null {
    if (this.#store.recovered === null && this.#foundAgain.size === 0) return null
    return { problem: problem('data-recovered', { count: 1 }), foundAgain: [...this.#foundAgain.keys()] }
  }

  companyIds(): string[] {
    return [...new Map([...this.#foundAgain, ...this.#store.table('companies').entries()])]
      .sort(([, a], [, b]) => (a.addedAt < b.addedAt ? -1 : 1))
      .map(([id]) => id)
  }

  /** What the list of companies says of one, also where its own data cannot be opened. */
  about(id: string): { id: string; name: string; location: string } {
    const profile = this.#known(id)?.profile
    return { id, name: profile?.name ?? id, location: profile?.source.location ?? '' }
  }

  language(): 'en' | 'fr' {
    const ofFirm = this.env['BILLDR_QBO_LANG']
    if (ofFirm === 'en' || ofFirm === 'fr') return ofFirm
    return (
      this.#store.table('preferences').get('only')?.language ??
      (/^fr/i.test(this.env['LC_ALL'] || this.env['LANG'] || '') ? 'fr' : 'en')
    )
  }

  async setLanguage(language: 'en' | 'fr'): Promise<void> {
    await this.#prefer({ language })
  }

  /** The way to the internet that a person chose: "off", the address of a proxy, or '' for that of this computer. */
  proxy(): string {
    return this.#store.table('preferences').get('only')?.proxy ?? ''
  }

  async setProxy(proxy: string): Promise<void> {
    await this.#prefer({ proxy })
    followProxyChoice(proxy, this.secrets, this.folderId)
  }

  async #prefer(change: Partial<AppTables['preferences']>): Promise<void> {
    const now = this.#store.table('preferences').get('only') ?? { language: null }
    await this.#store.commit([{ table: 'preferences', id: 'only', value: { ...now, ...change } }])
  }

  /** What nobody expected in one company: written down, and told to the host. */
  fault(companyId: string, error: unknown): void {
    this.log.fault('company-stopped', error, { company: companyId })
    this.onFault?.(companyId, placeOf(error))
  }

  /** Opens a company once; later calls get the same one. `planned`: for who wants its rows at once. */
  async company(id: string, { planned = false } = {}): Promise<Result<Company>> {
    try {
      const opened = await this.#company(id)
      if (opened.ok && planned) opened.value.rows()
      if (opened.ok) await this.#note(id)
      return opened
    } catch (error) {
      // Whatever is wrong with the data of one company, the others are opened.
      this.#opening.delete(id)
      return { ok: false, problem: stoppedBy(error) }
    }
  }

  /** Its folder says whose it is as soon as the company is more than an attempt. */
  async #note(id: string): Promise<void> {
    const { dataFolder, fileSystem = nodeFileSystem, readOnly } = this.#options
    if (!readOnly) await noteCompany(fileSystem, dataFolder, { id, addedAt: this.#known(id)?.addedAt ?? null })
  }

  async #company(id: string): Promise<Result<Company>> {
    const open = this.#open.get(id)
    if (open) return { ok: true, value: open }
    const known = this.#known(id)
    if (!known) return { ok: false, problem: problem('company-unknown', { id }) }
    const opening =
      this.#opening.get(id) ??
      openCompany({
        dataFolder: this.#options.dataFolder,
        folderId: this.folderId,
        companyId: id,
        fresh: known.profile,
        secrets: this.secrets,
        env: this.env,
        enterPractice: signInToPractice,
        ...(this.#options.clock && { clock: this.#options.clock }),
        ...(this.#options.sleep && { sleep: this.#options.sleep }),
        ...(this.#options.random && { random: this.#options.random }),
        ...(this.#options.fileSystem && { fileSystem: this.#options.fileSystem }),
        ...(this.#options.pace && { pace: this.#options.pace }),
        report: (companyId, error) => this.fault(companyId, error),
        log: this.log,
        readOnly: this.#options.readOnly ?? false,
        readsAside: this.#options.readsAside ?? false,
        trouble: this.trouble,
        version: this.#options.version ?? '',
        isMended: this.#store.recovered !== null || this.#foundAgain.has(id),
      })
    this.#opening.set(id, opening)
    const opened = await opening
    this.#opening.delete(id)
    if (!opened.ok) this.log.write('warn', 'company-not-opened', { company: id, problem: opened.problem.code })
    if (opened.ok) this.#open.set(id, opened.value)
    return opened
  }

  /**
   * Makes a company; `paused`: nothing of it is sent until somebody resumes it. Its source is looked at first: one that is
   * not there or of another kind is refused.
   */
  async addCompany(
    id: string,
    about: {
      name: string
      location: string
      keyEnv: string | null
      apiKey: string | null
      paused?: boolean
      allowedHost?: string
    },
  ): Promise<Result<Company>> {
    if (!COMPANY_ID.test(id)) return { ok: false, problem: problem('company-id-refused', { id }) }
    if (this.#known(id)) return { ok: false, problem: problem('company-exists', { id }) }
    const profile: CompanyProfile = {
      ...NEW_PROFILE,
      name: about.name,
      source: { location: about.location, keyEnv: about.keyEnv },
      pausedUntil: about.paused ? UNTIL_RESUMED : null,
    }
    const { openSource } = await import('../billdr/open-source.ts')
    const understood = await openSource(about.location, {
      ...(about.allowedHost !== undefined && { allowedHosts: [about.allowedHost] }),
    })
    if (!understood.ok) return understood
    const keys = new SourceKeys(this.secrets, this.folderId)
    if (about.apiKey !== null) {
      const kept = await keys.keep(id, about.location, about.apiKey, null)
      if (!kept.ok) return kept
    }
    await this.#store.commit([{ table: 'companies', id, value: { addedAt: this.now.toISOString(), profile } }])
    const company = await this.#company(id)
    if (!company.ok) return company
    // Its folder may be there from an attempt whose source was refused.
    await company.value.source.pointTo(about.location, about.keyEnv)
    const { allowedHost } = about
    if (allowedHost !== undefined)
      await company.value.workspace.store.commit([
        { table: 'settings', id: ONLY, value: { ...company.value.workspace.settings(), allowedHost } },
      ])
    const source = await company.value.source.open()
    const checked = source.ok ? await source.value.check() : source
    if (checked.ok) {
      if (checked.company && about.apiKey !== null)
        await keys.keep(id, about.location, about.apiKey, checked.company.id)
      if (checked.company)
        await company.value.workspace.setProfile({ name: checked.company.name, billdr: checked.company })
      await this.#note(id)
      return company
    }
    await this.#remove(id)
    await keys.forget(id)
    return { ok: false, problem: await notThere(checked.problem) }
  }

  async #remove(id: string): Promise<void> {
    await this.#open.get(id)?.close()
    this.#open.delete(id)
    await this.#store.commit([{ table: 'companies', id, value: undefined }])
  }

  async close(): Promise<void> {
    this.secrets.waits?.hurry()
    for (const company of this.#open.values()) company.stop()
    for (const company of this.#open.values()) await company.close()
    this.secrets.waits?.close()
    await this.#store.close()
    this.log.write('info', 'folder-closed')
    await this.lock.release()
  }
}

/**
 * Opens a data folder, unless another copy of the program works on it. Where its disk is full or may only be read, it is opened to
 * be looked at: `trouble` says why, every change is refused with it, and a later opening works on it again.
 */
export async function openCompanion(options: CompanionOptions): Promise<OpenedCompanion> {
  const locked = await lockDataFolder(options.dataFolder, {
    readOnly: options.readOnly ?? false,
    takeOver: options.takeOver ?? false,
  })
  if (locked.ok) return openLocked(options, locked, null)
  if (locked.problem.code !== 'data-folder-unwritable') return locked
  const { reason } = locked.problem.params
  const fileSystem = lookingDisk(options.fileSystem ?? nodeFileSystem, String(reason))
  const looking = { ...options, readOnly: true, fileSystem }
  const looked = await openLocked(looking, noLock(), locked.problem)
  if (looked.ok && looked.companion.companyIds().length > 0) return looked
  // There is nothing to show.
  if (looked.ok) await looked.companion.close()
  return locked
}

async function openLocked(
  options: CompanionOptions,
  locked: FolderLock,
  trouble: Problem | null,
): Promise<OpenedCompanion> {
  const opened = await openStore<AppTables>({
    folder: options.dataFolder,
    name: 'app',
    version: 1,
    ...(options.clock && { clock: options.clock }),
    ...(options.fileSystem && { fileSystem: options.fileSystem }),
  })
  if (!opened.ok) {
    await locked.release()
    return { ...opened, holder: null }
  }
  const { value: store } = opened
  try {
    const foundAgain = await findAgain(options, store)
    const folderId = await folderIdOf(options.fileSystem ?? nodeFileSystem, options.dataFolder)
    // Who only reads leaves it to whoever comes to work, and says it too.
    if (!options.readOnly) await store.commit([...foundAgain].map(([id, value]) => ({ table: 'companies', id, value })))
    const notice = await noticeOf(options)
    return { ok: true, companion: new Companion(options, locked, store, foundAgain, folderId, notice, trouble) }
  } catch (error) {
    await store.close()
    await locked.release()
    if (!(error instanceof StoreWriteError)) throw error
    return { ok: false, problem: error.problem, holder: null }
  }
}

/** That others write into the data folder, too, or that it may be gone in the middle of a write: warned about, with the reason. */
async function noticeOf({ dataFolder, env }: CompanionOptions): Promise<Problem | null> {
  const place = await placeOfFolder(dataFolder, env)
  if (place === null) return null
  if (place.kind === 'network') return problem('data-folder-on-network', { folder: dataFolder })
  return problem('data-folder-synced', { folder: dataFolder, service: place.service })
}

/** Companies whose folders are there and that the list of companies does not name: what it said of them was lost. Their profile is in their own store. */
async function findAgain(options: CompanionOptions, store: Store<AppTables>): Promise<Map<string, KnownCompany>> {
  const found = await companiesInFolders(options.fileSystem ?? nodeFileSystem, options.dataFolder)
  const now = (options.clock?.() ?? new Date()).toISOString()
  return new Map(
    found
      .filter(({ id }) => COMPANY_ID.test(id) && !store.table('companies').has(id))
      .map(({ id, addedAt }) => [
        id,
        { addedAt: addedAt ?? now, profile: { ...NEW_PROFILE, name: id, source: { location: '', keyEnv: null } } },
      ]),
  )
}
