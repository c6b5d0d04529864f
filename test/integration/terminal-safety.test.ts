import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { edit } from '../billdr/exports.ts'
import type { Contractor } from '../sample/terminal.ts'
import { CLI, contractor } from '../sample/terminal.ts'
import { lockDataFolder } from '../../electron/store/folder-lock.ts'
import { safeText } from '../../electron/terminal/safe-text.ts'

/* What a terminal shows of others' texts, and how a command ends whose reader is gone. */

let one: Contractor
beforeEach(async () => {
  one = await contractor()
  await edit(one.source, 'clients', ([client]) => {
    if (client) client['displayName'] = 'Marie\nSynced\tinvoice:i-1\u202egnp.exe\u2066'
  })
  await one.run('add-company', '--id', 'a', '--source', one.source)
  await one.run('sync', '--company', 'a')
}, 180_000)
afterEach(() => one.close())

it('a name with line breaks and direction marks makes one line, which shows what is in it', async () => {
  const said = await one.run('queue', '--company', 'a')
  const rows = said.out.split('\n').filter((line) => line.includes('Marie'))
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(row).toContain('Marie Synced invoice:i-1\\u202egnp.exe\\u2066')
  expect(said.out).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  const rowsOfJson = await one.json<{ party: string | null }[]>('queue', '--company', 'a')
  expect(JSON.stringify(rowsOfJson)).toContain('Marie\\nSynced\\tinvoice:i-1\u202egnp.exe\u2066')
})

it('escape sequences never reach the terminal', () => {
  expect(safeText('a\u001b[2Jb\u0085\u009b1mc\n\td')).toBe('a\\u001b[2Jb\\u0085\\u009b1mc\n\td')
})

it('whose reader is gone ends in silence, with its own code, and leaves nothing behind', async () => {
  const expected = (await one.run('queue', '--company', 'a')).code
  // While another program works on the folder, a command reads a copy of it.
  const lock = await lockDataFolder(one.dataFolder)
  if (!lock.ok) throw new Error(lock.problem.code)
  const temporary = await mkdtemp(join(tmpdir(), 'billdr-qbo-gone-'))
  onTestFinished(async () => {
    await lock.release()
    await rm(temporary, { recursive: true, force: true })
  })
  const copies = async (): Promise<string[]> =>
    (await readdir(temporary)).filter((name) => name.startsWith('billdr-qbo-'))
  const child = spawn(process.execPath, [CLI, 'queue', '--company', 'a', '--data-dir', one.dataFolder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  })
  child.stdout.destroy()
  await vi.waitFor(async () => expect(await copies()).toHaveLength(1), { timeout: 30_000, interval: 5 })
  let errors = ''
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect([code, errors]).toEqual([expected, ''])
  expect(await copies()).toEqual([])
})

it('a port that another program has is said before the sign-in, with what to do', async () => {
  const stranger = createServer()
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  const address = stranger.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const child = spawn(
    process.execPath,
    [CLI, 'connect', '--no-browser', '--company', 'a', '--data-dir', one.dataFolder],
    {
      env: {
        ...process.env,
        QBO_ENVIRONMENT: 'sandbox',
        QBO_CLIENT_ID: 'id',
        QBO_CLIENT_SECRET: 'secret',
        QBO_REDIRECT_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(/Another program has port \d+[^]*authorize: /)
  expect(said).toContain(`Intuit knows only ${port}`)
  child.kill()
  await new Promise((resolve) => child.once('close', resolve))
  stranger.close()
})
