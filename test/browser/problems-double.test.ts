import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServedWindow } from '../../electron/browser/serve-window.ts'
import { finding } from '../../shared/health.ts'
import type { ActionName } from '../../shared/action.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { actionsOf, problem } from '../../shared/problem.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { BridgeDouble } from '../window/bridge-double.ts'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import { WITHOUT_STORY } from './problems/not-mended.ts'
import { serveDouble } from './served-double.ts'

let browser: FreshBrowser | null = null
let served: ServedWindow | null = null
afterEach(async () => {
  await browser?.close()
  await served?.close()
  browser = served = null
})

const KEY = 'invoice:i-1001'
const words = wordsFor('en')
const codes = (Object.keys(WITHOUT_STORY) as ProblemCode[]).filter((code) => WITHOUT_STORY[code]?.shown)

/** Said beside a document that is in QuickBooks; their one button opens it there. */
const isNote = (code: ProblemCode): boolean => WITHOUT_STORY[code]?.shown === 'as a note'

/** Told as part of the connection: QuickBooks cannot be reached. */
const NOT_REACHED: ReadonlySet<ProblemCode> = new Set([
  'certificate-not-trusted',
  'clock-wrong',
  'network-sign-in-page',
  'proxy-refused',
  'proxy-sign-in',
  'proxy-not-spoken',
])

/** Shows the problem where it belongs: at the data, the connection, a receipt, the list of settings, or a document. */
async function meet(code: ProblemCode): Promise<{ page: Page; double: BridgeDouble }> {
  const started = await serveDouble({ findings: code.startsWith('health-') ? [finding('harms', code)] : [] })
  served = started.served
  const { double } = started
  const why = problem(code)
  browser = await freshBrowser()
  const page = await browser.context.newPage()
  await page.goto(served.address)
  await page.getByRole('grid').waitFor()
  await page.evaluate(
    (hash) => {
      location.hash = hash
    },
    code.startsWith('health-') ? '#/beaubien/settings' : `#/beaubien/queue/${encodeURIComponent(KEY)}`,
  )
  const status = double.status()
  if (code.startsWith('source-') || code === 'company-stopped')
    double.changeStatus({ source: { ...status.source, problem: why } })
  else if (/^(sign-in|connection)-/.test(code))
    double.changeStatus({ connection: { ...status.connection, state: 'ended', problem: why } })
  else if (NOT_REACHED.has(code))
    double.changeStatus({ connection: { ...status.connection, state: 'offline', problem: why } })
  else if (code.startsWith('attachment-'))
    double.change([KEY], (row) => ({
      ...row,
      attachments: row.attachments.map((each) => ({ ...each, state: 'held', problem: why })),
    }))
  else if (isNote(code))
    double.change([KEY], (row) => ({
      ...row,
      state: 'synced',
      problem: null,
      note: why,
      quickbooks: { type: 'Invoice', id: '900', docNumber: row.number },
    }))
  else if (!code.startsWith('health-')) double.change([KEY], (row) => ({ ...row, state: 'failed', problem: why }))
  return { page, double }
}

/** Where the button of a document says more than its action. */
const OWN_LABELS: Partial<Record<ProblemCode, string>> = {
  undone: words.t('window.act.sendAgain'),
  'awaits-review': words.t('window.act.review.create'),
}

/** What the first button of a problem asks of the companion, where it asks at once. */
function callOf(code: ProblemCode, name: ActionName): string {
  if (code.startsWith('attachment-')) return 'ignoreReceipt'
  if (/^(source|sign-in|connection|health)-/.test(code) || code === 'company-stopped') return 'syncNow'
  if (NOT_REACHED.has(code)) return 'syncNow'
  return name === 'retry' ? 'retry' : 'act'
}

const LABELS: Partial<Record<ActionName, string>> = { ignore: 'Leave this receipt out', retry: 'Check again' }

describe.skipIf(chromiumPath() === null)('a problem that cannot be brought about in a browser', () => {
  it.each(codes)('%s: stands where it belongs, and its first button does what it says', async (code) => {
    const { page, double } = await meet(code)
    const place = page.locator(`[data-code="${code}"]`).first()
    await place.waitFor()
    if (isNote(code)) {
      await page
        .getByRole('button', { name: words.action('open-in-quickbooks'), exact: true })
        .first()
        .click()
      await expect.poll(() => double.calls.at(-1)?.name).toBe('open')
      return
    }
    const name = actionsOf(code).find((each) => each !== 'open-in-billdr' && each !== 'open-in-quickbooks') ?? 'retry'
    const special = code.startsWith('attachment-') || (code.startsWith('health-') && name === 'retry')
    const label = special ? LABELS[name] : (OWN_LABELS[code] ?? words.action(name))
    await (code.startsWith('health-') && name === 'retry' ? page : place)
      .getByRole('button', { name: label ?? '', exact: true })
      .first()
      .click()
    if (name === 'choose-source') await page.getByLabel('Where the data is').waitFor()
    else if (name === 'sign-in')
      await place.getByRole('button', { name: /Connect the practice company|Sign in/ }).waitFor()
    else if (name === 'ignore' && !special) await page.getByLabel(/Why it is ignored/).waitFor()
    else if (name === 'link-to-existing') await page.getByRole('group', { name: 'What it is in QuickBooks' }).waitFor()
    else if (['choose-default', 'choose-contact', 'open-settings', 'map-columns'].includes(name))
      await expect.poll(() => new URL(page.url()).hash).not.toContain('/queue')
    else await expect.poll(() => double.calls.at(-1)?.name).toBe(callOf(code, name))
  })
})
