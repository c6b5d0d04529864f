import buildWindow from '../browser/build-window.ts'
import { chromiumPath, freshBrowser } from '../browser/chromium.ts'
import { serveDouble } from '../browser/served-double.ts'
import { manyRows } from '../window/many-rows.ts'
import { interactionsOf, scrolled } from './window-page.ts'

/**
 * `npm run bench -- window [documents] [rounds]`: the window with many documents in a real Chromium. Prints the time to the
 * first row, to the result of every search, filter, order and tab, the frames while it scrolls, and the memory; exits 1
 * where a limit is missed. Beside the time on the clock stands the work of the page's main thread, which other programs of
 * the machine do not lengthen.
 */
const COUNT = Number(process.argv[2] ?? 100_000)
const ROUNDS = Number(process.argv[3] ?? 5)
/** Limits: the median of each result, ms; how many of a hundred frames are in time; a task that would not fit a frame, ms. */
const RESULT_MS = 50
const IN_TIME = 0.99
const FRAME_MS = 16.7

if (chromiumPath() === null) {
  process.stdout.write('skipped: no Chromium; set CHROMIUM_PATH\n')
  process.exit(0)
}
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
  // What searches read, and the other orders, are made while the window is idle; the first of each is measured as well.
  await page.waitForFunction(() => document.documentElement.dataset['listReady'] === 'true', undefined, {
    timeout: 120_000,
  })
  const ready = performance.now() - started

  const session = await browser.context.newCDPSession(page)
  const interactions = await interactionsOf(page, session, ROUNDS)
  await page.waitForTimeout(500)
  const { frames, late, tasks } = await scrolled(page, session)
  await session.send('HeapProfiler.collectGarbage')
  const heap = await session.send('Runtime.getHeapUsage')

  const at = (sorted: readonly number[], share: number): number =>
    sorted.at(Math.min(sorted.length - 1, Math.floor(sorted.length * share))) ?? 0
  const median = (values: readonly number[]): number =>
    at(
      [...values].sort((a, b) => a - b),
      0.5,
    )
  const slow = interactions.filter(({ clock }) => median(clock) > RESULT_MS)
  const inTime = 1 - late / frames
  const lines = [
    `documents               ${COUNT}`,
    `first row               ${firstRow.toFixed(0)} ms (the page, and every row read over HTTP); all made ahead after ${ready.toFixed(0)} ms`,
    `                        median ms   slowest   work of the main thread`,
    ...interactions.map(
      ({ name, clock, work }) =>
        `${name.padEnd(24)}${median(clock).toFixed(1).padStart(9)}${Math.max(...clock)
          .toFixed(1)
          .padStart(10)}${median(work).toFixed(1).padStart(10)}`,
    ),
    `frames while scrolling  ${frames}, ${late} late: ${(100 * inTime).toFixed(2)} % in time`,
    `tasks while scrolling   ${tasks.length}: 50 % ${at(tasks, 0.5).toFixed(2)} ms of work, 99 % ${at(tasks, 0.99).toFixed(1)} ms, worst ${at(tasks, 1).toFixed(1)} ms; ${tasks.filter((ms) => ms > FRAME_MS).length} above ${FRAME_MS} ms`,
    `script heap             ${(heap.usedSize / 1_000_000).toFixed(0)} MB`,
    `limits                  results ${slow.length === 0 ? 'kept' : `MISSED by ${slow.map(({ name }) => name).join(', ')}`} (median ${RESULT_MS} ms), frames ${inTime >= IN_TIME ? 'kept' : 'MISSED'} (${100 * IN_TIME} % in time)`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (slow.length > 0 || inTime < IN_TIME) process.exitCode = 1
} finally {
  await browser.close()
  await served.close()
}
