import { setTimeout as wait } from 'node:timers/promises'
import type { Pace } from '../../electron/companion/access.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Companion } from '../../electron/companion/companion.ts'
import type { Company, SyncReport } from '../../electron/companion/company.ts'
import { beginConnect, finishConnect } from '../../electron/companion/connect.ts'
import { setMappings, setSettings } from '../../electron/companion/decisions.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import { PRACTICE_KEYS } from '../../electron/practice/testing/controlled-company.ts'
import type { FileSystem } from '../../electron/store/store.ts'
import { mappingsSchema } from '../../shared/mappings.ts'
import type { PracticePlace } from './books-as-read.ts'
import type { QueueLine } from './compare.ts'
import { MAPPINGS } from './contractor.ts'

export interface DesktopOptions {
  dataFolder: string
  /** The export folder. */
  source: string
  place: PracticePlace
  /** Its keychain; it outlives the program. */
  secrets: SecretStore
  fileSystem?: FileSystem
  /** What stands for what in a new company, where it is not as ever. */
  mappings?: unknown
  clock?: () => Date
  pace?: Pace
  sleep?: (ms: number) => Promise<void>
  /** Nobody signs in where the program is not connected; otherwise somebody does at once. */
  staysSignedOut?: boolean
}

/** One desktop's program, in this process: the same companion that window and terminal show. */
export interface Desktop {
  companion: Companion
  company: Company
  sync(): Promise<SyncReport>
  /** Syncs until nothing is uncertain any more; throws where that does not come to an end. */
  settle(): Promise<void>
  queue(): QueueLine[]
  close(): Promise<void>
}

/** A clock by which a pause of a minute is over in a second. */
function sooner(times: number): NonNullable<NonNullable<Pace['limits']>['clock']> {
  return {
    now: () => performance.now() * times,
    after: (ms, callback) => {
      setTimeout(callback, ms / times)
    },
  }
}

const COMPANY = 'lavoie'
/** Nobody waits: neither for limits, nor long for an answer that never comes, nor between two tries. */
export const QUICK: Pace = {
  limits: { perSecond: 100_000, perMinute: 1_000_000, clock: sooner(50) },
  timeouts: { readMs: 1_000, writeMs: 1_000, uploadMs: 1_000 },
  signInMs: 3_000,
}
const MOST_RUNS = 10

/** How much has been waited for in all, ms: what is over at once counts as waited for. */
let waited = 0

function shortWait(ms: number): Promise<void> {
  waited += ms
  return wait(Math.min(ms / 50, 100))
}

/** Starts the program on a data folder; a new one is set up and signed in first. */
export async function openDesktop(options: DesktopOptions): Promise<Desktop> {
  const { place, fileSystem, clock } = options
  const env = {
    QBO_ENVIRONMENT: 'sandbox',
    QBO_API_BASE: place.apiBase,
    QBO_AUTHORIZE_URL: place.authorizeUrl,
    QBO_TOKEN_URL: place.tokenUrl,
    QBO_REVOKE_URL: place.revokeUrl,
    QBO_CLIENT_ID: PRACTICE_KEYS.clientId,
    QBO_CLIENT_SECRET: PRACTICE_KEYS.clientSecret,
  }
  const opened = await openCompanion({
    dataFolder: options.dataFolder,
    secrets: options.secrets,
    env,
    pace: options.pace ?? QUICK,
    sleep: options.sleep ?? shortWait,
    ...(fileSystem && { fileSystem }),
    clock: clock ?? (() => new Date(Date.now() + waited)),
  })
  if (!opened.ok) throw new Error(`the data folder did not open: ${opened.problem.code}`)
  const { companion } = opened
  const isNew = companion.companyIds().length === 0
  const found = isNew
    ? await companion.addCompany(COMPANY, { name: COMPANY, location: options.source, keyEnv: null, apiKey: null })
    : await companion.company(COMPANY)
  if (!found.ok) throw new Error(`the company did not open: ${found.problem.code}`)
  const company = found.value
  if (isNew) {
    await setMappings(company, mappingsSchema.parse(options.mappings ?? MAPPINGS))
    await setSettings(company, { maxRemovals: 1_000 })
  }
  if (!options.staysSignedOut && (await company.connection.state()).state !== 'connected') await connect(company, env)
  return {
    companion,
    company,
    sync: () => company.sync(),
    async settle() {
      let why = ''
      for (let run = 0; run < MOST_RUNS; run++) {
        const report = await company.sync()
        if (report.read) throw new Error(`the source could not be read: ${report.read.code}`)
        const open = company.rows().filter((row) => row.state === 'pending' || row.state === 'syncing')
        if (!report.problem && open.length === 0) return
        const rows = open.map((row) => `${row.key} ${row.state} ${row.problem?.code ?? ''}`)
        why = [report.problem ? JSON.stringify(report.problem) : '', ...rows].join(', ')
      }
      throw new Error(`not settled after ${MOST_RUNS} runs: ${why}`)
    },
    queue: () =>
      company
        .rows()
        .map((row) => ({ key: row.key, state: row.state, problem: row.problem, attachments: row.attachments })),
    close: () => companion.close(),
  }
}

/** The person at the sign-in is a fetch: the practice company consents by itself. */
async function connect(company: Company, env: Record<string, string>): Promise<void> {
  const begun = await beginConnect(company, 'sandbox', env, 'en')
  if (!begun.ok) throw new Error(`the sign-in did not begin: ${begun.problem.code}`)
  await fetch(begun.value.authorizeUrl)
  const finished = await finishConnect(company, false)
  if (!finished.ok) throw new Error(`the sign-in failed: ${finished.problem.code}`)
}
