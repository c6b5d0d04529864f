import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import type { RunningApp } from './running-app.ts'
import { closeBrowser, closeWorlds, startWorld } from './problems/world.ts'
import { startApp } from './running-app.ts'

let browser: FreshBrowser | null = null
let app: RunningApp | null = null

afterEach(async () => {
  await browser?.close()
  await app?.close()
  await closeWorlds()
})

afterAll(closeBrowser)

describe.skipIf(chromiumPath() === null)('the months', () => {
  it('say what of March is in QuickBooks, to the cent, and lead to what is not', async () => {
    app = await startApp()
    browser = await freshBrowser()
    const page = await browser.context.newPage()
    await page.goto(app.address)
    await page.getByText('16 of 25 documents are in QuickBooks').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Months' }).click()
    const march = page.getByRole('region', { name: 'March 2026' })
    await march.getByText('The whole month is in QuickBooks, except these 3:').waitFor()
    expect(await march.getByRole('listitem').allInnerTexts()).toMatchObject(
      [/1003 is used twice in Billdr/, /Waits for 1004/, /17-900 has no match/].map(
        (text) => expect.stringMatching(text) as string,
      ),
    )
    // 22,846.51 invoiced, all but invoice i-1008 over 960.00.
    expect((await march.getByRole('row', { name: /Invoiced/ }).innerText()).split(/\s+/)).toEqual([
      'Invoiced',
      '$22,846.51',
      '$21,886.51',
      '$960.00',
    ])

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ).toEqual([])
    }

    await march.getByRole('button', { name: 'Invoice 1003' }).click()
    await page.getByRole('complementary').getByRole('heading', { name: /1003/ }).first().waitFor()
  })

  it('are read afresh, signed by a name, and flag what changes afterwards; what only QuickBooks has gets its answer', async () => {
    const world = await startWorld()
    await world.sync()
    const practice = await world.practice()
    const invoice = (await practice.entities('Invoice'))[0] as Record<string, unknown>
    const byHand = await practice.personCreates('Invoice', {
      CustomerRef: invoice['CustomerRef'],
      TxnDate: '2026-03-20',
      DocNumber: 'HAND-1',
      Line: (invoice['Line'] as never[]).slice(0, 1),
      GlobalTaxCalculation: 'TaxExcluded',
    } as never)
    expect(byHand.ok).toBe(true)
    await world.go('months')
    const march = world.page.getByRole('region', { name: 'March 2026' })
    await march.getByText(/Not read from QuickBooks by date/).waitFor()
    await march.getByRole('button', { name: 'Read it from QuickBooks now' }).click()
    await march.getByText(/1 document is only in QuickBooks/).waitFor()
    await march.getByRole('button', { name: 'Link to a document of Billdr' }).click()
    // Of the invoices that are not there, the one whose number was taken.
    await expect.poll(() => march.getByRole('combobox').innerText()).toContain('Invoice 1003')
    await march.getByText(/Read from QuickBooks by date on/).waitFor()
    await world.page.reload()
    await march.getByRole('button', { name: 'Not from Billdr' }).click()
    await march.getByRole('button', { name: 'It is from Billdr after all' }).waitFor()

    await march.getByRole('button', { name: 'Sign off' }).click()
    await march.getByLabel(/Your name/).fill('Claire Côté')
    await march.getByRole('button', { name: 'Sign off' }).click()
    await march.getByText(/Signed by Claire Côté/).waitFor()
    expect(await march.getByText(/Changed since/).count()).toBe(0)
    const expense = world.company.rows().find(({ key }) => key === 'expense:e-1')
    await practice.personEdits('Purchase', expense?.quickbooks?.id ?? '', { TxnDate: '2026-03-03' })
    await world.sync()
    await world.go('months')
    await march.getByText('Changed since:').waitFor()

    await march.getByText('By project').click()
    const parts = march.getByRole('table').filter({ hasText: 'Project' })
    await parts.getByRole('row').nth(1).waitFor()
    const [saved] = await Promise.all([
      world.page.waitForEvent('download'),
      march.getByRole('button', { name: 'Save as PDF' }).click(),
    ])
    expect(saved.suggestedFilename()).toBe('beaubien-2026-03.pdf')
  })
})
