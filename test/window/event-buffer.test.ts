import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RowFeed } from '../../electron/companion/feed.ts'
import { ChangingLink } from '../../renderer/bridge/link.ts'
import { CompanyRows } from '../../renderer/live/company-rows.ts'
import { Live } from '../../renderer/live/live.ts'
import type { Bridge, BridgeEvent } from '../../shared/bridge.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { BridgeDouble } from './bridge-double.ts'
import { manyRows } from './many-rows.ts'

const COMPANY = 'beaubien'
const ROWS = manyRows(6)
const STATES = ['pending', 'held', 'syncing', 'synced', 'failed'] as const

/** What happens at the companion, in any order with what travels between it and its windows. */
const HAPPENINGS = fc.array(
  fc.oneof(
    fc.record({
      what: fc.constant('change' as const),
      at: fc.nat(ROWS.length - 1),
      now: fc.constantFrom(...STATES, 'gone' as const),
    }),
    fc.record({
      what: fc.constant('phase' as const),
      now: fc.constantFrom('idle' as const, 'reading' as const, 'sending' as const),
    }),
    fc.record({ what: fc.constantFrom('cut' as const, 'joined' as const, 'other-window-reads' as const) }),
  ),
  { minLength: 1, maxLength: 14 },
)
type Happening = typeof HAPPENINGS extends fc.Arbitrary<(infer Each)[]> ? Each : never

/** The companion's side, with the real feed: what it says is on its way until the scheduler lets it arrive. */
class Far {
  readonly feed = new RowFeed()
  readonly rows = new Map(ROWS.map((row) => [row.key, row]))
  status: CompanyStatus = new BridgeDouble().status()
  readonly link = new ChangingLink()
  readonly #scheduler: fc.Scheduler
  readonly #listeners = new Set<(event: BridgeEvent) => void>()
  #isCut = true
  /** How often it was cut: what was still on its way then is lost, as with the connection of a browser. */
  #cuts = 0
  /** Events of one stream keep their order among each other. */
  #stream: Promise<void> = Promise.resolve()

  constructor(scheduler: fc.Scheduler) {
    this.#scheduler = scheduler
    this.feed.take([...this.rows.values()])
  }

  happen(happening: Happening): void {
    switch (happening.what) {
      case 'change': {
        const row = ROWS[happening.at]
        if (row && happening.now === 'gone') this.rows.delete(row.key)
        else if (row) this.rows.set(row.key, { ...row, state: happening.now } as QueueRow)
        return this.#tellRows()
      }
      case 'phase':
        this.status = { ...this.status, progress: { ...this.status.progress, phase: happening.now } }
        return this.#send({ event: 'status', status: this.status })
      case 'cut':
        this.#isCut = true
        this.#cuts++
        return this.link.set('stopped')
      case 'joined':
        return this.join()
      case 'other-window-reads':
        return this.#tellRows()
    }
  }

  join(): void {
    this.#isCut = false
    this.link.set('live')
  }

  bridge(): Bridge {
    const travel = async <T>(make: () => T): Promise<T> => {
      await this.#scheduler.schedule(Promise.resolve(), 'request')
      const answer = make()
      await this.#scheduler.schedule(Promise.resolve(), 'answer')
      return answer
    }
    return {
      ...new BridgeDouble().bridge(),
      companies: () => travel(() => [this.status]),
      rows: ({ since }) => travel(() => this.feed.since(since)),
      listen: (listener) => {
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
      },
    }
  }

  #tellRows(): void {
    const news = this.feed.take([...this.rows.values()])
    if (news) this.#send({ event: 'rows', company: COMPANY, ...news })
  }

  #send(event: BridgeEvent): void {
    if (this.#isCut) return
    const before = this.#cuts
    this.#stream = this.#stream.then(async () => {
      await this.#scheduler.schedule(Promise.resolve(), 'event')
      if (this.#cuts === before) for (const listener of this.#listeners) listener(event)
    })
  }
}

describe('what the window shows, in whatever order answers and events arrive', () => {
  it('is in the end what the companion last said: its state and every row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), HAPPENINGS, async (scheduler, happenings) => {
        const far = new Far(scheduler)
        const live = new Live(far.bridge(), far.link)
        const end = live.start()
        const rows = live.rowsOf(COMPANY)
        scheduler.scheduleSequence(
          happenings.map((each) => () => {
            far.happen(each)
            return Promise.resolve()
          }),
        )
        await scheduler.waitIdle()
        far.join()
        await scheduler.waitIdle()
        expect(live.companies()?.[0]?.progress).toEqual(far.status.progress)
        expect(new Map(rows.view().rows.map((row) => [row.key, row.state]))).toEqual(
          new Map([...far.rows.values()].map((row) => [row.key, row.state])),
        )
        end()
      }),
      { numRuns: 2_000 },
    )
  })

  it('says that nothing goes on any more, though the answer to its first question says that something does', async () => {
    const double = new BridgeDouble()
    const answers: ((companies: CompanyStatus[]) => void)[] = []
    const link = new ChangingLink()
    const live = new Live({ ...double.bridge(), companies: () => new Promise((answer) => answers.push(answer)) }, link)
    live.start()
    const underWay: CompanyStatus = {
      ...double.status(),
      progress: { phase: 'looking', done: 0, total: null, pauseMs: null },
    }
    double.tell({ event: 'status', status: double.status() })
    answers[0]?.([underWay])
    await expect.poll(() => live.companies()?.[0]?.progress.phase).toBe('idle')
  })
})

describe('a connection that was cut', () => {
  it('leaves nothing that was heard before it over what is answered after it', async () => {
    const double = new BridgeDouble()
    const answers: ((companies: CompanyStatus[]) => void)[] = []
    const link = new ChangingLink()
    link.set('live')
    const live = new Live({ ...double.bridge(), companies: () => new Promise((answer) => answers.push(answer)) }, link)
    live.start()
    const idle = double.status()
    double.tell({ event: 'status', status: { ...idle, progress: { ...idle.progress, phase: 'sending' } } })
    link.set('stopped')
    link.set('live')
    answers[0]?.([idle])
    await expect.poll(() => answers.length).toBe(2)
    answers[1]?.([idle])
    await expect.poll(() => live.companies()?.length).toBe(1)
    expect(live.companies()?.[0]?.progress.phase).toBe('idle')
  })
})

describe('rows after a gap in what was heard', () => {
  const [first, second] = ROWS.map((row) => ({ ...row, state: 'synced' as const })) as [
    QueueRow,
    QueueRow,
    ...QueueRow[],
  ]

  it('are asked for again, so that what the other events said is not missed', async () => {
    const feed = new RowFeed()
    feed.take([first, second])
    const rows = new CompanyRows(COMPANY, { rows: ({ since }) => Promise.resolve(feed.since(since)) })
    await rows.read()
    feed.take([{ ...first, state: 'failed' }, second])
    const news = feed.take([
      { ...first, state: 'failed' },
      { ...second, state: 'failed' },
    ])
    if (!news) throw new Error('nothing new')
    rows.receive({ event: 'rows', company: COMPANY, ...news })
    await expect.poll(() => rows.view().totals.failed).toBe(2)
  })
})
