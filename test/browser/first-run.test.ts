import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { editManifest, renovation } from '../billdr/exports.ts'
import { noneSerious } from './axe.ts'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import type { RunningApp } from './running-app.ts'
import { startApp } from './running-app.ts'

let browser: FreshBrowser | null = null
let app: RunningApp | null = null

/** The app as a first start shows it, its practice company synced. */
async function open(): Promise<Page> {
  app = await startApp()
  browser = await freshBrowser()
  const page = await browser.context.newPage()
  await page.goto(app.address)
  await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
  return page
}

afterEach(async () => {
  await browser?.close()
  await app?.close()
  browser = null
  app = null
})

/** A second contractor's export, of a company of its own. */
async function otherExport(): Promise<string> {
  const folder = await renovation()
  await editManifest(folder, (manifest) =>
    Object.assign(manifest, {
      company: { id: 'bdr-77', name: 'Toitures Lanctôt inc.', country: 'CA', currency: 'CAD', locale: 'fr-CA' },
    }),
  )
  return folder
}

async function addCompany(page: Page, folder: string): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/'
  })
  await page.getByRole('button', { name: 'Add a company' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Lanctôt')
  await page.getByLabel('Where the data is').fill(folder)
  await page.getByRole('button', { name: 'Check the data and add it' }).click()
  await page.getByRole('heading', { name: 'Set up', level: 1 }).waitFor()
}

/** Tabs on until what has the focus says this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const said = (): Promise<string> =>
    page.evaluate(() => {
      const element = document.activeElement?.matches('body, main') ? null : document.activeElement
      const label =
        element instanceof HTMLInputElement || element instanceof HTMLSelectElement
          ? element.labels?.[0]?.textContent
          : null
      return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? ''
    })
  for (let presses = 0; presses < 80 && !name.test(await said()); presses++) await page.keyboard.press('Tab')
  expect(await said()).toMatch(name)
}

async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  // Enter at once: what was typed counts, also where the list has not caught up.
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
}

describe.skipIf(chromiumPath() === null)('a contractor of one’s own, in the real app', () => {
  it('comes to its first run in steps that can be tested and gone back to, and nothing is sent before the yes', async () => {
    const page = await open()
    await addCompany(page, await otherExport())
    await page.getByText('Nothing is sent before you say so at the end.').waitFor()
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0)
    const next = page.getByRole('button', { name: 'Next' })
    await page.getByRole('button', { name: /Where the data is/ }).click()
    await page.getByRole('button', { name: 'Read it now' }).click()
    await page.getByText('48 records read').waitFor()
    await noneSerious(page)
    await next.click()
    expect(await next.isDisabled()).toBe(true)
    await page.getByLabel('Sign in to').selectOption({ label: 'The practice company' })
    await page.getByRole('button', { name: 'Connect…' }).click()
    await page.getByRole('button', { name: 'Connect the practice company' }).click()
    await expect.poll(() => next.isEnabled(), { timeout: 20_000 }).toBe(true)
    await noneSerious(page)
    await next.click()
    await page.getByText('Cost codes not matched yet').waitFor()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await page.getByLabel('Sign in to').waitFor()
    await next.click()
    await page.getByRole('button', { name: /Account for cash/ }).click()
    await page.getByRole('option', { name: /Petty Cash/ }).click()
    await noneSerious(page)
    await next.click()
    const clients = page.getByRole('row', { name: /^Client/ })
    await expect.poll(() => clients.textContent(), { timeout: 20_000 }).toContain('3')
    await noneSerious(page)
    // Whoever looks at the list first finds nothing sent, and the way back.
    await page.getByRole('button', { name: 'Review them first' }).click()
    expect(await page.getByRole('tab', { name: /In QuickBooks/ }).textContent()).toBe('In QuickBooks0')
    await page.getByRole('button', { name: 'Go on with the set-up' }).click()
    await page.getByRole('button', { name: /First run/ }).click()
    await page.getByRole('button', { name: /^Send \d+ records to/ }).click()
    // Without their cost codes the documents wait; the contacts go.
    await page.getByRole('tab', { name: /Contacts, codes/ }).waitFor()
    await page.keyboard.press('Alt+8')
    await expect
      .poll(() => page.getByRole('grid').getByText('In QuickBooks', { exact: true }).count(), { timeout: 60_000 })
      .toBeGreaterThan(5)
  })

  it('stands beside the others: its own name and colour, a switcher, one page of all', async () => {
    const page = await open()
    await addCompany(page, await otherExport())
    const colour = (): Promise<string> =>
      page.evaluate(() =>
        getComputedStyle(document.querySelector('[style*="--company"]') ?? document.body).getPropertyValue('--company'),
      )
    const theirs = await colour()
    await page.getByRole('button', { name: /Company: Toitures Lanctôt inc\./ }).click()
    await page.getByRole('menuitem', { name: /Rénovations Beaubien/ }).click()
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor()
    expect(await colour()).not.toBe(theirs)
    await page.getByRole('button', { name: /Company: Rénovations Beaubien/ }).click()
    await page.getByRole('menuitem', { name: 'All companies' }).click()
    await expect.poll(() => page.getByRole('main').getByRole('row').count()).toBe(3)
    await page
      .getByRole('main')
      .getByRole('row', { name: /Rénovations Beaubien/ })
      .getByText('3')
      .first()
      .waitFor()
    await noneSerious(page)
  })

  it('by the keyboard alone: contacts, cost codes, the number taken, and French at the end', async () => {
    const page = await open()
    await command(page, 'contacts')
    await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor()
    await tabTo(page, /Marie-Ève Côté/)
    await page.keyboard.press('End')
    await page.keyboard.press('n')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.locator('li[data-key="client:c-104"]').getAttribute('data-linked'), { timeout: 20_000 })
      .toBe('true')
    await command(page, 'cost codes')
    await page.getByRole('heading', { name: 'Cost codes', level: 1 }).waitFor()
    await tabTo(page, /Account, for expenses, Choose for 17-900/)
    await page.keyboard.press('Enter')
    await page.keyboard.type('perm')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByText('10 of 10 matched').count(), { timeout: 20_000 }).toBe(1)
    await command(page, '1003 marie')
    await page.getByRole('complementary', { name: /Invoice 1003/ }).waitFor()
    await tabTo(page, /the next free number/)
    await page.keyboard.press('Enter')
    await page.getByText('18 of 25 documents are in QuickBooks').waitFor({ timeout: 30_000 })
    await command(page, 'français')
    await page.getByText('18 documents sur 25 dans QuickBooks').waitFor()
  })

  it('by the keyboard alone: from adding a company over each step to a problem that is mended', async () => {
    const page = await open()
    const folder = await otherExport()
    const press = async (name: RegExp): Promise<void> => {
      await tabTo(page, name)
      await page.keyboard.press('Enter')
    }
    await command(page, 'all companies')
    await press(/Add a company/)
    await tabTo(page, /^Name/)
    await page.keyboard.type('Lanctôt')
    await tabTo(page, /Where the data is/)
    await page.keyboard.type(folder)
    await press(/Check the data and add it/)
    await page.getByRole('heading', { name: 'Set up', level: 1 }).waitFor()
    await page.getByLabel('Sign in to').waitFor()
    await tabTo(page, /Sign in to/)
    await page.keyboard.type('The practice')
    await press(/^Connect…/)
    await press(/Connect the practice company/)
    // Connected, the steps go on by themselves.
    await page.getByText('Cost codes not matched yet').waitFor()
    await press(/Account for cash/)
    await page.keyboard.type('petty')
    await page.getByRole('option', { name: /Petty Cash/ }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('listbox', { name: 'Account for cash' }).count()).toBe(0)
    // Back on what opened the list, however long the choice takes to be kept.
    await page.getByRole('button', { name: 'Account for cash: Petty Cash' }).waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Account for cash: Petty Cash')
    await press(/^Next/)
    await page.getByRole('heading', { name: 'Each as it will be posted' }).waitFor()
    await press(/^Send \d+ records to/)
    // Without their cost codes the documents wait; the contacts go.
    await page.getByRole('tab', { name: /Contacts, codes/ }).waitFor()
    await page.keyboard.press('Alt+8')
    await expect
      .poll(() => page.getByRole('grid').getByText('In QuickBooks', { exact: true }).count(), { timeout: 60_000 })
      .toBeGreaterThan(5)
    await command(page, "zoé d'amours")
    const pane = page.locator('aside[data-key="client:c-104"]')
    await pane.waitFor()
    await press(/^Create a new one/)
    await expect.poll(() => pane.getAttribute('data-state'), { timeout: 30_000 }).toBe('synced')
    // The button that mended it is gone with its problem; whoever pressed it stays in the details.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('aside')?.getAttribute('data-key')))
      .toBe('client:c-104')
  })
})
