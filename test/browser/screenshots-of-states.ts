import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import buildWindow from './build-window.ts'
import type { FreshBrowser } from './chromium.ts'
import { freshBrowser } from './chromium.ts'
import { serveDouble } from './served-double.ts'
import type { WindowState } from './window-states.ts'
import { WINDOW_STATES } from './window-states.ts'

const WIDTH = 1440
const HEIGHT = 900

/** The window has drawn what it has: fonts are there, and two frames in a row had nothing left to do. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
  await page.evaluate(() =>
    document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))),
  )
}

async function take(
  browser: FreshBrowser,
  state: WindowState,
  folder: string,
  language: 'en' | 'fr',
  themes: readonly ('light' | 'dark')[],
): Promise<void> {
  const { double, served } = await serveDouble({ ...state.parts, language })
  const page = await browser.context.newPage()
  try {
    await page.setViewportSize({ width: state.width ?? WIDTH, height: state.height ?? HEIGHT })
    await page.emulateMedia({
      colorScheme: themes[0] ?? 'light',
      forcedColors: state.forcedColours ? 'active' : 'none',
    })
    await page.goto(served.address)
    await page.evaluate(
      (hash) => {
        localStorage.clear()
        location.hash = hash
      },
      state.screen === '' ? '#/' : `#/beaubien/${state.screen}`,
    )
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
    await state.act?.(page, double)
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, forcedColors: state.forcedColours ? 'active' : 'none' })
      await settled(page)
      await page.screenshot({ path: join(folder, `${state.name}-${theme}-${language}.png`) })
      process.stdout.write(`${state.name}-${theme}-${language}.png\n`)
    }
  } finally {
    await page.close()
    await served.close()
  }
}

/** Pictures of the states that the practice company does not come into by itself; only those whose name holds one of `wanted` (joined by commas). */
export async function takeStates(folder: string, wanted = ''): Promise<void> {
  await mkdir(folder, { recursive: true })
  const browser = await freshBrowser({ width: WIDTH, height: HEIGHT })
  try {
    for (const state of WINDOW_STATES.filter(
      (each) => wanted === '' || wanted.split(',').some((part) => each.name.includes(part)),
    )) {
      for (const language of ['en', 'fr'] as const) await take(browser, state, folder, language, ['light', 'dark'])
    }
  } finally {
    await browser.close()
  }
}

if (import.meta.main) {
  await buildWindow()
  await takeStates(process.argv[2] ?? join(import.meta.dirname, '../../dist/screenshots/states'), process.argv[3])
}
