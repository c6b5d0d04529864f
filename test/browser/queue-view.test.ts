import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { QueueRow } from '../../shared/row.ts'
import { manyRows } from '../window/many-rows.ts'
import { chromiumPath } from './chromium.ts'
import { open, pane, rows, tab } from './queue-page.ts'

const MANY = 100_000
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    return element === document.body
      ? 'nothing'
      : (element?.getAttribute('role') ?? element?.tagName.toLowerCase() ?? 'nothing')
  })

describe.skipIf(chromiumPath() === null)('a hundred thousand documents', () => {
  it('are narrowed by every filter, sorted by every column with the keyboard too, and kept as a view', async () => {
    const all = manyRows(MANY)
    const { page, double } = await open({ rows: all })
    const count = (fits: (row: QueueRow) => boolean): string =>
      `${all.filter(fits).length.toLocaleString('en-CA')} shown`
    await tab(page, /All/).click()
    const panel = page.getByRole('dialog', { name: 'Filter' })
    const filter = async (label: string, value: string, fits: (row: QueueRow) => boolean): Promise<void> => {
      const field = panel
        .locator('label')
        .filter({ has: page.getByText(label, { exact: true }) })
        .locator('select, input')
      if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption({ label: value })
      else await field.fill(value)
      await page.getByText(count(fits)).waitFor()
      await panel.getByRole('button', { name: 'Clear filters' }).click()
      await expect.poll(() => page.getByText(/ shown/).count()).toBe(0)
    }
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await filter('Type', 'Credit', (row) => row.kind === 'credit')
    await filter('Project', 'Garage 12', (row) => row.project === 'Garage 12')
    await filter('Client or supplier', 'Smith & Fils ltée', (row) => row.party === 'Smith & Fils ltée')
    await filter('Reason', 'The number … is already used in QuickBooks', (row) => row.problem?.code === 'number-taken')
    await filter('From', '2026-01-01', (row) => row.date !== null && row.date >= '2026-01-01')
    await filter('To', '2024-02-01', (row) => row.date !== null && row.date <= '2024-02-01')
    await filter('At least', '15 000,50', (row) => row.amount !== null && row.amount >= 1_500_050)
    await filter('At most', '-100', (row) => row.amount !== null && row.amount <= -10_000)

    await panel.getByLabel('Type').selectOption({ label: 'Invoice' })
    await panel.getByRole('button', { name: 'Done' }).click()
    const top = (): Promise<string | null> =>
      rows(page)
        .first()
        .locator('[role=gridcell]')
        .last()
        .evaluate((cell) => cell.closest('[data-key]')?.getAttribute('data-key') ?? null)
    const invoices = all.filter((row) => row.kind === 'invoice')
    const best = (better: (a: QueueRow, b: QueueRow) => boolean): string | undefined =>
      invoices.reduce((found, row) => (better(row, found) ? row : found)).key
    await page.getByRole('columnheader', { name: 'Before tax' }).getByRole('button').click()
    await expect.poll(top).toBe(best((a, b) => (a.amount ?? 0) > (b.amount ?? 0)))
    // From the list on by the keyboard: one column is reached with Tab, the others with the arrows.
    await page.getByRole('grid').focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Before tax')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    await expect.poll(top).toBe(best((a, b) => Number(a.number) < Number(b.number)))
    for (const [column, direction] of [
      ['State', 'ascending'],
      ['Since', 'ascending'],
      ['For', 'ascending'],
      ['Date', 'descending'],
    ] as const) {
      await page.getByRole('columnheader', { name: column, exact: true }).getByRole('button').click()
      await expect
        .poll(() => page.getByRole('columnheader', { name: column, exact: true }).getAttribute('aria-sort'))
        .toBe(direction)
      expect(await page.getByRole('grid').evaluate((grid) => grid.scrollTop)).toBe(0)
    }

    await page.getByRole('button', { name: /1 filter/ }).click()
    await panel.getByLabel('Name of the view').fill('Newest invoices')
    await panel.getByRole('button', { name: 'Save this view' }).click()
    await panel.getByRole('button', { name: 'Clear filters' }).click()
    await panel.getByRole('button', { name: 'Done' }).click()
    await tab(page, /Needs you/).click()
    await page.getByRole('columnheader', { name: 'Date' }).getByRole('button').click()
    await page.reload()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await panel.getByRole('button', { name: 'Newest invoices', exact: true }).click()
    await page.getByText(count((row) => row.kind === 'invoice')).waitFor()
    expect(await tab(page, /All/).getAttribute('aria-selected')).toBe('true')
    expect(await page.getByRole('columnheader', { name: 'Date' }).getAttribute('aria-sort')).toBe('descending')
    expect(double.calls).toEqual([])
  })

  it('are chosen and retried at once, and only those that can be', async () => {
    const { page, double } = await open({ rows: manyRows(MANY) })
    await tab(page, /Needs you/).click()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+End')
    const bar = page.getByRole('toolbar', { name: /selected/ })
    await bar.getByRole('button', { name: /Approve these/ }).waitFor()
    await bar.getByRole('button', { name: /Ignore these/ }).click()
    await page.getByRole('button', { name: /^Ignore [\d,]+$/ }).click()
    await expect.poll(() => double.calls.at(-1)?.name).toBe('ignore')
    expect((double.calls.at(-1)?.args as { keys: string[] }).keys.length).toBeGreaterThan(1_000)
  })
})

describe.skipIf(chromiumPath() === null)('the focus of someone without a pointer', () => {
  it('goes to the list when a bar for many has done its work', async () => {
    const { page, double } = await open()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await page
      .getByRole('toolbar', { name: '1 selected' })
      .getByRole('button', { name: /Ignore these/ })
      .focus()
    await page.keyboard.press('Enter')
    await page.getByLabel(/Why it is ignored/).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => double.calls.at(-1)?.name).toBe('ignore')
    await expect.poll(() => page.getByRole('toolbar').count()).toBe(0)
    expect(await focused(page)).not.toBe('nothing')
  })

  it('stays in the details when the button that mends takes its problem with it, and in the queue when the last row leaves', async () => {
    const { page, double } = await open()
    await tab(page, /All/).click()
    await tab(page, /Needs you/).click()
    await pane(page).getByRole('button', { name: 'Send as 1009, the next free number' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => double.calls.at(-1)?.name).toBe('act')
    await expect
      .poll(() => pane(page).getByRole('button', { name: 'Send as 1009, the next free number' }).count())
      .toBe(0)
    await expect.poll(() => focused(page)).toBe('aside')
    await page.getByRole('grid').focus()
    double.remove(['payment:pay-3', 'cost-code:cc-99', 'invoice:i-1008'])
    await expect.poll(() => page.getByRole('grid').count()).toBe(0)
    await expect.poll(() => focused(page)).not.toBe('nothing')
    await page.keyboard.press('Alt+0')
    await page.getByRole('grid').waitFor()
  })
})
