import { afterEach, describe, expect, it, vi } from 'vitest'
import { handlersFor } from '../../electron/companion/handlers.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { overallState, overviewOf } from '../../shared/overall-state.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await closeCompanies()
})

/** The practice company, and beside it one that is connected to a sandbox of Intuit, both over the same export. */
async function twoCompanies() {
  const { companion, company } = await runningCompany()
  const added = await companion.addCompany('sandboxed', {
    name: 'Sandboxed',
    location: company.profile.source.location,
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) throw new Error(added.problem.code)
  await added.value.workspace.setProfile({ environment: 'sandbox', realmId: '42' })
  const access = await added.value.connection.access()
  if (!access.ok) throw new Error(access.problem.code)
  await access.value.connection.accept(
    {
      realmId: '42',
      redirectUri: 'http://localhost:8477/callback',
      tokens: {
        accessToken: new Secret('a'),
        refreshToken: new Secret('r'),
        accessExpiresAt: Date.now() + 3_600_000,
        refreshExpiresAt: Date.now() + 86_400_000_000,
      },
    },
    { companyName: 'Sandboxed', connectedBy: '' },
  )
  const scheduler = new Scheduler({ companion, dataFolder: '', samples: '', host: 'electron', version: '0' })
  closing.push(() => scheduler.close())
  return { scheduler, practice: company, sandboxed: added.value }
}

describe('a machine without a network', () => {
  it('goes on practising and reading, says that QuickBooks is out of reach, and asks nobody there', async () => {
    const { scheduler, practice, sandboxed } = await twoCompanies()
    scheduler.systemChanged('offline')
    await scheduler.follow('beaubien')
    await scheduler.follow('sandboxed')
    await vi.waitFor(() => expect(practice.status().counts.synced).toBeGreaterThan(10), {
      timeout: 15_000,
      interval: 50,
    })
    await vi.waitFor(() => expect(sandboxed.status().source.lastReadAt).not.toBeNull(), {
      timeout: 15_000,
      interval: 50,
    })

    expect(sandboxed.rows().length).toBeGreaterThan(0)
    expect(sandboxed.status().connection).toMatchObject({ state: 'offline', problem: { code: 'offline' } })
    expect(overallState(sandboxed.status())).toBe('offline')
    expect(practice.status().connection.state).toBe('connected')
    expect(overallState(practice.status())).not.toBe('offline')
    expect(overviewOf(await handlersFor(scheduler).companies({})).state).toBe('offline')
  })

  it('is told to every window, and taken back as soon as the network is there', async () => {
    const { scheduler, sandboxed } = await twoCompanies()
    await scheduler.follow('sandboxed')
    const told: string[] = []
    scheduler.subscribe((event) => {
      if (event.event === 'status') told.push(event.status.connection.state)
    })
    scheduler.systemChanged('offline')
    await vi.waitFor(() => expect(told.at(-1)).toBe('offline'))
    scheduler.systemChanged('sleep')
    scheduler.systemChanged('online')
    await vi.waitFor(() => expect(told.at(-1)).toBe('connected'))
    expect(sandboxed.status().connection.problem).toBeNull()
  })
})
