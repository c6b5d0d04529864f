import { afterEach, describe, expect, it } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import { disconnect } from '../../electron/companion/connect.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { Environment } from '../../electron/qbo/addresses.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { copyForReading } from '../../electron/store/reading-copy.ts'
import { statusJson } from '../../electron/terminal/output.ts'
import { overallState } from '../../shared/overall-state.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

const DAY = 86_400_000

/** A company that is connected, for so many more days. */
async function connectedFor(days: number, environment: Environment = 'sandbox', forGood: number | null = null) {
  const { companion, company } = await runningCompany()
  const added = await companion.addCompany('sandboxed', {
    name: 'Sandboxed',
    location: company.profile.source.location,
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) throw new Error(added.problem.code)
  const sandboxed = added.value
  await sandboxed.workspace.setProfile({ environment, realmId: '42' })
  const access = await sandboxed.connection.access()
  if (!access.ok) throw new Error(access.problem.code)
  await access.value.connection.accept(
    {
      realmId: '42',
      redirectUri: 'http://localhost:8477/callback',
      tokens: {
        accessToken: new Secret('a'),
        refreshToken: new Secret('r'),
        accessExpiresAt: Date.now() + 3_600_000,
        refreshExpiresAt: Date.now() + days * DAY,
        ...(forGood !== null && { endsForGoodAt: Date.now() + forGood * DAY }),
      },
    },
    { companyName: 'Rénovations Beaubien', connectedBy: 'marie' },
  )
  await sandboxed.connection.state()
  return sandboxed
}

describe('how the connection stands (X2)', () => {
  it('who connected, when, to which company, and until when', async () => {
    const { connection } = (await connectedFor(90)).status()
    expect(connection).toMatchObject({
      state: 'connected',
      companyName: 'Rénovations Beaubien',
      realmId: '42',
      connectedBy: 'marie',
      problem: null,
    })
    expect(Date.now() - Date.parse(connection.connectedAt ?? '')).toBeLessThan(60_000)
    expect(Math.round((Date.parse(connection.expiresAt ?? '') - Date.now()) / DAY)).toBe(90)
  })

  it('within 60 days of the end that no use moves, it says that end', async () => {
    const { connection } = (await connectedFor(90, 'sandbox', 59)).status()
    expect(connection).toMatchObject({
      state: 'connected',
      expiresAt: connection.endsForGoodAt,
      problem: { code: 'connection-ends-for-good', params: { date: connection.endsForGoodAt?.slice(0, 10) } },
    })
    expect((await connectedFor(90, 'sandbox', 300)).status().connection.problem).toBeNull()
  })

  it('from 14 days before its end it says so, with the day and a way to sign in again, and is still connected', async () => {
    const company = await connectedFor(13.9)
    const { connection } = company.status()
    expect(connection).toMatchObject({
      state: 'connected',
      problem: { code: 'connection-ends-soon', params: { date: connection.expiresAt?.slice(0, 10) } },
    })
    const told = statusJson(wordsFor('fr'), company.status(), company.summary) as {
      state: string
      connection: { state: string; problem: { title: string; actions: string[] } }
    }
    expect(told.connection.problem).toMatchObject({
      title: expect.stringContaining('prend fin le') as string,
      actions: ['sign-in'],
    })
    expect(told.state).toBe(overallState(company.status()))
  })

  it('before that it says nothing of it', async () => {
    expect((await connectedFor(14.1)).status().connection.problem).toBeNull()
  })
})

describe('a company whose own store was lost, while the keychain has its tokens', () => {
  it('takes no connection for its own that nothing but the keychain knows of: a person signs in again', async () => {
    const company = await connectedFor(90, 'production')
    await company.workspace.setProfile({ environment: null, realmId: null, quickbooksName: null })
    expect(await company.connection.state()).toMatchObject({ state: 'not-connected' })

    expect(await company.connection.quickbooks()).toMatchObject({
      ok: false,
      problem: { code: 'connection-unconfirmed' },
    })
    expect(company.profile).toMatchObject({ environment: null, realmId: null })
  })

  it('stays without a connection where the tokens are of another company than the links', async () => {
    const company = await connectedFor(90, 'production')
    await company.workspace.setProfile({ environment: null, realmId: '41' })
    await company.connection.quickbooks()
    expect(company.profile).toMatchObject({ environment: null, realmId: '41' })
  })

  it('a disconnect is not undone: its tokens are forgotten', async () => {
    const company = await connectedFor(90, 'production')
    await disconnect(company)
    expect((await company.connection.quickbooks()).ok).toBe(false)
    expect(company.profile.environment).toBeNull()
    expect(await company.connection.state()).toMatchObject({ state: 'not-connected' })
  })
})

describe('a QuickBooks that answers nothing any more', () => {
  it('is told to whoever looks from another program, until a run gets through', async () => {
    const { company, practice, dataFolder } = await runningCompany({ hurried: true })
    expect((await company.sync()).problem).toBeNull()
    await practice.controls.setFaults({ rules: [{ kind: 'error', status: 503 }] })
    company.cache.markSettingsStale()
    expect((await company.sync()).problem).toMatchObject({ code: 'quickbooks-busy' })
    expect(await seenElsewhere(dataFolder)).toMatchObject({ state: 'connected', problem: { code: 'quickbooks-busy' } })

    await practice.controls.setFaults(null)
    expect((await company.sync()).problem).toBeNull()
    expect(await seenElsewhere(dataFolder)).toMatchObject({ state: 'connected', problem: null })
  })
})

/** How the connection stands to a program that only reads, beside the one at work. */
async function seenElsewhere(dataFolder: string) {
  const copy = await copyForReading(dataFolder)
  const opened =
    copy && (await openCompanion({ dataFolder: copy.folder, secrets: createMemoryStore(), env: {}, readOnly: true }))
  if (!opened?.ok) throw new Error('nothing to look at')
  const company = await opened.companion.company('beaubien')
  if (!company.ok) throw new Error(company.problem.code)
  await company.value.connection.state()
  const { connection } = company.value.status()
  await opened.companion.close()
  await copy?.remove()
  return connection
}
