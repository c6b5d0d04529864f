import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { placesAt } from '../../electron/companion/places.ts'

it('lists the folders and zips to choose from, and the folder above', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-'))
  await mkdir(join(folder, 'export'))
  await mkdir(join(folder, '.hidden'))
  await writeFile(join(folder, 'mars.ZIP'), '')
  await writeFile(join(folder, 'clients.csv'), '')
  expect(await placesAt(folder)).toEqual({
    ok: true,
    value: {
      at: folder,
      up: tmpdir(),
      folders: [join(folder, 'export')],
      zips: [join(folder, 'mars.ZIP')],
      more: false,
    },
  })
  await rm(folder, { recursive: true })
  expect(await placesAt(folder)).toMatchObject({ ok: false, problem: { code: 'source-unreadable' } })
})

it('begins in the personal folder', async () => {
  expect(await placesAt(null)).toMatchObject({ ok: true, value: { at: homedir() } })
})
