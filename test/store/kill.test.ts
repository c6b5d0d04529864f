import { expect, test } from 'vitest'
import { nextLine, startChild } from './children.ts'
import { realFolder } from './folder.ts'
import { opened } from './opened.ts'
import { seeded } from './power-disk.ts'

test('killed outright 15 times in a row: every acknowledged commit is there, none by half, and the next start goes on', async () => {
  const folder = await realFolder()
  const random = seeded(15)
  let acknowledged = 0
  for (let round = 0; round < 15; round++) {
    const child = startChild('writer.process.ts', folder)
    const stopAfter = 1 + Math.floor(random() * 60)
    for (let lines = 0; lines < stopAfter; lines++) acknowledged = Number(await nextLine(child))
    child.process.kill('SIGKILL')
    for (let line = await child.lines.next(); !line.done; line = await child.lines.next())
      acknowledged = Number(line.value)
    await child.ended
    const store = await opened({ folder })
    const commits = store.table('counters').get('commits') ?? 0
    expect(commits).toBeGreaterThanOrEqual(acknowledged)
    expect(commits).toBeLessThanOrEqual(acknowledged + 1)
    const lastBulk = Math.floor((commits - 1) / 50) * 50
    for (let k = 0; k < 300; k++) expect(store.table('documents').get(`d${k}`)?.n).toBe(k < 2 ? commits - 1 : lastBulk)
    expect(store.recovered?.lostCommits ?? 0).toBe(0)
    expect(store.recovered?.setAside ?? []).toEqual([])
    await store.close()
  }
  expect(acknowledged).toBeGreaterThan(150)
}, 90_000)
