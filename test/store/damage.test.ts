import { expect, test } from 'vitest'
import { openStore } from '../../electron/store/store.ts'
import { contents, opened } from './opened.ts'
import { PowerDisk, seeded } from './power-disk.ts'

const FOLDER = '/data/company'
const PATH = `${FOLDER}/books.`

/** A data folder with three snapshots and the journals since, closed in good order. */
async function lived(
  commits = 60,
): Promise<{ disk: PowerDisk; before: ReturnType<typeof contents>; ever: Map<string, Set<string>> }> {
  const disk = new PowerDisk()
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  const ever = new Map<string, Set<string>>()
  for (let n = 0; n < commits; n++) {
    const value = { n, text: 'é'.repeat(20 + n) }
    const id = `d${n % 11}`
    await store.commit([
      { table: 'documents', id, value },
      { table: 'counters', id: 'commits', value: n + 1 },
    ])
    ever.set(id, (ever.get(id) ?? new Set()).add(JSON.stringify(value)))
  }
  const before = contents(store)
  await store.close()
  return { disk, before, ever }
}

const newest = (disk: PowerDisk, kind: 'snapshot' | 'journal', back = 1) =>
  disk
    .files()
    .filter((path) => path.endsWith(kind))
    .at(-back) ?? ''

test.each([
  ['a byte is wrong', (bytes: Buffer) => flipped(bytes, Math.floor(bytes.length / 2))],
  ['its first byte is wrong', (bytes: Buffer) => flipped(bytes, 0)],
  ['its end is missing', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40)],
  ['it is empty', () => Buffer.alloc(0)],
  ['it is all zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ['a line is missing', (bytes: Buffer) => withoutLine(bytes, 3)],
])(
  'the newest snapshot is damaged (%s): it is set aside, everything is there, and the note says so',
  async (_, change) => {
    const { disk, before } = await lived()
    const path = newest(disk, 'snapshot')
    disk.damage(path, change)
    const damaged = disk.contentOf(path)
    const store = await opened({ folder: FOLDER, fileSystem: disk, clock: () => new Date('2026-03-31T12:00:00Z') })
    expect(contents(store)).toEqual(before)
    const file = path.slice(FOLDER.length + 1)
    const as = `${file}.damaged-2026-03-31T12-00-00`
    expect(store.recovered).toMatchObject({
      at: '2026-03-31T12:00:00.000Z',
      setAside: [{ file, as }],
      lostCommits: 0,
      lostEntries: 0,
      entries: 12,
    })
    expect(store.recovered?.upTo).toMatch(/^\d{4}-/)
    expect(disk.contentOf(`${FOLDER}/${as}`).equals(damaged)).toBe(true)
    await store.close()
    const again = await opened({ folder: FOLDER, fileSystem: disk })
    expect(again.recovered).toBeNull()
    expect(contents(again)).toEqual(before)
    await again.close()
  },
)

test('the newest two snapshots are damaged: the third and the journals since still tell everything', async () => {
  const { disk, before } = await lived()
  for (const back of [1, 2]) disk.damage(newest(disk, 'snapshot', back), (bytes) => flipped(bytes, 100))
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(contents(store)).toEqual(before)
  expect(store.recovered?.setAside).toHaveLength(2)
  await store.close()
})

test('the newest snapshot was deleted by somebody: everything is there', async () => {
  const { disk, before } = await lived()
  disk.removeBehindItsBack(newest(disk, 'snapshot'))
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(contents(store)).toEqual(before)
  await store.close()
})

test('all snapshots are damaged: every entry that is whole is kept, and the note counts what may be missing', async () => {
  const { disk } = await lived()
  for (const path of disk.files().filter((each) => each.endsWith('.snapshot')))
    disk.damage(path, (bytes) => withoutLine(bytes, 2, 'damaged'))
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(store.recovered).toMatchObject({ lostEntries: 1 })
  expect(store.recovered?.setAside.length).toBeGreaterThanOrEqual(3)
  expect(store.table('documents').size).toBeGreaterThanOrEqual(10)
  await store.close()
  const again = await opened({ folder: FOLDER, fileSystem: disk })
  expect(again.recovered).toBeNull()
  await again.close()
})

test('a line in the middle of the journal is damaged: only its commit is lost, by number, and the journal is set aside', async () => {
  const disk = new PowerDisk()
  const store = await opened({ folder: FOLDER, fileSystem: disk, compactAfterBytes: 1e9 })
  for (let n = 0; n < 20; n++) {
    await store.commit([
      { table: 'counters', id: `c${n}`, value: n },
      { table: 'documents', id: `d${n}`, value: { n, text: '' } },
    ])
  }
  await store.close()
  const journal = newest(disk, 'journal')
  disk.damage(journal, (bytes) => withoutLine(bytes, 11, 'damaged'))
  const again = await opened({ folder: FOLDER, fileSystem: disk })
  expect(again.recovered).toMatchObject({
    lostCommits: 1,
    lostEntries: 0,
    setAside: [{ file: journal.slice(FOLDER.length + 1) }],
  })
  expect(again.table('counters').has('c5')).toBe(false)
  expect(again.table('documents').has('d5')).toBe(false)
  expect(again.table('counters').size).toBe(19)
  await again.commit([{ table: 'counters', id: 'c5', value: 5 }])
  await again.close()
  const last = await opened({ folder: FOLDER, fileSystem: disk })
  expect(last.recovered).toBeNull()
  expect(last.table('counters').size).toBe(20)
  await last.close()
})

test('an older journal lost its end, and the snapshot after it is damaged: the note counts what was acknowledged and is gone', async () => {
  const { disk } = await lived()
  disk.damage(newest(disk, 'snapshot'), () => Buffer.alloc(0))
  disk.damage(newest(disk, 'journal', 2), (bytes) => bytes.subarray(0, bytes.length - 300))
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(store.recovered?.lostCommits).toBeGreaterThan(0)
  expect(store.recovered?.setAside).toHaveLength(2)
  expect(store.table('counters').get('commits')).toBe(60)
  await store.close()
})

test('all files are empty: the store opens empty, says so, and keeps the files', async () => {
  const { disk } = await lived()
  for (const path of disk.files()) disk.damage(path, () => Buffer.alloc(0))
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(store.recovered).toMatchObject({ entries: 0, upTo: null })
  expect(store.recovered?.lostEntries).toBeGreaterThan(0)
  await store.commit([{ table: 'counters', id: 'a', value: 1 }])
  await store.close()
  const again = await opened({ folder: FOLDER, fileSystem: disk })
  expect(again.table('counters').get('a')).toBe(1)
  await again.close()
})

test('any damage to any file, 600 times: it opens, shows nothing that was never stored, and admits what is missing', async () => {
  const { disk: whole, before, ever } = await lived()
  const copyOf = () => whole.afterPowerCut('kept', () => 0)
  for (let seed = 1; seed <= 600; seed++) {
    const random = seeded(seed)
    const disk = copyOf()
    const paths = disk.files()
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
      const path = paths[Math.floor(random() * paths.length)] ?? ''
      disk.damage(path, (bytes) => mutated(bytes, random))
    }
    const store = await opened({ folder: FOLDER, fileSystem: disk })
    const after = contents(store)
    for (const [id, value] of Object.entries(after.documents))
      expect(ever.get(id)?.has(JSON.stringify(value))).toBe(true)
    // The one loss that cannot be seen: the last lines of the newest journal, cut off exactly between two lines.
    const path = newest(whole, 'journal')
    const cut = disk.files().includes(path) ? disk.contentOf(path).toString('latin1') : ''
    const uncut = whole.contentOf(path).toString('latin1')
    const unseen = cut !== uncut && cut.endsWith('\n') && uncut.startsWith(cut)
    const { recovered } = store
    if (!unseen && JSON.stringify(after) !== JSON.stringify(before)) {
      expect(recovered).not.toBeNull()
      expect(
        (recovered?.lostCommits ?? 0) + (recovered?.lostEntries ?? 0) + (recovered?.unfinishedBytes ?? 0),
      ).toBeGreaterThan(0)
    }
    await store.close()
    const again = await opened({ folder: FOLDER, fileSystem: disk })
    expect(contents(again)).toEqual(after)
    expect(again.recovered).toBeNull()
    await again.close()
  }
})

test('a bad spot of the disk under the newest snapshot: the one before it serves', async () => {
  const { disk, before } = await lived()
  const path = newest(disk, 'snapshot')
  disk.fault = (what, at) => (what === 'read' && at === path ? 'EIO' : null)
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(contents(store)).toEqual(before)
  expect(store.recovered?.setAside).toHaveLength(1)
  await store.close()
})

test('a journal that cannot be read now may be readable later: nothing is opened, and nothing is changed', async () => {
  const { disk, before } = await lived()
  const files = disk.files()
  const path = newest(disk, 'journal')
  disk.fault = (what, at) => (what === 'read' && at === path ? 'EIO' : null)
  const answer = await openStore({ folder: FOLDER, name: 'books', version: 1, fileSystem: disk })
  expect(answer).toMatchObject({ ok: false, problem: { code: 'data-folder-unreadable', params: { reason: 'EIO' } } })
  expect(disk.files()).toEqual(files)
  disk.fault = () => null
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(contents(store)).toEqual(before)
  await store.close()
})

test('damage found on a full disk: what there is is shown, nothing is moved, and mending follows when there is room', async () => {
  const { disk, before } = await lived()
  const path = newest(disk, 'snapshot')
  disk.damage(path, (bytes) => flipped(bytes, 100))
  disk.fault = (what) => (what === 'append' ? 'ENOSPC' : null)
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(contents(store)).toEqual(before)
  expect(store.recovered).toMatchObject({ setAside: [], lostCommits: 0 })
  await expect(store.commit([{ table: 'counters', id: 'commits', value: 61 }])).rejects.toMatchObject({
    code: 'ENOSPC',
  })
  disk.fault = () => null
  await store.commit([{ table: 'counters', id: 'commits', value: 61 }])
  await store.close()
  expect(disk.files().filter((name) => name.startsWith(`${path}.damaged-`))).toHaveLength(1)
  const again = await opened({ folder: FOLDER, fileSystem: disk })
  expect(again.recovered).toBeNull()
  expect(again.table('counters').get('commits')).toBe(61)
  await again.close()
})

test.each(['emptied', 'deleted'])('the newest journal was %s: the note says that something is missing', async (how) => {
  const { disk } = await lived()
  const path = newest(disk, 'journal')
  if (how === 'deleted') disk.removeBehindItsBack(path)
  else disk.damage(path, () => Buffer.alloc(0))
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  expect(store.recovered?.lostCommits).toBeGreaterThan(0)
  expect(store.table('counters').get('commits')).toBe(58)
  await store.close()
  const again = await opened({ folder: FOLDER, fileSystem: disk })
  expect(again.recovered).toBeNull()
  await again.close()
})

test('files of other programs in the folder are left alone', async () => {
  const { disk } = await lived()
  const foreign = await disk.open(`${PATH}00000001.snapshot.damaged-2020`, 'create')
  await foreign.append(Buffer.from('kept'))
  const store = await opened({ folder: FOLDER, fileSystem: disk })
  for (let n = 0; n < 60; n++) await store.commit([{ table: 'documents', id: 'x', value: { n, text: 'y'.repeat(90) } }])
  await store.close()
  expect(disk.contentOf(`${PATH}00000001.snapshot.damaged-2020`).toString()).toBe('kept')
})

function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes
}

/** Takes a line out (from 0), or puts another text in its place. */
function withoutLine(bytes: Buffer, line: number, instead?: string): Buffer {
  const lines = bytes.toString('latin1').split('\n')
  lines.splice(line, 1, ...(instead === undefined ? [] : [instead]))
  return Buffer.from(lines.join('\n'), 'latin1')
}

function mutated(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length)
  const end = Math.min(bytes.length, at + 1 + Math.floor(random() * 60))
  switch (Math.floor(random() * 5)) {
    case 0:
      return bytes.length > 0 ? flipped(bytes, at) : bytes
    case 1:
      return bytes.subarray(0, at)
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)])
    case 3:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)])
    default:
      return bytes.fill(0, at, end)
  }
}
