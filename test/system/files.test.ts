import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { retried, retriedAtOnce, retriedForFolders } from '../../electron/system/file-retry.ts'
import { readFile, rename, renameToFree } from '../../electron/system/files.ts'

function refusing(code: string, times: number): () => Promise<string> {
  let left = times
  return () =>
    (left -= 1) >= 0 ? Promise.reject(Object.assign(new Error(code), { code })) : Promise.resolve('it worked')
}

describe('what the system refuses for a moment', () => {
  it.each(['EBUSY', 'EPERM', 'EACCES'])('is tried again after %s', async (code) => {
    await expect(retried(refusing(code, 6))()).resolves.toBe('it worked')
  })

  it('is tried again at once, too, where the program waits', () => {
    let left = 4
    const act = retriedAtOnce(() => {
      if ((left -= 1) >= 0) throw Object.assign(new Error('held'), { code: 'EBUSY' })
      return 'it worked'
    })
    expect(act()).toBe('it worked')
  })

  it.each(['ENOENT', 'ENOSPC', 'EROFS', 'EIO'])('is not tried again after %s, which does not pass', async (code) => {
    await expect(retried(refusing(code, 1))()).rejects.toMatchObject({ code })
  })

  it('waits for a folder whose removed files others still hold', async () => {
    await expect(retriedForFolders(refusing('ENOTEMPTY', 3))()).resolves.toBe('it worked')
    await expect(retried(refusing('ENOTEMPTY', 3))()).rejects.toMatchObject({ code: 'ENOTEMPTY' })
  })

  it('is said where it lasts, as the system said it', async () => {
    await expect(retried(refusing('EACCES', 1e9))()).rejects.toMatchObject({ code: 'EACCES' })
  })
})

describe('the files of this computer', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-files-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('are read and renamed as ever', async () => {
    await writeFile(join(folder, 'a'), 'text')
    await rename(join(folder, 'a'), join(folder, 'b'))
    await expect(readFile(join(folder, 'b'), 'utf8')).resolves.toBe('text')
  })

  it('a folder is renamed to a free name only', async () => {
    const { mkdir } = await import('node:fs/promises')
    for (const name of ['one', 'two']) {
      await mkdir(join(folder, name))
      await writeFile(join(folder, name, 'holder'), name)
    }
    await expect(renameToFree(join(folder, 'one'), join(folder, 'two'))).resolves.toBe(false)
    await expect(renameToFree(join(folder, 'one'), join(folder, 'three'))).resolves.toBe(true)
    await expect(readdir(folder)).resolves.toEqual(['b', 'three', 'two'])
  })
})
