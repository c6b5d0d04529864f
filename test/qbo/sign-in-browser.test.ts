import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { addressesFor } from '../../electron/qbo/addresses.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { signIn } from '../../electron/qbo/sign-in.ts'
import type { SignInOptions } from '../../electron/qbo/sign-in.ts'
import { chromiumPath, freshBrowser } from '../browser/chromium.ts'

const noBrowser = chromiumPath() === null
const skipped = noBrowser ? ' (skipped: no Chromium; set CHROMIUM_PATH)' : ''
const RELAY = 'https://relay.example/qbo/'
const relayPage = readFileSync(new URL('../../build/relay/index.html', import.meta.url), 'utf8')

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A sign-in under way, with its first page open in a real browser. */
async function open(
  more: Partial<SignInOptions> = {},
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
) {
  const practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'ask' })
  closing.push(() => practice.close())
  const addresses = addressesFor('practice', {}, practice)
  if (!addresses.ok) throw new Error('the practice company is not on this machine')
  const started = await signIn({
    keys: { clientId: practice.clientId, clientSecret: new Secret(practice.clientSecret) },
    addresses: addresses.value,
    expectedRealmId: null,
    redirectPort: 0,
    ...more,
  })
  closing.push(async () => {
    started.cancel()
    await started.finished
  })
  const browser = await freshBrowser({ width: 900, height: 700 })
  closing.push(() => browser.close())
  const page = await browser.context.newPage()
  await prepare(page)
  await page.goto(started.authorizeUrl)
  return { practice, started, page }
}

const allow = (page: Page) => page.getByRole('button', { name: 'Allow' }).click()

describe('the sign-in in a real browser (X2)', { timeout: 90_000 }, () => {
  it.skipIf(noBrowser)(`connects by the loopback redirect${skipped}`, async () => {
    const { practice, started, page } = await open()
    await allow(page)
    expect(await started.finished).toMatchObject({ kind: 'signed-in', grant: { realmId: practice.realmId } })
    await page.getByRole('heading', { name: 'QuickBooks is connected' }).waitFor()
  })

  it.skipIf(noBrowser)(`connects nothing where the person says no${skipped}`, async () => {
    const { started, page } = await open()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await started.finished).toMatchObject({ kind: 'failed', problem: { code: 'sign-in-refused' } })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
  })

  it.skipIf(noBrowser)(`asks where another company than before was opened${skipped}`, async () => {
    const { started, page } = await open({ expectedRealmId: '42' })
    await allow(page)
    expect((await started.finished).kind).toBe('other-company')
    await page.getByRole('heading', { name: 'This is another company' }).waitFor()
  })

  it.skipIf(noBrowser)(`connects through the https relay, which runs under its own policy${skipped}`, async () => {
    const complaints: string[] = []
    const { started, page } = await open({ relayUrl: RELAY }, async (opened) => {
      opened.on('console', (message) => complaints.push(message.text()))
      await opened.route(`${RELAY}**`, (route) => route.fulfill({ contentType: 'text/html', body: relayPage }))
    })
    await allow(page)
    expect((await started.finished).kind).toBe('signed-in')
    await page.getByRole('heading', { name: 'QuickBooks is connected' }).waitFor()
    expect(complaints.filter((text) => /content security policy/i.test(text))).toEqual([])
  })

  it.skipIf(noBrowser)(
    `connects by pasting the address that the relay shows, where the browser goes no further${skipped}`,
    async () => {
      const { started, page } = await open({ relayUrl: RELAY }, async (opened) => {
        await opened.route(`${RELAY}**`, (route) => route.fulfill({ contentType: 'text/html', body: relayPage }))
        // Answered with nothing, a navigation leaves the page that it came from standing.
        await opened.route('http://localhost:*/callback**', (route) => route.fulfill({ status: 204, body: '' }))
      })
      await allow(page)
      const address = page.getByRole('textbox', { name: 'Address to paste' })
      await address.waitFor()
      expect(await started.complete(await address.inputValue())).toBeNull()
      expect((await started.finished).kind).toBe('signed-in')
    },
  )
})
