import { spawn } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ControlledCompany, ControlledOptions } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { edit, renovation } from '../billdr/exports.ts'
import type { Said } from '../sample/terminal.ts'
import { CLI, NODE_COMPILE_CACHE, SAMPLES, command } from '../sample/terminal.ts'
import type { KeychainSession } from '../support/keychain-session.ts'
import { keychainMissing, keychainSession } from '../support/keychain-session.ts'

/*
 * X2: connect, disconnect, reconnect, as with Intuit: the real command, a real keychain, and a QuickBooks of the test's
 * own at the addresses that the environment names.
 */

const MINUTE = 60_000
const reason = keychainMissing()
const skipped = reason ? ` (skipped: ${reason})` : ''

let session: KeychainSession | null = null
let scratch = ''
let source = ''
let first: ControlledCompany
let second: ControlledCompany

const COMPANY = ['--company', 'beaubien']

async function quickBooks(options: Partial<ControlledOptions> = {}): Promise<ControlledCompany> {
  return startControlledCompany({
    folder: null,
    country: 'CA',
    consent: 'automatic',
    limits: 'off',
    companyName: 'Beaubien au Québec',
    ...options,
  })
}

/** The addresses of a QuickBooks as people name them, and the keys of an Intuit app. */
function at(company: ControlledCompany): Record<string, string> {
  return {
    ...session?.environment,
    QBO_API_BASE: company.apiBase,
    QBO_AUTHORIZE_URL: company.authorizeUrl,
    QBO_TOKEN_URL: company.tokenUrl,
    QBO_REVOKE_URL: company.revokeUrl,
    QBO_CLIENT_ID: company.clientId,
    QBO_CLIENT_SECRET: company.clientSecret,
    QBO_REDIRECT_PORT: '0',
  }
}

function run(company: ControlledCompany, ...args: string[]): Promise<Said> {
  return command([...args, '--data-dir', join(scratch, 'data')], at(company))
}

async function statusOf(company: ControlledCompany): Promise<{
  connection: { state: string; realmId: string | null; companyName: string | null; expiresAt: string | null }
  counts: Record<string, number>
}> {
  return JSON.parse((await run(company, 'status', ...COMPANY, '--json')).out) as Awaited<ReturnType<typeof statusOf>>
}

/** `connect --no-browser`, the browser being whoever visits the address that it prints. */
function connect(
  company: ControlledCompany,
  visit: (authorizeUrl: string) => Promise<unknown>,
  ...more: string[]
): Promise<Said & { authorizeUrl: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(QBO_|BILLDR_)/.test(name)))
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [CLI, 'connect', '--no-browser', ...COMPANY, ...more, '--data-dir', join(scratch, 'data')],
      {
        env: { ...clean, LANG: 'en_CA.UTF-8', NODE_COMPILE_CACHE, ...at(company) },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let out = ''
    let errors = ''
    let authorizeUrl = ''
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString()
      const line = /^authorize: (\S+)$/m.exec(out)
      if (!line?.[1] || authorizeUrl !== '') return
      authorizeUrl = line[1]
      visit(authorizeUrl).catch(reject)
    })
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, errors, authorizeUrl }))
  })
}

const follow = (address: string): Promise<Response> => fetch(address)

beforeAll(async () => {
  if (reason !== null) return
  session = await keychainSession()
  scratch = await mkdtemp(join(tmpdir(), 'billdr-qbo-connection-'))
  source = await renovation()
  for (const table of ['professionals', 'cost-codes', 'credits', 'payments', 'expenses', 'purchase-orders'])
    await edit(source, table, (records) => records.splice(0))
  await edit(source, 'invoices', (records) => {
    records.splice(1)
    for (const line of (records[0]?.['lines'] ?? []) as { costCodeId?: string }[]) delete line.costCodeId
  })
  for (const table of ['clients', 'projects']) await edit(source, table, (records) => records.splice(1))
  first = await quickBooks()
  second = await quickBooks({ realmId: '9130350000000000099', companyName: 'Une autre entreprise' })
  expect((await run(first, 'add-company', '--id', 'beaubien', '--source', source)).code).toBe(0)
  expect((await run(first, 'mapping', 'import', join(SAMPLES, 'mappings.json'), ...COMPANY)).code).toBe(0)
}, MINUTE)

afterAll(async () => {
  await first?.close()
  await second?.close()
  await session?.close()
  if (scratch) await rm(scratch, { recursive: true, force: true })
}, MINUTE)

async function writesTo(company: ControlledCompany): Promise<number> {
  return (await company.controls.requests(0)).filter(({ operation }) =>
    ['create', 'update', 'delete', 'void', 'upload'].includes(operation),
  ).length
}

describe('X2: the connection, end to end', () => {
  it.skipIf(reason !== null)(
    `X2: before it is connected, a sync sends nothing and says what to do${skipped}`,
    async () => {
      const said = await run(first, 'sync', ...COMPANY)
      expect(said.code).toBe(1)
      expect(said.errors).toMatch(/not connected/i)
      expect((await statusOf(first)).connection).toMatchObject({ state: 'not-connected', realmId: null })
      expect(await first.controls.requests(0)).toEqual([])
    },
    MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: an environment that is not known by its name stops the sync, and is never taken for the real books${skipped}`,
    async () => {
      const said = await command(['sync', ...COMPANY, '--data-dir', join(scratch, 'data')], {
        ...at(first),
        QBO_ENVIRONMENT: 'Sandbox',
      })
      expect(said.code).toBe(1)
      expect(said.errors).toContain('QBO_ENVIRONMENT')
      expect(await first.controls.requests(0)).toEqual([])
    },
    MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: the person says no: refused, in words, and nothing is connected${skipped}`,
    async () => {
      await first.controls.setConsent('refuse')
      const said = await connect(first, follow)
      expect(said.code).toBe(1)
      expect(said.errors).toMatch(/\S/)
      await first.controls.setConsent('automatic')
      expect((await statusOf(first)).connection.state).toBe('not-connected')
    },
    MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: consent on the page that asks, and it is connected; the sync goes, through the renewal of its token${skipped}`,
    async () => {
      await first.controls.setConsent('ask')
      const said = await connect(first, async (address) => {
        const page = await (await fetch(address)).text()
        expect(page).toContain('Beaubien au Québec')
        await first.controls.setConsent('automatic')
        await fetch(address)
      })
      expect(said).toMatchObject({ code: 0, errors: '' })
      expect(said.authorizeUrl.startsWith(first.authorizeUrl)).toBe(true)
      expect(said.out).toContain('Beaubien au Québec')
      expect((await statusOf(first)).connection).toMatchObject({
        state: 'connected',
        realmId: first.realmId,
        companyName: 'Beaubien au Québec',
        expiresAt: expect.stringMatching(/^20/) as string,
      })

      await first.controls.expireAccessTokens()
      const synced = await run(first, 'sync', ...COMPANY, '--json')
      expect(synced.code).toBe(0)
      expect(JSON.parse(synced.out)).toMatchObject({ sent: 4, counts: { synced: 3 } })
    },
    MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: no token, and no secret, is in any file of the data folder${skipped}`,
    async () => {
      const files = (await readdir(join(scratch, 'data'), { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      )
      expect(files.length).toBeGreaterThan(3)
      for (const file of files) {
        const text = await readFile(join(file.parentPath, file.name), 'utf8')
        expect(text).not.toMatch(/refresh_?token|access_?token|Bearer /i)
        expect(text).not.toContain(first.clientSecret)
      }
    },
    MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: disconnected, the tokens are revoked and forgotten; mappings, links and history stay, and a reconnection sends nothing again${skipped}`,
    async () => {
      expect((await run(first, 'disconnect', ...COMPANY)).code).toBe(0)
      expect((await first.controls.requests(0)).some(({ operation }) => operation === 'revoke')).toBe(true)
      expect((await statusOf(first)).connection.state).toBe('not-connected')
      const file = join(scratch, 'mappings.json')
      await run(first, 'mapping', 'export', file, ...COMPANY)
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(
        JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8')),
      )
      expect((await run(first, 'sync', ...COMPANY)).code).toBe(1)

      const before = await writesTo(first)
      expect((await connect(first, follow)).code).toBe(0)
      expect(await run(first, 'sync', ...COMPANY)).toMatchObject({ code: 0 })
      expect(await writesTo(first)).toBe(before)
    },
    2 * MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: taken away in QuickBooks, it is said, and nothing is lost${skipped}`,
    async () => {
      await first.controls.revokeConnections()
      const said = await run(first, 'sync', ...COMPANY, '--json')
      expect(said.code).toBe(1)
      expect(JSON.parse(said.out)).toMatchObject({
        counts: { synced: 3 },
        problem: { code: expect.stringMatching(/^connection-/) as string },
      })
      expect((await statusOf(first)).connection.state).toBe('ended')
      expect((await connect(first, follow)).code).toBe(0)
    },
    MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: another company than before is not taken without a yes; with one, it begins anew there${skipped}`,
    async () => {
      const declined = await connect(second, follow)
      expect(declined.code).toBe(1)
      expect(declined.errors).toContain(second.realmId)
      expect(await writesTo(second)).toBe(0)
      expect((await statusOf(first)).connection).toMatchObject({ state: 'connected', realmId: first.realmId })

      expect((await connect(second, follow, '--other-company')).code).toBe(0)
      expect((await statusOf(second)).connection).toMatchObject({
        state: 'connected',
        realmId: second.realmId,
        companyName: 'Une autre entreprise',
      })
      const synced = await run(second, 'sync', ...COMPANY, '--json')
      expect(JSON.parse(synced.out)).toMatchObject({ sent: 4, counts: { synced: 3 } })
      expect(await second.controls.entities('Customer')).toHaveLength(2)
    },
    2 * MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: a token goes to no other host: such an address is refused before anything is asked of it${skipped}`,
    async () => {
      const said = await command(['connect', '--no-browser', ...COMPANY, '--data-dir', join(scratch, 'data')], {
        ...at(second),
        QBO_TOKEN_URL: 'https://oauth.example.net/token',
      })
      expect(said).toMatchObject({ code: 1, out: '' })
      expect(said.errors).toContain('QBO_TOKEN_URL')
    },
    MINUTE,
  )

  it.skipIf(reason !== null)(
    `X2: where there is no keychain it says so, connects nothing, and writes nothing to a file${skipped}`,
    async () => {
      const folder = join(scratch, 'no-keychain')
      const environment = { ...at(second), DBUS_SESSION_BUS_ADDRESS: `unix:path=${scratch}/no-bus` }
      await command(['add-company', '--id', 'beaubien', '--source', source, '--data-dir', folder], environment)
      const said = await command(['sync', '--company', 'beaubien', '--data-dir', folder], environment)
      expect(said.code).toBe(1)
      expect(said.errors).toMatch(/keychain|not connected/i)
    },
    MINUTE,
  )
})
