import { afterEach, describe, expect, it } from 'vitest'
import { watchPause } from '../../electron/companion/pause-watch.ts'
import type { Clock } from '../../electron/qbo/limits.ts'
import { createLimiter } from '../../electron/qbo/limits.ts'
import { problem } from '../../shared/problem.ts'
import type { Progress } from '../../shared/status.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

/** Time that moves only when something waits for it; then at once, as far as was waited for. */
function hurriedClock(): Clock & { waited: number[] } {
  let now = 1_000_000
  const waited: number[] = []
  return {
    waited,
    now: () => now,
    after(ms, callback) {
      waited.push(ms)
      setImmediate(() => {
        now += ms
        callback()
      })
    },
  }
}

describe('a pause that QuickBooks asks for', () => {
  it('is shown while it lasts, with the time that is left, and the run goes on by itself', async () => {
    const clock = hurriedClock()
    const { company, practice } = await runningCompany({
      pace: { limits: { clock, perSecond: 1_000, perMinute: 100_000 } },
      hurried: true,
    })
    const seen: Progress[] = []
    company.listen(() => seen.push(company.status().progress))
    await practice.controls.setFaults({
      rules: [{ kind: 'throttle', retryAfterSeconds: 42, match: { operation: 'create', entity: 'Invoice' }, times: 1 }],
    })
    const report = await company.sync()

    expect(report).toMatchObject({ read: null, problem: null, push: { refused: 0, stop: null } })
    const pauses = seen.filter(({ phase }) => phase === 'pausing')
    expect(pauses[0]).toMatchObject({ phase: 'pausing', pauseMs: 42_000 })
    // How far it got stays in sight.
    expect(pauses[0]?.total).toBeGreaterThan(0)
    expect(clock.waited).toContain(42_000)
    expect(seen.findLastIndex(({ phase }) => phase === 'pausing')).toBeLessThan(
      seen.findLastIndex(({ phase }) => phase === 'sending'),
    )
    expect(company.status()).toMatchObject({ progress: { phase: 'idle', pauseMs: null } })
    expect(company.rows().filter(({ kind, state }) => kind === 'invoice' && state === 'synced').length).toBeGreaterThan(
      0,
    )
  })

  it('is a minute where QuickBooks names no time', async () => {
    const clock = hurriedClock()
    const { company, practice } = await runningCompany({
      pace: { limits: { clock, perSecond: 1_000, perMinute: 100_000 } },
      hurried: true,
    })
    const seen: Progress[] = []
    company.listen(() => seen.push(company.progress))
    await practice.controls.setFaults({
      rules: [{ kind: 'throttle', match: { operation: 'create', entity: 'Vendor' }, times: 1 }],
    })
    await company.sync()
    expect(seen.find(({ phase }) => phase === 'pausing')).toMatchObject({ pauseMs: 60_000 })
  })

  it('is told of every second, and once more when it is over', async () => {
    const told: number[] = []
    const limiter = createLimiter()
    const unwatch = watchPause(limiter, () => told.push(limiter.pausedFor()))
    limiter.pause(2_300, problem('throttled', { seconds: 3 }))
    await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe(0)
    expect(told.length).toBeGreaterThanOrEqual(4)
    expect(told.slice(0, -1).every((ms, index) => ms > (told[index + 1] ?? 0))).toBe(true)
    unwatch()
    limiter.pause(50, problem('throttled', { seconds: 1 }))
    expect(told.at(-1)).toBe(0)
  })
})
