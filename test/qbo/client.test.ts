import { describe, expect, it, vi } from 'vitest'
import type { Answer, Condition, EntityType } from '../../electron/qbo/contract.ts'
import { ACCESS_TOKEN, loopback, quickBooksAt, REALM, tokensFrom } from './loopback.ts'
import type { Received } from './loopback.ts'

const CREATED = '2026-11-22T09:00:00-08:00'
const invoice = (more: object = {}) => ({
  Invoice: {
    Id: '266',
    SyncToken: '0',
    DocNumber: '1003',
    TotalAmt: 362.5,
    MetaData: { CreateTime: CREATED },
    ...more,
  },
  time: CREATED,
})
const BODY = {
  DocNumber: '1003',
  CustomerRef: { value: '7' },
  Line: [{ Amount: 362.5, DetailType: 'SalesItemLineDetail' }],
}

function failureOf(answer: Answer<unknown>) {
  if (answer.ok) throw new Error('it was answered as a success')
  return answer.failure
}

describe('a write', () => {
  it('posts the body as it is, with the request id in the address, and is done when the entity comes back with its id', async () => {
    const server = await loopback(() => ({ headers: { Date: 'Sun, 22 Nov 2026 17:00:03 GMT' }, body: invoice() }))
    const body = Object.freeze({ ...BODY })
    const answer = await quickBooksAt(server.base).write({ type: 'Invoice', verb: 'create', body, requestId: 'r-1' })

    expect(answer).toMatchObject({ ok: true, value: { Id: '266', SyncToken: '0' }, intuitTid: '1-tid', ageMs: 3_000 })
    const [got] = server.received as [Received]
    expect(got.method).toBe('POST')
    expect(got.url.pathname).toBe(`/v3/company/${REALM}/invoice`)
    expect(got.url.searchParams.get('requestid')).toBe('r-1')
    expect(got.url.searchParams.get('minorversion')).toBe('75')
    expect(JSON.parse(got.body.toString())).toEqual(BODY)
    expect(got.headers.authorization).toBe(`Bearer ${ACCESS_TOKEN}`)
    expect(body).toEqual(BODY)
  })

  it('carries the same request id when it is sent again', async () => {
    const server = await loopback((_, count) => (count === 1 ? 'reset' : { body: invoice() }))
    const quickBooks = quickBooksAt(server.base)
    const request = { type: 'Invoice', verb: 'create', body: BODY, requestId: 'r-2' } as const
    const first = failureOf(await quickBooks.write(request))
    expect(first.kind).toBe('unknown')
    expect((await quickBooks.write(request)).ok).toBe(true)
    expect(server.received.map(({ url }) => url.searchParams.get('requestid'))).toEqual(['r-2', 'r-2'])
  })

  it('keeps the request id when the access token was old, and repeats once with a new one', async () => {
    const expired = {
      fault: {
        error: [
          { message: 'errorCode=003200; statusCode=401', detail: `Token expired: ${ACCESS_TOKEN}`, code: '3200' },
        ],
        type: 'AUTHENTICATION',
      },
    }
    const server = await loopback((request) =>
      request.headers.authorization === 'Bearer new' ? { body: invoice() } : { status: 401, body: expired },
    )
    const tokens = tokensFrom(ACCESS_TOKEN, 'new')
    const answer = await quickBooksAt(server.base, { tokens }).write({
      type: 'Invoice',
      verb: 'create',
      body: BODY,
      requestId: 'r-3',
    })
    expect(answer.ok).toBe(true)
    expect(server.received.map(({ url }) => url.searchParams.get('requestid'))).toEqual(['r-3', 'r-3'])
    expect(tokens.renewals).toBe(1)
  })

  it('ends as signed out when a new access token is refused as well', async () => {
    const server = await loopback(() => ({ status: 401, body: '<html>no</html>' }))
    const tokens = tokensFrom(ACCESS_TOKEN, 'new', 'newer')
    const failure = failureOf(
      await quickBooksAt(server.base, { tokens }).write({
        type: 'Invoice',
        verb: 'create',
        body: BODY,
        requestId: 'r',
      }),
    )
    expect(failure).toMatchObject({ kind: 'signed-out', problem: { code: 'connection-ended' } })
    expect(server.received).toHaveLength(2)
  })

  it('does not renew a token where access to the company was taken away', async () => {
    const server = await loopback(() => ({
      status: 403,
      body: {
        Fault: {
          Error: [
            { Message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403', code: '3100' },
          ],
          type: 'SERVICE',
        },
      },
    }))
    const tokens = tokensFrom(ACCESS_TOKEN, 'new')
    const failure = failureOf(
      await quickBooksAt(server.base, { tokens }).write({
        type: 'Invoice',
        verb: 'create',
        body: BODY,
        requestId: 'r',
      }),
    )
    expect(failure).toMatchObject({ kind: 'signed-out', problem: { code: 'connection-forbidden' } })
    expect(tokens.renewals).toBe(0)
  })

  it.each([
    ['a reset connection', 'reset' as const],
    ['a gateway page with 502', { status: 502, body: '<html>Bad gateway</html>' }],
    ['an HTML page with 200', { body: '<html>Sign in</html>' }],
    ['an empty body with 200', { body: '' }],
    ['another envelope', { body: { BatchItemResponse: [], time: 'x' } }],
    ['an invoice without an id', { body: { Invoice: { DocNumber: '1003' } } }],
    ['another entity', { body: { Estimate: { Id: '1', SyncToken: '0' } } }],
    ['a redirect', { status: 302, headers: { Location: '/elsewhere' }, body: '' }],
    ['a body that is cut off', { body: '{"Invoice":{"Id":"26' }],
    [
      'a 10000 with HTTP 200',
      {
        body: {
          Fault: {
            Error: [{ Message: 'An application error', Detail: 'System Failure Error', code: '10000' }],
            type: 'SystemFault',
          },
        },
      },
    ],
    [
      'a request id that was seen before',
      { status: 400, body: { Fault: { Error: [{ Message: 'Duplicate Request ID', code: '600' }] } } },
    ],
  ])('has an unknown outcome after %s', async (_, reply) => {
    const server = await loopback(() => reply)
    const failure = failureOf(
      await quickBooksAt(server.base).write({ type: 'Invoice', verb: 'create', body: BODY, requestId: 'r' }),
    )
    expect(failure.kind).toBe('unknown')
    expect(server.received).toHaveLength(1)
  })

  it('has an unknown outcome when no answer comes in time', async () => {
    const server = await loopback(() => 'hang')
    const failure = failureOf(
      await quickBooksAt(server.base, { timeouts: { writeMs: 150 } }).write({
        type: 'Invoice',
        verb: 'create',
        body: BODY,
        requestId: 'r',
      }),
    )
    expect(failure).toMatchObject({ kind: 'unknown', problem: { code: 'outcome-unknown' } })
  })

  it('was not sent where nothing listens', async () => {
    const server = await loopback(() => ({ body: '' }))
    await server.close()
    const failure = failureOf(
      await quickBooksAt(server.base).write({ type: 'Invoice', verb: 'create', body: BODY, requestId: 'r' }),
    )
    expect(failure).toMatchObject({ kind: 'not-sent', problem: { code: 'offline' } })
  })

  it('names the invoice that has the number', async () => {
    const detail =
      'Numéro de document en double : Vous devez indiquer un nombre différent. Ce numéro a déjà été utilisé. DocNumber=INV-0002 is assigned to TxnType=Facture with TxnId=2137'
    const server = await loopback(() => ({
      status: 400,
      body: {
        Fault: {
          Error: [{ Message: 'Numéro de document en double', Detail: detail, code: '6140', element: '' }],
          type: 'ValidationFault',
        },
      },
    }))
    const failure = failureOf(
      await quickBooksAt(server.base).write({ type: 'Invoice', verb: 'create', body: BODY, requestId: 'r' }),
    )
    expect(failure).toMatchObject({
      kind: 'refused',
      httpStatus: 400,
      intuitTid: '1-tid',
      problem: { code: 'number-taken', params: { number: 'INV-0002', otherType: 'Facture', otherId: '2137' } },
    })
  })

  it('voids an invoice and a payment at their own addresses', async () => {
    const server = await loopback((request) => ({
      body: request.url.pathname.endsWith('/invoice')
        ? invoice({ SyncToken: '1' })
        : { Payment: { Id: '9', SyncToken: '3' } },
    }))
    const quickBooks = quickBooksAt(server.base)
    expect(
      (await quickBooks.write({ type: 'Invoice', verb: 'void', body: { Id: '266', SyncToken: '0' }, requestId: 'v1' }))
        .ok,
    ).toBe(true)
    expect(
      (await quickBooks.write({ type: 'Payment', verb: 'void', body: { Id: '9', SyncToken: '2' }, requestId: 'v2' }))
        .ok,
    ).toBe(true)
    const [first, second] = server.received as [Received, Received]
    expect([...first.url.searchParams]).toEqual(
      expect.arrayContaining([
        ['operation', 'void'],
        ['requestid', 'v1'],
      ]),
    )
    expect([...second.url.searchParams]).toEqual(
      expect.arrayContaining([
        ['operation', 'update'],
        ['include', 'void'],
        ['requestid', 'v2'],
      ]),
    )
    expect(JSON.parse(first.body.toString())).toEqual({ Id: '266', SyncToken: '0' })
    expect(JSON.parse(second.body.toString())).toEqual({ Id: '9', SyncToken: '2', sparse: true })
  })

  it.each<EntityType>(['Bill', 'Purchase', 'PurchaseOrder', 'CreditMemo'])(
    'never asks for the void of a %s, which QuickBooks refuses or only seems to do',
    async (type) => {
      const server = await loopback(() => ({ body: {} }))
      const failure = failureOf(
        await quickBooksAt(server.base).write({
          type,
          verb: 'void',
          body: { Id: '1', SyncToken: '0' },
          requestId: 'r',
        }),
      )
      expect(failure).toMatchObject({ kind: 'refused', problem: { code: 'program-fault' } })
      expect(server.received).toHaveLength(0)
    },
  )

  it('is deleted only when QuickBooks says so of the same id', async () => {
    const deleted = (id: string) => ({ Bill: { domain: 'QBO', status: 'Deleted', Id: id }, time: 'x' })
    const server = await loopback((_, count) => ({ body: deleted(count === 1 ? '31' : '32') }))
    const quickBooks = quickBooksAt(server.base)
    const request = { type: 'Bill', verb: 'delete', body: { Id: '31', SyncToken: '4' }, requestId: 'r' } as const
    expect(await quickBooks.write(request)).toMatchObject({ ok: true, value: { Id: '31', status: 'Deleted' } })
    expect(failureOf(await quickBooks.write(request)).kind).toBe('unknown')
    expect(server.received[0]?.url.searchParams.get('operation')).toBe('delete')
  })

  it('updates the whole entity unless the body says sparse', async () => {
    const server = await loopback(() => ({ body: invoice({ SyncToken: '5' }) }))
    await quickBooksAt(server.base).write({
      type: 'Invoice',
      verb: 'update',
      body: { Id: '266', SyncToken: '4', ...BODY },
      requestId: 'r',
    })
    expect(JSON.parse(server.received[0]?.body.toString() ?? '')).toEqual({
      Id: '266',
      SyncToken: '4',
      ...BODY,
      sparse: false,
    })
  })

  it('goes to the right company or nowhere: a token of another company stays here', async () => {
    const server = await loopback(() => ({ body: invoice() }))
    const quickBooks = quickBooksAt(server.base, { realmId: '123' })
    expect(
      failureOf(await quickBooks.write({ type: 'Invoice', verb: 'create', body: BODY, requestId: 'r' })),
    ).toMatchObject({ kind: 'signed-out' })
    expect(server.received).toHaveLength(0)
  })

  it('takes no proxy from the surroundings', async () => {
    const server = await loopback(() => ({ body: invoice() }))
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1')
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1')
    vi.stubEnv('NO_PROXY', '')
    const answer = await quickBooksAt(server.base).write({
      type: 'Invoice',
      verb: 'create',
      body: BODY,
      requestId: 'r',
    })
    vi.unstubAllEnvs()
    expect(answer.ok).toBe(true)
  })
})

describe('a query', () => {
  const rows = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => ({ Id: String(from + index), SyncToken: '0' }))
  const query = (request: Received) => request.url.searchParams.get('query') ?? ''
  const positionOf = (request: Received) => Number(/STARTPOSITION (\d+)/.exec(query(request))?.[1])
  const pageOf = (all: object[], request: Received) => ({
    QueryResponse: { Customer: all.slice(positionOf(request) - 1, positionOf(request) + 999) },
  })

  it('escapes what people write in names', async () => {
    const server = await loopback(() => ({ body: { QueryResponse: {} } }))
    const conditions: Condition[] = [
      { field: 'DisplayName', operator: '=', value: `O'Neil\\ & Fils #1 +50% é😀\t?=<>"` },
      { field: 'Active', operator: 'IN', value: [true, false] },
    ]
    expect(await quickBooksAt(server.base).query('Customer', conditions)).toMatchObject({ ok: true, value: [] })
    expect(query(server.received[0] as Received)).toBe(
      `select * from customer where DisplayName = 'O\\'Neil\\\\ & Fils #1 +50% é😀\t?=<>"' AND Active IN (true, false) ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000`,
    )
  })

  it('reads every page', async () => {
    const all = rows(1, 2_345)
    const server = await loopback((request) => ({ body: pageOf(all, request) }))
    const answer = await quickBooksAt(server.base).query('Customer')
    expect(answer.ok && answer.value.map(({ Id }) => Id)).toEqual(all.map(({ Id }) => Id))
    expect(server.received).toHaveLength(3)
  })

  it('misses no row when some are deleted between two pages', async () => {
    let all = rows(1, 1_500)
    const server = await loopback((request, count) => {
      if (count === 2) all = all.filter(({ Id }) => Number(Id) > 5 && Id !== '1000')
      return { body: pageOf(all, request) }
    })
    const answer = await quickBooksAt(server.base).query('Customer')
    expect(answer.ok && answer.value.map(({ Id }) => Id)).toEqual(all.map(({ Id }) => Id))
  })

  it('is not taken for an empty list where the answer makes no sense', async () => {
    const server = await loopback(() => ({ body: '<html>maintenance</html>' }))
    expect(failureOf(await quickBooksAt(server.base).query('Customer')).kind).toBe('unknown')
  })
})

describe('reading one entity', () => {
  it('answers null where QuickBooks has none of that id', async () => {
    const server = await loopback(() => ({
      status: 400,
      body: { Fault: { Error: [{ Message: 'Object Not Found', code: '610' }], type: 'ValidationFault' } },
    }))
    expect(await quickBooksAt(server.base).read('Invoice', '77')).toMatchObject({ ok: true, value: null })
    expect(server.received[0]?.url.pathname).toBe(`/v3/company/${REALM}/invoice/77`)
  })

  it('answers null for what is no id, without asking', async () => {
    const server = await loopback(() => ({ body: {} }))
    expect(await quickBooksAt(server.base).read('Invoice', '../customer/1')).toMatchObject({ ok: true, value: null })
    expect(server.received).toHaveLength(0)
  })
})

describe('the change feed', () => {
  it('tells what changed and what was deleted', async () => {
    const server = await loopback(() => ({
      body: {
        CDCResponse: [
          {
            QueryResponse: [
              {
                Invoice: [
                  { Id: '1', SyncToken: '2' },
                  { Id: '2', status: 'Deleted' },
                ],
                startPosition: 1,
                maxResults: 2,
              },
              {},
            ],
          },
        ],
        time: 'x',
      },
    }))
    const since = '2026-11-20T10:00:00+05:00'
    const answer = await quickBooksAt(server.base, { now: () => Date.parse('2026-11-22T00:00:00Z') }).changedSince(
      ['Invoice', 'Payment'],
      since,
    )
    expect(answer).toMatchObject({
      ok: true,
      value: {
        entities: [{ type: 'Invoice', entity: { Id: '1' } }],
        deleted: [{ type: 'Invoice', id: '2' }],
        overflowed: [],
      },
    })
    const [got] = server.received as [Received]
    expect(got.url.searchParams.get('entities')).toBe('Invoice,Payment')
    expect(got.url.searchParams.get('changedSince')).toBe('2026-11-20T05:00:00.000Z')
  })

  it('asks type by type where there are more changes than one answer holds', async () => {
    const changed = (count: number) => Array.from({ length: count }, (_, index) => ({ Id: String(index + 1) }))
    const books: Record<string, object[]> = { Customer: changed(600), Invoice: changed(700), Payment: changed(500) }
    const server = await loopback(({ url }) => {
      const types = (url.searchParams.get('entities') ?? '').split(',')
      return {
        body: {
          CDCResponse: [{ QueryResponse: types.map((type) => ({ [type]: books[type] ?? [] })) }],
          time: `2026-11-21T00:00:0${server.received.length}Z`,
        },
      }
    })
    const answer = await quickBooksAt(server.base, { now: () => Date.parse('2026-11-22T00:00:00Z') }).changedSince(
      ['Customer', 'Vendor', 'Invoice', 'Payment'],
      '2026-11-21T00:00:00Z',
    )
    const [whole, ...halves] = server.received.map(({ url }) => url.searchParams.get('entities'))
    expect(whole).toBe('Customer,Vendor,Invoice,Payment')
    expect(halves.toSorted()).toEqual(['Customer,Vendor', 'Invoice', 'Invoice,Payment', 'Payment'])
    if (!answer.ok) throw new Error('no answer')
    expect(answer.value).toMatchObject({ overflowed: [], deleted: [], asOf: '2026-11-21T00:00:01.000Z' })
    expect(answer.value.entities).toHaveLength(1_800)
  })

  it('says that lists must be read whole when the feed is full or goes back too far', async () => {
    const full = Array.from({ length: 1_000 }, (_, index) => ({ Id: String(index + 1), SyncToken: '0' }))
    const server = await loopback(() => ({ body: { CDCResponse: [{ QueryResponse: [{ Customer: full }] }] } }))
    const quickBooks = quickBooksAt(server.base, { now: () => Date.parse('2026-11-22T00:00:00Z') })
    expect(await quickBooks.changedSince(['Customer'], '2026-11-21T00:00:00Z')).toMatchObject({
      ok: true,
      value: { overflowed: ['Customer'] },
    })
    expect(await quickBooks.changedSince(['Customer'], '2026-10-01T00:00:00Z')).toMatchObject({
      ok: true,
      value: { overflowed: ['Customer'] },
    })
    expect(server.received).toHaveLength(1)
  })
})

describe('the facts of a company', () => {
  const preferences = {
    SyncToken: '4',
    Id: '1',
    SalesFormsPrefs: { CustomTxnNumbers: true, AutoApplyPayments: true, AutoApplyCredit: false },
    AccountingInfoPrefs: { BookCloseDate: '2026-06-30' },
    VendorAndPurchasesPrefs: { BillableExpenseTracking: true },
    TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: false },
    CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: 'CAD' } },
  }
  const info = { Id: '1', SyncToken: '0', CompanyName: 'Rénovation Lavoie', Country: 'CA' }
  const entitled = (term: string) =>
    `<?xml version="1.0"?><EntitlementsResponse><PlanName>Plus</PlanName><Entitlement id="3"><name>Bills</name><term>On</term></Entitlement><Entitlement id="42"><name>Bon de commande</name><term>${term}</term></Entitlement></EntitlementsResponse>`
  const serve = (entitlements: { status?: number; body: string }, more: object = {}) =>
    loopback((request) => {
      if (request.url.pathname.includes('/preferences')) return { body: { Preferences: preferences, time: 'x' } }
      if (request.url.pathname.includes('/companyinfo'))
        return { body: { CompanyInfo: { ...info, ...more }, time: 'x' } }
      return entitlements
    })

  it('are read from Preferences, CompanyInfo and Entitlements', async () => {
    const server = await serve({ body: entitled('On') })
    expect(await quickBooksAt(server.base).facts()).toMatchObject({
      ok: true,
      value: {
        realmId: REALM,
        companyName: 'Rénovation Lavoie',
        country: 'CA',
        homeCurrency: 'CAD',
        multiCurrency: false,
        booksClosedUntil: '2026-06-30',
        customTxnNumbers: true,
        usingSalesTax: true,
        partnerTaxEnabled: false,
        billableExpenses: true,
        autoApplyCredit: false,
        autoApplyPayments: true,
        purchaseOrders: true,
      },
    })
    expect(server.received.at(-1)?.url.pathname).toBe(`/manage/entitlements/v3/${REALM}`)
  })

  it.each([
    ['a plan without them', { body: entitled('Off') }, {}, false],
    ['no entitlements for this app', { status: 403, body: 'Forbidden' }, {}, null],
    [
      'nothing but the name of a small plan',
      { status: 404, body: '' },
      { NameValue: [{ Name: 'OfferingSku', Value: 'QuickBooks Online Essentials' }] },
      false,
    ],
  ])('say whether there are purchase orders: %s', async (_, entitlements, more, expected) => {
    const server = await serve(entitlements, more)
    const answer = await quickBooksAt(server.base).facts()
    expect(answer.ok && answer.value.purchaseOrders).toBe(expected)
  })
})

describe('a receipt', () => {
  const bytes = Buffer.from('%PDF-1.4\r\n--not-a-boundary\r\n\0\xff', 'latin1')
  const file = {
    entityType: 'Purchase',
    entityId: '145',
    fileName: 'Reçu "été".pdf',
    contentType: 'application/pdf',
    bytes,
    note: 'Billdr expense 12',
    category: 'Receipt',
    requestId: 'u-1',
  } as const

  it('goes up and is linked in one request with a length', async () => {
    const server = await loopback(() => ({
      body: {
        AttachableResponse: [{ Attachable: { Id: '5000000000000503624', SyncToken: '0', Size: bytes.length } }],
        time: 'x',
      },
    }))
    expect(await quickBooksAt(server.base).upload(file)).toMatchObject({
      ok: true,
      value: { Id: '5000000000000503624' },
    })
    expect(server.received).toHaveLength(1)
    const [got] = server.received as [Received]
    expect(got.headers['content-length']).toBe(String(got.body.length))
    expect(got.headers['transfer-encoding']).toBeUndefined()
    const form = await new Response(new Uint8Array(got.body), {
      headers: { 'Content-Type': got.headers['content-type'] ?? '' },
    }).formData()
    const metadata = form.get('file_metadata_01') as File
    expect(metadata.type).toMatch(/^application\/json/)
    expect(JSON.parse(await metadata.text())).toEqual({
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: '145' }, IncludeOnSend: false }],
      FileName: file.fileName,
      ContentType: 'application/pdf',
      Note: 'Billdr expense 12',
      Category: 'Receipt',
    })
    const content = form.get('file_content_01') as File
    expect(content.name).toBe(file.fileName)
    expect(Buffer.from(await content.arrayBuffer())).toEqual(bytes)
  })

  it('is refused where the answer of HTTP 200 holds a fault', async () => {
    const server = await loopback(() => ({
      body: {
        AttachableResponse: [
          {
            Fault: {
              Error: [
                {
                  Message: 'Business Validation Error',
                  Detail: 'The entity Estimate 75 that you are trying to link does not exist.',
                  code: '6000',
                },
              ],
              type: 'ValidationFault',
            },
          },
        ],
      },
    }))
    expect(failureOf(await quickBooksAt(server.base).upload(file))).toMatchObject({
      kind: 'refused',
      problem: { code: 'quickbooks-refused' },
    })
  })

  it('comes back byte for byte, and the token does not go to the store of files', async () => {
    const server = await loopback((request) =>
      request.url.pathname === '/files/1'
        ? { body: bytes }
        : {
            body: {
              Attachable: {
                Id: '50',
                SyncToken: '0',
                TempDownloadUri: `http://${request.headers.host ?? ''}/files/1?sig=x`,
              },
            },
          },
    )
    const answer = await quickBooksAt(server.base).download('50')
    expect(answer.ok && Buffer.from(answer.value)).toEqual(bytes)
    expect(server.received.at(-1)?.headers.authorization).toBeUndefined()
  })
})

describe('too many requests', () => {
  it('make everything of the company wait as long as QuickBooks says', async () => {
    const xml =
      '<?xml version="1.0"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message></Error></Fault></IntuitResponse>'
    const server = await loopback((_, count) =>
      count === 1 ? { status: 429, headers: { 'Retry-After': '1' }, body: xml } : { body: { QueryResponse: {} } },
    )
    const quickBooks = quickBooksAt(server.base)
    const failure = failureOf(await quickBooks.query('Vendor'))
    expect(failure).toMatchObject({
      kind: 'throttled',
      retryAfterMs: 1_000,
      problem: { code: 'throttled', params: { seconds: 1 } },
    })
    const before = Date.now()
    expect((await quickBooks.query('Vendor')).ok).toBe(true)
    expect(Date.now() - before).toBeGreaterThanOrEqual(950)
  })

  it('without a time mean a minute', async () => {
    const server = await loopback(() => ({ status: 429, body: '' }))
    expect(failureOf(await quickBooksAt(server.base).query('Vendor')).retryAfterMs).toBe(60_000)
  })
})
