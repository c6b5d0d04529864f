import type { CDPSession, Page } from 'playwright-core'

/** Something a bookkeeper does to the list, and what it took until the other list was drawn. */
export interface Interaction {
  name: string
  /** Milliseconds on the clock, in the order of the rounds. */
  clock: number[]
  /** Milliseconds that the page's main thread worked for it, painting and afterwork included; what else runs on the machine is not in it. */
  work: number[]
}

interface Measuring {
  drawn: (interact: () => void) => Promise<number>
  set: (element: Element | null | undefined, value: string) => void
}

const SEARCHES = [
  '84211',
  'hébert',
  'côté salle',
  'divers',
  'cuisine 10',
  'smith toiture',
  'no-such-thing',
  'i',
  '1',
  '10',
  '109',
  '1092',
]
const SEARCH = '[role=search] input'
const PANEL = '[role=dialog]'
/** Place in the panel's fields, and what is chosen or typed there; a select by the place of its option. */
const FILTERS: readonly [name: string, selector: string, place: number, value: string | number][] = [
  ['kind', 'select', 0, 1],
  ['project', 'select', 1, 1],
  ['party', 'select', 2, 1],
  ['reason', 'select', 3, 1],
  ['first day', 'input[type=date]', 0, '2025-06-01'],
  ['last day', 'input[type=date]', 1, '2024-06-01'],
  ['least', 'input[inputmode=decimal]', 0, '15000'],
  ['most', 'input[inputmode=decimal]', 1, '15'],
]
const SORTS = ['State', 'Since', 'Document', 'For', 'Date', 'Amount']
const TABS = ['needs you', 'failed', 'waiting', 'syncing', 'synced', 'ignored', 'all']

/** Lets the page measure itself: what the list says is compared before and after, layout and style included. */
async function prepare(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said = (): string =>
      [
        document.querySelector('footer')?.textContent,
        document.querySelector('[role=grid]')?.getAttribute('aria-rowcount'),
        document.querySelector('[role=tab][aria-selected=true]')?.id,
        document.querySelector('[role=columnheader][aria-sort$=ending]')?.outerHTML,
        document.querySelector('[role=dialog]') !== null,
        ...[...document.querySelectorAll<HTMLElement>('[role=row][data-key]')]
          .slice(0, 3)
          .map((row) => row.dataset['key']),
      ].join('|')
    const measuring: Measuring = {
      set(element, value) {
        if (!element) throw new Error('nothing to type into')
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element) as object, 'value')?.set?.call(element, value)
        element.dispatchEvent(new Event(element instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }))
      },
      async drawn(interact) {
        const before = said()
        const changed = new Promise<void>((done, failed) => {
          const late = setTimeout(() => failed(new Error(`the list went on saying ${before}`)), 10_000)
          const watch = new MutationObserver(() => {
            if (said() === before) return
            clearTimeout(late)
            watch.disconnect()
            done()
          })
          watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
        })
        const from = performance.now()
        interact()
        await changed
        // Drawn, not only said: layout and style are done with it.
        document.body.getBoundingClientRect()
        return performance.now() - from
      },
    }
    Object.assign(globalThis, { measuring })
  })
}

/** Does every interaction in each round, and waits for the window to rest between two. */
export async function interactionsOf(page: Page, session: CDPSession, rounds: number): Promise<Interaction[]> {
  await prepare(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const interactions = new Map<string, Interaction>()
  const worked = async (): Promise<number> =>
    1000 *
    ((await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
  const measure = async (name: string, interact: () => Promise<number>): Promise<void> => {
    const before = await worked()
    const clock = await interact()
    await page.waitForTimeout(120)
    const known = interactions.get(name) ?? { name, clock: [], work: [] }
    known.clock.push(clock)
    known.work.push((await worked()) - before)
    interactions.set(name, known)
  }
  const type = (selector: string, place: number, value: string | number): Promise<number> =>
    page.evaluate(
      ([selector, place, value]) => {
        const { measuring } = globalThis as unknown as { measuring: Measuring }
        const field = document.querySelectorAll(selector)[place]
        const wanted = typeof value === 'string' ? value : ((field as HTMLSelectElement).options[value]?.value ?? '')
        return measuring.drawn(() => measuring.set(field, wanted))
      },
      [selector, place, value] as const,
    )
  const press = (selector: string, place: number): Promise<number> =>
    page.evaluate(
      ([selector, place]) => {
        const { measuring } = globalThis as unknown as { measuring: Measuring }
        const target = document.querySelectorAll<HTMLElement>(selector)[place]
        return measuring.drawn(() => {
          target?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))
          target?.click()
        })
      },
      [selector, place] as const,
    )

  for (let round = 0; round < rounds; round++) {
    for (const text of SEARCHES) await measure(`search ${JSON.stringify(text)}`, () => type(SEARCH, 0, text))
    await type(SEARCH, 0, '')
    await measure('filters opened', () => press('[aria-haspopup=dialog]', 0))
    for (const [name, selector, place, value] of FILTERS) {
      await measure(`filter ${name}`, () => type(`${PANEL} ${selector}`, place, value))
      await type(`${PANEL} ${selector}`, place, '')
    }
    await page.keyboard.press('Escape')
    await page.locator(PANEL).waitFor({ state: 'detached' })
    for (const [place, name] of SORTS.entries()) {
      await measure(`sort ${name}`, () => press('[role=columnheader] button', place))
      await measure(`sort ${name}, back`, () => press('[role=columnheader] button', place))
    }
    await press('[role=columnheader] button', SORTS.length - 1)
    for (const [place, name] of TABS.entries()) await measure(`tab ${name}`, () => press('[role=tab]', place))
  }
  return [...interactions.values()]
}

export interface Scrolled {
  /** Frames in which the page was due, and how many of them it was not ready for. */
  frames: number
  late: number
  /** Main thread's work of each task while it scrolled, ms, smallest first. */
  tasks: number[]
}

const FRAME_MS = 1000 / 60

/** Turns a wheel as a person does, slowly and then in bursts, over the list from its top. */
async function turnWheel(page: Page): Promise<void> {
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ top: 0 }))
  await page.getByRole('grid').hover()
  for (let turn = 0; turn < 300; turn++) {
    await page.mouse.wheel(0, turn < 200 ? 120 : 600)
    await page.waitForTimeout(16)
  }
}

/** The page counts its own frames while the list scrolls; then once more under a trace, which costs frames itself, for their work. */
export async function scrolled(page: Page, session: CDPSession): Promise<Scrolled> {
  await page.evaluate(() => {
    const times: number[] = []
    const watch = (now: number): void => {
      times.push(now)
      requestAnimationFrame(watch)
    }
    requestAnimationFrame(watch)
    Object.assign(globalThis, { frameTimes: times })
  })
  await turnWheel(page)
  const times = await page.evaluate(() => (globalThis as unknown as { frameTimes: number[] }).frameTimes.slice(5))
  let frames = 0
  let late = 0
  for (let at = 1; at < times.length; at++) {
    // A browser tells the time of a frame to a tenth of a millisecond: 16.6 and 16.8 are both one frame of 60 a second.
    const passed = Math.max(1, Math.round(((times[at] ?? 0) - (times[at - 1] ?? 0)) / FRAME_MS))
    frames += passed
    late += passed - 1
  }
  return { frames, late, tasks: await tasksWhileScrolling(page, session) }
}

async function tasksWhileScrolling(page: Page, session: CDPSession): Promise<number[]> {
  const events: { name: string; tid: number; pid: number; tdur?: number }[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as typeof events)))
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', '__metadata'] },
  })
  await turnWheel(page)
  await session.send('Tracing.end')
  await complete
  const main = events.find((event) => event.name === 'FireAnimationFrame')
  const isTask = (event: { name: string; tid: number; pid: number }): boolean =>
    event.name.endsWith('RunTask') && event.pid === main?.pid && event.tid === main.tid
  return events
    .flatMap((event) => (event.tdur !== undefined && isTask(event) ? [event.tdur / 1000] : []))
    .sort((a, b) => a - b)
}
