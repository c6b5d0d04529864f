import { manyRows } from '../window/many-rows.ts'
import buildWindow from './build-window.ts'
import { freshBrowser } from './chromium.ts'
import { serveDouble } from './served-double.ts'

/** Measures the window with many documents in a real Chromium: first row, searches, frames while scrolling, memory. Prints its figures. */
const COUNT = Number(process.argv[2] ?? 100_000)
const SEARCHES = ['84211', 'hébert', 'côté salle', 'divers', 'cuisine 10', 'smith toiture', 'no-such-thing']

await buildWindow()
const { served } = await serveDouble({ rows: manyRows(COUNT) })
const browser = await freshBrowser()
try {
  const page = await browser.context.newPage()
  const started = performance.now()
  await page.goto(served.address)
  await page.locator('[role=row][data-key]').first().waitFor()
  const firstRow = performance.now() - started
  await page.getByRole('tab').nth(6).click()
  // The texts that searches read are made while the window is idle.
  await page.waitForTimeout(Math.max(3_000, COUNT / 15))

  const searched = await page.evaluate(async (texts) => {
    const input = document.querySelector<HTMLInputElement>('[role=search] input')
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    const times: number[] = []
    for (const text of texts) {
      const before = document.querySelector('footer')?.textContent
      const from = performance.now()
      setValue?.call(input, text)
      input?.dispatchEvent(new Event('input', { bubbles: true }))
      while (document.querySelector('footer')?.textContent === before) await new Promise((frame) => requestAnimationFrame(frame))
      times.push(performance.now() - from)
    }
    setValue?.call(input, '')
    input?.dispatchEvent(new Event('input', { bubbles: true }))
    return times
  }, SEARCHES)
  await page.waitForTimeout(500)

  // Turned by a wheel, as a person does it: the page only watches its own frames.
  await page.getByRole('grid').hover()
  await page.evaluate(() => {
    const deltas: number[] = []
    let last = performance.now()
    const watch = (): void => {
      const now = performance.now()
      deltas.push(now - last)
      last = now
      requestAnimationFrame(watch)
    }
    requestAnimationFrame(watch)
    Object.assign(globalThis, { frameTimes: deltas })
  })
  for (let turn = 0; turn < 300; turn++) {
    await page.mouse.wheel(0, turn < 200 ? 120 : 600)
    await page.waitForTimeout(16)
  }
  const frames = await page.evaluate(() => (globalThis as unknown as { frameTimes: number[] }).frameTimes.slice(5).sort((a, b) => a - b))
  const session = await browser.context.newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const heap = await session.send('Runtime.getHeapUsage')
  const at = (share: number): string => (frames[Math.floor(frames.length * share)] ?? 0).toFixed(1)
  const lines = [
    `documents            ${COUNT}`,
    `first row            ${firstRow.toFixed(0)} ms (page, 100 % of the rows read over HTTP)`,
    ...SEARCHES.map((text, place) => `search ${JSON.stringify(text).padEnd(16)} ${(searched[place] ?? 0).toFixed(1)} ms to the drawn result`),
    `frames while scrolling  50 % ${at(0.5)} ms, 95 % ${at(0.95)} ms, 99 % ${at(0.99)} ms, worst ${at(0.9999)} ms (a frame at 60 Hz is 16.7 ms)`,
    `script heap          ${(heap.usedSize / 1_000_000).toFixed(0)} MB`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
} finally {
  await browser.close()
  await served.close()
}
