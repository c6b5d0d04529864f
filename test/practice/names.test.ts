import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, invoice, type Chart } from './bodies.ts'
import { codeOf, elementOf, visit, type Got, type Visitor } from './visitor.ts'

let visitor: Visitor
let chart: Chart
beforeAll(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
})
afterAll(() => visitor.practice.close())

describe('C1, V1: names of customers and vendors', () => {
  it('are one list with employees, upper and lower case alike; a colon, tab or new line is refused', async () => {
    await visitor.make('Customer', { DisplayName: "O'Brien Family Trust" })
    expect(codeOf(await visitor.post('vendor', { DisplayName: "o'brien family TRUST" }))).toBe('6240')
    expect(codeOf(await visitor.post('vendor', { DisplayName: 'Dominique Paquet' }))).toBe('6240')
    for (const bad of ['Agrandissement : rez-de-chaussée', 'a\tb', 'a\nb'])
      expect(codeOf(await visitor.post('customer', { DisplayName: bad }))).toBe('2040')
    expect(codeOf(await visitor.post('customer', {}))).toBe('6080')
  })

  it('may have 500 characters and emoji, and not one more', async () => {
    const long = `${'é'.repeat(498)}🏠`
    expect((await visitor.make('Customer', { DisplayName: long })).DisplayName).toBe(long)
    expect(codeOf(await visitor.post('customer', { DisplayName: 'x'.repeat(501) }))).toBe('2050')
    expect(codeOf(await visitor.post('customer', { DisplayName: 'y', GivenName: 'x'.repeat(101) }))).toBe('2050')
    expect(
      codeOf(await visitor.post('customer', { DisplayName: 'z', PrimaryPhone: { FreeFormNumber: '5'.repeat(31) } })),
    ).toBe('2050')
    expect(codeOf(await visitor.post('vendor', { DisplayName: 'w', PrimaryEmailAddr: { Address: 'nobody' } }))).toBe(
      '2210',
    )
  })

  it('are free again when a row is made inactive, which renames it and hides it from queries', async () => {
    const made = await visitor.make('Customer', { DisplayName: 'Gone & Cie' })
    const off = await visitor.post('customer', { Id: made.Id, SyncToken: '0', sparse: true, Active: false })
    expect([off.json.Customer?.DisplayName, off.json.Customer?.Active]).toEqual(['Gone & Cie (deleted)', false])
    expect(await visitor.rows(`select * from Customer where Id = '${String(made.Id)}'`)).toEqual([])
    expect(
      await visitor.rows(`select * from Customer where Active in (true, false) and Id = '${String(made.Id)}'`),
    ).toHaveLength(1)
    await visitor.make('Vendor', { DisplayName: 'Gone & Cie' })
    expect(codeOf(await visitor.post('invoice', invoice(chart, String(made.Id), 'G-1')))).toBe('610')
    expect(codeOf(await visitor.post('customer', { Id: made.Id, SyncToken: '1', sparse: true, Active: true }))).toBe(
      '6240',
    )
  })

  it('cannot be deleted', async () => {
    const made = await visitor.make('Vendor', { DisplayName: 'Stays' })
    expect(codeOf(await visitor.post('vendor?operation=delete', { Id: made.Id, SyncToken: '0' }))).toBe('500')
  })
})

describe('C2: projects as sub-customers', () => {
  it('go five levels deep, carry the path in their full name and follow a renamed client', async () => {
    let parent = String((await visitor.make('Customer', { DisplayName: 'Niveau 1' })).Id)
    for (let level = 2; level <= 5; level += 1) {
      const job = await visitor.make('Customer', {
        DisplayName: `Niveau ${level}`,
        Job: true,
        ParentRef: { value: parent },
      })
      expect(job.Level).toBe(level - 1)
      parent = String(job.Id)
    }
    expect(
      codeOf(await visitor.post('customer', { DisplayName: 'Niveau 6', Job: true, ParentRef: { value: parent } })),
    ).toBe('6180')
    const [top] = await visitor.rows("select * from Customer where DisplayName = 'Niveau 1'")
    await visitor.post('customer', { Id: top?.Id, SyncToken: top?.SyncToken, sparse: true, DisplayName: 'Premier' })
    const [deepest] = await visitor.rows("select * from Customer where DisplayName = 'Niveau 5'")
    expect(deepest?.FullyQualifiedName).toBe('Premier:Niveau 2:Niveau 3:Niveau 4:Niveau 5')
  })

  it('need both Job and a parent that exists', async () => {
    expect(codeOf(await visitor.post('customer', { DisplayName: 'J1', Job: true }))).toBe('6150')
    expect(
      codeOf(await visitor.post('customer', { DisplayName: 'J2', Job: true, ParentRef: { value: '99999' } })),
    ).toBe('2500')
    const alone = await visitor.make('Customer', { DisplayName: 'Seul' })
    expect(
      codeOf(
        await visitor.post('customer', {
          Id: alone.Id,
          SyncToken: '0',
          sparse: true,
          Job: true,
          ParentRef: { value: alone.Id },
        }),
      ),
    ).toBe('900')
  })

  it('take their name alone as unique: two projects called Cuisine collide', async () => {
    const one = await visitor.make('Customer', { DisplayName: 'Client un' })
    const two = await visitor.make('Customer', { DisplayName: 'Client deux' })
    await visitor.make('Customer', { DisplayName: 'Cuisine', Job: true, ParentRef: { value: one.Id } })
    expect(
      codeOf(await visitor.post('customer', { DisplayName: 'Cuisine', Job: true, ParentRef: { value: two.Id } })),
    ).toBe('6240')
  })

  it('cannot move once they have invoices (6130)', async () => {
    const one = await visitor.make('Customer', { DisplayName: 'Ancien' })
    const two = await visitor.make('Customer', { DisplayName: 'Nouveau' })
    const job = await visitor.make('Customer', { DisplayName: 'Toiture', Job: true, ParentRef: { value: one.Id } })
    await visitor.make('Invoice', invoice(chart, String(job.Id), 'T-1'))
    const now = (await visitor.get(`customer/${String(job.Id)}`)).json.Customer
    expect(
      codeOf(
        await visitor.post('customer', {
          Id: job.Id,
          SyncToken: now?.SyncToken,
          sparse: true,
          ParentRef: { value: two.Id },
        }),
      ),
    ).toBe('6130')
  })
})

describe('K1: accounts and items', () => {
  it('hold what the sample mappings name, and nothing twice', async () => {
    for (const name of [
      'Checking',
      'Petty Cash',
      'Mastercard',
      'Undeposited Funds',
      'Accounts Payable (A/P)',
      'Job Expenses',
      'Job Expenses:Job Materials',
      'Job Expenses:Subcontractors',
      'Job Expenses:Permits',
    ]) {
      expect(await visitor.rows(`select * from Account where FullyQualifiedName = '${name}'`)).toHaveLength(1)
    }
    const [services] = await visitor.rows("select * from Item where Name = 'Services'")
    expect([services?.Type, Boolean(services?.IncomeAccountRef), Boolean(services?.ExpenseAccountRef)]).toEqual([
      'Service',
      true,
      true,
    ])
    expect(codeOf(await visitor.post('account', { Name: 'checking', AccountType: 'Bank' }))).toBe('6240')
    expect(
      codeOf(
        await visitor.post('item', {
          Name: 'services',
          Type: 'Service',
          IncomeAccountRef: { value: await visitor.idOf('Account', 'Services') },
        }),
      ),
    ).toBe('6240')
  })

  it('ask for a type; an item for sale also for an income account', async () => {
    expect(codeOf(await visitor.post('account', { Name: 'Peinture' }))).toBe('6010')
    expect([codeOf(await visitor.post('account', { Name: 'Peinture', AccountType: 'Nonsense' }))]).toEqual(['2170'])
    const account = await visitor.make('Account', {
      Name: 'Peinture',
      AccountType: 'Expense',
      SubAccount: true,
      ParentRef: { value: await visitor.idOf('Account', 'Job Expenses') },
    })
    expect([account.FullyQualifiedName, account.Classification]).toEqual(['Job Expenses:Peinture', 'Expense'])
    const noType = await visitor.post('item', { Name: 'Peinture' })
    expect([codeOf(noType), elementOf(noType)]).toEqual(['2020', 'Type'])
    expect(codeOf(await visitor.post('item', { Name: 'Peinture', Type: 'Service' }))).toBe('2020')
    expect(
      codeOf(
        await visitor.post('item', { Name: 'Peinture', Type: 'Service', IncomeAccountRef: { value: account.Id } }),
      ),
    ).toBe('6000')
  })
})

describe('a body is taken only as QuickBooks knows it', () => {
  it('refuses unknown properties by name, at any depth (2010)', async () => {
    const top = await visitor.post('customer', { DisplayName: 'U1', billdrId: 'c-1' })
    expect(codeOf(top)).toBe('2010')
    expect(top.text).toContain('Unrecognized field \\"billdrId\\" (Class com.intuit.schema.finance.v3.Customer)')
    expect(codeOf(await visitor.post('customer', { DisplayName: 'U2', BillAddr: { Line1: 'x', Street: 'y' } }))).toBe(
      '2010',
    )
    expect(codeOf(await visitor.post('customer', '{"DisplayName":"U3","__proto__":{"x":1}}'))).toBe('2010')
    expect(codeOf(await visitor.post('customer', '{"DisplayName":"U3","constructor":1}'))).toBe('2010')
  })

  it('refuses what is no JSON, no UTF-8, no object, and a body that is not sent as JSON', async () => {
    expect(codeOf(await visitor.post('customer', '{"DisplayName":'))).toBe('2010')
    expect(codeOf(await visitor.post('customer', '[]'))).toBe('2010')
    expect(codeOf(await visitor.post('customer', '{}', { 'Content-Type': 'text/plain' }))).toBe('500')
  })

  it('answers XML to who did not ask for JSON', async () => {
    const got = await visitor.get('query?query=select%20*%20from%20Term', { Accept: '*/*' })
    expect(got.headers.get('content-type')).toContain('application/xml')
    expect(got.text).toContain('<Name>Net 30</Name>')
    expect(
      (await visitor.get('query?format=json&query=select%20*%20from%20Term', { Accept: '*/*' })).json.QueryResponse,
    ).toBeDefined()
  })

  it('demands the sync token of now (5010), the id as a number (2030), and what is still there (610)', async () => {
    const made = await visitor.make('Customer', { DisplayName: 'Jeton' })
    const update = (more: object): Promise<Got> =>
      visitor.post('customer', { Id: made.Id, sparse: true, Notes: 'x', ...more })
    const none = await update({})
    expect([codeOf(none), elementOf(none)]).toEqual(['2020', 'SyncToken'])
    expect(codeOf(await update({ SyncToken: '4' }))).toBe('5010')
    expect(codeOf(await update({ SyncToken: '0' }))).toBe('200')
    expect(codeOf(await update({ SyncToken: '0' }))).toBe('5010')
    expect(codeOf(await visitor.post('customer', { Id: 'x1', SyncToken: '0', DisplayName: 'q' }))).toBe('2030')
    expect(codeOf(await visitor.post('customer', { Id: '987654', SyncToken: '0', DisplayName: 'q' }))).toBe('610')
  })

  it('keeps in a sparse update what is not named, and clears it in a full one', async () => {
    const made = await visitor.make('Customer', { DisplayName: 'Sparse', Notes: 'keep me', CompanyName: 'Sparse inc.' })
    const sparse = await visitor.post('customer', { Id: made.Id, SyncToken: '0', sparse: true, CompanyName: 'S. inc.' })
    expect([sparse.json.Customer?.Notes, sparse.json.Customer?.CompanyName, sparse.json.Customer?.SyncToken]).toEqual([
      'keep me',
      'S. inc.',
      '1',
    ])
    const full = await visitor.post('customer', { Id: made.Id, SyncToken: '1', DisplayName: 'Sparse' })
    expect([full.json.Customer?.Notes, full.json.Customer?.CompanyName, full.json.Customer?.Active]).toEqual([
      undefined,
      undefined,
      true,
    ])
  })
})
