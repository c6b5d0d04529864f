import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { makeHelp } from '../../build/help/make.ts'
import { freshBrowser } from './chromium.ts'
import buildWindow from './build-window.ts'
import { startApp } from './running-app.ts'
import { settled, takeStates } from './screenshots-of-states.ts'

/**
 * Pictures of every screen of the running app, in both themes and both languages, below the folder given (dist/screenshots);
 * in `states`, those of the states that it does not come into by itself. Those that the README shows are kept in build/pictures.
 */
const folder = process.argv[2] ?? join(import.meta.dirname, '../../dist/screenshots')
const kept = join(import.meta.dirname, '../../build/pictures')
const IN_README = ['queue-light-en', 'queue-dark-fr', 'months-light-en', 'cost-codes-dark-en']
const WIDTH = 1440
const HEIGHT = 900

await buildWindow()
makeHelp()
const app = await startApp()
let company = ''
await mkdir(folder, { recursive: true })
await mkdir(kept, { recursive: true })

async function shown(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = next
  }, hash)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await settled(page)
}

/** A page that a button opens beside the window: the practice books, a page of the help. */
async function takeBeside(page: Page, button: RegExp, name: string, theme: 'light' | 'dark'): Promise<void> {
  const [beside] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: button }).first().click(),
  ])
  await beside.emulateMedia({ colorScheme: theme })
  await beside.waitForLoadState()
  await settled(beside)
  await take(beside, name)
  await beside.close()
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`) })
  if (IN_README.includes(name)) await copyFile(join(folder, `${name}.png`), join(kept, `${name}.png`))
  process.stdout.write(`${name}.png\n`)
}

const browser = await freshBrowser({ width: WIDTH, height: HEIGHT })
try {
  const page = await browser.context.newPage()
  await page.goto(app.address)
  await page.getByText('16 of 25').waitFor({ timeout: 60_000 })
  company = new URL(page.url()).hash.split('/')[1] ?? ''
  for (const language of ['en', 'fr'] as const) {
    await page.getByRole('button', { name: /Language and appearance|Langue et apparence/ }).click()
    await page.getByRole('menuitemradio', { name: language === 'en' ? 'English' : 'Français' }).click()
    for (const theme of ['light', 'dark'] as const) {
      const named = (name: string): string => `${name}-${theme}-${language}`
      await page.emulateMedia({ colorScheme: theme })
      await shown(page, `#/${company}/queue/invoice:i-1008`)
      await page.getByRole('tab').nth(0).click()
      await page.getByRole('complementary').getByRole('table').first().waitFor()
      await take(page, named('queue'))
      await takeBeside(page, /What this means|Ce que cela veut dire/, named('help'), theme)
      await takeBeside(page, /See its books|Voir ses livres/, named('practice-books'), theme)
      await page.getByRole('tab').nth(9).click()
      await shown(page, `#/${company}/queue/expense:e-3`)
      await page.getByRole('complementary').locator('img').waitFor()
      await take(page, named('queue-all'))
      for (const [at, kind] of ['receipt-pdf', 'receipt-picture'].entries()) {
        await page
          .getByRole('complementary')
          .getByRole('button', { name: /^(View|Voir) / })
          .nth(at)
          .click()
        await page
          .getByRole('dialog')
          .locator(at === 0 ? 'iframe' : 'img')
          .waitFor()
        await take(page, named(kind))
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }
      for (const screen of ['contacts', 'cost-codes', 'months', 'activity', 'settings']) {
        await shown(page, `#/${company}/${screen}`)
        await page.getByRole('main').locator('li, tr, section, p').first().waitFor()
        await take(page, named(screen))
      }
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('1003')
      await page.getByRole('dialog').getByRole('option').first().waitFor()
      await take(page, named('commands'))
      await page.keyboard.press('Escape')
      await shown(page, '#/')
      await take(page, named('companies'))
      await shown(page, `#/${company}/queue/invoice:i-1008`)
      await page.setViewportSize({ width: 900, height: 600 })
      await page.getByRole('tab').nth(0).click()
      await take(page, named('queue-900'))
      // A window of 1440 × 900 at a zoom of 200 %.
      await page.setViewportSize({ width: WIDTH / 2, height: HEIGHT / 2 })
      await take(page, named('queue-zoomed'))
      await page.setViewportSize({ width: WIDTH, height: HEIGHT })
    }
  }
} finally {
  await browser.close()
  await app.close()
}
await takeStates(join(folder, 'states'))
