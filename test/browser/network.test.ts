import { afterEach, describe, expect, it } from 'vitest'
import type { DoubleParts } from '../window/bridge-double.ts'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import { serveDouble } from './served-double.ts'

const closing: (() => Promise<unknown>)[] = []
let browser: FreshBrowser | null = null

afterEach(async () => {
  await browser?.close()
  browser = null
  for (const close of closing.splice(0)) await close()
})

async function settings(part: string, parts: DoubleParts) {
  const { double, served } = await serveDouble(parts)
  closing.push(() => served.close())
  browser = await freshBrowser()
  const page = await browser.context.newPage()
  await page.goto(served.address)
  await page.goto(`${new URL(served.address).origin}/#/beaubien/settings/${part}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  const called = (name: string) => double.calls.filter((call) => call.name === name).map(({ args }) => args)
  return { page, called }
}

describe.skipIf(chromiumPath() === null)('the way to the internet', () => {
  it('is the computer’s own, none, or a proxy of one’s choice', async () => {
    const { page, called } = await settings('network', {})
    const way = page.getByLabel('Proxy', { exact: true })
    expect(await way.inputValue()).toBe('system')
    // What a button leads to has the focus, also where it asks the companion first.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-part'))).toBe('network')
    const section = page.locator('[data-part=network]')
    await way.selectOption({ label: 'No proxy' })
    await section.getByRole('button', { name: 'Save the network' }).click()
    await section.getByText('Saved.').waitFor()
    await way.selectOption({ label: 'This proxy' })
    await page.getByLabel('Address of the proxy').fill('http://proxy.office:8080')
    await section.getByRole('button', { name: 'Save the network' }).click()
    await expect.poll(() => called('setProxy')).toEqual(['off', 'http://proxy.office:8080'])
  })

  it('asks for the sign-in that a proxy wants, and for none where none does', async () => {
    const { page, called } = await settings('network', { network: { proxy: '', asks: 'proxy.office:8080' } })
    await page.getByText('proxy.office:8080 wants a sign-in').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('anne')
    await page.getByLabel('Password').fill('geheim')
    await page.getByRole('button', { name: 'Sign in to the proxy' }).click()
    await expect.poll(() => called('setProxySignIn')).toEqual([{ name: 'anne', password: 'geheim' }])
    await expect.poll(() => page.getByText('wants a sign-in').count()).toBe(0)
  })
})

describe.skipIf(chromiumPath() === null)('what the firm’s IT has set', () => {
  it('is shown as that, and cannot be changed', async () => {
    const { page, called } = await settings('keys', {
      byFirm: ['intuitClientId', 'intuitClientSecret', 'relayUrl', 'proxy', 'language', 'updates'],
      desktop: { version: '0.1.0', startsAtLogin: null, updates: null },
    })
    for (const part of ['keys', 'network', 'program'])
      await page.locator(`[data-part=${part}]`).getByText('Set by your firm').first().waitFor()
    for (const label of ['Client id', 'Client secret', 'Page that brings the sign-in back', 'Proxy'])
      expect(await page.getByLabel(label, { exact: true }).isDisabled(), label).toBe(true)
    await page.getByRole('button', { name: 'Language and appearance' }).click()
    await page.getByRole('menu').getByText('Set by your firm').waitFor()
    await page.getByRole('menuitemradio', { name: 'Français' }).click({ force: true })
    expect(called('setLanguage')).toEqual([])
  })
})
