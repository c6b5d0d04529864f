import { AxeBuilder } from '@axe-core/playwright'
import { afterEach, describe, expect, it } from 'vitest'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import type { RunningApp } from './running-app.ts'
import { startApp } from './running-app.ts'

let browser: FreshBrowser | null = null
let app: RunningApp | null = null

afterEach(async () => {
  await browser?.close()
  await app?.close()
})

describe.skipIf(chromiumPath() === null)('the months', () => {
  it('say what of March is in QuickBooks, to the cent, and lead to what is not', async () => {
    app = await startApp()
    browser = await freshBrowser()
    const page = await browser.context.newPage()
    await page.goto(app.address)
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Months' }).click()
    const march = page.getByRole('region', { name: 'March 2026' })
    await march.getByText('The whole month is in QuickBooks, except these 3:').waitFor()
    expect(await march.getByRole('listitem').allInnerTexts()).toMatchObject(
      [/1003 is already used/, /Waits for 1004/, /17-900 has no match/].map(
        (text) => expect.stringMatching(text) as string,
      ),
    )
    // 22,846.51 invoiced, all but invoice i-1008 over 960.00.
    expect((await march.getByRole('row', { name: /Invoiced/ }).innerText()).split(/\s+/)).toEqual([
      'Invoiced',
      '$22,846.51',
      '$21,886.51',
      '$960.00',
    ])

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ).toEqual([])
    }

    await march.getByRole('button', { name: 'Invoice 1003' }).click()
    await page.getByRole('complementary').getByRole('heading', { name: /1003/ }).first().waitFor()
  })
})
