import { afterEach, describe, expect, it } from 'vitest'
import type { BilldrRecord } from '../../shared/domain.ts'
import {
  client,
  expense,
  invoice,
  line,
  payment,
  professional,
  project,
  purchaseOrder,
} from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

afterEach(closePushers)

/** Names as contractors write them, and worse. */
const NAMES = [
  "L'Érablière d'Orford & Fils",
  'Gestion : Phase 2',
  'Roy\t&\r\nFils',
  `${'Très long nom '.repeat(40)}`,
  '🏠 Maison bleue 👩‍👩‍👧',
  '🏠'.repeat(250),
  'C:\\Billdr\\a',
  "a'b\\'c",
  '100 % "béton"',
  '<b>Nuñez</b>',
  '日本の家',
]

const everyone: BilldrRecord[] = NAMES.flatMap((name, index): BilldrRecord[] => [
  client(`c-${index}`, { displayName: name, givenName: name, familyName: name, companyName: name }),
  project(`p-${index}`, `c-${index}`, { name }),
  professional(`v-${index}`, { displayName: name, companyName: name }),
  purchaseOrder(`${index}`, `v-${index}`, {
    projectId: `p-${index}`,
    memo: name.repeat(10),
    lines: [line('10.00', { description: name.repeat(30) })],
  }),
])

describe('names and numbers of every kind', () => {
  it('are taken by QuickBooks, each once, though each is a client, a project and a supplier', async () => {
    const pusher = await Pusher.start()
    await pusher.says(...everyone)
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    const states = new Set(everyone.map(({ kind, id }) => pusher.row(`${kind}:${id}`).state))
    expect([...states]).toEqual(['synced'])
    const names = [...(await pusher.books('Customer')), ...(await pusher.books('Vendor'))].map((each) =>
      String(each['DisplayName']),
    )
    expect(names).toHaveLength(NAMES.length * 3)
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
  })

  it('are known again after the data folder was lost: nothing is written', async () => {
    const pusher = await Pusher.start()
    await pusher.says(...everyone)
    await pusher.sync()
    await pusher.clearLog()
    await pusher.restart({ lost: true })
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('long numbers and references fit, and the whole ones stand in the note', async () => {
    const pusher = await Pusher.start()
    const long = '2026-SALLE-DE-BAIN-PRINCIPALE-000017'
    await pusher.says(
      client('c-1'),
      project('p-1', 'c-1'),
      invoice('i-1', 'p-1', { number: long }),
      invoice('i-2', 'p-1', { number: '🏠'.repeat(21) }),
      payment('pay-1', 'i-1', '10.00', { reference: `Virement ${long}` }),
      expense('e-1', { number: 'F\t88:213 «é»' }),
    )
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    const sent = await pusher.entity('invoice:i-1')
    expect(String(sent['DocNumber']).length).toBeLessThanOrEqual(21)
    expect(sent['PrivateNote']).toContain(long)
    expect((await pusher.entity('payment:pay-1'))['PrivateNote']).toContain(`Virement ${long}`)
    expect(await pusher.entity('expense:e-1')).toMatchObject({ DocNumber: 'F 88:213 «é»' })
  })
})
