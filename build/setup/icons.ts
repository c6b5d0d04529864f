import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { OVERALL_STATES } from '../../shared/overall-state.ts'
import type { OverallState } from '../../shared/overall-state.ts'

/** Draws every picture of the program from build/icons/tray.svg and build/icons/app.svg. */

const ICONS = path.resolve(import.meta.dirname, '..', 'icons')

/** The parts of a pixel that systems ask for, with the names by which Electron finds them. */
export const SCALES = [
  [1, ''],
  [1.25, '@1.25x'],
  [1.5, '@1.5x'],
  [2, '@2x'],
  [3, '@3x'],
] as const

/** Taskbars: their own colour (for the sheet), the page, and the mark of each state. */
export const TASKBARS = {
  dark: {
    ground: '#1f2328',
    page: '#f2f3f5',
    marks: {
      well: '#f2f3f5',
      syncing: '#6cb6ff',
      waiting: '#ffc53d',
      failed: '#ff7b72',
      paused: '#c8ccd1',
      offline: '#a8adb3',
    },
  },
  light: {
    ground: '#f3f3f3',
    page: '#3a3f45',
    marks: {
      well: '#3a3f45',
      syncing: '#0969da',
      waiting: '#b45309',
      failed: '#cf222e',
      paused: '#57606a',
      offline: '#656d76',
    },
  },
} as const satisfies Record<string, { ground: string; page: string; marks: Record<OverallState, string> }>

const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const

function styled(source: string, state: OverallState, page: string, mark: string): string {
  const hidden = OVERALL_STATES.filter((other) => other !== state)
    .map((other) => `#${other}`)
    .join(',')
  const style = `<style>${hidden}{display:none} .page{fill:${page}} .mark{fill:${mark}} .line{stroke:${mark}}</style>`
  return source.replace('<defs>', `${style}<defs>`)
}

function drawn(svg: string, pixels: number): Uint8Array {
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: pixels }, font: { loadSystemFonts: false } })
  return image.render().asPng()
}

/** Windows' container: a directory of sizes, each a PNG. */
export function icoOf(images: readonly { size: number; png: Uint8Array }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  for (const [at, { size, png }] of images.entries()) {
    const entry = 6 + 16 * at
    header.writeUInt8(size >= 256 ? 0 : size, entry)
    header.writeUInt8(size >= 256 ? 0 : size, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(png.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...images.map(({ png }) => png)])
}

/** Apple's names for the sizes that a PNG may have in an .icns file; the second of a size is for sharp screens. */
const ICNS_TYPES: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

export function icnsOf(images: readonly { size: number; png: Uint8Array }[]): Buffer {
  const parts = images.flatMap(({ size, png }) =>
    (ICNS_TYPES[size] ?? []).map((type) => {
      const head = Buffer.alloc(8)
      head.write(type, 'latin1')
      head.writeUInt32BE(png.length + 8, 4)
      return Buffer.concat([head, png])
    }),
  )
  const head = Buffer.alloc(8)
  head.write('icns', 'latin1')
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4)
  return Buffer.concat([head, ...parts])
}

/** All states at all sizes on the colours of the taskbars that they are for, to be looked at. */
function sheet(source: string): Uint8Array {
  const sizes = [16, 20, 24, 32, 48, 96]
  const inner = source.replace(/^<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  const columns = sizes.reduce((sum, size) => sum + size + 16, 16)
  const rowHeight = 112
  const kinds = [
    { ground: TASKBARS.dark.ground, page: TASKBARS.dark.page, marks: TASKBARS.dark.marks },
    { ground: TASKBARS.light.ground, page: TASKBARS.light.page, marks: TASKBARS.light.marks },
    { ground: '#d9dadd', page: '#000000', marks: null },
  ]
  let body = ''
  for (const [column, kind] of kinds.entries()) {
    body += `<rect x="${column * columns}" y="0" width="${columns}" height="${rowHeight * OVERALL_STATES.length}" fill="${kind.ground}"/>`
    for (const [row, state] of OVERALL_STATES.entries()) {
      let x = column * columns + 16
      for (const size of sizes) {
        const png = Buffer.from(
          drawn(
            styled(
              `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${inner}</svg>`,
              state,
              kind.page,
              kind.marks?.[state] ?? '#000000',
            ),
            size,
          ),
        ).toString('base64')
        body += `<image href="data:image/png;base64,${png}" x="${x}" y="${row * rowHeight + (rowHeight - size) / 2}" width="${size}" height="${size}"/>`
        x += size + 16
      }
    }
  }
  const width = columns * kinds.length
  return drawn(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${rowHeight * OVERALL_STATES.length}">${body}</svg>`,
    width,
  )
}

export async function drawIcons(folder = ICONS): Promise<number> {
  await loadRasteriser()
  const tray = readFileSync(path.join(ICONS, 'tray.svg'), 'utf8')
  const app = readFileSync(path.join(ICONS, 'app.svg'), 'utf8')
  let written = 0
  const write = (name: string, bytes: Uint8Array): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), bytes)
    written++
  }
  for (const made of ['tray', 'overlay', 'app']) rmSync(path.join(folder, made), { recursive: true, force: true })

  for (const state of OVERALL_STATES) {
    for (const [scale, suffix] of SCALES) {
      for (const taskbar of ['dark', 'light'] as const) {
        const { page, marks } = TASKBARS[taskbar]
        write(`tray/${state}-on-${taskbar}${suffix}.png`, drawn(styled(tray, state, page, marks[state]), 16 * scale))
      }
      write(`tray/${state}Template${suffix}.png`, drawn(styled(tray, state, '#000000', '#000000'), 16 * scale))
      // Over the program's button only the mark is shown, larger: the button is the program's picture already.
      const mark = styled(tray, state, state === 'offline' ? TASKBARS.dark.page : 'none', TASKBARS.light.marks[state])
      if (state !== 'well' && state !== 'paused')
        write(
          `overlay/${state}${suffix}.png`,
          drawn(
            state === 'offline' ? mark : mark.replace('viewBox="0 0 16 16"', 'viewBox="5.5 5.5 11 11"'),
            16 * scale,
          ),
        )
    }
    for (const taskbar of ['dark', 'light'] as const) {
      const { page, marks } = TASKBARS[taskbar]
      for (const [scale, suffix] of [
        [1, ''],
        [2, '@2x'],
      ] as const)
        write(`tray/${state}-panel-${taskbar}${suffix}.png`, drawn(styled(tray, state, page, marks[state]), 24 * scale))
    }
  }

  const images = APP_SIZES.map((size) => ({ size, png: drawn(app, size) }))
  for (const { size, png } of images) write(`app/${size}x${size}.png`, png)
  write('app/icon.ico', icoOf(images.filter(({ size }) => size <= 256)))
  write('app/icon.icns', icnsOf(images))
  write('sheet.png', sheet(tray))
  return written
}

let loaded: Promise<void> | null = null

function loadRasteriser(): Promise<void> {
  loaded ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')))
  return loaded
}

if (import.meta.main) console.log(`Drew ${await drawIcons()} pictures into build/icons.`)
