import { ownerOf } from '../support/owner.ts'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { createQuickBooks } from '../../electron/qbo/client.ts'
import { createConnection } from '../../electron/qbo/connection.ts'
import { signIn } from '../../electron/qbo/sign-in.ts'
import { catchWritten } from '../support/written.ts'
import { addressesOf, loopback, REALM } from './loopback.ts'
import type { Reply } from './loopback.ts'

const SECRETS = {
  access: 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2Iiw.access-SECRET-0123456789',
  refresh: 'AB11764000000refresh-SECRET-0123456789',
  client: 'client-SECRET-0123456789abcdef',
  code: 'code-SECRET-XAB11764000000',
}
/** The beginnings too: QuickBooks echoes a token only in part. */
const TRACES = Object.values(SECRETS)
  .flatMap((secret) => [secret, secret.slice(0, 16)])
  .concat(Buffer.from(`client-id:${SECRETS.client}`).toString('base64'))

function findSecrets(...values: unknown[]): string[] {
  const text = values
    .map(
      (value) =>
        `${JSON.stringify(value)} ${inspect(value, { depth: 20 })} ${String(value)} ${value instanceof Error ? (value.stack ?? '') : ''}`,
    )
    .join('\n')
  return TRACES.filter((trace) => text.includes(trace))
}

const written = catchWritten()

/** Everything that a server can do, each repeating the secrets that it was sent. */
const REPLIES: [string, Reply][] = [
  [
    'an expired token, echoed',
    {
      status: 401,
      body: {
        fault: {
          error: [
            {
              message: `AuthenticationFailed token=${SECRETS.access}; errorCode=003200`,
              detail: `Token expired: ${SECRETS.access}`,
              code: '3200',
            },
          ],
          type: 'AUTHENTICATION',
        },
      },
    },
  ],
  [
    'a cut-off token, echoed',
    {
      status: 401,
      body: {
        fault: {
          error: [{ message: '', detail: `Malformed bearer token: ${SECRETS.access.slice(0, 16)}`, code: '3200' }],
        },
      },
    },
  ],
  [
    'a business fault that repeats the token',
    {
      status: 400,
      body: {
        Fault: {
          Error: [
            {
              Message: `Bearer ${SECRETS.access}`,
              Detail: `Business Validation Error: token=${SECRETS.access}`,
              code: '6000',
              element: `token=${SECRETS.access}`,
            },
          ],
        },
      },
    },
  ],
  [
    'the same in XML',
    {
      status: 403,
      body: `<IntuitResponse><Fault><Error code="9"><Message>token=${SECRETS.access}</Message><Detail>${SECRETS.access}</Detail></Error></Fault></IntuitResponse>`,
    },
  ],
  ['an HTML page with the headers in it', { body: `<html>Authorization: Bearer ${SECRETS.access}</html>` }],
  ['500 with the request in it', { status: 500, body: `token ${SECRETS.access}` }],
  [
    'sign-in errors with everything in it',
    { status: 400, body: { error: `bad ${SECRETS.code}`, error_description: SECRETS.client } },
  ],
  [
    'invalid_grant',
    { status: 400, body: { error: 'invalid_grant', error_description: `${SECRETS.refresh} is not valid` } },
  ],
  ['a reset', 'reset'],
  ['silence', 'hang'],
]

describe.each(REPLIES)('no secret reaches an answer, an error or a log after %s', (_, reply) => {
  it('to a request', async () => {
    const server = await loopback(() => reply)
    const tokens = { accessToken: async () => granted, renewed: async () => granted }
    const granted = { ok: true as const, accessToken: new Secret(SECRETS.access), realmId: REALM }
    const quickBooks = createQuickBooks({
      realmId: REALM,
      addresses: addressesOf(server.base),
      tokens,
      timeouts: { readMs: 100, writeMs: 100, uploadMs: 100 },
    })
    const answers = [
      await quickBooks.write({ type: 'Invoice', verb: 'create', body: { DocNumber: '1' }, requestId: 'r' }),
      await quickBooks.query('Customer'),
      await quickBooks.facts(),
      await quickBooks.upload({
        entityType: 'Bill',
        entityId: '1',
        fileName: 'a.pdf',
        contentType: 'application/pdf',
        bytes: Buffer.from('x'),
        note: '',
        category: 'Receipt',
        requestId: 'u',
      }),
    ]
    expect(answers.every(({ ok }) => !ok)).toBe(true)
    expect(findSecrets(answers, quickBooks, granted, written)).toEqual([])
  })

  it('to a sign-in, a renewal and a disconnect', async () => {
    const server = await loopback(() => reply)
    const keys = { clientId: 'client-id', clientSecret: new Secret(SECRETS.client) }
    const addresses = addressesOf(server.base)
    const started = await signIn({ keys, addresses, expectedRealmId: null, redirectPort: 0 })
    const state = new URL(started.authorizeUrl).searchParams.get('state') ?? ''
    const away = reply === 'hang'
    // Silence would keep the sign-in waiting for its half minute; the renewal below is given less time.
    if (away) started.cancel()
    const page = away
      ? ''
      : await (
          await fetch(`${started.redirectUri}?${new URLSearchParams({ code: SECRETS.code, state, realmId: REALM })}`)
        ).text()
    const outcome = await started.finished

    const connection = createConnection({
      owner: ownerOf('c', REALM, addresses.environment),
      addresses,
      store: createMemoryStore(),
      keys: async () => ({ ok: true, value: keys }),
      timeoutMs: 100,
    })
    const grant = {
      realmId: REALM,
      redirectUri: started.redirectUri,
      tokens: {
        accessToken: new Secret(SECRETS.access),
        refreshToken: new Secret(SECRETS.refresh),
        accessExpiresAt: 0,
        refreshExpiresAt: Date.now() + 1e9,
      },
    }
    const results = [
      await connection.accept(grant, { companyName: 'C', connectedBy: 'm' }),
      await connection.accessToken(),
      await connection.state(),
      await connection.disconnect(),
    ]
    expect(findSecrets(outcome, page, started, grant, keys, results, connection, written)).toEqual([])
  })
})

describe('a secret that is passed around', () => {
  it('shows itself to nobody who does not ask for it by name', () => {
    const secret = new Secret(SECRETS.access)
    expect(
      findSecrets(
        secret,
        { secret },
        [secret],
        new Error(`with ${String(secret)}`),
        Object.entries(secret),
        structuredClone({ ...secret }),
      ),
    ).toEqual([])
    expect(secret.reveal()).toBe(SECRETS.access)
  })
})
