import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeFileSystem } from '../../electron/store/file-system.ts'
import type { FileSystem } from '../../electron/store/file-system.ts'
import { StoreWriteError, openStore } from '../../electron/store/store.ts'
import { realFolder } from './folder.ts'
import { contents, opened } from './opened.ts'
import { PowerDisk } from './power-disk.ts'

const doc = (n: number, text = 'façade') => ({ n, text })

test('what was committed is there after closing and opening again, removed entries are not', async () => {
  const folder = await realFolder()
  const store = await opened({ folder })
  await store.commit([
    { table: 'documents', id: 'a', value: doc(1) },
    { table: 'documents', id: 'b', value: doc(2) },
  ])
  await store.commit([
    { table: 'documents', id: 'a', value: undefined },
    { table: 'counters', id: 'runs', value: 7 },
  ])
  await store.close()
  const again = await opened({ folder })
  expect(contents(again)).toEqual({ documents: { b: doc(2) }, counters: { runs: 7 } })
  expect(again.table('documents').size).toBe(1)
  expect(again.table('documents').has('a')).toBe(false)
  expect([...again.table('documents').keys()]).toEqual(['b'])
  expect([...again.table('documents').values()]).toEqual([doc(2)])
  expect(again.recovered).toBeNull()
  await again.close()
})

test('a change is visible only when it is durable, so that no request leaves on the strength of one that is not', async () => {
  const store = await opened({ folder: await realFolder() })
  const documents = store.table('documents')
  const done = store.commit([{ table: 'documents', id: 'a', value: doc(1) }])
  expect(documents.get('a')).toBeUndefined()
  await done
  expect(documents.get('a')).toEqual(doc(1))
  await store.close()
})

test('changes that depend on each other see what is on its way: none undoes another', async () => {
  const folder = await realFolder()
  const store = await opened({ folder })
  await Promise.all(
    Array.from({ length: 200 }, () =>
      store.commitFrom((newest) => [{ table: 'counters', id: 'sum', value: (newest('counters', 'sum') ?? 0) + 1 }]),
    ),
  )
  expect(store.table('counters').get('sum')).toBe(200)
  await store.commitFrom(() => [{ table: 'counters', id: 'sum', value: undefined }])
  await store.commitFrom((newest) => {
    expect(newest('counters', 'sum')).toBeUndefined()
    return []
  })
  await store.close()
})

test('changes that depend on each other, begun while earlier ones are being flushed: none is undone either', async () => {
  const store = await opened({ folder: await realFolder() })
  const begun: Promise<void>[] = []
  for (let n = 1; n <= 120; n++) {
    begun.push(
      store.commitFrom((newest) => [{ table: 'counters', id: 'sum', value: (newest('counters', 'sum') ?? 0) + 1 }]),
    )
    if (n % 2 === 0) await begun[Math.floor(n / 2)]
  }
  await Promise.all(begun)
  expect(store.table('counters').get('sum')).toBe(120)
  await store.close()
})

test.each([
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '',
  ' ',
  'a\tb',
  'a\nb',
  'a"b\\c',
  'é',
  '😀',
  'lone \uD800 surrogate',
  '\u0000',
  '../../etc',
])('an id may be any text: %j', async (id) => {
  const folder = await realFolder()
  const value = { n: 1, text: `${id}⇥\t\n\u2028"` }
  const store = await opened({ folder })
  await store.commit([{ table: 'documents', id, value }])
  await store.close()
  const again = await opened({ folder })
  expect([...again.table('documents').entries()]).toEqual([[id, value]])
  expect(again.table('documents').get('toString')).toBeUndefined()
  await again.close()
})

test('a __proto__ key inside a value is data and changes no object', async () => {
  const folder = await realFolder()
  const value = JSON.parse('{"n":1,"text":"x","__proto__":{"polluted":true}}') as { n: number; text: string }
  const store = await opened({ folder })
  await store.commit([{ table: 'documents', id: 'a', value }])
  const read = store.table('documents').get('a')
  expect(Object.keys(read ?? {})).toEqual(['n', 'text', '__proto__'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  await store.close()
})

test('values are taken as they were committed, and come back frozen', async () => {
  const store = await opened({ folder: await realFolder() })
  const value = { n: 1, text: 'as committed' }
  const done = store.commit([{ table: 'documents', id: 'a', value }])
  value.text = 'changed later'
  await done
  const read = store.table('documents').get('a')
  expect(read?.text).toBe('as committed')
  expect(() => {
    if (read) read.text = 'changed in place'
  }).toThrow(TypeError)
  await store.close()
})

test('a value that JSON has no words for is refused, with everything that came with it', async () => {
  const store = await opened({ folder: await realFolder() })
  const circular: { n: number; text: string; self?: unknown } = { n: 1, text: 'x' }
  circular.self = circular
  await expect(
    store.commit([
      { table: 'documents', id: 'a', value: doc(1) },
      { table: 'documents', id: 'b', value: circular },
    ]),
  ).rejects.toThrow(TypeError)
  expect(store.table('documents').size).toBe(0)
  await store.close()
})

test('commits at the same time share a flush and keep their order', async () => {
  const disk = new PowerDisk()
  const store = await opened({ folder: '/data', fileSystem: disk, compactAfterBytes: 1e9 })
  const steps = disk.steps
  const order: number[] = []
  await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      await store.commit([{ table: 'counters', id: 'last', value: n }])
      order.push(n)
    }),
  )
  expect(disk.steps - steps).toBeLessThanOrEqual(4)
  expect(order).toEqual(Array.from({ length: 100 }, (_, n) => n))
  expect(store.table('counters').get('last')).toBe(99)
  await store.close()
})

test('a commit begun at any moment after another is never forgotten', async () => {
  const store = await opened({ folder: '/data', fileSystem: new PowerDisk() })
  for (let ticks = 0; ticks < 30; ticks++) {
    const first = store.commit([{ table: 'counters', id: 'ticks', value: ticks }])
    await first.then(async () => {
      for (let k = 0; k < ticks; k++) await Promise.resolve()
      await store.commit([{ table: 'counters', id: 'later', value: ticks }])
    })
    expect(store.table('counters').get('later')).toBe(ticks)
  }
  await store.close()
})

test('a new snapshot is written in the background: commits do not wait for it', async () => {
  const gate = Promise.withResolvers<void>()
  const held: FileSystem = {
    ...nodeFileSystem,
    async rename(from, to) {
      if (to.endsWith('.snapshot')) await gate.promise
      await nodeFileSystem.rename(from, to)
    },
  }
  const folder = await realFolder()
  const store = await opened({ folder, fileSystem: held })
  for (let n = 0; n < 200; n++) await store.commit([{ table: 'documents', id: `d${n % 50}`, value: doc(n) }])
  const names = await readdir(folder)
  expect(names.filter((name) => name.endsWith('.snapshot.new'))).toHaveLength(1)
  expect(names.filter((name) => name.endsWith('.snapshot'))).toHaveLength(0)
  gate.resolve()
  await store.close()
  const again = await opened({ folder })
  expect(again.table('documents').size).toBe(50)
  expect(again.table('documents').get('d49')).toEqual(doc(199))
  await again.close()
})

test('no room for a snapshot: commits go on, and a later snapshot follows when there is room', async () => {
  const disk = new PowerDisk()
  disk.fault = (what, path) => (path.endsWith('.snapshot.new') && what === 'append' ? 'ENOSPC' : null)
  const store = await opened({ folder: '/data', fileSystem: disk })
  const fill = async () => {
    for (let n = 0; n < 100; n++) await store.commit([{ table: 'documents', id: `d${n % 9}`, value: doc(n) }])
  }
  await fill()
  expect(disk.files().filter((path) => path.includes('.snapshot'))).toEqual([])
  disk.fault = () => null
  await fill()
  await store.close()
  expect(disk.files().filter((path) => path.endsWith('.snapshot')).length).toBeGreaterThan(0)
})

test('the last three generations stay on the disk, however long it runs', async () => {
  const folder = await realFolder()
  const store = await opened({ folder })
  for (let n = 0; n < 600; n++) await store.commit([{ table: 'documents', id: `d${n % 9}`, value: doc(n) }])
  await store.close()
  const names = await readdir(folder)
  expect(names.filter((name) => name.endsWith('.snapshot'))).toHaveLength(3)
  expect(names.length).toBeLessThanOrEqual(8)
})

test('values are found in every generation that they were written to', async () => {
  const store = await opened({ folder: await realFolder(), cacheBytes: 300 })
  const expected = new Map<string, { n: number; text: string }>()
  for (let n = 0; n < 400; n++) {
    const id = `d${(n * 7) % 60}`
    const value = doc(n, 'x'.repeat(n % 90))
    await store.commit([{ table: 'documents', id, value }])
    expected.set(id, value)
    if (n % 20 === 0) expect(new Map(store.table('documents').entries())).toEqual(expected)
    expect(store.table('documents').get(`d${(n * 3) % 60}`)).toEqual(expected.get(`d${(n * 3) % 60}`))
  }
  await store.close()
})

test('a second opening in the same program is refused as busy until the first is closed', async () => {
  const folder = await realFolder()
  const store = await opened({ folder })
  const second = await openStore({ folder, name: 'books', version: 1 })
  expect(second).toMatchObject({ ok: false, problem: { code: 'data-folder-busy' } })
  await store.close()
  await (await opened({ folder })).close()
})

test('a data folder that cannot be made or written is a problem with its reason', async () => {
  const folder = await realFolder()
  await writeFile(join(folder, 'a-file'), '')
  const answer = await openStore({ folder: join(folder, 'a-file', 'data'), name: 'books', version: 1 })
  expect(answer).toMatchObject({
    ok: false,
    problem: { code: 'data-folder-unwritable', params: { reason: 'ENOTDIR' } },
  })
  const readOnly = new PowerDisk()
  await (await opened({ folder: '/data', fileSystem: readOnly })).close()
  readOnly.fault = (what) => (what === 'read' ? null : 'EROFS')
  const refused = await openStore({ folder: '/data', name: 'books', version: 1, fileSystem: readOnly })
  expect(refused).toMatchObject({ ok: false, problem: { code: 'data-folder-unwritable', params: { reason: 'EROFS' } } })
})

test('the data folder is deleted while the program runs: commits are refused, not swallowed', async () => {
  const folder = join(await realFolder(), 'data')
  const store = await opened({ folder })
  await store.commit([{ table: 'counters', id: 'a', value: 1 }])
  await rm(folder, { recursive: true })
  const error = await store.commit([{ table: 'counters', id: 'a', value: 2 }]).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StoreWriteError)
  expect(store.table('counters').get('a')).toBe(1)
  await store.close()
})

test('the clock is set back by years and forward again: order and content do not depend on it', async () => {
  const folder = await realFolder()
  const years = ['2026', '1999', '2038', '2026']
  let year = 0
  const clock = () => new Date(`${years[year % 4] ?? '2026'}-05-05T00:00:00Z`)
  for (let n = 0; n < 120; n++) {
    year = n
    const store = await opened({ folder, clock })
    expect(store.recovered).toBeNull()
    expect(store.table('counters').get('n')).toBe(n === 0 ? undefined : n - 1)
    await store.commit([
      { table: 'counters', id: 'n', value: n },
      { table: 'documents', id: `d${n % 5}`, value: doc(n) },
    ])
    await store.close()
  }
})

test('after closing, commits are refused', async () => {
  const store = await opened({ folder: await realFolder() })
  await store.close()
  await store.close()
  await expect(store.commit([{ table: 'counters', id: 'a', value: 1 }])).rejects.toThrow('closed')
})
