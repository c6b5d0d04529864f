import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Company } from '../../electron/companion/company.ts'
import { pause } from '../../electron/companion/company-decisions.ts'
import { finishConnect } from '../../electron/companion/connect.ts'
import { ignore, setMappings } from '../../electron/companion/decisions.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { Grant } from '../../electron/qbo/sign-in.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { problem } from '../../shared/problem.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

const OTHER = '9999'
const far = Date.parse('2099-01-01')
const grant: Grant = {
  realmId: OTHER,
  redirectUri: 'http://localhost:1/',
  tokens: {
    accessToken: new Secret('access'),
    refreshToken: new Secret('refresh'),
    accessExpiresAt: far,
    refreshExpiresAt: far,
    endsForGoodAt: far,
  },
}

/** A person has consented in the books of another company. */
function consentsElsewhere(company: Company): void {
  const why = problem('sign-in-other-company', { realmId: OTHER, expected: company.profile.realmId ?? '' })
  company.connection.signIn = {
    started: {
      authorizeUrl: '',
      redirectUri: '',
      port: 0,
      finished: Promise.resolve({ kind: 'other-company', grant, problem: why }),
      complete: () => Promise.resolve(null),
      cancel: () => {},
    },
    environment: 'practice',
    ended: null,
  }
}

/** A run that has sent something of a kind and waits for answers, with more to come. */
async function sending(entity: string): Promise<{
  company: Company
  practice: ControlledCompany
  run: ReturnType<Company['sync']>
  created: (of?: string) => Promise<number>
}> {
  const { company, practice } = await runningCompany()
  await practice.controls.setFaults({
    rules: [{ kind: 'slow', delayMs: 300, match: { operation: 'create', entity } }],
  })
  const run = company.sync()
  const created = async (of = entity): Promise<number> =>
    (await practice.controls.requests(0)).filter((each) => each.operation === 'create' && each.entity === of).length
  await vi.waitFor(async () => expect(await created()).toBeGreaterThan(0), { timeout: 20_000, interval: 5 })
  return { company, practice, run, created }
}

describe('chosen in the middle of a run', () => {
  it('another company of QuickBooks: nothing that the earlier one answers is kept as the new one’s', async () => {
    const { company, run } = await sending('Invoice')
    consentsElsewhere(company)
    await finishConnect(company, true)
    await run
    const { store } = company.workspace
    expect(company.profile).toMatchObject({ realmId: OTHER, lookedAt: null })
    expect([...store.table('links').entries()]).toEqual([])
    expect([...store.table('inFlight').entries()]).toEqual([])
    expect([...company.cache.documents()]).toEqual([])
  })

  it('another company, of which two wait for the answer: one yes is enough, and nothing is given back', async () => {
    const { company } = await runningCompany()
    await company.sync()
    const access = await company.connection.access()
    if (!access.ok) throw new Error(access.problem.code)
    const declined = vi.spyOn(access.value.connection, 'decline')
    consentsElsewhere(company)
    const both = await Promise.all([finishConnect(company, true), finishConnect(company, false)])
    expect(both[0]).toEqual(both[1])
    expect(declined).not.toHaveBeenCalled()
    expect(company.profile.realmId).toBe(OTHER)
  })

  it('a pause: nothing new is begun, and all of it goes once it is over', async () => {
    const { company, practice, run, created } = await sending('Customer')
    await pause(company, 'resumed')
    await run
    const writes = (await practice.controls.requests(0)).length
    expect(await created('Invoice')).toBe(0)
    await company.sync()
    expect(await created('Invoice')).toBe(0)
    expect((await practice.controls.requests(0)).length).toBeGreaterThanOrEqual(writes)
    await practice.controls.setFaults({ rules: [] })
    await pause(company, null)
    await company.sync()
    expect(await created('Invoice')).toBeGreaterThan(0)
  })

  it('a document that is left out, or an account that is chosen: what was not begun yet goes as it was said last', async () => {
    const { company, run } = await sending('Invoice')
    const waiting = company.rows().filter(({ kind, state }) => kind === 'expense' && state === 'pending')
    const left = waiting.map(({ key }) => key).at(-1) as DocumentKey
    const others = waiting.map(({ key }) => key).slice(0, -1)
    await ignore(company, [left], 'Not ours')
    await setMappings(company, { ...company.workspace.mappings() })
    await run
    const links = company.workspace.store.table('links')
    expect(links.get(left)).toBeUndefined()
    expect(company.rows().find((row) => row.key === left)?.state).toBe('ignored')
    expect(others.filter((key) => links.get(key) !== undefined)).not.toEqual([])
  })
})
