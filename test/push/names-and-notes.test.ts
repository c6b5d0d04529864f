import { afterEach, describe, expect, it } from 'vitest'
import { client, credit, expense, invoice, line, payment, professional, project } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/* What a client or a supplier sees of names, addresses and notes: on statements, invoices and cheques. */

afterEach(closePushers)

const OFFICE = {
  line1: '12, rue Royale',
  line2: '',
  city: 'Québec',
  region: 'QC',
  postalCode: 'G1R 1A1',
  country: 'CA',
}
const SITE = { line1: '80, ch. du Lac', line2: '', city: 'Magog', region: 'QC', postalCode: 'J1X 5W3', country: 'CA' }

describe('contacts', () => {
  it("C2: a project's site is where it ships to; its bills, e-mail and phone are its client's", async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      client('c-1', { email: 'a@example.com', phone: '514 555-0100', address: OFFICE }),
      project('p-1', 'c-1', { address: SITE }),
    )
    await pusher.sync()
    expect(await pusher.entity('project:p-1')).toMatchObject({
      ShipAddr: { Line1: '80, ch. du Lac', City: 'Magog' },
      BillAddr: { Line1: '12, rue Royale', City: 'Québec' },
      PrimaryEmailAddr: { Address: 'a@example.com' },
      PrimaryPhone: { FreeFormNumber: '514 555-0100' },
    })
    expect(await pusher.entity('client:c-1')).not.toHaveProperty('ShipAddr.Line1')
  })

  it('V1: what tells a supplier from a client of its name is not printed on its cheques', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      client('c-1', { displayName: 'Hébert' }),
      project('p-1', 'c-1'),
      professional('v-1', { displayName: 'Hébert' }),
      professional('v-2', { displayName: 'Laurier : bois', companyName: 'Bois Laurier inc.' }),
      expense('e-1', { professionalId: 'v-1' }),
      expense('e-2', { professionalId: 'v-2' }),
    )
    await pusher.sync()
    expect(await pusher.entity('professional:v-1')).toMatchObject({
      DisplayName: 'Hébert (fournisseur)',
      PrintOnCheckName: 'Hébert',
    })
    expect(await pusher.entity('professional:v-2')).toMatchObject({ PrintOnCheckName: 'Bois Laurier inc.' })
  })
})

describe('private notes, which statements and cheques print', () => {
  const SALES = [
    client('c-1'),
    project('p-1', 'c-1'),
    invoice('i-1', 'p-1', { number: '1001' }),
    credit('1', 'p-1', { number: 'C-7', appliesToInvoiceId: 'i-1', lines: [line('10.00')] }),
    payment('pay-1', 'i-1', '50.00'),
    payment('pay-2', 'i-1', '60.00', { memo: 'Acompte' }),
  ]

  it('begin with a line that a client may read, the mark after it', async () => {
    const pusher = await Pusher.start()
    await pusher.says(...SALES)
    await pusher.sync()
    const firstLines = async (type: 'Invoice' | 'CreditMemo' | 'Payment') =>
      (await pusher.books(type)).map((each) => String(each['PrivateNote']).split('\n')[0]).sort()
    expect(await firstLines('Invoice')).toEqual(['Facture 1001'])
    expect(await firstLines('CreditMemo')).toEqual(['Crédit C-7'])
    expect(await firstLines('Payment')).toEqual(['Acompte', 'Appliqué : crédit C-7', 'Paiement de la facture 1001'])
  })

  it('of earlier versions, the mark alone, are known again on a new computer', async () => {
    const pusher = await Pusher.start()
    await pusher.says(...SALES)
    await pusher.sync()
    for (const type of ['Invoice', 'CreditMemo', 'Payment'] as const)
      for (const { Id, PrivateNote } of await pusher.books(type))
        await pusher.person('Edits', type, String(Id), {
          PrivateNote: String(PrivateNote).slice(String(PrivateNote).indexOf('[Billdr')),
        })
    await pusher.restart({ lost: true })
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.states('invoice:i-1', 'credit:1', 'payment:pay-1')).toEqual(['synced', 'synced', 'synced'])
  })

  it('E1: a cheque without a number or a memo in Billdr prints its day, never the mark alone', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      professional('v-1'),
      expense('e-1', { number: null, memo: null, professionalId: 'v-1', paidWith: 'cheque' }),
    )
    await pusher.sync()
    const [cheque] = await pusher.books('Purchase')
    expect(String(cheque?.['PrivateNote'])).toMatch(/^Dépense du 2026-\d\d-\d\d\n\[Billdr expense e-1 /)
  })

  it("E1: a cheque has its own number or none; the supplier's stands in the note", async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      professional('v-1'),
      expense('e-1', { number: 'F-17', professionalId: 'v-1', paidWith: 'cheque' }),
    )
    await pusher.sync()
    const cheque = await pusher.entity('expense:e-1')
    expect(cheque).toMatchObject({ PaymentType: 'Check' })
    expect(cheque['DocNumber'] ?? null).toBeNull()
    expect(cheque['PrivateNote']).toMatch(/^Paiement de F-17\n\[Billdr expense e-1 /)
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null, number: 'F-17' })
  })
})
