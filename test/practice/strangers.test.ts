import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'

let practice: ControlledCompany
let origin: URL
beforeAll(async () => {
  practice = await startControlledCompany({ folder: null, country: 'CA', limits: 'off' })
  origin = new URL(practice.apiBase)
})
afterAll(() => practice.close())

interface Taken {
  status: number | null
  text: string
  /** Bytes that went out before the server said no, or ended the connection. */
  sent: number
}

/** Sends a body in pieces for as long as somebody takes it, as one does who wants to fill the memory. */
function flood(path: string, headers: Record<string, string>, most: number): Promise<Taken> {
  const piece = Buffer.alloc(64 * 1024)
  return new Promise((resolve) => {
    let sent = 0
    let ended = false
    const outgoing = request({
      host: origin.hostname,
      port: origin.port,
      method: 'POST',
      path,
      headers: { 'content-length': String(most), ...headers },
      agent: false,
    })
    const end = (status: number | null, text: string): void => {
      if (ended) return
      ended = true
      outgoing.destroy()
      resolve({ status, text, sent })
    }
    outgoing.on('error', () => end(null, ''))
    outgoing.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => end(response.statusCode ?? null, Buffer.concat(parts).toString()))
    })
    const more = (): void => {
      if (ended || sent >= most) return
      sent += piece.length
      outgoing.write(piece, () => setImmediate(more))
    }
    more()
  })
}

/** Sends a form but for its last byte. */
function allButItsEnd(path: string, length: number): { isEnded(): boolean; end(): void } {
  let ended = false
  const outgoing = request({
    host: origin.hostname,
    port: origin.port,
    method: 'POST',
    path,
    headers: { 'content-length': String(length) },
    agent: false,
  })
  for (const event of ['error', 'response', 'close']) outgoing.on(event, () => (ended = true))
  outgoing.write(Buffer.alloc(length - 1))
  return { isEnded: () => ended, end: () => void outgoing.destroy() }
}

const MB = 1024 * 1024

describe('a stranger at the practice company', () => {
  it.each([
    ['an upload without a token', `/v3/company/1/upload`, {}],
    ['an upload with a token of nobody', `/v3/company/1/upload`, { authorization: `Bearer ${'x'.repeat(64)}` }],
    ['a document without a token', `/v3/company/1/invoice`, {}],
    ['a control without the key', `/control`, { 'x-practice-key': 'guessed' }],
  ])('is answered before the body of %s is taken', async (_, path, headers) => {
    const taken = await flood(path, headers, 90 * MB)
    expect([401, 403]).toContain(taken.status)
    expect(taken.sent).toBeLessThan(16 * MB)
  })

  it('fills no more than 8 MB with many forms beside each other, and a sign-in goes on once they are gone', async () => {
    const most = 250 * 1024
    // Every one of them sends all but its last byte, and waits: more than 50 MB if each were kept.
    const forms = Array.from({ length: 220 }, () => allButItsEnd('/oauth2/v1/tokens/bearer', most))
    const waiting = (): number => forms.filter(({ isEnded }) => !isEnded()).length
    await vi.waitFor(() => expect(waiting() * most).toBeLessThanOrEqual(8 * MB), 15_000)
    expect(waiting()).toBeGreaterThan(0)
    for (const form of forms) form.end()
    await vi.waitFor(async () => {
      const answer = await fetch(`${practice.apiBase}/oauth2/v1/tokens/bearer`, {
        method: 'POST',
        body: 'grant_type=x',
      })
      expect(answer.status).not.toBe(413)
      await answer.text()
    })
  })

  it('does not keep a form open that never comes to its end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const form = allButItsEnd('/oauth2/v1/tokens/bearer', 100)
    onTestFinished(() => form.end())
    await vi.waitFor(() => {
      vi.advanceTimersByTime(1_000)
      expect(form.isEnded()).toBe(true)
    }, 15_000)
  })

  it('is not let fill a form of the sign-in', async () => {
    expect((await flood('/oauth2/v1/tokens/bearer', {}, 90 * MB)).sent).toBeLessThan(16 * MB)
  })

  it.each(['//', '/%', '/v3/company/%E0%A4%A/invoice', '/files/%00', '/books/%E0%A4%A', '/connect/oauth2?x=%'])(
    'hears of no folder and no code (%s)',
    async (path) => {
      for (const method of ['GET', 'POST']) {
        const text = await new Promise<string>((resolve, reject) => {
          const outgoing = request(
            { host: origin.hostname, port: origin.port, method, path, agent: false },
            (answer) => {
              const parts: Buffer[] = []
              answer.on('data', (part: Buffer) => parts.push(part))
              answer.on('end', () => resolve(Buffer.concat(parts).toString()))
            },
          )
          outgoing.on('error', reject)
          outgoing.end()
        })
        expect(text).not.toMatch(/node_modules|electron\/|\.ts\b|\n\s+at |[A-Z]:\\|\/home\/|file:/)
      }
    },
  )

  it('hears nothing of a surprise but that it was one, also after a form', async () => {
    let isBroken = false
    const broken = await startControlledCompany({
      folder: null,
      country: 'CA',
      clock: () => {
        if (isBroken) throw new Error('read of /home/claire/books failed')
        return new Date('2026-03-31T12:00:00Z')
      },
    })
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    isBroken = true
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${broken.apiBase}/connect/oauth2`, {
        method,
        ...(method === 'POST' && { body: 'x=1' }),
      })
      expect([answer.status, await answer.text()]).toEqual([500, 'The practice company failed.'])
    }
    expect(said).toHaveBeenCalled()
    said.mockRestore()
    isBroken = false
    await broken.close()
  })
})
