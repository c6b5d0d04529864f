import { afterEach, describe, expect, it } from 'vitest'
import { startControlledCompany, type ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { Visitor } from './visitor.ts'
import { rawRequest, visit } from './visitor.ts'

const REDIRECT = 'http://localhost:8477/callback'
const HOUR = 3_600_000

let running: ControlledCompany[] = []
afterEach(async () => {
  await Promise.all(running.map((each) => each.close()))
  running = []
})

async function practice(
  options: Partial<Parameters<typeof startControlledCompany>[0]> = {},
): Promise<ControlledCompany> {
  const started = await startControlledCompany({ folder: null, country: 'CA', limits: 'off', ...options })
  running.push(started)
  return started
}

async function signedIn(options: Partial<Parameters<typeof startControlledCompany>[0]> = {}): Promise<Visitor> {
  const visitor = await visit(options)
  running.push(visitor.practice)
  return visitor
}

function authorize(at: ControlledCompany, changes: Record<string, string> = {}): URL {
  const url = new URL(at.authorizeUrl)
  const parameters = {
    client_id: at.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    state: 'st <&> 1',
    ...changes,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url
}

async function askedPage(
  at: ControlledCompany,
  language = 'en',
): Promise<{ text: string; ticket: string; headers: Headers }> {
  const response = await fetch(authorize(at), { headers: { 'Accept-Language': language } })
  const text = await response.text()
  return { text, ticket: /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? '', headers: response.headers }
}

function decide(
  at: ControlledCompany,
  ticket: string,
  decision: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(at.authorizeUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ticket, decision }),
    headers,
  })
}

describe('X2: consent in the browser', () => {
  it('shows the company by its name, escaped, and goes back with code, state and realm after Allow', async () => {
    const at = await practice({ companyName: '<b>Toits & fils</b>' })
    const page = await askedPage(at)
    expect(page.text).toContain('&lt;b&gt;Toits &amp; fils&lt;/b&gt;')
    expect(page.text).not.toContain('<b>Toits')
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:8477")
    const back = new URL((await decide(at, page.ticket, 'allow')).headers.get('location') ?? '')
    expect([back.origin + back.pathname, back.searchParams.get('state'), back.searchParams.get('realmId')]).toEqual([
      REDIRECT,
      'st <&> 1',
      at.realmId,
    ])
    expect(back.searchParams.get('code')).toMatch(/^XAB/)
  })

  it('goes back with access_denied after Cancel, and speaks French to a French browser', async () => {
    const at = await practice()
    const page = await askedPage(at, 'fr-CA,fr;q=0.9,en;q=0.5')
    expect(page.text).toContain('Autoriser')
    const back = new URL((await decide(at, page.ticket, 'cancel')).headers.get('location') ?? '')
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'st <&> 1' })
  })

  it('takes each answer once, and none from another page', async () => {
    const at = await practice()
    const { ticket } = await askedPage(at)
    expect((await decide(at, ticket, 'allow', { Origin: 'http://evil.example' })).status).toBe(400)
    expect((await decide(at, ticket, 'allow')).status).toBe(302)
    expect((await decide(at, ticket, 'allow')).status).toBe(400)
  })

  it.each([
    ['another client', { client_id: 'other' }],
    ['a redirect to http elsewhere', { redirect_uri: 'http://evil.example/callback' }],
    ['a redirect with a scheme of its own', { redirect_uri: 'billdr-qbo://callback' }],
    ['no state', { state: '' }],
    ['another scope', { scope: 'openid' }],
    ['another response type', { response_type: 'token' }],
  ])('shows a page and sends nobody anywhere for %s', async (_, changes) => {
    const at = await practice({ consent: 'automatic' })
    const response = await fetch(authorize(at, changes), { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  it('takes an https relay page as the way back', async () => {
    const at = await practice({ consent: 'automatic' })
    const response = await fetch(authorize(at, { redirect_uri: 'https://relay.example/quickbooks' }), {
      redirect: 'manual',
    })
    expect(response.headers.get('location')).toMatch(/^https:\/\/relay\.example\/quickbooks\?code=/)
  })

  it('can refuse by itself, for tests of a refused consent', async () => {
    const at = await practice({ consent: 'refuse' })
    const response = await fetch(authorize(at), { redirect: 'manual' })
    expect(response.headers.get('location')).toContain('error=access_denied')
  })

  it('answers only under a loopback name', async () => {
    const at = await practice()
    const got = await rawRequest(at.origin, { path: '/connect/oauth2', headers: { Host: 'rebound.example' } })
    expect(got.status).toBe(421)
  })
})

describe('X2: tokens', () => {
  async function code(at: ControlledCompany): Promise<string> {
    const response = await fetch(authorize(at), { redirect: 'manual' })
    return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }

  it('gives tokens for a code, once, to the app that knows the secret and names the same redirect', async () => {
    const visitor = await signedIn()
    const at = visitor.practice
    const form = { grant_type: 'authorization_code', redirect_uri: REDIRECT }
    expect((await visitor.token({ ...form, code: await code(at) }, 'practice-app:guess')).json).toEqual({
      error: 'invalid_client',
    })
    expect(
      (await visitor.token({ ...form, code: await code(at), redirect_uri: 'http://localhost:1/callback' })).json.error,
    ).toBe('invalid_grant')
    const once = await code(at)
    const got = await visitor.token({ ...form, code: once })
    expect([got.status, got.json.token_type, got.json.expires_in, got.json.x_refresh_token_expires_in]).toEqual([
      200,
      'bearer',
      3600,
      8726400,
    ])
    const again = await visitor.token({ ...form, code: once })
    expect([again.status, again.json.error]).toEqual([400, 'invalid_grant'])
  })

  it('lets a code grow old in minutes, an access token in an hour, an unused refresh token in 101 days', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z')
    const visitor = await signedIn({ clock: () => new Date(now) })
    const late = await code(visitor.practice)
    now += 6 * 60_000
    expect(
      (await visitor.token({ grant_type: 'authorization_code', redirect_uri: REDIRECT, code: late })).json.error,
    ).toBe('invalid_grant')
    expect((await visitor.get('preferences')).status).toBe(200)
    now += HOUR
    expect([(await visitor.get('preferences')).status, (await visitor.get('preferences')).json.fault?.type]).toEqual([
      401,
      'AUTHENTICATION',
    ])
    now += 102 * 24 * HOUR
    expect(
      (await visitor.token({ grant_type: 'refresh_token', refresh_token: visitor.tokens.refresh_token })).json.error,
    ).toBe('invalid_grant')
  })

  it('rotates the refresh token, and takes the old one for a day more, as a reply may have been lost', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z')
    const visitor = await signedIn({ clock: () => new Date(now) })
    const old = visitor.tokens.refresh_token
    const first = await visitor.token({ grant_type: 'refresh_token', refresh_token: old })
    expect(first.json.refresh_token).not.toBe(old)
    now += 23 * HOUR
    expect((await visitor.token({ grant_type: 'refresh_token', refresh_token: old })).status).toBe(200)
    now += 2 * HOUR
    expect((await visitor.token({ grant_type: 'refresh_token', refresh_token: old })).json.error).toBe('invalid_grant')
  })

  it('takes the old one for its day however often it is used', async () => {
    const visitor = await visit()
    const old = visitor.tokens.refresh_token
    for (let times = 0; times < 30; times += 1)
      expect((await visitor.token({ grant_type: 'refresh_token', refresh_token: old })).status).toBe(200)
    await visitor.practice.close()
  })

  it('ends the connection when a token is revoked: 3100 for the access token, invalid_grant for the refresh token', async () => {
    const visitor = await signedIn()
    const at = visitor.practice
    const response = await fetch(at.revokeUrl, {
      method: 'POST',
      body: JSON.stringify({ token: visitor.tokens.refresh_token }),
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Basic ${Buffer.from(`${at.clientId}:${at.clientSecret}`).toString('base64')}`,
      },
    })
    expect(response.status).toBe(200)
    const got = await visitor.get('preferences')
    expect([got.status, (got.json.fault?.error as unknown as { code: string }[])[0]?.code]).toEqual([403, '3100'])
    expect(
      (await visitor.token({ grant_type: 'refresh_token', refresh_token: visitor.tokens.refresh_token })).json.error,
    ).toBe('invalid_grant')
  })

  it('keeps one connection an app: a new one ends the refresh token of the one before', async () => {
    const visitor = await signedIn()
    const before = visitor.tokens.refresh_token
    await visitor.signIn()
    expect((await visitor.token({ grant_type: 'refresh_token', refresh_token: before })).json.error).toBe(
      'invalid_grant',
    )
    expect(
      (await visitor.token({ grant_type: 'refresh_token', refresh_token: visitor.tokens.refresh_token })).status,
    ).toBe(200)
  })

  it('tells a missing, a malformed and an unknown token apart, and refuses the token of another company', async () => {
    const visitor = await signedIn()
    const codeOf = async (token: string): Promise<string> => {
      const got = await visitor.get('preferences', { Authorization: token })
      return `${got.status} ${(got.json.fault?.error as unknown as { code: string }[])[0]?.code}`
    }
    expect(await codeOf('')).toBe('401 3202')
    expect(await codeOf('Bearer short')).toBe('401 3200')
    expect(await codeOf(`Bearer ${'x'.repeat(60)}`)).toBe('401 3200')
    const elsewhere = await fetch(`${visitor.practice.apiBase}/v3/company/123/preferences`, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${visitor.tokens.access_token}` },
    })
    expect(elsewhere.status).toBe(403)
  })

  it('puts no token into its log', async () => {
    const visitor = await signedIn()
    await visitor.get('preferences')
    const log = JSON.stringify(await visitor.practice.controls.requests(0))
    expect(log).toContain('preferences')
    for (const secret of [visitor.tokens.access_token, visitor.tokens.refresh_token, visitor.practice.clientSecret])
      expect(log).not.toContain(secret)
  })
})
