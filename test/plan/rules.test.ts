import { describe, expect, it } from 'vitest'
import type { Operation } from '../../electron/plan/input.ts'
import { Contractor } from './contractor.ts'
import { client, costCode, credit, expense, invoice, line, money, payment, professional, project, purchaseOrder, receipt } from '../support/billdr-records.ts'

/*
 * The rules of the sync, row by row, as plans. What needs QuickBooks itself to answer (I6, X2, and how a deletion is
 * noticed) stands under the same numbers in test/push and test/integration.
 */

function deeds(steps: readonly Operation[]): string[] {
  return steps.map((step) => `${step.deed} ${step.key}`)
}

/** A client with a project, both in QuickBooks already. */
function withProject(...records: Parameters<Contractor['says']>): Contractor {
  const contractor = new Contractor(client('c-1', { displayName: 'Marie-Ève Côté' }), project('p-1', 'c-1', { name: 'Cuisine' }))
  contractor.sync()
  return contractor.says(...records)
}

describe('C1: a client becomes a Customer', () => {
  it('C1: it waits for its first project, and goes with it', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Zoé D’Amours' }))
    expect(contractor.verdict('client:c-1')).toMatchObject({ state: 'held', problem: { code: 'client-without-project', params: { name: 'Zoé D’Amours' } }, operations: [] })
    contractor.says(project('p-1', 'c-1'))
    expect(deeds(contractor.carryOut())).toEqual(['create client:c-1'])
    expect(deeds(contractor.carryOut())).toEqual(['create project:p-1'])
  })

  it('C1: from the Contacts page it goes without a project', () => {
    const contractor = new Contractor(client('c-1')).decides('client:c-1', { createAnew: true })
    expect(deeds(contractor.sync())).toEqual(['create client:c-1'])
  })

  it('C1: the matching customer is used, whatever the case, accents and spaces of its name', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Marie-Ève  Côté' }), project('p-1', 'c-1')).hasContact({ id: '7', type: 'Customer', name: 'MARIE-EVE COTE' })
    expect(contractor.verdict('client:c-1').operations).toMatchObject([{ deed: 'link', type: 'Customer', id: '7', origin: 'matched' }])
  })

  it('C1: an inactive customer, and one that is a project of somebody, are no match', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1'))
      .hasContact({ id: '7', type: 'Customer', name: 'Roy', active: false })
      .hasContact({ id: '8', type: 'Customer', name: 'Gagnon' }).hasContact({ id: '9', type: 'Customer', name: 'roy', parentId: '8' })
    expect(contractor.verdict('client:c-1').operations).toMatchObject([{ deed: 'create', draft: { displayName: expect.not.stringMatching(/^roy$/i) as string } }])
  })

  it('C1: deleted in QuickBooks, the link is broken: it says so, sends nothing, and can be created again', () => {
    const contractor = withProject().seesGone('client:c-1')
    expect(contractor.verdict('client:c-1')).toMatchObject({ state: 'held', problem: { code: 'contact-inactive' }, operations: [] })
    contractor.decides('client:c-1', { createAnew: true })
    expect(deeds(contractor.sync())).toContain('create client:c-1')
    expect(contractor.link('client:c-1').gone).toBe(false)
  })

  it('C1: deleted in QuickBooks, it can be linked to another customer that is chosen', () => {
    const contractor = withProject().seesGone('client:c-1').hasContact({ id: '70', type: 'Customer', name: 'Marie-Ève Côté-Roy' })
    contractor.mappings.clients['c-1'] = 'id:70'
    contractor.sync()
    expect(contractor.link('client:c-1')).toMatchObject({ id: '70', gone: false })
  })

  it('C1: a client that Billdr removed leaves the list; its customer stays', () => {
    const contractor = withProject().removes('client:c-1')
    expect(deeds(contractor.verdict('client:c-1').operations)).toEqual(['forget client:c-1'])
  })
})

describe('C2: a project becomes a sub-customer', () => {
  it('C2: at once when it is created, under its client', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1', { name: 'Garage' }))
    contractor.sync()
    expect(contractor.books?.contacts).toMatchObject([{ name: 'Roy', parentId: null }, { name: 'Garage', parentId: contractor.link('client:c-1').id }])
  })

  it('C2: a sub-customer of that name under the same customer is the match, one under another customer is not', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1', { name: 'Garage' }))
      .hasContact({ id: '7', type: 'Customer', name: 'Roy' }).hasContact({ id: '8', type: 'Customer', name: 'Garage', parentId: '7' })
    contractor.sync()
    expect(contractor.link('project:p-1').id).toBe('8')

    const other = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1', { name: 'Garage' }))
      .hasContact({ id: '6', type: 'Customer', name: 'Gagnon' }).hasContact({ id: '8', type: 'Customer', name: 'Garage', parentId: '6' })
    other.sync()
    expect(other.link('project:p-1').id).not.toBe('8')
  })

  it('C2: two projects of one name both go, told apart by their clients', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Côté' }), client('c-2', { displayName: 'Smith & Fils ltée' }), project('p-1', 'c-1', { name: 'Cuisine' }), project('p-2', 'c-2', { name: 'Cuisine' }))
    contractor.sync()
    expect(contractor.books?.contacts.map(({ name }) => name)).toEqual(['Côté', 'Smith & Fils ltée', 'Cuisine', 'Cuisine (Smith & Fils ltée)'])
  })

  it('C2: deleted in QuickBooks, it says so and its new invoices wait for it', () => {
    const contractor = withProject(invoice('i-1', 'p-1')).seesGone('project:p-1')
    expect(contractor.verdict('project:p-1')).toMatchObject({ state: 'held', problem: { code: 'contact-inactive' } })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'waits-for', waitsFor: 'project:p-1' }, operations: [] })
  })
})

describe('C3: a chosen match is used, and nothing is created beside it', () => {
  it.each(['id:7', 'Roy & Fils', 'roy & fils'])('C3: chosen as %s', (chosen) => {
    const contractor = new Contractor(client('c-1', { displayName: 'Pierre Roy' }), project('p-1', 'c-1')).hasContact({ id: '7', type: 'Customer', name: 'Roy & Fils' })
    contractor.mappings.clients['c-1'] = chosen
    expect(deeds(contractor.sync())).toEqual(['link client:c-1', 'create project:p-1'])
    expect(contractor.link('client:c-1')).toMatchObject({ id: '7', origin: 'chosen' })
  })

  it('C3: a choice links a client that has no project yet', () => {
    const contractor = new Contractor(client('c-1')).hasContact({ id: '7', type: 'Customer', name: 'Roy' })
    contractor.mappings.clients['c-1'] = 'id:7'
    expect(deeds(contractor.sync())).toEqual(['link client:c-1'])
  })

  it('C3: a project by its full name, a supplier by its own', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1'), professional('v-1'))
      .hasContact({ id: '7', type: 'Customer', name: 'Roy' }).hasContact({ id: '8', type: 'Customer', name: 'Le garage', parentId: '7' }).hasContact({ id: '9', type: 'Vendor', name: 'Laurier' })
    contractor.mappings.projects['p-1'] = 'Roy:Le garage'
    contractor.mappings.professionals['v-1'] = 'Laurier'
    contractor.sync()
    expect([contractor.link('project:p-1').id, contractor.link('professional:v-1').id]).toEqual(['8', '9'])
  })

  it('C3: a choice that QuickBooks does not have holds the client, naming it; nothing is created', () => {
    const contractor = new Contractor(client('c-1'), project('p-1', 'c-1'))
    contractor.mappings.clients['c-1'] = 'Personne'
    expect(contractor.verdict('client:c-1')).toMatchObject({ state: 'held', problem: { code: 'mapping-not-found', params: { name: 'Personne' } } })
    expect(contractor.sync()).toEqual([])
  })
})

describe('V1: a professional becomes a Vendor', () => {
  it('V1: it waits until it is on an approved expense or an order', () => {
    const contractor = new Contractor(professional('v-1'), expense('e-1', { professionalId: 'v-1', status: 'draft' }))
    expect(contractor.verdict('professional:v-1')).toMatchObject({ state: 'held', problem: { code: 'professional-unused' } })
    contractor.says(expense('e-1', { professionalId: 'v-1' }))
    expect(deeds(contractor.sync())).toEqual(['create professional:v-1', 'create expense:e-1'])
  })

  it('V1: a purchase order brings its supplier, a cancelled one does not', () => {
    expect(deeds(new Contractor(professional('v-1'), purchaseOrder('1', 'v-1')).sync())).toEqual(['create professional:v-1', 'create purchase-order:1'])
    expect(new Contractor(professional('v-1'), purchaseOrder('1', 'v-1', { status: 'cancelled' })).sync()).toEqual([])
  })

  it('V1: the matching vendor is used; a customer of that name is none, and the vendor gets a name beside it', () => {
    const matched = new Contractor(professional('v-1', { displayName: 'Laurier' }), purchaseOrder('1', 'v-1')).hasContact({ id: '7', type: 'Vendor', name: 'laurier' })
    matched.sync()
    expect(matched.link('professional:v-1').id).toBe('7')

    const beside = new Contractor(professional('v-1', { displayName: 'Laurier' }), purchaseOrder('1', 'v-1')).hasContact({ id: '7', type: 'Customer', name: 'Laurier' })
    expect(beside.draft('professional:v-1', 'Vendor').displayName).toBe('Laurier (fournisseur)')
  })

  it('V1: from the Contacts page it goes without a document', () => {
    expect(deeds(new Contractor(professional('v-1')).decides('professional:v-1', { createAnew: true }).sync())).toEqual(['create professional:v-1'])
  })
})

describe('K1: cost codes have their accounts and items', () => {
  const permits = costCode('cc-18', { code: '18-000', name: 'Permis', usedFor: 'expense' })

  it('K1: matched by the mappings, by the account’s number, or by its very name', () => {
    const mapped = new Contractor(permits)
    mapped.mappings.costCodes['cc-18'] = { account: 'Job Expenses:Job Materials' }
    expect(mapped.verdict('cost-code:cc-18').state).toBe('synced')

    const numbered = new Contractor(permits)
    numbered.books?.accounts.push({ id: '90', name: 'Divers', fullName: 'Divers', number: '18-000', accountType: 'Expense', active: true })
    expect(numbered.verdict('cost-code:cc-18').state).toBe('synced')

    const named = new Contractor(permits)
    named.books?.accounts.push({ id: '90', name: 'PERMIS', fullName: 'Job Expenses:PERMIS', number: null, accountType: 'Expense', active: true })
    expect(named.verdict('cost-code:cc-18').state).toBe('synced')
  })

  it('K1: an income account of the same name, and two accounts of it, are no match', () => {
    const income = new Contractor(permits)
    income.books?.accounts.push({ id: '90', name: 'Permis', fullName: 'Permis', number: null, accountType: 'Income', active: true })
    expect(income.verdict('cost-code:cc-18')).toMatchObject({ state: 'held', problem: { code: 'cost-code-unmatched' } })

    const two = new Contractor(permits)
    for (const parent of ['A', 'B']) two.books?.accounts.push({ id: `9${parent}`, name: 'Permis', fullName: `${parent}:Permis`, number: null, accountType: 'Expense', active: true })
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
    const contractor = new Contractor(permits, expense('e-1', { lines: [line('10.00', { costCodeId: 'cc-18' })] }), expense('e-2'))
    expect(contractor.verdict('expense:e-1')).toMatchObject({
      state: 'held', operations: [], problem: { code: 'document-cost-code-unmatched', params: { code: '18-000', name: 'Permis' }, waitsFor: 'cost-code:cc-18' },
    })
    expect(deeds(contractor.sync())).toEqual(['create expense:e-2'])
  })

  it('K1: a line without a cost code goes to the default; without a default the document is held, naming it', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    expect(contractor.draft('invoice:i-1', 'Invoice').lines).toMatchObject([{ to: 'item', reference: { id: '41' } }])
    delete contractor.mappings.defaults.incomeItem
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'default-missing', params: { which: 'incomeItem' } } })
  })

  it('K1: an account that was mapped and is no longer there holds the document, naming it', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.mappings.defaults.expenseAccount = 'Frais divers'
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'mapping-not-found', params: { name: 'Frais divers' } } })
  })
})

describe('I1: an invoice goes when it is submitted, with its documents', () => {
  it.each(['submitted', 'partially_paid', 'paid'] as const)('I1: %s goes', (status) => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1001', status, attachments: [receipt('a-1')] }))
    expect(deeds(contractor.sync())).toEqual(['create invoice:i-1', 'attach invoice:i-1'])
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })

  it('I1: a draft never goes', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { status: 'draft', attachments: [receipt('a-1')] }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'draft' } })
    expect(contractor.sync()).toEqual([])
  })

  it('I1: amounts before tax, to the customer of the project, quantity and price only where they multiply exactly', () => {
    const lines = [
      line('100.01', { quantity: '1.5', unitPrice: '66.67' }), line('100.00', { quantity: '3', unitPrice: '33.33' }),
      line('0.00', { quantity: '1', unitPrice: '0.00' }), line('-150.00', { quantity: '1', unitPrice: '-150.00' }), line('300.00', { quantity: '3', unitPrice: '100.00' }),
    ]
    const contractor = withProject(invoice('i-1', 'p-1', { lines, taxes: [{ name: 'TPS', rate: '5', amount: money('17.50') }], total: money('367.51') }))
    const draft = contractor.draft('invoice:i-1', 'Invoice')
    expect(draft.customer.id).toBe(contractor.link('project:p-1').id)
    expect(draft.lines.map(({ amount, quantity, unitPrice }) => [amount, quantity, unitPrice])).toEqual([
      [10001, null, null], [10000, null, null], [0, '1', '0.00'], [-15000, '1', '-150.00'], [30000, '3', '100.00'],
    ])
  })

  it('I1: a receipt that has a problem of its own never stops its invoice', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { attachments: [receipt('a-1'), receipt('a-2')] }))
    contractor.attachmentProblems.set('invoice:i-1#a-1', { code: 'attachment-damaged', params: {} })
    expect(contractor.sync()).toMatchObject([{ deed: 'create' }, { deed: 'attach', attachmentId: 'a-2' }])
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })
})

describe('I2: a synced invoice that was edited is not sent again', () => {
  it.each([
    ['a line', { lines: [line('1100.00')] }], ['the number', { number: '77' }], ['the date', { issuedOn: '2026-03-07' }], ['the due date', { dueOn: null }],
    ['the memo', { memo: 'Merci' }], ['the project', { projectId: 'p-2' }],
  ])('I2: %s changed', (_what, change) => {
    const contractor = withProject(project('p-2', 'c-1'), invoice('i-1', 'p-1', { number: '1001' }))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { number: '1001', ...change }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'invoice-edited', params: { number: expect.any(String) as string } }, operations: [] })
    expect(contractor.sync()).toEqual([])
  })

  it('I2: being paid, or its tax changed, is no edit', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'paid', taxes: [{ name: 'TPS', rate: '5', amount: money('50.00') }], total: money('1050.00'), updatedAt: '2026-06-01T00:00:00Z' }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'synced', problem: null, operations: [] })
  })

  it('I2: edited back to what was sent, all is well again', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { memo: 'oups' })).says(invoice('i-1', 'p-1'))
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })
})

describe('I3: a voided invoice is voided', () => {
  it('I3: once, and is then done', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'voided' }))
    expect(deeds(contractor.sync())).toEqual(['void invoice:i-1'])
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'synced', problem: null })
  })

  it('I3: voided before it was sent, it is never sent', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { status: 'voided' }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'voided-before-sent' }, operations: [] })
  })

  it('I3: edited after it was sent and then voided, it is voided', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'voided', lines: [line('5.00')] }))
    expect(deeds(contractor.sync())).toEqual(['void invoice:i-1'])
  })

  it('I3: a refusal of the void is not repeated until a person retries', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'voided' }))
    contractor.refusals.set('invoice:i-1', { problem: { code: 'payment-deposited', params: {} }, at: '', content: 'removal of invoice:i-1' })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'failed', problem: { code: 'payment-deposited' }, operations: [] })
  })
})

describe('I4: an invoice that goes back to draft', () => {
  it('I4: stays held as long as QuickBooks has it, and says so', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1001' }))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { number: '1001', status: 'draft' }))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'back-to-draft', params: { number: '1001', docNumber: '1001' } }, operations: [] })
  })

  it('I4: gone from QuickBooks, it is unlinked, and the next submit creates it anew', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'draft' })).seesGone('invoice:i-1')
    expect(deeds(contractor.sync())).toEqual(['unlink invoice:i-1'])
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'draft' } })
    contractor.says(invoice('i-1', 'p-1', { lines: [line('1200.00')] }))
    expect(deeds(contractor.sync())).toEqual(['create invoice:i-1'])
  })

  it('I4: submitted again without a change while QuickBooks still has it, it is simply synced', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.says(invoice('i-1', 'p-1', { status: 'draft' })).says(invoice('i-1', 'p-1'))
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'synced', operations: [] })
  })
})

describe('I5: a number that is used already', () => {
  it('I5: by a document of QuickBooks: it fails, showing that document', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' })).hasDocument({ type: 'Invoice', id: '57', docNumber: '1003', date: '2025-01-02', partyId: '8', partyName: 'Autre client', subtotal: money('12.00'), total: money('12.00') })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'failed', operations: [],
      problem: { code: 'number-taken', params: { number: '1003' }, other: { type: 'Invoice', id: '57', docNumber: '1003', date: '2025-01-02', party: 'Autre client', amount: 1200 } },
    })
  })

  it('I5: by our own invoice in QuickBooks: it fails, showing that one', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-11' }))
    contractor.sync()
    contractor.says(invoice('i-2', 'p-1', { number: '1003', issuedOn: '2026-03-26' }))
    expect(contractor.verdict('invoice:i-2')).toMatchObject({ state: 'failed', problem: { code: 'number-taken', other: { id: contractor.link('invoice:i-1').id }, waitsFor: 'invoice:i-1' } })
    expect(contractor.verdict('invoice:i-1').state).toBe('synced')
  })

  it('I5: by another invoice of Billdr that was not sent yet: the older one goes, the other waits', () => {
    const contractor = withProject(invoice('i-2', 'p-1', { number: '1003', issuedOn: '2026-03-26' }), invoice('i-1', 'p-1', { number: '1003', issuedOn: '2026-03-11' }))
    expect(contractor.verdict('invoice:i-1').state).toBe('pending')
    expect(contractor.verdict('invoice:i-2')).toMatchObject({ state: 'failed', problem: { code: 'number-twice-in-billdr', waitsFor: 'invoice:i-1' } })
  })

  it('I5: a draft, and a voided one, claim no number', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003', status: 'draft', issuedOn: '2026-03-01' }), invoice('i-2', 'p-1', { number: '1003', status: 'voided', issuedOn: '2026-03-02' }), invoice('i-3', 'p-1', { number: '1003' }))
    expect(deeds(contractor.sync())).toEqual(['create invoice:i-3'])
  })

  it('I5: the next free number, once chosen, is what goes; the number of Billdr stays in the note', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' })).hasDocument({ type: 'Invoice', id: '57', docNumber: '1003' }).decides('invoice:i-1', { number: '1009' })
    const draft = contractor.draft('invoice:i-1', 'Invoice')
    expect(draft.docNumber).toBe('1009')
    expect(draft.privateNote).toContain('1003')
    expect(deeds(contractor.sync())).toEqual(['create invoice:i-1'])
  })

  it('I5: an invoice and a credit may have one number, as QuickBooks counts them apart', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' }), credit('1', 'p-1', { number: '1003' }))
    expect(deeds(contractor.sync()).sort()).toEqual(['create credit:1', 'create invoice:i-1'])
  })

  it('I5: a document entered by hand that looks like ours is asked about, not doubled', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' }))
    const partyId = contractor.link('project:p-1').id
    contractor.hasDocument({ type: 'Invoice', id: '57', docNumber: '1003', date: '2026-03-06', partyId, subtotal: money('1000.00'), total: money('1149.75') })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'looks-like-existing', other: { id: '57' } }, operations: [] })
  })

  it('an invoice that Billdr no longer has waits for a person; voided in QuickBooks by her, it leaves the list', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.removes('invoice:i-1')
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'removed-in-billdr' }, operations: [] })
    contractor.sees('invoice:i-1', { voided: true, subtotal: money('0.00'), total: money('0.00'), balance: money('0.00') })
    expect(contractor.verdict('invoice:i-1').operations).toEqual([{ deed: 'forget', key: 'invoice:i-1' }])
  })

  it('I5: created beside its look-alike after all, it needs a number of its own: QuickBooks gives none twice', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' }))
    const partyId = contractor.link('project:p-1').id
    contractor.hasDocument({ type: 'Invoice', id: '57', docNumber: '1003', date: '2026-03-06', partyId, subtotal: money('1000.00'), total: money('1149.75') })
    contractor.decides('invoice:i-1', { createAnew: true })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({ state: 'failed', problem: { code: 'number-taken', other: { id: '57' } }, operations: [] })
    contractor.decides('invoice:i-1', { createAnew: true, number: '1004' })
    expect(contractor.draft('invoice:i-1', 'Invoice').docNumber).toBe('1004')
  })

  it('I5: a document that carries our mark is ours: it is taken over, not sent again', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1003' })).hasDocument({ type: 'Invoice', id: '57', docNumber: '1003', mark: 'invoice:i-1', subtotal: money('1000.00'), total: money('1000.00') })
    expect(contractor.verdict('invoice:i-1').operations).toMatchObject([{ deed: 'link', id: '57', origin: 'adopted' }])
  })
})

describe('P1: a payment goes as soon as it is received', () => {
  it('P1: after its invoice, in the same sync, linked to it', () => {
    const contractor = withProject(payment('pay-1', 'i-1', '400.00'), invoice('i-1', 'p-1'))
    expect(deeds(contractor.sync())).toEqual(['create invoice:i-1', 'create payment:pay-1'])
    expect(contractor.link('payment:pay-1').observed.applied).toBe(40000)
    expect(contractor.link('invoice:i-1').observed.balance).toBe(60000)
  })

  it('P1: to the invoice’s customer, into the deposit account, with its reference cut to what QuickBooks holds', () => {
    const reference = 'virement Interac du 27 mars 2026'
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00', { reference }))
    contractor.carryOut()
    const draft = contractor.draft('payment:pay-1', 'Payment')
    expect(draft).toMatchObject({ customer: { id: contractor.link('project:p-1').id }, depositTo: { id: '34' }, total: 40000, date: '2026-03-18' })
    expect([...(draft.reference ?? '')]).toHaveLength(21)
    expect(draft.privateNote).toContain(reference)
  })

  it('P1: received with taxes, it is applied as far as the invoice is open; the rest follows when the tax is there', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { lines: [line('8000.00')], total: money('9198.00') }), payment('pay-1', 'i-1', '9198.00'))
    contractor.sync()
    expect(contractor.verdict('payment:pay-1')).toMatchObject({ state: 'synced', note: { code: 'payment-rest-unapplied', params: { applied: 800000, rest: 119800 } } })
    contractor.sees('invoice:i-1', { tax: money('1198.00'), total: money('9198.00'), balance: money('1198.00') })
    expect(deeds(contractor.sync())).toEqual(['update payment:pay-1'])
    expect(contractor.link('payment:pay-1').observed.applied).toBe(919800)
    expect(contractor.verdict('payment:pay-1')).toMatchObject({ state: 'synced', note: null })
  })

  it('P1: for an invoice that is a draft, voided or unknown, it waits', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { status: 'draft' }), payment('pay-1', 'i-1', '10.00'), payment('pay-2', 'i-9', '10.00'))
    expect(contractor.verdict('payment:pay-1')).toMatchObject({ state: 'held', problem: { code: 'waits-for', waitsFor: 'invoice:i-1' } })
    expect(contractor.verdict('payment:pay-2')).toMatchObject({ state: 'held', problem: { code: 'record-reference-missing', params: { field: 'invoiceId', value: 'i-9', table: 'invoices' } } })

    const voided = withProject(invoice('i-1', 'p-1'))
    voided.sync()
    voided.says(invoice('i-1', 'p-1', { status: 'voided' })).sync()
    voided.says(payment('pay-1', 'i-1', '10.00'))
    expect(voided.verdict('payment:pay-1')).toMatchObject({ state: 'held', operations: [] })
  })

  it('P1: a payment edited in Billdr is overwritten', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
    contractor.sync()
    contractor.says(payment('pay-1', 'i-1', '450.00'))
    expect(deeds(contractor.sync())).toEqual(['update payment:pay-1'])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(55000)
  })

  it('P1: of nothing or less, it is held', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '0.00'), payment('pay-2', 'i-1', '-5.00'))
    contractor.sync()
    expect(contractor.verdict('payment:pay-1').problem?.code).toBe('total-negative')
    expect(contractor.verdict('payment:pay-2').problem?.code).toBe('total-negative')
  })
})

describe('P2: a deleted payment is deleted', () => {
  it('P2: and leaves the list; the invoice is open again', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '400.00'))
    contractor.sync()
    contractor.removes('payment:pay-1')
    expect(deeds(contractor.sync())).toEqual(['delete payment:pay-1', 'forget payment:pay-1'])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(100000)
  })

  it('P2: one that never went just leaves the list', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { status: 'draft' }), payment('pay-1', 'i-1', '400.00')).removes('payment:pay-1')
    expect(deeds(contractor.sync())).toEqual(['forget payment:pay-1'])
  })
})

describe('R1: a submitted credit becomes a CreditMemo, applied where Billdr says', () => {
  it('R1: after its invoice, and before that invoice’s payments', () => {
    const contractor = withProject(payment('pay-1', 'i-1', '1000.00'), credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }), invoice('i-1', 'p-1'))
    expect(deeds(contractor.sync())).toEqual(['create invoice:i-1', 'create credit:1', 'apply-credit credit:1', 'create payment:pay-1'])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(0)
    expect(contractor.link('payment:pay-1').observed.applied).toBe(90000)
  })

  it('R1: without an invoice it stays open on the account', () => {
    expect(deeds(withProject(credit('1', 'p-1')).sync())).toEqual(['create credit:1'])
  })

  it('R1: a draft never goes', () => {
    expect(withProject(credit('1', 'p-1', { status: 'draft' })).verdict('credit:1')).toMatchObject({ state: 'held', problem: { code: 'draft' } })
  })

  it('R1: for an invoice that is not there it goes, and says that it is not applied', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { status: 'draft', number: '1001' }), credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    contractor.sync()
    expect(contractor.verdict('credit:1')).toMatchObject({ state: 'synced', note: { code: 'credit-not-applied', params: { invoice: '1001' } } })
    contractor.says(invoice('i-1', 'p-1', { number: '1001' }))
    expect(deeds(contractor.sync())).toEqual(['create invoice:i-1', 'apply-credit credit:1'])
  })

  it('R1: voided in Billdr, its application is taken away and it is deleted', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    contractor.sync()
    contractor.says(credit('1', 'p-1', { appliesToInvoiceId: 'i-1', status: 'voided' }))
    expect(deeds(contractor.sync())).toEqual(['unapply-credit credit:1', 'delete credit:1'])
    expect(contractor.link('invoice:i-1').observed.balance).toBe(100000)
  })

  it('R1: edited after it was sent, it is held', () => {
    const contractor = withProject(credit('1', 'p-1'))
    contractor.sync()
    contractor.says(credit('1', 'p-1', { lines: [line('50.00')] }))
    expect(contractor.verdict('credit:1')).toMatchObject({ state: 'held', problem: { code: 'credit-edited' }, operations: [] })
  })

  it('R1: an application that QuickBooks refused is said beside the credit, and not repeated', () => {
    const contractor = withProject(invoice('i-1', 'p-1'), credit('1', 'p-1', { appliesToInvoiceId: 'i-1' }))
    contractor.carryOut()
    contractor.refused('credit:1', 'linked-elsewhere', 'settling')
    expect(contractor.verdict('credit:1')).toMatchObject({ state: 'synced', note: { code: 'linked-elsewhere' }, operations: [] })
  })
})

describe('E1: an approved expense becomes a Purchase or a Bill, with its receipts', () => {
  it.each([['cash', 'Cash', '32'], ['cheque', 'Check', '31'], ['credit_card', 'CreditCard', '33'], ['bank', 'Cash', '31']] as const)('E1: paid with %s', (paidWith, paymentType, account) => {
    const contractor = new Contractor(expense('e-1', { paidWith, attachments: [receipt('a-1'), receipt('a-2')] }))
    expect(contractor.draft('expense:e-1', 'Purchase')).toMatchObject({ paymentType, account: { id: account }, vendor: null, docNumber: null })
    expect(deeds(contractor.sync())).toEqual(['create expense:e-1', 'attach expense:e-1', 'attach expense:e-1'])
  })

  it('E1: unpaid, it is a Bill of its supplier, on the payable account', () => {
    const contractor = new Contractor(professional('v-1'), expense('e-1', { paidWith: 'unpaid', professionalId: 'v-1', dueOn: '2026-04-13' }))
    contractor.carryOut()
    expect(contractor.draft('expense:e-1', 'Bill')).toMatchObject({ vendor: { id: contractor.link('professional:v-1').id }, payable: { id: '35' }, dueDate: '2026-04-13' })
  })

  it('E1: unpaid and without a supplier, it is held', () => {
    expect(new Contractor(expense('e-1', { paidWith: 'unpaid' })).verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'supplier-missing' } })
  })

  it('E1: drafts and rejected ones never go', () => {
    const contractor = new Contractor(expense('e-1', { status: 'draft' }), expense('e-2', { status: 'rejected' }))
    expect(contractor.verdict('expense:e-1').problem?.code).toBe('draft')
    expect(contractor.verdict('expense:e-2').problem?.code).toBe('rejected')
    expect(contractor.sync()).toEqual([])
  })

  it('E1: each line names the project; billable only with a project, and where the company bills expenses on', () => {
    const lines = [line('10.00', { billable: true }), line('5.00')]
    const onProject = withProject(expense('e-1', { projectId: 'p-1', lines }))
    expect(onProject.draft('expense:e-1', 'Purchase').lines).toMatchObject([{ billable: true, customer: { id: onProject.link('project:p-1').id } }, { billable: false }])
    onProject.facts({ billableExpenses: false })
    expect(onProject.draft('expense:e-1', 'Purchase').lines).toMatchObject([{ billable: false }, { billable: false }])
    expect(new Contractor(expense('e-1', { lines })).draft('expense:e-1', 'Purchase').lines).toMatchObject([{ billable: false, customer: null }, { billable: false }])
  })

  it('E1: two suppliers may use one number; one supplier may not use it twice', () => {
    const contractor = new Contractor(
      professional('v-1'), professional('v-2'), expense('e-1', { number: '88', professionalId: 'v-1' }), expense('e-2', { number: '88', professionalId: 'v-2' }),
      expense('e-3', { number: '88', professionalId: 'v-1', spentOn: '2026-03-20', lines: [line('9.00')] }),
    )
    contractor.sync()
    expect([contractor.verdict('expense:e-1').state, contractor.verdict('expense:e-2').state]).toEqual(['synced', 'synced'])
    expect(contractor.verdict('expense:e-3')).toMatchObject({ state: 'failed', problem: { code: 'number-taken' }, operations: [] })
  })

  it('E1: a purchase without a number that stands in the books already is asked about, not doubled', () => {
    const contractor = new Contractor(professional('v-1', { displayName: 'Hébert' }), expense('e-1', { professionalId: 'v-1', lines: [line('64.20')] })).hasContact({ id: '7', type: 'Vendor', name: 'Hébert' })
    contractor.hasDocument({ type: 'Purchase', id: '57', date: '2026-03-05', partyId: '7', subtotal: money('64.20'), total: money('73.81') })
    contractor.sync()
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'looks-like-existing', other: { id: '57' } } })
    contractor.decides('expense:e-1', { createAnew: true })
    expect(deeds(contractor.sync())).toEqual(['create expense:e-1'])
  })

  it('E1: two alike expenses of Billdr both go: the second one is no look-alike of the first', () => {
    const contractor = new Contractor(professional('v-1'), expense('e-1', { professionalId: 'v-1' }), expense('e-2', { professionalId: 'v-1' }))
    contractor.sync()
    expect([contractor.verdict('expense:e-1').state, contractor.verdict('expense:e-2').state]).toEqual(['synced', 'synced'])
  })

  it('E1: below zero, it is held instead of being refused', () => {
    expect(new Contractor(expense('e-1', { lines: [line('-20.00')] })).verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'total-negative' }, operations: [] })
  })
})

describe('E2: an approved expense that was edited is overwritten', () => {
  it('E2: a line more and a receipt more: overwritten, and the new receipt beside the first', () => {
    const contractor = new Contractor(expense('e-1', { attachments: [receipt('a-1')] }))
    contractor.sync()
    contractor.says(expense('e-1', { lines: [line('85.00'), line('45.00')], attachments: [receipt('a-1'), receipt('a-2')] }))
    expect(contractor.sync()).toMatchObject([{ deed: 'update', type: 'Purchase' }, { deed: 'attach', attachmentId: 'a-2' }])
    expect(contractor.link('expense:e-1').observed.subtotal).toBe(13000)
  })

  it('E2: only a receipt more: nothing but the receipt goes', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { attachments: [receipt('a-1')] }))
    expect(deeds(contractor.sync())).toEqual(['attach expense:e-1'])
  })

  it('E2: paid after it went as a Bill: the Bill goes, the Purchase comes', () => {
    const contractor = new Contractor(professional('v-1'), expense('e-1', { professionalId: 'v-1', paidWith: 'unpaid' }))
    contractor.sync()
    contractor.says(expense('e-1', { professionalId: 'v-1', paidWith: 'cheque' }))
    expect(contractor.sync()).toMatchObject([{ deed: 'delete', type: 'Bill' }, { deed: 'create', type: 'Purchase' }])
  })

  it('E2: where QuickBooks refuses to take the Bill away, it fails and is not tried again', () => {
    const contractor = new Contractor(professional('v-1'), expense('e-1', { professionalId: 'v-1', paidWith: 'unpaid' }))
    contractor.sync()
    contractor.says(expense('e-1', { professionalId: 'v-1', paidWith: 'cheque' }))
    contractor.refusals.set('expense:e-1', { problem: { code: 'bank-matched', params: {} }, at: '', content: 'removal of expense:e-1' })
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'failed', problem: { code: 'bank-matched' }, operations: [] })
  })

  it('E2: a mapping that changed rewrites nothing that is in the books', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.mappings.defaults.expenseAccount = 'Job Expenses:Job Materials'
    expect(contractor.sync()).toEqual([])
  })

  it('E2: refused as it is now, it waits for another change', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { lines: [line('90.00')] })).refused('expense:e-1', 'quickbooks-refused')
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'failed', operations: [] })
    contractor.says(expense('e-1', { lines: [line('91.00')] }))
    expect(deeds(contractor.sync())).toEqual(['update expense:e-1'])
  })
})

describe('E3: an expense that was deleted, or is no longer approved, is removed', () => {
  it.each(['draft', 'rejected'] as const)('E3: %s again: removed from QuickBooks, then held', (status) => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { status }))
    expect(deeds(contractor.sync())).toEqual(['delete expense:e-1'])
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: status } })
  })

  it('E3: deleted in Billdr: removed there, and gone from the list', () => {
    const contractor = new Contractor(expense('e-1')).says()
    contractor.sync()
    contractor.removes('expense:e-1')
    expect(deeds(contractor.sync())).toEqual(['delete expense:e-1', 'forget expense:e-1'])
  })

  it('E3: approved again, it is created anew', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.says(expense('e-1', { status: 'draft' })).sync()
    contractor.says(expense('e-1'))
    expect(deeds(contractor.sync())).toEqual(['create expense:e-1'])
  })
})

describe('O1: a purchase order goes on creation', () => {
  it('O1: open and closed ones, to the purchase item where one is chosen, else to the accounts of the cost codes', () => {
    const contractor = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'), purchaseOrder('2', 'v-1', { status: 'closed' }))
    contractor.sync()
    expect([contractor.verdict('purchase-order:1').state, contractor.verdict('purchase-order:2').state]).toEqual(['synced', 'synced'])
    expect(new Contractor(professional('v-1'), purchaseOrder('1', 'v-1')).draft('purchase-order:1', 'PurchaseOrder').lines).toMatchObject([{ to: 'account', reference: { id: '36' } }])
    const items = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'))
    items.mappings.defaults.purchaseItem = 'Materials'
    expect(items.draft('purchase-order:1', 'PurchaseOrder').lines).toMatchObject([{ to: 'item', reference: { id: '42' } }])
  })

  it('O1: purchase orders that are off are known before sending: nothing goes, and one says it for all', () => {
    const contractor = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'), purchaseOrder('2', 'v-1')).facts({ purchaseOrders: false })
    expect(deeds(contractor.sync()).filter((deed) => deed.includes('order'))).toEqual([])
    expect(contractor.verdict('purchase-order:1')).toMatchObject({ state: 'held', problem: { code: 'purchase-orders-off' } })
    expect(contractor.verdict('purchase-order:2')).toMatchObject({ state: 'held', problem: { code: 'waits-for-purchase-orders', params: { number: purchaseOrder('1', 'v-1').number } } })
  })

  it('O1: where nobody can say before, one goes first; the others follow it, or wait without being tried', () => {
    const orders = ['1', '2', '3'].map((id) => purchaseOrder(id, 'v-1'))
    const follow = new Contractor(professional('v-1'), ...orders)
    follow.sync()
    expect(orders.map(({ id }) => follow.verdict(`purchase-order:${id}`).state)).toEqual(['synced', 'synced', 'synced'])

    const off = new Contractor(professional('v-1'), expense('e-1', { professionalId: 'v-1' }))
    off.sync()
    off.says(...orders)
    const [first, ...more] = off.operations()
    expect([first?.key, more]).toEqual(['purchase-order:1', []])
    off.refused('purchase-order:1', 'purchase-orders-off')
    expect(off.operations()).toEqual([])
    expect(orders.map(({ id }) => off.verdict(`purchase-order:${id}`).problem?.code)).toEqual(['purchase-orders-off', 'waits-for-purchase-orders', 'waits-for-purchase-orders'])
    // One that comes later and is older says it from then on; the one that was refused waits like the rest.
    off.says(purchaseOrder('0', 'v-1', { issuedOn: '2020-01-01' }))
    expect(off.operations()).toEqual([])
    expect(['0', '1'].map((id) => off.verdict(`purchase-order:${id}`).problem?.code)).toEqual(['purchase-orders-off', 'waits-for-purchase-orders'])
  })

  it('a document without lines is held, saying so', () => {
    const nothing = { lines: [], subtotal: money('0.00'), total: money('0.00'), taxes: [] }
    const contractor = new Contractor(expense('e-1', nothing))
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'lines-missing' }, operations: [] })
  })

  it('O1: cancelled, it is deleted there, and says so', () => {
    const contractor = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'))
    contractor.sync()
    contractor.says(purchaseOrder('1', 'v-1', { status: 'cancelled' }))
    expect(deeds(contractor.sync())).toEqual(['delete purchase-order:1'])
    expect(contractor.verdict('purchase-order:1')).toMatchObject({ state: 'held', problem: { code: 'cancelled-and-removed' } })
  })

  it('O1: edited, it is overwritten', () => {
    const contractor = new Contractor(professional('v-1'), purchaseOrder('1', 'v-1'))
    contractor.sync()
    contractor.says(purchaseOrder('1', 'v-1', { lines: [line('700.00')] }))
    expect(deeds(contractor.sync())).toEqual(['update purchase-order:1'])
  })
})

describe('X1: one way, and what was changed in QuickBooks is shown', () => {
  it('X1: a difference is shown beside what is synced, and nothing is sent', () => {
    const contractor = withProject(invoice('i-1', 'p-1', { number: '1001' }))
    contractor.sync()
    contractor.sees('invoice:i-1', { docNumber: '1001-B', subtotal: money('900.00'), lineAmounts: [money('900.00')] })
    expect(contractor.verdict('invoice:i-1')).toMatchObject({
      state: 'synced', operations: [],
      differs: [{ field: 'number', billdr: '1001', quickbooks: '1001-B' }, { field: 'amount', billdr: '1000.00', quickbooks: '900.00' }],
    })
  })

  it('X1: tax that was added is no difference', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.sees('invoice:i-1', { tax: money('149.75'), total: money('1149.75'), balance: money('1149.75') })
    expect(contractor.verdict('invoice:i-1').differs).toBeNull()
  })

  it('X1: voided there, it is shown as that', () => {
    const contractor = withProject(invoice('i-1', 'p-1'))
    contractor.sync()
    contractor.sees('invoice:i-1', { voided: true, subtotal: money('0'), lineAmounts: [money('0')] })
    expect(contractor.verdict('invoice:i-1').differs).toMatchObject([{ field: 'voided' }])
  })

  it('X1: changed here and there, an expense is held until a person says which counts', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.sees('expense:e-1', { subtotal: money('99.00'), lineAmounts: [money('99.00')] }).says(expense('e-1', { lines: [line('90.00')] }))
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'changed-in-quickbooks' }, operations: [] })

    contractor.decides('expense:e-1', { overwrite: contractor.link('expense:e-1').observed.syncToken })
    expect(deeds(contractor.sync())).toEqual(['update expense:e-1'])
  })

  it('X1: the yes to overwrite is for what was seen: a later change asks again', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.sees('expense:e-1', { subtotal: money('99.00'), lineAmounts: [money('99.00')] }).says(expense('e-1', { lines: [line('90.00')] }))
    contractor.decides('expense:e-1', { overwrite: contractor.link('expense:e-1').observed.syncToken }).sees('expense:e-1', { subtotal: money('98.00'), lineAmounts: [money('98.00')] })
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'changed-in-quickbooks' } })
  })

  it('X1: kept as QuickBooks has it, until Billdr changes it again', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    const edited = expense('e-1', { lines: [line('90.00')] })
    contractor.sees('expense:e-1', { subtotal: money('99.00'), lineAmounts: [money('99.00')] }).says(edited)
    contractor.decides('expense:e-1', { keepTheirs: fingerprint(contractor) })
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'synced', operations: [], differs: [{ field: 'amount' }] })
    contractor.says(expense('e-1', { lines: [line('95.00')] }))
    expect(contractor.verdict('expense:e-1').state).toBe('held')
  })

  it('X1: deleted there, it says so and offers the ways out; it is not created again by itself', () => {
    const contractor = new Contractor(expense('e-1'))
    contractor.sync()
    contractor.seesGone('expense:e-1')
    expect(contractor.verdict('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'deleted-in-quickbooks' }, operations: [] })
    contractor.decides('expense:e-1', { createAnew: true })
    expect(deeds(contractor.sync())).toEqual(['unlink expense:e-1', 'create expense:e-1'])
  })
})

function fingerprint(contractor: Contractor): string {
  const { operations } = new Contractor(contractor.record('expense:e-1')).verdict('expense:e-1')
  const create = operations.find((step) => step.deed === 'create')
  if (create?.deed !== 'create') throw new Error('it is not created')
  return create.content
}
