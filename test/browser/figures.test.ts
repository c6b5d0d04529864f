import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { isDocumentKind } from '../../shared/kinds.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { PublicBooks } from '../sample/books.ts'
import type { Json, Truth } from '../sample/figures.ts'
import { amountThere, cents, truthOf } from '../sample/figures.ts'
import { done } from '../support/quick-company.ts'
import { chromiumPath } from './chromium.ts'
import type { World } from './problems/world.ts'
import { closeBrowser, closeWorlds, startWorld } from './problems/world.ts'

afterEach(closeWorlds)
afterAll(closeBrowser)

const words = wordsFor('en')
const DAY_TWO = join(import.meta.dirname, '../../build/samples/renovation-day-two')

async function booksOf(world: World): Promise<PublicBooks> {
  const access = await world.company.connection.access()
  if (!access.ok || !access.value.practice) throw new Error('no practice company')
  return PublicBooks.enter(access.value.practice)
}

/** The sums below "What QuickBooks has" on the page of every document that is there, against the books. */
async function panesSay(world: World, truth: Truth): Promise<number> {
  let compared = 0
  for (const row of world.company.rows()) {
    const link = row.quickbooks
    if (!link || !isDocumentKind(row.kind)) continue
    const entity = truth.get(`${link.type}|${link.id}`) as Json
    await world.show(row.key)
    const shows = world.page.locator(`aside[data-key="${row.key}"] [data-part="shows"]`)
    await shows.waitFor()
    const said = Object.fromEntries(
      await shows
        .locator('tr[data-sum]')
        .evaluateAll((lines) =>
          lines.map((line) => [line.getAttribute('data-sum') ?? '', line.querySelector('td.num')?.textContent ?? '']),
        ),
    ) as Record<string, string>
    const total = words.money(cents(entity['TotalAmt']))
    const before = words.money(amountThere(link.type, entity))
    if (said['voided'] !== undefined) expect.soft([said['voided'], total], row.key).toEqual(['0.00', '0.00'])
    else if (link.type === 'Payment') expect.soft(said['received'], row.key).toBe(total)
    else expect.soft([said['beforeTax'], said['total']], row.key).toEqual([before, total])
    if (said['balance'] !== undefined)
      expect.soft(said['balance'], `${row.key} balance`).toBe(words.money(cents(entity['Balance'])))
    compared++
  }
  return compared
}

/** The column "In QuickBooks" of every month, against the books' documents that Billdr's are linked to. */
async function monthsSay(world: World, truth: Truth): Promise<void> {
  await world.go('months')
  const linked = new Map(
    world.company
      .rows()
      .flatMap(({ quickbooks, kind }) =>
        quickbooks && isDocumentKind(kind) ? [[`${quickbooks.type}|${quickbooks.id}`, kind] as const] : [],
      ),
  )
  const sums = new Map<string, number>()
  for (const [name, kind] of linked) {
    const entity = truth.get(name)
    if (!entity) continue
    const place = `${String(entity['TxnDate']).slice(0, 7)} ${kind}`
    sums.set(place, (sums.get(place) ?? 0) + amountThere(name.split('|')[0] ?? '', entity))
  }
  for (const [place, amount] of sums) {
    const [month = '', kind = ''] = place.split(' ')
    const region = world.page.getByRole('region', { name: words.month(month) })
    const name = words.t(`months.sums.${kind}` as 'months.sums.invoice')
    const line = region
      .locator('table')
      .first()
      .getByRole('row', { name: new RegExp(`^${name}`) })
    await expect.poll(() => line.locator('td').nth(1).innerText(), { message: place }).toBe(words.money(amount, 'CAD'))
  }
}

describe.skipIf(chromiumPath() === null)('W1: what the window says under QuickBooks’ name', () => {
  it('is what its books say: edited, voided, deleted and taxed there, and after the second day; disconnected is said on every screen', async () => {
    const world = await startWorld()
    const books = await booksOf(world)
    const practice = await world.practice()
    const id = (key: string): string => world.company.rows().find((row) => row.key === key)?.quickbooks?.id ?? ''
    expect(await panesSay(world, await truthOf(books))).toBe(16)
    await monthsSay(world, await truthOf(books))

    done(await practice.personEdits('Purchase', id('expense:e-1'), { TxnDate: '2026-04-02' }))
    done(await practice.personAddsTax('Invoice', id('invoice:i-1002'), 'GST/QST QC - 9.975'))
    done(await practice.personDeletes('Purchase', id('expense:e-6')))
    const seventh = (await books.all('Invoice')).find((each) => each['Id'] === id('invoice:i-1007'))
    await books.voids('Invoice', seventh as Json)
    await world.sync()
    expect(await panesSay(world, await truthOf(books))).toBe(15)
    await monthsSay(world, await truthOf(books))

    await rm(world.folder, { recursive: true })
    await cp(DAY_TWO, world.folder, { recursive: true })
    await world.sync()
    const truth = await truthOf(books)
    expect(await panesSay(world, truth)).toBeGreaterThan(10)
    await monthsSay(world, truth)

    await world.go('settings')
    await world.page
      .getByRole('button', { name: /^Disconnect/ })
      .first()
      .click()
    const sure = world.page.getByRole('button', { name: /^Disconnect .*books|Yes|^Disconnect/ }).last()
    if (await sure.isVisible()) await sure.click()
    await expect.poll(() => world.company.connection.status.state, { timeout: 20_000 }).toBe('not-connected')
    for (const screen of ['queue', 'contacts', 'cost-codes', 'months', 'activity', 'settings']) {
      await world.go(screen)
      expect
        .soft(
          await world.page
            .getByText(/Disconnected/)
            .first()
            .isVisible(),
          screen,
        )
        .toBe(true)
      expect
        .soft(
          await world.page
            .getByRole('button', { name: /Sign in/ })
            .first()
            .isVisible(),
          screen,
        )
        .toBe(true)
    }
  }, 240_000)
})
