import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { documentDetails } from '../../electron/companion/document-details.ts'
import { UNTIL_RESUMED } from '../../electron/companion/workspace.ts'
import { noneSerious } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import type { World } from './problems/world.ts'
import { closeBrowser, closeWorlds, COMPANY, startWorld } from './problems/world.ts'

const CHANGING: ReadonlySet<string> = new Set(['create', 'update', 'delete', 'void', 'batch', 'upload'])

/** Every request of the practice company's log that could have changed the books, carried out or not. */
async function writes(world: World): Promise<string[]> {
  const requests = await (await world.practice()).requests(0)
  return requests.filter((each) => CHANGING.has(each.operation)).map((each) => `${each.operation} ${each.entity ?? ''}`)
}

describe.skipIf(chromiumPath() === null)('before the yes of the first run', () => {
  afterEach(closeWorlds)
  afterAll(closeBrowser)

  it('each document is seen as it will be posted, the first day and the first number are chosen, and nothing is sent', async () => {
    const world = await startWorld({
      before: ({ company }) => company.workspace.setProfile({ pausedUntil: UNTIL_RESUMED }),
    })
    const { page } = world
    await page.evaluate((company) => {
      location.hash = `#/${company}/setup`
    }, COMPANY)
    await page.getByRole('button', { name: /How things are matched/ }).click()
    await page.getByLabel('Invoice numbers continue at').fill('3001')
    await page.getByLabel('Starting date').fill('2026-01-01')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved.').waitFor()
    await page.getByRole('button', { name: 'Next' }).click()

    await page.getByRole('heading', { name: 'Each as it will be posted' }).waitFor()
    await page.getByRole('group', { name: 'Type' }).getByRole('button', { name: 'Expense' }).click()
    const expense = page.locator('details[data-key="expense:e-3"]')
    await expense.locator('summary').click()
    await expense.getByText('QuickBooks will get').waitFor()
    expect(await expense.textContent()).toMatch(/as a? ?bill/)
    await expense.getByText('Tax to add').waitFor()
    const posted = await documentDetails(world.company, 'expense:e-3')
    expect(posted?.lines.length).toBeGreaterThan(0)
    for (const line of posted?.lines ?? [])
      await expense
        .getByText([line.account ?? 'no account', line.project].filter(Boolean).join(' · '), { exact: true })
        .first()
        .waitFor()
    await expense.getByRole('button', { name: /View photo panneau.png/ }).waitFor()
    await noneSerious(page)
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await page.getByText('Cost codes not matched yet').waitFor()
    await page.getByRole('button', { name: 'Next' }).click()

    expect(await writes(world)).toEqual([])
    await page.getByRole('button', { name: /^Send \d+ records to/ }).click()
    await expect
      .poll(() => world.company.rows().filter((row) => row.state === 'synced').length, { timeout: 30_000 })
      .toBeGreaterThan(20)
    expect(await writes(world)).toContain('create Customer')
  })
})
