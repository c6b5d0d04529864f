import { freshBrowser } from './chromium.ts'
import { startApp } from './running-app.ts'
const app = await startApp(); const b = await freshBrowser(); const page = await b.context.newPage()
await page.goto(app.address); await page.getByText('36 of 48 are in QuickBooks').waitFor({ timeout: 60_000 })
await page.evaluate(() => { location.hash = '#/practice/contacts' })
await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor()
const foc = () => page.evaluate(() => { const e = document.activeElement as HTMLElement; return e.tagName + ' ' + (e.dataset['key'] ?? '') + ' ' + (e.getAttribute('aria-label') ?? e.textContent ?? '').slice(0, 60) })
for (let i = 0; i < 25; i++) { await page.keyboard.press('Tab'); const f = await foc(); console.log(f); if (/^LI/.test(f)) break }
await page.keyboard.press('End'); console.log(await foc())
await page.keyboard.press('n'); await page.waitForTimeout(4000); console.log(await foc())
console.log(await page.locator('li[data-key="client:c-104"]').innerText(), await page.locator('li[data-key="client:c-104"]').getAttribute('data-linked'))
await b.close(); await app.close()
