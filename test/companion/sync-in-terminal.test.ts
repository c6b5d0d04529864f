import { afterEach, describe, expect, it } from 'vitest'
import { EXIT } from '../../electron/terminal/output.ts'
import { sync } from '../../electron/terminal/sync-command.ts'
import type { Clock } from '../../electron/qbo/limits.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { RunningCompany } from '../support/running-company.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

/** Real time, in which waits of the limiter are over at once. */
function hurried(): Clock {
  let ahead = 0
  return {
    now: () => performance.timeOrigin + performance.now() + ahead,
    after: (ms, callback) =>
      setImmediate(() => {
        ahead += ms
        callback()
      }),
  }
}

async function patient(): Promise<RunningCompany> {
  return runningCompany({
    pace: { limits: { clock: hurried(), perSecond: 10_000, perMinute: 1_000_000 } },
    hurried: true,
  })
}

/** What a sync in the terminal says; a watching one is asked to end as soon as it has said something of a problem. */
async function said(
  { companion, company }: RunningCompany,
  language: 'en' | 'fr',
  how: { watch?: boolean; json?: boolean } = {},
): Promise<{ code: number; out: string; errors: string }> {
  const stopped = Promise.withResolvers<void>()
  let out = ''
  let errors = ''
  const terminal = {
    out: (text: string) => void (out += text),
    error: (text: string) => {
      errors += text
      stopped.resolve()
    },
    progress: () => undefined,
  }
  const code = await sync({ terminal, words: wordsFor(language), companion, json: how.json ?? false }, company, {
    watch: how.watch ?? false,
    stopped: stopped.promise,
  })
  return { code, out, errors }
}

describe('a sync in the terminal that QuickBooks cuts short', () => {
  it('too many requests: it promises nothing that an ended program cannot do, but says that the next sync goes on', async () => {
    const running = await patient()
    await running.practice.controls.setFaults({
      rules: [{ kind: 'throttle', retryAfterSeconds: 60, match: { operation: 'create' } }],
    })
    const english = await said(running, 'en')
    expect(english).toMatchObject({
      code: EXIT.couldNotRun,
      errors: expect.stringContaining('QuickBooks asks us to wait') as string,
    })
    expect(english.errors).toContain('the next one goes on where it ended')
    expect(english.errors).not.toMatch(/by itself|60 s/)
    expect((await said(running, 'fr')).errors).toMatch(/la prochaine reprend où elle s’est arrêtée/)
    const { problem } = JSON.parse((await said(running, 'en', { json: true })).out) as {
      problem: { code: string; explanation: string }
    }
    expect(problem).toMatchObject({
      code: 'throttled',
      explanation: expect.not.stringContaining('by itself') as string,
    })

    await running.practice.controls.setFaults(null)
    expect((await said(running, 'en')).errors).toBe('')
    expect(running.company.rows().find(({ key }) => key === 'invoice:i-1001')?.state).toBe('synced')
  })

  it('watching, it does go on by itself, and says so', async () => {
    const running = await patient()
    await running.practice.controls.setFaults({
      rules: [{ kind: 'throttle', retryAfterSeconds: 60, match: { operation: 'create' } }],
    })
    expect((await said(running, 'en', { watch: true })).errors).toContain('Sending continues by itself')
  })

  it('no network: the same', async () => {
    const running = await patient()
    await said(running, 'en')
    await running.practice.close()
    const { code, errors } = await said(running, 'en')
    expect(code).toBe(EXIT.couldNotRun)
    expect(errors).toContain('QuickBooks cannot be reached')
    expect(errors).toContain('the next one goes on where it ended')
    expect(errors).not.toContain('by itself')
  })
})
