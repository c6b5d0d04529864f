import { join } from 'node:path'
import type { Asset } from './assets.ts'
import { existsSync, readFile, readdir } from '../system/files.ts'

/**
 * What a help page may do, instead of what the window may: it holds one style, which it names by its hash itself, and
 * nothing that a browser would run or fetch.
 */
export const HELP_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Reads the help into memory, by address path ("/help/en/number-taken.html"): what is served is what stands in this map.
 * Empty where the help was not built; the window works without it.
 */
export async function readHelp(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const pages = new Map<string, Asset>()
  for (const language of ['en', 'fr']) {
    const place = join(folder, language)
    if (!existsSync(place)) continue
    for (const name of await readdir(place)) {
      if (/^[a-z0-9-]+\.html$/.test(name))
        pages.set(`/help/${language}/${name}`, {
          bytes: await readFile(join(place, name)),
          contentType: 'text/html; charset=utf-8',
        })
    }
  }
  return pages
}
