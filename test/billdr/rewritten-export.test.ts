import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openFolder } from '../../electron/billdr/files/folder-files.ts'
import { openSource } from '../../electron/billdr/open-source.ts'
import { FileTrouble } from '../../electron/billdr/files/file-trouble.ts'
import { DEFAULT_LIMITS } from '../../electron/billdr/limits.ts'
import { DATA, copyOf, frenchCsv, renovation } from './exports.ts'

/** An export is rewritten while it is read, by whatever writes it. That is a reading that failed, and nothing that is thrown. */

const NOBODY = { record: () => undefined, removed: () => undefined, problem: () => undefined }

it('a folder that goes between two looks at it is trouble with a name', async () => {
  const folder = await renovation()
  const opened = await openFolder(folder, DEFAULT_LIMITS)
  if (!opened.ok) throw new Error(opened.problem.code)
  await rm(folder, { recursive: true })
  await expect(opened.files.deeper()).rejects.toBeInstanceOf(FileTrouble)
})

it.each([
  ['a full export', renovation],
  ['a hand-made folder', frenchCsv],
])('%s that comes and goes all the time is read or is a problem, a hundred times', async (_, make) => {
  const folder = await make()
  const away = await copyOf(DATA)
  const opened = await openSource(folder, { settleMs: 1 })
  if (!opened.ok) throw new Error(opened.problem.code)
  let isOver = false
  const rewriting = (async () => {
    while (!isOver) {
      await rename(folder, join(away, 'gone')).catch(() => undefined)
      await mkdir(join(folder, 'attachments'), { recursive: true }).catch(() => undefined)
      await writeFile(join(folder, 'clients.json'), '[').catch(() => undefined)
      await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      await rename(join(away, 'gone'), folder).catch(() => undefined)
    }
  })()
  const outcomes = new Set<string>()
  for (let times = 0; times < 100; times += 1) {
    const outcome = await opened.value.read(null, NOBODY)
    outcomes.add(outcome.ok === false ? outcome.problem.code : 'read')
  }
  isOver = true
  await rewriting
  expect([...outcomes].every((each) => each === 'read' || each.startsWith('source-'))).toBe(true)
})
