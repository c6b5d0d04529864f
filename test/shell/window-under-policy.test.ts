import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { handlersFor } from '../../electron/companion/handlers.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { CALL_NAMES } from '../../electron/shell/call-names.ts'
import { CONTENT_SECURITY_POLICY, pageFile } from '../../electron/shell/own-pages.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { chromiumPath, freshBrowser } from '../browser/chromium.ts'
import { titled } from '../tooling/skipped.ts'
import { cleanDesktops, makeFolder } from './desktop.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const ORIGIN = 'https://billdr-qbo.example'

afterEach(cleanDesktops)

/** The window's files as the desktop serves them, under the desktop's policy; nothing else is answered. */
async function serve(page: Page, folder: string): Promise<void> {
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url())
    const found =
      url.origin === ORIGIN
        ? pageFile(folder, route.request().method(), `app://billdr-qbo${url.pathname}`)
        : { status: 403 as const }
    if ('status' in found) await route.fulfill({ status: found.status })
    else
      await route.fulfill({
        body: await readFile(found.file),
        headers: { 'content-type': found.contentType, 'content-security-policy': CONTENT_SECURITY_POLICY },
      })
  })
}

const missing = chromiumPath() === null ? 'there is no Chromium' : null

describe.skipIf(missing !== null)(
  titled('the built window under the desktop’s policy, in a real Chromium', missing),
  () => {
    it('works with the bridge alone: no network, nothing that the policy refuses', async () => {
      await buildWhatChanged(['window'])
      const dataFolder = makeFolder()
      const opened = await openCompanion({ dataFolder, secrets: createMemoryStore(), env: {} })
      if (!opened.ok) throw new Error(opened.problem.code)
      const scheduler = new Scheduler({
        companion: opened.companion,
        dataFolder,
        samples: path.join(ROOT, 'build', 'samples'),
        host: 'electron',
        version: '0.1.0',
      })
      await scheduler.start()
      const browser = await freshBrowser()
      try {
        const page = await browser.context.newPage()
        const refused: string[] = []
        page.on('console', (message) => void (message.type() === 'error' && refused.push(message.text())))
        page.on('pageerror', (error) => void refused.push(error.message))
        await serve(page, path.join(ROOT, 'dist', 'window'))
        await page.exposeFunction('askScheduler', (name: (typeof CALL_NAMES)[number], args: never) =>
          handlersFor(scheduler)[name](args),
        )
        await page.addInitScript(
          (names) => {
            const ask = Reflect.get(window, 'askScheduler') as (name: string, args: unknown) => Promise<unknown>
            const calls = Object.fromEntries(names.map((name) => [name, (args: unknown) => ask(name, args)]))
            Object.assign(window, { billdrBridge: { ...calls, listen: () => () => undefined } })
          },
          [...CALL_NAMES],
        )
        const id = scheduler.companion.companyIds()[0] ?? ''
        for (const screen of ['queue', 'contacts', 'cost-codes', 'activity', 'settings']) {
          await page.goto(`${ORIGIN}/index.html#/${encodeURIComponent(id)}/${screen}`)
          await page.getByRole('heading', { level: 1 }).first().waitFor()
        }
        expect(refused).toEqual([])
        // The page itself may not reach out either, whatever runs in it.
        const reached = await page.evaluate(async () => {
          const script = document.createElement('script')
          script.textContent = 'window.ran = true'
          document.body.append(script)
          return {
            network: await fetch('/index.html').then(
              () => true,
              () => false,
            ),
            ran: Reflect.get(window, 'ran') === true,
          }
        })
        expect(reached).toEqual({ network: false, ran: false })
        expect(refused.length).toBeGreaterThanOrEqual(2)
      } finally {
        await browser.close()
        await scheduler.close()
      }
    }, 120_000)
  },
)
