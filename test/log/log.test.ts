import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { levelIn, openLog } from '../../electron/log/log.ts'
import { redacted, redactedDetails } from '../../electron/log/redact.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (name: string): Record<string, unknown>[] =>
  readFileSync(path.join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the technical log of a data folder', () => {
  it('holds what happened, one line each, readable by its user alone', () => {
    const log = openLog(folder, 'info', () => new Date('2026-11-29T20:00:00Z'))
    log.write('info', 'run-ended', { company: 'beaubien', sent: 3, refused: 0 })
    expect(linesOf('companion.log')).toEqual([
      { at: '2026-11-29T20:00:00.000Z', level: 'info', event: 'run-ended', company: 'beaubien', sent: 3, refused: 0 },
    ])
    if (process.platform !== 'win32') expect(statSync(path.join(folder, 'companion.log')).mode & 0o777).toBe(0o600)
  })

  it('is as chatty as it was asked to be', () => {
    expect([levelIn({}), levelIn({ BILLDR_QBO_LOG: 'DEBUG' }), levelIn({ BILLDR_QBO_LOG: 'loud' })]).toEqual([
      'info',
      'debug',
      'info',
    ])
    openLog(folder, 'warn').write('info', 'unasked')
    openLog(folder, levelIn({ BILLDR_QBO_LOG: 'off' })).write('error', 'unasked')
    expect(readdirSync(folder)).toEqual([])
  })

  it('stays small: a full file becomes the old one', () => {
    const log = openLog(folder, 'info')
    for (let at = 0; at < 2_000; at++) log.write('info', 'answered', { text: 'a few words. '.repeat(100) })
    const sizes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).size)
    expect(readdirSync(folder).sort()).toEqual(['companion.log', 'companion.old.log'])
    expect(Math.max(...sizes)).toBeLessThan(1_100_000)
    expect(log.tail(50)).toHaveLength(50)
  })

  it('says of a surprise its kind and where it was thrown, and not its text', () => {
    const log = openLog(folder, 'info')
    log.fault('company-stopped', new RangeError('Invoice 1001 of Tremblay over 7,750.50'), { company: 'beaubien' })
    const [line] = linesOf('companion.log')
    expect(line).toMatchObject({ level: 'error', event: 'company-stopped', company: 'beaubien', error: 'RangeError' })
    expect(String(line?.['places'])).toContain('log.test.ts')
    expect(JSON.stringify(line)).not.toMatch(/Tremblay|7,750|1001/)
  })

  it('cannot be written: nothing else stops', () => {
    const log = openLog(path.join(folder, 'no', '\0'), 'info')
    expect(() => log.write('info', 'started')).not.toThrow()
  })
})

describe('no secret reaches the log', () => {
  const token = fc
    .array(fc.constantFrom(...'ABCDEFGHJKabcdefgh0123456789-_.'), { minLength: 40, maxLength: 400 })
    .map((characters) => characters.join(''))

  it('under a name of its own, in an address, in a header, or anywhere by its length', () => {
    fc.assert(
      fc.property(
        token,
        fc.constantFrom('access_token', 'refreshToken', 'clientSecret', 'Authorization'),
        (secret, name) => {
          const written = JSON.stringify([
            redactedDetails({ [name]: secret }),
            redacted(`http://localhost:8477/callback?code=${secret}&state=${secret}`),
            redacted(`Authorization: Bearer ${secret}`),
            redacted(`it said ${secret} and went on`),
          ])
          expect(written).not.toContain(secret)
        },
      ),
    )
  })

  it.each(['code=AB12', 'state=xyz', 'Bearer abc123', 'password: hunter2', '"client_secret":"s3cr3t"', 'key=Zm9v'])(
    'also a short one: %s',
    (text) => {
      const value = /[A-Za-z0-9]+"?$/.exec(text)?.[0].replace('"', '') ?? ''
      expect(redacted(text)).not.toContain(value)
    },
  )
})
