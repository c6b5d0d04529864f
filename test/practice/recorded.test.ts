import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { chartOf, invoice, type Chart } from './bodies.ts'
import { visit, type Body, type Visitor } from './visitor.ts'

interface Recording {
  from: string
  request: Record<string, unknown>
  status: number
  answer: Record<string, Record<string, unknown>>
}

const recorded = JSON.parse(readFileSync(new URL('data/recorded.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>
const recording = (name: string): Recording => recorded[name] as Recording
const keys = (value: unknown): string[] => Object.keys(value as object).sort()

/** Code, element and message of the errors of a Fault: what a program may branch on, and the text that goes with it. */
function errorsOf(answer: unknown): unknown[] {
  const { Error: errors } = (answer as { Fault: { Error: Record<string, unknown>[] } }).Fault
  return errors.map(({ code, element, Message }) => ({ code, element, Message }))
}

function detailOf(answer: Body): string {
  return String((answer.Fault?.Error as unknown as Body[])[0]?.Detail)
}

describe('the practice company answers as QuickBooks was recorded to (United States, no sales tax)', () => {
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await visit({ country: 'US', taxTracking: false, settings: { customTxnNumbers: false } })
  })
  afterAll(() => visitor.practice.close())

  it('creates a customer with the recorded properties', async () => {
    const { request, answer } = recording('customerCreate')
    const created = await visitor.make('Customer', request)
    const missing = keys(answer['Customer']).filter(
      (key) => !keys(created).includes(key) && key !== 'DefaultTaxCodeRef',
    )
    expect(missing).toEqual([])
    for (const key of [
      'Taxable',
      'Job',
      'BillWithParent',
      'Balance',
      'DisplayName',
      'FullyQualifiedName',
      'PrintOnCheckName',
      'SyncToken',
      'Active',
      'domain',
      'sparse',
    ]) {
      expect([key, created[key]]).toEqual([key, answer['Customer']?.[key]])
    }
  })

  it('renames a customer by a full update, as recorded', async () => {
    const { request, answer } = recording('customerUpdate')
    const created = await visitor.make('Customer', { DisplayName: 'Doe2, Jane' })
    const got = await visitor.post('customer', { ...request, Id: created.Id })
    for (const key of [
      'DisplayName',
      'FullyQualifiedName',
      'PrintOnCheckName',
      'PrimaryPhone',
      'SyncToken',
      'Active',
    ]) {
      expect([key, got.json.Customer?.[key]]).toEqual([key, answer['Customer']?.[key]])
    }
  })

  it('creates, voids and deletes an invoice with the recorded lines, totals and texts', async () => {
    const customer = await visitor.make('Customer', { DisplayName: 'Amy' })
    const create = recording('invoiceCreate')
    const made = await visitor.make('Invoice', { ...create.request, CustomerRef: { value: customer.Id } })
    const was = create.answer['Invoice'] ?? {}
    expect(keys(was).filter((key) => !keys(made).includes(key) && !['BillAddr', 'ShipAddr'].includes(key))).toEqual([])
    for (const key of [
      'Line',
      'TotalAmt',
      'Balance',
      'LinkedTxn',
      'TxnTaxDetail',
      'PrintStatus',
      'EmailStatus',
      'ApplyTaxAfterDiscount',
    ])
      expect([key, made[key]]).toEqual([key, was[key]])
    expect(String(made.DocNumber)).toMatch(/^\d+$/)

    const gone = await visitor.make('Invoice', { ...create.request, CustomerRef: { value: customer.Id } })
    const deleted = await visitor.post('invoice?operation=delete', { Id: gone.Id, SyncToken: gone.SyncToken })
    expect({ ...(deleted.json.Invoice as object), Id: '266' }).toEqual(recording('invoiceDelete').answer['Invoice'])

    const voided = await visitor.post('invoice?operation=void', { Id: made.Id, SyncToken: made.SyncToken })
    const recordedVoid = recording('invoiceVoid').answer['Invoice'] ?? {}
    for (const key of ['SyncToken', 'PrivateNote', 'Line', 'TotalAmt', 'Balance', 'LinkedTxn', 'TxnTaxDetail'])
      expect([key, voided.json.Invoice?.[key]]).toEqual([key, recordedVoid[key]])
  })

  it('counts, and refuses unknown entities, paths and ids in the recorded words', async () => {
    expect(keys((await visitor.query('SELECT COUNT(*) FROM Customer')).json.QueryResponse)).toEqual(
      keys(recording('count').answer['QueryResponse']),
    )
    const query = await visitor.query('SELECT * FROM Custmoer')
    expect([query.status, query.json.Fault]).toEqual([400, recording('unknownEntityQuery').answer['Fault']])
    const path = await visitor.get('customer/1/5')
    expect([path.status, errorsOf(path.json)]).toEqual([400, errorsOf(recording('badPath').answer)])
    const id = await visitor.get('customer/1.5')
    expect([id.status, id.json.Fault]).toEqual([400, recording('badId').answer['Fault']])
  })

  it('answers null in a query as the parse error that was recorded', async () => {
    const got = await visitor.query('select * from null')
    expect([got.status, errorsOf(got.json)]).toEqual([400, errorsOf(recording('parseError').answer)])
  })

  it('refuses an item without name, a stale item, a missing item and a line without its kind as recorded', async () => {
    const item = await visitor.post('item', { Type: 'Service' })
    expect(item.json.Fault?.Error?.[0 as never]).toEqual(
      (recording('itemWithoutName').answer['Fault']?.['Error'] as unknown[])[0],
    )
    const missing = await visitor.get('item/9999')
    expect([missing.status, missing.json.Fault]).toEqual([400, recording('itemNotFound').answer['Fault']])
    const services = await visitor.idOf('Item', 'Services')
    const stale = await visitor.post('item', { Id: services, SyncToken: '7', Name: 'Services', Type: 'Service' })
    expect([stale.status, errorsOf(stale.json)]).toEqual([400, errorsOf(recording('itemStale').answer)])
    const customer = await visitor.make('Customer', { DisplayName: 'No kind' })
    const line = await visitor.post('invoice', { CustomerRef: { value: customer.Id }, Line: [{ Amount: 1 }] })
    expect(line.json.Fault?.Error).toEqual(recording('lineWithoutDetailType').answer['Fault']?.['Error'])
  })

  it('says of an expired token what the gateway says, in lower case', async () => {
    const lively = await visit({ country: 'US' })
    await lively.practice.controls.expireAccessTokens()
    const got = await lively.get('customer/1')
    const was = recording('expiredToken').answer
    expect(got.status).toBe(401)
    expect(keys(got.json)).toEqual(keys(was))
    expect({ ...(got.json.fault?.error?.[0 as never] as object), detail: 'Token expired: REDACTED' }).toEqual(
      (was['fault']?.['error'] as unknown[])[0],
    )
    expect(got.json.fault?.type).toBe('AUTHENTICATION')
    expect(got.headers.get('www-authenticate')).toBe('Bearer realm="Intuit", error="invalid_token"')
    await lively.practice.close()
  })

  it('answers batch items that fail one by one, with the recorded faults', async () => {
    const customer = await visitor.make('Customer', { DisplayName: 'Batch' })
    const got = await visitor.post('batch', {
      BatchItemRequest: [
        { bId: 'bid1', operation: 'create', Vendor: { DisplayName: 'Boraski Family Store' } },
        { bId: 'bid2', operation: 'delete', Invoice: { Id: '99129', SyncToken: '0' } },
        { bId: 'bid3', operation: 'update', Customer: { sparse: true, Id: customer.Id, SyncToken: '9', Notes: 'x' } },
        { bId: 'bid4', Query: "select * from SalesReceipt where TotalAmt > '300.00'" },
      ],
    })
    const [vendor, missing, stale, query] = got.json.BatchItemResponse as unknown as [Body, Body, Body, Body]
    expect([vendor.bId, vendor.Vendor?.DisplayName]).toEqual(['bid1', 'Boraski Family Store'])
    const [was610, was5010] = (recorded['batchFaults'] as { answer: [Body, Body] }).answer
    expect([missing.bId, missing.Fault]).toEqual([was610.bId, was610.Fault])
    expect([stale.bId, errorsOf(stale)]).toEqual([was5010.bId, errorsOf(was5010)])
    expect(query).toEqual({ QueryResponse: {}, bId: 'bid4' })
  })

  it('creates and links an upload with the recorded properties, and deletes it by its id alone', async () => {
    const customer = await visitor.make('Customer', { DisplayName: 'Upload' })
    const made = await visitor.make('Invoice', {
      ...recording('invoiceCreate').request,
      CustomerRef: { value: customer.Id },
    })
    const got = await visitor.upload(
      {
        AttachableRef: [{ EntityRef: { type: 'Invoice', value: made.Id } }],
        FileName: 'no_detail.xml',
        ContentType: 'text/xml',
      },
      { name: 'no_detail.xml', type: 'text/xml', bytes: Buffer.from('<a/>') },
    )
    const attachable = (got.json.AttachableResponse as unknown as Body[])[0]?.Attachable as Body
    const was = (
      recording('uploadForInvoice').answer as unknown as {
        AttachableResponse: [{ Attachable: Record<string, unknown> }]
      }
    ).AttachableResponse[0].Attachable
    expect(keys(attachable)).toEqual(keys(was))
    expect(attachable.AttachableRef).toEqual([{ EntityRef: { value: made.Id, type: 'Invoice' }, IncludeOnSend: false }])
    expect(String(attachable.Id)).toMatch(/^\d{19,}$/)
    const deleted = await visitor.post('attachable?operation=delete', { Id: attachable.Id })
    expect(keys(deleted.json.Attachable)).toEqual(keys(recording('attachableDelete').answer['Attachable']))
  })

  it('has every section of the recorded preferences', async () => {
    const got = (await visitor.get('preferences')).json.Preferences
    expect((recorded['preferenceSections'] as string[]).filter((section) => !keys(got).includes(section))).toEqual([])
  })
})

describe('numbers and names that are taken, in the quoted words of both languages', () => {
  const cases = [
    ['en', 'quoted 6140', 'quoted 6240 (current English form)'],
    ['fr', 'quoted 6140 (French company, localized text)', 'quoted 6240 (French)'],
  ] as const
  it.each(cases)('%s', async (language, number, name) => {
    const visitor = await visit({ settings: { language } })
    const chart: Chart = await chartOf(visitor)
    const customer = await visitor.make('Customer', { DisplayName: 'Zoé' })
    const first = await visitor.make('Invoice', invoice(chart, String(customer.Id), '1003'))
    const taken = await visitor.post('invoice', invoice(chart, String(customer.Id), '1003'))
    expect([taken.status, errorsOf(taken.json)]).toEqual([400, errorsOf(recording(number).answer)])
    const detail = (text: string): string => text.replace(/DocNumber=\S+/, 'DocNumber=').replace(/TxnId=\d+/, 'TxnId=')
    const wasNumber = (recording(number).answer['Fault']?.['Error'] as { Detail: string }[])[0]
    expect(detail(detailOf(taken.json))).toBe(detail(wasNumber?.Detail ?? ''))
    expect(detailOf(taken.json)).toContain(`TxnId=${String(first.Id)}`)

    const twin = await visitor.post('vendor', { DisplayName: 'ZOÉ' })
    const wasName = (recording(name).answer['Fault']?.['Error'] as { Detail: string }[])[0]
    expect(twin.json.Fault?.Error?.[0 as never]).toEqual({
      ...wasName,
      Detail: (wasName?.Detail ?? '').replace(/Id=\d+/, `Id=${String(customer.Id)}`),
    })
    await visitor.practice.close()
  })
})

describe('voids that QuickBooks refuses, each in its own way (seen live)', () => {
  it.each(recorded['voids'] as { what: string; status: number; answer: Body | null }[])(
    '$what',
    async ({ what, status, answer }) => {
      const visitor = await visit({ country: 'US', taxTracking: false })
      const path = /POST (\S+)/.exec(what)?.[1] ?? ''
      const got = await visitor.post(path, { Id: '1', SyncToken: '0' })
      expect(got.status).toBe(status)
      if (answer?.Fault)
        expect(errorsOf(got.json).map((each) => ({ ...(each as object), element: 0 }))).toEqual(
          errorsOf(answer).map((each) => ({ ...(each as object), element: 0 })),
        )
      else expect(got.json.BatchItemResponse).toEqual([])
      await visitor.practice.close()
    },
  )
})
