import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyFolder } from '../../electron/store/data-folder.ts'
import type { Contractor } from '../sample/terminal.ts'
import { contractor } from '../sample/terminal.ts'

type Json = Record<string, unknown>
const MINUTE = 60_000
let one: Contractor

beforeAll(async () => {
  one = await contractor()
  for (const id of ['beaubien', 'masson'])
    expect((await one.run('add-company', '--id', id, '--source', one.source)).code).toBe(0)
}, MINUTE)

afterAll(() => one.close())

describe('--all in the place of --company', () => {
  it(
    'is a list of every company with what the command says of each, and ends as the worst of them',
    async () => {
      const synced = await one.run('sync', '--all', '--json')
      expect(synced.code).toBe(2)
      const list = JSON.parse(synced.out) as Json[]
      expect(list.map((each) => each['company'])).toEqual(['beaubien', 'masson'])
      expect(list.every((each) => each['problem'] === null && typeof each['sent'] === 'number')).toBe(true)
      const status = await one.run('status', '--all', '--json')
      expect(status.code).toBe(2)
      const alone = JSON.parse((await one.run('status', '--company', 'masson', '--json')).out) as Json
      expect((JSON.parse(status.out) as Json[])[1]).toMatchObject({
        counts: alone['counts'],
        needsYou: alone['needsYou'],
      })
      const queue = JSON.parse((await one.run('queue', '--all', '--state', 'held', '--json')).out) as Json[]
      expect(queue.map((each) => (each['documents'] as Json[]).length)).toEqual(
        list.map((each) => (each['counts'] as Record<string, number>)['held']),
      )
    },
    2 * MINUTE,
  )

  it('is either all or one', async () => {
    expect((await one.run('status', '--all', '--company', 'masson')).code).toBe(64)
  })

  it(
    'says of a company that cannot run why, lets the others run, and ends with 1',
    async () => {
      // A folder where the journal was: nothing of this company can be opened.
      const folder = companyFolder(one.dataFolder, 'masson')
      for (const name of (await readdir(folder)).filter((each) => each.endsWith('.journal'))) {
        await rm(join(folder, name))
        await mkdir(join(folder, name))
      }
      const said = await one.run('status', '--all', '--json')
      expect(said.code).toBe(1)
      expect(JSON.parse(said.out)).toMatchObject([
        { company: 'beaubien', counts: { failed: 0 }, source: { problem: null } },
        { company: 'masson', problem: { code: 'data-folder-unreadable' } },
      ])
    },
    MINUTE,
  )
})
