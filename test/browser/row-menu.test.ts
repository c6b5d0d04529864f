import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { open, rows, tab } from './queue-page.ts'

/** What the page copied, in order; a browser without a window of its own has no clipboard to read. */
async function copies(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const copied: string[] = []
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => void copied.push(text), copied },
    })
  })
  return () => page.evaluate(() => Reflect.get(navigator.clipboard, 'copied') as string[])
}

describe.skipIf(chromiumPath() === null)('the other mouse button on a row', () => {
  it('copies its number, its amount, both, or the line, as a spreadsheet takes them', async () => {
    const { page, troubles } = await open()
    await tab(page, /All/).click()
    const copied = await copies(page)
    const row = rows(page).filter({ hasText: /Invoice 1002/ })
    for (const line of ['Copy the number', 'Copy the amount', 'Copy number and amount', 'Copy the line']) {
      await row.click({ button: 'right' })
      await page.getByRole('menuitem', { name: line }).click()
    }
    const amount =
      (await row
        .locator('[role=gridcell]')
        .filter({ hasText: /^[\d,]+\.\d\d$/ })
        .first()
        .textContent()) ?? ''
    const [number, money, both, line] = await copied()
    expect([number, money, both]).toEqual(['1002', amount, `1002\t${amount}`])
    expect(line?.split('\t')[0]).toBe('Invoice 1002')
    expect(troubles).toEqual([])
  })

  it('opens its document in QuickBooks where there is one, and offers that nowhere else', async () => {
    const { page, double } = await open({ language: 'fr' })
    await tab(page, /Dans QuickBooks/).click()
    await rows(page).first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Ouvrir dans QuickBooks' }).click()
    await expect.poll(() => double.calls.filter(({ name }) => name === 'open').length).toBe(1)
    await page.locator('[data-tab=needs-you]').click()
    await rows(page).first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copier la ligne' }).waitFor()
    expect(await page.getByRole('menuitem', { name: 'Ouvrir dans QuickBooks' }).count()).toBe(0)
  })

  it('comes by the keyboard for the row that the arrows moved to, and gives the focus back', async () => {
    const { page } = await open()
    await tab(page, /All/).click()
    const copied = await copies(page)
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: 'Copy the line' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
    expect(await copied()).toEqual([])
  })
})

describe.skipIf(chromiumPath() === null)('a folder dropped on the window', () => {
  const drag = (page: Page, kind: 'dragover' | 'drop'): Promise<void> =>
    page.evaluate((name) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['x'], 'export.zip'))
      const over = new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: transfer })
      document.querySelector('main')?.dispatchEvent(over)
    }, kind)

  it('is not opened in a browser, which says why', async () => {
    const { page, double } = await open()
    await page.evaluate(() => void (window.location.hash = '#/beaubien/queue'))
    await drag(page, 'dragover')
    // A browser does not say where a file lies: it says so, and what is dropped opens nothing.
    await page.getByText('A browser does not say where a file lies').waitFor()
    await drag(page, 'drop')
    await expect.poll(() => page.getByText('A browser does not say where').count()).toBe(0)
    expect(double.calls.filter(({ name }) => name === 'setSource')).toEqual([])
    expect(page.url()).toContain('#/beaubien/queue')
  })
})
