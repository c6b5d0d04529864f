import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeFileSystem } from '../../electron/store/file-system.ts'
import { lookingDisk } from '../../electron/store/looking-disk.ts'
import { openStore } from '../../electron/store/store.ts'
import { realFolder } from './folder.ts'

interface Tables {
  records: string
}

test('what a crash left behind is no reason not to show what is there, and stays where it is', async () => {
  const folder = await realFolder()
  const written = await openStore<Tables>({ folder, name: 'app', version: 1 })
  if (!written.ok) throw new Error(written.problem.code)
  await written.value.commit([{ table: 'records', id: 'one', value: 'as it was' }])
  await written.value.close()
  await writeFile(join(folder, 'app.00000009.journal.new'), 'half')
  const before = (await readdir(folder)).sort()
  expect(before).toContain('app.00000009.journal.new')

  const looked = await openStore<Tables>({
    folder,
    name: 'app',
    version: 1,
    fileSystem: lookingDisk(nodeFileSystem, 'ENOSPC'),
  })
  if (!looked.ok) throw new Error(looked.problem.code)
  expect(looked.value.table('records').get('one')).toBe('as it was')
  await expect(looked.value.commit([{ table: 'records', id: 'one', value: 'another' }])).rejects.toMatchObject({
    problem: { code: 'data-folder-unwritable', params: { reason: 'ENOSPC' } },
  })
  expect(looked.value.table('records').get('one')).toBe('as it was')
  await looked.value.close()
  expect((await readdir(folder)).sort()).toEqual(before)
})

test('what is damaged is shown as far as it is whole, though nothing can be mended now', async () => {
  const folder = await realFolder()
  const written = await openStore<Tables>({ folder, name: 'app', version: 1 })
  if (!written.ok) throw new Error(written.problem.code)
  for (const id of ['one', 'two', 'three'])
    await written.value.commit([{ table: 'records', id, value: `${id} as it was` }])
  await written.value.close()
  const [journal = ''] = (await readdir(folder)).filter((name) => name.endsWith('.journal'))
  const text = await readFile(join(folder, journal), 'utf8')
  await writeFile(join(folder, journal), text.replace('two as it was', 'two as it wos'))

  const fileSystem = lookingDisk(nodeFileSystem, 'ENOSPC')
  const looked = await openStore<Tables>({ folder, name: 'app', version: 1, fileSystem })
  if (!looked.ok) throw new Error(looked.problem.code)
  expect(looked.value.table('records').get('one')).toBe('one as it was')
  expect(looked.value.recovered).toMatchObject({ lostCommits: 1 })
  await looked.value.close()
  expect(await readFile(join(folder, journal), 'utf8')).toContain('two as it wos')
})
