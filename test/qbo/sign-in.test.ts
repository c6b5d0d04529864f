import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import OAuthClient from 'intuit-oauth'
import { afterEach, describe, expect, it } from 'vitest'
import { Secret } from '../../electron/qbo/secret.ts'
import { redirectPortFrom, signIn } from '../../electron/qbo/sign-in.ts'
import type { SignIn, SignInOptions } from '../../electron/qbo/sign-in.ts'
import { addressesOf, loopback, REALM } from './loopback.ts'
import type { Received, Reply } from './loopback.ts'

const TOKENS = {
  token_type: 'bearer',
  access_token: 'access-token-value',
  expires_in: 3600,
  refresh_token: 'refresh-token-value',
  x_refresh_token_expires_in: 8_726_400,
}
const NOW = Date.parse('2026-11-22T12:00:00Z')
const begun: SignIn[] = []

afterEach(async () => {
  for (const each of begun) each.cancel()
  await Promise.all(begun.splice(0).map((each) => each.finished))
})

async function begin(reply: Reply | ((request: Received, count: number) => Reply), more: Partial<SignInOptions> = {}) {
  const server = await loopback((request, count) => (typeof reply === 'function' ? reply(request, count) : reply))
  const started = await signIn({
    keys: { clientId: 'the-client-id', clientSecret: new Secret('the-client-secret') },
    addresses: addressesOf(server.base),
    expectedRealmId: null,
    redirectPort: 0,
    now: () => NOW,
    ...more,
  })
  begun.push(started)
  const state = new URL(started.authorizeUrl).searchParams.get('state') ?? ''
  const callback = (query: Record<string, string>) => `${started.redirectUri}?${new URLSearchParams(query)}`
  return { server, started, state, callback }
}

const grantOf = (state: string, realmId = REALM) => ({ code: 'the-code', state, realmId })

describe('the sign-in (X2)', () => {
  it('sends the person to Intuit with a state that nobody can guess', async () => {
    const { started, state } = await begin({ body: TOKENS })
    const url = new URL(started.authorizeUrl)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'the-client-id',
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      redirect_uri: started.redirectUri,
      state,
    })
    expect(started.redirectUri).toMatch(/^http:\/\/localhost:\d+\/callback$/)
    expect(state).toMatch(/^\d+\.[A-Za-z0-9_-]{43}$/)
  })

  it('takes the code that comes back, once, and ends with a page in both languages', async () => {
    const { server, started, state, callback } = await begin({ body: TOKENS })
    const page = await fetch(callback(grantOf(state)))
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain('You can close this tab')
    expect(html).toContain('Vous pouvez fermer cet onglet')
    expect(html).not.toContain('the-code')

    const outcome = await started.finished
    expect(outcome).toMatchObject({
      kind: 'signed-in',
      grant: { realmId: REALM, tokens: { accessExpiresAt: NOW + 3_480_000, refreshExpiresAt: NOW + 8_726_400_000 } },
    })
    if (outcome.kind !== 'signed-in') throw new Error('not signed in')
    expect(outcome.grant.tokens.refreshToken.reveal()).toBe('refresh-token-value')
    const [got] = server.received as [Received]
    expect(Object.fromEntries(new URLSearchParams(got.body.toString()))).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: started.redirectUri,
    })
    expect(got.headers.authorization).toBe(`Basic ${Buffer.from('the-client-id:the-client-secret').toString('base64')}`)
    expect(server.received).toHaveLength(1)
  })

  it('turns away an answer with another state, and still waits for the right one', async () => {
    const { server, started, state, callback } = await begin({ body: TOKENS })
    const wrong = [
      callback(grantOf('')),
      callback(grantOf(`${state}x`)),
      callback({ code: 'c', realmId: REALM }),
      callback({ error: 'access_denied', state: 'x' }),
    ]
    for (const address of wrong) expect((await fetch(address)).status).toBe(400)
    expect(server.received).toHaveLength(0)
    await fetch(callback(grantOf(state)))
    expect((await started.finished).kind).toBe('signed-in')
  })

  it('answers nothing but its own address, and no name but its own', async () => {
    const { started, state, callback } = await begin({ body: TOKENS })
    expect((await fetch(callback(grantOf(state)).replace('/callback', '/other'))).status).toBe(404)
    expect((await fetch(callback(grantOf(state)), { method: 'POST' })).status).toBe(404)
    const port = Number(new URL(started.redirectUri).port)
    const status = await new Promise((resolve, reject) => {
      const path = `/callback?${new URLSearchParams(grantOf(state))}`
      get({ host: '127.0.0.1', port, path, headers: { Host: 'evil.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      ).on('error', reject)
    })
    expect(status).toBe(403)
  })

  it.each([
    ['access was not granted', { error: 'access_denied' }, 'sign-in-refused'],
    ['Intuit answers with an error', { error: 'invalid_scope' }, 'sign-in-failed'],
    ['the company is missing', { code: 'c' }, 'sign-in-failed'],
    ['the code is missing', { realmId: REALM }, 'sign-in-failed'],
  ])('ends with its own problem where %s, and no token is asked for', async (_, query, code) => {
    const { server, started, state, callback } = await begin({ body: TOKENS })
    await fetch(callback({ ...query, state }))
    expect(await started.finished).toMatchObject({ kind: 'failed', problem: { code } })
    expect(server.received).toHaveLength(0)
  })

  it.each<[string, Reply, string]>([
    ['the code was used before', { status: 400, body: { error: 'invalid_grant' } }, 'sign-in-code-used'],
    [
      'the keys are wrong or of the other environment',
      { status: 401, body: { error: 'invalid_client' } },
      'app-keys-wrong',
    ],
    ['the redirect address is not registered', { status: 400, body: { error: 'invalid_request' } }, 'sign-in-failed'],
    ['the sign-in server has trouble', { status: 503, body: 'busy' }, 'quickbooks-busy'],
    ['the sign-in server breaks off', 'reset', 'quickbooks-busy'],
    ['the answer is a page', { body: '<html></html>' }, 'quickbooks-answer-broken'],
  ])('ends with its own problem where %s, and a code that works once is sent once', async (_, reply, code) => {
    const { server, started, state, callback } = await begin(reply)
    await fetch(callback(grantOf(state)))
    expect(await started.finished).toMatchObject({ kind: 'failed', problem: { code } })
    expect(server.received).toHaveLength(1)
  })

  it('asks for a yes where another company than before was chosen', async () => {
    const { started, state, callback } = await begin({ body: TOKENS }, { expectedRealmId: '999' })
    const html = await (await fetch(callback(grantOf(state)))).text()
    expect(html).toContain('another company')
    expect(await started.finished).toMatchObject({
      kind: 'other-company',
      problem: { code: 'sign-in-other-company', params: { realmId: REALM, expected: '999' } },
      grant: { realmId: REALM },
    })
  })

  it('can be completed by pasting the last address', async () => {
    const { started, state, callback } = await begin({ body: TOKENS })
    expect(await started.complete('hello')).toMatchObject({ code: 'sign-in-mismatch' })
    expect(await started.complete(callback(grantOf('8477.other')))).toMatchObject({ code: 'sign-in-mismatch' })
    expect(await started.complete(` ${callback(grantOf(state)).replace('http://', '')}#x `)).toBeNull()
    expect((await started.finished).kind).toBe('signed-in')
    expect(await started.complete(callback(grantOf(state)))).toMatchObject({ code: 'sign-in-mismatch' })
  })

  it('comes back through an https relay, whose address is the one that Intuit knows', async () => {
    const relayUrl = 'https://relay.example/qbo/'
    const { server, started, state } = await begin({ body: TOKENS }, { relayUrl })
    expect(started.redirectUri).toBe(relayUrl)
    expect(new URL(started.authorizeUrl).searchParams.get('redirect_uri')).toBe(relayUrl)
    // What the relay page does: the port stands in front of the state.
    await fetch(`http://localhost:${state.split('.')[0] ?? ''}/callback?${new URLSearchParams(grantOf(state))}`)
    expect((await started.finished).kind).toBe('signed-in')
    expect(new URLSearchParams(server.received[0]?.body.toString()).get('redirect_uri')).toBe(relayUrl)
    await expect(begin({ body: TOKENS }, { relayUrl: 'http://relay.example/' })).rejects.toThrow(RangeError)
  })

  it('takes another port where the usual one is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { started } = await begin({ body: TOKENS }, { redirectPort: port })
    expect(started.redirectUri).not.toContain(`:${port}/`)
    await new Promise((resolve) => other.close(resolve))
  })

  it('can be cancelled, and ends by itself when nobody answers', async () => {
    const { started } = await begin({ body: TOKENS })
    started.cancel()
    expect(await started.finished).toMatchObject({ kind: 'failed', problem: { code: 'sign-in-cancelled' } })
    const { started: slow } = await begin({ body: TOKENS }, { timeoutMs: 20 })
    expect(await slow.finished).toMatchObject({ kind: 'failed', problem: { code: 'sign-in-expired' } })
    await expect(fetch(slow.redirectUri)).rejects.toThrow()
  })

  it('leaves the library’s process-wide addresses as they were', async () => {
    const before = [OAuthClient.authorizeEndpoint, OAuthClient.tokenEndpoint, OAuthClient.revokeEndpoint]
    const [one, two] = await Promise.all([
      begin({ body: { ...TOKENS, refresh_token: 'one' } }),
      begin({ body: { ...TOKENS, refresh_token: 'two' } }),
    ])
    await Promise.all([one, two].map(({ callback, state }) => fetch(callback(grantOf(state)))))
    const refreshTokens = await Promise.all(
      [one, two].map(async ({ started }) => {
        const outcome = await started.finished
        return outcome.kind === 'signed-in' && outcome.grant.tokens.refreshToken.reveal()
      }),
    )
    expect(refreshTokens).toEqual(['one', 'two'])
    expect([OAuthClient.authorizeEndpoint, OAuthClient.tokenEndpoint, OAuthClient.revokeEndpoint]).toEqual(before)
  })

  it('never begins with an address that is not Intuit’s or this machine’s', async () => {
    await expect(
      begin(
        { body: TOKENS },
        {
          addresses: {
            ...addressesOf('http://127.0.0.1:1'),
            tokenUrl: 'https://oauth.platform.intuit.com.evil.example/token',
          },
        },
      ),
    ).rejects.toThrow(RangeError)
  })

  it('reads its port from QBO_REDIRECT_PORT', () => {
    expect(redirectPortFrom({})).toBe(8477)
    expect(redirectPortFrom({ QBO_REDIRECT_PORT: '9001' })).toBe(9001)
    expect(redirectPortFrom({ QBO_REDIRECT_PORT: '70000' })).toBe(8477)
    expect(redirectPortFrom({ QBO_REDIRECT_PORT: '80; rm' })).toBe(8477)
  })
})
