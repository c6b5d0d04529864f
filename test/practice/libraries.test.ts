import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import OAuthClient from 'intuit-oauth'
import { createRequire } from 'node:module'
import { startControlledCompany, type ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'

type Done = (error: unknown, value: unknown) => void

/** What this test asks of node-quickbooks, whose own types say neither class nor constructor. */
interface Library {
  endpoint: string
  createCustomer(body: object, done: Done): void
  findCustomers(criteria: object[], done: Done): void
  createInvoice(body: object, done: Done): void
  deleteInvoice(body: object, done: Done): void
  getCustomer(id: string, done: Done): void
}

const QuickBooks = createRequire(import.meta.url)('node-quickbooks') as new (...values: unknown[]) => Library

/** The two libraries that talk to Intuit, unchanged, against the practice company: they find nothing missing. */
describe('the libraries for QuickBooks work against the practice company', () => {
  let practice: ControlledCompany
  let client: OAuthClient
  beforeAll(async () => {
    practice = await startControlledCompany({
      folder: null,
      country: 'US',
      taxTracking: false,
      consent: 'automatic',
      limits: 'off',
    })
    client = new OAuthClient({
      clientId: practice.clientId,
      clientSecret: practice.clientSecret,
      environment: 'sandbox',
      redirectUri: 'http://localhost:8477/callback',
    })
    client.setAuthorizeURLs({
      authorizeEndpoint: practice.authorizeUrl,
      tokenEndpoint: practice.tokenUrl,
      revokeEndpoint: practice.revokeUrl,
      userInfoEndpoint: `${practice.origin}/userinfo`,
    })
  })
  afterAll(() => practice.close())

  it('intuit-oauth signs in, refreshes and revokes; node-quickbooks creates, finds and deletes in between', async () => {
    const asked = client.authorizeUri({ scope: [OAuthClient.scopes.Accounting as string], state: 'st' })
    const back = (await fetch(asked, { redirect: 'manual' })).headers.get('location') ?? ''
    await client.createToken(back)
    const refreshed = await client.refreshUsingToken(client.getToken().refresh_token)
    const token = (refreshed.getJson() as unknown as { access_token: string }).access_token

    const quickBooks = new QuickBooks(
      practice.clientId,
      practice.clientSecret,
      token,
      false,
      practice.realmId,
      true,
      false,
      null,
      '2.0',
      '',
    )
    quickBooks.endpoint = `${practice.apiBase}/v3/company/`
    const call = <T>(run: (done: (error: unknown, value: T) => void) => void): Promise<T> =>
      new Promise((resolve, reject) => {
        run((error, value) => {
          if (error) reject(error instanceof Error ? error : new Error(JSON.stringify(error)))
          else resolve(value)
        })
      })
    type Row = { Id: string; SyncToken: string; DisplayName: string }
    const made = await call<Row>((done) => {
      quickBooks.createCustomer({ DisplayName: 'Amy & fils', requestId: 'lib-1' }, done as Done)
    })
    const found = await call<{ QueryResponse: { Customer: Row[] } }>((done) => {
      quickBooks.findCustomers([{ field: 'DisplayName', value: 'Amy & fils' }], done as Done)
    })
    expect(found.QueryResponse.Customer.map((row) => row.Id)).toEqual([made.Id])
    const invoice = await call<Row>((done) => {
      quickBooks.createInvoice(
        {
          CustomerRef: { value: made.Id },
          Line: [{ Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } }],
        },
        done as Done,
      )
    })
    const gone = await call<{ Invoice: { status: string } }>((done) => {
      quickBooks.deleteInvoice({ Id: invoice.Id, SyncToken: invoice.SyncToken }, done as Done)
    })
    expect(gone.Invoice.status).toBe('Deleted')
    expect((await practice.controls.requests(0)).find((row) => row.requestId === 'lib-1')?.effect).toBe('applied')

    await client.revoke({ refresh_token: client.getToken().refresh_token, access_token: token } as never)
    await expect(
      call((done) => {
        quickBooks.getCustomer(made.Id, done as Done)
      }),
    ).rejects.toThrow('403')
  })
})
