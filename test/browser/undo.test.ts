import type { Locator, Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import type { RunningApp } from './running-app.ts'
import { startApp } from './running-app.ts'

/* Rule U1 by its buttons: the real companion over the practice company. */

let browser: FreshBrowser | null = null
let app: RunningApp | null = null

async function open(): Promise<Page> {
  app = await startApp()
  browser = await freshBrowser()
  const page = await browser.context.newPage()
  await page.goto(app.address)
  await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
  return page
}

afterEach(async () => {
  await browser?.close()
  await app?.close()
  browser = null
  app = null
})

const row = (page: Page, key: string): Locator => page.getByRole('grid').locator(`[data-key="${key}"]`)

describe.skipIf(chromiumPath() === null)('taken back in the window', () => {
  it('the first run: every line is shown first, nothing goes before the yes, and each goes again once on a yes', async () => {
    const page = await open()
    await page.getByRole('navigation').getByRole('button', { name: 'Activity' }).click()
    const runs = page.getByRole('region', { name: 'What each run did' })
    await runs.getByText(/16 created; 6 receipts/).waitFor()
    await runs.getByRole('button', { name: 'Undo…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('16 are taken back:').waitFor({ timeout: 30_000 })
    expect(await dialog.locator('[data-does="delete"]').count()).toBe(16)
    expect(await dialog.locator('[data-key="invoice:i-1001"]').textContent()).toMatch(/1001.*Delete in QuickBooks/)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(await runs.getByText(/taken back/).count()).toBe(0)

    await runs.getByRole('button', { name: 'Undo…' }).click()
    const sure = dialog.getByRole('button', { name: /^Take back 16 documents \(\$[\d,.]+\) in the books of/ })
    await sure.click({ timeout: 30_000 })
    await dialog.getByText('Taken back.').waitFor({ timeout: 30_000 })
    await dialog.getByRole('button', { name: 'Close' }).click()
    await runs.getByText(/16 taken back/).waitFor()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Queue/ })
      .click()
    await page.getByText('0 of 25 documents are in QuickBooks').waitFor()
    await row(page, 'invoice:i-1001').click()
    const pane = page.getByRole('complementary')
    await pane.getByRole('button', { name: 'Send it again' }).click()
    await page.getByText('1 of 25 documents are in QuickBooks').waitFor({ timeout: 30_000 })
  })

  it('one document: its last write, from its own page', async () => {
    const page = await open()
    await page.getByRole('tab', { name: /^In QuickBooks/ }).click()
    await row(page, 'purchase-order:po-1').click()
    const pane = page.getByRole('complementary')
    await pane.getByRole('button', { name: 'Undo the last write…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Take back 1 document/ }).click({ timeout: 30_000 })
    await dialog.getByText('Taken back.').waitFor({ timeout: 30_000 })
    await dialog.getByRole('button', { name: 'Close' }).click()
    await pane.getByRole('button', { name: 'Send it again' }).waitFor()
    await page.getByText('15 of 25 documents are in QuickBooks').waitFor()
  })
})
