import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PracticeCompany } from '../../electron/practice/practice-company.ts'
import { startPracticeCompany } from '../../electron/practice/practice-company.ts'

let practice: PracticeCompany
let origin: URL
beforeAll(async () => {
  practice = await startPracticeCompany({ folder: null, country: 'CA', limits: 'off' })
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
})
