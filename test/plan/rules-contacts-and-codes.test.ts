import { describe, expect, it } from 'vitest'
import {
  client,
  costCode,
  credit,
  expense,
  invoice,
  line,
  professional,
  project,
  purchaseOrder,
} from '../support/billdr-records.ts'
import { Contractor } from './contractor.ts'
import { summaryOf, withProject } from './synced-contractor.ts'

// The rules C1 to K1 of the sync, row by row, as plans.

describe('C1: a client becomes a Customer', () => {
  it('C1: it waits for its first project, and goes with it', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Zoé D’Amours' }))
    expect(contractor.verdict('client:c-1')).toMatchObject({
      state: 'held',
      problem: { code: 'client-without-project', params: { name: 'Zoé D’Amours' } },
      operations: [],
    })
    contractor.says(project('p-1', 'c-1'))
    expect(summaryOf(contractor.carryOut())).toEqual(['create client:c-1'])
    expect(summaryOf(contractor.carryOut())).toEqual(['create project:p-1'])
  })

  it('C1: from the Contacts page it goes without a project', () => {
    const contractor = new Contractor(client('c-1')).decides('client:c-1', { createAnew: true })
    expect(summaryOf(contractor.sync())).toEqual(['create client:c-1'])
  })

  it('C1: the matching customer is used, whatever the case, accents and spaces of its name', () => {
    const contractor = new Contractor(
      client('c-1', { displayName: 'Marie-Ève  Côté' }),
      project('p-1', 'c-1'),
    ).hasContact({ id: '7', type: 'Customer', name: 'MARIE-EVE COTE' })
    expect(contractor.verdict('client:c-1').operations).toMatchObject([
      { kind: 'link', type: 'Customer', id: '7', origin: 'matched' },
    ])
  })

  it('C1: an inactive customer, and one that is a project of somebody, are no match', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1'))
      .hasContact({ id: '7', type: 'Customer', name: 'Roy', active: false })
      .hasContact({ id: '8', type: 'Customer', name: 'Gagnon' })
      .hasContact({ id: '9', type: 'Customer', name: 'roy', parentId: '8' })
    expect(contractor.verdict('client:c-1').operations).toMatchObject([
      { kind: 'create', draft: { displayName: expect.not.stringMatching(/^roy$/i) as string } },
    ])
  })

  it('C1, V1: with several currencies, a customer and a supplier are created in the one of their documents, and in the company’s where that is not one', () => {
    const contractor = new Contractor(
      client('c-1'),
      project('p-1', 'c-1'),
      invoice('i-1', 'p-1', { number: '1', currency: 'USD' }),
      professional('v-1'),
      expense('e-1', { professionalId: 'v-1', currency: 'USD' }),
      client('c-2', { displayName: 'Autre' }),
      project('p-2', 'c-2', { name: 'Garage' }),
      invoice('i-2', 'p-2', { number: '2', currency: 'USD' }),
      invoice('i-3', 'p-2', { number: '3', currency: 'CAD' }),
    ).facts({ multiCurrency: true })
    const currencyOf = (key: 'client:c-1' | 'client:c-2' | 'professional:v-1'): unknown =>
      contractor
        .verdict(key)
        .operations.map((step) => step.kind === 'create' && 'currency' in step.draft && step.draft.currency)
    expect([currencyOf('client:c-1'), currencyOf('professional:v-1'), currencyOf('client:c-2')]).toEqual([
      ['USD'],
      ['USD'],
      ['CAD'],
    ])
    expect(contractor.facts({ multiCurrency: false }).verdict('client:c-1').operations).toMatchObject([
      { draft: { currency: null } },
    ])
  })

  it('C1: deleted in QuickBooks, the link is broken: it says so, sends nothing, and can be created again', () => {
    const contractor = withProject().seesGone('client:c-1')
    expect(contractor.verdict('client:c-1')).toMatchObject({
      state: 'held',
      problem: { code: 'contact-inactive' },
      operations: [],
    })
    contractor.decides('client:c-1', { createAnew: true })
    expect(summaryOf(contractor.sync())).toContain('create client:c-1')
    expect(contractor.link('client:c-1').gone).toBe(false)
  })

  it('C1: deleted in QuickBooks, it can be linked to another customer that is chosen', () => {
    const contractor = withProject()
      .seesGone('client:c-1')
      .hasContact({ id: '70', type: 'Customer', name: 'Marie-Ève Côté-Roy' })
    contractor.mappings.clients['c-1'] = 'id:70'
    contractor.sync()
    expect(contractor.link('client:c-1')).toMatchObject({ id: '70', gone: false })
  })

  it('C1: a client that Billdr removed leaves the list; its customer stays', () => {
    const contractor = withProject().removes('client:c-1')
    expect(summaryOf(contractor.verdict('client:c-1').operations)).toEqual(['forget client:c-1'])
  })
})

describe('C2: a project becomes a sub-customer', () => {
  it('C2: at once when it is created, under its client', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1', { name: 'Garage' }))
    contractor.sync()
    expect(contractor.books?.contacts).toMatchObject([
      { name: 'Roy', parentId: null },
      { name: 'Garage', parentId: contractor.link('client:c-1').id },
    ])
  })

  it('C2: one from before connecting waits for its first document on or after the starting date, and so does its client', () => {
    const contractor = new Contractor(client('c-1'), project('p-1', 'c-1', { name: 'Garage' })).hadBefore('project:p-1')
    contractor.settings.syncFrom = '2026-03-01'
    contractor.says(invoice('i-0', 'p-1', { number: '1', issuedOn: '2019-05-01' }))
    contractor.says(invoice('i-2', 'p-1', { number: '2', issuedOn: '2026-03-10', status: 'draft' }))
    expect(contractor.verdict('project:p-1')).toMatchObject({
      state: 'held',
      problem: { code: 'project-without-documents', params: { name: 'Garage' } },
      operations: [],
    })
    expect(contractor.verdict('client:c-1').problem?.code).toBe('client-without-project')
    contractor.says(invoice('i-2', 'p-1', { number: '2', issuedOn: '2026-03-10' }))
    expect(summaryOf(contractor.sync())).toEqual(['create client:c-1', 'create project:p-1', 'create invoice:i-2'])
  })

  it.each([
    ['a credit', credit('1', 'p-1')],
    ['an approved expense', expense('e-1', { projectId: 'p-1' })],
    ['a purchase order', purchaseOrder('1', 'v-1', { projectId: 'p-1' })],
  ])('C2: %s brings its project too', (_what, record) => {
    const contractor = new Contractor(client('c-1'), professional('v-1'), project('p-1', 'c-1')).hadBefore(
      'project:p-1',
    )
    expect(contractor.verdict('project:p-1').state).toBe('held')
    contractor.says(record)
    contractor.sync()
    expect(contractor.link('project:p-1').gone).toBe(false)
  })

  it('C2: one from before connecting goes by a yes, and one that is there stays', () => {
    const contractor = new Contractor(client('c-1'), project('p-1', 'c-1')).hadBefore('project:p-1')
    contractor.decides('project:p-1', { createAnew: true }).sync()
    expect(contractor.verdict('project:p-1').state).toBe('synced')
    contractor.decides('project:p-1', {})
    expect(contractor.verdict('project:p-1').state).toBe('synced')
  })

  it('C2: a sub-customer of that name under the same customer is the match, one under another customer is not', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1', { name: 'Garage' }))
      .hasContact({ id: '7', type: 'Customer', name: 'Roy' })
      .hasContact({ id: '8', type: 'Customer', name: 'Garage', parentId: '7' })
    contractor.sync()
    expect(contractor.link('project:p-1').id).toBe('8')

    const other = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1', { name: 'Garage' }))
      .hasContact({ id: '6', type: 'Customer', name: 'Gagnon' })
      .hasContact({ id: '8', type: 'Customer', name: 'Garage', parentId: '6' })
    other.sync()
    expect(other.link('project:p-1').id).not.toBe('8')
  })

  it('C2: two projects of one name both go, told apart by their clients', () => {
    const contractor = new Contractor(
      client('c-1', { displayName: 'Côté' }),
      client('c-2', { displayName: 'Smith & Fils ltée' }),
      project('p-1', 'c-1', { name: 'Cuisine' }),
      project('p-2', 'c-2', { name: 'Cuisine' }),
    )
    contractor.sync()
    expect(contractor.books?.contacts.map(({ name }) => name)).toEqual([
      'Côté',
      'Smith & Fils ltée',
      'Cuisine',
      'Cuisine (Smith & Fils ltée)',
    ])
  })

  it('C2: deleted in QuickBooks, it says so and its new invoices wait for it', () => {
    const contractor = withProject(invoice('i-1', 'p-1')).seesGone('project:p-1')
    expect(contractor.verdict('project:p-1')).toMatchObject({ state: 'held', problem: { code: 'contact-inactive' } })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for', waitsFor: 'project:p-1' },
      operations: [],
    })
  })
})

describe('C3: a chosen match is used, and nothing is created beside it', () => {
  it.each(['id:7', 'Roy & Fils', 'roy & fils'])('C3: chosen as %s', (chosen) => {
    const contractor = new Contractor(client('c-1', { displayName: 'Pierre Roy' }), project('p-1', 'c-1')).hasContact({
      id: '7',
      type: 'Customer',
      name: 'Roy & Fils',
    })
    contractor.mappings.clients['c-1'] = chosen
    expect(summaryOf(contractor.sync())).toEqual(['link client:c-1', 'create project:p-1'])
    expect(contractor.link('client:c-1')).toMatchObject({ id: '7', origin: 'chosen' })
  })

  it('C3: a choice links a client that has no project yet', () => {
    const contractor = new Contractor(client('c-1')).hasContact({ id: '7', type: 'Customer', name: 'Roy' })
    contractor.mappings.clients['c-1'] = 'id:7'
    expect(summaryOf(contractor.sync())).toEqual(['link client:c-1'])
  })

  it('C3: a project by its full name, a supplier by its own', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1'), professional('v-1'))
      .hasContact({ id: '7', type: 'Customer', name: 'Roy' })
      .hasContact({ id: '8', type: 'Customer', name: 'Le garage', parentId: '7' })
      .hasContact({ id: '9', type: 'Vendor', name: 'Laurier' })
    contractor.mappings.projects['p-1'] = 'Roy:Le garage'
    contractor.mappings.professionals['v-1'] = 'Laurier'
    contractor.sync()
    expect([contractor.link('project:p-1').id, contractor.link('professional:v-1').id]).toEqual(['8', '9'])
  })

  it('C3: a choice that QuickBooks does not have holds the client, naming it; nothing is created', () => {
    const contractor = new Contractor(client('c-1'), project('p-1', 'c-1'))
    contractor.mappings.clients['c-1'] = 'Personne'
    expect(contractor.verdict('client:c-1')).toMatchObject({
      state: 'held',
      problem: { code: 'mapping-not-found', params: { name: 'Personne' } },
    })
    expect(contractor.sync()).toEqual([])
  })
})

describe('V1: a professional becomes a Vendor', () => {
  it('V1: it waits until it is on an approved expense or an order', () => {
    const contractor = new Contractor(professional('v-1'), expense('e-1', { professionalId: 'v-1', status: 'draft' }))
    expect(contractor.verdict('professional:v-1')).toMatchObject({
      state: 'held',
      problem: { code: 'professional-unused' },
    })
    contractor.says(expense('e-1', { professionalId: 'v-1' }))
    expect(summaryOf(contractor.sync())).toEqual(['create professional:v-1', 'create expense:e-1'])
  })

  it('V1: a purchase order brings its supplier, a cancelled one does not', () => {
    expect(summaryOf(new Contractor(professional('v-1'), purchaseOrder('1', 'v-1')).sync())).toEqual([
      'create professional:v-1',
      'create purchase-order:1',
    ])
    expect(new Contractor(professional('v-1'), purchaseOrder('1', 'v-1', { status: 'cancelled' })).sync()).toEqual([])
  })

  it('V1: the matching vendor is used; a customer of that name is none, and the vendor gets a name beside it', () => {
    const matched = new Contractor(
      professional('v-1', { displayName: 'Laurier' }),
      purchaseOrder('1', 'v-1'),
    ).hasContact({ id: '7', type: 'Vendor', name: 'laurier' })
    matched.sync()
    expect(matched.link('professional:v-1').id).toBe('7')

    const beside = new Contractor(
      professional('v-1', { displayName: 'Laurier' }),
      purchaseOrder('1', 'v-1'),
    ).hasContact({ id: '7', type: 'Customer', name: 'Laurier' })
    expect(beside.draft('professional:v-1', 'Vendor').displayName).toBe('Laurier (fournisseur)')
  })

  it('V1: from the Contacts page it goes without a document', () => {
    expect(
      summaryOf(new Contractor(professional('v-1')).decides('professional:v-1', { createAnew: true }).sync()),
    ).toEqual(['create professional:v-1'])
  })
})

describe('K1: cost codes have their accounts and items', () => {
  const permits = costCode('cc-18', { code: '18-000', name: 'Permis', usedFor: 'expense' })

  it('K1: matched by the mappings, by the account’s number, or by its very name', () => {
    const mapped = new Contractor(permits)
    mapped.mappings.costCodes['cc-18'] = { account: 'Job Expenses:Job Materials' }
    expect(mapped.verdict('cost-code:cc-18').state).toBe('synced')

    const numbered = new Contractor(permits)
    numbered.books?.accounts.push({
      id: '90',
      name: 'Divers',
      fullName: 'Divers',
      number: '18-000',
      accountType: 'Expense',
      active: true,
    })
    expect(numbered.verdict('cost-code:cc-18').state).toBe('synced')

    const named = new Contractor(permits)
    named.books?.accounts.push({
      id: '90',
      name: 'PERMIS',
      fullName: 'Job Expenses:PERMIS',
      number: null,
      accountType: 'Expense',
      active: true,
    })
    expect(named.verdict('cost-code:cc-18').state).toBe('synced')
  })

  it('K1: an income account of the same name, and two accounts of it, are no match', () => {
    const income = new Contractor(permits)
    income.books?.accounts.push({
      id: '90',
      name: 'Permis',
      fullName: 'Permis',
      number: null,
      accountType: 'Income',
      active: true,
    })
    expect(income.verdict('cost-code:cc-18')).toMatchObject({ state: 'held', problem: { code: 'cost-code-unmatched' } })

    const two = new Contractor(permits)
    for (const parent of ['A', 'B'])
      two.books?.accounts.push({
        id: `9${parent}`,
        name: 'Permis',
        fullName: `${parent}:Permis`,
        number: null,
        accountType: 'Expense',
        active: true,
      })
    expect(two.verdict('cost-code:cc-18').state).toBe('held')
  })

  it('K1: a code for both sides needs both', () => {
    const contractor = new Contractor(costCode('cc-1', { usedFor: 'both' }))
    contractor.mappings.costCodes['cc-1'] = { account: 'Job Expenses' }
    expect(contractor.verdict('cost-code:cc-1')).toMatchObject({ state: 'held', problem: { params: { side: 'item' } } })
    contractor.mappings.costCodes['cc-1'] = { account: 'Job Expenses', item: 'Services' }
    expect(contractor.verdict('cost-code:cc-1').state).toBe('synced')
  })

  it('K1: a document whose cost code has no match is held, naming it; the others go on', () => {
    const contractor = new Contractor(
      permits,
      expense('e-1', { lines: [line('10.00', { costCodeId: 'cc-18' })] }),
      expense('e-2'),
    )
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      operations: [],
      problem: {
        code: 'document-cost-code-unmatched',
        params: { code: '18-000', name: 'Permis' },
        waitsFor: 'cost-code:cc-18',
      },
    })
    expect(summaryOf(contractor.sync())).toEqual(['create expense:e-2'])
  })

  it('K1: a line without a cost code goes to the default; without a default the document is held, naming it', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    expect(contractor.draft('invoice:i-1', 'Invoice').lines).toMatchObject([{ to: 'item', reference: { id: '41' } }])
    delete contractor.mappings.defaults.incomeItem
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'held',
      problem: { code: 'default-missing', params: { which: 'incomeItem' } },
    })
  })

  it('K1: an account that was mapped and is no longer there holds the document, naming it', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.mappings.defaults.expenseAccount = 'Frais divers'
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'mapping-not-found', params: { name: 'Frais divers' } },
    })
  })
})
