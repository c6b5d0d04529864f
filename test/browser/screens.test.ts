import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServedWindow } from '../../electron/browser/serve-window.ts'
import type { BridgeDouble, DoubleParts } from '../window/bridge-double.ts'
import type { BrowserOptions, FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import { serveDouble } from './served-double.ts'

interface Opened {
  page: Page
  double: BridgeDouble
  served: ServedWindow
}

let browser: FreshBrowser | null = null
let opened: Opened | null = null

async function open(screen: string, parts: DoubleParts = {}, browserOptions: BrowserOptions = {}): Promise<Opened> {
  const { double, served } = await serveDouble(parts)
  browser = await freshBrowser(browserOptions)
  const page = await browser.context.newPage()
  await page.goto(served.address)
  await page.getByRole('navigation').waitFor()
  await page.evaluate(
    (next) => {
      location.hash = next
    },
    screen === '' ? '#/' : `#/beaubien/${screen}`,
  )
  await page.getByRole('heading', { level: 1 }).waitFor()
  opened = { page, double, served }
  return opened
}

afterEach(async () => {
  await browser?.close()
  await opened?.served.close()
  browser = null
  opened = null
})

const main = (page: Page) => page.getByRole('main')

describe.skipIf(chromiumPath() === null)('the cost codes', () => {
  it('K1: count what is missing, suggest with a reason, and match by a click', async () => {
    const { page, double } = await open('cost-codes')
    await page.getByText('9 of 10 matched').waitFor()
    await page.getByRole('button', { name: /Use Job Expenses \(similar name/ }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toMatchObject({ name: 'setMappings', args: { mappings: { costCodes: { 'cc-99': { account: 'id:31' } } } } })
  })

  it('K1: choose an account by typing a part of its name, with the keyboard alone', async () => {
    const { page, double } = await open('cost-codes')
    await main(page)
      .getByRole('button', { name: /Account, for expenses, Choose for 17-900 Divers/ })
      .focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('perm')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => double.calls.at(-1))
      .toMatchObject({ args: { mappings: { costCodes: { 'cc-99': { account: 'id:34' } } } } })
  })

  it('K1: create an account only after it was shown with where it goes', async () => {
    const { page, double } = await open('cost-codes')
    await main(page)
      .getByRole('button', { name: /Account, for expenses, Choose for 17-900 Divers/ })
      .click()
    await page.getByRole('button', { name: 'Create the account “17-900 Divers”' }).click()
    expect(double.calls).toEqual([])
    await page.getByLabel('Parent account').selectOption('Job Expenses')
    await page.getByRole('button', { name: 'Create in QuickBooks' }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toEqual({
        name: 'createForCostCode',
        args: { company: 'beaubien', key: 'cost-code:cc-99', what: 'account', parent: 'Job Expenses' },
      })
  })
})

describe.skipIf(chromiumPath() === null)('the contacts', () => {
  it('C3: take a suggestion, with its reason and how sure it is', async () => {
    const { page, double } = await open('contacts')
    await page.getByRole('button', { name: /Use Zoé D'Amours inc. \(similar name, 82% match\)/ }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toEqual({ name: 'link', args: { company: 'beaubien', key: 'client:c-104', quickbooksId: '1' } })
  })

  it('go by the keyboard through the list; one key leads to creating and creates nothing yet', async () => {
    const { page, double } = await open('contacts')
    await page.getByRole('button', { name: /Suppliers/ }).click()
    await main(page).getByRole('listitem').first().focus()
    await page.keyboard.press('End')
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['key']))
      .toBe('professional:v-5')
    await page.keyboard.press('n')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Create new')
    expect(double.calls.some((call) => call.name === 'act')).toBe(false)
    await page.keyboard.press('Enter')
    await expect
      .poll(() => double.calls.at(-1))
      .toEqual({ name: 'act', args: { company: 'beaubien', key: 'professional:v-5', action: 'create-anew' } })
  })
})

describe.skipIf(chromiumPath() === null)('the settings', () => {
  it('I6: save only what was changed, and refuse what does not fit before it is sent', async () => {
    const { page, double } = await open('settings')
    const save = page.locator('[data-part="sync"]').getByRole('button', { name: 'Save', exact: true })
    await page.getByLabel('Invoice numbers continue at').fill('1200')
    await page.getByLabel('Seconds between two readings').fill('2')
    await page.getByText('This value is not valid.').waitFor()
    expect(await save.isDisabled()).toBe(true)
    await page.getByLabel('Seconds between two readings').fill('60')
    const [asked] = await Promise.all([page.waitForRequest(/setSettings$/), save.click()])
    expect(asked.postDataJSON()).toEqual({ company: 'beaubien', settings: { nextInvoiceNumber: '1200' } })
    await page.getByText('Saved.').waitFor()
    expect(double.calls.at(-1)).toMatchObject({
      name: 'setSettings',
      args: { settings: { nextInvoiceNumber: '1200' } },
    })
  })

  it('X2: disconnect only after a yes that names the company', async () => {
    const { page, double } = await open('settings')
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
    expect(double.calls).toEqual([])
    await page.getByRole('button', { name: 'Disconnect Rénovations Beaubien' }).click()
    await expect.poll(() => double.calls.at(-1)?.name).toBe('disconnect')
    await page.getByText('Not connected to QuickBooks').first().waitFor()
  })

  it('say in place why a place of the data cannot be used', async () => {
    const { page } = await open('settings')
    await page.getByLabel('Where the data is').fill('nowhere')
    await page.getByRole('button', { name: 'Check and use it' }).click()
    await page.getByRole('alert').filter({ hasText: 'The data is not where it was' }).waitFor()
  })

  it('choose the folder or zip of the data by "Browse"', async () => {
    const { page, double } = await open('settings')
    await page.getByRole('button', { name: 'Browse' }).click()
    const browse = page.getByRole('dialog', { name: 'Where is the data?' })
    await browse.getByText('/home/anne', { exact: true }).waitFor()
    await browse.getByRole('button', { name: 'Billdr' }).click()
    await browse.getByRole('button', { name: 'mars.zip' }).click()
    await expect.poll(() => page.getByLabel('Where the data is').inputValue()).toBe('/home/anne/Billdr/mars.zip')
    await page.getByRole('button', { name: 'Browse' }).click()
    await browse.getByRole('button', { name: 'One folder up' }).click()
    await browse.getByText('/home', { exact: true }).waitFor()
    await browse.getByRole('button', { name: 'Use this folder' }).click()
    await page.getByRole('button', { name: 'Check and use it' }).click()
    await expect.poll(() => double.calls.at(-1)).toMatchObject({ name: 'setSource', args: { location: '/home' } })
  })

  it('choose a default account', async () => {
    const { page, double } = await open('settings')
    await page.getByRole('button', { name: /Account for cash/ }).click()
    await page.getByRole('option', { name: /Petty Cash/ }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toMatchObject({ args: { mappings: { defaults: { paidWith: { cash: 'id:36' } } } } })
  })

  it('say that QuickBooks has not been read yet, and list its accounts in the open list as soon as it was', async () => {
    const none = { customers: [], vendors: [], items: [], accounts: [], taxCodes: [] }
    const petty = [{ id: '36', name: 'Petty Cash', type: 'Bank' }]
    let isRead = false
    const { page, double } = await open('settings', {
      status: { listsTurn: null },
      answers: { booksLists: async () => ({ ok: true, value: isRead ? { ...none, accounts: petty } : none }) },
    })
    await page.getByRole('button', { name: /Account for cash/ }).click()
    await page.getByText('QuickBooks has not been read yet.').waitFor()
    isRead = true
    double.changeStatus({ listsTurn: 0 })
    await page.getByRole('option', { name: /Petty Cash/ }).waitFor()
    expect(await page.getByText('QuickBooks has not been read yet.').count()).toBe(0)
  })

  it('take the keys of the Intuit app and show them no more', async () => {
    const { page, double } = await open('settings')
    await page.getByLabel('Client id').fill('abc')
    await page.getByLabel('Client secret').fill('s3cret')
    await page.getByRole('button', { name: 'Save the keys' }).click()
    await page.getByText('The keys are saved.').waitFor()
    expect(double.calls.at(-1)).toEqual({ name: 'setAppKeys', args: { clientId: 'abc' } })
    expect(await page.getByLabel('Client secret').inputValue()).toBe('')
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('s3cret')
  })
})

describe.skipIf(chromiumPath() === null)('the activity', () => {
  it('is a log in sentences that leads to its documents, and is saved as CSV', async () => {
    const { page } = await open('activity')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const csv = await readFile(await download.path(), 'utf8')
    expect(csv).toContain('When,Who,Record,Client or supplier,Amount,What,Details\r\n')
    expect(csv).toContain('Invoice 1003,,,Refused: The number 1003 is already used in QuickBooks')
    await page.getByRole('textbox', { name: /Search/ }).fill('refused')
    await main(page).getByRole('button', { name: 'Invoice 1003' }).click()
    await page.getByRole('complementary', { name: /Invoice 1003/ }).waitFor()
  })
})

describe.skipIf(chromiumPath() === null)('several companies', () => {
  it('stand on one page with what needs a person, and are switched by name', async () => {
    const { page } = await open('', { second: true })
    await main(page)
      .getByRole('row', { name: /Toitures Lanctôt/ })
      .getByText('The connection has ended')
      .waitFor()
    await page.getByRole('button', { name: 'Open Toitures Lanctôt' }).click()
    await page.getByText('No records yet').waitFor()
    await page.getByRole('button', { name: /Company: Toitures Lanctôt/ }).click()
    await page.getByRole('menuitem', { name: /Rénovations Beaubien/ }).click()
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor()
  })

  it('say in the switcher how each stands, and never that all is well where a connection has ended', async () => {
    const { page } = await open('queue', { second: true })
    await page.getByRole('button', { name: /Company: Rénovations Beaubien/ }).click()
    expect(await page.getByRole('menuitem', { name: /Toitures Lanctôt/ }).textContent()).toContain(
      'Disconnected: sign in',
    )
    expect(await page.getByRole('menuitem', { name: /Rénovations Beaubien/ }).textContent()).toContain('3 need you')
  })

  it('keep their names whole and their marks in sight at a zoom of 200 %', async () => {
    const { page } = await open('', { second: true, language: 'fr' }, { width: 720, height: 450 })
    const name = main(page).getByRole('button', { name: /Rénovations Beaubien/ })
    expect((await name.boundingBox())?.height).toBeLessThan(60)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    for (const entry of await page.getByRole('navigation').getByRole('listitem').all())
      expect((await entry.locator('[aria-hidden]').first().boundingBox())?.width).toBeGreaterThan(15)
  })

  it('grow by one, whose data is checked first', async () => {
    const { page, double } = await open('')
    await page.getByRole('button', { name: 'Add a company' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Plomberie Hébert')
    await page.getByLabel('Where the data is').fill('/data/hebert')
    await page.getByRole('button', { name: 'Check the data and add it' }).click()
    await expect
      .poll(() => double.calls)
      .toEqual([
        {
          name: 'addCompany',
          args: { name: 'Plomberie Hébert', location: '/data/hebert', apiKey: null, practice: false },
        },
      ])
  })
})

describe.skipIf(chromiumPath() === null)('a new company', () => {
  it('is led to its first run step by step, with a way back, and sends nothing before the yes at the end', async () => {
    const { page, double } = await open('setup', { status: { lastPush: null, paused: true, practice: null } })
    double.changeStatus({ source: { ...double.status().source, lastReadAt: null } })
    await page.getByText('Goes on once the data has been read.').waitFor()
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
    double.changeStatus({
      source: { ...double.status().source, lastReadAt: new Date().toISOString() },
      connection: { ...double.status().connection, state: 'not-connected', companyName: null },
    })
    await page.getByText('Goes on once QuickBooks, or the practice company, is connected.').waitFor()
    await page
      .getByRole('list', { name: 'Steps' })
      .getByRole('button', { name: /Where the data is/ })
      .click()
    await page.getByText('48 records read').waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Connect…' }).click()
    await page.getByRole('button', { name: 'Connect the practice company' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Cost codes not matched yet').waitFor()
    double.change(
      double.keys().filter((key) => double.row(key)?.state === 'synced'),
      (row) => ({ ...row, state: 'pending', quickbooks: null }),
    )
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await page.getByRole('row', { name: /^Invoice/ }).textContent()).toContain('521,886.51')
    expect(double.calls.map((call) => call.name)).toEqual(['connect', 'finishConnect'])
    await page.getByRole('button', { name: /^Send 36 records to/ }).click()
    await expect.poll(() => double.calls.at(-1)).toEqual({ name: 'pause', args: { company: 'beaubien', until: null } })
    await page.getByRole('grid').waitFor()
  })
})

describe.skipIf(chromiumPath() === null)('the commands', () => {
  it('find screens, commands and documents by a part of what they show', async () => {
    const { page, double } = await open('queue')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('sync now')
    await page.keyboard.press('Enter')
    await expect.poll(() => double.calls.at(-1)?.name).toBe('syncNow')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('laurier fl-88213')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: /Expense FL-88213/ }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('settings')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  })
})

describe.skipIf(chromiumPath() === null)('every screen', () => {
  // A company that is well has no notice above its screen.
  it.each(['queue', 'contacts', 'settings'])(
    '%s fills the window also where no notice stands above it',
    async (screen) => {
      const { page } = await open(screen, { status: { practice: null } })
      expect(await page.getByRole('region', { name: 'Notices' }).getByRole('button').count()).toBe(0)
      const box = await main(page).boundingBox()
      expect(box && Math.round(box.y + box.height)).toBe(860)
    },
  )

  it.each([
    ['light', 'en'],
    ['dark', 'fr'],
  ] as const)('axe finds nothing serious in %s, %s', async (theme, language) => {
    const { page } = await open('contacts', { language, second: true }, { theme })
    for (const hash of [
      '#/beaubien/setup',
      '#/beaubien/contacts',
      '#/beaubien/cost-codes',
      '#/beaubien/activity',
      '#/beaubien/settings',
      '#/',
    ]) {
      await page.evaluate((next) => {
        location.hash = next
      }, hash)
      await main(page).locator('li, tr, section').first().waitFor()
      const found = await new AxeBuilder({ page }).analyze()
      const serious = found.violations.filter(
        (violation) => violation.impact === 'serious' || violation.impact === 'critical',
      )
      expect(
        serious.map((violation) => `${hash} ${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`),
      ).toEqual([])
    }
    await page.evaluate(() => {
      location.hash = '#/beaubien/queue'
    })
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    const found = await new AxeBuilder({ page }).analyze()
    expect(
      found.violations
        .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
        .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`),
    ).toEqual([])
  })

  it.each(['setup', 'contacts', 'cost-codes', 'months', 'activity', 'settings'])(
    '%s fits 900 × 600 in French',
    async (screen) => {
      const { page } = await open(screen, { language: 'fr' }, { width: 900, height: 600 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    },
  )

  it.each([
    [
      'en',
      'Questions to QuickBooks',
      '12 today, 100 a day on average, 3,000 a month at that pace',
      '1 % of it at most',
    ],
    [
      'fr',
      'Questions à QuickBooks',
      '12 aujourd’hui, 100 par jour en moyenne, 3 000 par mois à ce rythme',
      'en prend au plus 1 %',
    ],
  ] as const)(
    'settings tell what a day costs in questions that Intuit counts (%s)',
    async (language, label, counted, share) => {
      const { page } = await open('settings', { language, status: { reads: { today: 12, all: 400, days: 4 } } })
      const plain = async (): Promise<string> =>
        (await page.locator('main').innerText()).replaceAll(/[\u00a0\u202f]/g, ' ')
      await expect.poll(plain).toContain(counted)
      expect(await plain()).toContain(label)
      expect(await plain()).toContain(share)
    },
  )
})
