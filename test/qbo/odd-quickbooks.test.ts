import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Company } from '../../electron/companion/company.ts'
import { beginConnect, finishConnect } from '../../electron/companion/connect.ts'
import { setMappings } from '../../electron/companion/decisions.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { mappingsSchema } from '../../shared/mappings.ts'
import type { Change, Meet, Passing } from './odd-proxy.ts'
import { oddProxy } from './odd-proxy.ts'

const SAMPLES = join(import.meta.dirname, '../../build/samples')
const TYPES = [
  'Customer',
  'Vendor',
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'PurchaseOrder',
  'Attachable',
] as const

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The sample's contractor, signed in over the environment variables' addresses to a QuickBooks that answers as `change` lets it. */
async function signedIn(change: Change, meet?: Meet): Promise<{ company: Company; practice: ControlledCompany }> {
  const practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
  closing.push(() => practice.close())
  const proxy = await oddProxy(practice.origin, change, meet)
  closing.push(() => proxy.close())
  const through = (address: string): string => address.replace(practice.origin, proxy.origin)
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-odd-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const location = join(folder, 'export')
  await cp(join(SAMPLES, 'renovation'), location, { recursive: true })
  const env = {
    QBO_ENVIRONMENT: 'sandbox',
    QBO_CLIENT_ID: practice.clientId,
    QBO_CLIENT_SECRET: practice.clientSecret,
    QBO_API_BASE: `${through(practice.apiBase)}/v3/company/`,
    QBO_AUTHORIZE_URL: practice.authorizeUrl,
    QBO_TOKEN_URL: through(practice.tokenUrl),
    QBO_REVOKE_URL: through(practice.revokeUrl),
  }
  const opened = await openCompanion({
    dataFolder: join(folder, 'data'),
    secrets: createMemoryStore(),
    env,
    pace: { limits: { perSecond: 10_000, perMinute: 1_000_000 } },
    sleep: () => Promise.resolve(),
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  closing.push(() => opened.companion.close())
  const added = await opened.companion.addCompany('beaubien', {
    name: 'Beaubien',
    location,
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) throw new Error(added.problem.code)
  const company = added.value
  await setMappings(company, mappingsSchema.parse(JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8'))))
  const begun = await beginConnect(company, 'sandbox', env, 'en')
  if (!begun.ok) throw new Error(begun.problem.code)
  await fetch(begun.value.authorizeUrl)
  const finished = await finishConnect(company, false)
  if (!finished.ok) throw new Error(finished.problem.code)
  return { company, practice }
}

/** What a bookkeeper would find, without the ids, times and tokens that differ from one company to the next. */
async function booksOf(practice: ControlledCompany): Promise<Record<string, string[]>> {
  const books: Record<string, string[]> = {}
  for (const type of TYPES) {
    const entities = await practice.controls.entities(type)
    books[type] = entities
      .map((each) =>
        JSON.stringify([
          each['DocNumber'] ?? each['DisplayName'] ?? each['FileName'] ?? null,
          each['TotalAmt'] ?? each['Size'] ?? null,
          each['UnappliedAmt'] ?? null,
          each['Balance'] ?? null,
          each['TxnDate'] ?? null,
        ]),
      )
      .sort()
  }
  return books
}

const json = (answer: Passing, visit: (name: string, value: unknown) => unknown): Passing => {
  if (!answer.headers['content-type']?.includes('json') || answer.text === '') return answer
  return {
    ...answer,
    text: JSON.stringify(
      JSON.parse(answer.text, function revived(this: unknown, name: string, value: unknown) {
        return visit(name, value)
      }),
    ),
  }
}

const isRead = ({ path, method }: { path: string; method: string }): boolean =>
  method === 'GET' && path.includes('/v3/company/')
const isWrite = ({ path, method }: { path: string; method: string }): boolean =>
  method === 'POST' && path.includes('/v3/company/')
const EXPIRED = {
  warnings: null,
  intuitObject: null,
  fault: {
    error: [
      {
        message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
        detail: 'Token expired',
        code: '3200',
        element: null,
      },
    ],
    type: 'AUTHENTICATION',
  },
  report: null,
  time: 1_601_391_072_830,
}
const THROTTLED =
  '<?xml version="1.0" encoding="UTF-8"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="2026-03-02T08:00:00-08:00"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message></Error></Fault></IntuitResponse>'
const answer = (
  request: { path: string; method: string },
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Passing => ({
  ...request,
  status,
  text,
  isRenewal: false,
  headers: { 'content-type': 'application/json', ...headers },
})

const HABITS: [habit: string, change: Change, meet?: Meet][] = [
  [
    'packs its answers, in chunks, with envelopes and spaces around them',
    (passing) => {
      const roomy =
        passing.headers['content-type']?.includes('json') &&
        passing.text.startsWith('{') &&
        passing.path.includes('/v3/')
          ? {
              ...passing,
              text: `\r\n ${JSON.stringify({ warnings: null, fault: null, ...(JSON.parse(passing.text) as object), syncErrorResponse: [] })}\n\n`,
            }
          : passing
      return { ...roomy, headers: { ...roomy.headers, 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' } }
    },
  ],
  [
    'writes ids as numbers and amounts as texts, and leaves out what is not needed',
    (passing) =>
      json(passing, (name, value) => {
        if (['MetaData', 'domain', 'sparse', 'time', 'startPosition', 'maxResults'].includes(name)) return undefined
        if (
          ['Id', 'SyncToken', 'value', 'TxnId'].includes(name) &&
          typeof value === 'string' &&
          /^\d{1,15}$/.test(value)
        )
          return Number(value)
        if (
          ['TotalAmt', 'Balance', 'UnappliedAmt', 'Amount', 'TotalTax', 'RemainingCredit'].includes(name) &&
          typeof value === 'number'
        )
          return value.toFixed(2)
        return value
      }),
  ],
  [
    'fails now and then, spelling its fault in small letters, with a number for a code and no list',
    (passing) => passing,
    (request, count) =>
      // Without a beat of its own: that of a run of six requests would meet the same one each time.
      // A receipt without an answer rests until QuickBooks' lists would show it, which is longer than this test takes.
      !request.path.includes('/upload') &&
      (isRead(request) || isWrite(request)) &&
      Math.imul(count, 0x9e3779b1) >>> 29 === 0
        ? answer(
            request,
            500,
            JSON.stringify({
              fault: {
                error: { message: 'An application error has occurred', detail: 'System Failure Error', code: 10_000 },
                type: 'SystemFault',
              },
            }),
          )
        : null,
  ],
  [
    'has no change feed, no plan to ask for and no employees',
    (passing) => passing,
    (request) => {
      if (request.path.includes('/cdc'))
        return answer(
          request,
          400,
          JSON.stringify({
            Fault: { Error: [{ Message: 'Feature Not Supported', code: '5030' }], type: 'ValidationFault' },
          }),
        )
      if (request.path.includes('/entitlements/')) return answer(request, 401, '')
      if (/query=select%20\*%20from%20employee/i.test(request.path))
        return answer(
          request,
          403,
          JSON.stringify({
            Fault: { Error: [{ Message: 'Permission Denied Error', code: '5020' }], type: 'ValidationFault' },
          }),
        )
      return null
    },
  ],
  [
    'gives tokens that live for seconds, names no new refresh token every second time, and forgets access tokens under way',
    (passing, count) => {
      if (!passing.path.includes('token') || passing.status !== 200) return passing
      const tokens = JSON.parse(passing.text) as Record<string, unknown>
      const said = {
        ...tokens,
        expires_in: count % 2 === 0 ? '20' : 20,
        ...(passing.isRenewal && count % 2 === 0 && { refresh_token: undefined }),
      }
      return { ...passing, text: ` ${JSON.stringify(said)}\n` }
    },
    (request, count) =>
      (isRead(request) || isWrite(request)) && count % 9 === 0
        ? answer(request, 401, JSON.stringify(EXPIRED), {
            'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"',
          })
        : null,
  ],
  [
    'asks for patience now and then, in XML, for no time at all',
    (passing) => passing,
    (request, count) =>
      (isRead(request) || isWrite(request)) && count % 20 === 0
        ? answer(request, 429, THROTTLED, { 'content-type': 'application/xml', 'retry-after': '0' })
        : null,
  ],
  [
    'does what it is asked and loses every third answer to it: a page, an empty body, another envelope, a cut line',
    (passing, count) => {
      if (!isWrite(passing) || passing.status !== 200 || count % 3 !== 0) return passing
      const lost: (Passing | 'drop')[] = [
        {
          ...passing,
          status: 502,
          text: '<html><body>Bad gateway</body></html>',
          headers: { 'content-type': 'text/html' },
        },
        { ...passing, text: '' },
        { ...passing, text: '{"BatchItemResponse":[]}' },
        'drop',
      ]
      return lost[(count / 3) % lost.length] ?? 'drop'
    },
  ],
]

describe('a QuickBooks with other habits', { timeout: 120_000 }, () => {
  let wanted: Record<string, string[]>

  beforeAll(async () => {
    const plain = await signedIn((passing) => passing)
    await plain.company.sync()
    await plain.company.sync()
    wanted = await booksOf(plain.practice)
    expect(plain.company.status().counts).toMatchObject({ synced: 36, held: 11, failed: 1 })
    for (const close of closing.splice(0).reverse()) await close()
  }, 120_000)

  it.each(HABITS)('that %s ends with the same books, each document once', async (_, change, meet) => {
    let touched = 0
    const noted = <T>(before: unknown, after: T): T => {
      if (after !== before) touched += 1
      return after
    }
    const { company, practice } = await signedIn(
      (passing, count) => noted(passing, change(passing, count)),
      meet && ((request, count) => noted(null, meet(request, count))),
    )
    for (let run = 0; run < 6 && (run < 2 || company.status().counts.pending > 0); run++) await company.sync()
    expect(company.status().counts).toMatchObject({ synced: 36, held: 11, failed: 1, pending: 0 })
    expect(await booksOf(practice)).toEqual(wanted)
    expect(touched).toBeGreaterThan(0)
  })
})
