import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Company } from '../../electron/companion/company.ts'
import { beginConnect, disconnect, finishConnect } from '../../electron/companion/connect.ts'
import { setMappings } from '../../electron/companion/decisions.ts'
import { documentDetails } from '../../electron/companion/document-details.ts'
import { activityOf } from '../../electron/companion/history.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import type { FaultRule, ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { chaosPlan, startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { audit } from '../../electron/terminal/audit-command.ts'
import * as commands from '../../electron/terminal/commands.ts'
import { queue } from '../../electron/terminal/queue-command.ts'
import { sync } from '../../electron/terminal/sync-command.ts'
import { mappingsSchema } from '../../shared/mappings.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { catchWritten } from '../support/written.ts'

const SAMPLES = join(import.meta.dirname, '../../build/samples')
const UNLIMITED = { perSecond: 10_000, perMinute: 1_000_000 }
/** An answer that hangs is given up after this long; one of a busy machine is not. */
const PATIENCE_MS = 1_500

const written = catchWritten()
const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A keychain that remembers every token that it ever held. */
function watchedKeychain(): { store: SecretStore; seen: Set<string> } {
  const store = createMemoryStore()
  const seen = new Set<string>()
  return {
    seen,
    store: {
      ...store,
      set(account, value) {
        const kept = JSON.parse(value) as Record<string, unknown>
        for (const name of ['accessToken', 'refreshToken']) if (typeof kept[name] === 'string') seen.add(kept[name])
        return store.set(account, value)
      },
    },
  }
}

interface Scene {
  companion: Companion
  company: Company
  practice: ControlledCompany
  folder: string
  secrets: Set<string>
}

/**
 * A company that is connected as to Intuit, with the app's keys, a browser and a keychain; only the addresses are those
 * of a practice company.
 */
async function connected(): Promise<Scene> {
  const practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
  ends.push(() => practice.close())
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-secrets-'))
  ends.push(() => rm(folder, { recursive: true, force: true }))
  await cp(join(SAMPLES, 'renovation'), join(folder, 'export'), { recursive: true })
  const { store, seen } = watchedKeychain()
  const env = {
    QBO_ENVIRONMENT: 'sandbox',
    QBO_CLIENT_ID: practice.clientId,
    QBO_CLIENT_SECRET: practice.clientSecret,
    QBO_REDIRECT_PORT: '0',
    QBO_API_BASE: practice.apiBase,
    QBO_AUTHORIZE_URL: practice.authorizeUrl,
    QBO_TOKEN_URL: practice.tokenUrl,
    QBO_REVOKE_URL: practice.revokeUrl,
  }
  const opened = await openCompanion({
    dataFolder: join(folder, 'data'),
    secrets: store,
    env,
    sleep: async () => undefined,
    pace: {
      limits: { ...UNLIMITED, clock: hurried() },
      timeouts: { readMs: PATIENCE_MS, writeMs: PATIENCE_MS, uploadMs: PATIENCE_MS },
      signInMs: PATIENCE_MS,
    },
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  ends.push(() => opened.companion.close())
  const added = await opened.companion.addCompany('beaubien', {
    name: 'Beaubien',
    location: join(folder, 'export'),
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) throw new Error(added.problem.code)
  const company = added.value
  await setMappings(company, mappingsSchema.parse(JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8'))))
  seen.add(practice.clientSecret)
  seen.add(Buffer.from(`${practice.clientId}:${practice.clientSecret}`).toString('base64'))
  const scene: Scene = { companion: opened.companion, company, practice, folder, secrets: seen }
  await connect(scene)
  return scene
}

/** The sign-in, with the browser's part done by hand, so that the authorization code is known too. */
async function connect({ company, companion, secrets }: Scene): Promise<void> {
  const begun = await beginConnect(company, 'sandbox', companion.env, 'en')
  if (!begun.ok) throw new Error(begun.problem.code)
  const consent = await fetch(begun.value.authorizeUrl, { redirect: 'manual' })
  const back = new URL(consent.headers.get('location') ?? '')
  secrets.add(back.searchParams.get('code') ?? '')
  secrets.add(back.searchParams.get('state') ?? '')
  const finished = finishConnect(company, false)
  await fetch(back)
  expect(await finished).toEqual({ ok: true, value: null })
}

/** Real time, in which waits of the limiter are over at once. */
function hurried() {
  let ahead = 0
  return {
    now: () => performance.timeOrigin + performance.now() + ahead,
    after(ms: number, callback: () => void) {
      setImmediate(() => {
        ahead += ms
        callback()
      })
    },
  }
}

async function textsBelow(folder: string): Promise<{ file: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'latin1') })))
}

/** Everything that a person can ask for, in the terminal and in the window. */
async function everythingShown({ company, companion }: Scene): Promise<string> {
  const shown: string[] = []
  const terminal = {
    out: (text: string) => void shown.push(text),
    error: (text: string) => void shown.push(text),
    progress: (text: string | null) => void shown.push(text ?? ''),
  }
  for (const language of ['en', 'fr'] as const) {
    for (const json of [true, false]) {
      const context = { terminal, companion, json, words: wordsFor(language) }
      await commands.status(context, company)
      queue(context, company, undefined)
      await commands.preview(context, company)
      await audit(context, company, {})
      await commands.companies(context)
    }
    await audit({ terminal, companion, json: false, words: wordsFor(language) }, company, { csv: true })
  }
  for (const row of company.rows()) shown.push(inspect(await documentDetails(company, row.key), { depth: 20 }))
  shown.push(
    inspect(
      [
        ...company.rows(),
        company.status(),
        await company.connection.state(),
        await activityOf(company.workspace.audit, 10_000),
      ],
      { depth: 20, maxArrayLength: null },
    ),
  )
  return shown.join('\n')
}

/** Secrets whole, and the beginnings that QuickBooks echoes. */
function found(secrets: ReadonlySet<string>, text: string): string[] {
  return [...secrets].filter(
    (secret) => text.includes(secret) || (secret.length > 40 && text.includes(secret.slice(0, 24))),
  )
}

async function expectNoSecret(scene: Scene): Promise<void> {
  const texts = await textsBelow(join(scene.folder, 'data'))
  expect(texts.length).toBeGreaterThan(3)
  for (const { file, text } of texts) {
    expect(found(scene.secrets, text), file).toEqual([])
    expect(text.includes('TempDownloadUri') || /[?&](X-Amz-Signature|signature)=/i.test(text), file).toBe(false)
  }
  const shown = await everythingShown(scene)
  expect(shown.length).toBeGreaterThan(10_000)
  expect(found(scene.secrets, shown)).toEqual([])
  expect(found(scene.secrets, written.join('\n'))).toEqual([])
}

const SIGN_IN_TROUBLE: readonly FaultRule[] = [
  { kind: 'expired', match: { operation: 'create' }, times: 2 },
  { kind: 'expired-xml', match: { operation: 'query' }, times: 1 },
  { kind: 'error', status: 500, match: { operation: 'token' }, times: 1 },
  { kind: 'reset', when: 'after', match: { operation: 'token' }, times: 1 },
]

describe('no token, secret or authorization code is written or shown anywhere', () => {
  it('after a sync through everything that can go wrong, with tokens that expire under way', async () => {
    const scene = await connected()
    const { company, practice } = scene
    await practice.controls.setFaults({ rules: [...SIGN_IN_TROUBLE, ...chaosPlan(7, 0.3).rules] })
    const errors: unknown[] = []
    for (let run = 0; run < 4; run++) {
      await practice.controls.expireAccessTokens()
      await company.sync().catch((error: unknown) => errors.push(error))
    }
    await practice.controls.setFaults(null)
    expect(await company.sync()).toMatchObject({ problem: null })
    expect(errors).toEqual([])
    expect(company.rows().filter(({ state }) => state === 'synced').length).toBeGreaterThan(20)
    // Several access tokens and refresh tokens, two keys, a code and a state.
    expect(scene.secrets.size).toBeGreaterThan(6)
    await expectNoSecret(scene)
  })

  it('after the connection was taken away in the middle, a new sign-in and a disconnect', async () => {
    const scene = await connected()
    const { company, companion, practice } = scene
    await practice.controls.revokeConnections()
    const shown: string[] = []
    const terminal = {
      out: (text: string) => void shown.push(text),
      error: (text: string) => void shown.push(text),
      progress: () => undefined,
    }
    expect(
      await sync({ terminal, companion, json: false, words: wordsFor('fr') }, company, {
        watch: false,
        stopped: new Promise(() => undefined),
      }),
    ).toBe(1)
    await connect(scene)
    await company.sync()
    await practice.controls.setFaults({ rules: [{ kind: 'error', status: 500, match: { operation: 'revoke' } }] })
    await disconnect(company)
    expect(found(scene.secrets, shown.join('\n'))).toEqual([])
    await expectNoSecret(scene)
  })

  it('is a search that finds one where there is one', async () => {
    const scene = await connected()
    const [token] = scene.secrets
    await scene.company.workspace.note({
      type: 'event',
      company: 'beaubien',
      what: 'test',
      key: null,
      params: { token: token ?? '' },
    })
    await expect(expectNoSecret(scene)).rejects.toThrow()
  })
})
