import { describe, expect, it } from 'vitest'
import { noneSerious } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { open, pane, rows, tab } from './queue-page.ts'

describe.skipIf(chromiumPath() === null)('axe finds nothing serious', () => {
  it.each([
    ['light', 'fr'],
    ['dark', 'en'],
  ] as const)('on what stands over the queue, in %s, %s', async (theme, language) => {
    const { page } = await open({ language }, { theme })
    const french = language === 'fr'
    await page.locator('[aria-haspopup=dialog]').first().click()
    await page.getByRole('dialog').waitFor()
    await noneSerious(page, 'filters')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    for (const name of french ? [/Langue et apparence/, /Suspendre/] : [/Language and appearance/, /Pause sending/]) {
      await page.getByRole('button', { name }).first().click()
      await page.getByRole('menu').waitFor()
      await noneSerious(page, String(name))
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByRole('menu').count()).toBe(0)
    }
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await noneSerious(page, 'shortcuts')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('zzzz')
    await noneSerious(page, 'palette that finds nothing')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)

    await page.getByRole('grid').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+End')
    const bar = page.getByRole('toolbar')
    await bar.waitFor()
    await noneSerious(page, 'bar for many')
    await bar.getByRole('button', { name: /…/ }).last().click()
    await bar.getByRole('textbox').waitFor()
    await noneSerious(page, 'reason for many')
  })

  it.each(['light', 'dark'] as const)('on the viewer of receipts, in %s', async (theme) => {
    const { page } = await open({}, { theme })
    await tab(page, /All/).click()
    await page.getByRole('textbox', { name: /Search/ }).fill('D-1190')
    await rows(page).first().click()
    await pane(page)
      .getByRole('button', { name: /View photo panneau.png/ })
      .click()
    await page.getByRole('dialog').locator('img').waitFor()
    await noneSerious(page, 'picture')
    await page.getByRole('dialog').getByRole('button', { name: 'Previous receipt' }).click()
    await page.getByRole('dialog').locator('iframe').waitFor()
    await noneSerious(page, 'PDF')
  })

  it.each(['light', 'dark'] as const)('where there is nothing, and where the app has stopped, in %s', async (theme) => {
    const { page, served } = await open({}, { theme })
    await tab(page, /Ignored/).click()
    await page.getByText('Nothing is ignored').waitFor()
    await noneSerious(page, 'empty')
    await page.getByRole('textbox', { name: /Search/ }).fill('no such thing')
    await page.getByText('Nothing matches').waitFor()
    await noneSerious(page, 'nothing found')
    await served.close()
    await page.getByRole('alert').filter({ hasText: 'The app has stopped' }).waitFor()
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByText('The app does not answer; nothing was done.').waitFor()
    await noneSerious(page, 'stopped')
  })
})
