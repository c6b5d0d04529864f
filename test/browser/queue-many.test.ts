import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, it } from 'vitest'
import { problem } from '../../shared/problem.ts'
import { manyRows } from '../window/many-rows.ts'
import { chromiumPath } from './chromium.ts'
import { open, rows, tab } from './queue-page.ts'

describe.skipIf(chromiumPath() === null)('many documents', () => {
  it('are approved at once only after what a yes does was said, with the company by name', async () => {
    const { page, double } = await open()
    double.change(['client:c-104'], (row) => ({
      ...row,
      problem: problem('contact-inactive', { name: row.name ?? '', type: 'Customer', docNumber: '' }),
    }))
    await expect.poll(() => rows(page).count()).toBe(4)
    await rows(page).nth(0).hover()
    await rows(page).nth(0).getByRole('checkbox').click()
    await rows(page)
      .nth(3)
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] })
    await page.getByRole('toolbar', { name: '4 selected' }).waitFor()
    await page.getByRole('button', { name: 'Approve these… (2)' }).click()
    await page.getByText('creates 1 anew · sends 1 under the next free number').waitFor()
    expect(double.calls).toEqual([])
    await page.getByRole('button', { name: /^Approve 2 \(.*\) for Rénovations Beaubien$/ }).click()
    await expect.poll(() => double.calls.at(-1)?.name).toBe('approve')
    expect((double.calls.at(-1)?.args as { keys: string[] }).keys.sort()).toEqual(['client:c-104', 'invoice:i-1008'])
  })

  it('say how long they have waited, and stand by it', async () => {
    const { page, double } = await open()
    const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
    double.change(['invoice:i-1008'], (row) => ({ ...row, since: ago(3.5) }))
    double.change(['payment:pay-3'], (row) => ({ ...row, since: ago(1000.5) }))
    await expect.poll(() => rows(page).filter({ hasText: 'Invoice 1003' }).textContent()).toContain('for 3 days')
    await page.getByRole('columnheader', { name: 'Since' }).getByRole('button').click()
    await expect.poll(() => rows(page).first().getAttribute('data-key')).toBe('payment:pay-3')
  })

  it('scrolls a hundred thousand documents with only a few in the page, and finds one of them', async () => {
    const { page } = await open({ rows: manyRows(100_000) })
    await tab(page, /All/).click()
    expect(await tab(page, /All/).textContent()).toBe('All100,000')
    expect(await rows(page).count()).toBeLessThan(60)
    await page.getByRole('grid').focus()
    await page.keyboard.press('End')
    await expect.poll(async () => page.getByRole('grid').evaluate((grid) => grid.scrollTop)).toBeGreaterThan(5_000_000)
    await page.getByRole('textbox', { name: /Search/ }).fill('m-74211')
    await expect.poll(() => rows(page).count()).toBe(1)
  })

  it.each([
    ['light', 'en'],
    ['dark', 'en'],
    ['light', 'fr'],
    ['dark', 'fr'],
  ] as const)('axe finds nothing serious in %s, %s', async (theme, language) => {
    const { page, double } = await open({ language }, { theme })
    double.changeStatus({
      paused: true,
      guards: [
        {
          id: 'g',
          since: new Date().toISOString(),
          keys: [],
          problem: problem('guard-many-removals', { count: 12, limit: 10 }),
        },
      ],
      progress: { phase: 'sending', done: 1, total: 4, pauseMs: null },
    })
    await page.getByRole('progressbar').waitFor()
    for (const at of [0, 9]) {
      await page.getByRole('tab').nth(at).click()
      const found = await new AxeBuilder({ page }).analyze()
      const serious = found.violations.filter(
        (violation) => violation.impact === 'serious' || violation.impact === 'critical',
      )
      expect(
        serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`),
      ).toEqual([])
    }
  })

  it('keeps the focus and the mark with their rows while its lines show others, and stands from top to bottom at rest', async () => {
    const { page } = await open({ rows: manyRows(5_000) })
    await tab(page, /^All/).click()
    const first = await rows(page).nth(1).getAttribute('data-key')
    await rows(page).nth(1).getByRole('checkbox').click()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
    await page.getByRole('grid').hover()
    for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, 700)
    await expect.poll(() => page.getByRole('grid').locator(`[data-key="${first}"]`).count()).toBe(0)
    const places = (): Promise<number[]> =>
      rows(page).evaluateAll((lines) => lines.map((line) => Number(line.getAttribute('aria-rowindex'))))
    await expect
      .poll(async () => (await places()).every((place, at, all) => at === 0 || place === (all[at - 1] ?? 0) + 1))
      .toBe(true)
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0)
    await page.getByRole('toolbar', { name: '1 selected' }).waitFor()
    await page.mouse.wheel(0, -10_000)
    await expect
      .poll(() => page.getByRole('grid').locator(`[data-key="${first}"]`).getByRole('checkbox').isChecked())
      .toBe(true)
  })

  it.each([
    [900, 600],
    [1440, 860],
    [720, 480],
  ])('fits %i × %i without a scroll bar across', async (width, height) => {
    const { page } = await open({ language: 'fr' }, { width, height })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    const grid = await page
      .getByRole('grid')
      .evaluate((element) => ({ wide: element.scrollWidth <= element.clientWidth, height: element.clientHeight }))
    expect(grid.wide).toBe(true)
    expect(grid.height).toBeGreaterThan(100)
  })
})
