import { afterEach, describe, expect, it } from 'vitest'
import { booksLists } from '../../electron/companion/matches.ts'
import { askAfterMs } from '../../electron/companion/pace.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

afterEach(closeCompanies)

/** What QuickBooks was asked since a point of its log, sign-in aside: "query Customer", "cdc". */
async function asked({ practice }: QuickCompany, since: number): Promise<string[]> {
  const log = await practice.controls.requests(since)
  return log
    .filter(({ operation }) => !['token', 'authorize', 'revoke', 'file'].includes(operation))
    .map(({ operation, entity }) => `${operation} ${entity ?? ''}`.trim())
}

async function lastOf({ practice }: QuickCompany): Promise<number> {
  return Math.max(0, ...(await practice.controls.requests(0)).map(({ number }) => number))
}

describe('reads, which Intuit counts by the month', () => {
  it('are one question of the change feed where nothing has changed: lists, settings and our own answers are kept', async () => {
    const running = await quickCompany()
    await running.company.sync()
    await running.company.sync()
    const before = await lastOf(running)
    await running.company.sync()
    expect(await asked(running, before)).toEqual(['cdc'])
  })

  it('bring the settings of QuickBooks again while something waits for them, so that it goes by itself', async () => {
    const running = await quickCompany()
    await running.practice.controls.changeSettings({ plan: 'Essentials' })
    await running.company.sync()
    expect(running.row('purchase-order:po-1').problem?.code).toBe('purchase-orders-off')
    const before = await lastOf(running)
    await running.company.sync()
    expect((await asked(running, before)).filter((each) => !each.startsWith('cdc')).length).toBeGreaterThanOrEqual(3)
    await running.practice.controls.changeSettings({ plan: 'Plus' })
    await running.company.sync()
    expect(running.row('purchase-order:po-1').state).toBe('synced')
  })

  it('are none for ten minutes where nobody looks, nothing waits and nothing is read; with a window open, one a turn', async () => {
    const running = await quickCompany()
    await running.company.sync()
    await running.company.sync()
    const turns = async (isLookedAt: boolean): Promise<string[]> => {
      const before = await lastOf(running)
      for (let turn = 0; turn < 3; turn++)
        await running.company.sync({ askAfterMs: askAfterMs(running.company, isLookedAt, false) })
      return asked(running, before)
    }
    expect(running.company.isWaiting).toBe(false)
    expect(await turns(false)).toEqual([])
    expect(await turns(true)).toEqual(['cdc', 'cdc', 'cdc'])
    expect(askAfterMs(running.company, false, false)).toBe(600_000)
  })

  it('go on each turn where a document could not go, though nobody looks', async () => {
    const running = await quickCompany({ hurried: true })
    await running.practice.controls.changeSettings({ neverTaken: [{ text: 'Vis et quincaillerie', answer: 'error' }] })
    await running.company.sync()
    expect(running.company.isWaiting).toBe(true)
    expect(askAfterMs(running.company, false, false)).toBe(0)
  })

  it('bring them again where a person asks', async () => {
    const running = await quickCompany()
    await running.company.sync()
    await running.practice.controls.changeSettings({ booksClosedUntil: '2026-12-31' })
    await running.company.sync()
    expect(running.company.cache.facts?.booksClosedUntil).toBeNull()
    running.company.cache.markSettingsStale()
    await running.company.sync()
    expect(running.company.cache.facts?.booksClosedUntil).toBe('2026-12-31')
  })
})

describe('the lists that a person chooses from', () => {
  it('are told by another number as soon as they were read or have changed, and by none before', async () => {
    const running = await quickCompany()
    expect(running.company.status().listsTurn).toBeNull()
    await running.company.sync()
    const read = running.company.status().listsTurn
    expect(read).not.toBeNull()
    await running.company.sync()
    expect(running.company.status().listsTurn).toBe(read)
    await running.practice.controls.personCreates('Account', { Name: 'Scaffolding', AccountType: 'Expense' })
    await running.company.sync()
    expect(running.company.status().listsTurn).not.toBe(read)
    expect(booksLists(running.company).accounts.map(({ name }) => name)).toContain('Scaffolding')
  })
})
