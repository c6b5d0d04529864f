import { describe, expect, it } from 'vitest'
import { chainLine } from '../../electron/store/audit/audit-chain.ts'
import type { AuditCheck, AuditLog, WriteEntry } from '../../electron/store/audit/audit-log.ts'
import { openAuditLog } from '../../electron/store/audit/audit-log.ts'
import type { HistoryWitness } from '../../electron/store/audit/audit-end.ts'
import type { HistoryKey, KeyAnswer } from '../../electron/store/audit/audit-seal.ts'
import { PowerDisk } from './power-disk.ts'

/*
 * Whoever can write in the data folder can compute every hash of the history anew. What is found all the same: by the key
 * that the keychain has, and by what the company's data know of their history.
 */

const FOLDER = '/data/company'
const PATH = `${FOLDER}/activity.history`
const HEAD = `${PATH}.head`
const AT = '2026-03-31T12:00:00.000Z'
const KEY: HistoryKey = { secret: Buffer.alloc(32, 7), owner: 'folder company', isUsed: true }
const FRESH: HistoryKey = { ...KEY, isUsed: false }
const OTHER: HistoryKey = { ...KEY, secret: Buffer.alloc(32, 9), isUsed: false }

function write(n: number): WriteEntry {
  return {
    type: 'write',
    company: 'company',
    key: `invoice:inv_${n}`,
    verb: 'create',
    entityType: 'Invoice',
    requestId: `request-${n}`,
    intuitTid: null,
    bodyHash: null,
    outcome: 'done',
    quickbooksId: String(100 + n),
    problemCode: null,
    params: {},
  }
}

async function opened(
  disk: PowerDisk,
  {
    witness,
    readOnly = false,
    headDelayMs = 60_000,
  }: { witness?: HistoryWitness; readOnly?: boolean; headDelayMs?: number } = {},
): Promise<AuditLog> {
  const answer = await openAuditLog({
    folder: FOLDER,
    name: 'activity',
    fileSystem: disk,
    clock: () => new Date(AT),
    headDelayMs,
    readOnly,
    ...(witness && { witness }),
  })
  if (!answer.ok) throw new Error(answer.problem.code)
  return answer.value
}

/** Ten writes, closed in good order; under a key where one is given. */
async function written(key: HistoryKey | null): Promise<PowerDisk> {
  const disk = new PowerDisk()
  const log = await opened(disk)
  if (key) await log.seal(key)
  for (let n = 1; n <= 10; n += 1) await log.append(write(n))
  await log.close()
  return disk
}

/** What `audit --verify` says, which only looks. */
async function looked(disk: PowerDisk, key?: KeyAnswer, witness?: HistoryWitness): Promise<AuditCheck> {
  const log = await opened(disk, { readOnly: true, ...(witness && { witness }) })
  const check = await log.verify(key)
  await log.close()
  return check
}

const textOf = (disk: PowerDisk, path: string): string => Buffer.from(disk.contentOf(path)).toString('utf8')
const put = (disk: PowerDisk, path: string, text: string): void => disk.damage(path, () => Buffer.from(text, 'utf8'))

/** Writes the whole history anew, so that every hash fits, and its note with it; `keepSeal`: what was under the key stays. */
function forge(disk: PowerDisk, entries: readonly WriteEntry[], keepSeal: boolean): void {
  const { sealed } = JSON.parse(textOf(disk, HEAD)) as { sealed?: object }
  let previous = '0'.repeat(64)
  let text = ''
  let head = {}
  for (const [index, entry] of entries.entries()) {
    const line = chainLine(index + 1, AT, previous, entry)
    head = { seq: index + 1, hash: line.hash, offset: Buffer.byteLength(text) }
    text += line.bytes.toString('utf8')
    previous = line.hash
  }
  put(disk, PATH, text)
  put(disk, HEAD, JSON.stringify({ ...head, ...(keepSeal && sealed && { sealed }) }))
}

const ten = Array.from({ length: 10 }, (_, index) => write(index + 1))
const changed = ten.map((entry, index) => (index === 3 ? { ...entry, quickbooksId: '666' } : entry))

describe('a history under its key', () => {
  it('is unbroken, and its end is under the key, also after it was opened and went on', async () => {
    const disk = await written(FRESH)
    expect(await looked(disk, KEY)).toEqual({ ok: true, count: 10, seal: { state: 'sealed', to: 10 } })
    const log = await opened(disk)
    expect(await log.seal(KEY)).toBe(true)
    await log.append(write(11))
    await log.close()
    expect(await looked(disk, KEY)).toEqual({ ok: true, count: 11, seal: { state: 'sealed', to: 11 } })
  })

  it.each([
    ['changed and computed anew', changed, false, { line: 11, why: 'seal-gone' }],
    ['changed and computed anew, with the old seal', changed, true, { line: 10, why: 'rewritten' }],
    ['cut, and its end noted anew', ten.slice(0, 6), false, { line: 7, why: 'seal-gone' }],
    ['cut, and its end noted anew, with the old seal', ten.slice(0, 6), true, { line: 7, why: 'cut' }],
  ] as const)('%s, it is broken, and stays so after it went on', async (_, entries, keepSeal, found) => {
    const disk = await written(FRESH)
    forge(disk, entries, keepSeal)
    expect(await looked(disk, KEY)).toEqual({ ok: false, ...found })
    const log = await opened(disk)
    const isWhole = await log.seal(KEY)
    expect(isWhole && !log.isDamaged).toBe(false)
    for (let n = 20; n < 30; n += 1) await log.append(write(n))
    await log.close()
    expect(await looked(disk, KEY)).toMatchObject({ ok: false, why: found.why })
    // Nobody takes the note of it out without being found, either.
    expect(await looked(disk, 'keychain-locked')).toMatchObject({ ok: false, why: found.why })
  })

  it('with a seal that somebody made up, it is broken', async () => {
    const disk = await written(FRESH)
    forge(disk, changed, false)
    const head = JSON.parse(textOf(disk, HEAD)) as object
    put(disk, HEAD, JSON.stringify({ ...head, sealed: { ...head, seal: 'ab'.repeat(32) } }))
    expect(await looked(disk, KEY)).toEqual({ ok: false, line: 11, why: 'seal-wrong' })
    const log = await opened(disk)
    expect(await log.seal(KEY)).toBe(false)
    await log.close()
    expect(await looked(disk, KEY)).toMatchObject({ ok: false, why: 'seal-wrong' })
  })

  it('of one company, put in the place of another’s, is broken', async () => {
    const disk = await written({ ...FRESH, owner: 'folder other' })
    expect(await looked(disk, KEY)).toMatchObject({ ok: false, why: 'seal-wrong' })
  })

  it('deleted with its note, it is broken where something was done that stood in it', async () => {
    const disk = await written(FRESH)
    for (const path of [PATH, HEAD]) disk.removeBehindItsBack(path)
    const witness = { end: null, hasDeeds: true }
    expect(await looked(disk, KEY, witness)).toMatchObject({ ok: false, why: 'gone' })
    expect(await looked(disk, 'keychain-missing', witness)).toMatchObject({ ok: false, why: 'gone' })
    const log = await opened(disk, { witness })
    expect(log.isDamaged).toBe(true)
    await log.append(write(11))
    await log.close()
    expect(await looked(disk, 'keychain-missing')).toMatchObject({ ok: false, why: 'gone' })
  })

  it('put back alone from an older copy, it is broken: the company’s data know a later end', async () => {
    const disk = await written(FRESH)
    const older = [PATH, HEAD].map((path) => [path, textOf(disk, path)] as const)
    const log = await opened(disk)
    await log.seal(KEY)
    await log.append(write(11))
    const witness = { end: log.end, hasDeeds: true }
    await log.close()
    expect(await looked(disk, KEY, witness)).toMatchObject({ ok: true })
    for (const [path, text] of older) put(disk, path, text)
    expect(await looked(disk, KEY, witness)).toEqual({ ok: false, line: 11, why: 'cut' })
    // The whole folder from the same day is a backup like any other.
    expect(await looked(disk, KEY, { end: null, hasDeeds: true })).toMatchObject({ ok: true, count: 10 })
  })

  it('written anew without a keychain, it is broken: the company’s data know another end', async () => {
    const disk = await written(null)
    const log = await opened(disk)
    const witness = { end: log.end, hasDeeds: true }
    await log.close()
    forge(disk, changed, false)
    expect(await looked(disk, 'keychain-missing', witness)).toEqual({ ok: false, line: 10, why: 'rewritten' })
  })
})

describe('a history that nobody touched raises no alarm', () => {
  it('with nothing in it yet', async () => {
    const disk = new PowerDisk()
    const log = await opened(disk)
    expect(await log.seal(FRESH)).toBe(true)
    await log.close()
    for (const key of [KEY, 'keychain-missing'] as const) expect(await looked(disk, key)).toMatchObject({ ok: true })
    const again = await opened(disk)
    expect(await again.seal(KEY)).toBe(true)
    expect(again.isDamaged).toBe(false)
    await again.close()
    expect(await looked(disk, KEY)).toMatchObject({ ok: true, count: 0 })
  })

  it('whose key comes while its end is just being noted', async () => {
    const disk = new PowerDisk()
    const rename = disk.rename.bind(disk)
    const begun = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const log = await opened(disk, { headDelayMs: 0 })
    disk.rename = async (from, to) => {
      begun.resolve()
      await goOn.promise
      return rename(from, to)
    }
    await log.append(write(1))
    await begun.promise
    const sealing = log.seal(FRESH)
    goOn.resolve()
    expect(await sealing).toBe(true)
    await log.close()
    expect(await looked(disk, KEY)).toMatchObject({ ok: true, seal: { state: 'sealed', to: 1 } })
  })

  it('of an earlier version: it is taken under the key, which stands in it', async () => {
    const disk = await written(null)
    expect(await looked(disk, 'none')).toEqual({ ok: true, count: 10, seal: { state: 'unsealed' } })
    const log = await opened(disk)
    expect(await log.seal(FRESH)).toBe(true)
    await log.close()
    expect(textOf(disk, PATH)).toContain('"what":"history-sealed","key":null,"params":{"after":10}')
    expect(await looked(disk, KEY)).toEqual({ ok: true, count: 11, seal: { state: 'sealed', to: 11 } })
  })

  it('copied to another computer, or after its keychain was emptied: a new key, which stands in it', async () => {
    const disk = await written(FRESH)
    expect(await looked(disk, 'none')).toEqual({ ok: true, count: 10, seal: { state: 'key-elsewhere' } })
    const log = await opened(disk)
    expect(await log.seal(OTHER)).toBe(true)
    await log.close()
    expect(textOf(disk, PATH)).toContain('history-sealed-anew')
    expect(await looked(disk, { ...OTHER, isUsed: true })).toMatchObject({ ok: true, count: 11 })
  })

  it('without a keychain, or with a locked one: it says so, and what was under the key stays under it', async () => {
    const disk = await written(FRESH)
    for (const answer of ['keychain-missing', 'keychain-locked'] as const)
      expect(await looked(disk, answer)).toEqual({ ok: true, count: 10, seal: { state: answer } })
    const log = await opened(disk)
    await log.append(write(11))
    await log.close()
    expect(await looked(disk, KEY)).toEqual({ ok: true, count: 11, seal: { state: 'sealed', to: 10 } })
    const later = await opened(disk)
    expect(await later.seal(KEY)).toBe(true)
    await later.close()
    expect(textOf(disk, PATH)).toContain('"what":"history-sealed-late","key":null,"params":{"from":11,"after":11}')
    expect(await looked(disk, KEY)).toMatchObject({ ok: true, count: 12, seal: { state: 'sealed', to: 12 } })
  })

  it('killed at any step of taking it under the key, of going on and of closing', async () => {
    for (const before of [null, FRESH]) {
      const whole = await written(before)
      const isUsed = before !== null
      for (let step = 1; step <= 24; step += 1) {
        const disk = whole.afterPowerCut('kept', () => 0)
        disk.powerCutAt = step
        let isKept = isUsed
        try {
          const log = await opened(disk, { headDelayMs: 0 })
          await log.seal({ ...KEY, isUsed })
          isKept = true
          for (let n = 11; n < 14; n += 1) await log.append(write(n))
          await log.close()
        } catch {
          // The power went.
        }
        const again = disk.afterPowerCut('kept', () => 0)
        const key = { ...KEY, isUsed: isKept }
        expect(await looked(again, key), `step ${step}`).toMatchObject({ ok: true })
        const log = await opened(again)
        expect(await log.seal(key), `step ${step}`).toBe(true)
        expect(log.isDamaged).toBe(false)
        await log.close()
        expect(await looked(again, KEY), `step ${step}`).toMatchObject({ ok: true, seal: { state: 'sealed' } })
      }
    }
  })
})
