import { describe, expect, test } from 'vitest'
import type { Attachment } from '../../shared/domain.ts'
import { cents } from '../../shared/money.ts'
import { readAll, renovation, sourceAt } from './exports.ts'
import type { Read } from './exports.ts'
import { localApi, sendJson, serve } from './local-api.ts'

const COMPANY = { id: 'bdr-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' }
const RECORD = {
  table: 'payments',
  id: 'pay-1',
  invoiceId: 'i-1',
  amount: '5.00',
  receivedOn: '2026-03-18',
  method: 'cash',
  updatedAt: '2026-03-18T14:00:00Z',
}
const cursorOf = ({ outcome }: Read): string => (outcome.ok === false ? '' : outcome.cursor)

describe('the local API', () => {
  test('is asked with the key, page by page, from the cursor on', async () => {
    const api = await localApi(await renovation(), 20)
    const source = await sourceAt(api.url, { apiKey: api.key })
    expect(await source.check()).toMatchObject({ ok: true, company: { id: 'bdr-4821' } })
    const first = await readAll(source)
    expect(first.records).toHaveLength(48)
    expect(api.requests.map(({ path }) => path)).toEqual([
      '/v1/company',
      '/v1/company',
      '/v1/changes?limit=500',
      '/v1/changes?since=20&limit=500',
      '/v1/changes?since=40&limit=500',
    ])
    expect(api.requests.every(({ headers }) => headers.authorization === `Bearer ${api.key}`)).toBe(true)
  })

  test('gives only what changed since: records, and tombstones of what was removed', async () => {
    const api = await localApi(await renovation())
    const source = await sourceAt(api.url, { apiKey: api.key })
    const first = await readAll(source)
    api.changes.push(
      { ...RECORD, id: 'pay-2' },
      { table: 'clients', id: 'c-104', updatedAt: '2026-04-01T10:00:00Z', deleted: true },
    )
    const second = await readAll(source, cursorOf(first))
    expect(second.records).toMatchObject([{ kind: 'payment', id: 'pay-2', amount: cents(500) }])
    expect(second.removed).toEqual(['client:c-104'])
    expect(second.outcome).toMatchObject({ ok: true, scope: 'changes', wholeKinds: [] })
  })

  test('answers 304 while nothing is new', async () => {
    const api = await localApi(await renovation())
    const source = await sourceAt(api.url, { apiKey: api.key })
    const first = await readAll(source)
    const second = await readAll(source, cursorOf(first))
    expect(second.outcome).toEqual({ ok: 'unchanged', cursor: cursorOf(first) })
    expect(api.requests.at(-1)?.headers['if-none-match']).toBe('"at-48"')
  })

  test('answers 410 to a cursor that is too old: then everything is read again, and absence means removal', async () => {
    const api = await localApi(await renovation())
    const source = await sourceAt(api.url, { apiKey: api.key })
    const first = await readAll(source)
    api.expired.add('48')
    const second = await readAll(source, cursorOf(first))
    expect(second.outcome).toMatchObject({ ok: true, scope: 'full' })
    expect(second.records).toHaveLength(48)
  })

  test('refuses a wrong key: said as such, and the key is nowhere in it', async () => {
    const api = await localApi(await renovation())
    const source = await sourceAt(api.url, { apiKey: 'wrong-secret' })
    const outcome = (await readAll(source)).outcome
    expect(outcome).toMatchObject({
      ok: false,
      tryAgain: false,
      problem: { code: 'source-refused', params: { location: api.url, status: 401 } },
    })
    expect(JSON.stringify([outcome, await source.check()])).not.toContain('wrong-secret')
  })

  test.each([[429], [500], [503]])('that answers %i is tried again later', async (status) => {
    const { url } = await serve((_path, _request, response) =>
      sendJson(response, { error: { code: 'x', message: 'x' } }, {}, status),
    )
    expect((await readAll(await sourceAt(url))).outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-unreachable' },
    })
  })

  test('that is not running is tried again later', async () => {
    expect((await readAll(await sourceAt('http://127.0.0.1:1'))).outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-unreachable' },
    })
  })

  test('a record that comes again within one reading is no duplicate: the later one counts', async () => {
    const { url } = await serve((path, _request, response) =>
      path.pathname === '/v1/company'
        ? sendJson(response, COMPANY)
        : sendJson(response, { cursor: '2', hasMore: false, records: [RECORD, { ...RECORD, amount: '6.00' }] }),
    )
    const { records, problems } = await readAll(await sourceAt(url))
    expect(problems).toEqual([])
    expect(records.map((record) => 'amount' in record && record.amount)).toEqual([500, 600])
  })

  test('a record of an unknown table, or without an id, makes no other absence mean anything', async () => {
    const answer = (records: unknown[]) =>
      serve((path, _request, response) =>
        path.pathname === '/v1/company'
          ? sendJson(response, COMPANY)
          : sendJson(response, { cursor: '2', hasMore: false, records }),
      )
    const unknown = await readAll(await sourceAt((await answer([RECORD, { table: 'salaries', id: 's-1' }])).url))
    expect(unknown.outcome).toMatchObject({
      ok: true,
      wholeKinds: [],
      problem: { code: 'source-table-unknown', params: { table: 'salaries' } },
    })
    const nameless = await readAll(await sourceAt((await answer([RECORD, { ...RECORD, id: 7 }])).url))
    expect(nameless.outcome.ok === true && nameless.outcome.wholeKinds).not.toContain('payment')
    expect(nameless.problems).toMatchObject([{ key: null, table: 'payments', row: 2 }])
  })
})

describe('a receipt of the local API', () => {
  const attachment: Attachment = {
    id: 'a 1/é',
    fileName: 'reçu.png',
    contentType: 'image/png',
    bytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    path: null,
  }

  test('is asked for by its id, whatever that holds', async () => {
    const { url, requests } = await serve((_path, _request, response) => response.end('abc'))
    expect(await (await sourceAt(url)).attachment(attachment)).toMatchObject({ ok: true })
    expect(requests[0]?.path).toBe('/v1/attachments/a%201%2F%C3%A9')
  })

  test.each([
    ['other bytes', 200, 'abd', undefined, 'attachment-damaged'],
    ['too few bytes', 200, 'ab', undefined, 'attachment-damaged'],
    ['too many bytes', 200, 'abcd', undefined, 'attachment-damaged'],
    ['another ETag', 200, 'abc', '0'.repeat(64), 'attachment-damaged'],
    ['nothing', 404, '', undefined, 'attachment-missing'],
  ])('that arrives as %s is refused', async (_name, status, body, etag, code) => {
    const { url } = await serve((_path, _request, response) =>
      response.writeHead(status, etag ? { etag: `"${etag}"` } : {}).end(body),
    )
    expect(await (await sourceAt(url)).attachment(attachment)).toMatchObject({ ok: false, problem: { code } })
  })
})
