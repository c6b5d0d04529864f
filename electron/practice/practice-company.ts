import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { filesInFolder, filesInMemory } from './storage/attachment-files.ts'
import { BooksSite } from './pages/books-site.ts'
import { Core } from './core.ts'
import { makeServer } from './http/http-server.ts'
import { MEMORY_ONLY, openJournal, removePartialSnapshot, type Journal } from './storage/journal.ts'
import { Limits } from './http/limits.ts'
import type { Inside, TestTools } from './http/watch.ts'
import { Person } from './people/person.ts'
import { Presenter } from './entities/present.ts'
import { announce, findRunningPractice, withdraw, type RunningPractice } from './running.ts'
import { seedChanges } from './company/seed.ts'
import { defaultSettings, type CompanySettings, type TaxSetup } from './company/settings.ts'
import { SignIn, type Consent } from './sign-in/sign-in.ts'
import { PracticeState } from './storage/state.ts'

export { findRunningPractice } from './running.ts'
export type { CompanySettings, TaxSetup } from './company/settings.ts'

/** The keys of the one app that the practice company knows. They open nothing but practice books on this computer. */
export const PRACTICE_KEYS = { clientId: 'practice-app', clientSecret: 'practice-app-secret' } as const

export interface PracticeOptions {
  /** Where the books are kept between starts; null keeps them in memory alone. */
  folder: string | null
  country: 'CA' | 'US'
  companyName?: string
  realmId?: string
  /** 0, the default, takes a free port. */
  port?: number
  /** False: a company without sales tax. True, the default: CA tracks GST and HST, US has automated sales tax. */
  taxTracking?: boolean
  /** Finer than `taxTracking`. */
  tax?: TaxSetup
  /** Any other setting of a new company. A folder that has books keeps its own, whatever is said here. */
  settings?: Partial<Omit<CompanySettings, 'realmId' | 'country'>>
  /** The company's time: of stamps, tokens and codes. Limits run on real time. */
  clock?: () => Date
  /** `ask`, the default, shows a consent page. */
  consent?: Consent
  limits?: 'enforced' | 'off'
  /** How long answers to request ids are kept, in ms; 24 hours where nothing is said. */
  requestIdRetentionMs?: number
  /** Milliseconds that only grow, for the limits. */
  monotonic?: () => number
}

export interface PracticeCompany {
  origin: string
  /** Instead of https://quickbooks.api.intuit.com: `${apiBase}/v3/company/{realmId}/…` and `${apiBase}/manage/entitlements/v3/{realmId}`. */
  apiBase: string
  authorizeUrl: string
  tokenUrl: string
  revokeUrl: string
  clientId: string
  clientSecret: string
  realmId: string
  companyName: string
  /** The page that shows the books, with the key that opens it. */
  booksUrl: string
  /** The page of one record, in the place of QuickBooks' own: type as in the API, "Invoice". */
  pageUrl(type: string, id: string): string
  /** Stops answering, cuts hanging connections, keeps everything. */
  close(): Promise<void>
}

/**
 * The practice company: a QuickBooks Online on loopback, with its own sign-in, rules, limits and books.
 *
 *     const practice = await startPracticeCompany({ folder: null, country: 'CA', consent: 'automatic' })
 *     // sign in at practice.authorizeUrl with practice.clientId and any http://localhost redirect, then use
 *     // `${practice.apiBase}/v3/company/${practice.realmId}/` as the base of the data service
 *     await practice.close()
 *
 * Throws where the folder's books are open already, belong to another country, or are damaged. What tests start instead, with
 * faults, controls and a log of requests, is `startControlledCompany` of `testing/`.
 */
export async function startPracticeCompany(options: PracticeOptions): Promise<PracticeCompany> {
  const { company } = await openPracticeCompany(options, testToolsOfAll)
  return company
}

let testToolsOfAll: ((inside: Inside) => TestTools) | null = null

/** Gives every practice company of this process test tools from now on: for programs that tests start. */
export function giveTestTools(make: (inside: Inside) => TestTools): void {
  testToolsOfAll = make
}

/** As {@link startPracticeCompany}, with what tests steer it by. Answers also where and under which key it runs. */
export async function openPracticeCompany(
  options: PracticeOptions,
  makeTestTools: ((inside: Inside) => TestTools) | null,
): Promise<{ company: PracticeCompany; running: RunningPractice }> {
  const { folder } = options
  const open = folder === null ? null : await findRunningPractice(folder)
  if (open) throw new Error(`these practice books are open already, at ${open.origin} (process ${open.pid})`)

  let offset = 0
  const baseClock = options.clock ?? (() => new Date())
  const clock = (): Date => new Date(baseClock().getTime() + offset)
  const state = new PracticeState(initialSettings(options))
  const journal = openBooks(folder, state, options, clock)
  const requestIdRetentionMs = options.requestIdRetentionMs ?? 24 * 3_600_000
  state.forgetAnswersBefore(clock().getTime() - requestIdRetentionMs)

  let origin = ''
  const key = randomBytes(24).toString('base64url')
  const presenter = new Presenter(
    () => origin,
    () => state.settings.realmId,
    randomBytes(32),
    clock,
  )
  const core = new Core(
    state,
    journal,
    folder === null ? filesInMemory() : filesInFolder(join(folder, 'attachments')),
    presenter,
    clock,
  )
  const limits = new Limits(options.limits !== 'off', options.monotonic ?? (() => performance.now()))
  const signIn = new SignIn(core, PRACTICE_KEYS, options.consent ?? 'ask')
  const person = new Person(core)
  const advanceClock = (ms: number): void => {
    offset += ms
  }
  const books = new BooksSite(core, person, key)
  const server = makeServer({
    core,
    signIn,
    limits,
    books,
    key,
    testTools: makeTestTools?.({ core, person, signIn, limits, advanceClock }) ?? null,
    options: { requestIdRetentionMs },
  })

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port ?? 0, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  } catch (error) {
    journal.close(() => state.asEntries())
    throw error
  }
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const running: RunningPractice = {
    origin,
    pid: process.pid,
    key,
    realmId: state.settings.realmId,
    companyName: state.settings.companyName,
  }
  if (folder !== null) announce(folder, running)

  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    const stopped = new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
    })
    server.closeAllConnections()
    await stopped
    await core.flushed()
    journal.close(() => state.asEntries())
    if (folder !== null) withdraw(folder, process.pid)
  }
  return { company: { ...addressesOf(running), close: () => (closing ??= close()) }, running }
}

/** Where to find what runs. */
export function addressesOf({ origin, key, realmId, companyName }: RunningPractice): Omit<PracticeCompany, 'close'> {
  return {
    origin,
    apiBase: origin,
    authorizeUrl: `${origin}/connect/oauth2`,
    tokenUrl: `${origin}/oauth2/v1/tokens/bearer`,
    revokeUrl: `${origin}/v2/oauth2/tokens/revoke`,
    ...PRACTICE_KEYS,
    realmId,
    companyName,
    booksUrl: `${origin}/books?key=${key}`,
    pageUrl: (type, id) => `${origin}/books/${encodeURIComponent(type)}/${encodeURIComponent(id)}?key=${key}`,
  }
}

function initialSettings(options: PracticeOptions): CompanySettings {
  const settings = defaultSettings(
    options.country,
    options.realmId ?? (options.country === 'CA' ? '9130350000000000001' : '9130350000000000002'),
  )
  const tax = options.tax ?? (options.taxTracking === false ? 'none' : settings.tax)
  if ((options.country === 'CA') !== (tax === 'tracked') && tax !== 'none')
    throw new Error(`a company in ${options.country} cannot have the tax set-up ${tax}`)
  return {
    ...settings,
    ...options.settings,
    tax,
    companyName: options.companyName ?? options.settings?.companyName ?? settings.companyName,
  }
}

/** Reads the books of a folder, or makes new ones. */
function openBooks(folder: string | null, state: PracticeState, options: PracticeOptions, clock: () => Date): Journal {
  let isNew = true
  let journal = MEMORY_ONLY
  if (folder !== null) {
    removePartialSnapshot(folder)
    journal = openJournal(folder, (entry) => {
      isNew = false
      state.apply(entry)
    })
  }
  if (!isNew && state.settings.country !== options.country) {
    journal.close(() => state.asEntries())
    throw new Error(`the books in ${String(folder)} are those of a company in ${state.settings.country}`)
  }
  if (isNew) {
    const entries = [{ settings: state.settings }, ...seedChanges(state.books, state.settings, clock())]
    journal.append(entries)
    for (const entry of entries) state.apply(entry)
  }
  return journal
}
