import { expect, it } from 'vitest'
import { HandingOver } from '../../electron/billdr/aside/handing-over.ts'
import type { Found } from '../../electron/billdr/aside/handing-over.ts'
import { openSource } from '../../electron/billdr/open-source.ts'
import type { Raw } from './exports.ts'
import { edit, renovation } from './exports.ts'

const CLIENTS = 20_000

/** An export that is large beside what is handed over at once. */
async function manyClients(): Promise<string> {
  const folder = await renovation()
  await edit(folder, 'clients', (records) => {
    const [first = {}] = records
    for (let at = 0; at < CLIENTS; at += 1) records.push({ ...first, id: `many-${at}` } satisfies Raw)
  })
  return folder
}

it('whoever is slow to take what was found keeps the reading waiting, and gets all of it in order', async () => {
  const opened = await openSource(await manyClients(), { settleMs: 0 })
  if (!opened.ok) throw new Error(opened.problem.code)
  const handing = new HandingOver()
  let ahead = 0
  const record = handing.record.bind(handing)
  handing.record = (each) => {
    ahead += 1
    record(each)
  }
  let isWaiting = false
  const room = handing.room.bind(handing)
  handing.room = async () => {
    isWaiting = true
    await room()
    isWaiting = false
  }
  let isOver = false
  void opened.value.read(null, handing).then((outcome) => {
    isOver = true
    handing.ended(outcome)
  })
  const ids: string[] = []
  let most = 0
  for (;;) {
    // The reading has all the time in the world to run ahead: it goes on until it waits, or is through.
    while (!isWaiting && !isOver) await new Promise((resolve) => setImmediate(resolve))
    const { found, end } = await handing.take()
    most = Math.max(most, ahead)
    for (const [what, each] of JSON.parse(found) as Found[]) if (what === 'record') ids.push(each.id)
    ahead = 0
    if (end) {
      expect(end).toMatchObject({ ok: true })
      break
    }
  }
  const many = ids.filter((id) => id.startsWith('many-'))
  expect(many).toEqual(Array.from({ length: CLIENTS }, (_, at) => `many-${at}`))
  expect(most).toBeLessThan(CLIENTS / 10)
})
