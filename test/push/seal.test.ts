import { afterEach, describe, expect, it } from 'vitest'
import { keyInNote, markOf, sealInNote, sealedNote } from '../../shared/mark.ts'
import { client, expense, invoice, line, payment, professional, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

const expenseOf = (amount: string, more: Parameters<typeof expense>[1] = {}) =>
  expense('e-1', { professionalId: 'v-1', lines: [line(amount)], ...more })

/** An expense of 85.00 in the books, after which the data folder is lost. */
async function sentAndLost(change: (pusher: Pusher) => Promise<unknown>): Promise<Pusher> {
  const pusher = await Pusher.start({ taxTracking: false })
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'), expenseOf('85.00'))
  await pusher.sync()
  await change(pusher)
  await pusher.clearLog()
  await pusher.restart({ lost: true })
  return pusher
}

async function editedByHand(pusher: Pusher, amount: number): Promise<void> {
  const [before] = await pusher.books('Purchase')
  const [first] = (before?.['Line'] ?? []) as Record<string, unknown>[]
  await pusher.person('Edits', 'Purchase', String(before?.['Id']), { Line: [{ ...first, Amount: amount }] })
}

describe('the seal of a document, after the data folder was lost', () => {
  it('unbroken: it is tied, and nothing is written', async () => {
    const pusher = await sentAndLost(async () => undefined)
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('unbroken, and Billdr has other content since: the document is overwritten without a question', async () => {
    const pusher = await sentAndLost(async () => undefined)
    await pusher.says(expenseOf('85.00', { memo: 'another memo, the same amount' }))
    await pusher.sync()
    expect((await pusher.writes()).map(({ operation }) => operation)).toEqual(['update'])
    expect(String((await pusher.entity('expense:e-1'))['PrivateNote'])).toContain('another memo')
  })

  it('unbroken by texts that are longer than QuickBooks keeps', async () => {
    const long = { memo: 'mémo '.repeat(1_000), lines: [line('85.00', { description: 'bois '.repeat(1_000) })] }
    const pusher = await sentAndLost((each) => each.says(expenseOf('85.00', long)).then(() => each.sync()))
    await pusher.says(expenseOf('85.00', { ...long, number: 'F-9' }))
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ DocNumber: 'F-9' })
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('X1: broken by a person: what she changed stays, and shows as a difference', async () => {
    const pusher = await sentAndLost((each) => editedByHand(each, 90))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(await pusher.books('Purchase')).toMatchObject([{ TotalAmt: 90 }])
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'synced',
      differs: [{ field: 'amount', billdr: '85.00', quickbooks: '90.00' }],
    })
  })

  it('X1: broken by a person, and Billdr has other content since: she is asked', async () => {
    const pusher = await sentAndLost((each) => editedByHand(each, 90))
    await pusher.says(expenseOf('95.00'))
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'changed-in-quickbooks' } })
  })

  it('broken on a payment: its new date stays', async () => {
    const pusher = await Pusher.start({ taxTracking: false })
    await pusher.says(client('c-1'), project('p-1', 'c-1'), invoice('i-1', 'p-1'), payment('pay-1', 'i-1', '40.00'))
    await pusher.sync()
    await pusher.person('Edits', 'Payment', pusher.idOf('payment:pay-1'), { TxnDate: '2026-03-30' })
    await pusher.clearLog()
    await pusher.restart({ lost: true })
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('payment:pay-1')).toMatchObject({
      state: 'synced',
      differs: [{ field: 'date', quickbooks: '2026-03-30' }],
    })
  })
})

describe('a mark', () => {
  const seal = { content: '0f3a9c', shown: '5d71b2', asOf: '2026-03-31T16:00:00.000Z', company: '4c1d' }

  it('is the last one of its note, whatever a person copied before it', () => {
    const note = `See ${markOf('expense:e-2')}\n${markOf('expense:e-1')}`
    expect(keyInNote(note)).toBe('expense:e-1')
    expect(keyInNote(sealedNote(note, seal))).toBe('expense:e-1')
    expect(sealedNote(note, seal)).toContain('[Billdr expense e-2]')
  })

  it('with a seal says whose it is and how it was left, and can be sealed again', () => {
    const once = sealedNote(markOf('payment:pay 1]'), seal)
    expect(sealInNote(once)).toEqual(seal)
    expect(keyInNote(once)).toBe('payment:pay 1]')
    expect(sealInNote(sealedNote(once, { ...seal, asOf: null }))).toEqual({ ...seal, asOf: null })
    expect(sealInNote(markOf('payment:pay-1'))).toBeNull()
  })

  it.each(['', 'nothing of ours', '[Billdr expense]', '[Billdr boat b-1 0f3a9c5d71b2]', '[Billdr expense %E0%A4%A]'])(
    'is none in %j',
    (note) => {
      expect(keyInNote(note)).toBeNull()
    },
  )
})
