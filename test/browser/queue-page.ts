import type { Locator, Page } from 'playwright-core'
import { afterEach } from 'vitest'
import type { ServedWindow } from '../../electron/browser/serve-window.ts'
import type { BridgeDouble, DoubleParts } from '../window/bridge-double.ts'
import type { BrowserOptions, FreshBrowser } from './chromium.ts'
import { freshBrowser } from './chromium.ts'
import { serveDouble } from './served-double.ts'

export interface Opened {
  page: Page
  double: BridgeDouble
  served: ServedWindow
  /** What the page complained of. */
  troubles: string[]
}

let browser: FreshBrowser | null = null
let opened: Opened | null = null

/** The queue over the double; its window and server end with the test. */
export async function open(parts: DoubleParts = {}, browserOptions: BrowserOptions = {}): Promise<Opened> {
  const { double, served } = await serveDouble(parts)
  browser = await freshBrowser(browserOptions)
  const page = await browser.context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  await page.goto(served.address)
  await page.getByRole('grid').waitFor()
  opened = { page, double, served, troubles }
  return opened
}

afterEach(async () => {
  await browser?.close()
  await opened?.served.close()
  browser = null
  opened = null
})

export const tab = (page: Page, name: RegExp): Locator => page.getByRole('tab', { name })
export const rows = (page: Page): Locator => page.getByRole('grid').locator('[role=row][data-key]')
export const pane = (page: Page): Locator => page.getByRole('complementary')
