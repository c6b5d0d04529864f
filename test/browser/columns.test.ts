import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServedWindow } from '../../electron/browser/serve-window.ts'
import { csvFolder } from '../billdr/tables.ts'
import { unknownHeaders } from '../billdr/unknown-headers.ts'
import type { BridgeDouble } from '../window/bridge-double.ts'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import type { RunningApp } from './running-app.ts'
import { startApp } from './running-app.ts'
import { serveDouble } from './served-double.ts'

let browser: FreshBrowser | null = null
let served: ServedWindow | null = null
let app: RunningApp | null = null

async function openColumns(
  browserOptions: { theme?: 'light' | 'dark'; language?: 'en' | 'fr'; width?: number; height?: number } = {},
): Promise<{ page: Page; double: BridgeDouble }> {
  const parts = await serveDouble(browserOptions.language ? { language: browserOptions.language } : {})
  served = parts.served
  browser = await freshBrowser(browserOptions)
  const page = await browser.context.newPage()
  await page.goto(parts.served.address)
  await page.getByRole('navigation').waitFor()
  await page.evaluate(() => {
    location.hash = '#/beaubien/columns'
  })
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  return { page, double: parts.double }
}

afterEach(async () => {
  await browser?.close()
  await served?.close()
  await app?.close()
  browser = null
  served = null
  app = null
})

const holds = (page: Page, header: string) => page.getByRole('combobox', { name: `What “${header}” holds` })

describe.skipIf(chromiumPath() === null)('the columns', () => {
  it('are matched once: what is missing is named, what is chosen is shown as it will be understood, nothing counts before it is kept', async () => {
    const { page, double } = await openColumns()
    await page.getByText('Issue date, Status, Subtotal').waitFor()
    await holds(page, 'Jour de l’envoi').selectOption('issued_on')
    await holds(page, 'Avancement').selectOption('status')
    await holds(page, 'Avant taxes').selectOption('subtotal')
    await page.getByText('in the file: 1 234,50').waitFor()
    expect(double.calls).toEqual([])
    await page
      .getByRole('group', { name: 'Which part of the date is the day?' })
      .getByRole('button', { name: /Apr.* 3/ })
      .click()
    await page.getByRole('combobox', { name: /“En suspens” \(Status\) means/ }).selectOption('draft')
    await page.getByRole('button', { name: 'Save and read again' }).click()
    await page.getByText('Saved. The data is read again.').waitFor()
    expect(double.calls.at(-1)).toEqual({
      name: 'setColumns',
      args: {
        company: 'beaubien',
        mapping: {
          version: 1,
          tables: {
            invoices: {
              columns: { 'Jour de l’envoi': 'issued_on', Avancement: 'status', 'Avant taxes': 'subtotal' },
              dateOrder: 'dmy',
              values: { status: { 'En suspens': 'draft' } },
            },
          },
        },
      },
    })
  })

  it('are saved as a file and taken from one, which counts only once it is kept', async () => {
    const { page, double } = await openColumns()
    await holds(page, 'Avancement').selectOption('status')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as a file' }).click(),
    ])
    const text = await readFile(await download.path(), 'utf8')
    expect(JSON.parse(text)).toEqual({ version: 1, tables: { invoices: { columns: { Avancement: 'status' } } } })
    await page.getByRole('button', { name: 'Discard the changes' }).click()
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'from-anne.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    await page.getByText('from-anne.json was loaded').waitFor()
    expect(await holds(page, 'Avancement').inputValue()).toBe('status')
    expect(double.calls).toEqual([])
    await page.locator('input[type=file]').setInputFiles({
      name: 'photo.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"version":1,"evil":true}'),
    })
    await page.getByText('photo.json is not a file of columns').waitFor()
  })

  it('what was recognised is shown, and can be overruled for one table or for all', async () => {
    const { page, double } = await openColumns()
    const section = page
      .getByRole('region', { name: /Invoices: factures.csv/ })
      .or(page.locator('[data-table="invoices"]'))
      .first()
    expect(await section.getByLabel('Separator').locator('option').first().textContent()).toBe('Found: Semicolon')
    expect(await section.getByLabel('Encoding').locator('option').first().textContent()).toBe('Found: Windows-1252')
    await section.getByLabel('Encoding').selectOption('utf-8')
    await section.getByLabel('Rows of totals').selectOption('keep')
    await page.getByRole('region', { name: 'All tables' }).getByLabel('Order of dates').selectOption('mdy')
    await page.getByRole('combobox', { name: 'What “ventes de mars.csv” holds' }).selectOption('payments')
    await page.getByRole('button', { name: 'Save and read again' }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toMatchObject({
        args: {
          mapping: {
            version: 1,
            dateOrder: 'mdy',
            tables: { invoices: { encoding: 'utf-8', skipTotals: false }, payments: { file: 'ventes de mars.csv' } },
          },
        },
      })
  })

  it.each([
    ['light', 'en'],
    ['dark', 'fr'],
  ] as const)('axe finds nothing serious in %s, %s', async (theme, language) => {
    const { page } = await openColumns({ theme, language })
    await holdsAny(page).first().waitFor()
    const found = await new AxeBuilder({ page }).analyze()
    const serious = found.violations.filter(
      (violation) => violation.impact === 'serious' || violation.impact === 'critical',
    )
    expect(
      serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`),
    ).toEqual([])
  })

  it('fit 900 × 600 in French', async () => {
    const { page } = await openColumns({ language: 'fr', width: 900, height: 600 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })
})

const holdsAny = (page: Page) => page.getByRole('combobox', { name: /“|«/ })

describe.skipIf(chromiumPath() === null)('a hand-made French CSV with headers of its own', () => {
  it('is mended on the screen of the columns, and then goes to the practice company', async () => {
    const folder = await unknownHeaders()
    app = await startApp()
    browser = await freshBrowser()
    const page = await browser.context.newPage()
    await page.goto(app.address)
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    await page.getByLabel('Where the data is').fill(folder)
    await page.getByRole('button', { name: 'Check and use it' }).click()

    await page.getByRole('button', { name: 'Match the columns' }).first().click()
    const invoices = page.locator('[data-table="invoices"]')
    await invoices.getByText('No column was found for').waitFor({ timeout: 30_000 })
    await holds(page, 'Envoi au client').selectOption('issued_on')
    await holds(page, 'Étape').selectOption('status')
    await holds(page, 'Dossier').selectOption('project_id')
    await holds(page, 'Avant les taxes').selectOption('subtotal')
    await holds(page, 'Argent').selectOption('currency')
    // The company is known to be French Canadian: its dates need no question.
    expect(await invoices.getByLabel('Order of dates').locator('option').first().textContent()).toBe(
      'Found: Day first: 31/03/2026',
    )
    await invoices.getByRole('combobox', { name: /“Partie” \(Status\) means/ }).selectOption('submitted')
    await invoices.getByRole('heading', { name: /Can be read/ }).waitFor()

    const payments = page.locator('[data-table="payments"]')
    await holds(page, 'Encaissé').selectOption('received_on')
    await holds(page, 'Sur').selectOption('invoice_id')
    await payments.getByRole('heading', { name: /Can be read/ }).waitFor()
    await page.getByRole('button', { name: 'Save and read again' }).click()
    await page.getByText('Saved. The data is read again.').waitFor()

    // Everything that was there before reads as before, or it would be held as changed; the new invoice goes.
    await page.getByRole('navigation').getByRole('button', { name: 'Queue' }).click()
    await page.getByText('17 of 26 documents are in QuickBooks').waitFor({ timeout: 60_000 })
  })
})

describe.skipIf(chromiumPath() === null)('an amount that can be read in two ways', () => {
  it('is asked with the rows as they would be read each way; the button says which, and only then it is read', async () => {
    const folder = await csvFolder({
      'payments.csv':
        'id;invoice_id;amount;received_on;method\npay-90;i-1001;2,500;2026-03-20;cheque\npay-91;i-1001;1,250;2026-03-21;cheque\n',
    })
    app = await startApp()
    browser = await freshBrowser()
    const page = await browser.context.newPage()
    await page.goto(app.address)
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    await page.getByLabel('Where the data is').fill(`"${folder}"`)
    await page.getByRole('button', { name: 'Check and use it' }).click()
    await page.getByText('Which mark stands before the cents?').first().waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Match the columns' }).first().click()
    const question = page.getByRole('group', { name: 'Which mark stands before the cents?' })
    await question.waitFor({ timeout: 30_000 })
    await question.getByRole('button', { name: /^Point: 1234.50 .*2,500/ }).click()
    await page.getByRole('button', { name: 'Save and read again' }).click()
    await page.getByText('Saved. The data is read again.').waitFor()
    await expect.poll(() => page.getByText('Which mark stands before the cents?').count(), { timeout: 30_000 }).toBe(0)
  })
})
