import { extname, join, relative, sep } from 'node:path'
import { readFile, readdir } from '../system/files.ts'

export interface Asset {
  bytes: Buffer
  contentType: string
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
}

/**
 * Reads the built window into memory, by address path ("/", "/assets/index-1a2b.js"). What is served is what stands in this
 * map: no address is ever turned into a file name. Kinds of files that a window does not need are left out.
 * Throws where the folder holds no window.
 */
export async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const contentType = TYPES[extname(entry.name)]
    if (!entry.isFile() || !contentType) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    assets.set(path === '/index.html' ? '/' : path, { bytes: await readFile(file), contentType })
  }
  if (!assets.has('/')) throw new Error('the folder of the window holds no index.html: build it first')
  return assets
}
