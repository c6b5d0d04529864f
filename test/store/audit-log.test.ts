import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainLine } from '../../electron/store/audit/audit-chain.ts'
import { csvCell } from '../../shared/csv.ts'
import type { AuditCheck, AuditEntry, AuditLog, AuditRecord, WriteEntry } from '../../electron/store/audit/audit-log.ts'
import { openAuditLog } from '../../electron/store/audit/audit-log.ts'
import { nodeFileSystem } from '../../electron/store/file-system.ts'
import type { FileSystem } from '../../electron/store/file-system.ts'
import { StoreWriteError } from '../../electron/store/store.ts'
import { realFolder } from './folder.ts'
import { PowerDisk, seeded } from './power-disk.ts'

const FOLDER = '/data/company'
const PATH = `${FOLDER}/activity.history`

function write(n: number, change: Partial<WriteEntry> = {}): WriteEntry {
  return {
    type: 'write',
    company: 'renovation',
    key: `invoice:inv_${n}`,
    verb: 'create',
    entityType: 'Invoice',
    requestId: `request-${n}`,
    intuitTid: `1-${n}`,
    bodyHash: 'ab'.repeat(32),
    outcome: 'done',
    quickbooksId: String(100 + n),
    problemCode: null,
    params: { note: 'Façade, étape "2"' },
    ...change,
  }
}

async function opened(disk: FileSystem, folder = FOLDER, headDelayMs = 0): Promise<AuditLog> {
  const answer = await openAuditLog({
    folder,
    name: 'activity',
    company: 'renovation',
    fileSystem: disk,
    clock: () => new Date('2026-03-31T12:00:00Z'),
    headDelayMs,
  })
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
  return answer.value
}

/** What somebody is told who only reads, as `audit --verify` does. */
async function looked(disk: FileSystem): Promise<AuditCheck> {
  const answer = await openAuditLog({
    folder: FOLDER,
    name: 'activity',
    company: 'renovation',
    fileSystem: disk,
    readOnly: true,
    headDelayMs: 0,
  })
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
  const check = await answer.value.verify()
  await answer.value.close()
  return check
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = []
  for await (const item of items) result.push(item)
  return result
}

const requests = (records: AuditRecord[]) =>
  records.flatMap(({ entry }) => (entry.type === 'write' ? entry.requestId : []))
const events = (records: AuditRecord[]) => records.flatMap(({ entry }) => (entry.type === 'event' ? entry.what : []))

/** A history of ten writes, closed in good order. */
async function written(disk = new PowerDisk()): Promise<PowerDisk> {
  const log = await opened(disk)
  for (let n = 1; n <= 10; n++) await log.append(write(n))
  await log.close()
  return disk
}

test('what was written is there, oldest first, and verified, on the real disk', async () => {
  const folder = await realFolder()
  const entries: AuditEntry[] = [
    write(1),
    {
      type: 'decision',
      company: 'renovation',
      who: 'person',
      what: 'ignore',
      key: 'expense:e1',
      reason: 'paid by hand',
      params: {},
    },
    { type: 'event', company: 'renovation', what: 'continued-after-crash', key: null, params: { documents: 3 } },
  ]
  const log = await opened(nodeFileSystem, folder)
  for (const entry of entries) await log.append(entry)
  expect(await log.verify()).toEqual({ ok: true, count: 3 })
  await log.close()
  const again = await opened(nodeFileSystem, folder)
  expect(await all(again.read())).toEqual(
    entries.map((entry, k) => ({ seq: k + 1, at: '2026-03-31T12:00:00.000Z', entry })),
  )
  await again.append(write(4))
  expect(await again.verify()).toEqual({ ok: true, count: 4 })
  await again.close()
})

test('entries at the same time share a flush and keep their order; what is changed in one later is not history', async () => {
  const disk = new PowerDisk()
  const log = await opened(disk, FOLDER, 60_000)
  const steps = disk.steps
  const first = write(0)
  const appended = [log.append(first), ...Array.from({ length: 50 }, (_, n) => log.append(write(n + 1)))]
  first.requestId = 'changed later'
  await Promise.all(appended)
  expect(disk.steps - steps).toBeLessThanOrEqual(4)
  expect(requests(await all(log.read()))).toEqual(Array.from({ length: 51 }, (_, n) => `request-${n}`))
  await log.close()
})

function lines(disk: PowerDisk, change: (lines: string[]) => void): void {
  disk.damage(PATH, (bytes) => {
    const all = bytes.toString('utf8').split('\n')
    change(all)
    return Buffer.from(all.join('\n'), 'utf8')
  })
}

test.each<[string, (lines: string[]) => void, object]>([
  [
    'a changed amount',
    (all) => {
      all[3] = all[3]?.replace('"quickbooksId":"104"', '"quickbooksId":"999"') ?? ''
    },
    { line: 4, why: 'changed' },
  ],
  [
    'a changed time',
    (all) => {
      all[0] = all[0]?.replace('2026-03-31', '2026-03-30') ?? ''
    },
    { line: 1, why: 'changed' },
  ],
  [
    'a changed hash',
    (all) => {
      all[3] = all[3]?.replace(/"hash":"[0-9a-f]/, '"hash":"x') ?? ''
    },
    { line: 4, why: 'changed' },
  ],
  [
    'a removed line',
    (all) => {
      all.splice(3, 1)
    },
    { line: 4, why: 'missing' },
  ],
  [
    'several removed lines',
    (all) => {
      all.splice(3, 4)
    },
    { line: 4, why: 'missing' },
  ],
  [
    'a removed first line',
    (all) => {
      all.splice(0, 1)
    },
    { line: 1, why: 'missing' },
  ],
  [
    'two lines swapped',
    (all) => {
      all.splice(3, 2, all[4] ?? '', all[3] ?? '')
    },
    { line: 4, why: 'reordered' },
  ],
  [
    'a line twice',
    (all) => {
      all.splice(3, 0, all[3] ?? '')
    },
    { line: 5, why: 'reordered' },
  ],
  [
    'an empty line',
    (all) => {
      all.splice(3, 0, '')
    },
    { line: 4, why: 'changed' },
  ],
  [
    'a removed last line',
    (all) => {
      all.splice(9, 1)
    },
    { line: 10, why: 'truncated' },
  ],
  [
    'half of the lines cut off',
    (all) => {
      all.splice(5, 5)
    },
    { line: 6, why: 'truncated' },
  ],
  [
    'everything cut off',
    (all) => {
      all.splice(0, 11)
    },
    { line: 1, why: 'truncated' },
  ],
])('verify finds %s, and still does after the history went on', async (_, change, found) => {
  const disk = await written()
  lines(disk, change)
  const log = await opened(disk)
  expect(await log.verify()).toEqual({ ok: false, ...found })
  await log.append(write(11))
  const later = await log.verify()
  expect(later).toMatchObject({ ok: false })
  expect(requests(await all(log.read()))).toContain('request-11')
  await log.close()
  const again = await opened(disk)
  expect(await again.verify()).toEqual(later)
  await again.close()
})

const contents = (disk: PowerDisk) => disk.files().map((path) => [path, disk.contentOf(path).toString('latin1')])
const forged = (seq: number) => chainLine(seq, '2026-03-31T12:00:00.000Z', 'ab'.repeat(32), write(seq)).bytes

test.each<[string, (bytes: Buffer) => Buffer, string]>([
  ['an old line once more', (bytes) => bytes.subarray(0, bytes.indexOf('\n') + 1), 'reordered'],
  ['an old line once more, without its line feed', (bytes) => bytes.subarray(0, bytes.indexOf('\n')), 'reordered'],
  ['the last line once more', (bytes) => bytes.subarray(bytes.subarray(0, -1).lastIndexOf('\n') + 1), 'reordered'],
  ['all lines once more', (bytes) => bytes, 'reordered'],
  ['a next line that does not follow', () => forged(11), 'changed'],
  ['a line of later', () => forged(14), 'missing'],
  ['a text and a line feed', () => Buffer.from('paid by hand\n'), 'changed'],
])(
  '%s, added at the end, is found and named; looking changes nothing, and nobody takes it out',
  async (_, addition, why) => {
    const disk = await written()
    const whole = disk.contentOf(PATH)
    const before = contents(disk)
    disk.damage(PATH, (bytes) => Buffer.concat([bytes, addition(bytes)]))
    const damaged = contents(disk)
    for (let times = 0; times < 2; times++) expect(await looked(disk)).toMatchObject({ ok: false, line: 11 })
    expect(contents(disk)).toEqual(damaged)

    // Put back as it was, it is whole again.
    disk.damage(PATH, () => whole)
    expect(await looked(disk)).toEqual({ ok: true, count: 10 })
    expect(contents(disk)).toEqual(before)

    // Whoever comes to work instead goes on behind it.
    disk.damage(PATH, (bytes) => Buffer.concat([bytes, addition(bytes)]))
    const added = disk.contentOf(PATH)
    for (let times = 0; times < 3; times++) {
      const log = await opened(disk)
      expect(await log.verify()).toMatchObject(times === 0 ? { ok: false, line: 11, why } : { ok: false, line: 11 })
      await log.append(write(20 + times))
      expect(await log.verify()).toMatchObject({ ok: false, line: 11 })
      await log.close()
      expect(await looked(disk)).toMatchObject({ ok: false, line: 11 })
    }
    expect(disk.contentOf(PATH).subarray(0, added.length)).toEqual(added)
  },
)

test('looking after a crash raises no alarm and leaves everything to whoever comes to work', async () => {
  const disk = new PowerDisk()
  const log = await opened(disk, FOLDER, 60_000)
  for (let n = 1; n <= 10; n++) await log.append(write(n))
  // Killed before the note of the end was renewed, and in the middle of a line.
  const killed = disk.afterKill()
  killed.damage(PATH, (bytes) => Buffer.concat([bytes, bytes.subarray(0, 40)]))
  const before = contents(killed)
  for (let times = 0; times < 2; times++) expect(await looked(killed)).toEqual({ ok: true, count: 10 })
  expect(contents(killed)).toEqual(before)
  const again = await opened(killed)
  expect(await again.verify()).toEqual({ ok: true, count: 11 })
  await again.close()
})

test('looking where the note of the end is gone says so, and does not make another', async () => {
  const disk = await written()
  disk.removeBehindItsBack(`${PATH}.head`)
  for (let times = 0; times < 2; times++)
    expect(await looked(disk)).toEqual({ ok: false, line: 11, why: 'head-missing' })
  expect(disk.files()).toEqual([PATH])
})

test('verify finds a line that was written anew with a hash of its own, chain and all', async () => {
  const disk = await written()
  const forged = new PowerDisk()
  const log = await opened(forged)
  for (let n = 1; n <= 10; n++) await log.append(write(n, n === 7 ? { quickbooksId: '666' } : {}))
  await log.close()
  disk.damage(PATH, () => Buffer.from(forged.contentOf(PATH)))
  const again = await opened(disk)
  expect(await again.verify()).toEqual({ ok: false, line: 10, why: 'changed' })
  await again.close()
})

test('verify finds a single line that was written anew with a hash of its own', async () => {
  const disk = await written()
  lines(disk, (all) => {
    const line = JSON.parse(all[6] ?? '') as { previous: string }
    all[6] = chainLine(7, '2026-03-31T12:00:00.000Z', line.previous, write(7, { quickbooksId: '666' }))
      .bytes.toString('utf8')
      .trimEnd()
  })
  const log = await opened(disk)
  expect(await log.verify()).toEqual({ ok: false, line: 8, why: 'changed' })
  await log.close()
})

test('power lost at any step of opening without the note of the end: it is still said', async () => {
  const whole = await written()
  whole.removeBehindItsBack(`${PATH}.head`)
  for (let step = 1; step <= 12; step++) {
    const disk = whole.afterPowerCut('kept', () => 0)
    disk.powerCutAt = step
    const first = await openAuditLog({ folder: FOLDER, name: 'activity', fileSystem: disk, headDelayMs: 0 })
    if (first.ok) await first.value.close().catch(() => {})
    const log = await opened(disk.afterPowerCut('torn', seeded(step)))
    expect(await log.verify()).toMatchObject({ ok: false, line: 11 })
    await log.close()
  }
})

test('killed, started again, then power lost: the entries that the second start has shown are still there', async () => {
  for (let step = 8; step < 30; step++) {
    const disk = new PowerDisk()
    disk.powerCutAt = step
    await written(disk).catch(() => {})
    const killed = disk.afterKill()
    const shown = requests(await all((await opened(killed)).read()))
    const log = await opened(killed.afterPowerCut('lost', seeded(step)))
    expect(requests(await all(log.read()))).toEqual(shown)
    expect(await log.verify()).toMatchObject({ ok: true })
    await log.close()
  }
})

test('the note of the end was removed: the history goes on, and says so for ever', async () => {
  const disk = await written()
  disk.removeBehindItsBack(`${PATH}.head`)
  lines(disk, (all) => {
    all.splice(5, 5)
  })
  for (let times = 0; times < 2; times++) {
    const log = await opened(disk)
    expect(await log.verify()).toEqual({ ok: false, line: 6, why: 'head-missing' })
    expect(events(await all(log.read()))).toEqual(['history-head-missing'])
    await log.close()
  }
})

test('a last line that a crash cut off is taken out, kept beside the history and noted in it; that is no alarm', async () => {
  const disk = await written()
  disk.damage(PATH, (bytes) => Buffer.concat([bytes, Buffer.from('{"hash":"0123')]))
  const log = await opened(disk)
  const records = await all(log.read())
  expect(requests(records)).toHaveLength(10)
  expect(records.at(-1)?.entry).toMatchObject({
    type: 'event',
    what: 'history-mended',
    params: { bytes: 13, after: 10 },
  })
  expect(await log.verify()).toEqual({ ok: true, count: 11 })
  expect(disk.contentOf(`${PATH}.torn-2026-03-31T12-00-00`).toString()).toBe('{"hash":"0123')
  await log.close()
})

test('power lost at any step: every acknowledged entry is there in its order, and verify raises no alarm', async () => {
  const live = async (disk: PowerDisk): Promise<number> => {
    let acknowledged = 0
    const append = async (log: AuditLog, n: number) => {
      await log.append(write(n))
      acknowledged = n
    }
    try {
      const log = await opened(disk)
      for (let n = 1; n <= 12;) {
        const burst = n % 4 === 0 ? 3 : 1
        await Promise.all(Array.from({ length: burst }, (_, k) => append(log, n + k)))
        n += burst
        await new Promise(setImmediate)
      }
      await log.close()
    } catch (error) {
      if (disk.steps < disk.powerCutAt) throw error
    }
    return acknowledged
  }
  const trial = new PowerDisk()
  await live(trial)
  for (let step = 1; step <= trial.steps; step++) {
    for (const [aftermath, seed] of [
      ['lost', 0],
      ['kept', 0],
      ['torn', 1],
      ['torn', 2],
      ['torn', 3],
    ] as const) {
      const disk = new PowerDisk()
      disk.powerCutAt = step
      const acknowledged = await live(disk)
      const after = disk.afterPowerCut(aftermath, seeded(step * 10 + seed))
      const log = await opened(after)
      const found = requests(await all(log.read()))
      expect(found).toEqual(Array.from({ length: found.length }, (_, n) => `request-${n + 1}`))
      expect(found.length).toBeGreaterThanOrEqual(acknowledged)
      expect(await log.verify()).toMatchObject({ ok: true })
      await log.append(write(99))
      expect(await log.verify()).toMatchObject({ ok: true })
      await log.close()
    }
  }
})

test('a disk that refuses: the entry is refused and not there, the next one works, and verify finds nothing wrong', async () => {
  const trial = await written()
  for (const width of [1, 2, 3]) {
    for (let step = 8; step <= trial.steps; step++) {
      const disk = new PowerDisk()
      const log = await opened(disk, FOLDER, 60_000)
      disk.fault = (what) => (what !== 'read' && disk.steps >= step && disk.steps < step + width ? 'ENOSPC' : null)
      const stored: string[] = []
      for (let n = 1; n <= 10; n++) {
        const error = await log.append(write(n)).then(
          () => null,
          (reason: unknown) => reason,
        )
        if (error === null) stored.push(`request-${n}`)
        else expect(error).toBeInstanceOf(StoreWriteError)
        expect(requests(await all(log.read()))).toEqual(stored)
      }
      expect(stored.length).toBeGreaterThanOrEqual(10 - width)
      expect(await log.verify()).toEqual({ ok: true, count: stored.length })
      disk.fault = () => null
      await log.close()
      const again = await opened(disk)
      expect(requests(await all(again.read()))).toEqual(stored)
      expect(await again.verify()).toMatchObject({ ok: true })
      await again.close()
    }
  }
})

test('the clock is set back between two entries: the order stands, and verify finds nothing wrong', async () => {
  const times = ['2026-03-31T12:00:00Z', '2001-01-01T00:00:00Z', '2026-03-31T12:00:05Z']
  const disk = new PowerDisk()
  const answer = await openAuditLog({
    folder: FOLDER,
    name: 'activity',
    fileSystem: disk,
    clock: () => new Date(times[0] ?? ''),
  })
  if (!answer.ok) throw new Error(answer.problem.code)
  for (let n = 1; n <= 3; n++) {
    await answer.value.append(write(n))
    times.shift()
    if (times.length === 0) times.push('2026-03-31T12:00:06Z')
  }
  expect(requests(await all(answer.value.read()))).toEqual(['request-1', 'request-2', 'request-3'])
  expect(await answer.value.verify()).toEqual({ ok: true, count: 3 })
  await answer.value.close()
})

test('a folder that cannot be written is a problem with its reason', async () => {
  const disk = new PowerDisk()
  disk.fault = (what) => (what === 'open' ? 'EROFS' : null)
  const answer = await openAuditLog({ folder: FOLDER, name: 'activity', fileSystem: disk })
  expect(answer).toMatchObject({ ok: false, problem: { code: 'data-folder-unwritable', params: { reason: 'EROFS' } } })
})

test('as CSV: a row an entry, every text whole, and nothing that a spreadsheet would run', async () => {
  const disk = new PowerDisk()
  const log = await opened(disk)
  await log.append(
    write(1, { key: '=HYPERLINK("http://evil","x")', params: { memo: 'a "quote", a comma\nand a line' } }),
  )
  await log.append({
    type: 'decision',
    company: '@SUM(A1)',
    who: 'person',
    what: '+1',
    key: null,
    reason: '-2+3',
    params: {},
  })
  await log.close()
  const again = await opened(disk)
  const csv = (await all(again.toCsv())).join('')
  await again.close()
  expect(csv.startsWith('\uFEFFseq,at,type,company,key,')).toBe(true)
  const rows = parse(csv, { bom: true, columns: true, record_delimiter: '\r\n' }) as unknown as Record<string, string>[]
  expect(rows).toMatchObject([
    {
      seq: '1',
      key: '\'=HYPERLINK("http://evil","x")',
      outcome: 'done',
      params: '{"memo":"a \\"quote\\", a comma\\nand a line"}',
    },
    { seq: '2', company: "'@SUM(A1)", what: "'+1", reason: "'-2+3", outcome: '' },
  ])
})

test('no cell ever begins like a formula, and every cell comes back as it was but for the apostrophe', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', ' ', 'a', '＝', "'") }),
  )
  fc.assert(
    fc.property(text, fc.string(), (first, second) => {
      const line = `${csvCell(first)},${csvCell(second)}\r\n`
      const [cells] = parse(line, { record_delimiter: '\r\n' }) as string[][]
      if (first === '' && second === '') return
      for (const [k, value] of [first, second].entries()) {
        const cell = cells?.[k] ?? ''
        expect(cell).not.toMatch(/^[=+\-@\t\r](?!\d+(?:\.\d+)?$)/)
        // Apostrophes come only where a formula would begin.
        const bare = (each: string): string => each.replaceAll(/'+(?=[=+\-@\t\r＝＋－＠])/g, '')
        expect(bare(cell)).toBe(bare(value))
      }
    }),
  )
})

test('a cell begins no formula either where a spreadsheet splits lines at semicolons', () => {
  for (const text of ['a;=1+1', 'a; -2', 'x;y;@SUM(1)', 'two\n=1+1', '=1;+2', 'tab\t=1']) {
    const line = `2026,${csvCell(text)},end`
    for (const cell of line.split(/[;\t\r\n,]/)) expect(cell.replaceAll('"', '').trim(), line).not.toMatch(/^[=+\-@]/)
  }
  expect(csvCell('plain; text')).toBe('"plain; text"')
})
