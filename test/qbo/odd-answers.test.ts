import { ownerOf } from '../support/owner.ts'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { createConnection } from '../../electron/qbo/connection.ts'
import { authorizeAddress } from '../../electron/qbo/oauth.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { ACCESS_TOKEN, addressesOf, loopback, quickBooksAt, REALM, tokensFrom } from './loopback.ts'
import type { Received, Reply } from './loopback.ts'

/** Answers that are odd and legal: what another server than the practice company, or QuickBooks tomorrow, may send. */

const INVOICE = {
  Invoice: { Id: '266', SyncToken: '3', DocNumber: '1003', TotalAmt: 362.5 },
  time: '2026-11-22T09:00:00-08:00',
}
const CREATE = { type: 'Invoice', verb: 'create', body: { DocNumber: '1003' }, requestId: 'r-1' } as const

async function created(reply: Reply) {
  const server = await loopback(() => reply)
  return quickBooksAt(server.base).write(CREATE)
}

describe('an answer is read however it is packed', () => {
  const text = Buffer.from(JSON.stringify(INVOICE))
  it.each<[string, Reply]>([
    ['gzip', { headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(text) }],
    ['deflate', { headers: { 'Content-Encoding': 'deflate' }, body: deflateSync(text) }],
    ['brotli', { headers: { 'Content-Encoding': 'br' }, body: brotliCompressSync(text) }],
    ['chunks', { headers: { 'Transfer-Encoding': 'chunked' }, body: text }],
    ['white space around it', { body: `\r\n  ${text.toString()}\r\n\r\n` }],
    ['a byte order mark before it', { body: `\uFEFF${text.toString()}` }],
    ['another content type', { headers: { 'Content-Type': 'application/octet-stream' }, body: text }],
    ['another status of success', { status: 201, body: text }],
    [
      'more envelopes than one',
      { body: { ...INVOICE, warnings: null, Fault: null, fault: null, batchItemResponse: [], status: null } },
    ],
    [
      'an envelope in another order',
      { body: { time: 'x', sparse: false, Invoice: { ...INVOICE.Invoice, domain: 'QBO', MetaData: {} } } },
    ],
  ])('%s', async (_, reply) => {
    expect(await created(reply)).toMatchObject({ ok: true, value: { Id: '266', SyncToken: '3' } })
  })

  it('ids that come as numbers keep every digit', async () => {
    const bare =
      '{"Invoice":{"Id":9223372036854775807,"SyncToken":12,"CustomerRef":{"value":58},"LinkedTxn":[{"TxnId":77,"TxnType":"Estimate"}],"TotalAmt":9.60,"Line":[{"Id":1,"Amount":9.6}]}}'
    expect(await created({ body: bare })).toMatchObject({
      ok: true,
      value: {
        Id: '9223372036854775807',
        SyncToken: '12',
        CustomerRef: { value: '58' },
        LinkedTxn: [{ TxnId: '77' }],
        TotalAmt: 9.6,
        Line: [{ Id: '1', Amount: 9.6 }],
      },
    })
  })

  it('a write is done by its id alone: a sync token that is left out is the first one', async () => {
    expect(await created({ body: { Invoice: { Id: '266' } } })).toMatchObject({
      ok: true,
      value: { Id: '266', SyncToken: '0' },
    })
    const server = await loopback(() => ({
      body: { AttachableResponse: [{ Attachable: { Id: '5000000000000503624', FileName: 'a.pdf' } }] },
    }))
    const upload = {
      entityType: 'Invoice',
      entityId: '266',
      fileName: 'a.pdf',
      contentType: 'application/pdf',
      bytes: Buffer.from('%PDF'),
      note: '',
      category: 'Receipt',
      requestId: 'u',
    } as const
    expect(await quickBooksAt(server.base).upload(upload)).toMatchObject({
      ok: true,
      value: { Id: '5000000000000503624', SyncToken: '0' },
    })
  })

  it.each<[string, Reply]>([
    ['a gzip that is cut off', { headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(text).subarray(0, 20) }],
    ['a gzip that is none', { headers: { 'Content-Encoding': 'gzip' }, body: text }],
    ['a fault beside the entity, in lower case', { body: { ...INVOICE, fault: { error: [{ code: '3001' }] } } }],
    ['an empty list in place of the entity', { body: { Invoice: [], time: 'x' } }],
    ['an id with a fraction', { body: '{"Invoice":{"Id":266.5,"SyncToken":"0"}}' }],
    ['no content', { status: 204, body: '' }],
  ])('and is no success as %s', async (_, reply) => {
    expect((await created(reply)).ok).toBe(false)
  })
})

describe('a fault is read in every spelling', () => {
  it.each<[string, unknown]>([
    [
      'Fault',
      {
        Fault: {
          Error: [{ Message: 'Duplicate', Detail: 'TxnType=Invoice with TxnId=17', code: '6140' }],
          type: 'ValidationFault',
        },
      },
    ],
    [
      'fault',
      {
        fault: {
          error: [{ message: 'Duplicate', detail: 'TxnType=Invoice with TxnId=17', code: '6140' }],
          type: 'VALIDATION',
        },
      },
    ],
    [
      'a code that is a number',
      { Fault: { Error: [{ Message: 'Duplicate', Detail: 'TxnType=Invoice with TxnId=17', code: 6140 }] } },
    ],
    [
      'a code in capitals, padded',
      { Fault: { Error: [{ Message: 'Duplicate', Detail: 'TxnType=Invoice with TxnId=17', Code: '006140' }] } },
    ],
    [
      'one error that is not in a list',
      { Fault: { Error: { Message: 'Duplicate', Detail: 'TxnType=Invoice with TxnId=17', code: '6140' } } },
    ],
  ])('%s', async (_, body) => {
    const answer = await created({ status: 400, body: body as object })
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: 'refused', problem: { code: 'number-taken', params: { otherId: '17' } } },
    })
  })
})

describe('how long to wait', () => {
  it.each([
    ['2', 2_000],
    ['0', 1_000],
    ['0.5', 1_000],
    ['2.5', 2_500],
    ['Sun, 22 Nov 2026 17:00:40 GMT', 40_000],
    ['soon', 60_000],
    ['-5', 60_000],
    ['999999999', 3_600_000],
  ])('Retry-After: %s is %i ms', async (header, ms) => {
    const answer = await created({
      status: 429,
      headers: { 'Retry-After': header, Date: 'Sun, 22 Nov 2026 17:00:00 GMT' },
      body: '',
    })
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'throttled', retryAfterMs: ms } })
  })
})

describe('the change feed', () => {
  const since = new Date(Date.now() - 3_600_000).toISOString()
  const feed = async (reply: Reply) =>
    quickBooksAt((await loopback(() => reply)).base).changedSince(['Invoice', 'PurchaseOrder'], since)

  it('is read where its lists are not lists', async () => {
    const answer = await feed({
      body: '{"CDCResponse":{"QueryResponse":{"Invoice":[{"Id":5},{"Id":"6","status":"Deleted"}]}}}',
    })
    expect(answer).toMatchObject({
      ok: true,
      value: {
        entities: [{ type: 'Invoice', entity: { Id: '5' } }],
        deleted: [{ type: 'Invoice', id: '6' }],
        overflowed: [],
      },
    })
  })

  it('that is refused, as by a plan without one of the types, means that the lists are read', async () => {
    const answer = await feed({
      status: 400,
      body: { Fault: { Error: [{ Message: 'Feature Not Supported', code: '5030' }], type: 'ValidationFault' } },
    })
    expect(answer).toMatchObject({
      ok: true,
      value: { entities: [], deleted: [], overflowed: ['Invoice', 'PurchaseOrder'] },
    })
  })

  it('that is not answered stays unknown', async () => {
    expect(await feed({ status: 503, body: '' })).toMatchObject({ ok: false, failure: { kind: 'unknown' } })
  })
})

describe('the facts of a company', () => {
  const answers = (request: Received, entitlements: Reply): Reply => {
    if (request.url.pathname.includes('/preferences'))
      return { body: { Preferences: { TaxPrefs: { UsingSalesTax: 'true' } } } }
    if (request.url.pathname.includes('/companyinfo'))
      return { body: { CompanyInfo: { CompanyName: 'Lavoie', Country: 'CA' } } }
    return entitlements
  }

  it('are read from answers without an id, and an answer that leaves everything else out', async () => {
    const server = await loopback((request) => answers(request, { status: 404, body: '' }))
    expect(await quickBooksAt(server.base).facts()).toMatchObject({
      ok: true,
      value: {
        companyName: 'Lavoie',
        usingSalesTax: true,
        multiCurrency: false,
        booksClosedUntil: null,
        purchaseOrders: null,
      },
    })
  })

  it('do not cost the access token where the plan cannot be asked for', async () => {
    const server = await loopback((request) => answers(request, { status: 401, body: 'no' }))
    const tokens = tokensFrom(ACCESS_TOKEN, 'new')
    expect(await quickBooksAt(server.base, { tokens }).facts()).toMatchObject({
      ok: true,
      value: { purchaseOrders: null },
    })
    expect(tokens.renewals).toBe(0)
  })
})

describe('the sign-in server', () => {
  const START = Date.parse('2026-11-22T12:00:00Z')

  /** A connection whose renewals are answered as given, one after the other. */
  async function renewing(...bodies: (object | string)[]) {
    const server = await loopback((_, count) => ({ body: bodies[Math.min(count, bodies.length) - 1] ?? '' }))
    const clock = { now: START }
    const connection = createConnection({
      owner: ownerOf('lavoie', REALM, 'sandbox'),
      addresses: addressesOf(server.base),
      store: createMemoryStore(),
      now: () => clock.now,
      keys: async () => ({ ok: true, value: { clientId: 'id', clientSecret: new Secret('the-client-secret') } }),
    })
    await connection.accept(
      {
        realmId: REALM,
        redirectUri: 'http://localhost:8477/callback',
        tokens: {
          accessToken: new Secret('access-0'),
          refreshToken: new Secret('refresh-0'),
          accessExpiresAt: START,
          refreshExpiresAt: START + 8_640_000_000,
        },
      },
      { companyName: '', connectedBy: '' },
    )
    const sent = () => server.received.map(({ body }) => new URLSearchParams(body.toString()).get('refresh_token'))
    return { connection, clock, sent }
  }

  const used = async (answer: ReturnType<ReturnType<typeof createConnection>['accessToken']>) => {
    const got = await answer
    return got.ok ? got.accessToken.reveal() : got.problem.code
  }

  it('may leave out a new refresh token: the old one stays', async () => {
    const { connection, clock, sent } = await renewing(
      { access_token: 'access-1', expires_in: 3600 },
      { access_token: 'access-2', refresh_token: 'refresh-2', expires_in: 3600 },
    )
    expect(await used(connection.accessToken())).toBe('access-1')
    clock.now += 3_600_000
    expect(await used(connection.accessToken())).toBe('access-2')
    clock.now += 3_600_000
    await connection.accessToken()
    expect(sent()).toEqual(['refresh-0', 'refresh-0', 'refresh-2'])
  })

  it('may write its numbers as texts, and space around its answer', async () => {
    const { connection, clock, sent } = await renewing(
      '\uFEFF {"access_token":"access-1","refresh_token":"refresh-1","expires_in":"7200","x_refresh_token_expires_in":"86400"}\n\n',
    )
    expect(await used(connection.accessToken())).toBe('access-1')
    clock.now += 7_000_000
    expect(await used(connection.accessToken())).toBe('access-1')
    expect(sent()).toHaveLength(1)
    expect((await connection.state()).expiresAt).toBe('2026-11-23T12:00:00.000Z')
  })

  it('may give tokens that live for seconds: they are used until their end, and not renewed for each request', async () => {
    const { connection, clock, sent } = await renewing(
      { access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 30 },
      { access_token: 'access-2', refresh_token: 'refresh-2', expires_in: 30 },
    )
    await connection.accessToken()
    clock.now += 26_000
    expect(await used(connection.accessToken())).toBe('access-1')
    expect(sent()).toHaveLength(1)
    clock.now += 2_000
    expect(await used(connection.accessToken())).toBe('access-2')
    expect(sent()).toEqual(['refresh-0', 'refresh-1'])
  })

  it('may rotate the refresh token while requests are under way: each is repeated once, with the token that replaced its own', async () => {
    const { connection, sent } = await renewing({
      access_token: 'access-1',
      refresh_token: 'refresh-1',
      expires_in: 3600,
    })
    const server = await loopback((request) =>
      request.headers.authorization === 'Bearer access-1'
        ? { body: INVOICE }
        : {
            status: 401,
            body: {
              fault: {
                error: [{ message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401', code: '3200' }],
                type: 'AUTHENTICATION',
              },
            },
          },
    )
    const revoked = new Secret('access-0')
    const quickBooks = quickBooksAt(server.base, {
      tokens: {
        accessToken: async () => ({ ok: true, accessToken: revoked, realmId: REALM }),
        renewed: (old) => connection.renewed(old),
      },
    })
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((requestId) => quickBooks.write({ ...CREATE, requestId })),
    )
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true])
    expect(sent()).toEqual(['refresh-0'])
    expect(server.received).toHaveLength(8)
  })

  it('may answer a disconnect without a body, and a renewal with another status of success', async () => {
    const server = await loopback((request) =>
      request.url.pathname === '/revoke'
        ? { status: 204, body: '' }
        : { status: 201, body: { access_token: 'access-1', expires_in: 3600 } },
    )
    const connection = createConnection({
      owner: ownerOf('lavoie', REALM, 'sandbox'),
      addresses: addressesOf(server.base),
      store: createMemoryStore(),
      now: () => START,
      keys: async () => ({ ok: true, value: { clientId: 'id', clientSecret: new Secret('the-client-secret') } }),
    })
    await connection.accept(
      {
        realmId: REALM,
        redirectUri: 'http://localhost:8477/callback',
        tokens: {
          accessToken: new Secret('access-0'),
          refreshToken: new Secret('refresh-0'),
          accessExpiresAt: START,
          refreshExpiresAt: START + 8_640_000_000,
        },
      },
      { companyName: '', connectedBy: '' },
    )
    expect(await used(connection.accessToken())).toBe('access-1')
    expect(await connection.disconnect()).toEqual({ revoked: true, problem: null })
  })

  it('may stand at an address that has a question of its own', () => {
    const addresses = {
      ...addressesOf('http://127.0.0.1:9000'),
      authorizeUrl: 'http://127.0.0.1:9000/connect/oauth2?tenant=a%20b',
    }
    const url = new URL(
      authorizeAddress(
        {
          keys: { clientId: 'an id', clientSecret: new Secret('s') },
          addresses,
          redirectUri: 'http://localhost:8477/callback',
        },
        '8477.state',
      ),
    )
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'a b',
      response_type: 'code',
      client_id: 'an id',
      redirect_uri: 'http://localhost:8477/callback',
      scope: 'com.intuit.quickbooks.accounting',
      state: '8477.state',
    })
  })
})
