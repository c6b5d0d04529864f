import { expect, test } from 'vitest'
import type { Migration } from '../../electron/store/store.ts'
import { openStore } from '../../electron/store/store.ts'
import { PowerDisk, seeded } from './power-disk.ts'

const FOLDER = '/data/company'

interface Tables {
  documents: { n: number; text?: string; title?: string }
  contacts: { name: string }
}

const MIGRATIONS: Migration[] = [
  {
    to: 2,
    run(tables) {
      for (const id of tables.ids('documents')) {
        const { n, text } = tables.get('documents', id) as { n: number; text: string }
        tables.set('documents', id, { n, title: text })
      }
    },
  },
  {
    to: 3,
    run(tables) {
      expect(tables.names()).toContain('documents')
      tables.set('contacts', 'first', { name: (tables.get('documents', 'd1') as { title: string }).title })
      tables.delete('documents', 'd0')
    },
  },
]

function open(disk: PowerDisk, version: number) {
  return openStore<Tables>({
    folder: FOLDER,
    name: 'books',
    version,
    migrations: MIGRATIONS,
    fileSystem: disk,
    compactAfterBytes: 800,
  })
}

async function opened(disk: PowerDisk, version: number) {
  const answer = await open(disk, version)
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
  return answer.value
}

async function writtenByVersion1(): Promise<PowerDisk> {
  const disk = new PowerDisk()
  const store = await opened(disk, 1)
  for (let n = 0; n < 30; n++)
    await store.commit([{ table: 'documents', id: `d${n % 5}`, value: { n, text: `text ${n % 5}` } }])
  await store.close()
  return disk
}

const MIGRATED = {
  documents: [1, 2, 3, 4].map((k) => [`d${k}`, { n: 25 + k, title: `text ${k}` }]),
  contacts: [['first', { name: 'text 1' }]],
}

async function content(disk: PowerDisk) {
  const store = await opened(disk, 3)
  const read = { documents: [...store.table('documents').entries()], contacts: [...store.table('contacts').entries()] }
  expect(store.recovered).toBeNull()
  await store.close()
  return read
}

test('data of an older program is brought up step by step, after a copy of its files was kept', async () => {
  const disk = await writtenByVersion1()
  const before = new Map(disk.files().map((path) => [path, Buffer.from(disk.contentOf(path))]))
  expect(await content(disk)).toEqual(MIGRATED)
  for (const [path, bytes] of before) {
    expect(disk.contentOf(path.replace(FOLDER, `${FOLDER}/books.before-version-1`)).equals(bytes)).toBe(true)
  }
  const files = disk.files()
  expect(await content(disk)).toEqual(MIGRATED)
  expect(disk.files()).toEqual(files)
})

test('the kept copy opens with the older program as it was', async () => {
  const disk = await writtenByVersion1()
  await content(disk)
  const copy = await openStore<Tables>({
    folder: `${FOLDER}/books.before-version-1`,
    name: 'books',
    version: 1,
    fileSystem: disk,
  })
  expect(copy.ok && copy.value.table('documents').get('d0')).toEqual({ n: 25, text: 'text 0' })
  if (copy.ok) await copy.value.close()
})

test('power lost at any step of it: the next start ends in the same data, and a whole copy of the files is there', async () => {
  const whole = await writtenByVersion1()
  const copyOf = () => whole.afterPowerCut('kept', () => 0)
  const trial = copyOf()
  await content(trial)
  expect(trial.steps).toBeGreaterThan(20)
  for (let step = 1; step <= trial.steps; step++) {
    for (const aftermath of ['lost', 'kept', 'torn'] as const) {
      const disk = copyOf()
      disk.powerCutAt = step
      const first = await open(disk, 3)
      if (first.ok) await first.value.close()
      const after = disk.afterPowerCut(aftermath, seeded(step))
      expect(await content(after)).toEqual(MIGRATED)
      expect(after.files().some((path) => /before-version-1(-\d)?\/books\.\d+\.snapshot$/.test(path))).toBe(true)
    }
  }
})

test('a full disk stops the migration before it begins: the older data is untouched', async () => {
  const disk = await writtenByVersion1()
  const before = disk.files()
  disk.fault = (what) => (what === 'append' ? 'ENOSPC' : null)
  expect(await open(disk, 3)).toMatchObject({
    ok: false,
    problem: { code: 'data-folder-unwritable', params: { reason: 'ENOSPC' } },
  })
  disk.fault = () => null
  expect(before.every((path) => disk.files().includes(path))).toBe(true)
  expect(await content(disk)).toEqual(MIGRATED)
})

test('data of a newer program is not touched', async () => {
  const disk = await writtenByVersion1()
  await content(disk)
  const files = disk.files()
  expect(await open(disk, 2)).toMatchObject({ ok: false, problem: { code: 'data-folder-newer' } })
  expect(disk.files()).toEqual(files)
  expect(await content(disk)).toEqual(MIGRATED)
})

test('the migrated snapshot is damaged later: the older one is brought up again, and nothing is missing', async () => {
  const disk = await writtenByVersion1()
  await content(disk)
  const store = await opened(disk, 3)
  await store.commit([{ table: 'contacts', id: 'second', value: { name: 'new' } }])
  await store.close()
  const snapshot =
    disk
      .files()
      .filter((path) => path.startsWith(`${FOLDER}/books.0`) && path.endsWith('.snapshot'))
      .at(-1) ?? ''
  disk.damage(snapshot, (bytes) => bytes.fill(0, 100, 120))
  const again = await opened(disk, 3)
  expect([...again.table('documents').entries()]).toEqual(MIGRATED.documents)
  expect([...again.table('contacts').keys()]).toEqual(['first', 'second'])
  expect(again.recovered).toMatchObject({ lostCommits: 0, lostEntries: 0 })
  await again.close()
})
