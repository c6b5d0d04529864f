import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import type { RunningApp } from './running-app.ts'
import { startApp } from './running-app.ts'

let browser: FreshBrowser | null = null
let app: RunningApp | null = null

async function open(): Promise<Page> {
  app = await startApp()
  browser = await freshBrowser()
  const page = await browser.context.newPage()
  await page.goto(app.address)
  return page
}

afterEach(async () => {
  await browser?.close()
  await app?.close()
  browser = null
  app = null
})

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name })
const count = async (page: Page, name: string) =>
  (await tab(page, new RegExp(`^${name}`)).textContent())?.slice(name.length)
const row = (page: Page, key: string) => page.getByRole('grid').locator(`[data-key="${key}"]`)

describe.skipIf(chromiumPath() === null)('a first start, with nothing set up', () => {
  it('brings the sample into the practice company: 16 of 25 documents there, each of the others on its tab', async () => {
    const page = await open()
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await expect.poll(() => count(page, 'In QuickBooks')).toBe('16')
    // The number that is taken, the cost code without a match, and the payment that was received for a draft.
    expect(await count(page, 'Needs you')).toBe('3')
    expect(await count(page, 'Waiting')).toBe('1')
    expect(await count(page, 'Not for QuickBooks')).toBe('6')
    expect(await count(page, 'Contacts, codes')).toBe('22')
    expect(await page.getByText('nothing here reaches the real QuickBooks').isVisible()).toBe(true)
  })

  it('I5: the invoice whose number is taken goes under the next free number with one button', async () => {
    const page = await open()
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await row(page, 'invoice:i-1008').click()
    const pane = page.getByRole('complementary')
    await pane
      .getByText(/^QuickBooks, read/)
      .first()
      .waitFor()
    await pane.getByRole('button', { name: /1007/ }).click()
    await page.getByText('17 of 25 documents are in QuickBooks').waitFor({ timeout: 30_000 })
  })

  it('brings in the second day: the edited invoice is held with its reason, the rest follows', async () => {
    const page = await open()
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: /second day/ }).click()
    await page.getByText('16 of 23 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await tab(page, /Needs you/).click()
    await expect.poll(() => row(page, 'invoice:i-1001').textContent()).toContain('Changed in Billdr after it was sent')
    await expect
      .poll(() => row(page, 'invoice:i-1007').textContent())
      .toContain('Back to draft in Billdr, still in QuickBooks')
  })

  it('shows the practice books on a page of their own', async () => {
    const page = await open()
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    const [books] = await Promise.all([
      browser?.context.waitForEvent('page'),
      page
        .getByRole('button', { name: /See its books/ })
        .or(page.getByRole('link', { name: /See its books/ }))
        .click(),
    ])
    await books?.waitForLoadState()
    await expect.poll(() => books?.locator('body').innerText()).toContain('21,886.51')
  })
})
