import path from 'node:path'
import { realpathSync } from '../system/files.ts'

/** The scheme and the host of our own pages. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'billdr-qbo'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`
/** The link that a sign-in page may use to come back to the program. */
export const LINK_SCHEME = 'billdr-qbo'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/**
 * What a page of ours may do: run and show what came with the program. No other address, no inline script, no frame, no
 * form that leads away. `blob:` are the receipts, which the page itself makes from what the bridge answered.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  'frame-src blob:',
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Whether an address is a page of ours. Parsed, because "app://billdr-qbo.evil/" begins in the same way. */
export function isOwnPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  )
}

/** A file of the window, or the status that refuses the request. */
export type PageFile = { file: string; contentType: string } | { status: 400 | 403 | 404 | 405 }

/**
 * The file that a request for one of our pages means. Only GET, only our host, only known kinds of files, and only what
 * really lies in the window's folder: neither "..", however it is written, nor a link in the folder leads out of it.
 */
export function pageFile(folder: string, method: string, address: string): PageFile {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 }
  if (!isOwnPage(address)) return { status: 403 }
  let name: string
  try {
    name = decodeURIComponent(new URL(address).pathname)
  } catch {
    return { status: 400 }
  }
  if (name.includes('\0') || name.includes('\\')) return { status: 400 }
  const contentType = CONTENT_TYPES[path.extname(name === '/' ? '/index.html' : name)]
  if (contentType === undefined) return { status: 404 }
  const wanted = path.join(folder, name === '/' ? 'index.html' : name)
  let real: string
  let root: string
  try {
    root = realpathSync(folder)
    real = realpathSync(wanted)
  } catch {
    return { status: 404 }
  }
  return real.startsWith(root + path.sep) ? { file: real, contentType } : { status: 403 }
}
