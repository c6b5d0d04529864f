import { ownerOf } from '../support/owner.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type {
  FaultKind,
  ControlledCompany,
  ControlledOptions,
} from '../../electron/practice/testing/controlled-company.ts'
import { addressesFor } from '../../electron/qbo/addresses.ts'
import { createQuickBooks } from '../../electron/qbo/client.ts'
import { createConnection } from '../../electron/qbo/connection.ts'
import type { Answer, Entity, QuickBooks } from '../../electron/qbo/contract.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { signIn } from '../../electron/qbo/sign-in.ts'
import type { SignInOptions, SignInOutcome } from '../../electron/qbo/sign-in.ts'

const running: ControlledCompany[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()))
})

async function practiceCompany(options: Partial<ControlledOptions> = {}) {
  const practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', ...options })
  running.push(practice)
  const addresses = addressesFor('practice', {}, practice)
  if (!addresses.ok) throw new Error('the practice company is not on this machine')
  const keys = { clientId: practice.clientId, clientSecret: new Secret(practice.clientSecret) }
  const store = createMemoryStore()
  const connection = createConnection({
    owner: ownerOf('lavoie', practice.realmId, 'practice'),
    addresses: addresses.value,
    store,
    keys: async () => ({ ok: true, value: keys }),
  })

  /** The whole way of a sign-in, the browser being `fetch`. */
  async function signInHere(more: Partial<SignInOptions> = {}): Promise<SignInOutcome> {
    const started = await signIn({
      keys,
      addresses: addresses.ok ? addresses.value : never(),
      expectedRealmId: null,
      redirectPort: 0,
      ...more,
    })
    await fetch(started.authorizeUrl)
    return started.finished
  }
  return { practice, addresses: addresses.value, keys, store, connection, signInHere }
}

function never(): never {
  throw new Error('cannot be')
}

async function connected(options: Partial<ControlledOptions> = {}) {
  const made = await practiceCompany(options)
  const outcome = await made.signInHere()
  if (outcome.kind !== 'signed-in') throw new Error(`not signed in: ${outcome.problem.code}`)
  expect(await made.connection.accept(outcome.grant, { companyName: '', connectedBy: 'marie' })).toBeNull()
  const quickBooks = createQuickBooks({
    realmId: outcome.grant.realmId,
    addresses: made.addresses,
    tokens: made.connection,
    timeouts: { readMs: 2_000, writeMs: 2_000, uploadMs: 2_000 },
  })
  return { ...made, quickBooks }
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok)
    throw new Error(`${answer.failure.kind}: ${answer.failure.problem.code} ${JSON.stringify(answer.failure.faults)}`)
  return answer.value
}

function failureOf(answer: Answer<unknown>) {
  if (answer.ok) throw new Error('it was answered as a success')
  return answer.failure
}

let requests = 0
const nextId = () => `request-${(requests += 1)}-0123456789`

async function customer(quickBooks: QuickBooks, name: string): Promise<Entity> {
  return valueOf(
    await quickBooks.write({ type: 'Customer', verb: 'create', body: { DisplayName: name }, requestId: nextId() }),
  ) as Entity
}

async function invoiceBody(quickBooks: QuickBooks, customerId: string, docNumber: string) {
  const item = valueOf(await quickBooks.query('Item', [{ field: 'Name', operator: '=', value: 'Services' }]))[0]
  const codes = valueOf(await quickBooks.query('TaxCode', [{ field: 'Active', operator: 'IN', value: [true, false] }]))
  return {
    CustomerRef: { value: customerId },
    DocNumber: docNumber,
    TxnDate: '2026-11-20',
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        Amount: 362.5,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: item?.Id }, TaxCodeRef: { value: codes[0]?.Id } },
      },
    ],
  }
}

describe('the sign-in with the practice company (X2)', () => {
  it('ends connected, with the company that was chosen', async () => {
    const { connection, practice, signInHere } = await practiceCompany()
    const outcome = await signInHere()
    expect(outcome).toMatchObject({ kind: 'signed-in', grant: { realmId: practice.realmId } })
    if (outcome.kind === 'signed-in')
      await connection.accept(outcome.grant, { companyName: practice.companyName, connectedBy: 'marie' })
    expect(await connection.state()).toMatchObject({
      state: 'connected',
      realmId: practice.realmId,
      companyName: practice.companyName,
      endsSoon: false,
    })
  })

  it('ends refused where the person says no', async () => {
    const { signInHere } = await practiceCompany({ consent: 'refuse' })
    expect(await signInHere()).toMatchObject({ kind: 'failed', problem: { code: 'sign-in-refused' } })
  })

  it('ends with its own problem where the keys are wrong', async () => {
    const { signInHere, practice } = await practiceCompany()
    expect(
      await signInHere({ keys: { clientId: practice.clientId, clientSecret: new Secret('of-the-other-environment') } }),
    ).toMatchObject({ kind: 'failed', problem: { code: 'app-keys-wrong' } })
  })

  it('asks before another company takes the place of the old one', async () => {
    const { signInHere, practice } = await practiceCompany()
    expect(await signInHere({ expectedRealmId: '42' })).toMatchObject({
      kind: 'other-company',
      grant: { realmId: practice.realmId },
    })
  })

  it('is gone after a disconnect, there and here', async () => {
    const { connection, quickBooks } = await connected()
    valueOf(await quickBooks.facts())
    expect(await connection.disconnect()).toEqual({ revoked: true, problem: null })
    expect(failureOf(await quickBooks.facts())).toMatchObject({
      kind: 'signed-out',
      problem: { code: 'not-connected' },
    })
  })
})

describe('the client with the practice company', () => {
  it.each(['CA', 'US'] as const)('reads the facts of a company in %s', async (country) => {
    const { quickBooks, practice } = await connected({ country })
    expect(valueOf(await quickBooks.facts())).toMatchObject({
      realmId: practice.realmId,
      companyName: practice.companyName,
      country,
      purchaseOrders: true,
      multiCurrency: false,
      usingSalesTax: true,
    })
  })

  it('creates, finds, updates and voids', async () => {
    const { quickBooks } = await connected()
    const made = await customer(quickBooks, `L'Érablière d'Orford & Fils`)
    expect(
      valueOf(
        await quickBooks.query('Customer', [
          { field: 'DisplayName', operator: '=', value: `L'Érablière d'Orford & Fils` },
        ]),
      ).map(({ Id }) => Id),
    ).toEqual([made.Id])
    const updated = valueOf(
      await quickBooks.write({
        type: 'Customer',
        verb: 'update',
        body: { Id: made.Id, SyncToken: made.SyncToken, sparse: true, Notes: 'vu' },
        requestId: nextId(),
      }),
    ) as Entity
    expect(updated).toMatchObject({ Id: made.Id, Notes: 'vu', DisplayName: `L'Érablière d'Orford & Fils` })

    const invoice = valueOf(
      await quickBooks.write({
        type: 'Invoice',
        verb: 'create',
        body: await invoiceBody(quickBooks, made.Id, '1003'),
        requestId: nextId(),
      }),
    ) as Entity
    const voided = valueOf(
      await quickBooks.write({
        type: 'Invoice',
        verb: 'void',
        body: { Id: invoice.Id, SyncToken: invoice.SyncToken },
        requestId: nextId(),
      }),
    ) as Entity
    expect(voided).toMatchObject({ Id: invoice.Id, TotalAmt: 0 })
    const gone = valueOf(
      await quickBooks.write({
        type: 'Invoice',
        verb: 'delete',
        body: { Id: voided.Id, SyncToken: voided.SyncToken },
        requestId: nextId(),
      }),
    )
    expect(gone).toEqual({ Id: invoice.Id, status: 'Deleted' })
    expect(valueOf(await quickBooks.read('Invoice', invoice.Id))).toBeNull()
  })

  it('gets the same answer, and makes nothing twice, where a request is repeated', async () => {
    const { quickBooks, practice } = await connected()
    const request = {
      type: 'Vendor',
      verb: 'create',
      body: { DisplayName: 'Plomberie Roy' },
      requestId: nextId(),
    } as const
    const first = await quickBooks.write(request)
    const second = await quickBooks.write(request)
    expect(valueOf(second)).toEqual(valueOf(first))
    expect(
      (await practice.controls.entities('Vendor')).filter(({ DisplayName }) => DisplayName === 'Plomberie Roy'),
    ).toHaveLength(1)
  })

  it('names what is in the way: numbers and names taken, and stale changes', async () => {
    const { quickBooks } = await connected()
    const made = await customer(quickBooks, 'Tremblay')
    const name = failureOf(
      await quickBooks.write({
        type: 'Customer',
        verb: 'create',
        body: { DisplayName: 'Tremblay' },
        requestId: nextId(),
      }),
    )
    expect(name).toMatchObject({ kind: 'refused', problem: { code: 'name-taken', params: { otherId: made.Id } } })

    const body = await invoiceBody(quickBooks, made.Id, '1003')
    const invoice = valueOf(await quickBooks.write({ type: 'Invoice', verb: 'create', body, requestId: nextId() }))
    const number = failureOf(await quickBooks.write({ type: 'Invoice', verb: 'create', body, requestId: nextId() }))
    expect(number).toMatchObject({
      kind: 'refused',
      problem: { code: 'number-taken', params: { number: '1003', otherId: invoice.Id } },
    })

    await quickBooks.write({
      type: 'Customer',
      verb: 'update',
      body: { Id: made.Id, SyncToken: '0', sparse: true, Notes: '1' },
      requestId: nextId(),
    })
    const stale = failureOf(
      await quickBooks.write({
        type: 'Customer',
        verb: 'update',
        body: { Id: made.Id, SyncToken: '0', sparse: true, Notes: '2' },
        requestId: nextId(),
      }),
    )
    expect(stale).toMatchObject({ kind: 'refused', problem: { code: 'stale' } })
  })

  it('sees what changed and what was deleted', async () => {
    const { quickBooks, practice } = await connected()
    const since = new Date(Date.now() - 60_000).toISOString()
    const made = await customer(quickBooks, 'Gagnon')
    const invoice = valueOf(
      await quickBooks.write({
        type: 'Invoice',
        verb: 'create',
        body: await invoiceBody(quickBooks, made.Id, '2001'),
        requestId: nextId(),
      }),
    )
    await practice.controls.personDeletes('Invoice', invoice.Id)
    const changes = valueOf(await quickBooks.changedSince(['Customer', 'Invoice'], since))
    expect(changes.entities.filter(({ type }) => type === 'Customer').map(({ entity }) => entity.Id)).toContain(made.Id)
    expect(changes.deleted).toEqual([{ type: 'Invoice', id: invoice.Id }])
  })

  it('sends a receipt up once, byte for byte', async () => {
    const { quickBooks, practice } = await connected()
    const made = await customer(quickBooks, 'Bouchard')
    const invoice = valueOf(
      await quickBooks.write({
        type: 'Invoice',
        verb: 'create',
        body: await invoiceBody(quickBooks, made.Id, '2002'),
        requestId: nextId(),
      }),
    )
    const bytes = Buffer.from(Array.from({ length: 4_096 }, (_, index) => index % 256))
    const attachable = valueOf(
      await quickBooks.upload({
        entityType: 'Invoice',
        entityId: invoice.Id,
        fileName: 'Reçu n° 1 "été".pdf',
        contentType: 'application/pdf',
        bytes,
        note: 'Billdr',
        category: 'Receipt',
        requestId: nextId(),
      }),
    )
    expect(attachable).toMatchObject({ FileName: 'Reçu n° 1 "été".pdf', Size: bytes.length })
    expect(Buffer.from(valueOf(await quickBooks.download(attachable.Id))).equals(bytes)).toBe(true)
    expect(await practice.controls.file(attachable.Id)).toBe(bytes.toString('base64'))
    const found = valueOf(
      await quickBooks.query('Attachable', [
        { field: 'AttachableRef.EntityRef.Type', operator: '=', value: 'Invoice' },
        { field: 'AttachableRef.EntityRef.value', operator: '=', value: invoice.Id },
      ]),
    )
    expect(found.map(({ Id }) => Id)).toEqual([attachable.Id])
  })

  it('renews its access token by itself when it has expired', async () => {
    const { quickBooks, practice } = await connected()
    await practice.controls.expireAccessTokens()
    expect((await customer(quickBooks, 'Côté')).Id).toMatch(/^\d+$/)
  })

  it('says that the connection has ended when it was taken away in QuickBooks', async () => {
    const { quickBooks, practice } = await connected()
    await practice.controls.revokeConnections()
    expect(failureOf(await quickBooks.query('Customer'))).toMatchObject({ kind: 'signed-out' })
  })

  it.each<[FaultKind, 'before' | 'after', string]>([
    ['reset', 'before', 'unknown'],
    ['reset', 'after', 'unknown'],
    ['hang', 'after', 'unknown'],
    ['error', 'after', 'unknown'],
    ['gateway-timeout', 'after', 'unknown'],
    ['throttle', 'before', 'throttled'],
    ['html', 'after', 'unknown'],
    ['empty', 'after', 'unknown'],
    ['other-envelope', 'before', 'unknown'],
    ['system-fault', 'before', 'unknown'],
    ['truncated', 'after', 'unknown'],
  ])('is never told a wrong story by a fault: %s %s the write', async (kind, when, expected) => {
    const { quickBooks, practice } = await connected()
    await practice.controls.setFaults({
      rules: [{ kind, when, match: { operation: 'create' }, times: 1, retryAfterSeconds: 1 }],
    })
    const request = {
      type: 'Customer',
      verb: 'create',
      body: { DisplayName: 'Pelletier' },
      requestId: nextId(),
    } as const
    expect(failureOf(await quickBooks.write(request)).kind).toBe(expected)
    // Repeated with the same id and body, it is done, once.
    valueOf(await quickBooks.write(request))
    expect(
      (await practice.controls.entities('Customer')).filter(({ DisplayName }) => DisplayName === 'Pelletier'),
    ).toHaveLength(1)
  })

  it('is never throttled, however much is asked at once', async () => {
    const { quickBooks, practice } = await connected()
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) => quickBooks.read('Customer', String(index + 1))),
    )
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect((await practice.controls.requests(0)).filter(({ status }) => status === 429)).toEqual([])
  })
})
