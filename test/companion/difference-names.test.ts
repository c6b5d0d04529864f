import { afterEach, describe, expect, it } from 'vitest'
import { namedDifferences } from '../../electron/companion/difference-names.ts'
import { client, expense, invoice, professional, project, purchaseOrder } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

async function synced(): Promise<Pusher> {
  const pusher = await Pusher.start()
  await pusher.says(
    client('c-1'),
    project('p-1', 'c-1', { name: 'Cuisine' }),
    professional('v-1', { displayName: 'Matériaux Laurier' }),
    purchaseOrder('0', 'v-1'),
    invoice('i-1', 'p-1'),
    expense('e-1', { professionalId: 'v-1' }),
  )
  await pusher.sync()
  return pusher
}

describe('X1: what was changed in QuickBooks is told by names, not by ids', () => {
  it('a customer or supplier that its lists have', async () => {
    const pusher = await synced()
    const other = await pusher.person('Creates', 'Customer', { DisplayName: 'Salle de bain' })
    await pusher.person('Edits', 'Invoice', pusher.idOf('invoice:i-1'), { CustomerRef: { value: String(other['Id']) } })
    await pusher.sync()
    expect(pusher.row('invoice:i-1').differs).toEqual([
      { field: 'customer', billdr: 'Cuisine', quickbooks: 'Salle de bain' },
    ])
  })

  it('a supplier in whose place a customer was paid', async () => {
    const pusher = await synced()
    await pusher.person('Edits', 'Purchase', pusher.idOf('expense:e-1'), {
      EntityRef: { value: pusher.idOf('project:p-1'), type: 'Customer' },
    })
    await pusher.sync()
    expect(pusher.row('expense:e-1').differs).toEqual([
      { field: 'supplier', billdr: 'Matériaux Laurier', quickbooks: 'Cuisine' },
    ])
  })

  it('one that its lists do not tell of: as the document says itself, and as Billdr calls it', async () => {
    const pusher = await synced()
    await pusher.restart()
    const { quickbooks } = pusher
    const mine = pusher.idOf('project:p-1')
    const other = String((await pusher.person('Creates', 'Customer', { DisplayName: 'Salle de bain' }))['Id'])
    await pusher.person('Edits', 'Invoice', pusher.idOf('invoice:i-1'), { CustomerRef: { value: other } })
    pusher.quickbooks = {
      ...quickbooks,
      query: async (type, conditions) => {
        const answer = await quickbooks.query(type, conditions)
        return answer.ok && type === 'Customer'
          ? { ...answer, value: answer.value.filter(({ Id }) => Id !== mine && Id !== other) }
          : answer
      },
      changedSince: async (types, since) => {
        const answer = await quickbooks.changedSince(types, since)
        return answer.ok
          ? {
              ...answer,
              value: { ...answer.value, entities: answer.value.entities.filter(({ type }) => type !== 'Customer') },
            }
          : answer
      },
    }
    await pusher.sync()
    expect(pusher.cache.books()?.contacts.filter(({ id }) => id === mine || id === other)).toEqual([])
    expect(pusher.row('invoice:i-1').differs).toEqual([
      { field: 'customer', billdr: 'Cuisine', quickbooks: 'Salle de bain' },
    ])
  })

  it('the accounts and items of lines, each by its name; an id that nobody knows stays', async () => {
    const pusher = await synced()
    const books = pusher.cache.books()
    const [account] = books?.accounts ?? []
    const [item] = books?.items ?? []
    const linkOf = (key: 'expense:e-1' | 'purchase-order:0') => pusher.workspace.store.table('links').get(key) ?? null
    const lines = (key: Parameters<typeof linkOf>[0], billdr: string) =>
      namedDifferences(books, linkOf(key), { party: null, project: null }, [
        { field: 'account', billdr, quickbooks: '99999' },
      ])
    expect(lines('expense:e-1', `${account?.id} + ${account?.id}`)).toEqual([
      { field: 'account', billdr: `${account?.fullName} + ${account?.fullName}`, quickbooks: '99999' },
    ])
    expect(lines('purchase-order:0', `${item?.id} + `)).toEqual([
      { field: 'account', billdr: `${item?.fullName} + `, quickbooks: '99999' },
    ])
    // What is no id is left as it is, though an account has it for an id.
    expect(
      namedDifferences(books, linkOf('expense:e-1'), { party: null, project: null }, [
        { field: 'number', billdr: String(account?.id), quickbooks: '' },
      ]),
    ).toEqual([{ field: 'number', billdr: account?.id, quickbooks: '' }])
  })
})
