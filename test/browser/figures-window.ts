import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { isDocumentKind } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'
import { sideText } from '../../shared/words/side-text.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { PublicBooks } from '../sample/books.ts'
import type { Json, Truth } from '../sample/figures.ts'
import { amountThere, fieldThere, readThere, taxThere } from '../sample/figures.ts'
import type { World } from './problems/world.ts'

const words = wordsFor('en')
const money = (value: number, currency?: string): string => words.money(value, currency)

/** Waits until the page says it; what it says in the end is held against it, and the test goes on. */
async function says(read: () => Promise<unknown>, expected: unknown, what: string): Promise<void> {
  const until = Date.now() + 8_000
  let said = await read()
  while (!isDeepStrictEqual(said, expected) && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    said = await read()
  }
  expect.soft(said, what).toEqual(expected)
}

interface SaidPane {
  sums: Record<string, string>
  lines: string[][]
  sides: Record<string, string>
}

function readPane(pane: Element): SaidPane {
  const text = (node: Element | null | undefined): string => node?.textContent?.trim() ?? ''
  const shows = pane.querySelector('[data-part="shows"]')
  return {
    sums: Object.fromEntries(
      [...(shows?.querySelectorAll('tr[data-sum]') ?? [])].map((line) => [
        line.getAttribute('data-sum') ?? '',
        text(line.querySelector('td.num')),
      ]),
    ),
    lines: [...(shows?.querySelectorAll('tbody tr') ?? [])].map((line) => [
      ...[...(line.querySelectorAll('td')[0]?.children ?? [])].map(text),
      text(line.querySelector('td.num')),
    ]),
    sides: Object.fromEntries(
      [...pane.querySelectorAll('[data-part="sides"] tr[data-field]')].map((line) => [
        line.getAttribute('data-field') ?? '',
        text(line.querySelector('[data-side="quickbooks"]')),
      ]),
    ),
  }
}

/** What the details pane has to say of an entity under "What QuickBooks has" and in the column "QuickBooks". */
function paneOf(row: QueueRow, type: string, entity: Json, said: SaidPane): SaidPane {
  const there = readThere(type, entity) as {
    beforeTax: number
    tax: number
    total: number
    voided: boolean
    balance: number | null
    lines: { goesTo: string | null; project: string | null; description: string; amount: number }[]
  }
  const amount = (value: number): string => money(Math.round(value * 100))
  const isPayment = type === 'Payment'
  const left = isPayment || row.kind === 'credit' ? 'left' : 'balance'
  const sums: Record<string, string> = there.voided
    ? { voided: '0.00' }
    : {
        ...(isPayment ? { received: amount(there.total) } : { beforeTax: amount(there.beforeTax) }),
        ...(!isPayment && there.tax !== 0 && { tax: amount(there.tax) }),
        ...(!isPayment && { total: amount(there.total) }),
        ...(there.balance !== null && { [left]: amount(there.balance) }),
      }
  const sides = Object.fromEntries(
    Object.entries(said.sides).map(([field, text]) => {
      const value = fieldThere(type, entity, field)
      const isZeroed = there.voided && (field === 'lines' || field === 'description')
      return [field, value === undefined || isZeroed ? text : sideText(field as 'amount', value, words)]
    }),
  )
  return {
    sums,
    lines: there.lines.map((line) => [
      line.description || '—',
      [line.goesTo, line.project].filter(Boolean).join(' · '),
      amount(line.amount),
    ]),
    sides,
  }
}

/** The pane of every document; without a link it says nothing under QuickBooks' name. */
export async function panesSay(world: World, truth: Truth): Promise<number> {
  let compared = 0
  for (const row of world.company.rows()) {
    if (!isDocumentKind(row.kind)) continue
    await world.show(row.key)
    const pane = world.page.locator(`aside[data-key="${row.key}"]`)
    const link = row.quickbooks
    const entity = link ? truth.get(`${link.type}|${link.id}`) : undefined
    if (!link || !entity) {
      await says(
        () => pane.evaluate(readPane),
        { sums: {}, lines: [], sides: {} },
        `${row.key} says nothing of QuickBooks`,
      )
      continue
    }
    await pane.locator('[data-part="shows"]').waitFor()
    const expected = async (): Promise<SaidPane> => paneOf(row, link.type, entity, await pane.evaluate(readPane))
    await says(() => pane.evaluate(readPane), await expected(), `pane of ${row.key}`)
    compared++
  }
  return compared
}

/** Sums of a month, by kind, by project and by party, and what only QuickBooks has. */
export async function monthsSay(world: World, truth: Truth): Promise<void> {
  await world.go('months')
  const linked = new Map<string, QueueRow>()
  for (const row of world.company.rows())
    if (row.quickbooks && isDocumentKind(row.kind)) linked.set(`${row.quickbooks.type}|${row.quickbooks.id}`, row)
  const sums = new Map<string, number>()
  for (const [name, row] of linked) {
    const entity = truth.get(name)
    if (!entity) continue
    const place = `${String(entity['TxnDate']).slice(0, 7)} ${row.kind}`
    sums.set(place, (sums.get(place) ?? 0) + amountThere(name.split('|')[0] ?? '', entity))
  }
  for (const [place, amount] of sums) {
    const [month = '', kind = ''] = place.split(' ')
    const name = words.t(`months.sums.${kind}` as 'months.sums.invoice')
    const region = world.page.getByRole('region', { name: words.month(month) })
    const table = region.locator(':scope > table').first()
    const line = table.getByRole('row', { name: new RegExp(`^${name}`) })
    await says(() => line.locator('td').nth(1).innerText(), money(amount, 'CAD'), `${place} in QuickBooks`)
    for (const by of [words.t('months.byProject'), words.t('months.byParty')]) {
      const fold = region.locator('details', { hasText: by })
      if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click()
      const parts = async (): Promise<number> => {
        const cells = await fold
          .locator('tbody tr')
          .evaluateAll(
            (lines, kindName) =>
              lines.flatMap((each) =>
                each.querySelector('td')?.textContent === kindName
                  ? [each.querySelectorAll('td')[2]?.textContent ?? '']
                  : [],
              ),
            name,
          )
        return cells.reduce((sum, cell) => sum + centsOf(cell), 0)
      }
      await says(parts, amount, `${place} ${by}: the parts are the whole`)
    }
  }
  for (const line of await world.page.locator('[data-part="only"] li').all()) {
    const said = await line.locator('span').first().innerText()
    const amount = centsOf(await line.locator('span.num').innerText())
    const there = [...truth].some(
      ([name, entity]) => !linked.has(name) && amountThere(name.split('|')[0] ?? '', entity) === amount,
    )
    expect.soft(there, `only in QuickBooks: ${said} ${amount}`).toBe(true)
  }
}

/** "$1,234.50" or "−$12.00" in cents. */
function centsOf(text: string): number {
  const amount = Math.round(Number(text.replaceAll(/[^\d.]/g, '')) * 100)
  return /^[-−(]/.test(text.trim()) ? -amount : amount
}

/** The tabs of the queue and the list's lines: every document once, and the tax that its books lack. */
export async function queueSays(world: World, truth: Truth): Promise<void> {
  await world.go('queue')
  const tab = (name: string) => world.page.locator(`[role=tab][data-tab="${name}"]`)
  const rows = world.company.rows()
  const isThere = (row: QueueRow): boolean =>
    row.quickbooks !== null && truth.has(`${row.quickbooks.type}|${row.quickbooks.id}`)
  const counted = async (name: string): Promise<number> => Number((await tab(name).innerText()).match(/\d+/)?.[0] ?? 0)
  await says(() => counted('all'), rows.length, 'every record is counted once')
  const parts = ['needs-you', 'ready', 'waiting', 'differs', 'synced', 'outside', 'ignored', 'others']
  await says(
    async () => (await Promise.all(parts.map(counted))).reduce((sum, count) => sum + count, 0),
    rows.length,
    'tabs do not overlap',
  )
  await tab('synced').click()
  const list = world.page.getByRole('grid')
  await expect.poll(() => tab('synced').getAttribute('data-state')).toBe('active')
  const listed = await list
    .locator('[role=row][data-key]')
    .evaluateAll((lines) => lines.map((line) => line.getAttribute('data-key') ?? ''))
  for (const key of listed) {
    const row = rows.find((each) => each.key === key)
    expect.soft(row && isThere(row), `${key} stands under "In QuickBooks"`).toBe(true)
  }
  await tab('all').click()
  const { toAdd } = taxThere(world.company, truth)
  const said = /[\d,]+\.\d\d/.exec(await tab('tax').innerText())?.[0]
  expect.soft(said === undefined ? 0 : centsOf(said), 'tax to add on its tab').toBe(toAdd)
}

/** Names that contacts are linked to, and accounts of cost codes, as the books have them. */
export async function matchesSay(world: World, books: PublicBooks): Promise<void> {
  const named = async (type: string, field: string): Promise<Map<string, string>> =>
    new Map((await books.all(type)).map((each) => [String(each['Id']), String(each[field])]))
  const customers = await named('Customer', 'DisplayName')
  const vendors = await named('Vendor', 'DisplayName')
  await world.go('contacts')
  for (const [kind, names] of [
    ['client', customers],
    ['project', customers],
    ['professional', vendors],
  ] as const) {
    await world.page.getByRole('button', { name: new RegExp(`^${words.t(`screen.contacts.${kind}`)}`) }).click()
    const linked = (): Promise<string[][]> =>
      world.page
        .locator('li[data-key][data-linked="true"]')
        .evaluateAll((items) =>
          items.map((item) => [
            item.getAttribute('data-key') ?? '',
            [...item.querySelectorAll('span[dir=auto]')].at(-1)?.lastChild?.textContent ?? '',
          ]),
        )
    await expect.poll(async () => (await linked()).length, { message: kind }).toBeGreaterThan(0)
    for (const [key = '', name = ''] of await linked()) {
      const row = world.company.rows().find((each) => each.key === key)
      const there = names.get(row?.quickbooks?.id ?? '') ?? ''
      expect.soft(there.split(':').at(-1), `${key} is linked to`).toBe(name.split(':').at(-1))
    }
  }
}

/** The page of all companies: how many documents are in QuickBooks, of how many. */
export async function overviewSays(world: World, truth: Truth): Promise<void> {
  await world.page.evaluate(() => {
    location.hash = '#/'
  })
  const line = world.page.getByRole('row', { name: /Beaubien/ }).first()
  await line.waitFor()
  const documents = world.company.rows().filter((row) => isDocumentKind(row.kind))
  const there = documents.filter(
    ({ quickbooks }) => quickbooks && truth.has(`${quickbooks.type}|${quickbooks.id}`),
  ).length
  const all = world.company.status().documents?.all ?? 0
  await says(
    () => line.locator('td').nth(3).innerText(),
    words.t('screen.overview.there', { there, all }),
    'overview: in QuickBooks',
  )
}

/** Every sentence of the activity and of its runs: no placeholder, no inner name. */
export async function activitySays(world: World): Promise<void> {
  await world.go('activity')
  await world.page.locator('ol li').first().waitFor()
  const run = world.page.locator('li[data-run]', { has: world.page.locator('button[aria-expanded]') }).first()
  await run.locator('button[aria-expanded]').click()
  await run.locator('li[data-key]').first().waitFor()
  const opened = await run.locator('li[data-key]').allInnerTexts()
  expect
    .soft(opened.join('; '), 'a run opens to its documents')
    .toMatch(/created|overwritten|voided|deleted|linked|receipt|applied|refused/)
  const said = await world.page.locator('main').innerText()
  expect.soft(said, 'no placeholder').not.toMatch(/\{\{|\}\}|undefined|\[object|NaN/)
}

/** Disconnected is said on every screen, with the sign-in beside it, and nowhere "yet". */
export async function disconnectedSays(world: World): Promise<void> {
  for (const screen of ['queue', 'contacts', 'cost-codes', 'months', 'activity', 'settings']) {
    await world.go(screen)
    const { page } = world
    await says(
      () =>
        page
          .getByText(/Disconnected/)
          .first()
          .isVisible(),
      true,
      `${screen}: disconnected`,
    )
    await says(
      () =>
        page
          .getByRole('button', { name: /Sign in/ })
          .first()
          .isVisible(),
      true,
      `${screen}: sign in`,
    )
    expect.soft(await page.locator('body').innerText(), screen).not.toMatch(/not (yet )?connected yet|yet connected/i)
  }
}
