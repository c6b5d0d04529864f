import { handlersFor } from '../../../electron/companion/handlers.ts'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { createMemoryStore } from '../../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../../electron/keychain/secret-store.ts'
import type { FaultRule } from '../../../electron/practice/testing/controlled-company.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import { envOf, withOwnBooks } from './own-books.ts'
import type { Story } from './story.ts'
import { COMPANY } from './world.ts'
import type { World } from './world.ts'

const SIGN_IN = 'Sign in to QuickBooks'

/** The sign-in from a notice: its button, the one that opens the page, and whatever that page does by itself. */
async function signInFrom(world: World, code: ProblemCode): Promise<Page> {
  await world.press(code, SIGN_IN)
  const [page] = await Promise.all([
    world.browser.context.waitForEvent('page'),
    world.trouble(code).getByRole('button', { name: SIGN_IN }).click(),
  ])
  return page
}

const isConnected = (world: World): Promise<void> =>
  expect.poll(() => world.company.status().connection.state, { timeout: 20_000 }).toBe('connected')

async function connectFirst(world: World): Promise<void> {
  const page = await signInFrom(world, 'not-connected')
  await isConnected(world)
  await page.close()
  await world.gone('not-connected')
}

/** Pastes an address that the browser could have ended on: ours, with this answer in it. */
async function paste(world: World, answer: Record<string, string>): Promise<void> {
  const link = await world.page.getByRole('link', { name: 'Open the page again' }).getAttribute('href')
  const asked = new URL(link ?? '').searchParams
  const address = new URL(asked.get('redirect_uri') ?? '')
  for (const [name, value] of Object.entries({ state: asked.get('state') ?? '', ...answer }))
    address.searchParams.set(name, value)
  await world.page.getByLabel(/Paste the address/).fill(address.href)
  await world.page.getByRole('button', { name: 'Go on' }).click()
}

/** A keychain that can be locked and unlocked, as a person does. */
function lockable(code: 'keychain-locked' | 'keychain-missing'): { secrets: SecretStore; unlock: () => void } {
  const inner = createMemoryStore()
  let why = true
  const answer =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> =>
      why ? Promise.resolve({ ok: false, problem: problem(code) } as T) : call(...args)
  return {
    secrets: { get: answer(inner.get), set: answer(inner.set), delete: answer(inner.delete) },
    unlock: () => (why = false),
  }
}

function keychainStory(code: 'keychain-locked' | 'keychain-missing'): Story {
  const keychain = lockable(code)
  return withOwnBooks({
    codes: [code],
    tells: 'once it is there and open, "Retry" goes on, and the sign-in follows',
    options: (books) => ({ environment: 'sandbox', secrets: keychain.secrets, env: envOf(books) }),
    async run(world) {
      await world.trouble(code).waitFor()
      keychain.unlock()
      await world.press(code, 'Retry')
      await world.gone(code)
      await connectFirst(world)
    },
  })
}

/** Something of QuickBooks that does not work for all of it, told above every screen; over, "Retry" goes on. */
const passing = (code: ProblemCode, rule: Omit<FaultRule, 'match'>): Story => ({
  codes: [code],
  tells: 'told above every screen while it lasts; over, "Retry" goes on',
  options: {
    before: async ({ practice }) =>
      void (await (await practice()).setFaults({ rules: [{ ...rule, match: { operation: 'query' } }] })),
  },
  async run(world) {
    await world.trouble(code).waitFor()
    await world.go('contacts')
    await world.trouble(code).waitFor()
    await (await world.practice()).setFaults(null)
    await world.press(code, 'Retry')
    await world.gone(code)
    await world.show('invoice:i-1001')
    await world.shows('invoice:i-1001', 'synced')
  },
})

/** How the connection stands, and the sign-in (rule X2). */
export const CONNECTION: readonly Story[] = [
  withOwnBooks({
    codes: ['not-connected', 'connection-ended'],
    tells: 'the sign-in stands in the notice, and everything goes on after it',
    async run(world, books) {
      await connectFirst(world)
      await world.sync()
      await books.practice.controls.revokeConnections()
      await world.sync()
      await world.trouble('connection-ended').or(world.trouble('connection-forbidden')).first().waitFor()
      const code = world.company.status().connection.problem?.code ?? 'connection-ended'
      await (await signInFrom(world, code)).close()
      await world.gone(code)
      await isConnected(world)
    },
  }),
  withOwnBooks({
    codes: ['connection-forbidden'],
    tells: 'whose right to the company was taken signs in again',
    async run(world, books) {
      await connectFirst(world)
      await books.practice.controls.setFaults({ rules: [{ kind: 'forbidden' }] })
      await world.sync()
      await world.trouble('connection-forbidden').waitFor()
      await books.practice.controls.setFaults(null)
      await signInFrom(world, 'connection-forbidden')
      await world.gone('connection-forbidden')
    },
  }),
  withOwnBooks({
    codes: ['sign-in-refused'],
    tells: 'who said no there by mistake starts again from the same place',
    async run(world, books) {
      await books.practice.controls.setConsent('refuse')
      await signInFrom(world, 'not-connected')
      await world.trouble('sign-in-refused').waitFor()
      await books.practice.controls.setConsent('automatic')
      await world.trouble('not-connected').getByRole('button', { name: SIGN_IN }).click()
      await isConnected(world)
    },
  }),
  withOwnBooks({
    codes: ['sign-in-mismatch'],
    tells: 'an address of another sign-in is refused beside the field, and the right one goes on',
    async run(world, books) {
      await books.practice.controls.setConsent('ask')
      const page = await signInFrom(world, 'not-connected')
      await paste(world, { state: 'another', code: 'x', realmId: '1' })
      await world.trouble('sign-in-mismatch').waitFor()
      await page.getByRole('button', { name: 'Allow' }).click()
      await isConnected(world)
    },
  }),
  withOwnBooks({
    codes: ['sign-in-failed', 'sign-in-code-used', 'sign-in-cancelled'],
    tells: 'whatever ended it, it starts again from the same place',
    async run(world, books) {
      await books.practice.controls.setConsent('ask')
      await signInFrom(world, 'not-connected')
      await paste(world, { error: 'server_error' })
      await world.trouble('sign-in-failed').waitFor()
      const again = world.trouble('not-connected').getByRole('button', { name: SIGN_IN })
      await again.click()
      await paste(world, { code: 'used-before', realmId: books.practice.realmId })
      await world.trouble('sign-in-code-used').waitFor()
      await again.click()
      await world.page.getByRole('link', { name: 'Open the page again' }).waitFor()
      // Another window of this desktop begins its own.
      await handlersFor(world.scheduler).connect({ company: COMPANY, environment: 'sandbox' })
      await world.trouble('sign-in-cancelled').waitFor()
      await books.practice.controls.setConsent('automatic')
      await again.click()
      await isConnected(world)
    },
  }),
  withOwnBooks({
    codes: ['sign-in-other-company'],
    tells: 'another company than before needs a yes, and gets it in place',
    async run(world, books) {
      await connectFirst(world)
      await books.close()
      await books.open('9130350000000000077')
      await world.go('settings')
      await world.page.getByRole('button', { name: 'Sign in again…' }).click()
      await world.page.getByRole('button', { name: SIGN_IN }).first().click()
      await world.trouble('sign-in-other-company').waitFor()
      await world.page.getByRole('button', { name: 'Yes, work with that company from now on' }).click()
      await expect
        .poll(() => world.company.status().connection.realmId, { timeout: 20_000 })
        .toBe('9130350000000000077')
    },
  }),
  withOwnBooks({
    codes: ['app-keys-missing', 'app-keys-wrong'],
    tells: 'the button leads to the keys of the app, and the sign-in goes on with the right ones',
    options: (books) => ({ environment: null, env: envOf(books, false) }),
    async run(world, books) {
      const keep = async (secret: string): Promise<void> => {
        await world.page.getByLabel('Client id').fill(books.practice.clientId)
        await world.page.getByLabel('Client secret').fill(secret)
        await world.page.getByRole('button', { name: 'Save the keys' }).click()
        await world.page.getByText('The keys are saved.').waitFor()
      }
      await world.press('not-connected', SIGN_IN)
      await world.trouble('not-connected').getByRole('button', { name: SIGN_IN }).click()
      await world.trouble('app-keys-missing').waitFor()
      await world.page.getByRole('button', { name: 'Open settings' }).first().click()
      await keep('a wrong secret')
      const again = world.trouble('not-connected').getByRole('button', { name: SIGN_IN })
      await again.click()
      await world.trouble('app-keys-wrong').waitFor()
      await world.page.getByRole('button', { name: 'Open settings' }).first().click()
      await keep(books.practice.clientSecret)
      await again.click()
      await isConnected(world)
    },
  }),
  withOwnBooks({
    codes: ['offline'],
    tells: 'told as offline, not as an error; back on the net, "Retry" goes on',
    async run(world, books) {
      await connectFirst(world)
      await world.sync()
      await books.close()
      await world.sync()
      await world.trouble('offline').waitFor()
      await world.page.getByText('QuickBooks cannot be reached').first().waitFor()
      await books.open()
      await world.press('offline', 'Retry')
      await world.gone('offline')
    },
  }),
  keychainStory('keychain-locked'),
  keychainStory('keychain-missing'),
  passing('quickbooks-busy', { kind: 'error', status: 500 }),
  passing('quickbooks-answer-broken', { kind: 'html' }),
  passing('outcome-unknown', { kind: 'gateway-timeout' }),
  {
    codes: ['company-paused'],
    tells: 'a subscription that ended is told above every screen; renewed, "Retry" goes on',
    options: { before: async ({ practice }) => void (await (await practice()).changeSettings({ subscribed: false })) },
    async run(world) {
      await world.trouble('company-paused').waitFor()
      await (await world.practice()).changeSettings({ subscribed: true })
      await world.press('company-paused', 'Retry')
      await world.gone('company-paused')
    },
  },
  {
    codes: ['address-refused'],
    tells: 'its button leads to the connection in the settings, where the reason stands',
    options: {
      environment: null,
      env: { QBO_ENVIRONMENT: 'sandbox', QBO_API_BASE: 'https://quickbooks.example' },
    },
    async run(world) {
      await world.press('address-refused', 'Open settings')
      await world.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
      await expect
        .poll(() => world.page.evaluate(() => document.activeElement?.getAttribute('data-part')))
        .toBe('quickbooks')
    },
  },
]
