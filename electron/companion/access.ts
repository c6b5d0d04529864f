import { join } from 'node:path'
import type { Result } from '../../shared/result.ts'
import type { SecretStore } from '../keychain/secret-store.ts'
import { createMemoryStore } from '../keychain/memory-store.ts'
import { Secret } from '../qbo/secret.ts'
import type { PracticeCompany } from '../practice/practice-company.ts'
import type { Addresses, Environment } from '../qbo/addresses.ts'
import { addressesFor } from '../qbo/addresses.ts'
import { loadAppKeys } from '../qbo/app-keys.ts'
import type { AppKeys } from '../qbo/oauth.ts'
import type { AnsweredRequest, Timeouts } from '../qbo/client.ts'
import type { Connection } from '../qbo/connection.ts'
import { createConnection } from '../qbo/connection.ts'
import type { ConnectionOwner } from '../qbo/connection-owner.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import { createLimiter } from '../qbo/limits.ts'
import type { BatchRule } from '../push/batches.ts'
import type { Limiter, LimiterOptions } from '../qbo/limits.ts'

/** The way to one QuickBooks environment, for one company. Practice or Intuit: everything past here is the same. */
export interface Access {
  environment: Environment
  addresses: Addresses
  keys(): Promise<Result<AppKeys>>
  connection: Connection
  limiter: Limiter
  practice: PracticeCompany | null
  quickbooks(realmId: string): Promise<QuickBooks>
  close(): Promise<void>
}

/** How long requests may take and how fast they may follow each other, where it is not as QuickBooks wants it: for tests. */
export interface Pace {
  limits?: LimiterOptions
  timeouts?: Partial<Timeouts>
  batches?: BatchRule
  /** As on a computer of its own: other data folders of this one are not waited for. */
  isAloneHere?: boolean
  /** For one request to the sign-in server, ms. */
  signInMs?: number
}

/** Intuit's older limit, which is still about (facts §3): so many requests under way beside each other. */
const AT_ONCE = 10

export interface AccessOptions {
  environment: Environment
  owner: ConnectionOwner
  /** The company's own folder; the practice books are kept in it. */
  folder: string
  country: 'CA' | 'US'
  companyName: string
  secrets: SecretStore
  /** Whether the company counts as connected, so that its tokens must be in the keychain. */
  wasConnected: () => boolean
  env: Readonly<Record<string, string | undefined>>
  clock: () => Date
  pace?: Pace
  /** Told of each answer of QuickBooks, for the technical log. */
  answered: (about: AnsweredRequest) => void
}

/** Practice keeps to QuickBooks' limits unless it is told not to, with `QBO_PRACTICE_PACE=unlimited`: for tests. */
const UNLIMITED: LimiterOptions = { perSecond: 10_000, perMinute: 100_000 }

/**
 * Opens an environment. The practice company is started where it is asked for; its tokens stay in memory, since they open
 * nothing but this machine's practice books, and so practice works where there is no keychain.
 */
export async function openAccess(options: AccessOptions): Promise<Result<Access>> {
  const { environment, owner, env, pace } = options
  const practice = environment === 'practice' ? await startPractice(options) : null
  const addresses = addressesFor(environment, env, practice ?? undefined)
  if (!addresses.ok) {
    await practice?.close()
    return addresses
  }
  const store = practice ? createMemoryStore() : options.secrets
  const keys = practice
    ? async (): Promise<Result<AppKeys>> => ({
        ok: true,
        value: { clientId: practice.clientId, clientSecret: new Secret(practice.clientSecret) },
      })
    : () => loadAppKeys(environment, env, store, owner.folderId)
  const connection = createConnection({
    owner,
    addresses: addresses.value,
    keys,
    store,
    wasConnected: options.wasConnected,
    now: () => options.clock().getTime(),
    ...(pace?.signInMs !== undefined && { timeoutMs: pace.signInMs }),
  })
  const limiter = createLimiter({
    atOnce: AT_ONCE,
    ...(pace?.limits ?? (practice && env['QBO_PRACTICE_PACE'] === 'unlimited' ? UNLIMITED : undefined)),
  })
  let client: { realmId: string; quickbooks: QuickBooks } | null = null
  return {
    ok: true,
    value: {
      environment,
      addresses: addresses.value,
      keys,
      connection,
      limiter,
      practice,
      async quickbooks(realmId) {
        // The libraries that talk to QuickBooks are loaded by who talks to it.
        const { createQuickBooks } = await import('../qbo/client.ts')
        if (client?.realmId !== realmId)
          client = {
            realmId,
            quickbooks: createQuickBooks({
              realmId,
              addresses: addresses.value,
              tokens: connection,
              limiter,
              answered: options.answered,
              ...(pace?.timeouts && { timeouts: pace.timeouts }),
            }),
          }
        return client.quickbooks
      },
      async close() {
        await practice?.close()
      },
    },
  }
}

async function startPractice(options: AccessOptions): Promise<PracticeCompany> {
  // A QuickBooks of its own is loaded where one is practised with, and nowhere else.
  const { startPracticeCompany } = await import('../practice/practice-company.ts')
  return startPracticeCompany({
    folder: join(options.folder, 'practice'),
    country: options.country,
    companyName: options.companyName,
    taxTracking: true,
    consent: 'automatic',
    clock: options.clock,
    // A busy computer would bunch requests, and a first try would wait a minute for a limit that protects nothing here.
    limits: 'off',
  })
}
