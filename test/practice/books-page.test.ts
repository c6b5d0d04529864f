import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, invoice, payment, purchase, type Chart } from './bodies.ts'
import { codeOf, rawRequest, visit, type Body, type Visitor } from './visitor.ts'

const NASTY = '<img src=x onerror=alert(1)> & "Fils"'

let visitor: Visitor
let chart: Chart
let cookie: string
/** Where the pages lie: nobody else knows it. */
let base: string
let invoiceId: string
let attachableId: string
beforeAll(async () => {
  visitor = await visit({ companyName: 'Toits & Cie' })
  chart = await chartOf(visitor)
  const customer = String((await visitor.make('Customer', { DisplayName: NASTY })).Id)
  invoiceId = String(
    (await visitor.make('Invoice', { ...invoice(chart, customer, '1001', 1234.5), PrivateNote: NASTY })).Id,
  )
  await visitor.make('Payment', payment(customer, 34.5, ['Invoice', invoiceId, 34.5]))
  await visitor.make('Purchase', purchase(chart, 'E-1', 40))
  const uploaded = await visitor.upload(
    { AttachableRef: [{ EntityRef: { type: 'Invoice', value: invoiceId } }] },
    { name: 'photo.png', type: 'image/png', bytes: Buffer.from('png bytes') },
  )
  attachableId = String((uploaded.json.AttachableResponse as unknown as Body[])[0]?.Attachable?.Id)
  const opened = await fetch(visitor.practice.booksUrl, { redirect: 'manual' })
  cookie = opened.headers.get('set-cookie') ?? ''
  base = opened.headers.get('location') ?? ''
})
afterAll(() => visitor.practice.close())

const open = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${visitor.practice.origin}${path.replace('/books', base)}`, {
    redirect: 'manual',
    headers: { cookie: cookie.split(';')[0] ?? '', ...headers },
  })
const act = (
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = { Origin: visitor.practice.origin },
): Promise<Response> =>
  fetch(`${visitor.practice.origin}${path.replace('/books', base)}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
    headers: { cookie: cookie.split(';')[0] ?? '', ...headers },
  })

describe('who may look at the books', () => {
  it('is who comes with the key, which becomes a cookie of this site alone and leaves the address', async () => {
    const opened = await fetch(visitor.practice.booksUrl, { redirect: 'manual' })
    expect([opened.status, opened.headers.get('location')]).toEqual([303, base])
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/)
    expect((await open('/books')).status).toBe(200)
    const deep = await fetch(visitor.practice.pageUrl('Invoice', invoiceId), { redirect: 'manual' })
    expect(deep.headers.get('location')).toBe(`${base}/Invoice/${invoiceId}`)
  })

  it('is nobody else: no cookie, a wrong key, another name of this computer', async () => {
    for (const path of ['/books', `/books/Invoice/${invoiceId}`, `/books/file/${attachableId}`]) {
      const got = await fetch(`${visitor.practice.origin}${path}`)
      expect([got.status, (await got.text()).includes('1001')]).toEqual([403, false])
    }
    expect((await fetch(`${visitor.practice.origin}/books?key=guess`, { redirect: 'manual' })).status).toBe(403)
    expect(
      (await rawRequest(visitor.practice.origin, { path: '/books', headers: { Host: 'evil.example', Cookie: cookie } }))
        .status,
    ).toBe(421)
  })

  it('is nobody with the cookie alone, which every other port of this computer gets too, nor with the path alone', async () => {
    const held = cookie.split(';')[0] ?? ''
    const theirs = { Origin: visitor.practice.origin, cookie: held }
    for (const path of ['/books', `/books/Invoice/${invoiceId}`, `/books/guessed/Invoice/${invoiceId}`]) {
      const read = await fetch(`${visitor.practice.origin}${path}`, { headers: { cookie: held } })
      expect([read.status, (await read.text()).includes('1001')]).toEqual([403, false])
      const body = new URLSearchParams({ act: 'delete' })
      const acted = await fetch(`${visitor.practice.origin}${path}`, { method: 'POST', headers: theirs, body })
      expect(acted.status).toBe(403)
    }
    expect((await fetch(`${visitor.practice.origin}${base}`)).status).toBe(403)
    expect(codeOf(await visitor.get(`invoice/${invoiceId}`))).toBe('200')
  })

  it('has no key in the cookie: with it nobody reaches the controls of the practice company', async () => {
    const [, value = ''] = (cookie.split(';')[0] ?? '').split('=')
    const answer = await fetch(`${visitor.practice.origin}/alive`, { headers: { 'x-practice-key': value } })
    expect(answer.status).toBe(403)
  })

  it('forms are taken from these pages alone', async () => {
    for (const headers of [{ Origin: 'http://127.0.0.1:1' }, { Origin: 'null' }, {}] as Record<string, string>[]) {
      expect((await act(`/books/Invoice/${invoiceId}`, { act: 'delete' }, headers)).status).toBe(403)
    }
    expect(codeOf(await visitor.get(`invoice/${invoiceId}`))).toBe('200')
  })
})

describe('what the pages show', () => {
  it('is every list with counts and totals, and each document with its lines, links and receipts', async () => {
    const overview = await (await open('/books')).text()
    expect(overview).toContain('Toits &amp; Cie')
    expect(overview).toMatch(
      /Invoices<\/a><\/td><td class="n">1<\/td><td class="n">1,234\.50<\/td><td class="n">1,200\.00/,
    )
    const document = await (await open(`/books/Invoice/${invoiceId}`)).text()
    for (const part of ['1,234.50', '1,200.00', 'Services', 'Out of Scope', `${base}/file/${attachableId}`, 'Payment'])
      expect(document).toContain(part)
    for (const type of [
      'Customer',
      'Vendor',
      'Invoice',
      'CreditMemo',
      'Payment',
      'Purchase',
      'Bill',
      'BillPayment',
      'PurchaseOrder',
      'Account',
      'Item',
      'TaxCode',
      'Attachable',
    ]) {
      expect([type, (await open(`/books/${type}`)).status]).toEqual([type, 200])
    }
    expect((await open('/books/Invoice/99999')).status).toBe(404)
  })

  it('is text, whatever it holds, under a policy that runs nothing', async () => {
    for (const path of [`/books/Invoice/${invoiceId}`, '/books/Customer', '/books/Invoice']) {
      const got = await open(path)
      expect(await got.text()).not.toContain('<img src=x')
      expect(got.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    }
  })

  it('is French for a French browser, with its money', async () => {
    const document = await (await open(`/books/Invoice/${invoiceId}`, { 'Accept-Language': 'fr-CA' })).text()
    expect(document).toContain('Solde ouvert')
    expect(document).toContain('1\u00a0234,50')
  })

  it('is the receipt itself, shown in place only where that is harmless', async () => {
    const got = await open(`/books/file/${attachableId}`)
    expect([got.headers.get('content-type'), await got.text()]).toEqual(['image/png', 'png bytes'])
    const uploaded = await visitor.upload(null, { name: 'x.xml', type: 'text/xml', bytes: Buffer.from('<a/>') })
    const xml = await open(
      `/books/file/${String((uploaded.json.AttachableResponse as unknown as Body[])[0]?.Attachable?.Id)}`,
    )
    expect([xml.headers.get('content-type'), xml.headers.get('content-disposition')?.startsWith('attachment')]).toEqual(
      ['application/octet-stream', true],
    )
  })
})

describe('a person who acts in QuickBooks', () => {
  const now = async (type: string, id: string): Promise<Body> =>
    (await visitor.get(`${type.toLowerCase()}/${id}`)).json[type] as Body
  let count = 0
  const made = async (amount = 100): Promise<string> => {
    const customer = String((await visitor.make('Customer', { DisplayName: `Personne ${++count}` })).Id)
    return String((await visitor.make('Invoice', invoice(chart, customer, `P-${count}`, amount))).Id)
  }

  it('T1: sets the tax of an invoice on its page', async () => {
    const id = await made(8000)
    expect((await act(`/books/Invoice/${id}`, { act: 'tax', taxCode: chart.gstQst })).headers.get('location')).toBe(
      `${base}/Invoice/${id}`,
    )
    expect((await now('Invoice', id)).TotalAmt).toBe(9198)
  })

  it('X1: edits a note, a number, an amount, a name', async () => {
    const id = await made()
    await act(`/books/Invoice/${id}`, { act: 'memo', memo: 'Appelé le client' })
    await act(`/books/Invoice/${id}`, { act: 'number', number: 'Z-9' })
    await act(`/books/Invoice/${id}`, { act: 'amount', line: '1', amount: '250.75' })
    expect(await now('Invoice', id)).toMatchObject({
      PrivateNote: 'Appelé le client',
      DocNumber: 'Z-9',
      TotalAmt: 250.75,
      SyncToken: '3',
    })
    const vendor = String((await visitor.make('Vendor', { DisplayName: 'Avant' })).Id)
    await act(`/books/Vendor/${vendor}`, { act: 'rename', name: 'Après' })
    expect((await now('Vendor', vendor)).DisplayName).toBe('Après')
  })

  it('I4: deletes a paid invoice; the payment stays, unapplied', async () => {
    const id = await made()
    const owner = String((await now('Invoice', id)).CustomerRef?.value)
    const paid = String((await visitor.make('Payment', payment(owner, 100, ['Invoice', id, 100]))).Id)
    expect((await act(`/books/Invoice/${id}`, { act: 'delete' })).headers.get('location')).toBe(`${base}/Invoice`)
    expect(codeOf(await visitor.get(`invoice/${id}`))).toBe('610')
    expect((await now('Payment', paid)).UnappliedAmt).toBe(100)
    expect((await now('Customer', owner)).Balance).toBe(-100)
  })

  it('is told why something cannot be done', async () => {
    const id = await made()
    await visitor.practice.controls.changeSettings({ booksClosedUntil: '2026-12-31' })
    const got = await act(`/books/Invoice/${id}`, { act: 'memo', memo: 'x' })
    expect([got.status, (await got.text()).includes('role="alert"')]).toEqual([409, true])
    await visitor.practice.controls.changeSettings({ booksClosedUntil: null })
  })

  it('C1: makes a customer inactive, or merges it into another, whose documents it then has', async () => {
    const id = await made()
    const from = String((await now('Invoice', id)).CustomerRef?.value)
    const into = String((await visitor.make('Customer', { DisplayName: 'Le bon' })).Id)
    const outcome = await visitor.practice.controls.personMerges('Customer', from, into)
    expect(outcome).toMatchObject({ ok: true, entity: { Balance: 100 } })
    expect((await now('Invoice', id)).CustomerRef).toEqual({ value: into, name: 'Le bon' })
    expect(await now('Customer', from)).toMatchObject({
      Active: false,
      Balance: 0,
      DisplayName: `Personne ${count} (deleted)`,
    })
    await visitor.practice.controls.personDeletes('Customer', into)
    expect((await now('Customer', into)).Active).toBe(false)
  })

  it('lowers an amount below what was paid: the payment is applied to less', async () => {
    const id = await made()
    const owner = String((await now('Invoice', id)).CustomerRef?.value)
    const paid = String((await visitor.make('Payment', payment(owner, 100, ['Invoice', id, 100]))).Id)
    await act(`/books/Invoice/${id}`, { act: 'amount', line: '1', amount: '60' })
    expect([(await now('Invoice', id)).Balance, (await now('Payment', paid)).UnappliedAmt]).toEqual([0, 40])
  })
})
