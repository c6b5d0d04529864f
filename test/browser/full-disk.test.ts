import { spawnSync } from 'node:child_process'
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { SAMPLES, command } from '../sample/terminal.ts'
import { titled } from '../tooling/skipped.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import { startApp } from './running-app.ts'

const ID = 'beaubien'

/** A disk of 6 MB, gone after the test; null where none can be mounted. */
async function smallDisk(): Promise<string | null> {
  if (process.getuid?.() !== 0) return null
  const disk = await mkdtemp(join(tmpdir(), 'billdr-qbo-full-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]).status === 0) return disk
  await rm(disk, { recursive: true })
  return null
}

async function fill(disk: string): Promise<void> {
  for (const size of [1 << 20, 4096]) {
    const isTaken = (): Promise<boolean> =>
      appendFile(join(disk, 'fill'), Buffer.alloc(size)).then(
        () => true,
        () => false,
      )
    while (await isTaken());
  }
}

const disk = chromiumPath() === null ? null : await smallDisk()
const missing =
  chromiumPath() === null ? 'there is no Chromium' : disk === null ? 'only root can mount a disk to fill' : null

it.skipIf(missing !== null)(
  titled('on a full disk the window shows what is there, says why, and refuses decisions with a sentence', missing),
  async () => {
    if (disk === null) return
    onTestFinished(async () => {
      spawnSync('umount', ['-l', disk])
      await rm(disk, { recursive: true, force: true })
    })
    const data = join(disk, 'data')
    const source = join(disk, 'export')
    await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
    expect(await command(['add-company', '--id', ID, '--source', source, '--data-dir', data])).toMatchObject({
      code: 0,
    })
    expect(await command(['preview', '--company', ID, '--data-dir', data])).toMatchObject({ code: 0 })
    await fill(disk)

    const app = await startApp(data)
    onTestFinished(async () => void (await app.stop()))
    const browser = await freshBrowser()
    onTestFinished(() => browser.close())
    const page = await browser.context.newPage()
    await page.goto(app.address)
    await page.getByRole('grid').waitFor()
    expect(await page.getByRole('row').count()).toBeGreaterThan(5)
    const said = page.locator('[data-code="data-folder-unwritable"]').first()
    await said.waitFor()
    expect(await said.textContent()).toContain('ENOSPC')

    await page.getByRole('button', { name: 'Pause sending' }).click()
    await page.getByRole('menuitem').first().click()
    await expect.poll(() => page.getByRole('alert').allTextContents()).toEqual([expect.stringContaining('ENOSPC')])
    expect(await page.getByText('Paused: nothing is sent').count()).toBe(0)
  },
  120_000,
)
