import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import sharp from 'sharp'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { titled } from '../tooling/skipped.ts'
import { addPictures } from './pictures-export.ts'
import type { RealApp } from './real-app.ts'
import { companiesOf, processesWith, realElectron, screenForApp, startRealApp } from './real-app.ts'

const electron = await realElectron()
const missing =
  'missing' in electron
    ? electron.missing
    : process.platform === 'linux'
      ? null
      : 'memory of processes is read on Linux only'
const PICTURES = 120

/** Megabytes that a process holds. */
function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

/** A contractor's month of photographed receipts, in the real program: what its libraries keep must not stay. */
describe.skipIf(missing !== null)(titled('pictures in the real program', missing), () => {
  let screen: Awaited<ReturnType<typeof screenForApp>>
  let dataFolder: string
  let photo: Buffer
  let running: RealApp

  beforeAll(async () => {
    await buildWhatChanged(['window', 'main', 'help'])
    screen = await screenForApp()
    dataFolder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-pictures-'))
    photo = await sharp({
      create: {
        width: 1600,
        height: 1200,
        channels: 3,
        background: '#c8b090',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .webp({ quality: 70 })
      .toBuffer()
    running = await startRealApp('program' in electron ? electron.program : '', dataFolder, screen.display)
  }, 120_000)

  afterAll(async () => {
    await running.app.close().catch(() => undefined)
    screen.close()
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  it(`${PICTURES} of them leave the main process as it was, and no process behind`, async () => {
    const pid = running.app.process().pid ?? 0
    const [practice] = await vi.waitFor(
      async () => {
        const companies = await companiesOf(running)
        expect(companies[0]?.counts).toMatchObject({ pending: 0, syncing: 0 })
        expect(companies[0]?.counts.synced).toBeGreaterThan(30)
        return companies
      },
      { timeout: 60_000, interval: 300 },
    )
    const before = memoryOf(pid)
    const company = practice?.companyId ?? ''
    await addPictures(path.join(dataFolder, 'practice-export'), photo, PICTURES)
    await running.page.evaluate((id) => window.billdrBridge?.syncNow({ company: id }), company)
    let most = 0
    await vi.waitFor(
      async () => {
        most = Math.max(most, memoryOf(pid))
        const rows = await running.page.evaluate(
          (id) => window.billdrBridge?.rows({ company: id, since: null }),
          company,
        )
        const receipts = (rows?.rows ?? []).flatMap((row) => row.attachments)
        expect(receipts.filter(({ state, fileName }) => state === 'sent' && fileName.startsWith('IMG_'))).toHaveLength(
          PICTURES,
        )
      },
      { timeout: 240_000, interval: 500 },
    )
    const after = memoryOf(pid)
    console.log(`main process: ${before} MB before, ${most} MB at most, ${after} MB after ${PICTURES} pictures`)
    expect(after - before).toBeLessThan(300)
    // The process that prepared them goes when nothing is left to do.
    await vi.waitFor(() => expect(processesWith('receipts-process')).toEqual([]), { timeout: 20_000 })
  }, 300_000)
})
