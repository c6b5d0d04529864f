import { AxeBuilder } from '@axe-core/playwright'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { makeHelp } from '../../build/help/make.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import { startApp } from './running-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'billdr-qbo-help-'))
makeHelp(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(chromiumPath() === null)('the help in a browser', () => {
  it.each(['light', 'dark'] as const)('can be read by everyone, in %s', async (theme) => {
    const { context, close } = await freshBrowser({ theme, width: 420, height: 800 })
    try {
      const page = await context.newPage()
      const errors: string[] = []
      page.on('console', (message) => errors.push(message.text()))
      for (const place of ['en/index.html', 'fr/health-account-type.html', 'en/number-taken.html']) {
        await page.goto(pathToFileURL(join(folder, place)).href)
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        expect(violations.map(({ id, nodes }) => `${place} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
          [],
        )
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
      }
      expect(errors).toEqual([])
      await page.getByRole('link', { name: 'All problems' }).click()
      await page.getByRole('link', { name: 'Number … is already used in QuickBooks' }).click()
      await page.getByRole('link', { name: 'En français' }).click()
      await page.getByRole('heading', { level: 1, name: /déjà utilisé/ }).waitFor()
    } finally {
      await close()
    }
  })

  it('opens beside the window from the problem of a document, in the language of the window', async () => {
    const app = await startApp()
    const { context, close } = await freshBrowser()
    try {
      const page = await context.newPage()
      await page.goto(app.address)
      await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
      await page.getByRole('grid').locator('[data-key="invoice:i-1008"]').click()
      const [help] = await Promise.all([
        context.waitForEvent('page'),
        page.getByRole('complementary').getByRole('button', { name: 'What this means' }).first().click(),
      ])
      await help.getByRole('heading', { level: 1, name: /is used twice in Billdr/ }).waitFor()
      expect(new URL(help.url()).pathname).toBe('/help/en/number-twice-in-billdr.html')
      expect(await help.evaluate(() => getComputedStyle(document.body).maxWidth)).not.toBe('none')
      await help.getByRole('link', { name: 'En français' }).click()
      await help.getByRole('heading', { level: 1, name: /sert deux fois dans Billdr/ }).waitFor()
    } finally {
      await close()
      await app.close()
    }
  })
})
