// Takes the lock of a folder when a line comes in, says how that went, and gives it back, or dies, at the next.
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { lockDataFolder } from '../../electron/store/folder-lock.ts'

const folder = process.argv[2] ?? ''
const witness = join(folder, 'in-use')
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
console.log('ready')
while (!(await lines.next()).done) {
  const lock = await lockDataFolder(folder)
  if (!lock.ok) {
    console.log(JSON.stringify({ ok: false, holder: lock.holder, problem: lock.problem.code }))
    continue
  }
  // Nobody else may be here now; a second one would find the file, and fail.
  await (await open(witness, 'wx')).close()
  await lock.setAddress(`http://127.0.0.1:1/${process.pid}`)
  console.log(JSON.stringify({ ok: true, pid: process.pid, tookOverFrom: lock.tookOverFrom?.pid ?? null }))
  const next = await lines.next()
  await rm(witness)
  if (next.value === 'die') process.kill(process.pid, 'SIGKILL')
  await lock.release()
  console.log('released')
}
