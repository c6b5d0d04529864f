import { afterEach, describe, expect, it } from 'vitest'
import type { DesktopState } from '../../shared/bridge.ts'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import { open } from './queue-page.ts'
import { serveDouble } from './served-double.ts'

const closing: (() => Promise<unknown>)[] = []
let browser: FreshBrowser | null = null

afterEach(async () => {
  await browser?.close()
  browser = null
  for (const close of closing.splice(0)) await close()
})

async function settings(desktop?: DesktopState, language: 'en' | 'fr' = 'en') {
  const { double, served } = await serveDouble({ language, ...(desktop && { desktop }) })
  closing.push(() => served.close())
  browser = await freshBrowser()
  const page = await browser.context.newPage()
  await page.goto(served.address)
  await page.goto(`${new URL(served.address).origin}/#/beaubien/settings/program`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return { page, double }
}

const called = (double: Awaited<ReturnType<typeof settings>>['double'], name: string) =>
  double.calls.filter((call) => call.name === name).map(({ args }) => args)

describe.skipIf(chromiumPath() === null)('the settings of the program itself', () => {
  it('start it with the computer, off until that is chosen', async () => {
    const { page, double } = await settings({ version: '0.1.0', startsAtLogin: false, updates: null })
    const box = page.getByRole('checkbox', { name: 'Start with the computer' })
    await box.waitFor()
    expect(await box.isChecked()).toBe(false)
    await box.click()
    await expect.poll(() => box.isChecked()).toBe(true)
    expect(called(double, 'setStartAtLogin')).toEqual([{ on: true }])
    expect(await page.getByRole('button', { name: 'Check for a newer version' }).count()).toBe(0)
  })

  it('look for a newer version on a click', async () => {
    const { page, double } = await settings({
      version: '0.1.0',
      startsAtLogin: null,
      updates: { state: 'current', checkedAt: '2026-03-16T12:00:00.000Z', ready: null, beta: false },
    })
    await page.getByText('Version 0.1.0 · This is the newest version').waitFor()
    await page.getByRole('button', { name: 'Check for a newer version' }).click()
    await expect.poll(() => called(double, 'checkForUpdates')).toEqual([{}])
    const early = page.getByRole('checkbox', { name: 'Take new versions early' })
    await early.click()
    await expect.poll(() => early.isChecked()).toBe(true)
    expect(called(double, 'setBetaUpdates')).toEqual([{ on: true }])
    expect(await page.getByRole('checkbox', { name: 'Start with the computer' }).count()).toBe(0)
  })

  it('say what is new in the version that is ready, and restart only where that is pressed', async () => {
    const { page, double } = await settings(
      {
        version: '0.1.0',
        startsAtLogin: true,
        updates: {
          state: 'ready',
          checkedAt: null,
          ready: { version: '0.2.0', notes: '• Bons de commande\n• Plus vite' },
          beta: false,
        },
      },
      'fr',
    )
    await page.getByText('Nouveautés de la version 0.2.0').waitFor()
    expect(await page.getByText('Bons de commande').first().isVisible()).toBe(true)
    expect(called(double, 'restartToUpdate')).toEqual([])
    await page.getByRole('button', { name: 'Redémarrer pour mettre à jour' }).click()
    await expect.poll(() => called(double, 'restartToUpdate')).toEqual([{}])
  })

  it('are not there in a browser', async () => {
    const { page } = await settings()
    await page.getByText('Keys of the Intuit app').waitFor()
    expect(await page.getByText('This program').count()).toBe(0)
  })
})

describe.skipIf(chromiumPath() === null)('a data folder that others write into', () => {
  it('is told on every screen with the reason, until that was read', async () => {
    const { page } = await open({
      notice: { code: 'data-folder-synced', params: { folder: 'C:\\OneDrive\\books', service: 'OneDrive' } },
    })
    const banner = page.getByRole('group', { name: 'The data folder lies in OneDrive' })
    await banner.getByText('may bring back an older file').waitFor()
    await banner.getByRole('button', { name: 'Hide' }).click()
    await page.reload()
    await page.getByRole('grid').waitFor()
    expect(await banner.count()).toBe(0)
  })
})
