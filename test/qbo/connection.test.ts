import { ownerOf } from '../support/owner.ts'
import { describe, expect, it } from 'vitest'
import { problem } from '../../shared/problem.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import { createConnection } from '../../electron/qbo/connection.ts'
import type { ConnectionOptions } from '../../electron/qbo/connection.ts'
import type { Grant } from '../../electron/qbo/sign-in.ts'
import { addressesOf, loopback, REALM } from './loopback.ts'
import type { Received, Reply } from './loopback.ts'

const DAY = 86_400_000
const START = Date.parse('2026-11-22T12:00:00Z')

function grant(more: Partial<Grant['tokens']> = {}): Grant {
  return {
    realmId: REALM,
    redirectUri: 'http://localhost:8477/callback',
    tokens: {
      accessToken: new Secret('access-0'),
      refreshToken: new Secret('refresh-0'),
      accessExpiresAt: START + 3_600_000,
      refreshExpiresAt: START + 100 * DAY,
      ...more,
    },
  }
}

const issued = (number: number) => ({
  access_token: `access-${number}`,
  refresh_token: `refresh-${number}`,
  expires_in: 3600,
  x_refresh_token_expires_in: 8_640_000,
})

/** A sign-in server that gives numbered tokens, and takes only the newest refresh token. */
function rotating() {
  let number = 0
  return (request: Received): Reply => {
    const sent = new URLSearchParams(request.body.toString()).get('refresh_token')
    if (sent !== `refresh-${number}`) return { status: 400, body: { error: 'invalid_grant' } }
    number += 1
    return { body: issued(number) }
  }
}

async function setUp(
  answer: (request: Received, count: number) => Reply | Promise<Reply>,
  more: Partial<ConnectionOptions> = {},
) {
  const server = await loopback(answer)
  const clock = { now: START }
  const store = createMemoryStore()
  const options: ConnectionOptions = {
    owner: ownerOf('lavoie', REALM, 'sandbox'),
    addresses: addressesOf(server.base),
    store,
    now: () => clock.now,
    keys: async () => ({ ok: true, value: { clientId: 'id', clientSecret: new Secret('the-client-secret') } }),
    ...more,
  }
  const connection = createConnection(options)
  return { server, clock, options, connection, store }
}

async function connected(answer: Parameters<typeof setUp>[0], more: Partial<ConnectionOptions> = {}) {
  const made = await setUp(answer, more)
  expect(await made.connection.accept(grant(), { companyName: 'Rénovation Lavoie', connectedBy: 'marie' })).toBeNull()
  return made
}

async function tokenOf(answer: ReturnType<ReturnType<typeof createConnection>['accessToken']>) {
  const got = await answer
  return got.ok ? got.accessToken.reveal() : got.problem.code
}

describe('the connection of a company (X2)', () => {
  it('says who connected, when, to which company, and how long it lasts', async () => {
    const { connection, clock } = await connected(rotating())
    expect(await connection.state()).toEqual({
      state: 'connected',
      environment: 'sandbox',
      realmId: REALM,
      companyName: 'Rénovation Lavoie',
      connectedBy: 'marie',
      connectedAt: '2026-11-22T12:00:00.000Z',
      expiresAt: '2027-03-02T12:00:00.000Z',
      endsSoon: false,
      endsForGoodAt: null,
      problem: null,
    })
    clock.now = START + 86.5 * DAY
    expect(await connection.state()).toMatchObject({ state: 'connected', endsSoon: true })
    clock.now = START + 101 * DAY
    expect(await connection.state()).toMatchObject({ state: 'ended', problem: { code: 'connection-ended' } })
  })

  it('ends for good five years after the sign-in: kept over renewals, and told sixty days before', async () => {
    const years = 5 * 365 * DAY
    let asked = ''
    const answer = rotating()
    const { connection, clock, options } = await connected((request) => {
      asked = String(request.headers['x-include-refresh-token-hard-expires-in'])
      const reply = answer(request)
      return typeof reply === 'object' && clock.now < START + DAY
        ? { ...reply, body: { ...(reply.body as object), x_refresh_token_hard_expires_in: years / 1000 } }
        : reply
    })
    const end = new Date(START + years + 3_700_000).toISOString()
    clock.now = START + 3_700_000
    await connection.accessToken()
    expect(asked).toBe('true')
    expect(await connection.state()).toMatchObject({ endsForGoodAt: end, endsSoon: false })
    // A renewal that does not say it leaves it as it was, also for the next start.
    clock.now = START + years - 59 * DAY
    await connection.accessToken()
    expect(await createConnection(options).state()).toMatchObject({
      state: 'connected',
      endsForGoodAt: end,
      endsSoon: true,
    })
    clock.now = START + years + DAY
    expect(await connection.state()).toMatchObject({ state: 'ended', problem: { code: 'connection-ended' } })
  })

  it('is not connected before a sign-in, and says so to whoever asks for a token', async () => {
    const { connection } = await setUp(rotating())
    expect(await connection.state()).toMatchObject({
      state: 'not-connected',
      expiresAt: null,
      problem: { code: 'not-connected' },
    })
    expect(await connection.accessToken()).toMatchObject({
      ok: false,
      kind: 'signed-out',
      problem: { code: 'not-connected' },
    })
  })

  it('uses the access token while it is good, and renews it before it ends', async () => {
    const { connection, clock, server } = await connected(rotating())
    expect(await tokenOf(connection.accessToken())).toBe('access-0')
    clock.now += 3_600_000
    expect(await tokenOf(connection.accessToken())).toBe('access-1')
    clock.now += 3_400_000
    expect(await tokenOf(connection.accessToken())).toBe('access-1')
    expect(server.received).toHaveLength(1)
    clock.now += 100_000
    expect(await tokenOf(connection.accessToken())).toBe('access-2')
    expect(server.received).toHaveLength(2)
  })

  it('renews once for all who ask at the same time, even through several objects', async () => {
    const { connection, options, clock, server } = await connected(rotating())
    clock.now += 3_600_000
    const others = [createConnection(options), createConnection(options)]
    const tokens = await Promise.all(
      [connection, ...others, connection, ...others].map((each) => tokenOf(each.accessToken())),
    )
    expect(new Set(tokens)).toEqual(new Set(['access-1']))
    expect(server.received).toHaveLength(1)
  })

  it('renews once where several requests were refused with the same token', async () => {
    const { connection, server } = await connected(rotating())
    const old = new Secret('access-0')
    expect(await Promise.all([1, 2, 3].map(() => tokenOf(connection.renewed(old))))).toEqual([
      'access-1',
      'access-1',
      'access-1',
    ])
    expect(server.received).toHaveLength(1)
  })

  it('has the new refresh token in the keychain before it is used', async () => {
    const events: string[] = []
    const memory = createMemoryStore()
    const store: SecretStore = {
      ...memory,
      set: async (account, value) => {
        const done = await memory.set(account, value)
        events.push(`stored ${(JSON.parse(value) as { refreshToken: string }).refreshToken}`)
        return done
      },
    }
    const rotate = rotating()
    const { connection, clock } = await connected(
      (request) => {
        events.push(`sent ${new URLSearchParams(request.body.toString()).get('refresh_token') ?? 'nothing'}`)
        return rotate(request)
      },
      { store },
    )
    for (let hour = 0; hour < 3; hour += 1) {
      clock.now += 3_600_000
      await connection.accessToken()
      events.push('used')
    }
    expect(events).toEqual([
      'stored refresh-0',
      'sent refresh-0',
      'stored refresh-1',
      'used',
      'sent refresh-1',
      'stored refresh-2',
      'used',
      'sent refresh-2',
      'stored refresh-3',
      'used',
    ])
  })

  it('keeps renewed tokens that the keychain would not take, and stores them as soon as it opens', async () => {
    const memory = createMemoryStore()
    let locked = false
    const store: SecretStore = {
      ...memory,
      set: async (account, value) =>
        locked ? { ok: false, problem: problem('keychain-locked') } : memory.set(account, value),
    }
    const { connection, clock, server } = await connected(rotating(), { store })
    clock.now += 3_600_000
    locked = true
    expect(await connection.accessToken()).toMatchObject({
      ok: false,
      kind: 'not-sent',
      problem: { code: 'keychain-locked' },
    })
    expect(await connection.accessToken()).toMatchObject({ ok: false, problem: { code: 'keychain-locked' } })
    locked = false
    expect(await tokenOf(connection.accessToken())).toBe('access-1')
    expect(server.received).toHaveLength(1)
  })

  it('takes what another process renewed, instead of renewing again', async () => {
    const { connection, options, clock, server } = await connected(rotating())
    // Another process: another object of the same keychain, with a memory of its own.
    const elsewhere = createConnection({ ...options, store: { ...options.store } })
    clock.now += 3_600_000
    expect(await tokenOf(elsewhere.accessToken())).toBe('access-1')
    expect(await tokenOf(connection.accessToken())).toBe('access-1')
    expect(server.received).toHaveLength(1)
  })

  it('survives that another process was faster while the renewal was on its way', async () => {
    const rotate = rotating()
    const made = await connected(async (request, count) => {
      if (count === 1) {
        // Between our reading of the keychain and Intuit's answer, the other process renews.
        rotate({ ...request, body: Buffer.from('refresh_token=refresh-0') })
        await createConnection({ ...made.options, store: { ...made.options.store } }).accept(
          grant({
            accessToken: new Secret('access-1'),
            refreshToken: new Secret('refresh-1'),
            accessExpiresAt: made.clock.now + 3_600_000,
          }),
          { companyName: '', connectedBy: '' },
        )
      }
      return rotate(request)
    })
    made.clock.now += 3_600_000
    expect(await tokenOf(made.connection.accessToken())).toBe('access-1')
    expect(await made.connection.state()).toMatchObject({ state: 'connected' })
  })

  it('ends, and stays ended, when Intuit no longer takes the refresh token', async () => {
    const { connection, options, clock, server } = await connected(() => ({
      status: 400,
      body: { error: 'invalid_grant' },
    }))
    clock.now += 3_600_000
    expect(await connection.accessToken()).toMatchObject({
      ok: false,
      kind: 'signed-out',
      problem: { code: 'connection-ended' },
    })
    expect(await connection.accessToken()).toMatchObject({ ok: false, kind: 'signed-out' })
    expect(server.received).toHaveLength(1)
    expect(await createConnection(options).state()).toMatchObject({ state: 'ended', realmId: REALM })
    // A new sign-in begins anew.
    await connection.accept(grant({ accessExpiresAt: clock.now + 3_600_000 }), { companyName: 'L', connectedBy: 'm' })
    expect(await tokenOf(connection.accessToken())).toBe('access-0')
  })

  it.each<[string, Reply, string, string]>([
    ['the keys are wrong', { status: 401, body: { error: 'invalid_client' } }, 'signed-out', 'app-keys-wrong'],
    ['the server has trouble', { status: 500, body: '' }, 'not-sent', 'quickbooks-busy'],
    ['the answer is lost', 'reset', 'not-sent', 'quickbooks-busy'],
    ['the answer never comes', 'hang', 'not-sent', 'quickbooks-busy'],
    ['the answer makes no sense', { body: '<html>' }, 'not-sent', 'quickbooks-answer-broken'],
  ])('says why a renewal failed and keeps the connection: %s', async (_, reply, kind, code) => {
    const { connection, clock } = await connected(() => reply, { timeoutMs: 200 })
    clock.now += 3_600_000
    expect(await connection.accessToken()).toMatchObject({ ok: false, kind, problem: { code } })
    expect(await connection.state()).toMatchObject({ state: 'connected' })
  })

  it('is offline where the sign-in server cannot be reached', async () => {
    const { connection, clock, server } = await connected(rotating())
    await server.close()
    clock.now += 3_600_000
    expect(await connection.accessToken()).toMatchObject({ ok: false, kind: 'not-sent', problem: { code: 'offline' } })
  })

  it('sends its tokens to the address that they were issued for, and to no other', async () => {
    const { options } = await connected(rotating())
    const elsewhere = await loopback(() => ({ body: issued(9) }))
    const moved = createConnection({ ...options, addresses: addressesOf(elsewhere.base) })
    expect(await moved.accessToken()).toMatchObject({
      ok: false,
      kind: 'signed-out',
      problem: { code: 'not-connected' },
    })
    expect(await moved.state()).toMatchObject({ state: 'not-connected' })
    expect(await moved.disconnect()).toEqual({ revoked: false, problem: null })
    expect(elsewhere.received).toHaveLength(0)
  })

  it('lets the practice company move between ports of this machine', async () => {
    const practice = (base: string) => ({ ...addressesOf(base), environment: 'practice' as const })
    const { options, connection } = await setUp(rotating())
    const owner = ownerOf('lavoie', REALM, 'practice')
    const first = createConnection({ ...options, owner, addresses: practice('http://127.0.0.1:1111') })
    await first.accept(grant(), { companyName: 'Practice', connectedBy: '' })
    const moved = createConnection({ ...options, owner, addresses: practice('http://127.0.0.1:2222') })
    expect(await moved.state()).toMatchObject({ state: 'connected' })
    expect(await connection.state()).toMatchObject({ state: 'not-connected' })
  })

  it('is revoked and forgotten by a disconnect', async () => {
    const { connection, store, server } = await connected(() => ({ body: {} }))
    expect(await connection.disconnect()).toEqual({ revoked: true, problem: null })
    expect(server.received.map(({ url, body }) => [url.pathname, JSON.parse(body.toString())])).toEqual([
      ['/revoke', { token: 'refresh-0' }],
    ])
    expect(store.accounts()).toEqual([])
    expect(await connection.accessToken()).toMatchObject({ ok: false, problem: { code: 'not-connected' } })
  })

  it('is only forgotten where the tokens came from another place than the one that would be told', async () => {
    const { options } = await setUp(rotating())
    const addresses = { ...options.addresses, revokeUrl: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke' }
    const connection = createConnection({ ...options, addresses })
    await connection.accept(grant(), { companyName: '', connectedBy: '' })
    expect(await connection.disconnect()).toEqual({ revoked: false, problem: null })
    expect(await connection.state()).toMatchObject({ state: 'not-connected' })
  })

  it('is forgotten even where Intuit cannot be told, and says so', async () => {
    const { connection, store, server } = await connected(() => ({ body: {} }))
    await server.close()
    expect(await connection.disconnect()).toMatchObject({ revoked: false, problem: { code: 'offline' } })
    expect(store.accounts()).toEqual([])
  })

  it('gives back what was granted for a company that was not meant', async () => {
    const { connection, server } = await connected(() => ({ body: {} }))
    await connection.decline(grant({ refreshToken: new Secret('refresh-other') }))
    expect(server.received.map(({ body }) => JSON.parse(body.toString()))).toEqual([{ token: 'refresh-other' }])
    expect(await connection.state()).toMatchObject({ state: 'connected' })
  })

  it('cannot be told where the keychain is locked', async () => {
    const locked = async () => ({ ok: false as const, problem: problem('keychain-locked') })
    const { connection } = await setUp(rotating(), { store: { get: locked, set: locked, delete: locked } })
    expect(await connection.state()).toMatchObject({ state: 'not-connected', problem: { code: 'keychain-locked' } })
    expect(await connection.accept(grant(), { companyName: '', connectedBy: '' })).toMatchObject({
      code: 'keychain-locked',
    })
  })
})
