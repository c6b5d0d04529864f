import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, invoice, payment, salesLine, type Chart } from './bodies.ts'
import { codeOf, visit, type Body, type Visitor } from './visitor.ts'

/** What public clients that were written against Intuit's sandbox expect; PQ, VCR and RUC are those of the facts. */
let visitor: Visitor
let chart: Chart
let client: string

beforeAll(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
  client = String((await visitor.make('Customer', { DisplayName: 'b small' })).Id)
})
afterAll(() => visitor.practice.close())

describe('queries', () => {
  it('take ORDER BY in two words, `!=`, `*, Sku`, and more than 1000 rows as 1000 (FLOW, PQ, AHO)', async () => {
    expect(codeOf(await visitor.query('select * from Customer order by Id desc maxresults 5000'))).toBe('200')
    const others = await visitor.rows("select * from Account where FullyQualifiedName != 'Checking'")
    expect(others.map((each) => each.Name)).not.toContain('Checking')
    expect(others.length).toBeGreaterThan(10)
    await visitor.make('Item', {
      Name: 'Coded',
      Sku: 'SKU-1',
      Type: 'Service',
      IncomeAccountRef: { value: await visitor.idOf('Account', 'Services') },
    })
    const items = await visitor.rows('select *, Sku from Item')
    expect(items.find((each) => each.Name === 'Coded')).toMatchObject({ Sku: 'SKU-1', Type: 'Service' })
  })

  it('without an order have capitals first and a job after its parent (VCR)', async () => {
    const parent = String((await visitor.make('Customer', { DisplayName: 'Zed' })).Id)
    await visitor.make('Customer', { DisplayName: 'A job', Job: true, ParentRef: { value: parent } })
    const names = (await visitor.rows('select * from Customer')).map((each) => String(each.FullyQualifiedName))
    expect(names.slice(-3)).toEqual(['Zed', 'Zed:A job', 'b small'])
  })

  it('without an order have what changed last first, so that an edit jumps between pages (VCR)', async () => {
    const first = await visitor.make('Invoice', invoice(chart, client, 'Q1'))
    await visitor.make('Invoice', invoice(chart, client, 'Q2'))
    await visitor.practice.controls.advanceClock(2_000)
    await visitor.post('invoice', { Id: first.Id, SyncToken: '0', sparse: true, PrivateNote: 'edited' })
    const numbers = (await visitor.rows('select * from Invoice')).map((each) => each.DocNumber)
    expect(numbers.slice(0, 2)).toEqual(['Q1', 'Q2'])
  })

  it('give the tax codes that are words first, on top of the rows asked for (US; PQ, RUC)', async () => {
    const american = await visit({ country: 'US' })
    const codes = await american.rows('select * from TaxCode maxresults 1')
    expect(codes.map((each) => each.Id)).toEqual(['TAX', 'NON', 'CustomSalesTax', '2'])
    await american.practice.close()
  })
})

describe('change data capture', () => {
  it('has the oldest change first, and a block of deleted rows alone counts them without a start (VCR, BRZ 22)', async () => {
    const since = encodeURIComponent(new Date(Date.now() - 60_000).toISOString())
    const one = await visitor.make('Payment', payment(client, 1))
    await visitor.practice.controls.advanceClock(2_000)
    const two = await visitor.make('Payment', payment(client, 2))
    const block = async (): Promise<Body> => {
      const got = await visitor.get(`cdc?entities=Payment&changedSince=${since}`)
      return (got.json.CDCResponse as unknown as { QueryResponse: Body[] }[])[0]?.QueryResponse[0] as Body
    }
    expect(((await block()).Payment as unknown as Body[]).map((each) => each.Id)).toEqual([one.Id, two.Id])
    for (const each of [one, two]) await visitor.post('payment?operation=delete', { Id: each.Id, SyncToken: '0' })
    const gone = await block()
    expect([gone.startPosition, gone.maxResults, gone.totalCount]).toEqual([undefined, 2, 2])
  })
})

describe('bodies', () => {
  it('keep an amount whose quantity and price are 0, and take an empty text as if it had not been sent (PQ)', async () => {
    const made = await visitor.make(
      'Invoice',
      invoice(chart, client, 'Z1', 100, {
        DueDate: '',
        TotalAmt: '',
        domain: 'QBO',
        Line: [salesLine(chart, 100, {}, { Qty: 0, UnitPrice: 0 })],
      }),
    )
    expect(made.TotalAmt).toBe(100)
  })

  it('with an empty request id are as without one (VCR)', async () => {
    const one = await visitor.post('vendor?requestid=', { DisplayName: 'V one' })
    const two = await visitor.post('vendor?requestid=', { DisplayName: 'V two' })
    expect([codeOf(one), codeOf(two), one.json.Vendor?.Id === two.json.Vendor?.Id]).toEqual(['200', '200', false])
  })
})

it('an upload may have LF line ends, base64 and no file name (PQ)', async () => {
  const metadata = { FileName: 'a.txt', ContentType: 'text/plain', AttachableRef: [] }
  const body = [
    '--edge',
    'Content-Disposition: form-data; name="file_metadata_01"',
    'Content-Type: application/json',
    '',
    JSON.stringify(metadata),
    '--edge',
    'Content-Disposition: form-data; name="file_content_01"',
    'Content-Type: text/plain',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('hello').toString('base64'),
    '--edge--',
    '',
  ].join('\n')
  const got = await visitor.post('upload', body, { 'Content-Type': 'multipart/form-data; boundary=edge' })
  const id = String((got.json.AttachableResponse as unknown as { Attachable: Body }[])[0]?.Attachable.Id)
  expect(Buffer.from((await visitor.practice.controls.file(id)) ?? '', 'base64').toString()).toBe('hello')
})

it('preferences hold the words of an estimate, and the message of sales forms comes first of the others (PQ)', async () => {
  const prefs = (await visitor.get('preferences')).json.Preferences
  expect(prefs?.EmailMessagesPrefs?.EstimateMessage?.Subject).toBeTypeOf('string')
  expect((prefs?.OtherPrefs?.NameValue as unknown as Body[])[0]?.Name).toBe('SalesFormsPrefs.DefaultCustomerMessage')
})

it('a client at the top has no level, 2030 no time, and 401 no charset (VCR)', async () => {
  const top = await visitor.make('Customer', { DisplayName: 'Top' })
  expect(Object.keys(top)).not.toContain('Level')
  const wrong = await visitor.get('customer/none')
  expect(codeOf(wrong)).toBe('2030')
  expect(Object.keys(wrong.json)).not.toContain('time')
  const unknown = await visitor.get('customer/1', { Authorization: '' })
  expect(unknown.status).toBe(401)
  expect(unknown.headers.get('content-type')).toBe('application/json')
})

it('a batch takes items that say no operation as creations, and answers each under its own id (NQ)', async () => {
  const items = Array.from({ length: 25 }, (_, at) => ({
    bId: String(at),
    Attachable: { Note: `Note ${at}`, Tag: 'Testing' },
  }))
  const got = await visitor.post('batch', JSON.stringify({ BatchItemRequest: items }))
  const answers = got.json.BatchItemResponse as unknown as { bId: string; Attachable?: Body }[]
  expect(answers.map(({ bId, Attachable }) => [bId, Attachable?.Tag])).toEqual(items.map(({ bId }) => [bId, 'Testing']))
  expect(await visitor.rows("select * from Attachable where Tag = 'Testing'")).toHaveLength(25)
})

it.each([
  ['Class', 'SubClass'],
  ['Department', 'SubDepartment'],
])('a %s is made, renamed with what is below it, and named by documents (PQ)', async (type, sub) => {
  const above = await visitor.make(type, { Name: `${type} above` })
  const below = await visitor.make(type, { Name: 'Below', ParentRef: { value: String(above.Id) } })
  expect([above[sub], below[sub], below.FullyQualifiedName]).toEqual([false, true, `${type} above:Below`])
  expect(codeOf(await visitor.post(type.toLowerCase(), { Name: `${type} above` }))).toBe('6240')
  await visitor.post(type.toLowerCase(), { Id: above.Id, SyncToken: above.SyncToken, Name: `${type} renamed` })
  const names = (await visitor.rows(`select * from ${type}`)).map((each) => each.FullyQualifiedName)
  expect(names).toEqual(expect.arrayContaining([`${type} renamed`, `${type} renamed:Below`]))
  expect(codeOf(await visitor.get(`${type.toLowerCase()}/99`))).toBe('610')
})

it('a tax agency is made and read, and not changed or removed (PQ)', async () => {
  const made = await visitor.make('TaxAgency', { DisplayName: 'Ville de Laval' })
  expect((await visitor.get(`taxagency/${String(made.Id)}`)).json.TaxAgency?.DisplayName).toBe('Ville de Laval')
  const again = { Id: made.Id, SyncToken: made.SyncToken, DisplayName: 'Other' }
  expect(codeOf(await visitor.post('taxagency', again))).toBe('500')
  expect(codeOf(await visitor.post('taxagency?operation=delete', again))).toBe('500')
})

it('the messages that go with documents can be changed, by whoever has the newest preferences (PQ)', async () => {
  const before = (await visitor.get('preferences')).json.Preferences
  const change = { ...(before as object), EmailMessagesPrefs: { EstimateMessage: { Subject: 'Votre devis' } } }
  expect(codeOf(await visitor.post('preferences', change))).toBe('200')
  expect(codeOf(await visitor.post('preferences', change))).toBe('5010')
  const after = (await visitor.get('preferences')).json.Preferences
  expect(after?.EmailMessagesPrefs?.EstimateMessage?.Subject).toBe('Votre devis')
  expect(after?.AccountingInfoPrefs).toEqual(before?.AccountingInfoPrefs)
})

it('an invoice that can be paid online and goes out by e-mail has a link where it is asked for (PQ)', async () => {
  const online = { AllowOnlineCreditCardPayment: true, BillEmail: { Address: 'a@example.com' } }
  const made = await visitor.make('Invoice', { ...invoice(chart, client, 'ONLINE-1'), ...online })
  const link = async () =>
    (await visitor.get(`invoice/${String(made.Id)}?include=invoiceLink`)).json.Invoice?.InvoiceLink as unknown
  expect(await link()).toBeUndefined()
  await visitor.practice.controls.changeSettings({ onlinePayments: true })
  expect(await link()).toMatch(/^https:/)
  expect((await visitor.get(`invoice/${String(made.Id)}`)).json.Invoice?.InvoiceLink).toBeUndefined()
})

it('a sales receipt that is voided stands there at 0, with its note (PQ)', async () => {
  const { DueDate: _, ...sale } = invoice(chart, client, 'SR-1') as Record<string, unknown>
  const made = await visitor.make('SalesReceipt', sale)
  expect(Number(made.TotalAmt)).toBeGreaterThan(0)
  const voided = { Id: made.Id, SyncToken: made.SyncToken, sparse: true }
  expect(codeOf(await visitor.post('salesreceipt?operation=update&include=void', voided))).toBe('200')
  const [now] = await visitor.rows(`select * from SalesReceipt where Id = '${String(made.Id)}'`)
  expect(now).toMatchObject({ TotalAmt: 0, PrivateNote: expect.stringContaining('Voided') })
})
