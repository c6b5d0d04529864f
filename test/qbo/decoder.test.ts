import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntityType } from '../../electron/qbo/contract.ts'
import { decode } from '../../electron/qbo/decoder.ts'
import type { Finder, Subject } from '../../electron/qbo/decoder.ts'
import {
  attachableIn,
  changesIn,
  deletedIn,
  entityIn,
  readIn,
  rowsIn,
  singletonIn,
} from '../../electron/qbo/envelopes.ts'
import { rawOf, recorded, RECORDED, textOf } from './recorded.ts'

type Expected = 'ok' | `${'refused' | 'unknown' | 'not-sent' | 'throttled' | 'signed-out'} ${string}`

const reading: Subject = { type: null, verb: 'read' }
const writing = (verb: Subject['verb'], type: EntityType): Subject => ({ type, verb })

/** Each recorded answer, what had been asked, and what the program makes of it. */
const TABLE: [what: string, subject: Subject, find: Finder<unknown>, expected: Expected][] = [
  ['query of all customers', reading, rowsIn('Customer'), 'ok'],
  ['query of an entity that does not exist', reading, rowsIn('Customer'), 'refused program-fault'],
  ['read with an expired token', reading, readIn('Customer', '1'), 'signed-out connection-ended'],
  ['path that does not exist', reading, readIn('Customer', '1'), 'refused program-fault'],
  ['id that is no number', reading, readIn('Customer', '1'), 'refused program-fault'],
  ['query by a name with an apostrophe', reading, rowsIn('Customer'), 'ok'],
  ['read of a customer', reading, readIn('Customer', '5'), 'ok'],
  ['query with inactive vendors', reading, rowsIn('Vendor'), 'ok'],
  ['upload linked to an invoice', writing('upload', 'Attachable'), attachableIn, 'ok'],
  ['delete of an attachment', writing('delete', 'Attachable'), deletedIn('Attachable', '5000000000000503624'), 'ok'],
  ['read of an attachment', reading, readIn('Attachable', '5000000000000503624'), 'ok'],
  ['read before an update', reading, readIn('Customer', '68'), 'ok'],
  ['update of a customer', writing('update', 'Customer'), entityIn('Customer', '68'), 'ok'],
  ['query by a name with an ampersand', reading, rowsIn('Vendor'), 'ok'],
  ['create of a customer', writing('create', 'Customer'), entityIn('Customer'), 'ok'],
  ['create of an invoice', writing('create', 'Invoice'), entityIn('Invoice'), 'ok'],
  ['read before a void', reading, readIn('Invoice', '264'), 'ok'],
  ['void of an invoice', writing('void', 'Invoice'), entityIn('Invoice', '264'), 'ok'],
  ['read before a delete', reading, readIn('Invoice', '266'), 'ok'],
  ['delete of an invoice', writing('delete', 'Invoice'), deletedIn('Invoice', '266'), 'ok'],
  ['count of customers', reading, rowsIn('Customer'), 'ok'],
  ['first page of customers', reading, rowsIn('Customer'), 'ok'],
  ['first page of sales receipts', reading, rowsIn('Invoice'), 'unknown quickbooks-answer-broken'],
  ['count of vendors', reading, rowsIn('Vendor'), 'ok'],
  ...[1, 2, 3, 4, 5, 6].map((page): (typeof TABLE)[number] => [
    `page ${page} of vendors by five`,
    reading,
    rowsIn('Vendor'),
    'ok',
  ]),
  ['change data capture', reading, changesIn(['Invoice']), 'ok'],
  [
    'batch with a stale and a missing object',
    writing('create', 'Customer'),
    entityIn('Customer'),
    'refused reference-inactive',
  ],
  ['item-missing-name-2020', writing('create', 'Item'), entityIn('Item'), 'refused program-fault'],
  ['item-not-found-610', writing('update', 'Item'), entityIn('Item', '1'), 'refused reference-inactive'],
  ['item-stale-5010', writing('update', 'Item'), entityIn('Item', '1'), 'refused stale'],
  ['query-4001', reading, rowsIn('Item'), 'refused program-fault'],
  ['preferences', reading, singletonIn('Preferences'), 'ok'],
  [
    'sales-receipt-missing-detail-type-2020',
    writing('create', 'Invoice'),
    entityIn('Invoice'),
    'refused program-fault',
  ],
  ['sales-receipt-void', writing('void', 'Invoice'), entityIn('Invoice', '6'), 'unknown quickbooks-answer-broken'],
  ['6140', writing('create', 'Invoice'), entityIn('Invoice'), 'refused number-taken'],
  ['6140 (French company, localized text)', writing('create', 'Invoice'), entityIn('Invoice'), 'refused number-taken'],
  ['6240 (French)', writing('create', 'Customer'), entityIn('Customer'), 'refused name-taken'],
  ['6240 (current English form)', writing('create', 'Vendor'), entityIn('Vendor'), 'refused name-taken'],
  ['batch item with TWO errors', writing('create', 'Invoice'), entityIn('Invoice'), 'refused number-taken'],
  ['6002 gateway timeout', writing('create', 'Invoice'), entityIn('Invoice'), 'unknown outcome-unknown'],
  ['POST purchase?operation=void', writing('void', 'Purchase'), entityIn('Purchase', '1'), 'refused program-fault'],
  ['POST billpayment?operation=void', writing('void', 'Payment'), entityIn('Payment', '1'), 'refused program-fault'],
  [
    'POST bill?operation=void  (NOTE HTTP 200)',
    writing('void', 'Bill'),
    entityIn('Bill', '1'),
    'unknown quickbooks-busy',
  ],
  [
    'POST journalentry?operation=void (silent no-op, entity stays unvoided)',
    writing('void', 'Invoice'),
    entityIn('Invoice', '1'),
    'unknown quickbooks-answer-broken',
  ],
  ['GET companyinfo with malformed bearer', reading, singletonIn('CompanyInfo'), 'signed-out connection-ended'],
  ['throttled', writing('create', 'Invoice'), entityIn('Invoice'), 'throttled throttled'],
]

describe('every recorded answer of QuickBooks', () => {
  it.each(TABLE)('%s', (what, subject, find, expected) => {
    const answer = recorded(what)
    const decoded = decode(rawOf(answer.status, textOf(answer), answer.headers), subject, find).answer
    expect(decoded.ok ? 'ok' : `${decoded.failure.kind} ${decoded.failure.problem.code}`).toBe(expected)
    expect(decoded.ok ? decoded.intuitTid : decoded.failure.intuitTid).toBe(answer.headers['intuit-tid'] ?? null)
  })

  it('stands in the table', () => {
    expect(TABLE.map(([what]) => what).sort()).toEqual(RECORDED.map(({ what }) => what).sort())
  })
})

describe('what a fault tells', () => {
  const faultOf = (status: number, body: unknown, subject: Subject = writing('create', 'Invoice')) => {
    const { answer } = decode(
      rawOf(status, typeof body === 'string' ? body : JSON.stringify(body)),
      subject,
      entityIn('Invoice'),
    )
    if (answer.ok) throw new Error('a fault was called a success')
    return answer.failure
  }
  const fault = (...errors: object[]) => ({ Fault: { Error: errors, type: 'ValidationFault' } })

  it('is read from the gateway’s message where the code is missing or padded', () => {
    const xml =
      '<IntuitResponse><Fault type="AUTHENTICATION"><Error><Message>message=ApplicationAuthenticationFailed; errorCode=003200; statusCode=401</Message></Error></Fault></IntuitResponse>'
    expect(faultOf(401, xml).faults).toEqual([expect.objectContaining({ code: '3200' })])
    expect(faultOf(400, fault({ code: '006140', Detail: '' })).problem.code).toBe('number-taken')
    expect(faultOf(400, fault({ code: 6140 })).problem.code).toBe('number-taken')
  })

  it('is read from the gateway’s lower-case envelope, even beside an entity', () => {
    const body = { ...(recorded('read with an expired token').body as object), Invoice: { Id: '1', SyncToken: '0' } }
    expect(faultOf(401, body).faults).toEqual([expect.objectContaining({ code: '3200' })])
    expect(faultOf(200, body)).toMatchObject({ kind: 'signed-out', faults: [{ code: '3200' }] })
  })

  it('keeps every error, and takes the most careful reading of several', () => {
    const failure = faultOf(400, fault({ code: '2020', element: 'AccountRef' }, { code: '10000' }))
    expect(failure.kind).toBe('unknown')
    expect(failure.faults.map(({ code }) => code)).toEqual(['2020', '10000'])
  })

  it.each([
    ['Nom en double', 'Ce nom existe déjà. : Id=425', '425'],
    ['Duplicate Name Exists Error', 'The name supplied already exists. : null', ''],
    [
      'Duplicate Name Exists Error',
      'Another customer, vendor or employee is already using this name. Please use a different name.',
      '',
    ],
  ])('names the record that has a name: %s, %s', (message, detail, otherId) => {
    expect(faultOf(400, fault({ code: '6240', Message: message, Detail: detail })).problem).toMatchObject({
      code: 'name-taken',
      params: { otherId },
    })
  })

  it('names the list in which a reference is missing', () => {
    expect(
      faultOf(400, fault({ code: '2500', Detail: 'Invalid Reference Id : Accounts element id 57 not found' })).problem,
    ).toMatchObject({ code: 'reference-missing', params: { list: 'Accounts', otherId: '57' } })
  })

  it('says that purchase orders are off where one is refused for the plan', () => {
    expect(faultOf(403, fault({ code: '5020' }), writing('create', 'PurchaseOrder')).problem.code).toBe(
      'purchase-orders-off',
    )
    expect(faultOf(403, fault({ code: '5020' }), writing('create', 'Bill')).problem.code).toBe('feature-off')
  })

  it.each([
    ['Purchase orders are turned off in the settings of the company.', 'PurchaseOrder', 'purchase-orders-off'],
    [
      'You must turn on Purchase Orders first: purchase orders are not enabled.',
      'PurchaseOrder',
      'purchase-orders-off',
    ],
    ['Les bons de commande sont désactivés dans les paramètres.', 'PurchaseOrder', 'purchase-orders-off'],
    ['Purchase orders are turned off in the settings of the company.', 'Bill', 'quickbooks-refused'],
    ['The purchase order date is off by a year', 'Purchase', 'quickbooks-refused'],
    ['You must select an account for each split line.', 'PurchaseOrder', 'quickbooks-refused'],
  ] as const)(
    'says that purchase orders are off where the general code tells it in words: %s, %s',
    (detail, type, code) => {
      expect(
        faultOf(
          400,
          fault({
            code: '6000',
            Message: 'A business validation error has occurred',
            Detail: `Business Validation Error: ${detail}`,
          }),
          writing('create', type),
        ).problem.code,
      ).toBe(code)
    },
  )

  it('says that the document itself is gone where a delete or a void finds nothing', () => {
    expect(faultOf(400, fault({ code: '610' }), writing('delete', 'Invoice')).problem.code).toBe(
      'deleted-in-quickbooks',
    )
    expect(faultOf(400, fault({ code: '610' }), writing('update', 'Invoice')).problem.code).toBe('reference-inactive')
  })

  it.each([
    ['120', { 'retry-after': '120' }, 120_000],
    ['a date', { 'retry-after': 'Sun, 22 Nov 2026 17:02:00 GMT', date: 'Sun, 22 Nov 2026 17:00:00 GMT' }, 120_000],
    ['nonsense', { 'retry-after': 'soon' }, 60_000],
    ['nothing', {}, 60_000],
  ])('waits as Retry-After says: %s', (_, headers, expected) => {
    const { answer } = decode(rawOf(429, '', headers), reading, rowsIn('Item'))
    expect(!answer.ok && answer.failure.retryAfterMs).toBe(expected)
  })
})

/** Whether a text, read as JSON, carries a fault somewhere: written apart from the decoder, to judge it. */
function carriesFault(text: string): boolean {
  let found = false
  try {
    JSON.parse(text, (key: string, value: unknown) => {
      if (key.toLowerCase() === 'fault' && value !== null) found = true
      return value
    })
  } catch {
    return false
  }
  return found
}

type Mutation = (text: string) => string

const anyText = fc.oneof(fc.string(), fc.constantFrom('', 'null', '{}', '[]', '"', '</', '{"Fault":{}}', '\u0000', 'é'))

/** Takes characters out, puts others in, cuts the end off. */
const onText = fc
  .record({ at: fc.nat(5_000), drop: fc.nat(40), put: anyText, cut: fc.boolean() })
  .map(({ at, drop, put, cut }): Mutation => (text) => {
    const start = at % (text.length + 1)
    return text.slice(0, start) + put + (cut ? '' : text.slice(start + drop))
  })

/** Replaces, removes, renames or wraps one value in the tree of a JSON body. */
const onTree = fc
  .record({
    step: fc.nat(400),
    how: fc.constantFrom('replace', 'remove', 'rename', 'wrap', 'lower'),
    value: fc.jsonValue({ maxDepth: 2 }),
    name: fc.constantFrom('Fault', 'fault', 'Invoice', 'Id', 'QueryResponse', 'x'),
  })
  .map(({ step, how, value, name }): Mutation => (text) => {
    let count = 0
    let tree: unknown
    try {
      tree = JSON.parse(text)
    } catch {
      return text
    }
    const visit = (node: unknown): unknown => {
      if (Array.isArray(node)) return node.map(visit)
      if (typeof node !== 'object' || node === null) return node
      return Object.fromEntries(
        Object.entries(node).flatMap(([key, each]): [string, unknown][] => {
          count += 1
          if (count !== step + 1) return [[key, visit(each)]]
          if (how === 'remove') return []
          if (how === 'rename') return [[name, each]]
          if (how === 'wrap') return [[key, { [name]: each }]]
          return how === 'lower' ? [[key.toLowerCase(), each]] : [[key, value]]
        }),
      )
    }
    return JSON.stringify(visit(tree))
  })

const FINDERS = TABLE.map(([what, subject, find]) => ({ subject, find, answer: recorded(what) }))

describe('answers that are damaged in any way', () => {
  it('never make the decoder throw, and a fault is never called a success', () => {
    fc.assert(
      fc.property(
        fc.nat(FINDERS.length - 1),
        fc.nat(FINDERS.length - 1),
        fc.array(fc.oneof(onTree, onTree, onText), { minLength: 1, maxLength: 3 }),
        fc.option(fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503, 504)),
        (source, asked, mutations, otherStatus) => {
          const { answer } = FINDERS[source]!
          const { subject, find } = FINDERS[asked]!
          const text = mutations.reduce((current, mutate) => mutate(current), textOf(answer))
          const status = otherStatus ?? answer.status
          const decoded = decode(rawOf(status, text, answer.headers), subject, find).answer
          if (decoded.ok) {
            expect(status >= 200 && status < 300).toBe(true)
            expect(carriesFault(text)).toBe(false)
          } else {
            expect(decoded.failure.problem.code).toBeTruthy()
          }
        },
      ),
      { numRuns: 4_000 },
    )
  })

  it('never give a write that has no entity of its type and id', () => {
    fc.assert(
      fc.property(
        fc.nat(FINDERS.length - 1),
        fc.array(fc.oneof(onTree, onText), { minLength: 1, maxLength: 3 }),
        (source, mutations) => {
          const text = mutations.reduce((current, mutate) => mutate(current), textOf(FINDERS[source]!.answer))
          const decoded = decode(rawOf(200, text), writing('create', 'Invoice'), entityIn('Invoice')).answer
          if (!decoded.ok) return
          const body = JSON.parse(text) as { Invoice: { Id: unknown } }
          expect(String(body.Invoice.Id)).toMatch(/^\d+(e\+\d+)?$/)
          expect(decoded.value.Id).toMatch(/^\d+$/)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('are read whatever bytes they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 100, max: 599 }), (bytes, status) => {
        const decoded = decode(
          { answered: true, status, headers: {}, bytes: Buffer.from(bytes) },
          writing('create', 'Bill'),
          entityIn('Bill'),
        )
        expect(decoded.answer.ok).toBe(false)
      }),
    )
  })
})
