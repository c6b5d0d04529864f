import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawIcons, SCALES, TASKBARS } from '../../build/setup/icons.ts'
import { overlayImage, trayImage } from '../../electron/shell/tray-images.ts'
import { OVERALL_STATES } from '../../shared/overall-state.ts'

const ICONS = path.resolve(import.meta.dirname, '..', '..', 'build', 'icons')

/** Width and height of a PNG, from its header. */
function sizeOf(file: string): [number, number] {
  const bytes = readFileSync(file)
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

function beside(file: string, suffix: string): string {
  return file.replace(/\.png$/, `${suffix}.png`)
}

/** Contrast of two colours by WCAG 2. */
function contrast(one: string, other: string): number {
  const light = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

describe('the pictures of the tray', () => {
  let fresh: string
  beforeAll(async () => {
    fresh = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-icons-'))
    await drawIcons(fresh)
  })
  afterAll(() => rmSync(fresh, { recursive: true, force: true }))

  it('are those that the script draws from the one source', () => {
    const files = readdirSync(fresh, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(png|ico|icns)$/.test(name),
    )
    expect(files.length).toBeGreaterThan(100)
    const different = files.filter(
      (name) =>
        !existsSync(path.join(ICONS, name)) ||
        !readFileSync(path.join(fresh, name)).equals(readFileSync(path.join(ICONS, name))),
    )
    expect(different).toEqual([])
  })

  it.each(OVERALL_STATES)('%s is there for every taskbar, crisp from 100 to 300 %%', (state) => {
    for (const [scale, suffix] of SCALES) {
      for (const dark of [true, false])
        expect(sizeOf(beside(trayImage(ICONS, state, 'win32', dark), suffix))).toEqual([16 * scale, 16 * scale])
      expect(sizeOf(beside(trayImage(ICONS, state, 'darwin', true), suffix))).toEqual([16 * scale, 16 * scale])
    }
    for (const dark of [true, false])
      expect(sizeOf(beside(trayImage(ICONS, state, 'linux', dark), '@2x'))).toEqual([48, 48])
    const overlay = overlayImage(ICONS, state)
    if (overlay !== null) expect(sizeOf(overlay)).toEqual([16, 16])
  })

  it('differ by shape: as templates, without any colour, no two states are alike', () => {
    const templates = OVERALL_STATES.map((state) =>
      readFileSync(trayImage(ICONS, state, 'darwin', true)).toString('base64'),
    )
    expect(new Set(templates).size).toBe(OVERALL_STATES.length)
  })

  it('can be seen: every colour has a contrast of at least 3 to its taskbar', () => {
    for (const { ground, page, marks } of Object.values(TASKBARS)) {
      for (const colour of [page, ...Object.values(marks)]) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(3)
    }
  })

  it('the program’s own come in the containers of Windows and macOS', () => {
    const ico = readFileSync(path.join(ICONS, 'app', 'icon.ico'))
    expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 7])
    const offset = ico.readUInt32LE(6 + 12)
    expect(ico.subarray(offset + 1, offset + 4).toString('latin1')).toBe('PNG')
    const icns = readFileSync(path.join(ICONS, 'app', 'icon.icns'))
    expect(icns.subarray(0, 4).toString('latin1')).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    expect(sizeOf(path.join(ICONS, 'app', '512x512.png'))).toEqual([512, 512])
  })
})
