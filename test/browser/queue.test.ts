import { describe, expect, it } from 'vitest'
import { problem } from '../../shared/problem.ts'
import { chromiumPath } from './chromium.ts'
import { open, pane, rows, tab } from './queue-page.ts'
import { serveDouble } from './served-double.ts'

describe.skipIf(chromiumPath() === null)('the queue in a real browser', () => {
  it("opens on what needs a person, with the reason in words and nothing refused by the page's own rules", async () => {
    const { page, troubles } = await open()
    expect(page.url()).not.toContain('key=')
    expect(await tab(page, /Needs you/).getAttribute('aria-selected')).toBe('true')
    expect(await rows(page).count()).toBe(3)
    expect(await rows(page).first().textContent()).toContain('The number 1003 is already used in QuickBooks')
    expect(await page.getByRole('heading', { name: 'Queue' }).count()).toBe(1)
    expect(await page.getByText('16 of 25 documents are in QuickBooks').isVisible()).toBe(true)
    expect(troubles).toEqual([])
  })

  it('shows every tab with its count and its rows', async () => {
    const { page } = await open()
    for (const [name, count] of [
      ['Needs you', 3],
      ['Ready', 0],
      ['Waiting', 1],
      ['Differs', 0],
      ['In QuickBooks', 16],
      ['Not for QuickBooks', 6],
      ['Ignored', 0],
      ['Contacts, codes', 22],
      ['All', 48],
    ] as const) {
      expect(await tab(page, new RegExp(`^${name}`)).textContent()).toBe(`${name}${count}`)
    }
    await tab(page, /Not for QuickBooks/).click()
    await expect.poll(() => rows(page).count()).toBe(6)
    await tab(page, /Ignored/).click()
    await page.getByText('Nothing is ignored').waitFor()
  })

  it('searches everything shown, without accents, and says where else it would be found', async () => {
    const { page } = await open()
    await page.keyboard.press('/')
    await page.keyboard.type('cote salle')
    await expect.poll(() => rows(page).count()).toBe(1)
    await page.getByRole('textbox', { name: /Search/ }).fill('hébert')
    await page.getByText('Nothing matches').waitFor()
    await page.getByRole('button', { name: /Show \d on All/ }).click()
    await expect.poll(() => rows(page).count()).toBeGreaterThan(0)
    await page.getByRole('textbox', { name: /Search/ }).fill('1,725.25')
    await expect.poll(async () => (await rows(page).allTextContents()).join()).toContain('Smith & Fils')
  })

  it('number taken: both documents side by side with what differs, and the next free number one click away', async () => {
    const { page, double } = await open()
    const duplicates = pane(page).getByRole('table').first()
    expect(await duplicates.locator('mark').allTextContents()).toEqual([
      'Marie-Ève Côté',
      'Smith & Fils ltée',
      'Mar 26, 2026',
      'Mar 11, 2026',
      '960.00',
      '1,725.25',
    ])
    await pane(page).getByRole('button', { name: 'Send as 1009, the next free number' }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toEqual({ name: 'act', args: { company: 'beaubien', key: 'invoice:i-1008', action: 'take-next-number' } })
    await expect.poll(() => page.getByRole('button', { name: /Retry .* failed/ }).count()).toBe(0)
  })

  it('links to the document that is there', async () => {
    const { page, double } = await open()
    await pane(page).getByRole('button', { name: 'Link to invoice 1003' }).click()
    await expect.poll(() => double.calls.at(-1)).toMatchObject({ name: 'act', args: { action: 'link-to-existing' } })
  })

  it('ignores with a reason given in place, and takes it back', async () => {
    const { page, double } = await open()
    await pane(page).getByRole('button', { name: 'Ignore', exact: true }).click()
    await page.getByLabel(/Why it is ignored/).fill('Paid in person')
    await page.getByRole('button', { name: 'Ignore Invoice 1003' }).click()
    await expect.poll(() => double.row('invoice:i-1008')?.ignored?.reason).toBe('Paid in person')
    await tab(page, /Ignored/).click()
    await rows(page).first().click()
    await pane(page).getByRole('button', { name: 'Stop ignoring it' }).click()
    await expect.poll(() => double.row('invoice:i-1008')?.state).not.toBe('ignored')
  })

  it('overwrites only after a second yes that names the company, and keeps theirs at once', async () => {
    const { page, double } = await open()
    double.change(['invoice:i-1003'], (row) => ({
      ...row,
      state: 'held',
      problem: problem('changed-in-quickbooks', { type: 'Invoice', fields: 'amount' }),
      differs: [{ field: 'amount', billdr: '1,725.25', quickbooks: '1,700.00' }],
    }))
    await rows(page).filter({ hasText: 'Invoice 1003' }).filter({ hasText: 'Smith & Fils' }).click()
    await pane(page).getByRole('button', { name: 'Overwrite in QuickBooks' }).click()
    expect(double.calls).toEqual([])
    await pane(page)
      .getByRole('button', { name: /^Overwrite .*\$[\d,.]+, in the books of Rénovations Beaubien/ })
      .click()
    await expect.poll(() => double.calls.at(-1)).toMatchObject({ name: 'act', args: { action: 'overwrite' } })
  })

  it('shows no button that cannot work', async () => {
    const { page, double } = await open()
    double.change(['invoice:i-1008'], (row) => ({
      ...row,
      problem: problem('record-totals-differ', { table: 'invoices', row: 3, field: 'total', stated: 1, computed: 2 }),
    }))
    await pane(page).getByRole('button', { name: 'Ignore', exact: true }).waitFor()
    expect(await pane(page).getByRole('button', { name: 'Open in Billdr' }).count()).toBe(0)
  })

  it('retries all failed, pauses, resumes and syncs', async () => {
    const { page, double } = await open()
    await page.getByRole('button', { name: 'Retry 1 failed' }).click()
    await expect.poll(() => double.calls.at(-1)).toEqual({ name: 'retry', args: { company: 'beaubien', keys: 'all' } })
    await page.getByRole('button', { name: 'Sync now' }).click()
    await expect.poll(() => double.calls.at(-1)?.name).toBe('syncNow')
    await page.getByRole('button', { name: 'Pause sending' }).click()
    await page.getByRole('menuitem', { name: 'Until I resume' }).click()
    await page.getByText('Paused: nothing is sent to QuickBooks').waitFor()
    await page.getByRole('button', { name: 'Resume' }).first().click()
    await expect.poll(() => double.calls.at(-1)).toEqual({ name: 'pause', args: { company: 'beaubien', until: null } })
  })

  it('shows progress with count and phase while a push runs, and stops it', async () => {
    const { page, double } = await open()
    double.changeStatus({ progress: { phase: 'sending', done: 12, total: 48, pauseMs: null } })
    await page.getByText('Sending · 12 of 48').waitFor()
    double.changeStatus({ progress: { phase: 'pausing', done: 12, total: 48, pauseMs: 62_000 } })
    await page.getByText(/QuickBooks asked for a pause · 12 of 48 · goes on in 1 min 2 sec/).waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toEqual({ name: 'pause', args: { company: 'beaubien', until: 'resumed' } })
  })

  it('a guard waits in sight for a yes that names the company', async () => {
    const { page, double } = await open()
    double.changeStatus({
      guards: [
        {
          id: 'removals-1',
          since: new Date().toISOString(),
          keys: [],
          problem: problem('guard-many-removals', { count: 12, limit: 10 }),
        },
      ],
    })
    await page.getByRole('button', { name: 'Confirm for Rénovations Beaubien' }).click()
    await expect
      .poll(() => double.calls.at(-1))
      .toEqual({ name: 'confirmGuard', args: { company: 'beaubien', guard: 'removals-1' } })
    await expect.poll(() => page.getByRole('button', { name: 'Confirm for Rénovations Beaubien' }).count()).toBe(0)
  })

  it('says that the connection has ended, and signs in from there', async () => {
    const { page, double } = await open()
    double.changeStatus({
      connection: { ...double.status().connection, state: 'ended', problem: problem('connection-ended') },
    })
    await page.getByText('The connection has ended').first().waitFor()
    await page.getByRole('button', { name: 'Sign in to QuickBooks' }).click()
    await page.getByRole('button', { name: 'Connect the practice company' }).click()
    await expect.poll(() => double.calls.map((call) => call.name)).toEqual(['connect', 'finishConnect'])
    await expect.poll(() => page.getByText('The QuickBooks connection has ended').count()).toBe(0)
  })

  it("brings the second day's export from the practice notice", async () => {
    const { page, double } = await open()
    await page.getByRole('button', { name: 'Bring in the second day’s export' }).click()
    await expect.poll(() => double.calls.at(-1)?.name).toBe('nextSample')
    await expect.poll(() => page.getByRole('button', { name: 'Bring in the second day’s export' }).count()).toBe(0)
  })

  it('keeps up with what the companion says: rows change, come and go', async () => {
    const { page, double } = await open()
    await tab(page, /All/).click()
    double.change(['payment:pay-3'], (row) => ({ ...row, state: 'syncing', problem: null }))
    await expect.poll(() => tab(page, /Ready/).textContent()).toBe('Ready1')
    await rows(page).filter({ hasText: 'On its way to QuickBooks' }).waitFor()
    double.remove(['expense:e-2'])
    await expect.poll(() => tab(page, /All/).textContent()).toBe('All47')
  })

  it('shows receipts: pictures small and large, a PDF in the viewer', async () => {
    const { page, troubles } = await open()
    await tab(page, /All/).click()
    await page.getByRole('textbox', { name: /Search/ }).fill('D-1190')
    await rows(page).first().click()
    await pane(page).locator('img').waitFor()
    expect(
      await pane(page)
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBe(160)
    await pane(page)
      .getByRole('button', { name: /View photo panneau.png/ })
      .click()
    const viewer = page.getByRole('dialog')
    await expect.poll(() => viewer.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(160)
    await viewer.getByRole('button', { name: 'Previous receipt' }).click()
    const frame = viewer.locator('iframe')
    await frame.waitFor()
    expect(await frame.getAttribute('src')).toMatch(/^blob:http:\/\/127\.0\.0\.1/)
    expect(await viewer.getByRole('link', { name: 'Save a copy' }).getAttribute('download')).toBe('facture D-1190.pdf')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  it('speaks French at once, dates and money included', async () => {
    const { page, double } = await open()
    await page.getByRole('button', { name: 'Language and appearance' }).click()
    await page.getByRole('menuitemradio', { name: 'Français' }).click()
    await page.getByRole('heading', { name: 'File' }).waitFor()
    expect(await rows(page).first().textContent()).toContain('960,00')
    expect(await rows(page).first().textContent()).toContain('26 mars')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr')
    expect(double.calls.at(-1)).toEqual({ name: 'setLanguage', args: 'fr' })
  })

  it('goes by the keyboard alone: list, details, tabs, selection, help', async () => {
    const { page, double } = await open()
    await page.getByRole('textbox', { name: /Search/ }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await expect
      .poll(() =>
        page
          .getByRole('grid')
          .evaluate(
            (grid) => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.dataset['key'],
          ),
      )
      .toBe('cost-code:cc-99')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    expect(await pane(page).evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('grid').evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('toolbar', { name: '2 selected' }).waitFor()
    await page.keyboard.press('Alt+0')
    await expect.poll(() => tab(page, /All/).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => double.calls.at(-1)?.name).toBe('syncNow')
  })

  it('ignores many at once', async () => {
    const { page, double } = await open()
    await tab(page, /Not for QuickBooks/).click()
    await rows(page).first().hover()
    await rows(page).nth(0).getByRole('checkbox').click()
    await rows(page)
      .nth(2)
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] })
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor()
    await page.getByRole('button', { name: /Ignore these/ }).click()
    await page.getByLabel(/Why it is ignored/).fill('Old year')
    await page.getByRole('button', { name: /^Ignore \d$/ }).click()
    await expect.poll(() => double.calls.at(-1)).toMatchObject({ name: 'ignore', args: { reason: 'Old year' } })
  })

  it('filters by kind and amount, and keeps such a view under a name', async () => {
    const { page } = await open()
    await tab(page, /All/).click()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByLabel('Type').selectOption({ label: 'Invoice' })
    await page.getByLabel('At least').fill('1 000')
    await page.getByLabel('Name of the view').fill('Large invoices')
    await page.getByRole('button', { name: 'Save this view' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await expect.poll(() => rows(page).count()).toBe(5)
    await page.getByRole('button', { name: /2 filters/ }).click()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(() => rows(page).count()).toBeGreaterThan(5)
    await page.getByRole('button', { name: 'Large invoices', exact: true }).click()
    await expect.poll(() => rows(page).count()).toBe(5)
  })

  it('shows text from outside as text, whatever it holds', async () => {
    const { page, double, troubles } = await open()
    const hostile = '<img src=x onerror="document.title=\'pwned\'"> {{number}} $t(window.queue.title) \u202Eevil'
    double.change(['invoice:i-1008'], (row) => ({
      ...row,
      party: hostile,
      project: '<script>document.title="pwned"</script>',
      number: '"><b>1003</b>',
    }))
    await expect.poll(() => rows(page).first().textContent()).toContain(hostile)
    expect(await page.title()).not.toBe('pwned')
    expect(await page.locator('main img[src=x], main script').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  it('says so when the app stops, keeps what it shows, and goes on by itself', async () => {
    const { page, served, double } = await open()
    const port = Number(new URL(page.url()).port)
    await served.close()
    await page.getByRole('alert').filter({ hasText: 'The app has stopped' }).waitFor()
    expect(await rows(page).count()).toBe(3)
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByText('The app does not answer; nothing was done.').waitFor()
    const again = await serveDouble({}, port)
    await page.getByRole('alert').filter({ hasText: 'This window needs its new address' }).waitFor()
    await page.goto(again.served.address)
    await page.getByRole('grid').waitFor()
    expect(await page.getByText('The app has stopped').count()).toBe(0)
    expect(double.calls).toEqual([])
    await again.served.close()
  })
})
