import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problem } from '../../shared/problem.ts'
import { createLimiter } from '../../electron/qbo/limits.ts'
import type { Clock, Pause } from '../../electron/qbo/limits.ts'

/** A clock that stands still until it is moved, and calls back in order. */
function stoppedClock(): Clock & { runUntil(end: number): Promise<void>; at: number } {
  const timers: { at: number; callback: () => void; order: number }[] = []
  let order = 0
  const clock = {
    at: 0,
    now: () => clock.at,
    after(ms: number, callback: () => void) {
      timers.push({ at: clock.at + ms, callback, order: (order += 1) })
    },
    async runUntil(end: number) {
      for (;;) {
        await settle()
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0]
        if (!next) break
        timers.splice(timers.indexOf(next), 1)
        clock.at = Math.max(clock.at, next.at)
        next.callback()
      }
      clock.at = end
    },
  }
  return clock
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
}

/** The most arrivals in any window that is `lengthMs` long and closed at both ends. */
function mostIn(arrivals: number[], lengthMs: number): number {
  const sorted = arrivals.toSorted((a, b) => a - b)
  let most = 0
  let first = 0
  for (const [index, at] of sorted.entries()) {
    while (at - sorted[first]! > lengthMs) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}

/** Sends `count` requests as fast as the limiter lets them leave. `trip` tells each one's way there and back, ms. */
async function run(count: number, trip: (index: number) => { there: number; back: number }) {
  const clock = stoppedClock()
  const limiter = createLimiter({ clock })
  const arrivals: number[] = []
  let lastLeft = 0
  let answered = 0
  for (let index = 0; index < count; index += 1) {
    void limiter.turn().then((turn) => {
      const { there, back } = trip(index)
      lastLeft = clock.now()
      arrivals.push(clock.now() + there)
      clock.after(there + back, () => {
        answered += 1
        turn.answered()
      })
    })
  }
  await clock.runUntil(3_600_000)
  expect(answered).toBe(count)
  return { arrivals, lastLeft }
}

/** The shortest time in which the limits let so many requests leave: bursts of 500 at 10 a second, one a minute. */
function shortest(count: number): number {
  return Math.floor((count - 1) / 500) * 60_000 + Math.floor(((count - 1) % 500) / 10) * 1_000
}

describe('10 requests a second and 500 a minute for each company', () => {
  it.each([5, 40, 190])('are used to at least 97 %% over 2,000 requests whose answers take %i ms', async (trip) => {
    const { arrivals, lastLeft } = await run(2_000, () => ({ there: trip / 2, back: trip / 2 }))
    expect(mostIn(arrivals, 1_000)).toBeLessThanOrEqual(10)
    expect(mostIn(arrivals, 60_000)).toBeLessThanOrEqual(500)
    expect(shortest(2_000) / lastLeft).toBeGreaterThanOrEqual(trip <= 40 ? 0.97 : 0.94)
    expect(2_000 / (lastLeft / 60_000)).toBeGreaterThanOrEqual(500 * 0.97)
  })

  it('are never exceeded, however the way to QuickBooks varies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ there: fc.integer({ min: 0, max: 190 }), back: fc.integer({ min: 0, max: 400 }) }), {
          minLength: 1,
          maxLength: 60,
        }),
        async (trips) => {
          const { arrivals } = await run(700, (index) => trips[index % trips.length]!)
          expect(mostIn(arrivals, 1_000)).toBeLessThanOrEqual(10)
          expect(mostIn(arrivals, 60_000)).toBeLessThanOrEqual(500)
        },
      ),
      { numRuns: 15 },
    )
  })

  it('are never exceeded by a machine that stalls: what left in time arrives bunched, and counts from there', async () => {
    const isStalled = (index: number) => index % 97 > 80
    const { arrivals, lastLeft } = await run(700, (index) =>
      isStalled(index) ? { there: 700 + (index % 13) * 20, back: 5 } : { there: 3, back: 5 },
    )
    expect(mostIn(arrivals, 1_000)).toBeLessThanOrEqual(10)
    expect(mostIn(arrivals, 60_000)).toBeLessThanOrEqual(500)
    expect(lastLeft).toBeLessThan(180_000)
  })

  it('are used well where QuickBooks itself takes its time', async () => {
    const { lastLeft } = await run(1_000, (index) => ({ there: 40, back: 260 + (index % 7) * 60 }))
    expect(1_000 / (lastLeft / 60_000)).toBeGreaterThanOrEqual(400)
  })

  it('are kept with answers that never come', async () => {
    const clock = stoppedClock()
    const limiter = createLimiter({ clock })
    let left = 0
    for (let index = 0; index < 30; index += 1) void limiter.turn().then(() => (left += 1))
    await clock.runUntil(1_100)
    expect(left).toBe(10)
    await clock.runUntil(10_000)
    expect(left).toBe(30)
  })

  it('serve first come, first served', async () => {
    const clock = stoppedClock()
    const limiter = createLimiter({ clock })
    const order: number[] = []
    for (let index = 0; index < 35; index += 1) void limiter.turn().then(() => order.push(index))
    await clock.runUntil(60_000)
    expect(order).toEqual(Array.from({ length: 35 }, (_, index) => index))
  })
})

describe('40 batches a minute, besides', () => {
  it('are never exceeded, and keep no single request waiting', async () => {
    const clock = stoppedClock()
    const limiter = createLimiter({ clock })
    const [batches, singles]: [number[], number[]] = [[], []]
    const send = (kind: 'batch' | 'single', times: number[]) =>
      void limiter.turn(kind).then((turn) => {
        times.push(clock.now())
        clock.after(50, () => turn.answered())
      })
    for (let count = 0; count < 200; count += 1) send('batch', batches)
    for (let count = 0; count < 1_000; count += 1) send('single', singles)
    await clock.runUntil(250_000)
    expect(mostIn(batches, 60_000)).toBe(40)
    expect(mostIn([...batches, ...singles], 60_000)).toBeLessThanOrEqual(500)
    expect(mostIn([...batches, ...singles], 1_000)).toBeLessThanOrEqual(10)
    expect(singles.filter((at) => at < 60_000).length).toBeGreaterThan(440)
    expect(batches.length).toBeGreaterThanOrEqual(160)
  })

  it('no more requests are under way at once than are allowed', async () => {
    const clock = stoppedClock()
    const limiter = createLimiter({ clock, atOnce: 4 })
    let [underWay, most, answered] = [0, 0, 0]
    for (let count = 0; count < 40; count += 1)
      void limiter.turn().then((turn) => {
        most = Math.max(most, (underWay += 1))
        clock.after(3_000, () => {
          underWay -= 1
          answered += 1
          turn.answered()
        })
      })
    await clock.runUntil(40_000)
    expect([most, answered]).toEqual([4, 40])
  })
})

describe('a pause that QuickBooks asks for', () => {
  it('holds everything back, is shown, and ends by itself', async () => {
    const clock = stoppedClock()
    const limiter = createLimiter({ clock })
    const shown: (Pause | null)[] = []
    limiter.subscribe((pause) => shown.push(pause))
    const why = problem('throttled', { seconds: 60 })
    limiter.pause(60_000, why)
    limiter.pause(5_000, why)
    let leftAt: number | null = null
    void limiter.turn().then(() => (leftAt = clock.now()))
    await clock.runUntil(59_999)
    expect(leftAt).toBeNull()
    expect(limiter.paused()).toEqual({ until: 60_000, problem: why })
    await clock.runUntil(61_000)
    expect(leftAt).toBe(60_000)
    expect(shown).toEqual([{ until: 60_000, problem: why }, null])
    expect(limiter.paused()).toBeNull()
  })
})

describe('two desktops that ask one company', () => {
  /** QuickBooks on a clock: 10 in any second and 500 in any minute, whoever asks. */
  function quickBooks(clock: Clock): { refused: number[]; take(): boolean } {
    const taken: number[] = []
    const refused: number[] = []
    return {
      refused,
      take() {
        const now = clock.now()
        const within = (ms: number): number => taken.filter((at) => at > now - ms).length
        const isTaken = within(1_000) < 10 && within(60_000) < 500
        if (isTaken) taken.push(now)
        else refused.push(now)
        return isTaken
      },
    }
  }

  async function asks(clock: Clock, asked: { take(): boolean }, until: number): Promise<number> {
    const limiter = createLimiter({ clock })
    let done = 0
    while (clock.now() < until) {
      const turn = await limiter.turn()
      await new Promise<void>((resolve) => clock.after(60, resolve))
      const isTaken = asked.take()
      await new Promise<void>((resolve) => clock.after(60, resolve))
      turn.answered()
      if (isTaken) done += 1
      else limiter.pause(60_000, problem('throttled', { code: '', said: '', element: '', seconds: 60 }))
    }
    return done
  }

  it('share its limits after a few refusals, instead of running into them every minute', async () => {
    const clock = stoppedClock()
    const company = quickBooks(clock)
    const end = 9 * 60_000
    const desktops = [asks(clock, company, end), asks(clock, company, end)]
    await clock.runUntil(end + 200_000)
    const done = await Promise.all(desktops)
    expect(company.refused.length).toBeLessThanOrEqual(6)
    expect(company.refused.filter((at) => at > 5 * 60_000)).toEqual([])
    expect(Math.min(...done)).toBeGreaterThan(500)
  })

  it('has all of them again when the other one is gone', async () => {
    const clock = stoppedClock()
    const limiter = createLimiter({ clock })
    limiter.pause(1_000, problem('throttled', { code: '', said: '', element: '', seconds: 1 }))
    const leftIn = async (from: number): Promise<number> => {
      await clock.runUntil(from)
      let left = 0
      for (let count = 0; count < 20; count += 1)
        void limiter.turn().then((turn) => {
          if (clock.now() < from + 500) left += 1
          turn.answered()
        })
      await clock.runUntil(from + 30_000)
      return left
    }
    expect(await leftIn(10_000)).toBe(5)
    expect(await leftIn(12 * 60_000)).toBe(10)
  })
})
