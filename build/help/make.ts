import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { helpPages } from './pages.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

/** Writes the help, `<lang>/<code>.html`, in place of what is in the folder; answers how many pages there are. */
export function makeHelp(folder: string = path.join(ROOT, 'dist', 'help')): number {
  rmSync(folder, { recursive: true, force: true })
  const pages = helpPages()
  for (const { path: place, html } of pages) {
    const file = path.join(folder, place)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, html)
  }
  return pages.length
}

if (import.meta.main) console.log(`Made ${makeHelp()} help pages (dist/help).`)
